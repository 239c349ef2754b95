"""Looks at the whole station and raises the alarms that follow from it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from station.alarms import AlarmKind, Alarms
from station.cell import Partner
from station.config import LineSection
from station.golden import Golden
from station.health import EventLog
from station.image_writer import ImageWriter
from station.line import Line
from station.types import Reason, StationState

CLOCK_SLACK_S = 2.0
"""By so much the clock of the computer may be corrected between two looks without a word."""

NEW_LINK_S = 10.0
"""So long after the program was opened a partner that was never there is no alarm: its link is being made."""

_ENOUGH = 1.05
"""So much above its limit the free space must be again before the alarm ends."""

_LOST = {
    Reason.OVERRUN.value: AlarmKind.OVERRUN,
    Reason.TRIGGER_REFUSED.value: AlarmKind.OVER_TRIGGERED,
}


class Watch:
    """Compares one look with the last. `look` is called by the health thread, about once a second, and is quick."""

    def __init__(
        self,
        alarms: Alarms,
        line: Line,
        images: ImageWriter,
        events: EventLog,
        golden: Golden,
        limits: LineSection,
        partners: Sequence[Partner] = (),
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._alarms = alarms
        self._line = line
        self._images = images
        self._events = events
        self._golden = golden
        self._limits = limits
        self._partners = partners
        self._since_s = monotonic()
        self._waits_s: dict[str, float] = {}
        self._now = now
        self._monotonic = monotonic
        self._seen: dict[str, int] = {}
        self._clock_offset_s: float | None = None

    def look(self, disk_free_bytes: int | None) -> None:
        """Raise what came up since the last look and end what is gone."""
        self._look_at_pictures()
        self._look_at_camera()
        self._look_at_disk(disk_free_bytes)
        self._look_at_golden()
        self._look_at_partners()
        self._look_at_clock()

    def _new(self, name: str, count: int) -> int:
        """How many were added to a counter since the last look."""
        new = count - self._seen.get(name, 0)
        self._seen[name] = count
        return new

    def _happened(self, kind: AlarmKind, new: int, message: str, hint: str, *, key: str = "") -> None:
        if new > 0:
            self._alarms.raise_alarm(kind, message, hint, key=key, times=new, lasting=False)

    def _look_at_pictures(self) -> None:
        for reason, count in self._line.counters().lost.items():
            new = self._new(f"lost {reason}", count)
            match _LOST.get(reason, AlarmKind.LOST_PICTURES):
                case AlarmKind.OVERRUN:
                    message = "Parts came faster than they could be inspected: their verdict is ERROR."
                    hint = "Slow the line down, or give line.queue_images more places."
                    self._happened(AlarmKind.OVERRUN, new, message, hint)
                case AlarmKind.OVER_TRIGGERED:
                    message = "Triggers came faster than the camera takes pictures: their verdict is ERROR."
                    self._happened(AlarmKind.OVER_TRIGGERED, new, message, "Look at the trigger for double pulses.")
                case kind:
                    message = "Pictures were asked for and did not arrive: their verdict is ERROR."
                    self._happened(kind, new, message, "Check the camera, its cable and the trigger.")
        written = self._images.counters
        self._happened(
            AlarmKind.IMAGES_NOT_STORED,
            self._new("images", written.refused + written.failed),
            "Pictures could not be stored; the verdicts are recorded without them.",
            "Check the disk; the events say what failed.",
        )
        self._happened(
            AlarmKind.EVENTS_DROPPED,
            self._new("events", self._events.dropped),
            "Events were lost: the database did not take them in time.",
            "End what locks the database; the program's log has the events.",
        )

    def _look_at_camera(self) -> None:
        if self._line.state is StationState.RECOVERING:
            message = self._line.acquisition.message or "The camera is lost."
            self._alarms.raise_alarm(AlarmKind.CAMERA, message, "The station opens it again by itself.")
        else:
            self._alarms.end(AlarmKind.CAMERA)

    def _look_at_disk(self, free_bytes: int | None) -> None:
        limit = self._limits.warn_free_mb * 1_000_000
        if free_bytes is None or limit == 0:
            return
        if free_bytes < limit:
            self._alarms.raise_alarm(
                AlarmKind.DISK,
                f"The disk is nearly full: {free_bytes / 1e9:.1f} GB are free.",
                f"Free disk space or shorten retention. With less than {self._limits.min_free_mb} MB the line stops.",
            )
        elif free_bytes > limit * _ENOUGH:
            self._alarms.end(AlarmKind.DISK)

    def _look_at_golden(self) -> None:
        state = self._golden.state()
        problem = "" if state.progress is not None else state.blocked or state.due
        if problem:
            self._alarms.raise_alarm(AlarmKind.GOLDEN, problem, "Check the reference parts.")
        else:
            self._alarms.end(AlarmKind.GOLDEN)

    def _look_at_partners(self) -> None:
        now_s = self._monotonic()
        for partner in self._partners:
            status = partner.status()
            kind = AlarmKind(status.name)
            if status.ok:
                self._waits_s[status.name] = 0.0
                self._alarms.end(kind)
            elif now_s - self._since_s >= self._waits_s.get(status.name, NEW_LINK_S):
                self._alarms.raise_alarm(kind, status.message, status.hint)

    def _look_at_clock(self) -> None:
        offset_s = self._now().timestamp() - self._monotonic()
        before_s, self._clock_offset_s = self._clock_offset_s, offset_s
        if before_s is None or abs(offset_s - before_s) <= CLOCK_SLACK_S:
            return
        jump_s = offset_s - before_s
        way = "forward" if jump_s > 0 else "back"
        self._alarms.raise_alarm(
            AlarmKind.CLOCK,
            f"The clock of the computer was put {way} by {abs(jump_s):.0f} s.",
            "Times in the records jump here; let the computer keep its time by NTP.",
            lasting=False,
        )
