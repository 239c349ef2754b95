"""The link to a robot: the unmodified ur-rtde client before the simulated robot, each in a process of its own."""

from __future__ import annotations

import importlib.util
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from camera import rtde
from camera.ur import WORDS, Asked, Robot, RobotOptions, RobotState
from camera.ur_client import Limits, Stillness
from camera.ur_controller import HOME, Controller, Pose
from camera.ur_program import CellProgram
from camera.ur_registers import Answer, Mode
from camera.ur_sim import SimulatedRobot
from tests.camera.robot_rig import free_host

needs_rtde = pytest.mark.skipif(
    importlib.util.find_spec("rtde_receive") is None,
    reason="needs the package ur-rtde: pip install inspection-station[robot]",
)

SIDE: Pose = (0.31, -0.2, 0.4, 0.0, 3.1, 0.0)
WAIT_S = 60.0


class Cell:
    """A simulated robot and the link to it, and what the link said."""

    def __init__(self, controller: Controller, program: CellProgram | None, *, protocol: int = 2) -> None:
        self.controller = controller
        self.program = program
        self.host = free_host()
        self.asked: list[Asked] = []
        self.states: list[RobotState] = []
        self.answering = True
        self.changed = threading.Condition()
        self.sim = SimulatedRobot(controller, self.host, protocol=protocol)
        mode = program.mode if program else Mode.ROBOT_LEADS
        self.robot = Robot(RobotOptions(self.host, mode), on_asked=self._on_asked, on_state=self._on_state)
        self._stop = threading.Event()
        self._beats = threading.Thread(target=self._beat)

    def _on_asked(self, asked: Asked) -> None:
        with self.changed:
            self.asked.append(asked)
            if self.answering:
                word = Answer.NOK if asked.pose_index == 2 else Answer.OK
                self.robot.answer(asked, word, 1000 + asked.request)
            self.changed.notify_all()

    def _on_state(self, state: RobotState) -> None:
        with self.changed:
            self.states.append(state)
            self.changed.notify_all()

    def _beat(self) -> None:
        count = 0
        while not self._stop.wait(0.05):
            count += 1
            self.robot.beat(count)

    def until(self, condition: Callable[[], bool]) -> None:
        with self.changed:
            end = time.monotonic() + WAIT_S
            while not condition():
                assert time.monotonic() < end, f"still {self.robot.state} after {self.states}"
                self.changed.wait(0.1)

    def reach(self, state: RobotState) -> None:
        self.until(lambda: self.robot.state is state)

    def open(self) -> None:
        self._beats.start()
        self.robot.open()

    def close(self) -> None:
        self._stop.set()
        if self._beats.is_alive():
            self._beats.join()
        self.robot.close()
        self.sim.close()


@contextmanager
def cell(program: CellProgram | None, **options: float) -> Iterator[Cell]:
    made = Cell(Controller(program, **options), program)  # type: ignore[arg-type]
    made.open()
    try:
        yield made
    finally:
        made.close()


@needs_rtde
def test_a_robot_that_leads_gets_its_answers_with_their_own_numbers() -> None:
    program = CellProgram([HOME, SIDE], settle_s=0.0, answer_s=30)
    with cell(program) as made:
        made.until(lambda: len(program.told) >= 6)
    told = program.told[:6]
    assert [(one.part, one.pose) for one in told] == [(1, 1), (1, 2), (2, 1), (2, 2), (3, 1), (3, 2)]
    assert [one.answer for one in told] == [Answer.OK, Answer.NOK] * 3
    assert [one.acquisition for one in told] == [1000 + one.request for one in told]
    assert [asked.request for asked in made.asked[:6]] == [one.request for one in told], "each asked exactly once"
    assert made.asked[1].pose[:3] == pytest.approx(SIDE[:3], abs=1e-6), "where the arm stood comes with the request"


