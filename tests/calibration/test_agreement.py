"""Attribute agreement: the figures of published examples, and what may be claimed."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calibration import CalibrationError
from calibration.agreement import Agreement, PartReadings, Reading, Zone, agreement
from calibration.agreement_grade import Figure, Grade, Limit, Limits, grade, parts_needed
from calibration.kappa import cohen, fleiss, kappa_at

OK, NOK, REVIEW, ERROR = Reading.OK, Reading.NOK, Reading.REVIEW, Reading.ERROR


def study(good: list[int], bad: list[int], repeats: int = 3) -> list[PartReadings]:
    """Parts by how many of their readings were wrong."""
    return [
        *(
            PartReadings(f"g{number}", False, (NOK,) * wrong + (OK,) * (repeats - wrong))
            for number, wrong in enumerate(good)
        ),
        *(
            PartReadings(f"d{number}", True, (OK,) * wrong + (NOK,) * (repeats - wrong))
            for number, wrong in enumerate(bad)
        ),
    ]


def aiag(appraiser: str) -> Agreement:
    """The attribute example of AIAG MSA, 4th edition, page 134: 50 parts (34 good, 16 not), three trials each.

    Page 139 gives the parts that each appraiser told alike and rightly (29 + 13, 32 + 13, 28 + 12), the cross tables
    the readings (5 and 3, 2 and 3, 9 and 6 wrong): nobody told a part wrongly three times, so the rest follows.
    """
    good, bad = {
        "A": ([1] * 5 + [0] * 29, [1] * 3 + [0] * 13),
        "B": ([1] * 2 + [0] * 32, [1] * 3 + [0] * 13),
        "C": ([1] * 3 + [2] * 3 + [0] * 28, [1] * 2 + [2] * 2 + [0] * 12),
    }[appraiser]
    return agreement(study(good, bad))


@pytest.mark.parametrize(
    ("appraiser", "kappa", "right", "low", "high", "missed", "alarms"),
    [
        ("A", 0.88, 42, 0.71, 0.93, 0.063, 0.049),
        ("B", 0.92, 45, 0.78, 0.97, 0.063, 0.020),
        ("C", 0.77, 40, 0.66, 0.90, 0.125, 0.088),
    ],
)
def test_the_example_of_the_manual_gives_its_figures(
    appraiser: str, kappa: float, right: int, low: float, high: float, missed: float, alarms: float
) -> None:
    figures = aiag(appraiser)
    assert figures.kappa is not None
    assert figures.misses is not None
    assert figures.false_alarms is not None
    assert figures.kappa.value == pytest.approx(kappa, abs=0.005)
    assert (figures.effectiveness.count, figures.effectiveness.total) == (right, 50)
    assert figures.effectiveness.interval == pytest.approx((low, high), abs=0.005)
    assert figures.misses.readings.value == pytest.approx(missed, abs=0.0006)
    assert figures.false_alarms.readings.value == pytest.approx(alarms, abs=0.0006)


@pytest.mark.parametrize(("appraiser", "kappa"), [("A", 0.7600), ("B", 0.8451), ("C", 0.7029)])
def test_kappa_within_the_repeats_of_the_example_is_that_of_its_definition(appraiser: str, kappa: float) -> None:
    within = aiag(appraiser).within
    assert within is not None
    assert within.value == pytest.approx(kappa, abs=5e-5)


def test_with_one_reading_per_part_the_standard_error_is_the_published_one() -> None:
    # R package statpsych, ci.kappa(.05, 31, 12, 4, 58): Cohen kappa 0.6756757, SE 0.07344761 (Fleiss et al. 2003)
    defective = [True] * 43 + [False] * 62
    wrong = [0] * 31 + [1] * 12 + [1] * 4 + [0] * 58
    found = cohen(wrong, [1] * 105, defective)
    assert found.value == pytest.approx(0.6756757, abs=5e-8)
    assert found.standard_error == pytest.approx(0.07344761, abs=5e-8)


def test_fleiss_kappa_of_the_textbook_example() -> None:
    # 10 subjects, 14 raters, 5 categories: 0.210 (the worked example of the Wikipedia article on Fleiss' kappa)
    table = [
        [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
    ]  # fmt: skip
    found = fleiss(table)
    assert found is not None
    assert found.value == pytest.approx(0.210, abs=5e-4)


def test_the_standard_error_of_fleiss_kappa_agrees_with_leaving_one_part_out() -> None:
    rng = np.random.default_rng(4)
    table = np.array([[k, 5 - k] for k in rng.binomial(5, rng.beta(0.4, 0.4, 300))])
    found = fleiss(table)
    assert found is not None
    left_out = [fleiss(np.delete(table, i, axis=0)) for i in range(len(table))]
    values = np.array([one.value for one in left_out if one is not None])
    jackknife = math.sqrt((len(values) - 1) / len(values) * ((values - values.mean()) ** 2).sum())
    assert found.standard_error == pytest.approx(jackknife, rel=0.02)


def test_repeating_the_same_readings_makes_nothing_surer() -> None:
    once, thrice = (agreement(study([0] * 20 + [n], [0] * 19 + [n], repeats=n)) for n in (1, 3))
    assert once.kappa is not None
    assert thrice.kappa is not None
    assert thrice.kappa.standard_error == pytest.approx(once.kappa.standard_error)
    assert thrice.kappa.interval == pytest.approx(once.kappa.interval)
    assert once.misses is not None
    assert thrice.misses is not None
    assert thrice.misses.parts.upper == once.misses.parts.upper
    assert thrice.misses.readings.upper < once.misses.readings.upper, "as if readings were independent"


def test_kappa_of_no_errors_is_not_certain() -> None:
    figures = agreement(study([0] * 15, [0] * 15))
    assert figures.kappa is not None
    assert (figures.kappa.value, figures.kappa.standard_error) == (1.0, None)
    missed = 1 - 0.025 ** (1 / 15)
    assert figures.kappa.at_least == pytest.approx(1 - 2 * missed)
    assert figures.within is not None
    assert figures.within.value == 1.0
    assert figures.within.at_least < 0.9


@given(
    st.floats(0.05, 0.95), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1)
)  # what the exact interval rests on
def test_kappa_falls_when_more_is_wrong(share: float, a: float, b: float, c: float, d: float) -> None:
    (less, more), (fewer, many) = sorted((a, b)), sorted((c, d))
    assert kappa_at(share, more, many) <= kappa_at(share, less, fewer) + 1e-9


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 2**31))
def test_the_bounds_hold_as_often_as_they_say(seed: int) -> None:
    rng = np.random.default_rng(seed)
    held_kappa = held_miss = 0
    runs = 200
    for _ in range(runs):
        good = rng.binomial(3, rng.beta(0.05, 1.0, 25)).tolist()
        bad = rng.binomial(3, rng.beta(0.1, 1.0, 25)).tolist()
        figures = agreement(study(good, bad))
        assert figures.kappa is not None
        assert figures.misses is not None
        held_kappa += figures.kappa.at_least <= kappa_at(0.5, 0.1 / 1.1, 0.05 / 1.05)
        held_miss += figures.misses.parts.upper >= 0.1 / 1.1
    assert held_kappa >= 0.9 * runs
    assert held_miss >= 0.9 * runs


def test_review_holds_a_defect_back_and_is_a_false_alarm_on_a_good_part() -> None:
    figures = agreement([PartReadings("g", False, (OK, REVIEW)), PartReadings("d", True, (REVIEW, NOK))])
    assert figures.misses is not None
    assert figures.false_alarms is not None
    assert figures.misses.readings.count == 0
    assert figures.false_alarms.readings.count == 1
    assert [one.zone for one in figures.detections] == [Zone.GREY, Zone.REJECT]
    assert figures.repeatability.count == 1, "REVIEW and NOK both hold back"


def test_an_error_is_never_right_and_never_hides_a_miss() -> None:
    parts = [
        PartReadings("g", False, (OK, ERROR)),
        PartReadings("d", True, (ERROR, ERROR), "crack"),
        PartReadings("e", True, (OK, ERROR), "hole"),
    ]
    figures = agreement(parts)
    assert figures.misses is not None
    assert figures.false_alarms is not None
    assert (figures.misses.readings.count, figures.misses.readings.total) == (1, 1)
    assert (figures.misses.parts.count, figures.misses.parts.total) == (1, 1)
    assert figures.false_alarms.parts.count == 1
    assert figures.effectiveness.count == 0
    assert (figures.errors.count, figures.errors.total) == (4, 6)
    assert [one.share for one in figures.detections] == [0.0, None, 0.0]
    assert [(one.defect, one.missed.count) for one in figures.by_defect] == [("hole", 1)]
    assert sum(figures.confusion.values()) == 6


def test_only_good_parts_leave_misses_and_kappa_unknown() -> None:
    figures = agreement(study([0] * 5, []))
    assert (figures.misses, figures.kappa, figures.within) == (None, None, None)
    judged = grade(figures)
    assert {one.figure: one.grade for one in judged.criteria}[Figure.MISSES] is Grade.NOT_SHOWN
    assert {one.figure: one.parts_needed for one in judged.criteria}[Figure.MISSES] == 149


def test_a_part_twice_and_a_study_without_readings_are_refused() -> None:
    with pytest.raises(CalibrationError, match="a is in the study twice"):
        agreement([PartReadings("a", False, (OK,)), PartReadings("a", True, (OK,))])
    with pytest.raises(CalibrationError, match="no part was presented"):
        agreement([PartReadings("a", False, ())])


def test_a_perfect_study_of_thirty_parts_shows_less_than_its_figures() -> None:
    judged = grade(agreement(study([0] * 15, [0] * 15)))
    by = {one.figure: one for one in judged.criteria}
    assert judged.by_figures is Grade.ACCEPTABLE
    assert judged.grade is Grade.NOT_SHOWN
    assert by[Figure.EFFECTIVENESS].grade is Grade.ACCEPTABLE, "30 of 30: at least 90.5 %"
    assert (by[Figure.MISSES].grade, by[Figure.MISSES].parts_needed) == (Grade.NOT_SHOWN, 149)
    assert (by[Figure.FALSE_ALARMS].grade, by[Figure.FALSE_ALARMS].parts_needed) == (Grade.NOT_SHOWN, 59)


def test_enough_parts_show_what_they_show() -> None:
    assert grade(agreement(study([0] * 59, [0] * 149))).grade is Grade.ACCEPTABLE
    assert grade(agreement(study([0] * 59, [0] * 59))).grade is Grade.CONDITIONAL


def test_a_figure_beyond_the_limit_is_enough_to_refuse() -> None:
    judged = grade(aiag("A"))
    by = {one.figure: one for one in judged.criteria}
    assert by[Figure.MISSES].grade is Grade.NOT_ACCEPTABLE, "6.3 % missed"
    assert by[Figure.MISSES].parts_needed is None
    assert by[Figure.EFFECTIVENESS].by_figure is Grade.CONDITIONAL
    assert judged.grade is Grade.NOT_ACCEPTABLE


@pytest.mark.parametrize(
    ("wrong", "total", "limit", "needed"), [(0, 7, 0.02, 149), (0, 1, 0.05, 59), (1, 20, 0.05, None)]
)
def test_how_many_parts_it_would_take(wrong: int, total: int, limit: float, needed: int | None) -> None:
    assert parts_needed(wrong, total, limit, 0.95) == needed


def test_limits_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(CalibrationError, match="stricter"):
        Limits(misses=Limit(0.05, 0.02))
    with pytest.raises(CalibrationError, match="between 0 and 1"):
        Limits(misses=Limit(2.0, 5.0))
