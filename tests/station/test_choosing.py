"""Which recipes an operator may choose."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from station.accounts import Session
from station.choosing import Choosing
from station.db import Records
from station.errors import NotPermitted, RecipeError, StateError
from station.permissions import Role
from station.recipe import Recipe
from tests.station.conftest import NOON

ANNA = Session("anna", Role.OPERATOR, NOON)


@pytest.fixture
def choosing(records: Records, make_recipe: Callable[..., Recipe]) -> Choosing:
    for name, version in (("cell", 1), ("cell", 2), ("cell", 3), ("plate", 1), ("new", 1)):
        records.add_recipe(make_recipe(name, version))
    for name, version in (("cell", 1), ("cell", 3), ("cell", 2), ("plate", 1)):
        records.activate(name, version, who="eva", why="test")
    return Choosing(records, records.activate)


def test_the_version_last_put_in_force_is_released_not_the_newest(choosing: Choosing) -> None:
    cell, plate = choosing.released()
    assert (cell.recipe.name, cell.recipe.version, cell.newest_version, cell.in_force) == ("cell", 2, 3, False)
    assert (plate.recipe.name, plate.recipe.version, plate.in_force, plate.who) == ("plate", 1, True, "eva")
    assert choosing.not_released() == ("new",)


def test_an_operator_changes_to_a_released_recipe_and_is_named(choosing: Choosing, records: Records) -> None:
    recipe = choosing.choose(ANNA, "cell")
    assert (recipe.name, recipe.version) == ("cell", 2)
    assert records.active() == recipe
    assert records.activations(limit=1)[0].who == "anna"
    cell, plate = choosing.released()
    assert (cell.in_force, plate.in_force) == (True, False)


@pytest.mark.parametrize(
    ("name", "message"),
    [("new", "is not released"), ("plate", "runs already"), ("nothing", "There is no recipe nothing")],
)
def test_what_cannot_be_chosen_is_refused_in_words(choosing: Choosing, name: str, message: str) -> None:
    with pytest.raises(RecipeError, match=message):
        choosing.choose(ANNA, name)
    assert [one.recipe.name for one in choosing.released() if one.in_force] == ["plate"]


def test_somebody_without_the_right_changes_nothing(choosing: Choosing, monkeypatch: pytest.MonkeyPatch) -> None:
    from station import permissions

    monkeypatch.setitem(permissions.LEAST, permissions.Action.CHOOSE_RECIPE, Role.ENGINEER)
    with pytest.raises(NotPermitted):
        choosing.choose(ANNA, "cell")


def test_a_partner_changes_nothing_either_while_something_refuses_it(choosing: Choosing, records: Records) -> None:
    choosing = Choosing(records, records.activate, refusal=lambda: "the reference parts are being checked")
    with pytest.raises(StateError, match="reference parts"):
        choosing.change("cell", who="plc", why="recipe 1")
    with pytest.raises(StateError, match="reference parts"):
        choosing.change_to("cell", 2, who="plc", why="recipe 1")
    assert [one.recipe.name for one in choosing.released() if one.in_force] == ["plate"]
