"""What is said of pictures before they are learned from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from detectors import Labelled, TrainingDataError
from detectors.fake import FakeDetector
from detectors.images import WATCHED, training_image
from detectors.learning import check_defects
from station.images import ImageFiles, list_images, write_image
from station.picture_check import check_pictures, learn_gate, paths_for_numbers, refused_by
from tests.station.cli_rig import good_folder, good_picture, make_folder


def test_the_kind_that_all_have_in_common_is_returned_and_progress_told(tmp_path: Path) -> None:
    seen: list[float] = []
    kind = check_pictures(
        list_images(good_folder(tmp_path, 4)), progress=lambda fraction, _stage: seen.append(fraction)
    )
    assert str(kind) == "64 x 48 grey uint8"
    assert seen == [0.0, 0.25, 0.5, 0.75]


def test_many_constant_pictures_are_counted_and_the_first_ones_named(tmp_path: Path) -> None:
    paths = list_images(make_folder(tmp_path, [np.full((48, 64), n, np.uint8) for n in range(7)]))
    with pytest.raises(TrainingDataError) as caught:
        check_pictures(paths)
    assert caught.value.message.startswith(f"7 pictures have the same value everywhere: {paths[0]} (0); {paths[1]} (1)")
    assert caught.value.message.endswith(f"{paths[4]} (4); and 2 more.")
    assert "lens cap" in caught.value.hint


def test_pictures_that_are_too_small_are_named(tmp_path: Path) -> None:
    (path,) = list_images(make_folder(tmp_path, [good_picture(0, height=4)]))
    with pytest.raises(TrainingDataError, match="64 x 4 pixels") as caught:
        check_pictures([path])
    assert str(path) in caught.value.message


def test_the_gate_tells_which_pictures_the_line_would_not_score(tmp_path: Path) -> None:
    normal = list_images(good_folder(tmp_path / "good", 5))
    fine, dark = tmp_path / "fine.png", tmp_path / "dark.png"
    write_image(fine, good_picture(70))
    write_image(dark, good_picture(71) // 10)
    refused = refused_by(learn_gate(normal).limits, [fine, dark])
    assert list(refused) == [dark]
    assert refused[dark].startswith("picture too dark")


def test_a_place_among_the_pictures_becomes_the_path_of_the_file(tmp_path: Path) -> None:
    paths = list_images(good_folder(tmp_path, 5))
    write_image(paths[3], np.full((48, 64), 77, np.uint8))
    detector = FakeDetector()
    with pytest.raises(TrainingDataError) as caught, paths_for_numbers(paths):
        detector.fit(ImageFiles(paths), detector.parse_options({}))
    assert caught.value.message == f"{paths[3]} has the same value (77) everywhere."
    assert "lens cap" in caught.value.hint


def test_a_place_among_defects_and_watched_pictures_is_theirs() -> None:
    normal, defects, watched = ([Path(f"{kind}{n}.png") for n in range(2)] for kind in ("good", "defect", "seen"))
    image = good_picture(0)
    with pytest.raises(TrainingDataError, match=r"^defect1\.png is labelled good"), paths_for_numbers(normal, defects):
        check_defects("x", [Labelled(image, True), Labelled(image, False)])
    with pytest.raises(TrainingDataError, match=r"mask of defect0\.png is empty"), paths_for_numbers(normal, defects):
        check_defects("x", [Labelled(image, True, np.zeros((48, 64), np.uint8))])
    with pytest.raises(TrainingDataError, match=r"seen1\.png is float64"), paths_for_numbers(normal, (), watched):
        training_image(image / 2.0, 1, WATCHED)


def test_a_message_without_a_place_stays_as_it_is() -> None:
    with pytest.raises(TrainingDataError, match=r"^Image 9 of 12 good images is odd$"), paths_for_numbers([Path("a")]):
        raise TrainingDataError("Image 9 of 12 good images is odd")
