"""The whole test cell: station, robot, PLC, camera, an operator, and mischief with a seed."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from camera.basler import BaslerCamera
from camera.ur_sim import SimulatedRobot
from station.app import build
from station.config import load
from station.errors import EXPLAINED
from station.plc.registers import Code
from station.services import Station
from station.types import StationState
from tests.camera.robot_rig import free_host
from tests.cell.camera_side import LineWatch, Moody
from tests.cell.parts import Stage
from tests.cell.plc_side import HOST, Observer, PlcFeed
from tests.cell.robot_side import STATION_OUTPUT, Arm, PlacingProgram
from tests.cell.teach import RECIPE, STRICT, teach, write_config
from tests.station.mqtt_rig import free_port

WAIT_S = 60.0

SECTIONS = """
[robot]
host = "{robot}"
answer_ms = 3000
digital_output = {output}
pulse_ms = 30.0

[plc]
role = "server"
host = "{host}"
port = {port}
parts = 2
ack_ms = 800
result_ms = 3000
plc_heartbeat_ms = 800

[plc.recipes]
1 = "{recipe}"
2 = "{strict}"
"""


class Cell:
    """Everything of one run. Parts are triggered until there are `enough`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.enough = threading.Event()
        self.stage = Stage(folder / "under the camera", lambda: self.in_flight)
        self.port = free_port()
        host = free_host()
        sections = SECTIONS.format(
            robot=host, output=STATION_OUTPUT, host=HOST, port=self.port, recipe=RECIPE, strict=STRICT
        )
        self.file = write_config(folder, sections)
        self.config = load(self.file, {})
        self.station: Station = build(self.config)
        camera = self.station._line.acquisition.camera
        assert isinstance(camera, BaslerCamera)
        self.camera = camera
        self.program = PlacingProgram(self.stage, self.enough)
        self.arm = Arm(self.stage, self.program)
        self.robot = SimulatedRobot(self.arm, host)
        self.feed = PlcFeed(self.port, self.stage, self.enough, burst_every=9)
        self.observer = Observer(self.port, self.stage)
        self.line_watch = LineWatch(camera, self.stage)
        self.operator = Operator(self)

    def open(self) -> None:
        teach(self.station)
        self.station.open_partners()
        self.station.start()
        self.operator.start()
        self.line_watch.start()
        self.observer.start()
        self.feed.start()

    def close(self) -> None:
        for one in (self.feed, self.observer, self.line_watch, self.operator):
            with contextlib.suppress(RuntimeError):  # it was never started
                one.close()
        self.station.close()
        self.robot.close()

    @property
    def moody(self) -> Moody | None:
        setup = self.station._line.setup
        return setup.detector if setup is not None and isinstance(setup.detector, Moody) else None

    @property
    def done(self) -> int:
        """Triggers that had their end, as their partners see it."""
        return len(self.feed.parts) + len(self.program.parts_done)

    @property
    def problem(self) -> Exception | None:
        """What ended one of those who look after the cell: a mistake of the test."""
        return self.operator.problem

    @property
    def in_flight(self) -> int:
        """Triggers that the station took and has not answered yet."""
        counters = self.station.status().counters
        return counters.triggers - counters.answered


class Operator:
    """Who stands by: acknowledges faults, resets the PLC, and starts what has stopped."""

    def __init__(self, cell: Cell) -> None:
        self._cell = cell
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="operator", daemon=True)
        self.acknowledged = 0
        self.hands_off = False
        self.problem: Exception | None = None

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(0.02):
            try:
                self._look()
            except Exception as error:
                self.problem = error
                raise

    def _look(self) -> None:
        cell = self._cell
        if cell.program.abandoned and cell.stage.try_clear():
            cell.program.abandoned = False
        if self.hands_off:
            return
        state = cell.station.status().state
        if state is StationState.FAULT:
            with contextlib.suppress(*EXPLAINED):
                cell.station.acknowledge("otto")
                self.acknowledged += 1
        line = cell.station._line
        if state is StationState.READY and cell.moody is None and line.setup is not None:
            line.swap(replace(line.setup, detector=Moody(line.setup.detector)))
        reset = cell.feed.code is Code.NOT_TAKEN
        with cell.feed.master.lock:
            cell.feed.program.reset(reset)


@contextmanager
def running_cell(folder: Path) -> Iterator[Cell]:
    cell = Cell(folder)
    try:
        cell.open()
        yield cell
    finally:
        cell.close()


def until(condition: Callable[[], object], what: str, most_s: float = WAIT_S) -> None:
    """Wait for what comes in its own time."""
    ends = time.monotonic() + most_s
    while not condition():
        assert time.monotonic() < ends, f"{what} did not happen within {most_s:.0f} s"
        time.sleep(0.005)
