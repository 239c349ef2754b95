from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from station import config
from station.errors import ConfigError

MINIMAL: dict[str, Any] = {"schema": 1, "camera": {"kind": "fake"}}


def parse(values: dict[str, Any], environ: dict[str, str] | None = None, base: Path = Path()) -> config.Config:
    return config.parse(values, base=base, environ=environ or {})


def with_section(section: str, **values: Any) -> dict[str, Any]:
    return {**MINIMAL, section: {**MINIMAL.get(section, {}), **values}}


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({**MINIMAL, "colour": 1}, "colour: unknown key"),
        (with_section("line", deadlin_ms=5), "line.deadlin_ms: unknown key"),
        (with_section("line", deadline_ms=0), "line.deadline_ms: input should be greater than or equal to 1, not 0"),
        (with_section("line", deadline_ms="5"), "line.deadline_ms: input should be a valid integer, not '5'"),
        (with_section("line", deadline_ms=1.5), "line.deadline_ms: input should be a valid integer, not 1.5"),
        (with_section("line", reconnect_first_ms=9, reconnect_most_ms=8), "line: reconnect_most_ms must not be below"),
        (with_section("camera", exposure_us=-1.0), "camera.exposure_us: input should be greater than 0"),
        (with_section("camera", exposure_us=float("nan")), "camera.exposure_us: "),
        (with_section("camera", roi={"x": 0}), "camera.roi.y: missing (and 2 more)"),
        ({**MINIMAL, "camera": {"kind": "leica"}}, "camera.kind: 'leica' is not one of 'basler'"),
        ({**MINIMAL, "camera": {}}, "camera.kind: missing"),
        ({"schema": 1}, "camera: missing"),
        ({"camera": {"kind": "fake"}}, "schema: missing"),
        ({**MINIMAL, "schema": 99}, "schema 99 is not known"),
        (with_section("output", kind="fax"), "output.kind: 'fax' is not one of"),
        (with_section("detector", device="gpu"), "detector.device: "),
        (with_section("images", keep_passes=1.5), "images.keep_passes: "),
        (with_section("station", name=""), "station.name: "),
    ],
)
def test_a_mistake_is_one_line_with_its_dotted_key(values: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse(values)
    assert message in caught.value.message
    assert "\n" not in caught.value.message
    assert caught.value.exit_code == 2


def test_a_missing_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"nowhere\.toml: there is no such file") as caught:
        config.load(tmp_path / "nowhere.toml", {})
    assert "--config" in caught.value.hint


def test_a_folder_in_place_of_the_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        config.load(tmp_path, {})


@pytest.mark.parametrize("content", [b"schema = ", b"\xff\xfe"])
def test_a_file_that_is_not_toml_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "station.toml"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match="is not TOML"):
        config.load(path, {})


def test_the_environment_overrides_the_paths() -> None:
    environ = {"STATION_DATA_DIR": "/data/here", "STATION_DATABASE_URL": "sqlite:////data/other.sqlite"}
    read = parse(with_section("station", data_dir="elsewhere"), environ)
    assert read.data_dir == Path("/data/here")
    assert read.database_url == "sqlite:////data/other.sqlite"


def test_relative_paths_count_from_the_folder_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "station.toml"
    path.write_text(
        'schema = 1\n[station]\ndata_dir = "data"\n[camera]\nkind = "folder"\npath = "pictures"\n'
        '[output]\nkind = "recording"\npath = "calls.jsonl"\n'
    )
    read = config.load(path, {})
    assert read.data_dir == tmp_path / "data"
    assert isinstance(read.camera, config.FolderSection)
    assert read.camera.path == tmp_path / "pictures"
    assert isinstance(read.output, config.RecordingOutputSection)
    assert read.output.path == tmp_path / "data" / "calls.jsonl"
    assert read.database_url == f"sqlite:///{(tmp_path / 'data' / 'records.sqlite').as_posix()}"


def test_a_read_configuration_cannot_be_changed() -> None:
    read = parse(MINIMAL)
    with pytest.raises(ValidationError):
        read.line.deadline_ms = 5  # type: ignore[misc]


def test_the_file_is_looked_for_where_told(tmp_path: Path) -> None:
    assert config.find_file(tmp_path, {"STATION_CONFIG": "b"}) == tmp_path
    assert config.find_file(None, {"STATION_CONFIG": "b"}) == Path("b")
    assert config.find_file(None, {}) == Path("station.toml")


def test_the_shipped_configuration_is_valid_and_uses_the_emulated_camera() -> None:
    shipped = Path(__file__).parents[2] / "station.toml"
    read = config.load(shipped, {})
    assert isinstance(read.camera, config.BaslerSection)
    assert read.camera.emulate or read.camera.emulate_folder
