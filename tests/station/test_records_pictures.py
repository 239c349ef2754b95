"""Data sets: labels with their history, undo, masks, snapshots."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import text

from station.db import Records
from station.errors import RecordsError
from station.queries import (
    ImageLabel,
    LabelledImage,
    Mask,
    ModelRecord,
    NewVersion,
    Snapshot,
    SnapshotImage,
)
from station.recipe import Recipe
from station.types import ModelRef
from tests.station.conftest import NOON

GOOD, DEFECT, UNSURE, IGNORE = ImageLabel.GOOD, ImageLabel.DEFECT, ImageLabel.UNSURE, ImageLabel.IGNORE


def picture(n: int, label: ImageLabel = UNSURE, recipe: str = "cell") -> LabelledImage:
    return LabelledImage(recipe, f"{n}.png", f"{n:064x}", label, 64, 48, 1, "uint8", NOON)


@pytest.fixture
def ids(records: Records) -> list[int]:
    """Six pictures of the recipe cell, all unsure."""
    assert records.add_images([picture(n) for n in range(6)], who="ada", why="burst") == 6
    return [one.id for one in records.pictures.stored("cell")]


def labels(records: Records) -> list[tuple[ImageLabel, str | None]]:
    return [(one.label, one.defect) for one in records.images("cell")]


def test_the_label_in_force_is_the_last_word_and_all_words_are_kept(records: Records, ids: list[int]) -> None:
    records.pictures.label("cell", ids[:2], GOOD, who="ada")
    records.pictures.label("cell", ids[1:3], DEFECT, who="bo", defect="crack", why="seen under the lamp")
    assert labels(records)[:4] == [(GOOD, None), (DEFECT, "crack"), (DEFECT, "crack"), (UNSURE, None)]
    last, middle, first = records.pictures.history(ids[1])
    assert (last.label, last.defect, last.who, last.why) == (DEFECT, "crack", "bo", "seen under the lamp")
    assert (middle.label, middle.who) == (GOOD, "ada")
    assert (first.label, first.who, first.why) == (UNSURE, "ada", "burst")
    assert records.image_counts("cell") == {GOOD: 1, DEFECT: 2, UNSURE: 3, IGNORE: 0}
    records.pictures.label("cell", ids[:1], DEFECT, who="bo")
    assert records.pictures.defects("cell") == {"crack": 2, "": 1}


def test_saying_the_same_again_is_no_new_word(records: Records, ids: list[int]) -> None:
    records.pictures.label("cell", ids, GOOD, who="ada")
    head = records.audit.head()
    records.pictures.label("cell", ids, GOOD, who="bo")
    records.add_images([picture(n, GOOD) for n in range(6)], who="bo")
    assert len(records.pictures.history(ids[0])) == 2
    assert records.audit.head() == head


def test_an_act_on_many_pictures_is_taken_back_and_done_again(records: Records, ids: list[int]) -> None:
    records.pictures.label("cell", ids[:2], GOOD, who="ada")
    before = labels(records)
    act = records.pictures.label("cell", ids, DEFECT, who="ada", defect="scratch")
    undone = records.pictures.undo(act, who="ada", why="wrong class")
    assert labels(records) == before
    again = records.pictures.undo(undone, who="ada")
    assert set(labels(records)) == {(DEFECT, "scratch")}
    acts = records.pictures.acts("cell")
    assert [(one.batch, one.pictures, one.undoes, one.undone) for one in acts[:3]] == [
        (again, 6, undone, False),
        (undone, 6, act, True),
        (act, 6, None, True),
    ]
    assert [one.action for one in records.audit.entries()][:3] == ["labels.undone", "labels.undone", "labels.changed"]


def test_what_was_labelled_again_since_is_not_taken_back(records: Records, ids: list[int]) -> None:
    act = records.pictures.label("cell", ids, GOOD, who="ada")
    records.pictures.label("cell", ids[3:4], DEFECT, who="bo")
    before, head = labels(records), records.audit.head()
    with pytest.raises(RecordsError, match="labelled again since"):
        records.pictures.undo(act, who="ada")
    assert (labels(records), records.audit.head()) == (before, head)
    with pytest.raises(RecordsError, match="no such labelling"):
        records.pictures.undo("nonsense", who="ada")


def test_pictures_that_came_with_an_act_become_unsure_when_it_is_taken_back(records: Records) -> None:
    records.add_images([picture(n, GOOD) for n in range(3)], who="ada")
    (act,) = records.pictures.acts("cell")
    records.pictures.undo(act.batch, who="ada")
    assert labels(records) == [(UNSURE, None)] * 3


def test_only_pictures_of_the_recipe_can_be_labelled(records: Records, ids: list[int]) -> None:
    records.add_images([picture(9, recipe="plate")])
    (other,) = records.pictures.stored("plate")
    with pytest.raises(RecordsError, match="cell has no picture"):
        records.pictures.label("cell", [ids[0], other.id], GOOD, who="ada")
    assert labels(records)[0] == (UNSURE, None)
    with pytest.raises(ValueError, match="only a defect"):
        records.pictures.label("cell", ids, GOOD, who="ada", defect="crack")


def test_the_audit_trail_tells_what_labels_became(records: Records, ids: list[int]) -> None:
    records.pictures.label("cell", ids[:2], GOOD, who="ada")
    records.pictures.label("cell", ids[:3], DEFECT, who="bo", defect="crack", why="crack")
    entry = records.audit.entries(limit=1)[0]
    assert (entry.action, entry.subject, entry.who, entry.why) == ("labels.changed", "data set cell", "bo", "crack")
    assert entry.before == {"good": 2, "unsure": 1}
    assert entry.after is not None
    assert entry.after["labels"] == {"defect": 3}
    assert entry.after["pictures"] == ids[:3]


def test_a_data_set_is_read_page_by_page(records: Records, ids: list[int]) -> None:
    records.pictures.label("cell", ids[::2], GOOD, who="ada")
    first = records.pictures.stored("cell", limit=4)
    rest = records.pictures.stored("cell", after=first[-1].id, limit=4)
    assert [one.id for one in (*first, *rest)] == ids
    assert [one.id for one in records.pictures.stored("cell", GOOD)] == ids[::2]


def test_many_pictures_are_stored_and_labelled_in_steps_that_leave_the_line_room(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station.db.pictures._CHUNK", 100)
    assert records.add_images((picture(n % 700) for n in range(1100)), who="ada") == 700
    ids = [one.id for one in records.pictures.stored("cell", limit=1000)]
    act = records.pictures.label("cell", ids, GOOD, who="ada")
    assert records.image_counts("cell")[GOOD] == 700
    records.pictures.undo(act, who="ada")
    assert records.image_counts("cell")[UNSURE] == 700
    assert [one.pictures for one in records.pictures.acts("cell")] == [700, 700, 700]
    assert records.audit.verify().rows == 7 + 7 + 7


def test_masks_have_a_history_and_can_be_taken_away(records: Records, ids: list[int]) -> None:
    model = ModelRef("cell", 1, "a" * 64)
    first = Mask(ids[0], "masks/0_mask.png", "b" * 64, 900, 17, NOON, "ada", model)
    second = replace(first, sha256="c" * 64, pixels=25, proposed_by=None)
    gone = replace(second, path=None, sha256=None, bytes=None, pixels=0)
    assert records.pictures.mask(ids[0]) is None
    records.pictures.set_mask(first)
    records.pictures.set_mask(second)
    records.pictures.set_mask(replace(first, image_id=ids[1]))
    assert records.pictures.mask(ids[0]) == second
    assert records.pictures.masks(ids[0]) == [second, first]
    assert records.pictures.masks_of("cell") == {ids[0]: second, ids[1]: replace(first, image_id=ids[1])}
    records.pictures.set_mask(gone)
    assert records.pictures.mask(ids[0]) is None
    assert list(records.pictures.masks_of("cell")) == [ids[1]]
    entry = records.audit.entries(limit=1)[0]
    assert entry.action == "mask.changed"
    assert entry.before == {"mask": "c" * 64, "pixels": 25}
    with pytest.raises(RecordsError, match="no picture with the number"):
        records.pictures.set_mask(replace(first, image_id=10_000))


def test_a_snapshot_stays_as_it_was_taken(records: Records, ids: list[int]) -> None:
    records.pictures.label("cell", ids[:1], DEFECT, who="ada", defect="crack")
    records.pictures.set_mask(Mask(ids[0], "0_mask.png", "d" * 64, 9, 1, NOON, "ada"))
    taken = records.pictures.take_snapshot("cell", "monday", who="ada", note="first lot")
    assert taken.images[0] == SnapshotImage("0.png", f"{0:064x}", DEFECT, "crack", mask_sha256="d" * 64)
    records.pictures.label("cell", ids, IGNORE, who="bo")
    assert records.pictures.snapshot("cell", "monday") == taken
    with pytest.raises(RecordsError, match="already, with other pictures"):
        records.pictures.take_snapshot("cell", "monday", who="bo")
    with pytest.raises(RecordsError, match="are for what models were taught from"):
        records.pictures.take_snapshot("cell", "model-3", who="bo")
    records.pictures.take_snapshot("cell", "tuesday", who="bo")
    assert [(one.name, one.n_images, one.who) for one in records.pictures.snapshots("cell")] == [
        ("tuesday", 6, "bo"),
        ("monday", 6, "ada"),
    ]
    assert records.pictures.snapshot("cell", "sunday") is None


def test_a_snapshot_row_that_was_tampered_with_is_not_used(sqlite_records: Records) -> None:
    sqlite_records.add_images([picture(1, GOOD)])
    sqlite_records.pictures.take_snapshot("cell", "monday", who="ada")
    with sqlite_records._engine.begin() as connection:
        connection.execute(text("DROP TRIGGER snapshots_no_update"))
        connection.execute(text("UPDATE snapshots SET body = replace(body, 'good', 'defect')"))
    with pytest.raises(RecordsError, match="does not match its own hash"):
        sqlite_records.pictures.snapshot("cell", "monday")


def test_a_model_knows_what_it_was_taught_from(records: Records, make_recipe: Callable[..., Recipe]) -> None:
    model = ModelRecord(ModelRef("cell", 1, "a" * 64), "fake", 1, NOON, "ada")
    images = (
        SnapshotImage("1.png", "b" * 64, GOOD, use="normal"),
        SnapshotImage("2.png", "c" * 64, GOOD, use="held_out"),
    )
    snapshot = Snapshot("cell", "model-1", images, NOON, "ada", seed=7)
    records.keep(NewVersion(make_recipe(), model=model, snapshot=snapshot))
    assert records.pictures.taught_from(model.ref) == snapshot
    assert records.pictures.taught_from(ModelRef("cell", 2, "a" * 64)) is None
