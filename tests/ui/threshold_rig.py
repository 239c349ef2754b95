"""The page Threshold on a whole station, and where its plots and figures stand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.station.tuning_rig import ENGINEER, Taught, picture
from ui.app import WindowSession
from ui.pages.threshold import ThresholdPage
from ui.widgets.score_plots import HistogramPlot, PrecisionRecallPlot, RocPlot

WAIT_MS = 60_000


def spotted(number: int) -> np.ndarray[Any, Any]:
    """Every part in front of the camera has the same faint spot."""
    return picture(500 + number, spot=20)


@contextmanager
def signed_in(qapp: QApplication, qtbot: QtBot, made: Taught) -> Iterator[WindowSession]:
    opened = WindowSession(qapp, made.station)
    opened.open()
    qtbot.waitExposed(opened.window)
    opened.desk.sign_in(ENGINEER)
    try:
        yield opened
    finally:
        opened.end()


def open_page(qtbot: QtBot, session: WindowSession) -> ThresholdPage:
    """Open the page; it has asked for the recipe in force then."""
    session.window.open_page("threshold")
    found = session.window.page("threshold")
    assert isinstance(found, ThresholdPage)
    qtbot.waitUntil(lambda: found.curves.precision is not None and not found.loading, timeout=WAIT_MS)
    return found


def wait_for_study(qtbot: QtBot, page: ThresholdPage) -> ThresholdPage:
    qtbot.waitUntil(lambda: page.tuner.study is not None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: any(button.isEnabled() for button in page.points.buttons.values()), timeout=WAIT_MS)
    return page


def plots(page: ThresholdPage) -> tuple[HistogramPlot, RocPlot, PrecisionRecallPlot]:
    assert page.curves.histogram is not None
    assert page.curves.roc is not None
    assert page.curves.precision is not None
    return page.curves.histogram, page.curves.roc, page.curves.precision


def check_linked(page: ThresholdPage) -> None:
    """All plots and figures stand where the tuner is."""
    histogram, roc, precision = plots(page)
    now = page.tuner.evaluation
    assert now is not None
    assert now.false_rejects is not None
    assert now.escapes is not None
    assert histogram.threshold.value() == now.threshold
    assert now.fpr is not None
    assert now.tpr is not None
    assert roc.place == pytest.approx((now.fpr * 100, now.tpr * 100))
    if now.precision is not None:
        assert precision.place == pytest.approx((now.tpr * 100, now.precision * 100))
    assert page.figures.rejected.text().startswith(f"{now.false_rejects.count} of 12 good would be rejected")
    assert page.figures.escapes.text().startswith(f"{now.escapes.count} of 5 defects would pass")
