"""Small windows and screens with more pixels per inch, each in a process: the factor belongs to the application."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

LOOK = """
import sys
from pathlib import Path
from station.app import build
from station.config import parse
from tests.ui.clipping import clipped
from tests.ui.flow_rig import teach_quickly
from tests.ui.tours import tour
from ui.app import WindowSession
from ui.application import make_application

folder, language, narrow = Path(sys.argv[1]), sys.argv[2], sys.argv[3] == "narrow"
application = make_application()
values = {"schema": 1, "station": {"name": "Line 7", "data_dir": str(folder), "language": language},
          "camera": {"kind": "fake"}, "detector": {"device": "cpu"}}
station = build(parse(values, base=folder, environ={}))
teach_quickly(station, "bracket-left", threshold=3.0, defects=[0, 20, 40])
session = WindowSession(application, station)
session.open()
session.desk.sign_in(station.accounts.create_first_administrator("Ada Byron", "correct horse"))
for width, height in ((1024, 700),) if narrow else ((1280, 800), (1440, 900)):
    session.window.resize(width, height)
    for where in tour(session, whole=narrow):
        print(*(f"{width}x{height} {where}: {one}" for one in clipped(session.window)), sep="\\n", end="")
        image = session.window.grab().toImage()
        assert image.width() == round(width * image.devicePixelRatio()), image.size()
        shown = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
        assert len(shown) > 8, "there is nothing to see"
session.reception.attend()
application.processEvents()
print(*clipped(session.window), sep="\\n", end="")
print(f"|{image.devicePixelRatio()}")
session.end()
station.close()
"""


def look(tmp_path: Path, factor: str, language: str, room: str) -> None:
    environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": factor}
    done = subprocess.run(
        [sys.executable, "-c", LOOK, str(tmp_path), language, room],
        capture_output=True, text=True, timeout=580, check=False, env=environ, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == f"|{float(factor)}"


SLOW = pytest.mark.slow
"""English words are the shorter ones, and between 1 and 2 lies 1.5: the others are looked at where there is time."""


@pytest.mark.parametrize(
    ("factor", "language"),
    [pytest.param("1", "en", marks=SLOW), ("1.5", "de"), pytest.param("2", "en", marks=SLOW)],
)
@pytest.mark.timeout(600)
def test_nothing_is_cut_off(tmp_path: Path, factor: str, language: str) -> None:
    look(tmp_path, factor, language, "wide")


@pytest.mark.parametrize("language", [pytest.param("en", marks=SLOW), "de"])
@pytest.mark.timeout(600)
def test_nothing_is_cut_off_or_scrolled_sideways_in_the_smallest_window(tmp_path: Path, language: str) -> None:
    look(tmp_path, "1", language, "narrow")
