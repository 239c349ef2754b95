"""Accounts: who works at the station, in which role, and how one signs in.

Five wrong passwords in a row lock an account for five minutes; an administrator who sets a new password ends that.
Accounts are disabled, never deleted: the records name them. Checking a password takes some 50 ms and happens outside
any transaction, so that no verdict waits for it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from station.db import Records
from station.db.user_rows import User
from station.errors import AccountError
from station.passwords import Passwords, check_password
from station.permissions import Action, Role, may, require

ALLOWED_ATTEMPTS = 5
LOCK = timedelta(minutes=5)
_NAME = re.compile(r"\w(?:[\w .'@-]{0,62}[\w.])?")
_WRONG = "The name or the password is wrong."
_WRONG_HINT = f"After {ALLOWED_ATTEMPTS} wrong passwords an account is locked for {LOCK.seconds // 60} minutes."


@dataclass(frozen=True, slots=True)
class Account:
    """An account for people to see. `locked_until` is None, or in the future when it was read."""

    name: str
    role: Role
    created_at: datetime
    created_by: str
    password_at: datetime
    disabled_at: datetime | None
    locked_until: datetime | None


@dataclass(frozen=True, slots=True)
class Session:
    """That somebody is signed in. Whoever shows it may do what its role may, until they sign out."""

    name: str
    role: Role
    since: datetime

    def may(self, action: Action) -> bool:
        return may(self.role, action)

    def require(self, action: Action) -> None:
        """Raises NotPermitted."""
        require(self.role, action)


def command_line(name: str) -> Session:
    """Who works on the command line: may write the station's files, and so may do everything, under that name."""
    return Session(name, Role.ADMINISTRATOR, datetime.now(UTC))


def check_account_name(name: str) -> str:
    """Return `name` in its one form if an account can have it, else raise AccountError."""
    name = unicodedata.normalize("NFC", name.strip())
    if not _NAME.fullmatch(name):
        raise AccountError(
            f"{name!r} cannot be the name of an account.",
            "Use 1 to 64 letters, digits, spaces, or . ' @ - _, beginning with a letter or a digit.",
        )
    return name


