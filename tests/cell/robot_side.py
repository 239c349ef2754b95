"""The robot of the test cell: the shipped program's counterpart, which puts a part under the camera before it asks."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from camera.rtde import Value
from camera.ur_controller import HOME, Controller, Running
from camera.ur_program import CellProgram, Told
from camera.ur_registers import Answer, ToRobot, ToStation
from tests.cell.parts import Stage

STATION_OUTPUT = 2
FREQUENCY = 125
_READY_MOST_S = 0.4


@dataclass(frozen=True, slots=True)
class RobotPart:
    """One request of the robot's program and the answer as the program understood it; None: it was broken off."""

    number: int
    told: Told | None


class Arm(Controller):
    """A controller that notes every OK that reaches it, with the part that lies under the camera at that moment."""

    def __init__(self, stage: Stage, program: PlacingProgram) -> None:
        self._stage = stage
        self._placing = program
        self._level = False
        self._answered = 0
        self.oks: list[tuple[str, int | None, int]] = []
        """Where an OK was seen, the part under the camera, and the acquisition (0: a line carries none)."""
        super().__init__(program, frequency=FREQUENCY)

    def write(self, values: Mapping[str, Value]) -> None:
        super().write(values)
        level = bool(int(self.get("actual_digital_output_bits")) >> STATION_OUTPUT & 1)  # type: ignore[arg-type]
        if level and not self._level:
            self.oks.append(("digital output", self._stage.now, 0))
        self._level = level
        answer = self.register(ToRobot.ANSWER)  # what it announces is written before it
        if answer not in (0, self._answered) and self.register(ToRobot.VERDICT) == Answer.OK:
            self.oks.append(("verdict register", self._stage.now, self.register(ToRobot.ACQUISITION)))
        self._answered = answer

    def set_register(self, number: int, value: int) -> None:
        # the conveyor knows which part it is; the shipped program only counts
        super().set_register(number, self._placing.number if number == ToStation.PART else value)


class PlacingProgram(CellProgram):
    """Holds the part under the camera from just before the request until the answer was read."""

    def __init__(self, stage: Stage, enough: threading.Event) -> None:
        super().__init__(poses=(HOME,), settle_s=0.0, answer_s=3.0, station_output=STATION_OUTPUT)
        self._stage = stage
        self._enough = enough
        self.number = 0
        self._holds = False
        self.parts_done: list[RobotPart] = []
        self.abandoned = False
        """A part lies under the camera that the program left in the middle; whoever looks after the cell clears it."""

    def run(self, arm: Controller) -> Running:
        return self._guarded(super().run(arm))

    def _guarded(self, running: Running) -> Running:
        self._holds = False
        try:
            yield from running
        finally:
            if self._holds:
                self._holds, self.abandoned = False, True
                self.parts_done.append(RobotPart(self.number, None))

    def _until_ready(self, arm: Controller) -> Iterator[None]:
        while self._enough.is_set():
            yield
        while True:
            yield from super()._until_ready(arm)
            number = self._stage.next_number()
            while not self._stage.try_place(number):
                yield
            self.number, self._holds = number, True
            ready = super()._until_ready(arm)
            for step, _ in enumerate(ready):
                if step > _READY_MOST_S * arm.frequency:
                    break
                yield
            else:
                return
            self._holds = False
            while not self._stage.try_clear():
                yield

    def _answer(self, arm: Controller, request: int, pose: int, part: int) -> Iterator[None]:
        yield from super()._answer(arm, request, pose, part)
        self.parts_done.append(RobotPart(self.number, self.told[-1]))
        self._holds = False
        while not self._stage.try_clear():
            yield
