"""What is wrong and what to do, across the top of the page. The line has no dialogs."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.types import StationState
from ui.symbols import paint_state
from ui.theme import BASE, GRID, LARGE, RADIUS, TARGET, Theme
from ui.widgets.buttons import ActionButton
from ui.widgets.text import WrappedText


class Level(Enum):
    NOTE = "note"
    WARNING = "warning"
    ALARM = "alarm"


_SHAPES = {
    Level.NOTE: StationState.READY,
    Level.WARNING: StationState.RECOVERING,
    Level.ALARM: StationState.FAULT,
}


class Banner(QWidget):
    """Message and hint with a shape. Hidden when there is nothing to say."""

    dismissed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._level = Level.NOTE
        self.message = WrappedText(theme, LARGE - 2, lines=1, bold=True)
        self.hint = WrappedText(theme, BASE, lines=1)
        self.close_button = ActionButton(theme, "close", "", name=self.tr("Dismiss this message"), height=TARGET - 4)
        self.close_button.clicked.connect(self.dismissed)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self.message)
        words.addWidget(self.hint)
        words.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(TARGET + GRID, GRID, GRID, GRID)
        layout.setSpacing(GRID)
        layout.addLayout(words, 1)
        layout.addWidget(self.close_button)
        self.setFixedHeight(68)
        self.hide()
        theme.changed.connect(self._paint_words)

    @property
    def level(self) -> Level:
        return self._level

    def show_message(self, level: Level, message: str, hint: str = "", *, dismissable: bool = False) -> None:
        self._level = level
        self.message.set_text(message)
        self.hint.set_text(hint)
        self.hint.setVisible(bool(hint))
        self.close_button.setVisible(dismissable)
        self.setAccessibleName(f"{message} {hint}".strip())
        self._paint_words()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        fill, ink = self._colors()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(fill)
        painter.setBrush(fill)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        paint_state(painter, QRectF(GRID * 1.5, (self.height() - 32) / 2, 32, 32), _SHAPES[self._level], ink)

    def _colors(self) -> tuple[QColor, QColor]:
        colors = self._theme.colors
        if self._level is Level.ALARM:
            return QColor(colors.bad), QColor(colors.on_bad)
        if self._level is Level.WARNING:
            return QColor(colors.warn), QColor(colors.on_warn)
        return QColor(colors.panel), QColor(colors.text)

    def _paint_words(self) -> None:
        ink = self._colors()[1].name()
        self.message.set_ink(ink)
        self.hint.set_ink(ink)
        self.update()
