"""Which picture of which data set is painted: the list, and the way through it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from station.masks import Paintable
from station.queries import ImageLabel, Mask, StoredImage
from ui.labels import label_text
from ui.page import Page
from ui.theme import BASE, GRID
from ui.widgets.buttons import ActionButton
from ui.widgets.text import WrappedText


class MaskPicker(QWidget):
    """Lists the defects of a data set, and with them the picture that was asked for, whatever it is labelled.

    With `everything` set all pictures are listed: a region is drawn on any of them.
    """

    picture_chosen = Signal(str, int)
    """Open this picture of this data set. Also emitted for the one that is open, when the list was read again."""
    set_chosen = Signal(str)
    """Another data set is shown from now on."""
    nothing_there = Signal(str)
    """The data set has nothing to list."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        theme = page.context.theme
        self._page = page
        self._items: tuple[Paintable, ...] = ()
        self._id: int | None = None
        self._name = ""
        self._everything = False
        self.sets = QComboBox()
        self.sets.setAccessibleName(self.tr("Data set"))
        self.sets.setMinimumWidth(140)
        self.before_button = ActionButton(theme, "left", "", name=self.tr("Previous picture"), key="PgUp")
        self.after_button = ActionButton(theme, "right", "", name=self.tr("Next picture"), key="PgDown")
        self.where = WrappedText(theme, BASE + 1, bold=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        for widget in (self.sets, self.before_button, self.after_button):
            row.addWidget(widget)
        row.addWidget(self.where, 1)
        self.sets.activated.connect(lambda _: self.open(self.sets.currentText(), None))
        self.before_button.clicked.connect(lambda: self._step(-1))
        self.after_button.clicked.connect(lambda: self._step(1))
        self.refresh()

    @property
    def name(self) -> str:
        """The data set that is shown; empty: none yet."""
        return self._name

    @property
    def current(self) -> Paintable | None:
        """The picture that was chosen, as it is listed."""
        return next((one for one in self._items if one.stored.id == self._id), None)

    def set_everything(self, everything: bool) -> None:
        """List all pictures, or the defects."""
        self._everything = everything
        self.read_again()

    def entered(self) -> None:
        """Read what data sets there are, and the list again."""
        self._page.run(self._page.context.station.masks.names, self._show_names)

    def read_again(self) -> None:
        if self._name:
            self.open(self._name, self._id)

    def open(self, name: str, image_id: int | None) -> None:
        """Show a data set, at a picture or at its first one."""
        if self.sets.findText(name) < 0:
            self.sets.addItem(name)
        self.sets.setCurrentText(name)
        if name != self._name:
            self._name = name
            self.set_chosen.emit(name)
        self._id = image_id
        masks, everything = self._page.context.station.masks, self._everything

        def read() -> list[Paintable]:
            items = masks.pictures(name, all_labels=everything or image_id is not None)
            if everything:
                return items
            return [one for one in items if one.stored.id == image_id or one.stored.image.label is ImageLabel.DEFECT]

        self._page.run(read, lambda items: self._show(name, image_id, items))

    def replaced(self, stored: StoredImage, mask: Mask | None) -> None:
        """Note what became of a picture of the list."""
        self._items = tuple(
            replace(one, stored=stored, mask=mask) if one.stored.id == stored.id else one for one in self._items
        )
        self.refresh()

    def refresh(self) -> None:
        """Say where in the list the picture is."""
        ids = [one.stored.id for one in self._items]
        place = ids.index(self._id) if self._id in ids else -1
        self.before_button.setEnabled(place > 0)
        self.after_button.setEnabled(0 <= place < len(ids) - 1)
        words = ""
        if place >= 0:
            image = self._items[place].stored.image
            words = self.tr("{place} of {count} · {what} · {picture}").format(
                place=place + 1,
                count=len(ids),
                what=label_text(image.label, image.defect),
                picture=image.path.replace("\\", "/").rsplit("/", 1)[-1],
            )
        self.where.set_text(words)

    def _show_names(self, names: list[str]) -> None:
        current = self._name
        self.sets.clear()
        self.sets.addItems(names if not current or current in names else [*names, current])
        self.sets.setCurrentText(current)
        if current:
            self.read_again()
        elif names:
            self.open(names[0], None)

    def _show(self, name: str, image_id: int | None, items: list[Paintable]) -> None:
        if name != self._name or image_id != self._id:
            return
        self._items = tuple(items)
        if self._id is None and items:
            self._id = items[0].stored.id
        self.refresh()
        if self._id is None:
            self.nothing_there.emit(name)
        else:
            self.picture_chosen.emit(name, self._id)

    def _step(self, by: int) -> None:
        ids = [one.stored.id for one in self._items]
        if self._id in ids and 0 <= ids.index(self._id) + by < len(ids):
            self._id = ids[ids.index(self._id) + by]
            self.refresh()
            self.picture_chosen.emit(self._name, self._id)
