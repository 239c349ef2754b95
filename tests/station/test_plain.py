from __future__ import annotations

import json
import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest

from station.plain import plain, to_json
from station.recipe import ImageSpec
from station.types import Verdict


@dataclass(frozen=True)
class _Thing:
    name: str
    pixels: np.ndarray | None
    score: float


def test_every_kind_of_value_becomes_json() -> None:
    at = datetime(2026, 3, 1, 8, 0, tzinfo=timezone(timedelta(hours=2)))
    value = {
        "verdict": Verdict.NOK,
        "at": at,
        "path": Path("a") / "b",
        "score": np.float32(0.5),
        "count": np.int64(3),
        "nothing": None,
        "yes": True,
        "spec": ImageSpec(height=1, width=2, channels=1, dtype="uint8"),
        "set": frozenset({1}),
        Verdict.OK: [1, 2.5],
    }
    assert json.loads(to_json(value)) == {
        "verdict": "NOK",
        "at": "2026-03-01T06:00:00Z",
        "path": str(Path("a") / "b"),
        "score": 0.5,
        "count": 3,
        "nothing": None,
        "yes": True,
        "spec": {"height": 1, "width": 2, "channels": 1, "dtype": "uint8"},
        "set": [1],
        "OK": [1, 2.5],
    }
    assert datetime.fromisoformat(plain(at)) == at.astimezone(UTC)


@pytest.mark.parametrize("number", [math.nan, math.inf, np.float64("-inf")])
def test_a_number_that_is_not_finite_is_null(number: float) -> None:
    assert json.loads(to_json([number])) == [None]


def test_pictures_are_left_out_of_dataclasses() -> None:
    assert plain(_Thing("a", np.zeros((2, 2)), 1.0)) == {"name": "a", "score": 1.0}


def test_what_is_not_plain_is_refused() -> None:
    with pytest.raises(TypeError, match="object is not a plain value"):
        plain([object()])
