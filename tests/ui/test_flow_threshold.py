"""A threshold that is dragged, applied and taken back while the line runs: all through the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.audit import Act
from station.services import Station
from station.types import Verdict
from tests.ui.flow_rig import Person, emulated_station, part, person_at, teach_quickly
from ui.pages.operate import OperatePage
from ui.pages.threshold import ThresholdPage
from ui.widgets.score_plots import HistogramPlot

NAME = "bracket"
BEFORE, WANTED = 8.0, 4.0
FAINT = part(300, hole=90)
"""The quick detector gives it a score between the two thresholds."""


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with emulated_station(tmp_path, [FAINT], detector={"name": "fake", "device": "cpu"}) as made:
        teach_quickly(made, NAME, threshold=BEFORE, defects=(80, 60, 40, 20, 0))
        yield made


@pytest.fixture
def person(qapp: QApplication, qtbot: QtBot, station: Station) -> Iterator[Person]:
    with person_at(qapp, qtbot, station) as one:
        yield one


@pytest.fixture(autouse=True)
def every_move() -> Iterator[None]:
    """pyqtgraph leaves out moves that come too quickly after each other, as those of a test do."""
    before = pg.getConfigOption("mouseRateLimit")
    pg.setConfigOption("mouseRateLimit", -1)
    yield
    pg.setConfigOption("mouseRateLimit", before)


def place_of(plot: HistogramPlot, score: float, height: float = 10.0) -> QPoint:
    """Where a score is on the screen, in pixels of the plot."""
    place: QPoint = plot.view.mapFromScene(plot.box.mapViewToScene(QPointF(score, height)))
    return place


def open_threshold(person: Person) -> ThresholdPage:
    page = person.go_to("threshold", ThresholdPage)
    person.wait(lambda: page.tuner.study is not None and page.curves.precision is not None and not page.loading)
    return page


def test_a_threshold_dragged_in_the_plot_and_applied_changes_the_next_verdict_and_can_be_rolled_back(
    person: Person, station: Station
) -> None:
    person.start_line()
    first = person.inspect()
    assert first.verdict is Verdict.OK
    assert first.score is not None
    assert WANTED < first.score < BEFORE

    person.sign_in()
    page = open_threshold(person)
    histogram = page.curves.histogram
    assert histogram is not None
    person.wait(lambda: histogram.threshold.value() == BEFORE)
    assert not page.apply_button.isEnabled()
    person.drag(histogram.view.viewport(), place_of(histogram, BEFORE), place_of(histogram, WANTED))
    now = page.tuner.evaluation
    assert now is not None
    assert now.threshold == pytest.approx(WANTED, abs=0.3)
    assert page.figures.rejected.text().startswith("0 of 6 good would be rejected")
    assert page.figures.escapes.text().startswith("0 of 5 defects would pass")
    person.click(page.apply_button)
    person.confirm(page, "faint holes got through")
    person.wait(lambda: "version 2 is in force" in page.banner.message.text)

    person.go_to("operate", OperatePage)
    second = person.inspect()
    assert (second.verdict, second.threshold) == (Verdict.NOK, now.threshold)
    assert second.score == first.score, "it is the same picture"
    [changed] = [one for one in station.records.audit.entries() if one.action == Act.THRESHOLD_CHANGED]
    assert (changed.who, changed.why) == ("Grace", "faint holes got through")
    assert changed.before is not None
    assert changed.after is not None
    assert (changed.before["threshold"], changed.after["threshold"]) == (BEFORE, now.threshold)

    page = open_threshold(person)
    person.click(page.tabs.tabBar(), page.tabs.tabBar().tabRect(2).center())
    person.wait(lambda: page.history.isVisible() and page.history.table.rowCount() == 2)
    table = page.history.table
    person.click(table.viewport(), table.visualRect(table.model().index(1, 0)).center())
    person.click(page.history.back_button)
    person.confirm(page, "too strict for this lot")
    person.wait(lambda: "version 3 is in force" in page.banner.message.text)

    person.go_to("operate", OperatePage)
    third = person.inspect()
    assert (third.verdict, third.threshold, third.score) == (Verdict.OK, BEFORE, first.score)
    past = station.records.thresholds(NAME)
    assert [(one.recipe.version, one.threshold, one.who) for one in past] == [
        (3, BEFORE, "Grace"), (2, now.threshold, "Grace"), (1, BEFORE, "Ada"),
    ]  # fmt: skip
    assert past[0].why == "too strict for this lot"
    assert station.records.audit.verify().broken is None
    assert [row.verdict for row in station.records.inspections().items] == [Verdict.OK, Verdict.NOK, Verdict.OK]
