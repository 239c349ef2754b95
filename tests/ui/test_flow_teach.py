"""A new product, from eight captured pictures to the line: everything through the window, with Basler's emulator."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.audit import Act
from station.capture_words import Source
from station.presets import Preset
from station.queries import ImageLabel
from station.services import Station
from station.types import StationState, Verdict
from tests.ui.flow_rig import HOLE, WAIT_MS, Person, emulated_station, part, person_at, put_in_front
from ui.pages.capture import CapturePage
from ui.pages.operate import OperatePage
from ui.pages.train import TrainPage

pytestmark = pytest.mark.timeout(300)  # a training starts an interpreter and loads a network

NAME = "bracket"
GOOD = [part(number, noise=3.0 + 0.5 * number) for number in range(8)]
NEW_GOOD, DEFECT = part(102), part(200, hole=20)
"""Whichever two of the eight are held out, the first scores clearly below the higher one of them."""


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with emulated_station(tmp_path, GOOD) as made:
        yield made


@pytest.fixture
def person(qapp: QApplication, qtbot: QtBot, station: Station) -> Iterator[Person]:
    with person_at(qapp, qtbot, station) as one:
        yield one


def capture(person: Person, station: Station) -> None:
    page = person.go_to("capture", CapturePage)
    person.type_into(page.sets, NAME, enter=True)
    person.wait(lambda: page.name == NAME)
    person.click(page.camera.live_button)
    person.wait(lambda: page.camera.view.picture is not None)
    person.type_into(page.camera.pictures, "8")
    person.type_into(page.camera.every, "0")
    person.click(page.camera.burst_button)
    person.wait(lambda: page.numbers.text == "8 good · 0 defects")
    person.click(page.gallery_button)
    person.wait(lambda: page.gallery.model.rowCount() == 8)
    person.wait(lambda: station.capturing.source is Source.NONE)  # the gallery needs no camera
    assert "escape rate stays unknown" in page.claim.text()


def teach(person: Person) -> None:
    page = person.go_to("train", TrainPage)
    person.wait(lambda: page.choices.view is not None and page.choices.view.name == NAME)
    person.click(page.choices.cards[Preset.BALANCED])
    person.wait(lambda: page.choices.cost.text().startswith("About"))
    assert (
        "learns from 6 good pictures; held out for the threshold: 2; to count: 0 defects." in page.choices.detail.text()
    )
    person.type_into(page.choices.note, "first eight")
    person.click(page.choices.teach_button)
    person.wait(lambda: page.tabs.currentWidget() is page.result and page.result.version == 1, timeout=4 * WAIT_MS)
    assert page.result.false_rejects.value.text() == "0 of 2"
    assert page.result.escapes.value.text() == "–"
    person.wait(lambda: len(page.result.worst_good.tiles) == 2)
    person.click(page.result.promote_button)
    person.confirm(page, "new product")
    person.wait(lambda: "version 1 is in force" in page.banner.message.text)


def test_a_product_is_taught_from_eight_captured_pictures_and_goes_live(
    person: Person, station: Station, tmp_path: Path
) -> None:
    person.sign_in()
    capture(person, station)
    teach(person)

    put_in_front(tmp_path / "parts", [NEW_GOOD, DEFECT])
    person.go_to("operate", OperatePage)
    person.start_line()
    good, bad = person.inspect(), person.inspect()
    assert (good.verdict, bad.verdict) == (Verdict.OK, Verdict.NOK)
    operate = person.session.window.operate
    person.wait(lambda: operate.view.picture is not None and operate.view.picture.peak is not None)
    assert operate.view.picture is not None
    assert operate.view.picture.peak is not None
    x, y = operate.view.picture.peak
    rows, columns = HOLE
    assert columns.start <= x < columns.stop
    assert rows.start <= y < rows.stop
    person.wait(lambda: operate.counters.rate.text == "Yield 50.0 % of 2")
    person.click(operate.stop_button)
    person.wait(lambda: person.session.window.header.state.state is StationState.STOPPED)

    assert [row.id for row in station.records.inspections(limit=10).items] == [bad.id, good.id]
    recipe = station.records.recipe(NAME, 1)
    assert (good.recipe, good.model) == (recipe.ref, recipe.model.ref)
    assert station.records.model(recipe.model.ref).detector == "patchcore"  # type: ignore[union-attr]
    assert [one.label for one in station.records.images(NAME)] == [ImageLabel.GOOD] * 8
    acts = [(entry.action, entry.who, entry.why) for entry in station.records.audit.entries()]
    assert (Act.RECIPE_ACTIVATED, "Grace", "new product") in acts
    assert {Act.USER_SIGNED_IN, Act.LABELS_CHANGED, Act.RECIPE_TAUGHT} <= {
        act for act, who, _ in acts if who == "Grace"
    }
    assert station.records.audit.verify().broken is None
    with closing(sqlite3.connect(tmp_path / "data" / "records.sqlite")) as database:
        assert database.execute("select verdict from inspections order by id").fetchall() == [("OK",), ("NOK",)]
