"""What is said of heatmaps that were measured against masks."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from station.mask_metrics import PixelFigures
from ui.bounds import between_text
from ui.words import count_text, good_pictures_text, number_text

translate = QCoreApplication.translate


def auroc_text(figures: PixelFigures) -> tuple[str, str]:
    """Pixel AUROC and how sure it is; see `measured_on_text`."""
    return _text(figures.auroc, None if figures.intervals is None else figures.intervals.auroc)


def aupro_text(figures: PixelFigures) -> tuple[str, str]:
    """AUPRO and how sure it is; see `measured_on_text`."""
    return _text(figures.aupro, None if figures.intervals is None else figures.intervals.aupro)


def measured_on_text(figures: PixelFigures) -> str:
    """What was counted: no figure is shown without it."""
    if figures.masked == 1:
        words = translate("pixels", "on 1 painted defect and {good}")
    else:
        words = translate("pixels", "on {count} painted defects and {good}")
    return words.format(count=count_text(figures.masked), good=good_pictures_text(figures.good))


def _text(value: float | None, interval: tuple[float, float] | None) -> tuple[str, str]:
    if value is None:
        return "–", translate("pixels", "not measured")
    return number_text(value, 3), between_text(interval)
