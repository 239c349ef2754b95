"""Software triggers on their way from `Camera.fire` to `Camera.frames`."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from camera.api import Trigger, TriggerRefused

POLL_S = 0.05
"""Longest time a driver looks away from its stop event."""


@dataclass(frozen=True, slots=True, eq=False)
class Fired:
    """A trigger and the instant it was fired."""

    trigger: Trigger
    fired_ns: int


class TriggerQueue:
    """First in, first out between any number of firing threads and the one thread that runs `frames`.

    A queue is armed while `frames` runs. Triggers are taken only by an armed queue, and a trigger that is still
    pending when the queue is disarmed is forgotten: it must never be answered with a picture of the next session.
    Every method may be called from any thread.
    """

    def __init__(self, clock: Callable[[], int] = time.monotonic_ns, limit: int | None = None) -> None:
        self._clock = clock
        self._limit = limit
        self._pending: deque[Fired] = deque()
        self._armed = False
        self._changed = threading.Condition()

    def __len__(self) -> int:
        return len(self._pending)

    def arm(self) -> None:
        """Begin a session with nothing pending."""
        with self._changed:
            self._pending.clear()
            self._armed = True
            self._changed.notify_all()

    def disarm(self) -> tuple[Fired, ...]:
        """End the session; return what was still pending."""
        with self._changed:
            left = tuple(self._pending)
            self._pending.clear()
            self._armed = False
            self._changed.notify_all()
            return left

    def wait_for_room(self, wait_s: float) -> None:
        """Wait until the queue is armed and, where it has a limit, below that limit.

        Raises:
            TriggerRefused: not within `wait_s`.
        """
        with self._changed:
            if not self._changed.wait_for(self._has_room, wait_s):
                self._refuse()

    def put(self, trigger: Trigger, wait_s: float = 0.0) -> Fired:
        """Add `trigger`, after waiting for room.

        Raises:
            TriggerRefused: not armed, or full, for all of `wait_s`.
        """
        with self._changed:
            if not self._has_room() and not self._changed.wait_for(self._has_room, wait_s):
                self._refuse()
            fired = Fired(trigger, self._clock())
            self._pending.append(fired)
            self._changed.notify_all()
            return fired

    def discard(self, fired: Fired) -> bool:
        """Take `fired` back; False if it was answered or forgotten in the meantime."""
        with self._changed:
            if fired not in self._pending:
                return False
            self._pending.remove(fired)
            self._changed.notify_all()
            return True

    def oldest(self) -> Fired | None:
        with self._changed:
            return self._pending[0] if self._pending else None

    def wait_pending(self, wait_s: float) -> bool:
        """Wait up to `wait_s` for a pending trigger; say whether there is one."""
        with self._changed:
            return self._changed.wait_for(lambda: bool(self._pending), wait_s)

    def pop(self) -> Fired | None:
        """Take the oldest pending trigger, or None."""
        with self._changed:
            if not self._pending:
                return None
            fired = self._pending.popleft()
            if self._limit is not None:
                self._changed.notify_all()
            return fired

    def pop_within(self, wait_s: float) -> Fired | None:
        """Take the oldest pending trigger; wait up to `wait_s` for one."""
        with self._changed:
            if not self._pending:
                self._changed.wait_for(lambda: bool(self._pending), wait_s)
            return self.pop()

    def _has_room(self) -> bool:
        return self._armed and (self._limit is None or len(self._pending) < self._limit)

    def _refuse(self) -> None:
        if not self._armed:
            raise TriggerRefused("The camera is not grabbing.", "Start the station before triggering it.")
        raise TriggerRefused(
            f"The camera still owes {len(self._pending)} pictures.", "Trigger more slowly, or shorten the exposure."
        )
