"""`Feed`: the records in the order in which they were written, for those who hand them on."""

from __future__ import annotations

from sqlalchemy import func, select

from station.db import inspection_rows, mapping, recipe_rows
from station.db.connections import Connections
from station.db.tables import EventRow, InspectionRow
from station.queries import FedInspection, FeedPlace
from station.types import Event, RecipeRef

_E = EventRow
_I = InspectionRow


class Feed:
    """Keys only grow: whoever remembers the last one misses nothing. Thread-safe, reads only.

    Raises RecordsError when the database does not do its part.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._recipes: dict[int, RecipeRef] = {}

    def newest(self) -> FeedPlace:
        """The end of the records."""
        with self._connections.read() as connection:
            last = connection.execute(select(_I.pk, _I.id).order_by(_I.pk.desc()).limit(1)).first()
            event = connection.scalar(select(func.max(_E.id)))
        return FeedPlace(last.pk if last else 0, last.id if last else "", event or 0)

    def has(self, key: int, inspection_id: str) -> bool:
        """Whether the inspection with this key is that one; 0 and an empty id stand for the beginning."""
        if (key, inspection_id) == (0, ""):
            return True
        with self._connections.read() as connection:
            return connection.scalar(select(_I.id).where(_I.pk == key)) == inspection_id

    def inspections(self, *, after: int, limit: int) -> list[FedInspection]:
        """Read the inspections behind the key `after`, oldest first."""
        rows_of = select(_I.__table__).where(_I.pk > after).order_by(_I.pk).limit(limit)
        with self._connections.read() as connection:
            rows = list(connection.execute(rows_of).mappings())
            if not rows:
                return []
            if any(row["recipe_id"] is not None and row["recipe_id"] not in self._recipes for row in rows):
                self._recipes = recipe_rows.refs(connection)
            found = inspection_rows.to_inspections(connection, rows, self._recipes)
        return [FedInspection(row["pk"], inspection) for row, inspection in zip(rows, found, strict=True)]

    def events(self, *, after: int, limit: int) -> list[Event]:
        """Read the events behind the key `after`, oldest first."""
        statement = select(_E.__table__).where(_E.id > after).order_by(_E.id).limit(limit)
        with self._connections.read() as connection:
            return [mapping.event_from_row(row) for row in connection.execute(statement).mappings()]
