"""What an agreement study shows: each figure against its limits, by the figure and by its bound.

Limits for one appraiser as AIAG states them (Measurement Systems Analysis, 4th edition, 2010, chapter III section C):
acceptable from 90 % effectiveness, at most 2 % missed, at most 5 % false alarms; marginal (here: conditional) from
80 %, 5 % and 10 %; kappa above 0.75 is good to excellent agreement, below 0.40 poor. AIAG holds the figures themselves
against these. A figure of few parts is good by chance easily, so here a limit is met only where the bound meets it; a
figure that misses it already is enough to refuse.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from calibration.agreement import Agreement
from calibration.api import CalibrationError
from calibration.bounds import Rate, check_share, lower_bound

_MOST_PARTS = 20_000


class Grade(StrEnum):
    """From the best to the worst, as the whole study is graded by its worst criterion."""

    ACCEPTABLE = "acceptable"
    CONDITIONAL = "conditionally acceptable"
    NOT_SHOWN = "not shown with so few parts"
    NOT_ACCEPTABLE = "not acceptable"


class Figure(StrEnum):
    EFFECTIVENESS = "effectiveness"
    MISSES = "miss rate"
    FALSE_ALARMS = "false-alarm rate"
    KAPPA = "kappa"


@dataclass(frozen=True, slots=True)
class Limit:
    """What a figure has to reach (or, for rates of errors, must not exceed)."""

    acceptable: float
    conditional: float


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a study; the defaults are AIAG's."""

    effectiveness: Limit = field(default=Limit(0.90, 0.80))
    misses: Limit = field(default=Limit(0.02, 0.05))
    false_alarms: Limit = field(default=Limit(0.05, 0.10))
    kappa: Limit = field(default=Limit(0.75, 0.40))

    def __post_init__(self) -> None:
        for name, limit, upwards in (
            ("effectiveness", self.effectiveness, True),
            ("misses", self.misses, False),
            ("false_alarms", self.false_alarms, False),
            ("kappa", self.kappa, True),
        ):
            for value in (limit.acceptable, limit.conditional):
                check_share(value, f"the limit of {name}", open_ended=True)
            if (limit.conditional > limit.acceptable) is upwards and limit.conditional != limit.acceptable:
                raise CalibrationError(
                    f"the conditional limit of {name} is stricter than the acceptable one", "Exchange the two."
                )


@dataclass(frozen=True, slots=True)
class Criterion:
    """One figure against its limits.

    `observed`: as AIAG counts it (None: no parts of the kind). `bound`: what is claimed, one-sided. `by_figure`: what
    the figure alone would say; `grade`: what is shown. `parts_needed`: parts (of the kind) with which the acceptable
    limit would be shown, if the share of wrong ones stayed as it is; None where no number would do, or it is shown.
    """

    figure: Figure
    observed: float | None
    bound: float | None
    limit: Limit
    by_figure: Grade | None
    grade: Grade
    parts: int
    parts_needed: int | None

    @property
    def upwards(self) -> bool:
        """Whether more is better."""
        return self.figure in (Figure.EFFECTIVENESS, Figure.KAPPA)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the study shows as a whole: no more than its weakest criterion."""

    criteria: tuple[Criterion, ...]

    @property
    def grade(self) -> Grade:
        return _worst([one.grade for one in self.criteria])

    @property
    def by_figures(self) -> Grade:
        """As AIAG would read it, without bounds; a figure that is missing shows nothing."""
        return _worst([one.by_figure or Grade.NOT_SHOWN for one in self.criteria])


def grade(study: Agreement, limits: Limits | None = None) -> Judgement:
    """Hold the figures against the limits."""
    against = limits or Limits()
    right = study.effectiveness
    wrong = Rate.of(right.total - right.count, right.total, study.confidence)
    kappa = study.kappa
    return Judgement(
        (
            _criterion(
                Figure.EFFECTIVENESS,
                right.value,
                lower_bound(right.count, right.total, study.confidence),
                against.effectiveness,
                right.total,
                _needed(wrong, 1.0 - against.effectiveness.acceptable),
            ),
            *(
                _criterion(
                    figure,
                    rates.readings.value if rates else None,
                    rates.parts.upper if rates else None,
                    limit,
                    rates.parts.total if rates else 0,
                    parts_needed(0, 1, limit.acceptable, study.confidence)
                    if rates is None
                    else _needed(rates.parts, limit.acceptable),
                )
                for figure, rates, limit in (
                    (Figure.MISSES, study.misses, against.misses),
                    (Figure.FALSE_ALARMS, study.false_alarms, against.false_alarms),
                )
            ),
            _criterion(
                Figure.KAPPA,
                kappa.value if kappa else None,
                kappa.at_least if kappa else None,
                against.kappa,
                study.parts,
                None,
            ),
        )
    )


def parts_needed(wrong: int, total: int, limit: float, confidence: float) -> int | None:
    """Return how many parts it takes to show that at most `limit` are wrong, if so great a share goes on being wrong.

    None where no number would do: the share is at the limit or above, or so near that it takes over 20 000.
    """
    share = wrong / total
    if share >= limit:
        return None
    import numpy as np
    from scipy.special import betaincinv

    numbers = np.arange(1, _MOST_PARTS + 1, dtype=np.float64)
    counts = np.ceil(share * numbers - 1e-9)
    open_ = counts < numbers
    bounds = np.ones_like(numbers)
    bounds[open_] = betaincinv(counts[open_] + 1.0, numbers[open_] - counts[open_], confidence)
    enough = np.flatnonzero(bounds <= limit)
    return int(numbers[enough[0]]) if enough.size else None


def _needed(rate: Rate, limit: float) -> int | None:
    # as a decimal: 1 - 0.9 is a little less than a tenth
    return parts_needed(rate.count, rate.total, round(limit, 12), rate.confidence)


def _criterion(
    figure: Figure, observed: float | None, bound: float | None, limit: Limit, parts: int, needed: int | None
) -> Criterion:
    sign = 1.0 if figure in (Figure.EFFECTIVENESS, Figure.KAPPA) else -1.0

    def meets(value: float, wanted: float) -> bool:
        return sign * value >= sign * wanted - 1e-12

    if observed is None or bound is None or math.isnan(observed):
        return Criterion(figure, None, None, limit, None, Grade.NOT_SHOWN, parts, needed)
    if meets(observed, limit.acceptable):
        by_figure = Grade.ACCEPTABLE
    elif meets(observed, limit.conditional):
        by_figure = Grade.CONDITIONAL
    else:
        by_figure = Grade.NOT_ACCEPTABLE
    if by_figure is Grade.NOT_ACCEPTABLE:
        shown = Grade.NOT_ACCEPTABLE
    elif meets(bound, limit.acceptable):
        shown = Grade.ACCEPTABLE
    elif meets(bound, limit.conditional):
        shown = Grade.CONDITIONAL
    else:
        shown = Grade.NOT_SHOWN
    return Criterion(
        figure, observed, bound, limit, by_figure, shown, parts, None if shown is Grade.ACCEPTABLE else needed
    )


def _worst(grades: Sequence[Grade]) -> Grade:
    order = list(Grade)
    return max(grades, key=order.index)
