from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from station.benchmark.datasets import halves, read_root
from station.benchmark.dealing import HELD_OUT_MOST, deal
from station.benchmark.plan import Wish, make_plan, read_option
from station.errors import ImageFileError, UsageError
from station.images import write_image
from tests.station.benchmark_rig import make_mvtec, make_plain, make_visa, picture


def test_the_layout_of_mvtec_is_read_with_its_masks(tmp_path: Path) -> None:
    (category,) = read_root(make_mvtec(tmp_path / "nut"))
    assert (category.name, category.layout, len(category.train)) == ("nut", "mvtec", 12)
    kinds = [one.kind for one in category.test]
    assert [kinds.count(kind) for kind in ("blot", "good", "spot")] == [3, 6, 3]
    assert all((one.mask is not None) == one.defective for one in category.test)
    assert not category.problem


def test_a_folder_of_categories_is_read_by_name_and_others_are_left_out(tmp_path: Path) -> None:
    make_mvtec(tmp_path / "b")
    make_plain(tmp_path / "a")
    (tmp_path / "papers").mkdir()
    (tmp_path / "readme.txt").write_text("x")
    assert [(one.name, one.layout) for one in read_root(tmp_path)] == [("a", "plain"), ("b", "mvtec")]
    assert [one.name for one in read_root(tmp_path, wanted=["b"])] == ["b"]
    with pytest.raises(UsageError, match="no category c") as caught:
        read_root(tmp_path, wanted=["c"])
    assert caught.value.hint == "Known: a, b."


def test_visa_is_dealt_by_its_split_file_and_named_by_its_annotations(tmp_path: Path) -> None:
    make_visa(tmp_path)
    (category,) = read_root(tmp_path)
    assert (category.layout, len(category.train)) == ("visa", 12)
    kinds = [one.kind for one in category.test]
    assert [kinds.count(kind) for kind in ("good", "wax_melded_out_of_the_candle", "combined")] == [4, 2, 2]
    assert all((one.mask is not None) == one.defective for one in category.test)
    (alone,) = read_root(tmp_path / "candle")
    assert (alone.train, alone.test) == (category.train, category.test)


def test_visa_without_its_split_file_says_how_it_was_dealt(tmp_path: Path) -> None:
    make_visa(tmp_path, split=False)
    (category,) = read_root(tmp_path)
    assert len(category.train) == round(0.9 * 16)
    assert "90 % of the normal pictures" in category.notes[0]
    assert {one.path for one in category.test}.isdisjoint(category.train)


def test_a_plain_folder_tests_good_pictures_that_each_seed_draws_anew(tmp_path: Path) -> None:
    (category,) = read_root(make_plain(tmp_path / "part"))
    deals = [deal(category, seed, None, "all") for seed in (0, 1)]
    for one in deals:
        tested = {sample.path for sample in one.test if not sample.defective}
        assert len(tested) == 6
        assert len(one.taught) + len(one.held_out) == 14
        assert tested.isdisjoint({*one.taught, *one.held_out})
    assert deals[0].test != deals[1].test
    assert deal(category, 0, None, "all") == deals[0]


@pytest.mark.parametrize("make", ["nothing", "file", "pictures"])
def test_a_root_without_a_data_set_is_refused(tmp_path: Path, make: str) -> None:
    root = tmp_path / "root"
    if make == "file":
        root.write_text("x")
    if make == "pictures":
        write_image(root / "a.png", picture(0))
    with pytest.raises(UsageError) as caught:
        read_root(root)
    assert str(root) in caught.value.message
    assert caught.value.hint


def test_what_is_odd_about_a_category_is_said_in_words(tmp_path: Path) -> None:
    folder = make_mvtec(tmp_path / "nut", train=0)
    (folder / "train" / "good").mkdir(parents=True)
    (folder / "test" / "crack").mkdir()
    (category,) = read_root(folder)
    assert category.notes == ("test/crack holds no pictures",)
    assert "holds no pictures to teach from" in category.problem
    with pytest.raises(ImageFileError, match="no pictures to teach from"):
        deal(category, 0, None, "all")


def test_the_halves_depend_on_names_alone_and_are_as_large_as_can_be() -> None:
    names = [f"{number:03}.png" for number in range(41)]
    split = halves("crack", names)
    assert halves("crack", reversed(names)) == split
    sizes = [list(split.values()).count(half) for half in ("develop", "report")]
    assert sorted(sizes) == [20, 21]
    # the very assignment is a promise: what options were chosen on must never become what is reported
    assert [split[name] for name in names[:8]] == EXPECTED_HALVES
    assert halves("good", names) != split


EXPECTED_HALVES = ["report", "report", "develop", "develop", "report", "develop", "report", "develop"]


def test_the_two_parts_share_no_picture_and_make_the_whole(tmp_path: Path) -> None:
    (category,) = read_root(make_mvtec(tmp_path / "nut"))
    parts = {part: deal(category, 0, None, part).test for part in ("all", "develop", "report")}
    assert set(parts["develop"]).isdisjoint(parts["report"])
    assert {*parts["develop"], *parts["report"]} == set(parts["all"])
    for kind, at_least in (("good", 3), ("blot", 1), ("spot", 1)):
        assert all(sum(one.kind == kind for one in parts[part]) >= at_least for part in ("develop", "report"))


