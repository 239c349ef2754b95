"""Comparisons of two models over the same pictures."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from sqlalchemy import RowMapping, insert, select

from station.audit import Act, Entry, canonical
from station.db.audit_rows import append
from station.db.connections import Connections
from station.db.mapping import from_us, storable, to_us
from station.db.tables import ComparisonRow
from station.errors import RecordsError
from station.queries import ComparedPicture, ImageLabel, ModelComparison
from station.types import ModelRef, Verdict

_C = ComparisonRow


class Comparisons:
    """The comparisons of all recipes. Thread-safe. Raises RecordsError when the database does not do its part."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def add(self, comparison: ModelComparison) -> int:
        """Store a comparison with all its pictures; returns its number. A score that is no number is kept as none."""
        body = canonical(
            {
                "old": comparison.old,
                "new": comparison.new,
                "old_threshold": comparison.old_threshold,
                "new_threshold": comparison.new_threshold,
                "metrics": comparison.metrics,
                "note": comparison.note,
                "pictures": comparison.pictures,
            }
        )
        changed = len(comparison.changed)
        row = {
            "recipe": comparison.recipe,
            "old_sha256": comparison.old.sha256,
            "new_sha256": comparison.new.sha256,
            "n_pictures": len(comparison.pictures),
            "n_changed": changed,
            "sha256": hashlib.sha256(body.encode()).hexdigest(),
            "body": body,
            "at_us": to_us(comparison.at),
            "who": comparison.who,
        }
        with self._connections.write("written") as connection:
            number = int(connection.execute(insert(_C).values(storable(row)).returning(_C.id)).scalar_one())
            entry = Entry(
                Act.MODELS_COMPARED,
                f"recipe {comparison.recipe}",
                comparison.who,
                comparison.note,
                before={"model": comparison.old},
                after={
                    "comparison": number,
                    "model": comparison.new,
                    "pictures": len(comparison.pictures),
                    "changed": changed,
                    "sha256": row["sha256"],
                },
            )
            append(connection, entry, origin=self._connections.origin, at=comparison.at)
        return number

    def of(self, recipe: str, *, limit: int = 20) -> list[ModelComparison]:
        """Read the comparisons of a recipe with their pictures, newest first. Raises RecordsError: a changed row."""
        statement = select(_C.__table__).where(_C.recipe == recipe).order_by(_C.id.desc()).limit(limit)
        with self._connections.read() as connection:
            return [_whole(row) for row in connection.execute(statement).mappings()]

    def get(self, number: int) -> ModelComparison | None:
        """Raises RecordsError: its row was changed."""
        with self._connections.read() as connection:
            row = connection.execute(select(_C.__table__).where(_C.id == number)).mappings().first()
        return None if row is None else _whole(row)


def _whole(row: RowMapping) -> ModelComparison:
    if hashlib.sha256(row["body"].encode()).hexdigest() != row["sha256"]:
        raise RecordsError(
            f"Comparison {row['id']} does not match its own hash: the row was changed or is damaged.",
            "Do not use it. Put back a backup of the database, or compare again.",
        )
    body = json.loads(row["body"])
    return ModelComparison(
        row["recipe"],
        ModelRef(**body["old"]),
        ModelRef(**body["new"]),
        body["old_threshold"],
        body["new_threshold"],
        tuple(_picture(one) for one in body["pictures"]),
        from_us(row["at_us"]),
        row["who"],
        body["metrics"],
        body["note"],
        row["id"],
    )


def _picture(one: dict[str, Any]) -> ComparedPicture:
    label = one.pop("label")
    return ComparedPicture(
        **{**one, "old_verdict": Verdict(one["old_verdict"]), "new_verdict": Verdict(one["new_verdict"])},
        label=None if label is None else ImageLabel(label),
    )
