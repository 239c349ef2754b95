"""A large choice: a title, its figures, and for the chosen one why one would take it. One of several is chosen."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.theme import BASE, GRID, RADIUS, SMALL, TARGET, Theme, font

_MARK = 22
_WRAP = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignTop)


class ChoiceCard(QAbstractButton):
    """Checkable and exclusive among its siblings. A filled dot marks the chosen one, beside the stronger frame."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._why = ""
        self._figures = ""
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self.toggled.connect(lambda _: self._fit())

    @property
    def why(self) -> str:
        return self._why

    @property
    def figures(self) -> str:
        return self._figures

    def set_words(self, title: str, why: str, figures: str = "") -> None:
        self.setText(title)
        self._why, self._figures = why, figures
        self.setAccessibleName(title)
        self.setAccessibleDescription(f"{why} {figures}".strip())
        self.setToolTip(why)
        self._fit()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, self._height(max(self.width(), 280)))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, TARGET)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        colors = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = QColor(colors.control if not self.underMouse() else colors.control_hover)
        if self.isChecked():
            fill = QColor(colors.field)
        if not self.isEnabled():
            fill = QColor(colors.well)
        strong = self.isChecked() or self.hasFocus()
        painter.setBrush(fill)
        painter.setPen(QPen(QColor(colors.accent if strong else colors.border), 2 if strong else 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), RADIUS, RADIUS)
        ink = QColor(colors.text if self.isEnabled() else colors.faint)
        mark = QRectF(1.5 * GRID, GRID + 2, 16, 16)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colors.accent if self.isChecked() else colors.muted), 2))
        painter.drawEllipse(mark)
        if self.isChecked():
            painter.setBrush(QColor(colors.accent))
            painter.drawEllipse(mark.adjusted(4, 4, -4, -4))
        for text, pixels, bold, ink_of, box in self._pieces(self.width()):
            painter.setFont(font(pixels, bold=bold))
            painter.setPen(ink if ink_of or not self.isEnabled() else QColor(colors.muted))
            painter.drawText(box, _WRAP, text)

    def _pieces(self, width: int) -> list[tuple[str, int, bool, bool, QRect]]:
        left = _MARK + 2 * GRID
        room = max(60, width - left - GRID)
        top = GRID
        pieces = []
        for text, pixels, bold, strong in (
            (self.text(), BASE, True, True),
            (self._why if self.isChecked() or not self._figures else "", SMALL + 1, False, True),
            (self._figures, SMALL, False, False),
        ):
            if not text:
                continue
            metrics = QFontMetrics(font(pixels, bold=bold))
            height = metrics.boundingRect(QRect(0, 0, room, 1000), _WRAP, text).height()
            pieces.append((text, pixels, bold, strong, QRect(left, top, room, height)))
            top += height + 2
        return pieces

    def _height(self, width: int) -> int:
        pieces = self._pieces(width)
        return max(TARGET, (pieces[-1][4].bottom() if pieces else 0) + GRID)

    def _fit(self) -> None:
        self.setFixedHeight(self._height(self.width()))
