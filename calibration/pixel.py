"""Pixel metrics over a whole test set, exact and in constant memory.

Only the scores of defect pixels are thresholds that matter: between two of them the curves run flat. The first
reading of the data collects those scores, the second counts how many pixels of all images lie below and at each.
When there are more distinct ones than `capacity`, the score axis is cut into ranges and each is read for on its own.

Definitions: pixel AUROC is the rank sum with mid-ranks over all pixels of all images. AUPRO (Bergmann et al., "The
MVTec Anomaly Detection Dataset", IJCV 2021): regions are 8-connected components of the ground truth and
weigh the same whatever their size; the false positive rate counts the normal pixels of all images, good ones
included; the curve has a point per distinct score, is linear between points, and its area up to the limit is divided
by the limit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from calibration.api import CalibrationError
from calibration.bounds import check_share

Pair = tuple[NDArray[Any], NDArray[Any] | None]
Source = Callable[[], Iterable[Pair]]
"""Starts a fresh reading of (anomaly map, mask): called more than once, must give the same pairs in the same order.

Map: (H, W) float32 (float64 is rounded to float32). Mask: (H, W), non-zero is defect; None for a good image.
Sizes may differ between images."""

CAPACITY = 1 << 22
_BATCH = 1 << 25
_STEP = 1 << 16
_BIN_BITS = 16

Keys = NDArray[np.uint32]
Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class PixelMetrics:
    """`aupro` holds (limit, value) in the order asked for. `f1_max_threshold` is an oracle, like F1-max itself."""

    n_images: int
    n_regions: int
    n_normal_pixels: int
    n_defect_pixels: int
    auroc: float
    average_precision: float
    f1_max: float
    f1_max_threshold: float
    aupro: tuple[tuple[float, float], ...]

    def aupro_at(self, limit: float) -> float:
        """Return AUPRO at one of the limits that were asked for.

        Raises:
            CalibrationError: it was not computed.
        """
        for known, value in self.aupro:
            if known == limit:
                return value
        known_limits = ", ".join(str(known) for known, _ in self.aupro)
        raise CalibrationError(f"AUPRO was not computed up to {limit}", f"Computed: {known_limits or 'none'}.")


def pixel_metrics(source: Source, limits: Sequence[float] = (0.3, 0.05), *, capacity: int = CAPACITY) -> PixelMetrics:
    """Compute pixel AUROC, average precision, F1-max and AUPRO in two readings of `source`, or a few more.

    Memory does not grow with the number of images: about 128 MB and 100 bytes per distinct defect score, of which
    `capacity` are held at once; more of them cost two further readings per range.

    Raises:
        CalibrationError: no defect pixel, no normal pixel, a value that is not finite, a mask that does not fit its
            map, a limit outside (0, 1], or a second reading that differs from the first.
    """
    for limit in limits:
        check_share(limit, "the limit of AUPRO")
        if limit == 0.0:
            raise CalibrationError("the limit of AUPRO must be above 0", "Use 0.3 or 0.05.")
    survey = _Survey.read(source, capacity)
    curve = _Curve(survey, limits)
    if survey.cells is not None:
        curve.take(*_count(source, survey, survey.cells))
    else:
        for low, high in _ranges(survey.histogram, capacity):
            cells = _collect(source, low, high)
            curve.take(*_count(source, survey, cells))
    return curve.result()


def pixel_auroc(source: Source) -> float:
    """Return the pixel AUROC alone. Raises as `pixel_metrics` does."""
    return pixel_metrics(source, ()).auroc


def aupro(source: Source, limit: float = 0.3) -> float:
    """Return AUPRO up to `limit` alone. Raises as `pixel_metrics` does."""
    return pixel_metrics(source, (limit,)).aupro_at(limit)


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """Distinct scores of defect pixels as ascending keys; pixels and summed 1 / |region| at each."""

    keys: Keys
    counts: Counts
    weights: Floats

    @classmethod
    def merge(cls, parts: Sequence[_Cells]) -> _Cells:
        keys = np.concatenate([part.keys for part in parts])
        if keys.size == 0:
            return cls(keys, np.zeros(0, np.int64), np.zeros(0))
        order = np.argsort(keys)
        keys = keys[order]
        starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
        counts = np.concatenate([part.counts for part in parts])[order]
        weights = np.concatenate([part.weights for part in parts])[order]
        return cls(keys[starts], np.add.reduceat(counts, starts), np.add.reduceat(weights, starts))


class _CellStore:
    """Gathers defect pixels and merges equal scores whenever the waiting ones outgrow what is merged."""

    def __init__(self, chunk: int) -> None:
        self._parts = [_Cells(np.zeros(0, np.uint32), np.zeros(0, np.int64), np.zeros(0))]
        self._waiting = 0
        self._chunk = chunk

    def add(self, keys: Keys, weights: Floats) -> None:
        self._parts.append(_Cells(keys, np.ones(keys.size, np.int64), weights))
        self._waiting += keys.size
        if self._waiting > max(self._chunk, self._parts[0].keys.size):
            self.merged()

    def merged(self) -> _Cells:
        if len(self._parts) > 1:
            self._parts = [_Cells.merge(self._parts)]
            self._waiting = 0
        return self._parts[0]

    @property
    def distinct(self) -> int:
        """Distinct scores as of the last merge: a lower estimate."""
        return self._parts[0].keys.size


@dataclass(frozen=True, slots=True, eq=False)
class _Survey:
    """What the first reading finds. `cells` is None when there were more than `capacity`."""

    n_images: int
    n_pixels: int
    n_defect: int
    n_regions: int
    histogram: Counts
    cells: _Cells | None

    @classmethod
    def read(cls, source: Source, capacity: int) -> _Survey:
        n_images = n_pixels = n_defect = n_regions = 0
        histogram = np.zeros(1 << _BIN_BITS, np.int64)
        store: _CellStore | None = _CellStore(capacity // 4)
        for anomaly_map, mask in _checked(source):
            n_images += 1
            n_pixels += anomaly_map.size
            if mask is None:
                continue
            keys, weights, regions = _defect_pixels(anomaly_map, mask)
            n_defect += keys.size
            n_regions += regions
            histogram += np.bincount(keys >> np.uint32(32 - _BIN_BITS), minlength=histogram.size)
            if store is not None:
                store.add(keys, weights)
                if store.distinct > capacity:
                    store = None
        cells = None if store is None else store.merged()
        if cells is not None and cells.keys.size > capacity:
            cells = None
        if n_images == 0:
            raise CalibrationError("there are no anomaly maps to measure", "Give at least one image.")
        if n_defect == 0:
            raise CalibrationError(
                f"no mask of the {n_images} images marks a defect", "Pixel metrics need painted ground truth."
            )
        if n_defect == n_pixels:
            raise CalibrationError(
                f"the masks of the {n_images} images mark every pixel as defect", "Pixel metrics need normal pixels."
            )
        return cls(n_images, n_pixels, n_defect, n_regions, histogram, cells)


def _checked(source: Source) -> Iterator[Pair]:
    limit = float(np.finfo(np.float32).max)
    for index, (anomaly_map, mask) in enumerate(source(), start=1):
        if anomaly_map.ndim != 2 or anomaly_map.size == 0:
            raise CalibrationError(f"anomaly map {index} has shape {anomaly_map.shape}; it must be (height, width)")
        if not (-limit <= float(anomaly_map.min()) and float(anomaly_map.max()) <= limit):
            raise CalibrationError(
                f"anomaly map {index} holds a value that is not finite",
                "Score the image again; if it comes back, train the model again.",
            )
        if mask is not None and mask.shape != anomaly_map.shape:
            raise CalibrationError(
                f"mask {index} has shape {mask.shape}, its anomaly map {anomaly_map.shape}",
                "Resize the mask to the map (nearest neighbour), or the map to the mask.",
            )
        yield anomaly_map, mask


def defect_pixels(mask: NDArray[Any]) -> tuple[Places, Floats, int]:
    """Return the places of defect pixels in the flat map, 1 / |region| at each, and the number of regions."""
    binary = np.ascontiguousarray(mask != 0).view(np.uint8)
    left, top, width, height = cv2.boundingRect(binary)
    if width == 0:
        return np.zeros(0, np.intp), np.zeros(0), 0
    box = (slice(top, top + height), slice(left, left + width))
    binary = np.ascontiguousarray(binary[box])
    n_labels, labels, stats, _ = cv2.connectedComponentsWithStats(binary, connectivity=8)
    where = np.flatnonzero(binary)
    # Label 0 is the background, and may be empty within the box.
    weights = 1.0 / np.maximum(stats[:, cv2.CC_STAT_AREA], 1).astype(np.float64)
    rows, columns = np.divmod(where, width)
    return (rows + top) * mask.shape[1] + columns + left, weights[labels.reshape(-1)[where]], n_labels - 1


def _defect_pixels(anomaly_map: NDArray[Any], mask: NDArray[Any]) -> tuple[Keys, Floats, int]:
    """Return keys and 1 / |region| of the defect pixels of one image, and the number of its regions."""
    where, weights, regions = defect_pixels(mask)
    values = anomaly_map.reshape(-1)[where]
    keys = np.empty(values.size, np.uint32)
    _write_keys(values, keys)
    return keys, weights, regions


def _write_keys(values: NDArray[Any], out: Keys) -> None:
    """Write order-preserving uint32 keys of float32 values: equal scores have equal keys, -0.0 and 0.0 included."""
    floats, bits = out.view(np.float32), out.view(np.int32)
    for start in range(0, values.size, _STEP):
        part = slice(start, start + _STEP)
        np.add(values[part], np.float32(0.0), out=floats[part], casting="same_kind")
        bits[part] ^= (bits[part] >> 31) | np.int32(-(1 << 31))


def _score(key: int) -> float:
    bits = key ^ (0x80000000 if key & 0x80000000 else 0xFFFFFFFF)
    return float(np.array(bits, dtype=np.uint32).view(np.float32))


def _ranges(histogram: Counts, capacity: int) -> Iterator[tuple[int, int]]:
    """Cut the key axis, from high to low, into ranges [low, high] that hold at most `capacity` distinct keys.

    One bin of the histogram is never cut: it holds 65,536 keys at most.
    """
    width = 1 << (32 - _BIN_BITS)
    low = high = held = 0
    for bin_index in np.flatnonzero(histogram)[::-1].tolist():
        keys = min(int(histogram[bin_index]), width)
        if held and held + keys > capacity:
            yield low * width, (high + 1) * width - 1
            held = 0
        low, high = bin_index, high if held else bin_index
        held += keys
    if held:
        yield low * width, (high + 1) * width - 1


def _collect(source: Source, low: int, high: int) -> _Cells:
    store = _CellStore(1 << _BIN_BITS)
    for anomaly_map, mask in _checked(source):
        if mask is not None:
            keys, weights, _ = _defect_pixels(anomaly_map, mask)
            inside = (keys >= np.uint32(low)) & (keys <= np.uint32(high))
            store.add(keys[inside], weights[inside])
    return store.merged()


def _count(source: Source, survey: _Survey, cells: _Cells) -> tuple[_Cells, Counts, Counts]:
    """Count the pixels of all images, defect ones included, below each cell and at it."""
    below = np.zeros(cells.keys.size, np.int64)
    at = np.zeros(cells.keys.size, np.int64)
    batch = np.empty(min(_BATCH, survey.n_pixels), np.uint32)
    filled = seen = 0

    def count_into(keys: Keys) -> None:
        keys.sort()
        first = np.searchsorted(keys, cells.keys, side="left")
        np.add(below, first, out=below)
        tied = np.flatnonzero(keys[np.minimum(first, keys.size - 1)] == cells.keys)
        at[tied] += np.searchsorted(keys, cells.keys[tied], side="right") - first[tied]

    for anomaly_map, _ in _checked(source):
        values = np.ascontiguousarray(anomaly_map).reshape(-1)
        seen += values.size
        taken = 0
        while taken < values.size:
            room = min(batch.size - filled, values.size - taken)
            _write_keys(values[taken : taken + room], batch[filled : filled + room])
            filled += room
            taken += room
            if filled == batch.size:
                count_into(batch)
                filled = 0
    if filled:
        count_into(batch[:filled])
    if seen != survey.n_pixels or bool((at < cells.counts).any()):
        raise CalibrationError(
            "the second reading of the anomaly maps differs from the first",
            "The source must give the same maps and masks every time.",
        )
    return cells, below, at


class _Curve:
    """Sums the metrics along the curves, from the highest score down, one range of scores at a time."""

    def __init__(self, survey: _Survey, limits: Sequence[float]) -> None:
        self._survey = survey
        self._limits = tuple(limits)
        self._n_normal = survey.n_pixels - survey.n_defect
        self._caught = 0  # defect pixels at or above the last cell
        self._false = 0  # normal pixels at or above the last cell
        self._overlap = 0.0  # mean region overlap at the last cell
        self._wins = 0  # twice the number of (defect, normal) pairs in the right order, ties half
        self._precision = 0.0
        self._f1 = (0.0, float("nan"))
        self._areas = [0.0 for _ in limits]

    def take(self, cells: _Cells, below: Counts, at: Counts) -> None:
        """Add a range of cells that lies below all cells taken before."""
        if cells.keys.size == 0:
            return
        counts = cells.counts[::-1]
        keys = cells.keys[::-1]
        caught = self._caught + np.cumsum(counts)
        defect_below = self._survey.n_defect - caught
        tied = at[::-1] - counts
        normal_below = below[::-1] - defect_below
        false_before = self._n_normal - normal_below - tied
        false = false_before + tied
        overlap = self._overlap + np.cumsum(cells.weights[::-1]) / self._survey.n_regions
        overlap_before = np.concatenate([[self._overlap], overlap[:-1]])
        self._wins += _exact_dot(counts, 2 * normal_below + tied)
        self._precision += float(np.sum(counts * (caught / (caught + false))))
        f1 = 2 * caught / (self._survey.n_defect + caught + false)
        best = int(np.argmax(f1))
        if f1[best] > self._f1[0]:
            self._f1 = (float(f1[best]), _score(int(keys[best])))
        false_last = np.concatenate([[self._false], false[:-1]])
        for index, limit in enumerate(self._limits):
            end = limit * self._n_normal
            flat = np.minimum(false_before, end) - np.minimum(false_last, end)
            slope = np.minimum(false, end) - np.minimum(false_before, end)
            rise = (overlap - overlap_before) * slope / np.maximum(tied, 1)
            self._areas[index] += float(np.sum(overlap_before * flat + slope * (overlap_before + rise / 2.0)))
        self._caught, self._false, self._overlap = int(caught[-1]), int(false[-1]), float(overlap[-1])

    def result(self) -> PixelMetrics:
        survey = self._survey
        limits = [(limit, limit * self._n_normal) for limit in self._limits]
        # Below the last defect pixel every region is covered whole.
        areas = [area + max(0.0, end - self._false) for area, (_, end) in zip(self._areas, limits, strict=True)]
        return PixelMetrics(
            n_images=survey.n_images,
            n_regions=survey.n_regions,
            n_normal_pixels=self._n_normal,
            n_defect_pixels=survey.n_defect,
            auroc=self._wins / (2 * survey.n_defect * self._n_normal),
            average_precision=self._precision / survey.n_defect,
            f1_max=self._f1[0],
            f1_max_threshold=self._f1[1],
            aupro=tuple((limit, area / end) for area, (limit, end) in zip(areas, limits, strict=True)),
        )


def _exact_dot(a: Counts, b: Counts) -> int:
    """Return the sum of a * b as a Python int: 10^9 defect and 10^9 normal pixels would overflow int64."""
    high, low = b >> 24, b & ((1 << 24) - 1)
    return (int(np.dot(a, high)) << 24) + int(np.dot(a, low))
