"""The robot in the cell: it asks for pictures and is told verdicts, or is asked for poses.

    link thread       hears requests and states, never waits
    robot-asks        makes triggers of requests, one after the other: a camera may take its time
    robot-beats       the sign of life while the line is READY, and the end of pulses

At most one request is open. What was asked dies when the robot leaves READY, were it for a moment: its verdict is then
withheld, and the robot's own time-out is the reject.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from queue import SimpleQueue

from camera.ur import WORDS, Asked, Robot, RobotOptions, RobotState, client_installed
from camera.ur_client import Limits
from camera.ur_registers import Answer, Mode, ToStation, following, read_taken
from station.cell import Host
from station.config_cell import RobotSection
from station.errors import ConfigError, OkPassed, PartnerLost, StateError, explain
from station.robot_requests import Heard, Open, Requests
from station.types import Event, EventKind, Inspection, PartnerStatus, StationState, Verdict

log = logging.getLogger(__name__)

SOURCE = "robot"
"""The source of the triggers that the robot asked for."""
BEAT_S = 0.05
_ALIVE_S = 1.0
PATIENCE_S = 10.0
"""A thread that hangs in the driver of the camera is not waited for any longer when the link is closed."""
_EXPIRED = "The robot did not wait for the answer to request {request} any longer: it took the part as a reject."
_WORDS = {Verdict.OK: Answer.OK, Verdict.NOK: Answer.NOK, Verdict.REVIEW: Answer.REVIEW, Verdict.ERROR: Answer.ERROR}


def robot_options(section: RobotSection) -> RobotOptions:
    """Return what the link has to know of `[robot]`."""
    still = Limits(section.still_mm_s / 1e3, section.still_rad_s)
    return RobotOptions(section.host, Mode[section.mode.upper()], section.settle_ms / 1e3, still)


class RobotCell:
    """Partner of the station, see `station.cell.Partner`. Thread-safe; only `go_to` takes long."""

    def __init__(
        self, section: RobotSection, host: Host, *, heartbeat_ms: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`heartbeat_ms`: how often the health thread calls `alive`. Raises ConfigError: ur-rtde is not installed."""
        if not client_installed():
            message, hint = WORDS[RobotState.NO_CLIENT]
            raise ConfigError(f"robot: {message}", hint)
        self.section = section
        self._host = host
        self._clock = clock
        self._patience_s = max(_ALIVE_S, 3 * heartbeat_ms / 1e3)
        self._robot = Robot(robot_options(section), on_asked=self._on_asked, on_state=self._on_state)
        self._lock = threading.Lock()
        self._requests = Requests(section.answer_ms / 1e3)
        self._pulse_ends_s: float | None = None
        self._alive_s: float | None = None
        self._passed: str | None = None
        self._beat = 0
        self._asks: SimpleQueue[tuple[Asked, float] | None] = SimpleQueue()
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    # partner

    def open(self) -> None:
        if self._threads:
            return
        self._stop.clear()
        for run, name in ((self._run_asks, "robot-asks"), (self._run_beats, "robot-beats")):
            thread = threading.Thread(target=run, name=name, daemon=True)
            thread.start()
            self._threads.append(thread)
        self._robot.open()

    def status(self) -> PartnerStatus:
        state = self._robot.state
        message, hint = WORDS[state]
        return PartnerStatus("robot", state is RobotState.READY, message, hint)

    def close(self) -> None:
        self.rest()
        self._stop.set()
        self._wake.set()
        if self._threads:
            self._asks.put(None)
        while self._threads:
            thread = self._threads.pop()
            thread.join(PATIENCE_S)
            if thread.is_alive():
                log.warning(
                    "the thread %s hangs, maybe in the camera's driver; the link is closed without it", thread.name
                )
        self._robot.close()

    # for whoever needs the arm

    @property
    def mode(self) -> str:
        """`robot_leads` or `station_leads`."""
        return self.section.mode

    @property
    def ready(self) -> bool:
        """Whether the robot's inspection program runs."""
        return self._robot.state is RobotState.READY

    def pose(self) -> tuple[float, ...] | None:
        """Return where the tool centre point is, x y z in m and a rotation vector in rad; None: nobody knows."""
        sample = self._robot.sample
        return sample.pose if sample is not None and self.ready else None

    def camera_pose(self) -> tuple[float, ...] | None:
        """Return `pose` where the camera is on the robot: what belongs to a picture that is taken now."""
        return self.pose() if self.section.camera_on_robot else None

    def go_to(
        self,
        pose_index: int,
        timeout_s: float | None = None,
        *,
        cancelled: Callable[[], bool] = lambda: False,
        shot: int = 1,
        jitter_mm: float = 0.0,
    ) -> tuple[float, ...]:
        """Ask the robot's program for a pose, wait until the arm stands there still; return the tool centre point.

        Without `timeout_s` it waits for `robot.pose_ms`. From the second `shot` on the arm stands up to `jitter_mm`
        beside the pose, see `camera.ur.Robot.go_to`.

        Raises StateError: the robot leads, it knows no such pose, or it was not reached in time.
        """
        if timeout_s is None:
            timeout_s = self.section.pose_ms / 1e3
        try:
            return self._robot.go_to(
                pose_index, timeout_s=timeout_s, cancelled=cancelled, shot=shot, jitter_mm=jitter_mm
            )
        except ValueError as error:
            hint = 'Set robot.mode = "station_leads", or use the poses of the program at the teach pendant.'
            raise StateError(f"The robot cannot be sent to pose {pose_index}: {error}.", hint) from error
        except TimeoutError as error:
            late = "Look at the robot; if it is on its way, give robot.pose_ms more time."
            raise StateError(str(error), WORDS[self._robot.state][1] or late) from error

    # for the output: calls come under the line's lock

    def alive(self) -> None:
        """Note that the health thread found the line alive.

        Raises OkPassed, once: the robot let a part pass by an OK that had been taken back, or nobody knows.
        """
        self._alive_s = self._clock()
        passed, self._passed = self._passed, None
        if passed is not None:
            raise OkPassed(passed, "Take this part out by hand, then acknowledge.")

    def check(self, inspection: Inspection) -> None:
        """Raise PartnerLost where the verdict of `inspection`, if it is the robot's, could not be told now."""
        if inspection.source != SOURCE:
            return
        with self._lock:
            self._check(inspection)

    def _check(self, inspection: Inspection) -> Open:
        why = self._requests.why_not(inspection.trigger_id, self._clock())
        request = self._requests.open
        if why is None and (not self.ready or request is None or request.asked.run != self._robot.run):
            why = WORDS[self._robot.state][0] if not self.ready else "The robot's program was started anew meanwhile."
        if why is not None or request is None:
            raise PartnerLost(why or "", WORDS[self._robot.state][1])
        return request

    def tell(self, inspection: Inspection, *, reject: bool) -> None:
        """Answer the robot, if it asked for `inspection`.

        `reject` ends an OK that was told for the same part a moment ago.

        Raises PartnerLost: the robot does not wait for it any more.
        """
        if inspection.source != SOURCE:
            return
        answer = _WORDS[inspection.verdict]
        if reject and answer is Answer.OK:
            answer = Answer.ERROR
        with self._lock:
            self._end_pulse()
            told = self._requests.told
            if reject and told is not None and told.trigger_id == inspection.trigger_id:
                if told.answer is Answer.OK:
                    self._take_back()
                return
            request = self._check(inspection)
            if answer is Answer.OK:
                self._begin_pulse()
            if not self._robot.answer(request.asked, answer, inspection.acquisition or 0):
                self._end_pulse()
                self._requests.drop()
                raise PartnerLost("The link to the robot broke.", WORDS[self._robot.state][1])
            self._requests.answered(answer)

    def _take_back(self) -> None:
        """Replace an OK by a reject. Where the robot was quicker, it says so: see `alive`."""
        self._robot.take_back()
        self._requests.taken_back()

    def rest(self) -> None:
        """Let no OK stand, and no sign of life. Where there is no link the robot's program does both by itself."""
        self._alive_s = None
        with self._lock:
            self._robot.beat(0)
            self._robot.take_back()
            self._end_pulse()

    def _begin_pulse(self) -> None:
        output = self.section.digital_output
        if output is not None and self._robot.digital(output, True):
            self._pulse_ends_s = self._clock() + self.section.pulse_ms / 1e3
            self._wake.set()

    def _end_pulse(self) -> None:
        """Put the digital output to rest, whether a pulse is known of or not."""
        output = self.section.digital_output
        if output is None:
            return
        under_way, self._pulse_ends_s = self._pulse_ends_s is not None, None
        if not self._robot.digital(output, False) and under_way:
            self._note(
                f"Output {output} of the robot could not be dropped: there is no link. The robot's program drops it"
                " after a second, where STATION_OUTPUT names it."
            )

    # the link thread

    def _on_asked(self, asked: Asked) -> None:
        self._asks.put((asked, self._clock()))

    def _on_state(self, state: RobotState) -> None:
        with self._lock:
            self._end_pulse()
            news = self._confirm()
            dropped, unread = self._requests.forget()
            if unread is not None and unread.regretted:
                request = unread.asked.request
                self._passed = f"The robot may have read the OK of request {request} before it was taken back."
        if state is not RobotState.CLOSED:
            self._note(WORDS[state][0], state=state.value, why=self._robot.why)
        if news is not None:
            self._note(news)
        if dropped is not None:
            self._note(f"Request {dropped.asked.request} of the robot was forgotten: its verdict will be withheld.")
        if unread is not None:
            self._note(
                f"Nobody knows whether the robot has read the answer {unread.answer.name} to request"
                f" {unread.asked.request}."
            )

    # robot-asks

    def _run_asks(self) -> None:
        while (item := self._asks.get()) is not None:
            try:
                self._take(*item)
            except Exception as error:
                log.exception("a request of the robot could not be dealt with")
                with self._lock:
                    self._requests.drop()  # should a verdict come all the same, it is withheld
                self._refuse(item[0], explain(error))

    def _take(self, asked: Asked, at_s: float) -> None:
        if asked.run != self._robot.run or not self.ready:
            self._note(f"Request {asked.request} of the robot was forgotten before a picture was taken.")
            return
        if asked.missed:
            self._note(f"{asked.missed} requests of the robot before request {asked.request} were never seen.")
        part_id = str(asked.part) if asked.part else None
        trigger = self._host.new_trigger(
            part_id, source=SOURCE, pose=asked.pose, pose_index=asked.pose_index, setup=asked.setup
        )
        with self._lock:
            if asked.run != self._robot.run:
                return  # forgotten with its run, in this moment
            self._end_pulse()
            news = self._confirm()
            dropped = self._requests.drop()
            too_soon = dropped is not None and at_s - dropped.at_s < self.section.answer_ms / 1e3
            if not too_soon:
                self._requests.begin(Open(asked, trigger.id, at_s))
        if dropped is not None and not too_soon:
            news = _EXPIRED.format(request=dropped.asked.request)
        if news is not None:
            self._note(news)
        if dropped is not None and too_soon:
            self._refuse(asked, f"request {dropped.asked.request} was still open; the verdict on it will be withheld")
            return
        try:
            self._host.ask(trigger)
        except StateError as error:
            with self._lock:
                self._requests.drop()
            self._refuse(asked, explain(error))

    def _refuse(self, asked: Asked, why: str) -> None:
        self._robot.answer(asked, Answer.ERROR, 0)
        self._note(f"Request {asked.request} of the robot was answered with ERROR: {why.removesuffix('.')}.")

    # robot-beats

    def _run_beats(self) -> None:
        while not self._stop.is_set():
            ends_s = self._pulse_ends_s
            self._wake.wait(BEAT_S if ends_s is None else max(0.0, min(BEAT_S, ends_s - self._clock())))
            self._wake.clear()
            self._look()

    def _look(self) -> None:
        ready = self._ready_to_be_asked()
        with self._lock:
            if self._pulse_ends_s is not None and self._clock() >= self._pulse_ends_s:
                self._end_pulse()
            news = self._confirm()
            if ready and self._alive_s is not None:
                self._beat = following(self._beat)
                self._robot.beat(self._beat)
            elif self._beat:
                self._beat = 0
                self._robot.beat(0)
        if news is not None:
            self._note(news)

    def _confirm(self) -> str | None:
        """Follow what the robot's program has read; return what is news in it, in words. The lock is held."""
        sample = self._robot.sample
        if sample is None:
            return None
        taken, read = read_taken(sample.words[ToStation.TAKEN])
        match self._requests.confirm(self._robot.run, taken, read):
            case Heard.EXPIRED:
                return _EXPIRED.format(request=abs(taken))
            case Heard.PASSED:
                self._passed = f"The robot had read the OK of request {taken} before it could be taken back."
                return None  # the fault says it
            case Heard.OTHER:
                return f"The robot went by the verdict {read} for request {taken}, which is not what it was told last."
            case Heard.NOTHING:
                return None

    def _ready_to_be_asked(self) -> bool:
        alive_s = self._alive_s
        hears = alive_s is not None and self._clock() - alive_s < self._patience_s
        return hears and self._host.state() is StationState.READY

    def _note(self, message: str, **details: object) -> None:
        self._host.tell(Event(datetime.now(UTC), EventKind.OUTPUT, message, details={"partner": "robot", **details}))
