"""One lazy table of detectors, and what importing it costs."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import EntryPoint

import pytest

import detectors
from detectors.api import Detector, DetectorError
from detectors.registry import BUILT_IN, GROUP, Registry

FORBIDDEN = ("PySide6", "pypylon", "sqlalchemy", "pydantic", "station", "camera", "calibration")


def plugin(name: str, value: str) -> EntryPoint:
    return EntryPoint(name=name, value=value, group=GROUP)


def test_names_are_sorted_and_every_one_can_be_created() -> None:
    assert list(detectors.names()) == sorted(detectors.names())
    for name in BUILT_IN:
        made = detectors.create(name)
        assert isinstance(made, Detector)
        assert made.name == name


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(DetectorError, match="no detector named 'nothing'") as caught:
        detectors.create("nothing")
    assert "fake, patchcore" in caught.value.hint


@pytest.mark.parametrize("value", ["detectors.fake:FakeDetector", "other:Thing"])
def test_a_name_taken_twice_is_an_error(value: str) -> None:
    table = Registry(plugins=lambda: [plugin("fake", value)])
    with pytest.raises(DetectorError, match="Two detectors are named fake"):
        table.names()


def test_the_same_plugin_found_twice_on_the_path_is_no_conflict() -> None:
    table = Registry(plugins=lambda: [plugin("mine", "a:B"), plugin("mine", "a:B")])
    assert table.names() == tuple(sorted([*BUILT_IN, "mine"]))


def test_a_plugin_is_created_by_its_entry_point() -> None:
    table = Registry(built_in={}, plugins=lambda: [plugin("fake", "detectors.fake:FakeDetector")])
    assert table.create("fake").name == "fake"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("no_such_module:Thing", "cannot be loaded from no_such_module"),
        ("detectors.fake:NoSuchThing", "does not make a detector"),
        ("detectors.fake:NAME", "does not make a detector"),
        ("detectors.fake:FakeDetector", "calls itself fake"),
    ],
)
def test_a_broken_plugin_harms_only_those_who_ask_for_it(value: str, words: str) -> None:
    table = Registry(plugins=lambda: [plugin("broken", value)])
    assert table.create("fake").name == "fake"
    with pytest.raises(DetectorError, match=words):
        table.create("broken")


def loaded_after(code: str) -> set[str]:
    """Run `code` in a fresh interpreter and return the top-level modules that it loaded."""
    program = f"{code}\nimport sys\nprint(' '.join(sorted({{name.partition('.')[0] for name in sys.modules}})))"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=110)
    return set(done.stdout.split())


def test_detectors_need_no_window_no_database_and_no_camera() -> None:
    code = "import detectors, detectors.patchcore, detectors.patchcore_model, detectors.contract, detectors.fake"
    assert loaded_after(code).isdisjoint(FORBIDDEN)


def test_the_table_and_the_fake_detector_are_light() -> None:
    code = "import detectors; detectors.create('fake'); detectors.create('patchcore').parse_options({})"
    assert loaded_after(code).isdisjoint({"torch", "timm", "torchvision", "sklearn", *FORBIDDEN})
