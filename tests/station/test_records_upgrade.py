"""A database of the first version, as its program wrote it, becomes one of today with nothing lost."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic.config import Config as AlembicConfig
from alembic.script import ScriptDirectory
from sqlalchemy import text

from station.db import Records
from station.db.engine import make_engine
from station.db.migrate import SCRIPTS, newest, upgrade
from station.queries import ImageLabel, SnapshotImage
from station.types import ImageState, OutputState, Verdict
from tests.station.conftest import NOON

OLD = Path(__file__).parent / "data" / "records-0001.sql"
OLD_TABLES = ("activations", "events", "images", "inspection_hours", "inspections", "models", "recipe_versions")


@pytest.fixture(scope="module", autouse=True)
def new_records() -> None:
    """Every file is made by the migrations themselves."""


def content(url: str, table: str) -> list[Any]:
    engine = make_engine(url, busy_timeout_ms=250)
    with engine.connect() as connection:
        rows = [tuple(row) for row in connection.execute(text(f"SELECT * FROM {table}"))]
    engine.dispose()
    return sorted(rows, key=repr)


@pytest.fixture
def old(any_url: str, tmp_path: Path) -> str:
    """The URL of a database of version 0001. On PostgreSQL: its tables as 0001 makes them, with the same rows."""
    script = OLD.read_text(encoding="utf-8")
    if any_url.startswith("sqlite"):
        with closing(sqlite3.connect(any_url.removeprefix("sqlite:///"))) as connection:
            connection.executescript(script)
        return any_url
    scripts = tmp_path / "migrations"
    shutil.copytree(SCRIPTS, scripts)
    for file in (scripts / "versions").glob("r*.py"):
        if not file.name.startswith("r0001"):
            file.unlink()
    engine = make_engine(any_url, busy_timeout_ms=250)
    upgrade(engine, scripts=scripts)
    rows = [line for line in script.splitlines() if line.startswith("INSERT") and "alembic_version" not in line]
    with engine.begin() as target:
        for line in sorted(rows, key=lambda row: "recipe_versions" not in row):  # others refer to them
            target.exec_driver_sql(line.replace("%", "%%"))
        for table in OLD_TABLES:
            if table != "inspection_hours":
                key = "pk" if table == "inspections" else "id"
                target.execute(
                    text(f"SELECT setval(pg_get_serial_sequence('{table}', '{key}'), (SELECT max({key}) FROM {table}))")
                )
    engine.dispose()
    return any_url


def test_every_old_row_is_there_unchanged_after_the_upgrade(old: str) -> None:
    before = {table: content(old, table) for table in OLD_TABLES}
    assert all(before.values()), "the old database must have rows in every table"
    Records.open(old).close()
    assert {table: content(old, table) for table in OLD_TABLES} == before
    assert content(old, "alembic_version") == [("0003",)]


def test_what_was_recorded_can_be_read(old: str) -> None:
    records = Records.open(old)
    active = records.active()
    assert active is not None
    assert (active.name, active.version, active.threshold) == ("cell", 1, 1.0)
    assert [one.version for one in records.versions("cell")] == [1, 2]
    assert [(one.recipe.version, one.who) for one in records.activations()] == [(1, "ada"), (2, "Jörg"), (1, "ada")]
    page = records.inspections()
    assert [one.verdict for one in page.items] == [
        Verdict.ERROR, Verdict.ERROR, Verdict.REVIEW, Verdict.NOK, Verdict.OK,
    ]  # fmt: skip
    first = records.get("part-000001")
    assert first is not None
    assert (first.output, first.image.state, first.recipe) == (OutputState.SENT, ImageState.STORED, active.ref)
    assert records.model(active.model.ref) is not None
    assert len(records.events()) == 4
    records.close()


def test_labels_become_the_beginning_of_their_history(old: str) -> None:
    records = Records.open(old)
    stored = records.pictures.stored("cell")
    assert [(one.image.label, one.image.defect) for one in stored] == [
        (ImageLabel.GOOD, None),
        (ImageLabel.DEFECT, "crack"),
        (ImageLabel.UNSURE, None),
        (ImageLabel.IGNORE, None),
    ]
    for one in (*stored, *records.pictures.stored("plate")):
        (entry,) = records.pictures.history(one.id)
        assert (entry.label, entry.defect, entry.at) == (one.image.label, one.image.defect, one.image.added_at)

    records.pictures.label("cell", [stored[2].id], ImageLabel.GOOD, who="ada")
    assert [entry.label for entry in records.pictures.history(stored[2].id)] == [ImageLabel.GOOD, ImageLabel.UNSURE]
    records.close()


def test_thresholds_become_the_beginning_of_their_history(old: str) -> None:
    records = Records.open(old)
    newest, first = records.thresholds("cell")
    assert (first.threshold, first.who, first.before, first.threshold_before) == (1.0, "ada", None, None)
    assert first.reason.policy == "good_only"
    assert (first.reason.figures["n_good"], first.reason.figures["false_rejects"]) == (12, 1)
    assert (newest.threshold, newest.review_from, newest.why) == (0.1 + 0.2, 0.25, "zu viele Ausschüsse")
    assert newest.before == first.recipe
    assert newest.threshold_before == 1.0
    assert newest.at == NOON + timedelta(minutes=2)
    assert [one.threshold for one in records.thresholds("plate")] == [7.5]
    records.close()


def test_the_upgraded_records_take_what_is_new(old: str) -> None:
    records = Records.open(old)
    records.activate("cell", 2, who="ada", why="again")
    (entry,) = records.audit.entries()
    assert (entry.number, entry.action) == (1, "recipe.activated")
    assert entry.before is not None
    assert entry.before["version"] == 1
    assert records.audit.verify().whole
    snapshot = records.pictures.take_snapshot("cell", "first lot", who="ada")
    assert snapshot.images[1] == SnapshotImage("pictures/2.png", f"{2:064x}", ImageLabel.DEFECT, "crack")
    records.judgements.review("part-000003", Verdict.OK, who="ada", why="a shadow")
    assert records.judgements.in_review() == []
    assert datetime.now(UTC) - entry.at < timedelta(days=1)
    records.close()


def test_the_newest_version_is_read_from_the_scripts_as_alembic_reads_it() -> None:
    config = AlembicConfig()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("path_separator", "os")
    assert newest(SCRIPTS) == ScriptDirectory.from_config(config).get_current_head()


def test_a_database_of_today_is_opened_without_alembic(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'records.sqlite'}"
    Records.open(url).close()
    script = f"""
import sys
from station.db import Records
Records.open({url!r}).close()
print([name for name in ("alembic", "mako") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=100, check=False)
    assert done.stdout == "[]\n", done.stderr
