"""Few-shot training in a process of its own, so that the line and the window go on.

The process is spawned, not forked: a fork would copy the camera SDK, CUDA and every lock in whatever state it is.
"""

from __future__ import annotations

import multiprocessing
import random
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from calibration.image_gate import learn
from detectors import Cancelled, TrainingDataError
from detectors import create as create_detector
from station.decision import image_spec
from station.errors import EXPLAINED, RecipeError, TrainingError, explain
from station.images import ImageFiles, sha256_file
from station.models import DatasetSnapshot, ModelStore, SnapshotImage
from station.recipe import ImageSpec, ModelVersion

Progress = Callable[[float, str], None]

_POLL_S = 0.05
_CANCEL_GRACE_S = 10.0


@dataclass(frozen=True, slots=True)
class TrainingRequest:
    """What to teach. `normal` is learned from; `held_out` is only scored, for the threshold.

    All pictures must be of one kind (size, channels, depth): that kind becomes part of the recipe.
    """

    name: str
    detector: str
    normal: tuple[Path, ...]
    held_out: tuple[Path, ...]
    models_dir: Path
    options: dict[str, Any] = field(default_factory=dict)
    device: str = "auto"
    seed: int = 0


@dataclass(frozen=True, slots=True)
class TrainingOutcome:
    """A model that is in the store, and what was measured while it was made. Times in seconds."""

    model: ModelVersion
    image: ImageSpec
    gate: dict[str, Any]
    held_out_scores: tuple[float, ...]
    fit_s: float
    total_s: float
    device: str


def split_good(paths: Sequence[Path], share: float, seed: int, *, min_normal: int) -> tuple[list[Path], list[Path]]:
    """Split good pictures into normal set and held-out set, at random by `seed`; each sorted as it came.

    At least one picture is held out. Raises TrainingDataError where too few remain to learn from.
    """
    held_out_count = max(1, round(share * len(paths)))
    normal_count = len(paths) - held_out_count
    if normal_count < min_normal:
        raise TrainingDataError(
            f"{len(paths)} good pictures are too few: {held_out_count} of them must be held out for the threshold,"
            f" and the detector needs {min_normal} to learn from.",
            f"Take at least {min_normal + held_out_count} good pictures.",
        )
    chosen = set(random.Random(seed).sample(range(len(paths)), held_out_count))
    normal = [path for index, path in enumerate(paths) if index not in chosen]
    return normal, [path for index, path in enumerate(paths) if index in chosen]


def train(
    request: TrainingRequest,
    *,
    progress: Progress = lambda _fraction, _stage: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> TrainingOutcome:
    """Train in a spawned process; blocks the caller's thread, which is never the GUI thread.

    Raises:
        TrainingError: what went wrong in the process, or that it died.
        Cancelled: `cancelled()` said so; no model was added.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_child, args=(request, there), name="training", daemon=True)
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
            elif cancelled():
                if cancel_sent_at is None:
                    here.send("cancel")
                    cancel_sent_at = time.monotonic()
                elif time.monotonic() - cancel_sent_at > _CANCEL_GRACE_S:
                    process.kill()
    except (EOFError, ConnectionResetError, BrokenPipeError):
        process.join()
        if cancel_sent_at is not None:
            raise Cancelled("The training was cancelled.", "No model was added.") from None
        raise TrainingError(_death(process.exitcode), "No model was added; the active recipe is unchanged.") from None
    finally:
        here.close()
        process.join(_CANCEL_GRACE_S)
        if process.is_alive():
            process.kill()
            process.join()
        process.close()


def _death(exitcode: int | None) -> str:
    if exitcode is not None and exitcode < 0:
        name = signal.Signals(-exitcode).name
        memory = " It may have run out of memory." if name == "SIGKILL" else ""
        return f"The training process was ended by {name}.{memory}"
    return f"The training process ended with exit code {exitcode}."


def _child(request: TrainingRequest, connection: Connection) -> None:
    """The whole life of the training process."""
    # Ctrl-C in a terminal reaches the whole group; only the parent decides
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
        connection.send(("error", getattr(error, "message", str(error)), getattr(error, "hint", "")))
    except (EOFError, BrokenPipeError):
        return  # the parent is gone, and with it whoever wanted the model
    except Exception as error:
        connection.send(("error", f"The training failed: {explain(error)}", "This is a fault of the program."))
        raise
    finally:
        connection.close()


def fit_and_store(request: TrainingRequest, *, progress: Progress, cancelled: Callable[[], bool]) -> TrainingOutcome:
    """Fit, add the model to the store, load it back (self-test) and score the held-out pictures with what was loaded.

    Raises the errors of `EXPLAINED`; nothing is added to the store then.
    """
    started = time.monotonic()
    normal, held_out = ImageFiles(request.normal), ImageFiles(request.held_out)
    spec = _one_kind([*request.normal, *request.held_out], progress, cancelled)
    gate = learn([normal[index] for index in _spread(len(normal), most=200)])
    detector = create_detector(request.detector)
    options = detector.parse_options(request.options)
    fit_started = time.monotonic()
    fitted = detector.fit(
        normal,
        options,
        device=request.device,
        seed=request.seed,
        progress=lambda fraction, stage: progress(0.1 + 0.7 * fraction, stage),
        cancelled=cancelled,
    )
    fit_s = time.monotonic() - fit_started
    try:
        progress(0.8, "saving the model")
        snapshot = DatasetSnapshot(
            normal=tuple(SnapshotImage(str(path), sha256_file(path)) for path in request.normal),
            held_out=tuple(SnapshotImage(str(path), sha256_file(path)) for path in request.held_out),
            seed=request.seed,
        )
        store = ModelStore(request.models_dir)
        if cancelled():
            raise Cancelled("The training was cancelled.")
        model = store.add(request.name, fitted, snapshot)
    finally:
        fitted.close()
    loaded = store.load(model, device=request.device)
    try:
        scores = []
        for index in range(len(held_out)):
            progress(0.85 + 0.15 * index / max(1, len(held_out)), "scoring held-out pictures")
            if cancelled():
                store.remove(model)
                raise Cancelled("The training was cancelled.")
            scores.append(loaded.predict([held_out[index]])[0].score)
        device = loaded.device
    finally:
        loaded.close()
    progress(1.0, "done")
    return TrainingOutcome(
        model=model,
        image=spec,
        gate=gate.to_dict(),
        held_out_scores=tuple(scores),
        fit_s=fit_s,
        total_s=time.monotonic() - started,
        device=device,
    )


def _one_kind(paths: Sequence[Path], progress: Progress, cancelled: Callable[[], bool]) -> ImageSpec:
    """Read every picture once: all must be readable and of one kind."""
    images = ImageFiles(tuple(paths))
    first: ImageSpec | None = None
    for index, path in enumerate(paths):
        if cancelled():
            raise Cancelled("The training was cancelled.")
        progress(0.1 * index / len(paths), "reading the pictures")
        spec = image_spec(images[index])
        if first is None:
            first = spec
        elif spec != first:
            raise RecipeError(
                f"{path} is {spec}, but {paths[0]} is {first}.",
                "A recipe is taught on pictures of one kind: take out the odd ones, or teach them as another recipe.",
            )
    if first is None:
        raise TrainingDataError("There are no good pictures to learn from.", "Give a folder with good pictures.")
    return first


def _spread(count: int, most: int) -> list[int]:
    """At most `most` indices, spread evenly over `count`."""
    if count <= most:
        return list(range(count))
    return [round(step * (count - 1) / (most - 1)) for step in range(most)]
