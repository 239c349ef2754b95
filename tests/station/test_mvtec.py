"""Data sets in MVTec layout: in whole or not at all, and out again as they came."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from detectors import Cancelled
from station import images
from station.accounts import Session, command_line
from station.db import Records
from station.errors import ImageFileError, NotPermitted, RecipeError, RecordsError, StorageError, UsageError
from station.images import read_image, write_image
from station.labelling import Labelling
from station.mvtec import Mvtec
from station.permissions import Role
from station.queries import ImageLabel
from tests.station.cli_rig import HEIGHT, WIDTH, CommandLine, defect_picture, good_picture

ADA = command_line("ada")


def mask_of(n: int) -> np.ndarray[Any, Any]:
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    mask[10 : 26 - n, 20:36] = 255
    return mask


def category(folder: Path) -> Path:
    """Six good pictures to learn from, two to test with, two kinds of defects; one has no mask."""
    for n in range(6):
        write_image(folder / "train" / "good" / f"{n:03d}.png", good_picture(n))
    for n in range(2):
        write_image(folder / "test" / "good" / f"{n:03d}.png", good_picture(50 + n))
        write_image(folder / "test" / "scratch" / f"{n:03d}.png", defect_picture(n))
        write_image(folder / "ground_truth" / "scratch" / f"{n:03d}_mask.png", mask_of(n))
    write_image(folder / "test" / "broken_large" / "000.png", defect_picture(9))
    return folder


def contents(folder: Path) -> set[tuple[str, str]]:
    """Folder and hash of every picture, without its name."""
    return {
        (str(path.parent.relative_to(folder)), hashlib.sha256(read_image(path).tobytes()).hexdigest())
        for path in folder.rglob("*.png")
    }


@dataclass(frozen=True)
class Rig:
    records: Records
    mvtec: Mvtec
    root: Path

    def count(self, label: ImageLabel) -> int:
        return len(self.records.pictures.stored("cell", label))

    def files(self) -> list[Path]:
        return sorted(path for path in self.root.rglob("*") if path.is_file()) if self.root.exists() else []


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    records = Records.open(f"sqlite:///{tmp_path / 'records.sqlite'}")
    root = tmp_path / "datasets"
    yield Rig(records, Mvtec(records, Labelling(records), root), root)
    records.close()


def test_a_category_comes_in_with_kinds_and_masks_and_goes_out_as_it_came(rig: Rig, tmp_path: Path) -> None:
    source = category(tmp_path / "bottle")
    told: list[float] = []
    brought = rig.mvtec.bring(ADA, "cell", source, progress=lambda fraction, _: told.append(fraction))
    assert (brought.good, dict(brought.defects), brought.masks, brought.copies) == (
        8, {"broken_large": 1, "scratch": 2}, 2, 0,
    )  # fmt: skip
    assert told == sorted(told)
    assert (rig.count(ImageLabel.GOOD), rig.count(ImageLabel.DEFECT)) == (8, 3)
    masks = rig.records.pictures.masks_of("cell")
    assert len(masks) == 2
    for stored in rig.records.pictures.stored("cell"):
        path = Path(stored.image.path)
        assert path.parent == rig.root / "cell" / "images"
        assert hashlib.sha256(path.read_bytes()).hexdigest() == stored.image.sha256
        mask = masks.get(stored.id)
        if mask is not None:
            assert Path(str(mask.path)) == rig.root / "cell" / "ground_truth" / f"{path.stem}_mask.png"
            assert mask.pixels == int((read_image(Path(str(mask.path))) > 0).sum())
    assert not list(rig.root.glob("*/.new-*"))

    out = tmp_path / "out" / "bottle"
    written = rig.mvtec.write(ADA, "cell", out, test_share=0.25, seed=1)
    assert (written.train, written.test_good, dict(written.defects), written.masks) == (
        6, 2, {"broken_large": 1, "scratch": 2}, 2,
    )  # fmt: skip
    truth = {one for one in contents(source) if "good" not in one[0]}
    assert {one for one in contents(out) if "good" not in one[0]} == truth
    assert {one[1] for one in contents(out)} == {one[1] for one in contents(source)}
    again = Mvtec(rig.records, Labelling(rig.records), tmp_path / "again").bring(ADA, "second", out)
    assert (again.good, dict(again.defects), again.masks) == (8, {"broken_large": 1, "scratch": 2}, 2)


def test_the_same_seed_gives_the_same_split_and_another_one_another(rig: Rig, tmp_path: Path) -> None:
    rig.mvtec.bring(ADA, "cell", category(tmp_path / "bottle"))
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        rig.mvtec.write(ADA, "cell", tmp_path / name, test_share=0.5, seed=seed)
    assert contents(tmp_path / "a") == contents(tmp_path / "b") != contents(tmp_path / "c")
    whole = rig.mvtec.write(ADA, "cell", tmp_path / "whole", test_share=0.0)
    assert (whole.train, whole.test_good) == (8, 0)


def test_importing_again_adds_nothing(rig: Rig, tmp_path: Path) -> None:
    source = category(tmp_path / "bottle")
    rig.mvtec.bring(ADA, "cell", source)
    before = rig.files()
    again = rig.mvtec.bring(ADA, "cell", source)
    assert (again.good, dict(again.defects), again.copies) == (0, {}, 11)
    assert rig.files() == before
    assert len(rig.records.pictures.stored("cell")) == 11


def test_a_picture_that_is_labelled_otherwise_is_not_relabelled(rig: Rig, tmp_path: Path) -> None:
    source = category(tmp_path / "bottle")
    rig.mvtec.bring(ADA, "cell", source)
    first = rig.records.pictures.stored("cell")[0]
    rig.records.pictures.label("cell", [first.id], ImageLabel.UNSURE, who="ada")
    with pytest.raises(RecipeError, match="in the data set already, labelled unsure"):
        rig.mvtec.bring(ADA, "cell", source)


def test_pictures_that_are_no_png_and_in_colour_keep_every_pixel(rig: Rig, tmp_path: Path) -> None:
    source = tmp_path / "bmp"
    (source / "train" / "good").mkdir(parents=True)
    for n in range(2):
        picture = cv2.merge([good_picture(n), good_picture(n + 1), good_picture(n + 2)])
        cv2.imwrite(str(source / "train" / "good" / f"{n}.bmp"), picture)
    rig.mvtec.bring(ADA, "cell", source)
    rig.mvtec.write(ADA, "cell", tmp_path / "out", test_share=0.0)
    wanted = {read_image(path).tobytes() for path in (source / "train" / "good").iterdir()}
    assert {read_image(path).tobytes() for path in (tmp_path / "out").rglob("*.png")} == wanted


def spoil_mask_size(folder: Path) -> None:
    write_image(folder / "ground_truth" / "scratch" / "001_mask.png", mask_of(0)[:, :40])


def spoil_mask_black(folder: Path) -> None:
    write_image(folder / "ground_truth" / "scratch" / "001_mask.png", mask_of(0) * 0)


def spoil_mask_orphan(folder: Path) -> None:
    write_image(folder / "ground_truth" / "scratch" / "077_mask.png", mask_of(0))


def spoil_mask_kind(folder: Path) -> None:
    write_image(folder / "ground_truth" / "dent" / "000_mask.png", mask_of(0))


def spoil_picture(folder: Path) -> None:
    (folder / "test" / "scratch" / "001.png").write_bytes(b"\x89PNG\r\n\x1a\n....")


def spoil_size(folder: Path) -> None:
    write_image(folder / "test" / "good" / "000.png", good_picture(0, height=40))


def spoil_twin(folder: Path) -> None:
    write_image(folder / "test" / "scratch" / "001.png", good_picture(2))


def spoil_train(folder: Path) -> None:
    write_image(folder / "train" / "scratch" / "000.png", defect_picture(0))


def spoil_loco_masks(folder: Path) -> None:
    write_image(folder / "ground_truth" / "scratch" / "000" / "000.png", mask_of(0))


def spoil_loco_validation(folder: Path) -> None:
    write_image(folder / "validation" / "good" / "000.png", good_picture(0))


@pytest.mark.parametrize(
    ("spoil", "error", "words"),
    [
        (spoil_mask_size, ImageFileError, "the mask is 40 x 48 pixels, the picture 64 x 48"),
        (spoil_mask_black, ImageFileError, "is black everywhere"),
        (spoil_mask_orphan, ImageFileError, "077_mask.png belongs to no picture"),
        (spoil_mask_kind, UsageError, "masks of a kind of defect"),
        (spoil_picture, ImageFileError, "001.png"),
        (spoil_size, RecipeError, "is 64 x 40 grey uint8, but the pictures of cell are 64 x 48"),
        (spoil_twin, RecipeError, "is the same picture as"),
        (spoil_train, UsageError, "holds scratch, and a model is taught from good pictures only"),
        (spoil_loco_masks, UsageError, "several masks per picture"),
        (spoil_loco_validation, UsageError, "layout of MVTec LOCO"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_added(
    rig: Rig, tmp_path: Path, spoil: Any, error: type[Exception], words: str
) -> None:
    source = category(tmp_path / "bottle")
    spoil(source)
    with pytest.raises(error) as caught:
        rig.mvtec.bring(ADA, "cell", source)
    assert words in str(caught.value)
    assert rig.files() == []
    assert rig.records.pictures.stored("cell") == []


def test_folders_that_are_no_category_are_told_apart(rig: Rig, tmp_path: Path) -> None:
    category(tmp_path / "mvtec" / "bottle")
    with pytest.raises(UsageError, match="holds 1 categories, such as bottle"):
        rig.mvtec.bring(ADA, "cell", tmp_path / "mvtec")
    with pytest.raises(UsageError, match="it has no train/good"):
        rig.mvtec.bring(ADA, "cell", tmp_path / "mvtec" / "bottle" / "train" / "good")
    with pytest.raises(UsageError, match="no such folder"):
        rig.mvtec.bring(ADA, "cell", tmp_path / "missing")


def test_cancelling_leaves_nothing(rig: Rig, tmp_path: Path) -> None:
    source = category(tmp_path / "bottle")
    calls = iter([False] * 4 + [True] * 50)
    with pytest.raises(Cancelled):
        rig.mvtec.bring(ADA, "cell", source, cancelled=lambda: next(calls))
    assert rig.files() == []
    rig.mvtec.bring(ADA, "cell", source)
    calls = iter([False] * 4 + [True] * 50)
    with pytest.raises(Cancelled):
        rig.mvtec.write(ADA, "cell", tmp_path / "out" / "bottle", cancelled=lambda: next(calls))
    assert list((tmp_path / "out").iterdir()) == []


def test_a_full_disk_leaves_nothing(rig: Rig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = category(tmp_path / "bottle")
    rig.mvtec.bring(ADA, "ready", source)
    before = rig.files()
    left = iter(range(6))

    def full(_descriptor: int) -> None:
        if next(left, None) is None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(images.os, "fsync", full)
    with pytest.raises(StorageError, match="the disk is full"):
        rig.mvtec.bring(ADA, "cell", source)
    with pytest.raises(StorageError, match="the disk is full"):
        rig.mvtec.write(ADA, "ready", tmp_path / "out")
    assert rig.files() == before
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.glob(".out*"))


def test_a_database_that_fails_leaves_no_file_without_a_row(
    rig: Rig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = category(tmp_path / "bottle")

    def fail(*_: object, **__: object) -> int:
        raise RecordsError("The database cannot be written.", "Check the disk.")

    with monkeypatch.context() as patched:
        patched.setattr(rig.records.pictures, "add", fail)
        with pytest.raises(RecordsError):
            rig.mvtec.bring(ADA, "cell", source)
    assert rig.files() == []
    with monkeypatch.context() as patched:
        patched.setattr(rig.records.pictures, "set_mask", fail)
        with pytest.raises(RecordsError) as caught:
            rig.mvtec.bring(ADA, "cell", source)
    assert "11 pictures were added before it" in caught.value.hint
    assert len(rig.records.pictures.stored("cell")) == 11
    again = rig.mvtec.bring(ADA, "cell", source)
    assert (again.copies, again.masks) == (11, 2)
    assert len(rig.records.pictures.masks_of("cell")) == 2


def test_an_export_never_overwrites_and_names_a_picture_that_changed(rig: Rig, tmp_path: Path) -> None:
    rig.mvtec.bring(ADA, "cell", category(tmp_path / "bottle"))
    (tmp_path / "there").mkdir()
    with pytest.raises(UsageError, match="exists already"):
        rig.mvtec.write(ADA, "cell", tmp_path / "there")
    with pytest.raises(UsageError, match="no good picture"):
        rig.mvtec.write(ADA, "nothing", tmp_path / "out")
    first = Path(rig.records.pictures.stored("cell")[0].image.path)
    write_image(first, good_picture(77))
    with pytest.raises(ImageFileError, match="is not the picture that was labelled"):
        rig.mvtec.write(ADA, "cell", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_unsure_pictures_stay_and_odd_kinds_become_folders_of_their_own(rig: Rig, tmp_path: Path) -> None:
    rig.mvtec.bring(ADA, "cell", category(tmp_path / "bottle"))
    stored = rig.records.pictures.stored("cell")
    good = [one.id for one in stored if one.image.label is ImageLabel.GOOD]
    defects = [one.id for one in stored if one.image.label is ImageLabel.DEFECT]
    rig.records.pictures.label("cell", good[:2], ImageLabel.UNSURE, who="ada")
    for number, kind in zip(defects, ("cut/deep", "cut deep", "good"), strict=True):
        rig.records.pictures.label("cell", [number], ImageLabel.DEFECT, defect=kind, who="ada")
    written = rig.mvtec.write(ADA, "cell", tmp_path / "out")
    assert written.left_out == 2
    assert set(written.defects) == {"cut_deep", "cut_deep_2", "good_defect"}
    assert len(list((tmp_path / "out" / "test" / "cut_deep").iterdir())) == 1


def test_operators_may_neither_import_nor_export(rig: Rig, tmp_path: Path) -> None:
    operator = Session("oskar", Role.OPERATOR, datetime.now(UTC))
    with pytest.raises(NotPermitted):
        rig.mvtec.bring(operator, "cell", category(tmp_path / "bottle"))
    with pytest.raises(NotPermitted):
        rig.mvtec.write(operator, "cell", tmp_path / "out")


def test_the_commands_bring_teach_and_write_as_taught(station: CommandLine, tmp_path: Path) -> None:
    source = category(tmp_path / "bottle")
    answer = station("dataset", "import", source, "--recipe", "cell", "--json")
    assert answer.code == 0, answer.err
    assert (answer.json["good"], answer.json["masks"]) == (8, 2)
    good = source / "train" / "good"
    assert station("train", "cell", "--good", good, "--holdout", "0.34").code == 0
    answer = station("dataset", "export", "cell", tmp_path / "out", "--as-taught", "--json")
    assert answer.code == 0, answer.err
    assert (answer.json["train"], answer.json["test_good"]) == (4, 4)
    answer = station("dataset", "export", "cell", tmp_path / "out")
    assert answer.code == 2
    assert "exists already" in answer.err
    answer = station("dataset", "import", source / "test", "--recipe", "cell")
    assert answer.code == 2
    assert "is not in MVTec layout" in answer.err
    answer = station("dataset", "import", source, "--recipe", "cell")
    assert answer.code == 0
    assert "11 pictures were there already" in answer.out
