"""Verdicts to the robot that asked for them: over its registers, and on a digital output of it where one is named."""

from __future__ import annotations

from station.robot_cell import RobotCell
from station.types import Inspection


class RobotOutput:
    """The line's side of a `RobotCell`; see `station.outputs.base.PartnerOutput`.

    Verdicts on what somebody else asked for are not told to the robot. The link is the cell's and outlives the line.
    """

    def __init__(self, cell: RobotCell) -> None:
        self._cell = cell

    def open(self) -> None:
        self._cell.rest()

    def check(self, inspection: Inspection) -> None:
        self._cell.check(inspection)

    def ok(self, inspection: Inspection) -> None:
        self._cell.tell(inspection, reject=False)

    def reject(self, inspection: Inspection) -> None:
        self._cell.tell(inspection, reject=True)

    def rest(self) -> None:
        self._cell.rest()

    def heartbeat(self, level: bool) -> None:  # noqa: ARG002 - the robot counts; its beat is quicker than this one
        self._cell.alive()

    def close(self) -> None:
        self._cell.rest()
