from __future__ import annotations

from collections.abc import Callable

import pytest

from station.accounts import Session
from station.audit import AuditQuery
from station.db import Records
from station.errors import NotPermitted, RecipeError, UsageError
from station.permissions import Role
from station.promotion import promote, roll_back, version_before
from station.recipe import Recipe
from tests.station.classroom_rig import ADA


class Stopped:
    """A station without a line: putting in force is what the records do."""

    def __init__(self, records: Records) -> None:
        self.records = records

    def activate(self, name: str, version: int, *, who: str, why: str) -> Recipe:
        return self.records.activate(name, version, who=who, why=why)


def test_promoting_and_going_back_need_a_reason_and_leave_audit_rows(
    sqlite_records: Records, make_recipe: Callable[..., Recipe]
) -> None:
    station = Stopped(sqlite_records)
    for version in (1, 2, 3):
        sqlite_records.add_recipe(make_recipe(version=version))
    assert version_before(sqlite_records) is None
    with pytest.raises(RecipeError, match="no recipe version to go back to"):
        roll_back(station, ADA, "no idea")
    promote(station, ADA, "cell", 1, "first")
    assert version_before(sqlite_records) is None
    with pytest.raises(UsageError, match="reason"):
        promote(station, ADA, "cell", 3, "  ")
    promote(station, ADA, "cell", 3, " better ")
    before = version_before(sqlite_records)
    assert before is not None
    assert (before.name, before.version) == ("cell", 1)
    assert roll_back(station, ADA, "too many rejects").version == 1
    rows = sqlite_records.audit.entries(AuditQuery(action="recipe"))
    told = [(row.action, row.who, row.why) for row in rows if row.action != "recipe.stored"]
    assert told == [
        ("recipe.rolled_back", "ada", "too many rejects"),
        ("recipe.activated", "ada", "better"),
        ("recipe.activated", "ada", "first"),
    ]


def test_operators_put_nothing_in_force(sqlite_records: Records, make_recipe: Callable[..., Recipe]) -> None:
    sqlite_records.add_recipe(make_recipe())
    operator = Session("bo", Role.OPERATOR, ADA.since)
    for act in (
        lambda: promote(Stopped(sqlite_records), operator, "cell", 1, "why"),
        lambda: roll_back(Stopped(sqlite_records), operator, "why"),
    ):
        with pytest.raises(NotPermitted):
            act()
    assert sqlite_records.active() is None
