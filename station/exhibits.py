"""Pictures to be looked at beside figures: small enough to come from another process and to stay in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from station.heatmap import HeatScale, heat_index
from station.queries import ImageLabel
from station.recipe import Recipe
from station.scoring import Scored
from station.types import Verdict

SIDE = 512
"""Longest side of an exhibit in pixels."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A picture that is to be scored. `mask_sha256` is that of its mask's file when it was painted.

    `part` is the inspection that it comes from, where it is from history.
    """

    path: Path
    sha256: str
    label: ImageLabel | None = None
    kind: str | None = None
    mask: Path | None = None
    mask_sha256: str | None = None
    part: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What a recipe says of a picture. Without a score `detail` says why there is none."""

    score: float | None
    verdict: Verdict
    detail: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Exhibit:
    """A reduced picture with the heat of each recipe that judged it.

    `image`: uint8 or uint16, (h, w) or (h, w, 3). `heats`: uint8 (h, w) each, as `station.heatmap.heat_index` along
    `scales`; a place keeps the largest anomaly of the pixels it stands for. None where nothing was scored.
    """

    candidate: Candidate
    said: tuple[Said, ...]
    image: NDArray[Any]
    heats: tuple[NDArray[np.uint8] | None, ...]
    scales: tuple[HeatScale | None, ...]


def said_of(scored: Scored) -> Said:
    return Said(scored.score, scored.verdict, scored.detail)


def exhibit(candidate: Candidate, image: NDArray[Any], by: Sequence[tuple[Scored, Recipe]]) -> Exhibit:
    """Reduce a picture and what recipes found on it."""
    height, width = image.shape[:2]
    size = _reduced(height, width)
    heats: list[NDArray[np.uint8] | None] = []
    scales: list[HeatScale | None] = []
    for scored, recipe in by:
        scale = HeatScale.of(recipe.threshold, recipe.review_from)
        scales.append(scale)
        if scored.anomaly_map is None or scale is None:
            heats.append(None)
        else:
            heats.append(heat_index(_largest(scored.anomaly_map, size), scale))
    small = image if (height, width) == size else cv2.resize(image, size[::-1], interpolation=cv2.INTER_AREA)
    return Exhibit(candidate, tuple(said_of(one) for one, _ in by), small, tuple(heats), tuple(scales))


def _reduced(height: int, width: int) -> tuple[int, int]:
    share = min(1.0, SIDE / max(height, width))
    return max(1, round(height * share)), max(1, round(width * share))


def _largest(anomaly_map: NDArray[Any], size: tuple[int, int]) -> NDArray[np.float32]:
    """Bring a map to (h, w) by the largest value of each cell: a mean would wipe out small defects."""
    height, width = anomaly_map.shape
    if (height, width) == size:
        return np.asarray(anomaly_map, np.float32)
    rows = np.arange(size[0]) * height // size[0]
    columns = np.arange(size[1]) * width // size[1]
    by_row = np.maximum.reduceat(np.asarray(anomaly_map, np.float32), rows, axis=0)
    reduced: NDArray[np.float32] = np.maximum.reduceat(by_row, columns, axis=1)
    return reduced
