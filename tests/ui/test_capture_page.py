"""The capture page on a whole station: simulated camera, real database and files, no recipe."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from camera.api import CameraLost, CameraSettings
from camera.fake import FakeCamera
from camera.fake_script import Deliver, Step, Unplug
from station.accounts import Session
from station.apart import run_here
from station.capture_words import Source
from station.datasets import Shot
from station.hints import Hinting
from station.images import write_image
from station.permissions import Role
from station.queries import ImageLabel
from station.services import Station
from tests.station.built_rig import built, make_config
from tests.station.plan_rig import ENGINEER, QUICK, make_camera, picture
from ui.app import WindowSession
from ui.gallery_model import Order
from ui.pages.capture import CapturePage

WAIT_MS = 60_000
GOOD, DEFECT, UNSURE, IGNORE = ImageLabel.GOOD, ImageLabel.DEFECT, ImageLabel.UNSURE, ImageLabel.IGNORE


@pytest.fixture
def script() -> list[Step]:
    return []


@pytest.fixture
def camera(script: list[Step]) -> FakeCamera:
    return make_camera(script)


@pytest.fixture
def station(tmp_path: Path, camera: FakeCamera) -> Iterator[Station]:
    with built(make_config(tmp_path, line=QUICK), camera) as made:
        yield made


@pytest.fixture
def fill(station: Station) -> Callable[..., None]:
    def put(numbers: range, label: ImageLabel = GOOD, defect: str | None = None) -> None:
        shots = [Shot(picture(1000 + n), datetime.now(UTC)) for n in numbers]
        station.datasets.add(ENGINEER, "gear", shots, label, defect=defect)

    return put


def sign_in(session: WindowSession) -> None:
    session.desk.sign_in(Session("Ada", Role.ENGINEER, datetime.now(UTC)))


def open_page(qtbot: QtBot, session: WindowSession, name: str = "", pictures: int = 0) -> CapturePage:
    session.window.open_page("capture")
    page = session.window.page("capture")
    assert isinstance(page, CapturePage)
    if name and name != page.name:
        page.open_set(name)
    qtbot.waitUntil(lambda: page.gallery.model.rowCount() == pictures, timeout=WAIT_MS)
    return page


def gallery_of(qtbot: QtBot, session: WindowSession, pictures: int) -> CapturePage:
    page = open_page(qtbot, session, "gear", pictures)
    page.gallery_button.click()
    return page


def choose(page: CapturePage, *rows: int) -> None:
    gallery, model = page.gallery.gallery, page.gallery.model
    gallery.setCurrentIndex(model.index(rows[0]))
    for row in rows[1:]:
        gallery.selectionModel().select(model.index(row), QItemSelectionModel.SelectionFlag.Select)


def labels(station: Station) -> list[str]:
    return [f"{one.image.label.value} {one.image.defect or ''}".strip() for one in station.datasets.page("gear")]


def test_a_new_product_is_captured_without_a_recipe(qtbot: QtBot, session: WindowSession, station: Station) -> None:
    sign_in(session)
    page = open_page(qtbot, session, "new-part")
    camera = page.camera
    assert not camera.one_button.isEnabled()
    camera.live_button.click()
    qtbot.waitUntil(lambda: camera.view.picture is not None, timeout=WAIT_MS)
    qtbot.waitUntil(camera.burst_button.isEnabled, timeout=WAIT_MS)
    assert "Light is fine" in camera.exposure.text()
    assert camera.sharpness.share is not None
    camera.pictures.setValue(8)
    camera.every.setValue(1)
    camera.burst_button.click()
    qtbot.waitUntil(lambda: page.numbers.text == "8 good · 0 defects", timeout=WAIT_MS)
    assert "held out" in page.claim.text()
    assert "escape rate stays unknown" in page.claim.text()
    qtbot.waitUntil(lambda: page.gallery.model.rowCount() == 8, timeout=WAIT_MS)
    assert station.datasets.counts("new-part").good == 8
    page.gallery_button.click()
    qtbot.waitUntil(lambda: station.capturing.source is Source.NONE, timeout=WAIT_MS)
    qtbot.waitUntil(page.gallery.undo_button.isEnabled, timeout=WAIT_MS)
    page.gallery.undo_button.click()
    qtbot.waitUntil(lambda: page.numbers.text == "0 good · 0 defects · 8 unsure", timeout=WAIT_MS)


class TestUnplugged:
    @pytest.fixture
    def script(self) -> list[Step]:
        return [Deliver(4), Unplug(failing_opens=1_000_000)]

    def test_a_camera_that_goes_is_said_and_a_burst_can_be_ended(
        self, qtbot: QtBot, session: WindowSession, station: Station
    ) -> None:
        sign_in(session)
        page = open_page(qtbot, session, "gear")
        page.camera.live_button.click()
        qtbot.waitUntil(lambda: "not there" in page.camera.state.text(), timeout=WAIT_MS)
        assert page.camera.state.property("look") == "warn"
        assert page.camera.exposure.text() == "No live picture", "light of a picture that is not live any more"
        assert page.camera.sharpness.share is None
        page.camera.burst_button.click()
        qtbot.waitUntil(page.camera.stop_button.isEnabled, timeout=WAIT_MS)
        page.camera.stop_button.click()
        qtbot.waitUntil(page.camera.burst_button.isEnabled, timeout=WAIT_MS)
        page.camera.live_button.click()
        qtbot.waitUntil(lambda: station.capturing.source is Source.NONE, timeout=WAIT_MS)


def test_a_line_that_lost_its_camera_is_not_said_to_run(qtbot: QtBot, session: WindowSession, station: Station) -> None:
    sign_in(session)
    camera = open_page(qtbot, session, "gear").camera
    status = replace(station.capturing.status(), source=Source.LINE, up=True)
    camera._show_state(status)
    assert "The line is running" in camera.state.text()
    assert camera.state.property("look") == "muted"
    camera._show_state(replace(status, up=False))
    assert "not ready" in camera.state.text()
    assert camera.state.property("look") == "warn"
    assert camera.exposure.text() == "No live picture"


class TestNotThere:
    @pytest.fixture
    def script(self) -> list[Step]:
        return [Unplug(failing_opens=1)]

    def test_a_live_view_that_cannot_be_opened_says_why_and_can_be_tried_again(
        self, qtbot: QtBot, session: WindowSession, station: Station, camera: FakeCamera
    ) -> None:
        camera.open()
        camera.configure(CameraSettings(trigger="free_run"))
        with pytest.raises(CameraLost):
            next(iter(camera.frames(threading.Event())))
        camera.close()
        sign_in(session)
        page = open_page(qtbot, session, "gear")
        page.camera.live_button.click()
        qtbot.waitUntil(page.banner.isVisible, timeout=WAIT_MS)
        assert "is not there" in page.banner.message.text
        assert not page.camera.live_button.isChecked()
        page.camera.live_button.click()
        qtbot.waitUntil(lambda: page.camera.view.picture is not None, timeout=WAIT_MS)


def test_an_operator_may_look_but_not_change(
    qtbot: QtBot, session: WindowSession, station: Station, fill: Callable[..., None]
) -> None:
    fill(range(3))
    page = gallery_of(qtbot, session, 3)
    choose(page, 0)
    gallery = page.gallery
    for button in (*gallery.label_buttons.values(), gallery.undo_button, gallery.paint_button, gallery.import_button):
        assert not button.isEnabled()
    QTest.keyClick(gallery.gallery, Qt.Key.Key_D)
    page.camera_button.click()
    page.camera.look()
    for button in (page.camera.live_button, page.camera.one_button, page.camera.burst_button):
        assert not button.isEnabled()
    qtbot.waitUntil(lambda: gallery.detail.view.picture is not None, timeout=WAIT_MS)
    assert labels(station) == ["good"] * 3
    sign_in(session)
    assert gallery.label_buttons[DEFECT].isEnabled()


def test_keys_label_what_is_chosen_and_are_taken_back_and_done_again(
    qtbot: QtBot, session: WindowSession, station: Station, fill: Callable[..., None]
) -> None:
    fill(range(5))
    sign_in(session)
    page = gallery_of(qtbot, session, 5)
    gallery = page.gallery
    session.window.activateWindow()
    qtbot.waitUntil(session.window.isActiveWindow, timeout=WAIT_MS)
    gallery.gallery.setFocus()
    choose(page, 1, 3)
    gallery.kind.setCurrentText("scratch")
    QTest.keyClick(gallery.gallery, Qt.Key.Key_D)
    qtbot.waitUntil(
        lambda: labels(station) == ["good", "defect scratch", "good", "defect scratch", "good"], timeout=WAIT_MS
    )
    qtbot.waitUntil(lambda: page.numbers.text == "3 good · 2 defects", timeout=WAIT_MS)
    assert gallery.gallery.numbers() == [station.datasets.page("gear")[row].id for row in (1, 3)]
    choose(page, 0)
    for key, label in ((Qt.Key.Key_U, "unsure"), (Qt.Key.Key_I, "ignore")):
        qtbot.waitUntil(gallery.undo_button.isEnabled, timeout=WAIT_MS)
        QTest.keyClick(gallery.gallery, key)
        qtbot.waitUntil(lambda label=label: labels(station)[0] == label, timeout=WAIT_MS)
    for expected in ("unsure", "good"):
        qtbot.waitUntil(gallery.undo_button.isEnabled, timeout=WAIT_MS)
        QTest.keyClick(gallery.gallery, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda label=expected: labels(station)[0] == label, timeout=WAIT_MS)
    qtbot.waitUntil(gallery.redo_button.isEnabled, timeout=WAIT_MS)
    QTest.keyClick(gallery.gallery, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: labels(station)[0] == "unsure", timeout=WAIT_MS)
    assert gallery.kind.findText("scratch") >= 0


def test_typing_the_kind_of_a_defect_labels_nothing(
    qtbot: QtBot, session: WindowSession, station: Station, fill: Callable[..., None]
) -> None:
    fill(range(2))
    sign_in(session)
    page = gallery_of(qtbot, session, 2)
    choose(page, 0)
    line = page.gallery.kind.lineEdit()
    assert line is not None
    line.setFocus()
    QTest.keyClicks(line, "gouged")
    assert line.text() == "gouged"
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: labels(station) == ["defect gouged", "good"], timeout=WAIT_MS)


def test_filters_and_order_choose_what_is_shown(
    qtbot: QtBot, session: WindowSession, station: Station, fill: Callable[..., None]
) -> None:
    fill(range(3))
    fill(range(3, 5), DEFECT, "dent")
    fill(range(5, 6), DEFECT)
    fill(range(6, 7), UNSURE)
    page = gallery_of(qtbot, session, 7)
    gallery, model = page.gallery, page.gallery.model
    qtbot.waitUntil(lambda: gallery.kind_filter.count() == 3, timeout=WAIT_MS)

    def shown() -> list[int]:
        return [one.id for row in range(model.rowCount()) if (one := model.entry(model.index(row))) is not None]

    ids = shown()
    gallery.label_filter.setCurrentIndex(gallery.label_filter.findData(DEFECT))
    qtbot.waitUntil(lambda: shown() == ids[3:6], timeout=WAIT_MS)
    gallery.kind_filter.setCurrentIndex(gallery.kind_filter.findData("dent"))
    qtbot.waitUntil(lambda: shown() == ids[3:5], timeout=WAIT_MS)
    gallery.label_filter.setCurrentIndex(0)
    gallery.kind_filter.setCurrentIndex(0)
    gallery.order.setCurrentIndex(gallery.order.findData(Order.NEWEST))
    qtbot.waitUntil(lambda: shown() == ids[::-1], timeout=WAIT_MS)
    assert "7 of 7" in gallery.summary.text()


def test_a_picture_is_shown_with_the_history_of_its_labels_and_its_mask_can_be_asked_for(
    qtbot: QtBot, session: WindowSession, station: Station, fill: Callable[..., None]
) -> None:
    fill(range(2))
    sign_in(session)
    page = gallery_of(qtbot, session, 2)
    choose(page, 1)
    page.gallery.label(DEFECT)
    qtbot.waitUntil(lambda: "Ada: Defect" in page.gallery.detail.facts.text(), timeout=WAIT_MS)
    assert "engineer: Good" in page.gallery.detail.facts.text()
    qtbot.waitUntil(lambda: page.gallery.detail.view.picture is not None, timeout=WAIT_MS)
    with qtbot.waitSignal(page.wanted, timeout=WAIT_MS) as asked:
        page.gallery.paint_button.click()
    assert asked.args == ["masks", ("gear", station.datasets.page("gear")[1].id)]


def test_a_damaged_file_is_said_where_it_is_looked_at(
    qtbot: QtBot, session: WindowSession, station: Station, fill: Callable[..., None]
) -> None:
    fill(range(2))
    broken = Path(station.datasets.page("gear")[0].image.path)
    broken.write_bytes(b"no picture")
    page = gallery_of(qtbot, session, 2)
    choose(page, 0)
    detail = page.gallery.detail
    qtbot.waitUntil(lambda: broken.name in detail.view._note_detail, timeout=WAIT_MS)
    one = page.gallery.gallery.current()
    assert one is not None
    qtbot.waitUntil(lambda: page.gallery.thumbnails.get(one) == (True, None), timeout=WAIT_MS)


def test_a_folder_is_imported_as_a_job_and_says_what_it_left_out(
    qtbot: QtBot, session: WindowSession, station: Station, tmp_path: Path
) -> None:
    for number in range(4):
        write_image(tmp_path / "in" / f"{number}.png", picture(number))
    (tmp_path / "in" / "torn.png").write_bytes(b"\x89PNG\r\n\x1a\n torn")
    sign_in(session)
    page = open_page(qtbot, session, "gear")
    page.gallery_button.click()
    page.gallery.import_label.setCurrentIndex(page.gallery.import_label.findData(DEFECT))
    page.gallery.kind.setCurrentText("dent")
    page.gallery.import_button.click()
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "in"))
    dialog.close()
    qtbot.waitUntil(lambda: page.gallery.model.rowCount() == 4, timeout=WAIT_MS)
    qtbot.waitUntil(page.banner.isVisible, timeout=WAIT_MS)
    assert "Added: 4 of 5 pictures." in page.banner.message.text
    assert "torn.png" in page.banner.hint.text
    assert station.datasets.counts("gear").kinds == {"dent": 4}


def test_a_name_that_cannot_be_is_refused_in_words(qtbot: QtBot, session: WindowSession) -> None:
    page = open_page(qtbot, session)
    page.open_set("../gear")
    assert page.banner.isVisible()
    assert "cannot be the name" in page.banner.message.text
    assert page.name == ""


def test_hints_are_marked_and_shown_first(
    qtbot: QtBot, session: WindowSession, station: Station, fill: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(range(12))
    twin = np.clip(picture(1004).astype(int) + 3, 0, 255).astype(np.uint8)
    station.datasets.add(ENGINEER, "gear", [Shot(twin, datetime.now(UTC))], GOOD)
    page = gallery_of(qtbot, session, 13)
    look = Hinting(station.datasets, run=run_here).look_through
    monkeypatch.setattr(station.hinting, "look_through", lambda name, **how: look(name, detector="fake", **how))
    page.gallery.hints_button.click()
    qtbot.waitUntil(lambda: page.gallery.model.rowCount() == 2, timeout=WAIT_MS)
    choose(page, 0)
    detail = page.gallery.detail
    assert "Nearly the same as 1 other picture" in detail.why.text()
    first = page.gallery.gallery.current()
    detail.other_button.click()
    assert page.gallery.gallery.current() != first
    assert "2 near copies" in page.gallery.summary.text()


def test_thumbnails_are_loaded_for_what_is_seen_only(
    qtbot: QtBot, session: WindowSession, station: Station, fill: Callable[..., None]
) -> None:
    fill(range(200))
    page = gallery_of(qtbot, session, 200)
    thumbnails = page.gallery.thumbnails
    qtbot.waitUntil(lambda: thumbnails.kept > 0 and session.tasks.running == 0, timeout=WAIT_MS)
    first = thumbnails.asked
    assert first < 60
    page.gallery.gallery.scrollToBottom()
    last = page.gallery.model.entry(page.gallery.model.index(199))
    assert last is not None
    qtbot.waitUntil(lambda: thumbnails.get(last)[0], timeout=WAIT_MS)
    assert thumbnails.asked < 140
