"""The plots of the page Threshold: linked, dragged with the mouse, moved with keys, and quick with many scores."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.recipe import ModelVersion
from station.study import ScoredPicture, Study
from tests.station.tuning_rig import Taught, recipe_of, taught_station
from tests.ui.threshold_rig import check_linked, open_page, plots, signed_in, spotted, wait_for_study
from ui.app import WindowSession
from ui.pages.threshold import ThresholdPage
from ui.theme import Theme
from ui.tuner import Tuner
from ui.widgets.score_plots import RESOLUTION, CurvePlot, HistogramPlot, PrecisionRecallPlot, RocPlot


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Taught]:
    one = taught_station(tmp_path, defects=5, parts=spotted)
    yield one
    one.station.close()


@pytest.fixture
def session(qapp: QApplication, qtbot: QtBot, made: Taught) -> Iterator[WindowSession]:
    with signed_in(qapp, qtbot, made) as opened:
        yield opened


@pytest.fixture
def loaded(qtbot: QtBot, session: WindowSession) -> ThresholdPage:
    return wait_for_study(qtbot, open_page(qtbot, session))


def test_moving_the_line_of_the_histogram_moves_everything(loaded: ThresholdPage) -> None:
    histogram, _, _ = plots(loaded)
    study = loaded.tuner.study
    assert study is not None
    for value in (study.ascending[3] + 0.01, study.ascending[-2] - 0.01, study.ascending[-1] + 1.0):
        histogram.threshold.setValue(float(value))
        now = loaded.tuner.evaluation
        assert now is not None
        assert now.threshold == value
        assert now == study.at(float(value))
        check_linked(loaded)


@pytest.fixture(autouse=True)
def every_move() -> Iterator[None]:
    """pyqtgraph leaves out moves that come too quickly after each other, as those of a test do."""
    before = pg.getConfigOption("mouseRateLimit")
    pg.setConfigOption("mouseRateLimit", -1)
    yield
    pg.setConfigOption("mouseRateLimit", before)


def drag(plot: Any, start: QPointF, end: QPointF) -> None:
    """Drag with the left button from one place of the plot to another."""
    view = plot.view.viewport()
    QApplication.processEvents()  # what was laid out meanwhile is in its place

    def pixel(place: QPointF) -> QPoint:
        return plot.view.mapFromScene(plot.box.mapViewToScene(place))  # type: ignore[no-any-return]

    a, b = pixel(start), pixel(end)
    middle = QPoint((a.x() + b.x()) // 2, (a.y() + b.y()) // 2)
    QTest.mouseMove(view, a)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, a)
    for place in (middle, b):
        event_move(view, place)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, b)


def event_move(view: Any, place: QPoint) -> None:
    """A move with the button held, which QTest.mouseMove does not send."""
    where = QPointF(place)
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        where,
        QPointF(view.mapToGlobal(place)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(view, event)


def test_dragging_on_the_roc_and_on_precision_recall_moves_everything(loaded: ThresholdPage) -> None:
    _, roc, precision = plots(loaded)
    study = loaded.tuner.study
    assert study is not None
    drag(roc, QPointF(30.0, 80.0), QPointF(50.0, 100.0))
    now = loaded.tuner.evaluation
    assert now is not None
    assert now.tpr == 1.0
    assert now.fpr == pytest.approx(0.5)
    check_linked(loaded)
    drag(precision, QPointF(80.0, 90.0), QPointF(60.0, 100.0))
    now = loaded.tuner.evaluation
    assert now is not None
    assert (now.tpr, now.precision) == (pytest.approx(0.6), 1.0)
    check_linked(loaded)


def test_dragging_anywhere_in_the_histogram_takes_the_nearest_handle(loaded: ThresholdPage) -> None:
    histogram, _, _ = plots(loaded)
    loaded.tuner.set_threshold(6.0)
    loaded.tuner.set_review_from(3.0)
    drag(histogram, QPointF(6.6, 10.0), QPointF(8.0, 10.0))
    now = loaded.tuner.evaluation
    assert now is not None
    assert now.threshold == pytest.approx(8.0, abs=0.2)
    assert now.review_from == 3.0
    drag(histogram, QPointF(2.4, 10.0), QPointF(4.0, 10.0))
    now = loaded.tuner.evaluation
    assert now is not None
    assert now.threshold == pytest.approx(8.0, abs=0.2)
    assert now.review_from == pytest.approx(4.0, abs=0.2)
    check_linked(loaded)
    assert loaded.figures.reviewed.isVisible()


def test_arrow_keys_move_by_scores_on_every_plot(loaded: ThresholdPage) -> None:
    study = loaded.tuner.study
    assert study is not None
    for plot in plots(loaded):
        loaded.tuner.set_threshold(study.settle(float(study.ascending[6])))
        start = loaded.tuner.evaluation
        assert start is not None
        QTest.keyClick(plot, Qt.Key.Key_Right)
        one = loaded.tuner.evaluation
        assert one is not None
        assert one.threshold == study.step(start.threshold, 1)
        QTest.keyClick(plot, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
        eleven = loaded.tuner.evaluation
        assert eleven is not None
        assert eleven.threshold == study.step(one.threshold, 10)
        loaded.tuner.set_review_from(start.threshold)
        QTest.keyClick(plot, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
        band = loaded.tuner.evaluation
        assert band is not None
        assert (band.threshold, band.review_from) == (eleven.threshold, study.step(start.threshold, -1))
        loaded.tuner.set_review_from(None)
        check_linked(loaded)


def large_study(count: int) -> Study:
    rng = np.random.default_rng(0)
    scores = [*rng.normal(size=count * 9 // 10), *rng.normal(2.0, size=count // 10)]
    pictures = [ScoredPicture(Path("p.png"), str(n), float(s), n >= count * 9 // 10) for n, s in enumerate(scores)]
    return Study.of(recipe_of(ModelVersion(name="plate", version=1, sha256="a" * 64), threshold=1.0), pictures)


@pytest.fixture
def tuner(qapp: QApplication) -> Tuner:
    return Tuner()


def test_a_hundred_thousand_scores_are_drawn_with_few_points_and_can_be_dragged(
    qtbot: QtBot, theme: Theme, tuner: Tuner
) -> None:
    made: list[CurvePlot] = []
    kinds: tuple[Callable[..., CurvePlot], ...] = (RocPlot, PrecisionRecallPlot)
    for kind in kinds:
        made.append(kind(theme, tuner))
        qtbot.addWidget(made[-1])
    study = large_study(100_000)
    tuner.set_study(study)
    for plot in made:
        assert 2 <= plot.points <= 6 * RESOLUTION
        for x, y in ((5.0, 60.0), (80.0, 20.0)):
            plot.drag(QPointF(x, y), review=False)
            now = tuner.evaluation
            assert now is not None
            assert plot.place is not None
            assert now == study.at(now.threshold)
    tuner.step(10)
    assert tuner.evaluation is not None


def test_dark_and_light_give_the_plots_their_colours(qtbot: QtBot, theme: Theme, tuner: Tuner) -> None:
    plot = HistogramPlot(theme, tuner)
    qtbot.addWidget(plot)
    light = plot.view.backgroundBrush().color().name()
    theme.set_dark(True)
    assert plot.view.backgroundBrush().color().name() == theme.colors.field != light
