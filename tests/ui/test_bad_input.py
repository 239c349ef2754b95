"""What the window makes of pictures that are damaged, huge or very many. docs/bad-input.md lists the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from station.accounts import Session
from station.datasets import Shot
from station.images import write_image
from station.permissions import Role
from station.queries import ImageLabel
from station.services import Station
from tests.station.built_rig import built, make_config
from ui.app import WindowSession
from ui.pages.capture import CapturePage
from ui.pages.masks import MasksPage
from ui.pages.train import TrainPage

pytestmark = pytest.mark.timeout(300)  # a picture of 150 megapixels takes its time

WAIT_MS = 60_000
SIZE = 64
MANY = 20_000
ADA = Session("Ada", Role.ADMINISTRATOR, datetime(2026, 1, 1, tzinfo=UTC))


def picture(number: int) -> np.ndarray[Any, Any]:
    return np.random.default_rng(number).integers(90, 110, (SIZE, SIZE)).astype(np.uint8)


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with built(make_config(tmp_path, side=SIZE)) as made:
        yield made


@pytest.fixture
def signed_in() -> Session:
    return ADA


def gallery(qtbot: QtBot, session: WindowSession, pictures: int) -> CapturePage:
    session.window.open_page("capture")
    page = session.window.page("capture")
    assert isinstance(page, CapturePage)
    if page.name != "gear":
        page.open_set("gear")
    page.gallery_button.click()
    qtbot.waitUntil(lambda: page.gallery.model.rowCount() == pictures, timeout=WAIT_MS)
    return page


def test_a_corrupt_picture_of_a_set_is_named_and_nothing_is_taught(
    qtbot: QtBot, session: WindowSession, station: Station
) -> None:
    station.datasets.add(ADA, "gear", [Shot(picture(n), datetime.now(UTC)) for n in range(12)], ImageLabel.GOOD)
    torn = Path(station.datasets.page("gear")[4].image.path)
    torn.write_bytes(torn.read_bytes()[:200])
    session.window.open_page("train")
    page = session.window.page("train")
    assert isinstance(page, TrainPage)
    qtbot.waitUntil(page.choices.teach_button.isEnabled, timeout=WAIT_MS)
    page.choices.teach_button.click()
    qtbot.waitUntil(page.banner.isVisible, timeout=WAIT_MS)
    assert torn.name in page.banner.message.text
    qtbot.waitUntil(page.choices.teach_button.isEnabled, timeout=WAIT_MS)
    assert station.records.recipes() == []
    assert len(station.datasets.page("gear")) == 12


def test_a_picture_of_150_megapixels_is_looked_at_and_refused_for_painting_in_words(
    qtbot: QtBot, session: WindowSession, station: Station, tmp_path: Path
) -> None:
    write_image(tmp_path / "in" / "huge.png", np.full((10_000, 15_000), 90, np.uint8))
    page = gallery(qtbot, session, 0)
    page.import_folder(tmp_path / "in", ImageLabel.DEFECT)
    qtbot.waitUntil(lambda: page.gallery.model.rowCount() == 1, timeout=WAIT_MS)
    page.gallery.gallery.setCurrentIndex(page.gallery.model.index(0))
    detail = page.gallery.detail
    qtbot.waitUntil(lambda: detail.view.picture is not None, timeout=WAIT_MS)
    shown = detail.view.picture
    assert shown is not None
    assert (shown.width, shown.height) == (15_000, 10_000)
    page.gallery.paint_button.click()
    masks = session.window.page("masks")
    assert isinstance(masks, MasksPage)
    qtbot.waitUntil(masks.banner.isVisible, timeout=WAIT_MS)
    assert "has 150 megapixels" in masks.banner.message.text
    assert masks.work is None
    assert station.datasets.counts("gear").defect == 1


def test_a_set_of_20000_pictures_is_listed_whole_and_labelled_at_its_end(
    qtbot: QtBot, session: WindowSession, station: Station
) -> None:
    station.datasets.add(ADA, "gear", [Shot(picture(0), datetime.now(UTC))], ImageLabel.UNSURE)
    [first] = station.datasets.page("gear")
    rows = [replace(first.image, sha256=f"{number:064x}") for number in range(MANY - 1)]
    station.records.pictures.add(rows, who="ada")
    page = gallery(qtbot, session, MANY)
    assert page.gallery.summary.text().startswith("20,000 of 20,000")
    thumbnails, model = page.gallery.thumbnails, page.gallery.model
    page.gallery.gallery.scrollToBottom()
    page.gallery.gallery.setCurrentIndex(model.index(MANY - 1))
    last = model.entry(model.index(MANY - 1))
    assert last is not None
    qtbot.waitUntil(lambda: thumbnails.get(last)[0], timeout=WAIT_MS)
    assert thumbnails.asked < 200
    page.gallery.label_buttons[ImageLabel.GOOD].click()
    qtbot.waitUntil(lambda: station.datasets.counts("gear").good == 1, timeout=WAIT_MS)
    [labelled] = station.datasets.page("gear", after=last.id - 1, limit=1)
    assert labelled.image.label is ImageLabel.GOOD
    assert station.datasets.counts("gear").unsure == MANY - 1
