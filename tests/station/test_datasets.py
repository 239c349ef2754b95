"""Data sets: pictures come in without loss, whole or not at all, and nothing is taken twice or lost in silence."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np
import pytest

from station.accounts import Session, command_line
from station.dataset_files import SetFolder, pack_file
from station.datasets import DataSets, Shot
from station.db import Records
from station.errors import ImageFileError, NotPermitted, RecipeError, RecordsError, StorageError
from station.images import read_image, sha256_file, write_image
from station.labelling import Labelling
from station.permissions import Role
from station.queries import ImageLabel

ENGINEER = command_line("engineer")
OPERATOR = Session("worker", Role.OPERATOR, datetime.now(UTC))
GOOD, DEFECT, UNSURE, IGNORE = ImageLabel.GOOD, ImageLabel.DEFECT, ImageLabel.UNSURE, ImageLabel.IGNORE


def noise(seed: int, shape: tuple[int, ...] = (20, 30), dtype: type = np.uint8) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, np.iinfo(dtype).max, shape, dtype=dtype)


def shot(seed: int, shape: tuple[int, ...] = (20, 30), dtype: type = np.uint8) -> Shot:
    return Shot(noise(seed, shape, dtype), datetime(2026, 3, 1, 12, 0, seed, tzinfo=UTC), "cam 7")


@pytest.fixture
def sets(sqlite_records: Records, tmp_path: Path) -> DataSets:
    return DataSets(sqlite_records, tmp_path / "datasets")


def files(folder: SetFolder) -> list[str]:
    return sorted(path.name for path in folder.images.iterdir()) if folder.images.exists() else []


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("shape", [(20, 30), (20, 30, 3)])
def test_a_captured_picture_is_stored_bit_for_bit_with_its_label(
    sets: DataSets, dtype: type, shape: tuple[int, ...]
) -> None:
    one = shot(1, shape, dtype)
    added = sets.add(ENGINEER, "gear", [one], DEFECT, defect="scratch")
    assert (added.new, added.copies) == (1, 0)
    stored = sets.page("gear")[0]
    path = Path(stored.image.path)
    np.testing.assert_array_equal(read_image(path), one.image)
    assert stored.image.sha256 == sha256_file(path)
    assert (stored.image.label, stored.image.defect) == (DEFECT, "scratch")
    assert path.parent == sets.folder("gear").images
    assert path.name.startswith("20260301-120001")
    assert sets.history(stored.id)[0].who == "engineer"


def test_a_set_needs_no_recipe_and_is_listed(sets: DataSets) -> None:
    assert sets.names() == []
    sets.add(ENGINEER, "new-part", [shot(1)], GOOD)
    assert sets.names() == ["new-part"]
    assert sets.counts("new-part").good == 1


def test_the_same_picture_is_not_taken_twice_and_keeps_its_label(sets: DataSets) -> None:
    sets.add(ENGINEER, "gear", [shot(1)], DEFECT)
    added = sets.add(ENGINEER, "gear", [shot(1), shot(2), shot(2)], GOOD)
    assert (added.new, added.copies) == (1, 2)
    assert [one.image.label for one in sets.page("gear")] == [DEFECT, GOOD]


def test_pictures_of_another_kind_are_refused_by_name_and_size(sets: DataSets) -> None:
    sets.add(ENGINEER, "gear", [shot(1)], GOOD)
    with pytest.raises(RecipeError, match=r"cam 7 is 8 x 8 grey uint8, but the pictures of gear are 30 x 20"):
        sets.add(ENGINEER, "gear", [shot(2), shot(3, (8, 8))], GOOD)
    assert sets.counts("gear").all == 1
    assert len(files(sets.folder("gear"))) == 1


def test_a_set_whose_pictures_are_all_ignored_takes_another_kind(sets: DataSets, sqlite_records: Records) -> None:
    sets.add(ENGINEER, "gear", [shot(1)], GOOD)
    Labelling(sqlite_records).label(ENGINEER, "gear", [sets.page("gear")[0].id], IGNORE)
    assert sets.kind("gear") is None
    assert sets.add(ENGINEER, "gear", [shot(3, (8, 8))], GOOD).new == 1


def test_operators_may_not_add(sets: DataSets, tmp_path: Path) -> None:
    with pytest.raises(NotPermitted):
        sets.add(OPERATOR, "gear", [shot(1)], GOOD)
    with pytest.raises(NotPermitted):
        sets.import_folder(OPERATOR, "gear", tmp_path, GOOD)
    assert not (tmp_path / "datasets").exists()


def test_a_name_that_is_no_folder_name_is_refused(sets: DataSets) -> None:
    with pytest.raises(RecipeError, match="cannot be the name"):
        sets.add(ENGINEER, "../elsewhere", [shot(1)], GOOD)


def test_an_import_takes_what_is_whole_and_names_what_is_not(sets: DataSets, tmp_path: Path) -> None:
    source = tmp_path / "from the camera"
    for seed in range(3):
        write_image(source / f"part {seed}.png", noise(seed))
    (source / "torn.png").write_bytes((source / "part 0.png").read_bytes()[:200])
    (source / "empty.jpg").write_bytes(b"")
    write_image(source / "wide.png", noise(9, (20, 31)))
    (source / "copy.png").write_bytes((source / "part 1.png").read_bytes())
    (source / "notes.txt").write_text("no picture")
    stages = []
    done = sets.import_folder(
        ENGINEER, "gear", source, GOOD, progress=lambda fraction, stage: stages.append((fraction, stage))
    )
    assert (done.found, done.new, done.copies, done.refused) == (7, 3, 1, 3)
    assert sorted(problem.split(":")[0].split("/")[-1].split(" is ")[0] for problem in done.problems) == [
        "empty.jpg",
        "torn.png",
        "wide.png",
    ]
    assert "is 31 x 20 grey uint8" in " ".join(done.problems)
    assert stages[0] == (0.0, "copying the pictures")
    assert stages[-1][0] == 1.0
    assert sets.counts("gear").good == 3


def test_a_plain_png_keeps_its_bytes_and_a_jpeg_its_pixels(sets: DataSets, tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    # compressed otherwise than this program would
    cv2.imwrite(str(source / "a.png"), noise(1), [cv2.IMWRITE_PNG_COMPRESSION, 9])
    cv2.imwrite(str(source / "b.jpg"), noise(2))
    assert sets.import_folder(ENGINEER, "gear", source, GOOD).new == 2
    first, second = (Path(one.image.path) for one in sets.page("gear"))
    assert first.read_bytes() == (source / "a.png").read_bytes()
    np.testing.assert_array_equal(read_image(second), read_image(source / "b.jpg"))
    assert second.suffix == ".png"
    assert sets.import_folder(ENGINEER, "gear", source, GOOD).copies == 2


def test_a_palette_png_becomes_a_plain_one(tmp_path: Path) -> None:
    rgba = np.dstack([noise(1, (6, 5, 3)), np.full((6, 5), 255, np.uint8)])
    cv2.imwrite(str(tmp_path / "a.png"), rgba)
    packed = pack_file(tmp_path / "a.png")
    assert str(packed.spec) == "5 x 6 colour uint8"
    assert packed.data != (tmp_path / "a.png").read_bytes()


def test_a_cancelled_import_keeps_what_it_has(sets: DataSets, tmp_path: Path) -> None:
    for seed in range(6):
        write_image(tmp_path / "in" / f"{seed}.png", noise(seed))
    looks = iter([False, False, True])
    done = sets.import_folder(ENGINEER, "gear", tmp_path / "in", GOOD, cancelled=lambda: next(looks))
    assert done.cancelled
    assert (done.new, sets.counts("gear").good) == (2, 2)


def test_an_import_is_taken_back_as_one_act(sets: DataSets, sqlite_records: Records, tmp_path: Path) -> None:
    for seed in range(120):
        write_image(tmp_path / "in" / f"{seed}.png", noise(seed, (4, 4)))
    done = sets.import_folder(ENGINEER, "gear", tmp_path / "in", GOOD)
    assert done.act is not None
    Labelling(sqlite_records).undo(ENGINEER, done.act)
    assert sets.counts("gear").unsure == 120


def test_a_picture_of_150_megapixels_is_imported(sets: DataSets, tmp_path: Path) -> None:
    write_image(tmp_path / "in" / "huge.png", np.zeros((10_000, 15_000), np.uint8))
    assert sets.import_folder(ENGINEER, "gear", tmp_path / "in", GOOD).new == 1
    assert str(sets.kind("gear")) == "15000 x 10000 grey uint8"


def test_a_larger_picture_is_refused_with_the_limit(
    sets: DataSets, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station.dataset_files.MOST_MEGAPIXELS", 0.0001)
    write_image(tmp_path / "in" / "huge.png", noise(1))
    done = sets.import_folder(ENGINEER, "gear", tmp_path / "in", GOOD)
    assert done.refused == 1
    assert "the most is 0.0001" in done.problems[0]


def test_a_missing_folder_is_said(sets: DataSets, tmp_path: Path) -> None:
    with pytest.raises(ImageFileError, match="no such folder"):
        sets.import_folder(ENGINEER, "gear", tmp_path / "none", GOOD)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with 400 kB."""
    folder = tmp_path / "small"
    folder.mkdir()
    try:
        made = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(folder)], capture_output=True, check=False
        )
    except FileNotFoundError:
        pytest.skip("needs the command mount")
    if made.returncode:
        pytest.skip("needs the right to mount a small file system")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_leaves_nothing_half_written(sqlite_records: Records, small_disk: Path) -> None:
    sets = DataSets(sqlite_records, small_disk)

    def fill() -> None:
        for seed in range(20):
            sets.add(ENGINEER, "gear", [shot(seed, (200, 250))], GOOD)

    with pytest.raises(StorageError, match="disk is full"):
        fill()
    stored = [Path(one.image.path) for one in sets.page("gear")]
    assert 1 <= len(stored) < 20
    assert sorted(sets.folder("gear").images.iterdir()) == sorted(stored)
    assert all(sha256_file(path) == row.image.sha256 for path, row in zip(stored, sets.page("gear"), strict=True))


