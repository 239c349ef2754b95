"""Drawing the region of a data set: a rectangle to look at, polygons to look away from."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from station.permissions import Action
from station.queries import LabelledImage
from station.recipe import ImageSpec
from station.region import Rectangle, Region
from ui.mask_canvas import MaskCanvas
from ui.mask_marks import Shapes
from ui.mask_panel import MaskPanel
from ui.page import Page


class RegionEditor(QObject):
    """Keeps what is drawn and what is on the disk. Has no effect on the line: the data set is taught with it."""

    changed = Signal()

    def __init__(self, page: Page, canvas: MaskCanvas, panel: MaskPanel) -> None:
        super().__init__(page)
        self._page, self._canvas, self._panel = page, canvas, panel
        self._shapes = self._kept = Shapes()
        self._name = ""
        self._waiting: dict[str, Shapes] = {}
        canvas.rectangle_drawn.connect(lambda *roi: self._draw(replace(self._shapes, roi=roi)))
        canvas.polygon_drawn.connect(self._ignore)
        panel.drop_button.clicked.connect(lambda: self._draw(replace(self._shapes, ignore=self._shapes.ignore[:-1])))
        panel.whole_button.clicked.connect(lambda: self._draw(Shapes()))

    @property
    def modified(self) -> bool:
        return self._shapes != self._kept

    @property
    def unsaved(self) -> tuple[str, ...]:
        """The data sets whose region is drawn and not saved."""
        return tuple(sorted({*self._waiting, *([self._name] if self.modified else [])}))

    @property
    def region(self) -> Region | None:
        """What is drawn; None: the whole picture counts."""
        shapes = self._shapes
        if shapes == Shapes():
            return None
        roi = None
        if shapes.roi is not None:
            x, y, width, height = shapes.roi
            roi = Rectangle(x=x, y=y, width=width, height=height)
        return Region(roi=roi, ignore=shapes.ignore)

    def open(self, name: str) -> None:
        """Read the region of another data set. What is drawn and not saved comes back with its own."""
        if self.modified:
            self._waiting[self._name] = self._shapes
        self._name = name
        self.show(None)
        regions = self._page.context.station.regions
        self._page.run(lambda: regions.drawn(name), lambda region: self._opened(name, region))

    def show(self, region: Region | None) -> None:
        """Begin with what is on the disk."""
        roi = None if region is None else region.roi
        ignore = () if region is None else region.ignore
        self._kept = Shapes(None if roi is None else (roi.x, roi.y, roi.width, roi.height), ignore)
        self._draw(self._kept)

    def _opened(self, name: str, region: Region | None) -> None:
        if name == self._name and not self.modified:
            self.show(region)
            waiting = self._waiting.pop(name, None)
            if waiting is not None:
                self._draw(waiting)

    def refresh(self) -> None:
        """Show the shapes again after the mode changed."""
        self._draw(self._shapes)

    def save(self, name: str, image: LabelledImage, busy: tuple[QWidget, ...]) -> None:
        """Keep the region for the data set `name`. Raises NotPermitted."""
        session = self._page.context.desk.require(Action.EDIT_RECIPE)
        regions, shapes = self._page.context.station.regions, self._shapes

        def write() -> None:
            spec = {"height": image.height, "width": image.width, "channels": image.channels, "dtype": image.dtype}
            regions.draw(session, name, self.region, ImageSpec.model_validate(spec))

        def done(_: None) -> None:
            self._kept = shapes
            self._page.say(
                self.tr("The region of {name} is kept.").format(name=name),
                self.tr("It comes into force when {name} is taught again.").format(name=name),
            )
            self.changed.emit()

        self._page.run(write, done, busy=busy)

    def _ignore(self, points: tuple[tuple[int, int], ...]) -> None:
        self._draw(replace(self._shapes, ignore=(*self._shapes.ignore, points)))

    def _draw(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._canvas.set_shapes(shapes, shown=self._panel.region_mode)
        self._panel.drop_button.setEnabled(bool(shapes.ignore))
        self._panel.whole_button.setEnabled(shapes != Shapes())
        words = self.tr("Looks at the whole picture.")
        if shapes.roi is not None:
            x, y, width, height = shapes.roi
            words = self.tr("Looks at {width} x {height} pixels at {x}, {y}.")
            words = words.format(x=x, y=y, width=width, height=height)
        ignored = self.tr("Ignored polygons: {count}.").format(count=len(shapes.ignore))
        self._panel.region_words.setText(f"{words}\n{ignored}")
        self.changed.emit()
