"""Pictures from an open camera: only new ones, in order, and words where none comes."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count

import numpy as np
import pytest

from camera.api import Frame
from detectors import Cancelled
from station.errors import StateError
from station.gathering import gather


def frame(number: int) -> Frame:
    return Frame(number, number * 1000, datetime.now(UTC), np.full((4, 4), number, np.uint8), "cam 1")


def test_the_picture_that_was_there_before_does_not_count_and_none_counts_twice() -> None:
    shown = iter([0, 0, 1, 1, 1, 2, 3, 3, 4])
    told: list[float] = []
    got = gather(lambda: frame(next(shown)), 3, progress=lambda share, _stage: told.append(share))
    assert [int(one[0, 0]) for one in got.pictures] == [1, 2, 3]
    assert got.camera_id == "cam 1"
    assert told == pytest.approx([1 / 3, 2 / 3, 1.0])


def test_a_camera_that_was_opened_anew_and_counts_from_zero_gives_new_pictures() -> None:
    again = Frame(0, 99, datetime.now(UTC), np.zeros((4, 4), np.uint8), "cam 1")
    shown = iter([frame(0), again, again])
    assert len(gather(lambda: next(shown), 1).pictures) == 1


def test_a_camera_that_shows_nothing_new_is_told_with_how_many_came() -> None:
    numbers = count()
    with pytest.raises(StateError, match=r"1 of 3 were taken"):
        gather(lambda: frame(min(next(numbers), 1)), 3, patience_s=0.05)
    with pytest.raises(StateError, match=r"0 of 1"):
        gather(lambda: None, 1, patience_s=0.02)


def test_it_can_be_cancelled() -> None:
    with pytest.raises(Cancelled, match="cancelled"):
        gather(lambda: None, 1, cancelled=lambda: True)
