"""The `station` command: the commands together, and what an error becomes.

Exit codes: 0 done; 1 a check failed; 2 the command or the configuration cannot be meant; 3 pictures, recipe, model,
detector or threshold; 4 records or storage; 5 camera or output; 6 training; 7 the station's state; 8 accounts; 70 a
fault of the program, with a traceback; 130 interrupted. docs/command-line.md says the same.
"""

from __future__ import annotations

import importlib.metadata
import io
import logging
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from detectors.threads import limit_threads
from station.commands import (
    agreement,
    audit,
    bake_off,
    bench,
    benchmark,
    calibrate,
    capture,
    compare,
    config,
    dataset,
    demo,
    diagnose,
    doctor,
    drift,
    export,
    gate,
    inspect,
    plc,
    recipes,
    records,
    run,
    storage,
    teacher,
    threshold,
    train,
    user,
    weights,
)
from station.commands.terminal import note
from station.errors import EXPLAINED, INTERRUPTED, exit_code

log = logging.getLogger(__name__)

FAULT_OF_THE_PROGRAM = 70


class _Explaining(TyperGroup):
    """Turns errors that a person can act on into one line on stderr and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except EXPLAINED as error:
            note(_one_line(error))
            raise typer.Exit(exit_code(error)) from error
        except KeyboardInterrupt:
            note("Interrupted.")
            # an interrupt that came inside an exec of text, as where a dataclass is made, is remembered by Python and
            # would end the process by the signal instead of with a code; the next exec forgets it
            exec("")
            raise typer.Exit(INTERRUPTED) from None


def _one_line(error: BaseException) -> str:
    message, hint = getattr(error, "message", str(error)).strip(), getattr(error, "hint", "").strip()
    # the leaves write their messages without a full stop; two sentences on one line need it
    if hint and not message.endswith((".", "!", "?")):
        message += "."
    return " ".join(f"{message} {hint}".split())


app = typer.Typer(
    name="station",
    cls=_Explaining,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Visual inspection station: taught from a handful of good parts.",
)
app.command("run")(run.run)
app.command("demo")(demo.demo)
app.command("train")(train.train)
app.command("bake-off")(bake_off.bake_off)
app.command("compare")(compare.compare)
app.command("capture")(capture.capture)
app.command("inspect")(inspect.inspect)
app.command("threshold")(threshold.threshold)
app.command("export")(export.export)
app.add_typer(agreement.app, name="agreement")
app.add_typer(plc.app, name="plc")
app.add_typer(recipes.app, name="recipes")
app.add_typer(records.app, name="records")
app.add_typer(calibrate.app, name="calibrate")
app.add_typer(dataset.app, name="dataset")
app.add_typer(audit.app, name="audit")
app.add_typer(user.app, name="user")
app.add_typer(weights.app, name="weights")
app.add_typer(teacher.app, name="teacher")
app.add_typer(config.app, name="config")
app.add_typer(gate.app, name="gate")
app.command("drift")(drift.drift)
app.command("doctor")(doctor.doctor)
app.command("diagnose")(diagnose.diagnose)
app.command("storage")(storage.storage)
app.command("bench", context_settings=bench.CONTEXT)(bench.bench)
app.command("benchmark", context_settings=benchmark.CONTEXT)(benchmark.benchmark)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(importlib.metadata.version("inspection-station"))
        raise typer.Exit


@app.callback()
def _options(
    verbose: Annotated[
        int,
        typer.Option("--verbose", "-v", count=True, help="Say more on stderr; twice: everything.", show_default=False),
    ] = 0,
    _show_version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    if verbose:  # without it Python itself brings warnings and worse to stderr
        level = logging.INFO if verbose == 1 else logging.DEBUG
        logging.basicConfig(level=level, stream=sys.stderr, format="%(asctime)s %(levelname)-7s %(name)s: %(message)s")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code. The console script `station`."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console of Windows may know no ✓; a ? must do then
            stream.reconfigure(errors="replace")
    limit_threads()
    try:
        app(args=None if arguments is None else list(arguments), prog_name="station")
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 0 if leaving.code is None else 1
    except Exception:
        log.exception("This is a fault of the program. Please report it with this text.")
        return FAULT_OF_THE_PROGRAM
    return 0


if __name__ == "__main__":
    sys.exit(main())
