"""What stands beside the canvas: tools, proposal, view, region, and what the masks tell of the model."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from station.mask_proposal import MIN_AREA
from ui.mask_canvas import BRUSH_MOST, Tool
from ui.theme import GRID, Theme, set_look
from ui.widgets.buttons import ActionButton
from ui.widgets.card import Card
from ui.widgets.forms import field

STEPS = 1000
"""Of the level slider."""
_WIDTH = 324
_SIZES = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, BRUSH_MOST)


class MaskPanel(QScrollArea):
    """Tells what is pressed and moved; decides nothing."""

    mode_chosen = Signal(bool)
    """True: the region is edited; False: the mask."""
    tool_chosen = Signal(object)
    size_chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFixedWidth(_WIDTH + 14)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.mask_button = self._button("brush", self.tr("Mask"), checkable=True)
        self.region_button = self._button("roi", self.tr("Region"), checkable=True)
        self.mask_button.setChecked(True)
        modes = QButtonGroup(self)
        for button in (self.mask_button, self.region_button):
            modes.addButton(button)
        self.region_button.toggled.connect(self._mode_changed)
        self._tools = QButtonGroup(self)
        self.tools: dict[Tool, ActionButton] = {}
        self._mask, self._region = self._mask_side(), self._region_side()
        self._region.hide()
        self.heat_opacity = self._slider(0, 100, 60)
        self.mask_opacity = self._slider(0, 100, 80)
        view = Card(self.tr("View"))
        view.body.addLayout(field(self.tr("Heatmap"), self.heat_opacity))
        view.body.addLayout(field(self.tr("Mask"), self.mask_opacity))
        self.zooms = tuple(
            ActionButton(theme, icon, "", name=name)
            for icon, name in (
                ("zoom_in", self.tr("Zoom in")),
                ("zoom_out", self.tr("Zoom out")),
                ("fit", self.tr("Whole picture")),
                ("original", self.tr("Original size")),
            )
        )
        view.body.addLayout(_row(*self.zooms))
        inner = QWidget()
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(0, 0, GRID, 0)
        rows.setSpacing(GRID)
        rows.addLayout(_row(self.mask_button, self.region_button))
        rows.addWidget(self._mask)
        rows.addWidget(self._region)
        rows.addWidget(view)
        rows.addWidget(self._measure_card())
        rows.addStretch(1)
        set_look(inner, "window")
        self.setWidget(inner)
        self.tools[Tool.BRUSH].setChecked(True)

    @property
    def region_mode(self) -> bool:
        return self.region_button.isChecked()

    def show_size(self, size: int) -> None:
        """Show a brush width that was set elsewhere."""
        self.size_label.setText(self.tr("Width {size} pixels   [  ]").format(size=size))
        nearest = min(range(len(_SIZES)), key=lambda index: abs(_SIZES[index] - size))
        self.width_slider.blockSignals(True)
        self.width_slider.setValue(nearest)
        self.width_slider.blockSignals(False)

    def set_proposal(self, enabled: bool, text: str) -> None:
        """Say what the model offers, or why it offers nothing."""
        for widget in (self.level, self.min_area, self.add_button):
            widget.setEnabled(enabled)
        self.level_label.setText(text)

    def _mask_side(self) -> QWidget:
        tools = Card(self.tr("Tools"))
        grid = QGridLayout()
        grid.setSpacing(GRID)
        for place, (tool, icon, word, key) in enumerate(
            (
                (Tool.BRUSH, "brush", self.tr("Brush"), "B"),
                (Tool.ERASER, "eraser", self.tr("Eraser"), "E"),
                (Tool.POLYGON, "polygon", self.tr("Polygon"), "P"),
                (Tool.FLOOD, "flood", self.tr("Flood"), "F"),
            )
        ):
            grid.addWidget(self._tool(tool, icon, word, key), place // 2, place % 2)
        tools.body.addLayout(grid)
        self.width_slider = self._slider(0, len(_SIZES) - 1, _SIZES.index(24))
        self.width_slider.valueChanged.connect(lambda index: self.size_chosen.emit(_SIZES[index]))
        self.size_label = QLabel()
        set_look(self.size_label, "field")
        self.size_label.setBuddy(self.width_slider)
        self.width_slider.setAccessibleName(self.tr("Width of brush and eraser"))
        self.show_size(24)
        smaller, larger = QShortcut(QKeySequence("["), self), QShortcut(QKeySequence("]"), self)
        smaller.setWhatsThis(self.tr("Narrower brush"))
        larger.setWhatsThis(self.tr("Wider brush"))
        smaller.activated.connect(lambda: self.width_slider.setValue(self.width_slider.value() - 1))
        larger.activated.connect(lambda: self.width_slider.setValue(self.width_slider.value() + 1))
        tools.body.addWidget(self.size_label)
        tools.body.addWidget(self.width_slider)
        self.tolerance = QSpinBox()
        self.tolerance.setRange(0, 128)
        self.tolerance.setValue(12)
        self.tolerance.setMaximumWidth(100)
        self.tolerance.setAccessibleDescription(self.tr("Grey levels that a pixel may differ from the one clicked"))
        self.holes_button = self._button("acknowledge", self.tr("Fill holes"), key="O")
        last = QHBoxLayout()
        last.setSpacing(GRID)
        last.addLayout(field(self.tr("Flood, levels"), self.tolerance))
        last.addWidget(self.holes_button, 0, Qt.AlignmentFlag.AlignBottom)
        tools.body.addLayout(last)
        proposal = Card(self.tr("Proposal"))
        self.level_label = QLabel()
        self.level_label.setWordWrap(True)
        set_look(self.level_label, "muted")
        self.level = self._slider(0, STEPS, STEPS // 2)
        self.level.setPageStep(STEPS // 20)
        self.min_area = QSpinBox()
        self.min_area.setRange(1, 1_000_000)
        self.min_area.setValue(MIN_AREA)
        self.min_area.setSuffix(self.tr(" pixels"))
        self.add_button = self._button("add", self.tr("Add"), key="A")
        self.refine_button = self._button("threshold", self.tr("Refine"), key="R")
        proposal.body.addLayout(field(self.tr("Marks from"), self.level))
        proposal.body.addWidget(self.level_label)
        proposal.body.addLayout(_row(self.add_button, self.refine_button))
        proposal.body.addLayout(field(self.tr("Smallest piece"), self.min_area))
        side = QWidget()
        rows = QVBoxLayout(side)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GRID)
        rows.addWidget(tools)
        rows.addWidget(proposal)
        return side

    def _region_side(self) -> QWidget:
        card = Card(
            self.tr("Region"),
            hint=self.tr(
                "Only what lies in the rectangle and in no ignored polygon counts. It comes into force when the"
                " data set is taught again."
            ),
        )
        card.body.addWidget(self._tool(Tool.LOOK_AT, "roi", self.tr("Rectangle"), "T"))
        card.body.addWidget(self._tool(Tool.IGNORE, "ignore", self.tr("Ignore polygon"), "I"))
        self.region_words = QLabel()
        self.region_words.setWordWrap(True)
        self.drop_button = self._button("undo", self.tr("Remove last polygon"))
        self.whole_button = self._button("fit", self.tr("Whole picture"))
        for widget in (self.region_words, self.drop_button, self.whole_button):
            card.body.addWidget(widget)
        side = QWidget()
        rows = QVBoxLayout(side)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(card)
        return side

    def _measure_card(self) -> QWidget:
        card = Card(self.tr("What the masks say"))
        self.figures = QLabel(self.tr("Not measured yet."))
        self.figures.setWordWrap(True)
        self.measure_button = self._button("report", self.tr("Measure the heatmaps"))
        card.body.addWidget(self.figures)
        card.body.addWidget(self.measure_button)
        return card

    def _tool(self, tool: Tool, icon: str, word: str, key: str) -> ActionButton:
        button = self._button(icon, word, key=key, checkable=True)
        self._tools.addButton(button)
        self.tools[tool] = button
        button.toggled.connect(lambda on: self.tool_chosen.emit(tool) if on else None)
        return button

    def _button(self, icon: str, word: str, *, key: str = "", checkable: bool = False) -> ActionButton:
        button = ActionButton(self._theme, icon, word, key=key)
        button.setCheckable(checkable)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return button

    def _slider(self, least: int, most: int, value: int) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(least, most)
        slider.setValue(value)
        slider.setMinimumHeight(32)
        return slider

    def _mode_changed(self, region: bool) -> None:
        self._mask.setVisible(not region)
        self._region.setVisible(region)
        self.tools[Tool.LOOK_AT if region else Tool.BRUSH].setChecked(True)
        self.mode_chosen.emit(region)


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(GRID)
    for widget in widgets:
        row.addWidget(widget)
    return row