@needs_rtde
@pytest.mark.parametrize("fault", ["drop_links", "send_garbage"])
def test_the_link_comes_back_with_its_recipes_and_the_robot_goes_on(fault: str) -> None:
    program = CellProgram([HOME], settle_s=0.0, answer_s=2.0)
    with cell(program) as made:
        made.until(lambda: len(program.told) >= 2)
        getattr(made.sim, fault)()
        made.reach(RobotState.UNREACHABLE)
        made.reach(RobotState.READY)
        before = len(program.told)
        made.until(lambda: len([one for one in program.told[before:] if one.answer is Answer.OK]) >= 2)


@needs_rtde
def test_a_frozen_stream_is_noticed_though_the_link_stands() -> None:
    with cell(CellProgram()) as made:
        made.reach(RobotState.READY)
        made.sim.freeze()
        made.reach(RobotState.SILENT)
        made.sim.freeze(False)
        made.reach(RobotState.READY)


@needs_rtde
def test_what_a_robot_is_in_is_said_in_words() -> None:
    with cell(CellProgram(), boot_s=2.0) as made:
        made.reach(RobotState.BOOTING)
        made.reach(RobotState.READY)
        for happens, state in (
            (made.controller.protective_stop, RobotState.PROTECTIVE_STOP),
            (made.controller.release, RobotState.READY),
            (made.controller.emergency_stop, RobotState.EMERGENCY_STOP),
            (made.controller.release, RobotState.PROGRAM_STOPPED),
            (made.controller.play, RobotState.READY),
            (made.controller.power_off, RobotState.POWER_OFF),
        ):
            happens()
            made.reach(state)
        made.sim.refuse()
        made.reach(RobotState.UNREACHABLE)


@needs_rtde
def test_a_program_that_is_not_ours_is_told_from_ours() -> None:
    program = CellProgram(mode=Mode.STATION_LEADS)
    controller = Controller(program)
    made = Cell(controller, CellProgram(mode=Mode.ROBOT_LEADS))
    made.open()
    try:
        made.reach(RobotState.OTHER_PROGRAM)
    finally:
        made.close()


@needs_rtde
@pytest.mark.parametrize(("protocol", "upper"), [(1, True), (2, False)])
def test_a_controller_of_another_generation_is_told_of_and_left_alone(protocol: int, upper: bool) -> None:
    made = Cell(Controller(upper_registers=upper), None, protocol=protocol)
    made.open()
    try:
        made.reach(RobotState.TOO_OLD)
        assert made.robot.why
    finally:
        made.close()


@needs_rtde
def test_a_controller_that_hangs_in_its_start_is_waited_for() -> None:
    made = Cell(Controller(CellProgram()), CellProgram())
    made.sim.mute()
    made.open()
    try:
        made.reach(RobotState.SILENT)
        made.sim.mute(False)
        made.reach(RobotState.READY)
        assert str(made.robot.software) == "5.11.0"
    finally:
        made.close()


@needs_rtde
def test_registers_that_somebody_else_writes_are_told_of_until_he_is_gone() -> None:
    made = Cell(Controller(CellProgram()), CellProgram())
    with socket.create_connection((made.host, rtde.PORT), timeout=WAIT_S) as other:
        other.sendall(rtde.frame(rtde.Kind.SETUP_INPUTS, b"input_int_register_43"))
        assert other.recv(64), "the registers are the other one's"
        made.open()
        try:
            made.reach(RobotState.OCCUPIED)
            other.close()
            made.reach(RobotState.READY)
        finally:
            made.close()


@needs_rtde
def test_something_else_at_the_robots_address_is_told_of() -> None:
    with socket.create_server((host := free_host(), rtde.PORT)) as server:
        robot = Robot(RobotOptions(host))
        robot.open()
        try:
            server.settimeout(WAIT_S)
            connection, _ = server.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                end = time.monotonic() + WAIT_S
                while robot.state is not RobotState.NOT_A_ROBOT:
                    assert time.monotonic() < end, robot.state
                    time.sleep(0.01)
        finally:
            robot.close()


@needs_rtde
def test_an_answer_dies_with_the_run_of_the_program_that_asked() -> None:
    program = CellProgram([HOME], settle_s=0.0, answer_s=30)
    with cell(program) as made:
        made.answering = False
        made.until(lambda: len(made.asked) >= 1)
        asked = made.asked[0]
        made.controller.protective_stop()
        made.reach(RobotState.PROTECTIVE_STOP)
        assert not made.robot.answer(asked, Answer.OK, 1), "not while it stands"
        made.controller.release()
        made.reach(RobotState.READY)
        assert not made.robot.answer(asked, Answer.OK, 1), "and not after it"
    assert program.told == []


