from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from calibration import fpr_at_tpr, image_auroc, upper_bound
from station.bakeoff_ranking import Arena, Entrant, check_choice, order_of, rank


def entrant(
    label: str, good: Sequence[float], defect: Sequence[float], latency_ms: float = 10.0, *, in_time: bool = True
) -> Entrant:
    return Entrant(label, np.array(good, float), np.array(defect, float), latency_ms, in_time)


def arena(*entrants: Entrant, real_defects: bool = True, policy: str | None = None) -> Arena:
    return Arena(entrants, real_defects, 0.05, policy)


def labels(of: Arena) -> list[str]:
    return [of.entrants[index].label for index in order_of(of)]


GOOD = [0.0] * 20
DEFECT = [2.0] * 10


def with_rejects(count: int, first: int = 0) -> list[float]:
    """Twenty good parts of which `count` from place `first` score above every defect of `DEFECT`."""
    return [3.0 if first <= place < first + count else place / 100 for place in range(20)]


def test_fewer_false_rejects_at_all_defects_stopped_come_first_whatever_the_latency() -> None:
    field = arena(
        entrant("fast", with_rejects(9), DEFECT, 1.0),
        entrant("strict", with_rejects(3), DEFECT, 60.0),
        entrant("middle", with_rejects(6), DEFECT, 5.0),
    )
    assert labels(field) == ["strict", "middle", "fast"]
    found = rank(field)
    assert found.decided == ("false rejects", "false rejects")
    assert found.winner == 1
    rates = [figures.false_rejects for figures in found.figures]
    assert [(rate.count, rate.total, rate.upper) for rate in rates if rate] == [
        (count, 20, pytest.approx(upper_bound(count, 20))) for count in (9, 3, 6)
    ]
    for index, one in enumerate(field.entrants):
        assert rates[index] == fpr_at_tpr(one.good, one.defect)


def test_false_rejects_within_a_standard_error_are_a_tie_that_the_auroc_decides() -> None:
    # 10 and 11 of 20, on other parts for each: no real difference; but one of them misses most defects widely
    hard = [2.0, *[9.0] * 29]
    blind = [2.0, *[2.5] * 29]
    field = arena(entrant("blind", with_rejects(10), blind, 1.0), entrant("clear", with_rejects(11, 9), hard, 50.0))
    assert image_auroc(field.entrants[1].good, hard) > image_auroc(field.entrants[0].good, blind) + 0.3
    assert labels(field) == ["clear", "blind"]
    assert rank(field).decided == ("auroc",)


@pytest.mark.parametrize(("more", "equal"), [(1, True), (2, False), (3, False)])
def test_a_difference_counts_when_it_is_above_one_standard_error_of_the_same_parts(more: int, equal: bool) -> None:
    field = arena(entrant("slow", with_rejects(4), DEFECT, 50.0), entrant("fast", with_rejects(4 + more), DEFECT, 1.0))
    assert labels(field) == (["fast", "slow"] if equal else ["slow", "fast"])


def test_when_nothing_else_differs_the_faster_wins_and_a_fifth_is_no_difference() -> None:
    slow, fast = entrant("slow", GOOD, DEFECT, 25.0), entrant("fast", GOOD, DEFECT, 20.0)
    assert labels(arena(slow, fast)) == ["fast", "slow"]
    assert rank(arena(slow, fast)).decided == ("latency",)
    # within a fifth the bare figures decide: one false reject less
    near = entrant("near", with_rejects(1), DEFECT, 20.0)
    exact = entrant("exact", with_rejects(0), DEFECT, 23.0)
    assert labels(arena(near, exact)) == ["exact", "near"]
    assert rank(arena(near, exact)).decided == ("equal",)


def test_a_detector_that_is_too_slow_comes_last_and_never_wins() -> None:
    best = entrant("best", GOOD, DEFECT, 90.0, in_time=False)
    worse = entrant("worse", with_rejects(9), DEFECT, 10.0)
    found = rank(arena(best, worse))
    assert found.order == (1, 0)
    assert found.winner == 1
    assert found.decided == ("in time",)
    assert rank(arena(best)).winner is None


def test_the_order_does_not_depend_on_the_order_of_entering() -> None:
    random = np.random.default_rng(5)
    entrants = [
        entrant(f"e{n}", random.normal(0, 1, 40).tolist(), random.normal(0.8 + n / 4, 1, 30).tolist(), 5.0 + 3 * n)
        for n in range(5)
    ]
    assert labels(arena(*entrants)) == labels(arena(*reversed(entrants)))


