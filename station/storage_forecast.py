"""How much the station stores, how fast that grows, and what will happen when: full disk, or retention at work."""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from station.accounts import Session
from station.audit import Act
from station.config import Config, ImagesSection
from station.db import Records
from station.errors import StorageError, UsageError
from station.permissions import Action
from station.queries import StoredDay, StoredPictures
from station.retention import PASSES, REJECTS
from station.settings import IMAGES, Settings
from station.types import Verdict

LOOK_BACK_DAYS = 14
"""Days before today from which the growth is worked out."""
LOOK_AHEAD_DAYS = 3650


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of `[images]` that can be changed at the station."""

    keep_passes: float
    max_gb: float
    max_age_days: float
    keep_rejects_days: float

    @classmethod
    def of(cls, section: ImagesSection) -> Limits:
        return cls(section.keep_passes, section.max_gb, section.max_age_days, section.keep_rejects_days)


@dataclass(frozen=True, slots=True)
class Growth:
    """Bytes a day, from the `days` days before today on which pictures were stored; 0 days: nothing to go by."""

    days: int
    passes: float
    rejects: float

    @property
    def total(self) -> float:
        return self.passes + self.rejects


@dataclass(frozen=True, slots=True)
class Forecast:
    """In how many days something happens if parts go on coming as they did; None: not within ten years.

    `disk_full`: less is free than the station needs to run. `over_size`: retention begins to remove passes because all
    pictures together reach `max_gb`. `by_age`: it begins to because they are older than `max_age_days`.
    `rejects_fill`: the rejects alone, which are kept, need more than `max_gb`.
    """

    disk_full: int | None
    over_size: int | None
    by_age: int | None
    rejects_fill: int | None


@dataclass(frozen=True, slots=True)
class StorageReport:
    """Everything about storage at one moment. `other_bytes`: what else is in the data folder, by name."""

    at: datetime
    folder: Path
    by_verdict: Mapping[Verdict, StoredPictures]
    by_day: tuple[tuple[date, int], ...]
    oldest: date | None
    other_bytes: Mapping[str, int]
    free_bytes: int
    least_free_bytes: int
    growth: Growth
    limits: Limits
    forecast: Forecast
    changed: tuple[str, ...]

    @property
    def picture_bytes(self) -> int:
        return sum(one.bytes for one in self.by_verdict.values())


class Storage:
    """Reports and forecasts storage, and changes its limits. Thread-safe.

    It sums up the stored pictures, which takes some seconds for a million: not for the GUI thread.
    """

    def __init__(
        self,
        records: Records,
        settings: Settings,
        *,
        config: Callable[[], Config],
        apply: Callable[[Config], None],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`apply` makes the station follow a changed configuration."""
        self._records = records
        self._settings = settings
        self._config = config
        self._apply = apply
        self._now = now

    def report(self) -> StorageReport:
        """Look at the records and the disk. Raises RecordsError, StorageError."""
        return self._report(self._records.stored_by_day(), Limits.of(self._config().images))

    def preview(self, limits: Limits) -> int:
        """How many bytes retention would remove at its next run with other limits. Raises RecordsError."""
        days = self._records.stored_by_day()
        today = self._now().date()
        kept = _Kept(_by_day(days, PASSES), _by_day(days, REJECTS))
        return kept.age(today, limits) + kept.shrink(limits.max_gb * 1e9)

    def change(self, by: Session, limits: Limits, *, why: str) -> StorageReport:
        """Set the limits. Pictures that they no longer allow go with the next run of retention, within the hour.

        Raises NotPermitted; UsageError: no reason; ConfigError: a limit that is not possible, nothing was changed.
        """
        by.require(Action.CHANGE_SETTINGS)
        if not why.strip():
            raise UsageError("There is no reason.", "Say why, in a few words: it is kept in the records.")
        values = {f"images.{name}": getattr(limits, name) for name in IMAGES}
        self._apply(
            self._settings.change(values, self._records.audit, Act.SETTINGS_CHANGED, who=by.name, why=why.strip())
        )
        return self.report()

    def _report(self, days: Sequence[StoredDay], limits: Limits) -> StorageReport:
        config, now = self._config(), self._now()
        folder = config.data_dir
        try:
            free = shutil.disk_usage(folder).free
        except OSError as error:
            raise StorageError(
                f"{folder}: cannot be looked at ({error.strerror or error}).", "Check the disk."
            ) from error
        by_verdict: dict[Verdict, StoredPictures] = dict.fromkeys(Verdict, StoredPictures())
        totals: dict[date, int] = {}
        for one in days:
            before = by_verdict[one.verdict]
            by_verdict[one.verdict] = StoredPictures(before.count + one.stored.count, before.bytes + one.stored.bytes)
            totals[one.day] = totals.get(one.day, 0) + one.stored.bytes
        least = config.line.min_free_mb * 1_000_000
        growth = growth_of(days, now.date())
        changed = tuple(one.key.removeprefix("images.") for one in self._settings.changed() if "images." in one.key)
        return StorageReport(
            at=now,
            folder=folder,
            by_verdict=by_verdict,
            by_day=tuple(sorted(totals.items())),
            oldest=min(totals, default=None),
            other_bytes={
                "data sets": _bytes_below(config.datasets_dir),
                "models": _bytes_below(config.models_dir),
                "records": sum(_size(path) for path in folder.glob("records.sqlite*")),
                "logs": _bytes_below(folder / "logs"),
            },
            free_bytes=free,
            least_free_bytes=least,
            growth=growth,
            limits=limits,
            forecast=forecast(days, growth, limits, room_bytes=free - least, today=now.date()),
            changed=changed,
        )


