"""Acknowledging beside a fault that comes up at the same moment, and faults of programs of another version."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime

from station.alarms import Alarms
from station.types import Event, EventKind, Reason, StationState
from tests.line.line_rig import WAIT_S, Rig

Make = Callable[..., Rig]


def test_a_fault_that_comes_up_again_while_it_is_acknowledged_is_told_after_the_acknowledgement(rig: Make) -> None:
    line = rig()
    line.line.raise_fault(Reason.STATION_FAULT, "The window is gone.", "Look.")
    clear = line.line._faults.clear
    again = threading.Thread(target=line.line.raise_fault, args=(Reason.STATION_FAULT, "The window is gone.", "Look."))

    def clear_and_fail_again(raised: int | None = None) -> bool:
        left = clear(raised)
        again.start()
        again.join(0.5)  # where nothing holds it up it tells of itself now
        return left

    line.line._faults.clear = clear_and_fail_again  # type: ignore[method-assign]
    line.line.acknowledge("anna")
    again.join(WAIT_S)
    assert line.state is StationState.FAULT
    line.health.stop()
    kinds = frozenset({EventKind.FAULT, EventKind.ACKNOWLEDGE})
    told = [event.kind for event in line.records.events(limit=10, kinds=kinds)]
    assert told == [EventKind.FAULT, EventKind.ACKNOWLEDGE, EventKind.FAULT]
    alarms = Alarms(line.records, line.events, acknowledge_fault=lambda _who: None)
    assert [fault.message for fault in alarms.recall()] == ["The window is gone."]


def test_a_fault_with_a_reason_of_another_version_of_the_program_is_recalled_and_acknowledged(rig: Make) -> None:
    line = rig()
    told = Event(
        datetime.now(UTC), EventKind.FAULT, "The lamp is out.", details={"reason": "lamp_out", "hint": "Look."}
    )
    line.line.recall_fault(told)
    assert line.state is StationState.FAULT
    line.line.acknowledge("anna")
    assert line.state is StationState.READY
