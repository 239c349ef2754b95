"""Rows of a form: a label above what is filled in, and inputs that Qt has no short way to."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDateTime
from PySide6.QtWidgets import QDateTimeEdit, QLabel, QVBoxLayout, QWidget

from ui.theme import set_look
from ui.words import moment_pattern


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


def moment_edit(moment: datetime) -> QDateTimeEdit:
    """An input of a day and time in the language's way, with a calendar; to begin with `moment`, in local time."""
    edit = QDateTimeEdit()
    edit.setCalendarPopup(True)
    edit.setDisplayFormat(moment_pattern())
    edit.setDateTime(QDateTime.fromSecsSinceEpoch(int(moment.timestamp())))
    return edit


def moment_in(edit: QDateTimeEdit) -> datetime:
    """What the input says, aware, in local time."""
    return datetime.fromtimestamp(edit.dateTime().toSecsSinceEpoch()).astimezone()
