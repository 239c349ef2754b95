"""The simulated robot's program: step for step what `ur_programs/inspection_cell.script` does on a real one."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from camera.ur_controller import HOME, Controller, Pose, Running
from camera.ur_registers import MAP_VERSION, Answer, Mode, ToRobot, ToStation, beside, following, read_go

STATION_SILENT_S = 1.0
BEAT_S = 0.1
PASS_OUTPUT = 0
"""Standard digital output that is raised for a part that may pass."""


@dataclass(frozen=True, slots=True)
class Told:
    """An answer as the robot's program understood it; `late` where none came in time."""

    request: int
    pose: int
    part: int
    answer: Answer
    acquisition: int
    late: bool = False


@dataclass
class CellProgram:
    """Drives from pose to pose and has every one of them inspected.

    Args:
        poses: where pictures are taken, numbered from 1.
        mode: who asks for pictures.
        parts: how many parts to inspect; None: until stopped. The robot leads only.
        settle_s: how long the arm rests before the robot asks for a picture.
        answer_s: how long it waits for the answer; later is ERROR.
        speed_m_s: of the tool between poses.
        jitter_most_mm: the arm goes no further beside a pose, whatever is asked.
        setup: number of the set-up that goes with every request.
        station_output: standard digital output that the station drives; dropped when the station falls silent.
    """

    poses: Sequence[Pose] = (HOME,)
    mode: Mode = Mode.ROBOT_LEADS
    parts: int | None = None
    settle_s: float = 0.1
    answer_s: float = 5.0
    speed_m_s: float = 0.25
    setup: int = 1
    station_output: int | None = None
    jitter_most_mm: float = 3.0
    told: list[Told] = field(default_factory=list)

    def run(self, arm: Controller) -> Running:
        arm.set_register(ToStation.PROGRAM, MAP_VERSION * 10 + self.mode)
        work = self._lead(arm) if self.mode is Mode.ROBOT_LEADS else self._follow(arm)
        every = max(1, round(BEAT_S * arm.frequency))
        watch = StationWatch()
        for step, _ in enumerate(work):
            if watch.silent(arm) and self.station_output is not None:
                drop_output(arm, self.station_output)
            if step % every == 0:
                beat = int(arm.get(f"output_int_register_{ToStation.BEAT}"))  # type: ignore[arg-type]
                arm.set_register(ToStation.BEAT, following(beat))
            yield
        arm.set_register(ToStation.PROGRAM, 0)

    def _lead(self, arm: Controller) -> Iterator[None]:
        request = int(arm.get(f"output_int_register_{ToStation.REQUEST}"))  # type: ignore[arg-type]
        part = 0
        while self.parts is None or part < self.parts:
            part += 1
            passed = True
            self._let_pass(arm, False)
            for index, pose in enumerate(self.poses, 1):
                arm.set_register(ToStation.POSE, -1)
                yield from arm.move(pose, self.speed_m_s)
                yield from arm.wait(self.settle_s)
                yield from self._until_ready(arm)
                request = following(request)
                arm.set_register(ToStation.POSE, index)
                arm.set_register(ToStation.SETUP, self.setup)
                arm.set_register(ToStation.PART, part)
                arm.set_register(ToStation.REQUEST, request)
                yield from self._answer(arm, request, index, part)
                passed = passed and self.told[-1].answer is Answer.OK
            self._let_pass(arm, passed)

    def _follow(self, arm: Controller) -> Iterator[None]:
        done = arm.register(ToRobot.GO)
        while True:
            asked = arm.register(ToRobot.GO)
            if asked in (0, done):
                done = asked  # after a 0 any word is a new one
                yield
                continue
            self._let_pass(arm, False)
            step = read_go(asked)
            index = step.pose
            arm.set_register(ToStation.POSE, -1)
            if not 1 <= index <= len(self.poses):
                arm.set_register(ToStation.REACHED, -asked)
                done = asked
                continue
            jitter_mm = min(step.jitter_mm, self.jitter_most_mm) if step.shot > 1 else 0.0
            yield from arm.move(shifted(self.poses[index - 1], *beside(step.shot, jitter_mm)), self.speed_m_s)
            arm.set_register(ToStation.POSE, index)
            arm.set_register(ToStation.REACHED, asked)
            done = asked

    def _until_ready(self, arm: Controller) -> Iterator[None]:
        """Wait until the station's beat is heard: nothing is asked of a station that would not answer."""
        before = arm.register(ToRobot.BEAT)
        while arm.register(ToRobot.BEAT) in (0, before):
            yield

    def _answer(self, arm: Controller, request: int, pose: int, part: int) -> Iterator[None]:
        most = round(self.answer_s * arm.frequency)
        steps = 0
        while arm.register(ToRobot.ANSWER) != request and steps < most:
            steps += 1
            yield
        late = arm.register(ToRobot.ANSWER) != request
        word = Answer.ERROR if late else _word(arm.register(ToRobot.VERDICT))
        acquisition = 0 if late else arm.register(ToRobot.ACQUISITION)
        self.told.append(Told(request, pose, part, word, acquisition, late))
        arm.set_register(ToStation.TAKEN, -request if late else request * 10 + word)

    def _let_pass(self, arm: Controller, level: bool) -> None:
        arm.write({"standard_digital_output_mask": 1 << PASS_OUTPUT, "standard_digital_output": level << PASS_OUTPUT})


class StationWatch:
    """Tells whether the station's beat has stood still for too long, by the robot's own time."""

    def __init__(self) -> None:
        self._beat: int | None = None
        self._since_s = 0.0

    def silent(self, arm: Controller) -> bool:
        beat = arm.register(ToRobot.BEAT)
        if beat != self._beat:
            self._beat, self._since_s = beat, arm.now_s
        return arm.now_s - self._since_s >= STATION_SILENT_S


def drop_output(arm: Controller, output: int) -> None:
    """Put a standard digital output to rest."""
    arm.write({"standard_digital_output_mask": 1 << output, "standard_digital_output": 0})


def shifted(pose: Pose, x_mm: float, y_mm: float) -> Pose:
    """Return `pose` moved along the tool's own x and y: `pose_trans` of URScript for a movement without a turn."""
    x, y, z, *turn = pose
    angle = math.hypot(*turn)
    ax, ay, az = (one / angle for one in turn) if angle else (0.0, 0.0, 0.0)
    dx, dy = x_mm / 1e3, y_mm / 1e3
    along = (ax * dx + ay * dy) * (1 - math.cos(angle))
    cos, sin = math.cos(angle), math.sin(angle)
    return (
        x + dx * cos - az * dy * sin + ax * along,
        y + dy * cos + az * dx * sin + ay * along,
        z + (ax * dy - ay * dx) * sin + az * along,
        *turn,
    )  # type: ignore[return-value]


def _word(value: int) -> Answer:
    """What is none of the words is a reject."""
    return Answer(value) if value in tuple(Answer) else Answer.ERROR
