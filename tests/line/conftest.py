from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

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