@needs_rtde
def test_a_station_started_anew_sends_the_arm_and_does_not_take_an_old_arrival_for_a_new_one() -> None:
    program = CellProgram([HOME, SIDE], mode=Mode.STATION_LEADS)
    with cell(program) as made:
        made.reach(RobotState.READY)
        first = made.robot.go_to(1, timeout_s=WAIT_S)
        made.robot.go_to(2, timeout_s=WAIT_S)
        made.robot.close()
        again = Robot(RobotOptions(made.host, Mode.STATION_LEADS))
        again.open()
        try:
            end = time.monotonic() + WAIT_S
            while again.state is not RobotState.READY:
                assert time.monotonic() < end, again.state
                time.sleep(0.01)
            assert again.go_to(1, timeout_s=WAIT_S)[:3] == pytest.approx(first[:3], abs=1e-6)
        finally:
            again.close()


@needs_rtde
def test_the_station_leads_and_waits_until_the_arm_is_still() -> None:
    program = CellProgram([HOME, SIDE], mode=Mode.STATION_LEADS)
    with cell(program) as made:
        made.reach(RobotState.READY)
        assert made.robot.go_to(2, timeout_s=WAIT_S)[:3] == pytest.approx(SIDE[:3], abs=1e-6)
        sample = made.robot.sample
        assert sample is not None
        assert sample.still_s >= made.robot.options.settle_s
        with pytest.raises(ValueError, match="no pose 9"):
            made.robot.go_to(9, timeout_s=WAIT_S)
        assert made.robot.go_to(1, timeout_s=WAIT_S)[:3] == pytest.approx(HOME[:3], abs=1e-6)
        made.controller.protective_stop()
        with pytest.raises(TimeoutError, match="Protective stop"):
            made.robot.go_to(2, timeout_s=WAIT_S)
    with pytest.raises(TimeoutError, match="no link"):
        made.robot.go_to(1, timeout_s=1)


@needs_rtde
def test_a_request_from_before_the_link_is_not_answered_late() -> None:
    program = CellProgram([HOME], settle_s=0.0, answer_s=1.0)
    with cell(program) as made:
        made.answering = False
        made.until(lambda: len(made.asked) >= 1)
        first = made.asked[0].request
        made.sim.drop_links()
        made.reach(RobotState.UNREACHABLE)
        made.answering = True
        made.until(lambda: len(program.told) >= 2)
    assert [asked.request for asked in made.asked].count(first) == 1
    assert program.told[0].late
    assert program.told[0].answer is Answer.ERROR


def test_without_a_link_nothing_is_written() -> None:
    robot = Robot(RobotOptions("127.0.0.1"))
    assert not robot.answer(Asked(0, 0, 1, 1, 1, 1, HOME), Answer.OK, 1)
    assert not robot.beat(1)
    assert robot.state is RobotState.CLOSED
    robot.close()


def test_every_state_has_words_and_what_is_wrong_a_remedy() -> None:
    assert set(WORDS) == set(RobotState)
    assert all(message for message, _ in WORDS.values())
    assert {state for state, (_, hint) in WORDS.items() if not hint} == {RobotState.CLOSED, RobotState.READY}


def test_stillness_is_counted_by_the_robots_clock_and_begins_anew_with_every_move() -> None:
    stillness = Stillness(Limits(speed_m_s=0.001, turn_rad_s=0.01))
    looks = [(0.0, 0.5, 0.0), (0.1, 0.0005, 0.0), (0.2, 0.0, 0.0), (0.3, 0.0, 0.02), (0.4, 0.0, 0.0), (0.6, 0.0, 0.0)]
    assert [stillness.look(*look) for look in looks] == pytest.approx([0.0, 0.0, 0.1, 0.0, 0.0, 0.2])
    assert stillness.look(0.01, 0.0, 0.0) == 0.0, "a controller that was restarted"
