from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from station.types import Counters, ModelRef, RecipeRef, Result, StationState, StationStatus, Verdict
from ui.icons import ICONS, paint_icon
from ui.image_view import ImageView
from ui.picture import PartView, render_image, view_of
from ui.symbols import paint_state, paint_verdict
from ui.theme import DARK, LIGHT, Colors, Theme
from ui.widgets.buttons import ActionButton
from ui.widgets.counters import CounterPanel
from ui.widgets.gauge import ScoreGauge
from ui.widgets.header import Header, Heartbeat
from ui.widgets.info_line import InfoLine
from ui.widgets.plain_table import PlainTable
from ui.widgets.strip import PartStrip
from ui.widgets.text import WrappedText
from ui.widgets.verdict import VerdictSign


def pixels(image: QImage) -> np.ndarray[Any, Any]:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    data = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return data[:, :, 2::-1].astype(int)


def painted(paint: Callable[[QPainter, QRectF], None], side: int = 64) -> np.ndarray[Any, Any]:
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint(painter, QRectF(2, 2, side - 4, side - 4))
    painter.end()
    return pixels(image)


def grabbed(widget: QWidget) -> np.ndarray[Any, Any]:
    return pixels(widget.grab().toImage())


def view_from(result: Result) -> PartView:
    return view_of(result.inspection, result.image, result.anomaly_map)


def test_verdicts_differ_in_shape_when_the_colour_is_the_same() -> None:
    black, white = QColor("black"), QColor("white")
    shapes = {
        verdict: painted(lambda painter, box, verdict=verdict: paint_verdict(painter, box, verdict, black, white))
        for verdict in (*Verdict, None)
    }
    for one, other in itertools.combinations(shapes, 2):
        differing = np.mean(np.abs(shapes[one] - shapes[other]).max(axis=2) > 128)
        assert differing > 0.05, (one, other)


def test_states_differ_in_shape_when_the_colour_is_the_same() -> None:
    black = QColor("black")
    on_the_way = {StationState.STARTING, StationState.STOPPING}
    shapes = {
        state: painted(lambda painter, box, state=state: paint_state(painter, box, state, black))
        for state in StationState
    }
    for one, other in itertools.combinations(StationState, 2):
        if {one, other} != on_the_way:
            assert np.mean(np.abs(shapes[one] - shapes[other]).max(axis=2) > 128) > 0.03, (one, other)


def test_every_icon_is_painted_and_another_name_is_refused(qtbot: QtBot, theme: Theme) -> None:
    for name in ICONS:
        icon = painted(lambda painter, box, name=name: paint_icon(painter, box, name, QColor("black")))
        assert (icon < 128).any(), name
    with pytest.raises(ValueError, match="no icon is called 'nothing'"):
        ActionButton(theme, "nothing", "Nothing")


def saturation(image: np.ndarray[Any, Any]) -> int:
    return int((image.max(axis=2) - image.min(axis=2)).max())


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("verdict", list(Verdict))
def test_only_an_abnormal_verdict_is_painted_in_a_saturated_colour(
    qtbot: QtBot, theme: Theme, verdict: Verdict, dark: bool
) -> None:
    theme.set_dark(dark)
    sign = VerdictSign(theme)
    qtbot.addWidget(sign)
    sign.resize(340, 140)
    sign.show_verdict(verdict)
    strong = saturation(grabbed(sign))
    assert (strong < 40) if verdict is Verdict.OK else (strong > 90)
    assert str(verdict) in sign.accessibleName()


def contrast(one: str, other: str) -> float:
    def luminance(name: str) -> float:
        values = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in QColor(name).getRgbF()[:3]]  # type: ignore[index]
        return float(np.dot(values, (0.2126, 0.7152, 0.0722)))

    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("colors", [LIGHT, DARK])
