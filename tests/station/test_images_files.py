"""Reading pictures of every kind, and writing them whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors import ImageFileError, StorageError
from station.images import (
    ImageFiles,
    find_interrupted,
    image_path,
    list_images,
    read_image,
    sha256_file,
    temp_path,
    write_file,
    write_image,
)
from station.types import ImageRef, ImageState, Inspection

Make = Callable[..., Inspection]


def picture(shape: tuple[int, ...], dtype: type, seed: int = 0) -> np.ndarray:
    top = np.iinfo(dtype).max
    return np.random.default_rng(seed).integers(0, top, shape, dtype=dtype, endpoint=True)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("shape", [(5, 7), (5, 7, 3), (1, 1), (300, 2, 3)])
def test_a_stored_picture_is_read_back_bit_for_bit(tmp_path: Path, shape: tuple[int, ...], dtype: type) -> None:
    image = picture(shape, dtype)
    path = tmp_path / "2025" / "Bild ä 画像.png"
    stored = write_image(path, image)
    again = read_image(path)
    assert again.dtype == dtype
    np.testing.assert_array_equal(again, image)
    assert stored.bytes == path.stat().st_size
    assert stored.sha256 == sha256_file(path)
    assert list(path.parent.iterdir()) == [path]


def test_colours_are_red_green_blue(tmp_path: Path) -> None:
    red = np.zeros((2, 2, 3), np.uint8)
    red[..., 0] = 255
    write_image(tmp_path / "red.png", red)
    assert cv2.imread(str(tmp_path / "red.png"))[0, 0].tolist() == [0, 0, 255]  # OpenCV: blue first
    np.testing.assert_array_equal(read_image(tmp_path / "red.png"), red)


def test_transparency_is_dropped(tmp_path: Path) -> None:
    bgra = picture((4, 4, 4), np.uint8)
    cv2.imwrite(str(tmp_path / "alpha.png"), bgra)
    np.testing.assert_array_equal(read_image(tmp_path / "alpha.png"), bgra[:, :, 2::-1])


@pytest.mark.parametrize("suffix", [".bmp", ".tif", ".jpg", ".webp", ".pgm"])
def test_other_kinds_are_read(tmp_path: Path, suffix: str) -> None:
    grey = np.full((16, 16), 90, np.uint8)
    _, data = cv2.imencode(suffix, grey)
    (tmp_path / f"x{suffix}").write_bytes(data.tobytes())
    image = read_image(tmp_path / f"x{suffix}")
    assert image.shape[:2] == (16, 16)
    assert abs(int(image.mean()) - 90) <= 2


def test_what_cannot_be_read_is_named_with_a_remedy(tmp_path: Path) -> None:
    _, png = cv2.imencode(".png", picture((64, 64), np.uint8))
    _, jpg = cv2.imencode(".jpg", picture((64, 64), np.uint8))
    (tmp_path / "empty.png").write_bytes(b"")
    (tmp_path / "text.png").write_text("not a picture")
    (tmp_path / "cut.png").write_bytes(png.tobytes()[:-2000])
    (tmp_path / "cut.jpg").write_bytes(jpg.tobytes()[:-500])
    cv2.imwrite(str(tmp_path / "float.tiff"), np.zeros((4, 4), np.float32))
    (tmp_path / "folder.png").mkdir()
    expected = {
        "missing.png": "no such file",
        "empty.png": "is empty",
        "text.png": "not a picture",
        "cut.png": "cut off",
        "cut.jpg": "cut off",
        "float.tiff": "float32",
        "folder.png": "cannot be read",
    }
    for name, words in expected.items():
        with pytest.raises(ImageFileError, match=words) as caught:
            read_image(tmp_path / name)
        assert name in caught.value.message
        assert caught.value.hint


def test_a_folder_is_listed_in_natural_order_without_other_files(tmp_path: Path) -> None:
    for name in ("part10.png", "part2.PNG", "part1.jpg", "Part3.tif", ".hidden.png", "notes.txt", "b.png"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "sub.png").mkdir()
    assert [path.name for path in list_images(tmp_path)] == [
        "b.png",
        "part1.jpg",
        "part2.PNG",
        "Part3.tif",
        "part10.png",
    ]


def test_a_missing_or_empty_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for folder, words in (
        (tmp_path / "none", "no such folder"),
        (tmp_path, "no pictures"),
        (tmp_path / "file", "a file"),
    ):
        with pytest.raises(ImageFileError, match=words) as caught:
            list_images(folder)
        assert str(folder) in caught.value.message


def test_a_training_set_is_read_when_asked_for(tmp_path: Path) -> None:
    for n in range(3):
        write_image(tmp_path / f"{n}.png", np.full((2, 2), n, np.uint8))
    files = ImageFiles(list_images(tmp_path))
    assert [int(image[0, 0]) for image in files] == [0, 1, 2]
    assert len(files[1:]) == 2
    (tmp_path / "1.png").unlink()
    assert int(files[2][0, 0]) == 2
    with pytest.raises(ImageFileError, match=r"1\.png"):
        files[1]


def test_a_failed_write_leaves_the_older_file_and_nothing_else(tmp_path: Path) -> None:
    write_file(tmp_path / "x.png", b"older")
    temp_path(tmp_path / "x.png").mkdir()  # in the way of the new one
    with pytest.raises(StorageError, match=r"x\.png"):
        write_file(tmp_path / "x.png", b"newer")
    assert (tmp_path / "x.png").read_bytes() == b"older"


@given(st.text(min_size=1), st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_the_place_of_a_picture_never_leaves_the_folder(inspection_id: str, at: datetime) -> None:
    from station.types import Reason, Verdict

    one = Inspection(inspection_id, "t", "s", None, 0, at, Verdict.OK, Reason.BELOW_THRESHOLD)
    path = image_path(one)
    assert not path.is_absolute()
    assert ".." not in path.parts
    assert len(path.parts) == 4
    assert path.parts[:3] == (f"{at.year}", f"{at.month:02}", f"{at.day:02}")


def test_after_a_crash_a_whole_file_counts_and_half_a_file_is_removed(tmp_path: Path, make_inspection: Make) -> None:
    whole, half, none = make_inspection(1), make_inspection(2), make_inspection(3)
    stored = write_image(tmp_path / image_path(whole), picture((4, 4), np.uint8))
    partial = temp_path(tmp_path / image_path(half))
    partial.write_bytes(b"half")
    assert find_interrupted(tmp_path, whole) == ImageRef(
        ImageState.STORED, str(image_path(whole)), stored.sha256, stored.bytes
    )
    assert find_interrupted(tmp_path, half) == ImageRef(ImageState.FAILED)
    assert not partial.exists()
    assert find_interrupted(tmp_path, none) == ImageRef(ImageState.FAILED)