def test_an_import_onto_a_full_disk_says_how_many_came_before(
    sqlite_records: Records, small_disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station.datasets._TOGETHER", 2)
    sets = DataSets(sqlite_records, small_disk)
    for seed in range(12):
        write_image(tmp_path / "in" / f"{seed}.png", noise(seed, (200, 250)))
    with pytest.raises(StorageError, match=r"disk is full. \d+ pictures were added before"):
        sets.import_folder(ENGINEER, "gear", tmp_path / "in", GOOD)
    stored = [Path(one.image.path) for one in sets.page("gear")]
    assert stored
    assert sorted(sets.folder("gear").images.iterdir()) == sorted(stored)


def test_a_database_that_does_not_take_the_row_leaves_no_file(
    sets: DataSets, sqlite_records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise RecordsError("the database is locked")

    monkeypatch.setattr(sqlite_records.pictures, "add", refuse)
    with pytest.raises(RecordsError):
        sets.add(ENGINEER, "gear", [shot(1), shot(2)], GOOD)
    assert files(sets.folder("gear")) == []


def test_a_file_that_a_crash_left_without_a_row_is_taken_up(sets: DataSets) -> None:
    sets.add(ENGINEER, "gear", [shot(1)], GOOD)
    name = files(sets.folder("gear"))
    other = DataSets(sets._records, sets._root)
    added = other.add(ENGINEER, "gear", [shot(1)], GOOD)
    assert added.copies == 1
    assert files(sets.folder("gear")) == name


def test_counts_say_what_they_allow_one_to_claim(sets: DataSets) -> None:
    sets.add(ENGINEER, "gear", [shot(seed) for seed in range(40)], GOOD)
    sets.add(ENGINEER, "gear", [shot(seed) for seed in range(40, 45)], DEFECT, defect="dent")
    sets.add(ENGINEER, "gear", [shot(45)], UNSURE)
    counts = sets.counts("gear")
    assert (counts.good, counts.defect, counts.unsure, counts.ignore, counts.all) == (40, 5, 1, 0, 46)
    assert counts.kinds == {"dent": 5}
    claim = counts.claim
    assert (claim.held_out, claim.false_rejects) == (10, pytest.approx(0.2589, abs=1e-4))
    assert (claim.defects, claim.escapes) == (5, pytest.approx(0.4507, abs=1e-4))
    assert (claim.next_rate, claim.next_good) == (0.1, 115)


def test_without_defects_nothing_is_claimed_about_escapes(sets: DataSets) -> None:
    claim = sets.counts("nothing").claim
    assert claim.escapes is None
    assert claim.false_rejects is None
    assert claim.escapes is claim.false_rejects is None


def test_acts_are_taken_back_one_after_the_other_and_done_again(sets: DataSets, sqlite_records: Records) -> None:
    labelling = Labelling(sqlite_records)
    sets.add(ENGINEER, "gear", [shot(1)], GOOD)
    (one,) = sets.page("gear")

    def now() -> str:
        return sets.page("gear")[0].image.label.value

    acts = [labelling.label(ENGINEER, "gear", [one.id], label) for label in (UNSURE, DEFECT, IGNORE)]
    undone = []
    for act, expected in zip(reversed(acts), ("defect", "unsure", "good"), strict=True):
        undone.append(labelling.undo(ENGINEER, act))
        assert now() == expected
    again = []
    for act, expected in zip(reversed(undone), ("unsure", "defect", "ignore"), strict=True):
        again.append(labelling.undo(ENGINEER, act))
        assert now() == expected
    for act, expected in zip(reversed(again), ("defect", "unsure", "good"), strict=True):
        labelling.undo(ENGINEER, act)
        assert now() == expected


def test_an_act_that_somebody_went_on_from_is_not_taken_back(sets: DataSets, sqlite_records: Records) -> None:
    labelling = Labelling(sqlite_records)
    sets.add(ENGINEER, "gear", [shot(1)], GOOD)
    (one,) = sets.page("gear")
    first = labelling.label(ENGINEER, "gear", [one.id], UNSURE)
    second = labelling.label(ENGINEER, "gear", [one.id], DEFECT)
    undone = labelling.undo(ENGINEER, second)
    labelling.label(ENGINEER, "gear", [one.id], IGNORE)
    for act in (first, second, undone):
        with pytest.raises(RecordsError, match="labelled again"):
            labelling.undo(ENGINEER, act)
