"""Triggers: what a picture is asked for with, and what one is given that nobody of the station asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from camera.api import Token, Trigger
from station.ids import new_id
from station.ledger import Ticket


class Asking:
    """Makes triggers. Thread-safe where what it is given is; all of that must return at once.

    `next_part` gives, once, the id of the part of a picture that came in and that the station did not ask for. `pose`
    says where the camera is now.
    """

    def __init__(
        self,
        next_acquisition: Callable[[], int],
        next_part: Callable[[Token], str | None],
        pose: Callable[[], tuple[float, ...] | None],
    ) -> None:
        self._next_acquisition = next_acquisition
        self._next_part = next_part
        self._pose = pose

    def new(
        self,
        part_id: str | None = None,
        *,
        source: str,
        pose: tuple[float, ...] | None = None,
        pose_index: int | None = None,
        setup: int | None = None,
    ) -> Trigger:
        """Make a trigger with the number of its acquisition. Nothing is asked for yet.

        Without a `pose` it is where the camera is now.
        """
        pose = pose or self._pose()
        return Trigger(new_id(), source, part_id, pose, self._next_acquisition(), pose_index, setup)

    def adopt(self, ticket: Ticket) -> Ticket:
        """Give a picture that came by itself the part, the pose and the number that one asked for would have."""
        asked = ticket.token.trigger or Trigger(new_id(), "camera")
        part_id = self._next_part(ticket.token) or asked.part_id
        pose = asked.pose or self._pose()
        trigger = replace(asked, part_id=part_id, pose=pose, acquisition=self._next_acquisition())
        return replace(ticket, token=replace(ticket.token, trigger=trigger))
