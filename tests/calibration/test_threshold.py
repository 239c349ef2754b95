from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration import (
    CalibrationError,
    ScoreSet,
    ThresholdChoice,
    choose,
    evaluate,
    good_images_needed,
    policies,
    settle,
    upper_bound,
)

float32s = st.floats(-100.0, 100.0, width=32)
tied = st.integers(-4, 4).map(lambda value: value / 4)
some = st.lists(st.one_of(tied, float32s), min_size=1, max_size=30)
# Neighbours of one number, closer together than float32 can tell.
close = st.lists(st.integers(-3, 3).map(lambda step: 1.1 + step * 2.3e-16), min_size=1, max_size=6)

EVERY_POLICY: dict[str, dict[str, float]] = {
    "best_f1": {},
    "cautious": {"rate": 0.1},
    "good_only": {"rate": 0.1},
    "min_cost": {"escape_cost": 20.0},
    "target_false_reject": {"rate": 0.1},
    "youden": {},
    "zero_escape": {},
    "zero_false_reject": {},
}


def _counts(good: list[float], defect: list[float], threshold: float) -> tuple[int, int]:
    return sum(g >= threshold for g in good), sum(d < threshold for d in defect)


def _all_counts(good: list[float], defect: list[float]) -> list[tuple[int, int]]:
    return [_counts(good, defect, t) for t in [math.inf, *good, *defect]]


def _chosen(choice: ThresholdChoice) -> tuple[int, int]:
    assert choice.false_rejects is not None
    assert choice.escapes is not None
    return choice.false_rejects.count, choice.escapes.count


def test_policies_are_sorted_and_all_of_them_are_tested_here() -> None:
    assert list(policies()) == sorted(EVERY_POLICY)


@given(some, some, st.sampled_from(sorted(EVERY_POLICY)))
def test_counts_shown_are_the_counts_at_the_threshold(good: list[float], defect: list[float], policy: str) -> None:
    choice = choose(policy, good, defect, **EVERY_POLICY[policy])
    assert _chosen(choice) == _counts(good, defect, choice.threshold)
    assert choice.point == evaluate(choice.threshold, None, good, defect)
    assert choice.policy == policy
    assert math.isfinite(choice.threshold)


@given(some, some, st.sampled_from(sorted(EVERY_POLICY)))
def test_counts_survive_a_round_trip_through_float32(good: list[float], defect: list[float], policy: str) -> None:
    choice = choose(policy, good, defect, **EVERY_POLICY[policy])
    assert float(np.float32(choice.threshold)) == choice.threshold
    assert _chosen(choice) == _counts(
        np.float32(good).tolist(), np.float32(defect).tolist(), float(np.float32(choice.threshold))
    )


@given(some, some)
def test_zero_escape_stops_every_defect_at_the_fewest_false_rejects(good: list[float], defect: list[float]) -> None:
    fewest = min(rejects for rejects, escapes in _all_counts(good, defect) if escapes == 0)
    assert _chosen(choose("zero_escape", good, defect)) == (fewest, 0)


@given(some, some)
def test_zero_false_reject_passes_every_good_part_at_the_fewest_escapes(good: list[float], defect: list[float]) -> None:
    fewest = min(escapes for rejects, escapes in _all_counts(good, defect) if rejects == 0)
    assert _chosen(choose("zero_false_reject", good, defect)) == (0, fewest)


@given(close, close)
def test_zero_escape_holds_for_scores_that_float32_cannot_tell_apart(good: list[float], defect: list[float]) -> None:
    threshold = choose("zero_escape", good, defect).threshold
    for value in (min(defect), float(np.float32(min(defect)))):
        assert value >= threshold
        assert value >= float(np.float32(threshold))


@given(close, close)
def test_zero_false_reject_holds_for_scores_that_float32_cannot_tell_apart(
    good: list[float], defect: list[float]
) -> None:
    for policy in ("zero_false_reject", "good_only"):
        threshold = choose(policy, good, defect).threshold
        for value in (max(good), float(np.float32(max(good)))):
            assert value < threshold
            assert value < float(np.float32(threshold))


