"""What the cell knows of an inspection: acquisition, pose of the robot, defect regions; and agreement studies."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
QUALITY = ("brightness", "saturated", "sharpness", "shift_px", "turn_deg")
COLUMNS = ("acquisition", "pose_index", "setup", "n_regions", "regions_px", "peak_x", "peak_y")
REALS = ("regions_mm2", "peak")
NUMBERED = sa.text("acquisition IS NOT NULL")
AGREEMENT = (
    "agreement_studies",
    "agreement_sittings",
    "agreement_readings",
    "agreement_set_aside",
    "agreement_ends",
)


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=False)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def _real(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Double(), nullable=nullable)


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("inspections", sa.Column(name, sa.BigInteger(), nullable=True))
    for name in REALS:
        op.add_column("inspections", sa.Column(name, sa.Double(), nullable=True))
    op.add_column("inspections", sa.Column("pose", sa.Text(), nullable=True))
    for name in QUALITY:
        op.add_column("inspections", _real(name, nullable=True))
    op.create_index(
        "ix_inspections_acquisition",
        "inspections",
        ["acquisition"],
        sqlite_where=NUMBERED,
        postgresql_where=NUMBERED,
    )
    op.create_table(
        "defect_regions",
        sa.Column("inspection_pk", BigId, nullable=False),
        _number("number"),
        _number("area_px"),
        _real("area_mm2", nullable=True),
        _number("left"),
        _number("top"),
        _number("width"),
        _number("height"),
        _real("x_px"),
        _real("y_px"),
        _real("x_mm", nullable=True),
        _real("y_mm", nullable=True),
        _real("peak"),
        _number("peak_x"),
        _number("peak_y"),
        sa.ForeignKeyConstraint(["inspection_pk"], ["inspections.pk"], name=op.f("fk_defect_regions_inspection_pk")),
        sa.PrimaryKeyConstraint("inspection_pk", "number", name=op.f("pk_defect_regions")),
        sqlite_with_rowid=False,
    )
    _make_agreement()


def _make_agreement() -> None:
    """Studies, who sat over them, what was read, what does not count, and how they ended."""
    op.create_table(
        "agreement_studies",
        sa.Column("id", BigId, nullable=False),
        sa.Column("recipe_id", BigId, nullable=False),
        *map(_text, ("name", "sha256", "body")),
        _number("at_us"),
        _text("who"),
        sa.ForeignKeyConstraint(["recipe_id"], ["recipe_versions.id"], name=op.f("fk_agreement_studies_recipe_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_studies")),
        sa.UniqueConstraint("name", name=op.f("uq_agreement_studies_name")),
    )
    op.create_table(
        "agreement_sittings",
        sa.Column("id", BigId, nullable=False),
        sa.Column("study_id", BigId, nullable=False),
        _text("conditions"),
        _number("at_us"),
        _text("who"),
        sa.ForeignKeyConstraint(["study_id"], ["agreement_studies.id"], name=op.f("fk_agreement_sittings_study_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_sittings")),
    )
    op.create_index(op.f("ix_agreement_sittings_study_id_id"), "agreement_sittings", ["study_id", "id"])
    op.create_table(
        "agreement_readings",
        sa.Column("id", BigId, nullable=False),
        sa.Column("study_id", BigId, nullable=False),
        _text("part"),
        _number("trial"),
        sa.Column("inspection_pk", BigId, nullable=False),
        sa.ForeignKeyConstraint(["study_id"], ["agreement_studies.id"], name=op.f("fk_agreement_readings_study_id")),
        sa.ForeignKeyConstraint(
            ["inspection_pk"], ["inspections.pk"], name=op.f("fk_agreement_readings_inspection_pk")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_readings")),
        sa.UniqueConstraint("inspection_pk", name=op.f("uq_agreement_readings_inspection_pk")),
    )
    op.create_index(op.f("ix_agreement_readings_study_id_id"), "agreement_readings", ["study_id", "id"])
    op.create_table(
        "agreement_set_aside",
        sa.Column("reading_id", BigId, nullable=False),
        _number("at_us"),
        *map(_text, ("who", "why")),
        sa.ForeignKeyConstraint(
            ["reading_id"], ["agreement_readings.id"], name=op.f("fk_agreement_set_aside_reading_id")
        ),
        sa.PrimaryKeyConstraint("reading_id", name=op.f("pk_agreement_set_aside")),
    )
    op.create_table(
        "agreement_ends",
        sa.Column("study_id", BigId, nullable=False),
        _text("outcome"),
        _number("at_us"),
        *map(_text, ("who", "why")),
        sa.ForeignKeyConstraint(["study_id"], ["agreement_studies.id"], name=op.f("fk_agreement_ends_study_id")),
        sa.PrimaryKeyConstraint("study_id", name=op.f("pk_agreement_ends")),
    )
    op.create_table(
        "picture_calibrations",
        _text("picture_sha256"),
        _text("body"),
        sa.PrimaryKeyConstraint("picture_sha256", name=op.f("pk_picture_calibrations")),
    )
    for table in ("defect_regions", "picture_calibrations", *AGREEMENT):
        _protect(table)


def _protect(table: str) -> None:
    """Let nobody change or take away a row: the database refuses it."""
    if op.get_bind().dialect.name == "sqlite":
        for what in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{what.lower()} BEFORE {what} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(  # the function came with 0002
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    for table in ("picture_calibrations", *reversed(AGREEMENT), "defect_regions"):
        op.drop_table(table)
    for name in reversed(QUALITY):
        op.drop_column("inspections", name)
    op.drop_index("ix_inspections_acquisition", "inspections")
    op.drop_column("inspections", "pose")
    for name in (*REALS, *reversed(COLUMNS)):
        op.drop_column("inspections", name)
