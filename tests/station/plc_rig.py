"""A link to a PLC over loopback, with a line that a test scripts, for tests that need no camera and no records."""

from __future__ import annotations

import itertools
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from queue import SimpleQueue

from camera.api import Trigger
from station.cell import Host
from station.config_cell import PlcSection
from station.delivery import Delivery
from station.errors import RecipeError, StateError
from station.outputs.combined import CombinedOutput
from station.outputs.modbus import ModbusOutput
from station.outputs.none import NoOutput
from station.plc.cell import Plc, build_plc
from station.recipe import ImageSpec, ModelVersion, Recipe
from station.types import Event, Inspection, OutputState, Reason, RecipeRef, StationState, Verdict

WAIT_S = 60.0
PATIENT_MS = 60_000

REASONS = {
    Verdict.OK: Reason.BELOW_THRESHOLD,
    Verdict.NOK: Reason.ABOVE_THRESHOLD,
    Verdict.REVIEW: Reason.REVIEW_BAND,
    Verdict.ERROR: Reason.DETECTOR_EXCEPTION,
}


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def make_section(role: str, port: int, **more: object) -> PlcSection:
    """Limits that a busy machine does not reach, but for those that a test gives."""
    values: dict[str, object] = {
        "role": role,
        "port": port,
        "ack_ms": PATIENT_MS,
        "result_ms": PATIENT_MS,
        "plc_heartbeat_ms": PATIENT_MS,
        "response_ms": 10_000,
        "reconnect_first_ms": 10,
        "reconnect_most_ms": 50,
        "recipes": {"1": "cell", "2": {"name": "lid", "version": 3}},
        **more,
    }
    return PlcSection.model_validate(values)


def wait_for(condition: Callable[[], object]) -> None:
    ends = time.monotonic() + WAIT_S
    while not condition():
        assert time.monotonic() < ends, "it did not happen"
        time.sleep(0.002)


class ScriptedLine:
    """Takes triggers, and answers them in order on a thread of its own through a real `Delivery`."""

    def __init__(self, verdict: Callable[[Trigger], Verdict] = lambda _trigger: Verdict.OK) -> None:
        self.state = StationState.READY
        self.verdict = verdict
        self.events: list[Event] = []
        self.alarms: dict[str, str] = {}
        self.delivered: dict[int, OutputState] = {}
        self.withheld: list[str] = []
        self.asked: list[Trigger] = []
        self.running = RecipeRef("cell", 1, "0" * 64)
        self.changed: list[tuple[str, str]] = []
        self.hold = threading.Event()
        self.hold.set()
        self._numbers = itertools.count(1)
        self._queue: SimpleQueue[Trigger | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self.delivery: Delivery | None = None

    def host(self) -> Host:
        return Host(
            new_trigger=self._new_trigger,
            ask=self._ask,
            state=lambda: self.state,
            tell=self.events.append,
            subscribe=lambda _on_result: lambda: None,
            choose=lambda name, who, why: self._activate(name, 1, who, why),
            activate=self._activate,
            in_force=lambda: self.running,
            recipe=lambda: self.running,
            alarm=lambda key, message, _hint, _lasting: self.alarms.update({key: message}),
            end_alarm=lambda key: self.alarms.pop(key, None) and None,
        )

    def _new_trigger(self, part_id: str | None = None, *, source: str, **_more: object) -> Trigger:
        number = next(self._numbers)
        return Trigger(f"trigger-{number}", source, part_id, acquisition=number)

    def _ask(self, trigger: Trigger) -> None:
        if self.state is StationState.STOPPED:
            raise StateError("The station is stopped; it takes no triggers.")
        self.asked.append(trigger)
        self._queue.put(trigger)

    def _activate(self, name: str, version: int, who: str, why: str) -> Recipe:
        if name == "gone":
            raise RecipeError("There is no recipe gone.")
        self.hold.wait(WAIT_S)
        self.changed.append((who, why))
        self.running = RecipeRef(name, version, "0" * 64)
        return Recipe(
            name=name,
            version=version,
            image=ImageSpec(height=8, width=8, channels=1, dtype="uint8"),
            model=ModelVersion(name=name, version=1, sha256="0" * 64),
            threshold=1.0,
            created_at=datetime(2026, 1, 1, tzinfo=UTC),
            created_by="test",
        )

    def inspection(self, trigger: Trigger, verdict: Verdict) -> Inspection:
        return Inspection(
            id=f"inspection-{trigger.acquisition}",
            trigger_id=trigger.id,
            source=trigger.source,
            part_id=trigger.part_id,
            seq=trigger.acquisition or 0,
            at=datetime.now(UTC),
            verdict=verdict,
            reason=REASONS[verdict],
            score=0.25,
            recipe=self.running,
            acquisition=trigger.acquisition,
        )

    def start(self, output: CombinedOutput) -> None:
        self.delivery = Delivery(
            output,
            refusal=lambda: None if self.state is StationState.READY else f"the station was {self.state}",
            withheld=lambda _inspection, why: self.withheld.append(why),
            failed=lambda error: self.withheld.append(error.message),
            patience_s=10,
        )
        self.delivery.open()
        self._thread = threading.Thread(target=self._run, name="scripted-line", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self.hold.set()
        self._queue.put(None)
        if self._thread is not None:
            self._thread.join(WAIT_S)

    def _run(self) -> None:
        assert self.delivery is not None
        while (trigger := self._queue.get()) is not None:
            self.hold.wait(WAIT_S)
            inspection = self.inspection(trigger, self.verdict(trigger))
            self.delivered[inspection.seq] = self.delivery.deliver(inspection, lambda: False)

    def messages(self) -> list[str]:
        return [event.message for event in list(self.events)]


@contextmanager
def linked(section: PlcSection, line: ScriptedLine, *, heartbeat_ms: float = PATIENT_MS) -> Iterator[Plc]:
    """A PLC link with its line and output, closed at the end."""
    plc = build_plc(section, line.host(), heartbeat_ms=heartbeat_ms)
    plc.open()
    try:
        line.start(CombinedOutput(NoOutput(), (ModbusOutput(plc.exchange),)))
        yield plc
    finally:
        line.stop()
        plc.close()
