"""From the command to the operator window: a small window at once, the station behind it, then the real one.

Only Qt is loaded before the small window is seen. The rest of the program and the station are loaded and built on a
thread of their own; what goes wrong is said in the window, because operators start by an icon and see no terminal.
"""

from __future__ import annotations

import importlib
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from station.config import Config
from ui.application import make_application, on_signals
from ui.language import Language, choose
from ui.pauses import no_collections, set_aside
from ui.theme import GRID, Theme, set_look
from ui.told import told
from ui.widgets.buttons import ActionButton
from ui.window_state import FILE, read_state

if TYPE_CHECKING:
    from station.services import Station
    from ui.main_window import MainWindow

_TICK_MS = 200
_LONG_S = 5.0


class StartWindow(QWidget):
    """Says that the station is getting ready, or why it cannot. Closing it gives up."""

    closed = Signal()

    def __init__(self, theme: Theme, name: str, *, kiosk: bool = False) -> None:
        super().__init__()
        set_look(self, "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(self.tr("{name} – Inspection station").format(name=name))
        if kiosk:
            self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self._began = time.monotonic()
        self.name = QLabel(name)
        set_look(self.name, "title")
        self.stage = QLabel(self.tr("Starting: loading the program and opening the records"))
        self.stage.setWordWrap(True)
        self.hint = QLabel(self.tr("The window opens in a moment."))
        self.hint.setWordWrap(True)
        set_look(self.hint, "muted")
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        set_look(self.problem, "warn")
        self.problem.hide()
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Starting"))
        self.close_button = ActionButton(theme, "close", self.tr("Close"))
        self.close_button.clicked.connect(self.close)
        card = QFrame()
        set_look(card, "panel")
        card.setFixedWidth(620)
        rows = QVBoxLayout(card)
        rows.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        rows.setSpacing(2 * GRID)
        for widget in (self.name, self.bar, self.stage, self.problem, self.hint):
            rows.addWidget(widget)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        rows.addLayout(foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.addStretch(1)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        layout.addLayout(middle)
        layout.addStretch(1)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def show_problem(self, error: BaseException) -> None:
        """Say why there is no station, until the window is closed."""
        message, hint = told(error)
        self.bar.hide()
        self.stage.hide()
        self.problem.setText(message)
        self.problem.show()
        self.hint.setText(hint)
        self.setAccessibleName(f"{message} {hint}".strip())
        self.close_button.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._timer.stop()
        event.accept()
        self.closed.emit()

    def _tick(self) -> None:
        if not self.bar.isHidden() and time.monotonic() - self._began > _LONG_S:
            self.hint.setText(
                self.tr("After an update the records are brought into their new form first: that may take minutes.")
            )


class _Build(QObject):
    """Loads the program and builds the station on a thread of its own."""

    ended = Signal()

    def __init__(self, build: Callable[[], Station]) -> None:
        super().__init__()
        self.station: Station | None = None
        self.error: BaseException | None = None
        self._build = build
        self._thread = threading.Thread(target=self._run, name="station-build")

    def start(self) -> None:
        self._thread.start()

    def join(self) -> None:
        self._thread.join()

    def _run(self) -> None:
        try:
            with no_collections():
                importlib.import_module("ui.app")
                self.station = self._build()
                set_aside()
        except BaseException as error:  # noqa: BLE001 - a thread top: everything goes to the window and the caller
            self.error = error
        self.ended.emit()


def run_station(
    config: Config,
    build: Callable[[], Station],
    *,
    autostart: bool = False,
    kiosk: bool = False,
    full_screen: bool = False,
    on_start_window: Callable[[StartWindow], None] | None = None,
    on_ready: Callable[[MainWindow], None] | None = None,
) -> int:
    """Show the window and build the station behind it, run it, close it; returns the exit code. Main thread only.

    Raises:
        What `build` raised, after somebody has read it and closed the window.
    """
    application = make_application()
    state, _ = read_state(config.data_dir / FILE)
    language = Language(application, choose(state.language or config.station.language))
    theme = Theme(application, dark=state.dark)
    window = StartWindow(theme, config.station.name, kiosk=kiosk)
    window.resize(760, 420)
    if kiosk:
        window.showFullScreen()
    else:
        window.show()
    if on_start_window is not None:
        on_start_window(window)
    try:
        station = _built(build, window)
        language.close()
        if station is None:
            return 0
        try:
            # by name: this module is seen before that one is loaded
            application_module: Any = importlib.import_module("ui.app")

            def ready(shown: MainWindow) -> None:
                window.close()
                if on_ready is not None:
                    on_ready(shown)

            code: int = application_module.run_window(
                station, autostart=autostart, kiosk=kiosk, full_screen=full_screen, on_ready=ready, welcome=True
            )
            return code
        finally:
            station.close()
    finally:
        language.close()
        window.close()
        window.deleteLater()
        theme.deleteLater()


def _built(build: Callable[[], Station], window: StartWindow) -> Station | None:
    """The station, or None where somebody closed the window before it was there. Raises what `build` raises."""
    work = _Build(build)
    loop = QEventLoop()
    gave_up: list[bool] = []

    def ended() -> None:
        if work.error is None or gave_up:
            loop.quit()
        else:
            window.show_problem(work.error)

    def closed() -> None:
        gave_up.append(True)
        loop.quit()

    work.ended.connect(ended, Qt.ConnectionType.QueuedConnection)
    window.closed.connect(closed)
    work.start()
    with on_signals(window.close):
        loop.exec()
    window.closed.disconnect(closed)
    work.join()
    if work.error is not None:
        raise work.error
    if gave_up and work.station is not None:
        work.station.close()
        return None
    return work.station
