"""All that the page shows of a data set, read in one go off the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass

from station.assignments import SetView
from station.promotion import version_before
from station.recipe import Recipe
from station.services import Station
from station.types import RecipeRef


@dataclass(frozen=True, slots=True)
class SetLook:
    """A data set with the versions of its recipe, oldest first; `active` is in force, `before` was before it."""

    view: SetView
    versions: tuple[Recipe, ...]
    active: RecipeRef | None
    before: RecipeRef | None


def read_set(station: Station, name: str) -> SetLook:
    """Read it. Raises RecipeError, RecordsError."""
    records = station.records
    active = records.active()
    return SetLook(
        station.teaching.look(name),
        tuple(records.versions(name)),
        None if active is None else active.ref,
        version_before(records),
    )
