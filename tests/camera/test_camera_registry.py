"""The table of cameras and the options every driver reads."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

import camera
from camera import CameraConfigError, CameraError, Registry
from camera.fake import FakeCamera, FakeOptions
from camera.folder import FolderOptions
from camera.options import read_options


def plugin(name: str, value: str) -> EntryPoint:
    return EntryPoint(name=name, value=value, group=camera.GROUP)


def test_the_listing_is_sorted_and_holds_built_in_and_installed_cameras():
    registry = Registry(plugins=lambda: [plugin("zebra", "zebra:create"), plugin("apple", "apple:create")])
    assert registry.names() == ("apple", "basler", "fake", "folder", "opencv", "zebra")


def test_an_unknown_name_is_answered_with_the_known_ones():
    with pytest.raises(CameraConfigError) as caught:
        camera.create("nikon")
    assert "nikon" in caught.value.message
    assert "basler, fake, folder, opencv" in caught.value.hint


@pytest.mark.parametrize(
    "plugins",
    [
        [plugin("fake", "other:create")],
        [plugin("mine", "one:create"), plugin("mine", "two:create")],
    ],
)
def test_two_cameras_of_one_name_are_an_error_that_names_both(plugins):
    registry = Registry(plugins=lambda: plugins)
    with pytest.raises(CameraError, match=plugins[-1].value):
        registry.names()


def test_a_broken_third_party_camera_harms_only_those_who_ask_for_it(tmp_path: Path, monkeypatch):
    (tmp_path / "camera_that_breaks.py").write_text("raise OSError('libcamera.so is missing')\n")
    monkeypatch.syspath_prepend(tmp_path)
    registry = Registry(plugins=lambda: [plugin("broken", "camera_that_breaks:create")])
    assert "broken" in registry.names()
    assert isinstance(registry.create("fake"), FakeCamera)
    with pytest.raises(CameraError) as caught:
        registry.create("broken")
    assert "broken" in caught.value.message
    assert "libcamera.so is missing" in caught.value.message


def test_a_camera_without_contract_options_cannot_pass_unexamined(tmp_path: Path, monkeypatch):
    (tmp_path / "camera_unexamined.py").write_text("def create(options): ...\n")
    monkeypatch.syspath_prepend(tmp_path)
    registry = Registry(plugins=lambda: [plugin("shy", "camera_unexamined:create")])
    with pytest.raises(CameraError, match="contract_options"):
        registry.contract_options("shy", tmp_path)


def test_a_target_that_is_no_function_is_named():
    registry = Registry(plugins=lambda: [plugin("odd", "camera.fake:no_such_factory")])
    with pytest.raises(CameraError, match="no_such_factory"):
        registry.create("odd")


def test_importing_the_package_imports_no_sdk_and_no_driver():
    program = (
        "import sys, camera; camera.names(); camera.create\n"
        "heavy = {'pypylon', 'cv2', 'PySide6', 'sqlalchemy', 'torch', 'camera.basler', 'camera.fake'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_options_are_read_into_their_types():
    options = read_options("folder", FolderOptions, {"path": "pictures", "interval_ms": 5, "loop": True})
    assert options == FolderOptions(path=Path("pictures"), interval_ms=5.0, loop=True)
    assert read_options("fake", FakeOptions, {"outputs": ["A", "B"]}).outputs == ("A", "B")


@pytest.mark.parametrize(
    ("values", "named", "allowed"),
    [
        ({}, "path is missing", "a path"),
        ({"path": "p", "speed": 1}, "unknown option speed", "interval_ms"),
        ({"path": ""}, "path = ''", "a path"),
        ({"path": "p", "loop": 1}, "loop = 1", "true or false"),
        ({"path": "p", "mode": "stare"}, "mode = 'stare'", "replay or watch"),
        ({"path": "p", "interval_ms": -1}, "interval_ms = -1", "from 0 to"),
        ({"path": "p", "interval_ms": True}, "interval_ms = True", "a number"),
        ({"path": "p", "interval_ms": float("nan")}, "interval_ms = nan", "from 0 to"),
    ],
)
def test_a_bad_option_is_named_with_what_is_allowed(values, named, allowed):
    with pytest.raises(CameraConfigError) as caught:
        camera.create("folder", values)
    assert named in caught.value.message
    assert allowed in caught.value.hint


@pytest.mark.parametrize(
    ("kind", "values", "named"),
    [
        ("basler", {"serial": 12345}, "serial"),
        ("basler", {"max_in_flight": 0}, "max_in_flight"),
        ("basler", {"outputs": "Line2"}, "outputs"),
        ("opencv", {}, "source"),
        ("opencv", {"source": 0, "backend": "none"}, "backend"),
        ("fake", {"bits": 12}, "bits"),
        ("fake", {"script": ["deliver 3", "explode"]}, "explode"),
    ],
)
def test_every_driver_names_its_bad_option(kind, values, named):
    with pytest.raises(CameraConfigError, match=named):
        camera.create(kind, values)
