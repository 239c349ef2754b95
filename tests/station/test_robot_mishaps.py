"""What may go wrong beside the robot: nothing of it lets a part pass in silence, or keeps anybody waiting for ever."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from camera.api import Trigger
from camera.ur import client_installed
from camera.ur_controller import HOME, Controller, Running
from camera.ur_program import CellProgram
from camera.ur_registers import MAP_VERSION, Answer, Mode, ToRobot, ToStation
from station import robot_cell as cells
from station.config import LineSection
from station.types import StationState
from tests.station.robot_cell_rig import WAIT_S, Cell, robot_cell

pytestmark = pytest.mark.skipif(
    not client_installed(), reason="needs the package ur-rtde: pip install inspection-station[robot]"
)


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if thread not in before]
    for thread in left:
        thread.join(WAIT_S)
    assert [thread for thread in left if thread.is_alive()] == []


class Mute:
    """A program that asks once, and never says by what it went."""

    def __init__(self) -> None:
        self.read = Answer.NONE

    def run(self, arm: Controller) -> Running:
        arm.set_register(ToStation.PROGRAM, MAP_VERSION * 10 + Mode.ROBOT_LEADS)
        while arm.register(ToRobot.BEAT) == 0:
            yield
        arm.set_register(ToStation.REQUEST, 1)
        while arm.register(ToRobot.ANSWER) != 1:
            yield
        self.read = Answer(arm.register(ToRobot.VERDICT))
        while True:
            yield


def until_told(cell: Cell, program: Mute) -> None:
    cell.start()
    cell.until(lambda: program.read is Answer.OK and cell.rows)


def test_an_ok_that_was_taken_back_from_a_robot_that_is_lost_before_it_said_what_it_read_is_a_fault(
    tmp_path: Path,
) -> None:
    program = Mute()
    with robot_cell(tmp_path, program) as cell:
        until_told(cell, program)
        cell.robot.tell(cell.rows[0], reject=True)
        cell.controller.protective_stop()
        cell.until(lambda: cell.station.status().state is StationState.FAULT)
        assert "may have read the OK of request 1" in cell.station.status().message


def test_an_ok_that_stands_is_no_fault_where_the_robot_is_lost_before_it_said_what_it_read(tmp_path: Path) -> None:
    program = Mute()
    with robot_cell(tmp_path, program) as cell:
        until_told(cell, program)
        cell.controller.protective_stop()
        cell.until(lambda: any("Nobody knows" in message for message in cell.events()))
        assert cell.station.status().state is StationState.READY


def test_a_mistake_in_the_program_answers_one_request_with_error_and_not_all_after_it_with_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = CellProgram(poses=[HOME], settle_s=0.0, answer_s=60.0, speed_m_s=1.0)
    with robot_cell(tmp_path, program) as cell:
        ask = cell.station._line.ask

        def fail_once(trigger: Trigger) -> None:
            monkeypatch.setattr(cell.station._line, "ask", ask)
            raise RuntimeError("a mistake")

        monkeypatch.setattr(cell.station._line, "ask", fail_once)
        cell.start()
        cell.until(lambda: len(program.told) >= 3)
        assert [told.answer for told in program.told[:3]] == [Answer.ERROR, Answer.OK, Answer.OK]
        cell.station.stop()
        assert any("answered with ERROR: RuntimeError: a mistake" in message for message in cell.events())


def test_a_driver_that_hangs_in_a_request_of_the_robot_does_not_keep_the_program_from_closing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cells, "PATIENCE_S", 0.2)
    monkeypatch.setattr(LineSection, "driver_patience_s", 0.05)
    inside, go_on = threading.Event(), threading.Event()
    program = CellProgram(poses=[HOME], settle_s=0.0, answer_s=60.0, speed_m_s=1.0)
    try:
        with robot_cell(tmp_path, program) as cell:
            camera = cell.station._line.acquisition.camera
            fire = camera.fire

            def hang(trigger: Trigger) -> None:
                inside.set()
                assert go_on.wait(WAIT_S)
                fire(trigger)

            monkeypatch.setattr(camera, "fire", hang)
            cell.start()
            assert inside.wait(WAIT_S)
            closing = threading.Thread(target=cell.station.close)
            closing.start()
            closing.join(WAIT_S / 2)
            assert not closing.is_alive()
    finally:
        go_on.set()
