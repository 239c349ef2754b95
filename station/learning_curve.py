"""What more good pictures would bring: one detector taught on more and more of them, and tried on the same parts."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from calibration import auroc_interval, image_auroc
from detectors import TrainingDataError
from detectors import create as create_detector
from station.aside import Kind, Tell, run_aside
from station.decision import image_spec
from station.images import ImageFiles, Seen, read_image
from station.picture_check import Progress, check_cancelled, paths_for_numbers
from station.region import Region
from station.sight import Sight

CURVE = Kind("learning curve", "No model was added.")


@dataclass(frozen=True, slots=True)
class CurveRequest:
    """What to teach and to try it on. `normal` is what may be learned from."""

    detector: str
    normal: tuple[Path, ...]
    held_out: tuple[Path, ...]
    defect: tuple[Path, ...]
    options: dict[str, Any] = field(default_factory=dict)
    device: str = "auto"
    seed: int = 0
    region: Region | None = None


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Image AUROC, with its 95 % interval, of a model taught from `n_images` good pictures."""

    n_images: int
    auroc: float
    low: float
    high: float


def sizes(n_normal: int, fewest: int) -> tuple[int, ...]:
    """Doublings from the fewest that the detector needs to all there are."""
    found, count = [], max(1, fewest)
    while count < n_normal:
        found.append(count)
        count *= 2
    return (*found, n_normal)


def learning_curve(
    request: CurveRequest,
    *,
    on_point: Callable[[CurvePoint], None] = lambda _point: None,
    progress: Progress = lambda _fraction, _stage: None,
    cancelled: Callable[[], bool] = lambda: False,
    gentle: Callable[[], bool] = lambda: False,
) -> tuple[CurvePoint, ...]:
    """Teach once for each size, in a process of its own; no model is kept. `gentle` as in `run_aside`.

    Each set holds the one before it. There is one draw, so a step between two sizes may be chance: the interval tells
    how sure the few tried pictures are, not how much another draw would differ.

    Raises:
        TrainingDataError: without good pictures and defects to try on there is nothing to measure.
        TrainingError: what went wrong in the process. Cancelled.
    """
    if not request.defect or not request.held_out:
        raise TrainingDataError(
            "A learning curve needs held-out good pictures and defects to try each model on.",
            "Label some defects first.",
        )

    def hear(told: Any) -> None:
        match told:
            case CurvePoint():
                on_point(told)
            case (float() | int() as fraction, str() as stage):
                progress(fraction, stage)

    return run_aside(_in_process, request, kind=CURVE, hear=hear, cancelled=cancelled, gentle=gentle)


def _in_process(request: CurveRequest, tell: Tell, cancelled: Callable[[], bool]) -> tuple[CurvePoint, ...]:
    detector = create_detector(request.detector)
    options = detector.parse_options(request.options)
    order = list(request.normal)
    random.Random(request.seed).shuffle(order)
    counts = sizes(len(order), detector.min_images)
    total, done = sum(counts), 0
    spec = image_spec(read_image(order[0]))
    points = []
    for count in counts:
        taught = order[:count]
        seen = Sight.of(request.region, taught, spec)

        def progress(share: float, stage: str, count: int = count, done: int = done) -> None:
            tell(((done + 0.9 * share * count) / total, f"{count} good pictures: {stage}"))

        with paths_for_numbers(taught):
            fitted = detector.fit(
                Seen(ImageFiles(taught), seen.look),
                options,
                device=request.device,
                seed=request.seed,
                progress=progress,
                cancelled=cancelled,
            )
        try:
            good, defect = (
                _scores(seen.whole(fitted), paths, cancelled) for paths in (request.held_out, request.defect)
            )
        finally:
            fitted.close()
        low, high = auroc_interval(good, defect)
        points.append(CurvePoint(count, image_auroc(good, defect), low, high))
        tell(points[-1])
        done += count
    tell((1.0, "done"))
    return tuple(points)


def _scores(fitted: Any, paths: Sequence[Path], cancelled: Callable[[], bool]) -> list[float]:
    found = []
    for path in paths:
        check_cancelled(cancelled)
        found.append(float(fitted.predict([read_image(path)])[0].score))
    return found
