"""Few-shot training in a process of its own (`station.aside`), so that the line and the window go on."""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from calibration.image_gate import ImageQuality
from calibration.registration import Registration
from detectors import Epoch, Extendable, Gradual, Trained, TrainingDataError
from detectors import create as create_detector
from detectors.api import Detector, FittedDetector
from station.aside import Kind, Note, Tell, run_aside
from station.images import ImageFiles, Seen, read_image
from station.labelled import LabelledFile, LabelledFiles
from station.models import DatasetSnapshot, ModelStore, snapshot_of
from station.picture_check import (
    Progress,
    check_cancelled,
    check_pictures,
    learn_gate,
    none_fit,
    paths_for_numbers,
    refused_by,
    spread_over,
)
from station.recipe import ImageSpec, ModelVersion
from station.region import Region
from station.region_detector import RegionDetector
from station.sight import Sight
from station.staging import staging

WATCHED_MOST = 50
"""Pictures of each kind that are watched: each point of the curve waits for all of them."""
TRAINING = Kind("training", "No model was added; the active recipe is unchanged.")


@dataclass(frozen=True, slots=True)
class TrainingRequest:
    """What to teach. `normal` is learned from; `held_out` and `defect` are only scored, for the threshold.

    `learned_defect` is learned from too, by a detector that can. With `watch` a detector that learns in epochs scores
    some of `held_out` and `defect` after each of them, for the curve alone. Of each picture only `region` counts. With
    `place` the image gate also learns where the part lies.

    With `base` that model is extended by the pictures of `added`, all of them also in `normal`; its options count.

    All pictures must be of one kind (size, channels, depth): that kind becomes part of the recipe.
    """

    name: str
    detector: str
    normal: tuple[Path, ...]
    held_out: tuple[Path, ...]
    models_dir: Path
    defect: tuple[Path, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)
    device: str = "auto"
    seed: int = 0
    learned_defect: tuple[LabelledFile, ...] = ()
    watch: bool = False
    base: ModelVersion | None = None
    added: tuple[Path, ...] = ()
    region: Region | None = None
    place: bool = False


@dataclass(frozen=True, slots=True)
class TrainingOutcome:
    """A model that is in the store, and what was measured while it was made. Times in seconds.

    `options` are those it was fitted with, defaults included. The order of scores is that of the request. `left_out`
    says of held-out good pictures why the image gate refuses them: they have no score, as they would on the line.
    """

    model: ModelVersion
    image: ImageSpec
    gate: dict[str, Any]
    held_out_scores: tuple[float, ...]
    fit_s: float
    total_s: float
    device: str
    options: dict[str, Any]
    snapshot: DatasetSnapshot
    defect_scores: tuple[float, ...] = ()
    curve: tuple[Epoch, ...] = ()
    left_out: Mapping[Path, str] = field(default_factory=dict)
    qualities: tuple[ImageQuality, ...] = ()  # of the pictures that the image gate was learned from
    registered: tuple[Registration, ...] = ()  # where the part lies on them, in the same order, or nothing


def split_good(
    paths: Sequence[Path], share: float, seed: int, *, min_normal: int, found: str = ""
) -> tuple[list[Path], list[Path]]:
    """Split good pictures into normal set and held-out set, at random by `seed`; each sorted as it came.

    At least one picture is held out. Raises TrainingDataError where too few remain to learn from; `found` says there
    where they are from: " (of 3 files in FOLDER, ...)".
    """
    held_out_count = max(1, round(share * len(paths)))
    normal_count = len(paths) - held_out_count
    if normal_count < min_normal:
        raise TrainingDataError(
            f"{len(paths)} good {'picture is' if len(paths) == 1 else 'pictures are'} too few{found}:"
            f" {held_out_count} of them must be held out for the threshold, and the detector needs {min_normal} to"
            " learn from.",
            f"Take at least {_fewest(share, min_normal)} good pictures.",
        )
    chosen = set(random.Random(seed).sample(range(len(paths)), held_out_count))
    normal = [path for index, path in enumerate(paths) if index not in chosen]
    return normal, [path for index, path in enumerate(paths) if index in chosen]


