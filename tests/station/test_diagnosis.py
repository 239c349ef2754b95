"""The diagnostic bundle: everything that helps, nothing that is secret."""

from __future__ import annotations

import io
import json
import logging
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from station import log_file
from station.config import Config
from station.diagnosis import HIDDEN, Hiding
from station.errors import NotPermitted, StorageError
from station.permissions import Role
from station.services import Station
from station.types import Event, EventKind
from tests.station.built_rig import ANNA, OTTO, ROOT, acts, built, make_config, teach

PASSWORD = "Tr0ub4dor&3"
PLANTED = (PASSWORD, "s3cr3t-t0ken", "pl4nted-cam-pw", "fr0m-the-log", "in-an-event-pw")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    camera = {"kind": "plugin", "name": "fake", "options": {"api_token": "s3cr3t-t0ken", "nested": {
        "password": "pl4nted-cam-pw"}}}  # fmt: skip
    return make_config(tmp_path, camera=camera)


@pytest.fixture
def station(config: Config) -> Iterator[Station]:
    with log_file.kept(config.data_dir), built(config) as station:
        teach(station)
        station.records.activate("cell", 1, who="anna", why="first")
        station.accounts.create_first_administrator("root", PASSWORD)
        logging.getLogger("station.test").warning("database postgresql://anna:fr0m-the-log@db/station is away")
        said = {"token": "s3cr3t-t0ken"}
        event = Event(datetime.now(UTC), EventKind.PROGRAM, "retry with password=in-an-event-pw", details=said)
        station.records.add_event(event)
        yield station


def contents(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_the_bundle_has_what_helps_and_no_picture_account_or_secret(station: Station, tmp_path: Path) -> None:
    bundle = station.diagnosis.write(ANNA, tmp_path / "bundle")
    assert bundle.path.name == "bundle.zip"
    found = contents(bundle.path)
    assert set(found) == {
        "about.json", "config.json", "status.json", "doctor.json", "events.json", "recipes.json", "counts.json",
        "audit.json", "logs/station.log",
    }  # fmt: skip
    everything = "\n".join([*found, *found.values()])
    for secret in PLANTED:
        assert secret not in everything
    for user in ("password_hash", "$argon2"):
        assert user not in everything
    assert b"\x89PNG" not in bundle.path.read_bytes()
    read: dict[str, Any] = {name: json.loads(text) for name, text in found.items() if name.endswith(".json")}
    assert read["config.json"]["camera"]["options"] == {"api_token": HIDDEN, "nested": {"password": HIDDEN}}
    assert read["config.json"]["images"]["keep_passes"] == 1.0
    assert read["status.json"]["state"] == "stopped"
    assert read["audit.json"]["broken"] is None
    assert read["about.json"]["program"]
    assert any(one.startswith("numpy ") for one in read["about.json"]["packages"])
    findings = {one["name"]: one["level"] for one in read["doctor.json"]["findings"]}
    assert findings["audit trail"] == "OK"
    assert findings["database"] == "OK"
    assert "station.test" in found["logs/station.log"]
    assert f"anna:{HIDDEN}@db" in found["logs/station.log"]
    assert "diagnosis.made" in acts(station)


def test_the_password_of_the_database_is_hidden_wherever_it_turns_up() -> None:
    config = make_config(Path("x"), database={"url": "postgresql+psycopg://station:p%40ss-w0rd@host/db"})
    hide = Hiding.of(config, {"STATION_DATABASE_URL": "postgresql://x:env-s3cret@h/d", "PGPASSWORD": "pg-env-pw"})
    for text in ("p%40ss-w0rd", "p@ss-w0rd", "env-s3cret", "pg-env-pw"):
        assert text not in hide.text(f"connecting failed for {text} at once")
    assert "host/db" in hide.text(str(config.database.url))
    for text in ("password=abc", 'passwd: "x y"', "api_key = zzz", "https://u:p@h/x", "--token=abc123", "PASSWORD='q'"):
        cleaned = hide.text(text)
        assert HIDDEN in cleaned
        for secret in ("abc", "x y", "zzz", ":p@", "abc123", "'q'"):
            assert secret not in cleaned


def test_ordinary_words_and_numbers_stay() -> None:
    hide = Hiding.of(make_config(Path("x")), {})
    plain = {"keep_passes": 0.5, "pixel_format": "Mono8", "password": None, "text": "12 passes, 3 tokens: fine"}
    assert hide.value(plain) == plain
    for text in ("http://host:8080/x", "score: 1.5", "12 passes: 3 tokens", "pixel_format = Mono8"):
        assert hide.text(text) == text


def test_only_engineers_make_bundles_and_a_full_disk_leaves_none(station: Station, tmp_path: Path) -> None:
    with pytest.raises(NotPermitted):
        station.diagnosis.write(OTTO, tmp_path / "bundle")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageError):
        station.diagnosis.write(ROOT, tmp_path / "file" / "bundle")
    assert not list(tmp_path.glob("*.zip"))
    assert Role.ENGINEER is ANNA.role


def test_a_running_line_keeps_its_camera_while_a_bundle_is_made(station: Station, tmp_path: Path) -> None:
    station.camera_use.take("the line")
    found = contents(station.diagnosis.write(ANNA, tmp_path).path)
    station.camera_use.give_back("the line")
    (camera,) = [one for one in json.loads(found["doctor.json"])["findings"] if one["name"] == "camera"]
    assert "not tried" in camera["text"]


def test_a_broken_audit_trail_is_found_by_the_doctor(station: Station, tmp_path: Path) -> None:
    with closing(sqlite3.connect(station.config.data_dir / "records.sqlite")) as database:
        guards = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'"
        names = [row[0] for row in database.execute(guards)]
        for name in names:
            database.execute(f"DROP TRIGGER {name}")
        database.execute("UPDATE audit SET who = 'nobody' WHERE number = 1")
        database.commit()
    found = contents(station.diagnosis.write(ANNA, tmp_path).path)
    (trail,) = [one for one in json.loads(found["doctor.json"])["findings"] if one["name"] == "audit trail"]
    assert trail["level"] == "FAIL"
    assert "row 1" in trail["text"]
    assert json.loads(found["audit.json"])["broken"] == 1


def test_the_log_is_kept_while_it_is_asked_for_and_turns_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = list(logging.getLogger().handlers)
    monkeypatch.setattr(log_file, "MOST_BYTES", 2000)
    with log_file.kept(tmp_path) as path:
        for n in range(400):
            logging.getLogger("station.line").info("line %d", n)
        logging.getLogger("alembic").info("not ours")
    logging.getLogger("station.line").info("after the end")
    assert list(logging.getLogger().handlers) == before
    assert [file.name for file in log_file.log_files(tmp_path)] == [
        "station.log", *(f"station.log.{n}" for n in range(1, 5)),
    ]  # fmt: skip
    assert "line 399" in path.read_text()
    text = "".join(file.read_text() for file in log_file.log_files(tmp_path))
    assert "not ours" not in text
    assert "after the end" not in text
    (tmp_path / "taken").write_bytes(b"")
    with pytest.raises(StorageError), log_file.kept(tmp_path / "taken"):
        pass


def test_warnings_still_reach_the_terminal_while_the_log_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = io.StringIO()
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    monkeypatch.setattr("sys.stderr", heard)
    with log_file.kept(tmp_path):
        logging.getLogger("station.line").warning("the lamp is off")
        logging.getLogger("station.line").info("quiet")
    assert "the lamp is off" in heard.getvalue()
    assert "quiet" not in heard.getvalue()
