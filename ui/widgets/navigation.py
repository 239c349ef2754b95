"""The column on the left: one large button per page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QSizePolicy, QVBoxLayout, QWidget

from ui.icons import paint_icon
from ui.pages import PageSpec
from ui.theme import GRID, RADIUS, SMALL, Theme, font, set_look

WIDTH = 96
_HEIGHT = 68
_LEAST = 50
_ICON = 24


class NavigationButton(QAbstractButton):
    """Icon above word. A lock says that one has to sign in for the page."""

    def __init__(self, theme: Theme, spec: PageSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.spec = spec
        self._locked = False
        self._count = 0
        self.setText(spec.title)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setFixedWidth(WIDTH - GRID)
        self.setMinimumHeight(_LEAST)
        self.setMaximumHeight(_HEIGHT)
        self._name()
        theme.changed.connect(self.update)

    @property
    def locked(self) -> bool:
        return self._locked

    def set_locked(self, locked: bool) -> None:
        self._locked = locked
        self._name()
        self.update()

    def set_count(self, count: int) -> None:
        """Show how many things wait on the page; 0: nothing."""
        if count != self._count:
            self._count = count
            self._name()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH - GRID, _HEIGHT)

    def _name(self) -> None:
        name = self.spec.title
        if self._count:
            name = self.tr("{page}, {count} waiting").format(page=name, count=self._count)
        if self._locked:
            name = self.tr("{page}, sign in first").format(page=name)
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({self.spec.shortcut})")

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        colors = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = QColor(colors.text)
        box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        if self.isChecked():
            ink = QColor(colors.on_calm)
            painter.setBrush(QColor(colors.calm))
        elif self.isDown() or self.underMouse():
            painter.setBrush(QColor(colors.control_hover))
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._locked and not self.isChecked():
            ink = QColor(colors.muted)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(ink if self.isChecked() else QColor(colors.accent), 2))
            painter.drawRoundedRect(box, RADIUS, RADIUS)
        face = font(SMALL + (0 if len(self.text()) > 10 else 1), bold=self.isChecked())
        words = QFontMetrics(face).height()
        top = (self.height() - _ICON - words - 4) / 2
        paint_icon(painter, QRectF((self.width() - _ICON) / 2, top, _ICON, _ICON), self.spec.icon, ink)
        painter.setFont(face)
        painter.setPen(ink)
        line = QRectF(0, top + _ICON + 4, self.width(), words)
        elided = QFontMetrics(face).elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width() - 4)
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, elided)
        if self._locked:
            paint_icon(painter, QRectF(self.width() - 22, 8, 12, 12), "lock", ink)
        elif self._count:
            self._paint_count(painter)

    def _paint_count(self, painter: QPainter) -> None:
        colors = self._theme.colors
        badge = QRectF(self.width() - 34, 4, 28, 20)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.warn))
        painter.drawRoundedRect(badge, 10, 10)
        painter.setPen(QColor(colors.on_warn))
        painter.setFont(font(SMALL, bold=True))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, "99+" if self._count > 99 else str(self._count))


class Navigation(QFrame):
    """Sends `chosen` with the key of the page that a person wants; whether it is shown is for the window to say."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, specs: Sequence[PageSpec], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "column")
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(self.tr("Pages"))
        self.buttons = {spec.key: NavigationButton(theme, spec) for spec in specs}
        group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID // 2, GRID, GRID // 2, GRID)
        layout.setSpacing(GRID // 2)
        for key, button in self.buttons.items():
            group.addButton(button)
            layout.addWidget(button)
            button.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            if button.spec.shortcut:
                shortcut = QShortcut(QKeySequence(button.spec.shortcut), self)
                shortcut.setWhatsThis(button.spec.title)
                shortcut.activated.connect(lambda key=key: self.chosen.emit(key))
        layout.addStretch(1)
        self.foot = QVBoxLayout()
        layout.addLayout(self.foot)

    def show_current(self, key: str) -> None:
        for other, button in self.buttons.items():
            button.setChecked(other == key)

    def set_locked(self, locked: Callable[[PageSpec], bool]) -> None:
        for button in self.buttons.values():
            button.set_locked(locked(button.spec))
