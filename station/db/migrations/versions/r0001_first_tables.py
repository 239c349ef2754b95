"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Bytewise = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
UNFINISHED = sa.text("output = 'pending' OR image_state = 'pending'")
STORED = sa.text("image_state = 'stored'")


def upgrade() -> None:
    op.create_table(
        "events",
        sa.Column("id", BigId, nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
    )
    op.create_index(op.f("ix_events_kind_id"), "events", ["kind", "id"], unique=False)
    op.create_table(
        "images",
        sa.Column("id", BigId, nullable=False),
        sa.Column("recipe", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("defect", sa.Text(), nullable=True),
        sa.Column("width", sa.BigInteger(), nullable=False),
        sa.Column("height", sa.BigInteger(), nullable=False),
        sa.Column("channels", sa.BigInteger(), nullable=False),
        sa.Column("dtype", sa.Text(), nullable=False),
        sa.Column("added_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_images")),
        sa.UniqueConstraint("recipe", "sha256", name=op.f("uq_images_recipe_sha256")),
    )
    op.create_index(op.f("ix_images_recipe_label"), "images", ["recipe", "label"], unique=False)
    op.create_table(
        "inspection_hours",
        sa.Column("hour", sa.BigInteger(), nullable=False),
        sa.Column("recipe_id", sa.BigInteger(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("scored", sa.BigInteger(), nullable=False),
        sa.Column("with_part", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hour", "recipe_id", "verdict", "reason", name=op.f("pk_inspection_hours")),
    )
    op.create_table(
        "models",
        sa.Column("id", BigId, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("detector", sa.Text(), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("n_images", sa.BigInteger(), nullable=False),
        sa.Column("created_us", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_models")),
        sa.UniqueConstraint("name", "version", name=op.f("uq_models_name_version")),
    )
    op.create_table(
        "recipe_versions",
        sa.Column("id", BigId, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_us", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recipe_versions")),
        sa.UniqueConstraint("name", "version", name=op.f("uq_recipe_versions_name_version")),
    )
    op.create_table(
        "activations",
        sa.Column("id", BigId, nullable=False),
        sa.Column("recipe_id", BigId, nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["recipe_id"], ["recipe_versions.id"], name=op.f("fk_activations_recipe_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activations")),
    )
    op.create_table(
        "inspections",
        sa.Column("pk", BigId, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("trigger_id", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("part_id", Bytewise, nullable=True),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("score_word", sa.Text(), nullable=True),
        sa.Column("threshold", sa.Double(), nullable=True),
        sa.Column("review_from", sa.Double(), nullable=True),
        sa.Column("recipe_id", BigId, nullable=True),
        sa.Column("model_name", sa.Text(), nullable=True),
        sa.Column("model_version", sa.BigInteger(), nullable=True),
        sa.Column("model_sha256", sa.Text(), nullable=True),
        sa.Column("camera_id", sa.Text(), nullable=True),
        sa.Column("grab_ms", sa.Double(), nullable=True),
        sa.Column("queue_ms", sa.Double(), nullable=True),
        sa.Column("inference_ms", sa.Double(), nullable=True),
        sa.Column("commit_ms", sa.Double(), nullable=True),
        sa.Column("output_ms", sa.Double(), nullable=True),
        sa.Column("total_ms", sa.Double(), nullable=True),
        sa.Column("image_state", sa.Text(), nullable=False),
        sa.Column("image_path", sa.Text(), nullable=True),
        sa.Column("image_sha256", sa.Text(), nullable=True),
        sa.Column("image_bytes", sa.BigInteger(), nullable=True),
        sa.Column("output", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["recipe_id"], ["recipe_versions.id"], name=op.f("fk_inspections_recipe_id")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_inspections")),
        sa.UniqueConstraint("id", name=op.f("uq_inspections_id")),
    )
    op.create_index("ix_inspections_at", "inspections", ["at_us", "pk"], unique=False)
    op.create_index("ix_inspections_part", "inspections", ["verdict", "part_id", "at_us", "pk"], unique=False)
    op.create_index("ix_inspections_reason_at", "inspections", ["reason", "at_us", "pk"], unique=False)
    op.create_index(
        "ix_inspections_recipe_at", "inspections", ["recipe_id", "verdict", "at_us", "pk", "score"], unique=False
    )
    op.create_index("ix_inspections_score", "inspections", ["verdict", "score", "at_us", "pk"], unique=False)
    op.create_index(
        "ix_inspections_stored",
        "inspections",
        ["verdict", "at_us", "pk", "image_bytes"],
        unique=False,
        sqlite_where=STORED,
        postgresql_where=STORED,
    )
    op.create_index(
        "ix_inspections_unfinished",
        "inspections",
        ["pk"],
        unique=False,
        sqlite_where=UNFINISHED,
        postgresql_where=UNFINISHED,
    )
    op.create_index("ix_inspections_verdict_at", "inspections", ["verdict", "at_us", "pk", "score"], unique=False)


def downgrade() -> None:
    tables = "events inspection_hours inspections images models activations recipe_versions"
    for table in tables.split():
        op.drop_table(table)
