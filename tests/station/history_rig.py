"""Fill records with thousands of inspections in one transaction, and make a small station with real pictures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from calibration.defect_regions import find_defect_regions
from detectors import create as create_detector
from station.accounts import Session
from station.db import Records, inspection_rows, mapping
from station.images import image_path, write_image
from station.models import DatasetSnapshot, ModelStore
from station.permissions import Role
from station.recipe import ImageSpec, Recipe
from station.types import ImageRef, ImageState, Inspection, OutputState, Reason, Verdict

ENGINEER = Session("engineer", Role.ENGINEER, datetime(2026, 1, 1, tzinfo=UTC))
OPERATOR = Session("operator", Role.OPERATOR, datetime(2026, 1, 1, tzinfo=UTC))
SIZE = 32
THRESHOLD = 8.0
BEGIN = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)


def fill(records: Records, inspections: Iterable[Inspection]) -> None:
    """Insert all in one transaction; their recipes must be stored already."""
    with records._connections.write("written") as connection:
        for one in inspections:
            recipe_id = records._recipe_id(connection, one.recipe)
            row = mapping.storable(mapping.inspection_to_row(one, recipe_id))
            inspection_rows.add(connection, row, one.defect_regions)


def picture(number: int, *, defect: bool = False) -> np.ndarray[Any, Any]:
    image = np.random.default_rng(number).integers(95, 105, size=(SIZE, SIZE)).astype(np.uint8)
    if defect:
        image[8:16, 4:12] = 250
    return image


class Place:
    """A data folder with a taught model, its recipe, records and pictures."""

    def __init__(self, folder: Path) -> None:
        self.images_dir = folder / "images"
        self.store = ModelStore(folder / "models", create_detector)
        detector = create_detector("fake")
        self.fitted = detector.fit([picture(n) for n in range(8)], detector.parse_options({"cells": 8}))
        self.model = self.store.add("cell", self.fitted, DatasetSnapshot("cell", ()))
        self.records = Records.open(f"sqlite:///{folder / 'records.sqlite'}")
        self.recipe = Recipe(
            name="cell",
            version=1,
            image=ImageSpec(height=SIZE, width=SIZE, channels=1, dtype="uint8"),
            model=self.model,
            threshold=THRESHOLD,
            created_at=BEGIN,
            created_by="engineer",
        )
        self.records.add_recipe(self.recipe)

    def inspect(self, number: int, *, defect: bool = False, **fields: Any) -> Inspection:
        """Score a picture, store it, and record the inspection as the line would."""
        image = picture(100 + number, defect=defect)
        prediction = self.fitted.predict([image])[0]
        score = prediction.score
        bad = score >= THRESHOLD
        values: dict[str, Any] = {
            "id": f"part-{number:04d}",
            "trigger_id": f"trigger-{number}",
            "source": "button",
            "part_id": f"SN{number:04d}",
            "seq": number,
            "at": BEGIN.replace(minute=number % 60),
            "verdict": Verdict.NOK if bad else Verdict.OK,
            "reason": Reason.ABOVE_THRESHOLD if bad else Reason.BELOW_THRESHOLD,
            "score": score,
            "threshold": THRESHOLD,
            "recipe": self.recipe.ref,
            "model": self.model.ref,
            "output": OutputState.SENT,
            "regions_found": find_defect_regions(prediction.anomaly_map, THRESHOLD),
        }
        one = Inspection(**{**values, **fields})
        if "image" not in fields:
            path = image_path(one)
            stored = write_image(self.images_dir / path, image)
            one = replace(one, image=ImageRef(ImageState.STORED, str(path), stored.sha256, stored.bytes))
        self.records.commit_inspection(one)
        return one

    def file(self, one: Inspection) -> Path:
        assert one.image.path is not None
        return self.images_dir / one.image.path

    def close(self) -> None:
        self.records.close()
        self.fitted.close()
