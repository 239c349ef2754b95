"""The way of Alembic: look at an older or strange database, and upgrade it in one transaction with the version row.

Only imported where there is something to do: it takes 0.3 s to load.
"""

from __future__ import annotations

import re
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, Engine, inspect

from station.db.engine import WRITES, in_words, prepare_file
from station.errors import RecordsError


def upgrade_by_steps(engine: Engine, scripts: Path) -> bool:
    """See `station.db.migrate.upgrade`."""
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    directory = ScriptDirectory.from_config(config)
    head = directory.get_current_head()
    with in_words(engine, "opened", look_for_holder=True):
        with engine.connect() as connection:
            current = _check(connection, directory)
        if current == head:
            with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
                return False  # better to learn now than at the first part that nothing can be written
        prepare_file(engine)
        with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
            if _check(connection, directory) == head:
                return False
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    return True


def _check(connection: Connection, directory: ScriptDirectory) -> str | None:
    """Return the version of the database, None if it is empty. Raises RecordsError if it is not ours or too new."""
    place = connection.engine.url.render_as_string(hide_password=True)
    current = MigrationContext.configure(connection).get_current_revision()
    if current is None:
        strange = set(inspect(connection).get_table_names()) - {"alembic_version"}
        if strange and connection.dialect.name == "sqlite":
            raise RecordsError(
                f"{place} is a database of another program (it has the table {min(strange)}).",
                "Give database.url another file.",
            )
        return None
    try:
        directory.get_revision(current)
    except CommandError:
        head = directory.get_current_head() or ""
        if re.fullmatch(r"\d+", current) and re.fullmatch(r"\d+", head) and int(current) < int(head):
            text = f"{place} has the version {current}, which this program cannot read."
        else:
            text = f"{place} was written by a newer version of this program (database {current}, program {head})."
        raise RecordsError(text, "Install the newer program again, or give database.url another place.") from None
    return current