def test_words_have_at_least_the_contrast_that_wcag_asks_of_text(colors: Colors) -> None:
    pairs = [
        (colors.text, colors.panel),
        (colors.text, colors.control),
        (colors.muted, colors.panel),
        (colors.muted, colors.window),
        (colors.on_bad, colors.bad),
        (colors.on_warn, colors.warn),
        (colors.on_fail, colors.fail),
        (colors.on_calm, colors.calm),
        (colors.on_accent, colors.accent),
        (colors.accent, colors.panel),
        (colors.on_viewport, colors.viewport),
    ]
    assert {pair: round(contrast(*pair), 2) for pair in pairs if contrast(*pair) < 4.5} == {}


def test_gauge_ruler_belongs_to_the_limits_and_not_to_the_score(
    qtbot: QtBot, theme: Theme, new_result: Callable[..., Result]
) -> None:
    gauge = ScoreGauge(theme)
    qtbot.addWidget(gauge)
    assert gauge.span is None
    gauge.set_limits(2.0, 1.5)
    before = gauge.span
    gauge.show_inspection(new_result(1, Verdict.NOK, score=500.0, review_from=1.5).inspection)
    assert gauge.span == before == (0.0, 4.0)
    assert "500" in gauge.accessibleDescription()


def test_gauge_shows_the_limits_an_inspection_was_judged_by(
    qtbot: QtBot, theme: Theme, new_result: Callable[..., Result]
) -> None:
    gauge = ScoreGauge(theme)
    qtbot.addWidget(gauge)
    gauge.set_limits(5.0, None)
    gauge.show_inspection(new_result(1, Verdict.NOK, threshold=2.5).inspection)
    assert gauge.limits == (2.5, None)
    gauge.show_inspection(new_result(2, Verdict.ERROR).inspection)
    assert gauge.limits == (5.0, None)


@pytest.mark.parametrize("score", [0.0, 1.0, 2.0, 3.9, 1e9, -1e9, float("inf"), float("nan"), None])
@pytest.mark.parametrize("limits", [(2.0, None), (2.0, 1.9), (0.0, None), (-3.0, -3.5)])
def test_gauge_paints_any_score(
    qtbot: QtBot,
    theme: Theme,
    new_result: Callable[..., Result],
    score: float | None,
    limits: tuple[float, float | None],
) -> None:
    gauge = ScoreGauge(theme)
    qtbot.addWidget(gauge)
    gauge.resize(gauge.sizeHint())
    empty = grabbed(gauge)
    inspection = new_result(1, Verdict.NOK, score=score, threshold=limits[0], review_from=limits[1]).inspection
    gauge.show_inspection(inspection)
    gauge.add_recent(score)
    assert (grabbed(gauge) != empty).any()


def test_yield_is_shown_with_its_count_and_its_exact_bound(qtbot: QtBot, theme: Theme) -> None:
    panel = CounterPanel(theme)
    qtbot.addWidget(panel)
    panel.show_counters(Counters(triggers=58, ok=54, nok=3, review=0, error=1))
    assert panel.rate.text == "Yield 93.1 % of 58"
    assert panel.bound.text == "since the program started · 95 %: at least 84.9 %"
    assert [panel.counts[verdict].count for verdict in Verdict] == [54, 3, 0, 1]


def test_no_parts_is_no_yield(qtbot: QtBot, theme: Theme) -> None:
    panel = CounterPanel(theme)
    qtbot.addWidget(panel)
    panel.show_counters(Counters())
    assert "%" not in panel.rate.text


def test_info_line_puts_losses_first_and_counts_what_the_window_missed(
    qtbot: QtBot, theme: Theme, new_status: Callable[..., StationStatus]
) -> None:
    line = InfoLine(theme)
    qtbot.addWidget(line)
    counters = Counters(lost={"overrun": 3}, published_late=2, unrecorded=4)
    line.show_status(new_status(counters=counters, events_lost=6), window_late=5)
    texts = [fact.text for fact in line.facts]
    assert set(texts[:3]) == {"lost: overrun 3", "not yet recorded 4", "events lost 6"}
    assert "not shown in time 7" in texts
    for width, cut in ((2000, False), (300, True)):
        line.setFixedWidth(width)
        line.grab()
        assert line.cut is cut
    assert "not shown in time 7" in line.toolTip()


