"""Hints before training: copies of one part and parts unlike the rest are found, and good sets are left in peace."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import pytest

from detectors import Cancelled
from station.accounts import command_line
from station.apart import run_apart, run_here
from station.datasets import DataSets, Shot
from station.db import Records
from station.errors import TrainingError
from station.hints import Finding, Hinting, Hints, robust_z
from station.queries import ImageLabel

ENGINEER = command_line("engineer")
GOOD, DEFECT, IGNORE = ImageLabel.GOOD, ImageLabel.DEFECT, ImageLabel.IGNORE
NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def part(seed: int, *, noise_seed: int = 0, lamp: int = 0) -> np.ndarray:
    """A grey plate with blotches of its own (which differ from part to part) and the noise of the camera."""
    blotches = np.random.default_rng(seed).integers(90, 130, (12, 16)).astype(np.float32)
    plate = cv2.resize(blotches, (320, 240), interpolation=cv2.INTER_CUBIC)
    noise = np.random.default_rng((seed, noise_seed)).normal(0, 2, plate.shape)
    return np.clip(plate + noise + lamp, 0, 255).astype(np.uint8)


def hole(image: np.ndarray) -> np.ndarray:
    spoiled = image.copy()
    cv2.circle(spoiled, (270, 40), 22, 255, -1)
    return spoiled


@pytest.fixture
def sets(sqlite_records: Records, tmp_path: Path) -> DataSets:
    return DataSets(sqlite_records, tmp_path / "datasets")


@pytest.fixture
def fill(sets: DataSets) -> Callable[..., list[int]]:
    """Put pictures into the set "plate"; returns their numbers."""

    def put(images: list[np.ndarray], label: ImageLabel = GOOD) -> list[int]:
        before = {one.id for one in sets.page("plate")}
        shots = [Shot(image, NOON + timedelta(seconds=n)) for n, image in enumerate(images)]
        sets.add(ENGINEER, "plate", shots, label)
        return [one.id for one in sets.page("plate") if one.id not in before]

    return put


def look(sets: DataSets, **options: object) -> Hints:
    return Hinting(sets, run=run_here).look_through("plate", detector="fake", **options)  # type: ignore[arg-type]


Fill = Callable[..., list[int]]


def test_a_set_of_different_good_parts_gives_no_hint(sets: DataSets, fill: Fill) -> None:
    fill([part(seed) for seed in range(20)])
    found = look(sets)
    assert (found.pictures, found.hints, found.notes) == (20, (), ())


def test_the_same_part_shot_twice_is_a_near_duplicate_also_when_the_lamp_flickers(sets: DataSets, fill: Fill) -> None:
    ids = fill([part(seed) for seed in range(8)] + [part(3, noise_seed=1), part(5, noise_seed=1, lamp=6)])
    found = look(sets)
    assert {hint.image_id: hint.others for hint in found.hints} == {
        ids[3]: (ids[8],),
        ids[8]: (ids[3],),
        ids[5]: (ids[9],),
        ids[9]: (ids[5],),
    }
    assert {hint.finding for hint in found.hints} == {Finding.NEAR_DUPLICATE}


def test_a_set_of_nothing_but_one_part_is_all_near_duplicates(sets: DataSets, fill: Fill) -> None:
    fill([part(3, noise_seed=n) for n in range(8)])
    found = look(sets)
    assert len(found.hints) == 8
    assert all(len(hint.others) == 7 for hint in found.hints)
    assert "it takes 4" in found.notes[0]


def test_the_same_part_under_two_labels_is_said(sets: DataSets, fill: Fill) -> None:
    fill([part(seed) for seed in range(6)])
    (defect,) = fill([part(2, noise_seed=1)], DEFECT)
    assert "defect, good" in look(sets).of(defect)[0].why


def test_a_defect_among_the_good_is_an_outlier_and_it_says_where(sets: DataSets, fill: Fill) -> None:
    ids = fill([part(seed) for seed in range(24)] + [hole(part(24))])
    (hint,) = look(sets).hints
    assert (hint.image_id, hint.finding) == (ids[24], Finding.OUTLIER)
    assert hint.z is not None
    assert hint.z > 3.5
    assert "upper right" in hint.why


def test_two_copies_of_a_bad_part_do_not_vouch_for_each_other(sets: DataSets, fill: Fill) -> None:
    ids = fill([part(seed) for seed in range(24)] + [hole(part(24)), hole(part(24, noise_seed=1))])
    far = [hint.image_id for hint in look(sets).hints if hint.finding is Finding.OUTLIER]
    assert sorted(far) == ids[24:]


def test_a_few_pictures_are_compared_by_leaving_each_out(sets: DataSets, fill: Fill) -> None:
    ids = fill([part(seed) for seed in range(8)] + [hole(part(8))])
    assert [hint.image_id for hint in look(sets).hints if hint.finding is Finding.OUTLIER] == [ids[8]]


def test_a_dark_picture_is_an_outlier_with_the_reason(sets: DataSets, fill: Fill) -> None:
    ids = fill([part(seed) for seed in range(12)] + [part(12) // 6])
    hint = look(sets).of(ids[12])[0]
    assert "too dark" in hint.why


def test_ignored_pictures_are_left_out_and_damaged_ones_named(sets: DataSets, fill: Fill) -> None:
    fill([part(seed) for seed in range(6)])
    fill([part(3, noise_seed=1)], IGNORE)
    broken = sets.page("plate")[0].image
    Path(broken.path).write_bytes(b"no picture")
    found = look(sets)
    assert found.pictures == 5
    assert found.hints == ()
    assert broken.path in found.notes[0]


def test_an_empty_set_is_no_error(sets: DataSets) -> None:
    assert look(sets) == Hints(0, ())


def test_it_tells_its_progress_and_can_be_cancelled(sets: DataSets, fill: Fill) -> None:
    fill([part(seed) for seed in range(12)])
    told: list[tuple[float, str]] = []
    look(sets, progress=lambda fraction, stage: told.append((fraction, stage)))
    fractions = [fraction for fraction, _ in told]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert len({stage for _, stage in told}) == 4
    for looks in (0, 5, 15):
        left = iter([False] * looks)
        with pytest.raises(Cancelled):
            look(sets, cancelled=lambda left=left: next(left, True))


def test_robust_z_is_not_moved_by_the_outlier_itself() -> None:
    scores = np.array([1.0, 1.1, 0.9, 1.05, 0.95, 9.0])
    assert robust_z(scores)[5] > 30
    assert np.abs(robust_z(scores)[:5]).max() < 3.5
    assert robust_z(np.full(5, 2.0)).tolist() == [0.0] * 5
    assert robust_z(np.array([1.0, 1.0, 1.0, 1.0, 2.0]))[4] > 3


def test_the_quick_models_are_made_in_a_process_of_their_own(sets: DataSets, fill: Fill) -> None:
    ids = fill([part(seed) for seed in range(8)] + [hole(part(8))])
    told: list[float] = []
    hinting = Hinting(sets, run=run_apart)
    found = hinting.look_through("plate", detector="fake", progress=lambda fraction, _stage: told.append(fraction))
    assert [hint.image_id for hint in found.hints] == [ids[8]]
    assert told == sorted(told)
    left = iter([False] * 12)
    with pytest.raises(Cancelled):
        hinting.look_through("plate", detector="fake", cancelled=lambda: next(left, True))


def test_what_goes_wrong_in_that_process_is_told(sets: DataSets, fill: Fill) -> None:
    fill([part(seed) for seed in range(6)])
    with pytest.raises(TrainingError, match="nonsense"):
        Hinting(sets).look_through("plate", detector="nonsense")


def test_a_process_that_dies_is_told() -> None:
    with pytest.raises(TrainingError, match="ended with 3"):
        run_apart(partial(_die, 3), lambda _fraction, _stage: None, lambda: False)


def _die(code: int, progress: object, cancelled: object) -> None:
    os._exit(code)
