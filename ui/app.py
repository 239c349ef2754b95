"""Set up Qt, show the window, and take everything down again in order."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import cast

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from station.errors import explain
from station.services import Station
from station.types import StationState
from ui.bridge import Bridge, StationLike
from ui.commands import Commands
from ui.desk import Desk
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.page import PageContext
from ui.tasks import Tasks
from ui.theme import Theme

_BEATS_MISSED = 4


def make_application() -> QApplication:
    """The one QApplication of the process, made on first use."""
    present = QApplication.instance()
    if isinstance(present, QApplication):
        return present
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("inspection-station")
    application.setApplicationDisplayName("Inspection station")
    return application


class WindowSession(QObject):
    """One window on one station: owns tasks, jobs, bridge and commands, and knows the order in which they end.

    Closing the window first stops the station off the GUI thread while the window says so, then closes. Where the
    stop fails the window says why and the next attempt to close succeeds. The station itself is closed by whoever
    made it.
    """

    def __init__(self, application: QApplication, station: StationLike, *, dark: bool = False) -> None:
        super().__init__()
        self._station = station
        self._closing = False
        config = station.config
        self.tasks = Tasks()
        self.theme = Theme(application, dark=dark)
        self.bridge = Bridge(station, self.tasks)
        self.commands = Commands(station, self.tasks)
        self.desk = Desk()
        self.jobs = Jobs()
        self.window = MainWindow(
            PageContext(
                self.theme, cast(Station, station), self.bridge, self.commands, self.tasks, self.desk, self.jobs
            ),
            name=config.station.name,
            late_ms=max(1000, _BEATS_MISSED * config.line.heartbeat_ms),
        )
        # queued: a window cannot be closed from within its own close event
        self.window.close_requested.connect(self._close, Qt.ConnectionType.QueuedConnection)

    def open(self) -> None:
        """Show the window at once and begin to listen; nothing slow happens here."""
        self.window.show()
        self.bridge.open()

    def end(self) -> None:
        """Stop listening, wait for what is under way, drop the window. Safe to call twice."""
        self.bridge.close()
        for page in self.window.built:
            page.shut_down()
        self.jobs.close()
        self.tasks.close()
        self.window.allow_close()
        self.window.close()
        self.window.deleteLater()
        self.theme.deleteLater()

    def _close(self) -> None:
        if self._closing:
            return
        self._closing = True
        if self._station.status().state is StationState.STOPPED and not self.commands.busy:
            self._leave(None)
            return
        self.window.operate.set_notice(
            self.tr("Stopping the station"), self.tr("The window closes by itself when the line has come to rest.")
        )
        self.commands.changed.connect(self._stop_after_start)
        self._stop_after_start()

    def _stop_after_start(self) -> None:
        """Stop the station, but not beside a start: that could begin after the stop, and leave the station running."""
        if "start" not in self.commands.busy:
            self.commands.changed.disconnect(self._stop_after_start)
            self.tasks.run(self._station.stop, self._leave, self._stop_failed)

    def _leave(self, _: object) -> None:
        self.window.allow_close()
        self.window.close()

    def _stop_failed(self, error: BaseException) -> None:
        self.window.allow_close()
        self.window.operate.set_notice(
            self.tr("The station could not be stopped: {error}").format(error=explain(error)),
            self.tr("Close the window again to leave all the same."),
        )


def run_window(
    station: StationLike,
    *,
    on_ready: Callable[[MainWindow], None] | None = None,
    autostart: bool = False,
    dark: bool = False,
) -> int:
    """Run the operator window until it is closed; return the exit code. Main thread only.

    `on_ready` is called on the GUI thread once the window is on the screen. `autostart` starts the station then.
    The station is stopped on the way out, not closed.
    """
    application = make_application()
    session = WindowSession(application, station, dark=dark)
    session.open()

    def ready() -> None:
        if autostart:
            session.commands.start()
        if on_ready is not None:
            on_ready(session.window)

    QTimer.singleShot(0, session, ready)
    try:
        with _interrupt_closes(session.window):
            return application.exec()
    finally:
        session.end()


@contextmanager
def _interrupt_closes(window: MainWindow) -> Iterator[None]:
    """Ctrl+C in the terminal closes the window like its button does."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, lambda _number, _frame: window.close())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
