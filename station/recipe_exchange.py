"""Carry recipes from station to station: a version with its model into one file, and out of it."""

from __future__ import annotations

import importlib.metadata
import shutil
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from station import recipe_file
from station.accounts import Session
from station.audit import Act, Entry
from station.calibration_ref import CalibrationRef
from station.calibration_store import CalibrationStore
from station.db import Records
from station.errors import StorageError
from station.models import ModelStore
from station.permissions import Action
from station.queries import ModelRecord, NewVersion, ThresholdReason
from station.recipe import ImageSpec, ModelVersion, Recipe, check_name
from station.recipe_file import SUFFIX, Carried, ModelFacts, ThresholdFacts
from station.types import Event, EventKind, ModelRef
from station.versions import removed_on_error

_DECIDES = {"name", "image", "threshold", "review_from", "choice", "gate"}
_FOREIGN = ".imported"
_NAME_MOST = 64
_SPARE_BYTES = 64 << 20
"""Room that is left on the disk for verdicts while a model is imported."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A recipe file that was written."""

    path: Path
    recipe: Recipe
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do.

    `same_as`: the version here that decides the same already; then nothing is made. `newest_here`: the newest version
    that has the name already, None where it is free. `model_here`: where the model is already. `other_pictures`: the
    kind of the recipe in force, where that is another than the one in the file.
    """

    carried: Carried
    name: str
    version: int
    same_as: int | None
    newest_here: int | None
    model_here: ModelVersion | None
    other_pictures: ImageSpec | None


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    recipe: Recipe
    plan: Plan

    @property
    def is_new(self) -> bool:
        return self.plan.same_as is None


class RecipeExchange:
    """Exports and imports. Thread-safe; takes seconds, depending on the size of the model."""

    def __init__(
        self, records: Records, models: ModelStore, models_dir: Path, calibrations: CalibrationStore, *, station: str
    ) -> None:
        """`station` is the name of this station, for the files."""
        self._records = records
        self._models = models
        self._models_dir = models_dir
        self._calibrations = calibrations
        self._station = station

    def export(self, by: Session, name: str, version: int | None, path: Path) -> Exported:
        """Write a version, the newest without `version`, with its model and calibration to `path`; the ending is added
        if missing.

        Raises NotPermitted, RecipeError, ModelStoreError or CalibrationStoreError: damaged; StorageError.
        """
        by.require(Action.EXCHANGE_RECIPE)
        recipe = self._records.recipe(name, version)
        if path.is_dir():
            path = path / f"{recipe.name}-{recipe.version}{SUFFIX}"
        elif path.suffix != SUFFIX:
            path = path.with_name(path.name + SUFFIX)
        sha256 = recipe_file.write(
            path,
            recipe,
            self._models.files(recipe.model),
            program=importlib.metadata.version("inspection-station"),
            station=self._station,
            model=self._model_facts(recipe.model.ref),
            threshold=self._threshold_facts(recipe),
            calibration=() if recipe.calibration is None else self._calibrations.files(recipe.calibration),
        )
        after = {"version": recipe.version, "recipe": recipe.sha256, "file": path.name, "file_sha256": sha256}
        self._records.audit.add(Entry(Act.RECIPE_EXPORTED, f"recipe {recipe.name}", by.name, after=after))
        return Exported(path, recipe, path.stat().st_size, sha256)

    def plan(self, path: Path, *, name: str | None = None) -> Plan:
        """Check a recipe file and say what importing it, perhaps under another name, would do. Writes nothing.

        Raises RecipeError, StorageError.
        """
        return self._plan(recipe_file.read(path), name)

    def carry_in(self, by: Session, plan: Plan, *, why: str = "") -> Imported:
        """Import what was planned. The new version is not put in force.

        Raises:
            NotPermitted
            StorageError: no room; nothing is left half-made.
            RecipeError: the file changed since it was planned.
            ModelStoreError, DetectorError: the model does not load or fails its self-test here.
            CalibrationStoreError: the calibration cannot be used.
        """
        by.require(Action.EXCHANGE_RECIPE)
        plan = self._plan(plan.carried, plan.name)  # the records may have grown since
        if plan.same_as is not None:
            return Imported(self._records.recipe(plan.name, plan.same_as), plan)
        carried = plan.carried
        source = carried.recipe
        model = plan.model_here
        folder: Path | None = None
        self._need_room((carried.model_bytes if model is None else 0) + carried.calibration_bytes)
        if model is None:
            model = self._models.take_in(
                plan.name if source.model.name == source.name else source.model.name,
                lambda target: recipe_file.extract_model(carried, target),
            )
            folder = self._models.folder(model)
        with removed_on_error(folder) if folder is not None else nullcontext():
            return self._record(by, plan, model, why)

    def _record(self, by: Session, plan: Plan, model: ModelVersion, why: str) -> Imported:
        carried = plan.carried
        source = carried.recipe
        calibration, placed = self._take_calibration_in(carried, plan.name)
        at = datetime.now(UTC)
        origin = f"{source.name} version {source.version} of {carried.manifest.station}, made by {source.created_by}"
        note = "; ".join(part for part in (f"Imported: {origin}", why.strip(), source.note) if part)
        recipe = Recipe.model_validate(
            {
                **source.model_dump(),
                "name": plan.name,
                "version": plan.version,
                "model": model.model_dump(),
                "calibration": calibration,
                "created_at": at,
                "created_by": by.name,
                "note": note,
            }
        )
        details: dict[str, object] = {
            "file": carried.path.name,
            "file_sha256": carried.sha256,
            "recipe": source.sha256,
            "station": carried.manifest.station,
        }
        message = f"Recipe {recipe.name} version {recipe.version} was imported from {carried.path.name}."
        new = NewVersion(
            recipe,
            Act.RECIPE_IMPORTED,
            f"{note} (file {carried.path.name}, SHA-256 {carried.sha256})",
            reason=_reason(carried.manifest.threshold),
            model=self._model_record(carried, model, by.name, at),
            event=Event(at, EventKind.RECIPE, message, by.name, details),
        )
        with removed_on_error(placed) if placed is not None else nullcontext():
            self._records.keep(new)
        return Imported(recipe, plan)

    def _take_calibration_in(self, carried: Carried, name: str) -> tuple[CalibrationRef | None, Path | None]:
        """Store the calibration beside the product's own, which new pictures are corrected by: it is of another camera.

        Returns where it is now, and its folder where it was made for this.
        """
        source = carried.recipe.calibration
        if source is None:
            return None, None
        home = f"{name[: _NAME_MOST - len(_FOREIGN)]}{_FOREIGN}"
        for known in (name, home):
            if (here := self._calibrations.find(source.sha256, known)) is not None:
                return here, None
        here = self._calibrations.take_in(home, lambda target: recipe_file.extract_calibration(carried, target))
        return here, self._calibrations.folder(here.name, here.version)

    def _plan(self, carried: Carried, name: str | None) -> Plan:
        source = carried.recipe
        wanted = check_name(name or source.name)
        here = self._records.versions(wanted)
        renamed = source.model_copy(update={"name": wanted})
        same = next((one.version for one in reversed(here) if _decides(one) == _decides(renamed)), None)
        active = self._records.active()
        return Plan(
            carried,
            wanted,
            same or self._records.next_version(wanted),
            same,
            here[-1].version if here else None,
            self._models.find(source.model.sha256),
            active.image if active is not None and active.image != source.image else None,
        )

    def _need_room(self, size: int) -> None:
        folder = self._models_dir
        while not folder.exists() and folder != folder.parent:
            folder = folder.parent
        try:
            free = shutil.disk_usage(folder).free
        except OSError as error:
            raise StorageError(f"{folder}: cannot be looked at ({error.strerror or error}).") from error
        if free < size + _SPARE_BYTES:
            raise StorageError(
                f"The model needs {size / 1e6:.0f} MB, and only {free / 1e6:.0f} MB are free.", "Free some space."
            )

    def _model_facts(self, ref: ModelRef) -> ModelFacts | None:
        known = self._records.model(ref)
        if known is None:
            return None
        return ModelFacts(
            detector=known.detector,
            n_images=known.n_images,
            options=dict(known.options),
            created_at=known.created_at,
            created_by=known.created_by,
            note=known.note,
        )

    def _model_record(self, carried: Carried, model: ModelVersion, who: str, at: datetime) -> ModelRecord | None:
        """What the records are to know of the model; None where they know it, or nobody ever did."""
        facts = carried.manifest.model
        if facts is None or self._records.model(model.ref) is not None:
            return None
        note = f"Imported from {carried.manifest.station}, made by {facts.created_by}"
        return ModelRecord(model.ref, facts.detector, facts.n_images, at, who, facts.options, note)

    def _threshold_facts(self, recipe: Recipe) -> ThresholdFacts | None:
        reason = reason_of(self._records, recipe)
        if reason is None:
            return None
        return ThresholdFacts(policy=reason.policy, params=dict(reason.params), figures=dict(reason.figures))


def reason_of(records: Records, recipe: Recipe) -> ThresholdReason | None:
    """How the threshold of a version was chosen, as the history keeps it, for a copy of it."""
    for one in records.thresholds(recipe.name, limit=10_000):
        if one.recipe == recipe.ref:
            return ThresholdReason(one.reason.policy, one.reason.params, one.reason.figures)
    return None


def _decides(recipe: Recipe) -> tuple[object, ...]:
    """What a verdict depends on, and how it was chosen: all but numbers, names of people and times."""
    calibration = None if recipe.calibration is None else recipe.calibration.sha256
    return (recipe.model_dump_json(include=_DECIDES), recipe.model.sha256, calibration)


def _reason(facts: ThresholdFacts | None) -> ThresholdReason | None:
    return None if facts is None else ThresholdReason(facts.policy, facts.params, facts.figures)
