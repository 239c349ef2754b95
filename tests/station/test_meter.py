from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from station.meter import Meter
from station.types import Inspection, Reason, Timings, Verdict


def inspection(total_ms: float) -> Inspection:
    return Inspection(
        id="1",
        seq=1,
        trigger_id="1",
        part_id=None,
        source="test",
        at=datetime(2026, 1, 1, tzinfo=UTC),
        verdict=Verdict.OK,
        reason=Reason.BELOW_THRESHOLD,
        timings=Timings(total_ms=total_ms),
    )


@pytest.mark.parametrize("count", [1, 2, 7, 100, 101, 1000, 1500])
def test_percentiles_are_those_of_numpy_over_the_last_thousand(count: int) -> None:
    times = np.random.default_rng(count).gamma(2.0, 10.0, count)
    meter = Meter()
    for value in times:
        meter.inspected(inspection(float(value)))
    latency = meter.latency()
    assert list(latency) == ["total"]
    assert latency["total"].n == min(count, 1000)
    expected = np.percentile(times[-1000:], (50, 99))
    assert (latency["total"].p50_ms, latency["total"].p99_ms) == pytest.approx(tuple(expected))
