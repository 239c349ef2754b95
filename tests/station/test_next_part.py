from __future__ import annotations

from station.next_part import NextPart


def test_an_id_goes_with_one_trigger() -> None:
    part = NextPart()
    assert part.take() is None
    assert part.put(" A1 ") is None
    assert part.waiting == "A1"
    assert (part.take(), part.take()) == ("A1", None)


def test_a_newer_id_replaces_one_that_no_trigger_took_and_says_so() -> None:
    part = NextPart()
    part.put("A1")
    assert part.put("A2") == "A1"
    assert part.take() == "A2"


def test_the_id_of_a_trigger_that_did_not_happen_comes_back_unless_there_is_a_newer_one() -> None:
    part = NextPart()
    part.give_back("A1")
    assert part.take() == "A1"
    part.put("A2")
    part.give_back("A1")
    assert part.waiting == "A2"
    part.clear()
    assert part.waiting is None
