"""Pictures of data sets and the history of their labels as rows. Every function works inside the caller's transaction.

`images` holds the label that the last row of `labels` gave: both are written here and nowhere else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from station.db.mapping import from_us, image_record_to_row, storable, to_us
from station.db.tables import ImageRow, LabelRow
from station.errors import RecordsError
from station.queries import ImageLabel, LabelAct, LabelEntry, LabelledImage

_I = ImageRow
_L = LabelRow


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the rows of one act of labelling share."""

    batch: str
    at: datetime
    who: str
    why: str = ""
    undoes: str | None = None

    def row(self, image_id: int, label: str, defect: str | None) -> dict[str, Any]:
        row = {
            "image_id": image_id,
            "batch": self.batch,
            "undoes": self.undoes,
            "label": label,
            "defect": defect,
            "at_us": to_us(self.at),
            "who": self.who,
            "why": self.why,
        }
        return storable(row)


@dataclass(frozen=True, slots=True)
class Relabelled:
    """What changed: how many pictures are new, and what the known ones were labelled before, by number."""

    new: int
    before: Mapping[int, str]

    def counts(self) -> dict[str, int]:
        return dict(Counter(self.before.values()))


def add(connection: Connection, recipe: str, images: Iterable[LabelledImage], stamp: Stamp) -> Relabelled:
    """Store pictures of one recipe. A known one (same sha256) gets the new label, defect and path."""
    rows = {one.sha256: storable(image_record_to_row(one)) for one in images}
    statement = select(_I.id, _I.sha256, _I.label, _I.defect, _I.path)
    there = connection.execute(statement.where(_I.recipe == recipe, _I.sha256.in_(rows))).all()
    moved, labels, before = [], [], {}
    for old in there:
        row = rows.pop(old.sha256)
        moved.append({"the_id": old.id, **{name: row[name] for name in ("label", "defect", "path")}})
        if (old.label, old.defect) != (row["label"], row["defect"]):
            labels.append(stamp.row(old.id, row["label"], row["defect"]))
            before[old.id] = old.label
    if moved:
        again: dict[str, Any] = {name: bindparam(name) for name in ("label", "defect", "path")}
        connection.execute(update(_I).where(_I.id == bindparam("the_id")).values(again), moved)
    if rows:
        connection.execute(insert(_I), list(rows.values()))
        ids = connection.execute(select(_I.sha256, _I.id).where(_I.recipe == recipe, _I.sha256.in_(rows)))
        labels += [stamp.row(i, rows[sha256]["label"], rows[sha256]["defect"]) for sha256, i in ids]
    if labels:
        connection.execute(insert(_L), labels)
    return Relabelled(len(rows), before)


def change(
    connection: Connection, recipe: str, wanted: Mapping[int, tuple[str, str | None]], stamp: Stamp
) -> Relabelled:
    """Give pictures of one recipe other labels, (label, defect) by number. Those that have theirs already stay.

    Raises RecordsError: a number that is no picture of the recipe.
    """
    statement = select(_I.id, _I.label, _I.defect).where(_I.recipe == recipe, _I.id.in_(wanted))
    there = {row.id: row for row in connection.execute(statement)}
    unknown = sorted(set(wanted) - set(there))
    if unknown:
        raise RecordsError(f"{recipe} has no picture with the number {unknown[0]}.", "Read the data set again.")
    changed = {i: new for i, new in wanted.items() if (there[i].label, there[i].defect) != new}
    if changed:
        values = [{"the_id": i, "label": label, "defect": defect} for i, (label, defect) in changed.items()]
        again: dict[str, Any] = {name: bindparam(name) for name in ("label", "defect")}
        connection.execute(update(_I).where(_I.id == bindparam("the_id")).values(again), values)
        connection.execute(insert(_L), [stamp.row(i, *new) for i, new in changed.items()])
    return Relabelled(0, {i: there[i].label for i in changed})


