"""The image gate of a recipe as people handle it: look at its limits, learn them again, keep them as a new version."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from calibration import CalibrationError, Rate
from calibration.correction import Correction
from calibration.image_gate import GateLimits, ImageGate, ImageQuality, learn_all
from calibration.registration import Registration
from station.accounts import Session
from station.audit import Act
from station.baseline import Baseline, baseline_of, keep_baseline
from station.calibration_ref import CalibrationRef
from station.db import Records
from station.decision import image_spec
from station.errors import RecipeError, UsageError
from station.images import ImageFiles, Seen, read_image
from station.learned import unusable
from station.models import ModelStore
from station.permissions import Action
from station.picture_check import Progress, check_cancelled, spread_over
from station.queries import ImageLabel, NewVersion, SnapshotImage
from station.recipe import Recipe
from station.recipe_exchange import reason_of
from station.setups import quality_of
from station.sight import Sight
from station.types import Event, EventKind, Quality

__all__ = ["GateLimits", "GateStudy", "Gates", "Looked", "Span"]

MOST = 200
"""So many pictures of either kind are measured, spread over all."""


@dataclass(frozen=True, slots=True)
class Span:
    """What the gate lets pass of one quantity; None: no bound on that side."""

    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Looked:
    """One picture as the gate sees it. `agreement` with the reference picture: None where no place is known."""

    name: str
    quality: Quality
    agreement: float | None
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GateStudy:
    """The limits of a recipe, and those that its normal set teaches now, with where a place is known.

    `normal` was learned from, `held_out` was not: of these the gate should refuse none. Both are looked at with the
    limits of `learned`. `why_no_place`: why no place could be learned, in words.
    """

    recipe: Recipe
    now: GateLimits | None
    learned: GateLimits
    why_no_place: str
    normal: tuple[Looked, ...]
    held_out: tuple[Looked, ...]
    left_out: tuple[str, ...]

    @property
    def refused(self) -> Rate | None:
        """How many held-out good pictures the learned limits refuse; None without any."""
        if not self.held_out:
            return None
        return Rate.of(sum(bool(one.findings) for one in self.held_out), len(self.held_out))

    def limits(self, *, place: bool) -> GateLimits:
        """What would be kept, with or without the place."""
        return self.learned if place else replace(self.learned, place=None)


def spans(limits: GateLimits | None) -> dict[str, Span]:
    """The limits by quantity, as `station.types.Quality` names them; nothing for what is not checked."""
    if limits is None:
        return {}
    found = {
        # brighter than full scale is no picture: a limit above it limits nothing
        "brightness": Span(limits.brightness_low, limits.brightness_high if limits.brightness_high < 1 else None),
        "saturated": Span(None, limits.saturated_high),
        "sharpness": Span(limits.sharpness_low, None),
    }
    if limits.place is not None:
        found["shift_px"] = Span(None, limits.place.shift_high_px)
        found["turn_deg"] = Span(None, limits.place.turn_high_deg)
    return found


class Looker:
    """Looks at pictures with the limits of a recipe. Thread-safe; a few milliseconds a picture."""

    def __init__(self, recipe: Recipe, limits: GateLimits, sight: Sight, correction: Correction | None = None) -> None:
        self._recipe = recipe
        self._correction = correction
        self._gate = ImageGate(limits)
        self._sight = sight

    def look(self, image: NDArray[Any], name: str = "", *, raw: bool = False) -> Looked:
        """Look at a picture as it is stored; a `raw` one of the camera is corrected first, as the line does.

        Raises RecipeError: the picture is of another kind than the recipe's.
        """
        if (spec := image_spec(image)) != self._recipe.image:
            raise RecipeError(
                f"The picture is {spec}; recipe {self._recipe.name} version {self._recipe.version} was taught on"
                f" {self._recipe.image}.",
                "Use the camera settings that the recipe was taught with.",
            )
        if raw and self._correction is not None:
            image = self._correction.apply(image)
        found = self._gate.look(self._sight.look(image))
        quality = quality_of(found.quality, found.place, self._gate.limits.place)
        return Looked(name, quality, None if found.place is None else found.place.agreement, found.findings)


class Gates:
    """Thread-safe; every method touches the database or reads pictures, so none is for the GUI thread."""

    def __init__(
        self,
        records: Records,
        store: ModelStore,
        base: Path,
        keep: Callable[[NewVersion], None],
        *,
        correction: Callable[[CalibrationRef], Correction] | None = None,
    ) -> None:
        """Paths of pictures that are not absolute count from `base`. `keep` is `Changeover.keep`, `correction` is
        `Calibrations.correction`; without it raw pictures cannot be looked at.
        """
        self._correction = correction
        self._records = records
        self._store = store
        self._base = base
        self._keep = keep
        self._keeping = threading.Lock()

    def version(self, name: str, version: int | None = None) -> Recipe:
        """The version asked for, else the one in force, else the newest. Raises RecipeError."""
        active = self._records.active()
        if version is None and active is not None and active.name == name:
            return active
        return self._records.recipe(name, version)

    def limits(self, recipe: Recipe) -> GateLimits | None:
        """What the gate of `recipe` lets pass; None: it has none. Raises CalibrationError."""
        return None if recipe.gate is None else GateLimits.from_dict(recipe.gate)

    def looker(self, recipe: Recipe, limits: GateLimits | None = None) -> Looker | None:
        """What looks at pictures as the line would, with `limits` in the place of the recipe's; None: no gate.

        Raises CalibrationError, ModelStoreError, RecipeError.
        """
        chosen = limits or self.limits(recipe)
        if chosen is None:
            return None
        ref = recipe.calibration
        correction = None if ref is None or self._correction is None else self._correction(ref)
        return Looker(recipe, chosen, self._sight(recipe), correction)

    def study(
        self,
        name: str,
        version: int | None = None,
        *,
        progress: Progress = lambda _fraction, _stage: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> GateStudy:
        """Measure the pictures of a recipe and learn limits from its normal set. Takes seconds; changes nothing.

        Raises:
            RecipeError: unknown, or no picture of its normal set is there any more.
            CalibrationError, ModelStoreError, RecordsError. Cancelled.
        """
        recipe = self.version(name, version)
        normal, held_out, left_out = self._pictures(recipe, cancelled)
        if not normal:
            raise RecipeError(
                f"No picture that recipe {recipe.name} version {recipe.version} was taught from is there any more.",
                "Put the pictures back, or teach the recipe again." + (f" ({left_out[0]})" if left_out else ""),
            )
        sight = self._sight(recipe)
        steps = 2 * len(normal) + len(held_out)
        done = [0]

        def look(image: NDArray[Any]) -> NDArray[Any]:
            check_cancelled(cancelled)
            done[0] += 1
            progress(min(1.0, done[0] / steps), "reading the pictures")
            return sight.look(image)

        learned = learn_all(Seen(ImageFiles(normal), look), place=True)
        place, seen = learned.limits.place, learned.registration.seen
        looked = tuple(
            self._looked(path.name, learned.limits, quality, seen[number] if seen else None)
            for number, (path, quality) in enumerate(zip(normal, learned.qualities, strict=True))
        )
        looker = Looker(recipe, learned.limits, sight)
        others = []
        for path in held_out:
            check_cancelled(cancelled)
            done[0] += 1
            progress(min(1.0, done[0] / steps), "reading the pictures")
            others.append(looker.look(read_image(path), path.name))
        why = "" if place is not None else learned.registration.why
        return GateStudy(
            recipe, self.limits(recipe), learned.limits, why, looked, tuple(others), tuple(left_out)
        )  # fmt: skip

    def keep(self, by: Session, study: GateStudy, *, place: bool, why: str) -> Recipe:
        """Keep the learned limits as a new version; it is in force where the version before was. Takes seconds.

        Raises:
            NotPermitted.
            UsageError: no reason, or nothing would change.
            CalibrationError: a place was wanted, and none could be learned.
            RecipeError, ModelStoreError, DetectorError, RecordsError, StorageError: the recipe stays as it is.
        """
        by.require(Action.CALIBRATE)
        why = why.strip()
        if not why:
            raise UsageError("The image gate is changed for a reason.", "Say in a few words why.")
        if place and study.learned.place is None:
            raise CalibrationError(
                f"no place could be learned: {study.why_no_place}", "Keep the limits without the place."
            )
        before, gate = study.recipe, study.limits(place=place).to_dict()
        if gate == before.gate:
            raise UsageError("The limits are those that the recipe has.", "There is nothing to keep.")
        with self._keeping:
            active = self._records.active()
            in_force = active is not None and active.ref == before.ref
            made = Recipe.model_validate(
                {
                    **before.model_dump(),
                    "version": self._records.next_version(before.name),
                    "gate": gate,
                    "note": why,
                    "created_at": datetime.now(UTC),
                    "created_by": by.name,
                }
            )
            self._keep(
                NewVersion(
                    made,
                    Act.GATE_LEARNED,
                    why,
                    reason=reason_of(self._records, before),
                    event=Event(
                        datetime.now(UTC),
                        EventKind.RECIPE,
                        f"Recipe {made.name} version {made.version} has an image gate learned from"
                        f" {study.learned.n_images} pictures{', with the place of the part' if place else ''}.",
                        by.name,
                        {"recipe": made.name, "version": made.version, "from": before.version, "place": place},
                    ),
                    activate=in_force,
                    why_active=why,
                    expected=before.ref if in_force else None,
                )
            )
            folder = self._store.folder(before.model)
            known = baseline_of(folder, before.model)
            qualities = tuple(
                one.quality if place else replace(one.quality, shift_px=None, turn_deg=None) for one in study.normal
            )
            keep_baseline(folder, before.model, Baseline(known.scores, qualities))
        return made

    def _looked(self, name: str, limits: GateLimits, quality: ImageQuality, seen: Registration | None) -> Looked:
        known = seen if limits.place is not None else None
        return Looked(name, quality_of(quality, known, limits.place), None if known is None else known.agreement, ())

    def _sight(self, recipe: Recipe) -> Sight:
        if recipe.region is None:
            return Sight(None)
        return Sight.of_model(self._store.check(recipe.model), recipe.region, recipe.image)

    def _pictures(self, recipe: Recipe, cancelled: Callable[[], bool]) -> tuple[list[Path], list[Path], list[str]]:
        """The pictures that the model was taught from, good ones that were held out, and what is left out and why."""
        snapshot = self._records.pictures.taught_from(recipe.model.ref)
        images: Sequence[SnapshotImage] = () if snapshot is None else snapshot.images
        sides: dict[str, list[Path]] = {"normal": [], "held_out": []}
        left_out = []
        for use, kept in sides.items():
            all_of_it = [one for one in images if one.use == use and one.label is ImageLabel.GOOD]
            for index in spread_over(len(all_of_it), most=MOST):
                check_cancelled(cancelled)
                one = all_of_it[index]
                path = self._base / one.path
                if problem := unusable(path, one.sha256):
                    left_out.append(f"{path.name}: {problem}")
                else:
                    kept.append(path)
        return sides["normal"], sides["held_out"], left_out
