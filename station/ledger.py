"""The trigger ledger: one token per trigger, in order, whatever the camera does."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from camera.api import (
    LOST_CAMERA,
    LOST_MISSING,
    CameraLost,
    LostFrame,
    Token,
    Trigger,
)

MOST_MISSING = 10_000
"""A hole of more pictures than this is a broken counter, not lost pictures."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A token on its way to the inspection thread. `fired_ns` is when its trigger was fired, if the station did."""

    token: Token
    fired_ns: int | None = None


@dataclass(slots=True)
class _Entry:
    trigger: Trigger
    fired_ns: int
    lost: tuple[str, str] | None = None  # reason and detail, once it is known that no picture will come


class TriggerLedger:
    """Knows every software trigger that has no token yet, and the next picture number.

    Each method hands the tickets it produces to `emit` before it returns, under the ledger's lock, so that tickets
    leave in the order of their triggers whichever thread caused them. Thread-safe.
    """

    def __init__(self, emit: Callable[[Ticket], None], clock: Callable[[], int], *, only_fired: bool = False) -> None:
        """`only_fired`: the station fires every trigger itself, so a picture for none that waits is not inspected."""
        self._emit = emit
        self._clock = clock
        self._only_fired = only_fired
        self._lock = threading.Lock()
        self._waiting: OrderedDict[str, _Entry] = OrderedDict()
        self._next_seq = 0
        self._stale = 0
        self._closed = False

    def follow(self, *, only_fired: bool) -> None:
        """Change who asks for pictures; only while no trigger waits."""
        with self._lock:
            self._only_fired = only_fired

    @property
    def stale(self) -> int:
        """Pictures, come or lost, whose trigger had already been answered, or that nobody had asked for."""
        return self._stale

    def oldest_age_ms(self) -> float | None:
        """How long the longest-waiting trigger has waited; None when none waits."""
        with self._lock:
            for entry in self._waiting.values():
                return (self._clock() - entry.fired_ns) / 1e6
            return None

    def reopened(self) -> None:
        """Note that the camera counts its pictures from 0 again."""
        with self._lock:
            self._next_seq = 0
            self._closed = False

    def fired(self, trigger: Trigger) -> bool:
        """Note `trigger` just before the camera is asked. False: the ledger is closed, and does not know it."""
        with self._lock:
            if not self._closed:
                self._waiting[trigger.id] = _Entry(trigger, self._clock())
            return not self._closed

    def refused(self, trigger: Trigger, reason: str, detail: str) -> None:
        """Note that no picture will come for `trigger`. Its token waits for those of earlier triggers."""
        with self._lock:
            entry = self._waiting.get(trigger.id)
            if entry is not None:
                entry.lost = (reason, detail)
            self._release_lost()

    def arrived(self, token: Token) -> None:
        """Take what the camera yielded; emit it after one lost frame for each picture missing before it.

        Once the ledger is closed, pictures come too late: they are counted as stale.

        Raises:
            CameraLost: the picture counter went backwards or jumped further than pictures can be lost.
        """
        with self._lock:
            if self._closed:
                self._stale += 1
                return
            missing = token.seq - self._next_seq
            if not 0 <= missing <= MOST_MISSING:
                raise CameraLost(
                    f"The picture counter of the camera went from {self._next_seq - 1} to {token.seq}.",
                    "The camera is opened again; if this repeats, check its cable and firmware.",
                )
            self._next_seq = token.seq + 1
            trigger_id = token.trigger.id if token.trigger is not None else None
            for seq in range(token.seq - missing, token.seq):
                owner = self._pop_before(trigger_id)
                if owner is not None:
                    self._emit_lost(owner, LOST_MISSING, "", seq)
                elif self._only_fired:
                    self._stale += 1  # its trigger was answered when it was given up
                else:
                    self._emit(Ticket(LostFrame(seq, self._clock(), LOST_MISSING)))
            while (earlier := self._pop_before(trigger_id, only_if_known=True)) is not None:
                self._emit_lost(earlier, LOST_MISSING, "", token.seq)
            if trigger_id is not None and trigger_id in self._waiting:
                self._emit(Ticket(token, self._waiting.pop(trigger_id).fired_ns))
            elif not self._only_fired and (token.trigger is None or token.trigger.source == "line"):
                self._emit(Ticket(token))
            else:
                self._stale += 1
            self._release_lost()

    def close(self, reason: str) -> None:
        """Answer every waiting trigger as lost, and take no more until the camera is opened again."""
        with self._lock:
            self._closed = True
        self.abandon(reason)

    def abandon(self, reason: str = LOST_CAMERA, detail: str = "") -> int:
        """Answer every waiting trigger as lost; return how many there were."""
        with self._lock:
            count = len(self._waiting)
            while self._waiting:
                _, entry = self._waiting.popitem(last=False)
                self._emit_lost(entry, reason, detail, self._next_seq)
            return count

    def _pop_before(self, trigger_id: str | None, *, only_if_known: bool = False) -> _Entry | None:
        """Take the oldest waiting entry, unless it is that of `trigger_id`."""
        if not self._waiting or (only_if_known and trigger_id not in self._waiting):
            return None
        first = next(iter(self._waiting))
        if first == trigger_id:
            return None
        return self._waiting.pop(first)

    def _release_lost(self) -> None:
        while self._waiting:
            first = next(iter(self._waiting.values()))
            if first.lost is None:
                return
            del self._waiting[first.trigger.id]
            self._emit_lost(first, *first.lost, self._next_seq)

    def _emit_lost(self, entry: _Entry, reason: str, detail: str, seq: int) -> None:
        if entry.lost is not None:
            reason, detail = entry.lost
        self._emit(Ticket(LostFrame(seq, self._clock(), reason, entry.trigger, detail), entry.fired_ns))
