"""The page of masks on a whole station: real pictures, a real database, a taught detector."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from detectors import create as create_detector
from detectors.fake import FakeDetector
from station import images
from station.accounts import Session, command_line
from station.app import build
from station.config import parse
from station.images import Image, read_image, write_image
from station.models import DatasetSnapshot, ModelStore
from station.permissions import Role
from station.queries import ImageLabel, LabelledImage
from station.recipe import ImageSpec, Recipe
from station.region import Rectangle, Region
from station.services import Station
from ui.app import WindowSession
from ui.mask_canvas import Tool
from ui.pages.masks import MasksPage

WAIT_MS = 60_000
SIDE = 128
SQUARE = (slice(40, 72), slice(56, 88))
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def good(n: int) -> Image:
    return np.random.default_rng(n).integers(90, 110, size=(SIDE, SIDE), dtype=np.uint8)


def defect(n: int) -> Image:
    image = good(100 + n)
    image[SQUARE] = 220
    return image


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    told = {
        "schema": 1,
        "station": {"name": "Line 7", "data_dir": str(tmp_path)},
        "camera": {"kind": "fake"},
        "line": {"min_free_mb": 0},
        "detector": {"name": "fake", "device": "cpu"},
    }
    config = parse(told, base=tmp_path, environ={})
    made = build(config)
    detector = FakeDetector()
    fitted = detector.fit([good(n) for n in range(6)], detector.parse_options({"cells": 16}))
    model = ModelStore(config.models_dir, create_detector).add("cell", fitted, DatasetSnapshot("cell", ()))
    made.records.add_recipe(
        Recipe(
            name="cell",
            version=1,
            image=ImageSpec(height=SIDE, width=SIDE, channels=1, dtype="uint8"),
            model=model,
            threshold=6.0,
            created_at=datetime(2026, 1, 1, tzinfo=UTC),
            created_by="test",
        )
    )
    for n in range(3):
        add(made, n, ImageLabel.DEFECT)
    try:
        yield made
    finally:
        made.close()


def add(station: Station, n: int, label: ImageLabel) -> int:
    path = station.config.datasets_dir / "cell" / "images" / f"part{n}.png"
    stored = write_image(path, defect(n))
    kind = "scratch" if label is ImageLabel.DEFECT else None
    one = LabelledImage(
        "cell", str(path), stored.sha256, label, SIDE, SIDE, 1, "uint8", datetime.now(UTC), kind
    )  # fmt: skip
    station.records.pictures.add([one], who="ada")
    return station.records.pictures.stored("cell")[-1].id


@pytest.fixture
def session(qapp: QApplication, qtbot: QtBot, station: Station) -> Iterator[WindowSession]:
    made = WindowSession(qapp, station)
    made.open()
    qtbot.waitExposed(made.window)
    made.desk.sign_in(command_line("ada"))
    yield made
    made.end()


@pytest.fixture
def page(qtbot: QtBot, session: WindowSession) -> MasksPage:
    session.window.open_page("masks")
    made = session.window.page("masks")
    assert isinstance(made, MasksPage)
    ready(qtbot, made, "part0.png")
    return made


def ready(qtbot: QtBot, page: MasksPage, name: str) -> None:
    """Wait until a picture is open and its proposal is shown."""
    qtbot.waitUntil(lambda: page.work is not None and page.work.name == name, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: page.canvas.preview is not None, timeout=WAIT_MS)


def mask(page: MasksPage) -> np.ndarray[Any, Any]:
    assert page.work is not None
    return page.work.document.pixels


def paint(page: MasksPage) -> None:
    """Draw a stroke through the middle of the defect."""
    a, b = (page.canvas.to_widget(QPointF(x, 56)).toPoint() for x in (60, 84))
    QTest.mousePress(page.canvas, LEFT, NONE, a)
    QTest.mouseMove(page.canvas, b)
    QTest.mouseRelease(page.canvas, LEFT, NONE, b)


def press(qtbot: QtBot, page: MasksPage, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    """Press a key while the canvas has the focus; shortcuts work only in the active window."""
    page.window().activateWindow()
    qtbot.waitUntil(page.window().isActiveWindow, timeout=WAIT_MS)
    page.canvas.setFocus()
    QTest.keyClick(page.canvas, key, modifier)


def save(qtbot: QtBot, page: MasksPage) -> None:
    page.save_button.click()
    qtbot.waitUntil(lambda: page.work is not None and page.work.opened.saved is not None, timeout=WAIT_MS)


def file(station: Station, n: int) -> Path:
    return station.config.datasets_dir / "cell" / "ground_truth" / f"part{n}_mask.png"


def overlap(one: np.ndarray[Any, Any]) -> float:
    truth = np.zeros((SIDE, SIDE), bool)
    truth[SQUARE] = True
    return float((truth & (one > 0)).sum() / (truth | (one > 0)).sum())


def test_a_mask_begun_from_the_heatmap_is_refined_saved_and_gives_pixel_metrics(
    qtbot: QtBot, station: Station, page: MasksPage
) -> None:
    assert page.canvas.picture is not None
    assert page.canvas.picture.heat
    page.panel.add_button.click()
    qtbot.waitUntil(lambda: bool(mask(page).any()), timeout=WAIT_MS)
    assert overlap(mask(page)) > 0.3
    qtbot.waitUntil(page.panel.refine_button.isEnabled, timeout=WAIT_MS)
    before = mask(page).copy()
    page.panel.refine_button.click()
    qtbot.waitUntil(lambda: bool((mask(page) != before).any()), timeout=WAIT_MS)
    assert overlap(mask(page)) > 0.9
    assert page.unsaved() == "the mask of part0.png"
    qtbot.waitUntil(page.save_button.isEnabled, timeout=WAIT_MS)
    save(qtbot, page)
    assert page.unsaved() is None
    assert (read_image(file(station, 0)) == mask(page)).all()
    (row,) = station.records.pictures.masks_of("cell").values()
    assert row.who == "ada"
    assert row.proposed_by is not None
    assert row.proposed_by.name == "cell"
    page.panel.measure_button.click()
    qtbot.waitUntil(lambda: "Pixel AUROC" in page.panel.figures.text(), timeout=WAIT_MS)
    assert "painted defects 1, good pictures 0" in page.panel.figures.text()
    assert "Defects without a mask: 2" in page.panel.figures.text()


def test_without_masks_there_are_words_and_no_figures(qtbot: QtBot, page: MasksPage) -> None:
    page.panel.measure_button.click()
    qtbot.waitUntil(lambda: "No defect has a mask" in page.panel.figures.text(), timeout=WAIT_MS)
    assert "AUROC" not in page.panel.figures.text()


def test_the_level_slider_changes_what_is_proposed_and_what_is_coloured(qtbot: QtBot, page: MasksPage) -> None:
    preview = page.canvas.preview
    assert preview is not None
    page.panel.level.setValue(100)
    qtbot.waitUntil(
        lambda: page.canvas.preview is not None and (page.canvas.preview > 0).sum() > (preview > 0).sum(),
        timeout=WAIT_MS,
    )
    assert not mask(page).any()


def test_a_stroke_is_undone_redone_and_saved_by_keys(qtbot: QtBot, station: Station, page: MasksPage) -> None:
    paint(page)
    assert mask(page)[56, 60:84].all()
    press(qtbot, page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not mask(page).any()
    press(qtbot, page, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert mask(page)[56, 60:84].all()
    press(qtbot, page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(file(station, 0).exists, timeout=WAIT_MS)
    width = page.panel.size_label.text
    assert width().startswith("Width 24 pixels")
    press(qtbot, page, Qt.Key.Key_BracketRight)
    assert width().startswith("Width 32 pixels")
    press(qtbot, page, Qt.Key.Key_BracketLeft)
    assert width().startswith("Width 24 pixels")
    press(qtbot, page, Qt.Key.Key_E)
    assert page.canvas.tool is Tool.ERASER


def test_flood_takes_the_defect_and_nothing_else(qtbot: QtBot, page: MasksPage) -> None:
    page.panel.tools[Tool.FLOOD].click()
    page.panel.tolerance.setValue(20)
    QTest.mouseClick(page.canvas, LEFT, NONE, page.canvas.to_widget(QPointF(70, 50)).toPoint())
    qtbot.waitUntil(lambda: bool(mask(page).any()), timeout=WAIT_MS)
    assert overlap(mask(page)) == 1.0


def test_holes_are_filled(qtbot: QtBot, page: MasksPage) -> None:
    assert page.work is not None
    page.work.document.polygon([(20, 20), (80, 20), (80, 80), (20, 80)])
    page.work.document.polygon([(40, 40), (60, 40), (60, 60), (40, 60)], erase=True)
    page.panel.holes_button.click()
    qtbot.waitUntil(lambda: bool(mask(page)[20:81, 20:81].all()), timeout=WAIT_MS)


def test_the_next_picture_keeps_what_was_painted_as_a_draft_and_offers_it_again(
    qtbot: QtBot, station: Station, page: MasksPage
) -> None:
    paint(page)
    painted = mask(page).copy()
    press(qtbot, page, Qt.Key.Key_PageDown)
    ready(qtbot, page, "part1.png")
    assert not mask(page).any()
    qtbot.waitUntil(lambda: file(station, 0).with_name(".part0_mask.png.draft").exists(), timeout=WAIT_MS)
    assert not file(station, 0).exists()
    page.picker.before_button.click()
    qtbot.waitUntil(lambda: page._ask.open is not None, timeout=WAIT_MS)
    page._ask.confirm_button.click()
    assert (mask(page) == painted).all()
    assert page.unsaved() == "the mask of part0.png"
    save(qtbot, page)
    assert not file(station, 0).with_name(".part0_mask.png.draft").exists()


def test_a_full_disk_is_told_and_the_mask_stays_on_the_canvas(
    qtbot: QtBot, station: Station, page: MasksPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    paint(page)
    painted = mask(page).copy()
    with monkeypatch.context() as patched:
        patched.setattr(images.os, "fsync", full)
        page.save_button.click()
        qtbot.waitUntil(page.banner.isVisible, timeout=WAIT_MS)
        qtbot.waitUntil(page.save_button.isEnabled, timeout=WAIT_MS)
    assert "the disk is full" in page.banner.message.text
    assert (mask(page) == painted).all()
    assert page.unsaved() is not None
    assert not file(station, 0).exists()
    save(qtbot, page)
    assert (read_image(file(station, 0)) == painted).all()


def test_a_picture_that_is_no_defect_becomes_one_only_after_a_question(
    qtbot: QtBot, station: Station, page: MasksPage
) -> None:
    number = add(station, 7, ImageLabel.UNSURE)
    page.open_picture("cell", number)
    ready(qtbot, page, "part7.png")
    paint(page)
    page.save_button.click()
    assert page._ask.open is not None
    page._ask.cancel_button.click()
    assert station.records.pictures.masks_of("cell") == {}
    page.save_button.click()
    page._ask.confirm_button.click()
    qtbot.waitUntil(lambda: number in station.records.pictures.masks_of("cell"), timeout=WAIT_MS)
    assert station.records.pictures.stored("cell")[-1].image.label is ImageLabel.DEFECT
    qtbot.waitUntil(lambda: "labelled as a defect now" in page.banner.message.text, timeout=WAIT_MS)


def test_a_mask_is_cleared_after_a_question(qtbot: QtBot, station: Station, page: MasksPage) -> None:
    paint(page)
    save(qtbot, page)
    page.clear_button.click()
    page._ask.confirm_button.click()
    qtbot.waitUntil(lambda: not file(station, 0).exists(), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not mask(page).any(), timeout=WAIT_MS)
    assert page.unsaved() is None


def test_the_region_is_drawn_kept_and_shown_again(qtbot: QtBot, station: Station, page: MasksPage) -> None:
    page.panel.region_button.click()
    qtbot.waitUntil(lambda: page.canvas.tool is Tool.LOOK_AT, timeout=WAIT_MS)
    a, b = (page.canvas.to_widget(QPointF(at + 0.5, at + 0.5)).toPoint() for at in (10, 99))
    QTest.mousePress(page.canvas, LEFT, NONE, a)
    QTest.mouseMove(page.canvas, b - QPoint(9, 9))
    QTest.mouseRelease(page.canvas, LEFT, NONE, b)
    page.panel.tools[Tool.IGNORE].click()
    page.canvas.polygon_drawn.emit(((20, 20), (40, 20), (40, 40)))
    assert page.unsaved() == "the region of cell"
    page.save_button.click()
    qtbot.waitUntil(lambda: station.regions.drawn("cell") is not None, timeout=WAIT_MS)
    wanted = Region(roi=Rectangle(x=10, y=10, width=90, height=90), ignore=(((20, 20), (40, 20), (40, 40)),))
    assert station.regions.drawn("cell") == wanted
    qtbot.waitUntil(lambda: page.unsaved() is None, timeout=WAIT_MS)
    assert not mask(page).any()
    page.panel.whole_button.click()
    page.save_button.click()
    qtbot.waitUntil(lambda: station.regions.drawn("cell") is None, timeout=WAIT_MS)


def test_an_operator_looks_and_paints_nothing(qtbot: QtBot, session: WindowSession, page: MasksPage) -> None:
    session.desk.sign_in(Session("oskar", Role.OPERATOR, datetime.now(UTC)))
    assert session.window.current == "operate"
    paint(page)
    assert not mask(page).any()
    assert not page.save_button.isEnabled()


def test_a_set_without_a_model_is_painted_by_hand(qtbot: QtBot, station: Station, page: MasksPage) -> None:
    path = station.config.datasets_dir / "other" / "images" / "a.png"
    stored = write_image(path, np.full((50, 60), 90, np.uint8))
    one = LabelledImage("other", str(path), stored.sha256, ImageLabel.DEFECT, 60, 50, 1, "uint8", datetime.now(UTC))
    station.records.pictures.add([one], who="ada")
    page.open_picture("other", station.records.pictures.stored("other")[0].id)
    qtbot.waitUntil(lambda: page.work is not None and page.work.recipe == "other", timeout=WAIT_MS)
    qtbot.waitUntil(lambda: "no model" in page.panel.level_label.text(), timeout=WAIT_MS)
    assert not page.panel.add_button.isEnabled()
    assert page.work is not None
    page.work.document.polygon([(5, 5), (30, 5), (30, 30)])
    page.canvas.painted.emit()
    assert page.save_button.isEnabled()


def test_closing_the_window_keeps_what_is_painted(
    qtbot: QtBot, station: Station, session: WindowSession, page: MasksPage
) -> None:
    paint(page)
    painted = mask(page).copy()
    number = page.work.id if page.work is not None else 0
    session.end()
    draft = station.masks.open("cell", number).draft
    assert draft is not None
    assert (draft.pixels == painted).all()
