"""A station with a taught recipe, held-out pictures in its data set, and a simulated camera."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from camera.fake import FakeCamera, FakeOptions
from detectors import create as create_detector
from detectors.fake import FakeDetector
from station.accounts import Session
from station.app import build
from station.config import Config, parse
from station.images import sha256_file, write_image
from station.models import ModelStore, snapshot_of
from station.permissions import Role
from station.queries import ImageLabel, LabelledImage
from station.recipe import ImageSpec, ModelVersion, Recipe
from station.services import Station
from station.types import Inspection, Result

SIDE = 64
ENGINEER = Session("anna", Role.ENGINEER, datetime(2026, 1, 1, tzinfo=UTC))
OPERATOR = Session("otto", Role.OPERATOR, datetime(2026, 1, 1, tzinfo=UTC))


def picture(number: int, *, spot: int = 0) -> np.ndarray[Any, Any]:
    """An even grey with noise; `spot` is added to a square of it."""
    image = np.random.default_rng(number).integers(95, 105, size=(SIDE, SIDE)).astype(np.int64)
    image[40:56, 8:24] += spot
    made = np.clip(image, 0, 255).astype(np.uint8)
    made.setflags(write=False)
    return made


def config_in(folder: Path) -> Config:
    return parse(
        {
            "schema": 1,
            "station": {"name": "Line 7", "data_dir": str(folder)},
            "camera": {"kind": "fake", "width": SIDE, "height": SIDE, "watchdog_ms": 60_000},
            "line": {"min_free_mb": 0, "deadline_ms": 600_000, "hang_ms": 600_000},
            "detector": {"name": "fake", "device": "cpu"},
        },
        base=folder,
        environ={},
    )


def station_in(folder: Path, parts: Callable[[int], np.ndarray[Any, Any]] = picture) -> Station:
    """A stopped station whose camera shows `parts`, by number."""
    camera = FakeCamera(FakeOptions(width=SIDE, height=SIDE, ready_ms=60_000), picture=parts)
    return build(config_in(folder), camera=camera)


def teach(config: Config, folder: Path, name: str = "plate") -> ModelVersion:
    """Store the next model of `name`, taught from eight pictures that lie in `folder`."""
    paths = []
    for number in range(8):
        paths.append(folder / "normal" / f"{number}.png")
        write_image(paths[-1], picture(number))
    detector = FakeDetector()
    fitted = detector.fit([picture(number) for number in range(8)], detector.parse_options({"cells": 8}))
    try:
        return ModelStore(config.models_dir, create_detector).add(name, fitted, snapshot_of(name, paths))
    finally:
        fitted.close()


def recipe_of(model: ModelVersion, *, version: int = 1, threshold: float = 8.0, **fields: Any) -> Recipe:
    values: dict[str, Any] = {
        "name": model.name,
        "version": version,
        "image": ImageSpec(height=SIDE, width=SIDE, channels=1, dtype="uint8"),
        "model": model,
        "threshold": threshold,
        "created_at": datetime(2026, 1, 1, tzinfo=UTC),
        "created_by": "test",
    }
    return Recipe.model_validate({**values, **fields})


@dataclass(frozen=True)
class Taught:
    station: Station
    recipe: Recipe
    folder: Path

    @property
    def config(self) -> Config:
        return self.station.config


def label(
    station: Station, paths: Sequence[Path], label: ImageLabel, *, recipe: str = "plate", defect: str | None = None
) -> None:
    """Put pictures into the data set."""
    station.records.add_images(
        LabelledImage(
            recipe,
            str(path),
            sha256_file(path),
            label,
            SIDE,
            SIDE,
            1,
            "uint8",
            datetime(2026, 1, 1, tzinfo=UTC),
            defect,
        )
        for path in paths
    )


def write_set(folder: Path, name: str, numbers: Sequence[int], spots: Sequence[int]) -> list[Path]:
    paths = []
    for number, spot in zip(numbers, spots, strict=True):
        paths.append(folder / name / f"{number}.png")
        write_image(paths[-1], picture(number, spot=spot))
    return paths


def taught_station(
    folder: Path, *, good: int = 12, defects: int = 5, parts: Callable[[int], np.ndarray[Any, Any]] = picture
) -> Taught:
    """A station with an active recipe, its eight taught pictures, and held-out good and defect pictures."""
    station = station_in(folder / "data", parts)
    model = teach(station.config, folder)
    recipe = recipe_of(model)
    station.records.add_recipe(recipe)
    station.records.activate(recipe.name, 1, who="test", why="first")
    label(station, [folder / "normal" / f"{number}.png" for number in range(8)], ImageLabel.GOOD)
    label(station, write_set(folder, "good", range(100, 100 + good), [0] * good), ImageLabel.GOOD)
    if defects:
        spots = [14 + 9 * index for index in range(defects)]
        paths = write_set(folder, "spot", range(200, 200 + defects), spots)
        label(station, paths, ImageLabel.DEFECT, defect="spot")
    return Taught(station, recipe, folder)


class Line:
    """Triggers parts on a started station and waits for their verdicts."""

    def __init__(self, station: Station) -> None:
        self.station = station
        self._results: list[Result] = []
        self._arrived = threading.Condition()
        station.subscribe(self._take)
        station.start()

    def _take(self, result: Result) -> None:
        with self._arrived:
            self._results.append(result)
            self._arrived.notify_all()

    def inspect(self) -> Inspection:
        with self._arrived:
            count = len(self._results)
        self.station.trigger()
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self._results) > count, 60)
            return self._results[count].inspection
