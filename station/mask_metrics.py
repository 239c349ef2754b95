"""Pixel AUROC and AUPRO of a recipe version on the painted pictures of its data set."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calibration import CalibrationError
from calibration.pixel import PixelMetrics, pixel_metrics
from detectors import Cancelled
from station.errors import ImageFileError, explain
from station.judge import Setup
from station.mask_files import MaskPixels
from station.picture_check import Progress
from station.queries import Mask, StoredImage
from station.recipe import Recipe
from station.scoring import score_picture
from station.types import RecipeRef

GOOD_MOST = 200
"""Good pictures that are counted, spread over all that the model was not taught from."""
_KEPT_BYTES = 512_000_000
"""Maps that are kept between the readings; the rest is scored again."""


@dataclass(frozen=True, slots=True)
class Paintable:
    """A picture of a data set, and the mask in force."""

    stored: StoredImage
    mask: Mask | None


@dataclass(frozen=True, slots=True)
class PixelFigures:
    """How well heatmaps find what was painted; `metrics` None, with the `reason`, where nothing can be said.

    Counted are `masked` defects and `good` pictures that the model was not taught from; `unmasked` defects have no
    mask. Of a recipe with a region only the rectangle counts; what is ignored in it counts as found good.
    """

    recipe: RecipeRef
    metrics: PixelMetrics | None
    reason: str
    masked: int
    unmasked: int
    good: int
    left_out: tuple[str, ...] = ()


def measure_pixels(
    recipe: Recipe,
    defects: Sequence[Paintable],
    good: Sequence[StoredImage],
    *,
    taught: frozenset[str],
    read: Callable[[StoredImage, Mask], MaskPixels],
    load_setup: Callable[[Recipe], Setup],
    progress: Progress = lambda _fraction, _stage: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> PixelFigures:
    """See `station.masks.Masks.pixel_metrics`. `taught` are the hashes of pictures that must not be counted."""
    new = [one for one in defects if one.stored.image.sha256 not in taught]
    masked = [(one.stored, one.mask) for one in new if one.mask is not None]
    unmasked = len(new) - len(masked)
    if not masked:
        what = "No defect has a mask" if new else "There is no defect that the model was not taught from"
        return PixelFigures(recipe.ref, None, f"{what}, so the heatmaps cannot be measured.", 0, unmasked, 0)
    fresh = [one for one in good if one.image.sha256 not in taught]
    fresh = fresh[:: -(-len(fresh) // GOOD_MOST)] if fresh else []
    progress(0.0, "loading the model")
    setup = load_setup(recipe)
    try:
        reading = _Reading(setup, [*masked, *((one, None) for one in fresh)], read, progress, cancelled)
        reading.survey()
        seen = sum(1 for one in reading.usable if one[1] is not None)
        counts = seen, unmasked, len(reading.usable) - seen, tuple(reading.left_out)
        if not seen:
            return PixelFigures(recipe.ref, None, "None of the painted pictures can be scored.", *counts)
        try:
            metrics = pixel_metrics(reading.pairs)
        except CalibrationError as error:
            return PixelFigures(recipe.ref, None, explain(error), *counts)
    finally:
        setup.detector.close()
    progress(1.0, "done")
    return PixelFigures(recipe.ref, metrics, "", *counts)


class _Reading:
    """Maps and masks of pictures, as often as they are asked for. The first reading finds out which can be used."""

    def __init__(
        self,
        setup: Setup,
        pictures: Sequence[tuple[StoredImage, Mask | None]],
        read: Callable[[StoredImage, Mask], MaskPixels],
        progress: Progress,
        cancelled: Callable[[], bool],
    ) -> None:
        self._setup, self._pictures, self._read = setup, pictures, read
        self._progress, self._cancelled = progress, cancelled
        self._kept: dict[int, NDArray[Any]] = {}
        self._bytes = 0
        self.usable: list[tuple[StoredImage, Mask | None]] = []
        self.left_out: list[str] = []

    def survey(self) -> None:
        """Score all once. Raises Cancelled."""
        for index, (stored, mask) in enumerate(self._pictures):
            if self._cancelled():
                raise Cancelled("Measuring the heatmaps was cancelled.", "Nothing was changed.")
            self._progress(0.9 * index / len(self._pictures), "scoring the painted pictures")
            try:
                values = self._map(stored)
                if mask is not None:
                    self._read(stored, mask)
            except ImageFileError as error:
                self.left_out.append(explain(error))
                continue
            self.usable.append((stored, mask))
            if self._bytes + values.nbytes <= _KEPT_BYTES:
                self._bytes += values.nbytes
                self._kept[stored.id] = values
        self._progress(0.9, "measuring the heatmaps")

    def pairs(self) -> Iterator[tuple[NDArray[Any], NDArray[Any] | None]]:
        region, spec = self._setup.recipe.region, self._setup.recipe.image
        for stored, mask in self.usable:
            if self._cancelled():
                raise Cancelled("Measuring the heatmaps was cancelled.", "Nothing was changed.")
            kept = self._kept.get(stored.id)
            values = self._map(stored) if kept is None else kept
            painted = None if mask is None else self._read(stored, mask)
            if region is not None:
                values = values[region.box(spec.height, spec.width)]
                painted = None if painted is None else region.cut_mask(painted)
            yield np.ascontiguousarray(values), painted

    def _map(self, stored: StoredImage) -> NDArray[np.float32]:
        scored = score_picture(self._setup, Path(stored.image.path))
        if scored.anomaly_map is None:
            raise ImageFileError(f"{stored.image.path}: cannot be scored: {scored.detail}")
        return scored.anomaly_map
