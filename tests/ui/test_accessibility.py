"""Every page with the keyboard and a screen reader alone, and with weak eyes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSlider,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from station.services import Station
from station.types import StationState, Verdict
from tests.ui.accounts_rig import WAIT_MS, Clock, station_with_accounts, three_people, window_on
from ui.app import WindowSession
from ui.pages import PAGES
from ui.palette import DARK, LIGHT, TARGET, Colors
from ui.widgets.buttons import ActionButton
from ui.widgets.keys import keys_of
from ui.widgets.navigation import NavigationButton
from ui.widgets.nearest import Thumbnail
from ui.widgets.overlay import Overlay
from ui.widgets.strip import PartTile

KEYS = [spec.key for spec in PAGES]


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with station_with_accounts(tmp_path, Clock()) as made:
        yield made


@pytest.fixture
def session(qapp: QApplication, qtbot: QtBot, station: Station) -> Iterator[WindowSession]:
    ada = three_people(station)
    with window_on(qapp, qtbot, station, signed_in=ada) as made:
        made.window.activateWindow()
        qtbot.waitUntil(made.window.isActiveWindow, timeout=WAIT_MS)
        yield made


def opened(qtbot: QtBot, session: WindowSession, key: str) -> QWidget:
    assert session.window.open_page(key)
    qtbot.waitUntil(lambda: session.tasks.running == 0, timeout=WAIT_MS)
    return session.window.page(key)


def stops(root: QWidget) -> list[QWidget]:
    """What the Tab key should reach below `root`: parts that Qt makes for itself are reached through their owner."""
    return [
        widget
        for widget in root.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisibleTo(root)
        and widget.isEnabled()
        and widget.focusProxy() is None
        and not widget.objectName().startswith("qt_")
    ]


def name_of(widget: QWidget) -> str:
    if widget.accessibleName():
        return widget.accessibleName()
    if isinstance(widget, QAbstractButton):
        return widget.text()
    if isinstance(widget, QGroupBox):
        return widget.title()
    labels = [label for label in widget.window().findChildren(QLabel) if label.buddy() is widget]
    return labels[0].text() if labels else ""


def beside_the_checked(widget: QWidget) -> bool:
    """Of buttons of which one is chosen the Tab key stops at that one; the arrow keys reach the others."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group is not None and group.exclusive() and group.checkedButton() not in (None, widget)


@pytest.mark.parametrize("key", KEYS)
def test_everything_that_can_have_the_focus_has_a_name(qtbot: QtBot, session: WindowSession, key: str) -> None:
    opened(qtbot, session, key)
    nameless = [repr(widget) for widget in stops(session.window) if not name_of(widget).strip()]
    assert nameless == []


INPUTS = (QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QSlider)


def named_by_its_owner(widget: QWidget) -> bool:
    """Whether it is a part of another input, which has the name, or of a card that is named when it is put."""
    above = widget.parentWidget()
    owners = (QAbstractSpinBox, QComboBox, QLineEdit, QAbstractItemView, Overlay)
    while above is not None and not isinstance(above, owners):
        above = above.parentWidget()
    return above is not None or isinstance(widget.parentWidget(), QTabBar) or widget.objectName().startswith("qt_")


@pytest.mark.parametrize("key", KEYS)
def test_every_input_has_a_name_also_where_it_is_not_shown_yet(qtbot: QtBot, session: WindowSession, key: str) -> None:
    page = opened(qtbot, session, key)
    nameless = [
        f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}"
        for kind in INPUTS
        for widget in page.findChildren(kind)
        if not name_of(widget).strip()
        and not named_by_its_owner(widget)
        and not isinstance(widget, (PartTile, Thumbnail))
    ]
    assert nameless == []


@pytest.mark.parametrize("key", KEYS)
def test_the_tab_key_reaches_everything(qtbot: QtBot, session: WindowSession, key: str) -> None:
    page = opened(qtbot, session, key)
    wanted = [widget for widget in stops(page) + stops(session.window.header) if not beside_the_checked(widget)]
    session.window.setFocus()
    reached: list[QWidget] = []
    for _ in range(3 * len(stops(session.window)) + 20):
        focus = session.window.focusWidget() or session.window
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        reached.append(session.window.focusWidget())
    missed = [name_of(widget) or repr(widget) for widget in wanted if widget not in reached and widget.isVisible()]
    assert missed == []


