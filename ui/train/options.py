"""All options of a detector as a form. What is typed is read here, and then checked by the detector itself."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from station.presets import OptionField
from ui.theme import GRID, Theme, set_look
from ui.train.words import method_name
from ui.widgets.forms import field


class OptionsForm(QWidget):
    """Options that differ from the defaults of the chosen detector. They count once `accept` was told of no problem."""

    changed = Signal(str, object)
    """The detector and its options; None as long as they are not known to be good."""
    to_check = Signal(str, object)
    """The detector and its options, each of the right kind and in its range: the detector should look at them."""

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
        self._forms: Mapping[str, Sequence[OptionField]] = {}
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

    def offer(self, forms: Mapping[str, Sequence[OptionField]], chosen: str = "") -> None:
        """Offer these detectors, each with its options; the form of the one that was chosen stays as it is."""
        if forms == self._forms:
            return
        self._forms = forms
        keep = self.name or chosen
        self.detector.blockSignals(True)
        self.detector.clear()
        for name in forms:
            self.detector.addItem(method_name(name), name)
        self.detector.setCurrentIndex(max(0, self.detector.findData(keep)))
        self.detector.blockSignals(False)
        self._build()

    def accept(self, detector: str, options: Mapping[str, Any], problem: str) -> None:
        """Take the detector's answer to `to_check`; one to what is not there any more is left aside."""
        if (detector, dict(options)) == (self.name, self.values()[0]):
            self._say(problem)
            self.changed.emit(detector, None if problem else dict(options))

    @property
    def name(self) -> str:
        return str(self.detector.currentData() or "")

    def values(self) -> tuple[dict[str, Any], str]:
        """The options that differ from the defaults, and which of them cannot be read (none: an empty text)."""
        found: dict[str, Any] = {}
        for name, one in self._fields.items():
            value, fits = _value(one, self.inputs[name])
            if not fits:
                return {}, self.tr("{option}: {problem}").format(option=name, problem=self._problem(one))
            if value != one.default:
                found[name] = value
        return found, ""

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
        for number, one in enumerate(self._forms.get(self.name, ())):
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
        self._say(problem)
        self.changed.emit(self.name, None)
        if not problem:
            self.to_check.emit(self.name, values)

    def _say(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _value(one: OptionField, widget: QWidget) -> tuple[Any, bool]:
    """What an input says, and whether that is of the right kind and in its range."""
    if isinstance(widget, QCheckBox):
        return widget.isChecked(), True
    if isinstance(widget, QComboBox):
        return widget.currentText(), True
    text = widget.text().strip() if isinstance(widget, QLineEdit) else ""
    try:
        match one.kind:
            case "int":
                return int(text), _in_range(one, int(text))
            case "float":
                return float(text), _in_range(one, float(text))
            case "list":
                return [_item(piece.strip()) for piece in text.split(",") if piece.strip()], True
    except ValueError:
        return None, False
    return text, True


def _in_range(one: OptionField, value: float) -> bool:
    return one.low is None or one.high is None or one.low <= value <= one.high


def _item(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
