"""From the configuration to the partners of the cell and their outputs."""

from __future__ import annotations

from dataclasses import dataclass

from station.cell import Host, Partner
from station.config import Config
from station.outputs.base import PartnerOutput
from station.outputs.modbus import ModbusOutput
from station.outputs.robot import RobotOutput
from station.plc.cell import build_plc
from station.robot_cell import RobotCell


@dataclass(frozen=True, slots=True)
class Partners:
    """`outputs` are those of the partners that take verdicts."""

    partners: tuple[Partner, ...] = ()
    outputs: tuple[PartnerOutput, ...] = ()
    robot: RobotCell | None = None

    def pose(self) -> tuple[float, ...] | None:
        """Return where the camera is now, if it is on the robot."""
        return None if self.robot is None else self.robot.camera_pose()


def build_partners(config: Config, host: Host) -> Partners:
    """Build the closed partners that `config` names. Raises ConfigError: a package is missing, or values contradict."""
    partners: list[Partner] = []
    outputs: list[PartnerOutput] = []
    if config.plc is not None:
        plc = build_plc(config.plc, host, heartbeat_ms=config.line.heartbeat_ms)
        partners.append(plc)
        outputs.append(ModbusOutput(plc.exchange))
    robot: RobotCell | None = None
    if config.robot is not None:
        robot = RobotCell(config.robot, host, heartbeat_ms=config.line.heartbeat_ms)
        partners.append(robot)
        outputs.append(RobotOutput(robot))
    return Partners(tuple(partners), tuple(outputs), robot)
