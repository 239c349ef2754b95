"""What is around the station: robot, PLC, and whoever else is told of verdicts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from camera.api import Trigger
from station.recipe import Recipe
from station.types import Event, PartnerStatus, RecipeRef, Result, StationState


class Partner(Protocol):
    """Keeps one link by itself, from `open` to `close`, whether the line runs or not. Methods are thread-safe."""

    def open(self) -> None:
        """Begin to keep the link; a partner that does not answer yet is no error.

        Raises OutputError: a person has to mend something first.
        """
        ...

    def status(self) -> PartnerStatus:
        """Quick."""
        ...

    def close(self) -> None:
        """End the link, telling the other side that no trigger is answered any more. Safe to call twice."""
        ...


class NewTrigger(Protocol):
    """`Line.new_trigger`."""

    def __call__(
        self,
        part_id: str | None = None,
        *,
        source: str,
        pose: tuple[float, ...] | None = None,
        pose_index: int | None = None,
        setup: int | None = None,
    ) -> Trigger: ...


@dataclass(frozen=True, slots=True)
class Host:
    """What a partner may do with the station. All may be called on any thread.

    A partner notes the id of a trigger of `new_trigger` before it gives it to `ask`: the verdict may be there before
    `ask` returns. `ask` raises StateError where the trigger is not taken: then there is no inspection. `state` says
    whether the line takes triggers; `tell` puts an event into the records; `subscribe` is that of the line. `choose`
    (name, who, why) is `Choosing.change`, `activate` (name, version, who, why) `Station.activate`; they take seconds.
    `in_force` reads the database; `recipe` is the one that the running line judges with, None while it is stopped.
    `alarm` (key, message, hint, lasting) raises an alarm of the cell; `end_alarm` (key): a lasting one is over.
    """

    new_trigger: NewTrigger
    ask: Callable[[Trigger], None]
    state: Callable[[], StationState]
    tell: Callable[[Event], None]
    subscribe: Callable[[Callable[[Result], None]], Callable[[], None]]
    choose: Callable[[str, str, str], Recipe]
    activate: Callable[[str, int, str, str], Recipe]
    in_force: Callable[[], RecipeRef | None]
    recipe: Callable[[], RecipeRef | None]
    alarm: Callable[[str, str, str, bool], None]
    end_alarm: Callable[[str], None]
