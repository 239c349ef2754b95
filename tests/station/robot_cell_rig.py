"""A whole station and a simulated robot before it: the real ur-rtde client over loopback, real records and output."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from camera.fake import FakeCamera, FakeOptions
from camera.rtde import Value
from camera.ur_controller import HOME, Controller, Pose, Program
from camera.ur_sim import SimulatedRobot
from station.app import build
from station.config import Config
from station.images import Image
from station.robot_cell import RobotCell
from station.services import Station
from station.types import Event, Inspection, PartnerStatus, StationState
from tests.camera.robot_rig import free_host
from tests.station.built_rig import SIDE, make_config, picture, teach

POSE_2: Pose = (0.31, -0.2, 0.4, 0.0, 3.1, 0.0)
POSES = (HOME, POSE_2)
WAIT_S = 60.0


class Watched(Controller):
    """Keeps every change of the digital outputs and of the word that says a verdict."""

    def __init__(self, program: Program | None, **options: Any) -> None:
        self.levels: list[int] = [0]
        super().__init__(program, **options)

    def write(self, values: Mapping[str, Value]) -> None:
        super().write(values)
        bits = int(self.get("actual_digital_output_bits"))  # type: ignore[arg-type]
        if bits != self.levels[-1]:
            self.levels.append(bits)


class Cell:
    """A robot, the station and what was recorded. `gate` holds the camera's next picture back while it is cleared."""

    def __init__(
        self, folder: Path, program: Program | None, is_defect: Callable[[int], bool], sections: Mapping[str, Any],
        robot: Mapping[str, Any], controller: Mapping[str, Any],
    ) -> None:  # fmt: skip
        self.controller = Watched(program, **controller)
        self.sim = SimulatedRobot(self.controller, free_host())
        self.gate = threading.Event()
        self.gate.set()
        self.is_defect = is_defect
        self.config: Config = make_config(
            folder, robot={"host": self.sim.host, "answer_ms": 60_000, **robot}, **sections
        )
        self._asked = 0
        camera = FakeCamera(FakeOptions(width=SIDE, height=SIDE, ready_ms=60_000), picture=self._picture)
        self.station: Station = build(self.config, camera=camera)
        self.rows: list[Inspection] = []
        self.station.subscribe(lambda result: self.rows.append(result.inspection))

    def _picture(self, number: int) -> Image:
        assert self.gate.wait(WAIT_S)
        return picture(500 + number, defect=self.is_defect(number))

    @property
    def robot(self) -> RobotCell:
        assert self.station.robot is not None
        return self.station.robot

    @property
    def status(self) -> PartnerStatus:
        (status,) = self.station.status().partners
        return status

    def start(self) -> None:
        self.station.start()
        assert self.station.status().state is StationState.READY

    def until(self, condition: Callable[[], object], what: str = "") -> None:
        end = time.monotonic() + WAIT_S
        while not condition():
            assert time.monotonic() < end, f"{what}: {self.status}, {len(self.rows)} inspections, {self.events()}"
            time.sleep(0.005)

    def until_ready(self) -> None:
        self.until(lambda: self.robot.ready, "the robot is not ready")

    def events(self) -> list[str]:
        """What was told, oldest first."""
        found: list[Event] = self.station.records.events(limit=1000)
        return [event.message for event in reversed(found)]

    def close(self) -> None:
        self.gate.set()
        self.station.close()
        self.sim.close()


@contextmanager
def robot_cell(
    folder: Path,
    program: Program | None,
    *,
    is_defect: Callable[[int], bool] = lambda _number: False,
    controller: Mapping[str, Any] | None = None,
    sections: Mapping[str, Any] | None = None,
    **robot: Any,
) -> Iterator[Cell]:
    """A station that has its links open and is taught, but not started."""
    cell = Cell(folder, program, is_defect, sections or {}, robot, controller or {})
    try:
        recipe = teach(cell.station)
        cell.station.activate(recipe.name, recipe.version, who="anna", why="first")
        cell.station.open_partners()
        yield cell
    finally:
        cell.close()
