"""What a person at the station tells it to do, in their name and only where their role may."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from station.accounts import Session
from station.audit import Act, Entry
from station.errors import RecordsError
from station.permissions import Action, require


class Orderable(Protocol):
    """The part of `station.services.Station` that takes orders."""

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def acknowledge(self, who: str = "operator") -> None: ...

    def trigger(self, part_id: str | None = None, *, source: str = "button") -> object: ...


class Orders:
    """Orders of people; those of the line itself (PLC, timer, camera) go to the station without it. Thread-safe.

    `by` is whoever is at the station, None where nobody has signed in and the station asks operators to. Every method
    raises NotPermitted before anything happens, and what the station raises. All may take seconds.
    """

    def __init__(self, station: Orderable, note: Callable[[Entry], object]) -> None:
        """`note` adds a row to the audit trail; what is acknowledged the station notes itself."""
        self._station = station
        self._note = note

    def start(self, by: Session | None) -> None:
        """Raises RecordsError: it was started, and the audit trail does not say by whom."""
        who = _require(by, Action.RUN_LINE).name
        self._station.start()
        self._tell(Entry(Act.LINE_STARTED, "line", who), "The line was started")

    def stop(self, by: Session | None, *, why: str = "") -> None:
        """Raises RecordsError: it was stopped, and the audit trail does not say by whom."""
        self.stop_for(_require(by, Action.RUN_LINE).name, why=why)

    def stop_for(self, who: str, *, why: str) -> None:
        """Stop whatever `who` may: the program ends. Raises RecordsError, see `stop`."""
        self._station.stop()
        self._tell(Entry(Act.LINE_STOPPED, "line", who, why), "The line was stopped")

    def acknowledge(self, by: Session | None) -> None:
        """Raises RecordsError: it could not be written down, and the fault is there still."""
        self._station.acknowledge(_require(by, Action.ACKNOWLEDGE).name)

    def trigger(self, by: Session | None, part_id: str | None = None) -> None:
        _require(by, Action.TRIGGER)
        self._station.trigger(part_id, source="button")

    def _tell(self, entry: Entry, done: str) -> None:
        try:
            self._note(entry)
        except RecordsError as error:
            raise RecordsError(f"{done}, but not noted in the audit trail: {error.message}", error.hint) from error


def _require(by: Session | None, action: Action) -> Session:
    require(by.role if by is not None else None, action)
    assert by is not None, "what nobody may do without signing in is not an order"
    return by
