"""Reference parts and their checks, and an index of the OKs that the line never saw. No table of before is changed."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
APPEND_ONLY = ("golden_parts", "golden_checks", "golden_results")
NOT_SEEN = sa.text("output IN ('withheld', 'failed', 'unknown')")


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=False)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def upgrade() -> None:
    op.create_table(
        "golden_parts",
        sa.Column("id", BigId, nullable=False),
        _text("recipe"),
        _text("name"),
        _number("present"),
        _text("verdict"),
        sa.Column("score_from", sa.Double(), nullable=True),
        sa.Column("score_to", sa.Double(), nullable=True),
        sa.Column("inspection_pk", BigId, nullable=True),
        _text("note"),
        _number("at_us"),
        _text("who"),
        sa.ForeignKeyConstraint(["inspection_pk"], ["inspections.pk"], name=op.f("fk_golden_parts_inspection_pk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_golden_parts")),
    )
    op.create_index(op.f("ix_golden_parts_recipe_name_id"), "golden_parts", ["recipe", "name", "id"])
    op.create_table(
        "golden_checks",
        sa.Column("id", BigId, nullable=False),
        sa.Column("recipe_id", BigId, nullable=False),
        _text("outcome"),
        _number("begun_us"),
        _number("at_us"),
        _text("who"),
        _text("why"),
        sa.ForeignKeyConstraint(["recipe_id"], ["recipe_versions.id"], name=op.f("fk_golden_checks_recipe_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_golden_checks")),
    )
    op.create_table(
        "golden_results",
        sa.Column("id", BigId, nullable=False),
        sa.Column("check_id", BigId, nullable=False),
        sa.Column("part_id", BigId, nullable=False),
        sa.Column("inspection_pk", BigId, nullable=False),
        _text("problem"),
        sa.ForeignKeyConstraint(["check_id"], ["golden_checks.id"], name=op.f("fk_golden_results_check_id")),
        sa.ForeignKeyConstraint(["part_id"], ["golden_parts.id"], name=op.f("fk_golden_results_part_id")),
        sa.ForeignKeyConstraint(["inspection_pk"], ["inspections.pk"], name=op.f("fk_golden_results_inspection_pk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_golden_results")),
    )
    op.create_index(op.f("ix_golden_results_check_id_id"), "golden_results", ["check_id", "id"])
    op.create_index(op.f("ix_golden_results_inspection_pk"), "golden_results", ["inspection_pk"])
    op.create_index(
        "ix_inspections_not_seen",
        "inspections",
        ["at_us", "verdict"],
        sqlite_where=NOT_SEEN,
        postgresql_where=NOT_SEEN,
    )
    for table in APPEND_ONLY:
        _protect(table)


def _protect(table: str) -> None:
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
    op.drop_index("ix_inspections_not_seen", "inspections")
    for table in reversed(APPEND_ONLY):
        op.drop_table(table)
