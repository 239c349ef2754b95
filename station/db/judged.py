"""Inspections that are few: those people said something of, reference parts, and those of one acquisition.

They are found from what makes them few.

The pluses and the empty texts keep a planner from beginning at the inspections; see `station.db.filters`.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from station.db.filters import Filter, purpose_conditions, range_conditions, time_conditions
from station.db.tables import FeedbackRow, InspectionRow, ReviewRow
from station.queries import Cursor
from station.types import Verdict

_F = FeedbackRow
_I = InspectionRow
_V = ReviewRow


def keys(connection: Connection, wanted: Filter, *, limit: int, after: Cursor | None) -> list[tuple[int, int]]:
    """Return up to `limit` keys (at_us, pk), newest first, that come after `after`."""
    statement = select(_I.at_us, _I.pk).where(*_conditions(wanted, after))
    newest = connection.execute(statement.order_by(_I.at_us.desc(), _I.pk.desc()).limit(limit))
    return [(at_us, pk) for at_us, pk in newest]


def counts(connection: Connection, wanted: Filter) -> dict[Verdict, int]:
    """Count what matches, by the station's verdict; verdicts without a match are left out."""
    verdict = _I.verdict.concat("")
    statement = select(verdict, func.count()).where(*_conditions(wanted, None)).group_by(verdict)
    return {Verdict(row[0]): int(row[1]) for row in connection.execute(statement)}


def last_reviews() -> Select[Any]:
    """The numbers of those reviews that are the last one of their part."""
    return select(func.max(_V.id)).group_by(_V.inspection_pk)


def _conditions(wanted: Filter, after: Cursor | None) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = [_I.verdict.concat("").in_(wanted.verdicts)]
    if wanted.reviewed:
        decided = select(_V.inspection_pk).where(_V.id.in_(last_reviews()), _V.verdict.in_(wanted.reviewed))
        where.append(_I.pk.in_(decided))
    if wanted.feedback_open:
        where.append(_I.pk.in_(select(_F.inspection_pk).where(_F.settled_us.is_(None))))
    if wanted.acquisition is not None:
        where.append(_I.acquisition == wanted.acquisition)
    if wanted.reasons:
        where.append(_I.reason.concat("").in_(wanted.reasons))
    if wanted.recipe_ids is not None:
        where.append((_I.recipe_id + 0).in_(wanted.recipe_ids))
    if wanted.part_id is not None:
        where.append(_I.part_id.concat("") == wanted.part_id)
    return [
        *where,
        *purpose_conditions(wanted),
        *range_conditions(wanted, own_index=False),
        *time_conditions(wanted, after, own_index=False),
    ]
