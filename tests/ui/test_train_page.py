"""Teaching in the window, on a whole station: simulated camera, real detector, processes, database and files."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from camera.fake import FakeCamera, FakeOptions
from station.accounts import Session, command_line
from station.assignments import Assignment
from station.audit import AuditQuery
from station.images import sha256_file, write_image
from station.presets import Preset
from station.queries import ImageLabel, InspectionQuery, LabelledImage, Said
from station.recipe import ImageSpec
from station.region import Rectangle, Region
from station.services import Station
from station.types import StationState, Verdict
from tests.station.built_rig import built, make_config
from tests.ui.clipping import clipped
from ui.app import WindowSession
from ui.pages.capture import CapturePage
from ui.pages.masks import MasksPage
from ui.pages.train import TrainPage

pytestmark = pytest.mark.timeout(300)  # trainings start interpreters

WAIT_MS = 120_000
SIZE = 64
FAINT, GROSS = 118, 250
SIMPLENET = {"input_size": "64, 64", "layers": "1, 2", "hidden": "32", "meta_epochs": "3", "steps_min": "2",
             "rows_per_step": "128", "stop": "last"}  # fmt: skip


def picture(number: int, level: int = 0) -> np.ndarray[Any, Any]:
    image = np.random.default_rng(number).integers(95, 105, size=(SIZE, SIZE)).astype(np.uint8)
    if level:
        image[40:56, 8:24] = level
    image.setflags(write=False)
    return image


def add(station: Station, folder: Path, pictures: list[np.ndarray[Any, Any]], label: ImageLabel) -> None:
    rows = []
    for number, one in enumerate(pictures):
        path = folder / f"{number:03d}.png"
        write_image(path, one)
        at = datetime(2026, 1, 1, tzinfo=UTC)
        rows.append(LabelledImage("cell", str(path), sha256_file(path), label, SIZE, SIZE, 1, "uint8", at))
    station.records.add_images(rows, who="ada")


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    """Its camera shows parts with a faint defect. The data set has good parts and gross defects."""
    camera = FakeCamera(
        FakeOptions(width=SIZE, height=SIZE, ready_ms=60_000), picture=lambda n: picture(9000 + n, FAINT)
    )
    with built(make_config(tmp_path, side=SIZE, station={"name": "Line 7"}), camera) as made:
        add(made, tmp_path / "sets" / "good", [picture(n) for n in range(12)], ImageLabel.GOOD)
        add(made, tmp_path / "sets" / "bad", [picture(500 + n, GROSS) for n in range(4)], ImageLabel.DEFECT)
        yield made


@pytest.fixture
def signed_in() -> Session:
    return command_line("ada")


@pytest.fixture
def page(qtbot: QtBot, session: WindowSession) -> TrainPage:
    """The page with the data set read, and a quick method chosen."""
    assert session.window.open_page("train")
    found = session.window.page("train")
    assert isinstance(found, TrainPage)
    wait(qtbot, lambda: found.choices.view is not None and found.choices.cost.text() != "")
    return found


def wait(qtbot: QtBot, condition: Callable[[], bool]) -> None:
    qtbot.waitUntil(condition, timeout=WAIT_MS)


def choose(qtbot: QtBot, page: TrainPage, detector: str, options: dict[str, str]) -> None:
    wait(qtbot, lambda: page.options.detector.findData(detector) >= 0)
    page.options.detector.setCurrentIndex(page.options.detector.findData(detector))
    page.choices.expert.click()
    for name, value in options.items():
        widget: Any = page.options.inputs[name]
        if hasattr(widget, "setCurrentText"):
            widget.setCurrentText(value)
        else:
            widget.setText(value)
            widget.textEdited.emit(value)
    assert page.options.problem.text() == ""
    wait(qtbot, lambda: page.choices.assignment() is not None)


def teach(qtbot: QtBot, page: TrainPage, version: int) -> None:
    wait(qtbot, page.choices.teach_button.isEnabled)
    page.choices.teach_button.click()
    wait(qtbot, lambda: page.result.examination is not None and page.result.examination.recipe.version == version)
    wait(qtbot, lambda: page.result.version == version and page.result.promote_button.isEnabled())


def put_in_force(qtbot: QtBot, page: TrainPage, why: str) -> None:
    page.result.promote_button.click()
    assert not page.question.confirm_button.isEnabled()  # no reason yet
    page.question.reason.setText(why)
    page.question.confirm_button.click()
    wait(
        qtbot,
        lambda: "is in force" in page.banner.message.text and page.result.versions.currentText().endswith("force"),
    )


def next_verdict(qtbot: QtBot, session: WindowSession) -> Verdict:
    strip = session.window.operate.strip
    before = strip.views[0] if strip.views else None
    session.commands.trigger()
    wait(qtbot, lambda: bool(strip.views) and strip.views[0] is not before)
    return strip.views[0].inspection.verdict


def test_a_taught_version_is_looked_at_put_in_force_and_changes_the_verdict_of_the_next_part(
    qtbot: QtBot, session: WindowSession, page: TrainPage, station: Station, tmp_path: Path
) -> None:
    choose(qtbot, page, "fake", {"cells": "16"})
    page.choices.note.setText("first model")
    teach(qtbot, page, 1)
    assert page.tabs.currentWidget() is page.result
    assert page.result.escapes.value.text() == "0 of 4"
    assert page.result.escapes.worth.text() == "at most 53 % (95 %)"
    assert page.result.pixel.isHidden()  # nothing is painted
    assert len(page.result.best_hidden.tiles) == 4
    assert station.records.active() is None
    put_in_force(qtbot, page, "first one")
    session.commands.start()
    wait(qtbot, lambda: station.status().state is StationState.READY)
    assert next_verdict(qtbot, session) is Verdict.NOK

    # what it rejects is good: the print on the parts was changed
    add(station, tmp_path / "sets" / "print", [picture(800 + n, FAINT) for n in range(12)], ImageLabel.GOOD)
    page.entered()
    wait(qtbot, page.choices.extend.isVisible)
    assert "12 good pictures" in page.choices.extend.text()
    page.choices.extend.click()
    page.choices.note.setText("new print")
    teach(qtbot, page, 2)
    assert station.status().state is StationState.READY  # the line went on
    assert next_verdict(qtbot, session) is Verdict.NOK  # with what is in force
    put_in_force(qtbot, page, "knows the print")
    assert next_verdict(qtbot, session) is Verdict.OK
    newest = station.records.inspections(limit=1).items[0]
    assert newest.recipe == station.records.recipe("cell", 2).ref

    assert page.result.back_button.isEnabled()
    page.result.back_button.click()
    page.question.reason.setText("too strict")
    page.question.confirm_button.click()
    wait(qtbot, lambda: "version 1 is in force" in page.banner.message.text)
    assert next_verdict(qtbot, session) is Verdict.NOK
    assert station.records.inspections(limit=1).items[0].recipe == station.records.recipe("cell", 1).ref
    rows = station.records.audit.entries(AuditQuery(action="recipe"))
    assert [(row.action, row.why) for row in rows] == [
        ("recipe.rolled_back", "too strict"),
        ("recipe.activated", "knows the print"),
        ("recipe.taught", "new print"),
        ("recipe.activated", "first one"),
        ("recipe.taught", "first model"),
    ]
    assert {row.who for row in rows} == {"ada"}


def test_curves_grow_while_a_training_runs_and_survive_a_change_of_pages(
    qtbot: QtBot, session: WindowSession, page: TrainPage
) -> None:
    choose(qtbot, page, "simplenet", SIMPLENET)
    wait(qtbot, page.choices.teach_button.isEnabled)
    page.choices.teach_button.click()
    assert page.course.progress.job is not None
    assert not page.choices.teach_button.isEnabled()
    session.window.open_page("operate")
    assert page.unsaved() is not None
    wait(qtbot, lambda: page.course.plots.points == 3)
    session.window.open_page("train")
    wait(qtbot, lambda: page.result.examination is not None)
    assert page.course.plots.told_apart.points(1)  # the AUROC of the watched pictures
    assert "to learn from" in page.course.log.toPlainText()
    assert page.result.curve.points == 3
    assert page.unsaved() is None


def test_a_killed_training_process_is_told_and_leaves_nothing(qtbot: QtBot, page: TrainPage, station: Station) -> None:
    choose(qtbot, page, "simplenet", {**SIMPLENET, "meta_epochs": "5000"})
    wait(qtbot, page.choices.teach_button.isEnabled)
    page.choices.teach_button.click()
    wait(qtbot, lambda: page.course.plots.points > 0)
    (child,) = multiprocessing.active_children()
    assert child.pid is not None
    os.kill(child.pid, signal.SIGKILL)
    wait(qtbot, lambda: not page.banner.isHidden())
    assert "ended by SIGKILL" in page.banner.message.text
    assert "the active recipe is unchanged" in page.banner.hint.text
    wait(qtbot, page.choices.teach_button.isEnabled)
    assert station.records.recipes() == []
    assert list(station.config.models_dir.glob("*/[0-9]*")) == []


def test_a_training_is_cancelled_with_its_button(qtbot: QtBot, page: TrainPage, station: Station) -> None:
    choose(qtbot, page, "simplenet", {**SIMPLENET, "meta_epochs": "5000"})
    wait(qtbot, page.choices.teach_button.isEnabled)
    page.choices.teach_button.click()
    wait(qtbot, lambda: page.course.plots.points > 0)
    page.course.progress.cancel_button.click()
    wait(qtbot, lambda: page.course.progress.job is None and not page.banner.isHidden())
    assert "cancelled" in page.banner.message.text
    assert station.records.recipes() == []
    assert multiprocessing.active_children() == []


def test_two_versions_are_compared_and_the_changed_verdicts_shown(
    qtbot: QtBot, page: TrainPage, station: Station, tmp_path: Path
) -> None:
    choose(qtbot, page, "fake", {"cells": "16", "worst": "cell"})
    teach(qtbot, page, 1)
    add(station, tmp_path / "sets" / "faint", [picture(700 + n, FAINT) for n in range(3)], ImageLabel.DEFECT)
    choose(qtbot, page, "fake", {"cells": "2", "worst": "mean"})
    teach(qtbot, page, 2)
    page.result.compare_button.click()
    assert page.tabs.currentWidget() is page.comparison
    wait(qtbot, page.comparison.button.isEnabled)
    page.comparison.button.click()
    wait(qtbot, lambda: page.comparison.compared is not None)
    done = page.comparison.compared
    assert done is not None
    assert (done.old_recipe.version, done.new_recipe.version) == (1, 2)
    assert f"{len(done.record.changed)} verdict" in page.comparison.headline.text()
    wait(qtbot, lambda: len(page.comparison.changed.tiles) == len(done.record.changed))
    page.window().resize(1024, 700)
    wait(qtbot, lambda: clipped(page) == [])
    assert station.records.comparisons.of("cell")[0].id == done.record.id
    for tile in page.comparison.changed.tiles[:1]:
        tile.click()
        wait(qtbot, lambda: page.comparison.pages.currentWidget() is page.comparison.pages.large)
        assert all(view.picture is not None for view in page.comparison.pages.large.views)


def test_options_that_cannot_be_are_said_beside_the_form(qtbot: QtBot, page: TrainPage) -> None:
    choose(qtbot, page, "simplenet", {})
    line: Any = page.options.inputs["hidden"]
    for text, said in (("0", "from 1 to 8192"), ("many", "give a whole number from 1 to 8192")):
        line.setText(text)
        line.textEdited.emit(text)
        assert said in page.options.problem.text()
        assert page.choices.assignment() is None
        assert not page.choices.teach_button.isEnabled()
    line.setText("64")
    line.textEdited.emit("64")
    layers: Any = page.options.inputs["layers"]
    layers.setText("3, 1")  # only the detector knows what is wrong with that
    layers.textEdited.emit("3, 1")
    wait(qtbot, lambda: "finest first" in page.options.problem.text())
    assert page.choices.assignment() is None
    layers.setText("2, 3")
    layers.textEdited.emit("2, 3")
    wait(qtbot, lambda: page.choices.assignment() is not None)
    assert page.options.problem.isHidden()
    wanted = page.choices.assignment()
    assert wanted is not None
    assert (wanted.detector, wanted.options) == ("simplenet", {"hidden": 64})


def test_the_estimate_follows_the_choice(qtbot: QtBot, page: TrainPage) -> None:
    page.choices.cards[Preset.BALANCED].click()
    wait(qtbot, lambda: "PatchCore" in page.choices.detail.text())
    assert (
        "learns from 9 good pictures; held out for the threshold: 3; to count: 4 defects." in page.choices.detail.text()
    )
    assert page.choices.cost.text().startswith("About ")
    assert "a handful" in page.choices.cards[Preset.BALANCED].why
    assert "same as Balanced" in page.choices.cards[Preset.FAST].why
    choose(qtbot, page, "simplenet", SIMPLENET)
    wait(qtbot, lambda: "SimpleNet" in page.choices.detail.text())


def test_an_operator_does_not_get_to_the_page(qtbot: QtBot, session: WindowSession, page: TrainPage) -> None:
    session.desk.sign_out()
    assert session.window.current == "operate"
    assert not page.choices.teach_button.isEnabled()
    assert not session.window.open_page("train")


def test_the_page_says_what_of_the_pictures_counts_and_leads_to_drawing_it(
    qtbot: QtBot, session: WindowSession, page: TrainPage, station: Station
) -> None:
    assert page.choices.region.text() == "Region: the whole picture"
    region = Region(roi=Rectangle(x=4, y=8, width=40, height=32), ignore=(((6, 10), (12, 10), (12, 20)),))
    spec = ImageSpec(height=SIZE, width=SIZE, channels=1, dtype="uint8")
    station.regions.draw(command_line("ada"), "cell", region, spec)
    page.entered()
    wait(qtbot, lambda: page.choices.region.text() == "Region: 40 x 32 at 4, 8; ignored areas: 1")
    page.choices.region_button.click()
    assert session.window.current == "masks"
    masks = session.window.page("masks")
    assert isinstance(masks, MasksPage)
    assert masks.panel.region_mode
    wait(qtbot, lambda: masks.picker.name == "cell" and masks.region.region == region)
    masks.region.show(None)
    station.regions.file("cell").write_bytes(b"{")
    session.window.open_page("train")
    wait(qtbot, lambda: "Draw the region of this data set again" in page.choices.region.text())
    assert page.choices.counts.text().startswith("12 good")


def test_a_part_that_an_engineer_takes_from_the_feedback_is_in_the_data_set(
    qtbot: QtBot, session: WindowSession, page: TrainPage, station: Station
) -> None:
    ada = command_line("ada")
    assert page.choices.counts.text().startswith("12 good pictures, 4 defects")
    taught = station.teaching.lecture(ada, Assignment(data_set="cell", preset=Preset.FAST, detector="fake"))
    station.records.activate("cell", taught.taught.recipe.version, who="ada", why="first")
    session.commands.start()
    wait(qtbot, lambda: station.status().state is StationState.READY)
    next_verdict(qtbot, session)
    session.commands.stop()
    wait(qtbot, lambda: station.status().state is StationState.STOPPED)
    [inspected] = station.records.inspections(InspectionQuery(), limit=10).items
    station.judging.say(ada, inspected.id, Said.BAD, reason="a stain")
    [candidate] = station.candidates.open()
    station.candidates.take(ada, candidate.feedback.id, ImageLabel.DEFECT, defect="stain")
    page.entered()
    wait(qtbot, lambda: page.choices.counts.text().startswith("12 good pictures, 5 defects"))
    session.window.open_page("capture")
    capture = session.window.page("capture")
    assert isinstance(capture, CapturePage)
    wait(qtbot, lambda: capture.gallery.model.rowCount() == 17)
    capture.gallery.label_filter.setCurrentIndex(capture.gallery.label_filter.findData(ImageLabel.DEFECT))
    wait(qtbot, lambda: capture.gallery.kind_filter.findData("stain") > 0)
    capture.gallery.kind_filter.setCurrentIndex(capture.gallery.kind_filter.findData("stain"))
    wait(qtbot, lambda: capture.gallery.model.rowCount() == 1)
