"""The plots of the benchmark: each takes plain numbers and returns a picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image

from calibration import RocCurve
from station.benchmark.canvas import DEFECT, GOOD, INK, SERIES, SOFT, Axes, Canvas, Color, text_width
from station.benchmark.variants import Spread

_ROW = 24.0
_TITLE = 20.0
Entry = tuple[str, Color, str]
"""A line of a legend: text, colour, and "line", "circle", "diamond" or "bar"."""


@dataclass(frozen=True, slots=True, eq=False)
class RocLine:
    """The ROC of one detector. `threshold`: the deployed one. `others`: ROCs of its other seeds, drawn faintly."""

    label: str
    curve: RocCurve
    auroc: float
    threshold: float | None
    others: tuple[RocCurve, ...] = ()


def roc_plot(
    title: str, lines: Sequence[RocLine], deployed: str = "deployed threshold, from good pictures"
) -> Image.Image:
    """Draw one ROC per detector with its `deployed` threshold and the highest one that lets no defect escape."""
    entries = [
        (f"{one.label}   AUROC {one.auroc:.3f}", SERIES[at % len(SERIES)], "line") for at, one in enumerate(lines)
    ]
    entries += [(deployed, SOFT, "circle")]
    entries += [("highest threshold without an escape", SOFT, "diamond")]
    if any(one.others for one in lines):
        entries += [("faint: the other seeds", _faint(SOFT), "line")]
    axes = _single(title, (-0.025, 1.025), (-0.025, 1.025), entries, side=480.0)
    percents = [(value / 5, f"{20 * value} %") for value in range(6)]
    axes.ticks.update(x=percents, y=percents)
    axes.frame("good parts rejected (false reject rate)", "defects stopped (true positive rate)")
    axes.line([(0, 0), (1, 1)], "#9aa5b1", 1.0, (5, 5))
    for at, one in enumerate(lines):
        color = SERIES[at % len(SERIES)]
        for other in one.others:
            axes.line(_steps(other), _faint(color), 1.2)
    wider = min(3.0, 9.0 / max(1, len(lines) - 1))
    for at, one in enumerate(lines):
        # the first are wider, so that lines on top of each other all show
        axes.line(_steps(one.curve), SERIES[at % len(SERIES)], 2.4 + wider * (len(lines) - 1 - at))
    for at, one in enumerate(lines):
        color = SERIES[at % len(SERIES)]
        none_escapes = int(np.argmax(one.curve.detected == one.curve.n_defect))
        axes.mark(float(one.curve.fpr[none_escapes]), 1.0, "diamond", color, 9.0)
        if one.threshold is not None:
            place = max(0, int(np.searchsorted(-one.curve.thresholds, -one.threshold, side="right")) - 1)
            axes.mark(float(one.curve.fpr[place]), float(one.curve.tpr[place]), "circle", color, 6.0)
    return axes.canvas.finished()


def _steps(curve: RocCurve) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in zip(curve.fpr, curve.tpr, strict=True)]


def _faint(color: Color) -> Color:
    return "#" + "".join(f"{(int(color[at : at + 2], 16) + 2 * 255) // 3:02x}" for at in (1, 3, 5))


def score_plot(
    title: str, good: Sequence[float], defect: Sequence[float], thresholds: Sequence[tuple[str, float]], bins: int = 44
) -> Image.Image:
    """Draw the scores of good parts upwards and those of defects downwards over one axis, with thresholds."""
    everything = np.array([*good, *defect, *(value for _, value in thresholds)])
    low, high = float(everything.min()), float(everything.max())
    margin = (high - low) * 0.03 or 1.0
    edges = np.linspace(low - margin, high + margin, bins + 1)
    up, down = (np.histogram(scores, edges)[0] for scores in (good, defect))
    reach = (float(max(1, down.max(initial=0))), float(max(1, up.max(initial=0))))
    entries = [(f"good ({len(good)})", GOOD, "bar"), (f"defect ({len(defect)})", DEFECT, "bar")]
    axes = _single(
        title,
        (float(edges[0]), float(edges[-1])),
        (-reach[0] * 1.08, reach[1] * 1.08),
        [
            *entries,
            *((f"{name}: {value:.4g}", INK, style) for (name, value), style in zip(thresholds, _DASHES, strict=False)),
        ],
        side=380.0,
        width=640.0,
    )
    axes.ticks["y"] = _count_ticks(reach)
    axes.frame("score", "test pictures")
    for counts, color, sign in ((up, GOOD, 1), (down, DEFECT, -1)):
        for index, count in enumerate(counts.tolist()):
            if count:
                x0, y0 = axes.at(float(edges[index]), 0.0)
                x1, y1 = axes.at(float(edges[index + 1]), float(sign * count))
                axes.canvas.box(x0 + 0.6, min(y0, y1), x1 - 0.6, max(y0, y1), color)
    axes.line([(axes.x[0], 0.0), (axes.x[1], 0.0)], INK, 1.0)
    for (_, value), style in zip(thresholds, _DASHES, strict=False):
        axes.line([(value, axes.y[0]), (value, axes.y[1])], INK, 1.6, _DASHES[style])
    return axes.canvas.finished()


_DASHES: Mapping[str, tuple[float, ...]] = {"solid": (), "dashed": (7, 4), "dotted": (2, 4)}


def _count_ticks(reach: tuple[float, float]) -> list[tuple[float, str]]:
    most = max(reach)
    step = next(one for power in range(7) for one in (10**power, 2 * 10**power, 5 * 10**power) if most / one <= 5)
    counts = range(-int(reach[0] // step) * step, int(reach[1] // step) * step + 1, step)
    return [(float(count), str(abs(count))) for count in counts]


@dataclass(frozen=True, slots=True)
class LearningLine:
    """One detector's metrics by number of good pictures: panel title -> ((pictures, spread over seeds), ...)."""

    label: str
    panels: Mapping[str, tuple[tuple[int, Spread], ...]]


