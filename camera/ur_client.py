"""The process that holds the ur-rtde client.

ur-rtde keeps Python from running while it connects, and ends the whole process when a robot sends what it does not
understand (measured with ur-rtde 1.6.5). The line must survive both, so the client lives in a child process that may
hang and die: `camera.ur` starts it, speaks with it over a pipe, and starts another one when it is gone.

`python -m camera.ur_client` is not for people: `ClientProcess` starts it.
"""

from __future__ import annotations

import contextlib
import math
import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from camera.ur_probe import Obstacle
from camera.ur_registers import ToStation

POLL_S = 0.001
END_S = 0.2
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


class ClientProcess:
    """The process, running, with `pipe` to it.

    Where file descriptors can be handed over it begins with this module and nothing else; what `multiprocessing` starts
    imports the whole program again first, more than a second of computing each time the link is made.
    """

    def __init__(self, host: str, limits: Limits) -> None:
        self._process: multiprocessing.process.BaseProcess | subprocess.Popen[bytes]
        self.pipe, theirs = multiprocessing.Pipe()
        if sys.platform == "win32":
            context = multiprocessing.get_context("spawn")
            process = context.Process(target=serve, args=(theirs, host, limits), name="robot-link", daemon=True)
            process.start()
            self._process = process
        else:
            number = theirs.fileno()
            command = [sys.executable, "-m", __name__, str(number), host, str(limits.speed_m_s), str(limits.turn_rad_s)]
            places = os.pathsep.join(place for place in sys.path if place)
            self._process = subprocess.Popen(
                command,
                pass_fds=(number,),
                env={**os.environ, "PYTHONPATH": places},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,  # ours may be read by a script
                start_new_session=True,  # Ctrl-C is for the station, which then ends this
            )
        theirs.close()

    def end(self) -> None:
        """Close the pipe, which ends a process that lives; kill one that hangs."""
        self.pipe.close()
        if isinstance(self._process, subprocess.Popen):
            try:
                self._process.wait(END_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            return
        self._process.join(END_S)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()


def serve(pipe: Connection, host: str, limits: Limits) -> None:
    """Connect to the robot; send a `Sample` whenever something changed; carry out each `Write`.

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
    names = ["timestamp", "actual_TCP_pose", "actual_TCP_speed", "robot_mode", "safety_mode", "runtime_state"]
    names += [f"output_int_register_{word}" for word in ToStation]
    try:
        receive = rtde_receive.RTDEReceiveInterface(host, -1.0, names, use_upper_range_registers=True)
        write = rtde_io.RTDEIOInterface(host, use_upper_range_registers=True)
    except RuntimeError as error:
        said = str(error).strip().splitlines()[0]
        pipe.send(Refused(Obstacle.OCCUPIED if "in use" in said else Obstacle.UNREACHABLE, said))
        return
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


if __name__ == "__main__":
    _number, _host, _speed, _turn = sys.argv[1:]
    # what goes over the pipe has to be of the module, not of `__main__`
    from camera import ur_client

    ur_client.serve(Connection(int(_number)), _host, ur_client.Limits(float(_speed), float(_turn)))
