"""What an attribute agreement study is: its plan, what was read, how it ended. Frozen; `station.db` stores it."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from calibration.agreement import PartReadings, Reading
from station.audit import canonical
from station.errors import RecordsError, UsageError
from station.types import ModelRef, Reason, RecipeRef, Verdict

MOST_PARTS, MOST_REPEATS = 1000, 50
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class ReferencePart:
    """One part of a study with what experts say of it. `defect`: its kind, where it is known."""

    name: str
    defective: bool
    defect: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a study will do; it never changes. `order[r]` are the names of all parts as repeat r + 1 presents them."""

    name: str
    recipe: RecipeRef
    model: ModelRef
    parts: tuple[ReferencePart, ...]
    repeats: int
    seed: int
    order: tuple[tuple[str, ...], ...]
    note: str = ""

    @property
    def presentations(self) -> int:
        return len(self.parts) * self.repeats

    def to_json(self) -> str:
        """Canonical JSON, over which the study's hash is."""
        return canonical(
            {
                "name": self.name,
                "recipe": self.recipe,
                "model": self.model,
                "parts": self.parts,
                "repeats": self.repeats,
                "seed": self.seed,
                "order": self.order,
                "note": self.note,
            }
        )

    @classmethod
    def from_json(cls, body: str) -> Plan:
        told = json.loads(body)
        return cls(
            told["name"],
            RecipeRef(**told["recipe"]),
            ModelRef(**told["model"]),
            tuple(ReferencePart(**part) for part in told["parts"]),
            told["repeats"],
            told["seed"],
            tuple(tuple(names) for names in told["order"]),
            told["note"],
        )


def make_plan(
    name: str,
    recipe: RecipeRef,
    model: ModelRef,
    parts: Sequence[ReferencePart],
    repeats: int,
    seed: int,
    note: str = "",
) -> Plan:
    """Plan a study: the parts in a random order of `seed` within each repeat, no part twice in a row.

    Raises UsageError: what is wrong with name, parts or repeats.
    """
    tidy = tuple(ReferencePart(part.name.strip(), part.defective, part.defect.strip()) for part in parts)
    _check(name, tidy, repeats)
    chance = random.Random(seed)
    names = [part.name for part in tidy]
    order: list[tuple[str, ...]] = []
    for _ in range(repeats):
        chance.shuffle(names)
        if order and len(names) > 1 and names[0] == order[-1][-1]:
            other = chance.randrange(1, len(names))
            names[0], names[other] = names[other], names[0]
        order.append(tuple(names))
    return Plan(name.strip(), recipe, model, tidy, repeats, seed, tuple(order), note.strip())


def _check(name: str, parts: Sequence[ReferencePart], repeats: int) -> None:
    if not name.strip() or len(name.strip()) > _LONGEST_NAME:
        raise UsageError("A study needs a name.", f"Give it one of at most {_LONGEST_NAME} characters.")
    if not 2 <= len(parts) <= MOST_PARTS:
        raise UsageError(f"A study has 2 to {MOST_PARTS} parts, not {len(parts)}.", "20 to 80 are usual.")
    if not 1 <= repeats <= MOST_REPEATS:
        raise UsageError(f"Parts are presented 1 to {MOST_REPEATS} times, not {repeats}.", "3 times is usual.")
    seen: set[str] = set()
    for part in parts:
        if not part.name or len(part.name) > _LONGEST_NAME:
            raise UsageError("A part of the study has no name.", "Write on the part what you type here.")
        if part.name in seen:
            raise UsageError(f"Part {part.name} is in the study twice.", "Give every part a name of its own.")
        seen.add(part.name)
        if part.defect and not part.defective:
            raise UsageError(f"Part {part.name} is good and has a defect.", "Take one of the two away.")


def advice(parts: Sequence[ReferencePart], repeats: int) -> tuple[str, ...]:
    """What a person should know of this choice of parts before the work begins; empty: nothing."""
    bad = sum(part.defective for part in parts)
    good = len(parts) - bad
    told = []
    if len(parts) < 20:
        told.append(f"{len(parts)} parts show little: 20 to 80 are usual.")
    if not bad:
        told.append("Without defective parts nothing will be known of misses.")
    if not good:
        told.append("Without good parts nothing will be known of false alarms.")
    if bad and good and min(bad, good) < len(parts) / 4:
        told.append(f"{good} good and {bad} defective parts are a lopsided mix; about half and half is best.")
    if repeats < 2:
        told.append("Parts that are presented once say nothing of repeatability.")
    return tuple(told)


@dataclass(frozen=True, slots=True)
class SetAside:
    """That a reading does not count, and why."""

    at: datetime
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class StudyReading:
    """One presentation of one part; `trial` counts repeats from 1. Its part is presented again where it is set aside.

    `recipe` is what it was inspected with, which the station keeps to the study's own.
    """

    id: int
    part: str
    trial: int
    inspection_id: str
    at: datetime
    verdict: Verdict
    reason: Reason
    detail: str
    score: float | None
    camera_id: str | None
    set_aside: SetAside | None = None


@dataclass(frozen=True, slots=True)
class Sitting:
    """That somebody began the study or went on with it; `conditions` are plain JSON values."""

    at: datetime
    who: str
    conditions: Mapping[str, Any] = field(default_factory=dict)


class Outcome(StrEnum):
    FINISHED = "finished"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class End:
    outcome: Outcome
    at: datetime
    who: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Presentation:
    """What is to be presented: `number` of `of` parts in repeat `trial`."""

    part: ReferencePart
    number: int
    of: int
    trial: int
    trials: int


@dataclass(frozen=True, slots=True)
class Study:
    """A study as the records know it. `sha256` is that of its plan."""

    id: int
    plan: Plan
    sha256: str
    at: datetime
    who: str
    readings: tuple[StudyReading, ...] = ()
    sittings: tuple[Sitting, ...] = ()
    end: End | None = None

    @property
    def counted(self) -> dict[tuple[str, int], StudyReading]:
        """The readings that count, by part and repeat."""
        return {(one.part, one.trial): one for one in self.readings if one.set_aside is None}

    @property
    def done(self) -> int:
        return len(self.counted)

    @property
    def next(self) -> Presentation | None:
        """What comes next, in the order of the plan; None: everything was read, or the study has ended."""
        if self.end is not None:
            return None
        counted = self.counted
        by_name = {part.name: part for part in self.plan.parts}
        for trial, names in enumerate(self.plan.order, start=1):
            for number, name in enumerate(names, start=1):
                if (name, trial) not in counted:
                    return Presentation(by_name[name], number, len(names), trial, self.plan.repeats)
        return None

    def parts_read(self) -> tuple[PartReadings, ...]:
        """The parts with the readings that count, in the order of the repeats, for `calibration.agreement`."""
        counted = self.counted
        return tuple(
            PartReadings(
                part.name,
                part.defective,
                tuple(
                    Reading(counted[part.name, trial].verdict.value)
                    for trial in range(1, self.plan.repeats + 1)
                    if (part.name, trial) in counted
                ),
                part.defect,
            )
            for part in self.plan.parts
        )


def checked_plan(body: str, sha256: str, number: int) -> Plan:
    """Read a plan. Raises RecordsError: it is not the one that was stored."""
    if hashlib.sha256(body.encode()).hexdigest() != sha256:
        raise RecordsError(
            f"Study {number} does not match its own hash: the row was changed or is damaged.",
            "Do not use it. Put back a backup of the database, or make a new study.",
        )
    return Plan.from_json(body)
