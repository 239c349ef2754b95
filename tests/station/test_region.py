"""What of a picture counts: the same when a model is taught, when it inspects, and when files are scored."""

from __future__ import annotations

import json
import re
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from camera.api import Frame
from detectors import create as create_detector
from station.accounts import Session, command_line
from station.config import Config, parse
from station.db import Records
from station.errors import ExportRefused, NotPermitted, RecipeError, UsageError
from station.export import export_recipe
from station.images import Image, list_images, read_image, write_image
from station.judge import Setup, judge
from station.ledger import Ticket
from station.models import ModelStore
from station.permissions import Role
from station.recipe import Recipe
from station.region import Rectangle, Region, learn_fill, read_region
from station.region_detector import RegionDetector
from station.regions import Regions
from station.scoring import score_picture
from station.setups import setup_loader
from station.teaching import Lesson, plan, teach
from station.training import TrainingRequest, fit_and_store
from station.types import Reason, Verdict
from tests.station.cli_rig import CommandLine, good_picture

OLD = Path(__file__).parent / "data" / "records-0001.sql"
SIZE = 96
REGION = Region(
    roi=Rectangle(x=16, y=8, width=64, height=64),
    ignore=(((40, 30), (59, 30), (59, 49), (40, 49)),),
)
OUTSIDE, IGNORED, COUNTED = (80, 84), (45, 35), (20, 60)
"""Rows and columns where a spot of four pixels lies."""


def spotted(n: int, at: tuple[int, int], value: int = 255) -> Image:
    """A good picture with a spot that is far from good."""
    image = good_picture(n, height=SIZE, width=SIZE)
    image[at[1] : at[1] + 8, at[0] : at[0] + 8] = value
    return image


@pytest.fixture
def config(tmp_path: Path) -> Config:
    told = {
        "schema": 1,
        "station": {"data_dir": str(tmp_path / "data")},
        "camera": {"kind": "fake"},
        "detector": {"name": "fake", "device": "cpu"},
    }
    return parse(told, base=tmp_path, environ={})


def pictures(folder: Path, make: Callable[[int], Image], count: int) -> tuple[Path, ...]:
    for n in range(count):
        write_image(folder / f"{n:02d}.png", make(n))
    return tuple(list_images(folder))


def taught(config: Config, tmp_path: Path, detector: str, options: dict[str, Any]) -> tuple[Recipe, Setup, Path]:
    """A recipe whose good pictures differ wildly where nothing counts, its setup, and a good picture."""

    def good(n: int) -> Image:
        image = spotted(n, OUTSIDE, 40 * (n % 6))
        image[IGNORED[1] : IGNORED[1] + 8, IGNORED[0] : IGNORED[0] + 8] = 255 - 40 * (n % 6)
        return image

    paths = pictures(tmp_path / "good", good, 10)
    request = TrainingRequest(
        name="cell",
        detector=detector,
        normal=paths[:7],
        held_out=paths[7:],
        models_dir=config.models_dir,
        options=options,
        device="cpu",
        region=REGION,
    )
    outcome = fit_and_store(request, progress=lambda *_: None, cancelled=lambda: False)
    recipe = Recipe.model_validate(
        {
            "name": "cell",
            "version": 1,
            "image": outcome.image,
            "model": outcome.model,
            "threshold": 1e9,
            "gate": outcome.gate,
            "region": REGION,
            "created_at": "2026-01-01T00:00:00Z",
            "created_by": "test",
        }
    )
    setup = setup_loader(config)(recipe)
    for path, score in zip(paths[7:], outcome.held_out_scores, strict=True):
        assert score_picture(setup, path).score == pytest.approx(score, rel=1e-5)
    return recipe, setup, paths[8]


@pytest.mark.parametrize(
    ("detector", "options"),
    [("fake", {"cells": 8}), ("patchcore", {"input_size": [64, 64], "bank_ratio": 1.0})],
)
def test_what_does_not_count_cannot_move_a_score_and_what_counts_does(
    config: Config, tmp_path: Path, detector: str, options: dict[str, Any]
) -> None:
    _, setup, path = taught(config, tmp_path, detector, options)
    try:
        before = score_picture(setup, path)
        assert before.score is not None
        assert before.anomaly_map is not None
        assert before.anomaly_map.shape == (SIZE, SIZE)
        moved = []
        for at in (OUTSIDE, IGNORED, COUNTED):
            image = read_image(path)
            image[at[1] : at[1] + 8, at[0] : at[0] + 8] = 0
            where = tmp_path / "other" / f"{at[0]}.png"
            write_image(where, image)
            after = score_picture(setup, where)
            assert after.score is not None, after.detail
            moved.append(after.score - before.score)
            if at == COUNTED:
                assert after.anomaly_map is not None
                row, column = np.unravel_index(int(after.anomaly_map.argmax()), after.anomaly_map.shape)
                assert at[0] - 8 <= column <= at[0] + 16
                assert at[1] - 8 <= row <= at[1] + 16
        assert moved[:2] == [0.0, 0.0]
        assert moved[2] > 0
        ignored = ~REGION.whole(SIZE, SIZE)
        assert (before.anomaly_map[ignored] == before.anomaly_map.min()).all()
    finally:
        setup.detector.close()


