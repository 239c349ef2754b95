"""What is not in the story of a line, and could still let a part pass, lose one, or hide a fault."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from camera.api import LOST_CAMERA, CameraLost, CameraSettings, Frame, LostFrame, Trigger
from camera.fake import FakeCamera, FakeOptions
from camera.fake_script import Deliver, Stall, Unplug
from station import app
from station.acquisition import Acquisition
from station.config import LineSection, parse
from station.decision import Decision
from station.errors import OutputError, RecordsError, StateError, StationError, StorageError
from station.journal import Journal
from station.judge import Setup, judge, refuse
from station.ledger import Ticket, TriggerLedger
from station.recipe import Recipe
from station.types import Event, EventKind, Inspection, OutputState, Reason, StationState, Verdict
from tests.line.line_rig import BUSY_MS, WAIT_S, HeldClock, Rig, ScriptedDetector, good, make_recipe, reasons

Make = Callable[..., Rig]
OK = Reason.BELOW_THRESHOLD


class Wrapped:
    """Passes everything on, but for the attributes that a test puts on it."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


def wrap_into(made: list[Wrapped]) -> Callable[[Any], Any]:
    def wrap(inner: Any) -> Any:
        made.append(Wrapped(inner))
        return made[0]

    return wrap


def faults(line: Rig) -> list[str]:
    line.health.stop()
    return [event.message for event in line.records.events(limit=1000, kinds=frozenset({EventKind.FAULT}))]


# the output


def test_an_output_that_hangs_is_a_fault_and_what_it_does_at_last_is_taken_back(rig: Make) -> None:
    outputs: list[Wrapped] = []
    inside, go_on = threading.Event(), threading.Event()
    clock = HeldClock()
    line = rig(wrap_output=wrap_into(outputs), clock=clock, limits={"hang_ms": 100})
    pulse = outputs[0].ok

    def hang(inspection: Inspection) -> None:
        inside.set()
        assert go_on.wait(WAIT_S)
        pulse(inspection)

    outputs[0].ok = hang
    line.fire(1)
    assert inside.wait(WAIT_S)
    try:
        clock.pass_ms(101)
        line.wait_for(lambda: line.state is StationState.FAULT)
        line.wait_for_looks(1)
        level = line.health.level
        line.wait_for_looks(5)
        assert line.health.level is level
    finally:
        go_on.set()
    (found,) = line.wait(1)
    assert (found.verdict, found.output) == (Verdict.OK, OutputState.WITHHELD)
    assert line.camera.output_level("Line2") is False


