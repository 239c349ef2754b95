"""The wired station: emulated Basler camera, real model store, real database."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from camera.fake import FakeCamera, FakeOptions
from detectors import create as create_detector
from station import app
from station.config import Config, parse
from station.errors import ConfigError, RecipeError, StateError, StorageError
from station.images import read_image, sha256_file, write_image
from station.journal import Journal
from station.recipe import Recipe
from station.services import Station
from station.training import TrainingRequest, fit_and_store
from station.types import (
    Completion,
    ImageState,
    Inspection,
    OutputState,
    Reason,
    Result,
    StationState,
    Verdict,
)

SIZE = (48, 64)


def picture(number: int, *, defect: bool = False) -> np.ndarray[Any, Any]:
    image = np.random.default_rng(number).normal(120, 4, SIZE)
    if defect:
        image[20:28, 20:28] = 250
    return np.clip(image, 0, 255).astype(np.uint8)


def make_config(folder: Path, camera: dict[str, Any] | None = None, **sections: Any) -> Config:
    values = {
        "schema": 1,
        "station": {"data_dir": str(folder / "data")},
        "camera": {
            **(camera or {"kind": "basler", "emulate_folder": str(folder / "parts")}),
            "watchdog_ms": 60_000,
            "ready_ms": 60_000,
        },
        "line": {"min_free_mb": 0, "heartbeat_ms": 20, "deadline_ms": 600_000, "hang_ms": 600_000},
        "detector": {"name": "fake", "device": "cpu"},
        **sections,
    }
    return parse(values, base=folder, environ={})


def teach(config: Config, folder: Path, *, threshold: float, name: str = "plate") -> Recipe:
    """Teach in this process and activate."""
    paths = []
    for number in range(8):
        paths.append(folder / "good" / f"{number}.png")
        write_image(paths[-1], picture(number))
    request = TrainingRequest(
        name=name,
        detector="fake",
        normal=tuple(paths[:6]),
        held_out=tuple(paths[6:]),
        models_dir=config.models_dir,
        options={},
        device="cpu",
    )
    outcome = fit_and_store(request, progress=lambda _fraction, _stage: None, cancelled=lambda: False)
    records = app.open_records(config)
    try:
        recipe = Recipe(
            name=name,
            version=records.next_version(name),
            image=outcome.image,
            model=outcome.model,
            threshold=threshold,
            gate=outcome.gate,
            created_at=datetime.now(UTC),
            created_by="test",
        )
        records.add_recipe(recipe)
        records.activate(name, recipe.version, who="test", why="test")
    finally:
        records.close()
    return recipe


@pytest.fixture
def parts(tmp_path: Path) -> list[bool]:
    """Six parts in front of the camera; which of them are defective."""
    truth = [False, True, False, False, True, False]
    for number, defect in enumerate(truth):
        write_image(tmp_path / "parts" / f"{number}.png", picture(100 + number, defect=defect))
    return truth


class Running:
    """A started station and what it said."""

    def __init__(self, station: Station) -> None:
        self.station = station
        self.results: list[Result] = []
        self._arrived = threading.Condition()
        station.subscribe(self._take)
        station.start()

    def _take(self, result: Result) -> None:
        with self._arrived:
            self.results.append(result)
            self._arrived.notify_all()

    def inspect(self, part_id: str) -> Inspection:
        with self._arrived:
            count = len(self.results)
        self.station.trigger(part_id)
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self.results) > count, 60)
            return self.results[count].inspection


@pytest.fixture
def run() -> Iterator[Any]:
    made: list[Station] = []

    def start(config: Config, **more: Any) -> Running:
        station = app.build(config, **more)
        made.append(station)
        return Running(station)

    yield start
    for station in made:
        station.close()


def test_parts_in_front_of_the_emulated_camera_get_verdicts_that_can_be_traced(
    tmp_path: Path, parts: list[bool], run: Any
) -> None:
    config = make_config(tmp_path)
    recipe = teach(config, tmp_path, threshold=8.0)
    line = run(config)
    found = [line.inspect(f"p{number}") for number in range(len(parts))]
    assert [one.verdict is Verdict.NOK for one in found] == parts
    assert {one.verdict for one in found} == {Verdict.OK, Verdict.NOK}
    status = line.station.status()
    assert status.state is StationState.READY
    assert (status.counters.ok, status.counters.nok, status.counters.done) == (4, 2, 6)
    assert status.recipe == recipe.ref
    assert status.accepted["trigger"] == "software"
    assert line.station._images.flush(60)
    line.station.stop()

    model = create_detector("fake").load(config.models_dir / "plate" / "0001", device="cpu")
    for one in found:
        row = line.station.records.get(one.id)
        assert row is not None
        assert (row.image.state, row.output) == (ImageState.STORED, OutputState.SENT)
        stored = config.images_dir / str(row.image.path)
        assert sha256_file(stored) == row.image.sha256
        assert model.predict([read_image(stored)])[0].score == row.score, "a stored picture scores the same again"
    model.close()


def test_a_recipe_change_takes_effect_at_the_next_part_and_can_be_rolled_back(
    tmp_path: Path, parts: list[bool], run: Any
) -> None:
    config = make_config(tmp_path)
    first = teach(config, tmp_path, threshold=8.0)
    line = run(config)
    assert line.inspect("a").verdict is Verdict.OK
    strict = Recipe.model_validate({**first.model_dump(), "version": 2, "threshold": -1.0})
    line.station.records.add_recipe(strict)
    line.station.activate("plate", 2, who="anna", why="trial")
    assert line.inspect("b").recipe == strict.ref
    line.station.activate("plate", 1, who="anna", why="back")
    after = line.inspect("c")
    assert (after.recipe, after.verdict) == (first.ref, Verdict.OK)
    active = line.station.records.active()
    assert active is not None
    assert active.version == 1


def test_activating_what_is_not_there_leaves_the_running_recipe(tmp_path: Path, parts: list[bool], run: Any) -> None:
    config = make_config(tmp_path)
    first = teach(config, tmp_path, threshold=8.0)
    line = run(config)
    with pytest.raises(RecipeError):
        line.station.activate("plate", 9, who="anna", why="typo")
    assert line.inspect("a").recipe == first.ref


def test_without_an_active_recipe_the_station_says_how_to_get_one(tmp_path: Path, parts: list[bool]) -> None:
    station = app.build(make_config(tmp_path))
    try:
        with pytest.raises(RecipeError, match="No recipe is active") as caught:
            station.start()
        assert "station train" in caught.value.hint
        assert station.status().state is StationState.STOPPED
    finally:
        station.close()


def test_a_damaged_model_stops_the_start_and_names_the_folder(tmp_path: Path, parts: list[bool]) -> None:
    config = make_config(tmp_path)
    teach(config, tmp_path, threshold=8.0)
    weights = next((config.models_dir / "plate" / "0001").glob("*.safetensors"))
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    station = app.build(config)
    try:
        with pytest.raises(Exception, match="0001") as caught:
            station.start()
        assert hasattr(caught.value, "hint")
        assert station.status().state is StationState.STOPPED
    finally:
        station.close()


def test_two_stations_cannot_run_on_one_data_folder(tmp_path: Path, parts: list[bool]) -> None:
    config = make_config(tmp_path)
    first = app.build(config)
    try:
        with pytest.raises(StateError, match="Another station is running"):
            app.build(config)
    finally:
        first.close()
    app.build(config).close()


def test_a_data_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file in the way")
    with pytest.raises(StorageError, match="data folder"):
        app.build(make_config(tmp_path, camera={"kind": "fake"}))


def test_an_output_line_without_a_camera_that_has_one_is_a_mistake_in_the_configuration(tmp_path: Path) -> None:
    write_image(tmp_path / "parts" / "0.png", picture(0))
    config = make_config(
        tmp_path, camera={"kind": "folder", "path": str(tmp_path / "parts")}, output={"kind": "camera_line"}
    )
    with pytest.raises(ConfigError, match=r"output\.kind"):
        app.build(config)
    app.build(make_config(tmp_path, camera={"kind": "fake"}, output={"kind": "camera_line"})).close()


def test_the_next_start_puts_in_order_what_a_crash_left(tmp_path: Path, parts: list[bool]) -> None:
    config = make_config(tmp_path)
    recipe = teach(config, tmp_path, threshold=8.0)
    records = app.open_records(config)

    def row(number: int, **more: Any) -> Inspection:
        return Inspection(
            id=f"{number:032x}",
            trigger_id=f"t{number}",
            source="test",
            part_id=None,
            seq=number,
            at=datetime(2026, 1, 1, tzinfo=UTC),
            recipe=recipe.ref,
            **more,
        )

    open_row = row(1, verdict=Verdict.OK, reason=Reason.BELOW_THRESHOLD)
    done = row(2, verdict=Verdict.OK, reason=Reason.BELOW_THRESHOLD)
    records.commit_inspection(open_row)
    records.commit_inspection(done)
    records.complete([Completion(done.id, output=OutputState.SENT)])
    records.close()
    Journal(config.data_dir / "unrecorded.jsonl").append(
        row(3, verdict=Verdict.ERROR, reason=Reason.COMMIT_FAILED, output=OutputState.WITHHELD)
    )
    station = app.build(config)
    try:
        settled = {key: station.records.get(f"{key:032x}") for key in (1, 2, 3)}
        assert [one.output if one else None for one in settled.values()] == [
            OutputState.UNKNOWN,
            OutputState.SENT,
            OutputState.WITHHELD,
        ]
        assert not (config.data_dir / "unrecorded.jsonl").exists()
    finally:
        station.close()


def test_a_dark_picture_is_an_error_of_the_picture_and_not_of_the_part(tmp_path: Path, run: Any) -> None:
    config = make_config(tmp_path, camera={"kind": "fake", "width": SIZE[1], "height": SIZE[0]})
    teach(config, tmp_path, threshold=1e9)
    pictures = {0: picture(1), 1: np.zeros(SIZE, np.uint8)}
    options = FakeOptions(width=SIZE[1], height=SIZE[0], ready_ms=60_000)
    camera = FakeCamera(options, picture=lambda number: pictures[number % 2].copy())
    line = run(config, camera=camera)
    assert line.inspect("lit").verdict is Verdict.OK
    dark = line.inspect("dark")
    assert (dark.verdict, dark.reason, dark.score) == (Verdict.ERROR, Reason.IMAGE_GATE, None)
    assert "dark" in dark.detail
