"""Text of a fixed number of lines: it wraps, ends in an ellipsis when too long, and never moves its neighbours."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Theme, font


class WrappedText(QWidget):
    """Up to `lines` lines at `pixels` height. The whole text is in the tooltip when it does not fit."""

    def __init__(
        self,
        theme: Theme,
        pixels: int,
        *,
        lines: int = 1,
        bold: bool = False,
        muted: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._font = font(pixels, bold=bold)
        self._lines = lines
        self._muted = muted
        self._ink: str | None = None
        self._text = ""
        self._cut = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def text(self) -> str:
        return self._text

    @property
    def cut(self) -> bool:
        """Whether the last painting had to leave out words."""
        return self._cut

    def set_text(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.update()

    def set_size(self, pixels: int, lines: int) -> None:
        """Another font height and number of lines."""
        self._font.setPixelSize(pixels)
        self._lines = lines
        self.updateGeometry()
        self.update()

    def set_ink(self, color: str | None) -> None:
        """Paint in this colour instead of the theme's text colour."""
        self._ink = color
        self.update()

    def sizeHint(self) -> QSize:
        margins = self.contentsMargins()
        height = QFontMetricsF(self._font).lineSpacing() * self._lines
        return QSize(120, round(height + 0.5) + margins.top() + margins.bottom())

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        colors = self._theme.colors
        painter = QPainter(self)
        painter.setFont(self._font)
        painter.setPen(QColor(self._ink or (colors.muted if self._muted else colors.text)))
        lines, self._cut = self._broken(float(self.contentsRect().width()))
        self.setToolTip(self._text if self._cut else "")
        spacing = QFontMetricsF(self._font).lineSpacing()
        box = QRectF(self.contentsRect())
        for number, line in enumerate(lines):
            row = QRectF(box.left(), box.top() + number * spacing, box.width(), spacing)
            painter.drawText(row, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, line)

    def _broken(self, width: float) -> tuple[list[str], bool]:
        """The lines to draw, and whether something was left out."""
        text = " ".join(self._text.split()).replace(" %", "\u00a0%")  # a figure keeps its unit beside it
        layout = QTextLayout(text, self._font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        lines: list[str] = []
        cut = False
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, 0))
            start = line.textStart()
            if len(lines) == self._lines - 1:
                rest = text[start:]
                shown = QFontMetricsF(self._font).elidedText(rest, Qt.TextElideMode.ElideRight, width)
                lines.append(shown)
                cut = shown != rest
                break
            lines.append(text[start : start + line.textLength()].rstrip())
        layout.endLayout()
        return lines, cut
