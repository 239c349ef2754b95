from __future__ import annotations

from xml.etree import ElementTree

from calibration import roc_curve
from station.plots import WIDTH, roc_plot, score_plot

SVG = "{http://www.w3.org/2000/svg}"


def parse(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def test_the_operating_point_lies_on_the_roc() -> None:
    good, defect = [1.0, 2.0, 3.0, 4.0], [3.5, 5.0, 6.0]
    drawn = parse(roc_plot(roc_curve(good, defect), 3.4))
    points = drawn.find(f"{SVG}polyline").get("points", "").split()  # type: ignore[union-attr]
    circle = drawn.find(f"{SVG}circle")
    assert circle is not None
    assert f"{circle.get('cx')},{circle.get('cy')}" in points


def test_every_part_is_in_the_histogram_and_inside_the_picture() -> None:
    drawn = parse(score_plot([1.0] * 5, [9.0], 5.0, bins=10))
    bars = [bar for bar in drawn.iter(f"{SVG}rect") if bar.get("fill") not in ("none", None)][:-2]
    assert len(bars) == 2
    heights = sorted(float(bar.get("height", 0)) for bar in bars)
    assert heights[1] / heights[0] == 5.0 or round(heights[1] / heights[0], 1) == 5.0
    assert all(0 <= float(bar.get("x", -1)) <= WIDTH for bar in bars)


def test_equal_scores_are_drawn_too() -> None:
    assert parse(score_plot([1.0], [1.0], 1.0)) is not None
