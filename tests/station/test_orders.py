"""Orders are taken in somebody's name, from those who may."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from station.accounts import Session
from station.audit import Entry
from station.errors import NotPermitted, RecordsError, StateError
from station.orders import Orders
from station.permissions import Role

OTTO = Session("Otto", Role.OPERATOR, datetime.now(UTC))


class Ear:
    def __init__(self) -> None:
        self.heard: list[tuple[str, str | None]] = []
        self.noted: list[tuple[str, str, str]] = []

    def note(self, entry: Entry) -> None:
        self.noted.append((entry.act.value, entry.who, entry.why))

    def start(self) -> None:
        self.heard.append(("start", None))

    def stop(self) -> None:
        self.heard.append(("stop", None))

    def acknowledge(self, who: str = "operator") -> None:
        self.heard.append(("acknowledge", who))

    def trigger(self, part_id: str | None = None, *, source: str = "button") -> None:
        self.heard.append((source, part_id))


@pytest.fixture
def ear() -> Ear:
    return Ear()


def test_an_operators_orders_reach_the_station_under_their_name(ear: Ear) -> None:
    orders = Orders(ear, ear.note)
    orders.start(OTTO)
    orders.trigger(OTTO, "P7")
    orders.acknowledge(OTTO)
    orders.stop(OTTO)
    assert ear.heard == [("start", None), ("button", "P7"), ("acknowledge", "Otto"), ("stop", None)]


@pytest.mark.parametrize("order", ["start", "stop", "acknowledge", "trigger"])
def test_where_operators_sign_in_nobody_else_gives_orders(ear: Ear, order: str) -> None:
    with pytest.raises(NotPermitted, match="not signed in"):
        getattr(Orders(ear, ear.note), order)(None)
    assert (ear.heard, ear.noted) == ([], [])


def test_who_started_and_stopped_the_line_stands_in_the_audit_trail(ear: Ear) -> None:
    orders = Orders(ear, ear.note)
    orders.start(OTTO)
    orders.stop(OTTO)
    orders.stop_for("operator", why="The window was closed.")
    assert ear.noted == [
        ("line.started", "Otto", ""),
        ("line.stopped", "Otto", ""),
        ("line.stopped", "operator", "The window was closed."),
    ]


def test_a_start_that_failed_was_none(ear: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise StateError("The camera is gone.")

    monkeypatch.setattr(ear, "start", fail)
    with pytest.raises(StateError):
        Orders(ear, ear.note).start(OTTO)
    assert ear.noted == []


@pytest.mark.parametrize(("order", "done"), [("start", "was started"), ("stop", "was stopped")])
def test_what_was_done_and_not_noted_is_told_as_that(ear: Ear, order: str, done: str) -> None:
    def locked(_entry: Entry) -> None:
        raise RecordsError("The records are locked.", "End what locks them.")

    with pytest.raises(RecordsError, match=f"{done}, but not noted in the audit trail: The records are locked") as told:
        getattr(Orders(ear, locked), order)(OTTO)
    assert told.value.hint == "End what locks them."
    assert ear.heard == [(order, None)]
