"""Measures for how long the GUI thread does not come to what it has to do."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer

EVERY_MS = 20
KEPT = 15_000
"""Measurements that are kept: five minutes."""


@dataclass(frozen=True, slots=True)
class Delays:
    """How late the event loop was over the last `count` measurements; `worst_ever_ms` since the window is open."""

    count: int
    p50_ms: float
    p99_ms: float
    worst_ms: float
    worst_ever_ms: float


class Watchdog(QObject):
    """A timer that looks how late it comes: by so much the window was blocked. Some microseconds per look."""

    def __init__(
        self, *, every_ms: int = EVERY_MS, clock: Callable[[], float] = time.perf_counter, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._every_s = every_ms / 1e3
        self._clock = clock
        self._late_ms: deque[float] = deque(maxlen=KEPT)
        self._worst_ms = 0.0
        self._last = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(every_ms)
        self._timer.timeout.connect(self.look)

    def open(self) -> None:
        """Begin to measure."""
        self._last = self._clock()
        self._timer.start()

    def close(self) -> None:
        self._timer.stop()

    def forget(self) -> None:
        """Begin anew, for example after the window has opened."""
        self._late_ms.clear()
        self._worst_ms = 0.0
        self._last = self._clock()

    def look(self) -> None:
        now = self._clock()
        late = max(0.0, (now - self._last - self._every_s) * 1e3)
        self._last = now
        self._late_ms.append(late)
        self._worst_ms = max(self._worst_ms, late)

    def delays(self) -> Delays:
        """The figures of now. Sorts what is kept: a few milliseconds; for a page that somebody looks at."""
        if not self._late_ms:
            return Delays(0, 0.0, 0.0, 0.0, self._worst_ms)
        ordered = sorted(self._late_ms)
        return Delays(len(ordered), _at(ordered, 0.5), _at(ordered, 0.99), ordered[-1], self._worst_ms)

    def text(self) -> str:
        """The figures in words, for the diagnosis."""
        delays = self.delays()
        return self.tr("window late: p50 {p50} ms, p99 {p99} ms, worst {worst} ms, over {count} looks").format(
            p50=round(delays.p50_ms, 1), p99=round(delays.p99_ms, 1), worst=round(delays.worst_ever_ms),
            count=delays.count,
        )  # fmt: skip


def _at(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]
