"""What a person at the station tells it to do, in their name and only where their role may."""

from __future__ import annotations

from typing import Protocol

from station.accounts import Session
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

    def __init__(self, station: Orderable) -> None:
        self._station = station

    def start(self, by: Session | None) -> None:
        _require(by, Action.RUN_LINE)
        self._station.start()

    def stop(self, by: Session | None) -> None:
        _require(by, Action.RUN_LINE)
        self._station.stop()

    def acknowledge(self, by: Session | None) -> None:
        self._station.acknowledge(_require(by, Action.ACKNOWLEDGE).name)

    def trigger(self, by: Session | None, part_id: str | None = None) -> None:
        _require(by, Action.TRIGGER)
        self._station.trigger(part_id, source="button")


def _require(by: Session | None, action: Action) -> Session:
    require(by.role if by is not None else None, action)
    assert by is not None, "what nobody may do without signing in is not an order"
    return by
