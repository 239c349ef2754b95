"""`station capture`"""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Annotated

import typer

from station.commands.options import AsJson, ConfigFile, Who, person, read_config
from station.commands.terminal import Show, note, progress, say, say_json, say_table, stop_on_signals
from station.errors import INTERRUPTED, StateError, UsageError

if TYPE_CHECKING:
    from station.accounts import Session
    from station.capture_plan import Plan
    from station.plan_capture import PlanCapture
    from station.plan_result import Summary
    from station.plan_words import PlanProgress, Question

_POLL_S = 0.1


def capture(
    plan_file: Annotated[
        Path, typer.Option("--plan", metavar="FILE", help="The plan: see docs/capture-plan.md.", show_default=False)
    ],
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where the pictures go; without it the plan's output.", show_default=False),
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the run that the folder holds.")] = False,
    yes: Annotated[
        bool,
        typer.Option("--yes", help="Nobody is asked: the part is changed by the cell, unfit pictures are kept."),
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be taken.")] = False,
    who: Who = None,
    config_file: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Take the pictures of a plan: set-ups, poses of the robot, several pictures of each with slight movements.

    Ctrl-C ends it; what was taken stays, and --resume goes on. The line must not run.
    """
    from station import capture_plan

    plan = capture_plan.load(plan_file)
    for text in plan.notes():
        note(f"Note: {text}")
    if dry_run:
        _show_plan(plan, as_json)
        return
    from station.accounts import command_line
    from station.app import build

    config = read_config(config_file)
    by = command_line(person(who))
    station = build(config)
    try:
        if plan.uses_robot:
            station.open_partners()
        with stop_on_signals(signal.SIGINT, signal.SIGTERM) as stop:
            folder = station.plans.begin(by, plan, out=out, go_on=resume)
            note(f"Pictures go to {folder}.")
            with progress(plan.name) as show:
                _follow(station.plans, by, stop, show, _Lines(), yes=yes)
            station.plans.wait()
        summary = station.plans.summary()
        last = station.plans.progress()
    finally:
        station.close()
    assert summary is not None
    assert last is not None
    _report(summary, last, as_json)


def _follow(plans: PlanCapture, by: Session, stop: threading.Event, show: Show, lines: _Lines, *, yes: bool) -> None:
    """Tell what happens and bring answers, until the run ends."""
    from station.plan_words import ENDED, PlanState

    told: object = None
    answered: Question | None = None
    while (now := plans.progress()) is not None and now.state not in ENDED:
        if stop.is_set():
            plans.cancel(by)
        show(now.done / now.total, _stage(now))
        words = (now.state, now.message, now.question)
        if words != told:
            told = words
            lines.forget()
            if now.question is not None and not yes:
                note(_asked(now.question))
            elif now.message:
                note(f"{now.message} {now.hint}".strip())
            if now.state is PlanState.PAUSED and not yes:
                note("Enter: go on. c, Enter: cancel.")
        if now.state is PlanState.PAUSED and (yes or lines.over):
            plans.cancel(by)
            plans.wait()
            raise StateError(now.message, f"{now.hint} Then go on with --resume.".strip())
        if now.question is not None and now.question is answered:
            plans.wait(_POLL_S)  # it was heard, and is acted on
            continue
        if now.question is not None and lines.over and not yes:
            plans.cancel(by)
            plans.wait()
            raise UsageError(
                f"{_asked(now.question)} Nobody is there to answer.",
                "Run it in a terminal, or with --yes where the cell changes the part; go on with --resume.",
            )
        if _answer(plans, by, now, lines, yes=yes):
            answered = now.question
        plans.wait(_POLL_S)


def _answer(plans: PlanCapture, by: Session, now: PlanProgress, lines: _Lines, *, yes: bool) -> bool:
    """Pass on what was typed; return whether that answers what is asked."""
    from station.plan_words import Answer, Ask, PlanState

    line = lines.next()
    try:
        if now.question is not None:
            unfit = now.question.kind is Ask.UNFIT
            if yes:
                plans.answer(by, Answer.KEEP if unfit else Answer.CONFIRM)
                return True
            if line is not None and unfit:
                if line in ("r", "k"):
                    plans.answer(by, Answer.RETAKE if line == "r" else Answer.KEEP)
                    return True
                note("r, Enter: take it again. k, Enter: keep it.")
            elif line is not None:
                plans.answer(by, Answer.CONFIRM)
                return True
        elif line is not None and line == "c":
            plans.cancel(by)
        elif line is not None and now.state in (PlanState.PAUSED, PlanState.WAITING):
            plans.go_on(by)
    except StateError:
        pass  # it went on by itself meanwhile
    return False


def _asked(question: Question) -> str:
    from station.plan_words import Ask

    setup = question.setup
    if question.kind is Ask.INSERT:
        text = f"Put in: {setup.title} ({setup.label}){f', {setup.note}' if setup.note else ''}. Then press Enter."
    elif question.kind is Ask.MOVE:
        text = f"Move the part slightly for picture {question.shot}, then press Enter."
    else:
        text = f"The picture is unfit: {'; '.join(question.findings)}. r, Enter: take it again. k, Enter: keep it."
    return text


def _stage(now: PlanProgress) -> str:
    if now.current is None:
        return now.state.value
    where = "by hand" if now.current.pose is None else f"pose {now.current.pose}"
    return f"{now.done} of {now.total}: set-up {now.current.setup.number}, {where}, picture {now.current.shot}"


def _show_plan(plan: Plan, as_json: bool) -> None:
    pictures = plan.pictures()
    if as_json:
        say_json({"plan": plan, "sha256": plan.sha256, "pictures": [one.file for one in pictures]})
        return
    rows = [
        (
            one.number,
            one.title,
            one.label,
            next(wanted.split for wanted in pictures if wanted.setup is one),
            ", ".join(map(str, one.poses)) or "by hand",
            plan.shots_of(one),
            f"{plan.jitter_of(one):g}" if one.poses else "",
            sum(wanted.setup is one for wanted in pictures),
        )
        for one in plan.setup
    ]
    columns = ("set-up", "title", "label", "for", "poses", "shots", "jitter mm", "pictures")
    say_table(columns, rows, right=("set-up", "shots", "jitter mm", "pictures"))
    say(f"{len(pictures)} pictures in {len(plan.setup)} set-ups.")


def _report(summary: Summary, last: PlanProgress, as_json: bool) -> None:
    from station.plan_words import PlanState

    if as_json:
        say_json(summary)
    else:
        kinds = ", ".join(f"{count} {kind}" for kind, count in summary.kinds.items()) or "none"
        learn = f"{summary.train} to learn from, to test: {kinds}"
        say(f"{summary.folder}: {summary.taken} of {summary.total} pictures; {learn}.")
        if summary.unfit:
            say(f"Note: {summary.unfit} of them are unfit by the image gate and were kept; the manifest says which.")
        if summary.data_set is not None:
            say(f"They are in the data set {summary.data_set} too, with their labels.")
        say(f"Note: {summary.masks}")
    if last.state is PlanState.CANCELLED:
        note("Ended before all was taken. Go on with --resume.")
        raise typer.Exit(INTERRUPTED)
    if last.state is PlanState.FAILED:
        raise StateError(last.message, last.hint)


class _Lines:
    """What somebody types, line by line, without waiting for it."""

    def __init__(self) -> None:
        self._ended = False
        self._lines: SimpleQueue[str] = SimpleQueue()
        threading.Thread(target=self._read, name="typed", daemon=True).start()

    @property
    def over(self) -> bool:
        """Whether nothing comes any more."""
        return self._ended and self._lines.empty()

    def next(self) -> str | None:
        """The next line, without the spaces around it; None: there is none yet."""
        try:
            return self._lines.get_nowait()
        except Empty:
            return None

    def forget(self) -> None:
        """Drop what was typed before anything was asked."""
        if sys.stdin is not None and sys.stdin.isatty():
            while self.next() is not None:
                pass

    def _read(self) -> None:
        rest = b""
        try:
            # not through sys.stdin: a thread that waits inside it stops the interpreter from ending
            while data := os.read(0, 4096):
                *whole, rest = (rest + data).split(b"\n")
                for line in whole:
                    self._lines.put(line.decode(errors="replace").strip())
        except OSError:
            pass  # closed
        self._ended = True
