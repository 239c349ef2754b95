"""A station whose camera sees what a test puts in front of it: the dark, an even sheet, a card, a board, a part."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pytestqt.qtbot import QtBot

from camera.fake import FakeCamera, FakeOptions
from station.accounts import Session
from station.app import build
from station.permissions import Role
from station.services import Station
from tests.calibration.rendered import POSES, Known, corner_of, shots, turned
from tests.station.built_rig import make_config
from tests.station.placed_rig import HEIGHT, WIDTH, placed
from ui.app import WindowSession
from ui.calibrate.live_guide import LiveGuide
from ui.pages.calibration import CalibrationPage

WAIT_MS = 60_000
ADA = Session("Ada", Role.ENGINEER, datetime(2026, 1, 1, tzinfo=UTC))
OTTO = Session("Otto", Role.OPERATOR, datetime(2026, 1, 1, tzinfo=UTC))

Image = NDArray[Any]

__all__ = ["POSES", "Known", "corner_of", "shots", "turned"]


class Scene:
    """What lies in front of the camera now. Set `show` to another picture of the `number`-th shot."""

    def __init__(self, width: int = WIDTH, height: int = HEIGHT) -> None:
        self.width, self.height = width, height
        self.show: Callable[[int], Image] = self.part

    def part(self, number: int) -> Image:
        return placed(1000 + number % 7, dx=number % 3 - 1)

    def part_large(self, number: int) -> Image:
        """The part on a picture that is twice as large."""
        return np.asarray(np.kron(self.part(number), np.ones((2, 2), np.uint8)))

    def dark(self, number: int) -> Image:
        return np.random.default_rng(number % 9).integers(2, 6, (self.height, self.width)).astype(np.uint8)

    def light(self) -> NDArray[np.float64]:
        """Lamp and lens: bright in the middle, less towards the corners."""
        y, x = np.mgrid[0 : self.height, 0 : self.width]
        away = np.hypot((x - 0.45 * self.width) / self.width, (y - 0.5 * self.height) / self.height)
        return np.asarray(1.0 - 0.75 * away**2)

    def sheet(self, number: int, level: float = 205.0) -> Image:
        noise = np.random.default_rng(number % 9).normal(0, 1.5, (self.height, self.width))
        return np.clip(level * self.light() + noise, 0, 255).astype(np.uint8)

    def card(self, number: int) -> Image:
        grey = self.sheet(number, 160.0).astype(np.float32)[..., None] * np.array([1.0, 0.85, 0.6], np.float32)
        return np.asarray(grey.astype(np.uint8))


@contextmanager
def station_with_scene(folder: Path, scene: Scene, **sections: Any) -> Iterator[Station]:
    """A stopped station whose camera shows the scene."""
    camera_section = {"width": scene.width, "height": scene.height}
    config = make_config(folder, camera=camera_section, **sections)
    camera = FakeCamera(
        FakeOptions(width=scene.width, height=scene.height, ready_ms=60_000), picture=lambda n: scene.show(n)
    )
    station = build(config, camera=camera)
    try:
        yield station
    finally:
        station.close()


def opened(qtbot: QtBot, session: WindowSession, key: str) -> Any:
    """The section of that key, at rest."""
    assert session.window.open_page("calibration")
    page = session.window.page("calibration")
    assert isinstance(page, CalibrationPage)
    settle(qtbot, session)
    assert page.open_section(key)
    settle(qtbot, session)
    return page.section


def settle(qtbot: QtBot, session: WindowSession) -> None:
    qtbot.waitUntil(lambda: session.tasks.running == 0 and not session.jobs.running, timeout=WAIT_MS)


def start_live(qtbot: QtBot, section: LiveGuide) -> None:
    """Open the camera and wait for its first picture."""
    section.live_button.click()
    qtbot.waitUntil(lambda: section.guide.raw_frame() is not None, timeout=WAIT_MS)


def confirm(qtbot: QtBot, session: WindowSession, reason: str) -> None:
    page = session.window.page("calibration")
    qtbot.waitUntil(lambda: page.question.open is not None, timeout=WAIT_MS)
    page.question.reason.setText(reason)
    page.question.confirm_button.click()
    settle(qtbot, session)
