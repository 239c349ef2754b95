"""When the parts of a calibration have to be made again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from station.calibration_record import CalibrationRecord
from station.calibration_ref import NAMES, Kind
from station.config_cell import CalibrationSection

_AHEAD = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Due:
    """Whether a part of a calibration has to be made again. `why` says it in words; empty: not yet."""

    kind: Kind
    made_at: datetime
    made_by: str
    due_at: datetime
    why: str = ""

    @property
    def is_due(self) -> bool:
        return bool(self.why)


def due_of(record: CalibrationRecord, config: CalibrationSection, now: datetime) -> tuple[Due, ...]:
    """For each part, when it has to be made again by these settings."""
    found = []
    for kind in record.kinds:
        part = record.meta.parts[kind]
        days = config.days(kind)
        why = ""
        if part.made_at > now + _AHEAD:
            why = f"The {NAMES[kind]} is dated {part.made_at:%Y-%m-%d %H:%M} UTC, which is in the future."
        elif now >= part.made_at + timedelta(days=days):
            why = f"The {NAMES[kind]} was made {(now - part.made_at).days} days ago; it is due every {days:g} days."
        found.append(Due(kind, part.made_at, part.made_by, part.made_at + timedelta(days=days), why))
    return tuple(found)
