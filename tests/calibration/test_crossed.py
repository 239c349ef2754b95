from __future__ import annotations

import numpy as np
import pytest

from calibration import CalibrationError, Rate, choose, crossed


def test_each_part_is_counted_once_at_a_threshold_that_did_not_see_it() -> None:
    # even places: good 0, 2 and defects 9, 7: a threshold just above 2; odd places: good 8, 1 and defects 5, 6: one
    # below 5, between it and 1
    found = crossed("cautious", [0.0, 8.0, 2.0, 1.0], [9.0, 5.0, 7.0, 6.0])
    assert found is not None
    assert (found.false_rejects, found.escapes) == (Rate.of(1, 4), Rate.of(0, 4))
    found = crossed("good_only", [0.0, 8.0, 2.0, 1.0], [9.0, 5.0, 7.0, 6.0], rate=0.05)
    assert found is not None
    # 8 lets the 7 of the other half pass; 9 is stopped
    assert (found.false_rejects.count, found.escapes.count) == (1, 1)
    assert found.sentence == (
        "chosen on one half of these parts and counted on the other, both ways: 1 of 4 good would be rejected"
        ", at most 76 % (95 %), and 1 of 4 defects would pass, at most 76 % (95 %)"
    )


def test_what_flatters_on_the_very_parts_does_not_when_crossed() -> None:
    random = np.random.default_rng(3)
    told, true = 0, 0
    for _ in range(60):
        good, defect = random.normal(0.0, 1.0, 20).tolist(), random.normal(2.0, 1.0, 12).tolist()
        choice, found = choose("zero_escape", good, defect), crossed("zero_escape", good, defect)
        assert found is not None
        assert choice.escapes is not None
        told += choice.escapes.count
        true += found.escapes.count
    # further parts undercut the lowest of six with a chance of 1 / 7; the threshold lies a little below that one
    assert told == 0
    assert 0.05 < true / (60 * 12) < 1 / 7


@pytest.mark.parametrize(("good", "defect"), [([0.0], [1.0, 2.0]), ([0.0, 0.1], [1.0]), ([0.0, 0.1], [])])
def test_nothing_is_said_where_there_is_nothing_to_halve(good: list[float], defect: list[float]) -> None:
    assert crossed("zero_escape", good, defect) is None


def test_an_unknown_policy_is_named() -> None:
    with pytest.raises(CalibrationError, match="no threshold policy 'lucky'"):
        crossed("lucky", [0.0, 1.0], [2.0, 3.0])
