"""The PLC's half of the handshake, as a program for a PLC would have it: one `scan` after the other.

For demonstrations, the recorder, the bench and the tests; `sim` runs it over Modbus TCP. docs/integration.md shows the
same in structured text.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, auto

from station.plc.registers import MAP_VERSION, VERDICT_CODES, Control, PlcWords, Status
from station.types import Verdict

_VERDICTS = {number: verdict for verdict, number in VERDICT_CODES.items()}


@dataclass(frozen=True, slots=True)
class Seen:
    """What became of one part, as the PLC saw it. Times in nanoseconds, on the clock of the program.

    `acquisition` None: the trigger was refused. `verdict` None: no result came for it.
    """

    part_id: str
    triggered_ns: int
    acquisition: int | None = None
    verdict: Verdict | None = None
    ok_bit: bool = False
    nok_bit: bool = False
    error_bit: bool = False
    score: int = 0
    reason: int = 0
    shown_part_id: str = ""
    answered_ns: int = 0


class _Trigger(Enum):
    IDLE = auto()
    UP = auto()
    DOWN = auto()


@dataclass
class Faults:
    """What the PLC does wrong, on demand."""

    never_acks: bool = False
    keeps_trigger: bool = False
    keeps_result_ack: bool = False
    heart_stands: bool = False
    ignores_ready: bool = False


class PlcProgram:
    """Not thread-safe: `scan` and the rest on one thread, or under one lock."""

    def __init__(
        self,
        *,
        clock: Callable[[], int] = time.monotonic_ns,
        map_version: int = MAP_VERSION,
        beat_scans: int = 10,
        patience_ms: float = 30_000.0,
    ) -> None:
        """A part that has no result after `patience_ms` is a reject."""
        self.faults = Faults()
        self.done: list[Seen] = []
        self.strays: list[int] = []
        """Acquisitions of results that this program did not trigger."""
        self._clock = clock
        self._beat_scans = beat_scans
        self._patience_ns = patience_ms * 1e6
        self._words = PlcWords(map_version=map_version)
        self._wanted: deque[str] = deque()
        self._trigger = _Trigger.IDLE
        self._now: Seen | None = None
        self._open: dict[int, Seen] = {}
        self._scans = 0
        self._session: int | None = None

    @property
    def words(self) -> PlcWords:
        return self._words

    @property
    def idle(self) -> bool:
        """Whether every part that was wanted has its end."""
        return not self._wanted and self._trigger is _Trigger.IDLE and not self._open

    @property
    def under_way(self) -> int:
        return len(self._wanted) + len(self._open) + (self._now is not None)

    def want(self, part_id: str) -> None:
        """Trigger a part when the station is ready."""
        self._wanted.append(part_id)

    def ask_for_recipe(self, number: int) -> None:
        self._words = replace(self._words, recipe=number)

    def reset(self, up: bool) -> None:
        self._bit(Control.RESET, up)

    def restart(self) -> None:
        """Forget everything, as after the power came back."""
        self._lose_all()
        self._words = PlcWords(map_version=self._words.map_version, recipe=self._words.recipe)
        self._trigger, self._session = _Trigger.IDLE, None

    def scan(self, station: dict[str, int | str]) -> PlcWords:
        """One cycle: from what the station says (see `read_station`) to what the PLC says."""
        self._scans += 1
        status = Status(int(station["status"]))
        session = int(station["session"])
        if self._session is not None and session != self._session:
            self._lose_all()
        self._session = session
        self._scan_trigger(status, station)  # before the result: the Ack of a part may come together with its result
        self._scan_result(status, station)
        self._give_up()
        if not self.faults.heart_stands and self._scans % self._beat_scans == 0:
            self._words = replace(self._words, heartbeat=(self._words.heartbeat + 1) % 65536)
        return self._words

    def _scan_trigger(self, status: Status, station: dict[str, int | str]) -> None:
        match self._trigger:
            case _Trigger.IDLE:
                ready = Status.READY in status or self.faults.ignores_ready
                if self._wanted and ready and not status & (Status.ACK | Status.REFUSED):
                    part_id = self._wanted.popleft()
                    self._now = Seen(part_id, self._clock())
                    self._words = replace(self._words, part_id=part_id)
                    self._bit(Control.TRIGGER, True)
                    self._trigger = _Trigger.UP
            case _Trigger.UP:
                part = self._now
                if part is not None and Status.ACK in status:
                    acquisition = int(station["ack_acquisition"])
                    self._open[acquisition] = replace(part, acquisition=acquisition)
                elif part is not None and Status.REFUSED in status:
                    self.done.append(part)
                elif part is not None:
                    return
                self._end_trigger()  # also where the station began another session meanwhile
            case _Trigger.DOWN:
                self._end_trigger()
                if not self._words.trigger and not status & (Status.ACK | Status.REFUSED):
                    self._trigger = _Trigger.IDLE

    def _end_trigger(self) -> None:
        if not self.faults.keeps_trigger:
            self._bit(Control.TRIGGER, False)
        self._now, self._trigger = None, _Trigger.DOWN

    def _scan_result(self, status: Status, station: dict[str, int | str]) -> None:
        valid = Status.RESULT_VALID in status
        if valid and not self._words.result_ack and not self.faults.never_acks:
            self._take(int(station["result_acquisition"]), status, station)
            self._bit(Control.RESULT_ACK, True)
        elif not valid and self._words.result_ack and not self.faults.keeps_result_ack:
            self._bit(Control.RESULT_ACK, False)

    def _take(self, acquisition: int, status: Status, station: dict[str, int | str]) -> None:
        asked = self._open.pop(acquisition, None)
        if asked is None:
            self.strays.append(acquisition)
            return
        self.done.append(
            replace(
                asked,
                verdict=_VERDICTS.get(int(station["result_verdict"])),
                ok_bit=Status.OK in status,
                nok_bit=Status.NOK in status,
                error_bit=Status.ERROR in status,
                score=int(station["result_score"]),
                reason=int(station["result_reason"]),
                shown_part_id=str(station["result_part_id"]),
                answered_ns=self._clock(),
            )
        )

    def _give_up(self) -> None:
        late = [key for key, one in self._open.items() if self._clock() - one.triggered_ns > self._patience_ns]
        self.done += [self._open.pop(key) for key in late]

    def _lose_all(self) -> None:
        """Parts without an answer are rejects."""
        self.done += self._open.values()
        self._open.clear()
        if self._now is not None:
            self.done.append(self._now)
            self._now = None

    def _bit(self, bit: Control, up: bool) -> None:
        control = self._words.control | bit if up else self._words.control & ~bit
        self._words = replace(self._words, control=control)
