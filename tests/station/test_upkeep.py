"""What is kept up for a product, and when it is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from calibration import learn
from station.calibration_ref import Kind
from station.calibrations import Due
from station.errors import RecipeError
from station.queries import GoldenCheck, GoldenOutcome
from station.recipe import Recipe
from station.services import Station
from station.upkeep import Standing, Subject, Upkeep, UpkeepEntry
from tests.station.built_rig import built, make_config, picture, teach

NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with built(make_config(tmp_path, golden={"every_hours": 24.0})) as station:
        yield station


@pytest.fixture
def recipe(station: Station) -> Recipe:
    made = teach(station, gate=learn([picture(n) for n in range(4)]).to_dict())
    station.records.activate("cell", 1, who="Ada", why="first")
    return made


def entries(station: Station, *, name: str = "cell", due: tuple[Due, ...] = ()) -> dict[Subject, UpkeepEntry]:
    upkeep = Upkeep(
        station.records, station.golden, station.config.golden, due=lambda _product: due,
        drift=station.drift.report, now=lambda: NOW,
    )  # fmt: skip
    return {one.subject: one for one in upkeep.of(name)}


def checked(station: Station, recipe: Recipe, at: datetime, outcome: GoldenOutcome) -> None:
    station.records.golden.add_check(GoldenCheck(recipe.ref, outcome, at, at, "Otto", "because"))


def test_what_was_never_made_is_missing_and_not_due(station: Station, recipe: Recipe) -> None:
    found = entries(station)
    assert Subject.WHITE_BALANCE not in found, "grey pictures have none"
    for subject in (Subject.FLAT_FIELD, Subject.LENS, Subject.PLANE, Subject.DRIFT, Subject.AGREEMENT):
        assert found[subject].standing is Standing.MISSING
        assert found[subject].age(NOW) is None
    assert found[Subject.GATE].standing is Standing.FINE
    assert found[Subject.REFERENCE_PARTS].standing is Standing.DUE, "the station asks for a check every day"


def test_an_old_calibration_is_due_and_one_that_the_recipe_does_not_use_has_to_be_taken_over(
    station: Station, recipe: Recipe
) -> None:
    made = NOW - timedelta(days=100)
    old = Due(Kind.FLAT_FIELD, made, "Ada", made + timedelta(days=90), "The flat field was made 100 days ago.")
    new = Due(Kind.LENS, made, "Ada", NOW + timedelta(days=90))
    found = entries(station, due=(old, new))
    flat, lens = found[Subject.FLAT_FIELD], found[Subject.LENS]
    assert (flat.standing, flat.made_by, flat.age(NOW)) == (Standing.DUE, "Ada", timedelta(days=100))
    assert "100 days" in flat.why
    assert lens.standing is Standing.DUE
    assert "taken over" in lens.why


def test_a_check_of_the_reference_parts_grows_old_and_a_failed_one_is_due_at_once(
    station: Station, recipe: Recipe
) -> None:
    checked(station, recipe, NOW - timedelta(hours=2), GoldenOutcome.PASSED)
    assert entries(station)[Subject.REFERENCE_PARTS].standing is Standing.FINE
    assert entries(station)[Subject.REFERENCE_PARTS].made_by == "Otto"
    checked(station, recipe, NOW - timedelta(hours=1), GoldenOutcome.FAILED)
    assert "failed" in entries(station)[Subject.REFERENCE_PARTS].why
    checked(station, recipe, NOW - timedelta(hours=30), GoldenOutcome.PASSED)
    assert "every 24 hours" in entries(station)[Subject.REFERENCE_PARTS].why


def test_a_clock_that_was_set_back_makes_nothing_younger_than_now(station: Station) -> None:
    entry = UpkeepEntry(Subject.GATE, Standing.FINE, NOW + timedelta(days=1), "Ada")
    assert entry.age(NOW) == timedelta(0)


def test_limits_of_the_gate_keep_the_date_of_the_version_that_learned_them(station: Station, recipe: Recipe) -> None:
    teach(station, gate=recipe.gate, created_by="Grace", note="other threshold")
    station.records.activate("cell", 2, who="Grace", why="tuned")
    assert entries(station)[Subject.GATE].made_by == "anna"


def test_a_product_that_is_not_known_is_answered_with_those_that_are(station: Station, recipe: Recipe) -> None:
    with pytest.raises(RecipeError, match="nothing"):
        entries(station, name="nothing")
