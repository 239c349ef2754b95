"""Slight movements between the pictures of a pose: asked for in one word, made by the robot's own program."""

from __future__ import annotations

import importlib.resources
import math
import re

import pytest

from camera.ur import Robot, RobotOptions, RobotState
from camera.ur_controller import HOME, Controller, Pose
from camera.ur_program import CellProgram, shifted
from camera.ur_registers import (
    JITTER_MOST_MM,
    MAP_VERSION,
    TURN_RAD,
    Mode,
    Step,
    ToRobot,
    ToStation,
    beside,
    go,
    read_go,
)
from camera.ur_sim import SimulatedRobot
from tests.camera.robot_rig import free_host

DOWN: Pose = (0.3, -0.2, 0.4, 0.0, math.pi, 0.0)


def stand(program: CellProgram, word: int) -> tuple[Controller, tuple[float, ...]]:
    """Have the program go where `word` says; return where the arm stands."""
    arm = Controller(program)
    arm.step()
    arm.write({f"input_int_register_{ToRobot.GO}": word})
    for _ in range(60 * arm.frequency):
        if arm.get(f"output_int_register_{ToStation.REACHED}") == word:
            pose = arm.get("actual_TCP_pose")
            assert isinstance(pose, tuple)
            return arm, pose
        arm.step()
    raise AssertionError("it never got there")


@pytest.mark.parametrize("step", [Step(1), Step(999, 99, JITTER_MOST_MM), Step(7, 3, 0.1), Step(12, 2, 2.5)])
@pytest.mark.parametrize("count", [1, 199, 200, 1_000_000])
def test_what_is_asked_is_read_back_and_fits_a_register(step: Step, count: int) -> None:
    word = go(count, step.pose, step.shot, step.jitter_mm)
    assert 0 < word < 2**31
    assert read_go(word) == step


def test_two_steps_after_each_other_differ_though_they_ask_for_the_same() -> None:
    assert len({go(count, 3) for count in (199, 200, 201)}) == 3


@pytest.mark.parametrize(("pose", "shot", "jitter_mm"), [(0, 1, 0), (1000, 1, 0), (1, 0, 0), (1, 100, 0), (1, 1, 10)])
def test_what_no_register_holds_is_refused(pose: int, shot: int, jitter_mm: float) -> None:
    with pytest.raises(ValueError, match="not between"):
        go(1, pose, shot, jitter_mm)


def test_the_first_shot_is_at_the_pose_and_no_two_are_at_the_same_place() -> None:
    places = [beside(shot, 2.0) for shot in range(1, 100)]
    assert places[0] == (0.0, 0.0)
    assert all(math.hypot(*place) == pytest.approx(2.0) for place in places[1:])
    gaps = [math.dist(one, two) for index, one in enumerate(places) for two in places[:index]]
    assert min(gaps) > 0.02


def test_the_arm_steps_aside_across_the_tools_axis() -> None:
    program = CellProgram([DOWN], mode=Mode.STATION_LEADS)
    _, here = stand(program, go(1, 1))
    _, there = stand(program, go(2, 1, shot=3, jitter_mm=1.5))
    assert here == pytest.approx(DOWN)
    assert math.dist(here[:3], there[:3]) == pytest.approx(0.0015)
    assert there[2:] == pytest.approx(DOWN[2:]), "the camera looks down: its distance stays"


def test_a_program_goes_no_further_than_its_own_limit() -> None:
    _, there = stand(CellProgram([DOWN], mode=Mode.STATION_LEADS, jitter_most_mm=1.0), go(1, 1, 2, 9.0))
    assert math.dist(DOWN[:3], there[:3]) == pytest.approx(0.001)


@pytest.mark.parametrize(
    ("turn", "seen"),
    [
        ((0.0, 0.0, 0.0), (1.0, 2.0, 0.0)),
        ((0.0, 0.0, math.pi / 2), (-2.0, 1.0, 0.0)),
        ((0.0, math.pi, 0.0), (-1.0, 2.0, 0.0)),
        ((math.pi / 2, 0.0, 0.0), (1.0, 0.0, 2.0)),
    ],
)
def test_aside_is_counted_in_the_tools_own_directions(
    turn: tuple[float, float, float], seen: tuple[float, ...]
) -> None:
    moved = shifted((0.1, 0.2, 0.3, *turn), 1.0, 2.0)
    assert [1e3 * (a - b) for a, b in zip(moved[:3], (0.1, 0.2, 0.3), strict=True)] == pytest.approx(seen, abs=1e-9)
    assert moved[3:] == turn


def test_the_shipped_program_is_of_this_map_and_makes_the_same_steps() -> None:
    text = (importlib.resources.files("camera") / "ur_programs" / "inspection_cell.script").read_text()
    assert f"version {MAP_VERSION}." in text
    for mode in Mode:
        assert f"write_output_integer_register({ToStation.PROGRAM}, {MAP_VERSION * 10 + mode})" in text
    turn = re.search(r"\(shot - 2\) \* ([\d.]+)", text)
    assert turn is not None
    assert float(turn[1]) == pytest.approx(TURN_RAD, abs=1e-6)
    most = re.search(r"JITTER_MOST = ([\d.]+)", text)
    assert most is not None
    assert float(most[1]) == CellProgram().jitter_most_mm


def test_the_unmodified_client_asks_for_slight_movements() -> None:
    pytest.importorskip("rtde_receive", reason="needs the package ur-rtde: pip install inspection-station[robot]")
    host = free_host()
    program = CellProgram([HOME], mode=Mode.STATION_LEADS)
    ready = []
    robot = Robot(RobotOptions(host, Mode.STATION_LEADS), on_state=ready.append)
    with SimulatedRobot(Controller(program), host):
        robot.open()
        try:
            with robot._changed:
                robot._changed.wait_for(lambda: RobotState.READY in ready, 60)
            stands = [robot.go_to(1, timeout_s=60, shot=shot, jitter_mm=2.0) for shot in (1, 2, 3)]
        finally:
            robot.close()
    gaps = [1e3 * math.dist(stands[0][:3], stand[:3]) for stand in stands]
    assert gaps == pytest.approx([0.0, 2.0, 2.0], abs=1e-3)
    assert 1e3 * math.dist(stands[1][:3], stands[2][:3]) > 1.0
