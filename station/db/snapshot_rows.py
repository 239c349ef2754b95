"""Data set snapshots as rows. Every function works inside the caller's transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert, select

from station.audit import canonical
from station.db.mapping import from_us, storable, to_us
from station.db.tables import ModelRow, ModelSnapshotRow, SnapshotRow
from station.errors import RecordsError
from station.queries import ImageLabel, Snapshot, SnapshotImage, SnapshotRef
from station.types import ModelRef

_S = SnapshotRow
_REF = (_S.recipe, _S.name, _S.sha256, _S.n_images, _S.at_us, _S.who, _S.note)


def packed(snapshot: Snapshot) -> dict[str, Any]:
    """Turn a snapshot into its row, before the transaction begins: thousands of pictures take their time."""
    body = canonical({"seed": snapshot.seed, "images": snapshot.images})
    row = {
        "recipe": snapshot.recipe,
        "name": snapshot.name,
        "sha256": hashlib.sha256(body.encode()).hexdigest(),
        "body": body,
        "n_images": len(snapshot.images),
        "at_us": to_us(snapshot.at),
        "who": snapshot.who,
        "note": snapshot.note,
    }
    return storable(row)


def add(connection: Connection, row: Mapping[str, Any]) -> int:
    """Store a packed snapshot; return its row number. The same again, under the same name, is nothing new.

    Raises RecordsError: there is another one of this name.
    """
    statement = select(_S.id, _S.sha256).where(_S.recipe == row["recipe"], _S.name == row["name"])
    there = connection.execute(statement).first()
    if there is not None:
        if there.sha256 != row["sha256"]:
            raise RecordsError(
                f"{row['recipe']} has a snapshot {row['name']!r} already, with other pictures or labels.",
                "A snapshot never changes: give this one another name.",
            )
        return int(there.id)
    return int(connection.execute(insert(_S).values(dict(row)).returning(_S.id)).scalar_one())


def link(connection: Connection, model_id: int, snapshot_id: int) -> None:
    """Note that the model was taught from the snapshot."""
    connection.execute(insert(ModelSnapshotRow).values(model_id=model_id, snapshot_id=snapshot_id))


def names(connection: Connection, recipe: str) -> list[SnapshotRef]:
    """Read the snapshots of a data set without their pictures, newest first."""
    statement = select(*_REF).where(_S.recipe == recipe).order_by(_S.id.desc())
    return [_ref(row) for row in connection.execute(statement)]


def get(connection: Connection, recipe: str, name: str) -> Snapshot | None:
    statement = select(*_REF, _S.body).where(_S.recipe == recipe, _S.name == name)
    row = connection.execute(statement).first()
    return None if row is None else _whole(row)


def of_model(connection: Connection, model: ModelRef) -> Snapshot | None:
    """Read what a model was taught from; None where that is not recorded."""
    statement = (
        select(*_REF, _S.body)
        .join(ModelSnapshotRow, ModelSnapshotRow.snapshot_id == _S.id)
        .join(ModelRow, ModelRow.id == ModelSnapshotRow.model_id)
        .where(ModelRow.name == model.name, ModelRow.version == model.version, ModelRow.sha256 == model.sha256)
    )
    row = connection.execute(statement).first()
    return None if row is None else _whole(row)


def _ref(row: Any) -> SnapshotRef:
    return SnapshotRef(row.recipe, row.name, row.sha256, row.n_images, from_us(row.at_us), row.who, row.note)


def _whole(row: Any) -> Snapshot:
    if hashlib.sha256(row.body.encode()).hexdigest() != row.sha256:
        raise RecordsError(
            f"Snapshot {row.name!r} of {row.recipe} does not match its own hash: the row was changed or is damaged.",
            "Do not use it. Put back a backup of the database, or take a new snapshot.",
        )
    body = json.loads(row.body)
    images = tuple(SnapshotImage(**{**one, "label": ImageLabel(one["label"])}) for one in body["images"])
    return Snapshot(row.recipe, row.name, images, from_us(row.at_us), row.who, row.note, body["seed"])