def test_the_check_counts_every_part_once_with_a_threshold_that_did_not_see_it() -> None:
    good = [0.0, 1.0, 0.1, 1.1, 0.2, 5.0]
    defect = [3.0, 2.0, 4.0, 6.0]
    field = arena(entrant("only", good, defect), policy="zero_escape")
    found = rank(field).check
    assert found is not None
    # even places set (0.2 + 3) / 2 = 1.6: of the odd ones good 5.0 is rejected, defects 2 and 6 are stopped;
    # odd places have good 5.0 above their lowest defect 2.0, so that (1.1 + 2) / 2 = 1.55 rejects none
    assert (found.false_rejects.count, found.false_rejects.total) == (1, 6)
    assert found.escapes is not None
    assert (found.escapes.count, found.escapes.total) == (0, 4)
    assert found.chosen == ("only", "only")

    low = arena(entrant("only", good, [3.0, 2.0, 1.0, 6.0]), policy="zero_escape")
    # now 1.0 is in the even half: the odd half's threshold of 1.55 lets it pass
    crossed = check_choice(low)
    assert crossed.escapes is not None
    assert crossed.escapes.count == 1


def test_the_check_counts_the_policy_that_the_winner_would_be_kept_by() -> None:
    one = entrant("only", [0.0, 1.0, 0.1, 1.1, 0.2, 5.0], [3.0, 2.0, 4.0, 6.0])
    # the even good parts reach 0.2, the odd ones 5, above an odd defect of 2
    counts = {}
    for policy in (None, "cautious", "good_only"):
        found = check_choice(arena(one, policy=policy))
        assert found.escapes is not None
        counts[policy] = (found.false_rejects.count, found.escapes.count)
    assert counts == {None: (3, 0), "cautious": (3, 0), "good_only": (3, 2)}


def test_choosing_among_coins_flatters_and_the_check_does_not() -> None:
    random = np.random.default_rng(0)
    shown, checked = [], []
    for _ in range(40):
        coins = [
            entrant(f"coin {n}", random.normal(0, 1, 16).tolist(), random.normal(0, 1, 12).tolist()) for n in range(8)
        ]
        field = arena(*coins)
        chosen = coins[order_of(field)[0]]
        shown.append(image_auroc(chosen.good, chosen.defect))
        checked.append(check_choice(field).auroc)
    assert np.mean(shown) > 0.58  # what a table of the chosen ones would claim of pure chance
    assert abs(np.mean(checked) - 0.5) < 4 * np.std(checked) / np.sqrt(len(checked))
    assert abs(np.mean(checked) - 0.5) < 0.06


def test_halves_that_choose_differently_are_told() -> None:
    one = entrant("one", [0.0, 9.0] * 6, DEFECT + DEFECT)
    other = entrant("other", [9.0, 0.0] * 6, DEFECT + DEFECT)
    found = rank(arena(one, other)).check
    assert found is not None
    assert set(found.chosen) == {"one", "other"}
    assert found.false_rejects.count == 12


@pytest.mark.parametrize(("good", "defect"), [([0.1], [1.0, 2.0]), ([0.1, 0.2], [1.0])])
def test_too_few_parts_to_halve_give_figures_without_a_check(good: list[float], defect: list[float]) -> None:
    found = rank(arena(entrant("only", good, defect)))
    assert found.check is None
    assert found.figures[0].auroc == 1.0


def test_without_defects_rejects_are_counted_at_a_threshold_from_the_other_half() -> None:
    # the even half ends at 0.4, so that 7.0 of the odd half is rejected; the odd half's own threshold is above 7
    good = [0.0, 0.1, 0.2, 7.0, 0.4, 0.3]
    made = [1.0, 2.0, 3.0, 4.0]
    found = rank(arena(entrant("only", good, made), real_defects=False))
    rate = found.figures[0].false_rejects
    assert rate is not None
    assert (rate.count, rate.total) == (1, 6)
    assert found.check is not None
    assert found.check.escapes is None
    alone = rank(arena(entrant("only", [0.1], made), real_defects=False))
    assert alone.figures[0].false_rejects is None


def test_without_defects_the_auroc_against_made_ones_decides_between_equal_rejects() -> None:
    random = np.random.default_rng(3)
    good = random.normal(0, 1, 40)
    field = arena(
        entrant("blind", good.tolist(), random.normal(0.3, 1, 40).tolist(), 1.0),
        entrant("keen", good.tolist(), random.normal(4, 1, 40).tolist(), 50.0),
        real_defects=False,
    )
    assert labels(field) == ["keen", "blind"]
    assert rank(field).decided == ("auroc",)


def test_scores_that_are_no_numbers_are_refused() -> None:
    from calibration import CalibrationError

    with pytest.raises(CalibrationError, match="nan"):
        rank(arena(entrant("broken", [0.0, float("nan")], DEFECT)))
