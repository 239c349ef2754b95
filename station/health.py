"""The health thread: heartbeat, watchdogs, disk, and the event log.

It looks at the line from outside, so that a line that hangs cannot look healthy. It does not touch the database: events
are written by a thread of their own.
"""

from __future__ import annotations

import logging
import shutil
import threading
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from station.config import LineSection
from station.errors import StationError, explain
from station.line import Line
from station.retention import Retention
from station.types import Event, EventKind, Reason

log = logging.getLogger(__name__)

MOST_EVENTS = 10_000
"""Events kept in memory while the database does not answer; the oldest give way, and are counted."""


class EventStore(Protocol):
    """The part of the records that takes events."""

    def add_event(self, event: Event) -> None: ...


class EventLog:
    """Takes events from any thread without waiting; `drain` writes them, in order."""

    def __init__(self, store: EventStore) -> None:
        self._store = store
        self._waiting: deque[Event] = deque()
        self._lock = threading.Lock()
        self._draining = threading.Lock()
        self.dropped = 0

    def __call__(self, event: Event) -> None:
        log.info("%s: %s", event.kind.value, event.message)
        with self._lock:
            if len(self._waiting) >= MOST_EVENTS:
                self._waiting.popleft()
                self.dropped += 1
            self._waiting.append(event)

    def drain(self) -> None:
        """Write what waits, each once. Raises what the store raises.

        Events stay for the next time, but for one that is not at fault of the database: it would block the others.
        """
        with self._draining:
            self._drain()

    def _drain(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    return
                event = self._waiting[0]
            try:
                self._store.add_event(event)
            except StationError:
                raise
            except Exception:
                self.dropped += 1
                self._remove(event)
                raise
            self._remove(event)

    def _remove(self, event: Event) -> None:
        with self._lock:
            if self._waiting and self._waiting[0] is event:
                self._waiting.popleft()


class Housekeeping:
    """Runs retention at once and then every hour, on a thread of its own: it may take minutes.

    In between it calls `look` every `look_s`: for what may wait for the database, as the drift monitor does.
    """

    def __init__(
        self,
        retention: Retention,
        events: EventLog,
        *,
        every_s: float = 3600.0,
        look: Callable[[], None] = lambda: None,
        look_s: float = 10.0,
    ) -> None:
        self._retention = retention
        self._events = events
        self._every_s = every_s
        self._look = look
        self._look_s = look_s
        self._look_failed = False
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._stop.clear()
        self._thread = threading.Thread(target=self._run, name="housekeeping", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        if self._thread is not None:
            self._stop.set()
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        due = time.monotonic()
        while True:
            if time.monotonic() >= due:
                due = time.monotonic() + self._every_s
                self._retain()
            self._look_around()
            if self._stop.wait(min(self._look_s, self._every_s)):
                return

    def _retain(self) -> None:
        try:
            self._retention.run(datetime.now(UTC), self._stop)
        except Exception as error:
            # pictures that stay too long endanger nothing before the disk check does
            log.exception("retention failed")
            self._events(Event(datetime.now(UTC), EventKind.STORAGE, f"Retention failed: {explain(error)}"))

    def _look_around(self) -> None:
        try:
            self._look()
            self._look_failed = False
        except Exception as error:
            if not self._look_failed:  # once, until it works again
                log.exception("the drift monitor failed")
                message = f"The drift monitor failed: {explain(error)}"
                self._events(Event(datetime.now(UTC), EventKind.PROGRAM, message))
            self._look_failed = True


class Health:
    """Watches one line. `start` and `stop` it with the line."""

    def __init__(
        self,
        line: Line,
        events: EventLog,
        limits: LineSection,
        *,
        watchdog_ms: int,
        data_dir: Path,
        clock: Callable[[], int],
        disk_free: Callable[[Path], int] | None = None,
        watch: Callable[[int | None], None] = lambda _free_bytes: None,
    ) -> None:
        """`watch` is called about once a second on the health thread with the free space; it must be quick."""
        self._line = line
        self._events = events
        self._limits = limits
        self._most_trigger_ms = 2 * watchdog_ms + 1000
        self._data_dir = data_dir
        self._clock = clock
        self._disk_free = disk_free or (lambda folder: shutil.disk_usage(folder).free)
        self._watch = watch
        self._stop = threading.Event()
        self._events_wait = False
        self._threads: list[threading.Thread] = []
        self._beat_ns = clock()
        self.level = False
        self.disk_free_bytes: int | None = None

    @property
    def events_lost(self) -> int:
        """Events that are not in the records: too many while the database did not answer, or not to be written."""
        return self._events.dropped

    @property
    def beat_age_ms(self) -> float:
        """Time since the heartbeat last toggled, or since it was started; 0 while it is stopped."""
        return (self._clock() - self._beat_ns) / 1e6 if self._threads else 0.0

    def start(self) -> None:
        self._stop = threading.Event()  # a thread that was given up keeps its own
        self._beat_ns = self._clock()
        self._look_at_disk()
        for run, name in ((self._run, "health"), (self._write_events, "events")):
            thread = threading.Thread(target=run, args=(self._stop,), name=name, daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """End the threads. One that hangs in the output is given up."""
        self._stop.set()
        while self._threads:
            thread = self._threads.pop()
            thread.join(self._limits.driver_patience_s if thread.name == "health" else None)
            if thread.is_alive():
                log.warning("the health thread hangs in the output; the line was stopped without it")
        self.level = False
        self._drain()

    def check_disk(self) -> str | None:
        """Look how much room is left; return what is wrong, in words, or None."""
        try:
            self.disk_free_bytes = self._disk_free(self._data_dir)
        except OSError as error:
            return f"The data folder {self._data_dir} cannot be looked at ({error.strerror or error})."
        if self.disk_free_bytes < self._limits.min_free_mb * 1_000_000:
            return (
                f"Only {self.disk_free_bytes / 1e6:.0f} MB are free for {self._data_dir};"
                f" line.min_free_mb is {self._limits.min_free_mb}."
            )
        return None

    def _run(self, stop: threading.Event) -> None:
        every_s = self._limits.heartbeat_ms / 1e3
        beats_per_look = max(1, round(2.0 / every_s))
        beats_per_watch = max(1, round(1.0 / every_s))
        beat = 0
        while not stop.wait(every_s):
            try:
                self._line.check_inspector()
                self._line.check_triggers(self._most_trigger_ms)
                if beat % beats_per_look == 0:
                    self._look_at_disk()
                if beat % beats_per_watch == 0:
                    self._watch(self.disk_free_bytes)
                self._beat()
            except Exception as error:
                log.exception("the health thread failed")
                self._line.raise_fault(
                    Reason.STATION_FAULT,
                    f"The health check failed: {explain(error)}",
                    "Acknowledge; if it repeats, keep the program's log and ask for help.",
                )
            beat += 1

    def _look_at_disk(self) -> None:
        if (problem := self.check_disk()) is not None:
            self._line.raise_fault(
                Reason.STATION_FAULT,
                problem,
                "Free disk space or shorten retention, then acknowledge.",
                recheck=self.check_disk,
            )

    def _beat(self) -> None:
        if self._line.hung:
            return
        level = not self.level
        if self._line.heartbeat(level):
            self.level, self._beat_ns = level, self._clock()

    def _write_events(self, stop: threading.Event) -> None:
        while not stop.wait(self._limits.heartbeat_ms / 1e3):
            self._drain()

    def _drain(self) -> None:
        try:
            self._events.drain()
            self._events_wait = False
        except StationError as error:
            if not self._events_wait:
                log.warning("events wait for the database: %s", explain(error))
            self._events_wait = True
        except Exception as error:
            log.exception("an event could not be stored")
            self._line.raise_fault(
                Reason.STATION_FAULT,
                f"An event could not be stored: {explain(error)}",
                "Acknowledge; the program's log holds the event.",
            )
