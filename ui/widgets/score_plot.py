"""What the plots of scores share: a view in the theme's colours, dragging anywhere, keys, and following the tuner."""

from __future__ import annotations

import math
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPen
from PySide6.QtWidgets import QGraphicsItem, QVBoxLayout, QWidget

from station.study import Study
from ui.theme import SMALL, Theme, font
from ui.tuner import Tuner

_KEYS = {
    Qt.Key.Key_Left: -1, Qt.Key.Key_Down: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 1,
}  # fmt: skip
_FAR = 10


class _DragBox(pg.ViewBox):  # type: ignore[misc]
    """A view in which dragging or clicking anywhere moves the nearest handle: made for gloves. The wheel zooms."""

    pressed = Signal(object, bool)
    """The place in plot coordinates; whether the movement begins here."""

    def __init__(self) -> None:
        super().__init__(enableMenu=False)

    def mouseDragEvent(self, event: Any, axis: int | None = None) -> None:
        if axis is not None or event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        event.accept()
        if event.isStart():
            self.pressed.emit(self.mapToView(event.buttonDownPos()), True)
        self.pressed.emit(self.mapToView(event.pos()), False)

    def mouseClickEvent(self, event: Any) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            event.accept()
            if event.double():
                self.autoRange()
            else:
                self.pressed.emit(self.mapToView(event.pos()), True)
                self.pressed.emit(self.mapToView(event.pos()), False)


class ScorePlot(QWidget):
    """What the three plots share: a view in the theme's colours, keys, and following the tuner."""

    def __init__(self, theme: Theme, tuner: Tuner, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.tuner = tuner
        self.box = _DragBox()
        self.view = pg.PlotWidget(viewBox=self.box)
        self.plot = self.view.getPlotItem()
        self.plot.hideButtons()
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setMinimumSize(120, 96)
        for side in ("bottom", "left"):
            axis = self.plot.getAxis(side)
            axis.enableAutoSIPrefix(False)
            keep_painted(axis)
        self.view.setFrameShape(self.view.Shape.NoFrame)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.addWidget(self.view)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self.setAccessibleDescription(
            self.tr(
                "Arrow keys move the threshold by one score, with Shift by ten; with Control they move the start of"
                " the review band."
            )
        )
        self._holding_review = False
        self.box.pressed.connect(self._on_pressed)
        tuner.study_changed.connect(self._on_study)
        tuner.moved.connect(self.follow)
        theme.changed.connect(self._on_theme)

    def draw(self, study: Study) -> None:
        """Draw what does not move."""
        raise NotImplementedError

    def paint(self) -> None:
        """Give everything the theme's colours."""
        raise NotImplementedError

    def follow(self) -> None:
        """Put the handles where the tuner says."""
        raise NotImplementedError

    def drag(self, place: QPointF, *, review: bool) -> None:
        """Move a handle to `place` in plot coordinates."""
        raise NotImplementedError

    def nearer_to_review(self, place: QPointF) -> bool:
        """Whether `place` is nearer to the handle of the review band than to the one of the threshold."""
        raise NotImplementedError

    def start(self) -> None:
        """Show what is known already; the last step of making a plot."""
        self._on_theme()
        self._on_study()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = _KEYS.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
            return
        held = event.modifiers()
        by *= _FAR if held & Qt.KeyboardModifier.ShiftModifier else 1
        self.tuner.step(by, review=bool(held & Qt.KeyboardModifier.ControlModifier))

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        self._show_focus()

    def focusOutEvent(self, event: Any) -> None:
        super().focusOutEvent(event)
        self._show_focus()

    def pixels_between(self, one: QPointF, other: QPointF) -> float:
        """How far two places of the plot are apart on the screen."""
        width, height = self.box.viewPixelSize()
        return math.hypot((one.x() - other.x()) / width, (one.y() - other.y()) / height)

    def _on_pressed(self, place: QPointF, begins: bool) -> None:
        now = self.tuner.evaluation
        if now is None:
            return
        if begins:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._holding_review = now.review_from is not None and self.nearer_to_review(place)
        else:
            self.drag(place, review=self._holding_review)

    def _on_study(self) -> None:
        study = self.tuner.study
        if study is not None:
            self.draw(study)
            self.follow()

    def _on_theme(self) -> None:
        colors = self.theme.colors
        self.view.setBackground(colors.field)
        for side in ("bottom", "left"):
            axis = self.plot.getAxis(side)
            axis.setPen(QPen(QColor(colors.muted), 1))
            axis.setTextPen(QColor(colors.text))
            axis.setStyle(tickFont=font(SMALL))
            axis.label.setFont(font(SMALL))
            axis.label.setDefaultTextColor(QColor(colors.muted))
        self.paint()
        self._show_focus()

    def _show_focus(self) -> None:
        color = self.theme.colors.accent if self.hasFocus() else self.theme.colors.border
        self.setStyleSheet(f"ScorePlot, HistogramPlot, RocPlot, PrecisionRecallPlot {{ border: 2px solid {color}; }}")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)


def keep_painted(item: Any) -> None:
    """Paint `item` once and copy it from then on: a handle that moves over it must not cost its painting again."""
    item.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
