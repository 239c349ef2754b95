"""The capture page with the emulator of Basler's SDK: the real driver, real files, no recipe."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from station.accounts import Session
from station.app import build
from station.capture_words import Source
from station.config import parse
from station.images import read_image, write_image
from station.permissions import Role
from station.services import Station
from station.types import StationState
from ui.app import WindowSession
from ui.pages.capture import CapturePage

WAIT_MS = 60_000


def picture(number: int) -> np.ndarray:
    return np.random.default_rng(number).integers(60, 160, (120, 160), dtype=np.uint8)


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    for number in range(12):
        write_image(tmp_path / "parts" / f"{number:02}.png", picture(number))
    config = parse(
        {
            "schema": 1,
            "station": {"data_dir": str(tmp_path / "data")},
            "camera": {
                "kind": "basler",
                "emulate": True,
                "emulate_folder": str(tmp_path / "parts"),
                "watchdog_ms": 60_000,
            },
        },
        base=tmp_path,
        environ={},
    )
    made = build(config)
    yield made
    made.close()


def test_a_burst_from_a_basler_camera_is_stored_bit_for_bit(
    qtbot: QtBot, session: WindowSession, station: Station
) -> None:
    session.desk.sign_in(Session("Ada", Role.ENGINEER, datetime.now(UTC)))
    session.window.open_page("capture")
    page = session.window.page("capture")
    assert isinstance(page, CapturePage)
    page.open_set("new-part")
    page.camera.live_button.click()
    qtbot.waitUntil(lambda: page.camera.view.picture is not None, timeout=WAIT_MS)
    qtbot.waitUntil(page.camera.burst_button.isEnabled, timeout=WAIT_MS)
    page.camera.pictures.setValue(8)
    page.camera.every.setValue(0)
    page.camera.burst_button.click()
    qtbot.waitUntil(lambda: page.numbers.text == "8 good · 0 defects", timeout=WAIT_MS)
    assert station.status().state is StationState.STOPPED
    parts = [picture(number) for number in range(12)]
    for stored in station.datasets.page("new-part"):
        image = read_image(Path(stored.image.path))
        assert any(np.array_equal(image, part) for part in parts)
    page.camera.live_button.click()
    qtbot.waitUntil(lambda: station.capturing.source is Source.NONE, timeout=WAIT_MS)
