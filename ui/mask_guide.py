"""What the model proposes for the picture on the canvas: heatmap, level, and the pieces above it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer

from station.heatmap import HeatScale, heat_index
from station.mask_proposal import Heat, propose, refine
from station.mask_tools import closeness
from station.permissions import Action
from ui.latest import Latest
from ui.mask_canvas import MaskCanvas
from ui.mask_panel import STEPS, MaskPanel
from ui.mask_work import Work
from ui.page import Page
from ui.picture import Picture, with_heat
from ui.words import figures_text

Mask = NDArray[np.uint8]
Change = Callable[[Callable[[Work, Mask], Mask], Callable[[Work], None]], None]
"""Computes another mask off the GUI thread, takes it over as one step, then calls the second on the GUI thread."""

_AFTER_MS = 30


class MaskGuide(QObject):
    """Scores the picture, follows the level slider, adds the proposal to the mask and refines its outline.

    Of many moves of the slider only the newest is computed to the end.
    """

    def __init__(self, page: Page, canvas: MaskCanvas, panel: MaskPanel, change: Change) -> None:
        super().__init__(page)
        self._page, self._canvas, self._panel, self._change = page, canvas, panel, change
        self._work: Work | None = None
        self._levels = Latest(page, self._level, self._level_done)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER_MS)
        self._timer.timeout.connect(self._levels.wish)
        panel.level.valueChanged.connect(lambda _: self._timer.start())
        panel.min_area.valueChanged.connect(lambda _: self._timer.start())
        panel.add_button.clicked.connect(self._add)
        panel.refine_button.clicked.connect(self._refine)

    def show(self, work: Work | None) -> None:
        """Begin with another picture; the model is asked off the GUI thread."""
        self._work = work
        if work is None:
            self._panel.set_proposal(False, "")
            return
        self._panel.set_proposal(False, self.tr("The model looks at the picture …"))
        proposals = self._page.context.station.proposals
        self._page.run(
            lambda: proposals.heat(work.recipe, work.opened.image),
            lambda heat: self._show_heat(work, heat),
            on_error=lambda error: self._no_heat(work, error),
        )

    def refresh(self) -> None:
        """Show the proposal again after the mode changed, or after somebody signed in."""
        self._canvas.set_preview(None)
        if self._work is not None and self._work.heat is not None:
            self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    @property
    def _may(self) -> bool:
        return self._page.context.desk.may(Action.PAINT_MASK)

    def _show_heat(self, work: Work, heat: Heat) -> None:
        if work is not self._work:
            return
        work.heat = heat
        span = heat.highest - heat.lowest
        self._panel.level.blockSignals(True)
        self._panel.level.setValue(round(STEPS * (heat.level - heat.lowest) / span) if span > 0 else STEPS)
        self._panel.level.blockSignals(False)
        self._levels.wish()

    def _no_heat(self, work: Work, error: BaseException) -> None:
        if work is self._work:
            told = f"{getattr(error, 'message', error)} {getattr(error, 'hint', '')}".strip()
            self._panel.set_proposal(False, told)

    def _level(self) -> Callable[[], tuple[Work, Mask, Picture]] | None:
        """Show what lies above the level, and colour the heatmap from there on."""
        work = self._work
        if work is None or work.heat is None:
            return None
        heat, least = work.heat, self._panel.min_area.value()
        level = heat.lowest + (heat.highest - heat.lowest) * self._panel.level.value() / STEPS
        recipe = heat.recipe
        words = self.tr("{level}; the threshold of {name} version {version} is {threshold}")
        self._panel.set_proposal(
            self._may,
            words.format(
                level=figures_text(level, 4),
                name=recipe.name,
                version=recipe.version,
                threshold=figures_text(recipe.threshold, 4),
            ),
        )
        shown = _scale_from(level, heat)

        def compute() -> tuple[Work, Mask, Picture]:
            index = heat_index(heat.anomaly_map, shown)
            return work, propose(heat.anomaly_map, level, min_area=least), with_heat(work.picture, index)

        return compute

    def _level_done(self, found: tuple[Work, Mask, Picture]) -> None:
        work, preview, picture = found
        if work is self._work:
            work.picture = picture
            self._canvas.show_picture(picture)
            self._canvas.set_preview(None if self._panel.region_mode else preview)

    def _add(self) -> None:
        work, preview = self._work, self._canvas.preview
        if work is None or work.heat is None or preview is None:
            return
        model = work.heat.model

        def done(changed: Work) -> None:
            changed.proposed_by = model
            self._canvas.set_preview(None)

        self._change(lambda _, mask: np.maximum(mask, preview), done)

    def _refine(self) -> None:
        least = self._panel.min_area.value()

        def grab(work: Work, mask: Mask) -> Mask:
            values = closeness(mask) if work.heat is None else work.heat.anomaly_map
            return refine(work.opened.image, values, mask, min_area=least)

        self._change(grab, lambda _: None)


def _scale_from(level: float, heat: Heat) -> HeatScale:
    """The recipe's scale, but clear below `level`."""
    scale = heat.scale
    top = heat.highest if scale is None else max(scale.high, level + (scale.high - scale.low))
    return HeatScale(level, heat.recipe.threshold, max(top, level + 1e-6 * max(1.0, abs(level))))
