"""Orders are taken in somebody's name, from those who may."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from station.accounts import Session
from station.errors import NotPermitted
from station.orders import Orders
from station.permissions import Role


class Ear:
    def __init__(self) -> None:
        self.heard: list[tuple[str, str | None]] = []

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
    otto, orders = Session("Otto", Role.OPERATOR, datetime.now(UTC)), Orders(ear)
    orders.start(otto)
    orders.trigger(otto, "P7")
    orders.acknowledge(otto)
    orders.stop(otto)
    assert ear.heard == [("start", None), ("button", "P7"), ("acknowledge", "Otto"), ("stop", None)]


@pytest.mark.parametrize("order", ["start", "stop", "acknowledge", "trigger"])
def test_where_operators_sign_in_nobody_else_gives_orders(ear: Ear, order: str) -> None:
    with pytest.raises(NotPermitted, match="not signed in"):
        getattr(Orders(ear), order)(None)
    assert ear.heard == []
