"""Connections to one database: one that writes, under one lock, and any number that read."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from station.db.engine import WRITES, in_words
from station.errors import RecordsError


class Connections:
    """What the parts of the records share. Thread-safe.

    Everything that writes goes through one connection under one lock; what reads uses connections of its own and
    never makes a write wait. `origin` names the program that writes, for the audit trail.
    """

    def __init__(self, engine: Engine, *, origin: str) -> None:
        self.engine = engine
        self.origin = origin
        self._lock = threading.Lock()
        self._writer: Connection | None = None
        self._closed = False

    def close(self) -> None:
        """Close all connections. Safe to call twice."""
        with self._lock:
            self._closed = True
            self._drop_writer()
            self.engine.dispose()

    @contextlib.contextmanager
    def write(self, doing: str) -> Iterator[Connection]:
        """One transaction with the write lock. Whatever leaves the block as an exception undoes it.

        A block is short: the line waits for it with its next verdict. Raises RecordsError; `doing` completes "The
        records could not be ...".
        """
        with self._lock, in_words(self.engine, doing):
            if self._closed:
                raise RecordsError("The records are closed.")
            if self._writer is None:
                self._writer = self.engine.connect().execution_options(**{WRITES: True})
            try:
                with self._writer.begin():
                    yield self._writer
            except DBAPIError:
                self._drop_writer()  # after a failed commit the state of a connection is not worth guessing
                raise

    @contextlib.contextmanager
    def read(self, doing: str = "read") -> Iterator[Connection]:
        """A connection that sees what is committed. Raises RecordsError."""
        if self._closed:
            raise RecordsError("The records are closed.")
        with in_words(self.engine, doing), self.engine.connect() as connection:
            yield connection

    def _drop_writer(self) -> None:
        if self._writer is not None:
            with contextlib.suppress(DBAPIError):
                self._writer.invalidate()
            self._writer.close()
            self._writer = None
