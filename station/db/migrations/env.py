"""Run migrations on the connection that `station.db.migrate` hands over, inside its transaction.

For authors (`alembic revision`): there is no other way in, so that no upgrade can run outside one transaction.
"""

from __future__ import annotations

from alembic import context

from station.db.tables import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    transactional_ddl=True,  # true for SQLite too, because the engine sends BEGIN itself
    transaction_per_migration=False,
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
