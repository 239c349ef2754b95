"""A UR robot as a cell partner: what it asks for, where it stands, and how it is told the verdict.

`Robot` keeps a link to the controller for as long as it is open and comes back by itself; the client is a process of
its own (`camera.ur_client`). It never moves the arm: only the robot's own program does.
"""

from __future__ import annotations

import importlib.util
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from camera.ur_client import ClientProcess, Limits, Refused, Sample, Write
from camera.ur_probe import Obstacle, ProbeError, Software, probe
from camera.ur_registers import WRAP, Answer, Mode, ToRobot, ToStation, following, go
from camera.ur_state import WORDS as WORDS
from camera.ur_state import RobotState as RobotState
from camera.ur_state import read_state

CONNECT_S = 10.0
"""ur-rtde may take this long for a controller that answers; after that the process is ended."""
SILENT_S = 1.0
"""A controller sends at least 125 packages a second; without one for so long the stream is dead, busy as we may be."""
BACK_OFF_S = (0.2, 0.5, 1.0, 2.0)


_OBSTACLES: Mapping[Obstacle, RobotState] = {
    Obstacle.NO_CLIENT: RobotState.NO_CLIENT,
    Obstacle.UNREACHABLE: RobotState.UNREACHABLE,
    Obstacle.SILENT: RobotState.SILENT,
    Obstacle.NOT_A_ROBOT: RobotState.NOT_A_ROBOT,
    Obstacle.TOO_OLD: RobotState.TOO_OLD,
    Obstacle.OCCUPIED: RobotState.OCCUPIED,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The robot asks for a picture. `pose` is the tool centre point, x y z in m and a rotation vector in rad.

    `run` counts the times that the robot came to READY: a request dies with its run. `missed` is how many requests of
    this run were never seen.
    """

    run: int
    missed: int
    request: int
    pose_index: int
    setup: int
    part: int
    pose: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class RobotOptions:
    """`settle_s` is how long the arm must be below the limits of `still` to count as standing."""

    host: str
    mode: Mode = Mode.ROBOT_LEADS
    settle_s: float = 0.1
    still: Limits = field(default_factory=Limits)


def client_installed() -> bool:
    """Tell whether ur-rtde is there."""
    return importlib.util.find_spec("rtde_receive") is not None


class Robot:
    """The link to one controller. Methods may be called from any thread.

    Args:
        on_asked: called on the link's thread for each picture the robot asks for; must return at once.
        on_state: called on the link's thread when the state changes.
    """

    def __init__(
        self,
        options: RobotOptions,
        *,
        on_asked: Callable[[Asked], None] = lambda _asked: None,
        on_state: Callable[[RobotState], None] = lambda _state: None,
    ) -> None:
        self.options = options
        self._on_asked, self._on_state = on_asked, on_state
        self._changed = threading.Condition()
        self._state = RobotState.CLOSED
        self._why = ""
        self._sample: Sample | None = None
        self._pipe: Connection | None = None
        self._request: int | None = None
        self._run = 0
        self._software: Software | None = None
        # a station that was started anew must not ask with the number of an old request, which the program knows
        self._gone = time.time_ns() // 1_000_000_000 % WRAP
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def state(self) -> RobotState:
        return self._state

    @property
    def why(self) -> str:
        """What the client said of it, where it could not be made; else nothing."""
        return self._why

    @property
    def run(self) -> int:
        """How often the robot came to READY; see `Asked`."""
        return self._run

    @property
    def software(self) -> Software | None:
        """What runs on the controller, as of the last link; None: never heard."""
        return self._software

    @property
    def sample(self) -> Sample | None:
        """What the robot said last; None while there is no link."""
        return self._sample

    def open(self) -> None:
        """Begin to keep the link; returns at once."""
        if self._thread is None:
            self._stop.clear()
            self._thread = threading.Thread(target=self._keep, name="robot", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Tell the robot that no trigger will be answered, and end the link. Safe to call twice."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self.beat(0)
            self._stop.set()
            thread.join()
            self._become(RobotState.CLOSED)

    # to the robot

    def answer(self, asked: Asked, answer: Answer, acquisition: int) -> bool:
        """Tell the verdict on what was asked; False: nothing was told, the robot times out and rejects.

        Nothing is told to a robot that has left READY since it asked, were it for a moment: its program may be another.
        """
        with self._changed:
            if self._state is not RobotState.READY or asked.run != self._run:
                return False
            return self._write(
                (ToRobot.VERDICT, answer), (ToRobot.ACQUISITION, acquisition), (ToRobot.ANSWER, asked.request)
            )  # fmt: skip

    def take_back(self) -> bool:
        """Let no OK stand in the registers, whatever it was for."""
        return self._write((ToRobot.VERDICT, Answer.NONE))

    def beat(self, count: int) -> bool:
        """Show the sign of life, to a robot that is READY; 0: not ready, to any."""
        with self._changed:
            return (count == 0 or self._state is RobotState.READY) and self._write((ToRobot.BEAT, count))

    def digital(self, output: int, level: bool) -> bool:
        """Set a standard digital output."""
        return self._send(Write(output=(output, level)))

    def go_to(
        self,
        pose: int,
        *,
        timeout_s: float,
        shot: int = 1,
        jitter_mm: float = 0.0,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> tuple[float, ...]:
        """Ask the program for `pose` and wait until the arm stands there; return the tool centre point.

        From the second `shot` on the program steps aside by `jitter_mm`, or less where its own limit is less; each
        shot to another side. Where the tool stands then says how far it was.

        Raises:
            TimeoutError: not reached, not still, cancelled, or the robot left READY; the message says which.
            ValueError: the program knows no such pose.
        """
        if self.options.mode is not Mode.STATION_LEADS:
            raise ValueError("the robot leads: it chooses its poses itself")
        sample = self._sample
        arrived = 0 if sample is None else abs(sample.words[ToStation.REACHED])
        self._gone = following(self._gone)
        if go(self._gone, pose, shot, jitter_mm) == arrived:  # of a station before this one: no arrival for this
            self._gone = following(self._gone)
        asked = go(self._gone, pose, shot, jitter_mm)
        until = time.monotonic() + timeout_s
        if not self._write((ToRobot.GO, asked)):
            raise TimeoutError(WORDS[self._state][0])
        with self._changed:
            while True:
                sample = self._sample
                if self._state is not RobotState.READY or sample is None:
                    raise TimeoutError(f"{WORDS[self._state][0]} Pose {pose} was not reached.")
                reached = sample.words[ToStation.REACHED]
                if reached == -asked:
                    raise ValueError(f"the robot's program has no pose {pose}")
                if reached == asked and sample.still_s >= self.options.settle_s:
                    return sample.pose
                if cancelled():
                    raise TimeoutError(f"Pose {pose} is not waited for any more.")
                left = until - time.monotonic()
                if left <= 0:
                    if reached == asked:
                        raise TimeoutError(f"Pose {pose} did not come to rest within {timeout_s:g} s.")
                    raise TimeoutError(f"Pose {pose} was not reached within {timeout_s:g} s.")
                self._changed.wait(min(left, 0.1))

    def _write(self, *registers: tuple[int, int]) -> bool:
        return self._send(Write(tuple((int(number), int(value)) for number, value in registers)))

    def _send(self, order: Write) -> bool:
        with self._changed:
            if self._pipe is None:
                return False
            try:
                self._pipe.send(order)
            except OSError:
                return False
            return True

    # its thread

    def _keep(self) -> None:
        tries = 0
        while not self._stop.is_set():
            if self._link():
                tries = 0
            self._sample = None
            if not self._stop.wait(BACK_OFF_S[min(tries, len(BACK_OFF_S) - 1)]):
                tries += 1

    def _link(self) -> bool:
        """Hold one link until it breaks; return whether the robot ever answered."""
        if not client_installed():
            self._become(RobotState.NO_CLIENT)
            return False
        try:
            self._software = probe(self.options.host)
        except ProbeError as error:
            self._become(_OBSTACLES[error.obstacle], str(error))
            return False
        client = ClientProcess(self.options.host, self.options.still)
        try:
            return self._follow(client.pipe)
        except (EOFError, OSError):
            self._become(RobotState.UNREACHABLE)
            return self._pipe is not None
        finally:
            with self._changed:
                self._pipe = None
            client.end()

    def _follow(self, pipe: Connection) -> bool:
        """Hear the client; return whether it ever had a sample. Raises EOFError, OSError: it died."""
        heard = time.monotonic() + CONNECT_S - SILENT_S
        stamp = -1.0
        while not self._stop.is_set():
            if pipe.poll(0.05):
                said = pipe.recv()
                if isinstance(said, Refused):
                    self._become(_OBSTACLES[said.obstacle], said.message)
                    return False
                if self._pipe is None:
                    with self._changed:
                        self._pipe = pipe
                if said.stamp_s != stamp:
                    stamp, heard = said.stamp_s, time.monotonic()
                    self._hear(said)
            if time.monotonic() - heard > SILENT_S:
                self._become(RobotState.SILENT)
                return self._pipe is not None
        return True

    def _hear(self, sample: Sample) -> None:
        words = sample.words
        state = read_state(sample, self.options.mode)
        with self._changed:
            self._sample = sample
        self._become(state)
        request = words[ToStation.REQUEST]
        if state is not RobotState.READY:
            return
        # what was asked before this link is nobody's any more: the robot has timed out or will
        if self._request is not None and request != self._request and self.options.mode is Mode.ROBOT_LEADS:
            missed = (request - following(self._request)) % WRAP
            pose, setup, part = (words[word] for word in (ToStation.POSE, ToStation.SETUP, ToStation.PART))
            asked = Asked(self._run, missed, request, pose, setup, part, sample.pose)
            self._on_asked(asked)
        self._request = request

    def _become(self, state: RobotState, why: str = "") -> None:
        with self._changed:
            changed = state is not self._state
            if changed and state is RobotState.READY:
                self._run += 1
                # what stands there is of another run; the program asks only after a beat, and that comes after this
                self._write((ToRobot.BEAT, 0), (ToRobot.VERDICT, Answer.NONE), (ToRobot.ANSWER, 0), (ToRobot.GO, 0))
            self._state, self._why = state, why
            self._changed.notify_all()
        if changed:
            if state is not RobotState.READY:
                self._request = None
            self._on_state(state)
