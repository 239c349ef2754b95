"""One picture of a data set at its full size, with what was said of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from station.hints import Hint
from station.images import read_image
from station.queries import LabelEntry, StoredImage
from ui.image_view import ImageView
from ui.labels import label_text
from ui.page import Page
from ui.picture import Picture, level_count, render_image
from ui.theme import GRID, set_look
from ui.told import in_words
from ui.widgets.buttons import ActionButton
from ui.words import moment_text

FINEST_PIXELS = 40_000_000
"""No finer level than with so many pixels is drawn: a picture of 150 megapixels would take 600 MB on the screen."""
_SETTLE_MS = 60
_HISTORY = 4


class Detail(QFrame):
    """Shows one picture; reads it when the choice has come to rest, off the GUI thread."""

    other_wanted = Signal(int)
    """The number of a picture that this one is nearly the same as."""

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "panel")
        self._page = page
        self._one: StoredImage | None = None
        self._finest = 0
        theme = page.context.theme
        self.view = ImageView(theme)
        self.view.setMinimumSize(200, 120)
        self.title = QLabel()
        set_look(self.title, "strong")
        self.facts = QLabel()
        set_look(self.facts, "muted")
        self.facts.setWordWrap(True)
        self.why = QLabel()
        self.why.setWordWrap(True)
        set_look(self.why, "warn")
        self.why.hide()
        self.other_button = ActionButton(theme, "compare", "", name=self.tr("Show the other picture"))
        self.other_button.clicked.connect(self._show_other)
        self.other_button.setEnabled(False)
        self._other = 0
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        for icon, name, act in (
            ("zoom_out", self.tr("Zoom out"), self.view.zoom_out),
            ("zoom_in", self.tr("Zoom in"), self.view.zoom_in),
            ("fit", self.tr("Fit the picture into the window"), self.view.fit),
            ("original", self.tr("Original size, 1 to 1"), self.view.original_size),
        ):
            button = ActionButton(theme, icon, "", name=name)
            button.clicked.connect(act)
            buttons.addWidget(button)
        buttons.addWidget(self.other_button)
        buttons.addStretch(1)
        words = QWidget()
        rows = QVBoxLayout(words)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GRID)
        for widget in (self.title, self.why, self.facts):
            rows.addWidget(widget)
        rows.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(words)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setMinimumHeight(72)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)
        layout.setSpacing(GRID)
        layout.addWidget(self.view, 3)
        layout.addLayout(buttons)
        layout.addWidget(scroll, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE_MS)
        self._timer.timeout.connect(self._read)
        self.view.level_wanted.connect(self._finer)
        self.show_one(None)

    def show_one(self, one: StoredImage | None, hints: Sequence[Hint] = ()) -> None:
        """Show a picture, or that none is chosen."""
        before, self._one = self._one, one
        self.why.setVisible(bool(hints))
        self.why.setText("; ".join(why[:1].upper() + why[1:] for why in (in_words(hint.why) for hint in hints)))
        others = [number for hint in hints for number in hint.others]
        self._other = others[0] if others else 0
        self.other_button.setEnabled(bool(others))
        if one is None:
            self._timer.stop()
            self.view.show_note(self.tr("No picture chosen"))
            self.title.setText("")
            self.facts.setText("")
            return
        image = one.image
        self.title.setText(label_text(image.label, image.defect))
        if before is None or before.id != one.id:
            self.facts.setText(Path(image.path).name)
            self._timer.start()
        elif before.image.label is not image.label or before.image.defect != image.defect:
            self._read_history(one)

    def stop(self) -> None:
        self._timer.stop()

    def _read(self) -> None:
        one = self._one
        if one is None:
            return
        image = one.image
        self._finest = 0
        while (image.width >> self._finest) * (image.height >> self._finest) > FINEST_PIXELS:
            self._finest += 1
        # the view's own zoom belongs to the picture before: the level that fits this one is worked out here
        fit = max(1, max(image.width // max(1, self.view.width()), image.height // max(1, self.view.height())))
        level = max(self._finest, min(fit.bit_length() - 1, level_count(image.width, image.height) - 1))
        path = Path(image.path)
        self._page.run(
            lambda: render_image(read_image(path), level),
            lambda picture: self._show(one, picture),
            on_error=lambda error: self._missing(one, error),
        )
        self._read_history(one)

    def _finer(self, level: int) -> None:
        one, picture = self._one, self.view.picture
        level = max(level, self._finest)
        if one is None or picture is None or level >= min(picture.base):
            return
        path = Path(one.image.path)
        self._page.run(lambda: render_image(read_image(path), level), lambda finer: self._show(one, finer))

    def _show(self, one: StoredImage, picture: Picture) -> None:
        if self._one is not None and self._one.id == one.id:
            self.view.show_picture(picture)

    def _missing(self, one: StoredImage, error: BaseException) -> None:
        if self._one is not None and self._one.id == one.id:
            self.view.show_note(self.tr("This picture cannot be shown"), str(error))

    def _read_history(self, one: StoredImage) -> None:
        datasets = self._page.context.station.datasets
        self._page.run(lambda: datasets.history(one.id), lambda entries: self._show_history(one, entries))

    def _show_history(self, one: StoredImage, entries: list[LabelEntry]) -> None:
        if self._one is None or self._one.id != one.id:
            return
        image = one.image
        lines = [f"{Path(image.path).name}, {image.width} x {image.height}"]
        for entry in entries[:_HISTORY]:
            lines.append(
                self.tr("{time} {who}: {label}").format(
                    time=moment_text(entry.at),
                    who=entry.who,
                    label=label_text(entry.label, entry.defect),
                )
                + (f" ({entry.why})" if entry.why else "")
            )
        if len(entries) > _HISTORY:
            lines.append(self.tr("and {count} earlier").format(count=len(entries) - _HISTORY))
        self.facts.setText("\n".join(lines))

    def _show_other(self) -> None:
        self.other_wanted.emit(self._other)
