"""What the handshake asks of the station and tells it. Frozen; made by `handshake`, read by `exchange`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from station.plc.registers import Answer, Code


class What(StrEnum):
    """What happened."""

    REFUSED = "refused"  # a trigger was not taken
    NOT_TAKEN = "not_taken"  # the PLC did not take this answer
    WITHDRAWN = "withdrawn"  # this answer was shown, and taken back before the PLC had taken it
    PASSED = "passed"  # this OK was taken back, and the PLC took it all the same, or nobody knows
    EXPIRED = "expired"  # this OK could not be shown in time, and became an ERROR
    ORPHANED = "orphaned"  # this acquisition lost its PLC before it had a verdict
    SAFE = "safe"  # no result is shown and no trigger taken
    BACK = "back"  # ... any more
    STUCK = "stuck"  # the PLC does not end a handshake


@dataclass(frozen=True, slots=True)
class Note:
    """Something to be told: `code` where the cause has one, `answer` or `acquisition` where a part was involved."""

    what: What
    code: Code = Code.NONE
    answer: Answer | None = None
    acquisition: int = 0


@dataclass(frozen=True, slots=True)
class Ask:
    """Inspect a part. Answered by `expect` and then `taken` or `refused` with the same token."""

    token: int
    part_id: str


@dataclass(frozen=True, slots=True)
class Prepare:
    """Put the recipe of this number in force. Answered by `prepared` with the same token."""

    token: int
    number: int


Sign = Note | Ask | Prepare
