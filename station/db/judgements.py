"""What people said of verdicts: feedback of operators, and reviews. The station's own verdict is never touched."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from station.audit import Act, Entry
from station.db.audit_rows import append
from station.db.connections import Connections
from station.db.filters import in_production
from station.db.mapping import from_us, storable, to_us
from station.db.tables import FeedbackRow, InspectionRow, ReviewRow
from station.errors import RecordsError
from station.queries import Feedback, Outcome, Review, Said
from station.types import Verdict

_F = FeedbackRow
_I = InspectionRow
_V = ReviewRow


class Judgements:
    """Feedback and reviews. Thread-safe. Raises RecordsError when the database does not do its part."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def say(self, inspection_id: str, said: Said, *, who: str, reason: str = "") -> int:
        """Note what an operator says of a part; returns its number. Raises RecordsError: no such inspection."""
        at = datetime.now(UTC)
        with self._connections.write("written") as connection:
            pk, verdict = _inspection(connection, inspection_id)
            row = {
                "inspection_pk": pk,
                "said": said.value,
                "reason": reason,
                "at_us": to_us(at),
                "who": who,
                "outcome": Outcome.OPEN.value,
                "note": "",
            }
            number = int(connection.execute(insert(_F).values(storable(row)).returning(_F.id)).scalar_one())
            before, after = {"verdict": verdict}, {"feedback": number, "said": said}
            self._tell(connection, Act.FEEDBACK_GIVEN, inspection_id, who, reason, before, after, at)
        return number

    def settle(self, number: int, outcome: Outcome, *, who: str, note: str = "") -> None:
        """Say what became of an operator's word, once. Raises RecordsError: unknown, or settled already."""
        if outcome is Outcome.OPEN:
            raise ValueError("settling needs an outcome")
        at = datetime.now(UTC)
        with self._connections.write("written") as connection:
            statement = select(_F.outcome, _F.said, _I.id).join(_I, _I.pk == _F.inspection_pk)
            there = connection.execute(statement.where(_F.id == number).with_for_update(of=_F)).first()
            if there is None:
                raise RecordsError(f"There is no feedback with the number {number}.", "Read the list again.")
            if there.outcome != Outcome.OPEN.value:
                raise RecordsError("Somebody has settled this already.", "Read the list again.")
            values = storable(
                {"outcome": outcome.value, "settled_us": to_us(at), "settled_by": who, "note": note},
            )
            connection.execute(update(_F).where(_F.id == number).values(values))
            before = {"feedback": number, "said": there.said, "outcome": Outcome.OPEN}
            after = {"feedback": number, "outcome": outcome}
            self._tell(connection, Act.FEEDBACK_SETTLED, there.id, who, note, before, after, at)

    def feedback(
        self, *, inspection_id: str | None = None, only_open: bool = False, limit: int = 100, before: int | None = None
    ) -> list[Feedback]:
        """Read what operators said, the last word first; `before` is the number of the last one already seen."""
        statement = select(_F.__table__, _I.id.label("inspection_id")).join(_I, _I.pk == _F.inspection_pk)
        if inspection_id is not None:
            statement = statement.where(_I.id == inspection_id)
        if only_open:
            statement = statement.where(_F.settled_us.is_(None))
        if before is not None:
            statement = statement.where(_F.id < before)
        with self._connections.read() as connection:
            rows = connection.execute(statement.order_by(_F.id.desc()).limit(limit)).all()
        return [feedback_from_row(row) for row in rows]

    def review(
        self, inspection_id: str, verdict: Verdict, *, who: str, why: str = "", defect: str | None = None
    ) -> Review:
        """Note a person's decision on a part; `was` is the last decision, at first the station's verdict.

        Raises RecordsError: no such inspection.
        """
        if verdict not in (Verdict.OK, Verdict.NOK):
            raise ValueError("a person decides OK or NOK")
        at = datetime.now(UTC)
        with self._connections.write("written") as connection:
            pk, original = _inspection(connection, inspection_id, hold=True)
            last = connection.scalar(select(_V.verdict).where(_V.inspection_pk == pk).order_by(_V.id.desc()).limit(1))
            was = Verdict(last or original)
            row = {
                "inspection_pk": pk,
                "verdict": verdict.value,
                "was": was.value,
                "defect": defect,
                "at_us": to_us(at),
                "who": who,
                "why": why,
            }
            connection.execute(insert(_V).values(storable(row)))
            after = {"verdict": verdict, "defect": defect}
            self._tell(connection, Act.VERDICT_REVIEWED, inspection_id, who, why, {"verdict": was}, after, at)
        return Review(inspection_id, verdict, was, defect, at, who, why)

    def reviews(self, inspection_id: str) -> list[Review]:
        """Read the decisions on a part, the last one first."""
        statement = select(_V.__table__).join(_I, _I.pk == _V.inspection_pk).where(_I.id == inspection_id)
        with self._connections.read() as connection:
            rows = connection.execute(statement.order_by(_V.id.desc())).all()
        return [review_from_row(inspection_id, row) for row in rows]

    def in_review(self, *, limit: int = 100) -> list[str]:
        """Read the ids of parts with the verdict REVIEW on which nobody has decided, oldest first.

        Nobody has to decide about a reference part.
        """
        decided = select(_V.inspection_pk).where(_V.inspection_pk == _I.pk)
        statement = select(_I.id).where(_I.verdict == Verdict.REVIEW.value, ~decided.exists(), in_production())
        with self._connections.read() as connection:
            return list(connection.scalars(statement.order_by(_I.at_us, _I.pk).limit(limit)))

    def _tell(
        self,
        connection: Connection,
        act: Act,
        inspection_id: str,
        who: str,
        why: str,
        before: dict[str, Any],
        after: dict[str, Any],
        at: datetime,
    ) -> None:
        entry = Entry(act, f"inspection {inspection_id}", who, why, before, after)
        append(connection, entry, origin=self._connections.origin, at=at)


def _inspection(connection: Connection, inspection_id: str, *, hold: bool = False) -> tuple[int, str]:
    statement = select(_I.pk, _I.verdict).where(_I.id == inspection_id)
    row = connection.execute(statement.with_for_update() if hold else statement).first()
    if row is None:
        raise RecordsError(f"There is no inspection {inspection_id!r}.", "`station records list` shows the ids.")
    return row.pk, row.verdict


def feedback_from_row(row: Any) -> Feedback:
    """`row` has the columns of feedback, and `inspection_id`."""
    return Feedback(
        row.id,
        row.inspection_id,
        Said(row.said),
        row.reason,
        from_us(row.at_us),
        row.who,
        Outcome(row.outcome),
        None if row.settled_us is None else from_us(row.settled_us),
        row.settled_by,
        row.note,
    )


def review_from_row(inspection_id: str, row: Any) -> Review:
    return Review(
        inspection_id,
        Verdict(row.verdict),
        Verdict(row.was),
        row.defect,
        from_us(row.at_us),
        row.who,
        row.why,
    )