def test_the_line_and_the_files_judge_a_picture_of_another_size_alike(config: Config, tmp_path: Path) -> None:
    _, setup, _ = taught(config, tmp_path, "fake", {"cells": 8})
    odd = tmp_path / "odd.png"
    write_image(odd, good_picture(1))
    found = score_picture(setup, odd)
    assert (found.verdict, found.reason) == (Verdict.ERROR, Reason.IMAGE_MISMATCH)
    assert list(setup.gate(good_picture(1)).findings) == []


def test_the_line_gives_the_score_that_the_files_give(config: Config, tmp_path: Path) -> None:
    _, setup, path = taught(config, tmp_path, "fake", {"cells": 8})
    image = read_image(path)
    # a lamp that glares only where nothing counts makes no picture unfit
    image[:8] = 255
    write_image(tmp_path / "glare.png", image)
    image.setflags(write=False)
    now = time.monotonic_ns()
    ticket = Ticket(Frame(0, now, datetime.now(UTC), image, "camera"))
    judged = judge(
        ticket, setup, camera_id="camera", fault=None, deadline_ns=600 * 10**9, clock=time.monotonic_ns
    ).inspection
    assert judged.verdict is Verdict.OK, judged.detail
    assert judged.score == score_picture(setup, tmp_path / "glare.png").score == score_picture(setup, path).score


def test_a_model_refuses_any_other_region_in_words(config: Config, tmp_path: Path) -> None:
    recipe, _, _ = taught(config, tmp_path, "fake", {"cells": 8})
    load = setup_loader(config)
    other = Region(roi=Rectangle(x=0, y=0, width=64, height=64))
    with pytest.raises(RecipeError, match="another region"):
        load(recipe.model_copy(update={"region": other}))
    with pytest.raises(RecipeError, match="taught for a region, but the recipe names none"):
        load(recipe.model_copy(update={"region": None}))
    store = ModelStore(config.models_dir, create_detector)
    note = json.loads((store.folder(recipe.model) / "meta.json").read_bytes())["region"]
    assert note["sha256"] == REGION.sha256
    assert 90 <= note["fill"][0] <= 110


def test_a_model_of_whole_pictures_refuses_a_region(config: Config, tmp_path: Path) -> None:
    paths = pictures(tmp_path / "good", lambda n: good_picture(n, height=SIZE, width=SIZE), 6)
    request = TrainingRequest("cell", "fake", paths[:4], paths[4:], config.models_dir, device="cpu")
    outcome = fit_and_store(request, progress=lambda *_: None, cancelled=lambda: False)
    store = ModelStore(config.models_dir, create_detector)
    assert "region" not in json.loads((store.folder(outcome.model) / "meta.json").read_bytes())
    with pytest.raises(RecipeError, match="was taught on whole pictures, but the recipe looks at 64 x 64 at 16, 8"):
        store.load(outcome.model, "cpu", REGION)


def test_stored_recipes_of_earlier_releases_keep_their_hash() -> None:
    with closing(sqlite3.connect(":memory:")) as old:
        old.executescript(OLD.read_text(encoding="utf-8"))
        rows = old.execute("SELECT body, sha256 FROM recipe_versions").fetchall()
    assert len(rows) == 3
    for body, sha256 in rows:
        recipe = Recipe.from_json(body)
        assert recipe.region is None
        assert recipe.to_json() == body
        assert recipe.sha256 == sha256


def test_a_recipe_with_a_region_comes_back_from_the_records(
    sqlite_records: Records, make_recipe: Callable[..., Recipe]
) -> None:
    plain, bounded = make_recipe(), make_recipe(version=2, region=Region(roi=Rectangle(x=1, y=2, width=30, height=20)))
    assert plain.sha256 != bounded.model_copy(update={"version": 1}).sha256
    sqlite_records.add_recipe(plain)
    sqlite_records.add_recipe(bounded)
    assert sqlite_records.recipe("cell", 2) == bounded
    assert sqlite_records.recipe("cell", 2).sha256 == bounded.sha256


def test_a_region_that_does_not_fit_the_pictures_is_no_recipe(make_recipe: Callable[..., Recipe]) -> None:
    with pytest.raises(ValueError, match="does not lie within a picture of 64 x 48"):
        make_recipe(region=Region(roi=Rectangle(x=50, y=0, width=20, height=20)))
    with pytest.raises(ValueError, match="would count"):
        make_recipe(region=Region(ignore=(((0, 0), (100, 0), (100, 100), (0, 100)),)))


def test_teaching_with_a_region_keeps_it_in_every_later_version(config: Config, tmp_path: Path) -> None:
    good = tmp_path / "good"
    pictures(good, lambda n: spotted(n, OUTSIDE, 40 * (n % 6)), 12)
    lesson = Lesson("cell", good, detector="fake", device="cpu", region=REGION)
    with pytest.raises(RecipeError, match="does not lie within"):
        plan(replace(lesson, region=Region(roi=Rectangle(x=90, y=0, width=64, height=64))))
    records = Records.open(f"sqlite:///{tmp_path / 'records.sqlite'}")
    try:
        made = teach(plan(lesson), records, config.models_dir, who="test").recipe
        assert records.recipe("cell").region == REGION
        assert made.sha256 == records.recipe("cell").sha256
        changed = Recipe.model_validate({**made.model_dump(), "version": 2, "threshold": 3.0})
        assert changed.region == REGION
    finally:
        records.close()


