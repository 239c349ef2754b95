"""From the station to Qt: the one file that turns what the station says into signals on the GUI thread.

Results come on the inspection thread and must not hold it up: they go into a short queue, and what the window cannot
take in time is left out of it, the oldest first, and counted. One whose picture cannot be prepared is shown without it,
and counted too. The records have every one of them.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from typing import Any, Protocol

from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from station.accounts import Accounts
from station.audit import Entry
from station.config import Config
from station.presence import Presence
from station.types import Result, StationStatus
from ui.picture import PartView, Picture, render, render_image, view_of
from ui.tasks import Tasks

log = logging.getLogger(__name__)

STATUS_MS = 100
LIVE_MS = 25
"""Looked for more often than 30 times a second, so that 30 are shown also where a turn comes late."""
QUEUE = 12
"""Results that may wait for the window: as many as the strip shows."""


class LiveTrigger(Protocol):
    @property
    def id(self) -> str: ...


class LiveFrame(Protocol):
    """What the window needs of a frame."""

    @property
    def image(self) -> NDArray[Any]: ...

    @property
    def trigger(self) -> LiveTrigger | None: ...


class Trail(Protocol):
    def add(self, entry: Entry) -> object: ...


class Noting(Protocol):
    """What the window itself needs of the records."""

    @property
    def audit(self) -> Trail: ...


class StationLike(Protocol):
    """What the window asks of `station.services.Station`. Thread-safe; what is slow is called off the GUI thread."""

    @property
    def config(self) -> Config: ...

    @property
    def accounts(self) -> Accounts: ...

    @property
    def presence(self) -> Presence: ...

    @property
    def records(self) -> Noting: ...

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def acknowledge(self, who: str = "operator") -> None: ...

    def trigger(self, part_id: str | None = None, *, source: str = "button") -> object: ...

    def status(self) -> StationStatus: ...

    def live_frame(self) -> LiveFrame | None: ...

    def subscribe(self, on_result: Callable[[Result], None]) -> Callable[[], None]: ...


class Bridge(QObject):
    """Polls status and live picture, takes results, and has pictures rendered off the GUI thread.

    Lives on the GUI thread; only `_on_result` runs on the inspection thread. `close` before the station is closed.
    """

    status_changed = Signal(object)
    """`StationStatus`, about ten times a second."""
    live = Signal(object, object)
    """`Picture` and the id of the trigger it answers (None in free run)."""
    parts = Signal(object, object)
    """tuple[PartView, ...]: what was inspected since the last time, oldest first; and the `Picture` of the last one, so
    that no verdict is seen over the picture of another part. None: it has no picture."""
    failed = Signal(object)
    """An exception from preparing pictures."""

    _arrived = Signal()

    def __init__(self, station: StationLike, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._station = station
        self._tasks = tasks
        self._lock = threading.Lock()
        self._waiting: deque[Result] = deque()
        self._announced = False
        self._late = 0
        self._unshown = 0
        self._preparing = False
        self._live_in_work = False
        self._live_due = False
        self._last_frame: LiveFrame | None = None
        self._level = 1
        self._closed = False
        self._arrived.connect(self._take)
        self._status_timer = QTimer(self)
        self._status_timer.setInterval(STATUS_MS)
        self._status_timer.timeout.connect(self._poll_status)
        self._live_timer = QTimer(self)
        self._live_timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._live_timer.setInterval(LIVE_MS)
        self._live_timer.timeout.connect(self._poll_live)
        self._unsubscribe: Callable[[], None] | None = None

    @property
    def late(self) -> int:
        """Results left out of the window because newer ones came before it could take them."""
        with self._lock:
            return self._late

    @property
    def unshown(self) -> int:
        """Parts that are shown without their picture, because it could not be prepared."""
        return self._unshown

    def open(self) -> None:
        """Begin to listen and poll."""
        self._unsubscribe = self._station.subscribe(self._on_result)
        self._status_timer.start()
        self._live_timer.start()
        self._poll_status()

    def close(self) -> None:
        """Stop listening and polling. Safe to call twice."""
        self._closed = True
        self._status_timer.stop()
        self._live_timer.stop()
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None

    def set_level(self, level: int) -> None:
        """The finest level the view can use now; live pictures are not prepared finer than that."""
        self._level = level

    def _on_result(self, result: Result) -> None:
        """Inspection thread: put it in the queue, wake the GUI thread once, return."""
        with self._lock:
            if len(self._waiting) == QUEUE:
                self._waiting.popleft()
                self._late += 1
            self._waiting.append(result)
            wake = not self._announced
            self._announced = True
        if wake:
            self._arrived.emit()

    @Slot()
    def _take(self) -> None:
        if self._preparing or self._closed:
            return
        with self._lock:
            results = tuple(self._waiting)
            self._waiting.clear()
            self._announced = False
        if results:
            self._preparing = True
            level = self._level
            self._tasks.run(lambda: _prepare(results, level), self._prepared, self._prepare_failed)

    def _prepared(self, prepared: tuple[tuple[PartView, ...], Picture | None, tuple[Exception, ...]]) -> None:
        self._preparing = False
        if self._closed:
            return
        views, picture, problems = prepared
        self._unshown += len(problems)
        self.parts.emit(views, picture)
        if problems:
            self.failed.emit(problems[-1])
        self._take()

    def _prepare_failed(self, error: BaseException) -> None:
        self._preparing = False
        self.failed.emit(error)
        self._take()

    @Slot()
    def _poll_status(self) -> None:
        self.status_changed.emit(self._station.status())

    @Slot()
    def _poll_live(self) -> None:
        if self._live_in_work:
            self._live_due = True
            return
        self._live_due = False
        frame = self._station.live_frame()
        if frame is None or frame is self._last_frame:
            return
        self._last_frame = frame
        self._live_in_work = True
        level, image = self._level, frame.image
        trigger_id = frame.trigger.id if frame.trigger is not None else None
        self._tasks.run(
            lambda: render_image(image, level),
            lambda picture: self._live_ready(picture, trigger_id),
            self._live_failed,
        )

    def _live_ready(self, picture: Picture, trigger_id: str | None) -> None:
        self._live_in_work = False
        if not self._closed:
            self.live.emit(picture, trigger_id)
            if self._live_due:  # the turn that passed meanwhile: waiting for the next one would halve the rate
                self._poll_live()

    def _live_failed(self, error: BaseException) -> None:
        self._live_in_work = False
        self.failed.emit(error)


def _prepare(
    results: tuple[Result, ...], level: int
) -> tuple[tuple[PartView, ...], Picture | None, tuple[Exception, ...]]:
    """Prepare each result by itself: what goes wrong with one picture costs no other part anything, and no verdict."""
    views: list[PartView] = []
    picture: Picture | None = None
    problems: list[Exception] = []
    for result in results:
        last = result is results[-1]
        try:
            view = view_of(result.inspection, result.image, result.anomaly_map)
            picture = render(view, level) if last else None
        except Exception as error:
            log.exception("the picture of inspection %s could not be prepared", result.inspection.id)
            problems.append(error)
            view = PartView(result.inspection.as_seen_by_line, None, None, None, None, None)
        views.append(view)
    return tuple(views), picture, tuple(problems)
