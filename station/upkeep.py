"""What of a product has to be made again from time to time, who made it last and when, and whether it is due."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from station.agreement_study import Outcome
from station.calibration_ref import Kind
from station.calibrations import Due
from station.config import GoldenSection
from station.db import Records
from station.drift import DriftReport
from station.golden import Golden
from station.queries import GoldenOutcome
from station.recipe import Recipe


class Subject(StrEnum):
    """What there is to keep up, in the order in which it is made at a new station."""

    FLAT_FIELD = "flat_field"
    WHITE_BALANCE = "white_balance"
    LENS = "lens"
    PLANE = "plane"
    GATE = "gate"
    DRIFT = "drift"
    REFERENCE_PARTS = "reference_parts"
    AGREEMENT = "agreement"


class Standing(StrEnum):
    """DUE is abnormal. MISSING was never made and nothing asks for it."""

    FINE = "fine"
    DUE = "due"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class UpkeepEntry:
    """One line of the overview. `why` says in words why it is due, or what its absence means."""

    subject: Subject
    standing: Standing
    made_at: datetime | None = None
    made_by: str = ""
    why: str = ""

    def age(self, now: datetime) -> timedelta | None:
        """How long ago it was made; None where it never was. Never below nothing, also where a clock was set back."""
        return None if self.made_at is None else max(now - self.made_at, timedelta(0))


class Upkeep:
    """Reads the database: not for the GUI thread. Thread-safe."""

    def __init__(
        self,
        records: Records,
        golden: Golden,
        golden_config: GoldenSection,
        *,
        due: Callable[[str], Sequence[Due]] = lambda _product: (),
        drift: Callable[[Recipe], DriftReport] | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`due`: the parts of a product's calibration (`Calibrations.due`); `drift`: `DriftMonitor.report`."""
        self._records = records
        self._golden = golden
        self._golden_config = golden_config
        self._due = due
        self._drift = drift
        self._now = now

    def of(self, name: str) -> tuple[UpkeepEntry, ...]:
        """Everything that is kept up for the recipe `name`: of the version in force, else of the newest.

        Raises RecipeError: unknown. RecordsError.
        """
        recipe = self._version(name)
        found = [*self._calibration(recipe), self._gate(recipe)]
        if self._drift is not None:
            found.append(_drift(self._drift(recipe), self._now()))
        return (*found, self._reference_parts(recipe), self._agreement(recipe))

    def _calibration(self, recipe: Recipe) -> list[UpkeepEntry]:
        """Parts of the newest calibration; one that the recipe does not judge by yet is due to be taken over."""
        parts = {one.kind: one for one in self._due(recipe.name)}
        used = frozenset() if recipe.calibration is None else frozenset(recipe.calibration.kinds)
        used_at = None if recipe.calibration is None else recipe.calibration.made_at
        entries = []
        for kind in Kind:
            subject, part = Subject(kind.value), parts.get(kind)
            if kind is Kind.WHITE_BALANCE and recipe.image.channels == 1 and part is None:
                continue  # grey pictures have none
            if part is None:
                entries.append(UpkeepEntry(subject, Standing.MISSING))
                continue
            why = part.why
            if not why and (kind not in used or (used_at is not None and used_at < part.made_at)):
                why = "The recipe does not correct by it yet: it has to be taken over."
            entries.append(
                UpkeepEntry(subject, Standing.DUE if why else Standing.FINE, part.made_at, part.made_by, why)
            )
        return entries

    def _version(self, name: str) -> Recipe:
        active = self._records.active()
        return active if active is not None and active.name == name else self._records.recipe(name)

    def _gate(self, recipe: Recipe) -> UpkeepEntry:
        if recipe.gate is None:
            return UpkeepEntry(Subject.GATE, Standing.DUE, why="The recipe has no image gate: any picture is scored.")
        first = recipe
        for one in reversed(self._records.versions(recipe.name)):  # limits are carried over by later versions
            if one.version < first.version:
                if one.gate != recipe.gate:
                    break
                first = one
        return UpkeepEntry(Subject.GATE, Standing.FINE, first.created_at, first.created_by)

    def _reference_parts(self, recipe: Recipe) -> UpkeepEntry:
        subject, config = Subject.REFERENCE_PARTS, self._golden_config
        checks = self._records.golden.checks(recipe=recipe.name, limit=50)
        last = next((one for one in checks if one.outcome is not GoldenOutcome.ABANDONED), None)
        state = self._golden.state()
        running = self._golden.recipe_now
        why = state.due if running == recipe.ref else ""
        never = "The reference parts were never checked with this recipe."
        if last is not None and last.outcome is GoldenOutcome.FAILED:
            why = "The last check of the reference parts failed."
        elif not why and last is not None and config.every_hours and self._old(last.at, config.every_hours):
            why = f"The reference parts have to be checked every {config.every_hours:g} hours."
        if last is None:
            standing = Standing.DUE if why or config.required else Standing.MISSING
            return UpkeepEntry(subject, standing, why=why or never)
        return UpkeepEntry(subject, Standing.DUE if why else Standing.FINE, last.at, last.who, why)

    def _agreement(self, recipe: Recipe) -> UpkeepEntry:
        """The newest study that was finished; one of another model says nothing of the one in force."""
        studies = self._records.agreement.studies(recipe=recipe.name, limit=50)
        last = next((one for one in studies if one.end is not None and one.end.outcome is Outcome.FINISHED), None)
        if last is None or last.end is None:
            return UpkeepEntry(Subject.AGREEMENT, Standing.MISSING)
        why = "" if last.plan.model == recipe.model.ref else "The last study was of another model."
        standing = Standing.DUE if why else Standing.FINE
        return UpkeepEntry(Subject.AGREEMENT, standing, last.end.at, last.end.who, why)

    def _old(self, at: datetime, hours: float) -> bool:
        return self._now() >= at + timedelta(hours=hours)


def _drift(report: DriftReport, now: datetime) -> UpkeepEntry:
    """The drift monitor looks by itself; it is due where good parts have drifted."""
    if report.drifted:
        return UpkeepEntry(Subject.DRIFT, Standing.DUE, now, "", report.message)
    if not report.known:
        return UpkeepEntry(Subject.DRIFT, Standing.MISSING, why="Too few good parts yet to say anything of a drift.")
    return UpkeepEntry(Subject.DRIFT, Standing.FINE, now)
