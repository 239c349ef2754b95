"""Accounts as rows: each change with its row in the audit trail, in one transaction.

What a wrong password costs, and who may do what, is decided in `station.accounts`; here is only what two programs at
once must not be able to get wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from station.audit import Act, Entry
from station.db.audit_rows import append
from station.db.connections import Connections
from station.db.mapping import from_us, storable, to_us
from station.db.tables import UserRow
from station.errors import AccountError
from station.permissions import Role

_U = UserRow


@dataclass(frozen=True, slots=True)
class User:
    """One account. `locked_until` may be in the past."""

    id: int
    name: str
    role: Role
    password_hash: str
    password_at: datetime
    created_at: datetime
    created_by: str
    disabled_at: datetime | None
    failed_attempts: int
    locked_until: datetime | None

    @property
    def disabled(self) -> bool:
        return self.disabled_at is not None


class Users:
    """The accounts of a station. Thread-safe. Raises RecordsError when the database does not do its part."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def all(self) -> list[User]:
        """Read all accounts, also disabled ones, by name."""
        with self._connections.read() as connection:
            return [_user(row) for row in connection.execute(select(_U.__table__).order_by(_U.name_key))]

    def find(self, name: str) -> User | None:
        """Read an account; case does not matter."""
        with self._connections.read() as connection:
            return _find(connection, name)

    def add(self, name: str, role: Role, password_hash: str, *, who: str, at: datetime, first: bool = False) -> User:
        """Add an account. Raises AccountError: the name is taken; with `first`, there are accounts already."""
        with self._connections.write("written") as connection:
            if first and connection.scalar(select(func.count()).select_from(_U)):
                raise AccountError("There are accounts already.", "Sign in as an administrator to add others.")
            if _find(connection, name) is not None:
                raise AccountError(f"There is an account {name!r} already.", "Choose another name.")
            row = {
                "name": name,
                "name_key": _key(name),
                "role": role.value,
                "password_hash": password_hash,
                "password_us": to_us(at),
                "created_us": to_us(at),
                "created_by": who,
                "failed_attempts": 0,
            }
            connection.execute(insert(_U).values(storable(row)))
            self._tell(connection, Act.USER_ADDED, name, who, at, after={"role": role})
            return _known(connection, name)

    def set_role(self, name: str, role: Role, *, who: str, why: str, at: datetime) -> None:
        """Give another role. Raises AccountError: unknown, or the last administrator would be gone."""
        with self._connections.write("written") as connection:
            _hold_administrators(connection)
            user = _known(connection, name)
            if user.role is role:
                return
            connection.execute(update(_U).where(_U.id == user.id).values(role=role.value))
            _keep_an_administrator(connection, user)
            self._tell(connection, Act.USER_ROLE, user.name, who, at, why, {"role": user.role}, {"role": role})

    def set_disabled(self, name: str, disabled: bool, *, who: str, why: str, at: datetime) -> None:
        """Close an account, or open it again. Raises AccountError: unknown, or the last administrator would be gone."""
        with self._connections.write("written") as connection:
            _hold_administrators(connection)
            user = _known(connection, name)
            if user.disabled == disabled:
                return
            values: dict[str, Any] = {"disabled_us": to_us(at) if disabled else None}
            connection.execute(update(_U).where(_U.id == user.id).values(values))
            _keep_an_administrator(connection, user)
            act = Act.USER_DISABLED if disabled else Act.USER_ENABLED
            self._tell(connection, act, user.name, who, at, why)

    def set_password(self, name: str, password_hash: str, *, who: str, why: str, at: datetime) -> None:
        """Set a password; it also ends a lock. Raises AccountError: unknown."""
        with self._connections.write("written") as connection:
            user = _known(connection, name)
            values = {"password_hash": password_hash, "password_us": to_us(at)}
            connection.execute(
                update(_U).where(_U.id == user.id).values(**values, failed_attempts=0, locked_until_us=None)
            )
            self._tell(connection, Act.USER_PASSWORD, user.name, who, at, why)

    def note_success(self, user: User, *, at: datetime, new_hash: str | None) -> User | None:
        """Note that `user` signed in; None if the account was changed, locked or disabled since it was read.

        `new_hash` replaces a hash with parameters of yesterday.
        """
        with self._connections.write("written") as connection:
            now = _known(connection, user.name)
            locked = now.locked_until is not None and now.locked_until > at
            if now.password_hash != user.password_hash or now.disabled or locked:
                return None
            values: dict[str, Any] = {"failed_attempts": 0, "locked_until_us": None}
            if new_hash is not None:
                values["password_hash"] = new_hash
            connection.execute(update(_U).where(_U.id == user.id).values(values))
            self._tell(connection, Act.USER_SIGNED_IN, user.name, user.name, at)
            return now

    def note_sign_out(self, name: str, *, why: str, at: datetime) -> None:
        """Note that somebody is not signed in any more."""
        with self._connections.write("written") as connection:
            self._tell(connection, Act.USER_SIGNED_OUT, name, name, at, why)

    def note_failure(self, user: User, *, at: datetime, allowed: int, lock: timedelta) -> datetime | None:
        """Count a wrong password; the one that makes `allowed` locks the account. Returns until when it is locked."""
        with self._connections.write("written") as connection:
            now = _known(connection, user.name)
            if now.locked_until is not None and now.locked_until > at:
                return now.locked_until
            failed = now.failed_attempts + 1
            until = at + lock if failed >= allowed else None
            values: dict[str, Any] = {"failed_attempts": failed, "locked_until_us": None}
            if until is not None:
                values = {"failed_attempts": 0, "locked_until_us": to_us(until)}
            connection.execute(update(_U).where(_U.id == user.id).values(values))
            act = Act.USER_REFUSED if until is None else Act.USER_LOCKED
            after = {"wrong": failed} if until is None else {"wrong": failed, "until": until}
            self._tell(connection, act, user.name, user.name, at, after=after)
            return until

    def _tell(
        self,
        connection: Connection,
        act: Act,
        name: str,
        who: str,
        at: datetime,
        why: str = "",
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
    ) -> None:
        append(connection, Entry(act, f"user {name}", who, why, before, after), origin=self._connections.origin, at=at)


