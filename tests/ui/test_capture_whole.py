"""A data set as a whole in the gallery: MVTec layout in and out, snapshots, the way to its region."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from station.accounts import Session
from station.audit import AuditQuery
from station.datasets import Shot
from station.images import read_image, write_image
from station.permissions import Role
from station.queries import ImageLabel
from station.services import Station
from tests.station.built_rig import built, make_config
from ui.app import WindowSession
from ui.pages.capture import CapturePage
from ui.pages.masks import MasksPage
from ui.widgets.buttons import ActionButton

WAIT_MS = 60_000
SIZE = 64
ADA = Session("Ada", Role.ADMINISTRATOR, datetime(2026, 1, 1, tzinfo=UTC))


def picture(number: int) -> np.ndarray[Any, Any]:
    return np.random.default_rng(number).integers(90, 110, (SIZE, SIZE)).astype(np.uint8)


def mask() -> np.ndarray[Any, Any]:
    made = np.zeros((SIZE, SIZE), np.uint8)
    made[10:20, 10:20] = 255
    return made


def category(folder: Path) -> Path:
    for n in range(4):
        write_image(folder / "train" / "good" / f"{n}.png", picture(n))
    write_image(folder / "test" / "scratch" / "0.png", picture(50))
    write_image(folder / "ground_truth" / "scratch" / "0_mask.png", mask())
    return folder


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with built(make_config(tmp_path, side=SIZE)) as made:
        yield made


@pytest.fixture
def signed_in() -> Session:
    return ADA


@pytest.fixture
def fill(station: Station) -> Callable[[range, ImageLabel], None]:
    def put(numbers: range, label: ImageLabel) -> None:
        station.datasets.add(ADA, "gear", [Shot(picture(n), datetime.now(UTC)) for n in numbers], label)

    return put


@pytest.fixture
def page(qtbot: QtBot, session: WindowSession) -> CapturePage:
    session.window.open_page("capture")
    found = session.window.page("capture")
    assert isinstance(found, CapturePage)
    qtbot.waitUntil(lambda: session.tasks.running == 0, timeout=WAIT_MS)
    if found.name != "gear":
        found.open_set("gear")
    found.gallery_button.click()
    found.gallery.whole_button.click()
    qtbot.waitUntil(lambda: session.tasks.running == 0, timeout=WAIT_MS)
    return found


def choose(page: CapturePage, button: ActionButton, folder: Path) -> None:
    """Press a button and answer its question for a folder."""
    assert button.isVisible()
    button.click()
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(folder))
    dialog.close()


def said(qtbot: QtBot, page: CapturePage, words: str) -> None:
    qtbot.waitUntil(lambda: words in page.banner.message.text, timeout=WAIT_MS)


def test_a_category_comes_in_with_its_masks_and_goes_out_again(
    qtbot: QtBot, page: CapturePage, station: Station, tmp_path: Path
) -> None:
    whole = page.gallery.whole
    choose(page, whole.import_button, category(tmp_path / "gears"))
    assert not whole.export_button.isEnabled()
    said(qtbot, page, "Added to gear: 4 good pictures, 1 defect, masks: 1.")
    qtbot.waitUntil(lambda: page.gallery.model.rowCount() == 5, timeout=WAIT_MS)
    assert len(station.records.pictures.masks_of("gear")) == 1
    (tmp_path / "out").mkdir()
    choose(page, whole.export_button, tmp_path / "out")
    said(qtbot, page, "to learn from 3 good pictures")
    [written] = (tmp_path / "out" / "gear" / "ground_truth" / "scratch").glob("*_mask.png")
    assert (read_image(written) == mask()).all()
    assert len(list((tmp_path / "out" / "gear").rglob("good/*.png"))) == 4


def test_what_cannot_come_in_or_go_out_is_refused_in_words_and_nothing_is_changed(
    qtbot: QtBot, page: CapturePage, station: Station, fill: Callable[[range, ImageLabel], None], tmp_path: Path
) -> None:
    whole = page.gallery.whole
    torn = category(tmp_path / "torn")
    (torn / "test" / "scratch" / "0.png").write_bytes(b"no picture")
    choose(page, whole.import_button, torn)
    said(qtbot, page, "0.png")
    assert station.datasets.page("gear") == []
    fill(range(3), ImageLabel.GOOD)
    (tmp_path / "gear").mkdir()
    choose(page, whole.export_button, tmp_path)
    said(qtbot, page, "exists already")
    assert list((tmp_path / "gear").iterdir()) == []
    assert whole.export_button.isEnabled()


def test_a_set_is_kept_as_a_snapshot_that_is_listed(
    qtbot: QtBot, page: CapturePage, station: Station, fill: Callable[[range, ImageLabel], None]
) -> None:
    fill(range(3), ImageLabel.GOOD)
    whole = page.gallery.whole
    assert whole.snapshots.text() == "No snapshots."
    assert not whole.snapshot_button.isEnabled()
    whole.snapshot_name.setText("before the new light")
    whole.snapshot_button.click()
    said(qtbot, page, "Kept as before the new light: 3 pictures of gear.")
    qtbot.waitUntil(lambda: "before the new light (3 pictures" in whole.snapshots.text(), timeout=WAIT_MS)
    kept = station.records.pictures.snapshot("gear", "before the new light")
    assert kept is not None
    assert [one.label for one in kept.images] == [ImageLabel.GOOD] * 3
    assert [one.who for one in station.records.audit.entries(AuditQuery(action="snapshot.taken"))] == ["Ada"]
    fill(range(10, 12), ImageLabel.GOOD)
    whole.snapshot_name.setText("before the new light")
    whole.snapshot_button.click()
    said(qtbot, page, "already, with other pictures or labels")


def test_the_region_of_the_set_is_one_press_away(
    qtbot: QtBot, page: CapturePage, session: WindowSession, fill: Callable[[range, ImageLabel], None]
) -> None:
    fill(range(2), ImageLabel.GOOD)
    page.gallery.whole.region_button.click()
    assert session.window.current == "masks"
    masks = session.window.page("masks")
    assert isinstance(masks, MasksPage)
    assert masks.panel.region_mode
    qtbot.waitUntil(lambda: masks.work is not None and masks.work.recipe == "gear", timeout=WAIT_MS)
    number = masks.work.id if masks.work is not None else 0
    masks.show_subject(("gear", number))
    assert not masks.panel.region_mode


def test_an_operator_changes_nothing_of_the_set(
    page: CapturePage, session: WindowSession, fill: Callable[[range, ImageLabel], None]
) -> None:
    fill(range(2), ImageLabel.GOOD)
    session.desk.sign_in(Session("Oskar", Role.OPERATOR, datetime.now(UTC)))
    whole = page.gallery.whole
    for widget in (whole.import_button, whole.export_button, whole.snapshot_name, whole.region_button):
        assert not widget.isEnabled()
