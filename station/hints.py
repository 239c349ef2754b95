"""What to look at again before training: near-duplicates, and pictures that do not look like the rest.

Near-duplicates are two pictures of one part in one place: they teach nothing new, and one in the normal set and the
other in the held-out set make the numbers look better than they are. Pictures are compared as 32 x 32 grey values
after taking their mean away, so that a flickering lamp does not hide them.

Outliers of the normal set are found by scoring each good picture with a quick model of the others (leave one out, or
one of `FOLDS` parts of a larger set; near-duplicates stay in one part). What counts is the robust z-score, from the
median and the median absolute deviation: z = 0.6745 (x - median) / MAD, and 3.5 as the limit (Iglewicz and Hoaglin
1993). A picture may also be an outlier because the image gate, learned from all of them, would refuse it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any, overload

import cv2
import numpy as np
from numpy.typing import NDArray

from calibration.image_gate import check, limits_of, measure
from detectors import Cancelled, Detector, Prediction, create
from station.apart import Runner, run_apart
from station.dataset_files import SetFolder
from station.datasets import DataSets
from station.errors import ImageFileError
from station.queries import ImageLabel, LabelledImage, StoredImage
from station.thumbnails import thumbnail

Progress = Callable[[float, str], None]
Cancel = Callable[[], bool]

NEAR = 0.0025
"""Two pictures are nearly the same where they differ by less (root mean square, as a share of white) ..."""
NEAR_OF_SPREAD = 0.25
"""... or by less than this share of what pictures of the set usually differ from its mean picture."""
FAR_Z = 3.5
FAR_RATIO = 1.3
"""An outlier also scores so many times the median: among pictures that are all alike any z is large."""
FEWEST = 4
FOLDS = 5
LEAVE_ONE_OUT_TO = 10
TAUGHT_MOST = 150
"""Pictures that a quick model learns from at most."""
QUICK: Mapping[str, Mapping[str, Any]] = {"patchcore": {"bank_max": 2000, "rows_max": 20_000, "input_size": 224}}
_SIDE = 32
_BATCH = 8
_BLOCK = 1000
_PLACES = (("upper left", "top", "upper right"), ("left", "middle", "right"), ("lower left", "bottom", "lower right"))


class Finding(StrEnum):
    NEAR_DUPLICATE = "near-duplicate"
    OUTLIER = "outlier"


@dataclass(frozen=True, slots=True)
class Hint:
    """One picture to look at. `others`: the pictures it is nearly the same as, by number. `z`: for outliers, the
    robust z-score of `score`; None where only the image gate objects. `why` is for people.
    """

    image_id: int
    finding: Finding
    why: str
    others: tuple[int, ...] = ()
    score: float | None = None
    z: float | None = None


@dataclass(frozen=True, slots=True)
class Hints:
    """What was found in `pictures`, outliers first, the furthest first. `notes`: what could not be looked at."""

    pictures: int
    hints: tuple[Hint, ...]
    notes: tuple[str, ...] = ()

    def of(self, image_id: int) -> tuple[Hint, ...]:
        return tuple(hint for hint in self.hints if hint.image_id == image_id)


class Hinting:
    """Looks through data sets. Thread-safe; takes seconds to minutes: run it as a job."""

    def __init__(self, datasets: DataSets, *, device: str = "cpu", run: Runner = run_apart) -> None:
        self._datasets = datasets
        self._device = device
        self._run = run

    def look_through(
        self,
        name: str,
        *,
        detector: str = "patchcore",
        progress: Progress = lambda _fraction, _stage: None,
        cancelled: Cancel = lambda: False,
    ) -> Hints:
        """Look for near-duplicates among all pictures but the ignored, and for outliers among the good.

        The quick models are made in a process of their own. Raises Cancelled; TrainingError: they could not be made.
        """
        stored: list[StoredImage] = []
        while page := self._datasets.page(name, after=stored[-1].id if stored else 0, limit=500):
            stored += page
        stored = [one for one in stored if one.image.label is not ImageLabel.IGNORE]
        shown, small, notes = [], [], []
        for index, one in enumerate(stored):
            _check(cancelled)
            progress(0.3 * index / len(stored), "reading the pictures")
            try:
                small.append(_reduced(self._datasets.thumbnail(one.image)))
                shown.append(one)
            except ImageFileError as error:
                notes.append(error.message)
        if not shown:
            return Hints(0, (), tuple(notes))
        groups = near_duplicates(small, progress=_part(progress, 0.3, 0.4), cancelled=cancelled)
        hints = _duplicate_hints(shown, groups)
        good = [index for index, one in enumerate(shown) if one.image.label is ImageLabel.GOOD]
        if len({groups[index] for index in good}) < FEWEST:
            notes.append(f"With {len(good)} good pictures nothing can be said about outliers; it takes {FEWEST}.")
        else:
            images = tuple(shown[index].image for index in good)
            work = partial(
                _outliers_of,
                _Thumbnails(self._datasets.folder(name), images),
                [groups[index] for index in good],
                detector,
                self._device,
            )
            far = self._run(work, _part(progress, 0.4, 1.0), cancelled)
            hints = [*(_named(hint, shown[good[hint.image_id]]) for hint in far), *hints]
        progress(1.0, "done")
        return Hints(len(shown), tuple(hints), tuple(notes))


def near_duplicates(
    reduced: Sequence[NDArray[np.float32]],
    *,
    progress: Progress = lambda _fraction, _stage: None,
    cancelled: Cancel = lambda: False,
) -> list[int]:
    """Say of each picture which group it belongs to: the place of the first that is nearly the same, or its own.

    `reduced`: what `_reduced` gives, all of one size.
    """
    rows = np.stack([one.ravel() for one in reduced])
    rows -= rows.mean(axis=0)
    squares = np.square(rows).mean(axis=1)
    spread = float(np.sqrt(np.median(squares)))
    limit = max(NEAR, NEAR_OF_SPREAD * spread) ** 2
    group = list(range(len(rows)))
    for start in range(0, len(rows), _BLOCK):
        _check(cancelled)
        progress(start / len(rows), "looking for near-duplicates")
        block = rows[start : start + _BLOCK]
        # each pair once: against this block and those after it
        distance = squares[start : start + len(block), None] + squares[None, start:]
        distance -= 2.0 / rows.shape[1] * (block @ rows[start:].T)
        for first, second in np.argwhere(distance < limit):
            if first < second:
                _join(group, start + int(first), start + int(second))
    return [_root(group, index) for index in range(len(rows))]


def outliers(
    images: Sequence[NDArray[Any]],
    groups: Sequence[int],
    detector: Detector,
    *,
    options: Mapping[str, Any],
    device: str = "cpu",
    seed: int = 0,
    progress: Progress = lambda _fraction, _stage: None,
    cancelled: Cancel = lambda: False,
) -> list[Hint]:
    """Score each picture with a model of the others; `image_id` of a hint is the place in `images`. The furthest first.

    Raises DetectorError, Cancelled.
    """
    parsed = detector.parse_options(options)
    order = sorted(set(groups))
    random.Random(seed).shuffle(order)
    folds = len(order) if len(order) <= LEAVE_ONE_OUT_TO else FOLDS
    fold_of = {group: place % folds for place, group in enumerate(order)}
    scores = np.zeros(len(images))
    places = [""] * len(images)
    done = 0
    for fold in range(folds):
        _check(cancelled)
        progress(done / len(images), "comparing each picture with the others")
        taught = [index for index, group in enumerate(groups) if fold_of[group] != fold]
        if len(taught) > TAUGHT_MOST:
            taught = sorted(random.Random(seed + fold).sample(taught, TAUGHT_MOST))
        normal = [images[index] for index in taught]
        fitted = detector.fit(normal, parsed, device=device, seed=seed, cancelled=cancelled)
        try:
            scored = [index for index, group in enumerate(groups) if fold_of[group] == fold]
            for start in range(0, len(scored), _BATCH):
                _check(cancelled)
                progress(done / len(images), "comparing each picture with the others")
                batch = scored[start : start + _BATCH]
                for index, prediction in zip(batch, fitted.predict([images[index] for index in batch]), strict=True):
                    scores[index], places[index] = float(prediction.score), _place(prediction)
                done += len(batch)
        finally:
            fitted.close()
    return _far(images, scores, places, cancelled)


def robust_z(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return 0.6745 (x - median) / MAD; where half of the scores are the same, the mean deviation stands in for MAD."""
    away = scores - np.median(scores)
    spread = float(np.median(np.abs(away))) / 0.6745
    if spread == 0.0:
        spread = float(np.abs(away).mean()) * 1.2533
    result: NDArray[np.float64] = away / spread if spread > 0.0 else np.zeros_like(away)
    return result


