"""The charts of the PDF report as vector drawings. Shapes and patterns carry what colour says: many print in grey."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from reportlab.graphics.shapes import Circle, Drawing, Line, PolyLine, Rect, String
from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth

from calibration import percent
from station.axes import nice_range, nice_ticks, number_text, time_ticks
from station.charts import SHIFT_SD, Bar, Charts, Drift, Reference, YieldPoint

INK, MUTED, GRID, CALM = HexColor("#1d2227"), HexColor("#505860"), HexColor("#d5d9dd"), HexColor("#4c555e")
BAD, WARN, FAINT, BAND = HexColor("#c3221f"), HexColor("#c98a00"), HexColor("#a2a9b0"), HexColor("#eef0f2")
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 32, 8, 20
_SMALL = 7
_MANY = 80


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the axes are, and how values become places."""

    width: float
    height: float
    x: Callable[[datetime], float]
    y: Callable[[float], float]


def yield_chart(charts: Charts, width: float, height: float, font: str, zone: tzinfo | None = None) -> Drawing:
    """The yield over time, with its exact 95 % interval as a bar, over the number of parts."""
    points = [point for point in charts.yields if point.total]
    intervals = [(point, rate) for point in points if (rate := point.rate) is not None]
    drawing = Drawing(width, height)
    low = min((rate.interval[0] for _, rate in intervals if rate.total >= 20), default=0.0)
    low, high = nice_range([min(low, *(rate.value for _, rate in intervals)), 1.0], floor=0.0) if intervals else (0, 1)
    frame = _time_frame(drawing, charts.since, charts.until, low, min(high, 1.02), font, zone, _percent_text)
    most = max((point.total for point in points), default=1)
    for point in points:
        left, right = frame.x(point.since), frame.x(point.until)
        tall = 0.22 * (frame.height - _TOP - _BOTTOM) * point.total / most
        drawing.add(
            Rect(left, _BOTTOM, max(right - left - 0.4, 0.4), tall, fillColor=BAND, strokeColor=GRID, strokeWidth=0.3)
        )
    middles = [frame.x(_middle(point)) for point, _ in intervals]
    for at, (_, rate) in zip(middles, intervals, strict=True):
        bottom, top = (frame.y(max(end, low)) for end in rate.interval)
        drawing.add(Line(at, bottom, at, top, strokeColor=FAINT, strokeWidth=0.8))
    if len(intervals) > 1:
        line = [value for at, (_, rate) in zip(middles, intervals, strict=True) for value in (at, frame.y(rate.value))]
        drawing.add(PolyLine(line, strokeColor=CALM, strokeWidth=0.9))
    radius = 1.8 if len(intervals) < 80 else 0.9
    for at, (_, rate) in zip(middles, intervals, strict=True):
        drawing.add(Circle(at, frame.y(rate.value), radius, fillColor=CALM, strokeColor=None))
    return drawing


def drift_chart(
    drift: Drift, charts: Charts, width: float, height: float, font: str, zone: tzinfo | None = None
) -> Drawing:
    """Mean and spread of OK parts over time, of few parts each score, against the limits of the reference, if any."""
    points = [point for point in drift.points if point.spread.n]
    limits = () if drift.reference is None else drift.reference.limits
    ends = [point.spread.mean + sign * point.spread.sd for point in points for sign in (-1, 1)]
    if drift.singles:
        ends = [score for _, score in drift.last]
    low, high = nice_range([*ends, *limits])
    drawing = Drawing(width, height)
    step = _tick_step(nice_ticks(low, high))
    frame = _time_frame(drawing, charts.since, charts.until, low, high, font, zone, lambda v: number_text(v, step))
    if drift.reference is not None:
        _draw_reference(drawing, drift.reference, frame, font)
    if drift.singles:
        for moment, score in drift.last:
            off = drift.is_outside(moment, score)
            _mark(drawing, frame.x(moment), frame.y(score), off=off, many=len(drift.last) >= _MANY)
        return drawing
    for point in points:
        at, spread = frame.x(point.since + (point.until - point.since) / 2), point.spread
        ends_at = frame.y(spread.mean - spread.sd), frame.y(spread.mean + spread.sd)
        drawing.add(Line(at, ends_at[0], at, ends_at[1], strokeColor=FAINT, strokeWidth=0.7))
        _mark(drawing, at, frame.y(spread.mean), off=point.off, many=len(points) >= _MANY)
    return drawing


