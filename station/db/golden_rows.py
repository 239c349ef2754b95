"""Reference parts and the checks of them. Every row is written once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from station.audit import Act, Entry
from station.db import audit_rows, recipe_rows
from station.db.connections import Connections
from station.db.mapping import dump, from_us, storable, to_us
from station.db.tables import EventRow, GoldenCheckRow, GoldenPartRow, GoldenResultRow, InspectionRow, RecipeVersionRow
from station.errors import RecordsError
from station.queries import GoldenCheck, GoldenOutcome, GoldenPart, GoldenResult
from station.types import EventKind, RecipeRef, Verdict

_P = GoldenPartRow
_C = GoldenCheckRow
_G = GoldenResultRow
_I = InspectionRow
_R = RecipeVersionRow


_CHECKS = select(_C.__table__, _R.name, _R.version, _R.sha256).join(_R, _R.id == _C.recipe_id)


class GoldenRecords:
    """Reference parts of recipes and their checks. Thread-safe. Raises RecordsError."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def set_part(self, part: GoldenPart, *, who: str, why: str = "") -> GoldenPart:
        """Store what the station must say of a reference part; one of the same name is replaced from now on.

        Raises RecordsError: its inspection is unknown.
        """
        with self._connections.write("written") as connection:
            before = next((one for one in _parts(connection, part.recipe) if one.name == part.name), None)
            stored = replace(part, id=_insert_part(connection, part, 1, who))
            self._tell(connection, Act.GOLDEN_PART_SET, part, who, why, before, stored)
        return stored

    def remove_part(self, recipe: str, name: str, *, who: str, why: str = "") -> None:
        """Note that a part is no reference part any more. Raises RecordsError: it is none."""
        with self._connections.write("written") as connection:
            part = next((one for one in _parts(connection, recipe) if one.name == name), None)
            if part is None:
                raise RecordsError(f"Recipe {recipe} has no reference part {name!r}.", "Read the list again.")
            _insert_part(connection, part, 0, who)
            self._tell(connection, Act.GOLDEN_PART_REMOVED, part, who, why, part, None)

    def parts(self, recipe: str) -> tuple[GoldenPart, ...]:
        """Read the reference parts of a recipe in the order of their names."""
        with self._connections.read() as connection:
            return _parts(connection, recipe)

    def add_check(self, check: GoldenCheck) -> None:
        """Store how a check ended, with its results, an event and a row in the audit trail."""
        overridden = check.outcome is GoldenOutcome.OVERRIDDEN
        problems = {result.part.name: result.problem for result in check.results if result.problem}
        with self._connections.write("written") as connection:
            recipe_id = next((i for i, ref in recipe_rows.refs(connection).items() if ref == check.recipe), None)
            if recipe_id is None:
                raise RecordsError(f"Recipe {check.recipe.name} version {check.recipe.version} is not in the records.")
            row = {
                "recipe_id": recipe_id,
                "outcome": check.outcome.value,
                "begun_us": to_us(check.begun_at),
                "at_us": to_us(check.at),
                "who": check.who,
                "why": check.why,
            }
            check_id = connection.execute(insert(_C).values(storable(row)).returning(_C.id)).scalar_one()
            for result in check.results:
                values = {
                    "check_id": check_id,
                    "part_id": result.part.id,
                    "inspection_pk": _pk(connection, result.inspection_id),
                    "problem": result.problem,
                }
                connection.execute(insert(_G).values(storable(values)))
            after: dict[str, Any] = {"outcome": check.outcome.value, "version": check.recipe.version}
            if check.results:
                after["parts"] = [result.part.name for result in check.results]
            if problems:
                after["problems"] = problems
            words = f"The check of the reference parts of recipe {check.recipe.name} was {check.outcome.value}"
            event = {
                "at_us": to_us(check.at),
                "kind": EventKind.GOLDEN.value,
                "message": words + (f": {check.why}" if check.why else "."),
                "who": check.who,
                "details": dump(after),
            }
            connection.execute(insert(EventRow), storable(event))
            act = Act.GOLDEN_OVERRIDDEN if overridden else Act.GOLDEN_CHECKED
            entry = Entry(act, f"recipe {check.recipe.name}", check.who, check.why, None, after)
            audit_rows.append(connection, entry, origin=self._connections.origin, at=check.at)

    def checks(self, *, recipe: str | None = None, limit: int = 100) -> list[GoldenCheck]:
        """Read how checks ended, the last one first, with their results."""
        statement = _CHECKS if recipe is None else _CHECKS.where(_R.name == recipe)
        with self._connections.read() as connection:
            rows = connection.execute(statement.order_by(_C.id.desc()).limit(limit)).all()
            return [_check(connection, row) for row in rows]

    def last_telling(self) -> dict[str, GoldenCheck]:
        """Read the last check of every recipe, by name; one that was broken off says nothing about the parts."""
        telling = _C.outcome != GoldenOutcome.ABANDONED.value
        newest = select(func.max(_C.id)).join(_R, _R.id == _C.recipe_id).where(telling).group_by(_R.name)
        with self._connections.read() as connection:
            rows = connection.execute(_CHECKS.where(_C.id.in_(newest))).all()
            return {row.name: _check(connection, row) for row in rows}

    def _tell(
        self,
        connection: Connection,
        act: Act,
        part: GoldenPart,
        who: str,
        why: str,
        before: GoldenPart | None,
        after: GoldenPart | None,
    ) -> None:
        subject = f"reference part {part.name} of recipe {part.recipe}"
        entry = Entry(act, subject, who, why, _facts(before), _facts(after))
        audit_rows.append(connection, entry, origin=self._connections.origin)


