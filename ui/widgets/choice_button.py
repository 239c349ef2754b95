"""A button with a name and, below it, what it would bring."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.theme import BASE, GRID, RADIUS, SMALL, TARGET, Theme, font


class ChoiceButton(QAbstractButton):
    """Filled while it is checked. `detail` is cut off at the end where it does not fit, and whole in the tooltip."""

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._detail = ""
        self.setText(title)
        self.setCheckable(True)
        self.setAutoExclusive(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def detail(self) -> str:
        return self._detail

    def set_detail(self, detail: str, more: str = "") -> None:
        """`more` is said in the tooltip and to screen readers only."""
        self._detail = detail
        self.setToolTip("\n".join(text for text in (self.text(), detail, more) if text))
        self.setAccessibleName(f"{self.text()}: {detail}")
        self.setAccessibleDescription(more)
        self.update()

    def nextCheckState(self) -> None:
        """Pressing asks for the choice; whoever makes it checks the button."""

    def sizeHint(self) -> QSize:
        return QSize(168, TARGET)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, TARGET)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        colors = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, soft, fill = QColor(colors.text), QColor(colors.muted), QColor(colors.control)
        if not self.isEnabled():
            ink = soft = QColor(colors.faint)
            fill = QColor(colors.well)
        elif self.isChecked():
            ink = soft = QColor(colors.on_calm)
            fill = QColor(colors.calm)
        elif self.isDown():
            fill = QColor(colors.control_pressed)
        elif self.underMouse():
            fill = QColor(colors.control_hover)
        box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.setBrush(fill)
        painter.setPen(QPen(QColor(colors.border), 1))
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colors.accent), 2))
            painter.drawRoundedRect(box, RADIUS, RADIUS)
        words = box.adjusted(GRID, 4, -GRID, -4)
        half = words.height() / 2
        for top, text, pen, kind in (
            (words.top(), self.text(), ink, font(BASE, bold=True)),
            (words.top() + half, self._detail, soft, font(SMALL)),
        ):
            painter.setPen(pen)
            painter.setFont(kind)
            shown = QFontMetricsF(kind).elidedText(text, Qt.TextElideMode.ElideRight, words.width())
            row = QRectF(words.left(), top, words.width(), half)
            painter.drawText(row, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
