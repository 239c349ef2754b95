"""Which shift it is, and what it has made so far by the records."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from station.config import ShiftsSection
from station.db import Records
from station.db.engine import make_engine
from station.db.tallies import withheld_count
from station.errors import ConfigError
from station.queries import GoldenCheck, GoldenOutcome, GoldenPart, GoldenResult
from station.recipe import Recipe
from station.shifts import Shifts, shift_at
from station.types import Completion, Inspection, OutputState, Purpose, Reason, Verdict
from tests.station.conftest import NOON
from tests.station.test_config import parse, with_section

BERLIN = ZoneInfo("Europe/Berlin")
THREE = ShiftsSection()
Make = Callable[..., Inspection]


@pytest.mark.parametrize(
    ("now", "name", "since", "hours"),
    [
        ("2026-01-15T06:00", "06:00", "2026-01-15T06:00", 8),
        ("2026-01-15T13:59", "06:00", "2026-01-15T06:00", 8),
        ("2026-01-15T14:00", "14:00", "2026-01-15T14:00", 8),
        ("2026-01-15T23:59", "22:00", "2026-01-15T22:00", 8),
        ("2026-01-15T05:59", "22:00", "2026-01-14T22:00", 8),
        ("2026-03-29T05:00", "22:00", "2026-03-28T22:00", 7),  # the night that the clock goes forward
        ("2026-10-25T05:00", "22:00", "2026-10-24T22:00", 9),
    ],
)
def test_the_shift_is_the_one_that_began_last_in_local_time(now: str, name: str, since: str, hours: int) -> None:
    shift = shift_at(datetime.fromisoformat(now).replace(tzinfo=BERLIN), THREE, BERLIN)
    assert shift.name == name
    assert shift.since == datetime.fromisoformat(since).replace(tzinfo=BERLIN)
    assert shift.until.astimezone(UTC) - shift.since.astimezone(UTC) == timedelta(hours=hours)


def test_a_shift_that_begins_in_an_hour_that_does_not_exist_begins_when_the_clock_arrives() -> None:
    night = ShiftsSection(starts=("02:30",))
    shift = shift_at(datetime(2026, 3, 29, 12, tzinfo=BERLIN), night, BERLIN)
    assert shift.since.astimezone(UTC) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_one_start_is_a_shift_of_a_day_in_the_zone_of_the_computer() -> None:
    now = datetime(2026, 1, 15, 12, tzinfo=UTC)
    shift = shift_at(now, ShiftsSection(starts=("00:00",)))
    assert shift.since <= now < shift.until
    assert (shift.since.hour, shift.since.minute) == (0, 0)


@pytest.mark.parametrize(
    ("starts", "message"),
    [
        (["6:00"], "'6:00' is not a time"),
        (["14:00", "06:00"], "in order"),
        (["06:00", "06:00"], "in order"),
        ([], "shifts.starts"),
        (["24:00"], "'24:00' is not a time"),
    ],
)
def test_starts_that_cannot_be_meant_are_refused(starts: list[str], message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse(with_section("shifts", starts=starts))
    assert message in caught.value.message


def test_the_starts_of_the_file_are_taken() -> None:
    assert parse(with_section("shifts", starts=["05:30", "17:30"])).shifts.starts == ("05:30", "17:30")


def commit(records: Records, inspection: Inspection, output: OutputState = OutputState.SENT) -> None:
    records.commit_inspection(inspection)
    records.complete([Completion(inspection.id, output=output)])


def test_only_what_the_line_let_pass_counts_as_good_and_only_this_shift(
    records: Records, make_inspection: Make
) -> None:
    six = datetime(2026, 1, 15, 5, tzinfo=UTC)  # 06:00 in Berlin
    moments = [(-1, Verdict.OK, OutputState.SENT), (0, Verdict.OK, OutputState.SENT)]
    moments += [(10, Verdict.OK, state) for state in (OutputState.WITHHELD, OutputState.FAILED, OutputState.UNKNOWN)]
    moments += [(70, verdict, OutputState.SENT) for verdict in Verdict] + [(479, Verdict.NOK, OutputState.SENT)]
    moments += [(480, Verdict.OK, OutputState.SENT)]
    for number, (minute, verdict, output) in enumerate(moments):
        reason = Reason.BELOW_THRESHOLD if verdict is Verdict.OK else Reason.ABOVE_THRESHOLD
        at = six + timedelta(minutes=minute)
        commit(records, make_inspection(number, at=at, verdict=verdict, reason=reason), output)
    now = six + timedelta(hours=7, minutes=59, seconds=59)
    count = Shifts(records, THREE, now=lambda: now, zone=BERLIN).current()
    assert count.shift.name == "06:00"
    assert dict(count.tally.verdicts) == {Verdict.OK: 5, Verdict.NOK: 2, Verdict.REVIEW: 1, Verdict.ERROR: 1}
    assert (count.tally.total, count.tally.withheld, count.tally.passed) == (9, 3, 2)
    assert count.rate == pytest.approx(2 / 9)
    assert count.bound == pytest.approx(0.041, abs=0.0005)  # Clopper-Pearson, one-sided 95 %, 2 of 9
    assert [(hour.tally.passed, hour.tally.total) for hour in count.hours] == [
        (1, 4), (1, 4), (0, 0), (0, 0), (0, 0), (0, 0), (0, 0), (0, 1),
    ]  # fmt: skip
    assert count.hours[0].since.isoformat() == "2026-01-15T06:00:00+01:00"


def test_a_shift_that_begins_between_hours_has_a_short_first_bar(records: Records, make_inspection: Make) -> None:
    start = datetime(2026, 1, 15, 5, 30, tzinfo=UTC)
    for number, minute in enumerate((-1, 0, 29, 30, 40)):
        commit(records, make_inspection(number, at=start + timedelta(minutes=minute)))
    now = start + timedelta(minutes=45)
    config = ShiftsSection(starts=("05:30", "17:30"))
    count = Shifts(records, config, now=lambda: now, zone=UTC).current()
    assert [hour.tally.total for hour in count.hours] == [2, 2]
    assert count.tally.passed == 4


def test_without_parts_there_is_no_yield_and_no_claim(records: Records) -> None:
    now = datetime(2026, 1, 15, 6, 0, tzinfo=BERLIN)
    count = Shifts(records, THREE, now=lambda: now, zone=BERLIN).current()
    assert (count.rate, count.bound, len(count.hours)) == (None, 0.0, 1)


def test_reference_parts_are_no_production(
    records: Records, make_inspection: Make, make_recipe: Callable[..., Recipe]
) -> None:
    now = datetime(2026, 1, 15, 12, tzinfo=UTC)
    recipe = make_recipe()
    records.add_recipe(recipe)
    part = records.golden.set_part(GoldenPart("cell", "G1", Verdict.OK), who="eva")
    commit(records, make_inspection(1, at=now, recipe=recipe.ref))
    reference = make_inspection(2, at=now, recipe=recipe.ref, purpose=Purpose.REFERENCE)
    commit(records, reference, OutputState.WITHHELD)
    result = GoldenResult(part, "part-000002", Verdict.OK, 0.5)
    records.golden.add_check(GoldenCheck(recipe.ref, GoldenOutcome.PASSED, now, now, "anna", "", (result,)))
    tally = records.tallies.tally(now, now + timedelta(seconds=1))
    assert (tally.total, tally.passed, tally.withheld) == (1, 1, 0)


def test_counting_withheld_parts_uses_an_index_of_its_own(sqlite_url: str) -> None:
    Records.open(sqlite_url).close()
    engine = make_engine(sqlite_url, busy_timeout_ms=250)
    statement = withheld_count(NOON, NOON + timedelta(hours=8)).compile(engine, compile_kwargs={"literal_binds": True})
    with engine.connect() as connection:
        plan = connection.execute(text(f"EXPLAIN QUERY PLAN {statement}")).all()
    engine.dispose()
    assert "INDEX ix_inspections_not_seen (at_us>" in str(plan)
