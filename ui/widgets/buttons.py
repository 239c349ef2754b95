"""Buttons that paint themselves: icon, word, and the key that does the same."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.icons import ICONS, paint_icon
from ui.theme import BASE, GRID, RADIUS, SMALL, TARGET, Theme, font

_ICON = 20


class ActionButton(QAbstractButton):
    """A large button. `key` is shown on it and in the tooltip, and works anywhere in the window.

    `prominent` fills it with the accent colour: the one thing to do next. A checked one is filled in
    grey. An empty `text` gives a square icon button;
    `name` is what it is called for the tooltip and for screen readers.
    """

    def __init__(
        self,
        theme: Theme,
        icon: str,
        text: str,
        *,
        name: str = "",
        key: str = "",
        height: int = TARGET,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        if icon not in ICONS:
            raise ValueError(f"no icon is called {icon!r}")
        self._theme = theme
        self._icon = icon
        self._prominent = False
        self._height = height
        self._key = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) if key else ""
        self.setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding if text else QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        name = name or text
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({self._key})" if self._key else name)
        self._shortcut = QShortcut(QKeySequence(key), self) if key else None
        if self._shortcut is not None:
            self._shortcut.setAutoRepeat(False)
            self._shortcut.activated.connect(self.click)
        theme.changed.connect(self.update)

    @property
    def prominent(self) -> bool:
        return self._prominent

    def set_prominent(self, prominent: bool) -> None:
        if prominent != self._prominent:
            self._prominent = prominent
            self.update()

    def set_text(self, text: str) -> None:
        """Change the words; the name for tooltip and screen readers follows."""
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(f"{text} ({self._key})" if self._key else text)
        self.updateGeometry()
        self.update()

    def explain_key(self, words: str) -> None:
        """What the key does, for the list of keys, where the words on the button change."""
        if self._shortcut is not None:
            self._shortcut.setWhatsThis(words)

    def set_icon(self, icon: str) -> None:
        if icon not in ICONS:
            raise ValueError(f"no icon is called {icon!r}")
        self._icon = icon
        self.update()

    def set_height(self, height: int) -> None:
        if height != self._height:
            self._height = height
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        hint = self._words_hint()
        if self.text() and self._key:
            hint += QSize(QFontMetrics(font(SMALL)).horizontalAdvance(self._key) + GRID, 0)
        return hint

    def minimumSizeHint(self) -> QSize:
        """The words have room; the key on the button gives way."""
        return self._words_hint().boundedTo(self.maximumSize())

    def _words_hint(self) -> QSize:
        if not self.text():
            return QSize(self._height, self._height)
        words = QFontMetrics(font(BASE, bold=True)).horizontalAdvance(self.text())
        return QSize(words + _ICON + 4 * GRID, self._height)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        colors = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isEnabled() and (self._prominent or self.isChecked())
        ink, fill = QColor(colors.text), QColor(colors.control)
        if on and self._prominent:
            ink, fill = QColor(colors.on_accent), QColor(colors.accent)
        elif on:
            ink, fill = QColor(colors.on_calm), QColor(colors.calm)
        if not self.isEnabled():
            ink, fill = QColor(colors.faint), QColor(colors.well)
        elif self.isDown():
            fill = fill.darker(118) if on else QColor(colors.control_pressed)
        elif self.underMouse():
            fill = fill.lighter(112) if on else QColor(colors.control_hover)
        box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.setBrush(fill)
        painter.setPen(QPen(QColor(colors.border) if not on else fill, 1))
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colors.text if on else colors.accent), 2))
            painter.drawRoundedRect(box, RADIUS, RADIUS)
        icon = QRectF(0, 0, _ICON, _ICON)
        icon.moveCenter(box.center())
        if self.text():
            icon.moveLeft(box.left() + 1.5 * GRID)
        paint_icon(painter, icon, self._icon, ink)
        if not self.text():
            return
        words = box.adjusted(2 * GRID + _ICON + 4, 0, -GRID, 0)
        face = font(BASE, bold=True)
        needs = QFontMetrics(face).horizontalAdvance(self.text())
        key = self._key
        if key and needs + QFontMetrics(font(SMALL)).horizontalAdvance(key) + GRID > words.width() + 1:
            key = ""  # it stands in the tooltip and in the list of keys too; the words come first
        painter.setPen(ink)
        painter.setFont(face)
        shown = QFontMetrics(face).elidedText(self.text(), Qt.TextElideMode.ElideRight, round(words.width()) + 1)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        if key:
            painter.setFont(font(SMALL))
            painter.setPen(ink if on or not self.isEnabled() else QColor(colors.muted))
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, key)
