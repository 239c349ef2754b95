"""A look at the health of a database, for `station doctor`."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from station.db.engine import in_words, make_engine, sqlite_file
from station.db.migrate import upgrade, version_of
from station.db.tables import InspectionRow
from station.errors import RecordsError


@dataclass(frozen=True, slots=True)
class DatabaseHealth:
    """`place` without passwords. `bytes` is None where the file is not on this machine."""

    place: str
    server: str
    version: str
    inspections: int
    bytes: int | None


def diagnose(url: str, *, busy_timeout_ms: int = 250) -> DatabaseHealth:
    """Open the database as the station would (making or upgrading it), and check a SQLite file page by page.

    Takes seconds per million inspections.

    Raises:
        RecordsError: it cannot be opened, or is damaged.
    """
    engine = make_engine(url, busy_timeout_ms=busy_timeout_ms)
    try:
        upgrade(engine)
        path = sqlite_file(engine)
        with in_words(engine, "checked"), engine.connect() as connection:
            version = version_of(connection) or "none"
            count = connection.execute(select(func.count()).select_from(InspectionRow)).scalar_one()
            findings = []
            if path is not None:
                findings = [
                    str(row[0]) for row in connection.exec_driver_sql("PRAGMA quick_check(3)") if row[0] != "ok"
                ]
            server = ".".join(map(str, connection.dialect.server_version_info or ()))
        if findings:
            raise RecordsError(
                f"The records are damaged: {path}: {findings[0]}",
                "Stop the station, keep a copy of the file, and put a backup in its place.",
            )
        return DatabaseHealth(
            place=str(path) if path else engine.url.render_as_string(hide_password=True),
            server=f"{engine.dialect.name} {server}".strip(),
            version=version,
            inspections=count,
            bytes=path.stat().st_size if path else None,
        )
    finally:
        engine.dispose()
