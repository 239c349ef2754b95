"""Put a recipe version in force, and go back to the one before, for those who may and with a reason."""

from __future__ import annotations

from typing import Protocol

from station.accounts import Session
from station.db import Records
from station.errors import RecipeError, UsageError
from station.permissions import Action
from station.recipe import Recipe
from station.types import RecipeRef

_SEARCHED = 1000


class Activating(Protocol):
    """The part of the station that this takes."""

    @property
    def records(self) -> Records: ...

    def activate(self, name: str, version: int, *, who: str, why: str) -> Recipe: ...


def promote(station: Activating, by: Session, name: str, version: int, why: str) -> Recipe:
    """Put a version in force; a running line changes to it between two parts. Takes seconds.

    Raises NotPermitted; UsageError: no reason; RecipeError, ModelStoreError, DetectorError: the running recipe stays.
    """
    by.require(Action.ACTIVATE_RECIPE)
    if not why.strip():
        raise UsageError("A reason is missing.", "Say why, in a few words: it is kept in the records.")
    return station.activate(name, version, who=by.name, why=why.strip())


def version_before(records: Records) -> RecipeRef | None:
    """The recipe version that was in force before the active one; None where there was none."""
    active = records.active()
    if active is None:
        return None
    before = (one.recipe for one in records.activations(limit=_SEARCHED))
    return next((ref for ref in before if ref != active.ref), None)


def roll_back(station: Activating, by: Session, why: str) -> Recipe:
    """Put the version in force again that was before the active one. Raises as `promote` does."""
    by.require(Action.ACTIVATE_RECIPE)
    ref = version_before(station.records)
    if ref is None:
        raise RecipeError("There is no recipe version to go back to.", "Put another version in force by its number.")
    return promote(station, by, ref.name, ref.version, why)
