"""Long work: on a thread of its own, with progress, time to go, and a way to cancel it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from station.errors import EXPLAINED, Cancelled

T = TypeVar("T")

Progress = Callable[[float, str], None]
Operation = Callable[[Progress, Callable[[], bool]], T]
"""What a job does: it is given where to tell its progress (share done, stage) and how to ask whether to stop."""

_ETA_FROM = 0.02
_ETA_AFTER_S = 1.0


class Job(QObject):
    """One piece of long work. Lives on the GUI thread; only the operation runs on the job's own thread."""

    progressed = Signal(float, str, object)
    """Share done, stage, seconds to go (None: not known yet)."""
    ended = Signal()

    _told = Signal(float, str)
    _finished = Signal(object, object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self._cancelled = threading.Event()
        self._thread: threading.Thread | None = None
        self._started = time.monotonic()
        self._fraction, self._stage = 0.0, ""
        self._eta_s: float | None = None
        self._running = True
        self._told.connect(self._on_told)

    @property
    def running(self) -> bool:
        return self._running

    @property
    def fraction(self) -> float:
        """Share that is done, 0 to 1."""
        return self._fraction

    @property
    def stage(self) -> str:
        return self._stage

    @property
    def eta_s(self) -> float | None:
        """Seconds to go as of the last progress; None: not known."""
        return self._eta_s

    @property
    def cancelling(self) -> bool:
        """Whether it was asked to stop."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask it to stop. It ends when it looks."""
        self._cancelled.set()

    @Slot(float, str)
    def _on_told(self, fraction: float, stage: str) -> None:
        if not self._running:
            return
        elapsed = time.monotonic() - self._started
        self._fraction, self._stage = fraction, stage
        known = fraction >= _ETA_FROM and elapsed >= _ETA_AFTER_S
        self._eta_s = elapsed * (1 - fraction) / fraction if known else None
        self.progressed.emit(fraction, stage, self._eta_s)

    def _run(self, operation: Operation[Any]) -> None:
        try:
            result = operation(self._told.emit, self._cancelled.is_set)
        except BaseException as error:  # noqa: BLE001 - a thread top: everything goes to the GUI thread
            self._finished.emit(None, error)
        else:
            self._finished.emit(result, None)


class Jobs(QObject):
    """Starts jobs, keeps those that run, and ends them with the window.

    Exactly one of `on_done` and `on_error` is called, on the GUI thread, unless `close` came first. A job that was
    cancelled ends in `on_error` with `Cancelled`. An error that is not meant for people is raised after `on_error`.
    """

    changed = Signal()
    """A job began or ended."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: list[Job] = []
        self._closed = False

    @property
    def running(self) -> tuple[Job, ...]:
        return tuple(self._jobs)

    def start(
        self,
        name: str,
        operation: Operation[T],
        *,
        on_done: Callable[[T], None],
        on_error: Callable[[BaseException], None],
        on_progress: Callable[[float, str, float | None], None] | None = None,
    ) -> Job:
        """Run `operation` on a thread of its own. GUI thread only. `name` is for people: "training bracket"."""
        job = Job(name, self)
        if on_progress is not None:
            job.progressed.connect(on_progress)
        job._finished.connect(lambda result, error: self._end(job, result, error, on_done, on_error))
        self._jobs.append(job)
        job._thread = threading.Thread(target=job._run, args=(operation,), name=f"job {name}", daemon=True)
        job._thread.start()
        self.changed.emit()
        return job

    def close(self) -> None:
        """Cancel all, wait for them, deliver nothing any more. Safe to call twice."""
        self._closed = True
        for job in self._jobs:
            job.cancel()
        for job in self._jobs:
            if job._thread is not None:
                job._thread.join()
            job._running = False  # what it told last is still under way to this thread
        self._jobs.clear()

    def _end(
        self,
        job: Job,
        result: Any,
        error: BaseException | None,
        on_done: Callable[[Any], None],
        on_error: Callable[[BaseException], None],
    ) -> None:
        if self._closed:
            return
        self._jobs.remove(job)
        job._running = False
        job.ended.emit()
        self.changed.emit()
        job.deleteLater()
        if error is None:
            on_done(result)
            return
        on_error(error)
        if not isinstance(error, (*EXPLAINED, Cancelled)):
            raise error
