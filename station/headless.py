"""Run a station without a window."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue

from station.errors import UsageError
from station.services import Result, Station
from station.types import Inspection, StationState, StationStatus

_LOOK_S = 0.1


def run(
    station: Station,
    stop: threading.Event,
    *,
    parts: int | None = None,
    trigger_every_ms: float | None = None,
    on_inspection: Callable[[Inspection], None],
    on_status: Callable[[StationStatus], None],
) -> StationStatus:
    """Run until `stop`, until `parts` are inspected, or until the camera has no more pictures; then stop the station.

    With trigger mode `software` a picture is asked for every `trigger_every_ms`; with 0, as soon as the one before is
    answered. Both callbacks come on the caller's thread; `on_status` when the state or its message changes. Returns
    the status of the last moment of running.

    Raises:
        UsageError: trigger mode `software` without `trigger_every_ms`, or another mode with it.
        Whatever `Station.start` raises.
    """
    software = station.config.camera.trigger == "software"
    if software and trigger_every_ms is None:
        raise UsageError(
            "Without a window nobody asks for pictures: camera.trigger is software.",
            'Give --trigger-every MS, or set camera.trigger to "line" or "free_run".',
        )
    if not software and trigger_every_ms is not None:
        raise UsageError(
            f"--trigger-every does nothing: camera.trigger is {station.config.camera.trigger}.",
            'Leave it out, or set camera.trigger to "software".',
        )
    results: SimpleQueue[Result] = SimpleQueue()
    leave = station.subscribe(results.put)
    try:
        station.start()
        status = _serve(station, stop, results, parts, trigger_every_ms, on_inspection, on_status)
        station.stop()
    finally:
        station.stop()
        leave()
    while (result := _next(results, 0)) is not None:
        on_inspection(result.inspection)
    return status


def _serve(
    station: Station,
    stop: threading.Event,
    results: SimpleQueue[Result],
    parts: int | None,
    trigger_every_ms: float | None,
    on_inspection: Callable[[Inspection], None],
    on_status: Callable[[StationStatus], None],
) -> StationStatus:
    asked = 0
    due_s = time.monotonic()
    told: tuple[StationState, str] | None = None
    while True:
        status = station.status()
        if (status.state, status.message) != told:
            told = (status.state, status.message)
            on_status(status)
        counters = status.counters
        idle = counters.answered >= counters.triggers
        # in READY there is a message only when the camera has come to the end of its pictures
        ended = status.state is StationState.READY and bool(status.message)
        if stop.is_set() or (idle and ended) or (parts is not None and counters.done >= parts):
            return status
        wait_s = _LOOK_S
        if trigger_every_ms is not None and not ended and (parts is None or asked < parts):
            now_s = time.monotonic()
            if now_s >= due_s and (trigger_every_ms > 0 or idle):
                asked += 1
                station.trigger(str(asked), source="timer")
                # what was missed is not made up for: the line would see a burst
                due_s = max(due_s + trigger_every_ms / 1e3, now_s)
                continue
            wait_s = min(_LOOK_S, max(0.001, due_s - now_s))
        result = _next(results, wait_s)
        if result is not None:
            on_inspection(result.inspection)


def _next(results: SimpleQueue[Result], wait_s: float) -> Result | None:
    try:
        return results.get(timeout=wait_s) if wait_s > 0 else results.get_nowait()
    except Empty:
        return None
