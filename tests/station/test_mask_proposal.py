"""A mask proposed from what a model sees, with its outline drawn in along the picture's edges."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from station.config import Config, parse
from station.db import Records
from station.errors import RecipeError
from station.images import Image, write_image
from station.mask_proposal import Proposals, propose, refine
from station.recipe import Recipe
from station.region import Rectangle, Region
from station.setups import setup_loader
from station.training import TrainingRequest, fit_and_store

SIDE = 128
CENTRE, RADIUS = (84, 44), 15


def disc(side: int = SIDE, centre: tuple[int, int] = CENTRE, radius: int = RADIUS) -> NDArray[np.uint8]:
    mask = np.zeros((side, side), np.uint8)
    cv2.circle(mask, centre, radius, 255, -1)
    return mask


def texture(n: int, side: int = SIDE) -> Image:
    noise = np.random.default_rng(n).integers(80, 150, size=(side, side), dtype=np.uint8)
    return np.asarray(cv2.GaussianBlur(noise, (0, 0), 1.5))


def with_defect(n: int) -> Image:
    image = texture(n)
    image[disc() > 0] //= 2
    return image


def overlap(one: NDArray[Any], other: NDArray[Any]) -> float:
    """Intersection over union."""
    return float(((one > 0) & (other > 0)).sum() / max(1, ((one > 0) | (other > 0)).sum()))


@pytest.fixture
def config(tmp_path: Path) -> Config:
    told = {
        "schema": 1,
        "station": {"data_dir": str(tmp_path / "data")},
        "camera": {"kind": "fake"},
        "detector": {"name": "fake", "device": "cpu"},
    }
    return parse(told, base=tmp_path, environ={})


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    opened = Records.open(f"sqlite:///{tmp_path / 'records.sqlite'}")
    yield opened
    opened.close()


@pytest.fixture
def teach(config: Config, records: Records, tmp_path: Path) -> Callable[..., Recipe]:
    """Teach the recipe `cell` on eight textures."""

    def made(detector: str = "patchcore", region: Region | None = None) -> Recipe:
        for n in range(8):
            write_image(tmp_path / "good" / f"{n}.png", texture(n))
        paths = tuple(sorted((tmp_path / "good").iterdir()))
        options = {"input_size": [128, 128]} if detector == "patchcore" else {"cells": 16}
        request = TrainingRequest(
            "cell", detector, paths[:6], paths[6:], config.models_dir, options=options, device="cpu", region=region
        )
        outcome = fit_and_store(request, progress=lambda *_: None, cancelled=lambda: False)
        recipe = Recipe.model_validate(
            {
                "name": "cell",
                "version": records.next_version("cell"),
                "image": outcome.image,
                "model": outcome.model,
                "threshold": 1.05 * max(outcome.held_out_scores),
                "gate": outcome.gate,
                "region": region,
                "created_at": "2026-01-01T00:00:00Z",
                "created_by": "test",
            }
        )
        records.add_recipe(recipe)
        return recipe

    return made


@pytest.mark.parametrize("detector", ["fake", "patchcore"])
def test_a_proposal_finds_the_defect_and_refining_follows_its_edge(
    config: Config, records: Records, teach: Callable[..., Recipe], detector: str
) -> None:
    recipe = teach(detector)
    image = with_defect(50)
    proposals = Proposals(records, setup_loader(config))
    try:
        heat = proposals.heat("cell", image)
    finally:
        proposals.close()
    assert heat.model == recipe.model.ref
    assert heat.anomaly_map.shape == image.shape
    assert heat.lowest <= heat.level <= heat.highest
    rough = propose(heat.anomaly_map, heat.level)
    row, column = np.argwhere(rough).mean(axis=0)
    assert abs(column - CENTRE[0]) < 12
    assert abs(row - CENTRE[1]) < 12
    fine = refine(image, heat.anomaly_map, rough)
    assert set(np.unique(fine)) <= {0, 255}
    assert overlap(fine, disc()) > max(0.75, overlap(rough, disc()))


def test_the_model_is_loaded_once_and_again_when_there_is_a_newer_version(
    config: Config, records: Records, teach: Callable[..., Recipe]
) -> None:
    loaded: list[int] = []
    load = setup_loader(config)
    proposals = Proposals(records, lambda recipe: (loaded.append(recipe.version), load(recipe))[1])
    teach("fake")
    for n in range(2):
        proposals.heat("cell", with_defect(n))
    assert loaded == [1]
    teach("fake", Region(roi=Rectangle(x=40, y=8, width=80, height=80)))
    heat = proposals.heat("cell", with_defect(3))
    assert loaded == [1, 2]
    outside = heat.anomaly_map[100:, :]
    assert (outside == heat.lowest).all()
    proposals.close()
    proposals.close()


def test_a_set_without_a_model_and_a_picture_of_another_kind_are_told_in_words(
    config: Config, records: Records, teach: Callable[..., Recipe]
) -> None:
    proposals = Proposals(records, setup_loader(config))
    with pytest.raises(RecipeError, match="no model to propose a mask with") as caught:
        proposals.heat("cell", with_defect(0))
    assert "Paint by hand" in caught.value.hint
    teach("fake")
    with pytest.raises(RecipeError, match="64 x 64 grey uint8; recipe cell version 1 was taught on 128 x 128"):
        proposals.heat("cell", texture(0, 64))


def test_a_lower_level_marks_more_and_small_pieces_are_dropped() -> None:
    values = cv2.GaussianBlur(disc().astype(np.float32), (0, 0), 6)
    values[5:8, 5:8] = 300
    areas = [int((propose(values, level, min_area=0) > 0).sum()) for level in (20.0, 100.0, 200.0)]
    assert areas == sorted(areas, reverse=True)
    assert areas[-1] > 0
    assert propose(values, 100.0, min_area=0)[6, 6] == 255
    assert propose(values, 100.0, min_area=10)[6, 6] == 0
    assert propose(values, 100.0, min_area=10)[CENTRE[1], CENTRE[0]] == 255
    assert not propose(values, 1e6).any()


def test_refining_keeps_a_piece_in_which_there_is_no_edge() -> None:
    flat = np.full((SIDE, SIDE), 100, np.uint8)
    values = cv2.GaussianBlur(disc().astype(np.float32), (0, 0), 6)
    found = refine(flat, values, disc())
    assert overlap(found, disc()) > 0.5


def test_refining_gives_the_same_mask_each_time_in_grey_colour_and_16_bit() -> None:
    image = with_defect(1)
    values = cv2.GaussianBlur(disc().astype(np.float32), (0, 0), 8)
    rough = propose(values, 40.0)
    wanted = refine(image, values, rough)
    assert (refine(image, values, rough) == wanted).all()
    assert overlap(wanted, disc()) > 0.85
    assert overlap(refine(cv2.cvtColor(image, cv2.COLOR_GRAY2RGB), values, rough), disc()) > 0.85
    assert overlap(refine(image.astype(np.uint16) * 16, values, rough), disc()) > 0.85


def test_refining_can_be_cancelled_and_then_keeps_the_rest_as_it_was() -> None:
    values = cv2.GaussianBlur(disc().astype(np.float32), (0, 0), 8)
    rough = propose(values, 40.0)
    assert (refine(with_defect(1), values, rough, cancelled=lambda: True) == rough).all()
    assert not refine(with_defect(1), values, rough * 0).any()
