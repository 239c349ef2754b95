from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from station.types import Inspection, OutputState, Reason, Result, Timings, Verdict
from tests.line.line_rig import WAIT_S, Rig


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Callable[..., Rig]]:
    """Make a started rig; it is stopped afterwards, and no thread may be left."""
    made: list[Rig] = []
    before = set(threading.enumerate())

    def make(**options: Any) -> Rig:
        one = Rig(tmp_path, **options)
        made.append(one)
        one.start()
        return one

    yield make
    for one in made:
        one.close()
    left = [thread for thread in threading.enumerate() if thread not in before]
    for thread in left:
        thread.join(WAIT_S)  # one that was let go may not have had its turn yet
    assert [thread for thread in left if thread.is_alive()] == []


@pytest.fixture
def make_result() -> Callable[..., Result]:
    """Build a result of a good part whose OK was sent; keywords replace fields of its inspection."""

    def make(total_ms: float = 10.0, **fields: Any) -> Result:
        values: dict[str, Any] = {
            "id": "1",
            "trigger_id": "1",
            "source": "button",
            "part_id": None,
            "seq": 0,
            "at": datetime(2026, 1, 1, tzinfo=UTC),
            "verdict": Verdict.OK,
            "reason": Reason.BELOW_THRESHOLD,
            "output": OutputState.SENT,
            "timings": Timings(total_ms=total_ms),
        }
        return Result(Inspection(**{**values, **fields}), None, None)

    return make
