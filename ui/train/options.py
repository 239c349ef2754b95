"""All options of a detector as a form. What is typed is checked by the detector itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from station.presets import OptionField
from ui.theme import GRID, Theme, set_look
from ui.train.words import method_name
from ui.widgets.forms import field

Checked = Callable[[str, Mapping[str, Any]], str]
"""check(detector, options): an empty text, or what is wrong."""


class OptionsForm(QWidget):
    """Emits `changed` with the detector and the options that differ from its defaults; None where one is not valid."""

    changed = Signal(str, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        del theme
        self.detector = QComboBox()
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        set_look(self.problem, "warn")
        self.problem.hide()
        self.inputs: dict[str, QWidget] = {}
        self._fields: dict[str, OptionField] = {}
        self._fields_of: Callable[[str], Sequence[OptionField]] = lambda _name: ()
        self._check: Checked = lambda _name, _values: ""
        self._rolling = QScrollArea()
        self._rolling.setWidgetResizable(True)
        self._rolling.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, GRID, 0, 0)
        rows.setSpacing(GRID)
        rows.addLayout(field(self.tr("Detector"), self.detector))
        rows.addWidget(self.problem)
        rows.addWidget(self._rolling, 1)
        self.detector.currentIndexChanged.connect(lambda _: self._build())

    def offer(
        self, detectors: Sequence[str], fields_of: Callable[[str], Sequence[OptionField]], check: Checked
    ) -> None:
        """Offer these detectors. `fields_of` and `check` are quick: they look at options, not at networks."""
        self._fields_of, self._check = fields_of, check
        self.detector.blockSignals(True)
        self.detector.clear()
        for name in detectors:
            self.detector.addItem(method_name(name), name)
        self.detector.blockSignals(False)
        self._build()

    @property
    def name(self) -> str:
        return str(self.detector.currentData() or "")

    def values(self) -> tuple[dict[str, Any], str]:
        """The options that differ from the defaults, and what is wrong with them (nothing: an empty text)."""
        found: dict[str, Any] = {}
        for name, one in self._fields.items():
            value, problem = _value(one, self.inputs[name])
            if problem:
                return {}, self.tr("{option}: {problem}").format(option=name, problem=self._problem(one))
            if value != one.default:
                found[name] = value
        return found, self._check(self.name, found)

    def _problem(self, one: OptionField) -> str:
        match one.kind:
            case "int":
                words = self.tr("give a whole number")
            case "float":
                words = self.tr("give a number")
            case _:
                words = self.tr("give values between commas")
        if one.low is not None and one.high is not None:
            words += self.tr(" from {low} to {high}").format(low=f"{one.low:g}", high=f"{one.high:g}")
        return words

    def _build(self) -> None:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        grid.setContentsMargins(0, 0, GRID, 0)
        self.inputs, self._fields = {}, {}
        for number, one in enumerate(self._fields_of(self.name)):
            widget = self._input(one)
            self.inputs[one.name], self._fields[one.name] = widget, one
            row, column = divmod(number, 2)
            hint = ""
            if one.low is not None and one.high is not None:
                hint = self.tr("{low} to {high}").format(low=f"{one.low:g}", high=f"{one.high:g}")
            grid.addLayout(field(one.name, widget, hint=hint), row, column, Qt.AlignmentFlag.AlignTop)
        grid.setRowStretch(grid.rowCount(), 1)
        self._rolling.setWidget(inside)
        self._edited()

    def _input(self, one: OptionField) -> QWidget:
        if one.kind == "bool":
            box = QCheckBox(self.tr("on"))
            box.setAccessibleName(one.name)
            box.setChecked(bool(one.default))
            box.toggled.connect(lambda _: self._edited())
            return box
        if one.kind == "choice":
            combo = QComboBox()
            combo.addItems(list(one.choices))
            combo.setCurrentText(str(one.default))
            combo.currentTextChanged.connect(lambda _: self._edited())
            return combo
        line = QLineEdit(_text(one.default))
        line.textEdited.connect(lambda _: self._edited())
        return line

    def _edited(self) -> None:
        if not self.name:
            return
        values, problem = self.values()
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.changed.emit(self.name, None if problem else values)


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _value(one: OptionField, widget: QWidget) -> tuple[Any, bool]:
    """What an input says, and whether that cannot be read."""
    if isinstance(widget, QCheckBox):
        return widget.isChecked(), False
    if isinstance(widget, QComboBox):
        return widget.currentText(), False
    assert isinstance(widget, QLineEdit)
    text = widget.text().strip()
    try:
        match one.kind:
            case "int":
                return int(text), False
            case "float":
                return float(text), False
            case "list":
                return [_item(piece.strip()) for piece in text.split(",") if piece.strip()], False
    except ValueError:
        return None, True
    return text, False


def _item(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
