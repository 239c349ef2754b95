"""The guides of the page Calibration with a camera that sees what lies in front of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from calibration.boards import Board
from station.accounts import Session
from station.calibration_ref import Kind
from station.capture_words import Source
from station.services import Station
from station.upkeep import Standing, Subject
from tests.station.built_rig import acts, teach
from tests.station.placed_rig import placed_good
from tests.ui.calibration_rig import (
    ADA,
    OTTO,
    WAIT_MS,
    Known,
    Scene,
    confirm,
    opened,
    settle,
    shots,
    start_live,
    station_with_scene,
)
from ui.app import WindowSession
from ui.widgets.banner import Level


@pytest.fixture
def scene(request: pytest.FixtureRequest) -> Scene:
    return Scene(*getattr(request, "param", (320, 240)))


@pytest.fixture
def station(tmp_path: Path, scene: Scene) -> Iterator[Station]:
    with station_with_scene(tmp_path, scene) as made:
        pictures = [np.asarray(one[: scene.height, : scene.width]) for one in placed_good(8)]
        teach(made, "cover", good=pictures, image=_spec(pictures[0]))
        made.records.activate("cover", 1, who="Ada", why="first")
        yield made


def _spec(picture: Any) -> dict[str, Any]:
    return {"height": picture.shape[0], "width": picture.shape[1], "channels": 1, "dtype": "uint8"}


@pytest.fixture
def signed_in() -> Session:
    return ADA


def take(qtbot: QtBot, session: WindowSession, button: Any) -> None:
    qtbot.waitUntil(button.isEnabled, timeout=WAIT_MS)
    button.click()
    settle(qtbot, session)


def fresh(qtbot: QtBot, section: Any, scene: Scene, show: Any) -> None:
    """Change what lies in front of the camera, and wait until no older picture can come."""
    scene.show = show
    before = section.guide.raw_frame()
    seen = [before]

    def changed() -> bool:
        frame = section.guide.raw_frame()
        if frame is not seen[-1]:
            seen.append(frame)
        return len(seen) > 3

    qtbot.waitUntil(changed, timeout=WAIT_MS)


def test_a_flat_field_is_taken_tried_looked_at_and_kept_with_a_reason(
    qtbot: QtBot, session: WindowSession, station: Station, scene: Scene
) -> None:
    section = opened(qtbot, session, "flat_field")
    assert not section.dark_button.isEnabled(), "without a live picture there is nothing to take"
    start_live(qtbot, section)
    fresh(qtbot, section, scene, scene.dark)
    take(qtbot, session, section.dark_button)
    fresh(qtbot, section, scene, scene.sheet)
    take(qtbot, session, section.bright_button)
    assert "% after" in section.result.found.text()
    assert section.unsaved() == "a flat field that was not kept"
    for button in (section.before_button, section.gain_button, section.after_button):
        button.click()
        settle(qtbot, session)
        assert section.view.picture is not None
    section.keep_button.click()
    confirm(qtbot, session, "new lamp")
    record = station.calibrations.current("cover")
    assert record is not None
    assert record.kinds == (Kind.FLAT_FIELD,)
    part = record.meta.parts[Kind.FLAT_FIELD]
    assert (part.made_by, part.n_pictures, record.meta.note) == ("Ada", 16, "new lamp")
    assert "calibration.made" in acts(station)
    assert section.unsaved() is None
    state = opened(qtbot, session, "state")
    flat = next(one for one in state.entries if one.subject is Subject.FLAT_FIELD)
    assert flat.standing is Standing.DUE
    assert "taken over" in flat.why


def test_a_saturated_sheet_is_refused_in_words_and_nothing_can_be_kept(
    qtbot: QtBot, session: WindowSession, station: Station, scene: Scene
) -> None:
    section = opened(qtbot, session, "flat_field")
    scene.show = lambda _n: np.full((scene.height, scene.width), 255, np.uint8)
    start_live(qtbot, section)
    take(qtbot, session, section.bright_button)
    assert "saturated" in section.result.found.text()
    assert "exposure" in section.page.banner.hint.text
    assert section.page.banner.level is Level.WARNING
    assert not section.keep_button.isEnabled()
    assert station.calibrations.current("cover") is None


def test_the_camera_is_given_back_when_the_guide_is_left(
    qtbot: QtBot, session: WindowSession, station: Station
) -> None:
    section = opened(qtbot, session, "flat_field")
    start_live(qtbot, section)
    opened(qtbot, session, "state")
    qtbot.waitUntil(lambda: station.capturing.source is Source.NONE, timeout=WAIT_MS)
    assert station.camera_use.user is None


def test_while_the_line_runs_the_guide_says_so_and_takes_nothing(
    qtbot: QtBot, session: WindowSession, station: Station
) -> None:
    section = opened(qtbot, session, "flat_field")
    station.start()
    try:
        section.look()
        assert "stop it first" in section.state.text()
        assert not section.live_button.isEnabled()
        assert not section.bright_button.isEnabled()
    finally:
        station.stop()


def test_somebody_who_may_not_calibrate_leaves_the_page(qtbot: QtBot, session: WindowSession) -> None:
    opened(qtbot, session, "flat_field")
    session.desk.sign_in(OTTO)
    assert session.window.current == "operate"


def test_a_grey_camera_has_no_white_balance_and_is_told_so(qtbot: QtBot, session: WindowSession, scene: Scene) -> None:
    section = opened(qtbot, session, "white_balance")
    scene.show = scene.sheet
    start_live(qtbot, section)
    take(qtbot, session, section.card_button)
    assert "only colour pictures" in section.result.found.text()
    assert not section.keep_button.isEnabled()


def test_a_white_balance_of_a_colour_camera_is_kept(
    qtbot: QtBot, session: WindowSession, station: Station, scene: Scene
) -> None:
    section = opened(qtbot, session, "white_balance")
    scene.show = scene.card
    start_live(qtbot, section)
    take(qtbot, session, section.card_button)
    assert section.result.found.text().startswith("Gains: red 0.8")
    section.keep_button.click()
    confirm(qtbot, session, "other lamp")
    record = station.calibrations.current("cover")
    assert record is not None
    assert record.kinds == (Kind.WHITE_BALANCE,)


@pytest.mark.parametrize("scene", [(640, 480)], indirect=True)
def test_the_lens_is_found_from_boards_and_then_the_scale(
    qtbot: QtBot, session: WindowSession, station: Station, scene: Scene
) -> None:
    section = opened(qtbot, session, "lens")
    known = Known()
    views = shots(known, Board("charuco", 12, 9, 15.0))
    scene.show = scene.part_large
    start_live(qtbot, section)
    qtbot.waitUntil(lambda: "was not found" in section.state.text(), timeout=WAIT_MS)
    assert not section.take_button.isEnabled()

    def sees(view: Any) -> bool:
        newest = section._newest
        return newest is not None and np.array_equal(newest.image, view) and section.take_button.isEnabled()

    for view in views:
        scene.show = lambda _n, view=view: view
        qtbot.waitUntil(lambda view=view: sees(view), timeout=WAIT_MS)
        section.take_button.click()
    assert len(section.seen) == len(views)
    assert all(count for row in section.coverage.counts for count in row)
    section.find_button.click()
    settle(qtbot, session)
    assert section._lens is not None
    assert section._lens.focal == pytest.approx(known.focal, rel=0.005)
    assert "px off in 12 pictures" in section.lens.found.text()
    section.keep_lens_button.click()
    confirm(qtbot, session, "new lens")
    section._show_live()
    qtbot.waitUntil(section.plane_button.isEnabled, timeout=WAIT_MS)
    section.plane_button.click()
    settle(qtbot, session)
    assert "mm per pixel" in section.plane.found.text()
    section.keep_plane_button.click()
    confirm(qtbot, session, "board on the table")
    record = station.calibrations.current("cover")
    assert record is not None
    assert record.kinds == (Kind.LENS, Kind.PLANE)


def test_a_board_that_cannot_be_used_is_told_where_it_is_set(qtbot: QtBot, session: WindowSession) -> None:
    section = opened(qtbot, session, "lens")
    section.kind.setCurrentIndex(1)
    section.columns.setValue(10)
    section.rows.setValue(8)
    assert "upside down" in section.board.found.text()
    section.rows.setValue(9)
    assert section.board.found.text() == ""
