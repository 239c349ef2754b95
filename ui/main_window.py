"""The window: header above, navigation on the left, pages beside it. Composition only."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from station.permissions import Action
from station.types import StationStatus
from ui.page import Page, PageContext, dress
from ui.pages import PAGES, PageSpec
from ui.pages.operate import OperatePage
from ui.theme import set_look
from ui.widgets.banner import Banner, Level
from ui.widgets.entry import EntryPanel
from ui.widgets.header import Header
from ui.widgets.keys import KeyList, keys_of, native
from ui.widgets.navigation import Navigation


class MainWindow(QMainWindow):
    """Puts header, navigation and pages together. Whoever runs the window decides what closing it means
    (`close_requested`). Pages other than the operator's are built when they are first shown.
    """

    close_requested = Signal()
    leave_wanted = Signal()
    """Somebody who may not leave the kiosk wants to close the window or to see the desktop."""
    sign_in_wanted = Signal(str)
    """The key of a page that whoever is at the desk may not open."""
    _called = Signal(object)

    def __init__(
        self, context: PageContext, *, name: str, late_ms: float, kiosk: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self.kiosk = kiosk
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
        self.notice = Banner(context.theme)
        self.notice.dismissed.connect(self.notice.hide)
        layout.addWidget(self.header)
        layout.addWidget(self.notice)
        # what is put over the page leaves the state of the station in sight
        below = QWidget()
        below.setLayout(beside)
        beside.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(below, 1)
        self.setCentralWidget(body)
        self.entry = EntryPanel(context.theme, below)
        self.key_list = KeyList(context.theme, below)
        if kiosk:
            self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setMinimumSize(1024, 700)
        self.resize(1280, 800)
        # at first no button has the focus: a stray space or Enter presses nothing
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus()
        self.navigation.chosen.connect(self.open_page)
        context.desk.changed.connect(self._session_changed)
        context.bridge.status_changed.connect(self._on_status)
        for keys, words, action in (
            ("F11", self.tr("Full screen, and back"), self.toggle_full_screen),
            ("Ctrl+Tab", self.tr("To the next part of the window"), lambda: self.go_to_region(1)),
            ("Ctrl+Shift+Tab", self.tr("To the part of the window before"), lambda: self.go_to_region(-1)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setWhatsThis(words)
            shortcut.activated.connect(action)
        self.header.help_button.clicked.connect(self.show_keys)
        self._session_changed()
        self.open_page("operate")

    @property
    def current(self) -> str:
        """The key of the page that is shown."""
        return self._current

    @property
    def may_close(self) -> bool:
        """Whether closing closes."""
        return self._may_close

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

    def action_of(self, key: str) -> Action:
        """What one must be allowed to do to see that page."""
        return self._specs[key].action

    def unsaved(self) -> tuple[str, ...]:
        """What would be lost if the window were closed now, in words."""
        return tuple(words for page in self.built if (words := page.unsaved()) is not None)

    def call(self, action: Callable[[], object]) -> None:
        """Run `action` on the GUI thread soon. May be called from any thread: for demonstrations and tests."""
        self._called.emit(action)

    def tell(self, message: str, hint: str = "", level: Level = Level.NOTE) -> None:
        """Say something below the header, whatever page is shown."""
        self.notice.show_message(level, message, hint, dismissable=True)

    def show_keys(self) -> None:
        """List the keys of the window and of the page that is shown."""
        if self.key_list.isVisible():
            self.key_list.withdraw()
            return
        page = self._pages[self._current]
        self.key_list.put(self._specs[self._current].title, self.keys(page))

    def keys(self, page: Page) -> tuple[tuple[str, str], ...]:
        """What works while `page` is shown: its own keys first, then those of the window."""
        own = [*page.keys(), *(one for one in keys_of(page) if one[1])]
        everywhere = [
            *(one for root in (self.header, self.navigation) for one in keys_of(root)),
            *((native(one), one.whatsThis()) for one in self.findChildren(QShortcut) if one.parent() is self),
            (self.tr("Tab, Shift+Tab"), self.tr("To the next thing, to the one before")),
            (self.tr("Space"), self.tr("Press the button that has the focus")),
        ]
        return tuple(dict.fromkeys((*own, *everywhere)))

    def go_to_region(self, step: int) -> None:
        """Move the focus between header, navigation and page."""
        overlay = next((one for one in (self.entry, self.key_list) if one.isVisible()), None)
        if overlay is not None:
            return
        regions: list[QWidget] = [self.header, self.navigation, self._pages[self._current]]
        focus = self.focusWidget()
        here = next((i for i, one in enumerate(regions) if focus is not None and one.isAncestorOf(focus)), -1)
        for distance in range(1, len(regions) + 1):
            target = _first_stop(regions[(here + step * distance) % len(regions)])
            if target is not None:
                target.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def toggle_full_screen(self) -> None:
        if self.kiosk:
            self.leave_wanted.emit()
        elif self.isFullScreen():
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
        if self.kiosk and not self._context.desk.may(Action.LEAVE_KIOSK):
            self.leave_wanted.emit()
        else:
            self.close_requested.emit()

    @Slot(object)
    def _run(self, action: Callable[[], object]) -> None:
        action()

    def _add(self, key: str, page: Page) -> None:
        self._pages[key] = page
        dress(page, self._specs[key].title)
        self.stack.addWidget(page)
        page.wanted.connect(self._go)
        page.session_changed()

    @Slot(str, object)
    def _go(self, key: str, subject: object) -> None:
        """A page asks for another one; where somebody has to sign in first, they ask again."""
        if self.open_page(key) and subject is not None:
            self.page(key).show_subject(subject)

    def _locked(self, spec: PageSpec) -> bool:
        return not self._context.desk.may(spec.action)

    def _session_changed(self) -> None:
        """Close what the new session may not see; the page keeps what it held for whoever comes back."""
        self.navigation.set_locked(self._locked)
        for page in self.built:
            # what one person began, another must not finish in their name
            page.withdraw()
            page.session_changed()
        if self._current and self._locked(self._specs[self._current]):
            self.open_page("operate")

    def changeEvent(self, event: QEvent) -> None:
        """A kiosk that was minimised or shrunk from outside comes back."""
        super().changeEvent(event)
        if (
            event.type() is QEvent.Type.WindowStateChange
            and self.kiosk
            and self.isVisible()
            and not self.isFullScreen()
        ):
            QTimer.singleShot(0, self, self.showFullScreen)

    def _on_status(self, status: StationStatus) -> None:
        self.header.show_status(status)


def _first_stop(region: QWidget) -> QWidget | None:
    """The first thing of a region that the Tab key would reach."""
    one = region.nextInFocusChain()
    while one is not None and one is not region:
        takes_tab = bool(one.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if takes_tab and region.isAncestorOf(one) and one.isEnabled() and one.isVisible():
            return one
        one = one.nextInFocusChain()
    return None