def _draw_reference(drawing: Any, reference: Reference, frame: _Frame, font: str) -> None:
    """Draw the band around the mean, and the control limits."""
    before, (low_limit, high_limit), right = reference.spread, reference.limits, drawing.width - _RIGHT
    band_low, band_high = (frame.y(before.mean + sign * SHIFT_SD * before.sd) for sign in (-1, 1))
    drawing.insert(0, Rect(_LEFT, band_low, right - _LEFT, band_high - band_low, fillColor=BAND, strokeColor=None))
    for limit, words in ((high_limit, "+3 sd"), (low_limit, "-3 sd"), (before.mean, "mean")):
        y = frame.y(limit)
        dashes = None if limit == before.mean else [4, 2]
        drawing.add(Line(_LEFT, y, right, y, strokeColor=MUTED, strokeWidth=0.7, strokeDashArray=dashes))
        drawing.add(String(right + 4, y - 2, words, fontName=font, fontSize=_SMALL - 1, fillColor=MUTED))


def pareto_chart(
    bars: Sequence[Bar], width: float, font: str, words: Callable[[str], str], *, names: float, most: int = 8
) -> Drawing:
    """Causes from the most frequent to the least, each with its count and its share of all.

    `names` is the share of the width that the names take.
    """
    shown = list(bars[:most])
    rest = sum(bar.count for bar in bars[most:])
    total = sum(bar.count for bar in bars)
    row = 15.0
    height = max(1, len(shown) + bool(rest)) * row + 4
    drawing = Drawing(width, height)
    if not shown:
        drawing.add(String(0, height - 12, "none", fontName=font, fontSize=8, fillColor=MUTED))
        return drawing
    label = width * names
    room = width - label - 62
    largest = max(bar.count for bar in shown)
    for index, bar in enumerate([*shown, *([Bar("", rest, 1.0)] if rest else [])]):
        y = height - (index + 1) * row
        name = words(bar.name) if index < len(shown) else "others"
        drawing.add(
            String(
                label - 6,
                y + 4,
                _fitting(name, font, label - 6),
                fontName=font,
                fontSize=_SMALL,
                fillColor=INK,
                textAnchor="end",
            )
        )
        long = room * min(1.0, bar.count / largest)
        drawing.add(Rect(label, y + 2, max(long, 0.6), row - 6, fillColor=CALM, strokeColor=None))
        told = f"{bar.count:,}  ({percent(bar.count / total)})"
        drawing.add(String(label + long + 4, y + 4, told, fontName=font, fontSize=_SMALL, fillColor=MUTED))
    return drawing


def _mark(drawing: Any, x: float, y: float, *, off: bool, many: bool) -> None:
    if off:
        drawing.add(Rect(x - 2, y - 2, 4, 4, fillColor=BAD, strokeColor=None))
    else:
        drawing.add(Circle(x, y, 0.9 if many else 1.6, fillColor=CALM, strokeColor=None))


def _fitting(text: str, font: str, width: float) -> str:
    """`text`, cut where it is wider than `width`."""
    if stringWidth(text, font, _SMALL) <= width:
        return text
    while text and stringWidth(f"{text}…", font, _SMALL) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _middle(point: YieldPoint) -> datetime:
    return point.since + (point.until - point.since) / 2


def _percent_text(share: float) -> str:
    value = 100 * share
    return f"{value:.0f} %" if abs(value - round(value)) < 1e-6 else f"{value:.1f} %"


def _tick_step(ticks: Sequence[float]) -> float:
    return ticks[1] - ticks[0] if len(ticks) > 1 else 1.0


def _time_frame(
    drawing: Any,
    since: datetime,
    until: datetime,
    low: float,
    high: float,
    font: str,
    zone: tzinfo | None,
    words: Callable[[float], str],
) -> _Frame:
    """Draw the axes of a chart over time."""
    width, height = drawing.width, drawing.height
    span = max(until - since, timedelta(microseconds=1))

    def x(at: datetime) -> float:
        return float(_LEFT + (width - _LEFT - _RIGHT) * ((at - since) / span))

    def y(value: float) -> float:
        return float(_BOTTOM + (height - _BOTTOM - _TOP) * (value - low) / (high - low))

    for tick in nice_ticks(low, high, 6):
        drawing.add(Line(_LEFT, y(tick), width - _RIGHT, y(tick), strokeColor=GRID, strokeWidth=0.4))
        drawing.add(
            String(
                _LEFT - 5, y(tick) - 2.5, words(tick), fontName=font, fontSize=_SMALL, fillColor=MUTED, textAnchor="end"
            )
        )
    for moment, text in time_ticks(since, until, 8, zone):
        at = x(moment)
        drawing.add(Line(at, _BOTTOM, at, _BOTTOM - 3, strokeColor=MUTED, strokeWidth=0.5))
        drawing.add(
            String(at, _BOTTOM - 12, text, fontName=font, fontSize=_SMALL, fillColor=MUTED, textAnchor="middle")
        )
    drawing.add(Line(_LEFT, _BOTTOM, width - _RIGHT, _BOTTOM, strokeColor=MUTED, strokeWidth=0.6))
    return _Frame(width, height, x, y)
