"""Marks for the axes of charts, for the window and for paper."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

_HOURS = (1, 2, 3, 6, 12)


def nice_ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round numbers within low..high, a step of 1, 2 or 5 times a power of ten apart. At least one."""
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low or most < 2:
        return [low]
    raw = (high - low) / (most - 1)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= raw * (1 - 1e-9))
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [number * step for number in range(first, last + 1)] or [low]


def nice_range(
    values: Sequence[float], *, floor: float | None = None, ceiling: float | None = None
) -> tuple[float, float]:
    """A range that holds all `values` with a little room, not beyond `floor` and `ceiling`. (0, 1) for no values."""
    finite = [value for value in values if math.isfinite(value)]
    if not finite:
        return 0.0, 1.0
    low, high = min(finite), max(finite)
    room = (high - low) * 0.06 or abs(high) * 0.05 or 0.5
    low, high = low - room, high + room
    if floor is not None:
        low = max(low, floor)
    if ceiling is not None:
        high = min(high, ceiling)
    return (low, high) if low < high else (low - 0.5, high + 0.5)


def number_text(value: float, step: float) -> str:
    """A tick's number with as many decimals as the step between ticks needs."""
    decimals = max(0, -math.floor(math.log10(step) + 1e-9)) if step > 0 and math.isfinite(step) else 3
    return f"{value:.{min(decimals, 9)}f}"


def time_ticks(
    since: datetime, until: datetime, most: int = 8, zone: tzinfo | None = None
) -> list[tuple[datetime, str]]:
    """Full hours, days, or firsts of months in local time, with their words. None for an empty period."""
    if since >= until:
        return []
    span = until - since
    local = since.astimezone(zone)
    if span <= timedelta(days=most * 0.5):
        step = next((h for h in _HOURS if timedelta(hours=h) * most >= span), 12)
        at = local.replace(minute=0, second=0, microsecond=0)
        at -= timedelta(hours=at.hour % step)
        return _walk(at, since, until, timedelta(hours=step), "%H:%M", "%d %b")
    at = local.replace(hour=0, minute=0, second=0, microsecond=0)
    for days in (1, 2, 7, 14):
        if timedelta(days=days) * most >= span:
            if days >= 7:
                at -= timedelta(days=at.weekday())
            return _walk(at, since, until, timedelta(days=days), "%d %b", "%d %b")
    months = next((m for m in (1, 2, 3, 6) if timedelta(days=30.4 * m) * most >= span), 12)
    result: list[tuple[datetime, str]] = []
    year, month = local.year, 1
    while True:
        at = local.replace(year=year, month=month, day=1, hour=0, minute=0, second=0, microsecond=0)
        if at > until:
            return result
        if at >= since:
            result.append((at, at.strftime("%b %Y" if month == 1 or not result else "%b")))
        month += months
        year, month = year + (month - 1) // 12, (month - 1) % 12 + 1


def _walk(
    at: datetime, since: datetime, until: datetime, step: timedelta, words: str, first_of_day: str
) -> list[tuple[datetime, str]]:
    result = []
    while at <= until:
        if at >= since:
            result.append((at, at.strftime(first_of_day if at.hour == 0 else words)))
        at += step
    return result
