"""Pictures from files under a recipe, without recording anything: for looking, and for choosing thresholds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detectors.api import DetectorError
from station.decision import decide, refuse_picture
from station.errors import ImageFileError, explain
from station.images import list_images, read_image
from station.judge import Setup
from station.types import Reason, Verdict


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """One picture and what the line would have said.

    `reason` is None where the file could not be read; `detail` then says why. `score` is None where nothing was
    scored. `image` and `anomaly_map` as in `station.types.Result`.
    """

    path: Path
    verdict: Verdict
    reason: Reason | None
    detail: str = ""
    score: float | None = None
    image: NDArray[Any] | None = None
    anomaly_map: NDArray[np.float32] | None = None

    @property
    def was_scored(self) -> bool:
        return self.score is not None


def find_pictures(given: Iterable[Path]) -> list[Path]:
    """List the pictures: files as given, folders as what is in them. Raises ImageFileError for an empty folder."""
    found: list[Path] = []
    for path in given:
        found.extend(list_images(path) if path.is_dir() else [path])
    return found


def score_pictures(setup: Setup, paths: Sequence[Path]) -> Iterator[Scored]:
    """Score one file after the other, as the line would; a file that cannot be scored says why."""
    for path in paths:
        yield score_picture(setup, path)


def score_picture(setup: Setup, path: Path) -> Scored:
    """Score one file as the line would."""
    try:
        image = read_image(path)
    except ImageFileError as error:
        return Scored(path, Verdict.ERROR, None, explain(error))
    refusal = refuse_picture(image, setup.recipe, setup.gate(image).findings)
    if refusal is not None:
        return Scored(path, refusal.verdict, refusal.reason, refusal.detail, image=image)
    try:
        prediction = setup.detector.predict([image])[0]
    except DetectorError as error:
        return Scored(path, Verdict.ERROR, Reason.DETECTOR_EXCEPTION, explain(error), image=image)
    score = float(prediction.score)
    decision = decide(score, setup.recipe)
    return Scored(
        path,
        decision.verdict,
        decision.reason,
        decision.detail,
        score=score if np.isfinite(score) else None,
        image=image,
        anomaly_map=prediction.anomaly_map,
    )
