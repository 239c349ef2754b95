"""A picture of the window in a file, with or without a screen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

WIDTH, HEIGHT = 1600, 1000


def grab(window: QWidget, path: Path, *, width: int = WIDTH, height: int = HEIGHT, scale: float = 1.0) -> None:
    """Paint `window` at `width` x `height` logical pixels into a PNG file.

    `scale` gives more pixels for the same layout.

    GUI thread. The window gets its former size back.

    Raises:
        OSError: the file cannot be written.
    """
    before = window.size()
    window.resize(QSize(width, height))
    QApplication.sendPostedEvents()
    image = QImage(round(width * scale), round(height * scale), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(window.palette().window().color())
    painter = QPainter(image)
    window.render(painter, QPoint())
    painter.end()
    window.resize(before)
    if not image.save(str(path)):
        raise OSError(f"{path}: the screenshot cannot be written")
