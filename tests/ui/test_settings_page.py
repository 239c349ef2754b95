"""The settings page on a whole station: what the camera accepted, pulses by hand, limits, checks and the bundle."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from camera.api import CameraSettings
from camera.fake import FakeCamera, FakeOptions
from station.accounts import Session
from station.permissions import Role
from station.services import Station
from station.types import ImageRef, ImageState, Inspection, Reason, StationState, Verdict
from tests.station.built_rig import SIDE, acts, built, json_lines, make_config, picture, teach
from ui.app import WindowSession
from ui.pages.settings import SettingsPage
from ui.widgets.banner import Level

WAIT_MS = 60_000
AT = datetime(2026, 1, 1, tzinfo=UTC)
ADA, ROOT = Session("Ada", Role.ENGINEER, AT), Session("root", Role.ADMINISTRATOR, AT)


class SteppedCamera(FakeCamera):
    """Takes exposures in steps of 7 microseconds, as real sensors do in steps of a line."""

    def configure(self, settings: CameraSettings) -> CameraSettings:
        if settings.exposure_us is not None:
            settings = replace(settings, exposure_us=settings.exposure_us // 7 * 7)
        return super().configure(settings)


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    config = make_config(
        tmp_path, output={"kind": "recording", "pulse_ms": 20.0}, images={"max_gb": 1.0}, line={"min_free_mb": 0}
    )
    camera = SteppedCamera(FakeOptions(width=SIDE, height=SIDE, ready_ms=60_000), picture=lambda n: picture(500 + n))
    with built(config, camera) as station:
        teach(station)
        station.records.activate("cell", 1, who="Ada", why="first")
        yield station


@pytest.fixture
def signed_in() -> Session:
    return ADA


@pytest.fixture
def page(qtbot: QtBot, session: WindowSession) -> SettingsPage:
    assert session.window.open_page("settings")
    shown = session.window.page("settings")
    assert isinstance(shown, SettingsPage)
    qtbot.waitUntil(lambda: shown.camera.view is not None and shown.camera.apply_button.isEnabled(), timeout=WAIT_MS)
    return shown


def confirm(qtbot: QtBot, page: SettingsPage, reason: str) -> None:
    qtbot.waitUntil(lambda: page.question.open is not None, timeout=WAIT_MS)
    page.question.reason.setText(reason)
    page.question.confirm_button.click()


def test_the_camera_says_what_it_accepted_instead_of_what_was_asked(
    qtbot: QtBot, page: SettingsPage, station: Station
) -> None:
    camera = page.camera
    assert page.unsaved() is None
    camera.exposure.setValue(5000.0)
    camera.gain.setValue(6.0)
    assert page.unsaved() == "camera settings that were not applied"
    camera.apply_button.click()
    assert page.question.open is not None
    assert "Gain: camera's own → 6\N{NO-BREAK SPACE}dB" in page.question.open.text
    confirm(qtbot, page, "darker parts")
    told = "Exposure: asked 5\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}µs, camera accepted 4\N{NO-BREAK SPACE}998"
    qtbot.waitUntil(lambda: told in page.banner.message.text, timeout=WAIT_MS)
    rows = {row[0]: row[1:] for row in camera.table.texts()}
    assert rows["Exposure"][1].startswith("instead: 4\N{NO-BREAK SPACE}998")
    assert rows["Exposure"][2] == "1 µs to 10 s"
    assert camera.changed.text().endswith(": Exposure, Gain")
    assert page.unsaved() is None
    assert station.config.camera.exposure_us == 5000.0
    assert acts(station)[-1] == "camera.changed"


def test_what_the_camera_refuses_is_told_and_stays_in_the_form(
    qtbot: QtBot, page: SettingsPage, station: Station
) -> None:
    page.camera.gain.setValue(55.0)
    page.camera.apply_button.click()
    confirm(qtbot, page, "brighter")
    qtbot.waitUntil(lambda: page.banner.level is Level.WARNING and page.banner.isVisible(), timeout=WAIT_MS)
    assert "gain_db = 55" in page.banner.message.text
    assert page.camera.gain.value() == 55.0
    assert station.settings.changed() == ()


def test_while_the_line_runs_the_form_is_closed_and_says_why(
    qtbot: QtBot, session: WindowSession, page: SettingsPage, station: Station
) -> None:
    session.commands.start()
    qtbot.waitUntil(lambda: "in use by the line" in page.camera.state.text(), timeout=WAIT_MS)
    assert not page.camera.apply_button.isEnabled()
    assert not page.camera.exposure.isEnabled()
    page.tabs.setCurrentWidget(page.outputs)
    assert not page.outputs.ok_button.isEnabled()
    assert "stopped" in page.outputs.state.text()
    session.commands.stop()
    qtbot.waitUntil(page.outputs.ok_button.isEnabled, timeout=WAIT_MS)
    page.tabs.setCurrentWidget(page.camera)
    qtbot.waitUntil(page.camera.apply_button.isEnabled, timeout=WAIT_MS)
    assert station.status().state is StationState.STOPPED


def test_under_the_live_picture_what_is_turned_is_seen_at_once_and_kept_only_by_apply(
    qtbot: QtBot, session: WindowSession, page: SettingsPage, station: Station
) -> None:
    camera, live = page.camera, page.camera.live
    assert live.view.picture is None
    live.button.click()
    qtbot.waitUntil(lambda: live.view.picture is not None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: "exposure and gain change at once" in camera.state.text(), timeout=WAIT_MS)
    assert not camera.trigger.isEnabled()
    camera.exposure.setValue(1505.0)

    def accepted() -> str:
        return {row[0]: row[2] for row in camera.table.texts()}["Exposure"]

    qtbot.waitUntil(lambda: accepted() == "1\N{NO-BREAK SPACE}505\N{NO-BREAK SPACE}µs", timeout=WAIT_MS)
    now = station.camera_control.look()
    assert now.accepted is not None
    assert now.accepted.exposure_us == 1505.0
    assert station.settings.changed() == ()
    camera.apply_button.click()
    confirm(qtbot, page, "brighter")
    qtbot.waitUntil(lambda: station.config.camera.exposure_us == 1505.0, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: page.unsaved() is None, timeout=WAIT_MS)

    page.tabs.setCurrentWidget(page.storage)
    qtbot.waitUntil(lambda: station.camera_use.user is None, timeout=WAIT_MS)
    assert not live.feed.running
    page.tabs.setCurrentWidget(page.camera)
    qtbot.waitUntil(lambda: camera.trigger.isEnabled(), timeout=WAIT_MS)
    live.button.click()
    qtbot.waitUntil(lambda: live.view.picture is not None, timeout=WAIT_MS)
    session.window.open_page("history")
    qtbot.waitUntil(lambda: station.camera_use.user is None, timeout=WAIT_MS)


def test_a_line_that_starts_takes_the_camera_from_the_live_picture(
    qtbot: QtBot, session: WindowSession, page: SettingsPage, station: Station
) -> None:
    live = page.camera.live
    live.button.click()
    qtbot.waitUntil(lambda: live.view.picture is not None, timeout=WAIT_MS)
    session.commands.start()
    qtbot.waitUntil(lambda: "in use by the line" in page.camera.state.text(), timeout=WAIT_MS)
    assert not live.feed.running
    assert not live.button.isEnabled()
    assert live.view.picture is None
    session.commands.stop()
    qtbot.waitUntil(live.button.isEnabled, timeout=WAIT_MS)


def test_a_pulse_is_sent_only_after_the_question_and_is_listed(
    qtbot: QtBot, page: SettingsPage, station: Station
) -> None:
    page.tabs.setCurrentWidget(page.outputs)
    qtbot.waitUntil(page.outputs.ok_button.isEnabled, timeout=WAIT_MS)
    assert page.outputs.warning.isVisible()
    page.outputs.ok_button.click()
    assert page.question.open is not None
    assert page.question.open.danger
    page.question.withdraw()
    assert "output.tested" not in acts(station)
    page.outputs.ok_button.click()
    page.question.confirm_button.click()
    qtbot.waitUntil(lambda: page.outputs.table.rowCount() == 1, timeout=WAIT_MS)
    signals = [line["signal"] for line in json_lines(station.config.data_dir / "outputs.jsonl")]
    assert signals == ["rest", "ok", "rest", "rest"]
    qtbot.waitUntil(page.outputs.rest_button.isEnabled, timeout=WAIT_MS)
    page.outputs.rest_button.click()
    qtbot.waitUntil(lambda: page.outputs.table.rowCount() == 2, timeout=WAIT_MS)
    assert [row[1] for row in page.outputs.table.texts()] == ["at rest", "OK pulse"]
    assert acts(station).count("output.tested") == 2


def test_limits_are_the_administrators_and_what_would_go_is_told_first(
    qtbot: QtBot, session: WindowSession, page: SettingsPage, station: Station
) -> None:
    image = ImageRef(ImageState.STORED, "x.png", "0" * 64, 400_000_000)
    station.records.commit_inspection(
        Inspection("i1", "t1", "line", None, 1, AT, Verdict.OK, Reason.BELOW_THRESHOLD, score=1.0, image=image)
    )
    page.tabs.setCurrentWidget(page.storage)
    storage = page.storage
    qtbot.waitUntil(lambda: storage.table.rowCount() > 0, timeout=WAIT_MS)
    assert storage.table.texts()[0] == ["Parts: OK", "1", "400 MB"]
    assert storage.used_text.text() == "Pictures need 400 MB of 1.0 GB"
    assert not storage.apply_button.isEnabled()
    session.desk.sign_in(ROOT)
    qtbot.waitUntil(storage.apply_button.isEnabled, timeout=WAIT_MS)
    storage.most.setValue(0.1)
    storage.age.setValue(10_000)
    storage.apply_button.click()
    qtbot.waitUntil(lambda: page.question.open is not None, timeout=WAIT_MS)
    assert page.question.open is not None
    assert "About 300 MB" in page.question.open.text
    confirm(qtbot, page, "small disk")
    qtbot.waitUntil(lambda: "in force" in page.banner.message.text, timeout=WAIT_MS)
    assert (station.config.images.max_gb, station.config.images.max_age_days) == (0.1, 10_000.0)
    assert acts(station)[-1] == "settings.changed"


def test_checks_and_the_bundle_come_from_the_about_tab(
    qtbot: QtBot, page: SettingsPage, station: Station, tmp_path: Path
) -> None:
    page.tabs.setCurrentWidget(page.about)
    qtbot.waitUntil(lambda: page.about.facts.rowCount() > 0, timeout=WAIT_MS)
    assert ["Camera", "fake"] in page.about.facts.texts()
    page.about.check_button.click()
    qtbot.waitUntil(lambda: page.about.findings.rowCount() > 0, timeout=WAIT_MS)
    checks = {row[0]: row[1] for row in page.about.findings.texts()}
    assert checks["audit trail"] == "well"
    qtbot.waitUntil(page.about.bundle_button.isEnabled, timeout=WAIT_MS)
    page.about.bundle_button.click()
    dialog = page.about.dialog
    assert isinstance(dialog, QFileDialog)
    dialog.setDirectory(str(tmp_path))
    dialog.selectFile("bundle.zip")
    dialog.accept()
    qtbot.waitUntil(lambda: "was written" in page.banner.message.text, timeout=WAIT_MS)
    with zipfile.ZipFile(tmp_path / "bundle.zip") as bundle:
        assert "doctor.json" in bundle.namelist()
    assert acts(station)[-1] == "diagnosis.made"


def test_operators_do_not_see_the_settings(session: WindowSession) -> None:
    session.desk.sign_out()
    assert not session.window.open_page("settings")
    assert session.window.current == "operate"
