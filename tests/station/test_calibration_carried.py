"""A recipe file carries the calibration that the recipe judges by, whole or not at all."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from station import recipe_file
from station.calibration_ref import CalibrationRef
from station.errors import CalibrationStoreError, RecipeError, RecordsError
from station.services import Station
from tests.station.built_rig import ANNA, SIDE, built, files_below, make_config, teach
from tests.station.test_recipe_exchange import rewrite


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Station]:
    with built(make_config(tmp_path / "here")) as station:
        sheet = np.rint(120 * np.linspace(0.8, 1.2, SIDE) * np.ones((SIDE, 1))).astype(np.uint8)
        made = station.calibrations.make_flat_field(ANNA, "cell", [sheet])
        teach(station, calibration=made.ref)
        yield station


@pytest.fixture
def file(here: Station, tmp_path: Path) -> Path:
    return here.recipes.exchange.export(ANNA, "cell", None, tmp_path / "carried").path


def carry_in(station: Station, file: Path) -> CalibrationRef:
    exchange = station.recipes.exchange
    found = exchange.carry_in(ANNA, exchange.plan(file)).recipe.calibration
    assert found is not None
    return found


def test_the_calibration_is_the_same_elsewhere_and_corrects_the_same(here: Station, there: Station, file: Path) -> None:
    ref = carry_in(there, file)
    mine = here.calibrations.current("cell")
    assert mine is not None
    assert ref.sha256 == mine.ref.sha256
    raw = np.random.default_rng(0).integers(0, 256, (SIDE, SIDE)).astype(np.uint8)
    np.testing.assert_array_equal(
        there.calibrations.correction(ref).apply(raw), here.calibrations.correction(mine.ref).apply(raw)
    )
    there.activate("cell", 1, who="anna", why="carried")
    assert there._load_setup(there.records.recipe("cell", 1)).correct(raw) is not raw


def test_a_calibration_of_another_camera_does_not_correct_new_pictures_here(there: Station, file: Path) -> None:
    ref = carry_in(there, file)
    assert ref.name == "cell.imported"
    assert there.calibrations.current("cell") is None


def test_importing_twice_makes_nothing_new_and_at_home_nothing_at_all(
    here: Station, there: Station, file: Path
) -> None:
    carry_in(there, file)
    before = files_below(there.config.data_dir)
    assert there.recipes.exchange.plan(file).same_as == 1
    carry_in(there, file)
    assert files_below(there.config.data_dir) == before
    assert here.recipes.exchange.plan(file).same_as == 1


def test_the_same_recipe_with_and_without_a_calibration_are_two(there: Station, here: Station, file: Path) -> None:
    recipe = here.records.recipe("cell")
    carry_in(there, file)
    plain = recipe.model_copy(update={"calibration": None, "version": 2})
    assert plain.sha256 != recipe.sha256
    there.records.add_recipe(plain)
    assert there.recipes.exchange.plan(file).same_as == 1


def without(*names: str) -> Callable[[dict[str, bytes]], None]:
    def change(content: dict[str, bytes]) -> None:
        for name in names:
            del content[name]

    return change


def other(name: str) -> Callable[[dict[str, bytes]], None]:
    def change(content: dict[str, bytes]) -> None:
        content[name] = content[name][:-1] + b" "

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (without("calibration/meta.json", "calibration/flat_field.npz"), "not the one that the recipe judges by"),
        (without("calibration/flat_field.npz"), "not whole"),
        (other("calibration/meta.json"), "not the one that the recipe judges by"),
        (other("calibration/flat_field.npz"), "not whole"),
    ],
)
def test_a_file_whose_calibration_was_changed_is_refused_and_nothing_is_written(
    there: Station, file: Path, change: Callable[[dict[str, bytes]], None], words: str
) -> None:
    before = files_below(there.config.data_dir)
    with pytest.raises(RecipeError, match=words):
        there.recipes.exchange.plan(rewrite(file, change))
    assert files_below(there.config.data_dir) == before


def test_a_file_with_something_else_beside_the_calibration_is_refused(there: Station, file: Path) -> None:
    def add(content: dict[str, bytes]) -> None:
        content["calibration/run.py"] = b"print()"

    with pytest.raises(RecipeError, match="no file of a recipe"):
        there.recipes.exchange.plan(rewrite(file, add))


def test_a_damaged_calibration_is_not_exported(here: Station, tmp_path: Path) -> None:
    (here.config.calibrations_dir / "cell" / "v001" / "flat_field.npz").write_bytes(b"nothing")
    with pytest.raises(CalibrationStoreError, match="damaged"):
        here.recipes.exchange.export(ANNA, "cell", None, tmp_path / "again")
    assert not list(tmp_path.glob("again*"))


def test_what_the_records_do_not_take_leaves_no_calibration_behind(
    there: Station, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_new: object) -> None:
        raise RecordsError("The records could not be written.")

    before = files_below(there.config.data_dir)
    with monkeypatch.context() as patch:
        patch.setattr(there.records, "keep", full)
        with pytest.raises(RecordsError):
            carry_in(there, file)
    assert files_below(there.config.data_dir) == before
    assert carry_in(there, file).version == 1


def test_the_file_names_every_part_with_its_hash(file: Path) -> None:
    with zipfile.ZipFile(file) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        names = archive.namelist()
    assert {"calibration/meta.json", "calibration/flat_field.npz"} < set(manifest["files"])
    assert names[:2] == ["manifest.json", "recipe.json"]
    assert recipe_file.read(file).calibration_bytes > 0
