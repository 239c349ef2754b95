"""Settings changed at the station: kept with their audit row, until station.toml speaks last."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from station.audit import Act
from station.config import Config
from station.db import Records
from station.errors import ConfigError, RecordsError
from station.settings import Settings
from tests.station.built_rig import built, make_config, teach


@pytest.fixture
def config(tmp_path: Path) -> Config:
    (tmp_path / "data").mkdir()
    return make_config(tmp_path, images={"max_gb": 10.0})


@pytest.fixture
def records(config: Config) -> Iterator[Records]:
    records = Records.open(config.database_url)
    yield records
    records.close()


def change(settings: Settings, records: Records, **values: object) -> Config:
    named = {key.replace("__", "."): value for key, value in values.items()}
    return settings.change(named, records.audit, Act.CAMERA_CHANGED, who="anna", why="too dark")


def test_what_was_changed_goes_on_top_of_the_file_and_says_who_why_before_and_after(
    config: Config, records: Records
) -> None:
    changed = change(Settings(config), records, camera__exposure_us=4000.0, camera__roi=None, images__max_gb=20.0)
    assert (changed.camera.exposure_us, changed.images.max_gb) == (4000.0, 20.0)
    assert Settings(config).effective() == changed
    assert {one.key: (one.value, one.file_says, one.who) for one in Settings(config).changed()} == {
        "camera.exposure_us": (4000.0, None, "anna"),
        "images.max_gb": (20.0, 10.0, "anna"),
    }
    (entry,) = records.audit.entries()
    assert (entry.action, entry.who, entry.why) == ("camera.changed", "anna", "too dark")
    assert entry.before == {"camera.exposure_us": None, "images.max_gb": 10.0}
    assert entry.after == {"camera.exposure_us": 4000.0, "images.max_gb": 20.0}


def test_a_region_comes_back_as_it_was_set(config: Config, records: Records) -> None:
    change(Settings(config), records, camera__roi={"x": 0, "y": 8, "width": 32, "height": 16})
    roi = Settings(config).effective().camera.roi
    assert roi is not None
    assert (roi.x, roi.y, roi.width, roi.height) == (0, 8, 32, 16)


def test_nothing_is_recorded_where_nothing_changes_and_the_files_own_value_ends_the_change(
    config: Config, records: Records
) -> None:
    settings = Settings(config)
    change(settings, records, images__max_gb=10.0)
    assert records.audit.entries() == []
    change(settings, records, images__max_gb=20.0)
    change(settings, records, images__max_gb=10.0)
    assert settings.changed() == ()
    assert settings.effective() == config


def test_a_value_that_is_not_possible_changes_nothing(config: Config, records: Records) -> None:
    settings = Settings(config)
    for values, said in (
        ({"camera__exposure_us": -1.0}, "camera.exposure_us"),
        ({"camera__trigger": "sometimes"}, "camera.trigger"),
        ({"camera__roi": {"x": 0, "y": 0, "width": 0, "height": 4}}, "camera.roi.width"),
        ({"station__name": "x"}, "station.name"),
    ):
        with pytest.raises(ConfigError, match=said):
            change(settings, records, **values)
    assert records.audit.entries() == []
    assert not settings.path.exists()


def test_a_change_without_its_audit_row_is_taken_back(config: Config, records: Records) -> None:
    settings = Settings(config)
    change(settings, records, images__max_gb=20.0)
    before = settings.path.read_bytes()
    records.close()
    with pytest.raises(RecordsError):
        change(settings, records, images__max_gb=30.0)
    assert settings.path.read_bytes() == before


def test_station_toml_that_was_changed_later_wins_and_the_change_does_not_come_back(
    config: Config, records: Records, tmp_path: Path
) -> None:
    change(Settings(config), records, images__max_gb=20.0, images__keep_passes=0.5)
    edited = make_config(tmp_path, images={"max_gb": 5.0})
    assert Settings(edited).effective().images.max_gb == 5.0
    assert Settings(edited).effective().images.keep_passes == 0.5
    assert [(one.key, one.value) for one in Settings(edited).drop_overruled()] == [("images.max_gb", 20.0)]
    assert Settings(config).effective().images.max_gb == 10.0


def test_settings_of_another_camera_mean_nothing(config: Config, records: Records, tmp_path: Path) -> None:
    change(Settings(config), records, camera__exposure_us=4000.0)
    other = make_config(tmp_path, camera={"kind": "fake", "width": 640, "height": 480})
    assert Settings(other).effective() == other


def test_a_damaged_file_stops_the_start_in_words(config: Config, records: Records) -> None:
    settings = Settings(config)
    change(settings, records, images__max_gb=20.0)
    whole = json.loads(settings.path.read_text())
    for text in (
        "{",
        "[]",
        json.dumps({**whole, "schema": 9}),
        json.dumps({"schema": 1, "settings": {"line.hang_ms": whole["settings"]["images.max_gb"]}}),
        json.dumps({"schema": 1, "settings": {"images.max_gb": 20.0}}),
    ):
        settings.path.write_text(text)
        with pytest.raises(ConfigError, match=r"settings\.json"):
            settings.effective()


def test_a_station_is_built_with_what_was_changed_and_tells_what_the_file_overruled(
    config: Config, records: Records, tmp_path: Path
) -> None:
    change(Settings(config), records, images__max_gb=20.0, camera__exposure_us=4000.0)
    edited = make_config(tmp_path, images={"max_gb": 5.0})
    with built(edited) as station:
        teach(station)
        station.records.activate("cell", 1, who="anna", why="first")
        assert (station.config.images.max_gb, station.config.camera.exposure_us) == (5.0, 4000.0)
        station.start()
        station.stop()  # events are written while the line runs, and at its end
        (told,) = [event.message for event in station.records.events() if "station.toml" in event.message]
        assert "images.max_gb" in told
        assert "20.0 of anna" in told
