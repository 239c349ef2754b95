"""`Lookback`: what the history asks of the records besides pages: totals, charts, and what people said of a page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import select

from station.charts import Bar, YieldPoint, pareto, yield_point
from station.db import aggregates, mapping, selection
from station.db.connections import Connections
from station.db.filters import recipe_ids_of
from station.db.judgements import feedback_from_row, review_from_row
from station.db.mapping import from_us, to_us
from station.db.tables import EventRow, FeedbackRow, InspectionRow, RecipeVersionRow, ReviewRow
from station.queries import Feedback, InspectionQuery, Review, Total
from station.recipe import Recipe
from station.types import Event, ModelRef, Verdict

_E = EventRow
_F = FeedbackRow
_I = InspectionRow
_R = RecipeVersionRow
_V = ReviewRow
_CHUNK = 500


class Lookback:
    """Thread-safe. Raises RecordsError when the database does not do its part."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def total(self, query: InspectionQuery, *, at_most: int = selection.FEW) -> Total:
        """Count what matches; only up to `at_most` where each row would have to be looked at."""
        with self._connections.read() as connection:
            return selection.total(connection, query, at_most=at_most)

    def time_range(self) -> tuple[datetime, datetime] | None:
        """When the oldest and the newest inspection were; None where there is none."""
        with self._connections.read() as connection:
            found = aggregates.time_range(connection)
        return None if found is None else (from_us(found[0]), from_us(found[1]))

    def recipe_ids(self, query: InspectionQuery) -> tuple[int, ...] | None:
        """The numbers of the recipe versions that `query` asks for; None: it asks for none. Only recipe and model."""
        with self._connections.read() as connection:
            return recipe_ids_of(connection, query)

    def recipes_with(self, name: str, model: ModelRef) -> tuple[int, ...]:
        """The numbers of the versions of a recipe that have this model."""
        with self._connections.read() as connection:
            rows = connection.execute(select(_R.id, _R.body).where(_R.name == name)).all()
        return tuple(row.id for row in rows if Recipe.from_json(row.body).model.ref == model)

    def yields(
        self, edges: Sequence[datetime], recipe_ids: Sequence[int] | None
    ) -> tuple[tuple[YieldPoint, ...], tuple[Bar, ...]]:
        """Verdicts between each two of `edges`, and the Pareto of why parts were not OK, by the name of the reason."""
        with self._connections.read() as connection:
            pieces = aggregates.tally(connection, [to_us(edge) for edge in edges], recipe_ids)
        points = []
        reasons: dict[str, int] = {}
        for (since, until), piece in zip(pairwise(edges), pieces, strict=True):
            counts = dict.fromkeys(Verdict, 0)
            for (verdict, reason), n in piece.items():
                counts[Verdict(verdict)] += n
                if verdict != Verdict.OK.value:
                    reasons[reason] = reasons.get(reason, 0) + n
            points.append(yield_point(since, until, counts))
        return tuple(points), pareto(reasons)

    def defects(self, since: datetime, until: datetime, recipe_ids: Sequence[int] | None) -> tuple[Bar, ...]:
        """The Pareto of the kinds of defects that people named in reviews; "" where they named none."""
        with self._connections.read() as connection:
            return pareto(aggregates.defect_counts(connection, to_us(since), to_us(until), recipe_ids))

    def score_sums(
        self, edges: Sequence[datetime], recipe_ids: Sequence[int], center: float
    ) -> list[tuple[int, float, float]]:
        """See `station.db.aggregates.score_sums`."""
        with self._connections.read() as connection:
            return aggregates.score_sums(connection, [to_us(edge) for edge in edges], recipe_ids, center)

    def scores(
        self,
        recipe_ids: Sequence[int],
        limit: int,
        *,
        newest: bool,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> list[tuple[datetime, float]]:
        """Read time and score of the first or the newest `limit` good parts, oldest first."""
        read = aggregates.last_scores if newest else aggregates.first_scores
        bounds = {"since": None if since is None else to_us(since), "until": None if until is None else to_us(until)}
        with self._connections.read() as connection:
            return [(from_us(at_us), score) for at_us, score in read(connection, recipe_ids, limit, **bounds)]

    def good_parts(
        self, recipe_ids: Sequence[int], limit: int, *, newest: bool
    ) -> list[tuple[datetime, float, dict[str, float | None]]]:
        """Read time, score and image quality of the first or the newest `limit` good parts, oldest first."""
        with self._connections.read() as connection:
            found = aggregates.good_parts(connection, recipe_ids, limit, newest=newest)
        return [(from_us(at_us), score, quality) for at_us, score, quality in found]

    def reviews(self, ids: Sequence[str]) -> list[Review]:
        """Read all decisions of people on these inspections, the oldest first."""
        found: list[Any] = []
        with self._connections.read() as connection:
            for chunk in _chunks(ids):
                statement = select(_V.__table__, _I.id.label("inspection_id")).join(_I, _I.pk == _V.inspection_pk)
                found += connection.execute(statement.where(_I.id.in_(chunk))).all()
        return [review_from_row(row.inspection_id, row) for row in sorted(found, key=lambda row: row.id)]

    def feedback(self, ids: Sequence[str]) -> list[Feedback]:
        """Read all that operators said of these inspections, the oldest first."""
        found: list[Any] = []
        with self._connections.read() as connection:
            for chunk in _chunks(ids):
                statement = select(_F.__table__, _I.id.label("inspection_id")).join(_I, _I.pk == _F.inspection_pk)
                found += connection.execute(statement.where(_I.id.in_(chunk))).all()
        return [feedback_from_row(row) for row in sorted(found, key=lambda row: row.id)]

    def events_around(self, at: datetime, within: timedelta, *, limit: int = 50) -> list[Event]:
        """Read the events near a moment, oldest first; of more than `limit` the nearest."""
        statement = select(_E.__table__).where(_E.at_us >= to_us(at - within), _E.at_us <= to_us(at + within))
        with self._connections.read() as connection:
            found = [mapping.event_from_row(row) for row in connection.execute(statement.order_by(_E.id)).mappings()]
        nearest = sorted(found, key=lambda event: abs(event.at - at))[:limit]
        return sorted(nearest, key=lambda event: (event.at, event.id or 0))


def _chunks(ids: Sequence[str]) -> list[Sequence[str]]:
    return [ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK)]
