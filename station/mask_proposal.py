"""A mask proposed from an anomaly map: what lies above a level, and its outline drawn in again with GrabCut.

An anomaly map is blurred: it tells where a defect is, not where it ends. GrabCut (Rother, Kolmogorov, Blake, SIGGRAPH
2004) finds the edge in the picture; the map only says what surely is defect, what may be, and what surely is not. It
runs on a crop around each piece, so that its time follows the size of the defects and not that of the picture.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from station.db import Records
from station.decision import image_spec
from station.errors import RecipeError
from station.heatmap import HeatScale, to_8_bit
from station.judge import Setup
from station.mask_files import MaskPixels
from station.recipe import Recipe
from station.types import ModelRef

MIN_AREA = 25
"""Pixels; smaller pieces are dropped unless someone asks for them."""
_PIECES_MOST = 200
_WORK_SIDE = 320
"""Longest side of a crop in which GrabCut runs; larger ones are made smaller for it."""
_ROUNDS = 4
_SURE = 0.85
"""Between level and peak of a piece: from here on it surely is defect."""
_PAD = 0.6
"""Of a piece's side that is taken in around it."""
_PAD_LEAST = 12
_FLAT = 1.0
"""Grey levels of spread below which a crop has no edge to find."""

Map = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Heat:
    """What a model says of one picture, to begin a mask from. `level` is a place to begin at."""

    anomaly_map: Map
    score: float
    recipe: Recipe
    level: float
    lowest: float
    highest: float

    @property
    def model(self) -> ModelRef:
        return self.recipe.model.ref

    @property
    def scale(self) -> HeatScale | None:
        return HeatScale.of(self.recipe.threshold, self.recipe.review_from)


class Proposals:
    """Scores pictures for painting with the model of a data set's newest recipe, else of the active one.

    Thread-safe, one picture at a time. The model of the last call is kept: `close` lets go of it. Loading takes
    seconds, a picture what an inspection takes: not for the GUI thread.
    """

    def __init__(self, records: Records, load_setup: Callable[[Recipe], Setup]) -> None:
        self._records = records
        self._load_setup = load_setup
        self._lock = threading.Lock()
        self._setup: Setup | None = None

    def heat(self, name: str, image: NDArray[Any]) -> Heat:
        """Score `image` of the data set `name`; also one that the image gate would refuse.

        Raises:
            RecipeError: nothing was taught yet, or on pictures of another kind.
            ModelStoreError, DetectorError
        """
        recipe = self.recipe_for(name)
        found = image_spec(image)
        if found != recipe.image:
            raise RecipeError(
                f"The picture is {found}; recipe {recipe.name} version {recipe.version} was taught on {recipe.image}.",
                "Paint without a proposal, or teach this data set.",
            )
        with self._lock:
            if self._setup is None or self._setup.recipe.sha256 != recipe.sha256:
                self._let_go()
                self._setup = self._load_setup(recipe)
            prediction = self._setup.detector.predict([image])[0]
        values = np.nan_to_num(np.asarray(prediction.anomaly_map, np.float32))
        lowest, highest = float(values.min()), float(values.max())
        level = recipe.threshold if recipe.review_from is None else recipe.review_from
        # a map is blurred: around a strong defect much lies above the threshold that is good, and half way up is nearer
        half = (lowest + highest) / 2
        level = max(level, half) if level <= highest else half
        values.setflags(write=False)
        return Heat(values, float(prediction.score), recipe, level, lowest, highest)

    def close(self) -> None:
        """Let go of the model. Safe to call twice; the next call loads it again."""
        with self._lock:
            self._let_go()

    def _let_go(self) -> None:
        if self._setup is not None:
            self._setup.detector.close()
            self._setup = None

    def recipe_for(self, name: str) -> Recipe:
        """The recipe version that proposes for a data set: the active one where it has its name, else its newest.

        Raises RecipeError: nothing was taught yet.
        """
        versions = self._records.versions(name)
        active = self._records.active()
        if active is not None and active.name == name:
            return active
        if versions:
            return versions[-1]
        if active is not None:
            return active
        raise RecipeError(
            "There is no model to propose a mask with.",
            "Paint by hand, or teach this data set from good pictures first.",
        )


