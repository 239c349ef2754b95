"""What a UR robot can be in, in words for people, and how that is read from what it sends."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from camera.rtde import RobotMode, RuntimeState, SafetyMode
from camera.ur_client import Sample
from camera.ur_registers import MAP_VERSION, Mode, ToStation


class RobotState(StrEnum):
    """What a robot can be in. Only READY can ask for pictures."""

    CLOSED = "closed"
    NO_CLIENT = "no_client"
    UNREACHABLE = "unreachable"
    NOT_A_ROBOT = "not_a_robot"
    TOO_OLD = "too_old"
    OCCUPIED = "occupied"
    SILENT = "silent"
    BOOTING = "booting"
    POWER_OFF = "power_off"
    PROTECTIVE_STOP = "protective_stop"
    EMERGENCY_STOP = "emergency_stop"
    SAFETY_FAULT = "safety_fault"
    PROGRAM_STOPPED = "program_stopped"
    PROGRAM_PAUSED = "program_paused"
    OTHER_PROGRAM = "other_program"
    READY = "ready"


WORDS: Mapping[RobotState, tuple[str, str]] = {
    RobotState.CLOSED: ("There is no link to the robot.", ""),
    RobotState.NO_CLIENT: (
        "The package ur-rtde is not installed: no robot can be spoken to.",
        "Install the extra robot: pip install inspection-station[robot]",
    ),
    RobotState.UNREACHABLE: (
        "The robot does not answer.",
        "Check that the controller is on, its network cable, and robot.host in station.toml.",
    ),
    RobotState.NOT_A_ROBOT: (
        "What answers at the robot's address is not a UR controller.",
        "Check robot.host in station.toml.",
    ),
    RobotState.TOO_OLD: (
        "The robot's controller is of another generation: it lacks the protocol or registers needed.",
        "Use a CB3 with PolyScope 3.9 or newer, or an e-Series with 5.3 or newer.",
    ),
    RobotState.OCCUPIED: (
        "Somebody else writes the robot's registers.",
        "End the other program or station; switch off EtherNet/IP, PROFINET and Modbus units on the robot.",
    ),
    RobotState.SILENT: (
        "The robot is connected but sends nothing.",
        "Look at the teach pendant; restart the controller.",
    ),
    RobotState.BOOTING: ("The robot is starting.", "Wait until the teach pendant shows that it is ready."),
    RobotState.POWER_OFF: ("The arm is switched off.", "Switch it on and release the brakes at the teach pendant."),
    RobotState.PROTECTIVE_STOP: (
        "Protective stop: the robot touched something.",
        "Look at the cell, then unlock the stop at the teach pendant.",
    ),
    RobotState.EMERGENCY_STOP: (
        "Emergency stop.",
        "Look at the cell, release the button, then start the program at the teach pendant.",
    ),
    RobotState.SAFETY_FAULT: ("The robot's safety system reports a fault.", "Read the message on the teach pendant."),
    RobotState.PROGRAM_STOPPED: (
        "The robot's program does not run.",
        "Start the inspection program at the teach pendant.",
    ),
    RobotState.PROGRAM_PAUSED: ("The robot's program is paused.", "Let it go on at the teach pendant."),
    RobotState.OTHER_PROGRAM: (
        "Another program runs on the robot, or an inspection program of another register map or mode.",
        "Load the shipped inspection program; its version must be that of this station.",
    ),
    RobotState.READY: ("The robot's inspection program runs.", ""),
}  # fmt: skip
"""State -> what it means and what to do."""


def read_state(sample: Sample, mode: Mode) -> RobotState:
    """Return what the robot is in, the most serious first."""
    safety = sample.safety_mode
    if safety in (SafetyMode.SYSTEM_EMERGENCY_STOP, SafetyMode.ROBOT_EMERGENCY_STOP):
        return RobotState.EMERGENCY_STOP
    if safety in (SafetyMode.PROTECTIVE_STOP, SafetyMode.SAFEGUARD_STOP, SafetyMode.RECOVERY):
        return RobotState.PROTECTIVE_STOP
    if safety in (SafetyMode.VIOLATION, SafetyMode.FAULT):
        return RobotState.SAFETY_FAULT
    if sample.robot_mode in (RobotMode.BOOTING, RobotMode.CONFIRM_SAFETY, RobotMode.UPDATING_FIRMWARE):
        return RobotState.BOOTING
    if sample.robot_mode != RobotMode.RUNNING:
        return RobotState.POWER_OFF
    if sample.runtime_state in (RuntimeState.PAUSED, RuntimeState.PAUSING):
        return RobotState.PROGRAM_PAUSED
    if sample.runtime_state not in (RuntimeState.PLAYING, RuntimeState.RESUMING):
        return RobotState.PROGRAM_STOPPED
    if sample.words[ToStation.PROGRAM] != MAP_VERSION * 10 + mode:
        return RobotState.OTHER_PROGRAM
    return RobotState.READY
