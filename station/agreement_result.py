"""What came of an agreement study: figures, grades, and the sentences on what may be claimed."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from calibration import Rate, at_most, between, percent
from calibration.agreement import GREY_FROM as GREY_FROM
from calibration.agreement import REJECT_FROM as REJECT_FROM
from calibration.agreement import Agreement as Agreement
from calibration.agreement import Detection as Detection
from calibration.agreement import Reading as Reading
from calibration.agreement import Zone as Zone
from calibration.agreement import agreement
from calibration.agreement_grade import Criterion as Criterion
from calibration.agreement_grade import Figure as Figure
from calibration.agreement_grade import Grade as Grade
from calibration.agreement_grade import Judgement as Judgement
from calibration.agreement_grade import grade
from calibration.kappa import Kappa as Kappa
from station.agreement_study import Outcome, Study
from station.errors import StateError


@dataclass(frozen=True, slots=True)
class StudyResult:
    """A study that has ended, with its figures and what they show."""

    study: Study
    figures: Agreement
    judgement: Judgement

    @property
    def complete(self) -> bool:
        """Whether everything was read; figures of a cancelled study are no result."""
        return self.study.end is not None and self.study.end.outcome is Outcome.FINISHED

    @property
    def set_aside(self) -> int:
        return len(self.study.readings) - self.study.done


def result_of(study: Study) -> StudyResult:
    """Compute what came of a study.

    Raises:
        StateError: it has not ended: readings that are known could be picked out.
        CalibrationError: nothing was read.
    """
    if study.end is None:
        raise StateError(
            f"The agreement study {study.plan.name} has not ended: {study.done} of {study.plan.presentations}"
            " presentations are done.",
            "Its figures are shown when it is finished.",
        )
    figures = agreement(study.parts_read())
    return StudyResult(study, figures, grade(figures))


def grade_text(judgement: Judgement) -> str:
    """Say what the study shows, and which figures decide it."""
    which = [one.figure.value for one in judgement.criteria if one.grade is judgement.grade]
    names = which[0] if len(which) == 1 else f"{', '.join(which[:-1])} and {which[-1]}"
    match judgement.grade:
        case Grade.ACCEPTABLE:
            told = "Every limit is met, also by the bounds."
        case Grade.CONDITIONAL:
            told = f"By the bounds, only the wider limits are met: {names}."
        case Grade.NOT_SHOWN:
            told = f"No figure speaks against it, but so few parts cannot show it: {names}."
        case Grade.NOT_ACCEPTABLE:
            told = f"What was seen is beyond the limits already: {names}."
    if judgement.by_figures is not judgement.grade:
        told += f" By the figures alone, as they are often read: {judgement.by_figures.value}."
    return told


def in_order(detections: Sequence[Detection]) -> tuple[Detection, ...]:
    """Good parts first, each kind from the seldom rejected to the often rejected; parts that nothing judged last."""
    return tuple(
        sorted(
            detections,
            key=lambda one: (one.part.defective, one.share is None, one.share or 0.0, one.part.name),
        )
    )


def at_least(share: float, confidence: float) -> str:
    """Say a one-sided lower bound, rounded down: "at least 90.4 % (95 %)"."""
    tenths = math.floor(share * 1000.0 + 1e-9)
    return f"at least {tenths / 10:g} % ({percent(confidence)})"


def kappa_text(kappa: Kappa) -> str:
    """Say a kappa with its interval; ends are rounded outwards."""
    low, high = math.floor(kappa.interval[0] * 100) / 100, math.ceil(kappa.interval[1] * 100 - 1e-9) / 100
    return f"{kappa.value:.2f}, {between(f'{low:.2f}', f'{high:.2f}', kappa.confidence)}"


def seen_text(criterion: Criterion, figures: Agreement) -> str:
    """What was seen, with counts in the unit of the figure."""
    if criterion.observed is None:
        return "unknown"
    if criterion.figure is Figure.KAPPA:
        return f"{criterion.observed:.2f}"
    if criterion.figure is Figure.EFFECTIVENESS:
        rate = figures.effectiveness
        return f"{percent(rate.value)} ({rate.count} of {rate.total} parts)"
    both = figures.misses if criterion.figure is Figure.MISSES else figures.false_alarms
    assert both is not None
    return f"{percent(both.readings.value)} ({both.readings.count} of {both.readings.total} readings)"


def bound_text(criterion: Criterion, confidence: float) -> str:
    """What is claimed, one-sided."""
    if criterion.bound is None:
        return "unknown"
    if criterion.figure is Figure.KAPPA:
        return f"at least {math.floor(criterion.bound * 100) / 100:.2f} ({percent(confidence)})"
    if criterion.upwards:
        return at_least(criterion.bound, confidence)
    return at_most(criterion.bound, confidence)


def limit_text(
    criterion: Criterion,
    share: Callable[[float], str] = percent,
    number: Callable[[float], str] = "{:g}".format,
) -> str:
    """The limits: acceptable, and in brackets conditional; `share` and `number` write figures."""
    sign = "≥" if criterion.upwards else "≤"
    write = number if criterion.figure is Figure.KAPPA else share
    return f"{sign} {write(criterion.limit.acceptable)} ({sign} {write(criterion.limit.conditional)})"


def needed_text(criterion: Criterion) -> str:
    """How many parts would show it; empty: it is shown, or it is not for a number of parts to show."""
    if criterion.grade is Grade.ACCEPTABLE or criterion.figure is Figure.KAPPA:
        return ""
    if criterion.parts_needed is None:
        return "no number would do"
    kind = {Figure.MISSES: "defective ", Figure.FALSE_ALARMS: "good "}.get(criterion.figure, "")
    return f"{criterion.parts_needed} {kind}parts"


def claims(result: StudyResult) -> tuple[str, ...]:
    """What may be claimed, each with count and bound."""
    figures, trials = result.figures, result.study.plan.repeats
    told = []
    if (missed := figures.misses) is not None:
        told.append(f"Defects like these are missed at least once in {trials} presentations: {_rate(missed.parts)}.")
    else:
        told.append("Nothing is known of misses: no defective part was judged.")
    if (alarms := figures.false_alarms) is not None:
        told.append(
            f"Good parts like these are held back at least once in {trials} presentations: {_rate(alarms.parts)}."
        )
    else:
        told.append("Nothing is known of false alarms: there were no good parts.")
    right = figures.effectiveness
    told.append(
        f"Parts that are told rightly every time: {right.count} of {right.total}:"
        f" {percent(right.value)}, {at_least(lower(right), right.confidence)}."
    )
    if figures.repeatability.total:
        same = figures.repeatability
        told.append(
            f"Parts that are told the same every time: {same.count} of {same.total}:"
            f" {percent(same.value)}, {at_least(lower(same), same.confidence)}."
        )
    if figures.errors.count:
        errors = figures.errors
        told.append(
            f"Readings that judged nothing (ERROR): {errors.count} of {errors.total}. They count as not right, and"
            " never as a detected defect."
        )
    return tuple(told)


def lower(rate: Rate) -> float:
    """The one-sided exact lower bound of a rate."""
    from calibration import lower_bound

    return lower_bound(rate.count, rate.total, rate.confidence)


def _rate(rate: Rate) -> str:
    return f"{rate.count} of {rate.total} parts: {rate.bounded}"
