from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from detectors import Cancelled
from detectors import create as create_detector
from detectors.fake import FakeDetector
from station.accounts import Session
from station.app import open_records
from station.audit import AuditQuery
from station.comparing import Comparing
from station.config import Config
from station.db import Records
from station.errors import NotPermitted, RecipeError, TrainingError
from station.images import sha256_file, write_image
from station.models import DatasetSnapshot, ModelStore
from station.permissions import Role
from station.queries import ImageLabel, ModelRecord, NewVersion, Snapshot, SnapshotImage
from station.recipe import ImageSpec, ModelVersion, Recipe
from station.types import ImageRef, ImageState, Inspection, Purpose, Reason, RecipeRef, Verdict
from tests.station.classroom_rig import ADA, SIZE, add, defect_part, good_part, settings

pytestmark = pytest.mark.timeout(300)  # each comparison starts an interpreter

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return settings(tmp_path / "data")


@pytest.fixture
def records(config: Config) -> Iterator[Records]:
    made = open_records(config)
    yield made
    made.close()


@pytest.fixture
def comparing(records: Records, config: Config) -> Comparing:
    return Comparing(records, config)


def model(config: Config, *, cells: int = 8) -> ModelVersion:
    detector = FakeDetector()
    fitted = detector.fit([good_part(n) for n in range(8)], detector.parse_options({"cells": cells}))
    return ModelStore(config.models_dir, create_detector).add("cell", fitted, DatasetSnapshot("cell", ()))


def version(
    records: Records, number: int, model: ModelVersion, threshold: float, *, taught: tuple[Path, ...] = ()
) -> None:
    recipe = Recipe(
        name="cell",
        version=number,
        image=ImageSpec(height=SIZE, width=SIZE, channels=1, dtype="uint8"),
        model=model,
        threshold=threshold,
        created_at=NOW,
        created_by="ada",
    )
    snapshot = record = None
    if records.model(model.ref) is None:
        images = tuple(SnapshotImage(str(one), sha256_file(one), ImageLabel.GOOD, use="normal") for one in taught)
        snapshot = Snapshot("cell", f"model-{model.version}", images, NOW, "ada")
        record = ModelRecord(model.ref, "fake", 8, NOW, "ada")
    records.keep(NewVersion(recipe, snapshot=snapshot, model=record))


def inspected(
    records: Records,
    config: Config,
    number: int,
    image: ImageRef,
    recipe: RecipeRef,
    purpose: Purpose = Purpose.PRODUCTION,
) -> None:
    records.commit_inspection(
        Inspection(
            id=f"part-{number}",
            trigger_id=f"trigger-{number}",
            source="button",
            part_id=f"SN{number}",
            seq=number,
            at=NOW,
            verdict=Verdict.OK,
            reason=Reason.BELOW_THRESHOLD,
            recipe=recipe,
            image=image,
            purpose=purpose,
        )
    )


def stored(config: Config, number: int, *, level: int | None = None) -> ImageRef:
    path = config.images_dir / f"{number}.png"
    picture = good_part(5000 + number) if level is None else defect_part(5000 + number, level=level)
    written = write_image(path, picture)
    return ImageRef(ImageState.STORED, path.name, written.sha256, written.bytes)


def test_the_verdicts_that_would_change_are_counted_listed_and_shown(
    comparing: Comparing, records: Records, config: Config, tmp_path: Path
) -> None:
    """Version 2 has the model of version 1 and a threshold above faint defects, so just those would pass."""
    good = add(records, tmp_path / "good", [good_part(n) for n in range(10)])
    add(records, tmp_path / "faint", [defect_part(n, level=125) for n in range(3)], ImageLabel.DEFECT, defect="faint")
    add(records, tmp_path / "gross", [defect_part(n) for n in range(2)], ImageLabel.DEFECT)
    one = model(config)
    version(records, 1, one, 3.0, taught=tuple(good[:8]))
    version(records, 2, one, 12.0)
    records.activate("cell", 1, who="ada", why="first")
    ref = records.recipe("cell", 1).ref
    for number in range(4):
        inspected(records, config, number, stored(config, number), ref)
    inspected(records, config, 4, stored(config, 4, level=125), ref)
    inspected(records, config, 5, stored(config, 5, level=125), ref, Purpose.REFERENCE)  # of no part of production

    told: list[tuple[float, str]] = []
    done = comparing.compare(
        ADA, "cell", note="before the shift", progress=lambda share, what: told.append((share, what))
    )
    assert (done.old_recipe.version, done.new_recipe.version) == (1, 2)
    assert (done.labelled, done.taught, done.parts, done.left_out) == (7, 8, 5, ())
    assert dict(done.changes) == {(Verdict.NOK, Verdict.OK): 4}
    assert done.sentence == "4 verdicts would change of 12 pictures: 4 from NOK to OK."
    assert told[-1] == (1.0, "done")
    # defects that would pass come first
    assert [one.candidate.kind for one in done.exhibits] == ["faint", "faint", "faint", None]
    first = done.exhibits[0]
    assert [said.verdict for said in first.said] == [Verdict.NOK, Verdict.OK]
    assert all(heat is not None for heat in first.heats)
    assert first.heats[0] is not None
    assert first.heats[1] is not None
    assert first.heats[0][48, 16] > 0
    assert first.heats[1][48, 16] == 0  # clear below the threshold
    for figures, escapes in ((done.old, 0), (done.new, 3)):
        assert figures.point is not None
        assert figures.point.escapes is not None
        assert (figures.point.escapes.count, figures.point.escapes.total) == (escapes, 5)

    (kept,) = comparing.of("cell")
    assert kept == done.record
    assert kept.id is not None
    assert len(kept.changed) == 4
    assert {one.inspection_id for one in kept.changed} == {None, "part-4"}
    assert kept.metrics["new"]["recipe_version"] == 2
    assert kept.metrics["new"]["escapes"]["count"] == 3
    (row,) = records.audit.entries(AuditQuery(action="models.compared"))
    assert (row.who, row.why) == ("ada", "before the shift")


