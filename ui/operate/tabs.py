"""What is shown beside the verdict: the picture or one of the panels, and how much waits in each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from ui.operate.part_choice import MOST
from ui.theme import GRID, RADIUS, SMALL, TARGET, Theme, font

_BADGE = 20
_BADGE_OF_MANY = (34, 14)
_FONT = SMALL + 1


class PanelTab(QAbstractButton):
    """A word, the key that does the same, and a count with a shape when something waits."""

    def __init__(self, theme: Theme, text: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._key = key
        self._count = 0
        self._urgent = False
        self.setText(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setAutoRepeat(False)
        shortcut.setWhatsThis(text)
        shortcut.activated.connect(self.click)
        theme.changed.connect(self.update)
        self._name()

    @property
    def count(self) -> int:
        return self._count

    @property
    def badge(self) -> str:
        """The count as it is shown; "" for none."""
        if not self._count:
            return ""
        return f"{MOST}+" if self._count > MOST else str(self._count)

    def set_count(self, count: int, *, urgent: bool = False) -> None:
        """Show how many things wait; `urgent` in the colour of alarms."""
        if (count, urgent) != (self._count, self._urgent):
            self._count, self._urgent = count, urgent
            self._name()
            self.updateGeometry()
            self.update()

    def _name(self) -> None:
        name = self.text()
        if self._count:
            name = self.tr("{panel}, {count} waiting").format(panel=name, count=self.badge)
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({QKeySequence(self._key).toString(QKeySequence.SequenceFormat.NativeText)})")

    def _beside(self) -> int:
        """The room that the badge takes beside the word; three digits stand above it."""
        return _BADGE + 2 if 0 < self._count < 100 else 0

    def sizeHint(self) -> QSize:
        width = QFontMetrics(font(_FONT, bold=True)).horizontalAdvance(self.text()) + GRID + 2
        return QSize(width + self._beside(), TARGET)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        colors = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, fill = QColor(colors.text), QColor(colors.control)
        if self.isChecked():
            ink, fill = QColor(colors.on_calm), QColor(colors.calm)
        elif self.isDown():
            fill = QColor(colors.control_pressed)
        elif self.underMouse():
            fill = QColor(colors.control_hover)
        box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.setPen(QPen(QColor(colors.border), 1))
        painter.setBrush(fill)
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(ink if self.isChecked() else QColor(colors.accent), 2))
            painter.drawRoundedRect(box, RADIUS, RADIUS)
        words = box.adjusted(2, 0, -self._beside() or -2, 0)
        painter.setFont(font(_FONT, bold=True))
        painter.setPen(ink)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self.text())
        if not self._count:
            return
        badge = QRectF(0, 0, _BADGE, _BADGE)
        badge.moveCenter(box.center())
        if self._count > 99:
            badge = QRectF(0, box.top() + 1, *_BADGE_OF_MANY)
        badge.moveRight(box.right() - 3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.bad if self._urgent else colors.warn))
        corner = 4 if self._urgent else badge.height() / 2
        painter.drawRoundedRect(badge, corner, corner)
        painter.setPen(QColor(colors.on_bad if self._urgent else colors.on_warn))
        painter.setFont(font(SMALL if self._count < 100 else SMALL - 1, bold=True))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, self.badge)


class PanelTabs(QWidget):
    """One tab per panel, one of them chosen."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, tabs: Sequence[tuple[str, str, str]], parent: QWidget | None = None) -> None:
        """`tabs`: key of the panel, word, key on the keyboard."""
        super().__init__(parent)
        self.setAccessibleName(self.tr("Panels"))
        self.tabs = {key: PanelTab(theme, word, shortcut) for key, word, shortcut in tabs}
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)  # seven of them with their counts fit into the narrowest window
        for key, tab in self.tabs.items():
            self._group.addButton(tab)
            layout.addWidget(tab)
            tab.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))

    def show_current(self, key: str) -> None:
        self.tabs[key].setChecked(True)
