"""The inside of a simulated UR controller: what it knows, how its arm moves, and the program that it runs.

No sockets here; `camera.ur_sim` puts it on the wire. Time is counted in controller steps, not read from a clock, so
that the same program does the same whatever the computer is busy with.
"""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Generator, Iterator, Mapping
from typing import Protocol

from camera import rtde
from camera.rtde import RobotMode, RuntimeState, SafetyMode, Value

Pose = tuple[float, float, float, float, float, float]
"""Tool centre point: x, y, z in metres and the rotation vector in radians."""

HOME: Pose = (0.30, -0.20, 0.40, 0.0, math.pi, 0.0)
SPEED_M_S = 0.25
SHAKE_S, SHAKE_M_S, SHAKE_HZ = 0.08, 0.02, 12.0
"""An arm swings a little after it has arrived: for how long, how fast at first, how often."""

_ZERO: dict[str, Value] = {
    "BOOL": False,
    "UINT8": 0,
    "UINT32": 0,
    "UINT64": 0,
    "INT32": 0,
    "DOUBLE": 0.0,
    "VECTOR3D": (0.0,) * 3,
    "VECTOR6D": (0.0,) * 6,
    "VECTOR6INT32": (0,) * 6,
    "VECTOR6UINT32": (0,) * 6,
}

Running = Generator[None, None, None]
"""A program under way: every `yield` lets one controller step pass, as `sync()` does in URScript."""


class Program(Protocol):
    """What runs on the robot."""

    def run(self, arm: Controller) -> Running:
        """Begin from the top."""
        ...


