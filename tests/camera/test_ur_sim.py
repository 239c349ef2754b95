"""The simulated robot, spoken to byte by byte; `test_ur` speaks to it with the unmodified ur-rtde client."""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Iterator
from itertools import pairwise

import pytest

from camera import rtde
from camera.rtde import Kind, Message, Recipe, RobotMode, RuntimeState, SafetyMode
from camera.ur_controller import HOME, Controller, Pose
from camera.ur_program import CellProgram
from camera.ur_registers import Answer, Mode, ToRobot, ToStation, go
from camera.ur_sim import SimulatedRobot

OTHER: Pose = (0.32, -0.2, 0.4, 0.0, 3.1, 0.0)


class Client:
    """A client that does what it is told, right or wrong."""

    def __init__(self, robot: SimulatedRobot) -> None:
        self._socket = socket.create_connection((robot.host, robot.port), timeout=30)
        self._buffer = bytearray()
        self._heard: list[Message] = []

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def send(self, kind: int, content: bytes = b"") -> None:
        self._socket.sendall(rtde.frame(kind, content))

    def raw(self, content: bytes) -> None:
        self._socket.sendall(content)

    def hear(self) -> Message:
        """Return the next message. Raises ConnectionError: the robot has cut the link."""
        while not self._heard:
            content = self._socket.recv(65536)
            if not content:
                raise ConnectionError("cut")
            self._buffer += content
            self._heard.extend(rtde.messages(self._buffer))
        return self._heard.pop(0)

    def until_cut(self) -> None:
        """Read what is still under way. Raises ConnectionError."""
        while True:
            self.hear()

    def ask(self, kind: Kind, content: bytes = b"") -> bytes:
        self.send(kind, content)
        while (message := self.hear()).kind != kind:
            pass
        return message.content

    def subscribe(self, *names: str, frequency: float = 500.0) -> Recipe:
        said = self.ask(Kind.SETUP_OUTPUTS, struct.pack(">d", frequency) + ",".join(names).encode())
        recipe = Recipe(said[0], names, said[1:].decode().split(","))
        assert self.ask(Kind.START) == b"\x01"
        return recipe

    def packages(self, recipe: Recipe, count: int) -> list[dict[str, rtde.Value]]:
        return [recipe.unpack(self.hear().content) for _ in range(count)]


@pytest.fixture
def robot() -> Iterator[SimulatedRobot]:
    with SimulatedRobot(Controller(), port=0) as robot:
        yield robot


def test_version_2_is_spoken_and_no_other(robot: SimulatedRobot) -> None:
    with Client(robot) as client:
        assert client.ask(Kind.REQUEST_PROTOCOL_VERSION, struct.pack(">H", 3)) == b"\x00"
        assert client.ask(Kind.REQUEST_PROTOCOL_VERSION, struct.pack(">H", 2)) == b"\x01"
        assert struct.unpack(">4I", client.ask(Kind.GET_URCONTROL_VERSION)) == (5, 11, 0, 0)


@pytest.mark.parametrize(("asked", "period"), [(500.0, 1), (125.0, 4), (10_000.0, 1)])
def test_no_package_is_missing_from_the_stream(robot: SimulatedRobot, asked: float, period: int) -> None:
    with Client(robot) as client:
        stamps = [values["timestamp"] for values in client.packages(client.subscribe("timestamp", frequency=asked), 60)]
    steps = [round((after - before) * 500) for before, after in pairwise(stamps)]  # type: ignore[operator]
    assert steps == [period] * 59


def test_a_variable_that_does_not_exist_makes_the_recipe_invalid(robot: SimulatedRobot) -> None:
    with Client(robot) as client:
        said = client.ask(Kind.SETUP_OUTPUTS, struct.pack(">d", 125.0) + b"timestamp,nonsense")
        assert said == b"\x00DOUBLE,NOT_FOUND"
        assert client.ask(Kind.START) == b"\x00"


def test_pause_stops_the_stream_and_start_goes_on(robot: SimulatedRobot) -> None:
    with Client(robot) as client:
        recipe = client.subscribe("robot_mode")
        client.packages(recipe, 3)
        assert client.ask(Kind.PAUSE) == b"\x01"
        assert client.ask(Kind.GET_URCONTROL_VERSION)  # nothing between the two answers
        assert client.ask(Kind.START) == b"\x01"
        assert client.packages(recipe, 1) == [{"robot_mode": RobotMode.RUNNING}]


def test_an_input_belongs_to_one_client(robot: SimulatedRobot) -> None:
    with Client(robot) as one:
        assert one.ask(Kind.SETUP_INPUTS, b"input_int_register_42") == b"\x01INT32"
        with Client(robot) as two:
            assert two.ask(Kind.SETUP_INPUTS, b"input_int_register_42") == b"\x00IN_USE"
            assert two.ask(Kind.SETUP_INPUTS, b"input_int_register_43") == b"\x01INT32"