@given(close, close)
def test_optimal_counts_are_exact_in_float64(good: list[float], defect: list[float]) -> None:
    best = max(len(defect) - escapes for rejects, escapes in _all_counts(good, defect) if rejects == 0)
    rejects, escapes = _chosen(choose("min_cost", good, defect, escape_cost=0.01))
    assert rejects + 0.01 * escapes <= 0.01 * (len(defect) - best) + 1e-12


@given(some, some, st.sampled_from([0.5, 1.0, 7.0, 1000.0]))
def test_min_cost_is_the_least_cost_of_all_thresholds(good: list[float], defect: list[float], cost: float) -> None:
    least = min((rejects + cost * escapes, escapes) for rejects, escapes in _all_counts(good, defect))
    rejects, escapes = _chosen(choose("min_cost", good, defect, escape_cost=cost))
    assert (rejects + cost * escapes, escapes) == least


@given(some, some, st.sampled_from([0.001, 0.2, 0.9]))
def test_min_cost_weighs_by_the_share_of_defects_on_the_line(
    good: list[float], defect: list[float], share: float
) -> None:
    def cost(counts: tuple[int, int]) -> float:
        return (1 - share) * counts[0] / len(good) + share * 10 * counts[1] / len(defect)

    choice = choose("min_cost", good, defect, escape_cost=10.0, defect_share=share)
    assert cost(_chosen(choice)) == pytest.approx(min(map(cost, _all_counts(good, defect))), abs=1e-12)


@given(some, some)
def test_best_f1_and_youden_are_the_best_of_all_thresholds_with_fewest_escapes(
    good: list[float], defect: list[float]
) -> None:
    def f1(rejects: int, escapes: int) -> float:
        caught = len(defect) - escapes
        return 2 * caught / (2 * caught + rejects + escapes)

    def youden(rejects: int, escapes: int) -> int:
        return (len(defect) - escapes) * len(good) - rejects * len(defect)

    for policy, value in (("best_f1", f1), ("youden", youden)):
        chosen = _chosen(choose(policy, good, defect))
        assert (value(*chosen), -chosen[1]) == max((value(*c), -c[1]) for c in _all_counts(good, defect))


@given(some, some, st.sampled_from([0.0, 0.05, 0.1, 0.5, 1.0]))
def test_target_false_reject_is_met_with_the_fewest_escapes(
    good: list[float], defect: list[float], rate: float
) -> None:
    allowed = math.floor(rate * 1000) * len(good) / 1000
    below_all = (len(good), 0)
    within = [c for c in [*_all_counts(good, defect), below_all] if c[0] <= allowed]
    rejects, escapes = _chosen(choose("target_false_reject", good, defect, rate=rate))
    assert rejects <= allowed
    assert escapes == min(c[1] for c in within)


def test_a_gap_between_good_and_defect_is_cut_in_the_middle() -> None:
    for policy in ("zero_escape", "zero_false_reject", "best_f1", "youden"):
        assert choose(policy, [0.0, 1.0], [3.0, 5.0]).threshold == 2.0


def test_adjacent_float32_scores_are_still_separated() -> None:
    good = 1.0
    defect = float(np.nextafter(np.float32(1.0), np.float32(2.0)))
    for policy in ("zero_escape", "zero_false_reject", "youden"):
        assert _chosen(choose(policy, [good], [defect])) == (0, 0)


@given(st.lists(float32s, min_size=1, max_size=400), st.sampled_from([0.01, 0.05, 0.1, 0.3]))
def test_good_only_never_claims_more_than_its_images_allow(good: list[float], rate: float) -> None:
    choice = choose("good_only", good, rate=rate)
    claim = choice.claim
    assert claim is not None
    assert choice.false_rejects is not None
    assert choice.escapes is None
    assert claim.rate == upper_bound(claim.allowed, len(good))
    assert choice.false_rejects.count <= claim.allowed
    assert claim.reached == (len(good) >= good_images_needed(rate))
    if claim.reached:
        assert upper_bound(claim.allowed + 1, len(good)) > rate
    else:
        assert claim.allowed == 0
        assert choice.threshold > max(good)


