"""Look at what is around the station."""

from __future__ import annotations

import threading

from camera.ur import CONNECT_S, WORDS, Robot, RobotState, client_installed
from station.config_cell import RobotSection
from station.findings import Finding, Level
from station.robot_cell import robot_options

_STANDS = frozenset(
    {
        RobotState.BOOTING,
        RobotState.POWER_OFF,
        RobotState.PROTECTIVE_STOP,
        RobotState.EMERGENCY_STOP,
        RobotState.PROGRAM_STOPPED,
        RobotState.PROGRAM_PAUSED,
    }
)
"""The link is right; somebody has to do something at the robot before it takes part."""


def check_robot(section: RobotSection) -> Finding:
    """Make the link to the robot once and say what it is in. Waits up to ten seconds and more for one that hangs."""
    if not client_installed():
        message, hint = WORDS[RobotState.NO_CLIENT]
        return Finding("robot", Level.FAIL, message, hint)
    heard = threading.Event()
    states: list[RobotState] = []

    def on_state(state: RobotState) -> None:
        states.append(state)
        heard.set()

    robot = Robot(robot_options(section), on_state=on_state)
    robot.open()
    try:
        heard.wait(2 * CONNECT_S)
        state, why, software = robot.state, robot.why, robot.software
    finally:
        robot.close()
    message, hint = WORDS[state if states else RobotState.SILENT]
    text = f"{section.host}: {message}"
    if why:
        text = f"{text.removesuffix('.')} ({why.removeprefix(f'{section.host}: ')})."
    if software is not None:
        text += f" Its software is {software}."
    if state is RobotState.READY:
        return Finding("robot", Level.OK, text)
    return Finding("robot", Level.WARN if state in _STANDS else Level.FAIL, text, hint)
