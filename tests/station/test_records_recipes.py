"""Recipes and their activation, models, data set pictures and events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from station.db import Records
from station.errors import RecipeError, RecordsError
from station.queries import ImageLabel, LabelledImage, ModelRecord
from station.recipe import Recipe
from station.types import Event, EventKind, ModelRef

MakeRecipe = Callable[..., Recipe]
NOON = datetime(2025, 3, 1, 12, 0, tzinfo=UTC)


def test_a_recipe_is_given_back_with_the_same_hash(records: Records, make_recipe: MakeRecipe) -> None:
    recipe = make_recipe(threshold=0.1 + 0.2, gate={"sharpness": [1.0, None], "ä": "ß"}, note="=first")
    records.add_recipe(recipe)
    assert records.recipe("cell") == recipe
    assert records.recipe("cell", 1).sha256 == recipe.sha256


def test_a_version_is_never_changed(records: Records, make_recipe: MakeRecipe) -> None:
    records.add_recipe(make_recipe())
    records.add_recipe(make_recipe())  # the same again is nothing new
    with pytest.raises(RecipeError, match="there already"):
        records.add_recipe(make_recipe(threshold=2.0))
    assert records.versions("cell") == [make_recipe()]


def test_versions_count_up_and_the_newest_is_the_default(records: Records, make_recipe: MakeRecipe) -> None:
    assert records.next_version("cell") == 1
    for version in (1, 2, 10):
        records.add_recipe(make_recipe(version=version))
    records.add_recipe(make_recipe("plate"))
    assert records.next_version("cell") == 11
    assert records.recipe("cell").version == 10
    assert [(one.name, one.version) for one in records.recipes()] == [("cell", 10), ("plate", 1)]
    assert [one.version for one in records.versions("cell")] == [1, 2, 10]


def test_an_unknown_recipe_is_answered_with_the_known_ones(records: Records, make_recipe: MakeRecipe) -> None:
    with pytest.raises(RecipeError, match="no recipe plate") as caught:
        records.recipe("plate")
    assert "train" in caught.value.hint
    records.add_recipe(make_recipe())
    with pytest.raises(RecipeError) as caught:
        records.recipe("plate")
    assert "cell" in caught.value.hint
    with pytest.raises(RecipeError, match="no version 7"):
        records.recipe("cell", 7)


def test_a_recipe_row_that_was_tampered_with_is_not_used(sqlite_records: Records, make_recipe: MakeRecipe) -> None:
    sqlite_records.add_recipe(make_recipe())
    sqlite_records.activate("cell", 1, who="engineer", why="first")
    with sqlite_records._engine.begin() as connection:
        connection.execute(text("UPDATE recipe_versions SET body = replace(body, '1.0', '9.0')"))
    for read in (lambda: sqlite_records.recipe("cell"), sqlite_records.active, sqlite_records.recipes):
        with pytest.raises(RecordsError, match="does not match its own hash"):
            read()
    with pytest.raises(RecordsError, match="does not match its own hash"):
        sqlite_records.activate("cell", 1, who="engineer", why="again")


def test_going_back_is_activating_an_older_version(records: Records, make_recipe: MakeRecipe) -> None:
    assert records.active() is None
    for version in (1, 2):
        records.add_recipe(make_recipe(version=version, threshold=float(version)))
        records.activate("cell", version, who="engineer", why=f"step {version}")
    assert records.active() == make_recipe(version=2, threshold=2.0)
    assert records.activate("cell", 1, who="anna", why="too many false rejects").version == 1
    assert records.active() == make_recipe(version=1, threshold=1.0)
    history = records.activations()
    assert [(one.recipe.version, one.who) for one in history] == [(1, "anna"), (2, "engineer"), (1, "engineer")]
    event = records.events(kinds=frozenset({EventKind.RECIPE}))[0]
    assert event.who == "anna"
    assert event.details["why"] == "too many false rejects"
    assert event.details["before"] == {"name": "cell", "version": 2}


def test_activating_what_is_not_there_changes_nothing(records: Records, make_recipe: MakeRecipe) -> None:
    records.add_recipe(make_recipe())
    records.activate("cell", 1, who="engineer", why="first")
    with pytest.raises(RecipeError):
        records.activate("cell", 2, who="engineer", why="typo")
    assert len(records.activations()) == 1
    assert len(records.events()) == 1


def test_models_are_listed_by_name_and_version(records: Records) -> None:
    model = ModelRecord(ModelRef("cell", 2, "a" * 64), "patchcore", 30, NOON, "engineer", {"k": [1, 2.5]}, "note")
    first = replace(model, ref=ModelRef("cell", 1, "b" * 64))
    other = replace(model, ref=ModelRef("ball", 1, "c" * 64), options={})
    for one in (model, first, other):
        records.add_model(one)
    assert records.models() == [other, first, model]
    assert records.models("cell") == [first, model]
    assert records.model(model.ref) == model
    assert records.model(ModelRef("cell", 1, "d" * 64)) is None
    with pytest.raises(RecordsError, match="refuses the row"):
        records.add_model(replace(first, note="again"))


def test_a_picture_that_is_added_again_gets_the_new_label(records: Records) -> None:
    image = LabelledImage("cell", "good/1.png", "a" * 64, ImageLabel.GOOD, 64, 48, 1, "uint8", NOON)
    other = replace(image, sha256="b" * 64, path="good/2.png")
    assert records.add_images([image, other]) == 2
    assert (
        records.add_images([replace(other, label=ImageLabel.DEFECT, defect="crack", added_at=datetime.now(UTC))]) == 0
    )
    assert records.add_images([replace(image, recipe="plate")]) == 1
    changed = replace(other, label=ImageLabel.DEFECT, defect="crack")
    assert records.images("cell") == [image, changed]
    assert records.images("cell", ImageLabel.DEFECT) == [changed]
    counts = records.image_counts("cell")
    assert counts == {ImageLabel.GOOD: 1, ImageLabel.DEFECT: 1, ImageLabel.UNSURE: 0, ImageLabel.IGNORE: 0}


def test_pictures_are_added_all_or_none(records: Records) -> None:
    image = LabelledImage("cell", "good/1.png", "a" * 64, ImageLabel.GOOD, 64, 48, 1, "uint8", NOON)
    broken = replace(image, sha256="b" * 64, dtype=None)  # type: ignore[arg-type]
    with pytest.raises(RecordsError):
        records.add_images([image, broken])
    assert records.images("cell") == []


def test_events_come_newest_first_page_by_page(records: Records) -> None:
    for n in range(7):
        kind = EventKind.CAMERA if n % 2 else EventKind.STATE
        records.add_event(Event(NOON + timedelta(seconds=n), kind, f"event {n}", "anna", {"n": n, "list": [1, "ä"]}))
    page = records.events(limit=3)
    assert [one.message for one in page] == ["event 6", "event 5", "event 4"]
    assert page[0].details == {"n": 6, "list": [1, "ä"]}
    assert page[0].at == NOON + timedelta(seconds=6)
    rest = records.events(limit=10, before=page[-1].id)
    assert [one.message for one in rest] == ["event 3", "event 2", "event 1", "event 0"]
    assert [one.message for one in records.events(kinds=frozenset({EventKind.CAMERA}))] == [
        "event 5",
        "event 3",
        "event 1",
    ]
