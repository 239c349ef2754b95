"""Live pictures with their measures, prepared off the GUI thread: the newest counts, older ones are skipped."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from station.live_aids import LiveAids, clipping, look
from ui.bridge import LiveFrame
from ui.picture import Picture, render_image
from ui.tasks import Tasks

POLL_MS = 8
"""How often a new picture is looked for: often, so that 30 a second are not halved by looking at the wrong times."""
_STRIPE = 4
_CLIPPED, _CLIPPED_TOO = 0xFFC3221F, 0xFFFFFFFF
_BLACK, _BLACK_TOO = 0xFF2F6FD0, 0xFF0A1420
_OVER = 30
_AT_ONCE = 2
"""Pictures in work: one is prepared while the one before is painted."""


@dataclass(frozen=True, slots=True, eq=False)
class LiveShot:
    """One live picture to show. `picture.heat` marks what is clipped or black, where that was asked for."""

    picture: Picture
    aids: LiveAids


def prepare(image: NDArray[Any], level: int, marks: bool) -> LiveShot:
    """Measure and render; `level` is the finest that is needed. Some milliseconds for 5 megapixels."""
    picture = render_image(image, level)
    if marks:
        finest = min(picture.base)
        heat = {finest: _striped(clipping(image, finest))}
        picture = Picture(picture.width, picture.height, picture.base, MappingProxyType(heat))
    return LiveShot(picture, look(image))


def _striped(marks: NDArray[np.uint8]) -> QImage:
    """Clipped: red and white stripes. Black: blue and dark stripes the other way. Told apart without colour too."""
    height, width = marks.shape
    x, y = np.arange(width, dtype=np.int32), np.arange(height, dtype=np.int32)[:, None]
    pixels = np.zeros((height, width), np.uint32)
    rows, columns = np.nonzero(marks)
    if len(rows):
        clipped = marks[rows, columns] == 2
        along = np.where(clipped, x[columns] + y[rows, 0], x[columns] - y[rows, 0])
        first = (along // _STRIPE) % 2 == 0
        pixels[rows, columns] = np.where(
            clipped, np.where(first, _CLIPPED, _CLIPPED_TOO), np.where(first, _BLACK, _BLACK_TOO)
        )
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied).copy()


class LiveFeed(QObject):
    """Asks `source` for the newest picture while it is started. GUI thread; `source` must be quick."""

    shown = Signal(object)
    """`LiveShot`."""
    failed = Signal(object)

    def __init__(self, source: Callable[[], LiveFrame | None], tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._tasks = tasks
        self._level = 1
        self._marks = False
        self._in_work = 0
        self._asked = self._given = 0
        self._last: LiveFrame | None = None
        self._times: deque[float] = deque(maxlen=_OVER)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._poll)

    @property
    def running(self) -> bool:
        return self._timer.isActive()

    @property
    def rate(self) -> float:
        """Pictures shown per second over the last ones; 0 where none came lately."""
        if len(self._times) < 2 or time.monotonic() - self._times[-1] > 2.0:
            return 0.0
        return (len(self._times) - 1) / max(self._times[-1] - self._times[0], 1e-6)

    def start(self) -> None:
        self._timer.start()

    def stop(self) -> None:
        """Show no more; what is being prepared is dropped."""
        self._timer.stop()
        self._last = None
        self._times.clear()

    def set_level(self, level: int) -> None:
        """The finest level the view can use now."""
        self._level = level

    def set_marks(self, marks: bool) -> None:
        """Whether clipped and black pixels are marked."""
        self._marks = marks

    @Slot()
    def _poll(self) -> None:
        if self._in_work >= _AT_ONCE:
            return
        frame = self._source()
        if frame is None or frame is self._last:
            return
        self._last = frame
        self._in_work += 1
        self._asked += 1
        number, image, level, marks = self._asked, frame.image, self._level, self._marks
        self._tasks.run(lambda: prepare(image, level, marks), lambda shot: self._ready(number, shot), self._failed)

    def _ready(self, number: int, shot: LiveShot) -> None:
        self._in_work -= 1
        if self.running and number > self._given:
            self._given = number
            self._times.append(time.monotonic())
            self.shown.emit(shot)

    def _failed(self, error: BaseException) -> None:
        self._in_work -= 1
        self.failed.emit(error)