def growth_of(days: Sequence[StoredDay], today: date) -> Growth:
    """Work out the growth from whole days: today is not over, and pictures that retention took are not seen.

    Days without parts count where they lie between days with some: a week has its weekend.
    """
    first = today - timedelta(days=LOOK_BACK_DAYS)
    seen = [one for one in days if first <= one.day < today]
    if not seen:  # the first day of all: it is all there is to go by
        seen = [one for one in days if one.day == today]
        length = 1 if seen else 0
    else:
        began = min(one.day for one in days)
        length = (today - max(first, began)).days
    if length == 0:
        return Growth(0, 0.0, 0.0)
    passes = sum(one.stored.bytes for one in seen if one.verdict in PASSES)
    rejects = sum(one.stored.bytes for one in seen if one.verdict in REJECTS)
    return Growth(length, passes / length, rejects / length)


def forecast(days: Sequence[StoredDay], growth: Growth, limits: Limits, *, room_bytes: int, today: date) -> Forecast:
    """Play the coming days through: pictures come as `growth` says, retention works as it does every hour.

    `room_bytes` is what may still be written until the disk counts as full.
    """
    kept = _Kept(_by_day(days, PASSES), _by_day(days, REJECTS))
    start = kept.total
    disk_full = over_size = by_age = rejects_fill = None
    most = limits.max_gb * 1e9
    for ahead in range(LOOK_AHEAD_DAYS + 1):
        day = today + timedelta(days=ahead)
        if ahead:
            kept.add(day, growth)
        if kept.age(day, limits) and by_age is None:
            by_age = ahead
        if kept.shrink(most) and over_size is None:
            over_size = ahead
        if rejects_fill is None and kept.reject_bytes > most:
            rejects_fill = ahead
        if disk_full is None and kept.total - start > room_bytes:
            disk_full = ahead
    return Forecast(disk_full, over_size, by_age, rejects_fill)


class _Kept:
    """Bytes of pictures by day, oldest first, as retention sees them."""

    def __init__(self, passes: Mapping[date, int], rejects: Mapping[date, int]) -> None:
        self._passes = deque(sorted((day, float(size)) for day, size in passes.items()))
        self._rejects = deque(sorted((day, float(size)) for day, size in rejects.items()))
        self.pass_bytes = sum(size for _, size in self._passes)
        self.reject_bytes = sum(size for _, size in self._rejects)

    @property
    def total(self) -> float:
        return self.pass_bytes + self.reject_bytes

    def add(self, day: date, growth: Growth) -> None:
        self._passes.append((day, growth.passes))
        self._rejects.append((day, growth.rejects))
        self.pass_bytes += growth.passes
        self.reject_bytes += growth.rejects

    def age(self, today: date, limits: Limits) -> int:
        """Remove what is too old; return how many bytes."""
        gone = 0.0
        while self._passes and (today - self._passes[0][0]).days > limits.max_age_days:
            gone += self._passes.popleft()[1]
        self.pass_bytes -= gone
        old = 0.0
        while self._rejects and (today - self._rejects[0][0]).days > limits.keep_rejects_days:
            old += self._rejects.popleft()[1]
        self.reject_bytes -= old
        return round(gone + old)

    def shrink(self, most: float) -> int:
        """Remove the oldest passes until no more than `most` bytes are there; return how many bytes."""
        gone = 0.0
        while self._passes and self.total > most:
            day, size = self._passes.popleft()
            taken = min(size, self.total - most)
            if taken < size:
                self._passes.appendleft((day, size - taken))
            self.pass_bytes -= taken
            gone += taken
        return round(gone)


def _by_day(days: Sequence[StoredDay], verdicts: tuple[Verdict, ...]) -> dict[date, int]:
    sizes: dict[date, int] = {}
    for one in days:
        if one.verdict in verdicts:
            sizes[one.day] = sizes.get(one.day, 0) + one.stored.bytes
    return sizes


def _bytes_below(folder: Path) -> int:
    return sum(_size(path) for path in folder.rglob("*")) if folder.is_dir() else 0


def _size(path: Path) -> int:
    """0 for what is no plain file, or gone meanwhile."""
    try:
        return path.stat().st_size if path.is_file() and not path.is_symlink() else 0
    except OSError:
        return 0
