"""`station demo`"""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from station.commands.options import AsJson
from station.commands.terminal import Show, note, progress, say, say_json, say_table, stop_on_signals
from station.types import Inspection
from station.window import has_display

if TYPE_CHECKING:
    from station.demo import DemoOutcome, Stage
    from station.demo_robot import RobotReport
    from station.services import Station

_PAUSE_MS = 350.0
"""Between two parts in the window, so that a person can follow."""


def demo(
    data: Annotated[str, typer.Option("--data", help="Which pictures: solar or textile.")] = "solar",
    parts: Annotated[int, typer.Option("--parts", min=2, help="How many parts to inspect.")] = 60,
    headless: Annotated[bool, typer.Option("--headless", help="Do not open the window.")] = False,
    data_dir: Annotated[
        Path, typer.Option("--data-dir", help="Where the folder of this run is made.", file_okay=False)
    ] = Path("station-demo"),
    seed: Annotated[int, typer.Option("--seed", help="Which pictures play which role.")] = 0,
    device: Annotated[str, typer.Option("--device", help="auto, cpu, cuda or cuda:N.")] = "auto",
    robot: Annotated[
        bool, typer.Option("--robot", help="A whole cell: a simulated UR robot shows the parts and is told verdicts.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Teach a detector from 30 good pictures, then inspect parts on the emulator of Basler's camera SDK.

    Closes with what was measured on parts that were never used before, and a folder with a report, overlays and a
    screenshot of the window. With --robot also with what the robot got for each request; exit code 1 if that is not
    what the station recorded.
    """
    with_window = not headless and has_display()
    if not headless and not with_window:
        note("There is no display: the demonstration goes on without showing its window.")
    from station import app
    from station.demo import DemoRequest, evaluate, inspect_parts, number_of, set_stage
    from station.demo_report import as_json as outcome_as_json
    from station.demo_report import write_overlays, write_report
    from station.demo_robot import demo_cell
    from station.setups import setup_loader

    pause_ms = _PAUSE_MS if with_window else 0.0
    with ExitStack() as kept:
        stop = kept.enter_context(stop_on_signals())
        cell = kept.enter_context(demo_cell(parts, pause_ms=pause_ms)) if robot else None
        request = DemoRequest(data, parts, seed, data_dir, device, cell.host if cell else None)
        with progress("preparing") as show:
            stage = set_stage(request, progress=show, cancelled=stop.is_set)
        note(_taught(stage))
        station = app.open_station(stage.config)
        asked = 0
        screenshot: Path | None = stage.folder / "window.png"
        try:
            with progress("inspecting") as show:

                def drive() -> None:
                    nonlocal asked
                    station.start()
                    on_part = _part_shower(show, len(stage.folders.parts))
                    if cell is not None:
                        asked = cell.inspect(station, on_part=on_part, cancelled=stop)
                    else:
                        asked = inspect_parts(stage, station, on_part=on_part, pause_ms=pause_ms, cancelled=stop)

                screenshot = _run(station, drive, stage.folder / "window.png", with_window)
            station.stop()
            outcome = evaluate(stage, station, asked, number_of=cell.number_of if cell else number_of)
        finally:
            station.close()
        with progress("drawing overlays") as show:
            outcome, overlays = write_overlays(outcome, setup_loader(stage.config), show)
        report = write_report(outcome, overlays, screenshot, datetime.now(UTC))
        told = cell.report(tuple(part.inspection for part in outcome.parts)) if cell else None
    if as_json:
        say_json({**outcome_as_json(outcome), "report": report, "robot": told})
    else:
        _say_all(stage, outcome, told, report)
    if told is not None and not told.sound:
        note("What the robot was told is not what the station recorded.")
        raise typer.Exit(1)


def _say_all(stage: Stage, outcome: DemoOutcome, told: RobotReport | None, report: Path) -> None:
    from station.demo_report import summary
    from station.demo_robot import robot_summary, told_rows

    if told is not None:
        say_table(("request", "sheet", "pose", "told", "acquisition"), told_rows(told))
        say()
    rows = [*summary(outcome), *(robot_summary(told) if told is not None else ())]
    say_table(("demonstration", stage.data.title), rows)
    say()
    say(f"report: {report}")
    say(f"go on with this recipe: station run --config {stage.folder / 'station.toml'}")


def _taught(stage: Stage) -> str:
    choice = stage.tuned.choice
    return (
        f"Taught from {len(stage.folders.normal)} good pictures in {stage.taught.outcome.fit_s:.1f} s."
        f" On held-out pictures: {choice.sentence}."
    )


def _part_shower(show: Show, total: int) -> Callable[[int, Inspection], None]:
    def shown(number: int, inspection: Inspection) -> None:
        score = "" if inspection.score is None else f" {inspection.score:.3g}"
        show(number / total, f"part {number}: {inspection.verdict.value}{score}")

    return shown


def _run(station: Station, drive: Callable[[], None], screenshot: Path, with_window: bool) -> Path | None:
    """Run in the operator window, seen or unseen; without Qt, run all the same and take no screenshot."""
    if not with_window:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        window = importlib.import_module("ui.demo")  # by name, see `station.window`
    except ImportError as error:
        note(f"No screenshot can be taken: {error}.")
        drive()
        return None
    window.run_demo_window(station, drive, screenshot, stay=with_window)
    return screenshot
