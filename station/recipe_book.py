"""Recipes as people handle them: look at versions, compare them, copy them, put one in force or go back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from station.accounts import Session
from station.audit import Act
from station.changeover import Changeover
from station.db import Records
from station.errors import RecipeError, UsageError
from station.models import ModelStore
from station.permissions import Action
from station.queries import Activation, ModelRecord, NewVersion
from station.recipe import Recipe, check_name
from station.recipe_exchange import RecipeExchange, reason_of
from station.recipe_facts import Difference, Stated, compare, facts_of
from station.types import Event, EventKind, RecipeRef


@dataclass(frozen=True, slots=True)
class Listed:
    """A recipe in the list. `in_force`: which of its versions is active, None for none."""

    newest: Recipe
    versions: int
    in_force: int | None


@dataclass(frozen=True, slots=True)
class Version:
    """One version in the list of a recipe. `uses`: when it was put in force, newest first."""

    recipe: Recipe
    model: ModelRecord | None
    in_force: bool
    uses: tuple[Activation, ...]


class RecipeBook:
    """The recipes of one station. Thread-safe; every method reads the database, so none is for the GUI thread.

    `exchange` exports and imports.
    """

    def __init__(self, records: Records, models: ModelStore, exchange: RecipeExchange, changeover: Changeover) -> None:
        self.exchange = exchange
        self._records = records
        self._models = models
        self._changeover = changeover

    def list(self) -> tuple[Listed, ...]:
        """Every recipe by its newest version, in the order of the names."""
        active = self._records.active()
        return tuple(
            Listed(
                one,
                len(self._records.versions(one.name)),
                active.version if active is not None and active.name == one.name else None,
            )
            for one in self._records.recipes()
        )

    def versions(self, name: str) -> tuple[Version, ...]:
        """All versions of one recipe, newest first. Raises RecipeError: unknown."""
        self._records.recipe(name)
        active = self._records.active()
        in_force = None if active is None else active.ref
        uses: dict[RecipeRef, list[Activation]] = {}
        for use in self._records.activations(limit=10_000):
            uses.setdefault(use.recipe, []).append(use)
        known = {one.ref: one for one in self._records.models()}
        return tuple(
            Version(one, known.get(one.model.ref), one.ref == in_force, tuple(uses.get(one.ref, ())))
            for one in reversed(self._records.versions(name))
        )

    def active(self) -> Recipe | None:
        """The recipe in force; None before the first activation."""
        return self._records.active()

    def activations(self, *, limit: int = 200) -> tuple[Activation, ...]:
        """What was put in force, newest first."""
        return tuple(self._records.activations(limit=limit))

    def before(self) -> RecipeRef | None:
        """The version that was in force before the one that is, to go back to; None where there was none."""
        active = self._records.active()
        if active is None:
            return None
        return next((one.recipe for one in self.activations(limit=1000) if one.recipe != active.ref), None)

    def facts(self, name: str, version: int | None = None) -> tuple[Stated, ...]:
        """Everything about one version, the newest without `version`. Raises RecipeError."""
        recipe = self._records.recipe(name, version)
        return facts_of(recipe, self._records.model(recipe.model.ref))

    def compare(self, before: tuple[str, int | None], after: tuple[str, int | None]) -> tuple[Difference, ...]:
        """Two versions, also of two recipes, fact by fact. Raises RecipeError."""
        return compare(self.facts(*before), self.facts(*after))

    def check_model(self, name: str, version: int | None = None) -> int:
        """Hash the model of a version; returns its bytes. Raises RecipeError, ModelStoreError."""
        return sum(one.bytes for one in self._models.files(self._records.recipe(name, version).model))

    def activate(self, by: Session, name: str, version: int | None, *, why: str) -> Recipe:
        """Put a version in force, the newest for None; an older one is a roll-back. Takes seconds: see `Changeover`.

        Raises NotPermitted; UsageError: no reason; RecipeError, ModelStoreError, DetectorError: nothing changes.
        """
        by.require(Action.ACTIVATE_RECIPE)
        return self._changeover.activate(name, version, who=by.name, why=_reason(why))

    def duplicate(self, by: Session, name: str, version: int | None, new_name: str, *, why: str) -> Recipe:
        """Begin a new recipe with what a version of another one decides, its data set included. Not activated.

        Both then name the same model folder, which never changes. Raises NotPermitted; UsageError: no reason;
        RecipeError: unknown, or the new name cannot be one or is taken.
        """
        by.require(Action.EDIT_RECIPE)
        why = _reason(why)
        source = self._records.recipe(name, version)
        if any(one.name == check_name(new_name) for one in self._records.recipes()):
            raise RecipeError(f"There is a recipe {new_name} already.", "Give another name.")
        self._models.files(source.model)  # a copy of what is damaged helps nobody
        at = datetime.now(UTC)
        note = f"Copy of {source.name} version {source.version}: {why}"
        made = Recipe.model_validate(
            {
                **source.model_dump(),
                "name": new_name,
                "version": self._records.next_version(new_name),
                "created_at": at,
                "created_by": by.name,
                "note": note,
            }
        )
        pictures = [replace(one, recipe=new_name, added_at=at) for one in self._records.images(source.name)]
        self._records.add_images(pictures, who=by.name, why=note)
        event = Event(at, EventKind.RECIPE, f"Recipe {new_name} was made as a copy of {source.name} version"
                      f" {source.version}.", by.name, {"recipe": new_name, "pictures": len(pictures)})  # fmt: skip
        reason = reason_of(self._records, source)
        self._records.keep(NewVersion(made, Act.RECIPE_DUPLICATED, note, reason=reason, event=event))
        return made


def _reason(why: str) -> str:
    if not why.strip():
        raise UsageError("There is no reason.", "Say why, in a few words: it is kept in the records.")
    return why.strip()