def test_a_plain_picture_is_in_the_same_half_for_every_seed(tmp_path: Path) -> None:
    (category,) = read_root(make_plain(tmp_path / "part"))
    found = [{one.path for seed in range(6) for one in deal(category, seed, None, part).test} for part in PARTS]
    assert found[0].isdisjoint(found[1])


PARTS = ("develop", "report")


def test_seeds_teach_disjoint_groups_of_shots_while_there_are_enough(tmp_path: Path) -> None:
    (category,) = read_root(make_mvtec(tmp_path / "nut", train=12))
    deals = [deal(category, seed, 4, "all") for seed in range(4)]
    assert [path.stem for path in deals[0].taught] == ["000", "001", "002", "003"]
    assert len({path for one in deals[:3] for path in one.taught}) == 12
    assert len(set(deals[3].taught)) == 4
    for one in deals:
        assert set(one.taught) | set(one.held_out) == set(category.train)
        assert set(one.taught).isdisjoint(one.held_out)


def test_more_shots_than_pictures_are_refused(tmp_path: Path) -> None:
    (category,) = read_root(make_mvtec(tmp_path / "nut", train=3))
    with pytest.raises(ImageFileError, match="4 good pictures were asked for, and there are 3"):
        deal(category, 0, 4, "all")


def test_a_share_is_kept_back_only_where_it_is_enough_for_a_threshold(tmp_path: Path) -> None:
    many = make_mvtec(tmp_path / "many", train=30)
    few = make_mvtec(tmp_path / "few", train=12)
    assert len(deal(read_root(many)[0], 0, None, "all").held_out) == 6
    assert len(deal(read_root(many)[0], 0, None, "all", 0.0).taught) == 30
    assert deal(read_root(few)[0], 0, None, "all").held_out == ()
    assert deal(read_root(few)[0], 0, 2, "all", 0.0).held_out == ()
    assert HELD_OUT_MOST == 60


def test_another_picture_changes_the_fingerprint_and_another_place_does_not(tmp_path: Path) -> None:
    make_mvtec(tmp_path / "one" / "nut")
    make_mvtec(tmp_path / "two" / "nut")
    first, second = (read_root(tmp_path / name)[0].fingerprint() for name in ("one", "two"))
    assert first == second
    write_image(tmp_path / "two" / "nut" / "test" / "good" / "new.png", np.zeros((9, 9), np.uint8))
    assert read_root(tmp_path / "two")[0].fingerprint() != first


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ('fake.worst="mean"', ("fake", "worst", "mean")),
        ("fake.worst=mean", ("fake", "worst", "mean")),
        ("cells=8", ("", "cells", 8)),
        ("patchcore.layers=[1, 2]", ("patchcore", "layers", [1, 2])),
        ("backbone=a.b=c", ("", "backbone", "a.b=c")),
    ],
)
def test_options_are_read_as_json_or_text(text: str, read: tuple[str, str, object]) -> None:
    assert read_option(text) == read


@pytest.mark.parametrize("text", ["cells", "=8", ".cells=8", "fake.=8", ""])
def test_what_is_no_option_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is not DETECTOR"):
        read_option(text)


def test_the_plan_is_every_combination_and_backbones_only_where_there_is_a_choice() -> None:
    wish = Wish(
        detectors=("fake", "patchcore"),
        backbones=("efficientnet_lite0", "efficientnet_lite1"),
        shots=(1, None),
        seeds=2,
        options=(("", "cells", 8), ("patchcore", "scaling", "whiten")),
    )
    plan = make_plan({"nut": "f"}, wish)
    assert len(plan) == (1 + 2) * 2 * 2
    assert len({run.key for run in plan}) == len(plan)
    fake = [run for run in plan if run.detector == "fake"]
    assert {run.backbone for run in fake} == {None}
    assert json.loads(fake[0].options) == {"cells": 8}
    patchcore = [run for run in plan if run.detector == "patchcore"]
    assert {run.backbone for run in patchcore} == {"efficientnet_lite0", "efficientnet_lite1"}
    assert {run.told["scaling"] for run in patchcore} == {"whiten"}


def test_the_fake_detector_is_measured_only_when_asked_for() -> None:
    assert "fake" not in {run.detector for run in make_plan({"nut": "f"}, Wish())}


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (Wish(detectors=("fake",), options=(("", "size", 8),)), "none of fake has this option"),
        (Wish(detectors=("fake",), options=(("patchcore", "size", 8),)), "patchcore is not among the detectors"),
        (Wish(detectors=("fake",), seeds=0), "asks for nothing"),
        (Wish(detectors=("fake",), shots=(0,)), "nothing can be taught from 0"),
    ],
)
def test_a_wish_that_cannot_be_meant_is_refused_before_anything_runs(wish: Wish, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        make_plan({"nut": "f"}, wish)
    assert words in f"{caught.value.message} {caught.value.hint}"
