"""What is drawn of past inspections, as plain data: yield over time, drift of the score, and Paretos.

Control charts: Montgomery, Introduction to Statistical Quality Control.
Good parts are those that the station found OK, so a score above the threshold is never among them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum

from calibration import Rate
from station.types import Verdict

LIMIT_SD = 3.0
"""Control limits lie this many standard deviations from the mean of the reference."""
SHIFT_SD = 1.0
SPREAD_WIDE, SPREAD_NARROW = 2.0, 0.5
REFERENCE_PARTS = 200
"""Good parts at the beginning of a model's life that the later ones are compared with. Before there are so many,
there is nothing to compare with.
"""
FEWEST = 10
"""With fewer parts nothing is said of a mean or a spread."""


class Step(StrEnum):
    """How long one point of a chart is."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"


def step_for(since: datetime, until: datetime) -> Step:
    """The step that gives neither a handful of points nor a thousand."""
    span = until - since
    if span <= timedelta(days=3):
        return Step.HOUR
    return Step.DAY if span <= timedelta(days=400) else Step.WEEK


def edges(since: datetime, until: datetime, step: Step, zone: tzinfo | None = None) -> list[datetime]:
    """Cut a period at full hours, midnights or Mondays of local time; `zone` None is that of this machine. In UTC.

    The first and the last piece may be shorter. Raises ValueError for a period that is empty.
    """
    if not since < until:
        raise ValueError("a chart needs a period")
    result = [since.astimezone(UTC)]
    at = since
    while (at := _next_edge(at, step, zone)) < until:
        result.append(at)
    return [*result, until.astimezone(UTC)]


def _next_edge(at: datetime, step: Step, zone: tzinfo | None) -> datetime:
    if step is Step.HOUR:
        # an hour of local time is an hour: the zone's offset is kept while the clock is changed
        local = at.astimezone(zone)
        begin = at.astimezone(UTC) - timedelta(
            minutes=local.minute, seconds=local.second, microseconds=local.microsecond
        )
        return begin + timedelta(hours=1)
    day = at.astimezone(zone).date()
    days = 1 if step is Step.DAY else 7 - day.weekday()
    midnight = datetime.combine(day + timedelta(days=days), time())
    return (midnight.astimezone() if zone is None else midnight.replace(tzinfo=zone)).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class YieldPoint:
    """Verdicts of one piece of time. The yield is the share of OK verdicts of all, ERROR among them."""

    since: datetime
    until: datetime
    ok: int
    nok: int
    review: int
    error: int

    @property
    def total(self) -> int:
        return self.ok + self.nok + self.review + self.error

    @property
    def rate(self) -> Rate | None:
        """The yield with its exact bounds; None without parts."""
        return Rate.of(self.ok, self.total) if self.total else None


