from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from station.exhibits import Candidate, Exhibit, Said
from station.heatmap import HeatScale
from station.types import Verdict
from ui.exhibit import Shown, pictures, shown
from ui.theme import Theme
from ui.widgets.gallery import Pages, TileGrid


def made(number: int, recipes: int = 1) -> Shown:
    heat = np.zeros((48, 64), np.uint8)
    heat[10:20, 10:20] = 200
    scale = HeatScale.of(1.0, None)
    return shown(
        Exhibit(
            Candidate(Path(f"{number}.png"), "0" * 64),
            (Said(1.5, Verdict.NOK),) * recipes,
            np.full((48, 64), 90, np.uint8),
            (heat,) * recipes,
            (scale,) * recipes,
        )
    )


def words(one: Shown) -> tuple[str, ...]:
    return (one.exhibit.candidate.path.name, "NOK")


def test_tiles_take_as_many_columns_as_there_is_room_for_also_when_it_gets_less(qtbot: QtBot, theme: Theme) -> None:
    sheet = TileGrid(theme, "Defects")
    pages = Pages(theme, sheet)
    qtbot.addWidget(pages)
    pages.resize(760, 500)
    pages.show()
    sheet.show_all([made(number) for number in range(5)], words)

    def columns() -> int:
        return len({tile.x() for tile in sheet.tiles})

    qtbot.waitUntil(lambda: columns() == 4, timeout=60_000)
    pages.resize(420, 500)
    qtbot.waitUntil(lambda: columns() == 2, timeout=60_000)
    assert all(tile.geometry().right() <= sheet.width() for tile in sheet.tiles)
    sheet.show_all((), words)
    assert sheet.isHidden()


def test_a_tile_is_pressed_with_the_keyboard_and_says_what_it_is(qtbot: QtBot, theme: Theme) -> None:
    grid = TileGrid(theme, "Defects")
    qtbot.addWidget(grid)
    grid.resize(500, 300)
    grid.show_all([made(1), made(2)], words)
    grid.show()
    chosen: list[Shown] = []
    grid.chosen.connect(chosen.append)
    grid.tiles[1].setFocus()
    qtbot.keyClick(grid.tiles[1], Qt.Key.Key_Space)
    assert [one.exhibit.candidate.path.name for one in chosen] == ["2.png"]
    assert grid.tiles[1].accessibleName() == "2.png, NOK"


def test_heat_is_painted_where_it_is_and_both_recipes_are_shown_large(qtbot: QtBot, theme: Theme) -> None:
    one = made(1, recipes=2)
    assert len(one.tiles) == 2
    tile = one.tiles[0]
    inside = tile.pixelColor(15 * tile.width() // 64, 15 * tile.height() // 48)
    assert inside.red() - inside.green() > 40
    assert tile.pixelColor(tile.width() - 3, tile.height() - 3).getRgb()[:3] == (90, 90, 90)
    pages = Pages(theme, QWidget())
    qtbot.addWidget(pages)
    pages.large.show_pictures(pictures(one.exhibit), ("Version 1", "Version 2"), "1.png", None)
    pages.show()
    pages.show_large()
    assert all(view.isVisible() and view.picture is not None for view in pages.large.views)
    pages.large.back_button.click()
    assert pages.currentWidget() is pages.rolling
    pages.large.show_pictures(pictures(made(3).exhibit), ("",), "3.png", one.exhibit.scales[0])
    pages.show_large()
    assert [view.isVisible() for view in pages.large.views] == [True, False]
