"""The check of the reference parts ("golden parts"): when it is due, how it goes, and what it blocks.

A check asks for one reference part of the running recipe after the other, takes the next inspection as its result and
compares that with what is stored. While a check runs, while one is due, and after one that failed, no OK leaves the
station (`StationState.BLOCKED`), until a check has passed or an engineer overrides it with a reason. A check that is
due because of the clock leaves `golden.grace_minutes`; one that is due at start or after a change of the recipe none.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from camera.api import Token
from station.accounts import Session
from station.config import GoldenSection
from station.db import Records
from station.errors import RecordsError, StateError, UsageError
from station.judge import Setup
from station.part_claim import Claim
from station.permissions import Action
from station.queries import GoldenCheck, GoldenOutcome, GoldenPart, GoldenResult
from station.types import Inspection, Purpose, Reason, RecipeRef, Result, Verdict

SOURCE = "golden"
"""The source of triggers that a check fires."""

_AHEAD = timedelta(minutes=1)
"""A check that is dated further in the future says that the clock was set back: it does not count."""


@dataclass(frozen=True, slots=True)
class Progress:
    """A check that is under way. `next` is the part to present, None when all were; `waiting`: its picture is asked."""

    recipe: RecipeRef
    parts: tuple[GoldenPart, ...]
    results: tuple[GoldenResult, ...]
    begun_at: datetime
    who: str
    waiting: bool = False

    @property
    def next(self) -> GoldenPart | None:
        return self.parts[len(self.results)] if len(self.results) < len(self.parts) else None


@dataclass(frozen=True, slots=True)
class GoldenState:
    """One look at the reference parts. `due_at`: when the clock makes the next check due, None where it does not."""

    required: bool
    due: str  # why a check is due, in words; empty: none is
    blocked: str  # why no OK leaves, in words; empty: the check does not hold the line up
    due_at: datetime | None
    progress: Progress | None
    last: GoldenCheck | None


class Golden:
    """Reference parts of one station. Thread-safe; what touches the database says so.

    `blocked` is asked by the line for every OK: it never waits.
    """

    def __init__(
        self,
        records: Records,
        config: GoldenSection,
        claim: Claim,
        *,
        running: Callable[[], Setup | None],
        others: Callable[[], str | None] = lambda: None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`claim` fires with the source `SOURCE`. `running`: what the line inspects with, None when it is stopped.

        `others` says what else uses the parts that come in, so that no check can begin.
        """
        self._records = records
        self._config = config
        self._claim = claim
        self._running = running
        self._others = others
        self._now = now
        self._lock = threading.Lock()
        self._progress: Progress | None = None
        self._started_at = now()
        self._checked_since_start: frozenset[str] = frozenset()
        # by recipe: what one recipe's parts showed says nothing about another recipe; replaced whole, never changed
        self._last: Mapping[str, GoldenCheck] = records.golden.last_telling()

    def started(self) -> None:
        """Note that the line is about to start. Ends a check that the last stop interrupted: writes to the database."""
        self.end_interrupted()
        with self._lock:
            self._started_at = self._now()
            self._checked_since_start = frozenset()

    def end_interrupted(self) -> None:
        """Break a check off that the line or the program did not wait for, so that a bad part is not forgotten.

        Writes to the database. Raises RecordsError: the check is still under way.
        """
        if (progress := self._progress) is not None:
            self._break_off(progress, progress.who)

    def state(self) -> GoldenState:
        """One look, for the screen. Quick."""
        setup, progress = self._running(), self._progress
        last = self._last.get(setup.recipe.name) if setup is not None else self._newest()
        due = self._due(setup.recipe.ref) if setup is not None else ""
        return GoldenState(self._config.required, due, self.blocked(setup) or "", self._due_at(last), progress, last)

    @property
    def recipe_now(self) -> RecipeRef | None:
        """The version that runs; None while the line is stopped."""
        setup = self._running()
        return None if setup is None else setup.recipe.ref

    def under_way(self) -> str | None:
        """Say that a check is under way; None when there is none."""
        return None if self._progress is None else "A check of the reference parts is under way."

    def blocked(self, setup: Setup | None) -> str | None:
        """Why no OK may leave, or None. Called by the line on any thread."""
        if setup is None:
            return None
        if (why := self.under_way()) is not None:
            return why
        last = self._last.get(setup.recipe.name)
        if last is not None and last.outcome is GoldenOutcome.FAILED:
            return "The last check of the reference parts failed."
        due = self._due(setup.recipe.ref, grace=timedelta(minutes=self._config.grace_minutes))
        return due or None

    def _due(self, recipe: RecipeRef, *, grace: timedelta = timedelta(0)) -> str:
        """Why a check is due, in words; empty: none is. `grace` only for what the clock makes due."""
        last, newest, config = self._last.get(recipe.name), self._newest(), self._config
        if config.at_start and recipe.name not in self._checked_since_start:
            return "The reference parts have to be checked: the station was started."
        if config.after_recipe_change and (newest is None or newest.recipe != recipe):
            return f"The reference parts have to be checked: recipe {recipe.name} version {recipe.version} is new here."
        due_at = self._due_at(last)
        if due_at is not None:
            now = self._now()
            if (last is not None and last.at > now + _AHEAD) or now >= due_at + grace:
                return f"The reference parts have to be checked every {config.every_hours:g} hours."
        return ""

    def _newest(self) -> GoldenCheck | None:
        """The last check of any recipe."""
        return max(self._last.values(), key=lambda one: one.at, default=None)

    def _due_at(self, last: GoldenCheck | None) -> datetime | None:
        if self._config.every_hours == 0:
            return None
        if last is None:
            return self._started_at
        return last.at + timedelta(hours=self._config.every_hours)

    def begin(self, by: Session) -> Progress:
        """Begin a check of the running recipe. From now on no OK leaves until it has passed. Reads the database.

        Raises:
            StateError: the station does not run, or a check is under way.
            UsageError: the recipe has no reference parts.
        """
        by.require(Action.CHECK_GOLDEN_PART)
        setup = self._running()
        if setup is None:
            raise StateError("The reference parts can be checked only while the station runs.", "Start it first.")
        if (busy := self._others()) is not None:
            raise StateError(busy, "End that first.")
        recipe = setup.recipe.ref
        parts = self._records.golden.parts(recipe.name)
        if not parts:
            raise UsageError(
                f"Recipe {recipe.name} has no reference parts.",
                "An engineer makes an inspected part one, or overrides.",
            )
        with self._lock:
            if self._progress is not None:
                raise StateError("A check of the reference parts is under way already.")
            self._progress = Progress(recipe, parts, (), self._now(), by.name)
            return self._progress

    def present(self, by: Session) -> None:
        """Say that the part that was asked for is in place: the next inspection is its result.

        Raises:
            StateError: no check is under way, all parts were presented, or the trigger was refused.
        """
        by.require(Action.CHECK_GOLDEN_PART)
        with self._lock:
            progress = self._progress
            if progress is None or progress.next is None:
                raise StateError("No check of the reference parts is under way.", "Begin one.")
            if progress.waiting:
                raise StateError("The picture of this part is on its way.")
            name = progress.next.name
            self._progress = replace(progress, waiting=True)
        try:
            self._claim.arm(name)
        except BaseException:
            with self._lock:
                if self._progress is not None:
                    self._progress = replace(self._progress, waiting=False)
            raise

    def _waits(self) -> bool:
        progress = self._progress
        return progress is not None and progress.waiting

    def takes(self, token: Token) -> bool:
        """See `Claim.takes`."""
        return self._waits() and self._claim.takes(token)

    def purpose_of(self, inspection: Inspection) -> Purpose:
        """Say whether an inspection is of a reference part, before it is recorded (inspection thread). Never waits."""
        asked = inspection.source == SOURCE or self._claim.took(inspection)
        ours = asked or (self._waits() and self._claim.holds(inspection))
        return Purpose.REFERENCE if ours else Purpose.PRODUCTION

    def saw(self, result: Result) -> None:
        """Take the result of a reference part (inspection thread). Other inspections are let go by."""
        inspection = result.inspection
        with self._lock:
            progress = self._progress
            if progress is None or not progress.waiting or progress.next is None:
                return
            if not self._claim.settles(inspection):
                return
            if inspection.reason is Reason.COMMIT_FAILED:  # nothing that is not recorded counts: present it again
                self._progress = replace(progress, waiting=False)
                return
            one = _compared(progress.next, inspection, progress.recipe)
            self._progress = replace(progress, results=(*progress.results, one), waiting=False)

    def finish(self, by: Session) -> GoldenCheck:
        """Store how the check ended, once every part was presented. Writes to the database.

        Raises:
            StateError: parts are missing still.
            RecordsError: it was not stored; the check is still under way.
        """
        by.require(Action.CHECK_GOLDEN_PART)
        progress = self._progress
        if progress is None or progress.next is not None:
            raise StateError("Not every reference part was presented.", "Present the part that is asked for.")
        failed = any(result.problem for result in progress.results)
        return self._end(progress, GoldenOutcome.FAILED if failed else GoldenOutcome.PASSED, by.name)

    def abandon(self, by: Session) -> GoldenCheck:
        """Break the check off: what was due is due still, and a part that was not as expected has failed.

        Writes to the database. Raises StateError: there is no check.
        """
        by.require(Action.CHECK_GOLDEN_PART)
        progress = self._progress
        if progress is None:
            raise StateError("No check of the reference parts is under way.")
        return self._break_off(progress, by.name)

    def override(self, by: Session, why: str) -> GoldenCheck:
        """Let the line run without a passed check, until the next one is due. Writes to the database.

        Raises:
            NotPermitted: only engineers may.
            UsageError: there is no reason.
            StateError: nothing is due and nothing failed, or the station does not run.
        """
        by.require(Action.OVERRIDE_GOLDEN_CHECK)
        if not why.strip():
            raise UsageError("Letting the line run without a passed check needs a reason.")
        setup = self._running()
        if setup is None:
            raise StateError("The station does not run.", "Start it first.")
        if self._progress is not None:
            raise StateError("A check of the reference parts is under way.", "End it first.")
        if self.blocked(setup) is None and not self._due(setup.recipe.ref):
            raise StateError("No check of the reference parts is due.")
        now = self._now()
        check = GoldenCheck(setup.recipe.ref, GoldenOutcome.OVERRIDDEN, now, now, by.name, why.strip())
        return self._keep(check)

    def _break_off(self, progress: Progress, who: str) -> GoldenCheck:
        failed = any(result.problem for result in progress.results)
        return self._end(progress, GoldenOutcome.FAILED if failed else GoldenOutcome.ABANDONED, who)

    def _end(self, progress: Progress, outcome: GoldenOutcome, who: str) -> GoldenCheck:
        return self._keep(
            GoldenCheck(progress.recipe, outcome, progress.begun_at, self._now(), who, "", progress.results)
        )

    def _keep(self, check: GoldenCheck) -> GoldenCheck:
        self._records.golden.add_check(check)
        with self._lock:
            if check.outcome is not GoldenOutcome.ABANDONED:
                self._last = {**self._last, check.recipe.name: check}
                self._checked_since_start |= {check.recipe.name}
            self._progress = None
            self._claim.drop()
        return check

    # the reference parts themselves

    def parts(self, recipe: str) -> tuple[GoldenPart, ...]:
        """Read the reference parts of a recipe. Reads the database."""
        return self._records.golden.parts(recipe)

    def set_part(self, by: Session, part: GoldenPart, *, why: str = "") -> GoldenPart:
        """Make a part a reference part, or change what is expected of it. Writes to the database.

        Raises:
            NotPermitted: only engineers may.
            UsageError: no name, a verdict that cannot be expected, or a band without a score in it.
        """
        by.require(Action.SET_GOLDEN_PARTS)
        if not part.name.strip():
            raise UsageError("A reference part needs a name.", "Write on the part what you type here.")
        if part.verdict is Verdict.ERROR:
            raise UsageError("ERROR cannot be expected of a reference part.")
        if part.score_from is not None and part.score_to is not None and part.score_from > part.score_to:
            raise UsageError("The lowest score that is expected is above the highest.")
        return self._records.golden.set_part(replace(part, name=part.name.strip()), who=by.name, why=why)

    def make_part(
        self, by: Session, inspection_id: str, name: str, verdict: Verdict, *, band: float, why: str = ""
    ) -> GoldenPart:
        """Make an inspected part a reference part: its score, give or take `band`, is expected from now on.

        Raises:
            RecordsError: no such inspection.
            UsageError: it was not scored; what `set_part` raises.
        """
        by.require(Action.SET_GOLDEN_PARTS)
        inspection = self._records.get(inspection_id)
        if inspection is None or inspection.recipe is None:
            raise RecordsError(f"There is no inspection {inspection_id!r} of a recipe.", "Read the list again.")
        if inspection.score is None:
            raise UsageError("This part was not scored.", "Take another inspection of it.")
        part = GoldenPart(
            inspection.recipe.name,
            name,
            verdict,
            inspection.score - abs(band),
            inspection.score + abs(band),
            inspection_id,
        )
        return self.set_part(by, part, why=why)

    def remove_part(self, by: Session, recipe: str, name: str, *, why: str) -> None:
        """Let a part be a reference part no more. Raises NotPermitted, RecordsError, UsageError: there is no reason."""
        by.require(Action.SET_GOLDEN_PARTS)
        if not why.strip():
            raise UsageError("Removing a reference part needs a reason.")
        self._records.golden.remove_part(recipe, name, who=by.name, why=why.strip())


def _compared(part: GoldenPart, inspection: Inspection, recipe: RecipeRef) -> GoldenResult:
    """What an inspection says of a reference part."""
    score = inspection.score
    problem = ""
    if inspection.recipe != recipe:
        problem = "it was inspected with another recipe version"
    elif inspection.verdict is not part.verdict:
        problem = f"the verdict was {inspection.verdict}, not {part.verdict}"
    elif score is None and (part.score_from is not None or part.score_to is not None):
        problem = "it was not scored"
    elif part.score_from is not None and score is not None and score < part.score_from:
        problem = f"the score {score:.6g} is below {part.score_from:.6g}"
    elif part.score_to is not None and score is not None and score > part.score_to:
        problem = f"the score {score:.6g} is above {part.score_to:.6g}"
    return GoldenResult(part, inspection.id, inspection.verdict, score, problem)
