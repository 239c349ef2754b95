from __future__ import annotations

import pytest

from station.errors import NotPermitted
from station.next_part import NextPart
from tests.station.operate_rig import ANNA


def test_an_id_goes_with_one_trigger() -> None:
    part = NextPart()
    assert part.take() is None
    assert part.put(ANNA, " A1 ") is None
    assert part.waiting == "A1"
    assert (part.take(), part.take()) == ("A1", None)


def test_a_newer_id_replaces_one_that_no_trigger_took_and_says_so() -> None:
    part = NextPart()
    part.put(ANNA, "A1")
    assert part.put(ANNA, "A2") == "A1"
    assert part.take() == "A2"


def test_the_id_of_a_trigger_that_did_not_happen_comes_back_unless_there_is_a_newer_one() -> None:
    part = NextPart()
    part.give_back("A1")
    assert part.take() == "A1"
    part.put(ANNA, "A2")
    part.give_back("A1")
    assert part.waiting == "A2"
    part.clear(ANNA)
    assert part.waiting is None


def test_where_operators_sign_in_nobody_else_gives_or_takes_away_an_id() -> None:
    part = NextPart()
    part.put(ANNA, "A1")
    with pytest.raises(NotPermitted, match="not signed in"):
        part.put(None, "A2")
    with pytest.raises(NotPermitted, match="not signed in"):
        part.clear(None)
    assert part.waiting == "A1"
