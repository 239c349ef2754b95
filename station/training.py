"""Few-shot training in a process of its own, so that the line and the window go on.

The process is spawned, not forked: a fork would copy the camera SDK, CUDA and every lock in whatever state it is.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from detectors import Cancelled, Epoch, Gradual, Labelled, Trained, TrainingDataError
from detectors import create as create_detector
from detectors.api import Detector, FittedDetector
from station.errors import EXPLAINED, TrainingError, exit_code, explain
from station.images import Image, ImageFiles, Seen, read_image
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
    some_images,
)
from station.recipe import ImageSpec, ModelVersion
from station.region import Fill, Region, learn_fill
from station.region_detector import RegionDetector
from station.staging import staging

_POLL_S = 0.05
_CANCEL_GRACE_S = 10.0


@dataclass(frozen=True, slots=True)
class TrainingRequest:
    """What to teach. `normal` is learned from; `held_out` and `defect` are only scored, for the threshold.

    `learned_defect` is learned from too, by a detector that can. With `watch` a detector that learns in epochs scores
    `held_out` and `defect` after each of them, for the curve alone. Of each picture only `region` counts.

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
    region: Region | None = None


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
    cancelled: Callable[[], bool] = lambda: False,
) -> TrainingOutcome:
    """Train in a spawned process; blocks the caller's thread, which is never the GUI thread.

    Raises:
        TrainingError: what went wrong in the process, with the exit code of that error; or that it died.
        Cancelled: `cancelled()` said so; no model was added.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_child, args=(request, there), name="training", daemon=True)
    with _signals_stay_here():
        process.start()
    there.close()
    cancel_sent_at: float | None = None
    try:
        while True:
            if here.poll(_POLL_S):
                kind, *values = here.recv()
                if kind == "progress":
                    progress(*values)
                elif kind == "done":
                    return values[0]  # type: ignore[no-any-return]
                elif kind == "cancelled":
                    raise Cancelled("The training was cancelled.", "No model was added.")
                else:
                    raise TrainingError(*values)
            # also while progress pours in: a chatty detector must not put off the cancelling
            if cancel_sent_at is None:
                if cancelled():
                    cancel_sent_at = time.monotonic()
                    # a process that has just ended may have left its model, and says so in what is not read yet
                    with contextlib.suppress(ConnectionError):
                        here.send("cancel")
            elif time.monotonic() - cancel_sent_at > _CANCEL_GRACE_S:
                process.kill()
    except (EOFError, ConnectionError):
        process.join()
        if cancel_sent_at is not None:
            raise Cancelled("The training was cancelled.", "No model was added.") from None
        raise TrainingError(_death(process.exitcode), "No model was added; the active recipe is unchanged.") from None
    except (Cancelled, TrainingError):
        raise
    except BaseException:
        # nobody waits for the model any more: it must not appear afterwards
        process.kill()
        raise
    finally:
        here.close()
        process.join(_CANCEL_GRACE_S)
        if process.is_alive():
            process.kill()
            process.join()
        process.close()


@contextlib.contextmanager
def _signals_stay_here() -> Iterator[None]:
    """Let a process that is started inside the block never see SIGINT.

    Ctrl-C in a terminal reaches the whole group, but only the parent decides; and until `_child` runs, the new process
    would die of it with a traceback. A mask, unlike a handler, can be set on any thread, and the process inherits it.
    """
    if os.name != "posix":
        yield
        return
    from multiprocessing import resource_tracker

    # `start` would start it, and with that lift the mask
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _death(exitcode: int | None) -> str:
    if exitcode is not None and exitcode < 0:
        name = signal.Signals(-exitcode).name
        memory = " It may have run out of memory." if name == "SIGKILL" else ""
        return f"The training process was ended by {name}.{memory}"
    return f"The training process ended with exit code {exitcode}."


def _child(request: TrainingRequest, connection: Connection) -> None:
    """The whole life of the training process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    told_to_stop = False

    def cancelled() -> bool:
        nonlocal told_to_stop
        if not told_to_stop and connection.poll():
            told_to_stop = connection.recv() == "cancel"
        return told_to_stop

    def progress(fraction: float, stage: str) -> None:
        connection.send(("progress", fraction, stage))

    try:
        connection.send(("done", fit_and_store(request, progress=progress, cancelled=cancelled)))
    except Cancelled:
        connection.send(("cancelled",))
    except EXPLAINED as error:
        told = getattr(error, "message", str(error)), getattr(error, "hint", ""), exit_code(error)
        connection.send(("error", *told))
    except (EOFError, ConnectionError):
        return  # the parent is gone, and with it whoever wanted the model
    except MemoryError:
        connection.send(("error", "There is not enough memory for this training.", "Take fewer pictures."))
    except Exception as error:
        connection.send(("error", f"The training failed: {explain(error)}", "This is a fault of the program."))
        raise
    finally:
        connection.close()