class Controller:
    """A robot without a body: variables, an arm that takes its time, safety states, and one program.

    Any thread may read and write variables and cause states; `step` is called by one thread only.

    Args:
        frequency: steps per second, 500 on an e-Series and 125 on a CB3.
        version: major, minor, bugfix and build of the controller's software.
        boot_s: controller time until the robot can be used; until then it says that it is booting.
        program: what it runs once it is up; None: nothing, the robot stands.
        upper_registers: whether clients may use the registers from 24 on; software before 3.9 and 5.3 has none.
    """

    def __init__(
        self,
        program: Program | None = None,
        *,
        frequency: int = 500,
        version: tuple[int, int, int, int] = (5, 11, 0, 0),
        boot_s: float = 0.0,
        upper_registers: bool = True,
    ) -> None:
        self.outputs, self.inputs = dict(rtde.OUTPUTS), dict(rtde.INPUTS)
        if not upper_registers:
            self.outputs = {name: kind for name, kind in self.outputs.items() if not _in_upper_range(name)}
            self.inputs = {name: kind for name, kind in self.inputs.items() if not _in_upper_range(name)}
        self.frequency = frequency
        self.version = version
        self._program = program
        self._running: Running | None = None
        self._boot_steps = round(boot_s * frequency)
        self._steps = 0
        self._raised: Counter[int] = Counter()
        self._lock = threading.RLock()
        self._values: dict[str, Value] = {name: _ZERO[kind] for name, kind in rtde.OUTPUTS.items()}
        self._values.update({"actual_TCP_pose": HOME, "target_TCP_pose": HOME, "speed_scaling": 1.0,
                             "target_speed_fraction": 1.0})  # fmt: skip
        self._mode = RobotMode.BOOTING if self._boot_steps else RobotMode.RUNNING
        self._safety = SafetyMode.NORMAL
        self._played = program is not None
        self._show_state()

    # what clients see and write

    def read(self, names: tuple[str, ...]) -> tuple[Value, ...]:
        """Return the variables as of the last step."""
        with self._lock:
            return tuple(self._values[name] for name in names)

    def write(self, values: Mapping[str, Value]) -> None:
        """Take what a client wrote: registers as they are, outputs through their masks."""
        with self._lock:
            for name, value in values.items():
                if name in self._values:
                    self._values[name] = value
            self._write_digital(values, "standard", 0)
            self._write_digital(values, "configurable", 8)
            self._write_digital(values, "tool", 16)

    def _write_digital(self, values: Mapping[str, Value], group: str, shift: int) -> None:
        mask, level = values.get(f"{group}_digital_output_mask"), values.get(f"{group}_digital_output")
        if isinstance(mask, int) and isinstance(level, int):
            bits = int(self._number("actual_digital_output_bits"))
            after = (bits & ~(mask << shift)) | ((level & mask) << shift)
            self._values["actual_digital_output_bits"] = after
            self._raised.update(bit for bit in range(24) if after & ~bits & 1 << bit)

    def raised(self, output: int) -> int:
        """Return how often a digital output went from low to high."""
        with self._lock:
            return self._raised[output]

    def get(self, name: str) -> Value:
        with self._lock:
            return self._values[name]

    def set(self, name: str, value: Value) -> None:
        """What the program (or the world around the robot) does to a variable."""
        with self._lock:
            self._values[name] = value

    def register(self, number: int) -> int:
        """Return the integer input register that a client writes."""
        return int(self._number(f"input_int_register_{number}"))

    def set_register(self, number: int, value: int) -> None:
        """Set the integer output register that clients read."""
        self.set(f"output_int_register_{number}", value)

    def _number(self, name: str) -> float:
        value = self.get(name)
        assert not isinstance(value, tuple)
        return value

    # time

    @property
    def now_s(self) -> float:
        """Seconds since the controller began."""
        return self._steps / self.frequency

    def step(self) -> None:
        """Let one controller period pass."""
        with self._lock:
            self._steps += 1
            self._values["timestamp"] = self.now_s
            if self._mode is RobotMode.BOOTING and self._steps >= self._boot_steps:
                self._mode = RobotMode.RUNNING
            if self._may_run():
                self._advance()
            self._show_state()

    def _may_run(self) -> bool:
        up = self._mode is RobotMode.RUNNING and self._safety in (SafetyMode.NORMAL, SafetyMode.REDUCED)
        return up and self._played and self._program is not None

    def _advance(self) -> None:
        assert self._program is not None
        if self._running is None:
            self._running = self._program.run(self)
        try:
            next(self._running)
        except StopIteration:
            self._running, self._played = None, False

    def _show_state(self) -> None:
        if self._may_run():
            runtime = RuntimeState.PLAYING
        else:
            runtime = RuntimeState.PAUSED if self._running is not None and self._played else RuntimeState.STOPPED
            self._values["actual_TCP_speed"] = (0.0,) * 6
        powered = self._mode is RobotMode.RUNNING
        stopped = self._safety not in (SafetyMode.NORMAL, SafetyMode.REDUCED)
        self._values.update(
            robot_mode=int(self._mode),
            safety_mode=int(self._safety),
            safety_status=int(self._safety),
            runtime_state=int(runtime),
            robot_status_bits=int(powered) | int(runtime is RuntimeState.PLAYING) << 1,
            safety_status_bits=_safety_bits(self._safety) if stopped else 1,
        )

    # what may happen to a robot

    def play(self) -> None:
        """Start the program from the top, as the play button does."""
        with self._lock:
            self._running, self._played = None, self._program is not None

    def stop(self) -> None:
        """Stop the program, as the stop button does."""
        with self._lock:
            self._running, self._played = None, False
            self._show_state()

    def power_off(self) -> None:
        with self._lock:
            self.stop()
            self._mode = RobotMode.POWER_OFF
            self._show_state()

    def boot(self, seconds: float = 0.0) -> None:
        """Switch it on again; the program is started by whoever stands there."""
        with self._lock:
            self._boot_steps = self._steps + round(seconds * self.frequency)
            self._mode = RobotMode.BOOTING
            self._show_state()

    def protective_stop(self) -> None:
        """It touched something: the arm stands where it is, the program is paused."""
        self._safe(SafetyMode.PROTECTIVE_STOP)

    def emergency_stop(self) -> None:
        """Somebody pressed the red button: power is cut, the program is gone."""
        with self._lock:
            self.stop()
            self._safe(SafetyMode.ROBOT_EMERGENCY_STOP)

    def release(self) -> None:
        """Unlock what stopped it; a paused program goes on."""
        self._safe(SafetyMode.NORMAL)

    def _safe(self, mode: SafetyMode) -> None:
        with self._lock:
            self._safety = mode
            self._show_state()

    # what a program can do

    def move(self, pose: Pose, speed_m_s: float = SPEED_M_S) -> Iterator[None]:
        """Go there in a straight line, smoothly, and swing a little on arrival."""
        begin = self._pose()
        length = math.dist(begin[:3], pose[:3])
        self.set("target_TCP_pose", pose)
        steps = max(1, round(1.5 * length / speed_m_s * self.frequency))
        for step in range(1, steps + 1):
            share = step / steps
            eased = share * share * (3 - 2 * share)
            rate = 6 * share * (1 - share) * self.frequency / steps
            at = tuple(a + (b - a) * eased for a, b in zip(begin, pose, strict=True))
            speed = tuple((b - a) * rate for a, b in zip(begin, pose, strict=True))
            self.set("actual_TCP_pose", at)
            self.set("actual_TCP_speed", speed)
            yield
        for step in range(round(SHAKE_S * self.frequency)):
            at_s = step / self.frequency
            swing = SHAKE_M_S * math.exp(-4 * at_s / SHAKE_S) * math.cos(2 * math.pi * SHAKE_HZ * at_s)
            self.set("actual_TCP_speed", (0.0, 0.0, swing, 0.0, 0.0, 0.0))
            yield
        self.set("actual_TCP_pose", pose)
        self.set("actual_TCP_speed", (0.0,) * 6)

    def wait(self, seconds: float) -> Iterator[None]:
        for _ in range(round(seconds * self.frequency)):
            yield

    def _pose(self) -> Pose:
        x, y, z, rx, ry, rz = self.get("actual_TCP_pose")  # type: ignore[misc]
        return x, y, z, rx, ry, rz


def _in_upper_range(name: str) -> bool:
    words, _, number = name.rpartition("_")
    return words.endswith(("int_register", "double_register")) and int(number) >= rtde.UPPER_RANGE


_SAFETY_BIT = {
    SafetyMode.NORMAL: 0,
    SafetyMode.REDUCED: 1,
    SafetyMode.PROTECTIVE_STOP: 2,
    SafetyMode.RECOVERY: 3,
    SafetyMode.SAFEGUARD_STOP: 4,
    SafetyMode.SYSTEM_EMERGENCY_STOP: 5,
    SafetyMode.ROBOT_EMERGENCY_STOP: 6,
    SafetyMode.VIOLATION: 8,
    SafetyMode.FAULT: 9,
}


def _safety_bits(mode: SafetyMode) -> int:
    """Bits as in the guide: 7 is any emergency stop, 10 stopped due to safety."""
    bits = 1 << _SAFETY_BIT[mode] | 1 << 10
    if mode in (SafetyMode.SYSTEM_EMERGENCY_STOP, SafetyMode.ROBOT_EMERGENCY_STOP):
        bits |= 1 << 7
    return bits
