"""One run: teach, choose the threshold, score the test pictures, measure. All from one set of options and one seed.

The threshold is the one a station would use that has seen no defect: policy good_only at 5 %, on good pictures that
were not taught. Where there are too few to keep any back, a second detector is taught from every other taught picture
and the threshold comes from its scores of the rest; all other figures are of the first one. Where that does not work
either, there is no threshold, and no balanced accuracy.
"""

from __future__ import annotations

import math
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

import detectors
from calibration import (
    CalibrationError,
    ThresholdChoice,
    auroc_interval,
    balanced_accuracy,
    choose,
    image_metrics,
    percent,
)
from detectors.api import Detector, DetectorError, Epoch, FittedDetector, Gradual, Image, Trained
from detectors.memory import peak_bytes, reset_peak
from station.benchmark.datasets import Category
from station.benchmark.dealing import Deal, deal
from station.benchmark.measure import PeakMemory, folder_bytes, measure_speed, some_for_timing
from station.benchmark.picks import pick_pictures
from station.benchmark.plan import Run
from station.benchmark.scoring import Scored, WatchedFiles, measure_pixels, score_all
from station.benchmark.store import Finished, Row, Store
from station.errors import EXPLAINED, explain
from station.images import ImageFiles

FALSE_REJECT_RATE = 0.05
PRELOAD_BYTES = 1 << 31

COLUMNS = (
    *("category", "detector", "backbone", "seed", "shots", "n_good", "n_test"),
    *("image_auroc", "image_f1_max", "balanced_accuracy", "fpr_at_100_tpr", "pixel_auroc", "aupro_30", "aupro_05"),
    *("fit_s", "latency_ms_p50", "throughput_ips", "model_mb", "device", "precision", "version"),
    *("auroc_low", "auroc_high", "average_precision", "fpr_at_100_tpr_upper", "pixel_ap", "pixel_f1_max"),
    *("threshold", "threshold_rule", "false_rejects", "escapes"),
    *("n_held_out", "n_test_good", "n_test_defect", "n_masks", "n_train", "n_test_all"),
    *("latency_ms_p99", "latency_n", "peak_mb", "device_peak_mb", "total_s"),
    *("part", "layout", "options", "held_out", "curves", "data", "run", "notes", "error"),
    *("machine", "versions", "finished"),
)
"""Keys of a row, in the order of the CSV file. MB are 1,000,000 bytes; shares and metrics are in 0..1.

`precision` is the number type that a network ran in, such as "bfloat16"; `version` that of the station.
"""

PACKAGE = "inspection-station"

Tell = Callable[[float, str], None]
"""tell(fraction of this run, stage)."""


@dataclass(frozen=True, slots=True)
class Machine:
    """What the figures were measured on: `text` in words, `versions` of the packages."""

    text: str
    versions: Mapping[str, str]


@runtime_checkable
class Numeric(Protocol):
    """A fitted detector that says which number type it runs in."""

    @property
    def precision(self) -> str: ...


@dataclass(slots=True)
class _Draft:
    """What is known of a run so far."""

    values: Row
    notes: list[str]
    scores: tuple[tuple[str, str, float], ...] = ()
    held_out: tuple[float, ...] = ()
    curve: list[Epoch] = field(default_factory=list)
    pictures: dict[str, NDArray[Any]] = field(default_factory=dict)


def execute(run: Run, category: Category, store: Store, machine: Machine, tell: Tell) -> Finished:
    """Do `run` and keep its result in `store`. What fails becomes a row with `error`; only an interruption passes."""
    draft = _Draft(_empty_row(run, category, machine), list(category.notes))
    begin = time.perf_counter()
    trace = ""
    try:
        _measure(run, category, store, draft, tell)
    except EXPLAINED as error:
        draft.values["error"] = explain(error)
    except Exception as error:  # noqa: BLE001 - a fault in one detector must not end a night of measuring the others
        draft.values["error"] = f"fault of the program: {type(error).__name__}: {error}"
        trace = traceback.format_exc()
    if draft.values["error"]:
        _blank(draft.values)
        draft.scores, draft.held_out, draft.curve, draft.pictures = (), (), [], {}
    draft.values["total_s"] = time.perf_counter() - begin
    draft.values["notes"] = "; ".join(draft.notes)
    draft.values["finished"] = datetime.now(UTC).isoformat(timespec="seconds")
    finished = Finished(
        run.key, draft.values, draft.scores, draft.held_out, tuple(_finite(epoch) for epoch in draft.curve), trace
    )
    store.keep(finished, draft.pictures)
    return finished


