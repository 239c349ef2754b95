"""Attribute agreement studies. Every row is written once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from station.agreement_study import End, Outcome, Plan, SetAside, Sitting, Study, StudyReading, checked_plan
from station.audit import Act, Entry
from station.db import audit_rows, recipe_rows
from station.db.connections import Connections
from station.db.mapping import dump, from_us, storable, to_us
from station.db.tables import (
    AgreementEndRow,
    AgreementReadingRow,
    AgreementSetAsideRow,
    AgreementSittingRow,
    AgreementStudyRow,
    InspectionRow,
)
from station.errors import RecordsError, UsageError
from station.types import Reason, Verdict

_S = AgreementStudyRow
_T = AgreementSittingRow
_G = AgreementReadingRow
_A = AgreementSetAsideRow
_E = AgreementEndRow
_I = InspectionRow

_READINGS = (
    select(
        _G.id, _G.part, _G.trial, _I.id.label("inspection_id"), _I.at_us, _I.verdict, _I.reason, _I.detail, _I.score,
        _I.camera_id, _A.at_us.label("aside_us"), _A.who, _A.why,
    )
    .join(_I, _I.pk == _G.inspection_pk)
    .outerjoin(_A, _A.reading_id == _G.id)
)  # fmt: skip


class AgreementRecords:
    """Agreement studies with their readings. Thread-safe. Raises RecordsError."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def add(self, plan: Plan, *, who: str, at: datetime) -> Study:
        """Store a new study. Raises UsageError: there is one of this name."""
        body = plan.to_json()
        sha256 = hashlib.sha256(body.encode()).hexdigest()
        with self._connections.write("written") as connection:
            if connection.scalar(select(_S.id).where(_S.name == plan.name)) is not None:
                raise UsageError(f"There is a study {plan.name} already.", "Give this one another name.")
            recipe_id = next((i for i, ref in recipe_rows.refs(connection).items() if ref == plan.recipe), None)
            if recipe_id is None:
                raise RecordsError(f"Recipe {plan.recipe.name} version {plan.recipe.version} is not in the records.")
            row = {
                "recipe_id": recipe_id, "name": plan.name, "sha256": sha256, "body": body, "at_us": to_us(at),
                "who": who,
            }  # fmt: skip
            number = int(connection.execute(insert(_S).values(storable(row)).returning(_S.id)).scalar_one())
            after = {
                "study": number,
                "recipe": plan.recipe,
                "parts": len(plan.parts),
                "defective": sum(part.defective for part in plan.parts),
                "repeats": plan.repeats,
                "sha256": sha256,
            }
            self._tell(connection, Act.AGREEMENT_MADE, plan.name, who, plan.note, after, at)
        return Study(number, plan, sha256, at, who)

    def add_sitting(self, study_id: int, conditions: Mapping[str, Any], *, who: str, at: datetime) -> None:
        """Note that somebody goes on with a study, and under which conditions."""
        row = {"study_id": study_id, "conditions": dump(conditions), "at_us": to_us(at), "who": who}
        with self._connections.write("written") as connection:
            connection.execute(insert(_T).values(storable(row)))

    def add_reading(self, study_id: int, part: str, trial: int, inspection_id: str) -> StudyReading:
        """Note that an inspection is a reading. Raises RecordsError: no such inspection."""
        with self._connections.write("written") as connection:
            pk = connection.scalar(select(_I.pk).where(_I.id == inspection_id))
            if pk is None:
                raise RecordsError(f"There is no inspection {inspection_id!r}.", "Present the part again.")
            row = {"study_id": study_id, "part": part, "trial": trial, "inspection_pk": pk}
            number = connection.execute(insert(_G).values(storable(row)).returning(_G.id)).scalar_one()
            return _reading(connection.execute(_READINGS.where(_G.id == number)).one())

    def set_aside(self, study: Study, reading: StudyReading, *, who: str, why: str, at: datetime) -> SetAside:
        """Note that a reading does not count."""
        row = {"reading_id": reading.id, "at_us": to_us(at), "who": who, "why": why}
        with self._connections.write("written") as connection:
            connection.execute(insert(_A).values(storable(row)))
            after = {"part": reading.part, "repeat": reading.trial, "inspection": reading.inspection_id}
            self._tell(connection, Act.AGREEMENT_SET_ASIDE, study.plan.name, who, why, after, at)
        return SetAside(at, who, why)

    def end(self, study: Study, end: End) -> None:
        """Note how a study ended."""
        row = {
            "study_id": study.id, "outcome": end.outcome.value, "at_us": to_us(end.at), "who": end.who, "why": end.why
        }  # fmt: skip
        with self._connections.write("written") as connection:
            connection.execute(insert(_E).values(storable(row)))
            after = {"outcome": end.outcome.value, "readings": study.done, "of": study.plan.presentations}
            self._tell(connection, Act.AGREEMENT_ENDED, study.plan.name, end.who, end.why, after, end.at)

    def reported(self, study: Study, file: str, *, who: str, at: datetime) -> None:
        """Note that the report of a study was taken out."""
        with self._connections.write("written") as connection:
            self._tell(connection, Act.AGREEMENT_REPORTED, study.plan.name, who, "", {"file": file}, at)

    def studies(self, *, recipe: str | None = None, limit: int = 100) -> list[Study]:
        """Read studies, the newest first."""
        statement = select(_S.__table__).order_by(_S.id.desc())
        with self._connections.read() as connection:
            found = []
            for row in connection.execute(statement):
                study = _whole(connection, row)
                if recipe is None or study.plan.recipe.name == recipe:
                    found.append(study)
                if len(found) == limit:
                    break
            return found

    def study(self, wanted: int | str) -> Study:
        """Read one study, by number or name. Raises RecordsError: there is none, or its row was changed."""
        condition = _S.id == wanted if isinstance(wanted, int) else _S.name == wanted
        with self._connections.read() as connection:
            row = connection.execute(select(_S.__table__).where(condition)).first()
            if row is None:
                names = connection.scalars(select(_S.name).order_by(_S.id.desc()).limit(10)).all()
                known = f"There are: {', '.join(names)}." if names else "There is none yet."
                raise RecordsError(f"There is no study {wanted}.", known)
            return _whole(connection, row)

    def count(self) -> int:
        """Count all studies."""
        with self._connections.read() as connection:
            return int(connection.scalar(select(func.count()).select_from(_S)) or 0)

    def _tell(
        self, connection: Connection, act: Act, name: str, who: str, why: str, after: dict[str, Any], at: datetime
    ) -> None:
        entry = Entry(act, f"agreement study {name}", who, why, None, after)
        audit_rows.append(connection, entry, origin=self._connections.origin, at=at)


def _whole(connection: Connection, row: Row[Any]) -> Study:
    readings = connection.execute(_READINGS.where(_G.study_id == row.id).order_by(_G.id)).all()
    sittings = connection.execute(select(_T.__table__).where(_T.study_id == row.id).order_by(_T.id)).all()
    end = connection.execute(select(_E.__table__).where(_E.study_id == row.id)).first()
    return Study(
        row.id,
        checked_plan(row.body, row.sha256, row.id),
        row.sha256,
        from_us(row.at_us),
        row.who,
        tuple(map(_reading, readings)),
        tuple(Sitting(from_us(one.at_us), one.who, json.loads(one.conditions)) for one in sittings),
        None if end is None else End(Outcome(end.outcome), from_us(end.at_us), end.who, end.why),
    )


def _reading(row: Any) -> StudyReading:
    return StudyReading(
        row.id,
        row.part,
        row.trial,
        row.inspection_id,
        from_us(row.at_us),
        Verdict(row.verdict),
        Reason(row.reason),
        row.detail,
        row.score,
        row.camera_id,
        None if row.aside_us is None else SetAside(from_us(row.aside_us), row.who, row.why),
    )
