"""The window: header above, navigation on the left, pages beside it. Composition only."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from station.types import StationStatus
from ui.page import Page, PageContext
from ui.pages import PAGES, PageSpec
from ui.pages.operate import OperatePage
from ui.theme import set_look
from ui.widgets.header import Header
from ui.widgets.navigation import Navigation


class MainWindow(QMainWindow):
    """Puts header, navigation and pages together. Whoever runs the window decides what closing it means
    (`close_requested`). Pages other than the operator's are built when they are first shown.
    """

    close_requested = Signal()
    sign_in_wanted = Signal(str)
    """The key of a page that whoever is at the desk may not open."""
    _called = Signal(object)

    def __init__(self, context: PageContext, *, name: str, late_ms: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._may_close = False
        self._called.connect(self._run)
        self._specs = {spec.key: spec for spec in PAGES}
        self._pages: dict[str, Page] = {}
        self._current = ""
        self.setWindowTitle(self.tr("{name} – Inspection station").format(name=name))
        self.header = Header(context.theme, name, late_ms=late_ms)
        self.navigation = Navigation(context.theme, PAGES)
        self.stack = QStackedWidget()
        self.operate = OperatePage(context)
        self._add("operate", self.operate)
        beside = QHBoxLayout()
        beside.setSpacing(0)
        beside.addWidget(self.navigation)
        beside.addWidget(self.stack, 1)
        body = QWidget()
        set_look(body, "window")
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addLayout(beside, 1)
        self.setCentralWidget(body)
        self.setMinimumSize(1024, 700)
        self.resize(1280, 800)
        # at first no button has the focus: a stray space or Enter presses nothing
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus()
        self.navigation.chosen.connect(self.open_page)
        context.desk.changed.connect(self._session_changed)
        context.bridge.status_changed.connect(self._on_status)
        full_screen = QShortcut(QKeySequence("F11"), self)
        full_screen.activated.connect(self.toggle_full_screen)
        self._session_changed()
        self.open_page("operate")

    @property
    def current(self) -> str:
        """The key of the page that is shown."""
        return self._current

    @property
    def built(self) -> tuple[Page, ...]:
        """The pages that have been shown at least once."""
        return tuple(self._pages.values())

    def page(self, key: str) -> Page:
        """The page of that key, built now if it was not. GUI thread."""
        if key not in self._pages:
            self._add(key, self._specs[key].build(self._context))
        return self._pages[key]

    @Slot(str)
    def open_page(self, key: str) -> bool:
        """Show a page; where whoever is at the desk may not, ask for somebody who may. Returns whether it is shown."""
        if not self._context.desk.may(self._specs[key].action):
            self.navigation.show_current(self._current)
            self.sign_in_wanted.emit(key)
            return False
        if key != self._current:
            page = self.page(key)
            before = self._pages.get(self._current)
            if before is not None:
                before.left()
            self._current = key
            self.stack.setCurrentWidget(page)
            page.entered()
        self.navigation.show_current(key)
        return True

    def unsaved(self) -> tuple[str, ...]:
        """What would be lost if the window were closed now, in words."""
        return tuple(words for page in self.built if (words := page.unsaved()) is not None)

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

    def _add(self, key: str, page: Page) -> None:
        self._pages[key] = page
        self.stack.addWidget(page)
        page.session_changed()

    def _locked(self, spec: PageSpec) -> bool:
        return not self._context.desk.may(spec.action)

    def _session_changed(self) -> None:
        """Close what the new session may not see; the page keeps what it held for whoever comes back."""
        self.navigation.set_locked(self._locked)
        for page in self.built:
            page.session_changed()
        if self._current and self._locked(self._specs[self._current]):
            self.open_page("operate")

    def _on_status(self, status: StationStatus) -> None:
        self.header.show_status(status)
