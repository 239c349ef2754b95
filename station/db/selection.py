"""Answer `InspectionQuery`: pages and counts that stay fast at a million rows.

A page is found in two steps: keys (at_us, pk) from an index, newest first, then the rows of those keys. Keys come
branch by branch (one value of verdict, reason or recipe each), because an index is in order of time only under one
value; the branches are merged here, and one that is too old to add anything is not asked. A range of scores or the
beginning of a part id is answered from its own index where few rows are in it, and by walking back in time where many
are. See `station.db.filters` for how a planner is kept from taking the other index, and `station.db.judged` for what
people said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, literal, select

from station.db import judged
from station.db.filters import Filter, purpose_conditions, range_conditions, resolve, time_conditions
from station.db.mapping import HOUR_US
from station.db.tables import InspectionHourRow, InspectionRow
from station.queries import Cursor, InspectionQuery, Total
from station.types import Verdict

Key = tuple[int, int]
FEW = 10_000
"""Up to so many rows of a range are collected and sorted; more are so many that walking back in time meets them."""

_FEW_TO_LOOK_UP = 500

_SAMPLE = 100
_I = InspectionRow
_H = InspectionHourRow


def total(connection: Connection, query: InspectionQuery, *, at_most: int = FEW) -> Total:
    """Count what matches; only up to `at_most` where each row would have to be looked at."""
    wanted = resolve(connection, query)
    if wanted is None:
        return Total(0)
    conditions = len(range_conditions(wanted, own_index=True))
    if wanted.by_few or conditions == 0 or (conditions == 1 and not (wanted.reasons or wanted.recipe_ids)):
        return Total(sum(counts(connection, query).values()))
    found = len(keys(connection, query, limit=at_most + 1, after=None))
    return Total(min(found, at_most), found > at_most)


@dataclass(frozen=True, slots=True)
class _Kind:
    """How many inspections of a kind there are, and how many of them have a finite score, and a part id."""

    n: int = 0
    scored: int = 0
    with_part: int = 0

    def __add__(self, other: _Kind) -> _Kind:
        return _Kind(self.n + other.n, self.scored + other.scored, self.with_part + other.with_part)


def keys(connection: Connection, query: InspectionQuery, *, limit: int, after: Cursor | None) -> list[Key]:
    """Return up to `limit` keys (at_us, pk), newest first, that come after `after`."""
    wanted = resolve(connection, query)
    if wanted is None:
        return []
    if wanted.by_few:
        return judged.keys(connection, wanted, limit=limit, after=after)
    found: list[Key] = []
    few: dict[str, bool] = {}
    for branch in _branches(connection, wanted):
        if branch.cannot_add(found, limit, after):
            continue
        verdict = branch.conditions.get("verdict")
        if verdict is not None and verdict not in few:
            few[verdict] = _is_few(connection, wanted, verdict)
            if few[verdict]:
                found += _gather(connection, wanted, verdict, limit, after)  # of all recipes together
        if verdict is None or not few[verdict]:
            found += _walk(connection, wanted, branch.conditions, limit, after)
        found.sort(reverse=True)
        del found[limit:]
    return found


def counts(connection: Connection, query: InspectionQuery) -> dict[Verdict, int]:
    """Return how many inspections of each verdict match. Every verdict is there, if with 0."""
    result = dict.fromkeys(Verdict, 0)
    wanted = resolve(connection, query)
    if wanted is None:
        return result
    if wanted.by_few:
        return {**result, **judged.counts(connection, wanted)}
    by_kind = _kind_counts(connection, wanted)
    for verdict in wanted.verdicts:
        kind = by_kind.get(verdict, _Kind())
        n = kind.n
        if n and not wanted.by_kind_only:
            n = _count_one(connection, replace(wanted, verdicts=(verdict,)), verdict, kind)
        result[Verdict(verdict)] = n
    return result


@dataclass(frozen=True, slots=True)
class _Branch:
    """Equalities under which one index is in order of time, and between which times they have rows, where known."""

    conditions: dict[str, Any]
    first_us: int | None = None
    end_us: int | None = None

    def cannot_add(self, found: list[Key], limit: int, after: Cursor | None) -> bool:
        """Whether all its rows are older than the `limit` newest that were found, or newer than what is asked for."""
        if self.end_us is not None and len(found) == limit and found[-1][0] >= self.end_us:
            return True
        return self.first_us is not None and after is not None and self.first_us > after.at_us


def _branches(connection: Connection, wanted: Filter) -> Iterator[_Branch]:
    if wanted.recipe_ids is not None and wanted.part_id is None:
        yield from _kinds(connection, wanted)
    elif wanted.reasons and wanted.by_kind_only:
        for reason in wanted.reasons:
            yield _Branch({"reason": reason})
    elif len(wanted.verdicts) == len(Verdict) and wanted.by_kind_only:
        yield _Branch({})
    else:
        for verdict in wanted.verdicts:
            yield _Branch({"verdict": verdict})


def _kinds(connection: Connection, wanted: Filter) -> list[_Branch]:
    """The pairs of recipe and verdict under which anything can match, the one with the newest row first."""
    statement = (
        select(_H.recipe_id, _H.verdict, func.min(_H.hour), func.max(_H.hour))
        .where(_H.recipe_id.in_(wanted.recipe_ids or ()), _H.verdict.in_(wanted.verdicts))
        .group_by(_H.recipe_id, _H.verdict)
    )
    if wanted.reasons:
        statement = statement.where(_H.reason.in_(wanted.reasons))
    kinds = [
        _Branch({"recipe_id": recipe_id, "verdict": verdict}, first * HOUR_US, (last + 1) * HOUR_US)
        for recipe_id, verdict, first, last in connection.execute(statement)
    ]
    return sorted(kinds, key=lambda branch: -(branch.end_us or 0))


def _is_few(connection: Connection, wanted: Filter, verdict: str) -> bool:
    """Whether a range is asked for that holds so few rows of this verdict that they can be collected and sorted."""
    ranges = range_conditions(wanted, own_index=True)
    if not ranges or wanted.part_id is not None:
        return False
    alone = len(ranges) == 1 and not wanted.reasons and wanted.recipe_ids is None
    most = FEW if alone else _FEW_TO_LOOK_UP  # the other conditions need each row looked up
    probe = select(literal(1)).where(_I.verdict == verdict, ranges[0]).limit(most + 1).subquery()
    return (connection.scalar(select(func.count()).select_from(probe)) or 0) <= most


def _walk(
    connection: Connection, wanted: Filter, conditions: dict[str, Any], limit: int, after: Cursor | None
) -> list[Key]:
    """Walk back in time along the index of `conditions` until `limit` rows match."""
    where = [getattr(_I, name) == value for name, value in conditions.items()]
    if "verdict" not in conditions and len(wanted.verdicts) < len(Verdict):
        where.append(_I.verdict.in_(wanted.verdicts))
    if "reason" not in conditions and wanted.reasons:
        where.append(_I.reason.in_(wanted.reasons))
    if wanted.part_id is not None:
        where.append(_I.part_id == wanted.part_id)
        if wanted.recipe_ids is not None:
            where.append((_I.recipe_id + 0).in_(wanted.recipe_ids))
    statement = (
        select(_I.at_us, _I.pk)
        .where(*where, *range_conditions(wanted, own_index=False), *purpose_conditions(wanted))
        .where(*time_conditions(wanted, after, own_index=True))
        .order_by(_I.at_us.desc(), _I.pk.desc())
        .limit(limit)
    )
    return [(at_us, pk) for at_us, pk in connection.execute(statement)]


def _gather(connection: Connection, wanted: Filter, verdict: str, limit: int, after: Cursor | None) -> list[Key]:
    """Collect the few rows of the range, then sort them by time."""
    first, *rest = range_conditions(wanted, own_index=True)
    if wanted.reasons:
        rest.append(_I.reason.in_(wanted.reasons))
    if wanted.recipe_ids is not None:
        rest.append((_I.recipe_id + 0).in_(wanted.recipe_ids))
    found = (
        select(_I.pk, _I.at_us)
        .where(_I.verdict == verdict, first, *time_conditions(wanted, after, own_index=False))
        .where(*purpose_conditions(wanted))
        .limit(FEW + 1)
        .subquery()
    )
    statement = select(found.c.at_us, found.c.pk).order_by(found.c.at_us.desc(), found.c.pk.desc())
    if rest:
        statement = statement.join(_I, _I.pk == found.c.pk).where(*rest)
    return [(at_us, pk) for at_us, pk in connection.execute(statement.limit(limit))]


def _kind_counts(connection: Connection, wanted: Filter) -> dict[str, _Kind]:
    """Count by verdict, looking only at verdict, reason, recipe and time: whole hours from the table of hours."""
    first_hour = None if wanted.since_us is None else -(-wanted.since_us // HOUR_US)
    end_hour = None if wanted.until_us is None else wanted.until_us // HOUR_US
    if first_hour is not None and end_hour is not None and first_hour > end_hour:
        return _row_counts(connection, wanted, wanted.since_us, wanted.until_us)  # inside one hour
    statement = select(_H.verdict, func.sum(_H.n), func.sum(_H.scored), func.sum(_H.with_part)).group_by(_H.verdict)
    if len(wanted.verdicts) < len(Verdict):
        statement = statement.where(_H.verdict.in_(wanted.verdicts))
    if wanted.reasons:
        statement = statement.where(_H.reason.in_(wanted.reasons))
    if wanted.recipe_ids is not None:
        statement = statement.where(_H.recipe_id.in_(wanted.recipe_ids))
    if wanted.purpose is not None:
        statement = statement.where(_H.purpose == wanted.purpose)
    if first_hour is not None:
        statement = statement.where(_H.hour >= first_hour)
    if end_hour is not None:
        statement = statement.where(_H.hour < end_hour)
    result = {row[0]: _Kind(*map(int, row[1:])) for row in connection.execute(statement)}
    edges: list[tuple[int | None, int | None]] = []
    if first_hour is not None and wanted.since_us != first_hour * HOUR_US:
        edges.append((wanted.since_us, first_hour * HOUR_US))
    if end_hour is not None and wanted.until_us != end_hour * HOUR_US:
        edges.append((end_hour * HOUR_US, wanted.until_us))
    for since_us, until_us in edges:
        for verdict, kind in _row_counts(connection, wanted, since_us, until_us).items():
            result[verdict] = result.get(verdict, _Kind()) + kind
    return result


def _row_counts(connection: Connection, wanted: Filter, since_us: int | None, until_us: int | None) -> dict[str, _Kind]:
    result = {}
    for verdict in wanted.verdicts:
        statement = select(func.count(), func.count(_I.score)).where(_I.verdict == verdict)
        if wanted.part_range is not None:  # not asked for otherwise: it is in no index by time
            statement = statement.add_columns(func.count(_I.part_id))
        statement = statement.where(_I.at_us >= since_us, _I.at_us < until_us, *purpose_conditions(wanted))
        if wanted.reasons:
            statement = statement.where(_I.reason.in_(wanted.reasons))
        if wanted.recipe_ids is not None:
            statement = statement.where(_I.recipe_id.in_(wanted.recipe_ids))
        result[verdict] = _Kind(*connection.execute(statement).one())
    return result


def _count_one(connection: Connection, wanted: Filter, verdict: str, kind: _Kind) -> int:
    """Count the rows of one verdict under a part id, a range, or both. `kind`: what matches without these."""
    ranges = range_conditions(wanted, own_index=True)
    if wanted.part_id is not None or len(ranges) == 2:
        return _count_rows(connection, wanted, verdict, ranges, by_range=True)
    if wanted.reasons and wanted.recipe_ids is None:
        same_times = replace(wanted, reasons=())
        if _kind_counts(connection, same_times)[verdict] == kind:
            wanted = same_times  # every row has these reasons: no need to look at each
    inside = (_I.verdict == verdict, ranges[0], *purpose_conditions(wanted))
    probe = select(literal(1)).where(*inside).limit(FEW + 1).subquery()
    found = connection.scalar(select(func.count()).select_from(probe)) or 0
    unbound = _only_verdict(wanted)
    if found <= FEW and wanted == unbound:
        return found
    if found <= _FEW_TO_LOOK_UP or (found <= FEW and wanted.recipe_ids is None and not wanted.reasons):
        return _count_rows(connection, wanted, verdict, ranges, by_range=True)
    # the range itself, or what is outside of it, whichever is less
    share = _sampled_share(connection, wanted, verdict)
    everything = kind if wanted == unbound else _kind_counts(connection, unbound)[verdict]
    by_range = wanted.recipe_ids is None and (
        not wanted.by_score or kind.n > min(share, 1 - share) * everything.n or kind == everything
    )
    if share <= 0.5:
        return _count_rows(connection, wanted, verdict, range_conditions(wanted, own_index=by_range), by_range=by_range)
    outside = sum(
        _count_rows(connection, wanted, verdict, [condition], by_range=by_range)
        for condition in _outside(wanted, own_index=by_range)
    )
    return (kind.scored if wanted.by_score else kind.with_part) - outside


def _only_verdict(wanted: Filter) -> Filter:
    return replace(wanted, reasons=(), recipe_ids=None, since_us=None, until_us=None)


def _count_rows(
    connection: Connection, wanted: Filter, verdict: str, ranges: list[ColumnElement[bool]], *, by_range: bool
) -> int:
    """Count rows one by one, along the index of the range or along that of time (and recipe)."""
    statement = select(func.count()).where(_I.verdict == verdict, *ranges, *purpose_conditions(wanted))
    if wanted.part_id is not None:
        statement = statement.where(_I.part_id == wanted.part_id)
    if wanted.reasons:
        statement = statement.where(_I.reason.in_(wanted.reasons))
    if wanted.recipe_ids is not None:
        recipe = _I.recipe_id + 0 if by_range else _I.recipe_id
        statement = statement.where(recipe.in_(wanted.recipe_ids))
    return connection.scalar(statement.where(*time_conditions(wanted, None, own_index=not by_range))) or 0


def _outside(wanted: Filter, *, own_index: bool) -> list[ColumnElement[bool]]:
    result: list[ColumnElement[bool]] = []
    if wanted.by_score:
        score = _I.score if own_index else _I.score + 0.0
        if wanted.score_from is not None:
            result.append(score < wanted.score_from)
        if wanted.score_to is not None:
            result.append(score > wanted.score_to)
    elif wanted.part_range is not None:
        low, high = wanted.part_range
        part = _I.part_id if own_index else _I.part_id.concat("")
        result.append(part < low)
        if high is not None:
            result.append(part >= high)
    return result


def _sampled_share(connection: Connection, wanted: Filter, verdict: str) -> float:
    """Guess from evenly spread rows which share of a verdict is in the range. Only chooses the way to count."""
    newest = connection.scalar(select(func.max(_I.pk))) or 0
    inside = range_conditions(wanted, own_index=False)[0]
    statement = select(func.count(), func.sum(case((inside, 1), else_=0))).where(
        _I.pk.in_(sorted({newest * (i + 1) // _SAMPLE for i in range(_SAMPLE)})), _I.verdict.concat("") == verdict
    )
    total, hits = connection.execute(statement).one()
    return float(hits or 0) / max(int(total), 1)
