"""The drift monitor: are the good parts of the running recipe still what they were when it was taught?

It looks at the newest good parts in the records, in production, and holds their scores and what the image gate
measured of them against the model's baseline; where that is too small, against the first good parts of the line. It
says what to look at, and never touches a threshold. A look of the running line comes after every `WINDOW` more good
parts, at just these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from calibration.drift import ALARM_RATE, FEWEST, Change, Comparison, Summary, compare_all
from station.alarms import AlarmKind, Alarms
from station.baseline import QUANTITIES, baseline_of
from station.charts import REFERENCE_PARTS
from station.db import Records
from station.recipe import ModelVersion, Recipe
from station.types import RecipeRef

__all__ = ["ALARM_RATE", "Change", "Comparison", "DriftMonitor", "DriftReport", "Origin", "Quantity", "Summary"]

WINDOW = 50
"""So many good parts are looked at together."""
SHOWN = 1000
"""So many of the newest good parts a chart shows."""

HIDES = "A higher threshold would only hide it."
LIGHT = "Look at the light: lamp, exposure, dirt, stray light. A higher threshold would only hide it."
LENS = "Look at the lens: focus, dirt, a loose mount. A higher threshold would only hide it."
HOLDER = "Look at how the parts lie: holder, trigger, camera mount. A higher threshold would only hide it."
LOT = (
    "The pictures are as they were: look at the lot, the material or the process before."
    " A higher threshold would only hide it."
)

FLOORS = {"brightness": 0.005, "saturated": 0.002, "sharpness": 0.002, "shift_px": 0.5, "turn_deg": 0.05}
"""Standard deviations below which a difference means nothing in practice. A score has no such thing."""
_CAUSE = {
    "brightness": LIGHT,
    "saturated": LIGHT,
    "sharpness": LENS,
    "shift_px": HOLDER,
    "turn_deg": HOLDER,
}
WORDS = {
    "score": "score",
    "brightness": "brightness",
    "saturated": "saturated share",
    "sharpness": "sharpness",
    "shift_px": "shift of the part",
    "turn_deg": "turn of the part",
}


class Origin(StrEnum):
    """What the reference of a quantity is."""

    HELD_OUT = "held_out"  # scores of good pictures that the model did not learn from
    NORMAL_SET = "normal_set"  # pictures that it learned from
    FIRST_PARTS = "first_parts"  # the first good parts of the line with this model


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity of a look. `parts`: time and value of the newest good parts, oldest first, for a chart."""

    name: str
    comparison: Comparison
    origin: Origin
    parts: tuple[tuple[datetime, float], ...]

    @property
    def sentence(self) -> str:
        """What it did, in words; empty where it did nothing or nothing is known."""
        one, word = self.comparison, WORDS[self.name]
        match one.change:
            case Change.UP | Change.DOWN:
                low, high = sorted(abs(bound) for bound in one.shift_bounds or (0.0, 0.0))
                size = abs(one.shift_sd or 0.0)
                if one.change is Change.UP:
                    return f"{word} up by {size:.1f} sd ({low:.1f} to {high:.1f})"
                return f"{word} down by {size:.1f} sd ({low:.1f} to {high:.1f})"
            case Change.WIDER | Change.NARROWER:
                low, high = one.ratio_bounds or (0.0, 0.0)
                return f"spread of the {word} {one.ratio or 0.0:.1f} times as before ({low:.1f} to {high:.1f})"
        return ""


@dataclass(frozen=True, slots=True)
class DriftReport:
    """One look. `found`: how many good parts of this model there are, up to `SHOWN`; `window`: how many were compared.

    `alarm_rate`: of looks at which nothing has changed, at most this share finds something.
    """

    recipe: RecipeRef
    model: ModelVersion
    quantities: tuple[Quantity, ...]
    found: int
    window: int
    alarm_rate: float

    @property
    def drifted(self) -> tuple[Quantity, ...]:
        """What has changed, the image before the score: it may be the cause."""
        return tuple(
            sorted((one for one in self.quantities if one.comparison.drifted), key=lambda one: one.name == "score")
        )

    @property
    def known(self) -> bool:
        """Whether anything could be compared."""
        return any(one.comparison.change is not Change.TOO_FEW for one in self.quantities)

    @property
    def advice(self) -> tuple[str, ...]:
        """What to look at, the likeliest first; nothing where nothing has changed."""
        causes = dict.fromkeys(_CAUSE[one.name] for one in self.drifted if one.name in _CAUSE)
        if not causes and self.drifted:
            return (LOT,)
        return tuple(causes)

    @property
    def message(self) -> str:
        """One sentence for an alarm; empty where nothing has changed."""
        drifted = self.drifted
        if not drifted:
            return ""
        first, more = drifted[0], len(drifted) - 1
        what = f"{first.sentence}, and {more} more" if more else first.sentence
        return f"Good parts of {self.recipe.name} have drifted: {what}."


