"""Parts that wait for a person: a list, and the picture of the one that is chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from station.history import Flaw, StoredPicture
from station.types import Inspection
from ui.history_words import flaw_sentence
from ui.image_view import ImageView
from ui.page import Page
from ui.part_picture import PartPicture
from ui.picture import PartView, Picture, view_of
from ui.theme import GRID, set_look
from ui.words import part_name

_KEY = Qt.ItemDataRole.UserRole
_WIDTH = 168
MOST = 100
"""More than these are not listed; who reads one more than these knows that there are more."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the list: `words` stand below the name of the part."""

    key: str
    inspection: Inspection
    words: str


class PartChoice(QWidget):
    """Widgets that act on the chosen part go into `body`, below its picture. Reads pictures only while it is seen."""

    changed = Signal()
    """Another part may be chosen now, or its picture is there."""

    def __init__(
        self, page: Page, name: str, nothing: str, known: Callable[[], Iterable[PartView]] = lambda: ()
    ) -> None:
        """`nothing` is said while the list is empty; `known` are parts whose pictures need not be read."""
        super().__init__()
        self._page = page
        self._nothing = nothing
        self._known = known
        self._choices: dict[str, Choice] = {}
        self._begun: str | None = None
        self._settled: str | None = None
        self.list = QListWidget()
        self.list.setFixedWidth(_WIDTH)
        self.list.setAccessibleName(name)
        self.view = ImageView(page.context.theme)
        self.view.setMinimumSize(160, 96)
        self.view.show_note(nothing)
        self._picture = PartPicture(page, self.view)
        self.facts = QLabel()
        self.facts.setWordWrap(True)
        set_look(self.facts, "muted")
        self.body = QVBoxLayout()
        self.body.setSpacing(GRID)
        self.body.addWidget(self.view, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self.list)
        row.addLayout(self.body, 1)
        self.list.currentItemChanged.connect(lambda *_: self._show_current())

    @property
    def current(self) -> Choice | None:
        """The part that is chosen."""
        item = self.list.currentItem()
        return None if item is None else self._choices.get(item.data(_KEY))

    @property
    def settled(self) -> bool:
        """Whether the picture of the chosen part is in the view, or the view says why there is none."""
        one = self.current
        return one is not None and one.key == self._settled

    @property
    def shown(self) -> PartView | None:
        """The chosen part with its picture, once that is in the view."""
        return self._picture.shown if self.settled else None

    def fill(self, choices: Sequence[Choice], more: str) -> None:
        """List the first of `choices`; with more of them `more` is said below. What was chosen stays chosen.

        Where it is gone, the one that took its place in the list is chosen.
        """
        before, row = self.current, self.list.currentRow()
        listed = choices[:MOST]
        if [one.key for one in listed] != list(self._choices):
            self.list.blockSignals(True)
            self.list.clear()
            for one in listed:
                item = QListWidgetItem(f"{part_name(one.inspection)}\n{one.words}")
                item.setData(_KEY, one.key)
                self.list.addItem(item)
                if before is not None and one.key == before.key:
                    self.list.setCurrentItem(item)
            if self.list.currentItem() is None and listed:
                self.list.setCurrentRow(min(max(row, 0), len(listed) - 1))
            if len(choices) > len(listed):
                note = QListWidgetItem(more)
                note.setFlags(Qt.ItemFlag.NoItemFlags)
                self.list.addItem(note)
            self.list.blockSignals(False)
        self._choices = {one.key: one for one in listed}
        self._show_current()

    def show_part(self, part: PartView) -> None:
        """Show the chosen part otherwise than it was stored, for example with a heatmap."""
        key = self._begun
        if key is not None:
            self._picture.fetch(part, lambda picture: self._put(key, part, picture))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_current()

    def _show_current(self) -> None:
        one = self.current
        key = None if one is None else one.key
        if self.isVisible() and (key != self._begun or key != self._settled):
            if key != self._begun:
                self._picture.release()
                self.view.show_note(self._nothing if one is None else self.tr("Reading the picture"))
            self._begun, self._settled = key, None
            if one is not None:
                self._read(one)
        self.changed.emit()

    def _read(self, one: Choice) -> None:
        inspection = one.inspection
        for part in self._known():
            if part.inspection.id == inspection.id and part.image is not None:
                self.show_part(part)
                return
        history = self._page.context.station.history

        def operation() -> tuple[StoredPicture, PartView]:
            stored = history.picture(inspection)
            return stored, view_of(inspection, stored.image, None)

        def done(found: tuple[StoredPicture, PartView]) -> None:
            stored, part = found
            if one.key != self._begun or one.key == self._settled:
                return
            if stored.image is not None:
                self.show_part(part)
            elif stored.flaw is Flaw.PENDING:
                self.view.show_note(self.tr("The picture is being stored"))  # read again with the list
            else:
                words = flaw_sentence(stored.flaw or Flaw.GONE)
                self.view.show_note(self.tr("No picture of this part"), f"{words} {stored.detail}".strip())
                self._settle(one.key)

        self._page.run(operation, done)

    def _put(self, key: str, part: PartView, picture: Picture | None) -> None:
        if key == self._begun:
            self._picture.show(part, picture)
            self._settle(key)

    def _settle(self, key: str) -> None:
        self._settled = key
        self.changed.emit()
