"""Which recipe runs: operators choose among the released ones.

Released is the version of a recipe that was last put in force. A recipe that never was in force is not released,
however new it is: putting it in force for the first time is for somebody who may (`Action.ACTIVATE_RECIPE`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from station.accounts import Session
from station.db import Records
from station.errors import RecipeError, StateError
from station.permissions import Action
from station.recipe import Recipe
from station.types import RecipeRef

_ASK = "Ask an engineer to put a version of it in force."


@dataclass(frozen=True, slots=True)
class Released:
    """One recipe that may be chosen: the version, and who last put it in force when. `in_force`: it is the one now."""

    recipe: RecipeRef
    threshold: float
    at: datetime
    who: str
    in_force: bool
    newest_version: int


class Activate(Protocol):
    """See `Station.activate`."""

    def __call__(self, name: str, version: int, *, who: str, why: str) -> Recipe: ...


class Choosing:
    """Offers released recipes and changes to one. Thread-safe. Reads the database: not for the GUI thread."""

    def __init__(
        self, records: Records, activate: Activate, *, refusal: Callable[[], str | None] = lambda: None
    ) -> None:
        """`refusal` says why no other recipe may be chosen now, or None."""
        self._refusal = refusal
        self._records = records
        self._activate = activate

    def released(self) -> tuple[Released, ...]:
        """The recipes that may be chosen, by name."""
        active = self._records.active()
        newest = {recipe.name: recipe.version for recipe in self._records.recipes()}
        result = []
        for last in self._records.last_activations():
            recipe = self._records.recipe(last.recipe.name, last.recipe.version)
            in_force = active is not None and active.ref == last.recipe
            result.append(
                Released(last.recipe, recipe.threshold, last.at, last.who, in_force, newest[last.recipe.name])
            )
        return tuple(result)

    def not_released(self) -> tuple[str, ...]:
        """The names of recipes that never were in force."""
        released = {last.recipe.name for last in self._records.last_activations()}
        return tuple(recipe.name for recipe in self._records.recipes() if recipe.name not in released)

    def choose(self, by: Session, name: str) -> Recipe:
        """Put the released version of `name` in force; a running line changes to it between two parts. Takes seconds.

        Raises:
            NotPermitted: before anything is touched.
            StateError: not now.
            RecipeError: unknown, not released, or in force already. What `Station.activate` raises: nothing changed.
        """
        by.require(Action.CHOOSE_RECIPE)
        return self.change(name, who=by.name, why="chosen at the line")

    def change(self, name: str, *, who: str, why: str) -> Recipe:
        """Do what `choose` does for a partner that needs no leave, such as the PLC. Takes seconds; raises the same."""
        self._check()
        found = next((one for one in self.released() if one.recipe.name == name), None)
        if found is None:
            self._records.recipe(name)  # an unknown one is refused in its own words
            raise RecipeError(f"Recipe {name} is not released: it never was in force.", _ASK)
        if found.in_force:
            raise RecipeError(f"Recipe {name} version {found.recipe.version} runs already.")
        return self._activate(name, found.recipe.version, who=who, why=why)

    def change_to(self, name: str, version: int, *, who: str, why: str) -> Recipe:
        """Put this version in force for a partner whose configuration names it, released or not. Raises as `change`."""
        self._check()
        return self._activate(name, version, who=who, why=why)

    def _check(self) -> None:
        if (refusal := self._refusal()) is not None:
            raise StateError(f"The recipe cannot be changed now: {refusal}", "End that first.")