def test_what_a_client_writes_the_others_read(robot: SimulatedRobot) -> None:
    with Client(robot) as writer, Client(robot) as reader:
        recipe = reader.subscribe("input_int_register_42", "actual_digital_output_bits")
        said = writer.ask(
            Kind.SETUP_INPUTS, b"input_int_register_42,standard_digital_output_mask,standard_digital_output"
        )
        inputs = Recipe(said[0], ("r", "m", "o"), said[1:].decode().split(","))
        robot.controller.set("actual_digital_output_bits", 0b0101)
        writer.send(Kind.DATA_PACKAGE, inputs.pack((77, 0b0011, 0b0010)))
        while (values := reader.packages(recipe, 1)[0])["input_int_register_42"] != 77:
            pass
        assert values["actual_digital_output_bits"] == 0b0110, "only what the mask names changes"


@pytest.mark.parametrize(
    "bytes_",
    [
        b"\x00\x01Z",
        rtde.frame(ord("Z")),
        rtde.frame(Kind.DATA_PACKAGE, b"\x09"),
        rtde.frame(Kind.REQUEST_PROTOCOL_VERSION),
    ],
)
def test_a_client_that_talks_nonsense_is_cut_off_and_no_other(robot: SimulatedRobot, bytes_: bytes) -> None:
    with Client(robot) as well_behaved:
        recipe = well_behaved.subscribe("timestamp")
        with Client(robot) as client:
            client.raw(bytes_)
            with pytest.raises(ConnectionError):
                client.hear()
        assert len(well_behaved.packages(recipe, 5)) == 5


def test_a_client_that_does_not_read_is_dropped(robot: SimulatedRobot) -> None:
    with Client(robot) as client:
        client.subscribe(*(name for name in rtde.OUTPUTS if "register" not in name))
        until = time.monotonic() + 60
        while robot.links and time.monotonic() < until:
            time.sleep(0.05)
        assert robot.links == 0


def test_links_are_cut_and_clients_may_come_again(robot: SimulatedRobot) -> None:
    with Client(robot) as client:
        client.subscribe("timestamp")
        robot.drop_links()
        with pytest.raises(ConnectionError):
            client.until_cut()
    with Client(robot) as client:
        assert client.subscribe("timestamp")


def test_a_robot_that_refuses_takes_nobody(robot: SimulatedRobot) -> None:
    robot.refuse()
    with Client(robot) as client, pytest.raises(ConnectionError):
        client.hear()
    robot.refuse(False)
    with Client(robot) as client:
        assert client.ask(Kind.GET_URCONTROL_VERSION)


def test_a_frozen_robot_keeps_the_link_and_goes_on_where_it_was(robot: SimulatedRobot) -> None:
    with Client(robot) as client:
        recipe = client.subscribe("timestamp")
        before = client.packages(recipe, 1)[0]["timestamp"]
        robot.freeze()
        assert client.ask(Kind.GET_URCONTROL_VERSION), "the link is there"
        robot.freeze(False)
        assert client.packages(recipe, 1)[0]["timestamp"] > before  # type: ignore[operator]


def test_an_address_that_is_taken_is_told_at_once(robot: SimulatedRobot) -> None:
    with pytest.raises(OSError, match="in use"):
        SimulatedRobot(Controller(), port=robot.port)


# the controller, step by step: no clock, no socket


def steps(arm: Controller, count: int) -> None:
    for _ in range(count):
        arm.step()


def until(arm: Controller, condition: object) -> None:
    """Step until `condition()`; a minute of robot time at most."""
    assert callable(condition)
    for _ in range(60 * arm.frequency):
        if condition():
            return
        arm.step()
    raise AssertionError("it never came to that")


def test_it_boots_before_it_runs() -> None:
    arm = Controller(CellProgram(), boot_s=0.1)
    assert arm.get("robot_mode") == RobotMode.BOOTING
    steps(arm, 49)
    assert arm.get("robot_mode") == RobotMode.BOOTING
    steps(arm, 2)
    assert (arm.get("robot_mode"), arm.get("runtime_state")) == (RobotMode.RUNNING, RuntimeState.PLAYING)


def test_a_protective_stop_pauses_the_program_where_it_is() -> None:
    arm = Controller(CellProgram([OTHER]))
    steps(arm, 30)
    before = arm.get("actual_TCP_pose")
    arm.protective_stop()
    steps(arm, 500)
    assert arm.get("actual_TCP_pose") == before
    assert arm.get("safety_mode") == SafetyMode.PROTECTIVE_STOP
    assert arm.get("runtime_state") == RuntimeState.PAUSED
    arm.release()
    steps(arm, 30)
    assert arm.get("actual_TCP_pose") != before


def test_an_emergency_stop_ends_the_program_until_somebody_starts_it() -> None:
    arm = Controller(CellProgram())
    steps(arm, 5)
    arm.emergency_stop()
    arm.release()
    steps(arm, 5)
    assert arm.get("runtime_state") == RuntimeState.STOPPED
    arm.play()
    steps(arm, 1)
    assert arm.get("runtime_state") == RuntimeState.PLAYING


def asked(arm: Controller) -> int:
    value = arm.get(f"output_int_register_{ToStation.REQUEST}")
    assert isinstance(value, int)
    return value


