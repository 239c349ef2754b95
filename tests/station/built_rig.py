"""A whole station in a folder: fake detector, simulated camera, real database and model store."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from camera.fake import FakeCamera, FakeOptions
from detectors import create as create_detector
from detectors.fake import FakeDetector
from station.accounts import Session, command_line
from station.app import build
from station.audit import Act
from station.config import Config, parse
from station.images import Image
from station.models import DatasetSnapshot, ModelStore
from station.permissions import Role
from station.queries import ModelRecord, NewVersion, ThresholdReason
from station.recipe import ImageSpec, Recipe, ThresholdChoiceRecord
from station.services import Station
from station.types import Inspection

SIDE = 48
AT = datetime(2026, 1, 1, 8, 30, tzinfo=UTC)
ANNA = Session("anna", Role.ENGINEER, AT)
OTTO = Session("otto", Role.OPERATOR, AT)
ROOT = command_line("root")


def picture(number: int, *, defect: bool = False) -> Image:
    """An even grey with a little noise; a defect is a bright square."""
    image = np.random.default_rng(number).integers(95, 105, size=(SIDE, SIDE)).astype(np.uint8)
    if defect:
        image[20:32, 8:20] = 250
    return image


def make_config(folder: Path, *, side: int = SIDE, **sections: Any) -> Config:
    """The configuration of a station below `folder`; what `sections` hold goes before."""
    values: dict[str, Any] = {
        "station": {"name": folder.name, "data_dir": str(folder / "data")},
        "camera": {"kind": "fake", "width": side, "height": side, "watchdog_ms": 60_000, "ready_ms": 60_000},
        "line": {"min_free_mb": 0, "heartbeat_ms": 20, "deadline_ms": 600_000, "hang_ms": 600_000},
        "detector": {"name": "fake", "device": "cpu"},
    }
    for name, section in sections.items():
        before = values.get(name, {})
        if section.get("kind", before.get("kind")) != before.get("kind"):
            before = {}  # another kind has other keys
        values[name] = {**before, **section}
    return parse({"schema": 1, **values}, base=folder, environ={})


def make_camera() -> FakeCamera:
    return FakeCamera(FakeOptions(width=SIDE, height=SIDE, ready_ms=60_000), picture=lambda n: picture(500 + n))


@contextmanager
def built(config: Config, camera: FakeCamera | None = None) -> Iterator[Station]:
    """A stopped station, closed at the end."""
    station = build(config, camera=camera or make_camera())
    try:
        yield station
    finally:
        station.close()


def teach(
    station: Station,
    name: str = "cell",
    *,
    good: Sequence[Image] = tuple(picture(n) for n in range(8)),
    cells: int = 8,
    threshold: float = 6.0,
    **fields: Any,
) -> Recipe:
    """Fit a model on `good` pictures, and record it with the next version of the recipe."""
    detector = FakeDetector()
    fitted = detector.fit(good, detector.parse_options({"cells": cells}))
    try:
        model = ModelStore(station.config.models_dir, create_detector).add(name, fitted, DatasetSnapshot(name, ()))
    finally:
        fitted.close()
    height, width = good[0].shape
    spec = ImageSpec(height=height, width=width, channels=1, dtype="uint8")
    return keep(
        station,
        {"name": name, "model": model, "threshold": threshold, "image": spec, **fields},
        ModelRecord(model.ref, "fake", len(good), AT, "anna", {"cells": cells}),
    )


def keep(station: Station, fields: dict[str, Any], model: ModelRecord | None = None) -> Recipe:
    """Record the next version of a recipe."""
    recipe = Recipe.model_validate(
        {
            "version": station.records.next_version(fields["name"]),
            "image": ImageSpec(height=SIDE, width=SIDE, channels=1, dtype="uint8"),
            "choice": ThresholdChoiceRecord(policy="good_only", n_good=14, n_defect=0, false_rejects=1, escapes=0),
            "created_at": AT,
            "created_by": "anna",
            "note": "first one",
            **fields,
        }
    )
    reason = ThresholdReason("good_only", {"rate": 0.05}, {"n_good": 14})
    station.records.keep(NewVersion(recipe, Act.RECIPE_TAUGHT, recipe.note, reason=reason, model=model))
    return recipe


def acts(station: Station) -> list[str]:
    """What is in the audit trail, oldest first."""
    return [one.action for one in reversed(station.records.audit.entries(limit=1000))]


def files_below(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its content, but for those of the database and the lock."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "records.sqlite" not in path.name and path.suffix != ".lock"
    }


def json_lines(path: Path) -> Iterable[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def loads_model(station: Station, one: Inspection) -> bool:
    """Score a part again. Returns whether its model had to be loaded for it."""
    stages: list[str] = []
    stored = station.records.get(one.id)
    assert stored is not None
    station.rescoring.rescore(stored, lambda _fraction, stage: stages.append(stage))
    return any("loading" in stage for stage in stages)