def learning_plot(title: str, lines: Sequence[LearningLine], panels: Sequence[tuple[str, bool]]) -> Image.Image:
    """Draw each panel's metric against the number of good pictures; `panels` are (title, higher is better)."""
    entries: list[Entry] = [(one.label, SERIES[at % len(SERIES)], "line") for at, one in enumerate(lines)]
    entries.append(("band: ± standard deviation over seeds", SOFT, "band"))
    counts = sorted({count for one in lines for points in one.panels.values() for count, _ in points})
    x_range = (_log2(counts[0]) - 0.25, _log2(counts[-1]) + 0.25)
    boxes = _boxes(title, len(panels), entries)
    for (name, rising), make in zip(panels, boxes, strict=True):
        spreads = [spread for one in lines for _, spread in one.panels.get(name, ())]
        axes = make(x_range, _share_range(spreads, rising))
        axes.ticks["x"] = _thinned([(_log2(count), str(count)) for count in counts], x_range, axes.width)
        axes.frame("good pictures taught from", name)
        for at, one in enumerate(lines):
            points, color = one.panels.get(name, ()), SERIES[at % len(SERIES)]
            inside = [(_log2(count), spread.mean, spread.std or 0.0) for count, spread in points]
            axes.band([(x, max(axes.y[0], m - s), min(axes.y[1], m + s)) for x, m, s in inside], color)
            axes.line([(x, mean) for x, mean, _ in inside], color, 2.4)
            for x, mean, _ in inside:
                axes.mark(x, mean, "circle", color, 5.0)
    return boxes[0].canvas.finished()


def _log2(count: int) -> float:
    return float(np.log2(max(1, count)))


def _share_range(spreads: Sequence[Spread], rising: bool) -> tuple[float, float]:
    """Show from where the values are to the best one possible, in whole twentieths."""
    values = [value for one in spreads for value in (one.mean - (one.std or 0.0), one.mean + (one.std or 0.0))]
    if rising:
        return max(0.0, np.floor(20 * min(values) - 0.2) / 20), 1.005
    return -0.01, min(1.02, max(0.1, np.ceil(20 * max(values) + 0.2) / 20))


def _thinned(ticks: list[tuple[float, str]], x_range: tuple[float, float], width: float) -> list[tuple[float, str]]:
    kept: list[tuple[float, str]] = []
    scale = width / (x_range[1] - x_range[0])
    for value, text in ticks:
        if not kept or (value - kept[-1][0]) * scale > (text_width(text, 12) + text_width(kept[-1][1], 12)) / 2 + 8:
            kept.append((value, text))
    return kept


