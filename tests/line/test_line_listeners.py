"""Who listens to results, while others come and go on their own threads."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest

from station.listeners import Listeners
from station.types import Reason
from tests.line.line_rig import WAIT_S


@pytest.fixture
def hasty() -> Iterator[None]:
    """Threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("hasty")
def test_who_comes_and_goes_beside_others_takes_nobody_with_them() -> None:
    def fault(_reason: Reason, message: str, _hint: str) -> None:
        raise AssertionError(message)

    listeners = Listeners(fault)
    heard: list[int] = []
    begin = threading.Barrier(8)

    def come_and_go(number: int) -> None:
        begin.wait(WAIT_S)
        for _ in range(300):
            listeners.add(lambda _result: None)()
        listeners.add(lambda _result: heard.append(number))

    threads = [threading.Thread(target=come_and_go, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT_S)
    listeners.publish(None)  # type: ignore[arg-type]
    assert sorted(heard) == list(range(8))
