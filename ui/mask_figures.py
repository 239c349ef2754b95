"""What the painted masks say of the model, measured in the background."""

from __future__ import annotations

from PySide6.QtCore import QObject

from station.mask_metrics import PixelFigures
from ui.mask_panel import MaskPanel
from ui.page import Page
from ui.pixel_words import aupro_text, auroc_text, measured_on_text
from ui.told import in_words
from ui.widgets.progress import ProgressPanel
from ui.words import count_text


class MaskFigures(QObject):
    """Measures pixel AUROC and AUPRO of a data set's recipe; without masks it says why there are none."""

    def __init__(self, page: Page, panel: MaskPanel, progress: ProgressPanel) -> None:
        super().__init__(page)
        self._page, self._panel, self._progress = page, panel, progress

    def measure(self, name: str) -> None:
        """Begin to measure for the data set `name`."""
        station = self._page.context.station
        self._panel.measure_button.setEnabled(False)
        job = self._page.start_job(
            self.tr("Measuring the heatmaps of {name}").format(name=name),
            lambda progress, cancelled: station.masks.pixel_metrics(
                station.proposals.recipe_for(name), progress=progress, cancelled=cancelled
            ),
            self._show,
            on_error=self._failed,
        )
        self._progress.watch(job)

    def forget(self) -> None:
        """Another data set is shown."""
        self._panel.figures.setText(self.tr("Not measured yet."))
        self._panel.figures.setToolTip("")

    def _failed(self, error: BaseException) -> None:
        self._panel.measure_button.setEnabled(True)
        self._page.explain(error)

    def _show(self, figures: PixelFigures) -> None:
        self._panel.measure_button.setEnabled(True)
        lines = [in_words(figures.reason)]
        metrics = figures.metrics
        if metrics is not None:
            lines = [
                self.tr("Pixel AUROC {auroc}").format(auroc=", ".join(auroc_text(figures))),
                self.tr("AUPRO up to 30 % false positives {aupro}").format(aupro=", ".join(aupro_text(figures))),
                self.tr("{name} version {version}, {measured_on}, {pixels} defect pixels").format(
                    name=figures.recipe.name,
                    version=figures.recipe.version,
                    measured_on=measured_on_text(figures),
                    pixels=count_text(metrics.n_defect_pixels),
                ),
            ]
        if figures.unmasked:
            lines.append(self.tr("Defects without a mask: {count}").format(count=figures.unmasked))
        if figures.left_out:
            lines.append(self.tr("Left out: {count}").format(count=len(figures.left_out)))
        self._panel.figures.setText("\n".join(lines))
        self._panel.figures.setToolTip("\n".join(figures.left_out))
