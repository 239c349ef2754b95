"""Looks whether everything in a window has the room that it needs."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLabel,
    QRadioButton,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QWidget,
)

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
        problems += [f"{name} {what}" for what in _of(widget)]
    return problems


def _of(widget: QWidget) -> list[str]:
    """What is wrong with the room of one widget."""
    match widget:
        case QCheckBox() | QRadioButton():
            least = widget.sizeHint()
            return [f"has {widget.size()} and needs {least}"] if widget.width() < least.width() else []
        case QAbstractButton() | WrappedText():
            least = widget.minimumSizeHint()
            low = widget.height() < least.height() - _LOWER
            narrow = widget.width() < min(least.width(), widget.maximumWidth())
            return [f"has {widget.size()} and needs {least}"] if narrow or low else []
        case QLabel() if widget.text():
            needs = widget.heightForWidth(widget.width()) if widget.wordWrap() else widget.sizeHint().height()
            narrow = not widget.wordWrap() and widget.width() < widget.sizeHint().width()
            if widget.height() < needs or narrow:
                return [f"{widget.text()!r} has {widget.size()} and needs {widget.sizeHint()}, height {needs}"]
        case QComboBox() if not widget.isEditable():
            option = QStyleOptionComboBox()
            widget.initStyleOption(option)
            part = QStyle.SubControl.SC_ComboBoxEditField
            field = widget.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, widget)
            return _words(widget, widget.currentText(), field.width())
        case QAbstractSpinBox():
            line = widget.lineEdit()
            margins = line.textMargins()
            return _words(widget, widget.text(), line.width() - margins.left() - margins.right())
        case QTabBar():
            needs = sum(widget.tabRect(number).width() for number in range(widget.count()))
            return [f"has width {widget.width()} and needs {needs}"] if needs > widget.width() else []
        case QAbstractScrollArea() if (bar := widget.horizontalScrollBar()).maximum() > bar.minimum():
            return [f"has width {widget.viewport().width()}, and what it holds needs {bar.maximum()} more"]
    return []


def _words(widget: QWidget, text: str, room: int) -> list[str]:
    needs = widget.fontMetrics().horizontalAdvance(text)
    return [f"{text!r} has width {room} and needs {needs}"] if needs > room + 1 and not widget.toolTip() else []
