from __future__ import annotations

import math
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.decision import decide, image_spec, refuse_picture
from station.recipe import ImageSpec, ModelVersion, Recipe
from station.types import Reason, Verdict

FINITE = st.floats(allow_nan=False, allow_infinity=False)


def recipe(threshold: float, review_from: float | None = None) -> Recipe:
    return Recipe(
        name="cell",
        version=1,
        image=ImageSpec(height=4, width=6, channels=1, dtype="uint8"),
        model=ModelVersion(name="cell", version=1, sha256="0" * 64),
        threshold=threshold,
        review_from=review_from,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        created_by="test",
    )


@given(score=FINITE, threshold=FINITE)
def test_ok_is_exactly_a_score_below_the_threshold(score: float, threshold: float) -> None:
    verdict = decide(score, recipe(threshold)).verdict
    assert (verdict is Verdict.OK) == (score < threshold)
    assert (verdict is Verdict.NOK) == (score >= threshold)


@given(score=FINITE, band=st.tuples(FINITE, FINITE).map(sorted))
def test_review_is_the_band_between_the_two_thresholds(score: float, band: list[float]) -> None:
    low, high = band
    expected = Verdict.OK if score < low else Verdict.REVIEW if score < high else Verdict.NOK
    assert decide(score, recipe(high, low)).verdict is expected


@pytest.mark.parametrize("score", [math.nan, math.inf, -math.inf])
def test_a_score_that_is_not_finite_is_an_error_and_never_ok(score: float) -> None:
    decision = decide(score, recipe(1.0))
    assert (decision.verdict, decision.reason) == (Verdict.ERROR, Reason.SCORE_NOT_FINITE)


@pytest.mark.parametrize(
    "image",
    [
        np.zeros((4, 7), np.uint8),
        np.zeros((4, 6, 3), np.uint8),
        np.zeros((4, 6), np.uint16),
    ],
)
def test_a_picture_of_another_kind_is_refused_with_both_kinds_named(image: np.ndarray) -> None:
    refusal = refuse_picture(image, recipe(1.0), [])
    assert refusal is not None
    assert refusal.reason is Reason.IMAGE_MISMATCH
    assert "6 x 4 grey uint8" in refusal.detail
    assert str(image_spec(image)) in refusal.detail


def test_a_picture_that_the_gate_finds_unfit_is_refused_in_its_words() -> None:
    refusal = refuse_picture(np.zeros((4, 6), np.uint8), recipe(1.0), ["Too dark."])
    assert refusal is not None
    assert (refusal.verdict, refusal.reason, refusal.detail) == (Verdict.ERROR, Reason.IMAGE_GATE, "Too dark.")


def test_a_fit_picture_of_the_right_kind_is_not_refused() -> None:
    assert refuse_picture(np.zeros((4, 6), np.uint8), recipe(1.0), []) is None


def test_a_review_band_above_the_threshold_is_no_recipe() -> None:
    with pytest.raises(ValueError, match="review_from"):
        recipe(1.0, 2.0)
