"""The numbers under which the cell knows its pictures."""

from __future__ import annotations

from station.acquisitions import MOST, Acquisitions


def test_numbers_count_from_one() -> None:
    numbers = Acquisitions()
    assert [numbers.next() for _ in range(3)] == [1, 2, 3]


def test_a_number_that_may_have_been_in_flight_before_a_restart_is_not_given_again() -> None:
    assert Acquisitions(500).next() == 601


def test_after_the_largest_number_they_begin_again_from_one() -> None:
    numbers = Acquisitions(MOST - 100)
    assert 0 < numbers.next() <= MOST
    near = Acquisitions(MOST - 102)
    assert [near.next(), near.next(), near.next()] == [MOST - 1, MOST, 1]
