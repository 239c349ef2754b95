"""What robot and station tell each other over RTDE registers; the one map that program, simulator and station use.

Integer registers of the upper range, which belongs to RTDE clients: a fieldbus on the same robot is not disturbed.
What a side writes it writes before its counter; who sees the counter change finds the rest in place.
"""

from __future__ import annotations

from enum import IntEnum

MAP_VERSION = 1


class ToStation(IntEnum):
    """Integer output registers: the robot's program writes, the station reads."""

    PROGRAM = 36  # MAP_VERSION * 10 + mode while the shipped program runs, else 0
    REQUEST = 37  # counts the pictures that the robot asks for, from 1; a new number is a trigger
    POSE = 38  # index of the pose the arm is in, from 1; -1 on the way
    SETUP = 39  # number of the set-up
    PART = 40  # number of the part; 0: unknown
    REACHED = 41  # echo of STATION_POSE_REQUEST when the arm has arrived
    TAKEN = 42  # echo of ANSWER when the program has read the verdict; -REQUEST where it waited in vain
    BEAT = 43  # counts while the program runs


class ToRobot(IntEnum):
    """Integer input registers: the station writes, the robot's program reads."""

    ANSWER = 42  # echo of REQUEST; the verdict belongs to it
    VERDICT = 43  # see Answer; 0 at rest
    ACQUISITION = 44  # number of the acquisition, counted by the station; 0: there was none
    BEAT = 45  # counts while the station is ready; 0: no trigger will be answered
    GO = 46  # count * 1000 + index of the pose that the station asks for; 0: none


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
WRAP = 1_000_000
"""Counters begin again from 1 after this; GO stays within 32 bits."""


def following(count: int) -> int:
    """Return the counter value after `count`."""
    return count % WRAP + 1


def go(count: int, pose: int) -> int:
    """Return what GO holds to ask for `pose`. Raises ValueError: no such pose can be asked for."""
    if not 1 <= pose <= POSES_MOST:
        raise ValueError(f"pose {pose} is not between 1 and {POSES_MOST}")
    return count % WRAP * 1000 + pose
