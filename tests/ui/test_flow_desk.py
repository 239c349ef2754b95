"""Help, signing out and being signed out at the real window, while the line runs on Basler's emulator."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.services import Station
from station.types import StationState
from tests.ui.flow_rig import Person, emulated_station, part, person_at, teach_quickly
from ui.page import Page
from ui.pages import PAGES
from ui.pages.masks import MasksPage
from ui.pages.train import TrainPage

NAME = "bracket"


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with emulated_station(tmp_path, [part(300)], detector={"name": "fake", "device": "cpu"}) as made:
        teach_quickly(made, NAME, threshold=8.0, defects=(20,))
        yield made


@pytest.fixture
def person(qapp: QApplication, qtbot: QtBot, station: Station) -> Iterator[Person]:
    with person_at(qapp, qtbot, station) as one:
        yield one


def test_f1_lists_the_keys_of_every_page_and_escape_leaves_it(person: Person) -> None:
    person.sign_in("Ada")
    window = person.session.window
    for spec in PAGES:
        page = person.go_to(spec.key, Page)
        person.press(Qt.Key.Key_F1)
        person.wait(window.key_list.isVisible)
        assert spec.title in window.key_list.title.text()
        assert set(window.key_list.entries) == set(window.keys(page))
        assert all(keys and words for keys, words in window.key_list.entries)
        person.press(Qt.Key.Key_Escape)
        person.wait(lambda: not window.key_list.isVisible())


def test_whoever_signs_out_is_back_at_the_line_which_goes_on(person: Person) -> None:
    person.start_line()
    person.sign_in()
    person.go_to("train", TrainPage)
    window = person.session.window
    person.click(window.header.person_button)
    person.wait(lambda: window.entry.other_buttons)
    [sign_out] = [one for one in window.entry.other_buttons if one.text() == "Sign out"]
    person.click(sign_out)
    person.wait(lambda: window.current == "operate")
    assert not person.session.desk.signed_in
    assert window.navigation.buttons["train"].locked
    person.click(window.navigation.buttons["train"])
    person.wait(window.entry.isVisible)
    assert "engineer" in window.entry.text.text()
    person.press(Qt.Key.Key_Escape)
    person.wait(lambda: not window.entry.isVisible())
    assert window.current == "operate"
    assert window.header.state.state is StationState.READY
    assert person.inspect().recipe is not None


def test_who_leaves_the_station_is_signed_out_and_what_was_painted_is_kept(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person.start_line()
    person.sign_in()
    page = person.go_to("masks", MasksPage)
    person.wait(lambda: page.work is not None and page.canvas.preview is not None)
    start, end = (page.canvas.to_widget(QPointF(x, 50)).toPoint() for x in (35, 50))
    person.drag(page.canvas, start, end)
    assert page.work is not None
    painted = page.work.document.pixels.copy()
    assert painted.any()

    monkeypatch.setattr(person.session.idle, "_clock", lambda: time.monotonic() + 3600)
    person.wait(lambda: not person.session.desk.signed_in)
    window = person.session.window
    person.wait(lambda: window.current == "operate")
    assert "Grace was signed out" in window.notice.message.text
    assert window.header.state.state is StationState.READY
    truth = tmp_path / "data" / "datasets" / NAME / "ground_truth"
    person.wait(lambda: list(truth.glob(".*.draft")))

    monkeypatch.undo()
    person.sign_in()
    page = person.go_to("masks", MasksPage)
    assert page.work is not None
    assert (page.work.document.pixels == painted).all()
    assert page.state.text() == "not saved"
