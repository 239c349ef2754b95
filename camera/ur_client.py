"""The process that holds the ur-rtde client.

ur-rtde keeps Python from running while it connects, and ends the whole process when a robot sends what it does not
understand (measured with ur-rtde 1.6.5). The line must survive both, so the client lives in a child process that may
hang and die: `camera.ur` starts it, speaks with it over a pipe, and starts another one when it is gone.

`python -m camera.ur_client` is not for people: it is started with the pipe as its argument by `multiprocessing`.
"""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from camera.ur_probe import Obstacle, ProbeError, Software, probe
from camera.ur_registers import ToStation

POLL_S = 0.001
REPORT_S = 0.02
"""What has not changed is reported again after this time: a sign of life, with the pose of now."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What the robot said last.

    `stamp_s` is its own clock; `pose` the tool centre point in m and rad; `speed` of it in m/s and `turn` in rad/s;
    `still_s` for how long both have been below the limits; `words` the registers by their number.
    """

    stamp_s: float
    pose: tuple[float, ...]
    speed: float
    turn: float
    still_s: float
    robot_mode: int
    safety_mode: int
    runtime_state: int
    words: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Write:
    """Registers to write, in this order; or, with `output`, a standard digital output."""

    registers: tuple[tuple[int, int], ...] = ()
    output: tuple[int, bool] | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """Why the client could not be made; the process ends after it."""

    obstacle: Obstacle
    message: str


@dataclass(frozen=True, slots=True)
class Limits:
    """When an arm counts as still."""

    speed_m_s: float = 0.001
    turn_rad_s: float = 0.01


def serve(pipe: Connection, host: str, limits: Limits) -> None:
    """Connect to the robot; send its `Software`, then a `Sample` whenever something changed; carry out each `Write`.

    Ends when the pipe is closed or the robot is gone.
    """
    with contextlib.suppress(BrokenPipeError, EOFError, ConnectionResetError):
        _serve(pipe, host, limits)


def _serve(pipe: Connection, host: str, limits: Limits) -> None:
    try:
        import rtde_io
        import rtde_receive
    except ImportError as error:
        pipe.send(Refused(Obstacle.NO_CLIENT, str(error)))
        return
    try:
        software: Software = probe(host)
    except ProbeError as error:
        pipe.send(Refused(error.obstacle, str(error)))
        return
    names = ["timestamp", "actual_TCP_pose", "actual_TCP_speed", "robot_mode", "safety_mode", "runtime_state"]
    names += [f"output_int_register_{word}" for word in ToStation]
    try:
        receive = rtde_receive.RTDEReceiveInterface(host, -1.0, names, use_upper_range_registers=True)
        write = rtde_io.RTDEIOInterface(host, use_upper_range_registers=True)
    except RuntimeError as error:
        said = str(error).strip().splitlines()[0]
        pipe.send(Refused(Obstacle.OCCUPIED if "in use" in said else Obstacle.UNREACHABLE, said))
        return
    pipe.send(software)
    stillness = Stillness(limits)
    before: tuple[object, ...] | None = None
    reported = 0.0
    while True:
        # what is asked of the robot goes out at once: waiting for it is the pause between two looks
        while pipe.poll(POLL_S):
            _write(write, pipe.recv())
        if not (receive.isConnected() and write.isConnected()):
            return
        stamp = receive.getTimestamp()
        speeds = receive.getActualTCPSpeed()
        speed, turn = math.hypot(*speeds[:3]), math.hypot(*speeds[3:])
        still_s = stillness.look(stamp, speed, turn)
        words = {int(word): receive.getOutputIntRegister(int(word)) for word in ToStation}
        state = (receive.getRobotMode(), receive.getSafetyMode(), receive.getRuntimeState())
        now = (*state, words, still_s > 0)
        at = time.monotonic()
        if now == before and at - reported < REPORT_S:
            continue
        before, reported = now, at
        pipe.send(Sample(stamp, tuple(receive.getActualTCPPose()), speed, turn, still_s, *state, words))


def _write(write: object, order: Write) -> None:
    for number, value in order.registers:
        if not write.setInputIntRegister(number, value):  # type: ignore[attr-defined]
            raise BrokenPipeError
    if order.output is not None and not write.setStandardDigitalOut(*order.output):  # type: ignore[attr-defined]
        raise BrokenPipeError


class Stillness:
    """For how long an arm has been below both limits, by the robot's own clock."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._since: float | None = None

    def look(self, stamp_s: float, speed_m_s: float, turn_rad_s: float) -> float:
        """Return the seconds that it has been still; 0.0 while it moves."""
        if speed_m_s > self._limits.speed_m_s or turn_rad_s > self._limits.turn_rad_s:
            self._since = None
            return 0.0
        if self._since is None or stamp_s < self._since:  # a clock that jumped back: the controller was restarted
            self._since = stamp_s
        return stamp_s - self._since
