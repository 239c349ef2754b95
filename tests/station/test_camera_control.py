"""Camera settings: what was asked, what the camera accepted, and when they may change at all."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from camera.api import CameraError, Range
from camera.fake import FakeCamera
from station.app import build
from station.camera_control import CameraSettings, Roi, camera_settings, gives_other_pictures, rounded
from station.camera_use import LINE, LIVE_VIEW, CameraUse
from station.capture_words import CapturePlan
from station.config import parse
from station.errors import NotPermitted, StateError, UsageError
from station.images import write_image
from station.queries import ImageLabel
from station.recipe import ImageSpec
from station.services import Station
from station.types import StationState
from tests.station.built_rig import ANNA, OTTO, acts, built, make_camera, make_config, picture, teach


@pytest.fixture
def camera() -> FakeCamera:
    return make_camera()


@pytest.fixture
def station(tmp_path: Path, camera: FakeCamera) -> Iterator[Station]:
    with built(make_config(tmp_path), camera) as station:
        teach(station)
        station.records.activate("cell", 1, who="anna", why="first")
        yield station


def asked(station: Station, **changes: object) -> CameraSettings:
    return replace(camera_settings(station.config.camera), **changes)


def test_looking_tells_ranges_and_what_the_camera_makes_of_its_settings(station: Station, camera: FakeCamera) -> None:
    view = station.camera_control.look()
    assert view.ranges is not None
    assert view.ranges.exposure_us == Range(1.0, 10_000_000.0)
    assert view.accepted is not None
    assert view.accepted.exposure_us == 1000.0
    assert view.asked.exposure_us is None
    assert view.rounded == ()
    assert view.used_by is None
    with pytest.raises(CameraError, match="not open"):  # it was given back
        camera.ranges()


def test_a_change_is_kept_over_a_restart_and_is_in_the_audit_trail(station: Station, tmp_path: Path) -> None:
    view = station.camera_control.change(ANNA, asked(station, exposure_us=2500.0, gain_db=3.0), why="darker parts")
    assert view.accepted is not None
    assert (view.accepted.exposure_us, view.accepted.gain_db) == (2500.0, 3.0)
    assert view.changed == ("exposure_us", "gain_db")
    station.start()
    assert station.status().accepted["exposure_us"] == 2500.0
    station.close()
    with built(make_config(tmp_path)) as again:
        again.start()
        assert again.status().accepted["exposure_us"] == 2500.0
        assert acts(again)[-1] == "camera.changed"


def test_the_trigger_mode_has_effect_at_the_next_start(station: Station) -> None:
    station.camera_control.change(ANNA, asked(station, trigger="free_run"), why="conveyor")
    assert station.config.camera.trigger == "free_run"
    station.start()
    assert station.status().accepted["trigger"] == "free_run"


def test_what_the_camera_refuses_changes_nothing(station: Station) -> None:
    with pytest.raises(CameraError, match="exposure_us"):
        station.camera_control.change(ANNA, asked(station, exposure_us=1e9), why="x")
    with pytest.raises(CameraError, match="roi"):
        station.camera_control.change(ANNA, asked(station, roi=Roi(0, 0, 8, 8)), why="x")
    assert station.settings.changed() == ()
    assert station.camera_control.look().asked == CameraSettings()
    assert "camera.changed" not in acts(station)


def test_while_the_line_runs_nothing_changes_and_the_reason_is_told(station: Station) -> None:
    station.start()
    with pytest.raises(StateError, match="while the line runs"):
        station.camera_control.change(ANNA, asked(station, exposure_us=2500.0), why="x")
    view = station.camera_control.look()
    assert (view.used_by, view.ranges) == (LINE, None)
    assert view.accepted is not None  # what the camera said at the start
    station.stop()
    station.camera_control.change(ANNA, asked(station, exposure_us=2500.0), why="x")


def test_under_a_live_view_only_exposure_and_gain_change_and_at_once(station: Station) -> None:
    control = station.camera_control
    station.capturing.open(ANNA, "free_run")
    assert control.try_live(ANNA, exposure_us=1500.0).exposure_us == 1500.0
    assert station.settings.changed() == ()
    now = control.look()
    assert now.used_by == LIVE_VIEW
    assert now.accepted is not None
    assert now.accepted.exposure_us == 1500.0
    view = control.change(ANNA, asked(station, exposure_us=2500.0), why="brighter")
    assert view.accepted is not None
    assert view.accepted.exposure_us == 2500.0
    assert station.config.camera.exposure_us == 2500.0
    with pytest.raises(StateError, match="only exposure and gain"):
        control.change(ANNA, asked(station, trigger="free_run"), why="x")
    station.capturing.close(ANNA)
    with pytest.raises(StateError, match="no live view"):
        control.try_live(ANNA, exposure_us=1500.0)
    station.start()
    assert station.status().state is not StationState.STOPPED


def test_while_pictures_go_into_a_data_set_their_light_stays(station: Station) -> None:
    station.capturing.open(ANNA, "free_run")
    station.capturing.begin(ANNA, CapturePlan("cell", ImageLabel.GOOD, count=None, every_ms=60_000))
    with pytest.raises(StateError, match="the same light"):
        station.camera_control.try_live(ANNA, exposure_us=1500.0)
    with pytest.raises(StateError, match="the same light"):
        station.camera_control.change(ANNA, asked(station, exposure_us=2500.0), why="brighter")
    assert station.config.camera.exposure_us != 2500.0
    station.capturing.end(ANNA)
    assert station.camera_control.try_live(ANNA, exposure_us=1500.0).exposure_us == 1500.0
    station.capturing.close(ANNA)


def test_only_engineers_with_a_reason_change_the_camera(station: Station) -> None:
    with pytest.raises(NotPermitted):
        station.camera_control.change(OTTO, asked(station, exposure_us=2500.0), why="x")
    with pytest.raises(UsageError):
        station.camera_control.change(ANNA, asked(station, exposure_us=2500.0), why=" ")


def test_pictures_of_another_kind_than_the_recipes_are_known() -> None:
    spec = ImageSpec(height=48, width=64, channels=1, dtype="uint8")
    fits = CameraSettings(pixel_format="Mono8", roi=Roi(4, 4, 64, 48))
    assert not gives_other_pictures(fits, spec)
    assert not gives_other_pictures(CameraSettings(), spec)
    for other in (
        replace(fits, roi=Roi(0, 0, 64, 40)),
        replace(fits, pixel_format="Mono12"),
        replace(fits, pixel_format="BayerRG8"),
    ):
        assert gives_other_pictures(other, spec)


def test_the_basler_emulator_says_what_it_accepted_instead_and_what_its_ranges_are(tmp_path: Path) -> None:
    write_image(tmp_path / "parts" / "0.png", picture(0))
    config = parse(
        {
            "schema": 1,
            "station": {"data_dir": str(tmp_path / "data")},
            "camera": {"kind": "basler", "emulate_folder": str(tmp_path / "parts"), "watchdog_ms": 60_000},
        },
        base=tmp_path,
        environ={},
    )
    station = build(config)
    try:
        teach(station)
        station.records.activate("cell", 1, who="anna", why="first")
        view = station.camera_control.change(
            ANNA, CameraSettings(exposure_us=5000.4, roi=Roi(0, 0, 33, 48)), why="trial"
        )
        assert view.ranges is not None
        assert view.ranges.exposure_us is not None
        assert view.ranges.width is not None
        assert "Mono8" in view.ranges.pixel_formats
        assert view.accepted is not None
        assert view.accepted.roi is not None
        assert view.taught_on == ImageSpec(height=48, width=48, channels=1, dtype="uint8")
        for one in view.rounded:
            assert one.asked != one.accepted
        step = view.ranges.width.step
        assert view.accepted.roi.width == 33 or (step is not None and step > 1)
    finally:
        station.close()


def test_one_user_at_a_time_and_only_the_user_gives_back() -> None:
    use = CameraUse()
    use.take(LINE)
    with pytest.raises(StateError, match="the line"):
        use.take(LIVE_VIEW)
    use.give_back(LIVE_VIEW)
    assert use.user == LINE
    use.give_back(LINE)
    assert use.user is None


def test_two_looks_at_the_same_time_wait_for_each_other(station: Station) -> None:
    with ThreadPoolExecutor(4) as threads:
        views = list(threads.map(lambda _: station.camera_control.look(), range(12)))
    assert [view.used_by for view in views] == [None] * 12
    assert all(view.accepted is not None for view in views)


def test_what_a_camera_loses_in_its_arithmetic_is_no_other_value() -> None:
    asked = CameraSettings(exposure_us=5000.0, gain_db=3.0)
    assert rounded(asked, replace(asked, gain_db=2.999994321089969)) == ()
    assert [(one.asked, one.accepted) for one in rounded(asked, replace(asked, exposure_us=4998.0))] == [
        (5000.0, 4998.0)
    ]