@pytest.mark.parametrize(("rate", "needed"), [(0.10, 29), (0.05, 59), (0.02, 149), (0.01, 299), (0.005, 598)])
def test_good_only_claims_the_target_from_the_needed_number_on(rate: float, needed: int) -> None:
    enough = choose("good_only", np.arange(float(needed)), rate=rate).claim
    assert enough is not None
    assert enough.reached
    short = choose("good_only", np.arange(needed - 1.0), rate=rate).claim
    assert short is not None
    assert not short.reached
    assert short.rate > rate
    assert short.images_needed == needed


def test_good_only_guarantee_holds_in_repeated_draws() -> None:
    rng = np.random.default_rng(11)
    kept = 0
    for _ in range(1000):
        choice = choose("good_only", rng.random(100), rate=0.06)
        assert choice.claim is not None
        kept += (1.0 - choice.threshold) <= choice.claim.rate
    # The true rate above a threshold on uniform scores is 1 - threshold; 950 are promised, 2 % is four sigma.
    assert kept >= 920
    assert kept < 1000


@pytest.mark.parametrize("good", [[1.0, 2.0, 8.0], [-8.0, -4.0, -3.0], [0.0, 0.0]])
def test_good_only_leaves_the_room_that_is_asked_for_and_claims_the_same(good: list[float]) -> None:
    tight, roomy = (choose("good_only", good, rate=0.5, room=room) for room in (0.0, 0.05))
    edge = max(score for score in good if score < tight.threshold)
    assert roomy.threshold - edge == pytest.approx(0.05 * abs(edge), abs=1e-6)
    assert roomy.threshold > edge
    assert roomy.claim == tight.claim


def test_good_only_refuses_room_on_the_wrong_side() -> None:
    with pytest.raises(CalibrationError, match="room must not be below 0"):
        choose("good_only", [1.0, 2.0], room=-0.1)


@given(some, some)
def test_cautious_stops_every_defect_and_is_never_above_the_threshold_from_good_parts(
    good: list[float], defect: list[float]
) -> None:
    choice = choose("cautious", good, defect, rate=0.1)
    good_only = choose("good_only", good, defect, rate=0.1)
    assert _chosen(choice)[1] == 0
    assert choice.threshold <= good_only.threshold
    if _chosen(good_only)[1] == 0:
        assert choice.threshold == good_only.threshold
    else:
        assert choice.threshold == choose("zero_escape", good, defect).threshold


@given(some, some, some)
def test_more_defects_never_raise_the_cautious_threshold(
    good: list[float], defect: list[float], more: list[float]
) -> None:
    assert choose("cautious", good, [*defect, *more]).threshold <= choose("cautious", good, defect).threshold


def test_cautious_says_how_many_good_parts_it_rejects_and_what_good_only_would_let_pass() -> None:
    # one good part scores as high as most defects
    choice = choose("cautious", [*np.arange(0.0, 19.0), 80.0], [15.5, 50.0, 60.0, 90.0])
    assert choice.claim is None
    assert choice.sentence == (
        "4 of 20 good would be rejected: 20 %, at most 41 % (95 %); 0 of 4 defects would pass: at most 53 % (95 %)"
    )
    assert any("flatter" in note for note in choice.notes)
    assert any("good_only at 5 % would let 3 of 4 pass" in note for note in choice.notes)
    assert len(choose("cautious", [0.0, 1.0], [5.0]).notes) == 1


def test_good_only_says_that_the_escape_rate_is_unknown() -> None:
    choice = choose("good_only", np.arange(59.0), rate=0.05)
    assert choice.sentence == (
        "at most 5 % (95 %) of good parts will be rejected, from 59 held-out good pictures; "
        "escape rate unknown: no defect part was scored"
    )


def test_good_only_with_too_few_images_says_what_can_be_claimed() -> None:
    sentence = choose("good_only", np.arange(20.0), rate=0.01).sentence
    assert sentence.startswith("at most 14 % (95 %) of good parts")
    assert "the 1 % asked for cannot be claimed below 299 pictures" in sentence


def test_good_only_counts_defects_where_there_are_some() -> None:
    choice = choose("good_only", np.arange(59.0), [1.0, 100.0], rate=0.05)
    assert "1 of 2 defects would pass" in choice.sentence
    assert "unknown" not in choice.sentence


