"""Inspections as rows. Every function works inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, CursorResult, bindparam, func, insert, or_, select, update

from station.db import region_rows
from station.db.mapping import HOUR_US, Row, image_to_row, inspection_from_row, timings_to_row, to_us
from station.db.tables import STORED, UNFINISHED, InspectionHourRow, InspectionRow
from station.queries import StoredDay, StoredPictures
from station.types import Completion, DefectRegion, Inspection, RecipeRef, Verdict

_I = InspectionRow
_H = InspectionHourRow
_TABLE = InspectionRow.__table__
_EPOCH = date(1970, 1, 1)
DAY_US = 24 * HOUR_US

_INSERT = insert(_I)
_COUNT_HOUR = (
    update(_H)
    .where(
        _H.hour == bindparam("the_hour"),
        _H.recipe_id == bindparam("the_recipe"),
        _H.verdict == bindparam("the_verdict"),
        _H.reason == bindparam("the_reason"),
        _H.purpose == bindparam("the_purpose"),
    )
    .values(n=_H.n + 1, scored=_H.scored + bindparam("is_scored"), with_part=_H.with_part + bindparam("has_part"))
)
_NEW_HOUR = insert(_H)


def add(connection: Connection, row: Mapping[str, Any], regions: Sequence[DefectRegion] = ()) -> None:
    """Insert one inspection with its defect regions, and count it in its hour."""
    inserted = connection.execute(_INSERT, row)
    if regions:
        key = inserted.inserted_primary_key
        assert key is not None  # of one row there is always one
        region_rows.add(connection, key[0], regions)
    hour, recipe_id = row["at_us"] // HOUR_US, row["recipe_id"] or 0
    scored, with_part = int(row["score"] is not None), int(row["part_id"] is not None)
    counted: CursorResult[Any] = connection.execute(
        _COUNT_HOUR,
        {
            "the_hour": hour,
            "the_recipe": recipe_id,
            "the_verdict": row["verdict"],
            "the_reason": row["reason"],
            "the_purpose": row["purpose"],
            "is_scored": scored,
            "has_part": with_part,
        },
    )
    if counted.rowcount == 0:
        connection.execute(
            _NEW_HOUR,
            {
                "hour": hour,
                "recipe_id": recipe_id,
                "verdict": row["verdict"],
                "reason": row["reason"],
                "purpose": row["purpose"],
                "n": 1,
                "scored": scored,
                "with_part": with_part,
            },
        )


def complete(connection: Connection, completions: Iterable[Completion]) -> tuple[str, ...]:
    """Write what became known later. Returns the ids that have no row; of several on one id the later field wins."""
    merged: dict[str, dict[str, Any]] = {}
    for completion in completions:
        values = merged.setdefault(completion.inspection_id, {})
        if completion.output is not None:
            values["output"] = completion.output.value
        if completion.timings is not None:
            values.update(timings_to_row(completion.timings))
        if completion.image is not None:
            values.update(image_to_row(completion.image))
    by_shape: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for inspection_id, values in merged.items():
        if values:
            by_shape.setdefault(tuple(values), []).append({"the_id": inspection_id, **values})
    changed = 0
    for columns, rows in by_shape.items():
        statement = update(_I).where(_I.id == bindparam("the_id")).values({c: bindparam(c) for c in columns})
        result: CursorResult[Any] = connection.execute(statement, rows)
        changed += result.rowcount
    if changed == sum(map(len, by_shape.values())):
        return ()
    there = set(connection.scalars(select(_I.id).where(_I.id.in_(merged))))
    return tuple(inspection_id for inspection_id in merged if inspection_id not in there)


def read(connection: Connection, pks: Sequence[int]) -> list[Row]:
    """Read rows by number, in the given order."""
    if not pks:
        return []
    found = {row["pk"]: row for row in connection.execute(select(_TABLE).where(_I.pk.in_(pks))).mappings()}
    return [found[pk] for pk in pks if pk in found]


def last_acquisition(connection: Connection) -> int | None:
    return connection.scalar(select(_I.acquisition).order_by(_I.pk.desc()).limit(1))


def find(connection: Connection, inspection_id: str) -> Row | None:
    return connection.execute(select(_TABLE).where(_I.id == inspection_id)).mappings().first()


def to_inspections(connection: Connection, rows: Sequence[Row], recipes: Mapping[int, RecipeRef]) -> list[Inspection]:
    """Make inspections of rows, with their defect regions."""
    regions = region_rows.read(connection, [row["pk"] for row in rows if row["n_regions"]])
    return [
        inspection_from_row(
            row, None if row["recipe_id"] is None else recipes[row["recipe_id"]], regions.get(row["pk"], ())
        )
        for row in rows
    ]


def unfinished(connection: Connection, *, after_pk: int, limit: int) -> list[Row]:
    """Read rows whose output or picture is still pending, oldest first."""
    statement = select(_TABLE).where(UNFINISHED, _TABLE.c.pk > after_pk).order_by(_TABLE.c.pk).limit(limit)
    return list(connection.execute(statement).mappings())


def stored_bytes(connection: Connection) -> int:
    statement = select(func.sum(_I.image_bytes)).where(STORED)
    return int(connection.scalar(statement) or 0)


def stored_by_day(connection: Connection) -> list[StoredDay]:
    """Sum up the stored pictures by day and verdict, oldest day first; answered from the index alone."""
    day = (_I.at_us.op("/")(DAY_US)).label("day")
    statement = select(day, _I.verdict, func.count(), func.sum(_I.image_bytes)).where(STORED)
    found = connection.execute(statement.group_by(day, _I.verdict).order_by(day, _I.verdict))
    return [
        StoredDay(_EPOCH + timedelta(days=int(row[0])), Verdict(row[1]), StoredPictures(row[2], int(row[3] or 0)))
        for row in found
    ]


def oldest_stored(
    connection: Connection, verdicts: Iterable[Verdict], *, before: datetime | None, after: tuple[int, int], limit: int
) -> list[Row]:
    """Read rows with a stored picture, oldest first, behind the key `after` (at_us, pk)."""
    rows: list[Row] = []
    for verdict in verdicts:
        statement = select(_TABLE).where(
            STORED,
            _I.verdict == verdict.value,
            or_(_I.at_us > after[0], (_I.at_us == after[0]) & (_I.pk > after[1])),
            _I.at_us >= after[0],
        )
        if before is not None:
            statement = statement.where(_I.at_us < to_us(before))
        statement = statement.order_by(_I.at_us, _I.pk).limit(limit)
        rows += connection.execute(statement).mappings()
    rows.sort(key=lambda row: (row["at_us"], row["pk"]))
    return rows[:limit]


def newest_stored(connection: Connection, limit: int) -> list[Row]:
    """Read the rows of the newest stored pictures, newest first."""
    rows: list[Row] = []
    for verdict in Verdict:
        statement = select(_TABLE).where(STORED, _I.verdict == verdict.value)
        rows += connection.execute(statement.order_by(_I.at_us.desc(), _I.pk.desc()).limit(limit)).mappings()
    rows.sort(key=lambda row: (row["at_us"], row["pk"]), reverse=True)
    return rows[:limit]
