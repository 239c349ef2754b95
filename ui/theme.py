"""The colours in use, fonts, and what follows from them for Qt's own widgets."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QLabel

from ui.palette import BASE as BASE
from ui.palette import DARK as DARK
from ui.palette import FAMILIES as FAMILIES
from ui.palette import GRID as GRID
from ui.palette import HUGE as HUGE
from ui.palette import LARGE as LARGE
from ui.palette import LIGHT as LIGHT
from ui.palette import RADIUS as RADIUS
from ui.palette import SMALL as SMALL
from ui.palette import TARGET as TARGET
from ui.palette import Colors as Colors
from ui.style_sheet import style_sheet


class Theme(QObject):
    """The colours in use. Widgets that paint themselves listen to `changed`; the rest follow the style sheet."""

    changed = Signal()

    def __init__(self, application: QApplication, *, dark: bool = False, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._application = application
        self.colors = DARK if dark else LIGHT
        application.setStyle("Fusion")
        application.setFont(font(BASE))
        self._apply()

    def set_dark(self, dark: bool) -> None:
        if dark != self.colors.dark:
            self.colors = DARK if dark else LIGHT
            self._apply()
            self.changed.emit()

    def _apply(self) -> None:
        self._application.setPalette(_palette(self.colors))
        self._application.setStyleSheet(style_sheet(self.colors))


def font(pixels: int, *, bold: bool = False) -> QFont:
    """The window's font at a height in logical pixels."""
    return QFont(_font(pixels, bold))  # a copy shares what Qt has found out about the first one


@cache
def _font(pixels: int, bold: bool) -> QFont:
    result = QFont()
    result.setFamilies(FAMILIES)
    result.setPixelSize(pixels)
    result.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    return result


def _palette(colors: Colors) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for key, value in (
        (role.Window, colors.window),
        (role.WindowText, colors.text),
        (role.Base, colors.field),
        (role.AlternateBase, colors.well),
        (role.Text, colors.text),
        (role.Button, colors.control),
        (role.ButtonText, colors.text),
        (role.Highlight, colors.accent),
        (role.HighlightedText, colors.on_accent),
        (role.ToolTipBase, colors.panel),
        (role.ToolTipText, colors.text),
        (role.PlaceholderText, colors.muted),
    ):
        palette.setColor(key, QColor(value))
    for key in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, key, QColor(colors.faint))
    return palette


def set_look(widget: QObject, look: str) -> None:
    """Choose one of the looks of `style_sheet`."""
    widget.setProperty("look", look)


def say_in(label: QLabel, text: str, look: str = "") -> None:
    """Change the words of a label, and its look with them; the style is only worked out again where it changes."""
    label.setText(text)
    if label.property("look") != look:
        set_look(label, look)
        label.style().unpolish(label)
        label.style().polish(label)


def numbers_alignment() -> Qt.AlignmentFlag:
    """Numbers that change stand on the right, so that their digits keep their places."""
    return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
