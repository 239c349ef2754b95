"""What the line's threads hand to each other: the ticket in hand, the places for pictures, the fault."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

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
