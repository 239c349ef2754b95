"""Accounts, the audit trail, and the history of labels, masks, thresholds and verdicts.

No table of 0001 is changed. What they hold becomes the beginning of the histories: each picture's label, each recipe
version's threshold.
"""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
APPEND_ONLY = ("audit", "labels", "masks", "model_comparisons", "model_snapshots", "reviews", "snapshots", "thresholds")
TABLES = "reviews feedback model_comparisons thresholds model_snapshots snapshots masks labels audit_head audit users"


def _id() -> sa.Column[Any]:
    return sa.Column("id", BigId, nullable=False)


def _number(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger(), nullable=null)


def _text(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=null)


def _reference(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, BigId, nullable=null)


def upgrade() -> None:
    op.create_table(
        "users",
        _id(),
        _text("name"),
        _text("name_key"),
        _text("role"),
        _text("password_hash"),
        _number("password_us"),
        _number("created_us"),
        _text("created_by"),
        _number("disabled_us", null=True),
        _number("failed_attempts"),
        _number("locked_until_us", null=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("name_key", name=op.f("uq_users_name_key")),
    )
    op.create_table(
        "audit",
        sa.Column("number", BigId, nullable=False, autoincrement=False),
        _number("at_us"),
        _text("who"),
        _text("origin"),
        _text("action"),
        _text("subject"),
        _text("why"),
        _text("before", null=True),
        _text("after", null=True),
        _text("sha256"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_action"), "audit", ["action"])
    op.create_index(op.f("ix_audit_subject"), "audit", ["subject"])
    op.create_table(
        "audit_head",
        sa.Column("id", BigId, nullable=False, autoincrement=False),
        _number("number"),
        _text("sha256"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "labels",
        _id(),
        _reference("image_id"),
        _text("batch"),
        _text("undoes", null=True),
        _text("label"),
        _text("defect", null=True),
        _number("at_us"),
        _text("who"),
        _text("why"),
        sa.ForeignKeyConstraint(["image_id"], ["images.id"], name=op.f("fk_labels_image_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_labels")),
    )
    op.create_index(op.f("ix_labels_image_id_id"), "labels", ["image_id", "id"])
    op.create_index(op.f("ix_labels_batch"), "labels", ["batch"])
    op.create_index(op.f("ix_labels_undoes"), "labels", ["undoes"])
    op.create_table(
        "masks",
        _id(),
        _reference("image_id"),
        _text("path", null=True),
        _text("sha256", null=True),
        _number("bytes", null=True),
        _number("pixels"),
        _number("at_us"),
        _text("who"),
        _text("model_name", null=True),
        _number("model_version", null=True),
        _text("model_sha256", null=True),
        sa.ForeignKeyConstraint(["image_id"], ["images.id"], name=op.f("fk_masks_image_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_masks")),
    )
    op.create_index(op.f("ix_masks_image_id_id"), "masks", ["image_id", "id"])
    op.create_table(
        "snapshots",
        _id(),
        _text("recipe"),
        _text("name"),
        _text("sha256"),
        _text("body"),
        _number("n_images"),
        _number("at_us"),
        _text("who"),
        _text("note"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshots")),
        sa.UniqueConstraint("recipe", "name", name=op.f("uq_snapshots_recipe_name")),
    )
    op.create_table(
        "model_snapshots",
        sa.Column("model_id", BigId, nullable=False, autoincrement=False),
        _reference("snapshot_id"),
        sa.ForeignKeyConstraint(["model_id"], ["models.id"], name=op.f("fk_model_snapshots_model_id")),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshots.id"], name=op.f("fk_model_snapshots_snapshot_id")),
        sa.PrimaryKeyConstraint("model_id", name=op.f("pk_model_snapshots")),
    )
    op.create_index(op.f("ix_model_snapshots_snapshot_id"), "model_snapshots", ["snapshot_id"])
    op.create_table(
        "thresholds",
        _id(),
        _reference("recipe_id"),
        _reference("before_id", null=True),
        sa.Column("threshold", sa.Double(), nullable=False),
        sa.Column("review_from", sa.Double(), nullable=True),
        _text("policy"),
        _text("params"),
        _text("figures"),
        _number("at_us"),
        _text("who"),
        _text("why"),
        sa.ForeignKeyConstraint(["recipe_id"], ["recipe_versions.id"], name=op.f("fk_thresholds_recipe_id")),
        sa.ForeignKeyConstraint(["before_id"], ["recipe_versions.id"], name=op.f("fk_thresholds_before_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thresholds")),
        sa.UniqueConstraint("recipe_id", name=op.f("uq_thresholds_recipe_id")),
    )
    op.create_table(
        "model_comparisons",
        _id(),
        _text("recipe"),
        _text("old_sha256"),
        _text("new_sha256"),
        _number("n_pictures"),
        _number("n_changed"),
        _text("sha256"),
        _text("body"),
        _number("at_us"),
        _text("who"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_comparisons")),
    )
    op.create_index(op.f("ix_model_comparisons_recipe"), "model_comparisons", ["recipe"])
    op.create_table(
        "feedback",
        _id(),
        _reference("inspection_pk"),
        _text("said"),
        _text("reason"),
        _number("at_us"),
        _text("who"),
        _text("outcome"),
        _number("settled_us", null=True),
        _text("settled_by", null=True),
        _text("note"),
        sa.ForeignKeyConstraint(["inspection_pk"], ["inspections.pk"], name=op.f("fk_feedback_inspection_pk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
    )
    op.create_index(op.f("ix_feedback_inspection_pk"), "feedback", ["inspection_pk"])
    op.create_index(op.f("ix_feedback_settled_us_id"), "feedback", ["settled_us", "id"])
    op.create_table(
        "reviews",
        _id(),
        _reference("inspection_pk"),
        _text("verdict"),
        _text("was"),
        _text("defect", null=True),
        _number("at_us"),
        _text("who"),
        _text("why"),
        sa.ForeignKeyConstraint(["inspection_pk"], ["inspections.pk"], name=op.f("fk_reviews_inspection_pk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
    )
    op.create_index(op.f("ix_reviews_inspection_pk_id"), "reviews", ["inspection_pk", "id"])

    connection = op.get_bind()
    head = sa.table("audit_head", sa.column("id"), sa.column("number"), sa.column("sha256"))
    connection.execute(head.insert().values(id=1, number=0, sha256="0" * 64))
    _begin_labels(connection)
    _begin_thresholds(connection)
    _protect()


def _begin_labels(connection: sa.Connection) -> None:
    connection.execute(
        sa.text(
            "INSERT INTO labels (image_id, batch, label, defect, at_us, who, why)"
            " SELECT id, 'upgrade', label, defect, added_us, 'not recorded', '' FROM images ORDER BY id"
        )
    )


def _begin_thresholds(connection: sa.Connection) -> None:
    columns = (
        "recipe_id",
        "before_id",
        "threshold",
        "review_from",
        "policy",
        "params",
        "figures",
        "at_us",
        "who",
        "why",
    )
    thresholds = sa.table("thresholds", *(sa.column(name) for name in columns))
    found = connection.execute(
        sa.text("SELECT id, name, body, created_us, created_by FROM recipe_versions ORDER BY name, version")
    ).all()
    last: dict[str, int] = {}
    rows = []
    for row in found:
        body = json.loads(row.body)
        figures = body.get("choice") or {}
        rows.append(
            {
                "recipe_id": row.id,
                "before_id": last.get(row.name),
                "threshold": float(body["threshold"]),
                "review_from": body.get("review_from"),
                "policy": figures.pop("policy", ""),
                "params": "{}",
                "figures": json.dumps(figures, sort_keys=True, separators=(",", ":")),
                "at_us": row.created_us,
                "who": row.created_by,
                "why": body.get("note", ""),
            }
        )
        last[row.name] = row.id
    if rows:
        rows.sort(key=lambda one: (one["at_us"], one["recipe_id"]))
        connection.execute(thresholds.insert(), rows)


def _protect() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in APPEND_ONLY:
            for what in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{what.lower()} BEFORE {what} ON {table}"
                    f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only'; END $$"
    )
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    for table in TABLES.split():
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION refuse_change()")
