"""The plots of an agreement report as vector drawings: how often each part was rejected; figures on their limits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.graphics.shapes import Circle, Drawing, Group, Line, Polygon, Rect, String
from reportlab.lib.colors import white

from calibration.agreement import GREY_FROM, REJECT_FROM, Detection
from station.agreement_result import Criterion, Figure, in_order
from station.report_charts import BAD, BAND, CALM, FAINT, GRID, INK, MUTED

_SMALL = 6.5
_LEFT, _RIGHT, _TOP, _BOTTOM = 30, 6, 14, 40


def detection_chart(detections: Sequence[Detection], width: float, font: str) -> Drawing:
    """Share of the readings that rejected each part, with its exact interval. Circles: good; squares: defective.

    Red with a ring: at least one reading was not right.
    """
    shown = in_order(detections)
    height = 180.0
    drawing = Drawing(width, height)
    step = (width - _LEFT - _RIGHT) / max(1, len(shown))
    for low, high, shade in ((GREY_FROM, REJECT_FROM, BAND),):
        drawing.add(Rect(_LEFT, _y(low, height), width - _LEFT - _RIGHT, _y(high, height) - _y(low, height),
                         fillColor=shade, strokeColor=None))  # fmt: skip
    for share in (0.0, GREY_FROM, 0.5, REJECT_FROM, 1.0):
        y = _y(share, height)
        drawing.add(Line(_LEFT, y, width - _RIGHT, y, strokeColor=GRID, strokeWidth=0.4))
        drawing.add(_words(_LEFT - 4, y - 2.4, f"{share:.0%}".replace("%", " %"), font, anchor="end"))
    good = sum(not one.part.defective for one in shown)
    for count, start, words in ((good, 0, "good parts"), (len(shown) - good, good, "defective parts")):
        if count:
            middle = _LEFT + step * (start + count / 2)
            drawing.add(_words(middle, height - 8, f"{count} {words}", font, anchor="middle"))
    if 0 < good < len(shown):
        x = _LEFT + step * good
        drawing.add(Line(x, _BOTTOM - 4, x, height - 2, strokeColor=MUTED, strokeWidth=0.6, strokeDashArray=[3, 2]))
    named = step >= 4.6
    for number, one in enumerate(shown):
        x = _LEFT + step * (number + 0.5)
        if named:
            name = _words(0, 0, one.part.name[:14], font, anchor="end")
            name.fontSize = min(_SMALL, step * 0.95)
            drawing.add(_turned(name, x + 2, _BOTTOM - 5))
        _point(drawing, one, x, height)
    return drawing


def _point(drawing: Drawing, one: Detection, x: float, height: float) -> None:
    if one.share is None or one.interval is None:
        drawing.add(Line(x - 2, _y(0.5, height) - 2, x + 2, _y(0.5, height) + 2, strokeColor=BAD, strokeWidth=1))
        drawing.add(Line(x - 2, _y(0.5, height) + 2, x + 2, _y(0.5, height) - 2, strokeColor=BAD, strokeWidth=1))
        return
    low, high = (_y(end, height) for end in one.interval)
    drawing.add(Line(x, low, x, high, strokeColor=FAINT, strokeWidth=0.8))
    fill = BAD if one.part.wrong else CALM
    y = _y(one.share, height)
    if one.part.wrong:
        drawing.add(Circle(x, y, 4.6, fillColor=None, strokeColor=BAD, strokeWidth=0.9))
    if one.part.defective:
        drawing.add(Rect(x - 2.2, y - 2.2, 4.4, 4.4, fillColor=fill, strokeColor=None))
    else:
        drawing.add(Circle(x, y, 2.3, fillColor=fill, strokeColor=None))


def limits_chart(criteria: Sequence[Criterion], width: float, font: str) -> Drawing:
    """Each figure (point) with its bound (end of the line) between what is acceptable and what is not.

    The scale is of error: the share of wrong ones, and one minus kappa; left is better.
    """
    row, label = 24.0, 96.0
    shown = [one for one in criteria if one.observed is not None and one.bound is not None]
    drawing = Drawing(width, row * max(1, len(shown)) + 10)
    room = width - label - 12
    for number, one in enumerate(shown):
        assert one.observed is not None
        assert one.bound is not None
        y = drawing.height - row * (number + 0.5) - 2
        seen, claimed = _error(one, one.observed), _error(one, one.bound)
        first, second = _error(one, one.limit.acceptable), _error(one, one.limit.conditional)
        scale = room / max(second * 1.6, claimed * 1.05, seen * 1.05, 1e-9)
        drawing.add(_words(label - 8, y - 2.4, _ERROR[one.figure], font, anchor="end"))
        ends = (0.0, first * scale, second * scale, room)
        for left, right, shade in zip(ends, ends[1:], (white, BAND, GRID), strict=False):
            drawing.add(
                Rect(label + left, y - 6, max(0.0, right - left), 12, fillColor=shade, strokeColor=MUTED,
                     strokeWidth=0.3)
            )  # fmt: skip
        for limit in (first, second):
            x = label + limit * scale
            told = f"{limit:g}" if one.figure is Figure.KAPPA else f"{100 * limit:g} %"
            drawing.add(_words(x, y - 12, told, font, anchor="middle"))
        drawing.add(Line(label + seen * scale, y, label + claimed * scale, y, strokeColor=INK, strokeWidth=1.4))
        drawing.add(Circle(label + seen * scale, y, 2.6, fillColor=INK, strokeColor=None))
        tip = label + claimed * scale
        drawing.add(Polygon([tip, y + 4, tip, y - 4, tip + 3, y], fillColor=INK, strokeColor=None))
    return drawing


_ERROR = {
    Figure.EFFECTIVENESS: "parts told wrongly",
    Figure.MISSES: "missed",
    Figure.FALSE_ALARMS: "false alarms",
    Figure.KAPPA: "1 - kappa",
}


def _error(criterion: Criterion, value: float) -> float:
    """The figure as a share of what is wrong."""
    return 1.0 - value if criterion.upwards else value


def _y(share: float, height: float) -> float:
    return _BOTTOM + (height - _BOTTOM - _TOP) * share


def _words(x: float, y: float, text: str, font: str, *, anchor: str) -> Any:
    return String(x, y, text, fontName=font, fontSize=_SMALL, fillColor=MUTED, textAnchor=anchor)


def _turned(text: Any, x: float, y: float) -> Any:
    group = Group(text)
    group.translate(x, y)
    group.rotate(60)
    return group
