"""Recipes as people handle them: versions, differences in words, copies, activation and the way back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from station.errors import ModelStoreError, NotPermitted, RecipeError, UsageError
from station.queries import ImageLabel, LabelledImage
from station.recipe import ThresholdChoiceRecord
from station.recipe_facts import Fact, in_words
from station.services import Station
from station.types import StationState
from tests.station.built_rig import ANNA, OTTO, acts, built, files_below, keep, make_config, teach

GATE = {
    "brightness_low": 0.25,
    "brightness_high": 0.75,
    "saturated_high": 0.1,
    "sharpness_low": 0.0125,
    "n_images": 8,
    "n_ignored": 0,
    "full_scale": 65535,
}


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with built(make_config(tmp_path / "one")) as station:
        first = teach(station)
        second = {
            "name": "cell",
            "model": first.model,
            "threshold": 5.5,
            "review_from": 4.0,
            "note": "two slipped through",
            "created_by": "berta",
            "gate": GATE,
            "choice": ThresholdChoiceRecord(policy="zero_escape", n_good=14, n_defect=10, false_rejects=2, escapes=0),
        }
        keep(station, second)
        yield station


def test_versions_come_newest_first_with_their_model_and_what_is_in_force(station: Station) -> None:
    station.recipes.activate(ANNA, "cell", 1, why="first")
    newest, oldest = station.recipes.versions("cell")
    assert (newest.recipe.version, newest.in_force, newest.uses) == (2, False, ())
    assert (oldest.recipe.version, oldest.in_force) == (1, True)
    assert [use.why for use in oldest.uses] == ["first"]
    assert oldest.model is not None
    assert oldest.model.detector == "fake"
    (listed,) = station.recipes.list()
    assert (listed.newest.version, listed.versions, listed.in_force) == (2, 2, 1)
    with pytest.raises(RecipeError, match="no recipe nothing"):
        station.recipes.versions("nothing")


def test_a_comparison_says_each_difference_in_words_with_counts_and_bounds(station: Station) -> None:
    found = station.recipes.compare(("cell", 1), ("cell", None))
    words = {one.stated.fact: (in_words(one.before), in_words(one.after)) for one in found if one.changed}
    assert words[Fact.THRESHOLD] == ("6 (raw score)", "5.5 (raw score)")
    assert words[Fact.REVIEW_FROM] == ("no review band", "4 (raw score)")
    assert words[Fact.FALSE_REJECTS] == (
        "1 of 14: 7.1 %, at most 30 % (95 %)",
        "2 of 14: 14 %, at most 39 % (95 %)",
    )
    assert words[Fact.ESCAPES] == (
        "unknown: no defects were tried",
        "0 of 10: at most 26 % (95 %)",
    )
    assert words[Fact.BRIGHTNESS_LOW] == ("-", "25.0%")
    assert words[Fact.SHARPNESS_LOW] == ("-", "0.0125")
    assert words[Fact.GATE] == ("none: every picture is scored", "-")
    assert words[Fact.NOTE] == ("first one", "two slipped through")
    assert words[Fact.MADE_BY] == ("anna", "berta")
    same = {one.stated.fact for one in found if not one.changed}
    assert {Fact.MODEL, Fact.PICTURES, Fact.DETECTOR, Fact.OPTION, Fact.TAUGHT_FROM} <= same
    assert [one.changed for one in station.recipes.compare(("cell", 1), ("cell", 1))].count(True) == 0


def test_another_model_and_option_shows_in_a_comparison(station: Station) -> None:
    teach(station, cells=4)
    found = {(one.stated.fact, one.stated.detail): one for one in station.recipes.compare(("cell", 1), ("cell", 3))}
    option = found[(Fact.OPTION, "cells")]
    assert (in_words(option.before), in_words(option.after)) == ("8", "4")
    assert found[(Fact.MODEL, "")].changed


def test_activation_is_recorded_with_its_reason_and_an_older_version_is_a_roll_back(station: Station) -> None:
    station.recipes.activate(ANNA, "cell", 2, why="new lamp")
    station.recipes.activate(ANNA, "cell", 1, why=" too strict ")
    assert [(one.recipe.version, one.who, one.why) for one in station.recipes.activations()] == [
        (1, "anna", "too strict"), (2, "anna", "new lamp"),
    ]  # fmt: skip
    assert acts(station)[-2:] == ["recipe.activated", "recipe.rolled_back"]
    active = station.recipes.active()
    assert active is not None
    assert active.version == 1


def test_activation_needs_a_reason_a_right_and_a_model_that_works(station: Station) -> None:
    with pytest.raises(UsageError, match="no reason"):
        station.recipes.activate(ANNA, "cell", 1, why="  ")
    with pytest.raises(NotPermitted):
        station.recipes.activate(OTTO, "cell", 1, why="want")
    (station.config.models_dir / "cell" / "0001" / "model.safetensors").write_bytes(b"x")
    with pytest.raises(ModelStoreError):
        station.recipes.activate(ANNA, "cell", 1, why="first")
    assert station.recipes.active() is None
    assert station.recipes.activations() == ()


def test_a_running_line_takes_the_activated_version_at_once(station: Station) -> None:
    station.recipes.activate(ANNA, "cell", 1, why="first")
    station.start()
    station.recipes.activate(ANNA, "cell", 2, why="stricter")
    status = station.status()
    assert status.state is StationState.READY
    assert status.threshold == 5.5


def test_a_copy_has_the_data_set_and_names_the_same_model_folder(station: Station) -> None:
    at = datetime(2026, 1, 2, tzinfo=UTC)
    station.records.add_images(
        [
            LabelledImage("cell", f"{n}.png", f"{n:064d}", ImageLabel.DEFECT if n else ImageLabel.GOOD, 48, 48, 1,
                          "uint8", at, "scratch" if n else None)
            for n in range(3)
        ],
        who="anna",
    )  # fmt: skip
    folders = files_below(station.config.models_dir)
    made = station.recipes.duplicate(ANNA, "cell", 2, "cell-left", why="second camera")
    source = station.records.recipe("cell", 2)
    assert (made.name, made.version, made.created_by) == ("cell-left", 1, "anna")
    assert (made.model, made.threshold, made.review_from, made.gate) == (
        source.model, source.threshold, source.review_from, source.gate,
    )  # fmt: skip
    assert "cell version 2" in made.note
    assert "second camera" in made.note
    assert files_below(station.config.models_dir) == folders
    assert station.recipes.check_model("cell-left") > 0
    assert [(one.sha256, one.label, one.defect) for one in station.records.images("cell-left")] == [
        (one.sha256, one.label, one.defect) for one in station.records.images("cell")
    ]
    assert station.records.thresholds("cell-left")[0].reason.policy == "good_only"
    assert acts(station)[-1] == "recipe.duplicated"
    station.recipes.activate(ANNA, "cell-left", 1, why="go")


def test_a_copy_needs_a_free_name_that_can_be_one_a_reason_and_a_right(station: Station) -> None:
    for name, said in (("cell", "already"), ("a/b", "cannot be the name")):
        with pytest.raises(RecipeError, match=said):
            station.recipes.duplicate(ANNA, "cell", None, name, why="x")
    with pytest.raises(UsageError):
        station.recipes.duplicate(ANNA, "cell", None, "other", why="")
    with pytest.raises(NotPermitted):
        station.recipes.duplicate(OTTO, "cell", None, "other", why="x")
    assert [one.newest.name for one in station.recipes.list()] == ["cell"]
