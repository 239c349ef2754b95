from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from calibration import roc_curve
from station.benchmark.canvas import DEFECT, GOOD, SERIES, Axes, Canvas, nice_ticks
from station.benchmark.datasets import Sample
from station.benchmark.gallery import gallery
from station.benchmark.picks import HIDDEN, PER_ROW, TYPICAL, WORST_GOOD, Picked, choose_pictures, unpack
from station.benchmark.plots import LearningLine, RocLine, epoch_plot, learning_plot, roc_plot, score_plot
from station.benchmark.scoring import Scored
from station.benchmark.store import Store
from station.benchmark.variants import Spread
from tests.station.benchmark_rig import benchmark, make_mvtec


def pixels_of(picture: Image.Image, color: str) -> int:
    wanted = [int(color[at : at + 2], 16) for at in (1, 3, 5)]
    return int((np.abs(np.asarray(picture).astype(int) - wanted).max(axis=2) < 6).sum())


@pytest.mark.parametrize(
    ("low", "high", "texts"),
    [
        (0.0, 1.0, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (0.9, 1.005, ["0.900", "0.925", "0.950", "0.975", "1.000"]),
        (-2.0, 2.0, ["-2", "-1", "0", "1", "2"]),
        (0.0, 40_000.0, ["0", "10,000", "20,000", "30,000", "40,000"]),
        (3.0, 3.0, ["3"]),
    ],
)
def test_ticks_are_round_numbers_within_the_range(low: float, high: float, texts: list[str]) -> None:
    ticks = nice_ticks(low, high)
    assert [text for _, text in ticks] == texts
    assert all(low <= value <= high for value, _ in ticks)


def test_a_value_is_drawn_where_the_axes_say() -> None:
    canvas = Canvas(200, 100)
    axes = Axes(canvas, 50, 10, 100, 80, (0.0, 10.0), (0.0, 4.0))
    assert axes.at(0.0, 0.0) == (50.0, 90.0)
    assert axes.at(10.0, 4.0) == (150.0, 10.0)
    axes.line([(0.0, 2.0), (10.0, 2.0)], "#ff0000", 4.0)
    drawn = np.asarray(canvas.finished())
    assert drawn[50, 100].tolist() == [255, 0, 0]
    assert drawn[40, 100].tolist() == [255, 255, 255]


def test_a_dashed_line_has_gaps_also_around_a_corner() -> None:
    canvas = Canvas(120, 120)
    canvas.line([(10, 10), (110, 10), (110, 110)], "#000000", 4.0, (10, 10))
    drawn = np.asarray(canvas.finished()).min(axis=2)
    along = [int(drawn[10, x]) for x in range(10, 110)] + [int(drawn[y, 110]) for y in range(10, 110)]
    assert 0.4 < np.mean([value < 128 for value in along]) < 0.6
    assert sum(a < 128 <= b for a, b in pairwise(along)) == 10


def test_a_roc_shows_each_detector_in_its_colour() -> None:
    random = np.random.default_rng(0)
    lines = []
    for label, shift in (("one", 1.0), ("another detector", 2.0)):
        curve = roc_curve(random.normal(0, 1, 40), random.normal(shift, 1, 40))
        lines.append(RocLine(label, curve, 0.9, 1.0, (curve,)))
    lines.append(RocLine("without a threshold", lines[0].curve, 0.5, None))
    picture = roc_plot("a title", lines)
    assert all(pixels_of(picture, SERIES[at]) > 300 for at in range(3))


def test_scores_of_good_parts_go_up_and_those_of_defects_down() -> None:
    picture = score_plot("a title", [1.0, 1.1, 1.2, 1.2], [3.0, 3.0, 4.0], [("deployed threshold", 2.0)])
    drawn = np.asarray(picture).astype(int)

    def rows_of(color: str) -> np.ndarray:
        wanted = [int(color[at : at + 2], 16) for at in (1, 3, 5)]
        found = np.abs(drawn[:, :700] - wanted).max(axis=2) < 6
        return np.flatnonzero(found.any(axis=1))

    assert rows_of(GOOD).max() <= rows_of(DEFECT).min() + 2
    assert np.ptp(rows_of(GOOD)) > 50
    assert score_plot("one score", [1.0], [], []).size[0] > 600


def test_a_learning_curve_shows_every_detector() -> None:
    def points(*values: float) -> tuple[tuple[int, Spread], ...]:
        return tuple((2**at, Spread(value, 0.02, 3)) for at, value in enumerate(values))

    lines = [
        LearningLine("one", {"image AUROC": points(0.8, 0.9, 0.95), "false rejects": points(0.9, 0.5, 0.2)}),
        LearningLine("two", {"image AUROC": points(0.7, 0.8, 0.99), "false rejects": ()}),
    ]
    picture = learning_plot("a title", lines, [("image AUROC", True), ("false rejects", False)])
    assert pixels_of(picture, SERIES[0]) > 500
    assert pixels_of(picture, SERIES[1]) > 250


def test_a_training_curve_shows_what_was_watched_only_where_it_was() -> None:
    curve = [
        {"number": n, "planned": 4, "loss": 1 / n, "separation": 0.6 + n / 12, "auroc": None} for n in (1, 2, 3, 4)
    ]
    without = epoch_plot("a title", curve)
    watched = epoch_plot("a title", [{**point, "auroc": 0.9} for point in curve])
    assert pixels_of(without, SERIES[1]) == 0 < pixels_of(watched, SERIES[1])
    assert pixels_of(without, SERIES[0]) > 200


def scored(kind: str, score: float) -> Scored:
    return Scored(Sample(Path(f"{score}.png"), kind, "report"), score, Path("none.npy"))


def test_the_gallery_takes_the_worst_good_the_hidden_and_the_middle_defects() -> None:
    good = [scored("good", float(score)) for score in range(20)]
    defects = [scored("crack", 10.0 + score) for score in range(25)]
    chosen = choose_pictures([*good, *defects])
    by_row = {row: [one.score for at, one in chosen if at == row] for row in (WORST_GOOD, HIDDEN, TYPICAL)}
    assert by_row[WORST_GOOD] == [19, 18, 17, 16, 15]
    assert by_row[HIDDEN] == [10, 11, 12, 13, 14]
    assert by_row[TYPICAL] == [22, 23, 24, 25, 26]
    assert len(choose_pictures(defects[:3])) == 3
    assert PER_ROW == 5


def test_the_gallery_colours_what_is_above_the_threshold_and_outlines_the_mask() -> None:
    image = np.full((60, 80, 3), 120, np.uint8)
    heat = np.zeros((60, 80), np.float32)
    heat[20:40, 20:50] = 9.0
    mask = heat > 0
    shown = gallery("a title", [Picked(HIDDEN, "crack/1.png", 9.0, image, heat, mask)], 4.0)
    passed = gallery("a title", [Picked(HIDDEN, "crack/1.png", 9.0, image, heat, None)], 20.0)
    grey = "#787878"
    assert pixels_of(passed, grey) > pixels_of(shown, grey) + 1000
    alone = gallery("no threshold", [Picked(WORST_GOOD, "good/1.png", 9.0, image, heat, None)], None)
    assert alone.size == shown.size


def test_a_benchmark_draws_every_plot_and_again_without_measuring(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("one", "two"):
        make_mvtec(tmp_path / "data" / name)
    arguments = (tmp_path / "data", tmp_path / "out", "--shots", 2, 4, "all")
    ran = benchmark(capsys, *arguments, plots=True)
    plots = tmp_path / "out" / "plots"
    names = {path.name for path in plots.iterdir()}
    of_each = {f"{kind}_{name}.png" for kind in ("roc", "learning") for name in ("one", "two")}
    of_each |= {f"{kind}_{name}_fake.png" for kind in ("scores", "gallery") for name in ("one", "two")}
    assert names == {*of_each, "learning_mean-of-2-categories.png"}
    assert "9 plots are in" in ran.err
    for path in plots.iterdir():
        path.unlink()
    again = benchmark(capsys, *arguments, plots=True)
    assert "6 of 6 runs are in" in again.err
    assert {path.name for path in plots.iterdir()} == names


def test_what_is_kept_for_the_gallery_comes_back_as_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran = benchmark(capsys, make_mvtec(tmp_path / "nut"), tmp_path / "out")
    threshold, picked = unpack(Store(ran.folder).pictures(ran.row["run"]))
    assert threshold == ran.row["threshold"]
    assert [one.row for one in picked] == [WORST_GOOD] * 5 + [HIDDEN] * 5 + [TYPICAL]
    for one in picked:
        assert one.image.shape[:2] == one.anomaly_map.shape
        assert (one.mask is not None) == (one.row != WORST_GOOD)
        assert float(one.anomaly_map.max()) <= one.score * 1.01
        if one.mask is not None:
            assert one.anomaly_map[one.mask].mean() > 3 * one.anomaly_map[~one.mask].mean()
    assert unpack({}) == (None, ())
