"""A whole cell for the demonstration: a simulated robot shows the camera one sheet after the other, place by place.

The robot is the real RTDE protocol on a loopback address of its own, and the unmodified ur-rtde client speaks with it:
all that is missing of a real cell is the arm.
"""

from __future__ import annotations

import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from camera import rtde
from camera.ur import WORDS, RobotState, client_installed
from camera.ur_controller import HOME, Controller, Pose
from camera.ur_program import PASS_OUTPUT, CellProgram, Told
from camera.ur_registers import Answer
from camera.ur_sim import SimulatedRobot
from station.errors import StateError, UsageError
from station.robot_cell import SOURCE
from station.services import Station
from station.types import Inspection, OutputState, Result, StationState, Verdict

STATION_OUTPUT = 1
ANSWER_S = 60.0
PULSE_MS = 60.0
_PLACES: tuple[Pose, ...] = (HOME, (0.33, *HOME[1:]), (0.30, -0.17, *HOME[2:]))
"""Where on a sheet pictures are taken."""
_HOSTS = 200
_SILENT_S = 120.0
_UR5 = (3, 15, 8, 0)
_UR5_HZ = 125


@dataclass(frozen=True, slots=True)
class RobotReport:
    """What the robot got, held against what the station recorded.

    `right`: answers that are the recorded verdict under the recorded number. `wrong_oks`: an OK for the robot without
    an OK that the station sent. `pulses` on the station's output, for `sent_oks`; `sheets_passed` by the robot.
    """

    told: tuple[Told, ...]
    right: int
    wrong_oks: int
    late: int
    sent_oks: int
    pulses: int
    sheets: int
    sheets_passed: int

    @property
    def sound(self) -> bool:
        """Whether every request was answered with its own verdict, and every OK with one pulse."""
        return bool(self.told) and self.right == len(self.told) and not self.wrong_oks and self.pulses == self.sent_oks


class DemoCell:
    """The simulated robot of one demonstration."""

    def __init__(self, sim: SimulatedRobot, controller: Controller, program: CellProgram) -> None:
        self._sim = sim
        self._controller = controller
        self._program = program

    @property
    def host(self) -> str:
        return self._sim.host

    def number_of(self, inspection: Inspection) -> int | None:
        """Return which picture, from 1, an inspection is of."""
        if inspection.source != SOURCE or inspection.part_id is None or inspection.pose_index is None:
            return None
        return (int(inspection.part_id) - 1) * len(self._program.poses) + inspection.pose_index

    def inspect(
        self, station: Station, *, on_part: Callable[[int, Inspection], None], cancelled: threading.Event
    ) -> int:
        """Let the robot work until it has shown all parts; return how many pictures it asked for.

        The station must be running. Blocks. Raises StateError: nothing moves any more.
        """
        done: list[Inspection] = []

        def take(result: Result) -> None:
            if (number := self.number_of(result.inspection)) is not None:
                done.append(result.inspection)
                on_part(number, result.inspection)

        leave = station.subscribe(take)
        seen, since = 0, time.monotonic()
        try:
            while len(self._program.told) < self.pictures and not cancelled.wait(0.02):
                if station.status().state is StationState.STOPPED:
                    break  # the window was closed
                if len(self._program.told) + len(done) != seen:
                    seen, since = len(self._program.told) + len(done), time.monotonic()
                if time.monotonic() - since > _SILENT_S:
                    partner = next(iter(station.status().partners))
                    message = f"The robot got no answer for {_SILENT_S:.0f} s. {partner.message}"
                    raise StateError(message, partner.hint or "See the log.")
            until_s = self._controller.now_s + 3 * PULSE_MS / 1e3  # the last pulse is seen to its end
            while self._controller.now_s < until_s and not cancelled.wait(0.01):
                pass
        finally:
            leave()
        return len(self._program.told)

    @property
    def pictures(self) -> int:
        return (self._program.parts or 0) * len(self._program.poses)

    def report(self, inspections: tuple[Inspection, ...]) -> RobotReport:
        """Hold what the robot was told against the records."""
        recorded = {one.acquisition: one for one in inspections if one.source == SOURCE}
        told = tuple(self._program.told)
        right = wrong_oks = 0
        for one in told:
            inspection = recorded.get(one.acquisition)
            same = (
                inspection is not None
                and inspection.output is OutputState.SENT
                and inspection.verdict.name == one.answer.name
                and (inspection.part_id, inspection.pose_index) == (str(one.part), one.pose)
            )
            right += same
            wrong_oks += one.answer is Answer.OK and not same
        return RobotReport(
            told=told,
            right=right,
            wrong_oks=wrong_oks,
            late=sum(one.late for one in told),
            sent_oks=sum(
                one.verdict is Verdict.OK and one.output is OutputState.SENT for one in recorded.values()
            ),
            pulses=self._controller.raised(STATION_OUTPUT),
            sheets=len({one.part for one in told}),
            sheets_passed=self._controller.raised(PASS_OUTPUT),
        )  # fmt: skip


@contextmanager
def demo_cell(parts: int, *, pause_ms: float = 0.0) -> Iterator[DemoCell]:
    """Switch a simulated robot on that shows `parts` pictures, as sheets of up to three. Off at the end.

    Raises UsageError: ur-rtde is not installed, or there is no loopback address left for it.
    """
    if not client_installed():
        message, hint = WORDS[RobotState.NO_CLIENT]
        raise UsageError(f"--robot: {message}", hint)
    places = max(count for count in (1, 2, 3) if parts % count == 0)
    program = CellProgram(
        poses=_PLACES[:places],
        parts=parts // places,
        settle_s=0.05 + pause_ms / 1e3,
        answer_s=ANSWER_S,
        station_output=STATION_OUTPUT,
    )
    controller = Controller(program, frequency=_UR5_HZ, version=_UR5)
    with _switched_on(controller) as sim:
        yield DemoCell(sim, controller, program)


def _switched_on(controller: Controller) -> SimulatedRobot:
    for number in range(2, _HOSTS):
        host = f"127.0.0.{number}" if sys.platform != "darwin" else "127.0.0.1"
        try:
            with socket.socket() as trial:
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                trial.bind((host, rtde.PORT))
            return SimulatedRobot(controller, host)
        except OSError:
            continue
    raise UsageError(
        f"No simulated robot can be switched on: port {rtde.PORT} is taken on every loopback address.",
        "End other demonstrations; on systems with 127.0.0.1 only, whatever uses that port.",
    )


def told_rows(report: RobotReport) -> list[tuple[str, str, str, str, str]]:
    """What the robot got for each request, in its order."""
    return [
        (
            str(one.request),
            str(one.part),
            str(one.pose),
            f"{one.answer.name}, too late" if one.late else one.answer.name,
            str(one.acquisition) if one.acquisition else "none",
        )
        for one in report.told
    ]


def robot_summary(report: RobotReport) -> list[tuple[str, str]]:
    """The closing table: what and how much, in words."""
    return [
        (
            "robot: requests",
            f"{len(report.told)}, {report.right} answered with the recorded verdict, {report.late} late",
        ),
        ("robot: OKs that no record has", str(report.wrong_oks)),
        ("robot: OK pulses", f"{report.pulses} on output {STATION_OUTPUT}, for {report.sent_oks} OKs sent"),
        ("robot: sheets", f"{report.sheets_passed} of {report.sheets} passed: every place on them was OK"),
    ]
