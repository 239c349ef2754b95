"""What an inspection was for, and who was signed in. Reference parts are counted apart from production from now on.

Rows of before get their purpose from the checks that name them. Who was signed in then is not known: NULL.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

HOUR_US = 3_600_000_000
REFERENCE = sa.text("purpose = 'reference'")
COUNTS = "n, scored, with_part"
KEY = "hour, recipe_id, verdict, reason"


def upgrade() -> None:
    op.add_column("inspections", sa.Column("purpose", sa.Text(), nullable=False, server_default="production"))
    op.add_column("inspections", sa.Column("signed_in", sa.Text(), nullable=True))
    op.execute(  # the source is that of triggers which a check fires; without such triggers only the results tell
        "UPDATE inspections SET purpose = 'reference'"
        " WHERE source = 'golden' OR pk IN (SELECT inspection_pk FROM golden_results)"
    )
    op.create_index(
        "ix_inspections_reference",
        "inspections",
        ["at_us", "pk"],
        sqlite_where=REFERENCE,
        postgresql_where=REFERENCE,
    )
    _make_hours(by_purpose=True, counts=f"{KEY}, 'production', {COUNTS}")
    _count_reference_parts()


def _make_hours(*, by_purpose: bool, counts: str) -> None:
    """Make the table of hours anew, with the purpose in its key or without, and fill it with `counts` of the old."""
    purpose = [sa.Column("purpose", sa.Text(), nullable=False)] if by_purpose else []
    key = [*KEY.split(", "), *(column.name for column in purpose)]
    group = "" if by_purpose else f" GROUP BY {KEY}"
    op.execute("CREATE TABLE inspection_hours_before AS SELECT * FROM inspection_hours")
    op.drop_table("inspection_hours")
    op.create_table(
        "inspection_hours",
        sa.Column("hour", sa.BigInteger(), nullable=False),
        sa.Column("recipe_id", sa.BigInteger(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        *purpose,
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("scored", sa.BigInteger(), nullable=False),
        sa.Column("with_part", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(*key, name=op.f("pk_inspection_hours")),
    )
    op.execute(
        f"INSERT INTO inspection_hours ({', '.join(key)}, {COUNTS}) SELECT {counts} FROM inspection_hours_before{group}"
    )
    op.drop_table("inspection_hours_before")


def _count_reference_parts() -> None:
    """Take the reference parts out of the hours of production, and give them hours of their own."""
    op.execute(
        f"INSERT INTO inspection_hours ({KEY}, purpose, {COUNTS})"
        f" SELECT at_us / {HOUR_US}, coalesce(recipe_id, 0), verdict, reason, purpose,"
        " count(*), count(score), count(part_id) FROM inspections"
        f" WHERE purpose = 'reference' GROUP BY at_us / {HOUR_US}, coalesce(recipe_id, 0), verdict, reason, purpose"
    )
    connection = op.get_bind()
    for row in connection.execute(sa.text("SELECT * FROM inspection_hours WHERE purpose = 'reference'")).all():
        connection.execute(
            sa.text(
                "UPDATE inspection_hours SET n = n - :n, scored = scored - :scored, with_part = with_part - :with_part"
                " WHERE hour = :hour AND recipe_id = :recipe_id AND verdict = :verdict AND reason = :reason"
                " AND purpose = 'production'"
            ),
            {name: value for name, value in row._mapping.items() if name != "purpose"},
        )
    op.execute("DELETE FROM inspection_hours WHERE n = 0")


def downgrade() -> None:
    sums = "sum(n), sum(scored), sum(with_part)"
    _make_hours(by_purpose=False, counts=f"{KEY}, {sums}")
    op.drop_index("ix_inspections_reference", "inspections")
    op.drop_column("inspections", "signed_in")
    op.drop_column("inspections", "purpose")
