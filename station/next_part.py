"""The id of the part that comes next, from a scanner or typed in: it goes with one picture."""

from __future__ import annotations

import threading

from station.accounts import Session
from station.permissions import Action, require


class NextPart:
    """Holds one part id until a trigger takes it. Thread-safe; no method waits."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._part_id: str | None = None

    @property
    def waiting(self) -> str | None:
        """The id that the next trigger will take."""
        return self._part_id

    def put(self, by: Session | None, part_id: str) -> str | None:
        """Let the next trigger take `part_id`; returns the id that it replaces, which no picture took.

        Raises NotPermitted. `by` as in `station.orders`.
        """
        require(by.role if by is not None else None, Action.TRIGGER)
        with self._lock:
            before, self._part_id = self._part_id, part_id.strip() or None
            return before

    def take(self) -> str | None:
        """Return the id, to exactly one caller."""
        with self._lock:
            part_id, self._part_id = self._part_id, None
            return part_id

    def give_back(self, part_id: str | None) -> None:
        """Put back what was taken for a trigger that did not happen, unless there is a newer id."""
        with self._lock:
            self._part_id = self._part_id or part_id

    def clear(self, by: Session | None) -> None:
        """Forget the id. Raises NotPermitted."""
        require(by.role if by is not None else None, Action.TRIGGER)
        self.take()