def test_a_model_of_the_recipes_own_name_is_not_named_twice(
    qtbot: QtBot, theme: Theme, new_status: Callable[..., StationStatus]
) -> None:
    header = Header(theme, "Line 7", late_ms=1000)
    qtbot.addWidget(header)
    recipe, model = RecipeRef("solar", 3, "0" * 64), ModelRef("solar", 2, "1" * 64)
    header.show_status(new_status(recipe=recipe, model=model))
    assert header.recipe.text == "Recipe solar version 3 · model version 2"
    header.show_status(new_status(recipe=recipe, model=replace(model, name="cells")))
    assert header.recipe.text == "Recipe solar version 3 · model cells version 2"


def test_every_line_of_a_table_to_read_is_seen_however_narrow_it_is(qtbot: QtBot, theme: Theme) -> None:
    table = PlainTable("Camera settings", ("Setting", "Asked", "Possible"), wide=(1, 2), choosing=False)
    qtbot.addWidget(table)
    table.fill([("Pixel format", "camera's own", "Mono8, Mono10 and 13 more")])
    table.show()
    for width in (700, 300):
        table.resize(width, 200)
        item, cell = table.item(0, 2), table.visualRect(table.model().index(0, 2))
        assert item is not None
        # 22: padding and the sign of the focus on both sides
        words = QRect(0, 0, cell.width() - 22, 1000)
        needs = table.fontMetrics().boundingRect(words, int(Qt.TextFlag.TextWordWrap), item.text()).height()
        qtbot.waitUntil(lambda needs=needs: table.rowHeight(0) >= needs + 8, timeout=60_000)  # type: ignore[misc]
        assert item.toolTip() == item.text()


def test_a_picture_has_a_frame_where_everything_is_dark(qtbot: QtBot, theme: Theme) -> None:
    theme.set_dark(True)
    view = ImageView(theme)
    qtbot.addWidget(view)
    view.resize(60, 40)
    view.show_picture(render_image(np.zeros((40, 60), np.uint8), 0))
    seen = grabbed(view)
    border = QColor(DARK.border)
    for edge in (seen[0], seen[-1], seen[:, 0], seen[:, -1]):
        assert (edge == (border.red(), border.green(), border.blue())).all()


def test_the_words_of_a_button_keep_their_room_and_its_key_gives_way(qtbot: QtBot, theme: Theme) -> None:
    with_key, without = ActionButton(theme, "save", "Save", key="Ctrl+S"), ActionButton(theme, "save", "Save")
    for button in (with_key, without):
        qtbot.addWidget(button)
    assert with_key.minimumSizeHint() == without.minimumSizeHint() == without.sizeHint()
    assert with_key.sizeHint().width() > without.sizeHint().width()


def test_heartbeat_is_missed_only_while_one_is_due(
    qtbot: QtBot, theme: Theme, new_status: Callable[..., StationStatus]
) -> None:
    heartbeat = Heartbeat(theme, late_ms=1000)
    qtbot.addWidget(heartbeat)
    heartbeat.show_status(new_status(StationState.STOPPED, heartbeat_age_ms=9e9))
    assert not heartbeat.late
    heartbeat.show_status(new_status(StationState.READY, heartbeat_age_ms=900.0))
    assert not heartbeat.late
    heartbeat.show_status(new_status(StationState.READY, heartbeat_age_ms=1100.0))
    assert heartbeat.late
    assert heartbeat.accessibleName() == "No heartbeat"


def test_heartbeat_looks_different_from_beat_to_beat(
    qtbot: QtBot, theme: Theme, new_status: Callable[..., StationStatus]
) -> None:
    heartbeat = Heartbeat(theme, late_ms=1000)
    qtbot.addWidget(heartbeat)
    pictures = []
    for beat in (False, True):
        heartbeat.show_status(new_status(StationState.READY, heartbeat=beat))
        pictures.append(grabbed(heartbeat))
    assert (pictures[0] != pictures[1]).any()


