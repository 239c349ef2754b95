"""What a model must not be measured on: told by the records, or by the model's folder alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from detectors import create as create_detector
from detectors.fake import FakeDetector
from station.db import Records
from station.images import sha256_file, write_image
from station.learned import learned_from
from station.models import ModelStore, snapshot_of
from station.queries import ImageLabel, ModelRecord, NewVersion, Snapshot, SnapshotImage
from station.recipe import ModelVersion
from tests.station.tuning_rig import picture, recipe_of


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    made = Records.open(f"sqlite:///{(tmp_path / 'records.sqlite').as_posix()}")
    yield made
    made.close()


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models", create_detector)


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    found = [tmp_path / f"{number}.png" for number in range(4)]
    for number, path in enumerate(found):
        write_image(path, picture(number))
    return found


@pytest.fixture
def model(store: ModelStore, paths: list[Path]) -> ModelVersion:
    """Taught from two pictures; one is held out."""
    detector = FakeDetector()
    fitted = detector.fit([picture(0), picture(1)], detector.parse_options({"cells": 8}))
    try:
        return store.add("plate", fitted, snapshot_of("plate", paths[:2], paths[2:3]))
    finally:
        fitted.close()


def test_a_model_that_only_its_folder_tells_of_still_knows_what_it_learned_from(
    records: Records, store: ModelStore, model: ModelVersion, paths: list[Path]
) -> None:
    assert records.pictures.taught_from(model.ref) is None
    assert learned_from(records, store, model) == {sha256_file(path) for path in paths[:2]}


def test_defects_that_it_learned_from_are_told_by_the_records(
    records: Records, store: ModelStore, model: ModelVersion, paths: list[Path]
) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    used = (
        SnapshotImage(str(paths[2]), sha256_file(paths[2]), ImageLabel.GOOD, use="held_out"),
        SnapshotImage(str(paths[3]), sha256_file(paths[3]), ImageLabel.DEFECT, use="learned_defect"),
    )
    records.keep(
        NewVersion(
            recipe_of(model),
            model=ModelRecord(model.ref, "fake", 2, at, "ada"),
            snapshot=Snapshot("plate", "model-1", used, at, "ada"),
        )
    )
    assert learned_from(records, store, model) == {sha256_file(paths[number]) for number in (0, 1, 3)}