def beat(arm: Controller, count: int) -> None:
    arm.write({f"input_int_register_{ToRobot.BEAT}": count})


def answer(arm: Controller, request: int, word: int) -> None:
    arm.write({
        f"input_int_register_{ToRobot.VERDICT}": word,
        f"input_int_register_{ToRobot.ACQUISITION}": 100 + request,
        f"input_int_register_{ToRobot.ANSWER}": request,
    })  # fmt: skip


def passes(arm: Controller) -> bool:
    bits = arm.get("actual_digital_output_bits")
    assert isinstance(bits, int)
    return bool(bits & 1)


@pytest.mark.parametrize(
    ("word", "understood"),
    [
        (1, Answer.OK),
        (2, Answer.NOK),
        (3, Answer.REVIEW),
        (4, Answer.ERROR),
        (0, Answer.NONE),
        (17, Answer.ERROR),
    ],
)
def test_only_ok_lets_a_part_pass(word: int, understood: Answer) -> None:
    program = CellProgram(parts=1, settle_s=0.0)
    arm = Controller(program)
    steps(arm, 200)
    beat(arm, 1)
    until(arm, lambda: asked(arm) == 1)
    assert not passes(arm)
    answer(arm, 1, word)
    until(arm, lambda: arm.get("runtime_state") == RuntimeState.STOPPED)
    assert passes(arm) is (understood is Answer.OK)
    assert [(told.answer, told.acquisition, told.late) for told in program.told] == [(understood, 101, False)]


def test_a_robot_does_not_ask_a_station_whose_beat_stands_still() -> None:
    arm = Controller(CellProgram(parts=1))
    beat(arm, 5)
    steps(arm, 5000)
    assert asked(arm) == 0
    beat(arm, 6)
    until(arm, lambda: asked(arm) == 1)


def test_no_answer_in_time_is_an_error_and_an_answer_to_another_request_is_none() -> None:
    program = CellProgram(parts=1, answer_s=0.5)
    arm = Controller(program)
    steps(arm, 300)
    beat(arm, 1)
    until(arm, lambda: asked(arm) == 1)
    answer(arm, 999, Answer.OK)
    until(arm, lambda: arm.get("runtime_state") == RuntimeState.STOPPED)
    assert program.told[0].late
    assert program.told[0].answer is Answer.ERROR
    assert not passes(arm)


def test_the_output_of_a_station_that_falls_silent_is_dropped() -> None:
    arm = Controller(CellProgram(station_output=3))
    high = {"standard_digital_output_mask": 0b1000, "standard_digital_output": 0b1000}
    for count in range(1, 4):
        beat(arm, count)
        steps(arm, 300)
        arm.write(high)
    steps(arm, 100)
    assert arm.get("actual_digital_output_bits") == 0b1000, "its beat was there a moment ago"
    steps(arm, 500)
    assert arm.get("actual_digital_output_bits") == 0


def test_a_part_passes_only_if_every_pose_of_it_was_ok() -> None:
    program = CellProgram([HOME, OTHER], parts=1, settle_s=0.0)
    arm = Controller(program)
    for request, word in ((1, Answer.NOK), (2, Answer.OK)):
        steps(arm, 300)
        beat(arm, request)
        until(arm, lambda request=request: asked(arm) == request)
        answer(arm, request, word)
    until(arm, lambda: arm.get("runtime_state") == RuntimeState.STOPPED)
    assert [told.pose for told in program.told] == [1, 2]
    assert not passes(arm)


def test_led_by_the_station_it_goes_where_it_is_told_and_says_when_it_cannot() -> None:
    arm = Controller(CellProgram([HOME, OTHER], mode=Mode.STATION_LEADS))
    steps(arm, 5)
    reached = f"output_int_register_{ToStation.REACHED}"
    arm.write({f"input_int_register_{ToRobot.GO}": go(1, 2)})
    until(arm, lambda: arm.get(reached) == go(1, 2))
    assert arm.get("actual_TCP_pose") == OTHER
    arm.write({f"input_int_register_{ToRobot.GO}": go(2, 7)})
    until(arm, lambda: arm.get(reached) == -go(2, 7))
    assert arm.get("actual_TCP_pose") == OTHER


def test_an_arm_that_has_arrived_still_swings() -> None:
    arm = Controller(CellProgram([OTHER], mode=Mode.STATION_LEADS))
    arm.write({f"input_int_register_{ToRobot.GO}": 0})
    steps(arm, 2)
    arm.write({f"input_int_register_{ToRobot.GO}": go(1, 1)})
    speeds: list[float] = []

    def here() -> bool:
        pose, speed = arm.get("actual_TCP_pose"), arm.get("actual_TCP_speed")
        assert isinstance(pose, tuple)
        assert isinstance(speed, tuple)
        if pose == OTHER:
            speeds.append(abs(speed[2]))
        return arm.get(f"output_int_register_{ToStation.REACHED}") == go(1, 1)

    until(arm, here)
    assert max(speeds) > 0.005
    assert speeds[-1] == 0.0