@pytest.mark.parametrize("key", KEYS)
def test_every_shortcut_says_what_it_does_and_no_two_are_the_same(
    qtbot: QtBot, session: WindowSession, key: str
) -> None:
    page = opened(qtbot, session, key)
    assert [keys for keys, words in keys_of(page) if not words] == []
    live = [
        shortcut.key().toString()
        for shortcut in session.window.findChildren(QShortcut)
        if isinstance(owner := shortcut.parent(), QWidget)
        and (owner is session.window or owner.isVisibleTo(session.window))
        and shortcut.context() is not Qt.ShortcutContext.WidgetShortcut
    ]
    assert sorted(live) == sorted(set(live))


@pytest.mark.parametrize("key", KEYS)
def test_what_is_pressed_is_large_enough_for_gloves(qtbot: QtBot, session: WindowSession, key: str) -> None:
    page = opened(qtbot, session, key)
    small = [
        f"{name_of(widget)}: {widget.width()} x {widget.height()}"
        for widget in stops(page)
        if isinstance(widget, (ActionButton, NavigationButton, QLineEdit))
        and min(widget.width(), widget.height()) < TARGET - 4
    ]
    assert small == []


def test_f1_lists_the_keys_of_the_page_and_of_the_window(qtbot: QtBot, session: WindowSession) -> None:
    opened(qtbot, session, "operate")
    QTest.keyClick(session.window, Qt.Key.Key_F1)
    listed = dict(session.window.key_list.entries)
    assert listed["F5"] == "Start"
    assert listed["Ctrl+0"] == "Fit the picture into the window"
    assert listed["Alt+1"] == "Operate"
    assert listed["F11"] == "Full screen, and back"
    assert session.window.key_list.isVisible()
    QTest.keyClick(session.window.focusWidget(), Qt.Key.Key_Escape)
    assert not session.window.key_list.isVisible()


def test_ctrl_tab_goes_from_region_to_region(qtbot: QtBot, session: WindowSession) -> None:
    window = session.window
    opened(qtbot, session, "people")
    regions = [window.header, window.navigation, window.page("people")]
    window.setFocus()
    seen = []
    for _ in range(4):
        window.go_to_region(1)
        focus = window.focusWidget()
        seen.append(next(i for i, one in enumerate(regions) if one.isAncestorOf(focus)))
    assert seen == [0, 1, 2, 0]
    window.go_to_region(-1)
    assert regions[2].isAncestorOf(window.focusWidget())


def test_the_keyboard_opens_every_page(qtbot: QtBot, session: WindowSession) -> None:
    for spec in reversed(PAGES):
        assert spec.shortcut.startswith("Alt+")
        QTest.keyClick(session.window, Qt.Key(ord(spec.shortcut[-1])), Qt.KeyboardModifier.AltModifier)
        assert session.window.current == spec.key


def luminance(color: QColor) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor | str, other: QColor | str) -> float:
    """The ratio of WCAG 2.2."""
    dark, light = sorted((luminance(QColor(one)), luminance(QColor(other))))
    return (light + 0.05) / (dark + 0.05)


SURFACES = ("window", "panel", "well", "field", "control", "control_hover", "control_pressed")


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
def test_words_stand_out_from_what_they_stand_on(colors: Colors) -> None:
    pairs = [(ink, ground) for ink in ("text", "muted") for ground in SURFACES]
    pairs += [(f"on_{ground}", ground) for ground in ("accent", "viewport", "calm", "bad", "warn", "fail")]
    weak = {
        f"{ink} on {ground}": round(contrast(getattr(colors, ink), getattr(colors, ground)), 2)
        for ink, ground in pairs
        if contrast(getattr(colors, ink), getattr(colors, ground)) < 4.5
    }
    weak |= {
        f"ink of {value}": round(contrast(fill, ink), 2)
        for value, (fill, ink) in [
            *((verdict.value, colors.verdict(verdict)) for verdict in Verdict),
            *((state.value, colors.state(state)) for state in StationState),
        ]
        if contrast(fill, ink) < 4.5
    }
    assert weak == {}


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
def test_shapes_and_edges_stand_out(colors: Colors) -> None:
    """Marks, edges of inputs, the sign of the focus. Yellow is left out: it is only ever a ground with its own ink."""
    pairs = [(ink, ground) for ink in ("faint", "accent", "calm", "bad", "fail") for ground in ("window", "panel")]
    pairs += [("faint", "field"), ("faint", "well"), ("accent", "field"), ("accent", "control")]
    weak = {
        f"{ink} on {ground}": round(contrast(getattr(colors, ink), getattr(colors, ground)), 2)
        for ink, ground in pairs
        if contrast(getattr(colors, ink), getattr(colors, ground)) < 3.0
    }
    assert weak == {}
