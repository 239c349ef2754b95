"""All that the page shows of a data set, read in one go off the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass

from station.assignments import SetView
from station.errors import StorageError, UsageError, explain
from station.recipe import Recipe
from station.region import Region
from station.services import Station
from station.types import RecipeRef


@dataclass(frozen=True, slots=True)
class SetLook:
    """A data set with the versions of its recipe, oldest first; `active` is in force, `before` was before it.

    `region` is what it will be taught with; `region_problem` says why that cannot be read, and nothing be taught.
    """

    view: SetView
    versions: tuple[Recipe, ...]
    active: RecipeRef | None
    before: RecipeRef | None
    region: Region | None = None
    region_problem: str = ""


def read_set(station: Station, name: str) -> SetLook:
    """Read it. Raises RecipeError, RecordsError."""
    records = station.records
    active = records.active()
    region, problem = None, ""
    try:
        region = station.regions.drawn(name)
    except (UsageError, StorageError) as error:
        problem = explain(error)
    return SetLook(
        station.teaching.look(name),
        tuple(records.versions(name)),
        None if active is None else active.ref,
        station.recipes.before(),
        region,
        problem,
    )
