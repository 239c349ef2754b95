"""The foreground: Otsu's threshold on the first principal component, and when there is none."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import pytest
import torch

from detectors.foreground import Foreground, Found, learn_foreground, otsu, shift_of

OBJECT = torch.zeros(12, 16, dtype=torch.bool)
OBJECT[3:9, 4:12] = True


SHIFT = (3, 4)


def learned(mask: torch.Tensor, *, apart: float = 6.0, sign: float = 1.0) -> Found:
    """Learn from pictures with the object in one place, and from some in which it has moved as it should."""
    moved = torch.roll(mask, SHIFT, dims=(0, 1))
    return learn_foreground(sign * grids(mask, apart=apart), sign * grids(moved, apart=apart, count=2, seed=1), SHIFT)


def grids(mask: torch.Tensor, *, apart: float = 6.0, count: int = 4, size: int = 5, seed: int = 0) -> torch.Tensor:
    """Patches (N, h, w, D) whose first three channels are `apart` larger where the mask is, on scales that differ."""
    generator = torch.Generator().manual_seed(seed)
    made = torch.randn(count, *mask.shape, size, generator=generator)
    made[..., :3] += apart * mask[..., None]
    return made * torch.tensor([100.0, 1.0, 0.01, 50.0, 0.1]) + 7.0


def brute_force(values: np.ndarray) -> tuple[float, float]:
    ordered = np.unique(values)
    best = (0.0, -1.0)
    for low, high in pairwise(ordered):
        border = (low + high) / 2
        below, above = values[values <= border], values[values > border]
        between = len(below) * len(above) / len(values) ** 2 * (below.mean() - above.mean()) ** 2
        if between > best[1]:
            best = (border, between)
    return best[0], best[1] / values.var()


@pytest.mark.parametrize("seed", range(3))
def test_otsus_threshold_is_that_of_the_definition(seed: int) -> None:
    random = np.random.default_rng(seed)
    values = np.concatenate([random.normal(0, 1, 90), random.normal(5, 2, 40), np.repeat(1.5, 5)])
    threshold, separation = otsu(torch.from_numpy(values))
    wanted = brute_force(values)
    assert threshold == pytest.approx(wanted[0])
    assert separation == pytest.approx(wanted[1])


def test_values_that_are_all_the_same_are_not_separated() -> None:
    assert otsu(torch.ones(9)) == (1.0, 0.0)


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_the_object_is_what_is_in_the_middle(sign: float) -> None:
    found = learned(OBJECT, sign=sign)
    assert found.foreground is not None
    assert found.note.startswith("foreground: 25% of the patches")
    mask = found.foreground(sign * grids(OBJECT, seed=9))[0].bool()
    assert mask[OBJECT].all()
    grown = cv2.dilate(OBJECT.numpy().astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
    assert np.array_equal(mask.numpy(), grown)


def test_the_mask_is_dilated_and_closed_as_opencv_does_it() -> None:
    random = np.random.default_rng(0)
    values = torch.from_numpy(random.random((3, 20, 25, 1)).astype(np.float32))
    found = Foreground(torch.ones(1), torch.tensor(0.93))(values)
    square = np.ones((3, 3), np.uint8)
    for one, raw in zip(found, values, strict=True):
        grown = cv2.dilate((raw[..., 0].numpy() > 0.93).astype(np.uint8), square)
        closed = cv2.morphologyEx(grown, cv2.MORPH_CLOSE, square)
        assert np.array_equal(one.numpy().astype(np.uint8), closed)


def test_a_dim_spot_on_a_good_part_stays_part_of_it() -> None:
    found = learned(OBJECT)
    assert found.foreground is not None
    spotted = OBJECT.clone()
    spotted[5, 7] = False
    assert found.foreground(grids(spotted, seed=9))[0][5, 7] == 1.0


@pytest.mark.parametrize(
    ("mask", "apart", "words"),
    [
        (OBJECT, 0.0, "not clearly two"),
        (torch.arange(16).expand(12, 16) < 8, 6.0, "not in the middle"),
        (torch.ones(12, 16, dtype=torch.bool), 6.0, "no foreground"),
    ],
)
def test_without_an_object_there_is_no_foreground(mask: torch.Tensor, apart: float, words: str) -> None:
    found = learned(mask, apart=apart)
    assert found.foreground is None
    assert words in found.note


def test_an_object_of_a_few_patches_is_not_believed() -> None:
    tiny = torch.zeros(12, 16, dtype=torch.bool)
    tiny[5:7, 7:9] = True
    found = learned(tiny, apart=40.0)
    assert found.foreground is None
    assert "too small" in found.note


def test_an_object_that_fills_the_picture_is_a_close_up() -> None:
    mask = torch.ones(12, 16, dtype=torch.bool)
    mask[:2], mask[-2:] = False, False
    found = learned(mask)
    assert found.foreground is None
    assert "fills the picture" in found.note


def test_what_stays_in_place_when_the_picture_is_shifted_is_no_object() -> None:
    """As the border of a picture, which a network sees differently from its middle whatever the picture shows."""
    found = learn_foreground(grids(OBJECT), grids(OBJECT, count=2, seed=1), SHIFT)
    assert found.foreground is None
    assert "does not move with the picture" in found.note


def test_a_shift_is_a_whole_number_of_patches_and_of_pixels() -> None:
    assert shift_of((256, 128), (32, 16)) == ((64, 32), (8, 4))
    assert shift_of((252, 252), (18, 18)) == ((56, 56), (4, 4))
