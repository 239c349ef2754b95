"""A command line and records to test with: SQLite always, PostgreSQL where STATION_TEST_POSTGRES_URL names a server."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from station.cli import main
from station.db import Records
from station.recipe import ImageSpec, ModelVersion, Recipe
from station.services import Station
from station.types import ImageRef, ImageState, Inspection, Reason, Verdict
from tests.station.built_rig import built, make_config
from tests.station.cli_rig import CONFIG, CommandLine, defect_folder, good_folder

NOON = datetime(2025, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def station(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command line on a folder of its own."""
    line = CommandLine(tmp_path, capsys)
    monkeypatch.setenv("STATION_CONFIG", str(line.file))
    return line


@pytest.fixture(scope="session")
def taught_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one active recipe "cell", and its pictures; every test works on a copy."""
    folder = tmp_path_factory.mktemp("taught")
    good_folder(folder / "good")
    defect_folder(folder / "defect")
    (folder / "station.toml").write_text(CONFIG)
    command = ["train", "cell", "--good", folder / "good", "--activate", "--why", "first", "--who", "ada"]
    assert main([*map(str, command), "--config", str(folder / "station.toml")]) == 0
    return folder


@pytest.fixture
def taught(station: CommandLine, taught_folder: Path) -> CommandLine:
    """The command line on a station with a taught recipe."""
    for name in ("data", "good", "defect"):
        shutil.copytree(taught_folder / name, station.folder / name)
    return station


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Station]:
    """Another station than that of the test, on which nothing was done yet."""
    with built(make_config(tmp_path / "there")) as made:
        yield made


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'records.sqlite'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def any_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'any.sqlite'}"
        return
    server = os.environ.get("STATION_TEST_POSTGRES_URL")
    if not server:
        pytest.skip("needs a PostgreSQL server: set STATION_TEST_POSTGRES_URL to its URL")
    from sqlalchemy import create_engine, text
    from sqlalchemy.engine import make_url

    schema = f"station_test_{secrets.token_hex(6)}"
    url = make_url(server).set(drivername="postgresql+psycopg")
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    yield url.update_query_dict({"options": f"-csearch_path={schema}"}).render_as_string(hide_password=False)
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()


@pytest.fixture
def records(any_url: str) -> Iterator[Records]:
    """Empty records, in each kind of database."""
    records = Records.open(any_url)
    yield records
    records.close()


@pytest.fixture
def sqlite_records(sqlite_url: str) -> Iterator[Records]:
    records = Records.open(sqlite_url)
    yield records
    records.close()


@pytest.fixture
def make_inspection() -> Callable[..., Inspection]:
    """Build the n-th inspection: one a minute, all OK; keywords replace fields."""

    def make(n: int = 0, **fields: Any) -> Inspection:
        values: dict[str, Any] = {
            "id": f"part-{n:06d}",
            "trigger_id": f"trigger-{n}",
            "source": "software",
            "part_id": f"SN{n:05d}",
            "seq": n,
            "at": NOON + timedelta(minutes=n),
            "verdict": Verdict.OK,
            "reason": Reason.BELOW_THRESHOLD,
            "score": 0.5,
            "threshold": 1.0,
            "image": ImageRef(ImageState.PENDING),
        }
        return Inspection(**{**values, **fields})

    return make


@pytest.fixture
def make_recipe() -> Callable[..., Recipe]:
    def make(name: str = "cell", version: int = 1, **fields: Any) -> Recipe:
        values: dict[str, Any] = {
            "name": name,
            "version": version,
            "image": ImageSpec(height=48, width=64, channels=1, dtype="uint8"),
            "model": ModelVersion(name=name, version=1, sha256="a" * 64),
            "threshold": 1.0,
            "created_at": NOON,
            "created_by": "engineer",
        }
        return Recipe(**{**values, **fields})

    return make
