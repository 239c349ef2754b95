"""Exhibits ready to draw. Made off the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter

from station.exhibits import Exhibit
from ui.picture import Picture, render_heated

TILE = 152
"""Longest side of a picture in the gallery, in pixels."""


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """An exhibit with one small image, heat included, for each recipe that judged it."""

    exhibit: Exhibit
    tiles: tuple[QImage, ...]


def shown(exhibit: Exhibit) -> Shown:
    """Paint the small images of an exhibit."""
    return Shown(exhibit, tuple(_tile(picture) for picture in pictures(exhibit)))


def pictures(exhibit: Exhibit) -> tuple[Picture, ...]:
    """Render an exhibit for the large view, once for each recipe that judged it."""
    return tuple(render_heated(exhibit.image, heat) for heat in exhibit.heats)


def _tile(picture: Picture) -> QImage:
    level = min(picture.base)
    base = picture.base[level].scaled(
        TILE, TILE, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    heat = picture.heat.get(level)
    if heat is not None:
        painter = QPainter(base)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRect(0, 0, base.width(), base.height()), heat)
        painter.end()
    return base
