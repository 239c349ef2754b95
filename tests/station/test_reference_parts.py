"""Reference parts go through the line and into the records, and into no figure about production."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from station.camera_control import camera_settings
from station.history import History
from station.judge import Measured
from station.queries import GoldenOutcome, InspectionQuery
from station.services import Station
from station.types import OutputState, Purpose, StationState, Verdict
from tests.station.agreement_rig import PARTS
from tests.station.operate_rig import ANNA, EVA, SIZE, Place, picture

ALL = InspectionQuery(purpose=None)
ONLY_REFERENCE = InspectionQuery(purpose=Purpose.REFERENCE)


class Gate:
    """Pictures that a camera with a trigger from outside takes when the test says so."""

    def __init__(self) -> None:
        self._free = threading.Semaphore(0)
        self.numbers: list[int] = []

    def __call__(self, _number: int) -> np.ndarray[Any, Any]:
        self._free.acquire(timeout=60)
        return picture(self.numbers.pop(0) if self.numbers else 0)

    def open(self, *numbers: int) -> None:
        self.numbers += numbers
        self._free.release(len(numbers))

    def leave_open(self) -> None:
        self._free.release(1000)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path)
    yield made
    made.close()


def check(place: Place, station: Station, count: int) -> None:
    station.golden.begin(ANNA)
    for _ in range(count):
        seen = len(place.results)
        station.golden.present(ANNA)
        place.wait(seen + 1)
    station.golden.finish(ANNA)


@pytest.fixture
def checked(place: Place) -> Station:
    """A station that has made five parts, two of them bad, with a check of two reference parts in between."""
    station = place.station()
    station.start()
    good, _, bad = place.inspect(station, 3)
    station.golden.make_part(EVA, good.id, "G1", Verdict.OK, band=5.0)
    station.golden.make_part(EVA, bad.id, "G2", Verdict.NOK, band=500.0)
    check(place, station, 2)
    place.inspect(station, 1)
    return station


def test_the_counters_leave_reference_parts_out_and_say_how_many_they_were(checked: Station) -> None:
    counters = checked.status().counters
    assert (counters.ok, counters.nok, counters.done, counters.withheld) == (2, 2, 4, 0)
    assert (counters.reference, counters.answered, counters.triggers) == (2, 6, 6)


def test_reference_parts_are_in_the_records_and_told_from_production(checked: Station) -> None:
    records = checked.records
    assert [one.purpose for one in records.inspections(ALL).items].count(Purpose.REFERENCE) == 2
    assert sum(records.counts(ALL).values()) == 6
    assert [one.part_id for one in records.inspections(ONLY_REFERENCE).items] == ["G2", "G1"]
    assert sum(records.counts(ONLY_REFERENCE).values()) == records.lookback.total(ONLY_REFERENCE).count == 2
    assert len(records.inspections().items) == sum(records.counts().values()) == 4


def test_shift_charts_and_what_if_leave_reference_parts_out(checked: Station) -> None:
    records = checked.records
    now = datetime.now(UTC)
    since, until = now - timedelta(hours=1), now + timedelta(minutes=1)
    tally = records.tallies.tally(since, until)
    assert (tally.total, tally.passed, tally.withheld) == (4, 2, 0)
    charts = History(records, checked.config.images_dir).charts(ONLY_REFERENCE)
    assert charts is not None
    assert (charts.whole.total, charts.whole.ok) == (4, 2)
    assert charts.drift is not None
    assert len(charts.drift.last) == sum(point.spread.n for point in charts.drift.points) == 2
    recipe = records.recipe("cell", 1)
    days = records.what_if.days([recipe], 1e9, None, since=since, until=until)
    assert sum(day.n for day in days) == records.what_if.count([recipe], since=since, until=until) == 4
    changed = records.what_if.changed([recipe], 1e9, None, since=since, until=until)
    assert [one.purpose for one, _ in changed] == [Purpose.PRODUCTION] * 2


def test_nobody_has_to_decide_about_a_reference_part(place: Place) -> None:
    station = place.station()
    station.records.activate("plate", 1, who="eva", why="its defects wait for a decision")
    station.start()
    waiting = place.inspect(station, 3)[2]
    assert waiting.verdict is Verdict.REVIEW
    station.golden.make_part(EVA, waiting.id, "G1", Verdict.REVIEW, band=500.0)
    for _ in range(3):
        check(place, station, 1)
    reference = place.results[5]
    assert (reference.verdict, reference.purpose) == (Verdict.REVIEW, Purpose.REFERENCE)
    assert [one.id for one in station.review_queue.waiting()] == [waiting.id]


def test_closing_the_program_in_the_middle_of_a_check_does_not_hide_a_bad_part(place: Place) -> None:
    station = place.station()
    station.start()
    (good,) = place.inspect(station, 1)
    station.golden.make_part(EVA, good.id, "G1", Verdict.NOK, band=500.0)
    station.golden.make_part(EVA, good.id, "G2", Verdict.OK, band=500.0)
    station.golden.begin(ANNA)
    station.golden.present(ANNA)
    place.wait(2)
    station.close()
    again = place.station()
    again.start()
    assert again.status().state is StationState.BLOCKED
    (check,) = again.records.golden.checks()
    assert (check.outcome, check.who) == (GoldenOutcome.FAILED, "anna")


def test_with_a_trigger_from_outside_bad_reference_parts_do_not_stop_the_line(place: Place) -> None:
    gate = Gate()
    camera = {"kind": "fake", "width": SIZE, "height": SIZE, "watchdog_ms": 60_000, "trigger": "line"}
    station = place.station(pictures=gate, camera=camera, line={"rejects_in_a_row": 2})
    station.start()
    try:
        gate.open(0, 2)
        bad = place.wait(2)[1]
        station.golden.make_part(EVA, bad.id, "G1", Verdict.NOK, band=500.0)
        station.next_part.put(ANNA, "SN-9")
        for seen in (2, 3, 4):
            station.golden.begin(ANNA)
            station.golden.present(ANNA)
            gate.open(2)
            place.wait(seen + 1)
            station.golden.finish(ANNA)
        assert station.status().state is StationState.READY
        counters = station.status().counters
        assert (counters.ok, counters.nok, counters.reference) == (1, 1, 3)
        gate.open(0)
        last = place.wait(6)[5]
        assert (last.purpose, last.part_id) == (Purpose.PRODUCTION, "SN-9")
        assert [one.part_id for one in place.results[2:5]] == [None] * 3
    finally:
        gate.leave_open()
        place.close()


def test_a_check_follows_a_changed_trigger_mode(place: Place) -> None:
    gate = Gate()
    station = place.station(pictures=gate)
    station.start()
    try:
        gate.open(0)
        (good,) = place.inspect(station, 1)
        station.golden.make_part(EVA, good.id, "G1", Verdict.OK, band=500.0)
        station.stop()
        asked = replace(camera_settings(station.config.camera), trigger="line")
        station.camera_control.change(EVA, asked, why="a light barrier from now on")
        station.start()
        station.golden.begin(ANNA)
        station.golden.present(ANNA)
        gate.open(0)
        assert place.wait(2)[1].purpose is Purpose.REFERENCE
        assert station.golden.finish(ANNA).outcome is GoldenOutcome.PASSED
    finally:
        gate.leave_open()
        place.close()


def test_every_inspection_says_who_was_signed_in_when_the_part_was_inspected(place: Place) -> None:
    station = place.station()
    station.start()
    place.inspect(station, 1)
    station.presence.signed_in("eva")
    place.inspect(station, 1)
    station.presence.signed_out()
    place.inspect(station, 1)
    assert [one.signed_in for one in reversed(station.records.inspections().items)] == ["", "eva", ""]


@pytest.mark.parametrize("what", ["check", "study"])
def test_an_ok_of_a_reference_part_never_leaves_though_what_it_was_for_was_broken_off_meanwhile(
    place: Place, what: str
) -> None:
    gate = Gate()
    station = place.station(pictures=gate)
    station.start()
    try:
        gate.open(0)
        (good,) = place.inspect(station, 1)
        assert place.pulses() == 1
        if what == "check":
            station.golden.make_part(EVA, good.id, "G1", Verdict.OK, band=500.0)
            station.golden.begin(ANNA)
            station.golden.present(ANNA)
            station.golden.abandon(ANNA)
        else:
            study = station.agreement.make(EVA, "monday", PARTS, 1)
            station.agreement.begin(EVA, study.id)
            station.agreement.present(EVA)
            station.agreement.pause(EVA)
        assert station.status().state is StationState.READY
        gate.open(0)
        late = place.wait(2)[1]
        assert (late.verdict, late.purpose, late.output) == (Verdict.OK, Purpose.REFERENCE, OutputState.WITHHELD)
        assert place.pulses() == 1
    finally:
        gate.leave_open()
        place.close()


@pytest.mark.parametrize("what", ["check", "study"])
def test_with_a_trigger_from_outside_the_part_is_a_reference_part_though_all_was_broken_off_while_it_was_judged(
    place: Place, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    gate, inside, go_on = Gate(), threading.Event(), threading.Event()
    station = place.station(pictures=gate)
    station.start()
    try:
        gate.open(0)
        (good,) = place.inspect(station, 1)
        station.golden.make_part(EVA, good.id, "G1", Verdict.OK, band=500.0)
        station.stop()
        asked = replace(camera_settings(station.config.camera), trigger="line")
        station.camera_control.change(EVA, asked, why="a light barrier from now on")
        station.start()
        setup = station._line.setup
        assert setup is not None

        def look(image: np.ndarray[Any, Any]) -> Measured:
            inside.set()
            assert go_on.wait(60)
            return setup.gate(image)

        station._line.swap(replace(setup, gate=look))
        if what == "check":
            station.golden.begin(ANNA)
            station.golden.present(ANNA)
        else:
            station.agreement.begin(EVA, station.agreement.make(EVA, "monday", PARTS, 1).id)
            station.agreement.present(EVA)
        gate.open(0)
        assert inside.wait(60)
        if what == "check":
            station.golden.abandon(ANNA)
        else:
            station.agreement.pause(EVA)
        go_on.set()
        late = place.wait(2)[1]
        assert (late.verdict, late.purpose, late.output) == (Verdict.OK, Purpose.REFERENCE, OutputState.WITHHELD)
        gate.open(0)
        after = place.wait(3)[2]
        assert (after.verdict, after.purpose, after.output) == (Verdict.OK, Purpose.PRODUCTION, OutputState.SENT)
    finally:
        go_on.set()
        gate.leave_open()
        place.close()
