"""Text and pictures of the PDF report: fonts that are in the file, and small copies of pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

import cv2
import numpy as np
from numpy.typing import NDArray
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from station.heatmap import to_8_bit
from station.types import DefectRegion

FONT, BOLD = "Vera", "VeraBd"
THUMBNAIL = 220
"""Longest side of a small picture in pixels."""


def thumbnail_jpeg(
    image: NDArray[Any], longest: int = THUMBNAIL, regions: Sequence[DefectRegion] = ()
) -> tuple[bytes, float]:
    """A small JPEG of a picture, and how many times wider than high it is. For looking at only.

    Boxes are drawn around `regions`, white on black so that they show on any picture.
    """
    pixels = to_8_bit(image)
    height, width = pixels.shape[:2]
    factor = min(1.0, longest / max(height, width))
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    turned = np.ascontiguousarray(small[:, :, ::-1] if small.ndim == 3 else small)
    for grey, thickness in ((0, 3), (255, 1)):
        for one in regions:
            start = (int(one.left * factor) - 2, int(one.top * factor) - 2)
            end = (int((one.left + one.width) * factor) + 2, int((one.top + one.height) * factor) + 2)
            cv2.rectangle(turned, start, end, (grey,) * 3, thickness)
    _, encoded = cv2.imencode(".jpg", turned, [cv2.IMWRITE_JPEG_QUALITY, 85])
    return encoded.tobytes(), max(0.2, min(size[0] / size[1], 6.0))


def printable(text: str, *, mark_up: bool = True) -> str:
    """Return `text` with what the report's font cannot show written as \\uXXXX; `mark_up`: for a paragraph."""
    register_fonts()
    glyphs = pdfmetrics.getFont(FONT).face.charToGlyph
    shown = "".join(c if ord(c) in glyphs or c == " " else c.encode("ascii", "backslashreplace").decode() for c in text)
    return escape(shown) if mark_up else shown


def cut(text: str, most: int = 120) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def register_fonts() -> None:
    known = pdfmetrics.getRegisteredFontNames()
    for name in (FONT, BOLD):
        if name not in known:
            pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))
    pdfmetrics.registerFontFamily(FONT, normal=FONT, bold=BOLD, italic=FONT, boldItalic=BOLD)
