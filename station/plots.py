"""Small plots as SVG text, without a plotting library."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np

from calibration import RocCurve

WIDTH, HEIGHT = 460, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 16, 18, 46
_GOOD, _DEFECT, _LINE = "#5b6b7a", "#c2410c", "#1f2933"


def roc_plot(curve: RocCurve, threshold: float) -> str:
    """Draw the ROC, with the operating point of `threshold` marked."""
    at = int(np.searchsorted(-curve.thresholds, -threshold, side="right")) - 1
    points = " ".join(f"{_x(x):.1f},{_y(y):.1f}" for x, y in zip(curve.fpr, curve.tpr, strict=True))
    fpr, tpr = float(curve.fpr[at]), float(curve.tpr[at])
    body = (
        f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke="#c5ccd3" stroke-dasharray="4 4"/>'
        f'<polyline points="{points}" fill="none" stroke="{_LINE}" stroke-width="2"/>'
        f'<circle cx="{_x(fpr):.1f}" cy="{_y(tpr):.1f}" r="6" fill="{_DEFECT}"/>'
        f'<text x="{_x(min(fpr + 0.04, 0.6)):.1f}" y="{_y(max(tpr - 0.1, 0.06)):.1f}" fill="{_DEFECT}">'
        f"threshold {threshold:.4g}</text>"
    )
    ticks = [(value, f"{value:.0%}") for value in (0, 0.25, 0.5, 0.75, 1)]
    return _frame(body, ticks, ticks, "false reject rate", "defects stopped", "ROC of the parts shown")


def score_plot(good: Sequence[float], defect: Sequence[float], threshold: float, bins: int = 40) -> str:
    """Draw the histogram of good and defect scores over one axis, with the threshold."""
    everything = np.array([*good, *defect, threshold], float)
    low, high = float(everything.min()), float(everything.max())
    margin = (high - low) * 0.03 or 1.0
    edges = np.linspace(low - margin, high + margin, bins + 1)
    counts = [np.histogram(scores, edges)[0] for scores in (good, defect)]
    most = max(1, int(max(count.max() for count in counts)))

    def x(score: float) -> float:
        return _x((score - edges[0]) / (edges[-1] - edges[0]))

    bars = []
    for count, color, offset in zip(counts, (_GOOD, _DEFECT), (0.0, 0.5), strict=True):
        for index, number in enumerate(count):
            if number:
                left, right = x(float(edges[index])), x(float(edges[index + 1]))
                width = (right - left) / 2 - 0.5
                top = _y(number / most)
                bars.append(
                    f'<rect x="{left + offset * (right - left):.1f}" y="{top:.1f}" width="{width:.1f}"'
                    f' height="{_y(0) - top:.1f}" fill="{color}"/>'
                )
    mark = (
        f'<line x1="{x(threshold):.1f}" y1="{_y(0)}" x2="{x(threshold):.1f}" y2="{_TOP}" stroke="{_LINE}"'
        f' stroke-width="2"/><text x="{x(threshold) + 6:.1f}" y="{_TOP + 12}">threshold {threshold:.4g}</text>'
    )
    legend = (
        f'<rect x="{WIDTH - 150}" y="{_TOP + 22}" width="12" height="12" fill="{_GOOD}"/>'
        f'<text x="{WIDTH - 132}" y="{_TOP + 32}">good ({len(good)})</text>'
        f'<rect x="{WIDTH - 150}" y="{_TOP + 40}" width="12" height="12" fill="{_DEFECT}"/>'
        f'<text x="{WIDTH - 132}" y="{_TOP + 50}">defect ({len(defect)})</text>'
    )
    x_ticks = [((value - edges[0]) / (edges[-1] - edges[0]), f"{value:.3g}") for value in np.linspace(low, high, 5)]
    y_ticks = [(number / most, str(number)) for number in sorted({0, most // 2, most})]
    return _frame("".join(bars) + mark + legend, x_ticks, y_ticks, "score", "parts", "Scores of the parts shown")


def _x(share: float) -> float:
    return _LEFT + float(share) * (WIDTH - _LEFT - _RIGHT)


def _y(share: float) -> float:
    return HEIGHT - _BOTTOM - float(share) * (HEIGHT - _BOTTOM - _TOP)


def _frame(
    body: str,
    x_ticks: Sequence[tuple[float, str]],
    y_ticks: Sequence[tuple[float, str]],
    x_label: str,
    y_label: str,
    title: str,
) -> str:
    marks = [
        f'<line x1="{_x(at):.1f}" y1="{_y(0)}" x2="{_x(at):.1f}" y2="{_y(0) + 4}" stroke="#8895a1"/>'
        f'<text x="{_x(at):.1f}" y="{_y(0) + 18}" text-anchor="middle">{escape(text)}</text>'
        for at, text in x_ticks
    ]
    marks += [
        f'<line x1="{_LEFT - 4}" y1="{_y(at):.1f}" x2="{_LEFT}" y2="{_y(at):.1f}" stroke="#8895a1"/>'
        f'<text x="{_LEFT - 8}" y="{_y(at) + 4:.1f}" text-anchor="end">{escape(text)}</text>'
        for at, text in y_ticks
    ]
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}" font-family="sans-serif"'
        f' font-size="12" fill="#3e4c59"><rect x="{_LEFT}" y="{_TOP}" width="{WIDTH - _LEFT - _RIGHT}"'
        f' height="{HEIGHT - _TOP - _BOTTOM}" fill="none" stroke="#c5ccd3"/>{"".join(marks)}{body}'
        f'<text x="{WIDTH / 2}" y="{HEIGHT - 8}" text-anchor="middle">{escape(x_label)}</text>'
        f'<text transform="translate(14 {HEIGHT / 2}) rotate(-90)" text-anchor="middle">{escape(y_label)}</text></svg>'
    )