def before_batch(connection: Connection, batch: str, image_ids: Sequence[int]) -> dict[int, tuple[str, str | None]]:
    """What pictures were labelled before `batch`; unsure for one that came with it.

    What was said later and taken back again does not stand in the way, so that acts can be taken back one after the
    other, and done again in the opposite order.

    Raises RecordsError: one of them was labelled again since.
    """
    columns = (_L.image_id, _L.batch, _L.undoes, _L.label, _L.defect)
    rows = connection.execute(select(*columns).where(_L.image_id.in_(image_ids)).order_by(_L.image_id, _L.id))
    result: dict[int, tuple[str, str | None]] = {}
    for image_id, said in groupby(rows, key=lambda row: row.image_id):
        pile = _Pile()
        for row in said:
            pile.take(row.batch, row.undoes, row.label, row.defect)
        before = pile.without(batch)
        if before is None:
            raise RecordsError(
                "Some of these pictures were labelled again since.", "Take the later labelling back first."
            )
        result[image_id] = before
    return {i: result.get(i, (ImageLabel.UNSURE.value, None)) for i in image_ids}


@dataclass(frozen=True, slots=True)
class _Said:
    """One thing that holds of a picture. `origin`: the act that said it first, where it was taken back and redone."""

    batch: str
    origin: str
    label: str
    defect: str | None


class _Pile:
    """What was said of one picture and not taken back, the last on top."""

    def __init__(self) -> None:
        self._said: list[_Said] = []
        self._taken: dict[str, tuple[_Said, str | None]] = {}
        """By the act that took it back: what, and the origin of what lay under it."""

    def take(self, batch: str, undoes: str | None, label: str, defect: str | None) -> None:
        """Go one row on."""
        if undoes is not None and self._said and self._said[-1].batch == undoes:
            gone = self._said.pop()
            self._taken[batch] = gone, self._top
            return
        origin = self._taken[undoes][0].origin if undoes in self._taken else batch
        self._said.append(_Said(batch, origin, label, defect))

    def without(self, batch: str) -> tuple[str, str | None] | None:
        """The label once `batch` is taken back; None: something was said since."""
        if self._said and self._said[-1].batch == batch:
            under = self._said[-2] if len(self._said) > 1 else None
            return (under.label, under.defect) if under is not None else (ImageLabel.UNSURE.value, None)
        gone, under_it = self._taken.get(batch, (None, None))
        if gone is None or under_it != self._top:
            return None
        return gone.label, gone.defect

    @property
    def _top(self) -> str | None:
        return self._said[-1].origin if self._said else None


def pictures_of(connection: Connection, batch: str) -> list[int]:
    return list(connection.scalars(select(_L.image_id).where(_L.batch == batch).order_by(_L.image_id)))


def recipe_of(connection: Connection, batch: str) -> str | None:
    return connection.scalar(select(_I.recipe).join(_L, _L.image_id == _I.id).where(_L.batch == batch).limit(1))


def history(connection: Connection, image_id: int) -> list[LabelEntry]:
    """Read what was said of a picture, the last word first."""
    rows = connection.execute(select(_L.__table__).where(_L.image_id == image_id).order_by(_L.id.desc()))
    return [
        LabelEntry(
            row.image_id,
            ImageLabel(row.label),
            row.defect,
            row.batch,
            row.undoes,
            from_us(row.at_us),
            row.who,
            row.why,
        )
        for row in rows
    ]


def acts(connection: Connection, recipe: str, limit: int) -> list[LabelAct]:
    """Read the acts of labelling on a data set, newest first."""
    newest = func.max(_L.id).label("newest")
    statement = (
        select(_L.batch, func.count(), func.min(_L.at_us), func.min(_L.who), func.min(_L.why), func.min(_L.undoes))
        .join(_I, _I.id == _L.image_id)
        .where(_I.recipe == recipe)
        .group_by(_L.batch)
        .order_by(newest.desc())
        .limit(limit)
        .add_columns(newest)
    )
    rows = connection.execute(statement).all()
    taken_back = set(connection.scalars(select(_L.undoes).where(_L.undoes.in_([row[0] for row in rows]))))
    return [
        LabelAct(batch, count, from_us(at_us), who, why, undoes, batch in taken_back)
        for batch, count, at_us, who, why, undoes, _ in rows
    ]


def labels_of(connection: Connection, image_ids: Sequence[int]) -> dict[str, int]:
    """Count pictures by what they are labelled now."""
    statement = select(_I.label, func.count()).where(_I.id.in_(image_ids)).group_by(_I.label)
    return {row[0]: row[1] for row in connection.execute(statement)}
