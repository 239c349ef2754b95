from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt
from pytestqt.qtbot import QtBot

from station.queries import ImageLabel, LabelledImage, StoredImage
from ui.gallery_model import GalleryModel, Thumbnails, View
from ui.gallery_view import PICTURE, Gallery
from ui.tasks import Tasks
from ui.theme import Theme

WAIT_MS = 60_000
MANY = 20_000
AT = datetime(2026, 1, 1, tzinfo=UTC)


def entry(number: int) -> StoredImage:
    label = ImageLabel.DEFECT if number % 10 == 0 else ImageLabel.GOOD
    return StoredImage(number, LabelledImage("many", f"{number}.png", f"{number:064x}", label, 8, 8, 1, "uint8", AT))


@pytest.fixture
def gallery(qtbot: QtBot, theme: Theme, tasks: Tasks) -> Iterator[Gallery]:
    thumbnails = Thumbnails(lambda _image: np.zeros((8, 8), np.uint8), tasks, QSize(PICTURE))
    model = GalleryModel(thumbnails, tasks)
    made = Gallery(model, thumbnails, theme)
    made.resize(900, 600)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.hide()


def take(qtbot: QtBot, gallery: Gallery, count: int) -> GalleryModel:
    model = gallery._gallery
    with qtbot.waitSignal(model.arranged, timeout=WAIT_MS):
        model.take(entry(number) for number in range(1, count + 1))
    return model


def python_calls(work: Callable[[], object]) -> int:
    """How many functions of Python `work` comes to on this thread."""
    count = 0

    def look(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(look)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def test_laying_out_twenty_thousand_tiles_asks_python_nothing_about_each(qtbot: QtBot, gallery: Gallery) -> None:
    model = take(qtbot, gallery, MANY)
    assert model.rowCount() == MANY
    assert python_calls(gallery.doItemsLayout) < 100
    assert gallery.verticalScrollBar().maximum() > 1000 * PICTURE.height()


def test_twenty_thousand_pictures_are_shown_without_loading_more_than_is_seen(qtbot: QtBot, gallery: Gallery) -> None:
    take(qtbot, gallery, MANY)
    thumbnails = gallery._gallery._thumbnails
    qtbot.waitUntil(lambda: thumbnails.kept >= 4, timeout=WAIT_MS)
    assert thumbnails.asked < 100


def test_tiles_can_be_chosen_and_not_edited(qtbot: QtBot, gallery: Gallery) -> None:
    model = take(qtbot, gallery, 30)
    flags = model.flags(model.index(3))
    assert flags & Qt.ItemFlag.ItemIsSelectable
    assert not flags & Qt.ItemFlag.ItemIsEditable
    assert not flags & Qt.ItemFlag.ItemIsDragEnabled


def test_what_was_chosen_stays_chosen_when_other_pictures_are_shown(qtbot: QtBot, gallery: Gallery) -> None:
    model = take(qtbot, gallery, 30)
    assert gallery.go_to(20)
    with qtbot.waitSignal(model.arranged, timeout=WAIT_MS):
        model.set_view(View(label=ImageLabel.DEFECT))
    assert model.rowCount() == 3
    assert gallery.numbers() == [20]
    model.clear()
    assert model.rowCount() == 0
    assert gallery.numbers() == []
