"""`station agreement`"""

from __future__ import annotations

import contextlib
import shlex
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from station.commands.options import AsJson, ConfigFile, Who, opened_records, person, read_config
from station.commands.terminal import note, say, say_json, say_table, stop_on_signals
from station.errors import StateError, UsageError

if TYPE_CHECKING:
    from station.accounts import Session
    from station.agreement_result import StudyResult
    from station.agreement_study import Presentation, Study
    from station.services import Station

app = typer.Typer(
    no_args_is_help=True, help="Attribute agreement studies: parts with a known truth, read again and again."
)

_Name = Annotated[str, typer.Argument(metavar="STUDY", help="The name of the study, or its number.")]
_LOOK_S = 0.02


def _key(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdecimal() else text


@app.command("new")
def new(
    name: Annotated[str, typer.Argument(metavar="STUDY", help="A name for the study.")],
    parts: Annotated[
        Path,
        typer.Option("--parts", metavar="FILE", help="A CSV table: part,reference,defect; good or defect each."),
    ],
    repeats: Annotated[int, typer.Option("--repeats", "-k", min=1, max=50, help="Present each part so often.")] = 3,
    seed: Annotated[
        int | None, typer.Option(min=0, help="Of the random order; without it a new one.", show_default=False)
    ] = None,
    remark: Annotated[
        str, typer.Option("--note", metavar="TEXT", help="Such as who the experts were.", show_default=False)
    ] = "",
    who: Who = None,
    config_file: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Plan a study of the recipe in force. The plan never changes: other parts are another study."""
    from station.accounts import command_line
    from station.agreement import plan_for
    from station.agreement_parts import read_parts
    from station.agreement_study import advice

    listed = read_parts(parts)
    with opened_records(read_config(config_file)) as records:
        study = plan_for(records, command_line(person(who)), name, listed, repeats, seed=seed, note=remark)
    told = advice(listed, repeats)
    if as_json:
        say_json({"study": study, "advice": told})
        return
    plan = study.plan
    bad = sum(part.defective for part in plan.parts)
    say(
        f"Study {study.id} {plan.name}: {len(plan.parts)} parts ({bad} defective), each {plan.repeats} times,"
        f" of recipe {plan.recipe.name} version {plan.recipe.version} ({plan.recipe.sha256[:12]}); seed {plan.seed}."
    )
    for text in told:
        note(f"Note: {text}")
    say(f"To run it: station agreement run {shlex.quote(plan.name)}")


@app.command("run")
def run(
    study: _Name,
    every: Annotated[
        float | None,
        typer.Option(
            "--every", metavar="MS", min=0, help="Do not ask: present the next part after MS ms.", show_default=False
        ),
    ] = None,
    by_cell: Annotated[
        bool, typer.Option("--by-cell", help="Robot, PLC or camera line ask for the pictures, not the station.")
    ] = False,
    who: Who = None,
    config_file: ConfigFile = None,
) -> None:
    """Run a study on the line, or go on with one: it says which part comes next, Enter takes its picture.

    r and a reason sets the last reading aside, q pauses. Ctrl-C pauses; the study goes on with the next run.
    """
    config = read_config(config_file)
    from station import app as building
    from station.accounts import command_line

    by = command_line(person(who))
    with stop_on_signals() as stop:
        station = building.open_station(config)
        try:
            wanted = station.agreement.study(_key(study))
            station.start()
            station.agreement.begin(by, wanted.id, by_cell=by_cell)
            done = _serve(station, by, stop, every, by_cell)
        finally:
            station.close()
    if done is None:
        left = f"It goes on where it was: station agreement run {shlex.quote(wanted.plan.name)}"
        raise StateError("The study is paused.", left)
    _say_result(done)


def _serve(
    station: Station, by: Session, stop: threading.Event, every: float | None, by_cell: bool
) -> StudyResult | None:
    """Present part after part; None: it was paused."""
    from station.agreement_result import result_of

    studies = station.agreement
    while not stop.is_set():
        state = studies.state()
        if state.message:
            note(state.message)
        if state.refused:
            raise StateError(state.refused, "The study goes on when its own recipe version is in force again.")
        if state.next is None:
            return result_of(studies.finish(by))
        note(_asked(state.next))
        if every is None and not by_cell:
            answer = _answer(stop)
            if answer is None or answer.strip().lower() == "q":
                return None
            if answer.strip().lower().startswith("r"):
                _set_aside(station, by, answer.strip()[1:].strip())
                continue
        elif every is not None and stop.wait(every / 1e3):
            return None
        studies.present(by)
        _wait(station, stop)
    return None


def _set_aside(station: Station, by: Session, why: str) -> None:
    try:
        aside = station.agreement.set_aside(by, why)
        note(f"Set aside: {aside.part}, repeat {aside.trial}. It is presented again.")
    except (StateError, UsageError) as error:
        note(f"{error.message} {error.hint}".rstrip())


def _wait(station: Station, stop: threading.Event) -> None:
    """Wait for the reading, or for the line to give up."""
    while station.agreement.state().waiting and not stop.is_set():
        status = station.status()
        if status.state.value in ("stopped", "fault"):
            raise StateError(status.message or "The line was stopped.", status.hint)
        stop.wait(_LOOK_S)


def _asked(presentation: Presentation) -> str:
    return (
        f"Part {presentation.number} of {presentation.of}, repeat {presentation.trial} of {presentation.trials}:"
        f" present {presentation.part.name}"
    )


def _answer(stop: threading.Event) -> str | None:
    """One line from the keyboard, None at its end or after Ctrl-C."""
    here = threading.current_thread() is threading.main_thread()
    # the handler of `stop_on_signals` only takes note, and reading would go on
    before = signal.signal(signal.SIGINT, signal.default_int_handler) if here else None
    try:
        line = sys.stdin.readline()
    except KeyboardInterrupt:
        return None
    finally:
        if before is not None:
            signal.signal(signal.SIGINT, before)
    return None if not line or stop.is_set() else line


@app.command("list")
def list_studies(config_file: ConfigFile = None, as_json: AsJson = False) -> None:
    """List the studies, the newest first."""
    with opened_records(read_config(config_file)) as records:
        found = records.agreement.studies()
    if as_json:
        say_json([_short(one) for one in found])
        return
    say_table(
        ("no.", "study", "recipe", "parts", "repeats", "read", "at", "who", "state"),
        [
            (
                one.id,
                one.plan.name,
                f"{one.plan.recipe.name}@{one.plan.recipe.version}",
                len(one.plan.parts),
                one.plan.repeats,
                f"{one.done} of {one.plan.presentations}",
                f"{one.at.astimezone():%Y-%m-%d %H:%M}",
                one.who,
                one.end.outcome.value if one.end else "open",
            )
            for one in found
        ],
        right=("no.", "parts", "repeats"),
    )


def _short(study: Study) -> dict[str, object]:
    return {
        "id": study.id,
        "name": study.plan.name,
        "recipe": study.plan.recipe,
        "parts": len(study.plan.parts),
        "repeats": study.plan.repeats,
        "read": study.done,
        "presentations": study.plan.presentations,
        "at": study.at,
        "who": study.who,
        "end": study.end,
    }


@app.command("show")
def show(study: _Name, config_file: ConfigFile = None, as_json: AsJson = False) -> None:
    """Show what came of a study; exit code 1 unless it is acceptable, conditionally or not."""
    from station.agreement_result import Grade

    with _result(study, config_file) as result:
        if as_json:
            figures = result.figures
            cells = [
                {"reference": "defect" if bad else "good", "reading": reading, "count": count}
                for (bad, reading), count in figures.confusion.items()
            ]
            say_json(
                {
                    **_short(result.study),
                    "complete": result.complete,
                    "grade": result.judgement.grade,
                    "by_figures": result.judgement.by_figures,
                    "criteria": result.judgement.criteria,
                    "figures": {
                        name: getattr(figures, name)
                        for name in (
                            "effectiveness", "repeatability", "misses", "false_alarms", "errors", "kappa", "within",
                            "by_defect", "detections",
                        )
                    },
                    "confusion": cells,
                    "readings": result.study.readings,
                }
            )  # fmt: skip
        else:
            _say_result(result)
    if not result.complete or result.judgement.grade not in (Grade.ACCEPTABLE, Grade.CONDITIONAL):
        raise typer.Exit(1)


@contextlib.contextmanager
def _result(study: str, config_file: Path | None) -> Iterator[StudyResult]:
    from station.agreement_result import result_of

    with opened_records(read_config(config_file)) as records:
        yield result_of(records.agreement.study(_key(study)))


def _say_result(result: StudyResult) -> None:
    from station.agreement_result import (
        bound_text,
        claims,
        grade_text,
        kappa_text,
        limit_text,
        needed_text,
        seen_text,
    )

    study, figures, judged = result.study, result.figures, result.judgement
    plan = study.plan
    say(
        f"Study {plan.name}: {figures.good} good and {figures.defective} defective parts, each {plan.repeats} times,"
        f" recipe {plan.recipe.name} version {plan.recipe.version}."
    )
    if not result.complete:
        say(f"It was cancelled after {study.done} of {plan.presentations} presentations: this is no result.")
    say_table(
        ("figure", "seen", "claimed", "limit (conditional)", "shown", "would take"),
        [
            (
                one.figure.value,
                seen_text(one, figures),
                bound_text(one, figures.confidence),
                limit_text(one),
                one.grade.value,
                needed_text(one),
            )
            for one in judged.criteria
        ],
    )
    if figures.within is not None:
        say(f"Repeats among themselves (Fleiss' kappa): {kappa_text(figures.within)}.")
    wrong = [one for one in figures.detections if one.part.wrong]
    for one in wrong:
        readings = " ".join(reading.value for reading in one.part.readings)
        say(f"{one.part.name} ({'defect' if one.part.defective else 'good'}{_kind(one.part.defect)}): {readings}")
    for text in claims(result):
        say(text)
    if result.set_aside:
        say(f"{result.set_aside} readings were set aside; the report says why.")
    say(f"{judged.grade.value.capitalize()}. {grade_text(judged)}")


def _kind(defect: str) -> str:
    return f", {defect}" if defect else ""


@app.command("report")
def report(
    study: _Name,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The PDF file to write.")],
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    who: Who = None,
    config_file: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Write the PDF report of a study that has ended."""
    from station.accounts import command_line
    from station.agreement_report import write_agreement_report

    if file.exists() and not force:
        raise UsageError(f"{file} is there already.", "Give another name, or --force to replace it.")
    config = read_config(config_file)
    with opened_records(config) as records:
        found = records.agreement.study(_key(study))
        pages = write_agreement_report(records, found, file, by=command_line(person(who)), station=config.station.name)
    if as_json:
        say_json({"file": file, "pages": pages})
    else:
        say(f"{pages} pages written to {file}.")


@app.command("cancel")
def cancel(
    study: _Name,
    why: Annotated[str, typer.Option(metavar="TEXT", help="Kept with the study.")],
    who: Who = None,
    config_file: ConfigFile = None,
) -> None:
    """End a study before everything was read. What was read stays in the records."""
    from station.accounts import command_line
    from station.agreement import end_study

    with opened_records(read_config(config_file)) as records:
        found = records.agreement.study(_key(study))
        ended = end_study(records, command_line(person(who)), found, why)
    say(f"Study {ended.plan.name} is cancelled, {ended.done} of {ended.plan.presentations} presentations were done.")
