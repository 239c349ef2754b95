"""The window: header above, pages below. Composition only."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from station.types import StationStatus
from ui.bridge import Bridge
from ui.commands import Commands
from ui.pages.operate import OperatePage
from ui.theme import Theme
from ui.widgets.header import Header


class MainWindow(QMainWindow):
    """Puts header and pages together. Whoever runs the window decides what closing it means (`close_requested`)."""

    close_requested = Signal()
    _called = Signal(object)

    def __init__(
        self,
        theme: Theme,
        bridge: Bridge,
        commands: Commands,
        *,
        name: str,
        late_ms: float,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._may_close = False
        self._called.connect(self._run)
        self.setWindowTitle(self.tr("{name} – Inspection station").format(name=name))
        self.header = Header(theme, name, late_ms=late_ms)
        self.operate = OperatePage(theme, bridge, commands)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.operate)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.pages, 1)
        self.setCentralWidget(body)
        self.setMinimumSize(1024, 700)
        self.resize(1280, 800)
        # at first no button has the focus: a stray space or Enter presses nothing
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus()
        bridge.status_changed.connect(self._on_status)
        full_screen = QShortcut(QKeySequence("F11"), self)
        full_screen.activated.connect(self.toggle_full_screen)

    def call(self, action: Callable[[], object]) -> None:
        """Run `action` on the GUI thread soon. May be called from any thread: for demonstrations and tests."""
        self._called.emit(action)

    def toggle_full_screen(self) -> None:
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def allow_close(self) -> None:
        """From now on closing closes."""
        self._may_close = True

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_close:
            event.accept()
            return
        event.ignore()
        self.close_requested.emit()

    @Slot(object)
    def _run(self, action: Callable[[], object]) -> None:
        action()

    def _on_status(self, status: StationStatus) -> None:
        self.header.show_status(status)