def _check(connection: Connection, row: Row[Any]) -> GoldenCheck:
    return GoldenCheck(
        RecipeRef(row.name, row.version, row.sha256),
        GoldenOutcome(row.outcome),
        from_us(row.begun_us),
        from_us(row.at_us),
        row.who,
        row.why,
        _results(connection, row.id),
    )


def _facts(part: GoldenPart | None) -> dict[str, Any] | None:
    if part is None:
        return None
    return {
        "verdict": part.verdict.value,
        "score_from": part.score_from,
        "score_to": part.score_to,
        "inspection": part.inspection_id,
        "note": part.note,
    }


def _pk(connection: Connection, inspection_id: str) -> int:
    pk = connection.scalar(select(_I.pk).where(_I.id == inspection_id))
    if pk is None:
        raise RecordsError(f"There is no inspection {inspection_id!r}.", "Inspect the part again.")
    return pk


def _insert_part(connection: Connection, part: GoldenPart, present: int, who: str) -> int:
    row = {
        "recipe": part.recipe,
        "name": part.name,
        "present": present,
        "verdict": part.verdict.value,
        "score_from": part.score_from,
        "score_to": part.score_to,
        "inspection_pk": None if part.inspection_id is None else _pk(connection, part.inspection_id),
        "note": part.note,
        "at_us": to_us(datetime.now(UTC)),
        "who": who,
    }
    return int(connection.execute(insert(_P).values(storable(row)).returning(_P.id)).scalar_one())


def _parts(connection: Connection, recipe: str) -> tuple[GoldenPart, ...]:
    last = select(func.max(_P.id)).where(_P.recipe == recipe).group_by(_P.name)
    statement = select(_P.__table__, _I.id.label("inspection_id")).outerjoin(_I, _I.pk == _P.inspection_pk)
    rows = connection.execute(statement.where(_P.id.in_(last), _P.present == 1).order_by(_P.name)).all()
    return tuple(_part(row) for row in rows)


def _part(row: Any) -> GoldenPart:
    return GoldenPart(
        row.recipe, row.name, Verdict(row.verdict), row.score_from, row.score_to, row.inspection_id, row.note, row.id
    )


def _results(connection: Connection, check_id: int) -> tuple[GoldenResult, ...]:
    statement = (
        select(_G.part_id, _G.problem, _I.id, _I.verdict, _I.score)
        .join(_I, _I.pk == _G.inspection_pk)
        .where(_G.check_id == check_id)
        .order_by(_G.id)
    )
    results = connection.execute(statement).all()
    parts = _by_id(connection, [row.part_id for row in results])
    return tuple(
        GoldenResult(parts[row.part_id], row.id, Verdict(row.verdict), row.score, row.problem) for row in results
    )


def _by_id(connection: Connection, ids: Sequence[int]) -> dict[int, GoldenPart]:
    statement = select(_P.__table__, _I.id.label("inspection_id")).outerjoin(_I, _I.pk == _P.inspection_pk)
    return {row.id: _part(row) for row in connection.execute(statement.where(_P.id.in_(ids)))}
