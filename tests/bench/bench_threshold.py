"""Dragging a threshold over 100,000 scores, and what-if over a million inspections.

`python -m tests.bench.bench_threshold` prints the rows; `--rows` sets the size of the database.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np

from station.db import Records
from station.queries import InspectionQuery
from station.recipe import ImageSpec, ModelVersion, Recipe
from station.study import ScoredPicture, Study
from tests.bench import bench_records
from tests.bench.row import Row

SCORES = 100_000
FRAME_MS = 16.0


def study_of(count: int) -> Study:
    """Nine in ten are good; the two kinds overlap."""
    rng = np.random.default_rng(1)
    good = count * 9 // 10
    scores = [*rng.normal(size=good).tolist(), *rng.normal(2.0, size=count - good).tolist()]
    recipe = Recipe(
        name="bench",
        version=1,
        image=ImageSpec(height=300, width=300, channels=1, dtype="uint8"),
        model=ModelVersion(name="bench", version=1, sha256="a" * 64),
        threshold=1.0,
        created_at=bench_records.START,
        created_by="bench",
    )
    return Study.of(recipe, [ScoredPicture(Path(f"{n}.png"), str(n), s, n >= good) for n, s in enumerate(scores)])


def _times_ms(work: Callable[[float], object], values: list[float], clock: Callable[[], float]) -> list[float]:
    times = []
    for value in values:
        begin = clock()
        work(value)
        times.append((clock() - begin) * 1e3)
    return sorted(times)


def drag_rows(repeats: int = 300, clock: Callable[[], float] = time.perf_counter) -> list[Row]:
    """Time the study alone, then the page's plots and figures with it, painting included."""
    from PySide6.QtCore import QPointF
    from PySide6.QtWidgets import QVBoxLayout, QWidget

    from ui.app import make_application
    from ui.theme import Theme
    from ui.tuner import Tuner
    from ui.widgets.score_plots import HistogramPlot, PrecisionRecallPlot, RocPlot
    from ui.widgets.threshold_figures import ThresholdFigures

    application = make_application()
    begin = clock()
    study = study_of(SCORES)
    made_s = clock() - begin
    values = np.linspace(-3.0, 5.0, repeats).tolist()
    alone = _times_ms(lambda value: study.at(value, value - 0.5), values, clock)
    tuner = Tuner()
    window = QWidget()
    layout = QVBoxLayout(window)
    theme = Theme(application)
    histogram = HistogramPlot(theme, tuner)
    roc = RocPlot(theme, tuner)
    for widget in (histogram, roc, PrecisionRecallPlot(theme, tuner), ThresholdFigures(theme, tuner)):
        layout.addWidget(widget)
    window.resize(900, 1000)
    window.show()
    tuner.set_study(study)
    tuner.set_review_from(0.5)
    application.processEvents()

    def on_histogram(value: float) -> None:
        histogram.threshold.setValue(value)

    def on_roc(value: float) -> None:
        roc.drag(QPointF((value + 3.0) * 12.5, 60.0), review=False)

    def painted(move: Callable[[float], None]) -> Callable[[float], None]:
        def work(value: float) -> None:
            move(value)
            application.processEvents()

        return work

    rows = [
        Row("a study of 100,000 scores made", made_s, "s", note="once, in a job"),
        Row("one threshold with bounds over 100,000 scores, median", statistics.median(alone), "ms", FRAME_MS),
    ]
    for name, move in (("histogram", on_histogram), ("ROC", on_roc)):
        moved = _times_ms(move, values, clock)
        shown = _times_ms(painted(move), values[::-1], clock)
        for what, times in (("all plots and figures updated", moved), ("the same and painted", shown)):
            title = f"drag on the {name} over 100,000 scores: {what}"
            note = f"99th percentile {times[int(len(times) * 0.99)]:.1f} ms"
            rows.append(Row(title, statistics.median(times), "ms", FRAME_MS, note=note))
    window.close()
    window.deleteLater()
    theme.deleteLater()
    application.processEvents()
    return rows


def what_if_rows(count: int = 1_000_000, clock: Callable[[], float] = time.perf_counter) -> list[Row]:
    """Time the counts and the list over a database of `count` inspections, all of one recipe's time span."""
    with tempfile.TemporaryDirectory() as place:
        url = f"sqlite:///{Path(place) / 'records.sqlite'}"
        bench_records.build(url, count, bench_records.A_YEAR_OF_A_MILLION)
        records = Records.open(url)
        recipes = [recipe for newest in records.recipes() for recipe in records.versions(newest.name)]
        since, until = bench_records.START, bench_records.START + count * bench_records.A_YEAR_OF_A_MILLION
        month = until - (until - since) / 12
        rows = []
        for name, start in (("a twelfth", month), ("all", since)):
            n = sum(records.counts(InspectionQuery(since=start, until=until)).values())

            def days(start: object = start) -> object:
                return records.what_if.days(recipes, 1.9, 1.5, since=start, until=until)  # type: ignore[arg-type]

            def changed(start: object = start) -> object:
                return records.what_if.changed(recipes, 1.9, 1.5, since=start, until=until)  # type: ignore[arg-type]

            for what, work in (("by day", days), ("the first 200 that change", changed)):
                median_ms = bench_records.timed(work, clock, repeats=3)
                rows.append(
                    Row(f"what-if over {name} of {count:,}: {what}", median_ms, "ms", note=f"{n:,} inspections")
                )
        records.close()
    return rows


def rows() -> list[Row]:
    """Run everything; two minutes, most of it for building the database."""
    return [*drag_rows(), *what_if_rows()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="inspections in the database; 0: no what-if")
    parser.add_argument("--cpu", action="store_true", help="by processor time of the thread: for a busy machine")
    given = parser.parse_args()
    clock = time.thread_time if given.cpu else time.perf_counter
    for row in [*drag_rows(clock=clock), *(what_if_rows(given.rows, clock) if given.rows else [])]:
        sys.stdout.write("  ".join(row.cells) + "\n")


if __name__ == "__main__":
    main()
