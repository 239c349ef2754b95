"""What the line's threads hand to each other: the ticket in hand, the places for pictures, the fault."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from station.judge import Setup
from station.ledger import Ticket
from station.types import Reason


@dataclass(frozen=True, slots=True)
class Fault:
    """Why no OK may leave. `recheck` returns why it cannot be cleared yet, or None."""

    reason: Reason
    message: str
    hint: str
    recheck: Callable[[], str | None]


class Faults:
    """The faults that are not acknowledged, oldest first. Thread-safe.

    A fault is the same as one before if reason and hint are: it may come again with every part.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._all: tuple[Fault, ...] = ()
        self._raised = 0

    @property
    def all(self) -> tuple[Fault, ...]:
        return self._all

    @property
    def first(self) -> Fault | None:
        return next(iter(self._all), None)

    @property
    def raised(self) -> int:
        """How often a fault was raised, one that is there already included."""
        return self._raised

    def add(self, fault: Fault) -> tuple[bool, bool]:
        """Keep `fault`; return whether it is the only one, and whether it was not there before."""
        with self._lock:
            self._raised += 1
            before = self._all
            same = [one for one in before if (one.reason, one.hint) == (fault.reason, fault.hint)]
            if same:
                self._all = tuple(replace(one, recheck=fault.recheck) if one in same else one for one in before)
            else:
                self._all = (*before, fault)
            return not before, not same

    def recall(self, fault: Fault) -> None:
        """Keep a fault of an earlier run, also beside one that is the same: each was told of and wants an answer."""
        with self._lock:
            self._raised += 1
            self._all = (*self._all, fault)

    def clear(self, raised: int | None = None) -> bool:
        """Forget all, unless one was raised since `raised` was read."""
        with self._lock:
            if raised not in (None, self._raised):
                return False
            self._all = ()
            return True


class Work:
    """The ticket in the hands of an inspection thread. Whoever takes it first, the thread or the watchdog, ends it."""

    def __init__(self, ticket: Ticket, setup: Setup) -> None:
        self.ticket = ticket
        self.setup = setup
        self._lock = threading.Lock()
        self._taken = False

    def take(self) -> bool:
        """Return True to exactly one caller."""
        with self._lock:
            taken, self._taken = self._taken, True
            return not taken


class Room:
    """Places for pictures between the camera and the verdict."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._lock = threading.Lock()
        self.taken = 0

    def take(self) -> bool:
        with self._lock:
            free = self.taken < self._places
            self.taken += free
            return free

    def give_back(self) -> None:
        with self._lock:
            self.taken -= 1
