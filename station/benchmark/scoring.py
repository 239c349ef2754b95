"""Score a test set, keep the maps on the disk meanwhile, and measure them pixel by pixel at the pictures' own size."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calibration import CalibrationError, PixelMetrics, pixel_metrics
from detectors.api import FittedDetector, Image, Labelled
from station.benchmark.datasets import Sample
from station.errors import ImageFileError
from station.images import read_image, storage_error

LIMITS = (0.3, 0.05)
_BATCH, _BATCH_PIXELS = 8, 1 << 23


@dataclass(frozen=True, slots=True)
class Scored:
    """A tested picture, its raw score, and the file that holds its anomaly map (float32, the picture's size)."""

    sample: Sample
    score: float
    map_file: Path

    def map(self) -> NDArray[Any]:
        loaded: NDArray[Any] = np.load(self.map_file)
        return loaded


def score_all(
    fitted: FittedDetector, test: Sequence[Sample], folder: Path, progress: Callable[[float], None]
) -> tuple[Scored, ...]:
    """Score the pictures in their order. The maps go to `folder`, which must exist.

    Raises:
        DetectorError, ImageFileError, StorageError
    """
    scored: list[Scored] = []
    for samples, images in _batches(test):
        for sample, prediction in zip(samples, fitted.predict(images), strict=True):
            file = folder / f"{len(scored)}.npy"
            try:
                np.save(file, np.asarray(prediction.anomaly_map, np.float32))
            except OSError as error:
                raise storage_error(file, error) from error
            scored.append(Scored(sample, float(prediction.score), file))
        progress(len(scored) / len(test))
    return tuple(scored)


def _batches(test: Sequence[Sample]) -> Iterator[tuple[list[Sample], list[Image]]]:
    samples: list[Sample] = []
    images: list[Image] = []
    pixels = 0
    for sample in test:
        image = read_image(sample.path)
        samples.append(sample)
        images.append(image)
        pixels += image.shape[0] * image.shape[1]
        if len(samples) == _BATCH or pixels >= _BATCH_PIXELS:
            yield samples, images
            samples, images, pixels = [], [], 0
    if samples:
        yield samples, images


def read_mask(path: Path) -> NDArray[np.bool_]:
    """Read a painted mask: whatever is not black is defect. Raises ImageFileError."""
    mask = read_image(path)
    return np.asarray(mask.any(axis=2) if mask.ndim == 3 else mask != 0, np.bool_)


def measure_pixels(scored: Sequence[Scored]) -> tuple[PixelMetrics | None, int, str]:
    """Return the pixel metrics, how many painted masks they rest on, and what is to be said about them.

    A defect without a mask, or with one of another size, leaves no pixel metrics: over a part of the defects they could
    not be compared with anything. A mask on which nothing is painted leaves out its picture alone.
    """
    defects = [one for one in scored if one.sample.defective]
    masked = [one for one in defects if one.sample.mask is not None]
    if not defects:
        return None, 0, "no pixel figures: there are no defects"
    if len(masked) < len(defects):
        return None, len(masked), f"no pixel figures: {len(masked)} of {len(defects)} defects have a mask"
    try:
        empty = [one for one in masked if not _is_painted(one)]
        kept = [one for one in scored if one not in empty]
        painted = len(masked) - len(empty)
        if not painted:
            return None, 0, "no pixel figures: all masks are empty"
        metrics = pixel_metrics(lambda: _pairs(kept), LIMITS)
    except (ImageFileError, CalibrationError) as error:
        return None, len(masked), f"no pixel figures: {error.message.rstrip('.')}"
    if not empty:
        return metrics, painted, ""
    names = ", ".join(f"{one.sample.kind}/{one.sample.path.name}" for one in empty)
    return metrics, painted, f"left out of the pixel figures, because the mask is empty: {names}"


def _is_painted(one: Scored) -> bool:
    """Tell whether the mask marks anything. Raises ImageFileError where it does not fit its picture."""
    if one.sample.mask is None:
        return False
    mask = read_mask(one.sample.mask)
    shape = np.load(one.map_file, mmap_mode="r").shape
    if mask.shape != shape:
        raise ImageFileError(
            f"the mask {one.sample.mask.parent.name}/{one.sample.mask.name} is {mask.shape[1]} x {mask.shape[0]} "
            f"pixels, its picture {shape[1]} x {shape[0]}"
        )
    return bool(mask.any())


def _pairs(scored: Sequence[Scored]) -> Iterator[tuple[NDArray[Any], NDArray[Any] | None]]:
    for one in scored:
        yield one.map(), read_mask(one.sample.mask) if one.sample.mask is not None else None


class WatchedFiles(Sequence[Labelled]):
    """Tested pictures as training may watch them, read when they are asked for. Masks that do not fit are left out."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        self._samples = tuple(samples)

    def __len__(self) -> int:
        return len(self._samples)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return WatchedFiles(self._samples[index])
        sample = self._samples[index]
        return Labelled(read_image(sample.path), sample.defective)
