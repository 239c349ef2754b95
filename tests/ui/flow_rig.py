"""What the flows through the window share: a station on Basler's camera emulator, and a person at its window.

The person looks for a widget where it is on the screen, scrolls to it, and presses it with the mouse or types into it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from detectors import create as create_detector
from detectors.fake import FakeDetector
from station.accounts import command_line
from station.app import build
from station.config import parse
from station.datasets import Shot
from station.images import write_image
from station.models import ModelStore, snapshot_of
from station.permissions import Role
from station.queries import ImageLabel
from station.recipe import ImageSpec, Recipe
from station.services import Station
from station.types import Inspection, StationState
from ui.app import WindowSession
from ui.page import Page

WAIT_MS = 60_000
SIDE = 96
HOLE = slice(40, 60), slice(30, 54)
PASSWORD = "correct horse"
ENGINEER = "Grace"
_DRAG_STEPS = 4
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier

Image = np.ndarray[Any, Any]
P = TypeVar("P", bound=Page)


def part(number: int, *, noise: float = 4.0, hole: int | None = None) -> Image:
    """Knurled metal under the noise of a camera; `hole` is the grey level of a dark place in it."""
    y, x = np.mgrid[0:SIDE, 0:SIDE]
    image = 120 + 30 * np.sin(x / 5.0) * np.sin(y / 5.0)
    image = image + np.random.default_rng(number).normal(0, noise, (SIDE, SIDE))
    if hole is not None:
        image[HOLE] = hole
    seen: Image = np.clip(image, 0, 255).astype(np.uint8)
    return seen


def put_in_front(folder: Path, parts: Sequence[Image]) -> None:
    """Let the emulated camera show these parts, in this order and around again, from its next opening on."""
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for number, image in enumerate(parts):
        write_image(folder / f"{number:03d}.png", image)


@contextmanager
def emulated_station(tmp_path: Path, parts: Sequence[Image], **sections: Any) -> Iterator[Station]:
    """A stopped station whose accounts are an administrator and an engineer; the emulated camera shows `parts`."""
    put_in_front(tmp_path / "parts", parts)
    values = {
        "schema": 1,
        "station": {"name": "Line 7", "data_dir": str(tmp_path / "data"), "language": "en"},
        "camera": {
            "kind": "basler",
            "emulate": True,
            "emulate_folder": str(tmp_path / "parts"),
            "watchdog_ms": 60_000,
            "ready_ms": 60_000,
        },
        "line": {"min_free_mb": 0, "deadline_ms": 600_000, "hang_ms": 600_000},
        "detector": {"device": "cpu"},
        **sections,
    }
    station = build(parse(values, base=tmp_path, environ={}))
    try:
        ada = station.accounts.create_first_administrator("Ada", PASSWORD)
        station.accounts.add(ada, ENGINEER, Role.ENGINEER, PASSWORD)
        yield station
    finally:
        station.close()


@contextmanager
def person_at(qapp: QApplication, qtbot: QtBot, station: Station) -> Iterator[Person]:
    """Open the window on a station, for somebody to work at."""
    session = WindowSession(qapp, station)
    session.open(welcome=True)
    qtbot.waitExposed(session.window)
    session.window.activateWindow()
    qtbot.waitUntil(session.window.isActiveWindow, timeout=WAIT_MS)
    try:
        yield Person(qtbot, session)
    finally:
        session.end()


def teach_quickly(station: Station, name: str, *, threshold: float, defects: Sequence[int]) -> Recipe:
    """Put a recipe in force that was taught with the quick detector, and fill its data set.

    Eight good pictures are learned from and six are held out; `defects` are the grey levels of holes.
    """
    session = command_line("Ada")

    def add(label: ImageLabel, images: Sequence[Image], kind: str | None = None) -> None:
        station.datasets.add(session, name, [Shot(one, datetime.now(UTC)) for one in images], label, defect=kind)

    add(ImageLabel.GOOD, [part(number) for number in range(8)])
    learned = [Path(one.image.path) for one in station.datasets.page(name)]
    add(ImageLabel.GOOD, [part(100 + number) for number in range(6)])
    add(ImageLabel.DEFECT, [part(200 + number, hole=level) for number, level in enumerate(defects)], "hole")
    detector = FakeDetector()
    fitted = detector.fit([part(number) for number in range(8)], detector.parse_options({"cells": 8}))
    try:
        model = ModelStore(station.config.models_dir, create_detector).add(name, fitted, snapshot_of(name, learned))
    finally:
        fitted.close()
    recipe = Recipe(
        name=name,
        version=1,
        image=ImageSpec(height=SIDE, width=SIDE, channels=1, dtype="uint8"),
        model=model,
        threshold=threshold,
        created_at=datetime.now(UTC),
        created_by="Ada",
    )
    station.records.add_recipe(recipe)
    station.activate(name, 1, who="Ada", why="first one")
    return recipe


@dataclass(frozen=True)
class Person:
    """Works at the window with mouse and keyboard only."""

    qtbot: QtBot
    session: WindowSession

    def wait(self, condition: Callable[[], object], *, timeout: int = WAIT_MS) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=timeout)

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Press a widget where it is in the window, as soon as it can be pressed."""
        self.wait(lambda: widget.isVisible() and widget.isEnabled())
        self.reach(widget)
        place = at or widget.rect().center()
        self.wait(lambda: self._on_top(widget, place))
        QTest.mouseClick(widget, LEFT, NONE, place)

    def reach(self, widget: QWidget) -> None:
        """Scroll until a widget is to be seen."""
        outer = widget.parentWidget()
        while outer is not None:
            if isinstance(outer, QScrollArea):
                outer.ensureWidgetVisible(widget)
            outer = outer.parentWidget()

    def type_into(self, widget: QLineEdit | QAbstractSpinBox | QComboBox, text: str, *, enter: bool = False) -> None:
        """Put a text in the place of what stands in a field."""
        line = widget.lineEdit() if isinstance(widget, QAbstractSpinBox | QComboBox) else widget
        assert line is not None
        self.click(line)
        QTest.keySequence(line, "Ctrl+A")
        QTest.keyClicks(line, text)
        if enter:
            QTest.keyClick(line, Qt.Key.Key_Return)

    def choose(self, box: QComboBox, text: str) -> None:
        """Go through a list with the keyboard until a line is chosen."""
        self.wait(lambda: box.isVisible() and box.isEnabled() and box.findText(text) >= 0)
        self.reach(box)
        while box.currentText() != text:
            down = box.findText(text) > box.currentIndex()
            QTest.keyClick(box, Qt.Key.Key_Down if down else Qt.Key.Key_Up)

    def drag(self, widget: QWidget, start: QPoint, end: QPoint) -> None:
        """Drag with the left button held, in a few steps."""
        self.wait(lambda: widget.isVisible() and self._on_top(widget, start))
        QTest.mouseMove(widget, start)
        QTest.mousePress(widget, LEFT, NONE, start)
        for step in range(1, _DRAG_STEPS + 1):
            self._move(widget, start + (end - start) * step / _DRAG_STEPS)
        QTest.mouseRelease(widget, LEFT, NONE, end)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        """Press a key, wherever the focus is in the window."""
        window = self.session.window
        if not window.isActiveWindow():  # without a window manager nobody gives it back when a list was closed
            window.activateWindow()
            self.wait(window.isActiveWindow)
        QTest.keyClick(window.focusWidget() or window, key, held)

    def sign_in(self, name: str = ENGINEER) -> None:
        window = self.session.window
        self.click(window.header.person_button)
        self.wait(lambda: "password" in window.entry.inputs)
        for key, text in (("name", name), ("password", PASSWORD)):
            line = window.entry.inputs[key]
            assert isinstance(line, QLineEdit)
            self.type_into(line, text)
        self.click(window.entry.confirm_button)
        self.wait(lambda: self.session.desk.signed_in and not window.entry.isVisible())
        assert self.session.desk.who == name

    def go_to(self, key: str, kind: type[P]) -> P:
        """Go to a page by the navigation."""
        window = self.session.window
        self.click(window.navigation.buttons[key])
        self.wait(lambda: window.current == key)
        page = window.page(key)
        assert isinstance(page, kind)
        return page

    def confirm(self, page: Page, why: str) -> None:
        """Answer the question over a page with a reason."""
        self.wait(page.question.isVisible)
        assert not page.question.confirm_button.isEnabled(), "a reason is asked for"
        self.type_into(page.question.reason, why)
        self.click(page.question.confirm_button)

    def start_line(self) -> None:
        operate = self.session.window.operate
        self.click(operate.start_button)
        self.wait(lambda: self.session.window.header.state.state is StationState.READY, timeout=2 * WAIT_MS)

    def inspect(self) -> Inspection:
        """Trigger one part, and wait until its verdict is shown."""
        operate = self.session.window.operate
        before = operate.strip.views[0] if operate.strip.views else None
        self.click(operate.trigger_button)
        self.wait(lambda: operate.strip.views and operate.strip.views[0] is not before)
        inspection = operate.strip.views[0].inspection
        self.wait(lambda: operate.verdict.sign.verdict is inspection.verdict)
        return inspection

    def _move(self, widget: QWidget, place: QPoint) -> None:
        """Move with the button held, which QTest.mouseMove does not send."""
        event = QMouseEvent(
            QEvent.Type.MouseMove,
            QPointF(place),
            QPointF(widget.mapToGlobal(place)),
            Qt.MouseButton.NoButton,
            LEFT,
            NONE,
        )
        QApplication.sendEvent(widget, event)

    def _on_top(self, widget: QWidget, place: QPoint) -> bool:
        window = widget.window()
        found = window.childAt(widget.mapTo(window, place))
        return found is not None and (found is widget or widget.isAncestorOf(found))