def _finite(epoch: Epoch) -> dict[str, Any]:
    """Return the point of a curve as JSON knows it: None for a loss that is no number."""
    return {
        key: None if isinstance(value, float) and not math.isfinite(value) else value
        for key, value in asdict(epoch).items()
    }


def failed(run: Run, category: Category, machine: Machine, error: str) -> Finished:
    """Return the row of a run that ended without giving one."""
    row = _empty_row(run, category, machine)
    row["error"], row["finished"] = error, datetime.now(UTC).isoformat(timespec="seconds")
    return Finished(run.key, row)


def _empty_row(run: Run, category: Category, machine: Machine) -> Row:
    return {
        **dict.fromkeys(COLUMNS),
        "category": run.category,
        "detector": run.detector,
        "backbone": run.backbone,
        "seed": run.seed,
        "shots": run.shots,
        "device": run.device,
        "part": run.part,
        "layout": category.layout,
        "options": run.told,
        "held_out": run.held_out,
        "curves": run.curves,
        "data": run.fingerprint,
        "run": run.key,
        "notes": "",
        "error": "",
        "machine": machine.text,
        "versions": dict(machine.versions),
        "version": machine.versions.get(PACKAGE),
    }


_KEPT_ON_ERROR = (
    frozenset(COLUMNS[:5]) | frozenset(COLUMNS[COLUMNS.index("part") :]) | {"device", "version", "n_good", "n_test"}
)


def _blank(row: Row) -> None:
    for key in row:
        if key not in _KEPT_ON_ERROR:
            row[key] = None


def _measure(run: Run, category: Category, store: Store, draft: _Draft, tell: Tell) -> None:
    row = draft.values
    dealt = deal(category, run.seed, run.shots, run.part, run.held_out)
    defects = sum(one.defective for one in dealt.test)
    row.update(
        n_good=len(dealt.taught),
        n_test=len(dealt.test),
        n_held_out=len(dealt.held_out),
        n_train=len(category.train) + len(category.undealt),
        n_test_all=len(category.test),
        n_test_good=len(dealt.test) - defects,
        n_test_defect=defects,
    )
    detector = detectors.create(run.detector)
    options = detector.parse_options(run.told)
    images = _preloaded(dealt.taught)
    memory = PeakMemory()
    reset_peak(run.device)
    begin = time.perf_counter()
    fitted = _teach(detector, options, run, images, draft, dealt, tell)
    del images
    try:
        row["fit_s"] = time.perf_counter() - begin
        row["device"] = fitted.device
        row["precision"] = fitted.precision if isinstance(fitted, Numeric) else None
        with store.scratch() as scratch:
            fitted.save(scratch / "model")
            row["model_mb"] = folder_bytes(scratch / "model") / 1e6
            maps = scratch / "maps"
            maps.mkdir()
            scored = score_all(fitted, dealt.test, maps, lambda done: tell(0.6 + 0.2 * done, "scoring"))
            draft.scores = tuple((_name(one, category), one.sample.kind, one.score) for one in scored)
            tell(0.8, "choosing the threshold")
            choice = _threshold(detector, options, run, dealt, fitted, draft)
            _image_figures(row, draft, choice)
            tell(0.83, "measuring pixel by pixel")
            _pixel_figures(row, draft, scored)
            if run.seed == 0:
                draft.pictures = pick_pictures(scored, row["threshold"])
        if run.timing_s > 0:
            tell(0.93, "timing")
            timed = ImageFiles([one.path for one in dealt.test] or list(dealt.taught))
            speed = measure_speed(fitted, some_for_timing(timed), run.timing_s)
            row.update(
                latency_ms_p50=speed.p50_ms,
                latency_ms_p99=speed.p99_ms,
                latency_n=speed.n,
                throughput_ips=speed.throughput_ips,
            )
        row["peak_mb"] = _mega(memory.bytes())
        row["device_peak_mb"] = _mega(peak_bytes(run.device))
    finally:
        fitted.close()


def _name(one: Scored, category: Category) -> str:
    return one.sample.path.relative_to(category.folder).as_posix()


def _mega(size: int | None) -> float | None:
    return None if size is None else size / 1e6


