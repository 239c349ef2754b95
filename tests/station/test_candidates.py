"""From an operator's word to a labelled picture of the data set."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from station.accounts import Session
from station.candidates import Candidates
from station.db import Records
from station.errors import NotPermitted, RecordsError, StorageError, UsageError
from station.images import image_path, sha256_file, write_image
from station.labelling import Judging
from station.permissions import Role
from station.queries import ImageLabel, Outcome, Said
from station.recipe import Recipe
from station.types import Completion, ImageRef, ImageState, Inspection, Reason, Verdict
from tests.station.conftest import NOON

ANNA = Session("anna", Role.OPERATOR, NOON)
EVA = Session("eva", Role.ENGINEER, NOON)


class Place:
    """A rejected part with its picture on disk, and what was said of it."""

    def __init__(self, folder: Path, records: Records, recipe: Recipe, make: Callable[..., Inspection]) -> None:
        self.records = records
        self.images = folder / "images"
        self.sets = folder / "datasets"
        records.add_recipe(recipe)
        self.inspection = make(1, verdict=Verdict.NOK, reason=Reason.ABOVE_THRESHOLD, score=2.0, recipe=recipe.ref)
        records.commit_inspection(self.inspection)
        path = image_path(self.inspection)
        image = np.arange(48 * 64, dtype=np.uint8).reshape(48, 64)
        stored = write_image(self.images / path, image)
        self.file = self.images / path
        ref = ImageRef(ImageState.STORED, str(path), stored.sha256, stored.bytes)
        records.complete([Completion(self.inspection.id, image=ref)])
        self.candidates = Candidates(records, self.images, self.sets)
        self.judging = Judging(records)

    def say(self, said: Said = Said.GOOD, reason: str = "a shadow") -> int:
        return self.judging.say(ANNA, self.inspection.id, said, reason=reason)


@pytest.fixture
def place(
    tmp_path: Path,
    sqlite_records: Records,
    make_recipe: Callable[..., Recipe],
    make_inspection: Callable[..., Inspection],
) -> Place:
    return Place(tmp_path, sqlite_records, make_recipe(), make_inspection)


def test_what_an_operator_said_waits_for_an_engineer_with_its_picture(place: Place) -> None:
    number = place.say()
    (candidate,) = place.candidates.open()
    assert (candidate.feedback.id, candidate.feedback.said, candidate.feedback.who) == (number, Said.GOOD, "anna")
    assert candidate.inspection.id == place.inspection.id
    assert candidate.picture == place.file
    assert place.candidates.suggestion(candidate.feedback) is ImageLabel.GOOD
    assert [one.reason for one in place.candidates.said(place.inspection.id)] == ["a shadow"]


def test_taken_as_good_the_picture_is_in_the_data_set_and_survives_retention(place: Place) -> None:
    taken = place.candidates.take(EVA, place.say(), ImageLabel.GOOD, note="seen")
    copy = Path(taken.path)
    assert copy.parent == place.sets / "cell" / "images"
    assert sha256_file(copy) == sha256_file(place.file) == taken.sha256
    place.file.unlink()
    (image,) = place.records.images("cell")
    assert (image.label, image.width, image.height, image.channels, image.dtype) == (
        ImageLabel.GOOD, 64, 48, 1, "uint8",
    )  # fmt: skip
    assert Path(image.path).is_file()
    assert place.candidates.open() == ()
    (feedback,) = place.candidates.said(place.inspection.id)
    assert (feedback.outcome, feedback.settled_by, feedback.note) == (Outcome.TAKEN, "eva", "seen")
    stored = place.records.get(place.inspection.id)
    assert stored is not None
    assert stored.verdict is Verdict.NOK


def test_taken_as_a_defect_it_has_its_kind(place: Place) -> None:
    taken = place.candidates.take(EVA, place.say(Said.BAD), ImageLabel.DEFECT, defect="crack")
    assert (taken.label, taken.defect) == (ImageLabel.DEFECT, "crack")
    (entry,) = [one for one in place.records.audit.entries() if one.action == "labels.changed"]
    assert "anna said bad" in entry.why


def test_dismissed_nothing_is_labelled(place: Place) -> None:
    place.candidates.dismiss(EVA, place.say(), note="it is a scratch")
    assert place.candidates.open() == ()
    assert place.records.images("cell") == []


def test_operators_do_not_settle(place: Place) -> None:
    number = place.say()
    with pytest.raises(NotPermitted):
        place.candidates.take(ANNA, number, ImageLabel.GOOD)
    with pytest.raises(NotPermitted):
        place.candidates.dismiss(ANNA, number)
    assert not place.sets.exists()


def test_nothing_is_settled_twice(place: Place) -> None:
    number = place.say()
    place.candidates.dismiss(EVA, number)
    for wrong in (number, number + 1):
        with pytest.raises(RecordsError):
            place.candidates.take(EVA, wrong, ImageLabel.GOOD)
    assert place.records.images("cell") == []


@pytest.mark.parametrize(
    ("label", "defect"), [(ImageLabel.UNSURE, None), (ImageLabel.IGNORE, None), (ImageLabel.GOOD, "crack")]
)
def test_a_picture_is_taken_as_good_or_as_a_defect(place: Place, label: ImageLabel, defect: str | None) -> None:
    with pytest.raises(UsageError):
        place.candidates.take(EVA, place.say(), label, defect=defect)
    assert len(place.candidates.open()) == 1


def test_a_picture_that_was_changed_on_disk_is_not_taken(place: Place) -> None:
    number = place.say()
    write_image(place.file, np.full((48, 64), 9, np.uint8))
    with pytest.raises(RecordsError, match="hash differs"):
        place.candidates.take(EVA, number, ImageLabel.GOOD)
    assert len(place.candidates.open()) == 1


def test_a_part_without_a_stored_picture_can_only_be_dismissed(place: Place) -> None:
    number = place.say()
    place.records.complete([Completion(place.inspection.id, image=ImageRef(ImageState.EXPIRED))])
    (candidate,) = place.candidates.open()
    assert candidate.picture is None
    with pytest.raises(RecordsError, match="not stored"):
        place.candidates.take(EVA, number, ImageLabel.GOOD)


def test_where_the_copy_cannot_be_written_the_feedback_stays_open(place: Place) -> None:
    number = place.say()
    place.sets.write_bytes(b"a file where the folder should be")
    with pytest.raises(StorageError):
        place.candidates.take(EVA, number, ImageLabel.GOOD)
    assert len(place.candidates.open()) == 1
    assert place.records.images("cell") == []