def fit_and_store(request: TrainingRequest, *, progress: Progress, cancelled: Callable[[], bool]) -> TrainingOutcome:
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
    seen = _Seen.of(request, spec)
    gate = learn_gate(request.normal, seen.look)
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
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the detector gets to see of the pictures: all of them, or what counts in the region."""

    region: Region | None
    fill: Fill = ()

    @classmethod
    def of(cls, request: TrainingRequest, spec: ImageSpec) -> _Seen:
        """Raises RecipeError: the region does not fit the pictures."""
        if request.region is None:
            return cls(None)
        request.region.check(spec.height, spec.width)
        return cls(request.region, learn_fill(request.region, some_images(request.normal)))

    def look(self, image: Image) -> Image:
        return image if self.region is None else self.region.cut(image, self.fill)

    def look_at(self, one: Labelled) -> Labelled:
        if self.region is None:
            return one
        mask = None if one.mask is None else self.region.cut_mask(one.mask)
        return Labelled(self.look(one.image), one.defective, mask)

    def whole(self, fitted: FittedDetector) -> FittedDetector:
        """Return what takes and gives whole pictures."""
        return fitted if self.region is None else RegionDetector(fitted, self.region, self.fill)


def _score(fitted: FittedDetector, path: Path) -> float:
    with paths_for_numbers([path]):
        return float(fitted.predict([read_image(path)])[0].score)


def _fit(
    detector: Detector,
    options: Any,
    request: TrainingRequest,
    seen: _Seen,
    *,
    progress: Progress,
    cancelled: Callable[[], bool],
) -> FittedDetector:
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
        watched = [LabelledFile(path, False) for path in request.held_out]
        watched += [LabelledFile(path, True) for path in request.defect]
    with paths_for_numbers(request.normal, [one.path for one in request.learned_defect], [one.path for one in watched]):
        return detector.fit_watched(
            normal,
            options,
            defects=Seen(LabelledFiles(request.learned_defect), seen.look_at),
            watched=Seen(LabelledFiles(watched), seen.look_at),
            device=request.device,
            seed=request.seed,
            progress=progress,
            cancelled=cancelled,
        )


def no_defects(detector: str) -> TrainingDataError:
    """What to say where defects are given to a detector that learns from good pictures only."""
    return TrainingDataError(
        f"{detector} learns from good pictures only.",
        "Give defects to be counted with --defect, or use a detector that learns from them: supersimplenet.",
    )


@contextlib.contextmanager
def _loaded_back(
    detector: Detector, fitted: FittedDetector, seen: _Seen, home: Path, device: str
) -> Iterator[FittedDetector]:
    """What the line will get: `fitted` after a round trip through files, with the self-test of loading."""
    with staging(home, "trial-") as folder:
        fitted.save(folder / "model")
        loaded = seen.whole(detector.load(folder / "model", device=device))
        try:
            yield loaded
        finally:
            loaded.close()
