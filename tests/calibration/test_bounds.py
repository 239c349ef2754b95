from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from calibration import (
    CalibrationError,
    Rate,
    at_most,
    between,
    clopper_pearson,
    good_images_needed,
    lower_bound,
    percent,
    percent_at_most,
    upper_bound,
)

counts = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
confidences = st.floats(0.5, 0.999)


@pytest.mark.parametrize(
    ("total", "bound"), [(10, 0.2589), (20, 0.1391), (30, 0.0950), (59, 0.0495), (100, 0.0295), (299, 0.0100)]
)
def test_zero_of_n_has_the_published_upper_bound(total: int, bound: float) -> None:
    assert upper_bound(0, total) == pytest.approx(bound, abs=5e-5)


@pytest.mark.parametrize(("rate", "needed"), [(0.10, 29), (0.05, 59), (0.02, 149), (0.01, 299), (0.005, 598)])
def test_good_images_needed_are_the_published_numbers(rate: float, needed: int) -> None:
    assert good_images_needed(rate) == needed


@given(counts, confidences)
def test_upper_bound_is_the_rate_at_which_so_few_become_unlikely(pair: tuple[int, int], confidence: float) -> None:
    count, total = pair
    bound = upper_bound(count, total, confidence)
    if count == total:
        assert bound == 1.0
    else:
        assert binom.cdf(count, total, bound) == pytest.approx(1.0 - confidence, abs=1e-9)


@given(counts, confidences)
def test_lower_bound_mirrors_the_upper_bound(pair: tuple[int, int], confidence: float) -> None:
    count, total = pair
    assert lower_bound(count, total, confidence) == pytest.approx(
        1.0 - upper_bound(total - count, total, confidence), abs=1e-9
    )


@given(counts, confidences)
def test_bounds_enclose_the_observed_rate(pair: tuple[int, int], confidence: float) -> None:
    count, total = pair
    lower, upper = clopper_pearson(count, total, confidence)
    assert 0.0 <= lower <= count / total <= upper <= 1.0
    assert upper_bound(count, total, confidence) <= upper
    assert lower_bound(count, total, confidence) >= lower


@given(st.floats(0.001, 0.5), confidences)
def test_needed_images_suffice_and_one_fewer_does_not(rate: float, confidence: float) -> None:
    needed = good_images_needed(rate, confidence)
    assert upper_bound(0, needed, confidence) <= rate + 1e-12
    if needed > 1:
        assert upper_bound(0, needed - 1, confidence) > rate - 1e-12


@pytest.mark.parametrize("p", [0.01, 0.1, 0.5, 0.97])
@pytest.mark.parametrize("total", [5, 20, 60])
def test_two_sided_interval_covers_the_true_rate_at_least_as_often_as_claimed(p: float, total: int) -> None:
    covered = 0.0
    for count in range(total + 1):
        lower, upper = clopper_pearson(count, total)
        if lower <= p <= upper:
            covered += float(binom.pmf(count, total, p))
    assert covered >= 0.95


@given(st.floats(0.0, 1.0))
def test_a_bound_written_for_people_is_never_smaller_than_the_bound(share: float) -> None:
    assert float(percent_at_most(share).removesuffix(" %")) >= share * 100.0 - 1e-6


@given(st.integers(0, 1000), st.integers(1, 1000))
def test_a_share_written_for_people_is_zero_or_hundred_only_when_it_is(count: int, total: int) -> None:
    share = min(count, total) / total
    assert (percent(share) == "0 %") == (share == 0.0)
    assert (percent(share) == "100 %") == (share == 1.0)


def test_a_rate_reads_as_count_share_and_bound() -> None:
    assert str(Rate.of(6, 35)) == "6 of 35: 17 %, at most 32 % (95 %)"
    assert str(Rate.of(0, 30)) == "0 of 30: at most 9.6 % (95 %)"
    assert at_most(0.096, 0.99) == "at most 9.6 % (99 %)"
    assert between("0.844", "0.976") == "0.844 to 0.976 (95 %)"


@pytest.mark.parametrize(("count", "total"), [(-1, 5), (6, 5)])
def test_an_impossible_count_is_refused(count: int, total: int) -> None:
    with pytest.raises(CalibrationError, match="not a count"):
        upper_bound(count, total)


@pytest.mark.parametrize("confidence", [0.0, 1.0, -0.1, 95.0, math.nan])
def test_an_impossible_confidence_is_refused(confidence: float) -> None:
    with pytest.raises(CalibrationError, match="confidence"):
        upper_bound(0, 10, confidence)


def test_a_rate_of_no_parts_is_refused() -> None:
    with pytest.raises(CalibrationError, match="no parts"):
        Rate.of(0, 0)
