"""Calibrations of a station: stored whole, checked when read, due when old, taken over by the recipe."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from calibration import CalibrationError
from station.calibration_ref import CalibrationRef, Kind
from station.calibration_store import CalibrationStore
from station.calibrations import Calibrations
from station.config_cell import CalibrationSection
from station.doctor_optics import check_calibrations
from station.errors import CalibrationStoreError, NotPermitted, RecipeError
from station.findings import Level
from station.services import Station
from tests.station.built_rig import ANNA, OTTO, SIDE, acts, built, files_below, make_config, teach

Picture = NDArray[Any]


def sheet(level: float = 180.0, *, side: int = SIDE, seed: int = 0) -> Picture:
    """An even sheet under a lamp that is brighter on the right."""
    rng = np.random.default_rng(seed)
    shade = np.linspace(0.8, 1.2, side) * np.ones((side, 1))
    return np.clip(np.rint(level * shade + rng.normal(0, 0.7, (side, side))), 0, 255).astype(np.uint8)


def black(side: int = SIDE) -> Picture:
    return np.full((side, side), 3, np.uint8)


def card(side: int = SIDE) -> Picture:
    return np.full((side, side, 3), (150, 120, 90), np.uint8)


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with built(make_config(tmp_path)) as one:
        yield one


def flat(station: Station, **more: Any) -> CalibrationRef:
    return station.calibrations.make_flat_field(ANNA, "cell", [sheet()], [black()], **more).ref


def test_a_flat_field_is_stored_dated_hashed_and_corrects(station: Station) -> None:
    record = station.calibrations.make_flat_field(
        ANNA, "cell", [sheet(seed=n) for n in range(4)], [black()], camera_id="cam 7", note=" first "
    )
    part = record.part(Kind.FLAT_FIELD)
    assert part is not None
    assert (record.ref.version, record.kinds, record.size) == (1, (Kind.FLAT_FIELD,), (SIDE, SIDE))
    assert (part.made_by, part.camera_id, part.n_pictures, record.meta.note) == ("anna", "cam 7", 5, "first")
    assert "defect pixels" in part.summary
    assert station.calibrations.current("cell") == record
    assert station.calibrations.products() == ("cell",)
    raw = sheet(120.0, seed=9)
    corrected = station.calibrations.correction(record.ref).apply(raw)
    assert raw.std() > 10
    assert corrected.std() < 2
    assert not corrected.flags.writeable
    assert acts(station)[-1] == "calibration.made"


def test_each_part_makes_a_version_that_keeps_the_others(station: Station) -> None:
    colour = np.repeat(sheet()[..., None], 3, axis=2)
    first = station.calibrations.make_flat_field(ANNA, "cell", [colour])
    second = station.calibrations.make_white_balance(ANNA, "cell", [card()])
    assert second.kinds == (Kind.FLAT_FIELD, Kind.WHITE_BALANCE)
    assert second.part(Kind.FLAT_FIELD) == first.part(Kind.FLAT_FIELD)
    assert second.newest_part()[0] is Kind.WHITE_BALANCE
    grey = np.asarray(station.calibrations.correction(second.ref).apply(card()), np.float64).mean(axis=(0, 1))
    assert np.ptp(grey) < 3
    assert [one.ref.version for one in station.calibrations.list("cell")] == [1, 2]
    fresh = station.calibrations.make_white_balance(ANNA, "cell", [card()], fresh=True)
    assert fresh.kinds == (Kind.WHITE_BALANCE,)


def test_pictures_of_another_size_need_a_fresh_beginning(station: Station) -> None:
    flat(station)
    with pytest.raises(RecipeError, match=r"64 x 64.*48 x 48"):
        station.calibrations.make_flat_field(ANNA, "cell", [sheet(side=64)])
    assert station.calibrations.make_flat_field(ANNA, "cell", [sheet(side=64)], fresh=True).size == (64, 64)


def test_what_is_refused_leaves_nothing_behind(station: Station) -> None:
    before = files_below(station.config.data_dir)
    with pytest.raises(CalibrationError, match="saturated"):
        station.calibrations.make_flat_field(ANNA, "cell", [sheet(400.0)])
    with pytest.raises(NotPermitted):
        station.calibrations.make_flat_field(OTTO, "cell", [sheet()])
    with pytest.raises(RecipeError):
        station.calibrations.make_flat_field(ANNA, "../cell", [sheet()])
    assert files_below(station.config.data_dir) == before
    assert station.calibrations.current("cell") is None
    assert station.calibrations.due("cell") == ()


@pytest.mark.parametrize("name", ["meta.json", "flat_field.npz"])
def test_a_changed_file_is_found_when_it_is_read(station: Station, name: str) -> None:
    ref = flat(station)
    path = station.config.calibrations_dir / "cell" / "v001" / name
    body = bytearray(path.read_bytes())
    body[len(body) // 2] ^= 1
    path.write_bytes(body)
    store = CalibrationStore(station.config.calibrations_dir)
    with pytest.raises(CalibrationStoreError, match=r"cannot be used.*") as caught:
        store.load(ref)
    assert "calibrate again" in caught.value.hint


def test_a_missing_version_is_named_with_those_that_are_there(station: Station) -> None:
    ref = flat(station)
    with pytest.raises(CalibrationStoreError, match="no such calibration") as caught:
        station.calibrations.record(ref.model_copy(update={"version": 7}))
    assert "are there: 1" in caught.value.hint


def test_numbers_that_no_lens_has_are_refused_though_the_hash_is_right(station: Station) -> None:
    flat(station)
    path = station.config.calibrations_dir / "cell" / "v001" / "meta.json"
    meta = json.loads(path.read_text())
    meta["parts"]["flat_field"]["values"]["dtype"] = "object"
    path.write_text(json.dumps(meta))
    store = CalibrationStore(station.config.calibrations_dir)
    found = store.newest("cell")
    assert found is not None
    with pytest.raises(CalibrationStoreError, match="cannot be used"):
        store.load(found.ref)


def test_it_is_due_when_it_is_old_each_part_for_itself(station: Station) -> None:
    now = datetime.now(UTC)
    moment = [now]
    calibrations = Calibrations(
        station.records,
        CalibrationStore(station.config.calibrations_dir),
        lambda: CalibrationSection(due_days=30.0, white_balance_days=10.0),
        station="here",
        keep=station.records.keep,
        now=lambda: moment[0],
    )
    calibrations.make_flat_field(ANNA, "cell", [np.repeat(sheet()[..., None], 3, axis=2)])
    ref = calibrations.make_white_balance(ANNA, "cell", [card()]).ref
    assert ref.due_at == now + timedelta(days=10)
    assert not any(one.is_due for one in calibrations.due("cell"))
    moment[0] = now + timedelta(days=11)
    assert [one.is_due for one in calibrations.due("cell")] == [False, True]
    assert "11 days ago" in calibrations.due("cell")[1].why
    moment[0] = now + timedelta(days=31)
    assert [one.is_due for one in calibrations.due("cell")] == [True, True]
    moment[0] = now - timedelta(days=2)
    assert "in the future" in calibrations.due("cell")[0].why


def test_a_renewed_calibration_is_taken_over_as_a_recipe_version_in_force(station: Station) -> None:
    first = flat(station)
    recipe = teach(station, calibration=first)
    station.activate("cell", recipe.version, who="anna", why="trial")
    second = flat(station)
    after = station.calibrations.take_over(ANNA, "cell", why="new lamp")
    assert station.records.active() == after
    assert after.calibration == second
    assert (after.version, after.note) == (recipe.version + 1, "new lamp")
    assert (after.model, after.threshold, after.choice) == (recipe.model, recipe.threshold, recipe.choice)
    assert "calibration.taken_over" in acts(station)
    with pytest.raises(RecipeError, match="already"):
        station.calibrations.take_over(ANNA, "cell")
    with pytest.raises(NotPermitted):
        station.calibrations.take_over(OTTO, "cell")


def test_a_recipe_that_was_taught_from_raw_pictures_does_not_take_a_flat_field_over(station: Station) -> None:
    recipe = teach(station)
    with pytest.raises(RecipeError, match="no calibration"):
        station.calibrations.take_over(ANNA, "cell")
    flat(station)
    with pytest.raises(RecipeError, match="as the camera gives them") as caught:
        station.calibrations.take_over(ANNA, "cell")
    assert "teach" in caught.value.hint
    assert station.records.versions("cell") == [recipe]


def test_a_calibration_for_another_size_is_not_taken_over(station: Station) -> None:
    teach(station, calibration=flat(station))
    station.calibrations.make_flat_field(ANNA, "cell", [sheet(side=64)], fresh=True)
    with pytest.raises(RecipeError, match="64 x 64 pixels; recipe cell version 1 judges 48 x 48"):
        station.calibrations.take_over(ANNA, "cell")


def test_a_recipe_without_calibration_keeps_its_hash(station: Station) -> None:
    recipe = teach(station)
    assert "calibration" not in recipe.to_json()
    assert type(recipe).from_json(recipe.to_json()) == recipe
    held = teach(station, calibration=flat(station))
    assert type(held).from_json(held.to_json()) == held
    assert held.sha256 != recipe.sha256


def test_the_doctor_tells_what_is_due_and_what_is_damaged(station: Station) -> None:
    assert check_calibrations(station.config) is None
    flat(station)
    found = check_calibrations(station.config)
    assert found is not None
    assert (found.level, found.text.split(" in ")[0]) == (Level.OK, "of 1 product")
    late = station.config.model_copy(update={"calibration": CalibrationSection(due_days=1e-9)})
    found = check_calibrations(late)
    assert found is not None
    assert found.level is Level.WARN
    assert "cell: The flat field was made 0 days ago" in found.text
    path = station.config.calibrations_dir / "cell" / "v001" / "flat_field.npz"
    path.write_bytes(b"")
    found = check_calibrations(station.config)
    assert found is not None
    assert found.level is Level.FAIL
    assert "damaged" in found.text
