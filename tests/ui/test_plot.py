from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from ui.theme import Theme
from ui.widgets.plot import GrowthPlot, TrainingPlots


@pytest.fixture
def plots(qtbot: QtBot, theme: Theme) -> TrainingPlots:
    made = TrainingPlots(theme)
    qtbot.addWidget(made)
    made.resize(500, 500)
    made.show()
    return made


def test_points_come_one_by_one_and_unknown_ones_are_left_out(plots: TrainingPlots) -> None:
    plots.add(1, 1.1, 0.8, None)
    plots.add(2, 0.9, float("nan"), 0.95)
    plots.add(3, 0.8, 0.9, 0.97)
    assert plots.points == 3
    assert plots.loss.points(0) == [(1, 1.1), (2, 0.9), (3, 0.8)]
    assert plots.told_apart.points(0) == [(1, 0.8), (3, 0.9)]
    assert plots.told_apart.points(1) == [(2, 0.95), (3, 0.97)]
    plots.clear()
    assert plots.points == 0
    assert plots.loss.points(0) == []


def test_axes_keep_their_unit_and_whole_numbers_when_the_theme_changes(plots: TrainingPlots, theme: Theme) -> None:
    for number in range(1, 6):
        plots.add(number, 1 / number, 0.9, 0.95)
    for dark in (True, False):
        theme.set_dark(dark)
        for side in ("left", "bottom"):
            assert plots.told_apart.item.getAxis(side).autoSIPrefixScale == 1.0
        steps = plots.loss.item.getAxis("bottom").tickSpacing(1, 5, 300)
        assert all(step >= 1 for step, _ in steps)


def test_growth_is_shown_on_doublings_with_its_intervals(qtbot: QtBot, theme: Theme) -> None:
    plot = GrowthPlot(theme)
    qtbot.addWidget(plot)
    plot.show_points([(1, 0.7, 0.5, 0.9), (2, 0.8, 0.6, 0.9), (8, 0.9, 0.8, 1.0)])
    assert plot.points(0) == [(0, 0.7), (1, 0.8), (3, 0.9)]
    theme.set_dark(True)
    plot.show_points(())
    assert plot.points(0) == []
