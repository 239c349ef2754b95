"""Signs out whoever has left the station without signing out."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal

from ui.desk import Desk

WARN_S = 30.0
_LOOK_MS = 500
_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletPress,
    }
)


class IdleWatch(QObject):
    """Listens to keys, mouse and touch of the whole application while somebody is signed in. GUI thread only."""

    warned = Signal(int)
    """Seconds until signing out, every second; 0: somebody is there again."""
    expired = Signal(str)
    """The name of who was signed out."""

    def __init__(
        self,
        desk: Desk,
        *,
        idle_s: float,
        warn_s: float = WARN_S,
        clock: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._idle_s, self._warn_s, self._clock = desk, idle_s, min(warn_s, idle_s / 2), clock
        self._last = clock()
        self._warning = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        desk.changed.connect(self._session_changed)

    def close(self) -> None:
        """Listen no more. Safe to call twice."""
        self._timer.stop()
        application = QCoreApplication.instance()
        if application is not None:
            application.removeEventFilter(self)

    def look(self) -> None:
        """Warn or sign out, if it is time."""
        left = self._idle_s - (self._clock() - self._last)
        if left <= 0:
            name = self._desk.who
            self._warn(0)
            self._desk.sign_out(f"Nothing was done for {self._idle_s / 60:g} minutes.")
            self.expired.emit(name)
        else:
            self._warn(max(1, round(left)) if left <= self._warn_s else 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002 - Qt's signature
        if event.type() in _SIGNS_OF_LIFE:
            self._last = self._clock()
            if self._warning:
                self._warn(0)
        return False

    def _warn(self, seconds: int) -> None:
        if seconds != self._warning:
            self._warning = seconds
            self.warned.emit(seconds)

    def _session_changed(self) -> None:
        application = QCoreApplication.instance()
        self._last = self._clock()
        if application is None:
            return
        application.removeEventFilter(self)
        if self._desk.signed_in:
            # only now: every event of the program passes through the filter
            application.installEventFilter(self)
            self._timer.start()
        else:
            self._timer.stop()
            self._warn(0)
