"""Attribute agreement studies on the running line: parts with a known truth are presented again and again.

One study at a time is under way. It asks for one part after the other in the random order of its plan, takes the next
inspection as the reading and keeps it at once, so that a study goes on where a restart interrupted it. Meanwhile no OK
leaves the station (`StationState.BLOCKED`), as in a check of the reference parts: the parts are no production, and
some of them are defective. What the station says of a part is kept, but shown only when the study is finished: a
reading that displeases cannot be picked out. A reading of the wrong part is set aside with a reason, which the report
shows, and its part presented again.

All readings are of one version of one recipe. Where another one is in force the study is refused until its own is back.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from camera.api import Token
from station.accounts import Session
from station.agreement_study import End, Outcome, Presentation, ReferencePart, Study, StudyReading, make_plan
from station.db import Records
from station.errors import RecordsError, StateError, UsageError, explain
from station.judge import Setup
from station.part_claim import Claim
from station.permissions import Action
from station.recipe import Recipe
from station.types import Inspection, Reason, Result, Verdict

SOURCE = "agreement"
"""The source of triggers that a study fires."""

_NOT_READ = frozenset({Reason.COMMIT_FAILED, Reason.STATION_STOPPED})
"""Nothing was read of a part whose inspection is not recorded, or that the line was stopped for."""


@dataclass(frozen=True, slots=True)
class AgreementState:
    """One look. `study`: the one under way, None: there is none. `waiting`: a picture is on its way.

    `message` says why the last picture was no reading; `refused` why none can be taken now; both may be empty.
    """

    study: Study | None
    waiting: bool
    message: str
    refused: str

    @property
    def next(self) -> Presentation | None:
        return None if self.study is None else self.study.next

    @property
    def last(self) -> StudyReading | None:
        """The newest reading that counts."""
        readings = () if self.study is None else self.study.readings
        return next((one for one in reversed(readings) if one.set_aside is None), None)


class AgreementStudies:
    """The studies of one station. Thread-safe; what touches the database says so.

    `blocked` is asked by the line for every OK: it never waits.
    """

    def __init__(
        self,
        records: Records,
        claim: Claim,
        *,
        running: Callable[[], Setup | None],
        fault: Callable[[], str | None] = lambda: None,
        conditions: Callable[[], Mapping[str, Any]] = dict,
        others: Callable[[], str | None] = lambda: None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`running`: what the line inspects with, None when it is stopped; `fault`: the fault it is in. `conditions`
        are kept with each sitting.

        `others` says what else uses the parts that come in, so that no study can begin; None: nothing.
        """
        self._records = records
        self._claim = claim
        self._running = running
        self._fault = fault
        self._conditions = conditions
        self._others = others
        self._now = now
        self._lock = threading.RLock()
        self._study: Study | None = None
        self._by_cell = False
        self._asked: Presentation | None = None
        self._message = ""

    # looks

    def state(self) -> AgreementState:
        """One look, for the screen. Quick."""
        waiting = self._asked is not None  # looked at first: once it is over, the study has its reading
        study = self._study
        refused = "" if study is None else self._refusal(study)
        return AgreementState(study, waiting, self._message, refused)

    def under_way(self) -> str | None:
        """Say that a study is under way; None when there is none."""
        study = self._study
        return None if study is None else f"The agreement study {study.plan.name} is under way."

    def blocked(self, _setup: Setup | None) -> str | None:
        """Why no OK may leave, or None. Called by the line on any thread."""
        return self.under_way()

    def studies(self, *, recipe: str | None = None, limit: int = 100) -> list[Study]:
        """Read studies, the newest first. Reads the database."""
        return self._records.agreement.studies(recipe=recipe, limit=limit)

    def study(self, wanted: int | str) -> Study:
        """Read one study by number or name. Reads the database. Raises RecordsError: there is none."""
        return self._records.agreement.study(wanted)

    def report(self, by: Session, wanted: int | str, path: Path, *, station: str) -> int:
        """Write the PDF report of a study that has ended. See `write_agreement_report`."""
        from station.agreement_report import write_agreement_report  # reportlab takes a while

        return write_agreement_report(self._records, self.study(wanted), path, by=by, station=station)

    # what people do

    def make(
        self,
        by: Session,
        name: str,
        parts: Sequence[ReferencePart],
        repeats: int,
        *,
        seed: int | None = None,
        note: str = "",
    ) -> Study:
        """Plan a study of the recipe in force. Writes to the database.

        The plan never changes: other parts, or another word of the experts on one of them, are another study.

        Raises:
            NotPermitted, StateError: no recipe is in force.
            UsageError: what is wrong with name, parts or repeats.
        """
        setup = self._running()
        recipe = None if setup is None else setup.recipe
        return plan_for(self._records, by, name, parts, repeats, recipe=recipe, seed=seed, note=note, at=self._now())

    def begin(self, by: Session, study_id: int, *, by_cell: bool = False) -> Study:
        """Begin a study, or go on with it. From now on no OK leaves until it is paused or ended.

        `by_cell`: the next picture that robot, PLC or camera line ask for is the reading; else the station fires
        itself, where its camera lets it. Reads and writes the database.

        Raises:
            NotPermitted, RecordsError: no such study.
            StateError: it has ended, the line does not run, another recipe is in force, or something is under way.
        """
        by.require(Action.RUN_AGREEMENT_STUDY)
        study = self._records.agreement.study(study_id)
        if study.end is not None:
            raise StateError(
                f"The agreement study {study.plan.name} was {study.end.outcome}.", "Make a new one to go on."
            )
        with self._lock:
            if self._study is not None and self._study.id == study.id:
                return self._study
            if (busy := self.under_way() or self._others()) is not None:
                raise StateError(busy, "End that first.")
            if refused := self._refusal(study):
                raise StateError(refused, _HINT)
            conditions = {**self._conditions(), "trigger": "cell" if by_cell else "station"}
            self._records.agreement.add_sitting(study.id, conditions, who=by.name, at=self._now())
            self._study = self._records.agreement.study(study.id)
            self._by_cell, self._asked, self._message = by_cell, None, ""
            return self._study

    def present(self, by: Session) -> Presentation:
        """Say that the part that was asked for is in place: the next inspection is its reading.

        Raises:
            StateError: no study is under way, everything was read, another recipe is in force, or the trigger was
                refused.
        """
        by.require(Action.RUN_AGREEMENT_STUDY)
        with self._lock:
            study = self._under_way()
            asked = study.next
            if asked is None:
                raise StateError("Every part of the study was read.", "Finish it.")
            if self._asked is not None:
                raise StateError("The picture of this part is on its way.")
            if refused := self._refusal(study):
                raise StateError(refused, _HINT)
            self._asked, self._message = asked, ""
            by_cell = self._by_cell
        try:  # without the lock: a driver may hang in this, and the inspection thread must not wait for it
            self._claim.arm(asked.part.name, by_cell=by_cell)
        except BaseException:
            with self._lock:
                if self._asked is asked:
                    self._asked = None
            raise
        with self._lock:
            if self._study is None:  # left meanwhile: no part of production is taken for one of the study
                self._claim.drop()
        return asked

    def withdraw(self, by: Session) -> None:
        """Wait no more for a picture that does not come; the part is presented again."""
        by.require(Action.RUN_AGREEMENT_STUDY)
        with self._lock:
            self._claim.drop()
            self._asked = None

    def set_aside(self, by: Session, why: str) -> StudyReading:
        """Let the newest reading not count, and present its part again. Writes to the database.

        Raises:
            UsageError: there is no reason.
            StateError: no study is under way, a picture is on its way, or nothing was read.
        """
        by.require(Action.RUN_AGREEMENT_STUDY)
        if not why.strip():
            raise UsageError("Setting a reading aside needs a reason.", "Say what was wrong with the presentation.")
        with self._lock:
            study = self._under_way()
            if self._asked is not None:
                raise StateError("The picture of this part is on its way.")
            last = self.state().last
            if last is None:
                raise StateError("Nothing was read yet.")
            aside = self._records.agreement.set_aside(study, last, who=by.name, why=why.strip(), at=self._now())
            changed = replace(last, set_aside=aside)
            self._study = replace(
                study, readings=tuple(changed if one.id == last.id else one for one in study.readings)
            )
            self._message = ""
            return changed

    def pause(self, by: Session) -> Study:
        """Let the line go on with production; the study can go on later. Raises StateError: none is under way."""
        by.require(Action.RUN_AGREEMENT_STUDY)
        with self._lock:
            study = self._under_way()
            self._leave()
            return study

    def finish(self, by: Session) -> Study:
        """End a study of which everything was read. Writes to the database. Raises StateError: parts are missing."""
        by.require(Action.RUN_AGREEMENT_STUDY)
        with self._lock:
            study = self._under_way()
            if study.next is not None:
                raise StateError(
                    f"{study.plan.presentations - study.done} presentations of the study are missing.",
                    "Present the part that is asked for, or cancel the study.",
                )
            end = End(Outcome.FINISHED, self._now(), by.name)
            self._records.agreement.end(study, end)
            self._left(study)
            return replace(study, end=end)

    def cancel(self, by: Session, study_id: int, why: str) -> Study:
        """End a study before everything was read; what was read stays in the records. Writes to the database.

        Raises:
            UsageError: there is no reason.
            StateError: it has ended.
        """
        with self._lock:
            ended = end_study(self._records, by, self._records.agreement.study(study_id), why, at=self._now())
            self._left(ended)
            return ended

    def interrupted(self) -> None:
        """The line was stopped or starts: whoever sat over a study begins again."""
        with self._lock:
            self._leave()

    # what the line does

    def takes(self, token: Token) -> bool:
        """See `Claim.takes`."""
        return self._claim.takes(token)

    def holds(self, inspection: Inspection) -> bool:
        """Say whether an inspection is of a part of a study, before it is recorded (inspection thread)."""
        return self._claim.holds(inspection)

    def saw(self, result: Result) -> None:
        """Take the reading of a part (inspection thread), and keep it. Other inspections are let go by."""
        inspection = result.inspection
        if not self._claim.settles(inspection):
            return
        with self._lock:
            study, asked = self._study, self._asked
            if study is None or asked is None:
                return
            if inspection.reason in _NOT_READ:
                self._message = "The last picture is no reading: it was not recorded, or the line was stopped."
            elif inspection.recipe != study.plan.recipe and not _unjudged(inspection):
                self._message = "The last picture is no reading: another recipe version inspected it."
            else:
                self._keep(study, asked, inspection)
            self._asked = None

    def _keep(self, study: Study, asked: Presentation, inspection: Inspection) -> None:
        try:
            reading = self._records.agreement.add_reading(study.id, asked.part.name, asked.trial, inspection.id)
        except RecordsError as error:
            self._message = f"The last picture is no reading: {explain(error)}"
            return
        self._study = replace(study, readings=(*study.readings, reading))

    def _under_way(self) -> Study:
        if self._study is None:
            raise StateError("No agreement study is under way.", "Begin one.")
        return self._study

    def _refusal(self, study: Study) -> str:
        setup = self._running()
        if setup is None:
            return "The line does not run."
        if (fault := self._fault()) is not None:
            return f"The station is in fault: {fault}"
        now, own = setup.recipe.ref, study.plan.recipe
        if now != own:
            return (
                f"The agreement study {study.plan.name} is of recipe {own.name} version {own.version};"
                f" {now.name} version {now.version} is in force."
            )
        return ""

    def _left(self, study: Study) -> None:
        if self._study is not None and self._study.id == study.id:
            self._leave()

    def _leave(self) -> None:
        self._claim.drop()
        self._study, self._asked, self._message = None, None, ""


