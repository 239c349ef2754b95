"""What came of an agreement study, in the words of the window."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication

from station import agreement_result
from station.agreement_result import Agreement, Criterion, Figure, Grade, Judgement, Kappa, StudyResult, Zone, lower
from station.agreement_study import Outcome, ReferencePart, Study
from station.types import Verdict
from ui.bounds import at_most_text, between_text, counted_text, rate_text, share_text
from ui.words import count_text, number_text, verdict_word, with_point

translate = QCoreApplication.translate


def figure_word(figure: Figure) -> str:
    return {
        Figure.EFFECTIVENESS: translate("agreement", "Effectiveness"),
        Figure.MISSES: translate("agreement", "Misses"),
        Figure.FALSE_ALARMS: translate("agreement", "False alarms"),
        Figure.KAPPA: translate("agreement", "Kappa"),
    }[figure]


def grade_word(grade: Grade) -> str:
    return {
        Grade.ACCEPTABLE: translate("agreement", "Acceptable"),
        Grade.CONDITIONAL: translate("agreement", "Conditionally acceptable"),
        Grade.NOT_SHOWN: translate("agreement", "Not shown with so few parts"),
        Grade.NOT_ACCEPTABLE: translate("agreement", "Not acceptable"),
    }[grade]


def grade_sentence(judgement: Judgement) -> str:
    """What the study shows, and which figures decide it."""
    names = ", ".join(figure_word(one.figure) for one in judgement.criteria if one.grade is judgement.grade)
    match judgement.grade:
        case Grade.ACCEPTABLE:
            told = translate("agreement", "Every limit is met, also by the bounds.")
        case Grade.CONDITIONAL:
            told = translate("agreement", "By the bounds, only the wider limits are met: {names}.")
        case Grade.NOT_SHOWN:
            told = translate("agreement", "No figure speaks against it, but so few parts cannot show it: {names}.")
        case Grade.NOT_ACCEPTABLE:
            told = translate("agreement", "What was seen is beyond the limits already: {names}.")
    told = told.format(names=names)
    if judgement.by_figures is not judgement.grade:
        alone = translate("agreement", "By the figures alone, as they are often read: {grade}.")
        told += " " + alone.format(grade=grade_word(judgement.by_figures))
    return told


def at_least_text(share: float, confidence: float) -> str:
    """A one-sided lower bound, rounded down."""
    return translate("agreement", "at least {bound} ({sure})").format(
        bound=number_text(math.floor(share * 1000.0 + 1e-9) / 10, 1) + " %", sure=share_text(confidence)
    )


def kappa_text(kappa: Kappa) -> str:
    low, high = math.floor(kappa.interval[0] * 100) / 100, math.ceil(kappa.interval[1] * 100 - 1e-9) / 100
    return f"{number_text(kappa.value, 2)}, {between_text((low, high), 2, kappa.confidence)}"


def seen_text(criterion: Criterion, figures: Agreement) -> str:
    """What was seen, with its count."""
    if criterion.observed is None:
        return translate("agreement", "unknown")
    if criterion.figure is Figure.KAPPA:
        return number_text(criterion.observed, 2)
    if criterion.figure is Figure.EFFECTIVENESS:
        rate, words = figures.effectiveness, translate("agreement", "{share} ({counted} parts)")
    else:
        both = figures.misses if criterion.figure is Figure.MISSES else figures.false_alarms
        assert both is not None
        rate, words = both.readings, translate("agreement", "{share} ({counted} readings)")
    return words.format(share=share_text(rate.value), counted=counted_text(rate))


def bound_text(criterion: Criterion, confidence: float) -> str:
    """What is claimed."""
    if criterion.bound is None:
        return translate("agreement", "unknown")
    if criterion.figure is Figure.KAPPA:
        return translate("agreement", "at least {bound} ({sure})").format(
            bound=number_text(math.floor(criterion.bound * 100) / 100, 2), sure=share_text(confidence)
        )
    return (
        at_least_text(criterion.bound, confidence) if criterion.upwards else at_most_text(criterion.bound, confidence)
    )


def limit_text(criterion: Criterion) -> str:
    """The acceptable limit, in brackets the conditional one."""
    return agreement_result.limit_text(criterion, share_text, lambda value: with_point(f"{value:g}"))


def needed_text(criterion: Criterion) -> str:
    """How many parts would show it."""
    if criterion.grade is Grade.ACCEPTABLE or criterion.figure is Figure.KAPPA:
        return ""
    if criterion.parts_needed is None:
        return translate("agreement", "no number of parts would do")
    words = {
        Figure.MISSES: translate("agreement", "{count} defective parts"),
        Figure.FALSE_ALARMS: translate("agreement", "{count} good parts"),
    }.get(criterion.figure, translate("agreement", "{count} parts"))
    return words.format(count=count_text(criterion.parts_needed))


def claims(result: StudyResult) -> list[str]:
    """What may be claimed, with counts and bounds."""
    figures, trials = result.figures, count_text(result.study.plan.repeats)
    told = []
    if figures.misses is None:
        told.append(translate("agreement", "Nothing is known of misses: no defective part was judged."))
    else:
        words = translate("agreement", "Defective parts missed at least once in {trials} presentations: {rate}.")
        told.append(words.format(trials=trials, rate=rate_text(figures.misses.parts)))
    if figures.false_alarms is None:
        told.append(translate("agreement", "Nothing is known of false alarms: there were no good parts."))
    else:
        words = translate("agreement", "Good parts held back at least once in {trials} presentations: {rate}.")
        told.append(words.format(trials=trials, rate=rate_text(figures.false_alarms.parts)))
    same = figures.repeatability
    if same.total:
        words = translate("agreement", "Told the same every time: {counted} parts, {bound}.")
        told.append(words.format(counted=counted_text(same), bound=at_least_text(lower(same), same.confidence)))
    if figures.within is not None:
        words = translate("agreement", "Agreement of the repeats among themselves (Fleiss' kappa): {kappa}.")
        told.append(words.format(kappa=kappa_text(figures.within)))
    if figures.errors.count:
        words = translate("agreement", "Readings that judged nothing (ERROR), never right: {counted}.")
        told.append(words.format(counted=counted_text(figures.errors)))
    if result.set_aside:
        words = translate("agreement", "Readings that were set aside: {count}. The report says why.")
        told.append(words.format(count=count_text(result.set_aside)))
    told.append(
        translate(
            "agreement",
            "This holds for parts chosen like these. Repeats add nothing about other parts: the bounds count parts.",
        )
    )
    return told


def zone_word(zone: Zone | None) -> str:
    match zone:
        case None:
            return translate("agreement", "nothing judged it")
        case Zone.ACCEPT:
            return translate("agreement", "accept zone")
        case Zone.GREY:
            return translate("agreement", "grey zone")
        case Zone.REJECT:
            return translate("agreement", "reject zone")


def reference_word(part: ReferencePart) -> str:
    if not part.defective:
        return translate("agreement", "good")
    if not part.defect:
        return translate("agreement", "defective")
    return translate("agreement", "defective ({defect})").format(defect=part.defect)


def readings_text(readings: tuple[str, ...]) -> str:
    return " ".join(verdict_word(Verdict(one)) for one in readings)


def progress_text(study: Study) -> str:
    return translate("agreement", "{done} of {total} read").format(
        done=count_text(study.done), total=count_text(study.plan.presentations)
    )


def standing_word(study: Study) -> str:
    if study.end is None:
        return translate("agreement", "open")
    if study.end.outcome is Outcome.FINISHED:
        return translate("agreement", "finished")
    return translate("agreement", "cancelled")


def advice_texts(parts: tuple[ReferencePart, ...], repeats: int) -> list[str]:
    """What to know of this choice of parts before the work begins."""
    bad = sum(part.defective for part in parts)
    good = len(parts) - bad
    words = translate("agreement", "{good} good and {bad} defective parts, {count} presentations.")
    told = [words.format(good=count_text(good), bad=count_text(bad), count=count_text(len(parts) * repeats))]
    if len(parts) < 20:
        told.append(translate("agreement", "So few parts show little: 20 to 80 are usual."))
    if not bad:
        told.append(translate("agreement", "Without defective parts nothing will be known of misses."))
    if not good:
        told.append(translate("agreement", "Without good parts nothing will be known of false alarms."))
    if bad and good and min(bad, good) < len(parts) / 4:
        told.append(translate("agreement", "The mix is lopsided; about half and half is best."))
    if repeats < 2:
        told.append(translate("agreement", "Parts that are presented once say nothing of repeatability."))
    return told
