"""What a robot has asked for and what it was told: who asked, whether it still waits, and what became of the answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto

from camera.ur import Asked
from camera.ur_registers import Answer


class Heard(Enum):
    """What the robot's program says, where it is news."""

    NOTHING = auto()
    EXPIRED = auto()  # it did not wait any longer
    PASSED = auto()  # it went by an OK that was taken back
    OTHER = auto()  # it went by another verdict than it was told, which was no OK


@dataclass(frozen=True, slots=True)
class Open:
    """A request that waits for its verdict. `at_s` is when it was heard, monotonic."""

    asked: Asked
    trigger_id: str
    at_s: float


@dataclass(frozen=True, slots=True)
class Told:
    """The last answer. `read`: the robot's program has confirmed it; `regretted`: it was an OK, and was taken back."""

    asked: Asked
    trigger_id: str
    answer: Answer
    read: bool = False
    regretted: bool = False


class Requests:
    """At most one request is open. Not thread-safe: its owner holds a lock."""

    def __init__(self, answer_s: float) -> None:
        """`answer_s`: for how long the robot's program waits for an answer."""
        self._answer_s = answer_s
        self._open: Open | None = None
        self._told: Told | None = None

    @property
    def open(self) -> Open | None:
        return self._open

    @property
    def told(self) -> Told | None:
        """The last answer of this run of the program."""
        return self._told

    def begin(self, request: Open) -> None:
        """Keep the one request that is open from now on; nothing that was told before it can be taken back."""
        self._open, self._told = request, None

    def drop(self) -> Open | None:
        """Forget what is open; return it."""
        dropped, self._open = self._open, None
        return dropped

    def forget(self) -> tuple[Open | None, Told | None]:
        """Forget everything: the run of the program is over. Returns what was open, and an answer that nobody read."""
        dropped, told = self.drop(), self._told
        self._told = None
        return dropped, told if told is not None and not told.read else None

    def why_not(self, trigger_id: str, now_s: float) -> str | None:
        """Say why the verdict on this trigger cannot be told any more; None: it can."""
        request = self._open
        if request is None or request.trigger_id != trigger_id:
            return "The robot does not wait for this verdict any more."
        waited_s = now_s - request.at_s
        if waited_s >= self._answer_s:
            return f"The robot has not waited for this verdict: it came after {waited_s:.1f} s."
        return None

    def answered(self, answer: Answer) -> None:
        """Note that the open request was answered."""
        assert self._open is not None
        self._told = Told(self._open.asked, self._open.trigger_id, answer)
        self._open = None

    def taken_back(self) -> None:
        """Note that the last answer was replaced by a reject."""
        assert self._told is not None
        self._told = replace(self._told, answer=Answer.ERROR, regretted=True)

    def confirm(self, run: int, taken: int, read: int) -> Heard:
        """Follow what the robot's program says.

        `taken` is the number of the last request whose answer it has read, negative where it did not wait for one any
        longer; `read` the verdict that it went by.
        """
        told, request = self._told, self._open
        if told is not None and not told.read and told.asked.run == run and told.asked.request == abs(taken):
            self._told = replace(told, read=True)
            if taken < 0:
                return Heard.EXPIRED
            if read == told.answer:
                return Heard.NOTHING
            return Heard.PASSED if read == Answer.OK else Heard.OTHER
        if request is not None and (request.asked.run, request.asked.request) == (run, -taken):
            self._open = None
            return Heard.EXPIRED
        return Heard.NOTHING
