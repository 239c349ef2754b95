"""What a shift has made so far, from the records: a restart of the program loses nothing.

Shifts begin at the times of `shifts.starts`, in the local time of the computer; the last one of a day lasts until the
first one of the next. Where the clock is put forward over a start, the shift begins when the clock arrives.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from station.config import ShiftsSection
from station.db import Records
from station.queries import Tally
from station.statistics import yield_bound

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift: since <= now < until (aware, in local time). `name` is its start as it is in the configuration."""

    name: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class HourCount:
    """One bar of the yield chart: an hour of the shift, the first and the last may be shorter."""

    since: datetime
    until: datetime
    tally: Tally

    @property
    def rate(self) -> float | None:
        return self.tally.passed / self.tally.total if self.tally.total else None


@dataclass(frozen=True, slots=True)
class ShiftCount:
    """The counts of a shift so far. `bound`: the yield that they prove with 95 % confidence (one-sided, exact)."""

    shift: Shift
    at: datetime
    tally: Tally
    hours: tuple[HourCount, ...]
    bound: float

    @property
    def rate(self) -> float | None:
        """The share of parts that the line let pass; None before the first part."""
        return self.tally.passed / self.tally.total if self.tally.total else None


def shift_at(now: datetime, config: ShiftsSection, zone: tzinfo | None = None) -> Shift:
    """Return the shift that `now` (aware) is in. `zone` None: the computer's."""
    today = now.astimezone(zone).date()
    starts = [
        (_moment(day, start, zone), start)
        for day in (today - timedelta(days=1), today, today + timedelta(days=1))
        for start in config.starts
    ]
    starts.sort(key=lambda one: one[0].timestamp())
    index = max(i for i, (since, _) in enumerate(starts) if since <= now)
    return Shift(starts[index][1], starts[index][0], starts[index + 1][0])


def _moment(day: date, start: str, zone: tzinfo | None) -> datetime:
    """The moment of a local time of day. One that the clock jumps over is when the clock arrives."""
    naive = datetime.combine(day, time.fromisoformat(start))
    local = naive.astimezone() if zone is None else naive.replace(tzinfo=zone)
    return local.astimezone(UTC).astimezone(zone)


class Shifts:
    """Counts of the running shift. Thread-safe. Reads the database: not for the GUI thread."""

    def __init__(
        self,
        records: Records,
        config: ShiftsSection,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        zone: tzinfo | None = None,
    ) -> None:
        self._records = records
        self._config = config
        self._now = now
        self._zone = zone

    def at(self, moment: datetime) -> Shift:
        """Return the shift that `moment` (aware) is in. Reads nothing."""
        return shift_at(moment, self._config, self._zone)

    def current(self) -> ShiftCount:
        """Count the running shift, by the hour. Raises RecordsError."""
        now = self._now().astimezone(self._zone)
        shift = self.at(now)
        spans = _hours(shift, now)
        tallies = self._records.tallies.series(spans)
        hours = tuple(HourCount(since, until, tally) for (since, until), tally in zip(spans, tallies, strict=True))
        verdicts = {verdict: sum(tally.verdicts[verdict] for tally in tallies) for verdict in tallies[0].verdicts}
        whole = Tally(verdicts, sum(tally.withheld for tally in tallies))
        bound = yield_bound(whole.passed, whole.total)
        return ShiftCount(shift, now, whole, hours, bound)


def _hours(shift: Shift, now: datetime) -> list[tuple[datetime, datetime]]:
    """The hours of a shift up to the one that `now` is in, cut at whole hours of UTC, which the records count."""
    spans = []
    since = shift.since.astimezone(UTC)
    end = shift.until.astimezone(UTC)
    while since < end and since <= now:
        whole = since.replace(minute=0, second=0, microsecond=0) + HOUR
        until = min(whole, end)
        spans.append((since.astimezone(now.tzinfo), until.astimezone(now.tzinfo)))
        since = until
    return spans
