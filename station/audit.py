"""The audit trail: who did what, when, why, and what it was before. Rows form a chain of hashes.

Each row's hash is SHA-256 over the hash of the row before it and the row's own canonical JSON. A row that was changed,
taken away, put in or moved breaks the chain from there on. Somebody who can write the database and computes every
later hash anew is found out only by a hash that was noted elsewhere: `verify` takes one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from station.plain import plain

GENESIS = "0" * 64
_PAGE = 500
_BEFORE_ALL = -(2**62)


class Act(StrEnum):
    """What a person can do that leaves a row."""

    RECIPE_STORED = "recipe.stored"
    RECIPE_TAUGHT = "recipe.taught"
    RECIPE_DUPLICATED = "recipe.duplicated"
    RECIPE_EXPORTED = "recipe.exported"
    RECIPE_IMPORTED = "recipe.imported"
    RECIPE_ACTIVATED = "recipe.activated"
    RECIPE_ROLLED_BACK = "recipe.rolled_back"
    THRESHOLD_CHANGED = "threshold.changed"
    GATE_LEARNED = "gate.learned"
    MODEL_STORED = "model.stored"
    MODELS_COMPARED = "models.compared"
    LABELS_CHANGED = "labels.changed"
    LABELS_UNDONE = "labels.undone"
    MASK_CHANGED = "mask.changed"
    SNAPSHOT_TAKEN = "snapshot.taken"
    FEEDBACK_GIVEN = "feedback.given"
    FEEDBACK_SETTLED = "feedback.settled"
    VERDICT_REVIEWED = "verdict.reviewed"
    CAMERA_CHANGED = "camera.changed"
    CALIBRATION_MADE = "calibration.made"
    CALIBRATION_TAKEN_OVER = "calibration.taken_over"
    SETTINGS_CHANGED = "settings.changed"
    OUTPUT_TESTED = "output.tested"
    PLAN_RUN = "plan.run"
    DIAGNOSIS_MADE = "diagnosis.made"
    HISTORY_EXPORTED = "history.exported"
    ALARM_ACKNOWLEDGED = "alarm.acknowledged"
    LINE_STARTED = "line.started"
    LINE_STOPPED = "line.stopped"
    KIOSK_LEFT = "kiosk.left"
    AUDIT_EXPORTED = "audit.exported"
    GOLDEN_PART_SET = "golden.part_set"
    GOLDEN_PART_REMOVED = "golden.part_removed"
    GOLDEN_CHECKED = "golden.checked"
    GOLDEN_OVERRIDDEN = "golden.overridden"
    AGREEMENT_MADE = "agreement.made"
    AGREEMENT_SET_ASIDE = "agreement.set_aside"
    AGREEMENT_ENDED = "agreement.ended"
    AGREEMENT_REPORTED = "agreement.reported"
    USER_ADDED = "user.added"
    USER_ROLE = "user.role"
    USER_DISABLED = "user.disabled"
    USER_ENABLED = "user.enabled"
    USER_PASSWORD = "user.password"
    USER_SIGNED_IN = "user.signed_in"
    USER_SIGNED_OUT = "user.signed_out"
    USER_REFUSED = "user.refused"
    USER_LOCKED = "user.locked"


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be written. `subject` names the thing, such as "recipe cell"; `before` and `after` are plain JSON."""

    act: Act
    subject: str
    who: str
    why: str = ""
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class ChainRow:
    """One row as it is stored: `before` and `after` are the JSON texts that the hash is over."""

    number: int
    at_us: int
    who: str
    origin: str
    action: str
    subject: str
    why: str
    before: str | None
    after: str | None
    sha256: str


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One row for people. `origin`: the program that wrote it, "station" or "command line"."""

    number: int
    at: datetime
    who: str
    origin: str
    action: str
    subject: str
    why: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    sha256: str


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """Which rows. Empty: all. `since` <= at < `until` (aware); `action` exact, or the beginning up to a dot."""

    since: datetime | None = None
    until: datetime | None = None
    who: str | None = None
    action: str | None = None
    subject: str | None = None

    def __post_init__(self) -> None:
        for moment in (self.since, self.until):
            if moment is not None and moment.tzinfo is None:
                raise ValueError("a query needs times with a time zone")


@dataclass(frozen=True, slots=True)
class Link:
    """A row's number and hash: one place of the chain. (0, GENESIS) is before the first row."""

    number: int = 0
    sha256: str = GENESIS

    def __str__(self) -> str:
        return f"{self.number}:{self.sha256}"


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether the chain holds. `broken` is the number of the first row that is wrong, `problem` says what is.

    `rows` from the first on are whole, and `last` is the last of them.
    """

    rows: int
    last: Link = field(default_factory=Link)
    broken: int | None = None
    problem: str = ""

    @property
    def whole(self) -> bool:
        return self.broken is None


def canonical(value: Mapping[str, Any]) -> str:
    """JSON with sorted keys, no spaces, in ASCII: the same text for the same content, in every database."""
    return json.dumps(plain(value), sort_keys=True, separators=(",", ":"), allow_nan=False)


def hash_of(previous: str, row: ChainRow) -> str:
    """The hash that `row` must have behind a row with the hash `previous`."""
    own = canonical(
        {
            "number": row.number,
            "at_us": row.at_us,
            "who": row.who,
            "origin": row.origin,
            "action": row.action,
            "subject": row.subject,
            "why": row.why,
            "before": row.before,
            "after": row.after,
        }
    )
    return hashlib.sha256(f"{previous}\n{own}".encode()).hexdigest()


def verify(
    read: Callable[[int, int], Sequence[ChainRow]], head: Callable[[], Link | None], *, noted: Link | None = None
) -> Verification:
    """Walk the chain from its first row. May run while rows are added.

    `read(after, limit)` gives the rows with numbers above `after`, in order; `head()` where the chain ends as the
    database says, None if it does not say. `noted` is a place of the chain that was written down elsewhere.
    """
    last = Link()
    seen = _BEFORE_ALL
    waited = False

    def broken(number: int, problem: str) -> Verification:
        return Verification(number - 1, last if last.number < number else Link(), number, problem)

    while True:
        rows = read(seen, _PAGE)
        for row in rows:
            expected = last.number + 1
            if row.number < expected:
                return broken(row.number, f"row {row.number} was not there when its place was written")
            if row.number > expected:
                return broken(expected, f"row {expected} is missing")
            if hash_of(last.sha256, row) != row.sha256:
                return broken(
                    expected,
                    f"row {expected} does not match its hash: it or the row before it was changed, moved or put in",
                )
            if noted is not None and noted.number == expected and noted.sha256 != row.sha256:
                return broken(expected, f"row {expected} is not the one that was noted: the chain was written anew")
            last = Link(row.number, row.sha256)
            seen = row.number
        if rows:
            waited = False
            continue
        end = head()
        if end is None:
            return broken(last.number + 1, "the end of the chain is not recorded any more")
        if end.number == last.number:
            if end.sha256 != last.sha256:
                return broken(last.number, f"row {last.number} is not the one that was written last")
            break
        if end.number < last.number:
            return broken(end.number + 1, f"row {end.number + 1} was put in behind the end of the chain")
        if waited:
            return broken(last.number + 1, f"row {last.number + 1} is missing, the last one is {end.number}")
        waited = True  # the rows may have come between the two looks
    if noted is not None and noted.number > last.number:
        return broken(last.number + 1, f"row {noted.number} was noted, but the chain ends with row {last.number}")
    return Verification(last.number, last)
