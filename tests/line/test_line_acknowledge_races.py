"""Acknowledging beside a fault that comes up at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable

from station.alarms import Alarms
from station.types import EventKind, Reason, StationState
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