def propose(anomaly_map: Map, level: float, *, min_area: int = MIN_AREA) -> MaskPixels:
    """Mark what is at `level` or above, without pieces of fewer than `min_area` pixels. 5 megapixels: some 10 ms."""
    above = (anomaly_map >= level).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(above, connectivity=8)
    keep = np.zeros(count, np.uint8)
    keep[1:] = np.where(stats[1:, cv2.CC_STAT_AREA] >= min_area, 255, 0)
    if not keep.any() or keep[1:].all():
        return np.asarray(above * keep.max(), np.uint8)
    return np.asarray(keep[labels], np.uint8)


def refine(
    image: NDArray[Any],
    anomaly_map: Map,
    mask: MaskPixels,
    *,
    min_area: int = MIN_AREA,
    cancelled: Callable[[], bool] = lambda: False,
) -> MaskPixels:
    """Draw the outline of each piece of `mask` in again along the edges of the picture.

    A piece for which GrabCut finds nothing stays as it was. `cancelled` is asked between pieces; what is done by then
    is returned.
    """
    pixels = to_8_bit(image)
    rgb: NDArray[Any] = cv2.cvtColor(pixels, cv2.COLOR_GRAY2RGB) if pixels.ndim == 2 else pixels
    count, labels, stats, _ = cv2.connectedComponentsWithStats((mask != 0).astype(np.uint8), connectivity=8)
    result = np.zeros(mask.shape, np.uint8)
    by_size = sorted(range(1, count), key=lambda one: -int(stats[one, cv2.CC_STAT_AREA]))
    for place, one in enumerate(by_size):
        left, top, width, height, area = (int(value) for value in stats[one])
        pad_x, pad_y = (max(_PAD_LEAST, int(_PAD * side)) for side in (width, height))
        rows = slice(max(0, top - pad_y), min(mask.shape[0], top + height + pad_y))
        columns = slice(max(0, left - pad_x), min(mask.shape[1], left + width + pad_x))
        piece = labels[rows, columns] == one
        cut = None
        if place < _PIECES_MOST and area >= min_area and not cancelled():
            cut = _grab_cut(rgb[rows, columns], anomaly_map[rows, columns], piece)
        target = result[rows, columns]
        np.copyto(target, np.uint8(255), where=piece if cut is None else cut)
    return result


def _grab_cut(rgb: NDArray[Any], values: Map, piece: NDArray[np.bool_]) -> NDArray[np.bool_] | None:
    """Cut one piece out of its surroundings; None where that fails."""
    height, width = piece.shape
    factor = min(1.0, _WORK_SIDE / max(height, width))
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    colours = np.ascontiguousarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA))
    inside = cv2.resize(piece.astype(np.uint8), size, interpolation=cv2.INTER_AREA) > 0
    small = cv2.resize(np.ascontiguousarray(values), size, interpolation=cv2.INTER_AREA)
    if not inside.any() or inside.all() or float(colours.std(axis=(0, 1)).max()) < _FLAT:
        return None
    level, peak = float(small[inside].min()), float(small[inside].max())
    seeds = np.full(inside.shape, cv2.GC_BGD, np.uint8)
    reach = max(1, round(0.15 * max(inside.any(axis=0).sum(), inside.any(axis=1).sum())))
    around = cv2.dilate(inside.astype(np.uint8), np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)) > 0
    seeds[around] = cv2.GC_PR_BGD
    seeds[inside] = cv2.GC_PR_FGD
    sure = inside & (small >= level + _SURE * (peak - level))
    seeds[sure] = cv2.GC_FGD
    if not (seeds == cv2.GC_BGD).any():
        seeds[0, :] = seeds[-1, :] = seeds[:, 0] = seeds[:, -1] = cv2.GC_BGD
    try:
        cv2.setRNGSeed(0)  # its clusters begin at random; the same picture is to give the same mask
        cv2.grabCut(colours, seeds, (0, 0, 1, 1), np.zeros((1, 65)), np.zeros((1, 65)), _ROUNDS, cv2.GC_INIT_WITH_MASK)
    except cv2.error:
        return None
    found = ((seeds == cv2.GC_FGD) | (seeds == cv2.GC_PR_FGD)).astype(np.uint8)
    found = _joined_with(found, sure)
    if not found.any():
        return None
    full = cv2.resize(found * np.uint8(255), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(full > 127, bool)


def _joined_with(found: NDArray[np.uint8], sure: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Keep the parts that hold what surely is defect: not their neighbours of the same colour."""
    _, labels = cv2.connectedComponents(found, connectivity=8)
    touched = np.unique(labels[sure])
    return np.isin(labels, touched[touched > 0]).astype(np.uint8)
