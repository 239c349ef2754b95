"""Score a stored picture again with the stored model of its inspection: it must give the stored score.

A verdict that cannot be reproduced is worth nothing as evidence. Also the only way to see the heatmap of a past part:
anomaly maps are not stored.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from detectors.api import Cancelled, FittedDetector
from station.errors import ImageFileError, ModelStoreError
from station.history import FLAW_TEXT, read_picture
from station.models import ModelStore
from station.recipe import ModelVersion
from station.region import Region
from station.types import Inspection, ModelRef, RecipeRef, Verdict

TOLERANCE = 1e-3
"""As a share of the larger of score and threshold: what another device or number type may make of the same picture."""


class Agreement(StrEnum):
    """How a score compares with the stored one."""

    EQUAL = "equal"
    WITHIN = "within"  # another device or number type gives such differences
    DIFFERS = "differs"
    NOT_SCORED = "not_scored"  # the line did not score this picture


@dataclass(frozen=True, slots=True, eq=False)
class Rescored:
    """The same picture under the same model, now. `verdict` is by the thresholds of that time.

    `image` and `anomaly_map` as in `station.types.Result`. `device` is the one of now; that of then is not recorded.
    """

    inspection: Inspection
    score: float
    agreement: Agreement
    verdict: Verdict | None
    device: str
    image: NDArray[Any]
    anomaly_map: NDArray[Any]
    seconds: float

    @property
    def difference(self) -> float | None:
        """The score of now less the stored one."""
        return None if self.inspection.score is None else self.score - self.inspection.score

    @property
    def other_verdict(self) -> bool:
        """Whether the score of now would have given another verdict."""
        return self.inspection.score is not None and self.verdict is not verdict_of(
            self.inspection.score, self.inspection
        )


def verdict_of(score: float, inspection: Inspection) -> Verdict | None:
    """What a score means under the thresholds that were in force; None: there was none."""
    threshold, review_from = inspection.threshold, inspection.review_from
    if threshold is None:
        return None
    if not math.isfinite(score):
        return Verdict.ERROR
    if score >= threshold:
        return Verdict.NOK
    return Verdict.REVIEW if review_from is not None and score >= review_from else Verdict.OK


def agreement(score: float, inspection: Inspection) -> Agreement:
    """Hold a score against the stored one."""
    stored = inspection.score
    if stored is None:
        return Agreement.NOT_SCORED
    if score == stored or (math.isnan(score) and math.isnan(stored)):
        return Agreement.EQUAL
    size = max(abs(stored), abs(inspection.threshold or 0.0))
    return Agreement.WITHIN if abs(score - stored) <= TOLERANCE * size else Agreement.DIFFERS


class Rescoring:
    """Keeps the model that was used last, until `free`. Thread-safe: one picture at a time."""

    def __init__(
        self, models: ModelStore, images_dir: Path, device: str, region_of: Callable[[RecipeRef], Region | None]
    ) -> None:
        """`region_of` reads what of a picture counts in a recipe version; it may raise RecipeError, RecordsError."""
        self._models = models
        self._region_of = region_of
        self._images_dir = images_dir
        self._device = device
        self._lock = threading.Lock()
        self._kept: tuple[ModelRef, FittedDetector] | None = None

    def rescore(
        self,
        inspection: Inspection,
        progress: Callable[[float, str], None] = lambda _fraction, _stage: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Rescored:
        """Score the stored picture again. Takes seconds where the model has to be loaded.

        Raises:
            ImageFileError: the picture is gone, changed or unreadable.
            ModelStoreError: the inspection has no model, or its folder is gone or damaged.
            DetectorError: the detector failed; Cancelled among them.
        """
        progress(0.0, "reading the picture")
        picture = read_picture(self._images_dir, inspection)
        if picture.image is None or picture.flaw is not None:
            text = FLAW_TEXT[picture.flaw] if picture.flaw is not None else "there is no picture"
            raise ImageFileError(
                f"This inspection cannot be scored again: {text}. {picture.detail}".strip(),
                "Its row with score, threshold and verdict stays as it was.",
            )
        with self._lock:
            _stop_if(cancelled)
            detector = self._detector(inspection, progress, picture.image.shape[:2])
            _stop_if(cancelled)
            progress(0.8, "scoring")
            started = time.perf_counter()
            prediction = detector.predict([picture.image])[0]
            seconds = time.perf_counter() - started
            device = detector.device
        score = float(prediction.score)
        progress(1.0, "done")
        return Rescored(
            inspection,
            score,
            agreement(score, inspection),
            verdict_of(score, inspection),
            device,
            picture.image,
            prediction.anomaly_map,
            seconds,
        )

    def free(self) -> None:
        """Let go of the model. May wait for a picture that is being scored. Safe to call twice."""
        with self._lock:
            self._drop()

    def _drop(self) -> None:
        if self._kept is not None:
            self._kept[1].close()
            self._kept = None

    def _detector(
        self, inspection: Inspection, progress: Callable[[float, str], None], size: tuple[int, int]
    ) -> FittedDetector:
        ref = inspection.model
        if ref is None:
            raise ModelStoreError(
                "This inspection cannot be scored again: it was made without a model.",
                "Only inspections of a recipe can be scored again.",
            )
        if self._kept is not None and self._kept[0] == ref:
            return self._kept[1]
        self._drop()
        progress(0.1, f"loading the model {ref.name} version {ref.version}")
        model = ModelVersion(name=ref.name, version=ref.version, sha256=ref.sha256)
        if not self._models.folder(model).is_dir():
            raise ModelStoreError(
                f"This inspection cannot be scored again: the folder of its model {ref.name} version {ref.version} is"
                " gone.",
                f"Put {self._models.folder(model)} back from a backup. Its row stays as it was.",
            )
        region = None if inspection.recipe is None else self._region_of(inspection.recipe)
        detector = self._models.load(model, device=self._device, region=region)
        # as on the line: some detectors choose the way they compute when they are warmed up
        detector.warm_up(size)
        self._kept = (ref, detector)
        return detector


def _stop_if(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise Cancelled("Scoring again was cancelled.", "Nothing was changed.")
