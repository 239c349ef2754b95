"""The picture of the line with its tools: live or part, heatmap, zoom, legend."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QSlider, QVBoxLayout, QWidget

from ui.image_view import ImageView
from ui.theme import GRID, SMALL, Theme, set_look
from ui.widgets.buttons import ActionButton
from ui.widgets.legend import HeatLegend
from ui.widgets.text import WrappedText


class PictureArea(QFrame):
    """The view and everything that acts on it alone. What it shows is for the page to say."""

    live_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "panel")
        self.view = ImageView(theme)
        self.caption = WrappedText(theme, SMALL + 1, bold=True)
        self.regions = WrappedText(theme, SMALL, muted=True)
        self.regions.setContentsMargins(GRID // 2, 0, GRID // 2, GRID // 2)
        self.legend = HeatLegend(theme)
        self.live_button = ActionButton(theme, "live", self.tr("Live"), key="F7")
        self.heat_button = ActionButton(theme, "heatmap", self.tr("Heatmap"), key="F4")
        for button in (self.live_button, self.heat_button):
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            button.setCheckable(True)
            button.setChecked(True)
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(0, 100)
        self.opacity.setPageStep(20)
        self.opacity.setValue(75)
        self.opacity.setMinimumWidth(56)
        self.opacity.setMaximumWidth(220)
        self.opacity.setAccessibleName(self.tr("Opacity of the heatmap"))
        self.zoom_out_button = ActionButton(theme, "zoom_out", "", name=self.tr("Zoom out"))
        self.zoom_in_button = ActionButton(theme, "zoom_in", "", name=self.tr("Zoom in"))
        self.fit_button = ActionButton(theme, "fit", "", name=self.tr("Fit the picture into the window"))
        self.original_button = ActionButton(theme, "original", "", name=self.tr("Original size, 1 to 1"))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(GRID)
        tools.addWidget(self.live_button)
        tools.addWidget(self.heat_button)
        tools.addWidget(self.opacity, 1)
        zoom = QHBoxLayout()
        zoom.setSpacing(GRID // 2)
        for button in (self.zoom_out_button, self.zoom_in_button, self.fit_button, self.original_button):
            zoom.addWidget(button)
        tools.addStretch(1)
        tools.addLayout(zoom)
        foot = QHBoxLayout()
        foot.setSpacing(2 * GRID)
        foot.setContentsMargins(GRID // 2, 0, GRID // 2, 0)
        foot.addWidget(self.caption, 1)
        foot.addWidget(self.legend)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(GRID, GRID, GRID, 0)
        inside.setSpacing(GRID)
        inside.addLayout(tools)
        inside.addWidget(self.view, 1)
        below = QVBoxLayout()
        below.setSpacing(0)
        below.addLayout(foot)
        below.addWidget(self.regions)
        inside.addLayout(below)

    def _connect(self) -> None:
        self.live_button.clicked.connect(self.live_wanted)
        self.heat_button.toggled.connect(self._set_heat)
        self.opacity.valueChanged.connect(lambda value: self.view.set_heat_opacity(value / 100))
        self.view.set_heat_opacity(self.opacity.value() / 100)
        self.zoom_in_button.clicked.connect(self.view.zoom_in)
        self.zoom_out_button.clicked.connect(self.view.zoom_out)
        self.fit_button.clicked.connect(self.view.fit)
        self.original_button.clicked.connect(self.view.original_size)
        for keys, button in (
            (QKeySequence.StandardKey.ZoomIn, self.zoom_in_button),
            (QKeySequence.StandardKey.ZoomOut, self.zoom_out_button),
            (QKeySequence("Ctrl+0"), self.fit_button),
            (QKeySequence("Ctrl+1"), self.original_button),
        ):
            shortcut = QShortcut(keys, self)
            shortcut.setWhatsThis(button.accessibleName())
            shortcut.activated.connect(button.click)

    def show_live(self, *, looking_back: bool) -> None:
        """Show in the button whether the line is followed, or an earlier part is looked at."""
        self.live_button.setChecked(not looking_back)
        self.live_button.set_prominent(looking_back)

    def _set_heat(self, shown: bool) -> None:
        self.view.set_heat_shown(shown)
        self.opacity.setEnabled(shown)
