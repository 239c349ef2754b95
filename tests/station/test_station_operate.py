"""What an operator needs of the wired station: reference parts, alarms, part ids, the choice of the recipe."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from camera.fake_script import Gap
from station.alarms import Alarm, AlarmKind
from station.audit import Act, AuditQuery
from station.errors import RecipeError, RecordsError, StateError
from station.orders import Orders
from station.queries import GoldenOutcome
from station.services import Station
from station.types import EventKind, StationState, Verdict
from tests.station.operate_rig import ANNA, EVA, Place, wait_until


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path)
    yield made
    made.close()


def open_alarms(station: Station, kind: AlarmKind) -> list[Alarm]:
    return [alarm for alarm in station.alarms.all() if alarm.kind is kind and not alarm.over]


def present(place: Place, station: Station, count: int) -> None:
    for _ in range(count):
        seen = len(place.results)
        station.golden.present(ANNA)
        place.wait(seen + 1)


def test_until_the_reference_parts_have_passed_no_ok_leaves_the_station(place: Place) -> None:
    station = place.station()
    station.start()
    good, _, defective = place.inspect(station, 3)
    assert (good.verdict, defective.verdict) == (Verdict.OK, Verdict.NOK)
    station.golden.make_part(EVA, good.id, "G1", Verdict.OK, band=5.0)
    station.golden.make_part(EVA, defective.id, "G2", Verdict.NOK, band=500.0)
    place.close()
    left = place.pulses()

    station = place.station(golden={"at_start": True})
    station.start()
    assert station.status().state is StationState.BLOCKED
    assert "reference parts" in station.status().message
    assert place.inspect(station, 1)[0].verdict is Verdict.OK
    wait_until(lambda: open_alarms(station, AlarmKind.GOLDEN))
    station.golden.begin(ANNA)
    present(place, station, 2)
    assert station.status().state is StationState.BLOCKED
    check = station.golden.finish(ANNA)
    assert check.outcome is GoldenOutcome.PASSED, check.results
    assert place.pulses() == left
    assert station.status().state is StationState.READY
    assert place.inspect(station, 1)[0].verdict is Verdict.OK
    assert place.pulses() == left + 1
    wait_until(lambda: not any(alarm.lasting for alarm in open_alarms(station, AlarmKind.GOLDEN)))


def test_a_failed_check_holds_the_line_over_a_restart_until_an_engineer_lets_it_run(place: Place) -> None:
    station = place.station()
    station.start()
    (good,) = place.inspect(station, 1)
    station.golden.make_part(EVA, good.id, "G1", Verdict.NOK, band=5.0)
    station.golden.begin(ANNA)
    present(place, station, 1)
    assert station.golden.finish(ANNA).outcome is GoldenOutcome.FAILED
    place.close()
    left = place.pulses()

    station = place.station()
    station.start()
    assert station.status().state is StationState.BLOCKED
    place.inspect(station, 1)
    assert place.pulses() == left
    station.golden.override(EVA, "the part is the wrong one")
    assert station.status().state is StationState.READY
    while place.inspect(station, 1)[0].verdict is not Verdict.OK:
        pass
    assert place.pulses() == left + 1


def test_rejects_in_a_row_are_an_alarm_that_is_acknowledged_with_a_name(place: Place) -> None:
    station = place.station(line={"rejects_in_a_row": 1})
    station.start()
    place.inspect(station, 3)
    assert station.status().state is StationState.FAULT
    (alarm,) = open_alarms(station, AlarmKind.FAULT)
    assert "1 parts in a row" in alarm.message
    assert station.alarms.unacknowledged == 1
    station.alarms.acknowledge(ANNA, alarm.number)
    assert station.status().state is StationState.READY
    assert station.alarms.unacknowledged == 0
    station.stop()
    (event,) = station.records.events(kinds=frozenset({EventKind.ACKNOWLEDGE}))
    assert event.who == "anna"


def fault(place: Place) -> Station:
    """Build a station whose line is in FAULT, because of a bad part."""
    station = place.station(line={"rejects_in_a_row": 1})
    station.start()
    place.inspect(station, 3)
    assert station.status().state is StationState.FAULT
    return station


def acknowledged(station: Station) -> list[tuple[str, str]]:
    entries = station.records.audit.entries(AuditQuery(action=Act.ALARM_ACKNOWLEDGED.value))
    return [(one.who, one.subject) for one in entries]


def test_the_key_at_the_line_leaves_a_row_in_the_name_of_who_pressed_it(place: Place) -> None:
    station = fault(place)
    Orders(station, station.records.audit.add).acknowledge(ANNA)
    assert station.status().state is StationState.READY
    (entry,) = station.records.audit.entries(AuditQuery(action=Act.ALARM_ACKNOWLEDGED.value))
    assert (entry.who, entry.subject) == ("anna", "alarm fault")
    assert entry.after is not None
    assert "1 parts in a row" in entry.after["message"]


def test_a_fault_acknowledged_in_the_list_of_alarms_is_one_row(place: Place) -> None:
    station = fault(place)
    (alarm,) = open_alarms(station, AlarmKind.FAULT)
    station.alarms.acknowledge(ANNA, alarm.number)
    assert acknowledged(station) == [("anna", "alarm fault")]


def test_a_fault_that_cannot_be_noted_as_acknowledged_stays(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    station = fault(place)

    def locked(_entry: object) -> None:
        raise RecordsError("The records are locked.")

    monkeypatch.setattr(station.records.audit, "add", locked)
    (alarm,) = open_alarms(station, AlarmKind.FAULT)
    for acknowledge in (
        lambda: station.alarms.acknowledge(ANNA, alarm.number),
        lambda: Orders(station, locked).acknowledge(ANNA),
    ):
        with pytest.raises(RecordsError, match="locked"):
            acknowledge()
        assert station.status().state is StationState.FAULT
        assert station.alarms.unacknowledged == 1
    monkeypatch.undo()
    station.alarms.acknowledge(ANNA, alarm.number)
    assert acknowledged(station) == [("anna", "alarm fault")]


def test_a_fault_outlives_stop_and_start_until_it_is_acknowledged(place: Place) -> None:
    station = fault(place)
    station.stop()
    (alarm,) = open_alarms(station, AlarmKind.FAULT)
    assert (alarm.lasting, alarm.acknowledged) == (True, False)
    with pytest.raises(StateError, match="only while the line runs"):
        station.alarms.acknowledge(ANNA, alarm.number)
    station.start()
    assert station.status().state is StationState.FAULT
    assert "1 parts in a row" in station.status().message
    left = place.pulses()
    station.trigger()
    place.wait(4)
    assert (place.results[-1].verdict, place.pulses()) == (Verdict.ERROR, left)
    station.alarms.acknowledge(ANNA, alarm.number)
    assert station.status().state is StationState.READY
    assert station.alarms.unacknowledged == 0


def test_what_nobody_acknowledged_is_there_again_after_a_restart_of_the_program(place: Place) -> None:
    station = fault(place)
    (before,) = open_alarms(station, AlarmKind.FAULT)
    station.alarms.raise_alarm(AlarmKind.CLOCK, "The clock was put back.", "Use NTP.", lasting=False)
    station.alarms.raise_alarm(AlarmKind.OVERRUN, "Too fast.", lasting=False)
    (overrun,) = open_alarms(station, AlarmKind.OVERRUN)
    station.alarms.acknowledge(ANNA, overrun.number)
    place.close()

    station = place.station()
    (again,) = open_alarms(station, AlarmKind.FAULT)
    (clock,) = open_alarms(station, AlarmKind.CLOCK)
    assert (again.message, again.hint, again.at) == (before.message, before.hint, before.at)
    assert (clock.message, clock.hint, clock.lasting) == ("The clock was put back.", "Use NTP.", False)
    assert station.alarms.unacknowledged == 2
    station.start()
    assert station.status().state is StationState.FAULT
    station.acknowledge("anna")
    assert station.status().state is StationState.READY
    station.alarms.acknowledge(ANNA, clock.number)
    place.close()

    station = place.station()
    assert station.alarms.all() == ()
    station.start()
    assert station.status().state is StationState.READY


def test_lost_pictures_and_a_full_disk_are_alarms(place: Place) -> None:
    station = place.station([Gap()], line={"warn_free_mb": 10**12})
    station.start()
    station.trigger()
    place.wait(1)
    wait_until(lambda: open_alarms(station, AlarmKind.LOST_PICTURES) and open_alarms(station, AlarmKind.DISK))
    (lost,) = open_alarms(station, AlarmKind.LOST_PICTURES)
    assert (lost.times, lost.lasting) == (1, False)


def test_a_scanned_id_goes_with_the_next_trigger_and_only_with_that(place: Place) -> None:
    station = place.station()
    station.next_part.put("SN-1")
    with pytest.raises(StateError):
        station.trigger()
    assert station.next_part.waiting == "SN-1"
    station.start()
    assert [one.part_id for one in place.inspect(station, 2)] == ["SN-1", None]


def test_a_chosen_recipe_inspects_the_next_part(place: Place) -> None:
    station = place.station()
    station.start()
    place.inspect(station, 1)
    station.choosing.choose(ANNA, "plate")
    (inspection,) = place.inspect(station, 1)
    assert inspection.recipe is not None
    assert inspection.recipe.name == "plate"
    with pytest.raises(RecipeError, match="not released"):
        station.choosing.choose(ANNA, "new")
    running = station.status().recipe
    assert running is not None
    assert running.name == "plate"


def test_during_a_check_of_the_reference_parts_the_recipe_stays(place: Place) -> None:
    station = place.station()
    station.start()
    (good,) = place.inspect(station, 1)
    station.golden.make_part(EVA, good.id, "G1", Verdict.OK, band=5.0)
    station.golden.begin(ANNA)
    with pytest.raises(StateError, match="under way"):
        station.choosing.choose(ANNA, "plate")
    station.golden.abandon(ANNA)
    assert station.choosing.choose(ANNA, "plate").name == "plate"


def test_the_counts_of_the_shift_survive_a_restart(place: Place) -> None:
    station = place.station()
    station.start()
    place.inspect(station, 3)
    place.close()
    station = place.station()
    count = station.shifts.current()
    assert (count.tally.passed, count.tally.total) == (2, 3)
