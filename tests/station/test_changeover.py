"""A model that takes long to load holds nothing up: neither a stop nor the parts that are judged meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from detectors import DetectorError
from station.errors import ModelStoreError, StateError
from station.judge import Setup
from station.recipe import Recipe
from station.services import Station
from station.types import StationState
from tests.station.built_rig import ANNA, acts
from tests.station.tuning_rig import Line, Taught, picture, recipe_of, taught_station, teach

WAIT_S = 60


class SlowLoader:
    """The station's own loader, which waits until the test lets it go on."""

    def __init__(self, load: Callable[[Recipe], Setup]) -> None:
        self._load = load
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.loaded: list[Setup] = []

    def __call__(self, recipe: Recipe) -> Setup:
        self.begun.set()
        assert self.go_on.wait(WAIT_S)
        self.loaded.append(self._load(recipe))
        return self.loaded[-1]

    def freed(self) -> bool:
        """Whether what it loaded is closed."""
        for setup in self.loaded:
            with pytest.raises(DetectorError, match="closed"):
                setup.detector.predict([picture(1)])
        return bool(self.loaded)


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Taught]:
    """A station with version 1 in force; version 2 has another model and rejects everything."""
    made = taught_station(tmp_path)
    made.station.records.add_recipe(recipe_of(teach(made.config, tmp_path), version=2, threshold=-1.0))
    yield made
    made.station.close()


@pytest.fixture
def slow(made: Taught) -> Iterator[SlowLoader]:
    """Loads for a change of the recipe wait from here on; those for a start do not."""
    changeover: Any = made.station._changeover
    loader = changeover._load_setup = SlowLoader(changeover._load_setup)
    yield loader
    loader.go_on.set()


@pytest.fixture
def beside() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as executor:
        yield executor


def change(station: Station, beside: ThreadPoolExecutor, slow: SlowLoader) -> Future[Recipe]:
    """Begin to put version 2 in force, up to where its model is being loaded."""
    future = beside.submit(station.recipes.activate, ANNA, "plate", 2, why="new lamp")
    assert slow.begun.wait(WAIT_S)
    return future


def in_force(station: Station) -> int:
    active = station.recipes.active()
    assert active is not None
    return active.version


def test_stop_does_not_wait_for_a_model_that_is_being_loaded_for_a_changeover(
    made: Taught, slow: SlowLoader, beside: ThreadPoolExecutor
) -> None:
    station = made.station
    line = Line(station)
    changed = change(station, beside, slow)
    assert line.inspect().recipe == made.recipe.ref
    beside.submit(station.stop).result(WAIT_S)
    assert station.status().state is StationState.STOPPED
    assert not changed.done()
    slow.go_on.set()
    assert changed.result(WAIT_S).version == 2
    assert slow.freed()
    assert in_force(station) == 2
    station.start()
    assert line.inspect().recipe == station.records.recipe("plate", 2).ref


def test_a_start_beside_a_changeover_begins_with_what_is_in_force_after_it(
    made: Taught, slow: SlowLoader, beside: ThreadPoolExecutor
) -> None:
    station = made.station
    line = Line(station)
    changed = change(station, beside, slow)
    station.stop()
    started = beside.submit(station.start)
    assert not started.done()
    slow.go_on.set()
    changed.result(WAIT_S)
    started.result(WAIT_S)
    assert line.inspect().recipe == station.records.recipe("plate", 2).ref


def test_stop_gives_up_a_start_whose_model_is_being_loaded(made: Taught, beside: ThreadPoolExecutor) -> None:
    station: Any = made.station
    slow = station._load_setup = SlowLoader(station._load_setup)
    started = beside.submit(station.start)
    assert slow.begun.wait(WAIT_S)
    assert station.status().state is StationState.STARTING
    beside.submit(station.stop).result(WAIT_S)
    assert station.status().state is StationState.STOPPED
    slow.go_on.set()
    with pytest.raises(StateError, match="was stopped while its model"):
        started.result(WAIT_S)
    assert slow.freed()
    assert station.status().state is StationState.STOPPED
    assert station.camera_use.user is None
    station.start()
    assert station.status().state is StationState.READY


def test_closing_waits_for_a_changeover_and_the_version_is_in_force_at_the_next_start(
    made: Taught, slow: SlowLoader, beside: ThreadPoolExecutor
) -> None:
    station: Any = made.station
    Line(station)
    changed = change(station, beside, slow)
    closed = beside.submit(station.close)
    slow.go_on.set()
    assert changed.result(WAIT_S).version == 2
    closed.result(WAIT_S)
    assert slow.freed()


@pytest.mark.parametrize("running", [True, False])
def test_a_damaged_model_is_never_put_in_force_by_whom_ever(made: Taught, running: bool) -> None:
    station = made.station
    if running:
        Line(station)
    before = acts(station)
    (made.config.models_dir / "plate" / "0002" / "model.safetensors").write_bytes(b"x")
    for put in (
        lambda: station.activate("plate", 2, who="anna", why="new lamp"),
        lambda: station.recipes.activate(ANNA, "plate", 2, why="new lamp"),
    ):
        with pytest.raises(ModelStoreError):
            put()
    assert in_force(station) == 1
    assert acts(station) == before


def test_the_version_to_go_back_to_is_the_one_that_was_in_force_before(made: Taught) -> None:
    book = made.station.recipes
    assert book.before() is None
    book.activate(ANNA, "plate", 2, why="new lamp")
    before = book.before()
    assert before == made.recipe.ref
    book.activate(ANNA, before.name, before.version, why="too strict")
    assert in_force(made.station) == 1
    assert acts(made.station)[-2:] == ["recipe.activated", "recipe.rolled_back"]
