"""Sums over inspections for charts. Every function works inside the caller's transaction; times are microseconds.

Whole hours come from the table of hours, so that a year of a million parts is some ten thousand rows; only hours that
an edge cuts are counted row by row. `recipe_ids` None: all, also inspections without a recipe. Reference parts are in
none of the sums.
"""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import islice, pairwise

from sqlalchemy import ColumnElement, Connection, Executable, func, select

from station.db.filters import in_production
from station.db.judged import last_reviews
from station.db.mapping import HOUR_US, QUALITY_COLUMNS
from station.db.tables import REFERENCE, InspectionHourRow, InspectionRow, ReviewRow
from station.types import Purpose, Verdict

_H = InspectionHourRow
_I = InspectionRow
_V = ReviewRow
_PRODUCED = _I.purpose == Purpose.PRODUCTION.value
_COUNTED = (_I.score.is_not(None), _PRODUCED)

Tally = Counter[tuple[str, str]]
"""How many inspections there are of each verdict and reason."""


def tally(connection: Connection, edges: Sequence[int], recipe_ids: Sequence[int] | None) -> list[Tally]:
    """Count by verdict and reason between each two of `edges`, which rise."""
    result: list[Tally] = [Counter() for _ in edges[1:]]
    cut = {edge // HOUR_US for edge in edges if edge % HOUR_US}
    whole = select(_H.hour, _H.verdict, _H.reason, func.sum(_H.n)).group_by(_H.hour, _H.verdict, _H.reason)
    whole = whole.where(_H.hour >= -(-edges[0] // HOUR_US), _H.hour < edges[-1] // HOUR_US)
    whole = whole.where(_H.purpose == Purpose.PRODUCTION.value)
    if recipe_ids is not None:
        whole = whole.where(_H.recipe_id.in_(recipe_ids))
    for hour, verdict, reason, n in connection.execute(whole):
        if hour not in cut:
            result[bisect_right(edges, hour * HOUR_US) - 1][verdict, reason] += int(n)
    for hour in sorted(cut):
        begin, end = max(hour * HOUR_US, edges[0]), min((hour + 1) * HOUR_US, edges[-1])
        for since, until in pairwise([begin, *(edge for edge in edges if begin < edge < end), end]):
            piece = select(_I.verdict, _I.reason, func.count()).where(_I.at_us >= since, _I.at_us < until)
            piece = piece.where(in_production(since, until))
            if recipe_ids is not None:
                piece = piece.where((_I.recipe_id + 0).in_(recipe_ids))
            for verdict, reason, n in connection.execute(piece.group_by(_I.verdict, _I.reason)):
                result[bisect_right(edges, since) - 1][verdict, reason] += n
    return result


def score_sums(
    connection: Connection, edges: Sequence[int], recipe_ids: Sequence[int], center: float
) -> list[tuple[int, float, float]]:
    """For the good parts between each two of `edges`: how many have a score, sum of (score - center), and of squares.

    Piece by piece, because each is one stretch of an index; a million scores take about half a second.
    """
    result = []
    away = _I.score - center
    for since, until in pairwise(edges):
        statement = select(func.count(_I.score), func.sum(away), func.sum(away * away))
        statement = statement.where(_I.at_us >= since, _I.at_us < until)
        # all, without the few, which have an index of their own: less work than looking at the purpose of each
        good = (_I.recipe_id.in_(recipe_ids), _I.verdict == Verdict.OK.value)
        good_few = ((_I.recipe_id + 0).in_(recipe_ids), _I.verdict.concat("") == Verdict.OK.value, REFERENCE)
        # the few first: where two statements see two states, the count does not fall below 0
        few, whole = (connection.execute(statement.where(*those)).one() for those in (good_few, good))
        n, total, squares = (float(a or 0) - float(b or 0) for a, b in zip(whole, few, strict=True))
        result.append((round(n), total, squares))
    return result


def first_scores(
    connection: Connection, recipe_ids: Sequence[int], limit: int, *, since: int | None = None, until: int | None = None
) -> list[tuple[int, float]]:
    """Read time and score of the first `limit` good parts, oldest first."""
    found = []
    for recipe_id in recipe_ids:
        statement = select(_I.at_us, _I.pk, _I.score).where(
            *_good([recipe_id], since, until), _I.score.is_not(None), _PRODUCED
        )
        found.append(_rows(connection, statement.order_by(_I.at_us, _I.pk).limit(limit)))
    return [(at_us, score) for at_us, _, score in islice(heapq.merge(*found), limit)]


def last_scores(
    connection: Connection, recipe_ids: Sequence[int], limit: int, *, since: int | None = None, until: int | None = None
) -> list[tuple[int, float]]:
    """Read time and score of the last `limit` good parts, oldest first."""
    found = []
    for recipe_id in recipe_ids:
        statement = select(_I.at_us, _I.pk, _I.score).where(
            *_good([recipe_id], since, until), _I.score.is_not(None), _PRODUCED
        )
        statement = statement.order_by(_I.at_us.desc(), _I.pk.desc()).limit(limit)
        found.append(_rows(connection, statement))
    newest = list(islice(heapq.merge(*found, reverse=True), limit))
    return [(at_us, score) for at_us, _, score in reversed(newest)]


def good_parts(
    connection: Connection, recipe_ids: Sequence[int], limit: int, *, newest: bool
) -> list[tuple[int, float, dict[str, float | None]]]:
    """Read time, score and image quality of the first or the last `limit` good parts, oldest first."""
    order = (_I.at_us.desc(), _I.pk.desc()) if newest else (_I.at_us, _I.pk)
    columns = [getattr(_I, name) for name in QUALITY_COLUMNS]
    found = []
    for recipe_id in recipe_ids:
        statement = select(_I.at_us, _I.pk, _I.score, *columns).where(
            *_good([recipe_id], None, None), _I.score.is_not(None), _PRODUCED
        )
        rows = connection.execute(statement.order_by(*order).limit(limit)).all()
        found.append([(int(row[0]), int(row[1]), tuple(row[2:])) for row in rows])
    merged = list(islice(heapq.merge(*found, reverse=newest), limit))
    parts = [(at_us, float(one[0]), dict(zip(QUALITY_COLUMNS, one[1:], strict=True))) for at_us, _, one in merged]
    return parts[::-1] if newest else parts


def defect_counts(connection: Connection, since: int, until: int, recipe_ids: Sequence[int] | None) -> dict[str, int]:
    """Count the parts that people decided are NOK by the kind of defect; "" where they named none."""
    statement = (
        select(func.coalesce(_V.defect, ""), func.count())
        .join(_I, _I.pk == _V.inspection_pk)
        .where(_V.id.in_(last_reviews()), _V.verdict == Verdict.NOK.value)
        .where(_I.at_us + 0 >= since, _I.at_us + 0 < until, in_production(since, until))
        .group_by(func.coalesce(_V.defect, ""))
    )
    if recipe_ids is not None:
        statement = statement.where((_I.recipe_id + 0).in_(recipe_ids))
    return {str(defect): int(n) for defect, n in connection.execute(statement)}


def time_range(connection: Connection) -> tuple[int, int] | None:
    """The times of the oldest and the newest inspection."""
    times = select(_I.at_us).where(_PRODUCED).limit(1)
    first = connection.scalar(times.order_by(_I.at_us, _I.pk))
    last = connection.scalar(times.order_by(_I.at_us.desc(), _I.pk.desc()))
    return None if first is None or last is None else (first, last)


def _rows(connection: Connection, statement: Executable) -> list[tuple[int, int, float]]:
    return [(int(at_us), int(pk), float(score)) for at_us, pk, score in connection.execute(statement)]


def _good(recipe_ids: Sequence[int], since: int | None, until: int | None) -> list[ColumnElement[bool]]:
    result = [_I.recipe_id.in_(recipe_ids), _I.verdict == Verdict.OK.value]
    if since is not None:
        result.append(_I.at_us >= since)
    if until is not None:
        result.append(_I.at_us < until)
    return result
