"""The page Threshold on a whole station: figures, operating points, what-if, apply and roll back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from station.audit import Act
from station.queries import ImageLabel
from station.study import Suggestion
from station.types import Inspection, Reason, StationState, Verdict
from tests.station.tuning_rig import (
    OPERATOR,
    Taught,
    label,
    recipe_of,
    taught_station,
    teach,
    write_set,
)
from tests.ui.threshold_rig import WAIT_MS, check_linked, open_page, plots, signed_in, spotted, wait_for_study
from ui.app import WindowSession
from ui.pages.threshold import ThresholdPage
from ui.widgets.banner import Level
from ui.widgets.nearest import Thumbnail
from ui.widgets.score_plots import ScorePlot


@pytest.fixture
def defects() -> int:
    return 5


@pytest.fixture
def made(tmp_path: Path, defects: int) -> Iterator[Taught]:
    one = taught_station(tmp_path, defects=defects, parts=spotted)
    yield one
    one.station.close()


@pytest.fixture
def session(qapp: QApplication, qtbot: QtBot, made: Taught) -> Iterator[WindowSession]:
    with signed_in(qapp, qtbot, made) as opened:
        yield opened


@pytest.fixture
def page(qtbot: QtBot, session: WindowSession) -> ThresholdPage:
    """The page with the study of the recipe in force."""
    return open_page(qtbot, session)


@pytest.fixture
def loaded(qtbot: QtBot, page: ThresholdPage) -> ThresholdPage:
    return wait_for_study(qtbot, page)


def test_every_operating_point_is_one_click(qtbot: QtBot, loaded: ThresholdPage) -> None:
    study = loaded.tuner.study
    assert study is not None
    assert set(loaded.points.buttons) >= {
        "zero_escape", "zero_false_reject", "min_cost", "best_f1", "youden", "target_false_reject", "good_only",
    }  # fmt: skip
    for policy, button in loaded.points.buttons.items():
        found = study.suggest(policy, loaded.points.params[policy])
        assert isinstance(found, Suggestion)
        button.click()
        now = loaded.tuner.evaluation
        assert now is not None
        assert now.threshold == found.threshold
        assert button.isChecked()
        rejected, escapes = found.evaluation.false_rejects, found.evaluation.escapes
        assert rejected is not None
        assert escapes is not None
        assert button.detail == f"{rejected.count} rejected · {escapes.count} pass"
        check_linked(loaded)
    loaded.tuner.step(1)
    assert not any(button.isChecked() for button in loaded.points.buttons.values())


def test_the_cost_slider_moves_a_chosen_least_cost(qtbot: QtBot, loaded: ThresholdPage) -> None:
    loaded.points.buttons["min_cost"].click()
    loaded.points.cost.setValue(loaded.points.cost.maximum())

    def follows() -> bool:
        chosen = loaded.tuner.suggestion
        return chosen is not None and dict(chosen.choice.params) == {"escape_cost": 10_000.0}

    qtbot.waitUntil(follows, timeout=WAIT_MS)
    assert "10000" in loaded.points.cost_words.text()


def test_a_typed_threshold_counts_and_a_left_field_moves_nothing(loaded: ThresholdPage) -> None:
    loaded.tuner.step(-2)
    before = loaded.tuner.evaluation
    loaded.figures.threshold.setFocus()
    loaded.figures.threshold.editingFinished.emit()
    assert loaded.tuner.evaluation == before
    loaded.figures.threshold.setText("5.25")
    loaded.figures.threshold.editingFinished.emit()
    now = loaded.tuner.evaluation
    assert now is not None
    assert now.threshold == 5.25
    check_linked(loaded)


def test_nearest_pictures_follow_with_their_heatmaps_and_open_large(qtbot: QtBot, loaded: ThresholdPage) -> None:
    study = loaded.tuner.study
    assert study is not None
    loaded.points.buttons["zero_escape"].click()
    now = loaded.tuner.evaluation
    assert now is not None
    below, above = study.near(now.threshold)
    assert loaded.curves.nearest.shown == (*below[::-1], *above)
    thumbs = [
        thumb for thumb in (*loaded.curves.nearest.below, *loaded.curves.nearest.above) if thumb.picture is not None
    ]
    qtbot.waitUntil(lambda: all(thumb.image is not None for thumb in thumbs), timeout=WAIT_MS)
    loaded.curves.nearest.above[0].click()
    assert loaded.large.isVisible()
    qtbot.waitUntil(lambda: loaded.large.view.picture is not None, timeout=WAIT_MS)
    shown = loaded.large.view.picture
    assert shown is not None
    assert shown.heat, "a defect at the threshold shows where it is"
    QTest.keyClick(loaded.large, Qt.Key.Key_Escape)
    assert not loaded.large.isVisible()


def record(made: Taught, count: int) -> None:
    now = datetime.now(UTC)
    for number in range(count):
        score = float(number % 10)
        verdict = Verdict.NOK if score >= made.recipe.threshold else Verdict.OK
        reason = Reason.ABOVE_THRESHOLD if verdict is Verdict.NOK else Reason.BELOW_THRESHOLD
        made.station.records.commit_inspection(
            Inspection(
                f"i{number}",
                f"t{number}",
                "button",
                f"SN{number}",
                number,
                now - timedelta(hours=number),
                verdict,
                reason,
                score=score,
                threshold=made.recipe.threshold,
                recipe=made.recipe.ref,
                model=made.recipe.model.ref,
            )
        )


def test_what_if_tells_by_day_what_recorded_parts_would_have_got(
    qtbot: QtBot, made: Taught, loaded: ThresholdPage
) -> None:
    record(made, 30)
    loaded.tuner.set_threshold(5.0)
    loaded.tabs.setCurrentIndex(1)
    panel = loaded.what_if
    qtbot.waitUntil(lambda: panel.found is not None, timeout=WAIT_MS)
    assert panel.summary.text.startswith("Recorded parts: 30. Another verdict would be given to 9.")
    assert "NOK: 6 → 15" in panel.summary.text
    assert panel.table.rowCount() == len(panel.bars.days) > 0
    loaded.tuner.set_threshold(9.5)
    qtbot.waitUntil(lambda: panel.found is not None and panel.found.threshold == 9.5, timeout=WAIT_MS)
    assert "NOK: 6 → 0" in panel.summary.text
    panel.list_button.click()
    qtbot.waitUntil(lambda: panel.parts.rowCount() == 6, timeout=WAIT_MS)
    assert {panel.parts.item(row, 4).text() for row in range(6)} == {"OK"}


def confirm(page: ThresholdPage, why: str) -> None:
    """Give the reason that the page asks for."""
    assert page.question.open is not None
    assert not page.question.confirm_button.isEnabled(), "a reason is needed"
    page.question.reason.setText(why)
    page.question.confirm_button.click()


def inspect(qtbot: QtBot, session: WindowSession) -> Inspection:
    operate = session.window.operate
    before = operate.strip.views[0] if operate.strip.views else None
    session.commands.trigger()
    qtbot.waitUntil(lambda: bool(operate.strip.views) and operate.strip.views[0] is not before, timeout=WAIT_MS)
    return operate.strip.views[0].inspection


def test_an_applied_threshold_changes_the_next_verdict_and_can_be_rolled_back(
    qtbot: QtBot, made: Taught, session: WindowSession, loaded: ThresholdPage
) -> None:
    station = made.station
    session.commands.start()
    qtbot.waitUntil(lambda: station.status().state is StationState.READY, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: "start" not in session.commands.busy, timeout=WAIT_MS)
    first = inspect(qtbot, session)
    assert first.verdict is Verdict.OK
    assert first.score is not None
    assert not loaded.apply_button.isEnabled()
    plots(loaded)[0].threshold.setValue(first.score - 0.25)
    assert loaded.unsaved() is not None
    before = loaded.tuner.study
    loaded.apply_button.click()
    confirm(loaded, "spots got through")
    qtbot.waitUntil(lambda: loaded.tuner.study is not before and not loaded.loading, timeout=WAIT_MS)
    assert loaded.unsaved() is None
    assert "version 2 is in force" in loaded.banner.message.text
    second = inspect(qtbot, session)
    assert second.verdict is Verdict.NOK
    assert second.recipe is not None
    assert second.recipe.version == 2
    [row] = [one for one in station.records.audit.entries() if one.action == Act.THRESHOLD_CHANGED]
    assert (row.who, row.why) == ("anna", "spots got through")
    assert row.before is not None
    assert row.after is not None
    assert (row.before["threshold"], row.after["threshold"]) == (8.0, first.score - 0.25)

    qtbot.waitUntil(lambda: loaded.history.table.rowCount() == 2, timeout=WAIT_MS)
    loaded.tabs.setCurrentIndex(2)
    loaded.history.table.selectRow(0)
    assert not loaded.history.back_button.isEnabled(), "it is in force"
    loaded.history.table.selectRow(1)
    before = loaded.tuner.study
    loaded.history.back_button.click()
    confirm(loaded, "too strict")
    qtbot.waitUntil(lambda: loaded.tuner.study is not before and not loaded.loading, timeout=WAIT_MS)
    third = inspect(qtbot, session)
    assert third.verdict is Verdict.OK
    assert third.recipe is not None
    assert (third.recipe.version, third.threshold) == (3, 8.0)


def test_what_was_asked_is_applied_wherever_the_tuner_stands_by_then(
    qtbot: QtBot, made: Taught, loaded: ThresholdPage
) -> None:
    loaded.tuner.set_threshold(9.0)
    loaded.apply_button.click()
    loaded.tuner.set_threshold(90.0)  # such as by an answer that comes late
    before = loaded.tuner.study
    confirm(loaded, "less strict")
    qtbot.waitUntil(lambda: loaded.tuner.study is not before and not loaded.loading, timeout=WAIT_MS)
    assert made.station.records.recipe("plate").threshold == 9.0


def test_a_model_that_was_swapped_meanwhile_is_told_and_nothing_is_changed(
    qtbot: QtBot, made: Taught, loaded: ThresholdPage
) -> None:
    newer = recipe_of(teach(made.station.config, made.folder), version=2)
    made.station.records.add_recipe(newer)
    made.station.activate("plate", 2, who="bert", why="new lamp")
    loaded.tuner.step(-1)
    loaded.apply_button.click()
    confirm(loaded, "stricter")
    qtbot.waitUntil(loaded.banner.isVisible, timeout=WAIT_MS)
    assert "with another model by bert" in loaded.banner.message.text
    assert loaded.banner.level is Level.WARNING
    assert len(made.station.records.versions("plate")) == 2


def test_everything_that_takes_input_has_a_name(loaded: ThresholdPage) -> None:
    nameless = [
        widget
        for widget in loaded.findChildren(QWidget)
        if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus
        and widget.isVisibleTo(loaded)
        and isinstance(widget, (QAbstractButton, QComboBox, QLineEdit, QAbstractSlider, QAbstractSpinBox, ScorePlot))
        and not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
        and not isinstance(widget.parent(), QAbstractSpinBox)
        and not isinstance(widget, (QScrollBar, Thumbnail))
    ]
    assert nameless == []


def test_leaving_the_page_gives_the_detector_back(
    qtbot: QtBot, session: WindowSession, made: Taught, loaded: ThresholdPage
) -> None:
    looks: Any = made.station.tuning._looks
    qtbot.waitUntil(lambda: looks._setup is not None, timeout=WAIT_MS)
    session.window.open_page("operate")
    qtbot.waitUntil(lambda: looks._setup is None and session.tasks.running == 0, timeout=WAIT_MS)
    session.window.open_page("threshold")
    qtbot.waitUntil(lambda: looks._setup is not None, timeout=WAIT_MS)


def test_a_newer_version_that_is_not_in_force_can_be_tuned_and_stays_out_of_force(
    qtbot: QtBot, made: Taught, loaded: ThresholdPage, session: WindowSession
) -> None:
    newer = recipe_of(teach(made.station.config, made.folder), version=2)
    made.station.records.add_recipe(newer)
    session.window.open_page("operate")
    session.window.open_page("threshold")
    qtbot.waitUntil(lambda: loaded.recipe.count() == 2, timeout=WAIT_MS)
    assert [loaded.recipe.itemText(index) for index in range(2)] == ["plate 1, in force", "plate 2"]
    loaded.recipe.setCurrentIndex(1)
    loaded.recipe.activated.emit(1)

    def shows(version: int) -> bool:
        study = loaded.tuner.study
        return study is not None and study.recipe.version == version and not loaded.loading

    qtbot.waitUntil(lambda: shows(2), timeout=WAIT_MS)
    loaded.tuner.set_threshold(4.0)
    loaded.apply_button.click()
    confirm(loaded, "stricter")
    qtbot.waitUntil(lambda: shows(3), timeout=WAIT_MS)
    assert "is stored. It is not in force." in loaded.banner.message.text
    assert made.station.records.active() == made.recipe
    qtbot.waitUntil(lambda: loaded.recipe.currentText() == "plate 3", timeout=WAIT_MS)


def test_the_question_says_how_many_go_to_review_where_there_is_a_band(loaded: ThresholdPage) -> None:
    loaded.tuner.set_threshold(6.0)
    loaded.apply_button.click()
    assert "to review" not in loaded._ask.text.text()
    loaded._ask.withdraw()
    loaded.tuner.set_review_from(2.0)
    now = loaded.tuner.evaluation
    assert now is not None
    loaded.apply_button.click()
    assert f"{now.review.count} of {now.review.total} to review" in loaded._ask.text.text()
    loaded._ask.withdraw()
    loaded.tuner.reset()


def test_a_band_is_pushed_down_by_the_threshold_and_never_above_it(loaded: ThresholdPage) -> None:
    study = loaded.tuner.study
    assert study is not None
    loaded.tuner.set_threshold(6.0)
    loaded.tuner.set_review_from(7.0)
    now = loaded.tuner.evaluation
    assert now is not None
    assert now.review_from == study.step(6.0, -1)
    loaded.tuner.set_threshold(1.0)
    now = loaded.tuner.evaluation
    assert now is not None
    assert now.review_from is None or now.review_from < 1.0
    loaded.tuner.reset()
    assert not loaded.tuner.changed


def test_who_may_not_change_thresholds_cannot_apply(session: WindowSession, loaded: ThresholdPage) -> None:
    loaded.tuner.step(-1)
    assert loaded.apply_button.isEnabled()
    session.desk.sign_in(OPERATOR)
    assert not loaded.apply_button.isEnabled()
    assert session.window.current == "operate"


class TestGoodOnly:
    @pytest.fixture
    def defects(self) -> int:
        return 0

    def test_the_escape_rate_is_unknown_and_there_are_no_curves(self, loaded: ThresholdPage) -> None:
        _, roc, precision = plots(loaded)
        assert not roc.isVisible()
        assert not precision.isVisible()
        assert not loaded.figures.full.isVisible()
        assert "escape rate is unknown" in loaded.curves.good_only.text
        assert loaded.figures.escapes.text() == "Escape rate unknown: no defect was scored"
        assert not loaded.points.buttons["zero_escape"].isEnabled()
        loaded.points.buttons["good_only"].click()
        assert loaded.figures.rejected.text().startswith("0 of 12 good would be rejected: at most 23 % (95 %)")


class TestWithoutPictures:
    @pytest.fixture
    def made(self, tmp_path: Path) -> Iterator[Taught]:
        one = taught_station(tmp_path, good=0, defects=0)
        yield one
        one.station.close()

    def test_the_page_says_what_is_missing_and_how_to_get_it(
        self, qtbot: QtBot, made: Taught, page: ThresholdPage
    ) -> None:
        qtbot.waitUntil(page.banner.isVisible, timeout=WAIT_MS)
        assert "no pictures" in page.banner.message.text
        assert page.banner.hint.text
        assert page.tuner.study is None
        assert not page.apply_button.isEnabled()
        label(made.station, write_set(made.folder, "good", [100, 101], [0, 0]), ImageLabel.GOOD)
        page.load_button.click()
        qtbot.waitUntil(lambda: page.tuner.study is not None, timeout=WAIT_MS)


def test_a_recipe_without_its_model_is_told(qtbot: QtBot, made: Taught, page: ThresholdPage) -> None:
    qtbot.waitUntil(lambda: page.tuner.study is not None, timeout=WAIT_MS)
    (made.config.models_dir / "plate" / "0001").rename(made.folder / "elsewhere")
    page.load_button.click()
    qtbot.waitUntil(page.banner.isVisible, timeout=WAIT_MS)
    assert "there is no such model" in page.banner.message.text
    assert page.tuner.study is None
