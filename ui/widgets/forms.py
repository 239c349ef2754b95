"""Rows of a form: a label above what is filled in."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.theme import set_look


def field(label: str, widget: QWidget, *, hint: str = "") -> QVBoxLayout:
    """A labelled input; the label is its name for screen readers and gives it the focus."""
    words = QLabel(label)
    words.setBuddy(widget)
    set_look(words, "field")
    if not widget.accessibleName():
        widget.setAccessibleName(label.replace("&", ""))
    rows = QVBoxLayout()
    rows.setSpacing(2)
    rows.addWidget(words)
    rows.addWidget(widget)
    if hint:
        small = QLabel(hint)
        small.setWordWrap(True)
        set_look(small, "muted")
        widget.setAccessibleDescription(hint)
        rows.addWidget(small)
    return rows
