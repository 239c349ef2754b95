"""How old the heartbeat is: told from the start on, not from what was before it."""

from __future__ import annotations

import time
from collections.abc import Callable

from tests.line.line_rig import Rig

HOUR_NS = 3_600_000_000_000


def test_a_start_after_an_hour_of_rest_is_not_an_hour_without_heartbeat(rig: Callable[..., Rig]) -> None:
    ahead = [0]
    one = rig(clock=lambda: time.monotonic_ns() + ahead[0])
    one.stop()
    ahead[0] = HOUR_NS
    assert one.health.beat_age_ms == 0.0
    one.start()
    assert one.health.beat_age_ms < 60_000