def yield_point(since: datetime, until: datetime, counts: Mapping[Verdict, int]) -> YieldPoint:
    ok, nok, review, error = (
        counts.get(verdict, 0) for verdict in (Verdict.OK, Verdict.NOK, Verdict.REVIEW, Verdict.ERROR)
    )
    return YieldPoint(since, until, ok, nok, review, error)


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean and standard deviation (with n - 1) of `n` scores; `sd` is 0 for one, both are 0 for none."""

    n: int
    mean: float
    sd: float

    @classmethod
    def of(cls, scores: Iterable[float]) -> Spread:
        values = list(scores)
        center = values[0] if values else 0.0
        return cls.of_sums(len(values), sum(v - center for v in values), sum((v - center) ** 2 for v in values), center)

    @classmethod
    def of_sums(cls, n: int, total: float, squares: float, center: float) -> Spread:
        """From the sums of (score - center) and of its squares. A center near the scores keeps the digits."""
        if n == 0:
            return cls(0, 0.0, 0.0)
        variance = max(0.0, squares - total * total / n) / (n - 1) if n > 1 else 0.0
        return cls(n, center + total / n, math.sqrt(variance))


@dataclass(frozen=True, slots=True)
class Reference:
    """The good parts that others are compared with: normally the first ones of the model. `since` <= at <= `until`."""

    spread: Spread
    since: datetime
    until: datetime

    @property
    def limits(self) -> tuple[float, float]:
        """Within these a single good part is expected."""
        reach = LIMIT_SD * self.spread.sd
        return self.spread.mean - reach, self.spread.mean + reach

    def holds(self, at: datetime) -> bool:
        """Whether a part of this time is one of those that others are compared with."""
        return self.since <= at <= self.until


class Finding(StrEnum):
    """What the scores of good parts say. A change is a reason to look at light, lens and lot."""

    TOO_FEW = "too_few"
    REFERENCE = "reference"  # these are what others are compared with; of themselves they say nothing
    STEADY = "steady"
    SHIFTED = "shifted"
    WIDER = "wider"
    NARROWER = "narrower"


def compare(now: Spread, reference: Spread) -> Finding:
    """Hold a piece of time against the reference: a shift by a standard deviation, half or twice the spread."""
    if now.n < FEWEST or reference.n < FEWEST:
        return Finding.TOO_FEW
    shift = abs(now.mean - reference.mean)
    if shift > 0 and shift >= SHIFT_SD * reference.sd:
        return Finding.SHIFTED
    if now.sd > 0 and now.sd >= SPREAD_WIDE * reference.sd:
        return Finding.WIDER
    if reference.sd > 0 and now.sd <= SPREAD_NARROW * reference.sd:
        return Finding.NARROWER
    return Finding.STEADY


@dataclass(frozen=True, slots=True)
class ScorePoint:
    """Scores of the good parts of one piece of time, and how they compare with the reference."""

    since: datetime
    until: datetime
    spread: Spread
    finding: Finding

    @property
    def off(self) -> bool:
        """Whether it breaks the rule."""
        return self.finding in (Finding.SHIFTED, Finding.WIDER, Finding.NARROWER)


@dataclass(frozen=True, slots=True)
class Drift:
    """Scores of the good parts of one model over time.

    `last` holds the newest single scores as (time, score), oldest first. `recipe` and `model` name what they are of;
    scores of different models do not compare. `reference` is None while there are fewer than `needed` parts to make
    one of; `found`: how many there are.
    """

    recipe: str
    model: str
    model_version: int
    points: tuple[ScorePoint, ...]
    last: tuple[tuple[datetime, float], ...]
    reference: Reference | None
    found: int
    needed: int

    @property
    def latest(self) -> ScorePoint | None:
        """The newest point that can be compared."""
        silent = (Finding.TOO_FEW, Finding.REFERENCE)
        return next((point for point in reversed(self.points) if point.finding not in silent), None)

    @property
    def finding(self) -> Finding:
        latest = self.latest
        return Finding.TOO_FEW if latest is None else latest.finding

    @property
    def shift_sd(self) -> float:
        """How far the newest good parts lie from the reference, in its standard deviations; 0 where it has none."""
        latest = self.latest
        if latest is None or self.reference is None or self.reference.spread.sd == 0:
            return 0.0
        return (latest.spread.mean - self.reference.spread.mean) / self.reference.spread.sd

    @property
    def singles(self) -> bool:
        """Whether the period has so few good parts that each is drawn: a chart of individuals instead of means."""
        return sum(point.spread.n for point in self.points) <= len(self.last)

    @property
    def compared(self) -> tuple[tuple[datetime, float], ...]:
        """Those of `last` that the control limits were not made of."""
        reference = self.reference
        return () if reference is None else tuple(one for one in self.last if not reference.holds(one[0]))

    def is_outside(self, at: datetime, score: float) -> bool:
        """Whether a single score lies outside the control limits, which it did not make itself."""
        if self.reference is None or self.reference.holds(at):
            return False
        low, high = self.reference.limits
        return not low <= score <= high

    @property
    def outside(self) -> int:
        """How many of `compared` lie outside the control limits."""
        return sum(self.is_outside(at, score) for at, score in self.last)


@dataclass(frozen=True, slots=True)
class Bar:
    """One cause of a Pareto: its count, and the share of all that it and the ones before it have."""

    name: str
    count: int
    cumulated: float


def pareto(counts: Mapping[str, int]) -> tuple[Bar, ...]:
    """The causes from the most frequent to the least; equal ones by name."""
    total = sum(counts.values())
    result: list[Bar] = []
    so_far = 0
    for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if count:
            so_far += count
            result.append(Bar(name, count, so_far / total))
    return tuple(result)


@dataclass(frozen=True, slots=True)
class Charts:
    """All that is drawn of one period. `reasons`: why parts were not OK; `defects`: what people found in reviews."""

    since: datetime
    until: datetime
    step: Step
    yields: tuple[YieldPoint, ...]
    reasons: tuple[Bar, ...]
    defects: tuple[Bar, ...]
    drift: Drift | None

    @property
    def whole(self) -> YieldPoint:
        """The verdicts of all pieces together."""
        sums: Sequence[int] = [
            sum(getattr(one, name) for one in self.yields) for name in ("ok", "nok", "review", "error")
        ]
        return YieldPoint(self.since, self.until, *sums)