def test_parts_without_a_picture_are_counted_and_named(comparing: Comparing, records: Records, config: Config) -> None:
    one = model(config)
    version(records, 1, one, 3.0)
    version(records, 2, model(config, cells=4), 3.0)
    ref = records.recipe("cell", 1).ref
    images = [
        stored(config, 0),
        ImageRef(ImageState.EXPIRED),
        ImageRef(ImageState.NOT_KEPT),
        stored(config, 3),
        stored(config, 4),
        stored(config, 5),
    ]
    for number, image in enumerate(images):
        inspected(records, config, number, image, ref)
    (config.images_dir / "3.png").unlink()
    (config.images_dir / "4.png").write_bytes((config.images_dir / "5.png").read_bytes())
    done = comparing.compare(ADA, "cell")
    assert {one.name: one.why for one in done.left_out} == {
        "SN1": "its picture was removed by retention",
        "SN2": "its picture was not kept",
        "SN3": "the file is missing",
        "SN4": "the file was changed since it was recorded",
    }
    assert (done.labelled, done.parts) == (0, 2)
    assert done.old.point is None
    # version 1 is the one before, as none is active
    assert (done.old_recipe.version, done.new_recipe.version) == (1, 2)
    assert comparing.compare(ADA, "cell", last=1).parts == 1


def test_what_cannot_be_compared_is_refused_in_words(
    comparing: Comparing, records: Records, config: Config, tmp_path: Path
) -> None:
    with pytest.raises(RecipeError):
        comparing.compare(ADA, "cell")
    one = model(config)
    version(records, 1, one, 3.0)
    with pytest.raises(RecipeError, match="no other version"):
        comparing.compare(ADA, "cell")
    version(records, 2, one, 4.0)
    with pytest.raises(RecipeError, match="with itself"):
        comparing.compare(ADA, "cell", old=2)
    with pytest.raises(RecipeError, match="no picture to compare"):
        comparing.compare(ADA, "cell")
    with pytest.raises(NotPermitted, match="compare models"):
        comparing.compare(Session("bo", Role.OPERATOR, ADA.since), "cell")
    add(records, tmp_path / "good", [good_part(n) for n in range(2)])
    with pytest.raises(Cancelled):
        comparing.compare(ADA, "cell", cancelled=lambda: True)
    folder = ModelStore(config.models_dir, create_detector).folder(one)
    (folder / "meta.json").write_text("{}")
    with pytest.raises(TrainingError, match="cannot be used") as caught:
        comparing.compare(ADA, "cell")
    assert caught.value.exit_code == 3
    assert comparing.of("cell") == []


def test_a_picture_the_recipe_refuses_is_an_error_verdict_not_a_score(
    comparing: Comparing, records: Records, config: Config, tmp_path: Path
) -> None:
    add(records, tmp_path / "good", [good_part(n) for n in range(2)])
    add(records, tmp_path / "odd", [good_part(9)[:48]])
    one = model(config)
    version(records, 1, one, 3.0)
    version(records, 2, one, 4.0)
    done = comparing.compare(ADA, "cell")
    assert [picture.new_verdict for picture in done.record.pictures] == [Verdict.OK, Verdict.OK, Verdict.ERROR]
    assert (done.new.n_good, done.new.refused) == (2, 1)
    assert replace(done.record.pictures[-1]).new_score is None
