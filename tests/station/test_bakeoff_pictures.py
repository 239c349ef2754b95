from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from detectors import Cancelled, TrainingDataError
from station.bakeoff_pictures import Found, Pictures, deal, find, find_defects, made_defect, make_defects
from station.db import Records
from station.errors import ImageFileError, RecipeError, UsageError
from station.images import list_images, read_image, sha256_file, write_image
from station.queries import ImageLabel, LabelledImage
from tests.station.cli_rig import defect_folder, defect_picture, good_folder, good_picture, make_folder


def found_in(tmp_path: Path, good: int = 20, defects: int = 8) -> Found:
    kinds = tmp_path / "defects"
    make_folder(kinds / "hole", [defect_picture(n) for n in range(defects // 2)])
    make_folder(kinds / "scratch", [defect_picture(50 + n) for n in range(defects - defects // 2)])
    return find("cell", good_folder(tmp_path / "good", good), None, kinds, None)


def roles(pictures: Pictures) -> list[set[str]]:
    return [{one.sha256 for one in side} for side in (pictures.normal, pictures.held_out, pictures.defect)]


def test_every_picture_has_one_role_and_the_seed_decides_which(tmp_path: Path) -> None:
    found = found_in(tmp_path)
    dealt = deal(found, seed=1)
    assert (len(dealt.normal), len(dealt.held_out), len(dealt.defect)) == (14, 6, 8)
    normal, held_out, defect = roles(dealt)
    assert not normal & held_out
    assert not (normal | held_out) & defect
    assert dealt.kinds == {"hole": 4, "scratch": 4}
    assert deal(found, seed=1) == dealt
    assert roles(deal(found, seed=2))[1] != held_out


def test_the_halves_depend_on_content_not_on_names_and_hold_every_kind(tmp_path: Path) -> None:
    dealt = deal(found_in(tmp_path), seed=3)
    for half in (0, 1):
        assert sorted(one.kind or "" for one in dealt.defect[half::2]) == ["hole", "hole", "scratch", "scratch"]
    for number, path in enumerate(reversed(list_images(tmp_path / "defects" / "hole"))):
        path.rename(path.with_name(f"renamed-{number}.png"))
    again = deal(find("cell", tmp_path / "good", None, tmp_path / "defects", None), seed=3)
    assert [one.sha256 for one in again.defect] == [one.sha256 for one in dealt.defect]


def test_given_held_out_pictures_leave_all_good_ones_to_learn_from(tmp_path: Path) -> None:
    good, extra = good_folder(tmp_path / "good", 5), good_folder(tmp_path / "extra", 4, first=100)
    dealt = deal(find("cell", good, extra, None, None), seed=0)
    assert (len(dealt.normal), len(dealt.held_out), dealt.defect) == (5, 4, ())


def test_the_same_picture_as_good_and_defect_is_refused_and_both_are_named(tmp_path: Path) -> None:
    found = found_in(tmp_path)
    copy = tmp_path / "defects" / "hole" / "innocent.png"
    copy.write_bytes((tmp_path / "good" / "007.png").read_bytes())
    with pytest.raises(ImageFileError) as caught:
        deal(find("cell", tmp_path / "good", None, tmp_path / "defects", None), seed=0)
    assert str(copy) in caught.value.message
    assert str(tmp_path / "good" / "007.png") in caught.value.message
    assert "both good and defect" in caught.value.message
    assert len(found.good) == 20


def test_a_held_out_copy_of_a_learned_picture_is_refused(tmp_path: Path) -> None:
    good = good_folder(tmp_path / "good", 5)
    with pytest.raises(ImageFileError, match="both learned from and held out"):
        deal(find("cell", good, good_folder(tmp_path / "extra", 2, first=4), None, None), seed=0)


def test_unreadable_pictures_are_left_out_by_name_and_counted(tmp_path: Path) -> None:
    found = found_in(tmp_path)
    (tmp_path / "good" / "003.png").write_bytes(b"not a picture")
    cut = tmp_path / "defects" / "hole" / "001.png"
    cut.write_bytes(cut.read_bytes()[:60])
    dealt = deal(found, seed=0)
    assert len(dealt.normal) + len(dealt.held_out) == 19
    assert len(dealt.defect) == 7
    assert len(dealt.left_out) == 2
    assert "003.png: is not a picture" in dealt.left_out[0]
    assert f"{cut}: the picture is cut off" in dealt.left_out[1]
    assert "pictures that cannot be read and are not used: 2 of 28" in dealt.notes


def test_copies_count_once(tmp_path: Path) -> None:
    good = make_folder(tmp_path / "good", [good_picture(n // 2) for n in range(12)])
    dealt = deal(find("cell", good, None, None, None), seed=0)
    assert len(dealt.normal) + len(dealt.held_out) == 6
    assert "pictures that are copies of others and are not used: 6" in dealt.notes


def test_a_single_good_picture_is_too_few_and_two_are_enough(tmp_path: Path) -> None:
    with pytest.raises(TrainingDataError, match="1 good picture can be used"):
        deal(find("cell", good_folder(tmp_path / "one", 1), None, None, None), seed=0)
    (tmp_path / "none").mkdir()
    with pytest.raises(ImageFileError, match="holds no pictures"):
        find("cell", tmp_path / "none", None, None, None)
    broken = good_folder(tmp_path / "broken", 2)
    (broken / "000.png").write_bytes(b"")
    with pytest.raises(TrainingDataError, match=r"000\.png: the file is empty"):
        deal(find("cell", broken, None, None, None), seed=0)
    two = deal(find("cell", good_folder(tmp_path / "two", 2), None, None, None), seed=0)
    assert (len(two.normal), len(two.held_out)) == (1, 1)


def test_pictures_of_another_kind_are_refused_by_name(tmp_path: Path) -> None:
    found = found_in(tmp_path)
    write_image(tmp_path / "defects" / "hole" / "000.png", good_picture(999, width=60))
    with pytest.raises(RecipeError) as caught:
        deal(found, seed=0)
    assert "000.png is 60 x 48 grey uint8" in caught.value.message
    assert "64 x 48" in caught.value.message


def test_defects_without_sub_folders_and_masks_beside_them(tmp_path: Path) -> None:
    folder = defect_folder(tmp_path / "flat", 3)
    write_image(folder / "000_mask.png", np.full((48, 64), 255, np.uint8))
    make_folder(folder / "ground_truth", [np.full((48, 64), 255, np.uint8)])
    assert [(path.name, kind) for path, kind in find_defects(folder)] == [
        ("000.png", "defect"),
        ("001.png", "defect"),
        ("002.png", "defect"),
    ]


def test_defect_folders_that_cannot_be_meant_are_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ImageFileError, match="holds no pictures of defects"):
        find_defects(tmp_path / "empty")
    (tmp_path / "nested" / "hole").mkdir(parents=True)
    with pytest.raises(ImageFileError, match="hole: holds no pictures"):
        find_defects(tmp_path / "nested")
    with pytest.raises(ImageFileError, match="there is no such folder"):
        find_defects(tmp_path / "nowhere")
    good_folder(tmp_path / "test" / "good", 2)
    defect_folder(tmp_path / "test" / "hole", 2)
    with pytest.raises(UsageError, match="its name says good parts"):
        find_defects(tmp_path / "test")


def test_defects_of_which_none_can_be_read_are_refused(tmp_path: Path) -> None:
    found = found_in(tmp_path, defects=2)
    for path, _ in found.defect:
        path.write_bytes(b"")
    with pytest.raises(ImageFileError, match="None of the 2 defects can be used"):
        deal(found, seed=0)


def test_cancelling_while_pictures_are_read_is_heard(tmp_path: Path) -> None:
    with pytest.raises(Cancelled, match="while the pictures were read"):
        deal(found_in(tmp_path), seed=0, cancelled=lambda: True)


def test_without_folders_the_pictures_of_the_recipe_are_taken_and_lost_ones_counted(
    tmp_path: Path, sqlite_records: Records, make_recipe: object
) -> None:
    with pytest.raises(RecipeError, match="cell"):
        find("cell", None, None, None, sqlite_records)
    assert callable(make_recipe)
    sqlite_records.add_recipe(make_recipe())
    with pytest.raises(ImageFileError, match="none is where it was"):
        find("cell", None, None, None, sqlite_records)
    good, defect = good_folder(tmp_path / "good", 6), defect_folder(tmp_path / "defect", 2)
    rows = [(path, ImageLabel.GOOD, None) for path in list_images(good)]
    rows += [(path, ImageLabel.DEFECT, "hole") for path in list_images(defect)]
    sqlite_records.add_images(
        LabelledImage("cell", str(path), sha256_file(path), label, 64, 48, 1, "uint8", datetime.now(UTC), kind)
        for path, label, kind in rows
    )
    (good / "000.png").unlink()
    write_image(good / "001.png", good_picture(555))
    found = find("cell", None, None, None, sqlite_records)
    assert [path.name for path in found.good] == ["002.png", "003.png", "004.png", "005.png"]
    assert [kind for _, kind in found.defect] == ["hole", "hole"]
    assert found.notes == ("recorded pictures of cell that are gone or were changed, and are not used: 2",)


@pytest.mark.parametrize("shape", [(48, 64), (48, 64, 3), (200, 31)])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_a_made_defect_changes_one_spot_visibly_and_nothing_else(
    shape: tuple[int, ...], dtype: type[np.uint8] | type[np.uint16]
) -> None:
    most = np.iinfo(dtype).max
    image = np.random.default_rng(1).integers(most // 3, most // 2, shape).astype(dtype)
    for seed in range(40):
        changed = made_defect(image, np.random.default_rng(seed))
        assert (changed.shape, changed.dtype) == (image.shape, image.dtype)
        away = np.abs(changed.astype(float) - image.astype(float))
        spot = away.reshape(*shape[:2], -1).max(2) > 0
        assert 0 < spot.mean() < 0.2
        assert away.max() > 0.02 * most


def test_made_defects_are_the_same_for_the_same_seed(tmp_path: Path) -> None:
    held_out = deal(found_in(tmp_path), seed=0).held_out
    one = make_defects(held_out, tmp_path / "one", 4)
    assert len(one) == 20
    again, other = make_defects(held_out, tmp_path / "again", 4), make_defects(held_out, tmp_path / "other", 5)
    assert [sha256_file(path) for path in one] == [sha256_file(path) for path in again]
    assert [sha256_file(path) for path in one] != [sha256_file(path) for path in other]
    originals = [read_image(picture.path) for picture in held_out]
    assert not any(np.array_equal(read_image(path), image) for path in one for image in originals)