def found_in(paths: Sequence[Path], copies: int) -> str:
    """Say for `split_good` how many files there are, in which folder, and how many of them are copies."""
    folders = {path.parent for path in paths}
    where = f" in {folders.pop()}" if len(folders) == 1 else ""
    same = f", {copies} of which {'is a copy' if copies == 1 else 'are copies'} of others" if copies else ""
    return f" (of {len(paths)} file{'' if len(paths) == 1 else 's'}{where}{same})"


def _fewest(share: float, min_normal: int) -> int:
    count = min_normal + 1
    while count - max(1, round(share * count)) < min_normal:
        count += 1
    return count


def train(
    request: TrainingRequest,
    *,
    progress: Progress = lambda _fraction, _stage: None,
    on_epoch: Callable[[Epoch], None] = lambda _epoch: None,
    on_note: Callable[[str], None] = lambda _text: None,
    cancelled: Callable[[], bool] = lambda: False,
    gentle: Callable[[], bool] = lambda: False,
) -> TrainingOutcome:
    """Train in a spawned process; blocks the caller's thread, which is never the GUI thread.

    `on_epoch` gets each point of the curve as soon as it is known, `on_note` what the detector warns of. `gentle` as in
    `station.aside.run_aside`.

    Raises:
        TrainingError: what went wrong in the process, with the exit code of that error; or that it died.
        Cancelled: `cancelled()` said so; no model was added.
    """

    def hear(told: Any) -> None:
        match told:
            case Epoch():
                on_epoch(told)
            case Note():
                on_note(told.text)
            case (fraction, stage):
                progress(fraction, stage)

    return run_aside(_in_process, request, kind=TRAINING, hear=hear, cancelled=cancelled, gentle=gentle)


def _in_process(request: TrainingRequest, tell: Tell, cancelled: Callable[[], bool]) -> TrainingOutcome:
    return fit_and_store(
        request, progress=lambda fraction, stage: tell((fraction, stage)), on_epoch=tell, cancelled=cancelled
    )


def fit_and_store(
    request: TrainingRequest,
    *,
    progress: Progress,
    cancelled: Callable[[], bool],
    on_epoch: Callable[[Epoch], None] = lambda _epoch: None,
) -> TrainingOutcome:
    """Fit, save and load back (self-test), score with what was loaded, and only then add the model to the store.

    So a training that is cancelled or fails at any step leaves no model. Raises the errors of `EXPLAINED`.
    """
    started = time.monotonic()
    learned_defect = [one.path for one in request.learned_defect]
    spec = check_pictures(
        [*request.normal, *request.held_out, *request.defect, *learned_defect],
        progress=lambda fraction, stage: progress(0.1 * fraction, stage),
        cancelled=cancelled,
    )
    seen = _sight(request, spec)
    learned = learn_gate(request.normal, seen.look, place=request.place)
    gate = learned.limits
    left_out = refused_by(gate, request.held_out, cancelled=cancelled, look=seen.look)
    # what the line would not score must not set the threshold
    request = replace(request, held_out=tuple(path for path in request.held_out if path not in left_out))
    if left_out and not request.held_out:
        raise none_fit(left_out)
    snapshot = snapshot_of(request.name, request.normal, request.held_out, seed=request.seed)
    detector = create_detector(request.detector)
    options = detector.parse_options(request.options)
    fit_started = time.monotonic()
    fitted = _fit(
        detector,
        options,
        request,
        seen,
        progress=lambda fraction, stage: progress(0.1 + 0.7 * fraction, stage),
        on_epoch=on_epoch,
        cancelled=cancelled,
    )
    try:
        fit_s = time.monotonic() - fit_started
        progress(0.8, "checking the model")
        with _loaded_back(detector, fitted, seen, request.models_dir / request.name, request.device) as loaded:
            scored = [*request.held_out, *request.defect]
            scores = []
            for index, path in enumerate(scored):
                check_cancelled(cancelled)
                progress(0.85 + 0.14 * index / len(scored), "scoring held-out pictures")
                scores.append(_score(loaded, path))
            device = loaded.device
        check_cancelled(cancelled)
        progress(0.99, "saving the model")
        store = ModelStore(request.models_dir, create_detector)
        model = store.add(request.name, seen.whole(fitted), snapshot)
        fitted_options = dict(fitted.options)
    finally:
        fitted.close()
    progress(1.0, "done")
    n_held_out = len(request.held_out)
    return TrainingOutcome(
        model=model,
        image=spec,
        gate=gate.to_dict(),
        held_out_scores=tuple(scores[:n_held_out]),
        fit_s=fit_s,
        total_s=time.monotonic() - started,
        device=device,
        options=fitted_options,
        snapshot=snapshot,
        defect_scores=tuple(scores[n_held_out:]),
        curve=fitted.curve if isinstance(fitted, Trained) else (),
        left_out=left_out,
        qualities=learned.qualities,
        registered=learned.registration.seen,
    )


