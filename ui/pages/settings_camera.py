"""The camera's settings: what is asked of it, what it accepted, and what it could take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSpinBox,
    QWidget,
)

from station.camera_control import CameraSettings, CameraView, Roi, TriggerMode
from station.camera_use import LINE, LIVE_VIEW
from station.permissions import Action
from ui.page import Page
from ui.settings_live import LivePicture
from ui.settings_words import range_text, rounded_text, setting_label, setting_text, trigger_word
from ui.theme import GRID, set_look
from ui.widgets.ask import Question
from ui.widgets.buttons import ActionButton
from ui.widgets.card import Card
from ui.widgets.forms import field
from ui.widgets.plain_table import PlainTable

_NAMES = ("trigger", "line", "exposure_us", "gain_db", "pixel_format", "roi")
_LONGEST_US = 60_000_000.0
_MOST_DB = 60.0
_LARGEST = 100_000
_NAMED = 2
"""Pixel formats that the table names; the list to choose from has all."""


class CameraPanel(QWidget):
    """A form on the left; on the right each setting as asked, accepted and possible, and the live picture."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._view: CameraView | None = None
        theme = page.context.theme
        as_it_is = setting_text("", None)
        self.trigger = QComboBox()
        self.line = QComboBox()
        self.line.setEditable(True)
        self.exposure = QDoubleSpinBox()
        self.exposure.setRange(0.0, _LONGEST_US)
        self.exposure.setDecimals(1)
        self.exposure.setSingleStep(100.0)
        self.exposure.setSuffix(" µs")
        self.exposure.setSpecialValueText(as_it_is)
        self.gain = QDoubleSpinBox()
        self.gain.setRange(-0.1, _MOST_DB)
        self.gain.setDecimals(1)
        self.gain.setSingleStep(0.5)
        self.gain.setSuffix(" dB")
        self.gain.setSpecialValueText(as_it_is)
        self.pixel_format = QComboBox()
        self.only_part = QCheckBox(self.tr("Only a part of the sensor"))
        self.from_left, self.from_top, self.wide, self.high = (QSpinBox() for _ in range(4))
        self._boxes = (self.from_left, self.from_top, self.wide, self.high)
        for box in self._boxes:
            box.setRange(0, _LARGEST)
            box.setSuffix(" px")
        self.state = QLabel()
        self.state.setWordWrap(True)
        self.other_pictures = QLabel()
        self.other_pictures.setWordWrap(True)
        set_look(self.other_pictures, "warn")
        self.other_pictures.hide()
        self.changed = QLabel()
        self.changed.setWordWrap(True)
        set_look(self.changed, "muted")
        headings = (self.tr("Setting"), self.tr("Asked"), self.tr("Accepted"), self.tr("Possible"))
        self.table = PlainTable(self.tr("Camera settings"), headings, wide=(1, 2, 3), choosing=False)
        self.apply_button = ActionButton(theme, "acknowledge", self.tr("Apply"))
        self.apply_button.set_prominent(True)
        self.read_button = ActionButton(theme, "refresh", self.tr("Read again"))
        self.live = LivePicture(page)
        self._lay_out()
        self.table.verticalHeader().sectionResized.connect(self._fit_table)
        for turned in (self.exposure, self.gain):
            turned.valueChanged.connect(self._turned)
        self.live.tried.connect(self._show_tried)
        self.only_part.toggled.connect(self._refresh)
        self.trigger.currentIndexChanged.connect(self._refresh)
        self.apply_button.clicked.connect(self._apply)
        self.read_button.clicked.connect(self.reload)
        self._refresh()

    @property
    def view(self) -> CameraView | None:
        """What was read last."""
        return self._view

    def reload(self) -> None:
        """Ask the camera, which opens it for a moment if nobody has it."""
        control = self._page.context.station.camera_control
        self._page.run(control.look, self.show_view, busy=(self.read_button, self.apply_button))

    def asked(self) -> CameraSettings:
        """What the form says. None where a setting is left to the camera."""
        return CameraSettings(
            exposure_us=self.exposure.value() if self.exposure.value() > 0 else None,
            gain_db=self.gain.value() if self.gain.value() >= 0 else None,
            pixel_format=self.pixel_format.currentData(),
            roi=self._region(),
            trigger=cast(TriggerMode, self.trigger.currentData() or "software"),
            line=self.line.currentText().strip() or None if self.trigger.currentData() == "line" else self._kept_line(),
        )

    def unsaved(self) -> bool:
        """Whether the form says something else than what is in force."""
        return self._view is not None and self.asked() != self._view.asked

    def show_view(self, view: CameraView) -> None:
        self._view = view
        self._fill_form(view)
        self._show_answer(view)

    def _turned(self) -> None:
        asked = self.asked()
        self.live.want(asked.exposure_us, asked.gain_db)

    def _fit_table(self, *_: int) -> None:
        """Every row is seen; the picture takes what room is left."""
        frame = 2 * self.table.frameWidth()
        rows = self.table.verticalHeader().length() + self.table.horizontalHeader().height()
        self.table.setMinimumHeight(rows + frame)

    def _show_tried(self, accepted: CameraSettings) -> None:
        """Show what the camera made of what is being tried; the form stays as somebody has turned it."""
        if self._view is not None:
            self._show_answer(replace(self._view, asked=self.asked(), accepted=accepted))

    def _show_answer(self, view: CameraView) -> None:
        rounded = {one.name for one in view.rounded}
        rows: list[Sequence[str]] = []
        bold: list[int] = []
        for name in _NAMES:
            if name == "line" and view.asked.trigger != "line":
                continue
            if name in rounded:
                bold.append(len(rows))
            rows.append(self._row(view, name, name in rounded))
        self.table.fill(rows, bold=bold)
        self._fit_table()
        self.state.setText(self._state_text(view))
        names = ", ".join(setting_label(name) for name in view.changed)
        text = self.tr("Changed here, beside station.toml: {names}").format(names=names)
        self.changed.setText(text if names else self.tr("Everything is as station.toml says."))
        self.other_pictures.setVisible(view.taught_on is not None)
        self.other_pictures.setText(
            self.tr(
                "The recipe in force was taught on {pictures}. With these settings its pictures are refused."
            ).format(pictures=view.taught_on)
        )
        self._refresh()

    def session_changed(self) -> None:
        self._refresh()

    def _lay_out(self) -> None:
        form = Card(
            self.tr("What is asked of the camera"),
            hint=self.tr("A recipe was taught on pictures taken with its settings: change them before teaching."),
        )
        self._region_boxes = QWidget()
        region = QGridLayout(self._region_boxes)
        region.setContentsMargins(0, 0, 0, 0)
        region.setSpacing(GRID)
        labels = (self.tr("From the left"), self.tr("From the top"), self.tr("Width"), self.tr("Height"))
        for number, (label, box) in enumerate(zip(labels, self._boxes, strict=True)):
            region.addLayout(field(label, box), number // 2, number % 2)
        inside = QWidget()
        rows = QGridLayout(inside)
        rows.setContentsMargins(0, 0, GRID, 0)
        rows.setSpacing(GRID)
        for name, widget, row, column, columns in (
            ("exposure_us", self.exposure, 0, 0, 1),
            ("gain_db", self.gain, 0, 1, 1),
            ("trigger", self.trigger, 1, 0, 2),
            ("line", self.line, 2, 0, 1),
            ("pixel_format", self.pixel_format, 2, 1, 1),
        ):
            rows.addLayout(field(setting_label(name), widget), row, column, 1, columns)
            rows.setColumnStretch(column, 1)
        rows.addWidget(self.only_part, 3, 0, 1, 2)
        rows.addWidget(self._region_boxes, 4, 0, 1, 2)
        rows.setRowStretch(5, 1)
        for choice in (self.trigger, self.line, self.pixel_format):
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.setMinimumContentsLength(8)
        for number_box in (self.exposure, self.gain, *self._boxes):
            number_box.setMinimumWidth(120)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        form.body.addWidget(area, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.read_button)
        buttons.addWidget(self.apply_button)
        form.body.addLayout(buttons)
        answer = Card(self.tr("What the camera says"))
        answer.body.addWidget(self.state)
        answer.body.addWidget(self.other_pictures)
        answer.body.addWidget(self.table)
        answer.body.addWidget(self.changed)
        answer.body.addWidget(self.live, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, GRID, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(form, 5)
        layout.addWidget(answer, 7)

    def _fill_form(self, view: CameraView) -> None:
        asked, able, ranges = view.asked, view.capabilities, view.ranges
        modes = [mode for mode in ("software", "line", "free_run") if mode in able.triggers]
        _fill(self.trigger, [(trigger_word(mode), mode) for mode in modes], asked.trigger)
        self.line.clear()
        self.line.addItems(list(ranges.lines) if ranges is not None else [])
        self.line.setCurrentText(asked.line or "")
        formats = ranges.pixel_formats if ranges is not None and ranges.pixel_formats else able.pixel_formats
        choices: list[tuple[str, str | None]] = [(setting_text("", None), None), *((one, one) for one in formats)]
        _fill(self.pixel_format, choices, asked.pixel_format)
        gain_db = -0.1 if asked.gain_db is None else asked.gain_db
        for turned, value in ((self.exposure, asked.exposure_us or 0.0), (self.gain, gain_db)):
            turned.blockSignals(True)  # nobody has turned it
            turned.setValue(value)
            turned.blockSignals(False)
        self.only_part.setChecked(asked.roi is not None)
        roi = asked.roi or (view.accepted.roi if view.accepted is not None else None)
        if roi is not None:
            for box, value in zip(
                (self.from_left, self.from_top, self.wide, self.high),
                (roi.x, roi.y, roi.width, roi.height),
                strict=True,
            ):
                box.setValue(value)

    def _row(self, view: CameraView, name: str, other: bool) -> Sequence[str]:
        accepted = "" if view.accepted is None else setting_text(name, getattr(view.accepted, name))
        if view.accepted is not None and getattr(view.accepted, name) is None:
            accepted = ""
        if other:
            accepted = self.tr("instead: {value}").format(value=accepted)
        asked = setting_text(name, getattr(view.asked, name))
        possible, ranges = "", view.ranges
        if ranges is not None:
            match name:
                case "exposure_us" | "gain_db":
                    possible = range_text(name, getattr(ranges, name))
                case "pixel_format":
                    possible = ", ".join(ranges.pixel_formats[:_NAMED])
                    if len(ranges.pixel_formats) > _NAMED:
                        more = self.tr("{some} and {count} more")
                        possible = more.format(some=possible, count=len(ranges.pixel_formats) - _NAMED)
                case "line":
                    possible = ", ".join(ranges.lines)
                case "roi" if ranges.width is not None and ranges.height is not None:
                    text = self.tr("up to {width} × {height}")
                    possible = text.format(width=round(ranges.width.high), height=round(ranges.height.high))
        return (setting_label(name), asked, accepted, possible)

    def _state_text(self, view: CameraView) -> str:
        name = view.camera_id
        if view.used_by == LIVE_VIEW:
            return self.tr("{camera} is in use by the live view: exposure and gain change at once.").format(camera=name)
        if view.used_by == LINE:
            return self.tr(
                "{camera} is in use by the line. Nothing can be changed while it runs: stop the line first."
            ).format(camera=name)
        if view.used_by is not None:
            return self.tr("{camera} is in use by {user}.").format(camera=name, user=view.used_by)
        if view.rounded:
            return "\n".join(rounded_text(one) for one in view.rounded)
        return self.tr("{camera} accepted everything as it was asked.").format(camera=name)

    def _refresh(self) -> None:
        view, may = self._view, self._page.context.desk.may(Action.CHANGE_CAMERA)
        free = view is not None and may and view.used_by is None
        live = view is not None and may and view.used_by in (None, LIVE_VIEW)
        able = view.capabilities if view is not None else None
        self.exposure.setEnabled(live and able is not None and able.exposure)
        self.gain.setEnabled(live and able is not None and able.gain)
        self.trigger.setEnabled(free)
        self.line.setEnabled(free and self.trigger.currentData() == "line")
        self.pixel_format.setEnabled(free and self.pixel_format.count() > 1)
        self.only_part.setEnabled(free and able is not None and able.roi)
        self.only_part.setVisible(able is None or able.roi)
        self._region_boxes.setVisible(able is None or able.roi)
        for box in self._boxes:
            box.setEnabled(self.only_part.isEnabled() and self.only_part.isChecked())
        self.apply_button.setEnabled(live)
        self.live.refresh()

    def _region(self) -> Roi | None:
        if self.only_part.isChecked():
            return Roi(self.from_left.value(), self.from_top.value(), self.wide.value(), self.high.value())
        view = self._view
        if view is None or view.asked.roi is None or view.ranges is None:
            return None
        width, height = view.ranges.width, view.ranges.height
        if width is None or height is None:
            return None
        return Roi(0, 0, round(width.high), round(height.high))  # left alone the camera would keep the smaller region

    def _kept_line(self) -> str | None:
        return self._view.asked.line if self._view is not None else None

    def _apply(self) -> None:
        view = self._view
        if view is None:
            return
        asked, control = self.asked(), self._page.context.station.camera_control
        changes = [
            self.tr("{setting}: {old} → {new}").format(
                setting=setting_label(name),
                old=setting_text(name, getattr(view.asked, name)),
                new=setting_text(name, getattr(asked, name)),
            )
            for name in _NAMES
            if getattr(view.asked, name) != getattr(asked, name)
        ]
        if not changes:
            self._page.say(self.tr("Nothing was changed."))
            return
        by = self._page.context.desk.require(Action.CHANGE_CAMERA)

        def confirmed(why: str) -> None:
            self._page.run(
                lambda: control.change(by, asked, why=why), self._applied, busy=(self.apply_button, self.read_button)
            )

        title = self.tr("Change the camera settings?")
        self._page.ask(Question(title, "\n".join(changes), self.tr("Change"), confirmed, reason_required=True))

    def _applied(self, view: CameraView) -> None:
        self.show_view(view)
        if not view.rounded:
            self._page.say(self.tr("The camera accepted everything as it was asked."))
            return
        self._page.say(" ".join(rounded_text(one) for one in view.rounded))


def _fill(box: QComboBox, choices: Sequence[tuple[str, str | None]], chosen: str | None) -> None:
    box.blockSignals(True)
    box.clear()
    for words, value in choices:
        box.addItem(words, value)
    place = box.findData(chosen)
    if place < 0 and chosen is not None:  # the camera does not offer what is asked of it
        box.addItem(chosen, chosen)
        place = box.count() - 1
    box.setCurrentIndex(max(place, 0))
    box.blockSignals(False)
