"""The demonstration: real pictures through the camera SDK's emulator, a detector taught a minute earlier, a report."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from calibration import ImageMetrics, OperatingPoint, Rate, auroc_interval, image_metrics
from calibration import evaluate as evaluate_threshold
from detectors import Cancelled
from detectors import create as create_detector
from station import app
from station.config import Config, parse
from station.decision import image_spec
from station.demo_data import DATA, DemoData, DemoFolders, prepare
from station.demo_robot import ANSWER_S, PULSE_MS, STATION_OUTPUT
from station.errors import StateError, StorageError, UsageError
from station.images import read_image, sha256_file
from station.queries import InspectionQuery
from station.retuning import Retuned, Wish, retune
from station.services import Station
from station.setups import setup_loader
from station.teaching import Lesson, Plan, Taught, teach
from station.types import Inspection, Result, Verdict

WHO = "demo"
ESCAPE_COST = 10.0
"""One escaped defect counts as much as so many false rejects when the demonstration chooses its threshold."""

Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class DemoRequest:
    """What to show. `data_dir` gets one new folder per run."""

    data: str = "solar"
    parts: int = 60
    seed: int = 0
    data_dir: Path = Path("station-demo")
    device: str = "auto"
    robot: str | None = None
    """Address of the robot that shows the parts; None: the demonstration asks for the pictures itself."""


# No part moves on in a demonstration: a slow machine shows its verdicts, only later.
_CAMERA_LIMITS = {"watchdog_ms": 30_000, "ready_ms": 30_000}
_ROBOT = {"digital_output": STATION_OUTPUT, "pulse_ms": PULSE_MS, "answer_ms": round(ANSWER_S * 1e3)}
_LINE_LIMITS = {"min_free_mb": 100, "deadline_ms": 60_000, "hang_ms": 60_000}


@dataclass(frozen=True, slots=True)
class Stage:
    """A demonstration that is ready to run: a taught and active recipe, and the parts in front of the camera."""

    request: DemoRequest
    data: DemoData
    folder: Path
    folders: DemoFolders
    config: Config
    taught: Taught
    tuned: Retuned


@dataclass(frozen=True, slots=True)
class DemoPart:
    """One inspected part, with what the station did not know: whether it is defective."""

    inspection: Inspection
    is_defect: bool
    picture: Path


@dataclass(frozen=True, slots=True)
class DemoOutcome:
    """What the demonstration measured. `metrics` and `point` are on the parts shown, which nothing was chosen on."""

    stage: Stage
    parts: tuple[DemoPart, ...]
    asked: int
    verdicts: dict[Verdict, int]
    metrics: ImageMetrics | None
    point: OperatingPoint | None
    auroc_interval: tuple[float, float] | None
    latency: dict[str, tuple[float, float]] = field(default_factory=dict)
    scored_again: tuple[int, int] | None = None  # stored pictures that gave the recorded score again, of how many


def set_stage(request: DemoRequest, *, progress: Progress, cancelled: Callable[[], bool] = lambda: False) -> Stage:
    """Write the pictures, teach from 30 good ones, choose the threshold on held-out ones, activate.

    Raises:
        UsageError, StorageError, DetectorError, TrainingError, Cancelled
    """
    data = DATA.get(request.data)
    if data is None:
        raise UsageError(f"There is no demonstration data {request.data!r}.", f"Known: {', '.join(sorted(DATA))}.")
    folder = _new_folder(request.data_dir, data.name)
    folders = prepare(data, folder, request.parts, request.seed, lambda done, what: progress(0.15 * done, what))
    if cancelled():
        raise Cancelled("The demonstration was cancelled.")
    config = parse(_config(data, request, folder), base=folder, origin="the demonstration", environ={})
    (folder / "station.toml").write_text(_toml(data, request), encoding="utf-8")
    records = app.open_records(config)
    try:
        taught = teach(
            _plan(data, request, folders),
            records,
            config.models_dir,
            who=WHO,
            activate=True,
            why="demonstration",
            progress=lambda done, what: progress(0.15 + 0.65 * done, what),
            cancelled=cancelled,
        )
        tuned = retune(
            taught.recipe,
            Wish("min_cost", {"escape_cost": ESCAPE_COST}),
            folders.held_out_good,
            folders.held_out_defect,
            records=records,
            models_dir=config.models_dir,
            load_setup=setup_loader(config),
            who=WHO,
            why="held-out defects are known",
            activate=True,
            progress=lambda done, what: progress(0.8 + 0.2 * done, what),
            cancelled=cancelled,
        )
    finally:
        records.close()
    progress(1.0, "ready")
    return Stage(request, data, folder, folders, config, taught, tuned)


def inspect_parts(
    stage: Stage,
    station: Station,
    *,
    on_part: Callable[[int, Inspection], None],
    pause_ms: float = 0.0,
    cancelled: threading.Event,
) -> int:
    """Trigger one part after the other, each when the one before has its verdict; return how many were asked for.

    The station must be running. Blocks; not on the GUI thread.
    """
    answered = threading.Semaphore(0)
    results: list[Inspection] = []

    def take(result: Result) -> None:
        results.append(result.inspection)
        answered.release()

    leave = station.subscribe(take)
    asked = 0
    try:
        for number in range(1, len(stage.folders.parts) + 1):
            if cancelled.is_set():
                break
            try:
                station.trigger(f"{stage.data.name}-{number:05d}", source="demo")
            except StateError:
                break  # the window was closed or the station stopped
            asked += 1
            if not answered.acquire(timeout=60):
                raise StateError("The station has not answered a trigger for a minute.", "See the log.")
            on_part(number, results[-1])
            cancelled.wait(pause_ms / 1e3)
    finally:
        leave()
    return asked


def number_of(inspection: Inspection) -> int | None:
    """Return which part, from 1, an inspection of `inspect_parts` is of."""
    return int(inspection.part_id.rpartition("-")[2]) if inspection.part_id else None


def evaluate(
    stage: Stage,
    station: Station,
    asked: int,
    *,
    number_of: Callable[[Inspection], int | None] = number_of,
) -> DemoOutcome:
    """Read the records back and compare them with what is known of the parts. The station is stopped."""
    page = station.records.inspections(InspectionQuery(), limit=max(1, asked))
    by_number = {number_of(inspection): inspection for inspection in page.items}
    parts = []
    for number, (picture, is_defect) in enumerate(zip(stage.folders.parts, stage.folders.truth, strict=True), 1):
        inspection = by_number.get(number)
        if inspection is not None:
            parts.append(DemoPart(inspection, is_defect, picture))
    good = [part.inspection.score for part in parts if not part.is_defect and part.inspection.score is not None]
    defect = [part.inspection.score for part in parts if part.is_defect and part.inspection.score is not None]
    metrics: ImageMetrics | None = None
    point: OperatingPoint | None = None
    interval: tuple[float, float] | None = None
    if good and defect:  # a short or cancelled run may have seen one kind of part only
        metrics = image_metrics(good, defect)
        point = evaluate_threshold(stage.tuned.recipe.threshold, stage.tuned.recipe.review_from, good, defect)
        interval = auroc_interval(good, defect)
    steps = ("grab_ms", "queue_ms", "inference_ms", "commit_ms", "output_ms", "total_ms")
    latency = {}
    for step in steps:
        values = [value for part in parts if (value := getattr(part.inspection.timings, step)) is not None]
        if values:
            p50, p99 = np.percentile(values, (50, 99))
            latency[step.removesuffix("_ms")] = (float(p50), float(p99))
    return DemoOutcome(
        stage=stage,
        parts=tuple(parts),
        asked=asked,
        verdicts={verdict: sum(part.inspection.verdict is verdict for part in parts) for verdict in Verdict},
        metrics=metrics,
        point=point,
        auroc_interval=interval,
        latency=latency,
    )


def confusion(outcome: DemoOutcome) -> dict[tuple[bool, Verdict], int]:
    """Count the parts by (is defective, verdict)."""
    return {
        (is_defect, verdict): sum(
            part.is_defect is is_defect and part.inspection.verdict is verdict for part in outcome.parts
        )
        for is_defect in (False, True)
        for verdict in Verdict
    }


def stopped_defects(outcome: DemoOutcome) -> Rate | None:
    """Share of the defective parts that did not get OK, with its bounds."""
    counts = confusion(outcome)
    total = sum(counts[True, verdict] for verdict in Verdict)
    return Rate.of(total - counts[True, Verdict.OK], total) if total else None


def _new_folder(data_dir: Path, name: str) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")[:-3]
    folder = data_dir / f"{name}-{stamp}"
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise StorageError(
            f"The folder {folder} cannot be made ({error.strerror or error}).",
            "Give another folder with --data-dir.",
        ) from error
    return folder.resolve()


def _config(data: DemoData, request: DemoRequest, folder: Path) -> dict[str, object]:
    return {
        "schema": 1,
        "station": {"name": f"demo-{data.name}", "data_dir": str(folder / "data")},
        "camera": {
            "kind": "basler",
            "emulate_folder": str(folder / "pictures" / "parts"),
            "trigger": "software",
            **_CAMERA_LIMITS,
        },
        "output": {"kind": "recording", "path": "outputs.jsonl"},
        "line": dict(_LINE_LIMITS),
        "detector": {"name": "patchcore", "device": request.device, "options": dict(data.options)},
        **({} if request.robot is None else {"robot": {"host": request.robot, **_ROBOT}}),
    }


def _toml(data: DemoData, request: DemoRequest) -> str:
    """The same configuration as a file, so that `station run --config` can go on with this recipe."""
    return (
        f'schema = 1\n\n[station]\nname = "demo-{data.name}"\ndata_dir = "data"\n\n'
        '[camera]\nkind = "basler"\nemulate_folder = "pictures/parts"\ntrigger = "software"\n'
        f"{_lines(_CAMERA_LIMITS)}\n"
        '[output]\nkind = "recording"\npath = "outputs.jsonl"\n\n'
        f"[line]\n{_lines(_LINE_LIMITS)}\n"
        f'[detector]\nname = "patchcore"\ndevice = "{request.device}"\n\n'
        f"[detector.options]\n{_lines(data.options)}"
    )


def _lines(values: Mapping[str, object]) -> str:
    # JSON and TOML write strings, numbers, booleans and lists the same way
    return "".join(f"{key} = {json.dumps(value)}\n" for key, value in values.items())


def _plan(data: DemoData, request: DemoRequest, folders: DemoFolders) -> Plan:
    """The pictures have their roles already; only the cost is to be estimated."""
    detector = create_detector("patchcore")
    image = image_spec(read_image(folders.normal[0]))
    options = detector.parse_options(data.options)
    used = (*folders.normal, *folders.held_out_good, *folders.held_out_defect)
    return Plan(
        lesson=Lesson(
            recipe=data.name,
            good=folders.normal[0].parent,
            detector="patchcore",
            options=data.options,
            seed=request.seed,
            device=request.device,
            note=data.title,
        ),
        normal=folders.normal,
        held_out=folders.held_out_good,
        defect=folders.held_out_defect,
        image=image,
        estimate=detector.estimate(len(folders.normal), (image.height, image.width), options, device=request.device),
        hashes={path: sha256_file(path) for path in used},
    )
