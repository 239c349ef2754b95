"""The how-to is true: its code is taken out of the page, installed as an entry point, and run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import camera
from camera.contract import CHECKS

pytestmark = pytest.mark.timeout(600)  # each test starts an interpreter or two

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "add-a-camera.md"
ROOT = Path(camera.__file__).parents[1]
BLOCK = re.compile(r"^```\w+ file=(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Write the page's files as an installed package: modules on the path, and the metadata pip would write."""
    for name, text in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    project = tomllib.loads((tmp_path / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    info = tmp_path / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    (group, entries), *_ = project["entry-points"].items()
    lines = [f"[{group}]", *(f"{name} = {target}" for name, target in entries.items())]
    (info / "entry_points.txt").write_text("\n".join(lines))
    return tmp_path


def run(package: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(package), str(ROOT)])}
    return subprocess.run(
        [sys.executable, *command], cwd=package, env=environment, capture_output=True, text=True, timeout=500
    )


def test_the_page_names_every_file_it_shows():
    names = [name for name, _ in BLOCK.findall(PAGE.read_text(encoding="utf-8"))]
    assert names == ["pattern_camera.py", "pyproject.toml", "test_pattern_camera.py", "use_it.py"]


def test_the_example_camera_is_found_by_its_entry_point_and_delivers(package):
    done = run(package, "use_it.py")
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[:3] == ["0 (240, 64)", "1 (240, 64)", "2 (240, 64)"]


def test_the_example_camera_keeps_the_contract(package):
    done = run(package, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error", "test_pattern_camera.py")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(CHECKS)} passed" in done.stdout


def test_the_installed_example_is_among_the_cameras_that_the_stations_own_contract_test_examines(package):
    listed = run(package, "-c", "import camera; print(*camera.names())")
    assert listed.stdout.split() == ["basler", "fake", "folder", "opencv", "pattern"]
