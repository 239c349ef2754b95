"""Records on disk: tables, engine, migrations and the one class that the station uses, `Records`."""

from __future__ import annotations

from station.db.records import Records

__all__ = ["Records"]