def _sight(request: TrainingRequest, spec: ImageSpec) -> Sight:
    """Raises RecipeError: the region does not fit the pictures, or is not that of the model that is extended."""
    if request.base is None:
        return Sight.of(request.region, request.normal, spec)
    folder = ModelStore(request.models_dir, create_detector).check(request.base)
    return Sight.of_model(folder, request.region, spec)


def _score(fitted: FittedDetector, path: Path) -> float:
    with paths_for_numbers([path]):
        return float(fitted.predict([read_image(path)])[0].score)


def _fit(
    detector: Detector,
    options: Any,
    request: TrainingRequest,
    seen: Sight,
    *,
    progress: Progress,
    on_epoch: Callable[[Epoch], None],
    cancelled: Callable[[], bool],
) -> FittedDetector:
    if request.base is not None:
        return _extended(request, request.base, seen, progress=progress, cancelled=cancelled)
    normal = Seen(ImageFiles(request.normal), seen.look)
    if not isinstance(detector, Gradual):
        if request.learned_defect:
            raise no_defects(request.detector)
        with paths_for_numbers(request.normal):
            return detector.fit(
                normal, options, device=request.device, seed=request.seed, progress=progress, cancelled=cancelled
            )
    watched: list[LabelledFile] = []
    if request.watch:
        for paths, defective in ((request.held_out, False), (request.defect, True)):
            some = spread_over(len(paths), most=WATCHED_MOST)
            watched += [LabelledFile(paths[index], defective) for index in some]
    with paths_for_numbers(request.normal, [one.path for one in request.learned_defect], [one.path for one in watched]):
        return detector.fit_watched(
            normal,
            options,
            defects=Seen(LabelledFiles(request.learned_defect), seen.look_at),
            watched=Seen(LabelledFiles(watched), seen.look_at),
            device=request.device,
            seed=request.seed,
            on_epoch=on_epoch,
            progress=progress,
            cancelled=cancelled,
        )


def _extended(
    request: TrainingRequest, base: ModelVersion, seen: Sight, *, progress: Progress, cancelled: Callable[[], bool]
) -> FittedDetector:
    progress(0.0, "loading the model that is extended")
    store = ModelStore(request.models_dir, create_detector)
    known = store.load(base, device=request.device, region=request.region)
    inner = known.inner if isinstance(known, RegionDetector) else known
    try:
        if not isinstance(inner, Extendable):
            raise not_extendable(known.detector)
        added = Seen(ImageFiles(request.added), seen.look)
        with paths_for_numbers(request.added):
            return inner.extend(added, seed=request.seed, progress=progress, cancelled=cancelled)
    finally:
        known.close()


def not_extendable(detector: str) -> TrainingDataError:
    """What to say where a model can only be taught anew."""
    return TrainingDataError(f"A model of {detector} cannot take in more pictures.", "Teach it anew from all of them.")


def no_defects(detector: str) -> TrainingDataError:
    """What to say where defects are given to a detector that learns from good pictures only."""
    return TrainingDataError(
        f"{detector} learns from good pictures only.",
        "Give defects to be counted with --defect, or use a detector that learns from them: supersimplenet.",
    )


@contextlib.contextmanager
def _loaded_back(
    detector: Detector, fitted: FittedDetector, seen: Sight, home: Path, device: str
) -> Iterator[FittedDetector]:
    """What the line will get: `fitted` after a round trip through files, with the self-test of loading."""
    with staging(home, "trial-") as folder:
        fitted.save(folder / "model")
        loaded = seen.whole(detector.load(folder / "model", device=device))
        try:
            yield loaded
        finally:
            loaded.close()
