"""Which picture is of the part that was just presented."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime

from camera.api import LOST_MISSING, Frame, LostFrame, Token
from station.cell import NewTrigger
from station.types import Inspection, Reason


class Claim:
    """Takes exactly one inspection at a time: that of the trigger which it fired, or the next one from outside.

    Thread-safe; nothing waits.
    """

    def __init__(
        self,
        source: str,
        new_trigger: NewTrigger,
        ask: Callable[..., None],
        *,
        outside: Callable[[], bool],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`source` is that of the triggers which are fired, and of no others.

        `outside`: whether the camera takes its triggers from outside, so that the station cannot fire. It changes only
        while the line is stopped.
        """
        self._source = source
        self._new_trigger = new_trigger
        self._ask = ask
        self._outside = outside
        self._now = now
        self._lock = threading.Lock()
        self._armed_at: datetime | None = None
        self._fired: str | None = None  # the id of the trigger that was fired
        self._claimed: str | None = None  # the inspection that came from outside
        self._taken = False  # whether the picture from outside has come in
        self._taken_at: datetime | None = None  # when it did: it is of the part, whatever is broken off then

    def arm(self, part: str, *, by_cell: bool = False) -> None:
        """Take the picture of `part`, or the next one from outside. Raises StateError: the trigger was not taken."""
        fire = not (by_cell or self._outside())
        trigger = self._new_trigger(part, source=self._source) if fire else None
        with self._lock:
            self._armed_at, self._claimed, self._taken = self._now(), None, False
            self._fired = None if trigger is None else trigger.id
        if trigger is None:
            return
        try:
            self._ask(trigger)
        except BaseException:
            self.drop()
            raise

    def drop(self) -> None:
        """Wait no more. A picture that was asked for is of no part then."""
        with self._lock:
            self._armed_at = self._fired = self._claimed = None

    def takes(self, token: Token) -> bool:
        """Say of a picture from outside that comes in whether it is of the part, or lost about its time.

        For the acquire thread, once for each picture: those that come before it is judged are of other parts.
        """
        with self._lock:
            if self._armed_at is None or self._fired is not None:
                return False
            if isinstance(token, LostFrame) and token.reason == LOST_MISSING:
                return not self._taken
            if isinstance(token, Frame) and token.wall_time < self._armed_at:
                return False
            taken, self._taken = self._taken, True
            if isinstance(token, Frame) and not taken:
                self._taken_at = token.wall_time
            return not taken

    def holds(self, inspection: Inspection) -> bool:
        """Say whether an inspection is of the part, before it is recorded (inspection thread)."""
        if inspection.source == self._source:
            return True
        if self.took(inspection):
            return True
        with self._lock:  # a picture from before the part was presented is of another one
            if self._armed_at is None or self._fired is not None or inspection.at < self._armed_at:
                return False
            if inspection.reason is Reason.MISSING_FRAME:  # known of only by the next picture: of a part before
                return False
            if self._claimed is None:
                self._claimed = inspection.id
            return self._claimed == inspection.id

    def took(self, inspection: Inspection) -> bool:
        """Whether its picture came in as that of the part, and what it was for was broken off since."""
        with self._lock:
            return self._armed_at is None and inspection.at == self._taken_at

    def settles(self, inspection: Inspection) -> bool:
        """Whether this is the inspection that is waited for; then it is waited for no more."""
        with self._lock:
            if self._armed_at is None:
                return False
            ours = inspection.trigger_id == self._fired if self._fired else inspection.id == self._claimed
            if ours:
                self._armed_at = self._fired = self._claimed = None
            return ours