class Accounts:
    """The accounts of one station. Thread-safe. What takes a password takes some 50 ms: not for the GUI thread."""

    def __init__(
        self,
        records: Records,
        *,
        passwords: Passwords | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._users = records.users
        self._passwords = passwords or Passwords()
        self._now = now

    def any(self) -> bool:
        """Whether there is an account at all; without one the station asks for its first administrator."""
        return bool(self._users.all())

    def list(self) -> tuple[Account, ...]:
        """Read all accounts, also disabled ones, by name."""
        now = self._now()
        return tuple(
            Account(
                user.name,
                user.role,
                user.created_at,
                user.created_by,
                user.password_at,
                user.disabled_at,
                user.locked_until if user.locked_until is not None and user.locked_until > now else None,
            )
            for user in self._users.all()
        )

    def create_first_administrator(self, name: str, password: str) -> Session:
        """Add the first account, and sign it in. Raises AccountError: there are accounts, or name or password."""
        name = check_account_name(name)
        check_password(password, name)
        at = self._now()
        hashed = self._passwords.hash(password)
        self._users.add(name, Role.ADMINISTRATOR, hashed, who=name, at=at, first=True)
        return self.sign_in(name, password)

    def sign_in(self, name: str, password: str) -> Session:
        """Check a password.

        Raises:
            AccountError: wrong name or password (which of them is not told), locked until a time that is told,
                or disabled.
        """
        user, new_hash, now = self._check(name, password)
        signed_in = self._users.note_success(user, at=now, new_hash=new_hash)
        if signed_in is None:
            raise AccountError(f"The account {user.name} was changed at this moment.", "Sign in again.")
        return Session(signed_in.name, signed_in.role, now)

    def sign_out(self, session: Session, *, why: str = "") -> None:
        """Note in the audit trail that a session ended; `why`, where they did not end it. Raises RecordsError."""
        self._users.note_sign_out(session.name, why=why, at=self._now())

    def _check(self, name: str, password: str) -> tuple[User, str | None, datetime]:
        """Find the account that name and password are of; with a hash for today's parameters where it needs one."""
        user = self._users.find(unicodedata.normalize("NFC", name.strip()))
        if user is not None and user.locked_until is not None and user.locked_until > self._now():
            raise _locked(user.name, user.locked_until)  # not even looked at: guessing on would be free
        fits = self._passwords.fits(user.password_hash if user is not None else None, password)
        if user is None:
            raise AccountError(_WRONG, _WRONG_HINT)
        now = self._now()
        if not fits:
            until = self._users.note_failure(user, at=now, allowed=ALLOWED_ATTEMPTS, lock=LOCK)
            if until is not None:
                raise _locked(user.name, until)
            raise AccountError(_WRONG, _WRONG_HINT)
        if user.disabled:  # told only to those who know the password
            raise AccountError(f"The account {user.name} is disabled.", "An administrator can enable it.")
        return user, self._passwords.hash(password) if self._passwords.is_dated(user.password_hash) else None, now

    def renew(self, session: Session) -> Session:
        """The session with the role of now. Raises AccountError: disabled, or its password was changed since."""
        user = self._users.find(session.name)
        if user is None or user.disabled or user.password_at > session.since:
            raise AccountError(f"{session.name} is not signed in any more.", "Sign in again.")
        return Session(user.name, user.role, session.since)

    def add(self, by: Session, name: str, role: Role, password: str) -> None:
        """Add an account; the first one must be an administrator's. Raises AccountError, NotPermitted."""
        by.require(Action.MANAGE_USERS)
        name = check_account_name(name)
        check_password(password, name)
        first = not self.any()
        if first and role is not Role.ADMINISTRATOR:
            raise AccountError("The first account must be an administrator's.", "Add the others after it.")
        hashed = self._passwords.hash(password)
        self._users.add(name, role, hashed, who=by.name, at=self._now(), first=first)

    def set_role(self, by: Session, name: str, role: Role, *, why: str = "") -> None:
        """Raises AccountError: unknown, or the last administrator; NotPermitted."""
        by.require(Action.MANAGE_USERS)
        self._users.set_role(name, role, who=by.name, why=why, at=self._now())

    def disable(self, by: Session, name: str, *, why: str = "") -> None:
        """Raises AccountError: unknown, or the last administrator; NotPermitted."""
        by.require(Action.MANAGE_USERS)
        self._users.set_disabled(name, True, who=by.name, why=why, at=self._now())

    def enable(self, by: Session, name: str, *, why: str = "") -> None:
        """Raises AccountError: unknown; NotPermitted."""
        by.require(Action.MANAGE_USERS)
        self._users.set_disabled(name, False, who=by.name, why=why, at=self._now())

    def set_password(self, by: Session, name: str, password: str, *, why: str = "") -> None:
        """Give somebody a new password, which also ends a lock. Raises AccountError, NotPermitted."""
        by.require(Action.MANAGE_USERS)
        check_password(password, name)
        self._users.set_password(name, self._passwords.hash(password), who=by.name, why=why, at=self._now())

    def change_own_password(self, session: Session, old: str, new: str) -> Session:
        """Change one's own password; the old one is asked for again, and wrong ones count. Returns the new session.

        Raises AccountError.
        """
        session.require(Action.CHANGE_OWN_PASSWORD)
        self._check(session.name, old)
        check_password(new, session.name)
        at = self._now()
        self._users.set_password(session.name, self._passwords.hash(new), who=session.name, why="", at=at)
        return Session(session.name, session.role, at)


def _locked(name: str, until: datetime) -> AccountError:
    return AccountError(
        f"{ALLOWED_ATTEMPTS} wrong passwords: {name} is locked until {until.astimezone():%H:%M:%S}.",
        "Wait until then, or let an administrator set a new password.",
    )