def _preloaded(paths: Sequence[Path]) -> Sequence[Image]:
    """Return the pictures in memory, so that teaching is timed and not the disk; too many are read when needed."""
    files = ImageFiles(paths)
    held: list[Image] = []
    size = 0
    for index in range(len(files)):
        image = files[index]
        size += image.nbytes
        if size > PRELOAD_BYTES:
            return files
        held.append(image)
    return held


def _teach(
    detector: Detector, options: Any, run: Run, images: Sequence[Image], draft: _Draft, dealt: Deal, tell: Tell
) -> FittedDetector:
    def progress(fraction: float, stage: str) -> None:
        tell(0.6 * fraction, stage)

    if run.curves and isinstance(detector, Gradual):
        fitted = detector.fit_watched(
            images,
            options,
            watched=WatchedFiles(dealt.test),
            on_epoch=draft.curve.append,
            device=run.device,
            seed=run.seed,
            progress=progress,
        )
    else:
        fitted = detector.fit(images, options, device=run.device, seed=run.seed, progress=progress)
    if not draft.curve and isinstance(fitted, Trained):
        draft.curve.extend(fitted.curve)
    return fitted


def _scores(fitted: FittedDetector, paths: Sequence[Path]) -> tuple[float, ...]:
    files = ImageFiles(paths)
    return tuple(float(fitted.predict([files[index]])[0].score) for index in range(len(files)))


def _threshold(
    detector: Detector, options: Any, run: Run, dealt: Deal, fitted: FittedDetector, draft: _Draft
) -> ThresholdChoice | None:
    row = draft.values
    rule = f"good_only, {percent(FALSE_REJECT_RATE)}"
    if dealt.held_out:
        draft.held_out = _scores(fitted, dealt.held_out)
        row["threshold_rule"] = f"{rule}, on {len(draft.held_out)} good pictures that were not taught"
    elif run.held_out > 0:
        taught, rest = dealt.taught[::2], dealt.taught[1::2]
        if not rest or len(taught) < detector.min_images:
            draft.notes.append(f"no threshold: {len(dealt.taught)} good pictures are too few to keep any back")
            return None
        try:
            second = detector.fit(ImageFiles(taught), options, device=run.device, seed=run.seed)
        except DetectorError as error:
            draft.notes.append(f"no threshold: half of the good pictures is too few ({error.message.rstrip('.')})")
            return None
        try:
            draft.held_out = _scores(second, rest)
        finally:
            second.close()
        row["threshold_rule"] = (
            f"{rule}, on {len(rest)} taught pictures, by a second detector taught from the other {len(taught)}"
        )
    else:
        draft.notes.append("no threshold: no good pictures were kept back")
        return None
    choice = choose("good_only", draft.held_out, rate=FALSE_REJECT_RATE)
    row["threshold"] = choice.threshold
    return choice


def _image_figures(row: Row, draft: _Draft, choice: ThresholdChoice | None) -> None:
    good = [score for _, kind, score in draft.scores if kind == "good"]
    defect = [score for _, kind, score in draft.scores if kind != "good"]
    if not all(np.isfinite([*good, *defect])):
        raise CalibrationError("a score is not finite", "This is a fault of the detector.")
    if choice is not None:
        row["false_rejects"] = sum(score >= choice.threshold for score in good)
        row["escapes"] = sum(score < choice.threshold for score in defect)
    if not good or not defect:
        draft.notes.append(f"no image figures: there are no {'defects' if good else 'good test pictures'}")
        return
    metrics = image_metrics(good, defect)
    low, high = auroc_interval(good, defect)
    row.update(
        image_auroc=metrics.auroc,
        image_f1_max=metrics.f1_max.f1,
        average_precision=metrics.average_precision,
        fpr_at_100_tpr=metrics.fpr_at_100_tpr.value,
        fpr_at_100_tpr_upper=metrics.fpr_at_100_tpr.upper,
        auroc_low=low,
        auroc_high=high,
    )
    if choice is not None:
        row["balanced_accuracy"] = balanced_accuracy(good, defect, choice.threshold)


def _pixel_figures(row: Row, draft: _Draft, scored: Sequence[Scored]) -> None:
    metrics, row["n_masks"], words = measure_pixels(scored)
    if words:
        draft.notes.append(words)
    if metrics is None:
        return
    row.update(
        pixel_auroc=metrics.auroc,
        aupro_30=metrics.aupro_at(0.3),
        aupro_05=metrics.aupro_at(0.05),
        pixel_ap=metrics.average_precision,
        pixel_f1_max=metrics.f1_max,
    )
