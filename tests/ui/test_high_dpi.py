"""Screens with more pixels per inch, in processes of their own: the factor belongs to the application."""

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

folder, language = Path(sys.argv[1]), sys.argv[2]
application = make_application()
values = {"schema": 1, "station": {"name": "Line 7", "data_dir": str(folder), "language": language},
          "camera": {"kind": "fake"}, "detector": {"device": "cpu"}}
station = build(parse(values, base=folder, environ={}))
teach_quickly(station, "bracket-left", threshold=3.0, defects=[0, 20, 40])
session = WindowSession(application, station)
session.open()
session.desk.sign_in(station.accounts.create_first_administrator("Ada Byron", "correct horse"))
for (width, height), whole in (((1024, 700), True), ((1280, 800), False), ((1440, 900), False)):
    session.window.resize(width, height)
    for where in tour(session, whole=whole):
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


@pytest.mark.parametrize(("factor", "language"), [("1", "en"), ("1.5", "de"), ("2", "en")])
@pytest.mark.timeout(300)
def test_nothing_is_cut_off(tmp_path: Path, factor: str, language: str) -> None:
    environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": factor}
    done = subprocess.run(
        [sys.executable, "-c", LOOK, str(tmp_path), language],
        capture_output=True, text=True, timeout=280, check=False, env=environ, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == f"|{float(factor)}"
