"""`station run`"""

from __future__ import annotations

import signal
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

import typer

from station.commands.options import AsJson, ConfigFile, read_config
from station.commands.terminal import note, say, say_json, stop_on_signals
from station.errors import StateError, UsageError
from station.types import REASON_TEXT, Inspection, StationState, StationStatus
from station.window import has_display, open_station

if TYPE_CHECKING:
    from station.services import Station


def run(
    config_file: ConfigFile = None,
    headless: Annotated[bool, typer.Option("--headless", help="Run without the operator window.")] = False,
    parts: Annotated[int | None, typer.Option(min=1, help="Stop after so many parts.", show_default=False)] = None,
    trigger_every: Annotated[
        float | None,
        typer.Option(
            "--trigger-every",
            "--interval-ms",
            metavar="MS",
            min=0,
            help="Ask for a picture every MS milliseconds; 0: as soon as the one before is answered.",
            show_default=False,
        ),
    ] = None,
    full_screen: Annotated[bool, typer.Option("--full-screen", help="Begin in full screen; F11 leaves it.")] = False,
    kiosk: Annotated[
        bool, typer.Option("--kiosk", help="Full screen without a frame; closing the window needs somebody who may.")
    ] = False,
    start: Annotated[bool, typer.Option("--start", help="Start the line as soon as the window is open.")] = False,
    acknowledge: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Without the window: acknowledge, in this name, the faults that an earlier run left.",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Run the station: with its window where there is a display, else one line per inspection.

    Ctrl-C stops it in order. Exit code 7 when it ended in fault. --json prints one JSON object per line and inspection.
    """
    config = read_config(config_file)
    windowless = parts is not None or trigger_every is not None or acknowledge is not None or as_json
    if not headless and not has_display():
        note("There is no display: the station runs without its window.")
        headless = True
    if windowless and not headless:
        raise UsageError(
            "--parts, --trigger-every, --acknowledge and --json are for running without the window.", "Add --headless."
        )
    if (full_screen or kiosk or start) and headless:
        raise UsageError("--full-screen, --kiosk and --start are for the window.", "Leave them out, or --headless.")
    with ExitStack() as kept:

        def build() -> Station:
            from station import app, log_file  # with the window, on the thread that builds

            kept.enter_context(log_file.kept(app.prepare_data_dir(config)))
            return app.open_station(config)

        if not headless:
            raise typer.Exit(open_station(config, build, autostart=start, kiosk=kiosk, full_screen=full_screen))
        station = build()
        try:
            from station import headless as without_window

            with stop_on_signals(signal.SIGINT, signal.SIGTERM) as stop:
                last = without_window.run(
                    station,
                    stop,
                    parts=parts,
                    trigger_every_ms=trigger_every,
                    acknowledge=acknowledge,
                    on_inspection=lambda one: say_json(one, indent=None) if as_json else say(_line(one)),
                    on_status=_tell,
                )
        finally:
            station.close()
    counters = last.counters
    withheld = f" {counters.withheld} of the OK were withheld." if counters.withheld else ""
    note(f"{counters.done} inspected: {counters.ok} OK, {counters.nok} NOK, {counters.review} REVIEW, "
         f"{counters.error} ERROR.{withheld}")  # fmt: skip
    if last.state is StationState.FAULT:
        raise StateError(f"The station ended in fault: {last.message}", last.hint)


def _tell(status: StationStatus) -> None:
    recipe = f", recipe {status.recipe.name} version {status.recipe.version}" if status.recipe else ""
    note(f"{status.state.value}{recipe}{': ' + status.message if status.message else ''} {status.hint}".rstrip())
    if status.state is StationState.FAULT:
        note("When its cause is gone, run the station again with --acknowledge NAME.")


def _line(inspection: Inspection) -> str:
    inspection = inspection.as_seen_by_line
    score = "" if inspection.score is None else f"{inspection.score:.4g}"
    at = inspection.at.astimezone().strftime("%H:%M:%S.%f")[:-3]
    why = inspection.detail or REASON_TEXT[inspection.reason]
    return f"{at}  {inspection.verdict.value:<6}  {score:>9}  {inspection.part_id or inspection.trigger_id}  {why}"
