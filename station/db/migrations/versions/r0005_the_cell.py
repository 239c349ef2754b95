"""What the cell knows of an inspection: acquisition, pose of the robot, defect regions; and agreement studies."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COLUMNS = ("acquisition", "pose_index", "setup")


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=False)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def _real(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Double(), nullable=nullable)


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("inspections", sa.Column(name, sa.BigInteger(), nullable=True))
    op.add_column("inspections", sa.Column("pose", sa.Text(), nullable=True))
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
        sa.ForeignKeyConstraint(["inspection_pk"], ["inspections.pk"], name=op.f("fk_defect_regions_inspection_pk")),
        sa.PrimaryKeyConstraint("inspection_pk", "number", name=op.f("pk_defect_regions")),
    )
    op.create_table(
        "agreement_studies",
        sa.Column("id", BigId, nullable=False),
        sa.Column("recipe_id", BigId, nullable=False),
        _text("name"),
        _text("sha256"),
        _text("body"),
        _number("at_us"),
        _text("who"),
        sa.ForeignKeyConstraint(["recipe_id"], ["recipe_versions.id"], name=op.f("fk_agreement_studies_recipe_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_studies")),
    )
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
    )
    op.create_index(op.f("ix_agreement_readings_study_id_id"), "agreement_readings", ["study_id", "id"])


def downgrade() -> None:
    for table in ("agreement_readings", "agreement_studies", "defect_regions"):
        op.drop_table(table)
    op.drop_column("inspections", "pose")
    for name in reversed(COLUMNS):
        op.drop_column("inspections", name)
