"""`Records`: the one way to the database, for the line, the window and the command line."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from station.db import event_rows, inspection_rows, mapping, recipe_rows, selection, snapshot_rows, version_rows
from station.db.agreement_rows import AgreementRecords
from station.db.audit_rows import AuditTrail
from station.db.comparisons import Comparisons
from station.db.connections import Connections
from station.db.correction_rows import Corrections
from station.db.engine import checkpoint, make_engine
from station.db.export import write_csv
from station.db.feed import Feed
from station.db.golden_rows import GoldenRecords
from station.db.judgements import Judgements
from station.db.lookback import Lookback
from station.db.migrate import upgrade
from station.db.pictures import Pictures
from station.db.tables import ImageRow, ModelRow
from station.db.tallies import Tallies
from station.db.user_rows import Users
from station.db.what_if import WhatIf
from station.errors import RecordsError
from station.queries import (
    Activation,
    Cursor,
    ImageLabel,
    InspectionQuery,
    LabelledImage,
    ModelRecord,
    NewVersion,
    Page,
    StoredDay,
    ThresholdChange,
)
from station.recipe import Recipe
from station.types import (
    Completion,
    Event,
    EventKind,
    ImageRef,
    ImageState,
    Inspection,
    ModelRef,
    OutputState,
    RecipeRef,
    Verdict,
)

_CHECKPOINT_ROWS = 256
_CHECKPOINT_ROWS_AT_MOST = 4096
_PAGE = 500


class Records:
    """All records of one station. One database belongs to one station.

    Inspections, events, recipes and models are here; the rest is in the parts `audit`, `users`, `pictures`,
    `corrections`, `judgements`, `comparisons`, `what_if`, `lookback`, `golden`, `tallies`, `agreement` and `feed`.

    Thread-safe. Everything that writes goes through one connection under one lock; what reads uses connections of
    its own and never makes a write wait. Every method raises RecordsError when the database does not do its part.
    """

    def __init__(self, engine: Engine, *, origin: str = "station") -> None:
        """Use `Records.open`."""
        self._engine = engine
        self._connections = Connections(engine, origin=origin)
        self.audit = AuditTrail(self._connections)
        self.pictures = Pictures(self._connections)
        self.corrections = Corrections(self._connections)
        self.users = Users(self._connections)
        self.judgements = Judgements(self._connections)
        self.comparisons = Comparisons(self._connections)
        self.what_if = WhatIf(self._connections)
        self.lookback = Lookback(self._connections)
        self.golden = GoldenRecords(self._connections)
        self.tallies = Tallies(self._connections)
        self.feed = Feed(self._connections)
        self.agreement = AgreementRecords(self._connections)
        self._recipe_ids: dict[tuple[str, int], tuple[int, str]] = {}
        self._recipe_refs: dict[int, RecipeRef] = {}
        self._rows_since_checkpoint = 0

    @classmethod
    def open(cls, url: str, *, busy_timeout_ms: int = 250, origin: str = "station") -> Records:
        """Open the database behind `url`, making it or bringing it up to date where needed.

        A locked database is waited for `busy_timeout_ms`, here and in every write. `origin` names the program, for the
        audit trail.

        Raises:
            RecordsError: locked, read-only, damaged, not a database, or written by a newer version of the program.
        """
        engine = make_engine(url, busy_timeout_ms=busy_timeout_ms)
        try:
            upgrade(engine)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine, origin=origin)

    def close(self) -> None:
        """Close all connections. Safe to call twice."""
        self._connections.close()

    # writing

    def commit_inspection(self, inspection: Inspection) -> None:
        """Store one inspection. It is durable when this returns; when it raises, the line must not pass the part.

        Raises:
            RecordsError: locked, disk full, I/O error, an id that is there already, a recipe that is not.
        """
        with self._connections.write("written") as connection:
            row = mapping.inspection_to_row(inspection, self._recipe_id(connection, inspection.recipe))
            inspection_rows.add(connection, mapping.storable(row), inspection.defect_regions)
        self._rows_since_checkpoint += 1
        if self._rows_since_checkpoint >= _CHECKPOINT_ROWS_AT_MOST:
            self._checkpoint()

    def last_acquisition(self) -> int | None:
        """Return the number of the newest inspection's acquisition; None: no inspection, or it has none."""
        with self._connections.read() as connection:
            return inspection_rows.last_acquisition(connection)

    def complete(self, completions: Sequence[Completion]) -> tuple[str, ...]:
        """Write outputs, timings and pictures of committed inspections, all or none. Returns ids that have no row."""
        if not completions:
            return ()
        with self._connections.write("completed") as connection:
            missing = inspection_rows.complete(connection, completions)
        self._rows_since_checkpoint += len(completions)
        if self._rows_since_checkpoint >= _CHECKPOINT_ROWS:
            self._checkpoint()
        return missing

    def mark_interrupted(self, find_image: Callable[[Inspection], ImageRef] | None = None) -> int:
        """Settle what a killed program left open; call at start, before the line. Returns how many inspections.

        An output that was pending becomes UNKNOWN. A picture that was pending becomes what `find_image` says, FAILED
        without it. An event tells how many there were.
        """
        count = outputs = after_pk = 0
        while True:
            with self._connections.read() as connection:
                rows = inspection_rows.unfinished(connection, after_pk=after_pk, limit=_PAGE)
                inspections = self._inspections(connection, rows)
            if not rows:
                break
            after_pk = rows[-1]["pk"]
            completions = []
            for inspection in inspections:
                output = OutputState.UNKNOWN if inspection.output is OutputState.PENDING else None
                image = None
                if inspection.image.state is ImageState.PENDING:
                    image = find_image(inspection) if find_image else ImageRef(ImageState.FAILED)
                completions.append(Completion(inspection.id, output=output, image=image))
                outputs += output is not None
            self.complete(completions)
            count += len(rows)
        if count:
            self.add_event(
                Event(
                    datetime.now(UTC),
                    EventKind.PROGRAM,
                    f"The program had ended in the middle of its work: {count} inspections were left open.",
                    details={"inspections": count, "outputs_unknown": outputs},
                )
            )
        return count

    def add_event(self, event: Event) -> None:
        """Store `event`; its `id` is given by the database."""
        with self._connections.write("written") as connection:
            event_rows.add(connection, event)

    def add_recipe(self, recipe: Recipe) -> None:
        """Store a new version. Raises RecipeError if the version is there with another content."""
        self.keep(NewVersion(recipe))

    def keep(self, new: NewVersion) -> None:
        """Store a recipe version with its model, snapshot, threshold history, event, activation and audit rows: all
        or nothing. Raises RecipeError if the version is there with another content.
        """
        packed = None if new.snapshot is None else snapshot_rows.packed(new.snapshot)
        with self._connections.write("written") as connection:
            version_rows.keep(connection, new, packed, origin=self._connections.origin)

    def activate(self, name: str, version: int, *, who: str, why: str) -> Recipe:
        """Put a stored version in force, with an event. Going back is activating an older one. Raises RecipeError."""
        with self._connections.write("written") as connection:
            return version_rows.activate(connection, name, version, who=who, why=why, origin=self._connections.origin)

    def add_model(self, model: ModelRecord) -> None:
        """Store that a model folder exists. Raises RecordsError if its name and version are there already."""
        with self._connections.write("written") as connection:
            version_rows.add_model(connection, model, origin=self._connections.origin)

    def add_images(self, images: Iterable[LabelledImage], *, who: str = "station", why: str = "") -> int:
        """Store pictures of data sets; see `Pictures.add`."""
        return self.pictures.add(images, who=who, why=why)

    # reading

    def get(self, inspection_id: str) -> Inspection | None:
        with self._connections.read() as connection:
            row = inspection_rows.find(connection, inspection_id)
            return None if row is None else self._inspections(connection, [row])[0]

    def inspections(
        self, query: InspectionQuery | None = None, *, limit: int = 100, after: Cursor | None = None
    ) -> Page[Inspection]:
        """Read one page, newest first; at the same microsecond, the later committed first."""
        if limit < 1:
            raise ValueError("limit must be at least 1")
        with self._connections.read() as connection:
            keys = selection.keys(connection, query or InspectionQuery(), limit=limit + 1, after=after)
            rows = inspection_rows.read(connection, [pk for _, pk in keys[:limit]])
            found = self._inspections(connection, rows)
        return Page(tuple(found), Cursor(*keys[limit - 1]) if len(keys) > limit else None)

    def counts(self, query: InspectionQuery | None = None) -> dict[Verdict, int]:
        """Count what matches, by verdict. Every verdict is there, if with 0."""
        with self._connections.read() as connection:
            return selection.counts(connection, query or InspectionQuery())

    def export_csv(
        self,
        query: InspectionQuery | None,
        path: Path,
        *,
        progress: Callable[[int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> int:
        """Write what matches to `path`, newest first; see `station.db.export.write_csv`. Inspections that are
        committed meanwhile are not in it.
        """
        return write_csv(self._each(query or InspectionQuery()), path, progress=progress, cancelled=cancelled)

    def _each(self, query: InspectionQuery) -> Iterator[Inspection]:
        # page by page: one long transaction would keep the write-ahead log from being used again
        cursor = None
        while True:
            page = self.inspections(query, limit=_PAGE, after=cursor)
            yield from page.items
            if page.next is None:
                return
            cursor = page.next

    def events(
        self, *, limit: int = 100, kinds: frozenset[EventKind] = frozenset(), before: int | None = None
    ) -> list[Event]:
        """Read events, the last written first; `before` is the id of the last one already seen."""
        with self._connections.read() as connection:
            return event_rows.newest(connection, limit=limit, kinds=kinds, before=before)

    def last_told(self, kinds: Iterable[EventKind]) -> list[Event]:
        """Read of events that tell the same the last one, oldest first.

        The same is: one kind and one content of `details`; for faults and what people acknowledged one message, too.
        """
        with self._connections.read() as connection:
            return event_rows.last_told(connection, kinds)

    def recipe(self, name: str, version: int | None = None) -> Recipe:
        """Read one version, the newest without `version`. Raises RecipeError if there is none."""
        with self._connections.read() as connection:
            return recipe_rows.get(connection, name, version)

    def recipes(self) -> list[Recipe]:
        """Read the newest version of every recipe, by name."""
        with self._connections.read() as connection:
            return recipe_rows.newest(connection)

    def versions(self, name: str) -> list[Recipe]:
        """Read all versions of one recipe, oldest first."""
        with self._connections.read() as connection:
            return recipe_rows.versions(connection, name)

    def next_version(self, name: str) -> int:
        with self._connections.read() as connection:
            return recipe_rows.next_version(connection, name)

    def active(self) -> Recipe | None:
        """Read the recipe in force; None before the first activation."""
        with self._connections.read() as connection:
            return recipe_rows.active(connection)

    def activations(self, *, limit: int = 100) -> list[Activation]:
        """Read which recipes were put in force, newest first."""
        with self._connections.read() as connection:
            return recipe_rows.activations(connection, limit)

    def last_activations(self) -> list[Activation]:
        """Read for every recipe that ever was in force when that was last, by name."""
        with self._connections.read() as connection:
            return recipe_rows.last_activations(connection)

    def thresholds(self, name: str, *, limit: int = 100) -> list[ThresholdChange]:
        """Read how the threshold of a recipe changed, newest first."""
        with self._connections.read() as connection:
            return version_rows.thresholds(connection, name, limit)

    def models(self, name: str | None = None) -> list[ModelRecord]:
        """Read the models, by name and version."""
        statement = select(ModelRow.__table__).order_by(ModelRow.name, ModelRow.version)
        if name is not None:
            statement = statement.where(ModelRow.name == name)
        with self._connections.read() as connection:
            return [mapping.model_from_row(row) for row in connection.execute(statement).mappings()]

    def model(self, ref: ModelRef) -> ModelRecord | None:
        return next((model for model in self.models(ref.name) if model.ref == ref), None)

    def images(self, recipe: str, label: ImageLabel | None = None) -> list[LabelledImage]:
        """Read the pictures of a recipe's data set in the order in which they were added."""
        statement = select(ImageRow.__table__).where(ImageRow.recipe == recipe).order_by(ImageRow.id)
        if label is not None:
            statement = statement.where(ImageRow.label == label.value)
        with self._connections.read() as connection:
            return [mapping.image_record_from_row(row) for row in connection.execute(statement).mappings()]

    def image_counts(self, recipe: str) -> dict[ImageLabel, int]:
        statement = select(ImageRow.label, func.count()).where(ImageRow.recipe == recipe).group_by(ImageRow.label)
        with self._connections.read() as connection:
            found = {ImageLabel(label): n for label, n in connection.execute(statement)}
        return {label: found.get(label, 0) for label in ImageLabel}

    def stored_bytes(self) -> int:
        """Sum up the files of all inspections whose picture is stored."""
        with self._connections.read() as connection:
            return inspection_rows.stored_bytes(connection)

    def stored_by_day(self) -> list[StoredDay]:
        """Sum up the stored pictures by day (UTC) and verdict, oldest day first. A million take some seconds."""
        with self._connections.read() as connection:
            return inspection_rows.stored_by_day(connection)

    def oldest_stored(
        self,
        verdicts: Iterable[Verdict],
        *,
        before: datetime | None = None,
        after: Cursor | None = None,
        limit: int = _PAGE,
    ) -> list[tuple[Cursor, Inspection]]:
        """Read inspections with a stored picture, oldest first, taken earlier than `before`, each with its cursor."""
        start = (after.at_us, after.pk) if after else (-(2**62), 0)
        with self._connections.read() as connection:
            rows = inspection_rows.oldest_stored(connection, verdicts, before=before, after=start, limit=limit)
            found = self._inspections(connection, rows)
        return [(Cursor(row["at_us"], row["pk"]), one) for row, one in zip(rows, found, strict=True)]

    def newest_stored(self, limit: int) -> list[Inspection]:
        """Read the inspections whose pictures are the newest that are stored, newest first."""
        with self._connections.read() as connection:
            return self._inspections(connection, inspection_rows.newest_stored(connection, limit))

    def _checkpoint(self) -> None:
        self._rows_since_checkpoint = 0
        # the rows are durable in the log already; what this cannot copy now, the next time will
        with contextlib.suppress(SQLAlchemyError):
            checkpoint(self._engine)

    def _recipe_id(self, connection: Connection, ref: RecipeRef | None) -> int | None:
        if ref is None:
            return None
        key = (ref.name, ref.version)
        if key not in self._recipe_ids:
            self._recipe_ids = {(r.name, r.version): (i, r.sha256) for i, r in recipe_rows.refs(connection).items()}
        recipe_id, sha256 = self._recipe_ids.get(key, (None, None))
        if sha256 != ref.sha256:
            what = "is not in the records" if recipe_id is None else "has another content in the records"
            raise RecordsError(f"Recipe {ref.name} version {ref.version} {what}.", "Store the recipe before using it.")
        return recipe_id

    def _inspections(self, connection: Connection, rows: Sequence[mapping.Row]) -> list[Inspection]:
        refs = self._recipe_refs  # versions never change, so what is known stays true
        if any(row["recipe_id"] is not None and row["recipe_id"] not in refs for row in rows):
            refs = self._recipe_refs = recipe_rows.refs(connection)
        return inspection_rows.to_inspections(connection, rows, refs)