@given(some, some)
def test_a_review_band_between_two_policies_lets_no_defect_pass_and_rejects_no_good_part(
    good: list[float], defect: list[float]
) -> None:
    choice = choose("zero_false_reject", good, defect, review="zero_escape")
    assert _chosen(choice) == (0, 0)
    if choice.review_from is None:
        assert choice.in_review == 0
        assert any("no review band" in note for note in choice.notes)
    else:
        assert choice.review_from < choice.threshold
        between = [s for s in good + defect if choice.review_from <= s < choice.threshold]
        assert choice.in_review == len(between)


def test_a_review_band_takes_its_own_parameters() -> None:
    good = np.arange(1000.0)
    choice = choose("good_only", good, rate=0.005, review="good_only", review_params={"rate": 0.1})
    assert choice.review_from is not None
    assert choice.review_from < 920 < choice.threshold
    assert "would go to review" in choice.sentence


def test_the_parameters_a_policy_ran_with_are_kept() -> None:
    assert choose("min_cost", [0.0], [1.0], escape_cost=5).params == (("escape_cost", 5.0),)
    assert choose("good_only", [0.0]).params == (("rate", 0.05), ("room", 0.0))


@pytest.mark.parametrize(
    ("policy", "params", "words"),
    [
        ("largest_gap", {}, "no threshold policy 'largest_gap'"),
        ("zero_escape", {"rate": 0.1}, "no parameter 'rate'"),
        ("min_cost", {}, "needs the parameter 'escape_cost'"),
        ("min_cost", {"escape_cost": 0.0}, "above 0"),
        ("min_cost", {"escape_cost": math.nan}, "finite number"),
        ("min_cost", {"escape_cost": "ten"}, "finite number"),
        ("min_cost", {"escape_cost": 5.0, "defect_share": 1.0}, "defect_share"),
        ("target_false_reject", {}, "needs the parameter 'rate'"),
        ("target_false_reject", {"rate": 5.0}, "rate"),
        ("good_only", {"rate": 0.0}, "rate"),
        ("zero_escape", {"review_params": {"rate": 0.1}}, "no policy for it"),
        ("zero_escape", {"review": "nothing"}, "no threshold policy 'nothing'"),
        ("zero_escape", {"confidence": 95.0}, "confidence"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(policy: str, params: dict[str, Any], words: str) -> None:
    with pytest.raises(CalibrationError, match=words):
        choose(policy, [0.0], [1.0], **params)


def test_an_unknown_policy_is_answered_with_the_known_ones() -> None:
    with pytest.raises(CalibrationError) as error:
        choose("largest_gap", [0.0])
    for policy in policies():
        assert policy in error.value.hint


@pytest.mark.parametrize("policy", ["best_f1", "cautious", "min_cost", "youden", "zero_escape"])
def test_policies_that_need_defects_say_so(policy: str) -> None:
    with pytest.raises(CalibrationError, match="no scores of defect parts") as error:
        choose(policy, [0.0], **EVERY_POLICY[policy])
    assert "good_only" in error.value.hint


@pytest.mark.parametrize("policy", sorted(set(EVERY_POLICY) - {"zero_escape"}))
def test_policies_that_need_good_parts_say_so(policy: str) -> None:
    with pytest.raises(CalibrationError, match="no scores of good parts"):
        choose(policy, [], [1.0], **EVERY_POLICY[policy])


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_a_score_that_is_not_finite_never_gives_a_threshold(bad: float) -> None:
    with pytest.raises(CalibrationError, match="good score 2 of 2"):
        choose("good_only", [0.0, bad])


@given(
    st.lists(st.floats(-50, 50, width=32), min_size=1, max_size=20),
    st.lists(st.floats(-50, 50, width=32), max_size=20),
    st.floats(-60, 60),
)
def test_a_settled_threshold_separates_the_same_scores(good: list[float], defect: list[float], at: float) -> None:
    scores = ScoreSet.of(good, defect)
    settled = settle(scores, at)
    assert scores.good_at_or_above(settled) == scores.good_at_or_above(at)
    assert scores.defect_at_or_above(settled) == scores.defect_at_or_above(at)
    assert settle(scores, settled) == settled


def test_without_scores_nothing_can_be_settled() -> None:
    with pytest.raises(CalibrationError, match="no scores"):
        settle(ScoreSet.of([]), 1.0)
