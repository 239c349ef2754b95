"""Databases of older versions, as their programs wrote them, become one of today with nothing lost."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic.config import Config as AlembicConfig
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from station.db import Records
from station.db.engine import make_engine
from station.db.migrate import SCRIPTS, newest, upgrade
from station.db.tables import Base
from station.queries import ImageLabel, InspectionQuery, SnapshotImage
from station.types import DefectRegion, DefectRegions, ImageState, OutputState, Purpose, Verdict
from tests.station.conftest import NOON

DATA = Path(__file__).parent / "data"
VERSIONS = ("0001", "0002", "0003", "0004")
NOT_MADE_BY_KEY = ("inspection_hours", "audit", "audit_head", "model_snapshots")


@pytest.fixture(scope="module", autouse=True)
def new_records() -> None:
    """Every file is made by the migrations themselves."""


def tables_of(url: str) -> dict[str, list[str]]:
    """The columns of every table that is ours."""
    engine = make_engine(url, busy_timeout_ms=250)
    found = inspect(engine)
    columns = {
        table: [str(column["name"]) for column in found.get_columns(table)]
        for table in found.get_table_names()
        if table != "alembic_version"
    }
    engine.dispose()
    return columns


def content(url: str, table: str, columns: list[str]) -> list[Any]:
    """All rows; of the counts of hours the sums over what a newer version tells apart."""
    names = ", ".join(columns)
    if table == "inspection_hours":
        key = "hour, recipe_id, verdict, reason"
        names = f"{key}, sum(n), sum(scored), sum(with_part) FROM {table} GROUP BY {key}"
    else:
        names = f"{names} FROM {table}"
    engine = make_engine(url, busy_timeout_ms=250)
    with engine.connect() as connection:
        rows = [tuple(row) for row in connection.execute(text(f"SELECT {names}"))]
    engine.dispose()
    return sorted(rows, key=repr)


def make_old(version: str, url: str, folder: Path) -> str:
    """Make a database of an older version, and return its URL.

    On PostgreSQL: its tables as its migrations make them, with the rows of the specimen.
    """
    script = (DATA / f"records-{version}.sql").read_text(encoding="utf-8")
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
            connection.executescript(script)
        return url
    scripts = folder / "migrations"
    shutil.copytree(SCRIPTS, scripts)
    for file in (scripts / "versions").glob("r*.py"):
        if file.name[1:5] > version:
            file.unlink()
    engine = make_engine(url, busy_timeout_ms=250)
    upgrade(engine, scripts=scripts)
    rows: dict[str, list[str]] = {}
    for statement in script.split(";\n"):
        if (found := re.match(r'\s*INSERT INTO "(\w+)" ', statement)) is not None:
            rows.setdefault(found[1], []).append(statement)
    with engine.begin() as target:
        if "audit_head" in rows:
            target.execute(text("DELETE FROM audit_head"))  # the migration begins the chain
        for table in Base.metadata.sorted_tables:  # others refer to the first ones
            for statement in rows.get(table.name, ()):
                target.exec_driver_sql(statement.replace("%", "%%"))
            if table.name in rows and table.name not in NOT_MADE_BY_KEY:
                key = "pk" if table.name == "inspections" else "id"
                last = f"(SELECT max({key}) FROM {table.name})"
                target.execute(text(f"SELECT setval(pg_get_serial_sequence('{table.name}', '{key}'), {last})"))
    engine.dispose()
    return url


@pytest.fixture
def old(any_url: str, tmp_path: Path) -> str:
    """The URL of a database of the first version."""
    return make_old("0001", any_url, tmp_path)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_old_row_is_there_unchanged_after_the_upgrade(version: str, any_url: str, tmp_path: Path) -> None:
    old = make_old(version, any_url, tmp_path)
    columns = tables_of(old)
    before = {table: content(old, table, names) for table, names in columns.items()}
    assert all(before.values()), "the old database must have rows in every table"
    Records.open(old).close()
    assert {table: content(old, table, names) for table, names in columns.items()} == before
    assert content(old, "alembic_version", ["version_num"]) == [(newest(SCRIPTS),)]


@pytest.mark.parametrize("version", ["0002", "0003", "0004"])
def test_the_chain_of_the_audit_trail_outlasts_an_upgrade(version: str, any_url: str, tmp_path: Path) -> None:
    records = Records.open(make_old(version, any_url, tmp_path))
    before = records.audit.verify()
    assert (before.whole, before.rows) == (True, len(records.audit.entries(limit=1000)))
    records.activate("cell", 1, who="ada", why="back")
    after = records.audit.verify()
    assert (after.whole, after.rows) == (True, before.rows + 1)
    records.close()


def test_reference_parts_of_before_are_told_from_production_by_the_checks_that_name_them(
    any_url: str, tmp_path: Path
) -> None:
    records = Records.open(make_old("0003", any_url, tmp_path))
    reference = records.inspections(InspectionQuery(purpose=Purpose.REFERENCE))
    assert [(one.id, one.source) for one in reference.items] == [
        ("part-000009", "golden"), ("part-000008", "camera"), ("part-000007", "golden"), ("part-000006", "golden"),
    ]  # fmt: skip
    production = records.inspections()
    assert [one.seq for one in production.items] == [10, 5, 4, 3, 2, 1]
    assert {one.signed_in for one in (*reference.items, *production.items)} == {None}
    assert records.counts() == {Verdict.OK: 2, Verdict.NOK: 1, Verdict.REVIEW: 2, Verdict.ERROR: 1}
    everything = InspectionQuery(purpose=None)
    assert records.counts(everything) == {Verdict.OK: 4, Verdict.NOK: 2, Verdict.REVIEW: 3, Verdict.ERROR: 1}
    noon = InspectionQuery(since=NOON + timedelta(minutes=11, seconds=30), until=NOON + timedelta(minutes=19))
    assert records.counts(noon) == {Verdict.OK: 1, Verdict.NOK: 1, Verdict.REVIEW: 1, Verdict.ERROR: 1}
    assert records.tallies.tally(NOON, NOON + timedelta(hours=1)).verdicts == records.counts()
    assert records.judgements.in_review() == ["part-000010"]
    records.close()


def test_of_inspections_of_before_nobody_knows_the_regions_the_acquisition_or_the_pose(
    any_url: str, tmp_path: Path
) -> None:
    records = Records.open(make_old("0004", any_url, tmp_path))
    before = records.inspections(InspectionQuery(purpose=None)).items
    assert len(before) == 14
    assert {(one.regions_found, one.acquisition, one.pose, one.pose_index, one.setup) for one in before} == {
        (None, None, None, None, None)
    }
    assert records.last_acquisition() is None
    reference = records.inspections(InspectionQuery(purpose=Purpose.REFERENCE)).items
    assert [(one.id, one.signed_in) for one in reference][:1] == [("part-000013", "ada")]
    found = DefectRegions(2, 30, 0.3, 2.5, 4, 6, (DefectRegion(20, 4.5, 6.25, 3, 5, 4, 3, 2.5, 4, 6, 0.2, 1.5, 2.5),))
    pose = (0.1, -0.25, 0.4, 0.0, 3.14159, 0.0)
    new = replace(before[0], id="part-000020", acquisition=4711, pose=pose, pose_index=3, setup=1, regions_found=found)
    records.commit_inspection(new)
    assert records.inspections(InspectionQuery(acquisition=4711, purpose=None)).items == (new,)
    assert records.counts(InspectionQuery(acquisition=4711, purpose=None))[new.verdict] == 1
    records.close()


def test_in_a_database_without_reference_parts_all_is_production(any_url: str, tmp_path: Path) -> None:
    records = Records.open(make_old("0002", any_url, tmp_path))
    assert records.counts() == records.counts(InspectionQuery(purpose=None))
    assert sum(records.counts().values()) == 6
    assert records.inspections(InspectionQuery(purpose=Purpose.REFERENCE)).items == ()
    records.close()


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
