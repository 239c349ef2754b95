"""The tables as typed models. Times are integer microseconds since 1970 in UTC: sortable and free of time zones.

`inspections` is written once and then only completed (output, timings, picture). `inspection_hours` counts
inspections by hour and kind in the same transaction, so that counting a million rows reads some thousand.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, MetaData, Text, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

BigId = BigInteger().with_variant(Integer(), "sqlite")  # SQLite numbers rows by itself only for INTEGER
Bytewise = Text().with_variant(Text(collation="C"), "postgresql")  # prefix search needs the order of code points

UNFINISHED = text("output = 'pending' OR image_state = 'pending'")
STORED = text("image_state = 'stored'")
"""Conditions of partial indexes; a query must use the same words to be answered from the index."""

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {str: Text(), int: BigInteger()}  # noqa: RUF012 - SQLAlchemy reads it as it is


class RecipeVersionRow(Base):
    """One immutable version of a recipe. `body` is its canonical JSON, `sha256` is over `body`."""

    __tablename__ = "recipe_versions"
    __table_args__ = (UniqueConstraint("name", "version"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str]
    version: Mapped[int]
    sha256: Mapped[str]
    body: Mapped[str]
    created_us: Mapped[int]
    created_by: Mapped[str]


class ActivationRow(Base):
    """Which recipe version was made active, by whom and why. The last one is in force."""

    __tablename__ = "activations"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    recipe_id: Mapped[int] = mapped_column(BigId, ForeignKey("recipe_versions.id"))
    at_us: Mapped[int]
    who: Mapped[str]
    why: Mapped[str]


class ModelRow(Base):
    """One model folder. `sha256` is that of its meta.json."""

    __tablename__ = "models"
    __table_args__ = (UniqueConstraint("name", "version"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str]
    version: Mapped[int]
    sha256: Mapped[str]
    detector: Mapped[str]
    options: Mapped[str]
    n_images: Mapped[int]
    created_us: Mapped[int]
    created_by: Mapped[str]
    note: Mapped[str]


class ImageRow(Base):
    """One picture of a recipe's data set, with what a person says it shows."""

    __tablename__ = "images"
    __table_args__ = (UniqueConstraint("recipe", "sha256"), Index(None, "recipe", "label"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    recipe: Mapped[str]
    path: Mapped[str]
    sha256: Mapped[str]
    label: Mapped[str]
    defect: Mapped[str | None]
    width: Mapped[int]
    height: Mapped[int]
    channels: Mapped[int]
    dtype: Mapped[str]
    added_us: Mapped[int]


class InspectionRow(Base):
    """One inspection. `score_word` holds nan, inf or -inf where the score was not a number; `score` is NULL then."""

    __tablename__ = "inspections"
    __table_args__ = (
        Index("ix_inspections_at", "at_us", "pk"),
        Index("ix_inspections_verdict_at", "verdict", "at_us", "pk", "score"),
        Index("ix_inspections_reason_at", "reason", "at_us", "pk"),
        Index("ix_inspections_recipe_at", "recipe_id", "verdict", "at_us", "pk", "score"),
        Index("ix_inspections_score", "verdict", "score", "at_us", "pk"),
        Index("ix_inspections_part", "verdict", "part_id", "at_us", "pk"),
        Index(
            "ix_inspections_unfinished",
            "pk",
            sqlite_where=UNFINISHED,
            postgresql_where=UNFINISHED,
        ),
        Index(
            "ix_inspections_stored",
            "verdict",
            "at_us",
            "pk",
            "image_bytes",
            sqlite_where=STORED,
            postgresql_where=STORED,
        ),
    )

    pk: Mapped[int] = mapped_column(BigId, primary_key=True)
    id: Mapped[str] = mapped_column(unique=True)
    trigger_id: Mapped[str]
    source: Mapped[str]
    part_id: Mapped[str | None] = mapped_column(Bytewise)
    seq: Mapped[int]
    at_us: Mapped[int]
    verdict: Mapped[str]
    reason: Mapped[str]
    detail: Mapped[str]
    score: Mapped[float | None]
    score_word: Mapped[str | None]
    threshold: Mapped[float | None]
    review_from: Mapped[float | None]
    recipe_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("recipe_versions.id"))
    model_name: Mapped[str | None]
    model_version: Mapped[int | None]
    model_sha256: Mapped[str | None]
    camera_id: Mapped[str | None]
    grab_ms: Mapped[float | None]
    queue_ms: Mapped[float | None]
    inference_ms: Mapped[float | None]
    commit_ms: Mapped[float | None]
    output_ms: Mapped[float | None]
    total_ms: Mapped[float | None]
    image_state: Mapped[str]
    image_path: Mapped[str | None]
    image_sha256: Mapped[str | None]
    image_bytes: Mapped[int | None]
    output: Mapped[str]


class InspectionHourRow(Base):
    """How many inspections of one kind an hour has. `recipe_id` 0: no recipe. `scored`: those with a finite score."""

    __tablename__ = "inspection_hours"

    hour: Mapped[int] = mapped_column(primary_key=True)
    recipe_id: Mapped[int] = mapped_column(primary_key=True)
    verdict: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(primary_key=True)
    n: Mapped[int]
    scored: Mapped[int]
    with_part: Mapped[int]


class EventRow(Base):
    """Something that happened to the station. `details` is a JSON object."""

    __tablename__ = "events"
    __table_args__ = (Index(None, "kind", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at_us: Mapped[int]
    kind: Mapped[str]
    message: Mapped[str]
    who: Mapped[str]
    details: Mapped[str]