class DriftMonitor:
    """Looks back. Thread-safe; reads database and disk: not for the GUI thread nor for the line's.

    Scores are compared as far as the recipe lets parts pass, on both sides: held-out good pictures that it would reject
    have no like among the parts that passed.
    """

    def __init__(
        self,
        records: Records,
        folder_of: Callable[[ModelVersion], Path],
        alarms: Alarms | None = None,
        *,
        running: Callable[[], Recipe | None] = lambda: None,
        good_parts: Callable[[], int] = lambda: 0,
        window: int = WINDOW,
    ) -> None:
        """`running`: what the line inspects with, None when it is stopped. `good_parts`: how many there were since the
        program started.
        """
        self._records = records
        self._folder_of = folder_of
        self._alarms = alarms
        self._running = running
        self._good_parts = good_parts
        self._window = window
        self._looked_at: tuple[ModelVersion, int] | None = None

    def report(self, recipe: Recipe) -> DriftReport:
        """Look back at the newest good parts of the model of `recipe`. Raises RecordsError."""
        lookback, model = self._records.lookback, recipe.model
        ids = lookback.recipes_with(recipe.name, model.ref)
        parts = lookback.good_parts(ids, SHOWN, newest=True) if ids else []
        # good parts of the line are those that passed: their scores end at the threshold, and so must what they are
        # held against, else a recipe with false rejects has drifted on its first day
        level = recipe.threshold if recipe.review_from is None else recipe.review_from
        newest = parts[-self._window :]
        series = {name: [(at, value) for at, value in _series(parts, name)] for name in QUANTITIES}
        now = {name: [value for _, value in _series(newest, name)] for name in QUANTITIES}
        baseline = baseline_of(self._folder_of(model), model).values()
        for side in (now, baseline):
            side["score"] = [score for score in side["score"] if score < level]
        reference: dict[str, Sequence[float]] = {}
        origins: dict[str, Origin] = {}
        first: Mapping[str, Sequence[float]] | None = None
        for name in QUANTITIES:
            if len(baseline[name]) >= FEWEST:
                reference[name] = baseline[name]
                origins[name] = Origin.HELD_OUT if name == "score" else Origin.NORMAL_SET
                continue
            if first is None:
                first = self._first(ids, before=newest[0][0] if newest else None)
            reference[name], origins[name] = first[name], Origin.FIRST_PARTS
        known = {name: values for name, values in now.items() if values and len(reference[name]) >= FEWEST}
        found = compare_all(known, reference, floors=FLOORS)
        quantities = []
        for name in QUANTITIES:
            if not series[name]:
                continue  # nobody measures it here
            one = found.get(name) or _too_few(now[name], reference[name])
            quantities.append(Quantity(name, one, origins[name], tuple(series[name])))
        return DriftReport(recipe.ref, model, tuple(quantities), len(parts), len(newest), ALARM_RATE)

    def look(self) -> None:
        """Raise an alarm where good parts of the running line have drifted, and end it where they have come back.

        For a thread that may wait for the database, often: without `WINDOW` more good parts it does nothing.
        """
        recipe = self._running()
        if recipe is None or self._alarms is None:
            return
        count = self._good_parts()
        if self._looked_at is None or self._looked_at[0] != recipe.model or count < self._looked_at[1]:
            if self._looked_at is not None:
                self._alarms.end(AlarmKind.DRIFT)  # it was about another model
            self._looked_at = recipe.model, count
        if count - self._looked_at[1] < self._window:
            return
        report = self.report(recipe)
        self._looked_at = recipe.model, count
        if report.drifted:
            self._alarms.raise_alarm(AlarmKind.DRIFT, report.message, report.advice[0])
        elif report.known:
            self._alarms.end(AlarmKind.DRIFT)

    def _first(self, ids: Sequence[int], before: datetime | None) -> dict[str, list[float]]:
        """The first good parts of the line, but for those that are looked at."""
        parts = self._records.lookback.good_parts(ids, REFERENCE_PARTS, newest=False) if ids else []
        kept = [one for one in parts if before is None or one[0] < before]
        return {name: [value for _, value in _series(kept, name)] for name in QUANTITIES}


def _series(
    parts: Sequence[tuple[datetime, float, Mapping[str, float | None]]], name: str
) -> list[tuple[datetime, float]]:
    if name == "score":
        return [(at, score) for at, score, _ in parts]
    return [(at, value) for at, _, quality in parts if (value := quality[name]) is not None]


def _too_few(now: Sequence[float], reference: Sequence[float]) -> Comparison:
    def summary(values: Sequence[float]) -> Summary:
        return Summary(len(values), sum(values) / len(values) if values else 0.0, 0.0)

    return Comparison(summary(now), summary(reference), Change.TOO_FEW)
