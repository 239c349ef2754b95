"""Defects with painted masks, read from files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from station.errors import ImageFileError
from station.images import write_image
from station.labelled import LabelledFiles, defect_files
from tests.station.cli_rig import HEIGHT, WIDTH, defect_folder


def painted(path: Path, *, height: int = HEIGHT, value: int = 255) -> None:
    mask = np.zeros((height, WIDTH), np.uint8)
    mask[5:9, 10:20] = value
    write_image(path, mask)


def test_a_mask_is_found_by_the_name_of_its_picture(tmp_path: Path) -> None:
    folder, masks = defect_folder(tmp_path / "defect", 3), tmp_path / "masks"
    painted(masks / "000_mask.png")
    painted(masks / "002.png", value=1)
    images = LabelledFiles(defect_files(folder, masks))
    assert [one.defective for one in images] == [True] * 3
    first, second, third = images
    assert second.mask is None
    for one in (first, third):
        assert one.mask is not None
        assert one.mask.shape == one.image.shape[:2] == (HEIGHT, WIDTH)
        assert int((one.mask > 0).sum()) == 40
    assert len(images[1:]) == 2


def test_without_masks_a_defect_is_only_a_label(tmp_path: Path) -> None:
    images = LabelledFiles(defect_files(defect_folder(tmp_path / "defect", 2), None))
    assert all(one.defective and one.mask is None for one in images)


@pytest.mark.parametrize(
    ("case", "words"),
    [("size", r"000_mask\.png is 64 x 20 pixels"), ("black", "black everywhere"), ("orphan", "belongs to no picture")],
)
def test_a_mask_that_does_not_fit_is_named(tmp_path: Path, case: str, words: str) -> None:
    folder, masks = defect_folder(tmp_path / "defect", 1), tmp_path / "masks"
    name = "999_mask.png" if case == "orphan" else "000_mask.png"
    painted(masks / name, height=20 if case == "size" else HEIGHT, value=0 if case == "black" else 255)
    with pytest.raises(ImageFileError, match=words):
        list(LabelledFiles(defect_files(folder, masks)))