def _far(
    images: Sequence[NDArray[Any]], scores: NDArray[np.float64], places: Sequence[str], cancelled: Cancel
) -> list[Hint]:
    middle, z = float(np.median(scores)), robust_z(scores)
    qualities = []
    for image in images:
        _check(cancelled)
        qualities.append(measure(image))
    limits = limits_of(qualities)
    hints = []
    for index, quality in enumerate(qualities):
        reasons = []
        if z[index] > FAR_Z and scores[index] > FAR_RATIO * middle:
            reasons.append(
                f"scores {scores[index]:.3g} where the others score {middle:.3g} (robust z {z[index]:.1f});"
                f" most unusual place: {places[index]}"
            )
        reasons += check(quality, limits)
        if reasons:
            by_score = float(z[index]) if z[index] > FAR_Z else None
            hints.append(Hint(index, Finding.OUTLIER, "; ".join(reasons), (), float(scores[index]), by_score))
    return sorted(hints, key=lambda hint: -z[hint.image_id])


def _place(prediction: Prediction) -> str:
    found = prediction.anomaly_map
    row, column = np.unravel_index(int(np.argmax(found)), found.shape)
    return _PLACES[min(2, 3 * int(row) // found.shape[0])][min(2, 3 * int(column) // found.shape[1])]


def _duplicate_hints(shown: Sequence[StoredImage], groups: Sequence[int]) -> list[Hint]:
    members: dict[int, list[StoredImage]] = {}
    for one, group in zip(shown, groups, strict=True):
        members.setdefault(group, []).append(one)
    hints = []
    for alike in members.values():
        labels = {one.image.label for one in alike}
        for one in alike if len(alike) > 1 else ():
            others = tuple(other.id for other in alike if other is not one)
            many = len(others) > 1
            why = f"nearly the same as {len(others)} other pictures" if many else "nearly the same as 1 other picture"
            if len(labels) > 1:
                words = ", ".join(sorted(label.value for label in labels))
                why += f", and they are not all labelled the same: {words}"
            hints.append(Hint(one.id, Finding.NEAR_DUPLICATE, why, others))
    return hints


def _named(hint: Hint, one: StoredImage) -> Hint:
    return Hint(one.id, hint.finding, hint.why, hint.others, hint.score, hint.z)


def _reduced(small: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(32, 32) float32, 0..1 of white, mean 0."""
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY) if small.ndim == 3 else small
    cells = cv2.resize(grey, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA).astype(np.float32) / 255.0
    result: NDArray[np.float32] = cells - cells.mean()
    return result


def _root(group: list[int], index: int) -> int:
    while group[index] != index:
        group[index] = group[group[index]]
        index = group[index]
    return index


def _join(group: list[int], first: int, second: int) -> None:
    one, other = _root(group, first), _root(group, second)
    group[max(one, other)] = min(one, other)


def _check(cancelled: Cancel) -> None:
    if cancelled():
        raise Cancelled("The search was cancelled.", "Nothing was changed.")


def _part(progress: Progress, start: float, end: float) -> Progress:
    return lambda fraction, stage: progress(start + (end - start) * fraction, stage)


class _Thumbnails(Sequence[NDArray[Any]]):
    """Thumbnails that are read when they are asked for; can go to another process."""

    def __init__(self, folder: SetFolder, images: Sequence[LabelledImage]) -> None:
        self._folder = folder
        self._images = images

    def __len__(self) -> int:
        return len(self._images)

    @overload
    def __getitem__(self, index: int) -> NDArray[Any]: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[NDArray[Any]]: ...
    def __getitem__(self, index: int | slice) -> NDArray[Any] | Sequence[NDArray[Any]]:
        if isinstance(index, slice):
            return _Thumbnails(self._folder, self._images[index])
        return thumbnail(self._folder, self._images[index])


def _outliers_of(
    images: _Thumbnails, groups: Sequence[int], detector: str, device: str, progress: Progress, cancelled: Cancel
) -> list[Hint]:
    """`outliers` with a detector by its name."""
    options = QUICK.get(detector, {})
    return outliers(
        images, groups, create(detector), options=options, device=device, progress=progress, cancelled=cancelled
    )
