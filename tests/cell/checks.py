"""What must hold after a run, whatever went wrong in it. Every function returns violations, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from camera.ur_registers import Answer
from station.db import Records
from station.images import read_image, sha256_file
from station.types import ImageState, Inspection, OutputState, Verdict
from tests.cell.parts import is_defect, number_in, picture_of
from tests.cell.plc_side import PlcPart
from tests.cell.robot_side import RobotPart
from tests.cell.teach import STRICT

Ok = tuple[str, int | None, int]

_TOLD_NOTHING = (Answer.ERROR, Answer.NONE)
"""Rejects that say nothing of the part; NONE is what an answer becomes that is taken back before it was read."""


@dataclass(frozen=True)
class Rows:
    """The inspections of a run in the order in which they were recorded, with the part that each picture shows."""

    inspections: tuple[Inspection, ...]
    shown: dict[int, int]
    by_acquisition: dict[int, Inspection]
    broken_pictures: tuple[str, ...]


def read_rows(records: Records, images: Path) -> Rows:
    inspections: list[Inspection] = []
    after = 0
    while page := records.feed.inspections(after=after, limit=500):
        inspections += [fed.inspection for fed in page]
        after = page[-1].key
    shown: dict[int, int] = {}
    broken: list[str] = []
    for one in inspections:
        if one.image.state is not ImageState.STORED or one.image.path is None or one.acquisition is None:
            continue
        file = images / one.image.path
        if sha256_file(file) != one.image.sha256:
            broken.append(f"acquisition {one.acquisition}: the picture's hash is not that of the record")
        image = read_image(file)
        number = number_in(image)
        if not np.array_equal(image, picture_of(number)):
            broken.append(f"acquisition {one.acquisition}: the picture is not the one of part {number}, bit for bit")
        shown[one.acquisition] = number
    return Rows(tuple(inspections), shown, {one.acquisition or 0: one for one in inspections}, tuple(broken))


def records_are_complete_and_in_order(rows: Rows) -> Iterator[str]:
    yield from rows.broken_pictures
    numbers = [one.acquisition for one in rows.inspections]
    if None in numbers:
        yield "an inspection has no acquisition"
    if [one for one in numbers if one is not None] != sorted({one for one in numbers if one is not None}):
        yield "acquisitions are not in order, or one is there twice"
    for name in ("id", "trigger_id"):
        for value, count in Counter(getattr(one, name) for one in rows.inspections).items():
            if count > 1:
                yield f"{count} inspections have the {name} {value}"
    for one in rows.inspections:
        if one.output is OutputState.PENDING or one.image.state is ImageState.PENDING:
            yield f"acquisition {one.acquisition} was not finished: output {one.output}, picture {one.image.state}"
        if one.verdict is not Verdict.ERROR and one.acquisition not in rows.shown:
            yield f"acquisition {one.acquisition} has the verdict {one.verdict} and no picture"


def verdicts_are_true(rows: Rows) -> Iterator[str]:
    """A verdict other than ERROR is that of the part in the picture, under the recipe of the record."""
    for one in rows.inspections:
        number = rows.shown.get(one.acquisition or 0)
        if one.verdict is Verdict.ERROR or number is None:
            continue
        strict = one.recipe is not None and one.recipe.name == STRICT
        wanted = Verdict.NOK if strict or is_defect(number) else Verdict.OK
        if one.verdict is not wanted:
            yield f"acquisition {one.acquisition} shows part {number} and was found {one.verdict}, not {wanted}"


def oks_are_right(oks: Sequence[Ok], rows: Rows) -> Iterator[str]:
    """Every OK that anybody saw belongs to a good part, and to a record that says OK."""
    for where, lying, acquisition in oks:
        if lying is not None and is_defect(lying):
            yield f"{where}: OK while the defective part {lying} lay under the camera"
        if acquisition:
            yield from _ok_is_right(where, acquisition, rows)


def _ok_is_right(where: str, acquisition: int, rows: Rows) -> Iterator[str]:
    row = rows.by_acquisition.get(acquisition)
    if row is None:
        yield f"{where}: OK for acquisition {acquisition}, of which there is no record"
        return
    number = rows.shown.get(acquisition)
    if row.verdict is not Verdict.OK:
        yield f"{where}: OK for acquisition {acquisition}, which was found {row.verdict}"
    if number is None or is_defect(number):
        yield f"{where}: OK for acquisition {acquisition}, which shows part {number}"


def each_pulse_has_its_record(pulses: Sequence[Ok], rows: Rows, *, source: str | None = None) -> Iterator[str]:
    """A line that carries no id gives one pulse for each OK of the part that lies there, and none for another."""
    good = Counter(
        (one.part_id or "").split(".")[0]
        for one in rows.inspections
        if one.verdict is Verdict.OK and source in (None, one.source)
    )
    for (where, lying), count in Counter((where, lying) for where, lying, _ in pulses).items():
        if lying is None:
            yield f"{where}: {count} pulses while no part lay under the camera"
        elif count > good[str(lying)]:
            yield f"{where}: {count} pulses while part {lying} lay there, which was found OK {good[str(lying)]} times"


def plc_was_answered(parts: Sequence[PlcPart], strays: Sequence[int], rows: Rows) -> Iterator[str]:
    """Each trigger that was acknowledged has one record of its own part, and at most one result, of that record."""
    acquisitions = [one.seen.acquisition for one in parts if one.seen.acquisition is not None]
    yield from (f"the PLC was given acquisition {n} twice" for n, count in Counter(acquisitions).items() if count > 1)
    answered = [one.seen.acquisition for one in parts if one.seen.verdict is not None]
    for stray in strays:
        row = rows.by_acquisition.get(stray)
        if stray in answered:
            yield f"the PLC was shown the result of acquisition {stray} again"
        elif row is None or row.source != "plc":
            yield f"the PLC was shown acquisition {stray}, which it never triggered"
    for part in parts:
        if part.seen.acquisition is not None:
            yield from _plc_part(part, rows)


def _plc_part(part: PlcPart, rows: Rows) -> Iterator[str]:
    seen, acquisition = part.seen, part.seen.acquisition or 0
    row = rows.by_acquisition.get(acquisition)
    name = f"acquisition {acquisition} of the PLC (part {seen.part_id})"
    if row is None:
        yield f"{name} has no record"
        return
    if (row.source, row.part_id) != ("plc", seen.part_id):
        yield f"{name} is recorded as {row.source} {row.part_id}"
    if (shown := rows.shown.get(acquisition)) not in (None, part.number):
        yield f"{name} has the picture of part {shown}"
    if seen.verdict is None:
        return
    if seen.shown_part_id != seen.part_id:
        yield f"{name} was answered with the part id {seen.shown_part_id}"
    if seen.ok_bit is not (seen.verdict is Verdict.OK) or seen.ok_bit is seen.nok_bit:
        yield f"{name}: bits OK {seen.ok_bit}, NOK {seen.nok_bit} for the verdict {seen.verdict}"
    if seen.verdict is Verdict.OK:
        yield from _ok_is_right("PLC", acquisition, rows)
        if row.output is not OutputState.SENT:
            yield f"{name}: OK for a record whose OK was {row.output}"
    elif seen.verdict is not Verdict.ERROR and seen.verdict is not row.verdict:
        yield f"{name} was told {seen.verdict} and found {row.verdict}"


def robot_was_answered(parts: Sequence[RobotPart], rows: Rows) -> Iterator[str]:
    """Each answer has the acquisition of a record of its own part, and no answer came twice."""
    acquisitions = [one.told.acquisition for one in parts if one.told is not None and one.told.acquisition]
    yield from (f"the robot was told acquisition {n} twice" for n, count in Counter(acquisitions).items() if count > 1)
    for part in parts:
        if part.told is not None and not part.told.late:
            yield from _robot_part(part, rows)


def _robot_part(part: RobotPart, rows: Rows) -> Iterator[str]:
    told = part.told
    assert told is not None
    name = f"request {told.request} of the robot (part {part.number})"
    if not told.acquisition:
        if told.answer not in _TOLD_NOTHING:
            yield f"{name} was answered {told.answer.name} without an acquisition"
        return
    row = rows.by_acquisition.get(told.acquisition)
    if row is None:
        yield f"{name} was answered with acquisition {told.acquisition}, of which there is no record"
        return
    if (row.source, row.part_id) != ("robot", str(part.number)):
        yield f"{name} was answered with the record of {row.source} {row.part_id}"
    if (shown := rows.shown.get(told.acquisition)) not in (None, part.number):
        yield f"{name} was answered with the picture of part {shown}"
    if told.answer is Answer.OK:
        yield from _ok_is_right("robot", told.acquisition, rows)
        if row.output is not OutputState.SENT:
            yield f"{name}: OK for a record whose OK was {row.output}"
    elif told.answer not in _TOLD_NOTHING and told.answer.name != row.verdict.value:
        yield f"{name} was told {told.answer.name} and found {row.verdict}"


def every_trigger_has_its_record(parts: Sequence[RobotPart], rows: Rows) -> Iterator[str]:
    """No part is in the records that nobody asked for, and a part was asked for at most once by the robot."""
    numbers = Counter(one.part_id for one in rows.inspections if one.source == "robot")
    yield from (f"part {part} of the robot has {count} records" for part, count in numbers.items() if count > 1)
    asked = {str(one.number) for one in parts}
    yield from (f"part {part} is recorded for the robot, which did not ask" for part in numbers if part not in asked)