def _key(name: str) -> str:
    return name.casefold()


def _find(connection: Connection, name: str, *, hold: bool = False) -> User | None:
    statement = select(_U.__table__).where(_U.name_key == _key(name))
    row = connection.execute(statement.with_for_update() if hold else statement).first()
    return None if row is None else _user(row)


def _known(connection: Connection, name: str) -> User:
    user = _find(connection, name, hold=True)
    if user is None:
        raise AccountError(f"There is no account {name!r}.", "`station user list` shows the accounts.")
    return user


def _hold_administrators(connection: Connection) -> None:
    """Let nobody else change an administrator meanwhile: two of them could remove each other."""
    statement = select(_U.id).where(_U.role == Role.ADMINISTRATOR.value).order_by(_U.id)
    connection.execute(statement.with_for_update()).all()


def _keep_an_administrator(connection: Connection, user: User) -> None:
    """Raises AccountError, which undoes the transaction, if no administrator is left."""
    statement = select(_U.id).where(_U.role == Role.ADMINISTRATOR.value, _U.disabled_us.is_(None))
    if user.role is Role.ADMINISTRATOR and connection.execute(statement.limit(1)).first() is None:
        raise AccountError(
            f"{user.name} is the last administrator: the account must stay as it is.",
            "Make somebody else an administrator first.",
        )


def _user(row: Any) -> User:
    return User(
        row.id,
        row.name,
        Role(row.role),
        row.password_hash,
        from_us(row.password_us),
        from_us(row.created_us),
        row.created_by,
        None if row.disabled_us is None else from_us(row.disabled_us),
        row.failed_attempts,
        None if row.locked_until_us is None else from_us(row.locked_until_us),
    )