_HINT = "The line has to run without a fault, with the recipe version of the study."


def _unjudged(inspection: Inspection) -> bool:
    """A lost frame may carry no recipe."""
    return inspection.verdict is Verdict.ERROR and inspection.recipe is None


def plan_for(
    records: Records,
    by: Session,
    name: str,
    parts: Sequence[ReferencePart],
    repeats: int,
    *,
    recipe: Recipe | None = None,
    seed: int | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Study:
    """Plan a study of `recipe`, without it of the active one. Raises as `AgreementStudies.make`."""
    by.require(Action.RUN_AGREEMENT_STUDY)
    used = recipe or records.active()
    if used is None:
        raise StateError("No recipe is in force to be studied.", "Teach one and put it in force.")
    chosen = secrets.randbelow(2**31) if seed is None else seed
    plan = make_plan(name, used.ref, used.model.ref, parts, repeats, chosen, note)
    return records.agreement.add(plan, who=by.name, at=at or datetime.now(UTC))


def end_study(records: Records, by: Session, study: Study, why: str, *, at: datetime | None = None) -> Study:
    """Cancel a study. Raises as `AgreementStudies.cancel`."""
    by.require(Action.RUN_AGREEMENT_STUDY)
    if not why.strip():
        raise UsageError("Cancelling a study needs a reason.")
    if study.end is not None:
        raise StateError(f"The agreement study {study.plan.name} was {study.end.outcome}.")
    end = End(Outcome.CANCELLED, at or datetime.now(UTC), by.name, why.strip())
    records.agreement.end(study, end)
    return replace(study, end=end)
