"""A mask from a heatmap's proposal to pixel metrics: all through the window, with a picture of Basler's emulator."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.audit import Act
from station.images import read_image, sha256_file
from station.queries import ImageLabel
from station.services import Station
from tests.ui.flow_rig import HOLE, SIDE, Person, emulated_station, part, person_at, teach_quickly
from ui.labels import label_word
from ui.mask_canvas import Tool
from ui.pages.capture import CapturePage
from ui.pages.masks import MasksPage

NAME = "bracket"
DEFECT = part(300, hole=20)


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with emulated_station(tmp_path, [DEFECT], detector={"name": "fake", "device": "cpu"}) as made:
        teach_quickly(made, NAME, threshold=8.0, defects=())
        yield made


@pytest.fixture
def person(qapp: QApplication, qtbot: QtBot, station: Station) -> Iterator[Person]:
    with person_at(qapp, qtbot, station) as one:
        yield one


def capture_defect(person: Person) -> CapturePage:
    page = person.go_to("capture", CapturePage)
    person.wait(lambda: page.name == NAME)
    person.click(page.camera.live_button)
    person.choose(page.camera.label, label_word(ImageLabel.DEFECT))
    person.type_into(page.camera.kind, "hole")
    person.click(page.camera.one_button)
    person.wait(lambda: page.numbers.text == "14 good · 1 defects")
    return page


def paint_from_gallery(person: Person, page: CapturePage) -> MasksPage:
    person.click(page.gallery_button)
    person.choose(page.gallery.label_filter, label_word(ImageLabel.DEFECT))
    person.wait(lambda: page.gallery.model.rowCount() == 1)
    tiles = page.gallery.gallery
    person.click(tiles.viewport(), tiles.visualRect(page.gallery.model.index(0)).center())
    person.click(page.gallery.paint_button)
    person.wait(lambda: person.session.window.current == "masks")
    masks = person.session.window.page("masks")
    assert isinstance(masks, MasksPage)
    person.wait(lambda: masks.work is not None and masks.canvas.preview is not None)
    return masks


def measure(person: Person, page: MasksPage) -> str:
    said = page.panel.figures.text()
    person.click(page.panel.measure_button)
    person.wait(lambda: page.panel.figures.text() != said)
    return page.panel.figures.text()


def painted(page: MasksPage) -> np.ndarray:
    assert page.work is not None
    return np.asarray(page.work.document.pixels != 0)


def overlap(mask: np.ndarray) -> float:
    """Intersection over union with where the hole is."""
    true = np.zeros((SIDE, SIDE), bool)
    true[HOLE] = True
    return float((mask & true).sum() / (mask | true).sum())


def on_screen(page: MasksPage, x: int, y: int) -> QPoint:
    return page.canvas.to_widget(QPointF(x + 0.5, y + 0.5)).toPoint()


def test_a_mask_begun_from_the_heatmap_is_saved_and_gives_pixel_metrics(
    person: Person, station: Station, tmp_path: Path
) -> None:
    person.sign_in()
    page = paint_from_gallery(person, capture_defect(person))
    assert "No defect has a mask" in measure(person, page)
    assert "AUROC" not in page.panel.figures.text()

    person.click(page.panel.add_button)
    person.wait(lambda: painted(page).any() and page.panel.refine_button.isEnabled())
    proposed = painted(page)
    person.click(page.panel.refine_button)
    person.wait(lambda: not np.array_equal(painted(page), proposed))
    assert overlap(painted(page)) > max(0.9, overlap(proposed))
    person.click(page.panel.tools[Tool.BRUSH])
    for _ in range(5):
        person.press(Qt.Key.Key_BracketLeft)
    assert page.panel.size_label.text().startswith("Width 4 pixels")
    before = painted(page)
    person.drag(page.canvas, on_screen(page, 56, 42), on_screen(page, 56, 58))
    stroke = painted(page) & ~before
    assert stroke[42:59, 56].all()
    assert page.state.text() == "not saved"
    person.click(page.save_button)
    person.wait(lambda: page.state.text().startswith("saved"))

    [stored] = station.records.pictures.stored(NAME, ImageLabel.DEFECT)
    picture = Path(stored.image.path)
    assert np.array_equal(read_image(picture), DEFECT)
    file = tmp_path / "data" / "datasets" / NAME / "ground_truth" / f"{picture.stem}_mask.png"
    mask = read_image(file)
    assert np.array_equal(mask, np.where(painted(page), 255, 0))
    row = station.records.pictures.mask(stored.id)
    assert row is not None
    assert (row.path, row.sha256, row.pixels) == (str(file), sha256_file(file), int(painted(page).sum()))
    assert row.who == "Grace"
    assert row.proposed_by == station.records.recipe(NAME, 1).model.ref
    [entry] = [one for one in station.records.audit.entries() if one.action == Act.MASK_CHANGED]
    assert entry.who == "Grace"

    said = measure(person, page)
    figures = re.match(r"Pixel AUROC ([\d.]+), AUPRO ([\d.]+)", said)
    assert figures is not None
    assert all(0.5 < float(figure) <= 1.0 for figure in figures.groups())
    assert "painted defects 1, good pictures 6" in said
