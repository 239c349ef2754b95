"""A scanner types faster than a person; a person's typing arrives as it was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from station.config import ScannerSection
from ui.wedge import Wedge

WAIT_MS = 60_000
SLOW_MS = 200.0
FAST_MS = 5.0
Key = Qt.Key


class Bench:
    """A window with a text field and a button, a scanner, and a clock that the test moves."""

    def __init__(self, qtbot: QtBot, **config: Any) -> None:
        self.qtbot = qtbot
        self.now_s = 100.0
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.text = QLineEdit()
        self.button = QPushButton("Stop")
        self.button.setAutoDefault(True)
        self.pressed: list[None] = []
        self.button.clicked.connect(lambda: self.pressed.append(None))
        layout = QVBoxLayout(self.window)
        layout.addWidget(self.text)
        layout.addWidget(self.button)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow, timeout=WAIT_MS)
        self.wedge = Wedge(ScannerSection(**{"enabled": True, **config}), clock=lambda: self.now_s)
        self.codes: list[str] = []
        self.again: list[str] = []
        self.wedge.scanned.connect(self.codes.append)
        self.wedge.repeated.connect(self.again.append)
        self.wedge.install()

    def type(self, *keys: str | Key, gap_ms: float = FAST_MS, at: QWidget | None = None) -> None:
        target = at or self.window.focusWidget() or self.window
        for key in keys:
            self.now_s += gap_ms / 1000
            if isinstance(key, str):
                QTest.keyClicks(target, key)
            else:
                QTest.keyClick(target, key)

    def scan(self, code: str, end: Key = Key.Key_Return) -> None:
        self.type(*code, end)

    def settle(self) -> None:
        """Wait until nothing is held back any more."""
        self.qtbot.waitUntil(lambda: not self.wedge._timer.isActive(), timeout=WAIT_MS)


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Callable[..., Bench]]:
    made: list[Bench] = []

    def make(**config: Any) -> Bench:
        made.append(Bench(qtbot, **config))
        return made[-1]

    yield make
    for one in made:
        one.wedge.remove()


@pytest.mark.parametrize("end", [Key.Key_Return, Key.Key_Enter, Key.Key_Tab])
def test_a_scan_is_taken_whatever_has_the_focus_and_leaves_no_trace(bench: Callable[..., Bench], end: Key) -> None:
    one = bench()
    for widget in (one.text, one.button):
        widget.setFocus()
        one.scan(f"SN-{widget.__class__.__name__} 7", end)
        assert widget.hasFocus()
    one.settle()
    assert one.codes == ["SN-QLineEdit 7", "SN-QPushButton 7"]
    assert one.text.text() == ""
    assert one.pressed == []


def test_a_person_types_as_ever(bench: Callable[..., Bench]) -> None:
    one = bench()
    one.text.setFocus()
    one.type(*"Hello, world", gap_ms=SLOW_MS)
    one.settle()
    one.type(Key.Key_Backspace, Key.Key_Return, gap_ms=SLOW_MS)
    assert one.text.text() == "Hello, worl"
    assert one.codes == []


def test_fast_typing_without_an_end_is_typing_in_its_order(bench: Callable[..., Bench]) -> None:
    one = bench()
    one.text.setFocus()
    one.type(*"abcdef")
    one.settle()
    assert one.text.text() == "abcdef"


def test_what_is_too_short_is_typed_and_its_enter_arrives(bench: Callable[..., Bench]) -> None:
    one = bench(min_length=4)
    entered: list[None] = []
    one.text.returnPressed.connect(lambda: entered.append(None))
    one.text.setFocus()
    one.scan("abc")
    assert (one.text.text(), len(entered), one.codes) == ("abc", 1, [])


def test_a_pause_inside_makes_it_typing(bench: Callable[..., Bench]) -> None:
    one = bench()
    one.text.setFocus()
    one.type(*"SN-1")
    one.type("2", gap_ms=SLOW_MS)
    one.type("3", Key.Key_Return)
    assert one.text.text() == "SN-123"
    assert one.codes == []


def test_space_and_enter_press_a_button_when_a_person_presses_them(bench: Callable[..., Bench]) -> None:
    one = bench()
    one.button.setFocus()
    one.type(" ", gap_ms=SLOW_MS)
    one.settle()
    one.qtbot.waitUntil(lambda: len(one.pressed) == 1, timeout=WAIT_MS)


def test_the_same_code_at_once_is_taken_once(bench: Callable[..., Bench]) -> None:
    one = bench(duplicate_ms=2000)
    one.scan("SN-1")
    one.scan("SN-1")
    one.scan("SN-2")
    one.now_s += 2.1
    one.scan("SN-2")
    assert (one.codes, one.again) == (["SN-1", "SN-2", "SN-2"], ["SN-1"])


@pytest.mark.parametrize(("prefix", "key"), [("F13", Key.Key_F13), ("~", "~")])
def test_with_a_prefix_only_what_follows_it_is_a_scan(bench: Callable[..., Bench], prefix: str, key: str | Key) -> None:
    one = bench(prefix=prefix)
    one.text.setFocus()
    one.scan("typed")
    assert (one.text.text(), one.codes) == ("typed", [])
    one.type(key, *"SN-77", Key.Key_Return)
    assert (one.text.text(), one.codes) == ("typed", ["SN-77"])


def test_the_control_character_stx_can_be_the_prefix(bench: Callable[..., Bench]) -> None:
    one = bench(prefix="STX")
    one.text.setFocus()
    one.now_s += 1
    QTest.sendKeyEvent(QTest.KeyAction.Click, one.text, Key.Key_B, "\x02", Qt.KeyboardModifier.ControlModifier)
    one.type(*"SN-77", Key.Key_Return)
    assert (one.text.text(), one.codes) == ("", ["SN-77"])


def test_only_the_chosen_ending_ends_a_scan(bench: Callable[..., Bench]) -> None:
    one = bench(suffix="tab")
    one.text.setFocus()
    one.scan("SN-1")
    assert (one.text.text(), one.codes) == ("SN-1", [])
    one.scan("SN-2", Key.Key_Tab)
    assert one.codes == ["SN-2"]
    assert one.text.hasFocus()


def test_capital_letters_come_with_shift_and_commands_are_left_alone(bench: Callable[..., Bench]) -> None:
    one = bench()
    one.text.setFocus()
    for letter in "ABCD":
        one.now_s += 0.005
        QTest.keyPress(one.text, Key.Key_Shift)
        QTest.keyClick(one.text, letter, Qt.KeyboardModifier.ShiftModifier)
        QTest.keyRelease(one.text, Key.Key_Shift)
    one.type(Key.Key_Return)
    assert one.codes == ["ABCD"]
    one.text.setText("copy")
    QTest.keyClick(one.text, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert one.text.selectedText() == "copy"


def test_a_shortcut_of_one_letter_fires_for_a_person_and_not_for_a_scanner(bench: Callable[..., Bench]) -> None:
    one = bench()
    fired: list[None] = []
    shortcut = QShortcut(QKeySequence("g"), one.window)
    shortcut.activated.connect(lambda: fired.append(None))
    one.button.setFocus()
    one.scan("g123")
    assert (fired, one.codes) == ([], ["g123"])
    one.type("g", gap_ms=SLOW_MS)
    one.settle()
    assert len(fired) == 1
    one.text.setFocus()
    one.type("g", gap_ms=SLOW_MS)
    one.settle()
    assert (len(fired), one.text.text()) == (1, "g")


def test_a_click_does_not_overtake_what_was_typed(bench: Callable[..., Bench]) -> None:
    one = bench()
    one.text.setFocus()
    one.type("a", gap_ms=SLOW_MS)
    QTest.mouseClick(one.button, Qt.MouseButton.LeftButton)
    assert (one.text.text(), len(one.pressed)) == ("a", 1)


def test_without_a_scanner_nothing_is_held_back(bench: Callable[..., Bench]) -> None:
    one = bench(enabled=False)
    one.text.setFocus()
    one.scan("SN-1234")
    assert (one.text.text(), one.codes) == ("SN-1234", [])
