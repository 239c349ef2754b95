"""Pixel AUROC and AUPRO of a recipe version on the painted pictures of its data set."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calibration import CalibrationError, PixelIntervals, PixelMetrics, bounded_pixel_metrics
from detectors import Cancelled
from station.errors import ImageFileError, explain
from station.exhibits import Candidate
from station.judge import Setup
from station.mask_files import MaskPixels, read_saved_mask
from station.picture_check import Progress
from station.queries import ImageLabel
from station.recipe import Recipe
from station.scoring import score_picture
from station.types import RecipeRef

AUPRO_LIMIT = 0.3
"""False positive rate up to which AUPRO is measured."""
GOOD_MOST = 200
"""Good pictures that are counted, spread over all that the model did not learn from."""
_KEPT_BYTES = 512_000_000
"""Maps that are kept between the readings; the rest is scored again."""


@dataclass(frozen=True, slots=True)
class PixelFigures:
    """How well heatmaps find what was painted; `metrics` None, with the `reason`, where nothing can be said.

    Counted are `masked` defects and `good` pictures that the model did not learn from; `unmasked` defects have no
    mask. Of a recipe with a region only the rectangle counts; what is ignored in it counts as found good. `intervals`
    tell how sure the figures are.
    """

    recipe: RecipeRef
    metrics: PixelMetrics | None
    reason: str
    masked: int
    unmasked: int
    good: int
    left_out: tuple[str, ...] = ()
    intervals: PixelIntervals | None = None

    @property
    def auroc(self) -> float | None:
        return None if self.metrics is None else self.metrics.auroc

    @property
    def aupro(self) -> float | None:
        """Up to `AUPRO_LIMIT`."""
        return None if self.metrics is None else self.metrics.aupro_at(AUPRO_LIMIT)


def measure_pixels(
    recipe: Recipe,
    candidates: Sequence[Candidate],
    open_setup: Callable[[], AbstractContextManager[Setup]],
    *,
    progress: Progress = lambda _fraction, _stage: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> PixelFigures:
    """Measure the heatmaps of a recipe version on pictures that its model is judged by; the model only where needed.

    Raises what `open_setup` raises; Cancelled.
    """
    defects = [one for one in candidates if one.label is ImageLabel.DEFECT]
    masked = [one for one in defects if one.mask is not None]
    unmasked = len(defects) - len(masked)
    if not masked:
        what = "No defect has a mask" if defects else "There is no defect that the model was not taught from"
        return PixelFigures(recipe.ref, None, f"{what}, so the heatmaps cannot be measured.", 0, unmasked, 0)
    good = [one for one in candidates if one.label is ImageLabel.GOOD]
    good = good[:: -(-len(good) // GOOD_MOST)] if good else []
    progress(0.0, "loading the model")
    with open_setup() as setup:
        reading = _Reading(setup, [*masked, *good], progress, cancelled)
        reading.survey()
        seen = sum(1 for one in reading.usable if one.mask is not None)
        counts = seen, unmasked, len(reading.usable) - seen, tuple(reading.left_out)
        if not seen:
            return PixelFigures(recipe.ref, None, "None of the painted pictures can be scored.", *counts)
        try:
            metrics, intervals = bounded_pixel_metrics(reading.pairs, AUPRO_LIMIT)
        except CalibrationError as error:
            return PixelFigures(recipe.ref, None, explain(error), *counts)
    progress(1.0, "done")
    return PixelFigures(recipe.ref, metrics, "", *counts, intervals)


class _Reading:
    """Maps and masks of pictures, as often as they are asked for. The first reading finds out which can be used."""

    def __init__(
        self, setup: Setup, pictures: Sequence[Candidate], progress: Progress, cancelled: Callable[[], bool]
    ) -> None:
        self._setup, self._pictures = setup, pictures
        self._progress, self._cancelled = progress, cancelled
        self._kept: dict[str, NDArray[Any]] = {}
        self._bytes = 0
        self.usable: list[Candidate] = []
        self.left_out: list[str] = []

    def survey(self) -> None:
        """Score all once. Raises Cancelled."""
        for index, one in enumerate(self._pictures):
            self._check_cancelled()
            self._progress(0.9 * index / len(self._pictures), "scoring the painted pictures")
            try:
                values = self._map(one)
                _mask(one, values)
            except ImageFileError as error:
                self.left_out.append(explain(error))
                continue
            self.usable.append(one)
            if self._bytes + values.nbytes <= _KEPT_BYTES:
                self._bytes += values.nbytes
                self._kept[one.sha256] = values
        self._progress(0.9, "measuring the heatmaps")

    def pairs(self) -> Iterator[tuple[NDArray[Any], NDArray[Any] | None]]:
        region, spec = self._setup.recipe.region, self._setup.recipe.image
        for one in self.usable:
            self._check_cancelled()
            kept = self._kept.get(one.sha256)
            values = self._map(one) if kept is None else kept
            painted = _mask(one, values)
            if region is not None:
                values = values[region.box(spec.height, spec.width)]
                painted = None if painted is None else region.cut_mask(painted)
            yield np.ascontiguousarray(values), painted

    def _check_cancelled(self) -> None:
        if self._cancelled():
            raise Cancelled("Measuring the heatmaps was cancelled.", "Nothing was changed.")

    def _map(self, one: Candidate) -> NDArray[np.float32]:
        scored = score_picture(self._setup, one.path)
        if scored.anomaly_map is None:
            raise ImageFileError(f"{one.path}: cannot be scored: {scored.detail}")
        return scored.anomaly_map


def _mask(one: Candidate, values: NDArray[Any]) -> MaskPixels | None:
    """Raises ImageFileError: gone, changed or of another size."""
    if one.mask is None:
        return None
    return read_saved_mask(one.mask, one.mask_sha256, (values.shape[0], values.shape[1]))