def epoch_plot(title: str, curve: Sequence[Mapping[str, Any]]) -> Image.Image:
    """Draw loss on the left, and what is known of the accuracy on the right, against the epochs done.

    At least one point; what is None in a point is not drawn.
    """
    losses, parts, watched = (_known(curve, key) for key in ("loss", "separation", "auroc"))
    numbers = [float(point["number"]) for point in curve]
    x_range = (min(0.0, numbers[0]), max(numbers[-1], numbers[0] + 1.0))
    entries: list[Entry] = [
        ("loss", SERIES[0], "line"),
        ("separation of held-out good patches from made defects", SERIES[2], "line"),
    ]
    if watched:
        entries.append(("image AUROC on the test pictures, only watched", SERIES[1], "line"))
    boxes = _boxes(title, 2, entries)
    values = [value for _, value in losses] or [0.0, 1.0]
    reach = (max(values) - min(values)) or abs(values[0]) or 1.0
    lowest = min(0.0, min(values)) if min(values) < reach else min(values) - 0.05 * reach
    axes = boxes[0](x_range, (lowest, max(values) + 0.05 * reach))
    axes.frame("epochs or steps", "loss")
    axes.line(losses, SERIES[0], 2.2)
    lowest = min((value for _, value in (*parts, *watched)), default=0.5)
    axes = boxes[1](x_range, (max(0.0, np.floor(20 * lowest - 0.2) / 20), 1.005))
    axes.frame("epochs or steps", "AUROC")
    axes.line(parts, SERIES[2], 2.2)
    axes.line(watched, SERIES[1], 2.2)
    return boxes[0].canvas.finished()


def _known(curve: Sequence[Mapping[str, Any]], key: str) -> list[tuple[float, float]]:
    return [(float(point["number"]), float(point[key])) for point in curve if point.get(key) is not None]


def _single(
    title: str,
    x: tuple[float, float],
    y: tuple[float, float],
    entries: Sequence[Entry],
    *,
    side: float,
    width: float | None = None,
) -> Axes:
    """Make one frame with the legend on its right, where it covers nothing."""
    across = width or side
    left, top = 92.0, 62.0
    beside = 34.0 + max(text_width(text) for text, _, _ in entries) + 40.0
    canvas = Canvas(max(left + across + beside, text_width(title, _TITLE) + 48), top + side + 74.0)
    canvas.text((24, 20), title, _TITLE)
    _legend(canvas, left + across + 28.0, top + 4.0, entries)
    return Axes(canvas, left, top, across, side, x, y)


@dataclass(frozen=True, slots=True)
class _Box:
    canvas: Canvas
    left: float
    top: float

    def __call__(self, x: tuple[float, float], y: tuple[float, float]) -> Axes:
        return Axes(self.canvas, self.left, self.top, 430.0, 330.0, x, y)


def _boxes(title: str, count: int, entries: Sequence[Entry]) -> list[_Box]:
    """Make frames side by side, with the legend above them."""
    width = max(560.0 * count + 24.0, text_width(title, _TITLE) + 48)
    rows: list[list[Entry]] = [[]]
    used = 0.0
    for entry in entries:
        need = text_width(entry[0]) + 64.0
        if rows[-1] and used + need > width - 48:
            rows.append([])
            used = 0.0
        rows[-1].append(entry)
        used += need
    top = 62.0 + _ROW * len(rows) + 10.0
    canvas = Canvas(width, top + 330.0 + 70.0)
    canvas.text((24, 20), title, _TITLE)
    for number, row in enumerate(rows):
        x = 24.0
        for entry in row:
            _legend(canvas, x, 58.0 + _ROW * number, [entry])
            x += text_width(entry[0]) + 64.0
    return [_Box(canvas, 96.0 + 560.0 * number, top) for number in range(count)]


def _legend(canvas: Canvas, left: float, top: float, entries: Sequence[Entry]) -> None:
    draw: dict[str, Callable[[float, Color], None]] = {
        "line": lambda y, color: canvas.line([(left, y), (left + 24, y)], color, 3.0),
        "circle": lambda y, color: canvas.mark((left + 12, y), "circle", color),
        "diamond": lambda y, color: canvas.mark((left + 12, y), "diamond", color, 7.0),
        "bar": lambda y, color: canvas.box(left + 4, y - 7, left + 20, y + 7, color),
        "band": lambda y, color: canvas.area(
            [(left, y - 7), (left + 24, y - 7), (left + 24, y + 7), (left, y + 7)], color, 0.22
        ),
    }
    for number, (text, color, style) in enumerate(entries):
        y = top + _ROW * (number + 0.5)
        if style in _DASHES:
            canvas.line([(left, y), (left + 24, y)], color, 1.8, _DASHES[style])
        else:
            draw[style](y, color)
        canvas.text((left + 34, y), text, 13, INK, "lm")
