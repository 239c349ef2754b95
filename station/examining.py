"""How good a recipe version is on pictures that its model was not taught from, and which ones it finds hardest."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

from calibration import ImageMetrics, OperatingPoint, auroc_interval, evaluate, image_metrics
from detectors import Epoch
from station.aside import Kind, Tell, run_aside
from station.config import Config
from station.errors import RecipeError
from station.exhibits import Candidate, Exhibit, exhibit, said_of
from station.exhibits import Said as SaidOf
from station.judge import Setup
from station.learned import LeftOut
from station.mask_metrics import PixelFigures, measure_pixels
from station.picture_check import Progress, check_cancelled
from station.queries import ImageLabel
from station.recipe import Recipe
from station.scoring import score_picture

EXAMINATION = Kind("examination", "Nothing was changed.")
SHOWN = 12
"""Pictures of each kind that are shown."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What can be claimed. `image` and `auroc` (its 95 % interval) need both kinds of pictures; `point` is at the
    recipe's own thresholds.

    `refused` pictures have no score: the line would not have scored them either.
    """

    n_good: int
    n_defect: int
    refused: int
    point: OperatingPoint | None = None
    image: ImageMetrics | None = None
    auroc: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Examination:
    """A recipe version on pictures whose truth is known.

    `said` follows `candidates`. `worst_good` are the good pictures with the highest scores, `best_hidden` the defects
    with the lowest, the hardest first. `pixel` is None without masks. `curve` is how training went, where the detector
    remembers. `left_out` pictures are gone or changed.
    """

    recipe: Recipe
    candidates: tuple[Candidate, ...]
    said: tuple[SaidOf, ...]
    figures: Figures
    worst_good: tuple[Exhibit, ...] = ()
    best_hidden: tuple[Exhibit, ...] = ()
    pixel: PixelFigures | None = None
    curve: tuple[Epoch, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """What to examine; `candidates` are labelled good or defect."""

    config: Config
    recipe: Recipe
    candidates: tuple[Candidate, ...]
    shown: int = SHOWN


def examine(
    request: Request,
    *,
    progress: Progress = lambda _fraction, _stage: None,
    cancelled: Callable[[], bool] = lambda: False,
    gentle: Callable[[], bool] = lambda: False,
) -> Examination:
    """Score the pictures in a process of its own. Takes seconds and more. `gentle` as in `run_aside`.

    Raises:
        RecipeError: no pictures. TrainingError: the model cannot be loaded, or the process died. Cancelled.
    """
    if not request.candidates:
        raise RecipeError(
            f"There are no pictures to examine recipe {request.recipe.name} on.", "Label pictures of its data set."
        )
    return run_aside(
        _in_process, request, kind=EXAMINATION, hear=hear_progress(progress), cancelled=cancelled, gentle=gentle
    )


def hear_progress(progress: Progress) -> Tell:
    """Take (fraction, stage) out of what a process tells."""

    def hear(told: Any) -> None:
        match told:
            case (float() | int() as fraction, str() as stage):
                progress(fraction, stage)

    return hear


def _in_process(request: Request, tell: Tell, cancelled: Callable[[], bool]) -> Examination:
    from station.setups import setup_loader

    tell((0.0, "loading the model"))
    setup = setup_loader(request.config)(request.recipe)
    try:
        return examined(request, setup, lambda fraction, stage: tell((fraction, stage)), cancelled)
    finally:
        setup.detector.close()


def examined(request: Request, setup: Setup, progress: Progress, cancelled: Callable[[], bool]) -> Examination:
    """Score with a model that is loaded. Raises Cancelled."""
    candidates, recipe = request.candidates, request.recipe
    painted = any(one.mask is not None for one in candidates)
    share = 0.5 if painted else 1.0
    said = []
    good, hidden = _Hardest(request.shown, 1), _Hardest(request.shown, -1)
    for index, one in enumerate(candidates):
        check_cancelled(cancelled)
        progress(0.05 + 0.95 * share * index / len(candidates), "scoring the pictures")
        scored = score_picture(setup, one.path)
        said.append(said_of(scored))
        hardest = good if one.label is ImageLabel.GOOD else hidden
        if scored.score is not None and scored.image is not None and hardest.takes(scored.score):
            hardest.add(scored.score, exhibit(one, scored.image, [(scored, recipe)]))
    pixel = None
    if painted:
        pixel = measure_pixels(
            recipe,
            candidates,
            lambda: nullcontext(setup),
            progress=lambda done, _stage: progress(0.525 + 0.475 * done, "comparing with the masks"),
            cancelled=cancelled,
        )
    progress(1.0, "done")
    return Examination(
        recipe,
        candidates,
        tuple(said),
        figures_of(recipe, [(one.label, what.score) for one, what in zip(candidates, said, strict=True)]),
        good.shown,
        hidden.shown,
        pixel,
        tuple(getattr(setup.detector, "curve", ())),
    )


def figures_of(recipe: Recipe, scored: Iterable[tuple[ImageLabel | None, float | None]]) -> Figures:
    """Count and bound what `recipe` does to parts of known truth."""
    sides: dict[ImageLabel, list[float]] = {ImageLabel.GOOD: [], ImageLabel.DEFECT: []}
    refused = 0
    for label, score in scored:
        if label not in sides:
            continue
        if score is None:
            refused += 1
        else:
            sides[label].append(score)
    good, defect = sides[ImageLabel.GOOD], sides[ImageLabel.DEFECT]
    if not good and not defect:
        return Figures(0, 0, refused)
    point = evaluate(recipe.threshold, recipe.review_from, good, defect)
    if not good or not defect:
        return Figures(len(good), len(defect), refused, point)
    return Figures(len(good), len(defect), refused, point, image_metrics(good, defect), auroc_interval(good, defect))


@dataclass(slots=True)
class _Hardest:
    """Keeps the exhibits with the highest scores, or with `sign` -1 the lowest."""

    most: int
    sign: int
    _heap: list[tuple[float, int, Exhibit]] = field(default_factory=list)
    _count: int = 0

    def takes(self, score: float) -> bool:
        if len(self._heap) < self.most:
            return True
        return bool(self._heap) and self.sign * score > self._heap[0][0]

    def add(self, score: float, one: Exhibit) -> None:
        self._count += 1
        entry = (self.sign * score, -self._count, one)
        if len(self._heap) < self.most:
            heapq.heappush(self._heap, entry)
        else:
            heapq.heapreplace(self._heap, entry)

    @property
    def shown(self) -> tuple[Exhibit, ...]:
        return tuple(one for _, _, one in sorted(self._heap, key=lambda entry: entry[:2], reverse=True))
