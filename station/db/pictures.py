"""Data sets: pictures, the history of their labels, masks, and snapshots."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import groupby, islice
from typing import TypeVar

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.engine import RowMapping

from station.audit import Act, Entry
from station.db import audit_rows, label_rows, snapshot_rows
from station.db.connections import Connections
from station.db.mapping import from_us, image_record_from_row, storable, to_us
from station.db.tables import ImageRow, MaskRow
from station.errors import RecordsError
from station.ids import new_id
from station.queries import (
    MODEL_SNAPSHOT,
    ImageLabel,
    LabelAct,
    LabelEntry,
    LabelledImage,
    Mask,
    Snapshot,
    SnapshotImage,
    SnapshotRef,
    StoredImage,
)
from station.types import ModelRef

T = TypeVar("T")

_I = ImageRow
_M = MaskRow
_CHUNK = 200
"""Pictures in one transaction: the line's verdicts wait for it."""
_NAMED = 100


class Pictures:
    """The data sets of all recipes. Thread-safe. Raises RecordsError when the database does not do its part."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def add(self, images: Iterable[LabelledImage], *, who: str, why: str = "", batch: str | None = None) -> int:
        """Store pictures; returns how many are new. One that is known (same recipe and sha256) gets the new label,
        defect and path. All or none up to 200; of more, those that came before an error stay. Calls with the same
        `batch` are one act, for `undo`.
        """
        new = 0
        batch, at = batch or new_id(), datetime.now(UTC)
        for recipe, group in groupby(images, key=lambda one: one.recipe):
            rest = iter(group)
            while chunk := list(islice(rest, _CHUNK)):
                stamp = label_rows.Stamp(batch, at, who, why)
                with self._connections.write("written") as connection:
                    done = label_rows.add(connection, recipe, chunk, stamp)
                    self._tell(connection, Act.LABELS_CHANGED, recipe, done, stamp)
                new += done.new
        return new

    def label(
        self, recipe: str, ids: Sequence[int], label: ImageLabel, *, who: str, defect: str | None = None, why: str = ""
    ) -> str:
        """Say what pictures show; `defect` names the kind. Returns the name of this act, for `undo`."""
        if defect is not None and label is not ImageLabel.DEFECT:
            raise ValueError("only a defect has a kind")
        stamp = label_rows.Stamp(new_id(), datetime.now(UTC), who, why)
        for chunk in _chunks(ids):
            with self._connections.write("written") as connection:
                done = label_rows.change(connection, recipe, dict.fromkeys(chunk, (label.value, defect)), stamp)
                self._tell(connection, Act.LABELS_CHANGED, recipe, done, stamp)
        return stamp.batch

    def undo(self, batch: str, *, who: str, why: str = "") -> str:
        """Give the pictures of an act the labels they had before. Returns the name of the new act: undoing that is
        redoing. A picture that came with the act becomes unsure.

        Raises RecordsError: there is no such act, or one of its pictures was labelled again since.
        """
        with self._connections.read() as connection:
            recipe, ids = label_rows.recipe_of(connection, batch), label_rows.pictures_of(connection, batch)
            if recipe is None:
                raise RecordsError("There is no such labelling to take back.", "Read the data set again.")
            for chunk in _chunks(ids):
                label_rows.before_batch(connection, batch, chunk)
        stamp = label_rows.Stamp(new_id(), datetime.now(UTC), who, why, undoes=batch)
        for chunk in _chunks(ids):
            with self._connections.write("written") as connection:
                wanted = label_rows.before_batch(connection, batch, chunk)
                done = label_rows.change(connection, recipe, wanted, stamp)
                self._tell(connection, Act.LABELS_UNDONE, recipe, done, stamp)
        return stamp.batch

    def stored(
        self, recipe: str, label: ImageLabel | None = None, *, after: int = 0, limit: int = 500
    ) -> list[StoredImage]:
        """Read one page of a data set in the order in which it grew; `after` is the last number already seen."""
        statement = select(_I.__table__).where(_I.recipe == recipe, _I.id > after).order_by(_I.id).limit(limit)
        if label is not None:
            statement = statement.where(_I.label == label.value)
        with self._connections.read() as connection:
            rows = connection.execute(statement).mappings().all()
        return [StoredImage(row["id"], image_record_from_row(row)) for row in rows]

    def known(self, recipe: str, sha256s: Sequence[str]) -> dict[str, StoredImage]:
        """Find the pictures of a data set that have one of these hashes, by hash."""
        found = {}
        with self._connections.read() as connection:
            for some in _chunks(sha256s):
                statement = select(_I.__table__).where(_I.recipe == recipe, _I.sha256.in_(some))
                for row in connection.execute(statement).mappings():
                    found[row["sha256"]] = StoredImage(row["id"], image_record_from_row(row))
        return found

    def one(self, image_id: int) -> StoredImage | None:
        """Read one picture by its number."""
        with self._connections.read() as connection:
            row = connection.execute(select(_I.__table__).where(_I.id == image_id)).mappings().first()
        return StoredImage(row["id"], image_record_from_row(row)) if row is not None else None

    def names(self) -> list[str]:
        """Read the names of all data sets that hold a picture, in order."""
        with self._connections.read() as connection:
            return list(connection.scalars(select(_I.recipe).distinct().order_by(_I.recipe)))

    def defects(self, recipe: str) -> dict[str, int]:
        """Count the defects of a data set by kind; "" for those without."""
        statement = select(_I.defect, func.count()).where(_I.recipe == recipe, _I.label == ImageLabel.DEFECT.value)
        with self._connections.read() as connection:
            return {row[0] or "": row[1] for row in connection.execute(statement.group_by(_I.defect))}

    def history(self, image_id: int) -> list[LabelEntry]:
        """Read what was said of a picture, the last word first."""
        with self._connections.read() as connection:
            return label_rows.history(connection, image_id)

    def acts(self, recipe: str, *, limit: int = 50) -> list[LabelAct]:
        """Read the acts of labelling on a data set, newest first."""
        with self._connections.read() as connection:
            return label_rows.acts(connection, recipe, limit)

    def set_mask(self, mask: Mask) -> None:
        """Note a painted mask, or with no path that it was taken away; what was before stays in the history."""
        model = mask.proposed_by
        row = {
            "image_id": mask.image_id,
            "path": mask.path,
            "sha256": mask.sha256,
            "bytes": mask.bytes,
            "pixels": mask.pixels,
            "at_us": to_us(mask.at),
            "who": mask.who,
            "model_name": model.name if model else None,
            "model_version": model.version if model else None,
            "model_sha256": model.sha256 if model else None,
        }
        with self._connections.write("written") as connection:
            owner = connection.execute(select(_I.recipe, _I.sha256).where(_I.id == mask.image_id)).first()
            if owner is None:
                raise RecordsError(f"There is no picture with the number {mask.image_id}.", "Read the data set again.")
            old = self._masks(connection, mask.image_id, 1)
            connection.execute(insert(_M).values(storable(row)))
            entry = Entry(
                Act.MASK_CHANGED,
                f"data set {owner.recipe}",
                mask.who,
                before={"mask": old[0].sha256, "pixels": old[0].pixels} if old else None,
                after={"picture": owner.sha256, "mask": mask.sha256, "pixels": mask.pixels, "proposed_by": model},
            )
            audit_rows.append(connection, entry, origin=self._connections.origin)

    def mask(self, image_id: int) -> Mask | None:
        """Read the mask in force; None: there is none, or it was taken away."""
        newest = self.masks(image_id)[:1]
        return newest[0] if newest and newest[0].path is not None else None

    def masks(self, image_id: int) -> list[Mask]:
        """Read all masks that a picture had, the last first."""
        with self._connections.read() as connection:
            return self._masks(connection, image_id, None)

    def masks_of(self, recipe: str) -> dict[int, Mask]:
        """Read the masks in force of a whole data set, by the number of the picture."""
        with self._connections.read() as connection:
            return _masks_in_force(connection, recipe)

    def take_snapshot(self, recipe: str, name: str, *, who: str, note: str = "") -> Snapshot:
        """Keep the data set as it is labelled now, under a name. Raises RecordsError: the name is taken."""
        if name.startswith(MODEL_SNAPSHOT):
            raise RecordsError(
                f"Names that begin with {MODEL_SNAPSHOT!r} are for what models were taught from.", "Choose another one."
            )
        with self._connections.read() as connection:
            rows = connection.execute(select(_I.__table__).where(_I.recipe == recipe).order_by(_I.id)).mappings().all()
            masks = _masks_in_force(connection, recipe)
        images = []
        for row in rows:
            one, mask = image_record_from_row(row), masks.get(row["id"])
            images.append(
                SnapshotImage(
                    one.path, one.sha256, one.label, one.defect, mask_sha256=mask.sha256 if mask is not None else None
                )
            )
        snapshot = Snapshot(recipe, name, tuple(images), datetime.now(UTC), who, note)
        packed = snapshot_rows.packed(snapshot)
        with self._connections.write("written") as connection:
            snapshot_rows.add(connection, packed)
            after = {"name": name, "pictures": len(images)}
            entry = Entry(Act.SNAPSHOT_TAKEN, f"data set {recipe}", who, note, after=after)
            audit_rows.append(connection, entry, origin=self._connections.origin)
        return snapshot

    def snapshots(self, recipe: str) -> list[SnapshotRef]:
        """Read the snapshots of a data set without their pictures, newest first."""
        with self._connections.read() as connection:
            return snapshot_rows.names(connection, recipe)

    def snapshot(self, recipe: str, name: str) -> Snapshot | None:
        """Read one snapshot. Raises RecordsError: its row was changed."""
        with self._connections.read() as connection:
            return snapshot_rows.get(connection, recipe, name)

    def taught_from(self, model: ModelRef) -> Snapshot | None:
        """Read what a model was taught from; None where that is only in the model's folder."""
        with self._connections.read() as connection:
            return snapshot_rows.of_model(connection, model)

    def _tell(
        self, connection: Connection, act: Act, recipe: str, done: label_rows.Relabelled, stamp: label_rows.Stamp
    ) -> None:
        if not done.new and not done.before:
            return
        ids = sorted(done.before)
        after: dict[str, object] = {"act": stamp.batch, "new": done.new, "changed": len(ids)}
        if stamp.undoes is not None:
            after["undoes"] = stamp.undoes
        if 0 < len(ids) <= _NAMED:
            after["pictures"] = ids
        if ids:
            after["labels"] = label_rows.labels_of(connection, ids)
        entry = Entry(act, f"data set {recipe}", stamp.who, stamp.why, done.counts() or None, after)
        audit_rows.append(connection, entry, origin=self._connections.origin)

    def _masks(self, connection: Connection, image_id: int, limit: int | None) -> list[Mask]:
        statement = select(_M.__table__).where(_M.image_id == image_id).order_by(_M.id.desc()).limit(limit)
        return [_mask(row) for row in connection.execute(statement).mappings()]


def _chunks(ids: Sequence[T]) -> list[Sequence[T]]:
    return [ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK)]


def _masks_in_force(connection: Connection, recipe: str) -> dict[int, Mask]:
    last = select(func.max(_M.id)).join(_I, _I.id == _M.image_id).where(_I.recipe == recipe).group_by(_M.image_id)
    statement = select(_M.__table__).where(_M.id.in_(last), _M.path.is_not(None))
    return {row["image_id"]: _mask(row) for row in connection.execute(statement).mappings()}


def _mask(row: RowMapping) -> Mask:
    model = None
    if row["model_name"] is not None:
        model = ModelRef(row["model_name"], row["model_version"], row["model_sha256"])
    return Mask(
        row["image_id"],
        row["path"],
        row["sha256"],
        row["bytes"],
        row["pixels"],
        from_us(row["at_us"]),
        row["who"],
        model,
    )
