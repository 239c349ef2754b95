"""Draw plots with Pillow alone: a canvas of twice the size that is brought down at the end, axes, ticks and legends."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from PIL import Image, ImageDraw, ImageFont

Point = tuple[float, float]
Color = str

INK, SOFT, GRID, PAPER = "#1f2933", "#52606d", "#e4e7eb", "#ffffff"
SERIES: tuple[Color, ...] = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#7f6000")
"""Okabe and Ito's colours, told apart in every colour vision; the last two are for very full plots."""
GOOD, DEFECT = SERIES[0], SERIES[1]
_OVER = 2


@cache
def _font(size: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size * _OVER)


def text_width(text: str, size: float = 13) -> float:
    """Return the width of one line of text in pixels of the plot."""
    return _font(size).getlength(text) / _OVER


class Canvas:
    """White paper of `width` x `height` pixels; (0, 0) is at the top left."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self._image = Image.new("RGB", (round(width) * _OVER, round(height) * _OVER), PAPER)
        self._draw = ImageDraw.Draw(self._image, "RGBA")

    def line(self, points: Sequence[Point], color: Color, width: float = 1.0, dash: Sequence[float] = ()) -> None:
        """Draw a polyline; `dash` gives lengths of line and gap."""
        for piece in _dashed(points, dash) if dash else [list(points)]:
            if len(piece) > 1:
                self._draw.line(
                    [(x * _OVER, y * _OVER) for x, y in piece], color, max(1, round(width * _OVER)), joint="curve"
                )

    def box(
        self, left: float, top: float, right: float, bottom: float, fill: Color | None = None, edge: Color | None = None
    ) -> None:
        corners = [left * _OVER, top * _OVER, max(left, right) * _OVER, max(top, bottom) * _OVER]
        self._draw.rectangle(corners, fill, edge, _OVER)

    def area(self, points: Sequence[Point], color: Color, opacity: float) -> None:
        """Fill a polygon so that what lies below shows through."""
        fill = (*(int(color[at : at + 2], 16) for at in (1, 3, 5)), round(255 * opacity))
        self._draw.polygon([(x * _OVER, y * _OVER) for x, y in points], fill)

    def mark(self, at: Point, shape: str, color: Color, radius: float = 6.0) -> None:
        """Draw a "circle" or a "diamond" with a white rim, so that it stands out from lines."""
        x, y, r = at[0] * _OVER, at[1] * _OVER, radius * _OVER
        rim = max(1, round(1.5 * _OVER))
        if shape == "circle":
            self._draw.ellipse([x - r, y - r, x + r, y + r], color, PAPER, rim)
        else:
            r *= 1.25
            self._draw.polygon([(x - r, y), (x, y - r), (x + r, y), (x, y + r)], PAPER)
            r -= rim * 1.4
            self._draw.polygon([(x - r, y), (x, y - r), (x + r, y), (x, y + r)], color)

    def text(self, at: Point, text: str, size: float = 13, color: Color = INK, anchor: str = "la") -> None:
        """Write one line; `anchor` as Pillow has it: l, m, r across and a (top), m, s (baseline), d down."""
        self._draw.text((at[0] * _OVER, at[1] * _OVER), text, color, _font(size), anchor)

    def upright(self, at: Point, text: str, size: float = 13, color: Color = INK) -> None:
        """Write one line that reads from bottom to top, its middle at `at`."""
        font = _font(size)
        left, top, right, bottom = font.getbbox(text)
        strip = Image.new("L", (math.ceil(right - left) + 4, math.ceil(bottom - top) + 4), 0)
        ImageDraw.Draw(strip).text((2 - left, 2 - top), text, 255, font)
        turned = strip.rotate(90, expand=True)
        place = (round(at[0] * _OVER - turned.width / 2), round(at[1] * _OVER - turned.height / 2))
        self._image.paste(Image.new("RGB", turned.size, color), place, turned)

    def picture(self, at: Point, picture: Image.Image, width: float, height: float) -> None:
        """Place a picture, brought to `width` x `height`."""
        sized = picture.resize((round(width * _OVER), round(height * _OVER)), Image.Resampling.LANCZOS)
        self._image.paste(sized, (round(at[0] * _OVER), round(at[1] * _OVER)))

    def finished(self) -> Image.Image:
        return self._image.reduce(_OVER)


def _dashed(points: Sequence[Point], dash: Sequence[float]) -> list[list[Point]]:
    pieces: list[list[Point]] = [[points[0]]]
    index, left, drawing = 0, dash[0], True
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        length = math.hypot(x1 - x0, y1 - y0)
        at = 0.0
        while length - at > left:
            at += left
            where = (x0 + (x1 - x0) * at / length, y0 + (y1 - y0) * at / length)
            if drawing:
                pieces[-1].append(where)
            else:
                pieces.append([where])
            index, drawing = (index + 1) % len(dash), not drawing
            left = dash[index]
        left -= length - at
        if drawing:
            pieces[-1].append((x1, y1))
    return pieces


@dataclass(frozen=True, slots=True)
class Axes:
    """A frame on a canvas with a linear scale on each side. `x` and `y` are (first, last) of the values shown."""

    canvas: Canvas
    left: float
    top: float
    width: float
    height: float
    x: tuple[float, float]
    y: tuple[float, float]
    ticks: dict[str, Sequence[tuple[float, str]]] = field(default_factory=dict)

    def at(self, x: float, y: float) -> Point:
        across = (x - self.x[0]) / (self.x[1] - self.x[0])
        up = (y - self.y[0]) / (self.y[1] - self.y[0])
        return self.left + across * self.width, self.top + (1 - up) * self.height

    def frame(self, x_label: str, y_label: str) -> None:
        """Draw grid, frame, ticks and labels. Own ticks come from `ticks` ("x", "y")."""
        canvas, bottom = self.canvas, self.top + self.height
        x_ticks = self.ticks.get("x") or nice_ticks(*self.x, 8)
        y_ticks = self.ticks.get("y") or nice_ticks(*self.y, 8)
        for value, _ in x_ticks:
            x = self.at(value, self.y[0])[0]
            canvas.line([(x, self.top), (x, bottom)], GRID)
        for value, _ in y_ticks:
            y = self.at(self.x[0], value)[1]
            canvas.line([(self.left, y), (self.left + self.width, y)], GRID)
        for value, text in x_ticks:
            x = self.at(value, self.y[0])[0]
            canvas.line([(x, bottom), (x, bottom + 5)], SOFT)
            canvas.text((x, bottom + 9), text, 12, SOFT, "ma")
        for value, text in y_ticks:
            y = self.at(self.x[0], value)[1]
            canvas.line([(self.left - 5, y), (self.left, y)], SOFT)
            canvas.text((self.left - 9, y), text, 12, SOFT, "rm")
        corners = [(self.left, self.top), (self.left, bottom), (self.left + self.width, bottom)]
        canvas.line(corners, SOFT, 1.2)
        canvas.text((self.left + self.width / 2, bottom + 32), x_label, 13, INK, "ma")
        widest = max((text_width(text, 12) for _, text in y_ticks), default=0.0)
        canvas.upright((self.left - widest - 26, self.top + self.height / 2), y_label, 13)

    def line(self, points: Sequence[Point], color: Color, width: float = 2.0, dash: Sequence[float] = ()) -> None:
        self.canvas.line([self.at(*point) for point in points], color, width, dash)

    def band(self, points: Sequence[tuple[float, float, float]], color: Color) -> None:
        """Shade between two lines; `points` are (x, low, high)."""
        if len(points) > 1:
            edge = [self.at(x, low) for x, low, _ in points] + [self.at(x, high) for x, _, high in reversed(points)]
            self.canvas.area(edge, color, 0.16)

    def mark(self, x: float, y: float, shape: str, color: Color, radius: float = 6.0) -> None:
        self.canvas.mark(self.at(x, y), shape, color, radius)


def nice_ticks(low: float, high: float, wanted: int = 6) -> list[tuple[float, str]]:
    """Return round values in [low, high] with their texts."""
    span = high - low
    if not span > 0 or not math.isfinite(span):
        return [(low, f"{low:g}")]
    raw = span / max(1, wanted - 1)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(one * power for one in (1, 2, 2.5, 5, 10) if one * power >= raw * 0.999)
    digits = max(0, -math.floor(math.log10(step) + 1e-9) + (1 if f"{step / power:.2g}" == "2.5" else 0))
    first = math.ceil(low / step - 1e-6)
    last = math.floor(high / step + 1e-6)
    return [
        (number * step, f"{number * step:,.{digits}f}".replace("-0", "0", 1 if number == 0 else 0))
        for number in range(first, last + 1)
    ]
