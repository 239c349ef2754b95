"""Counters and latencies of the line. Thread-safe; read as frozen snapshots."""

from __future__ import annotations

import threading
from collections import Counter, deque
from dataclasses import fields

import numpy as np

from station.types import Counters, Inspection, Latency, Purpose, Timings, Verdict

_STEPS = tuple(field.name for field in fields(Timings))


class Meter:
    """Counts verdicts and losses since it was made, and keeps the last `window` timings of each step."""

    def __init__(self, window: int = 1000) -> None:
        self._lock = threading.Lock()
        self._verdicts: Counter[Verdict] = Counter()
        self._lost: Counter[str] = Counter()
        self._other: Counter[str] = Counter()
        self._timings: dict[str, deque[float]] = {step: deque(maxlen=window) for step in _STEPS}

    def add(self, name: str, count: int = 1) -> None:
        with self._lock:
            self._other[name] += count

    def lost(self, reason: str) -> None:
        with self._lock:
            self._lost[reason] += 1

    def inspected(self, inspection: Inspection) -> None:
        with self._lock:
            if inspection.purpose is Purpose.REFERENCE:
                self._other["reference"] += 1
            else:
                self._verdicts[inspection.verdict] += 1
                self._other["withheld"] += inspection.as_seen_by_line is not inspection
            for step in _STEPS:
                value = getattr(inspection.timings, step)
                if value is not None:
                    self._timings[step].append(value)

    def counters(self, *, unrecorded: int, stale: int) -> Counters:
        with self._lock:
            return Counters(
                triggers=self._other["triggers"],
                ok=self._verdicts[Verdict.OK],
                nok=self._verdicts[Verdict.NOK],
                review=self._verdicts[Verdict.REVIEW],
                error=self._verdicts[Verdict.ERROR],
                lost=dict(self._lost),
                reference=self._other["reference"],
                withheld=self._other["withheld"],
                stale=stale,
                live_skipped=self._other["live_skipped"],
                published_late=self._other["published_late"],
                unrecorded=unrecorded,
            )

    def latency(self) -> dict[str, Latency]:
        """Percentiles by step, without the steps nothing was measured of."""
        with self._lock:
            samples = {step: np.array(values) for step, values in self._timings.items() if values}
        result = {}
        for step, values in samples.items():
            p50, p99 = np.percentile(values, (50, 99))
            result[step.removesuffix("_ms")] = Latency(len(values), float(p50), float(p99))
        return result
