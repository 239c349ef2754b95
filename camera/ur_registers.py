"""What robot and station tell each other over RTDE registers; the one map that program, simulator and station use.

Integer registers of the upper range, which belongs to RTDE clients: a fieldbus on the same robot is not disturbed.
What a side writes it writes before its counter; who sees the counter change finds the rest in place.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum

MAP_VERSION = 2


class ToStation(IntEnum):
    """Integer output registers: the robot's program writes, the station reads."""

    PROGRAM = 36  # MAP_VERSION * 10 + mode while the shipped program runs, else 0
    REQUEST = 37  # counts the pictures that the robot asks for, from 1; a new number is a trigger
    POSE = 38  # index of the pose the arm is in, from 1; -1 on the way
    SETUP = 39  # number of the set-up
    PART = 40  # number of the part; 0: unknown
    REACHED = 41  # echo of GO when the arm has arrived; -GO: the program has no such pose
    TAKEN = 42  # REQUEST * 10 + the verdict that the program went by; -REQUEST where it waited in vain
    BEAT = 43  # counts while the program runs


class ToRobot(IntEnum):
    """Integer input registers: the station writes, the robot's program reads."""

    ANSWER = 42  # echo of REQUEST; the verdict belongs to it
    VERDICT = 43  # see Answer; 0 at rest
    ACQUISITION = 44  # number of the acquisition, counted by the station; 0: there was none
    BEAT = 45  # counts while the station is ready; 0: no trigger will be answered
    GO = 46  # the pose that the station asks for, see `Step`; 0: none


class Mode(IntEnum):
    """Who asks for pictures; the last digit of PROGRAM."""

    ROBOT_LEADS = 1
    STATION_LEADS = 2


class Answer(IntEnum):
    """The word in VERDICT. Everything but OK is a reject."""

    NONE = 0
    OK = 1
    NOK = 2
    REVIEW = 3
    ERROR = 4


POSES_MOST = 999
"""Largest index of a pose that GO can carry."""
SHOTS_MOST = 99
JITTER_MOST_MM = 9.9
"""What GO can carry; a program applies no more than its own limit."""
WRAP = 1_000_000
"""Counters begin again from 1 after this."""
GO_WRAP = 200
"""As WRAP, for GO: it stays within 32 bits."""
TURN_RAD = math.pi * (3 - math.sqrt(5))
"""Between two shots on the circle of a jitter: the golden angle, so that no two of any number of shots are the same."""


@dataclass(frozen=True, slots=True)
class Step:
    """What GO holds: count * 10^7 + jitter in 0.1 mm * 10^5 + shot * 1000 + index of the pose.

    All in one word: ur-rtde can write five integer registers, and the others are taken.
    """

    pose: int
    shot: int = 1
    jitter_mm: float = 0.0

    @property
    def tenths(self) -> int:
        return round(self.jitter_mm * 10)


def following(count: int) -> int:
    """Return the counter value after `count`."""
    return count % WRAP + 1


def read_taken(word: int) -> tuple[int, int]:
    """Return the request that a word in TAKEN is about, negative where it was waited for in vain, and the verdict."""
    return divmod(word, 10) if word >= 0 else (word, Answer.ERROR)


def go(count: int, pose: int, shot: int = 1, jitter_mm: float = 0.0) -> int:
    """Return what GO holds to ask for `pose`. Raises ValueError: no such step can be asked for."""
    if not 1 <= pose <= POSES_MOST:
        raise ValueError(f"pose {pose} is not between 1 and {POSES_MOST}")
    if not 1 <= shot <= SHOTS_MOST:
        raise ValueError(f"shot {shot} is not between 1 and {SHOTS_MOST}")
    step = Step(pose, shot, jitter_mm)
    if not 0 <= step.tenths <= JITTER_MOST_MM * 10:
        raise ValueError(f"a jitter of {jitter_mm:g} mm is not between 0 and {JITTER_MOST_MM:g} mm")
    return (count % GO_WRAP + 1) * 10_000_000 + step.tenths * 100_000 + shot * 1000 + pose


def read_go(word: int) -> Step:
    """Return what a word in GO asks for."""
    return Step(word % 1000, word % 100_000 // 1000, word % 10_000_000 // 100_000 / 10)


def beside(shot: int, jitter_mm: float) -> tuple[float, float]:
    """Return where a shot is taken beside its pose, x and y of the tool in mm: the first exactly there, then a circle.

    Never along the tool's axis, so that the distance to the part stays what it is.
    """
    if shot <= 1:
        return 0.0, 0.0
    angle = (shot - 2) * TURN_RAD
    return jitter_mm * math.cos(angle), jitter_mm * math.sin(angle)
