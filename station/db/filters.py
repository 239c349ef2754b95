"""`InspectionQuery` in the terms of the tables, and its conditions in the forms that a planner is to see.

Adding 0 to a column, or "" to a text, keeps a planner from taking the index of that column; it means the same to
every database.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, literal, or_, select, tuple_
from sqlalchemy.orm import aliased

from station.db.mapping import to_us
from station.db.tables import REFERENCE, InspectionRow, RecipeVersionRow
from station.queries import Cursor, InspectionQuery
from station.types import Purpose, Reason, Verdict

_I = InspectionRow
_R = RecipeVersionRow


@dataclass(frozen=True, slots=True)
class Filter:
    """A query in the terms of the tables. Empty lists of reasons and None elsewhere: no condition."""

    verdicts: tuple[str, ...]
    reasons: tuple[str, ...]
    recipe_ids: tuple[int, ...] | None
    since_us: int | None
    until_us: int | None
    part_id: str | None
    part_range: tuple[str, str | None] | None
    score_from: float | None
    score_to: float | None
    reviewed: tuple[str, ...] = ()
    feedback_open: bool = False
    purpose: str | None = None
    acquisition: int | None = None

    @property
    def by_few(self) -> bool:
        """Whether something is asked for that is on few rows: what people say, reference parts, one acquisition."""
        few = bool(self.reviewed) or self.feedback_open or self.acquisition is not None
        return few or self.purpose == Purpose.REFERENCE.value

    @property
    def by_score(self) -> bool:
        return self.score_from is not None or self.score_to is not None

    @property
    def by_kind_only(self) -> bool:
        return self.part_id is None and self.part_range is None and not self.by_score


def resolve(connection: Connection, query: InspectionQuery) -> Filter | None:
    """None: nothing can match."""
    recipe_ids = recipe_ids_of(connection, query)
    if recipe_ids is not None and not recipe_ids:
        return None
    score_from, score_to = query.score_from, query.score_to
    if score_from is not None and score_to is not None and not score_from <= score_to:
        return None
    if (score_from is not None and score_from != score_from) or (score_to is not None and score_to != score_to):
        return None
    return Filter(
        verdicts=tuple(verdict.value for verdict in Verdict if not query.verdicts or verdict in query.verdicts),
        reasons=tuple(reason.value for reason in Reason if reason in query.reasons),
        recipe_ids=recipe_ids,
        since_us=None if query.since is None else to_us(query.since),
        until_us=None if query.until is None else to_us(query.until),
        part_id=query.part_id,
        part_range=(query.part_prefix, _after_prefix(query.part_prefix)) if query.part_prefix else None,
        score_from=score_from,
        score_to=score_to,
        reviewed=tuple(verdict.value for verdict in Verdict if verdict in query.reviewed),
        feedback_open=query.feedback_open,
        purpose=None if query.purpose is None else query.purpose.value,
        acquisition=query.acquisition,
    )


def recipe_ids_of(connection: Connection, query: InspectionQuery) -> tuple[int, ...] | None:
    """The recipe versions that `query` asks for; None: it does not ask.

    A model is asked for through the recipe versions that name it: the line takes both from one place, and so a filter
    by model needs no index of its own.
    """
    if query.recipe is None and query.model is None:
        return None
    statement = select(_R.id, _R.body)
    if query.recipe is not None:
        statement = statement.where(_R.name == query.recipe)
    if query.recipe_version is not None:
        statement = statement.where(_R.version == query.recipe_version)
    rows = connection.execute(statement).all()
    if query.model is None:
        return tuple(row.id for row in rows)
    models = ((row.id, json.loads(row.body)["model"]) for row in rows)
    return tuple(
        recipe_id
        for recipe_id, model in models
        if model["name"] == query.model and query.model_version in (None, model["version"])
    )


def _after_prefix(prefix: str) -> str | None:
    """The smallest text, by code points, that is above everything beginning with `prefix`. None: there is none."""
    while prefix:
        last = ord(prefix[-1])
        if last < sys.maxunicode:
            following = 0xE000 if last + 1 == 0xD800 else last + 1  # UTF-8 has no surrogates
            return prefix[:-1] + chr(following)
        prefix = prefix[:-1]
    return None


def range_conditions(wanted: Filter, *, own_index: bool) -> list[ColumnElement[bool]]:
    """The conditions on score and on the beginning of the part id, one element each."""
    result = []
    if wanted.by_score:
        score = _I.score if own_index else _I.score + 0.0
        parts = []
        if wanted.score_from is not None:
            parts.append(score >= wanted.score_from)
        if wanted.score_to is not None:
            parts.append(score <= wanted.score_to)
        result.append(and_(*parts))
    if wanted.part_range is not None:
        low, high = wanted.part_range
        part = _I.part_id if own_index else _I.part_id.concat("")
        result.append(and_(part >= low, part < high) if high is not None else part >= low)
    return result


def purpose_conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    """The condition on what parts were inspected for, if there is one."""
    match wanted.purpose:
        case None:
            return []
        case Purpose.PRODUCTION.value:
            return [in_production(wanted.since_us, wanted.until_us)]
        case _:
            return [and_(REFERENCE)]


def in_production(
    since_us: int | ColumnElement[int] | None = None, until_us: int | ColumnElement[int] | None = None
) -> ColumnElement[bool]:
    """The condition that a part was no reference part, for rows between these times.

    It names those few, so that every index still answers alone.
    """
    other = aliased(_I)
    few = select(other.pk).where(REFERENCE)
    if since_us is not None:
        few = few.where(other.at_us >= since_us)
    if until_us is not None:
        few = few.where(other.at_us < until_us)
    return _I.pk.not_in(few)


def time_conditions(wanted: Filter, after: Cursor | None, *, own_index: bool) -> list[ColumnElement[bool]]:
    at = _I.at_us if own_index else _I.at_us + 0
    result = []
    if wanted.since_us is not None:
        result.append(at >= wanted.since_us)
    if wanted.until_us is not None and (after is None or after.at_us >= wanted.until_us):
        result.append(at < wanted.until_us)
    elif after is not None:  # the tighter bound alone: a planner given both may begin at the other
        if own_index:
            result.append(tuple_(at, _I.pk) < tuple_(literal(after.at_us), literal(after.pk)))
        else:
            result.append(or_(at < after.at_us, and_(at == after.at_us, _I.pk < after.pk)))
    return result
