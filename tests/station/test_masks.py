"""Painted masks: whole or not at all on the disk, one row each, and the figures that they allow."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from detectors import create as create_detector
from station import images
from station.accounts import Session, command_line
from station.audit import Act
from station.config import Config, parse
from station.db import Records
from station.errors import ImageFileError, NotPermitted, RecordsError, StorageError, UsageError
from station.images import Image, read_image, write_image
from station.labelling import Labelling
from station.mask_files import draft_path, mask_path
from station.masks import MOST_MEGAPIXELS, Masks
from station.models import ModelStore
from station.permissions import Role
from station.queries import ImageLabel, LabelledImage
from station.region import Rectangle, Region
from station.setups import setup_loader
from station.teaching import Lesson, plan, teach
from station.types import ModelRef
from tests.station.cli_rig import HEIGHT, WIDTH, defect_picture, good_picture

ADA = command_line("ada")
OSKAR = Session("oskar", Role.OPERATOR, datetime.now(UTC))
MODEL = ModelRef("cell", 3, "b" * 64)
SQUARE = (slice(10, 26), slice(20, 36))
"""Where `defect_picture` is bright."""


@dataclass(frozen=True)
class Rig:
    config: Config
    records: Records
    masks: Masks

    @property
    def root(self) -> Path:
        return self.config.datasets_dir

    def add(self, image: Image, label: ImageLabel = ImageLabel.DEFECT, *, path: Path | None = None) -> int:
        """Put a picture into the data set `cell`; returns its number."""
        number = len(self.records.pictures.stored("cell", limit=10_000))
        path = path or self.root / "cell" / "images" / f"part{number}.png"
        stored = write_image(path, image)
        kind = "scratch" if label is ImageLabel.DEFECT else None
        one = LabelledImage(
            "cell", str(path), stored.sha256, label, image.shape[1], image.shape[0], 1, "uint8", datetime.now(UTC), kind
        )  # fmt: skip
        self.records.pictures.add([one], who="ada")
        return self.records.pictures.stored("cell", limit=10_000)[-1].id

    def file(self, number: int) -> Path:
        stored = {one.id: one.image for one in self.records.pictures.stored("cell", limit=10_000)}
        return mask_path(self.root, stored[number])


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    told = {
        "schema": 1,
        "station": {"data_dir": str(tmp_path / "data")},
        "camera": {"kind": "fake"},
        "detector": {"name": "fake", "device": "cpu"},
    }
    config = parse(told, base=tmp_path, environ={})
    config.data_dir.mkdir()
    records = Records.open(config.database_url)
    store = ModelStore(config.models_dir, create_detector)
    yield Rig(config, records, Masks(records, Labelling(records), config.datasets_dir, store, setup_loader(config)))
    records.close()


def painted() -> np.ndarray[Any, Any]:
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    mask[SQUARE] = 255
    return mask


def test_a_saved_mask_lies_beside_the_picture_and_in_the_records(rig: Rig) -> None:
    number = rig.add(defect_picture(0))
    saved = rig.masks.save(ADA, "cell", number, painted(), proposed_by=MODEL)
    path = rig.root / "cell" / "ground_truth" / "part0_mask.png"
    assert Path(str(saved.mask.path)) == path
    assert not saved.labelled
    assert (read_image(path) == painted()).all()
    row = rig.records.pictures.mask(number)
    assert row is not None
    assert row.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (row.pixels, row.bytes, row.proposed_by, row.who) == (256, path.stat().st_size, MODEL, "ada")
    opened = rig.masks.open("cell", number)
    assert (opened.mask == painted()).all()
    assert (opened.saved, opened.draft, opened.trouble) == (row, None, "")
    assert not opened.image.flags.writeable
    assert [one.mask for one in rig.masks.pictures("cell")] == [row]


def test_pictures_of_the_same_name_from_elsewhere_have_masks_of_their_own(rig: Rig, tmp_path: Path) -> None:
    first = rig.add(defect_picture(0), path=tmp_path / "a" / "part.png")
    second = rig.add(defect_picture(1), path=tmp_path / "b" / "part.png")
    assert rig.file(first) != rig.file(second)
    rig.masks.save(ADA, "cell", first, painted())
    assert not rig.masks.open("cell", second).mask.any()


def test_a_mask_of_another_size_is_refused(rig: Rig) -> None:
    number = rig.add(defect_picture(0))
    with pytest.raises(ImageFileError, match="32 x 48 pixels, the picture 64 x 48"):
        rig.masks.save(ADA, "cell", number, painted()[:, :32])
    with pytest.raises(UsageError, match="Nothing is painted"):
        rig.masks.save(ADA, "cell", number, painted() * 0)
    assert not rig.file(number).exists()
    assert rig.records.pictures.masks(number) == []


def test_a_mask_makes_a_picture_a_defect_only_when_that_was_said(rig: Rig) -> None:
    number = rig.add(defect_picture(0), ImageLabel.UNSURE)
    with pytest.raises(UsageError, match="labelled unsure"):
        rig.masks.save(ADA, "cell", number, painted())
    saved = rig.masks.save(ADA, "cell", number, painted(), make_defect=True, kind="dent")
    assert saved.labelled
    (stored,) = rig.records.pictures.stored("cell")
    assert (stored.image.label, stored.image.defect) == (ImageLabel.DEFECT, "dent")
    assert rig.records.pictures.history(number)[0].why == "a mask was painted"


def test_operators_may_not_paint(rig: Rig) -> None:
    number = rig.add(defect_picture(0))
    operator = Session("oskar", Role.OPERATOR, datetime.now(UTC))
    with pytest.raises(NotPermitted, match="may not paint masks"):
        rig.masks.save(operator, "cell", number, painted())
    with pytest.raises(NotPermitted):
        rig.masks.clear(operator, "cell", number)
    assert not rig.file(number).exists()


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(images.os, "fsync", full)


def test_a_full_disk_leaves_nothing_half_written(rig: Rig, request: pytest.FixtureRequest) -> None:
    number = rig.add(defect_picture(0))
    (rig.root / "cell" / "ground_truth").mkdir()
    request.getfixturevalue("full_disk")
    with pytest.raises(StorageError, match="the disk is full"):
        rig.masks.save(ADA, "cell", number, painted())
    assert list((rig.root / "cell" / "ground_truth").iterdir()) == []
    assert rig.records.pictures.masks(number) == []


def test_a_full_disk_leaves_the_mask_before_in_force(rig: Rig, request: pytest.FixtureRequest) -> None:
    number = rig.add(defect_picture(0))
    before = rig.masks.save(ADA, "cell", number, painted()).mask
    other = np.full((HEIGHT, WIDTH), 255, np.uint8)
    request.getfixturevalue("full_disk")
    with pytest.raises(StorageError):
        rig.masks.save(ADA, "cell", number, other)
    opened = rig.masks.open("cell", number)
    assert (opened.mask == painted()).all()
    assert opened.saved is not None
    assert opened.saved.sha256 == before.sha256


def test_a_mask_that_cannot_be_recorded_leaves_its_file_and_the_label_as_they_were(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, unsure = rig.add(defect_picture(0)), rig.add(defect_picture(1), ImageLabel.UNSURE)
    rig.masks.save(ADA, "cell", number, painted())

    def fail(*_: object) -> None:
        raise RecordsError("The database cannot be written.")

    monkeypatch.setattr(rig.records.pictures, "set_mask", fail)
    with pytest.raises(RecordsError):
        rig.masks.save(ADA, "cell", number, np.full((HEIGHT, WIDTH), 255, np.uint8))
    assert (read_image(rig.file(number)) == painted()).all()
    with pytest.raises(RecordsError):
        rig.masks.save(ADA, "cell", unsure, painted(), make_defect=True)
    assert not rig.file(unsure).exists()
    assert rig.records.pictures.stored("cell")[-1].image.label is ImageLabel.UNSURE


def test_clearing_takes_the_file_away_and_keeps_the_history(rig: Rig) -> None:
    number = rig.add(defect_picture(0))
    rig.masks.save(ADA, "cell", number, painted())
    rig.masks.clear(ADA, "cell", number)
    assert not rig.file(number).exists()
    assert rig.records.pictures.mask(number) is None
    assert [one.pixels for one in rig.records.pictures.masks(number)] == [0, 256]
    acts = [entry.action for entry in rig.records.audit.entries()]
    assert acts.count(Act.MASK_CHANGED) == 2
    opened = rig.masks.open("cell", number)
    assert (opened.saved, opened.draft) == (None, None)


def test_what_was_being_painted_is_offered_after_a_crash_until_it_is_saved_or_dropped(rig: Rig) -> None:
    number = rig.add(defect_picture(0))
    half = painted()
    half[18:, :] = 0
    for refused in (
        lambda: rig.masks.keep_draft(OSKAR, "cell", number, half),
        lambda: rig.masks.drop_draft(OSKAR, "cell", number),
    ):
        with pytest.raises(NotPermitted):
            refused()
    rig.masks.keep_draft(ADA, "cell", number, half, MODEL)
    opened = rig.masks.open("cell", number)
    assert not opened.mask.any()
    assert opened.draft is not None
    assert (opened.draft.pixels == half).all()
    assert opened.draft.proposed_by == MODEL
    rig.masks.save(ADA, "cell", number, painted())
    assert rig.masks.open("cell", number).draft is None
    rig.masks.keep_draft(ADA, "cell", number, half)
    rig.masks.drop_draft(ADA, "cell", number)
    assert rig.masks.open("cell", number).draft is None
    draft_path(rig.file(number)).write_bytes(b"not a draft")
    assert rig.masks.open("cell", number).draft is None


def test_a_crash_between_file_and_row_is_a_draft_and_not_a_mask(rig: Rig) -> None:
    number = rig.add(defect_picture(0))
    write_image(rig.file(number), painted())
    opened = rig.masks.open("cell", number)
    assert opened.saved is None
    assert not opened.mask.any()
    assert opened.draft is not None
    assert (opened.draft.pixels == painted()).all()
    rig.masks.save(ADA, "cell", number, painted())
    other = painted()
    other[0, 0] = 255
    write_image(rig.file(number), other)
    opened = rig.masks.open("cell", number)
    assert "is not the mask that was saved" in opened.trouble
    assert opened.draft is not None
    assert (opened.draft.pixels == other).all()


def test_a_picture_that_changed_or_is_gone_or_is_huge_is_not_opened(rig: Rig) -> None:
    number = rig.add(defect_picture(0))
    path = rig.root / "cell" / "images" / "part0.png"
    write_image(path, defect_picture(5))
    with pytest.raises(ImageFileError, match="is not the picture that was labelled any more"):
        rig.masks.open("cell", number)
    path.unlink()
    with pytest.raises(ImageFileError, match=r"part0\.png"):
        rig.masks.open("cell", number)
    with pytest.raises(RecordsError, match="no picture with the number 99"):
        rig.masks.open("cell", 99)
    huge = LabelledImage(
        "cell", "huge.png", "c" * 64, ImageLabel.DEFECT, 14_204, 10_560, 1, "uint8", datetime.now(UTC)
    )  # fmt: skip
    rig.records.pictures.add([huge], who="ada")
    with pytest.raises(ImageFileError, match=f"has 150 megapixels; masks are painted on at most {MOST_MEGAPIXELS}"):
        rig.masks.open("cell", rig.records.pictures.stored("cell")[-1].id)


def taught(rig: Rig, tmp_path: Path, region: Region | None = None) -> Any:
    for n in range(8):
        write_image(tmp_path / "good" / f"{n}.png", good_picture(n))
    lesson = Lesson("cell", tmp_path / "good", detector="fake", options={"cells": 16}, device="cpu", region=region)
    return teach(plan(lesson), rig.records, rig.config.models_dir, who="ada").recipe


@pytest.mark.parametrize("region", [None, Region(roi=Rectangle(x=8, y=4, width=48, height=40))])
def test_pixel_metrics_come_from_the_painted_pictures_and_good_ones_that_were_not_taught(
    rig: Rig, tmp_path: Path, region: Region | None
) -> None:
    recipe = taught(rig, tmp_path, region)
    for n in range(3):
        rig.add(defect_picture(n))
    hidden = rig.masks.pixel_metrics(recipe)
    assert hidden.metrics is None
    assert hidden.reason == "No defect has a mask, so the heatmaps cannot be measured."
    assert hidden.unmasked == 3
    for one in rig.masks.pictures("cell")[:2]:
        rig.masks.save(ADA, "cell", one.stored.id, painted())
    seen: list[float] = []
    figures = rig.masks.pixel_metrics(recipe, progress=lambda fraction, _: seen.append(fraction))
    assert figures.metrics is not None
    assert (figures.masked, figures.unmasked, figures.good, figures.left_out) == (2, 1, 2, ())
    assert figures.metrics.n_defect_pixels == 2 * 256
    assert figures.metrics.n_images == 4
    size = HEIGHT * WIDTH if region is None else 48 * 40
    assert figures.metrics.n_normal_pixels == 4 * size - 512
    assert figures.metrics.auroc > 0.95
    assert figures.metrics.aupro_at(0.3) > 0.8
    assert seen == sorted(seen)


def test_a_mask_that_is_gone_is_named_and_left_out(rig: Rig, tmp_path: Path) -> None:
    recipe = taught(rig, tmp_path)
    numbers = [rig.add(defect_picture(n)) for n in range(2)]
    for number in numbers:
        rig.masks.save(ADA, "cell", number, painted())
    rig.file(numbers[0]).unlink()
    figures = rig.masks.pixel_metrics(recipe)
    assert figures.masked == 1
    assert len(figures.left_out) == 1
    assert rig.file(numbers[0]).name in figures.left_out[0]


def test_without_defects_the_pixel_metrics_say_why(rig: Rig, tmp_path: Path, make_recipe: Callable[..., Any]) -> None:
    assert rig.masks.pixel_metrics(make_recipe()).reason.startswith("There is no defect")


def test_a_mask_painted_elsewhere_in_colour_is_read_as_black_and_white(rig: Rig, tmp_path: Path) -> None:
    from station.mask_files import read_mask

    colour = cv2.merge([painted() // 2, painted() * 0, painted() * 0])
    write_image(tmp_path / "m.png", colour)
    assert (read_mask(tmp_path / "m.png", (HEIGHT, WIDTH)) == painted()).all()
