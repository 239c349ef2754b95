from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.app import build
from station.config import parse
from station.types import StationState, StationStatus
from ui.app import FirstRun, WindowSession
from ui.application import make_application
from ui.main_window import MainWindow
from ui.pauses import TURN_S, no_collections
from ui.start import run_station

WAIT_MS = 60_000


@pytest.fixture
def python_turns() -> Iterator[None]:
    before = sys.getswitchinterval()
    yield
    sys.setswitchinterval(before)


def test_collections_are_left_out_inside_the_block_and_come_back() -> None:
    with no_collections():
        assert not gc.isenabled()
        with no_collections():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_threads_take_short_turns_in_the_process_of_the_window(qapp: QApplication, python_turns: None) -> None:
    sys.setswitchinterval(0.005)
    assert make_application() is qapp
    assert sys.getswitchinterval() == pytest.approx(TURN_S)


def test_what_the_start_loaded_is_not_looked_through_by_later_collections(qapp: QApplication, tmp_path: Path) -> None:
    config = parse(
        {"schema": 1, "station": {"data_dir": str(tmp_path)}, "camera": {"kind": "fake"}}, base=tmp_path, environ={}
    )
    before = gc.get_freeze_count()
    later: list[int] = []

    def ready(window: MainWindow) -> None:
        later.append(gc.get_freeze_count())
        assert gc.isenabled()
        window.close()

    assert run_station(config, lambda: build(config), on_ready=ready) == 0
    assert later[0] > before


def test_what_the_detector_loaded_is_set_aside_once_when_the_line_first_runs(
    qtbot: QtBot, session: WindowSession, station: Any, new_status: Callable[..., StationStatus]
) -> None:
    seen: list[tuple[StationState, int]] = []
    first_run = FirstRun()
    first_run.watch(session.bridge)
    session.bridge.status_changed.connect(lambda status: seen.append((status.state, gc.get_freeze_count())))

    def say(state: StationState) -> int:
        station.now = status = new_status(state)
        with qtbot.waitSignal(session.bridge.status_changed, timeout=WAIT_MS, check_params_cb=lambda s: s is status):
            pass
        return seen[-1][1]

    stopped = say(StationState.STOPPED)
    running = say(StationState.READY)
    assert running > stopped
    made = [[number] for number in range(10_000)]
    say(StationState.STOPPED)
    assert say(StationState.READY) < running + len(made) // 2


def test_what_was_set_aside_is_freed_when_the_program_ends() -> None:
    program = """
import gc
from ui.pauses import set_aside
class Held:
    def __del__(self):
        print("freed")
gc.disable()
held = Held()
held.itself = held
del held
set_aside()
set_aside()
gc.enable()
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=100)
    assert (done.returncode, done.stdout, done.stderr) == (0, "freed\n", "")