def test_a_recipe_with_a_region_is_not_exported(config: Config, tmp_path: Path) -> None:
    recipe, _, path = taught(config, tmp_path, "fake", {"cells": 8})
    with pytest.raises(ExportRefused, match="looks at 64 x 64 at 16, 8 and ignores 1 polygon"):
        export_recipe(recipe, tmp_path / "out", [path], load_setup=setup_loader(config))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_cutting_and_putting_back_keep_every_pixel_that_counts(channels: int, dtype: type[Any]) -> None:
    shape = (SIZE, SIZE) if channels == 1 else (SIZE, SIZE, 3)
    image = np.random.default_rng(0).integers(0, 200, size=shape).astype(dtype)
    fill = learn_fill(REGION, [image])
    assert len(fill) == channels
    part = REGION.cut(image, fill)
    whole = REGION.whole(SIZE, SIZE)
    assert part.shape[:2] == (64, 64)
    assert part.dtype == image.dtype
    assert whole.sum() == 64 * 64 - 20 * 20
    flat = image if channels == 1 else image[:, :, 1]
    cut = part if channels == 1 else part[:, :, 1]
    back = REGION.put_back(cut.astype(np.float32) + 1, SIZE, SIZE)
    assert (back[whole] == flat[whole].astype(np.float32) + 1).all()
    assert np.unique(back[~whole]).tolist() == [back[whole].min()]
    assert (cut[22:42, 24:44] == fill[-1 if channels == 1 else 1]).all()


def test_a_mask_loses_what_does_not_count() -> None:
    mask = np.full((SIZE, SIZE), 255, np.uint8)
    part = REGION.cut_mask(mask)
    assert part.shape == (64, 64)
    assert int((part > 0).sum()) == 64 * 64 - 20 * 20


def test_a_region_file_is_read_and_a_bad_one_is_answered_with_its_key(tmp_path: Path) -> None:
    file = tmp_path / "region.json"
    file.write_text(REGION.to_json())
    assert read_region(file) == REGION
    for text, words in (
        ('{"roi": {"x": 0, "y": 0, "width": 4, "height": 64}}', "roi.width"),
        ('{"ignore": [[[0, 0], [1, 1]]]}', "ignore.0"),
        ('{"rio": null}', "rio"),
        ("{}", "whole picture counts"),
        ("no", "region.json"),
    ):
        file.write_text(text)
        with pytest.raises(UsageError, match=re.escape(words)):
            read_region(file)
    with pytest.raises(UsageError, match="cannot be read"):
        read_region(tmp_path / "missing.json")


def test_what_is_drawn_for_a_data_set_is_kept_and_else_that_of_its_newest_recipe_holds(
    sqlite_records: Records, tmp_path: Path, make_recipe: Callable[..., Recipe]
) -> None:
    regions = Regions(sqlite_records, tmp_path)
    spec = make_recipe().image
    assert regions.drawn("cell") is None
    small = Region(roi=Rectangle(x=1, y=2, width=30, height=20))
    sqlite_records.add_recipe(make_recipe(region=small))
    assert regions.drawn("cell") == small
    ada = command_line("ada")
    other = Region(roi=Rectangle(x=0, y=0, width=40, height=40))
    regions.draw(ada, "cell", other, spec)
    assert regions.drawn("cell") == other
    regions.draw(ada, "cell", None, spec)
    assert regions.drawn("cell") is None, "the whole picture, though the recipe has a region"
    with pytest.raises(RecipeError, match="does not lie within"):
        regions.draw(ada, "cell", REGION, spec)
    with pytest.raises(NotPermitted):
        regions.draw(Session("oskar", Role.OPERATOR, datetime.now(UTC)), "cell", other, spec)
    regions.file("cell").write_text("{")
    with pytest.raises(UsageError, match="is not a region"):
        regions.drawn("cell")


def test_the_command_teaches_with_a_region(station: CommandLine, tmp_path: Path) -> None:
    pictures(tmp_path / "good", lambda n: spotted(n, OUTSIDE, 40 * (n % 6)), 8)
    file = tmp_path / "region.json"
    file.write_text(REGION.to_json())
    answer = station("train", "cell", "--good", tmp_path / "good", "--region", file, "--json")
    assert answer.code == 0, answer.err
    assert answer.json["recipe"]["region"]["roi"] == {"x": 16, "y": 8, "width": 64, "height": 64}
    records = station.records()
    try:
        recipe = records.recipe("cell")
    finally:
        records.close()
    setup = setup_loader(station.config)(recipe)
    assert isinstance(setup.detector, RegionDetector)
    setup.detector.close()
    file.write_text("{}")
    answer = station("train", "cell", "--good", tmp_path / "good", "--region", file)
    assert answer.code == 2
    assert "is not a region" in answer.err
