"""Engines, and database errors in words. Everything that is particular to SQLite or PostgreSQL is in this file.

SQLite: the driver's own way of beginning transactions is switched off (it begins late and not before DDL) and
BEGIN is sent here: IMMEDIATE where the connection writes, so that a locked database is known before anything is
done, plain otherwise. WAL is not checkpointed by the connection that commits verdicts: `checkpoint` does it from a
thread that has time.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError, SQLAlchemyError

from station.errors import RecordsError

WRITES = "station_writes"  # execution option: begin with the write lock
_WAL_MOST_PAGES = 8192


def make_engine(url: str, *, busy_timeout_ms: int) -> Engine:
    """Build an engine for `url`. Connects to nothing yet, but makes the folder of a SQLite file.

    Raises:
        RecordsError: the URL cannot be used, or the folder cannot be made.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise RecordsError(
            f"database.url: {url!r} is not a database URL.", "An example: sqlite:////data/records.sqlite"
        ) from error
    if parsed.get_backend_name() == "sqlite":
        return _sqlite_engine(parsed, busy_timeout_ms)
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    try:
        engine = create_engine(parsed, pool_pre_ping=True)
    except NoSuchModuleError as error:
        raise RecordsError(f"database.url: {parsed.drivername!r} is no known kind of database.") from error
    except ImportError as error:
        raise RecordsError(
            f"The driver for {parsed.drivername} is not installed ({error}).",
            'Install it: pip install "inspection-station[postgres]"',
        ) from error
    if engine.dialect.name == "postgresql":

        @event.listens_for(engine, "connect")
        def _set_lock_timeout(dbapi_connection: Any, _record: Any) -> None:
            with dbapi_connection.cursor() as cursor:
                cursor.execute(f"SET lock_timeout = {int(busy_timeout_ms)}")
                cursor.execute("SET synchronous_commit = on")
            dbapi_connection.commit()

    return engine


def sqlite_file(engine: Engine) -> Path | None:
    """The file behind a SQLite engine, else None."""
    if engine.dialect.name != "sqlite":
        return None
    return Path(str(engine.url.database))


def _sqlite_engine(url: URL, busy_timeout_ms: int) -> Engine:
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        raise RecordsError(
            "database.url: SQLite records need an ordinary file.", "An example: sqlite:////data/records.sqlite"
        )
    path = Path(url.database)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RecordsError(
            f"{path.parent}: the folder for the records cannot be made ({error.strerror or error}).",
            "Give station.data_dir or database.url a place where this user may write.",
        ) from error
    engine = create_engine(url, connect_args={"timeout": busy_timeout_ms / 1000, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _prepare(dbapi_connection: sqlite3.Connection, _record: Any) -> None:
        dbapi_connection.isolation_level = None  # the driver begins no transactions; `_begin` does
        for pragma in ("synchronous=FULL", "foreign_keys=ON", "wal_autocheckpoint=0", "cache_size=-16000"):
            dbapi_connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def prepare_file(engine: Engine) -> None:
    """Put a SQLite file into WAL mode (kept by the file). Nothing to do for other databases.

    Raises DBAPIError (also for a file that is not a database) and RecordsError.
    """
    if engine.dialect.name != "sqlite":
        return
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        (mode,) = cursor.fetchone() or ("",)
        cursor.close()
    except sqlite3.Error as error:
        raise DBAPIError("PRAGMA journal_mode=WAL", None, error) from error
    finally:
        raw.close()
    if str(mode).lower() != "wal":
        raise RecordsError(
            f"{sqlite_file(engine)}: the file system does not allow write-ahead logging (journal mode {mode}).",
            "Keep the records on a local disk, or use PostgreSQL.",
        )


def checkpoint(engine: Engine) -> None:
    """Copy what the write-ahead log holds into the database file, so that the log is used again from its start.

    Makes nobody wait while the log is small; a log above 8192 pages is begun anew even if a commit has to wait for it.
    Nothing to do for databases other than SQLite. Raises DBAPIError.
    """
    if engine.dialect.name != "sqlite":
        return
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
        _, pages, _ = cursor.fetchone() or (0, 0, 0)
        if pages > _WAL_MOST_PAGES:
            cursor.execute("PRAGMA wal_checkpoint(RESTART)")
            cursor.fetchall()
        cursor.close()
    except sqlite3.Error as error:
        raise DBAPIError("PRAGMA wal_checkpoint", None, error) from error
    finally:
        raw.close()


@contextlib.contextmanager
def in_words(engine: Engine, doing: str, *, look_for_holder: bool = False) -> Iterator[None]:
    """Turn database errors inside the block into RecordsError. `doing` completes "The records could not be ..."."""
    try:
        yield
    except SQLAlchemyError as error:
        raise _explain(engine, error, doing, look_for_holder) from error


def _explain(engine: Engine, error: SQLAlchemyError, doing: str, look_for_holder: bool) -> RecordsError:
    path = sqlite_file(engine)
    place = str(path) if path else engine.url.render_as_string(hide_password=True)
    start = f"The records could not be {doing}: {place}"
    cause = error.orig if isinstance(error, DBAPIError) else None
    if isinstance(error, IntegrityError):
        return RecordsError(
            f"{start} refuses the row ({cause}).", "The row is there already, or what it refers to is not."
        )
    if path is None or not isinstance(cause, sqlite3.Error):
        return RecordsError(
            f"{start}: {cause or error}", "Check that the database server runs and that the URL is right."
        )
    name = getattr(cause, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")) or "is locked" in str(cause):
        holder = holders(path) if look_for_holder else []
        by = f" by {', '.join(holder)}" if holder else " by another program"
        return RecordsError(f"{start} is locked{by}.", "Close the program that holds the database, or wait for it.")
    if name.startswith("SQLITE_FULL"):
        return RecordsError(f"{start}: the disk is full.", "Free some space; the station goes on by itself.")
    if name.startswith("SQLITE_READONLY") or "readonly" in str(cause):
        return RecordsError(
            f"{start} may not be written.", "Give this user the right to write the file and its folder."
        )
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return RecordsError(
            f"{start} is damaged, or is not a database ({cause}).",
            "Move the file away and put a backup in its place; without one the station starts with empty records.",
        )
    if name.startswith("SQLITE_CANTOPEN"):
        return RecordsError(f"{start} cannot be opened or made.", "Check that its folder exists and may be written.")
    if name.startswith("SQLITE_IOERR"):
        return RecordsError(f"{start}: the disk reports an error ({name}).", "Check the disk and how full it is.")
    return RecordsError(f"{start}: {cause}")


def holders(path: Path) -> list[str]:
    """Other programs that have `path` open, as "name (process 12)". Linux only; empty elsewhere and without rights."""
    if not sys.platform.startswith("linux"):
        return []
    found = []
    target = str(path.resolve())
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit() or int(folder.name) == os.getpid():
            continue
        try:
            if any(str(link.readlink()) == target for link in (folder / "fd").iterdir()):
                found.append(f"{(folder / 'comm').read_text().strip()} (process {folder.name})")
        except OSError:
            continue  # ended meanwhile, or belongs to someone else
    return found
