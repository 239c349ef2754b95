"""What every page of the window has: what it works with, a banner, and the ways to run things off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractSpinBox, QFileDialog, QScrollArea, QVBoxLayout, QWidget

from station.errors import EXPLAINED, Cancelled, NotPermitted
from station.services import Station
from ui.bridge import Bridge
from ui.commands import Commands
from ui.desk import Desk
from ui.jobs import Job, Jobs, Operation
from ui.tasks import OnError, Tasks
from ui.theme import GRID, Theme, set_look
from ui.told import told
from ui.watchdog import Watchdog
from ui.widgets.ask import Ask, Question
from ui.widgets.banner import Banner, Level
from ui.widgets.name_strip import NameStrip

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PageContext:
    """What all pages are given. The same objects for every page."""

    theme: Theme
    station: Station
    bridge: Bridge
    commands: Commands
    tasks: Tasks
    desk: Desk
    jobs: Jobs
    watchdog: Watchdog = field(default_factory=Watchdog)


class Page(QWidget):
    """A page. Widgets go into `body`. The methods from `entered` to `shut_down` are there to be overridden."""

    wanted = Signal(str, object)
    """The key of another page that is to be shown now, and what it is to show (None: as it is)."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        set_look(self, "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.banner = Banner(context.theme)
        self.banner.dismissed.connect(self.clear_message)
        self.body = QVBoxLayout()
        self.body.setSpacing(GRID)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID + 4, GRID + 4, GRID + 4, GRID + 4)
        layout.setSpacing(GRID)
        layout.addWidget(self.banner)
        layout.addLayout(self.body, 1)
        self._ask = Ask(context.theme, self)

    def entered(self) -> None:
        """The page became visible: read what may have changed."""

    def show_subject(self, subject: object) -> None:
        """Another page asked for this one, to show `subject`. What that can be, each page says for itself."""

    def left(self) -> None:
        """The page is not visible any more: let go of what only a visible page needs."""

    def withdraw(self) -> None:
        """Leave every question over the page unanswered."""
        self._ask.withdraw()
        for strip in self.findChildren(NameStrip):
            strip.close_strip()
        for dialog in self.window().findChildren(QFileDialog):
            dialog.reject()

    def session_changed(self) -> None:
        """Somebody signed in or out: enable what `context.desk.may` allows."""

    def unsaved(self) -> str | None:
        """Return in words what would be lost if the window were closed now, or None."""
        return None

    def shut_down(self) -> None:
        """The window closes: end what the page has running."""

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys that are no shortcuts of a button, for the list on F1: (keys, what they do)."""
        return ()

    def say(self, message: str, hint: str = "", level: Level = Level.NOTE) -> None:
        """Show a message across the top until it is dismissed or replaced."""
        self.banner.show_message(level, message, hint, dismissable=True)

    def clear_message(self) -> None:
        self.banner.hide()

    def explain(self, error: BaseException) -> None:
        """Show an error in words."""
        if isinstance(error, Cancelled):
            self.say(*told(error))
        else:
            self.say(*told(error), Level.WARNING if isinstance(error, EXPLAINED) else Level.ALARM)

    def run(
        self,
        operation: Callable[[], T],
        on_done: Callable[[T], None],
        *,
        on_error: OnError | None = None,
        busy: Sequence[QWidget] = (),
    ) -> None:
        """Run `operation` off the GUI thread, then `on_done` on it. `busy` widgets are disabled meanwhile.

        An error is shown in the banner, unless `on_error` takes it. If somebody signed in or out meanwhile, the widgets
        are enabled only where whoever is at the desk then may use them.
        """
        session = self.context.desk.session
        enabled = [widget for widget in busy if widget.isEnabled()]
        for widget in enabled:
            widget.setEnabled(False)

        def release() -> None:
            for widget in enabled:
                widget.setEnabled(True)
            if enabled and self.context.desk.session != session:
                self.session_changed()

        def done(result: T) -> None:
            release()
            try:
                on_done(result)
            except NotPermitted as error:  # somebody signed out meanwhile
                self.explain(error)

        def failed(error: BaseException) -> None:
            release()
            (on_error or self.explain)(error)

        self.context.tasks.run(operation, done, failed)

    def start_job(
        self,
        name: str,
        operation: Operation[T],
        on_done: Callable[[T], None],
        *,
        on_error: OnError | None = None,
    ) -> Job:
        """Run long work as a job; an error is shown in the banner, unless `on_error` takes it."""
        return self.context.jobs.start(name, operation, on_done=on_done, on_error=on_error or self.explain)

    def ask(self, question: Question) -> None:
        """Ask over the page. An open question is replaced."""
        self._ask.put(question)

    @property
    def question(self) -> Ask:
        """The question over the page, shown or not."""
        return self._ask


def dress(root: QWidget, title: str) -> None:
    """Give what was built below `root` what Qt leaves out: names of scroll areas, margins in boxes with numbers."""
    for area in root.findChildren(QScrollArea):
        if not area.accessibleName():
            area.setAccessibleName(title)
    for box in root.findChildren(QAbstractSpinBox):
        # the left padding of the style sheet stops at the line in the box
        box.lineEdit().setTextMargins(GRID - 2, 0, 0, 0)
