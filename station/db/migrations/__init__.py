"""Alembic environment, shipped with the program and run when the records are opened."""
