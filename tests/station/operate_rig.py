"""A wired station on the simulated camera, taught three recipes, for what an operator does."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from camera.fake import FakeCamera, FakeOptions
from camera.fake_script import Step
from detectors import create as create_detector
from detectors.fake import FakeDetector
from station.accounts import Session
from station.app import build
from station.config import parse
from station.models import DatasetSnapshot, ModelStore
from station.permissions import Role
from station.recipe import ImageSpec, Recipe
from station.services import Station
from station.types import Inspection

SIZE = 64
NOW = datetime(2026, 1, 1, tzinfo=UTC)
ANNA = Session("anna", Role.OPERATOR, NOW)
EVA = Session("eva", Role.ENGINEER, NOW)


def picture(number: int) -> np.ndarray[Any, Any]:
    """Every third has a bright spot."""
    image = np.random.default_rng(number).integers(95, 105, size=(SIZE, SIZE)).astype(np.uint8)
    if number % 3 == 2:
        image[40:56, 8:24] = 250
    image.setflags(write=False)
    return image


class Place:
    """Builds stations on one data folder; `results` are in the order of the verdicts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.results: list[Inspection] = []
        self._arrived = threading.Condition()
        self._open: list[Station] = []

    def station(
        self,
        script: list[Step] | None = None,
        pictures: Callable[[int], np.ndarray[Any, Any]] = picture,
        **sections: Any,
    ) -> Station:
        config = parse(
            {
                "schema": 1,
                "station": {"data_dir": str(self.folder)},
                "camera": {"kind": "fake", "width": SIZE, "height": SIZE, "watchdog_ms": 60_000},
                "output": {"kind": "recording"},
                "detector": {"name": "fake", "device": "cpu"},
                **sections,
                "line": {
                    "min_free_mb": 0,
                    "warn_free_mb": 0,
                    "deadline_ms": 600_000,
                    "hang_ms": 600_000,
                    "heartbeat_ms": 20,
                    **sections.get("line", {}),
                },
            },
            base=self.folder,
            environ={},
        )
        options = FakeOptions(width=SIZE, height=SIZE, ready_ms=60_000)
        station = build(config, camera=FakeCamera(options, script=script or [], picture=pictures))
        self._open.append(station)
        if not station.records.recipes():
            self._teach(station)
        station.subscribe(lambda result: self._take(result.inspection))
        return station

    def _teach(self, station: Station) -> None:
        detector = FakeDetector()
        fitted = detector.fit([picture(3 * number) for number in range(8)], detector.parse_options({"cells": 8}))
        store = ModelStore(station.config.models_dir, create_detector)
        for name in ("cell", "plate", "new"):
            model = store.add(name, fitted, DatasetSnapshot(name, ()))
            image = ImageSpec(height=SIZE, width=SIZE, channels=1, dtype="uint8")
            review = name == "plate"  # what is NOK to the others waits for a decision here
            station.records.add_recipe(
                Recipe(
                    name=name,
                    version=1,
                    image=image,
                    model=model,
                    threshold=1e6 if review else 8.0,
                    review_from=8.0 if review else None,
                    created_at=NOW,
                    created_by="eva",
                )
            )
        station.records.activate("plate", 1, who="eva", why="test")
        station.records.activate("cell", 1, who="eva", why="test")

    def _take(self, inspection: Inspection) -> None:
        with self._arrived:
            self.results.append(inspection)
            self._arrived.notify_all()

    def wait(self, count: int) -> list[Inspection]:
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self.results) >= count, 60)
            return self.results[:count]

    def inspect(self, station: Station, count: int) -> list[Inspection]:
        """Trigger one part after the other; returns what was said of these."""
        before = len(self.results)
        for number in range(before, before + count):
            station.trigger()
            self.wait(number + 1)
        return self.results[before:]

    def pulses(self) -> int:
        """OKs that left for the line."""
        lines = (self.folder / "outputs.jsonl").read_text(encoding="utf-8").splitlines()
        return sum(json.loads(line)["signal"] == "ok" for line in lines)

    def close(self) -> None:
        while self._open:
            self._open.pop().close()


def wait_until(condition: Callable[[], object]) -> None:
    """Wait for what the health thread does by itself."""
    tick = threading.Event()
    for _ in range(6000):
        if condition():
            return
        tick.wait(0.01)
    raise AssertionError("it did not happen")
