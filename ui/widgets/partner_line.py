"""The line about the partners in the cell: robot, PLC, message broker; quiet while all are there."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from station.types import PartnerStatus
from ui.theme import GRID, SMALL, Theme, font
from ui.told import in_words

_HEIGHT = 22
_MARK = 12.0


class PartnerLine(QWidget):
    """One row for each partner: a ring where it takes part, a cross and bold words where it does not.

    What to do stands behind the words, and in the tooltip where there is no room for it. Without partners it is hidden.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._partners: tuple[PartnerStatus, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hide()
        theme.changed.connect(self.update)

    @property
    def partners(self) -> tuple[PartnerStatus, ...]:
        return self._partners

    def show_partners(self, partners: tuple[PartnerStatus, ...]) -> None:
        """Those that are not there come first."""
        partners = tuple(sorted(partners, key=lambda one: one.ok))
        if partners == self._partners:
            return
        self._partners = partners
        words = "\n".join(f"{self._words(one)} {in_words(one.hint)}".strip() for one in partners)
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.setFixedHeight(_HEIGHT * max(1, len(partners)))
        self.setVisible(bool(partners))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, _HEIGHT * max(1, len(self._partners)))

    def _words(self, one: PartnerStatus) -> str:
        names = {"robot": self.tr("Robot"), "plc": self.tr("PLC"), "mqtt": self.tr("Message broker")}
        return f"{names.get(one.name, one.name)}: {in_words(one.message)}"

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        colors = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for row, one in enumerate(self._partners):
            top = row * _HEIGHT
            mark = QRectF(2, top + (_HEIGHT - _MARK) / 2, _MARK, _MARK)
            painter.setPen(QPen(QColor(colors.calm if one.ok else colors.bad), 2.2))
            if one.ok:
                painter.drawEllipse(mark)
            else:
                painter.drawLine(mark.topLeft(), mark.bottomRight())
                painter.drawLine(mark.topRight(), mark.bottomLeft())
            left = mark.right() + GRID
            for text, face, ink in self._pieces(one):
                metrics = QFontMetricsF(face)
                room = self.width() - left
                shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
                painter.setFont(face)
                painter.setPen(QColor(ink))
                box = QRectF(left, top, max(room, 0.0), _HEIGHT)
                painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
                left += metrics.horizontalAdvance(shown) + GRID

    def _pieces(self, one: PartnerStatus) -> list[tuple[str, QFont, str]]:
        colors = self._theme.colors
        if one.ok:
            return [(self._words(one), font(SMALL), colors.muted)]
        return [
            (self._words(one), font(SMALL, bold=True), colors.text),
            (in_words(one.hint), font(SMALL), colors.text),
        ]