def test_strip_keeps_the_last_twelve_newest_first(
    qtbot: QtBot, theme: Theme, new_result: Callable[..., Result]
) -> None:
    strip = PartStrip(theme)
    qtbot.addWidget(strip)
    for number in range(15):
        strip.add(view_from(new_result(number)))
    assert [view.inspection.seq for view in strip.views] == list(range(14, 2, -1))
    assert [tile.isEnabled() for tile in strip.tiles] == [True] * 12


def test_strip_is_used_by_keyboard_with_one_tab_stop(
    qtbot: QtBot, theme: Theme, new_result: Callable[..., Result]
) -> None:
    strip = PartStrip(theme)
    qtbot.addWidget(strip)
    for number in range(3):
        strip.add(view_from(new_result(number, Verdict.NOK)))
    strip.show()
    qtbot.waitExposed(strip)
    stops = [tile for tile in strip.tiles if tile.focusPolicy() & Qt.FocusPolicy.TabFocus.value]
    assert stops == [strip.tiles[0]]
    chosen: list[PartView] = []
    strip.chosen.connect(chosen.append)
    strip.tiles[0].setFocus()
    QTest.keyClick(strip.tiles[0], Qt.Key.Key_Right)
    QTest.keyClick(strip.tiles[1], Qt.Key.Key_Right)
    QTest.keyClick(strip.tiles[2], Qt.Key.Key_Return)
    assert [view.inspection.seq for view in chosen] == [0]
    assert [tile.isChecked() for tile in strip.tiles[:3]] == [False, False, True]


def test_the_chosen_part_stays_chosen_while_new_ones_push_it_along(
    qtbot: QtBot, theme: Theme, new_result: Callable[..., Result]
) -> None:
    strip = PartStrip(theme)
    qtbot.addWidget(strip)
    strip.add(view_from(new_result(0)))
    strip.tiles[0].click()
    strip.add(view_from(new_result(1)))
    assert [tile.isChecked() for tile in strip.tiles[:2]] == [False, True]
    strip.release()
    assert not any(tile.isChecked() for tile in strip.tiles)


@pytest.mark.parametrize("verdict", list(Verdict))
@pytest.mark.parametrize("width", [46, 90])
def test_a_tile_shows_verdict_and_score_at_any_width(
    qtbot: QtBot, theme: Theme, new_result: Callable[..., Result], verdict: Verdict, width: int
) -> None:
    strip = PartStrip(theme)
    qtbot.addWidget(strip)
    view = view_from(new_result(0, verdict))
    strip.add(view)
    tile = strip.tiles[0]
    tile.resize(width, width + 24)
    with_score = grabbed(tile)
    other = view_from(new_result(0, verdict, score=7.77))
    tile.set_view(other)
    assert (grabbed(tile)[-26:] != with_score[-26:]).any()
    assert "7.77" in tile.accessibleName()


def test_long_text_ends_in_an_ellipsis_and_is_whole_in_the_tooltip(qtbot: QtBot, theme: Theme) -> None:
    text = WrappedText(theme, 14, lines=2)
    qtbot.addWidget(text)
    text.resize(120, text.sizeHint().height())
    text.set_text("a detector that failed with a very long explanation of every single thing that went wrong")
    text.grab()
    assert text.cut
    assert text.toolTip() == text.text
    text.set_text("short")
    text.grab()
    assert not text.cut
    assert text.toolTip() == ""


def test_withheld_oks_are_not_counted_as_passed(qtbot: QtBot, theme: Theme) -> None:
    panel = CounterPanel(theme)
    qtbot.addWidget(panel)
    panel.show_counters(Counters(triggers=10, ok=8, nok=2, withheld=3))
    assert panel.counts[Verdict.OK].accessibleName() == "OK: 5"
    assert panel.counts[Verdict.ERROR].accessibleName() == "ERROR: 3"
    assert panel.rate.text == "Yield 50.0 % of 10"
