"""The demonstration of a whole cell, as a stranger would run it, and what it holds against the records."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from camera.ur import client_installed
from camera.ur_controller import Controller
from camera.ur_program import CellProgram, Told
from camera.ur_registers import Answer
from camera.ur_sim import SimulatedRobot
from station import demo_robot
from station.demo_robot import STATION_OUTPUT, DemoCell, RobotReport, robot_summary, told_rows
from station.errors import UsageError
from station.types import Inspection, OutputState, Reason, Verdict
from tests.camera.robot_rig import free_host
from tests.station.conftest import NOON

needs_rtde = pytest.mark.skipif(
    not client_installed(), reason="needs the package ur-rtde: pip install inspection-station[robot]"
)


@needs_rtde
@pytest.mark.timeout(450)
def test_every_request_of_the_simulated_robot_is_answered_with_what_was_recorded(tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    done = subprocess.run(
        [sys.executable, "-m", "station", "demo", "--robot", "--headless", "--parts", "6", "--seed", "1", "--json",
         "--data-dir", str(tmp_path)],
        capture_output=True, text=True, timeout=400, check=False, env=environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    outcome = json.loads(done.stdout)
    robot = outcome["robot"]
    assert outcome["inspected"] == outcome["asked"] == len(robot["told"]) == robot["right"] == 6
    assert robot["wrong_oks"] == robot["late"] == 0
    assert robot["pulses"] == robot["sent_oks"] == outcome["verdicts"]["OK"]
    assert [one["acquisition"] for one in robot["told"]] == list(range(1, 7))
    assert [(one["part"], one["pose"]) for one in robot["told"]] == [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3)]
    folder = Path(outcome["folder"])
    assert len(list((folder / "overlays").glob("*-pose-*.png"))) == 6
    assert "[robot]" not in (folder / "station.toml").read_text(), "the robot is gone when somebody goes on with it"


def told(number: int, answer: Answer) -> Told:
    return Told(request=number, pose=1, part=number, answer=answer, acquisition=number)


def inspection(number: int, verdict: Verdict, output: OutputState = OutputState.SENT) -> Inspection:
    made = Inspection(f"i{number}", f"t{number}", "robot", str(number), number, NOON, verdict, Reason.BELOW_THRESHOLD)
    return replace(made, acquisition=number, pose_index=1, output=output)


def report(program_told: list[Told], inspections: list[Inspection], pulses: int) -> RobotReport:
    program = CellProgram(parts=2)
    program.told.extend(program_told)
    controller = Controller(program)
    for _ in range(pulses):
        for level in (1 << STATION_OUTPUT, 0):
            controller.write({"standard_digital_output_mask": 1 << STATION_OUTPUT, "standard_digital_output": level})
    with SimulatedRobot(controller, free_host(), port=0) as sim:
        return DemoCell(sim, controller, program).report(tuple(inspections))


GOOD = (told(1, Answer.OK), told(2, Answer.NOK))
RECORDED = (inspection(1, Verdict.OK), inspection(2, Verdict.NOK))


def test_what_was_told_and_recorded_alike_is_sound() -> None:
    found = report([*GOOD], [*RECORDED], pulses=1)
    assert found.sound
    assert (found.right, found.wrong_oks, found.pulses, found.sheets) == (2, 0, 1, 2)
    assert told_rows(found)[1] == ("2", "2", "1", "NOK", "2")
    assert dict(robot_summary(found))["robot: OKs that no record has"] == "0"


@pytest.mark.parametrize(
    ("heard", "recorded", "pulses", "wrong_oks"),
    [
        ((told(1, Answer.OK), told(2, Answer.OK)), RECORDED, 1, 1),
        (GOOD, (inspection(1, Verdict.OK, OutputState.WITHHELD), RECORDED[1]), 0, 1),
        (GOOD, RECORDED[1:], 0, 1),
        (GOOD, RECORDED, 2, 0),
        ((GOOD[0], replace(GOOD[1], acquisition=7)), RECORDED, 1, 0),
        ((), (), 0, 0),
    ],
)
def test_what_was_told_and_recorded_differently_is_not_sound(
    heard: tuple[Told, ...], recorded: tuple[Inspection, ...], pulses: int, wrong_oks: int
) -> None:
    found = report([*heard], [*recorded], pulses)
    assert not found.sound
    assert found.wrong_oks == wrong_oks


def test_without_ur_rtde_no_cell_is_shown_and_it_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo_robot, "client_installed", lambda: False)
    with (
        pytest.raises(UsageError, match="ur-rtde is not installed") as caught,
        demo_robot.demo_cell(3),
    ):
        raise AssertionError
    assert "inspection-station[robot]" in caught.value.hint
