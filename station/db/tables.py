"""The tables as typed models. Times are integer microseconds since 1970 in UTC: sortable and free of time zones.

`inspections` is written once and then only completed (output, timings, picture). `inspection_hours` counts
inspections by hour and kind in the same transaction, so that counting a million rows reads some thousand. In the same
way `images` holds the label that the last row of `labels` gave. Append-only tables have triggers that refuse UPDATE
and DELETE (migration 0002).
"""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, MetaData, Text, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

BigId = BigInteger().with_variant(Integer(), "sqlite")  # SQLite numbers rows by itself only for INTEGER
Bytewise = Text().with_variant(Text(collation="C"), "postgresql")  # prefix search needs the order of code points

UNFINISHED = text("output = 'pending' OR image_state = 'pending'")
STORED = text("image_state = 'stored'")
NOT_SEEN = text("output IN ('withheld', 'failed', 'unknown')")
REFERENCE = text("purpose = 'reference'")
NUMBERED = text("acquisition IS NOT NULL")
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
    """One inspection. `score_word` holds nan, inf or -inf where the score was not a number; `score` is NULL then.

    `signed_in` is empty where nobody was signed in, NULL where it is not known. `n_regions`, `regions_px` and
    `regions_mm2` are of all defect regions, `peak` is the highest value of the map, at `peak_x`, `peak_y`: NULL where
    they were not looked for.
    """

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
        Index("ix_inspections_not_seen", "at_us", "verdict", sqlite_where=NOT_SEEN, postgresql_where=NOT_SEEN),
        Index("ix_inspections_reference", "at_us", "pk", sqlite_where=REFERENCE, postgresql_where=REFERENCE),
        Index(
            "ix_inspections_acquisition",
            "acquisition",
            sqlite_where=NUMBERED,
            postgresql_where=NUMBERED,
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
    purpose: Mapped[str] = mapped_column(server_default="production")
    signed_in: Mapped[str | None]
    acquisition: Mapped[int | None]
    pose: Mapped[str | None]  # JSON list
    pose_index: Mapped[int | None]
    setup: Mapped[int | None]
    brightness: Mapped[float | None]
    saturated: Mapped[float | None]
    sharpness: Mapped[float | None]
    shift_px: Mapped[float | None]
    turn_deg: Mapped[float | None]
    n_regions: Mapped[int | None]
    regions_px: Mapped[int | None]
    regions_mm2: Mapped[float | None]
    peak: Mapped[float | None]
    peak_x: Mapped[int | None]
    peak_y: Mapped[int | None]


class DefectRegionRow(Base):
    """One of the largest defect regions of an inspection, `number` 1 being the largest. Append-only.

    See `calibration.defect_regions.DefectRegion`; millimetres where the recipe has a part plane.
    """

    __tablename__ = "defect_regions"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy reads it as it is

    inspection_pk: Mapped[int] = mapped_column(
        BigId, ForeignKey("inspections.pk"), primary_key=True, autoincrement=False
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    area_px: Mapped[int]
    area_mm2: Mapped[float | None]
    left: Mapped[int]
    top: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    x_px: Mapped[float]
    y_px: Mapped[float]
    x_mm: Mapped[float | None]
    y_mm: Mapped[float | None]
    peak: Mapped[float]
    peak_x: Mapped[int]
    peak_y: Mapped[int]


class AgreementStudyRow(Base):
    """One attribute agreement study: `body` is the canonical JSON of its plan, `sha256` is over `body`. Append-only."""

    __tablename__ = "agreement_studies"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    recipe_id: Mapped[int] = mapped_column(BigId, ForeignKey("recipe_versions.id"))
    name: Mapped[str] = mapped_column(unique=True)
    sha256: Mapped[str]
    body: Mapped[str]
    at_us: Mapped[int]
    who: Mapped[str]


class PictureCalibrationRow(Base):
    """Which calibration corrected a picture, by the hash of its file. `body` is the reference as JSON. Append-only."""

    __tablename__ = "picture_calibrations"

    picture_sha256: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[str]


class AgreementSittingRow(Base):
    """That somebody began a study or went on with it. `conditions` is a JSON object. Append-only."""

    __tablename__ = "agreement_sittings"
    __table_args__ = (Index(None, "study_id", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    study_id: Mapped[int] = mapped_column(BigId, ForeignKey("agreement_studies.id"))
    conditions: Mapped[str]
    at_us: Mapped[int]
    who: Mapped[str]


class AgreementReadingRow(Base):
    """One presentation of one part in a study; `trial` counts repeats from 1. Append-only."""

    __tablename__ = "agreement_readings"
    __table_args__ = (Index(None, "study_id", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    study_id: Mapped[int] = mapped_column(BigId, ForeignKey("agreement_studies.id"))
    part: Mapped[str]
    trial: Mapped[int]
    inspection_pk: Mapped[int] = mapped_column(BigId, ForeignKey("inspections.pk"), unique=True)


class AgreementSetAsideRow(Base):
    """That a reading does not count, such as one of the wrong part: its part is presented again. Append-only."""

    __tablename__ = "agreement_set_aside"

    reading_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("agreement_readings.id"), primary_key=True, autoincrement=False
    )
    at_us: Mapped[int]
    who: Mapped[str]
    why: Mapped[str]


class AgreementEndRow(Base):
    """How a study ended. Append-only."""

    __tablename__ = "agreement_ends"

    study_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("agreement_studies.id"), primary_key=True, autoincrement=False
    )
    outcome: Mapped[str]
    at_us: Mapped[int]
    who: Mapped[str]
    why: Mapped[str]


class InspectionHourRow(Base):
    """How many inspections of one kind, purpose included, an hour has.

    `recipe_id` 0: no recipe. `scored`: those with a finite score.
    """

    __tablename__ = "inspection_hours"

    hour: Mapped[int] = mapped_column(primary_key=True)
    recipe_id: Mapped[int] = mapped_column(primary_key=True)
    verdict: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(primary_key=True)
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


class UserRow(Base):
    """One account. `name_key` is the name without case. Rows are never deleted: other tables name the person."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str]
    password_hash: Mapped[str]
    password_us: Mapped[int]
    created_us: Mapped[int]
    created_by: Mapped[str]
    disabled_us: Mapped[int | None]
    failed_attempts: Mapped[int]
    locked_until_us: Mapped[int | None]


class AuditRow(Base):
    """One act of a person; see `station.audit` for the chain. `number` counts from 1 without gaps. Append-only.

    `before` and `after` are canonical JSON, NULL where there was nothing.
    """

    __tablename__ = "audit"

    number: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    at_us: Mapped[int]
    who: Mapped[str]
    origin: Mapped[str]
    action: Mapped[str] = mapped_column(index=True)
    subject: Mapped[str] = mapped_column(index=True)
    why: Mapped[str]
    before: Mapped[str | None]
    after: Mapped[str | None]
    sha256: Mapped[str]


class AuditHeadRow(Base):
    """The end of the chain, in one row with `id` 1. Whoever appends takes it first, so that writers take turns."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    number: Mapped[int]
    sha256: Mapped[str]


class LabelRow(Base):
    """That somebody said what a picture shows. The last row of a picture is what `images` holds. Append-only.

    Rows of one action share `batch`; an action that takes another back names it in `undoes`.
    """

    __tablename__ = "labels"
    __table_args__ = (Index(None, "image_id", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    image_id: Mapped[int] = mapped_column(BigId, ForeignKey("images.id"))
    batch: Mapped[str] = mapped_column(index=True)
    undoes: Mapped[str | None] = mapped_column(index=True)
    label: Mapped[str]
    defect: Mapped[str | None]
    at_us: Mapped[int]
    who: Mapped[str]
    why: Mapped[str]


class MaskRow(Base):
    """That somebody painted where a picture is defective. The last row of a picture counts; no path: taken away.

    The model is the one whose heatmap was the proposal. Append-only.
    """

    __tablename__ = "masks"
    __table_args__ = (Index(None, "image_id", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    image_id: Mapped[int] = mapped_column(BigId, ForeignKey("images.id"))
    path: Mapped[str | None]
    sha256: Mapped[str | None]
    bytes: Mapped[int | None]
    pixels: Mapped[int]
    at_us: Mapped[int]
    who: Mapped[str]
    model_name: Mapped[str | None]
    model_version: Mapped[int | None]
    model_sha256: Mapped[str | None]


class SnapshotRow(Base):
    """A named list of pictures as they were labelled. `body` is its canonical JSON, `sha256` is over `body`.

    Append-only.
    """

    __tablename__ = "snapshots"
    __table_args__ = (UniqueConstraint("recipe", "name"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    recipe: Mapped[str]
    name: Mapped[str]
    sha256: Mapped[str]
    body: Mapped[str]
    n_images: Mapped[int]
    at_us: Mapped[int]
    who: Mapped[str]
    note: Mapped[str]


class ModelSnapshotRow(Base):
    """What a model was taught from. Append-only."""

    __tablename__ = "model_snapshots"

    model_id: Mapped[int] = mapped_column(BigId, ForeignKey("models.id"), primary_key=True, autoincrement=False)
    snapshot_id: Mapped[int] = mapped_column(BigId, ForeignKey("snapshots.id"), index=True)


class ThresholdRow(Base):
    """How a recipe version came to its threshold. `params` and `figures` are JSON objects. Append-only."""

    __tablename__ = "thresholds"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    recipe_id: Mapped[int] = mapped_column(BigId, ForeignKey("recipe_versions.id"), unique=True)
    before_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("recipe_versions.id"))
    threshold: Mapped[float]
    review_from: Mapped[float | None]
    policy: Mapped[str]
    params: Mapped[str]
    figures: Mapped[str]
    at_us: Mapped[int]
    who: Mapped[str]
    why: Mapped[str]


class ComparisonRow(Base):
    """Two models over the same pictures. `body` is the canonical JSON of all of it, `sha256` is over `body`.

    Append-only.
    """

    __tablename__ = "model_comparisons"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    recipe: Mapped[str] = mapped_column(index=True)
    old_sha256: Mapped[str]
    new_sha256: Mapped[str]
    n_pictures: Mapped[int]
    n_changed: Mapped[int]
    sha256: Mapped[str]
    body: Mapped[str]
    at_us: Mapped[int]
    who: Mapped[str]


class FeedbackRow(Base):
    """That an operator disagrees with a verdict, or confirms it. An engineer settles it once."""

    __tablename__ = "feedback"
    __table_args__ = (Index(None, "settled_us", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    inspection_pk: Mapped[int] = mapped_column(BigId, ForeignKey("inspections.pk"), index=True)
    said: Mapped[str]
    reason: Mapped[str]
    at_us: Mapped[int]
    who: Mapped[str]
    outcome: Mapped[str]
    settled_us: Mapped[int | None]
    settled_by: Mapped[str | None]
    note: Mapped[str]


class ReviewRow(Base):
    """That a person decided about a part. The row in `inspections` keeps the station's verdict. Append-only."""

    __tablename__ = "reviews"
    __table_args__ = (Index(None, "inspection_pk", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    inspection_pk: Mapped[int] = mapped_column(BigId, ForeignKey("inspections.pk"))
    verdict: Mapped[str]
    was: Mapped[str]
    defect: Mapped[str | None]
    at_us: Mapped[int]
    who: Mapped[str]
    why: Mapped[str]


class GoldenPartRow(Base):
    """That a part became a reference part of a recipe, or (`present` 0) is none any more. The last row counts.

    `inspection_pk` is the inspection whose picture shows the part. Append-only.
    """

    __tablename__ = "golden_parts"
    __table_args__ = (Index(None, "recipe", "name", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    recipe: Mapped[str]
    name: Mapped[str]
    present: Mapped[int]
    verdict: Mapped[str]
    score_from: Mapped[float | None]
    score_to: Mapped[float | None]
    inspection_pk: Mapped[int | None] = mapped_column(BigId, ForeignKey("inspections.pk"))
    note: Mapped[str]
    at_us: Mapped[int]
    who: Mapped[str]


class GoldenCheckRow(Base):
    """How a check of the reference parts ended, or that somebody let the line run without one. Append-only."""

    __tablename__ = "golden_checks"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    recipe_id: Mapped[int] = mapped_column(BigId, ForeignKey("recipe_versions.id"))
    outcome: Mapped[str]
    begun_us: Mapped[int]
    at_us: Mapped[int]
    who: Mapped[str]
    why: Mapped[str]


class GoldenResultRow(Base):
    """What came of one presented reference part. `problem` is empty where it was as expected. Append-only."""

    __tablename__ = "golden_results"
    __table_args__ = (Index(None, "check_id", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    check_id: Mapped[int] = mapped_column(BigId, ForeignKey("golden_checks.id"))
    part_id: Mapped[int] = mapped_column(BigId, ForeignKey("golden_parts.id"))
    inspection_pk: Mapped[int] = mapped_column(BigId, ForeignKey("inspections.pk"), index=True)
    problem: Mapped[str]
