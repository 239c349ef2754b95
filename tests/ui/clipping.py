"""Looks whether everything in a window has the room that it needs."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractScrollArea, QLabel, QWidget

from ui.widgets.buttons import ActionButton
from ui.widgets.navigation import NavigationButton
from ui.widgets.text import WrappedText

_LOWER = 4
"""By so much a button may be lower than it would like to be: its words still have room."""


def clipped(root: QWidget) -> list[str]:
    """What has less room than its words need, or reaches beyond what it stands in."""
    problems = []
    for widget in root.findChildren(QWidget):
        parent = widget.parentWidget()
        if not widget.isVisibleTo(root) or widget.isWindow() or parent is None:
            continue
        name = f"{type(widget).__name__} {widget.accessibleName() or widget.objectName()}"
        scrolled = isinstance(parent.parentWidget(), QAbstractScrollArea) or isinstance(parent, QAbstractScrollArea)
        if not scrolled and not parent.rect().adjusted(-1, -1, 1, 1).contains(widget.geometry()):
            problems.append(f"{name} reaches beyond {type(parent).__name__}: {widget.geometry()} in {parent.rect()}")
        if isinstance(widget, (ActionButton, NavigationButton, WrappedText)):
            least = widget.minimumSizeHint()
            low = widget.height() < least.height() - _LOWER
            if widget.width() < min(least.width(), widget.maximumWidth()) or low:
                problems.append(f"{name} has {widget.size()} and needs {least}")
        if isinstance(widget, QLabel) and widget.text():
            needs = widget.heightForWidth(widget.width()) if widget.wordWrap() else widget.sizeHint().height()
            if widget.height() < needs or (not widget.wordWrap() and widget.width() < widget.sizeHint().width()):
                problems.append(f"{name} has {widget.size()} and needs {widget.sizeHint()}, height {needs}")
    return problems