def test_a_lost_camera_is_not_closed_under_an_ok_that_is_leaving_through_it(
    rig: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station.delivery._PATIENCE_S", WAIT_S)
    outputs: list[Wrapped] = []
    inside = threading.Event()
    done: list[str] = []
    line = rig(script=[Deliver(1), Unplug(0)], wrap_output=wrap_into(outputs), limits={"heartbeat_ms": 10_000})
    pulse, close = outputs[0].ok, line.camera.close

    def ok(inspection: Inspection) -> None:
        inside.set()
        line.wait_for(lambda: not line.line.acquisition.up)
        pulse(inspection)
        done.append("pulse")

    def note_close() -> None:
        done.append("close")
        close()

    outputs[0].ok, line.camera.close = ok, note_close  # type: ignore[method-assign]
    line.fire(1)
    assert inside.wait(WAIT_S)
    line.fire(1)
    line.wait(2)
    line.wait_for(lambda: line.state is StationState.READY)
    assert done[:2] == ["pulse", "close"]


def test_an_ok_that_the_output_gave_after_the_deadline_is_taken_back(rig: Make) -> None:
    outputs: list[Wrapped] = []
    late_ns = [0]
    line = rig(
        wrap_output=wrap_into(outputs),
        clock=lambda: time.monotonic_ns() + late_ns[0],
        limits={"deadline_ms": 120_000},
    )
    pulse = outputs[0].ok

    def slow(inspection: Inspection) -> None:
        late_ns[0] = 120_001_000_000
        pulse(inspection)

    outputs[0].ok = slow
    line.fire(1)
    (found,) = line.wait(1)
    assert found.output is OutputState.WITHHELD
    assert line.camera.output_level("Line2") is False


def test_an_output_with_a_bug_loses_no_inspection(rig: Make) -> None:
    outputs: list[Wrapped] = []
    recorders: list[Wrapped] = []
    line = rig(wrap_output=wrap_into(outputs), wrap_recorder=wrap_into(recorders))
    broken = [True]

    def rest() -> None:
        if broken[0]:
            raise RuntimeError("a bug in the output")

    def refuse(_inspection: Inspection) -> None:
        raise RecordsError("The records are locked.")

    outputs[0].rest, recorders[0].commit_inspection = rest, refuse
    line.fire(1)
    (found,) = line.wait(1)
    assert found.reason is Reason.COMMIT_FAILED
    assert line.line.counters().unrecorded == 1
    del recorders[0].commit_inspection
    broken[0] = False
    line.line.acknowledge()
    assert reasons(line.rows()) == [Reason.COMMIT_FAILED]


def test_a_station_whose_output_cannot_be_closed_can_be_started_again(rig: Make) -> None:
    outputs: list[Wrapped] = []
    line = rig(wrap_output=wrap_into(outputs))

    def close() -> None:
        raise RuntimeError("a bug in the output")

    outputs[0].close = close
    with pytest.raises(RuntimeError):
        line.line.stop()
    assert line.state is StationState.STOPPED
    del outputs[0].close
    line.stop()
    line.start()
    line.fire(2)
    assert reasons(line.check()) == [OK, OK]


# faults


def test_a_second_fault_is_not_hidden_by_the_first_and_must_be_gone_before_ready(rig: Make) -> None:
    outputs: list[Wrapped] = []
    line = rig(wrap_output=wrap_into(outputs))

    def broken(_result: Any) -> None:
        raise RuntimeError("window gone")

    def silent(*_args: object) -> None:
        raise OutputError("The output module does not answer.", "Check its cable.")

    line.line.subscribe(broken)
    line.fire(1)
    line.wait_for(lambda: line.state is StationState.FAULT)
    outputs[0].reject = outputs[0].rest = silent
    line.fire(1)
    line.wait(2)
    with pytest.raises(StateError, match="does not answer"):
        line.line.acknowledge()
    assert line.state is StationState.FAULT
    del outputs[0].reject, outputs[0].rest
    line.line.acknowledge()
    assert line.state is StationState.READY
    told = faults(line)
    assert sum("window gone" in message for message in told) == 1
    assert sum("does not answer" in message for message in told) == 1


def test_a_fault_that_comes_again_with_every_part_is_one_event(rig: Make) -> None:
    recorders: list[Wrapped] = []
    line = rig(wrap_recorder=wrap_into(recorders))
    line.line.raise_fault(Reason.CAMERA_LOST, "first", "another cause")

    def refuse(_inspection: Inspection) -> None:
        raise RecordsError("The records are locked.")

    recorders[0].commit_inspection = refuse
    line.fire(10)
    line.wait(10)
    del recorders[0].commit_inspection
    line.line.acknowledge()
    assert sum("could not be recorded" in message for message in faults(line)) == 1


def test_a_driver_that_hangs_while_it_fires_does_not_keep_the_station_from_stopping(rig: Make) -> None:
    line = rig()
    inside, go_on = threading.Event(), threading.Event()

    def fire(_trigger: Trigger) -> None:
        inside.set()
        assert go_on.wait(WAIT_S)

    line.camera.fire = fire  # type: ignore[method-assign]
    button = threading.Thread(target=line.line.trigger)
    button.start()
    try:
        assert inside.wait(WAIT_S)
        line.line.stop()
        assert line.state is StationState.STOPPED
        (found,) = line.wait(1)
        assert found.verdict is Verdict.ERROR
    finally:
        go_on.set()
        button.join(WAIT_S)
    assert len(line.rows()) == 1


def test_a_trigger_that_the_stop_did_not_wait_for_is_refused_and_not_forgotten(rig: Make) -> None:
    line = rig()
    ledger = line.line.acquisition._ledger
    inside, go_on, fired = threading.Event(), threading.Event(), ledger.fired
    refused: list[StateError] = []

    def late(trigger: Trigger) -> bool:
        inside.set()
        assert go_on.wait(WAIT_S)
        return fired(trigger)

    def press() -> None:
        try:
            line.line.trigger()
        except StateError as error:
            refused.append(error)

    ledger.fired = late  # type: ignore[method-assign]
    button = threading.Thread(target=press)
    button.start()
    try:
        assert inside.wait(WAIT_S)
        line.line.stop()
    finally:
        go_on.set()
        button.join(WAIT_S)
    assert len(refused) == 1
    assert (line.line.counters().triggers, line.line.queue_tokens, line.rows()) == (0, 0, [])


def test_a_driver_that_still_hangs_cannot_be_acknowledged_away(rig: Make) -> None:
    clock = HeldClock()
    line = rig(script=[Stall()], options={"watchdog_ms": 600_000.0}, clock=clock, watchdog_ms=200)
    line.fire(1)
    clock.pass_ms(1401)
    line.wait_for(lambda: line.state is StationState.FAULT)
    with pytest.raises(StateError, match="has not answered"):
        line.line.acknowledge()
    line.stop()
    line.start()
    line.fire(1)
    assert reasons(line.check()) == [Reason.CAMERA_LOST, OK]


def test_parts_do_not_wait_for_a_database_that_failed_just_now(rig: Make) -> None:
    recorders: list[Wrapped] = []
    line = rig(wrap_recorder=wrap_into(recorders), clock=lambda: 5_000_000_000)
    asked: list[str] = []

    def refuse(inspection: Inspection) -> None:
        asked.append(inspection.id)
        raise RecordsError("The records are locked.")

    recorders[0].commit_inspection = refuse
    line.fire(20)
    line.wait(20)
    assert len(asked) == 1
    assert line.line.counters().unrecorded == 20
    del recorders[0].commit_inspection
    line.line.acknowledge()
    line.fire(1)
    assert reasons(line.check()) == [Reason.COMMIT_FAILED] * 20 + [OK]
    assert [row.trigger_id for row in line.rows()] == line.fired


def test_a_recipe_activated_while_a_hung_detector_is_loaded_anew_stays(tmp_path: Path) -> None:
    loading, go_on = threading.Event(), threading.Event()
    inside, hang = threading.Event(), threading.Event()
    clock = HeldClock()

    class SlowLoading(Rig):
        def _load(self, recipe: Recipe) -> Setup:
            loading.set()
            assert go_on.wait(WAIT_S)
            return super()._load(recipe)

    def score(_image: Any) -> float:
        inside.set()
        assert hang.wait(WAIT_S)
        return 0.0

    line = SlowLoading(tmp_path, score=score, clock=clock, limits={"hang_ms": 100})
    line.start()
    try:
        newer = make_recipe(version=2, threshold=-1.0)
        line.records.add_recipe(newer)
        line.fire(1)
        assert inside.wait(WAIT_S)
        clock.pass_ms(101)
        line.wait(1)
        hang.set()
        operator = threading.Thread(target=line.line.acknowledge)
        operator.start()
        assert loading.wait(WAIT_S)
        line.line.swap(Setup(newer, ScriptedDetector(good), lambda _image: ()))
        go_on.set()
        operator.join(WAIT_S)
        assert line.state is StationState.READY
        line.fire(1)
        last = line.check()[-1]
        assert (last.recipe, last.verdict) == (newer.ref, Verdict.NOK)
    finally:
        line.close()


def test_a_dead_image_thread_cannot_be_acknowledged_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = parse(
        {
            "schema": 1,
            "station": {"data_dir": str(tmp_path / "data")},
            "camera": {"kind": "fake", "width": 8, "height": 8, "watchdog_ms": BUSY_MS, "ready_ms": 60_000},
            "line": {"min_free_mb": 0, "deadline_ms": BUSY_MS, "hang_ms": BUSY_MS},
        },
        base=tmp_path,
        environ={},
    )
    monkeypatch.setattr(
        app, "setup_loader", lambda _config: lambda recipe: Setup(recipe, ScriptedDetector(good), lambda _image: ())
    )
    station = app.build(config)
    try:
        recipe = make_recipe()
        station.records.add_recipe(recipe)
        station.records.activate(recipe.name, recipe.version, who="test", why="test")
        station.start()
        complete = station.records.complete

        def bug(_completions: Any) -> tuple[str, ...]:
            raise TypeError("a bug")

        monkeypatch.setattr(station.records, "complete", bug)
        station.trigger()
        limit_s = time.monotonic() + WAIT_S
        while station.status().state is not StationState.FAULT:
            assert time.monotonic() < limit_s
            time.sleep(0.005)
        monkeypatch.setattr(station.records, "complete", complete)
        with pytest.raises(StateError, match="image thread"):
            station.acknowledge()
        station.stop()
        station.start()
        assert station.status().state is StationState.READY
        station.stop()
        assert station.status().images_pending == 0
    finally:
        station.close()


def test_stop_waits_for_the_part_that_the_watchdog_is_answering(tmp_path: Path) -> None:
    outputs: list[Wrapped] = []
    inside, hang, resting, go_on = (threading.Event() for _ in range(4))

    def score(_image: Any) -> float:
        inside.set()
        assert hang.wait(WAIT_S)
        return 0.0

    clock = HeldClock()
    line = Rig(tmp_path, score=score, clock=clock, limits={"hang_ms": 100}, wrap_output=wrap_into(outputs))
    line.start()
    rest = outputs[0].rest

    def slow_rest() -> None:
        resting.set()
        assert go_on.wait(WAIT_S)
        rest()

    try:
        line.fire(1)
        assert inside.wait(WAIT_S)
        outputs[0].rest = slow_rest
        clock.pass_ms(101)
        assert resting.wait(WAIT_S)
        hang.set()
        stopping = threading.Thread(target=line.line.stop)
        stopping.start()
        stopping.join(0.5)
        assert line.results == []
        assert stopping.is_alive(), "stopped before the part in hand was answered"
        go_on.set()
        stopping.join(WAIT_S)
        assert reasons([result.inspection for result in line.results]) == [Reason.DETECTOR_HUNG]
    finally:
        hang.set()
        go_on.set()
        line.close()


# text that cannot be stored


def test_text_that_is_no_unicode_is_recorded_and_stops_nothing(rig: Make) -> None:
    line = rig()
    line.line.note(EventKind.CAMERA, "the file caf\udce9.png cannot be read")
    line.line.trigger("caf\udce9")
    line.wait(1)
    line.line.note(EventKind.CAMERA, "the next event")
    line.wait_for(lambda: any(event.message == "the next event" for event in line.records.events()))
    assert line.state is StationState.READY
    (row,) = line.rows()
    assert (row.verdict, row.part_id) == (Verdict.OK, r"caf\udce9")


def test_an_event_that_cannot_be_stored_is_a_fault_and_the_watchdog_goes_on(
    rig: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = rig()
    add_event = line.records.add_event

    def add(event: Event) -> None:
        if event.message == "odd":
            raise TypeError("a bug")
        add_event(event)

    monkeypatch.setattr(line.records, "add_event", add)
    line.line.note(EventKind.PROGRAM, "odd")
    line.line.note(EventKind.PROGRAM, "after it")
    line.wait_for(lambda: line.state is StationState.FAULT)
    line.wait_for(lambda: any(event.message == "after it" for event in line.records.events()))
    line.line.acknowledge()


def test_a_database_that_does_not_come_back_to_an_event_does_not_stop_the_watchdog(
    rig: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    writing, database, detector = threading.Event(), threading.Event(), threading.Event()

    def score(_image: Any) -> float:
        assert detector.wait(WAIT_S)
        return 0.0

    line = rig(score=score, limits={"hang_ms": 100})
    add_event = line.records.add_event

    def hang(event: Event) -> None:
        writing.set()
        assert database.wait(WAIT_S)
        add_event(event)

    monkeypatch.setattr(line.records, "add_event", hang)
    try:
        line.line.note(EventKind.PROGRAM, "an event")
        assert writing.wait(WAIT_S)
        line.fire(1)
        line.wait(1)
    finally:
        database.set()
        detector.set()
    assert reasons(line.check()) == [Reason.DETECTOR_HUNG]


# the journal


class Shelf:
    """A recorder that keeps rows in a dict."""

    def __init__(self) -> None:
        self.rows: dict[str, Inspection] = {}

    def commit_inspection(self, inspection: Inspection) -> None:
        self.rows[inspection.id] = inspection

    def get(self, inspection_id: str) -> Inspection | None:
        return self.rows.get(inspection_id)

    def complete(self, completions: Any) -> tuple[str, ...]:
        raise NotImplementedError


def failed(number: int) -> Inspection:
    return Inspection(
        id=f"{number:032x}",
        trigger_id=f"t{number}",
        source="test",
        part_id="p" * 200,
        seq=number,
        at=datetime(2026, 1, 1, tzinfo=UTC),
        verdict=Verdict.ERROR,
        reason=Reason.COMMIT_FAILED,
        output=OutputState.WITHHELD,
    )


def test_what_is_appended_after_a_torn_line_is_not_lost(tmp_path: Path) -> None:
    path, shelf = tmp_path / "journal.jsonl", Shelf()
    path.write_text('{"id": "torn')
    journal = Journal(path)
    assert journal.replay(shelf) == 0
    journal.append(failed(0))
    journal.append(failed(1))
    assert Journal(path).replay(shelf) == 2
    assert list(shelf.rows) == [failed(0).id, failed(1).id]


@pytest.mark.skipif(not hasattr(__import__("signal"), "SIGXFSZ"), reason="needs a limit on file sizes")
def test_a_disk_that_is_full_in_the_middle_of_a_line_damages_neither_the_lines_before_nor_after(tmp_path: Path) -> None:
    import resource

    path, shelf = tmp_path / "journal.jsonl", Shelf()
    journal = Journal(path)
    journal.append(failed(0))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 50, hard))
        with pytest.raises(StorageError, match="memory only"):
            journal.append(failed(1))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    journal.append(failed(2))
    assert Journal(path).replay(shelf) == 3, "a process killed here loses nothing"
    assert list(shelf.rows) == [failed(number).id for number in range(3)]


def test_a_row_that_the_database_will_never_take_is_told_in_words(tmp_path: Path) -> None:
    class Refusing(Shelf):
        def commit_inspection(self, inspection: Inspection) -> None:
            raise TypeError("a bug")

    path = tmp_path / "journal.jsonl"
    Journal(path).append(failed(0))
    with pytest.raises(StationError, match="a bug") as caught:
        Journal(path).replay(Refusing())
    assert str(path) in caught.value.message
    assert path.exists()


def test_a_row_that_reached_the_disk_though_its_commit_failed_says_that_no_ok_left(rig: Make) -> None:
    recorders: list[Wrapped] = []
    line = rig(wrap_recorder=wrap_into(recorders))
    commit = recorders[0].commit_inspection

    def commit_and_fail(inspection: Inspection) -> None:
        commit(inspection)
        raise RecordsError("The connection was lost while the row was committed.")

    recorders[0].commit_inspection = commit_and_fail
    line.fire(1)
    line.wait(1)
    del recorders[0].commit_inspection
    line.line.acknowledge()
    (row,) = line.check()
    assert (row.verdict, row.output) == (Verdict.OK, OutputState.WITHHELD)


# pictures and triggers


def picture(seq: int, trigger: Trigger | None, captured_ns: int = 0) -> Frame:
    image = np.zeros((8, 8), np.uint8)
    return Frame(seq, captured_ns, datetime(2026, 1, 1, tzinfo=UTC), image, "test", trigger=trigger)


@pytest.mark.parametrize("later_s", [0.5, 3600.0])
def test_records_keep_their_order_however_late_a_picture_tells_of_those_before_it(rig: Make, later_s: float) -> None:
    line = rig(script=[Stall()], trigger="line", options={"watchdog_ms": 600_000.0})
    now = datetime.now(UTC) - timedelta(seconds=later_s)
    for number, seq in enumerate((0, 3, 4)):
        at = now + timedelta(milliseconds=number)
        line.line.acquisition.hand_over(replace(picture(seq, None, time.monotonic_ns()), wall_time=at))
    line.wait(5)
    rows = line.rows()
    assert [row.seq for row in rows] == [0, 1, 2, 3, 4]
    assert [row.at for row in rows] == sorted(row.at for row in rows)


def test_a_clock_that_was_set_back_is_not_hidden(rig: Make) -> None:
    line = rig(script=[Stall()], trigger="line", options={"watchdog_ms": 600_000.0})
    now = datetime.now(UTC)
    for seq, at in enumerate((now, now - timedelta(hours=1), now - timedelta(minutes=59))):
        line.line.acquisition.hand_over(replace(picture(seq, None, time.monotonic_ns()), wall_time=at))
    line.wait(3)
    assert [row.seq for row in line.rows()] == [1, 2, 0]


@pytest.mark.parametrize("reading", [0, 1])
def test_the_time_of_a_lost_picture_does_not_depend_on_a_pause_of_the_program(
    monkeypatch: pytest.MonkeyPatch, reading: int
) -> None:
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    passed_ns, readings = [5_000_000_000], iter(range(1000))

    def clock() -> int:
        if next(readings) == reading:
            passed_ns[0] += 3_000_000_000
        return passed_ns[0]

    class Wall(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:  # noqa: ARG003
            return noon + timedelta(microseconds=passed_ns[0] / 1000)

    monkeypatch.setattr("station.judge.datetime", Wall)
    ticket = Ticket(LostFrame(0, 2_000_000_000, LOST_CAMERA))
    lost = Decision(Verdict.ERROR, Reason.CAMERA_LOST)
    judged = refuse(ticket, Setup(make_recipe(), ScriptedDetector(good), lambda _image: ()), "test", lost, clock)
    assert judged.inspection.at == noon + timedelta(seconds=2)


def test_a_late_picture_of_an_answered_trigger_is_never_inspected_whatever_its_source_is_called() -> None:
    out: list[Ticket] = []
    ledger = TriggerLedger(out.append, lambda: 0, only_fired=True)
    first, second = Trigger("1", "line"), Trigger("2", "line")
    ledger.fired(first)
    ledger.abandon(LOST_CAMERA, "silent")
    ledger.arrived(picture(0, first))
    ledger.fired(second)
    ledger.arrived(picture(1, second))
    assert [(ticket.token.trigger, type(ticket.token)) for ticket in out] == [(first, LostFrame), (second, Frame)]
    assert ledger.stale == 1


def test_a_picture_lost_after_its_trigger_was_answered_is_not_answered_again() -> None:
    out: list[Ticket] = []
    ledger = TriggerLedger(out.append, lambda: 0, only_fired=True)
    first, second = Trigger("1", "plc"), Trigger("2", "plc")
    ledger.fired(first)
    ledger.abandon(LOST_CAMERA, "silent")
    ledger.fired(second)
    ledger.arrived(picture(1, second))
    assert [ticket.token.trigger for ticket in out] == [first, second]


def test_with_software_triggers_a_picture_nobody_asked_for_is_not_inspected(rig: Make) -> None:
    line = rig()
    line.fire(1)
    line.wait(1)
    line.line.acquisition.hand_over(picture(1, None))
    line.fire(1)
    assert len(line.check()) == 2
    assert line.line.counters().stale == 1


def test_a_picture_from_the_future_is_an_error() -> None:
    # a driver with another clock would switch the deadline off
    detector = ScriptedDetector(good)
    judged = judge(
        Ticket(picture(0, None, captured_ns=2_000)),
        Setup(make_recipe(), detector, lambda _image: ()),
        camera_id="test",
        fault=None,
        deadline_ns=1_000_000,
        clock=lambda: 1_000,
    )
    assert (judged.inspection.verdict, judged.inspection.reason) == (Verdict.ERROR, Reason.LATE)
    assert "clock" in judged.inspection.detail
    assert detector.calls == 0


def test_a_long_exposure_is_not_taken_for_a_silent_driver(rig: Make) -> None:
    clock = HeldClock()
    line = rig(script=[Stall()], options={"watchdog_ms": 600_000.0}, clock=clock, limits={"heartbeat_ms": 10_000})
    line.line.acquisition.accepted = CameraSettings(exposure_us=10_000_000.0)
    line.fire(1)
    clock.pass_ms(5_000)
    line.line.check_triggers(1400)
    assert line.state is StationState.READY
    clock.pass_ms(7_000)
    line.line.check_triggers(1400)
    assert reasons(line.check()) == [Reason.CAMERA_LOST]


def test_a_watched_folder_has_as_much_time_as_the_configuration_says(tmp_path: Path) -> None:
    section = {"kind": "folder", "path": str(tmp_path), "mode": "watch", "watchdog_ms": 70, "ready_ms": 60_000}
    config = parse({"schema": 1, "camera": section}, base=tmp_path, environ={})
    camera = app.build_camera(config.camera, config.output)
    camera.open()
    camera.configure(CameraSettings())
    lost: list[CameraLost] = []

    def grab() -> None:
        try:
            list(camera.frames(threading.Event()))
        except CameraLost as error:
            lost.append(error)

    grabbing = threading.Thread(target=grab)
    grabbing.start()
    camera.fire(Trigger("1", "test"))
    grabbing.join(WAIT_S)
    assert "within 70 ms" in lost[0].message


# drivers with bugs


class Told:
    """Stands for the line around an acquisition."""

    def __init__(self) -> None:
        self.tickets: list[Ticket] = []
        self.notes: list[str] = []
        self.faults: list[str] = []
        self.changed = threading.Condition()

    def enqueue(self, ticket: Ticket) -> None:
        with self.changed:
            self.tickets.append(ticket)
            self.changed.notify_all()

    def note(self, kind: EventKind, message: str) -> None:
        with self.changed:
            self.notes.append(message)
            self.changed.notify_all()

    def raise_fault(self, reason: Reason, message: str, hint: str = "") -> None:
        with self.changed:
            self.faults.append(message)
            self.changed.notify_all()

    def camera_reopened(self) -> None: ...

    def wait_for(self, condition: Callable[[], bool]) -> None:
        with self.changed:
            assert self.changed.wait_for(condition, WAIT_S)


class BuggyCamera(FakeCamera):
    """Fails as no driver should, where it is told to."""

    bug: str | None = None

    def _fail(self, place: str) -> None:
        if self.bug == place:
            raise RuntimeError(f"a bug in {place}")

    def open(self) -> None:
        self._fail("open")
        super().open()

    def fire(self, trigger: Trigger) -> None:
        self._fail("fire")
        super().fire(trigger)

    def close(self) -> None:
        self._fail("close")
        super().close()


@pytest.fixture
def acquiring() -> Iterator[Callable[..., tuple[BuggyCamera, Acquisition, Told]]]:
    made: list[tuple[BuggyCamera, Acquisition]] = []

    def make(*script: Any, **limits: Any) -> tuple[BuggyCamera, Acquisition, Told]:
        camera, told = BuggyCamera(FakeOptions(width=8, height=8, ready_ms=60_000), script=script), Told()
        section = LineSection(**{"reconnect_first_ms": 1, "reconnect_most_ms": 4, **limits})
        acquisition = Acquisition(camera, CameraSettings(), section, told, time.monotonic_ns)
        acquisition.open()
        acquisition.start()
        made.append((camera, acquisition))
        return camera, acquisition, told

    yield make
    for camera, acquisition in made:
        camera.bug = None
        acquisition.stop()
        camera.close()


def test_a_bug_in_firing_is_a_fault_and_answers_its_trigger_at_once(acquiring: Any) -> None:
    camera, acquisition, told = acquiring()
    camera.bug = "fire"
    assert acquisition.fire(Trigger("1", "test"))
    told.wait_for(lambda: len(told.tickets) == 1)
    assert "a bug in fire" in told.tickets[0].token.detail
    assert len(told.faults) == 1
    camera.bug = None
    assert acquisition.fire(Trigger("2", "test"))
    told.wait_for(lambda: len(told.tickets) == 2)


@pytest.mark.parametrize("place", ["open", "close"])
def test_a_bug_in_coming_back_is_a_fault_and_is_tried_again(acquiring: Any, place: str) -> None:
    camera, acquisition, told = acquiring(Deliver(1), Unplug(0))
    acquisition.fire(Trigger("1", "test"))
    told.wait_for(lambda: len(told.tickets) == 1)
    camera.bug = place
    acquisition.fire(Trigger("2", "test"))
    told.wait_for(lambda: any(f"a bug in {place}" in message for message in told.faults))
    camera.bug = None
    told.wait_for(lambda: "The camera is back." in told.notes)
    acquisition.fire(Trigger("3", "test"))
    told.wait_for(lambda: len(told.tickets) == 3)


def test_a_camera_that_comes_back_and_is_lost_at_once_is_asked_ever_more_slowly(tmp_path: Path) -> None:
    class Useless(FakeCamera):
        def frames(self, stop: threading.Event) -> Any:
            raise CameraLost("The camera delivers nothing.")

    pauses: list[float] = []

    class Recorded(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            if timeout is not None:
                pauses.append(timeout)
            return len(pauses) > 6 or super().wait(0)

    camera, told = Useless(FakeOptions(width=8, height=8)), Told()
    limits = LineSection(reconnect_first_ms=10, reconnect_most_ms=80)
    acquisition = Acquisition(camera, CameraSettings(), limits, told, time.monotonic_ns)
    acquisition._stop = Recorded()
    acquisition.open()
    acquisition.start()
    with told.changed:
        assert told.changed.wait_for(lambda: len(pauses) >= 6, WAIT_S)
    acquisition.stop()
    camera.close()
    assert [round(pause * 1e3) for pause in pauses[:6]] == [10, 20, 40, 80, 80, 80]
