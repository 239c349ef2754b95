"""The audit trail: a row with every act, and a chain that shows whoever touches it."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from station.audit import GENESIS, Act, AuditQuery, Entry, Link, hash_of
from station.db import Records
from station.db.audit_rows import append
from station.db.migrations.versions.r0002_people_and_their_acts import APPEND_ONLY
from station.errors import RecipeError, RecordsError
from station.queries import ImageLabel, LabelledImage, NewVersion
from station.recipe import Recipe
from tests.station.conftest import NOON

MakeRecipe = Callable[..., Recipe]


@pytest.fixture
def chain(sqlite_records: Records, make_recipe: MakeRecipe) -> Records:
    """Seven rows: the recipe stored, then put in force six times."""
    sqlite_records.add_recipe(make_recipe())
    for n in range(6):
        sqlite_records.activate("cell", 1, who="ada", why=f"why {n}")
    assert sqlite_records.audit.verify().rows == 7
    return sqlite_records


def tamper(records: Records, *statements: str) -> None:
    """Change the audit table as somebody who may write the file: the triggers are the first to go."""
    with records._engine.begin() as connection:
        for what in ("update", "delete"):
            connection.execute(text(f"DROP TRIGGER IF EXISTS audit_no_{what}"))
        for statement in statements:
            connection.execute(text(statement))


def test_every_row_holds_the_hash_of_the_one_before_it(chain: Records) -> None:
    rows = chain.audit._rows(0, 100)
    previous = GENESIS
    for number, row in enumerate(rows, start=1):
        assert row.number == number
        assert row.sha256 == hash_of(previous, row)
        previous = row.sha256
    assert chain.audit.head() == Link(7, previous)
    assert chain.audit.verify().last == Link(7, previous)


@pytest.mark.parametrize("column", ["at_us", "who", "origin", "action", "subject", "why", "before", "after", "sha256"])
def test_a_changed_row_is_found_whatever_was_changed(chain: Records, column: str) -> None:
    value = "at_us + 1" if column == "at_us" else "'x'"
    tamper(chain, f"UPDATE audit SET {column} = {value} WHERE number = 4")
    result = chain.audit.verify()
    assert (result.whole, result.broken, result.rows, result.last.number) == (False, 4, 3, 3)
    assert "row 4" in result.problem


@pytest.mark.parametrize(
    ("case", "statements", "broken"),
    [
        ("deleted", ["DELETE FROM audit WHERE number = 3"], 3),
        ("the first deleted", ["DELETE FROM audit WHERE number = 1"], 1),
        ("the last deleted", ["DELETE FROM audit WHERE number = 7"], 7),
        ("all deleted", ["DELETE FROM audit"], 1),
        (
            "deleted, and those behind it moved up",
            [
                "DELETE FROM audit WHERE number = 3",
                *(f"UPDATE audit SET number = {n} WHERE number = {n + 1}" for n in range(3, 7)),
                "UPDATE audit_head SET number = 6",
            ],
            3,
        ),
        (
            "inserted",
            [
                *(f"UPDATE audit SET number = {n + 1} WHERE number = {n}" for n in range(7, 3, -1)),
                "INSERT INTO audit SELECT 4, at_us, 'eve', origin, action, subject, why, before, after, sha256"
                " FROM audit WHERE number = 3",
                "UPDATE audit_head SET number = 8",
            ],
            4,
        ),
        (
            "reordered",
            [
                "UPDATE audit SET number = 100 WHERE number = 3",
                "UPDATE audit SET number = 3 WHERE number = 5",
                "UPDATE audit SET number = 5 WHERE number = 100",
            ],
            3,
        ),
        ("a row before the first", ["INSERT INTO audit SELECT 0, at_us, who, origin, action, subject, why, before,"
                                    " after, sha256 FROM audit WHERE number = 1"], None),
        ("the end not recorded", ["DELETE FROM audit_head"], 8),
        ("the end another", ["UPDATE audit_head SET sha256 = 'x'"], 7),
    ],
)  # fmt: skip
def test_rows_that_were_deleted_inserted_or_moved_are_found(
    chain: Records, case: str, statements: list[str], broken: int | None
) -> None:
    tamper(chain, *statements)
    result = chain.audit.verify()
    assert result.broken == (0 if broken is None else broken), case
    assert result.problem


def test_a_row_with_a_right_hash_behind_the_end_is_found(chain: Records) -> None:
    last = chain.audit._rows(6, 1)[0]
    forged = replace(last, number=8, who="eve")
    forged = replace(forged, sha256=hash_of(last.sha256, forged))
    tamper(
        chain,
        "INSERT INTO audit SELECT 8, at_us, 'eve', origin, action, subject, why, before, after,"
        f" '{forged.sha256}' FROM audit WHERE number = 7",
    )
    assert chain.audit.verify().broken == 8


def test_a_chain_that_was_written_anew_is_found_by_a_noted_row(chain: Records) -> None:
    noted = chain.audit.verify().last
    rows = list(chain.audit._rows(0, 100))
    previous, statements = GENESIS, []
    for row in rows:
        new = replace(row, who="eve") if row.number == 2 else row
        previous = hash_of(previous, new)
        statements.append(f"UPDATE audit SET who = '{new.who}', sha256 = '{previous}' WHERE number = {row.number}")
    tamper(chain, *statements, f"UPDATE audit_head SET sha256 = '{previous}'")
    assert chain.audit.verify().whole
    result = chain.audit.verify(noted=noted)
    assert (result.whole, result.broken) == (False, 7)
    assert "written anew" in result.problem
    shorter = chain.audit.verify(noted=Link(9, "a" * 64))
    assert (shorter.whole, shorter.broken) == (False, 8)


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_the_database_refuses_to_change_what_is_append_only(records: Records, table: str) -> None:
    fill(records)
    with records._engine.connect() as connection:
        assert connection.scalar(text(f"SELECT count(*) FROM {table}"))
        column = connection.execute(text(f"SELECT * FROM {table}")).keys()
        for statement in (f"UPDATE {table} SET {next(iter(column))} = 0", f"DELETE FROM {table}"):
            with pytest.raises(DBAPIError, match="append-only"), connection.begin_nested():
                connection.execute(text(statement))


def fill(records: Records) -> None:
    """Put a row into every append-only table."""
    from station.queries import ComparedPicture, Mask, ModelComparison, ModelRecord, Snapshot, SnapshotImage
    from station.recipe import ImageSpec, ModelVersion
    from station.types import Inspection, ModelRef, Reason, Verdict

    at, model = NOON, ModelRef("cell", 1, "a" * 64)
    recipe = Recipe(
        name="cell", version=1, image=ImageSpec(height=48, width=64, channels=1, dtype="uint8"),
        model=ModelVersion(name="cell", version=1, sha256="a" * 64), threshold=1.0, created_at=at, created_by="ada",
    )  # fmt: skip
    snapshot = Snapshot("cell", "one", (SnapshotImage("1.png", "b" * 64, ImageLabel.GOOD),), at, "ada")
    records.keep(NewVersion(recipe, model=ModelRecord(model, "fake", 1, at, "ada"), snapshot=snapshot))
    records.add_images([LabelledImage("cell", "1.png", "b" * 64, ImageLabel.GOOD, 64, 48, 1, "uint8", at)])
    image_id = records.pictures.stored("cell")[0].id
    records.pictures.set_mask(Mask(image_id, "1_mask.png", "c" * 64, 90, 7, at, "ada"))
    picture = ComparedPicture("1.png", "b" * 64, 0.5, 1.5, Verdict.OK, Verdict.NOK)
    records.comparisons.add(ModelComparison("cell", model, model, 1.0, 1.0, (picture,), at, "ada"))
    records.commit_inspection(
        Inspection("part", "trigger", "software", None, 1, at, Verdict.REVIEW, Reason.REVIEW_BAND)
    )
    records.judgements.review("part", Verdict.OK, who="ada")


def test_an_act_and_its_row_are_durable_together_or_neither(
    sqlite_records: Records, make_recipe: MakeRecipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    sqlite_records.add_recipe(make_recipe())
    sqlite_records.activate("cell", 1, who="ada", why="first")
    before = sqlite_records.audit.head()

    def no_room(_connection: Connection, _entry: Entry, **_more: Any) -> Link:
        raise RecordsError("the disk is full")

    monkeypatch.setattr("station.db.audit_rows.append", no_room)
    with pytest.raises(RecordsError, match="disk is full"):
        sqlite_records.activate("cell", 1, who="ada", why="second")
    with pytest.raises(RecordsError, match="disk is full"):
        sqlite_records.add_recipe(make_recipe(version=2))
    with pytest.raises(RecordsError, match="disk is full"):
        sqlite_records.add_images([LabelledImage("cell", "1", "b" * 64, ImageLabel.GOOD, 64, 48, 1, "uint8", NOON)])
    assert [one.why for one in sqlite_records.activations()] == ["first"]
    assert [one.version for one in sqlite_records.versions("cell")] == [1]
    assert sqlite_records.images("cell") == []
    assert sqlite_records.audit.head() == before


def test_an_act_that_is_refused_leaves_no_row(records: Records, make_recipe: MakeRecipe) -> None:
    records.add_recipe(make_recipe())
    with pytest.raises(RecipeError):
        records.activate("cell", 7, who="ada", why="typo")
    with pytest.raises(RecipeError):
        records.add_recipe(make_recipe(threshold=2.0))
    records.add_recipe(make_recipe())  # the same again is nothing new
    assert [one.action for one in records.audit.entries()] == ["recipe.stored"]


def test_putting_in_force_and_going_back_tell_what_was_before(records: Records, make_recipe: MakeRecipe) -> None:
    records.add_recipe(make_recipe())
    records.add_recipe(make_recipe(version=2, threshold=3.0, note="too strict"))
    records.activate("cell", 2, who="ada", why="new lamp")
    records.activate("cell", 1, who="bo", why="the old lamp")
    back, there, stored, _ = records.audit.entries()
    assert (stored.action, stored.why) == ("recipe.stored", "too strict")
    assert stored.before is not None
    assert stored.after is not None
    assert (stored.before["threshold"], stored.after["threshold"]) == (1.0, 3.0)
    assert (there.action, there.before) == ("recipe.activated", None)
    assert (back.action, back.who, back.why, back.origin) == ("recipe.rolled_back", "bo", "the old lamp", "station")
    assert back.before is not None
    assert back.after is not None
    assert (back.before["version"], back.after["version"]) == (2, 1)


def test_rows_are_chosen_by_who_what_and_when(chain: Records, make_recipe: MakeRecipe) -> None:
    chain.add_recipe(make_recipe("plate", created_by="bo"))
    audit = chain.audit
    assert [one.number for one in audit.entries(limit=2)] == [8, 7]
    assert [one.number for one in audit.entries(limit=2, before=7)] == [6, 5]
    assert [one.number for one in audit.entries(AuditQuery(who="bo"))] == [8]
    assert [one.number for one in audit.entries(AuditQuery(action="recipe.stored"))] == [8, 1]
    assert len(audit.entries(AuditQuery(action="recipe"))) == 8
    assert audit.entries(AuditQuery(action="rec_pe")) == []
    assert [one.number for one in audit.entries(AuditQuery(subject="recipe plate"))] == [8]
    later = datetime.now(UTC) + timedelta(hours=1)
    assert audit.entries(AuditQuery(since=later)) == []
    assert len(audit.entries(AuditQuery(until=later))) == 8


def test_texts_that_are_no_unicode_do_not_break_the_chain(records: Records, make_recipe: MakeRecipe) -> None:
    records.add_recipe(make_recipe())
    records.activate("cell", 1, who="a\x00da", why="name\udcff ü 人 " + "x" * 5000)
    assert records.audit.verify().whole
    assert records.audit.entries(limit=1)[0].who == "a\\x00da"


def write_rows(records: Records, who: str, count: int) -> None:
    for n in range(count):
        with records._connections.write("written") as connection:
            append(connection, Entry(Act.USER_REFUSED, "user x", who, after={"n": n}), origin="test")


def test_threads_that_write_at_once_keep_the_chain_whole(records: Records) -> None:
    threads = [threading.Thread(target=write_rows, args=(records, f"thread {n}", 15)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=100)
    result = records.audit.verify()
    assert (result.whole, result.rows) == (True, 60)


@pytest.mark.timeout(300)
def test_two_programs_that_write_at_once_keep_the_chain_whole(any_url: str) -> None:
    records = Records.open(any_url)
    code = (
        "import sys\n"
        "from station.db import Records\n"
        "from tests.station.test_audit_chain import write_rows\n"
        "records = Records.open(sys.argv[1], busy_timeout_ms=60000)\n"
        "print('ready', flush=True)\n"
        "sys.stdin.readline()\n"
        "write_rows(records, sys.argv[2], 25)\n"
        "records.close()\n"
    )
    both = [
        subprocess.Popen(
            [sys.executable, "-c", code, any_url, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for name in ("one", "two")
    ]
    for process in both:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in both:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    while any(process.poll() is None for process in both):
        assert records.audit.verify().whole, "checking while rows come must not find fault"
    for process in both:
        process.communicate(timeout=250)
        assert process.returncode == 0
    result = records.audit.verify()
    assert (result.whole, result.rows) == (True, 50)
    for who in ("one", "two"):
        numbers = [one.after["n"] for one in records.audit.entries(AuditQuery(who=who)) if one.after is not None]
        assert numbers == list(range(24, -1, -1))
    records.close()
