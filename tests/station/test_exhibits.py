from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from station.exhibits import SIDE, Candidate, exhibit
from station.recipe import Recipe
from station.scoring import Scored
from station.types import Reason, Verdict


def test_a_small_defect_survives_the_reduction_of_a_large_picture(make_recipe: Callable[..., Recipe]) -> None:
    image = np.full((3000, 4000), 100, np.uint8)
    anomaly_map = np.zeros((3000, 4000), np.float32)
    anomaly_map[2221, 1337] = 5.0
    scored = Scored(Path("a.png"), Verdict.NOK, Reason.ABOVE_THRESHOLD, score=5.0, image=image, anomaly_map=anomaly_map)
    shown = exhibit(Candidate(Path("a.png"), "0" * 64), image, [(scored, make_recipe(threshold=1.0))])
    assert shown.image.shape == (384, SIDE)
    (heat,) = shown.heats
    assert heat is not None
    assert heat.shape == shown.image.shape
    assert np.argwhere(heat).tolist() == [[2221 * 384 // 3000, 1337 * SIDE // 4000]]
    assert heat.max() == 255


def test_a_small_picture_is_shown_as_it_is_and_one_without_a_score_without_heat(
    make_recipe: Callable[..., Recipe],
) -> None:
    image = np.arange(60 * 40 * 3, dtype=np.uint8).reshape(60, 40, 3)
    scored = Scored(Path("a.png"), Verdict.ERROR, Reason.IMAGE_GATE, "too dark", image=image)
    shown = exhibit(Candidate(Path("a.png"), "0" * 64), image, [(scored, make_recipe())])
    assert np.array_equal(shown.image, image)
    assert shown.heats == (None,)
    assert (shown.said[0].score, shown.said[0].detail) == (None, "too dark")
