"""Accounts: signing in, being locked out, and what an administrator can and cannot do."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import text

from station.accounts import ALLOWED_ATTEMPTS, LOCK, Accounts, Session, check_account_name, command_line
from station.db import Records
from station.errors import AccountError, NotPermitted
from station.passwords import Passwords, check_password
from station.permissions import Action, Role

GOOD = "correct horse"
NEW = "battery staple"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2025, 3, 1, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def forward(self, by: timedelta) -> None:
        self.at += by


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(records: Records, clock: Clock) -> Accounts:
    return Accounts(records, passwords=Passwords(CHEAP), now=clock)


@pytest.fixture
def admin(accounts: Accounts) -> Session:
    return accounts.create_first_administrator("Ada", GOOD)


def refused(accounts: Accounts, name: str, password: str) -> AccountError:
    with pytest.raises(AccountError) as caught:
        accounts.sign_in(name, password)
    return caught.value


def fail(accounts: Accounts, name: str, times: int) -> AccountError:
    for _ in range(times):
        error = refused(accounts, name, "wrong password")
    return error


def test_the_first_administrator_is_made_once_and_is_signed_in(accounts: Accounts, clock: Clock) -> None:
    assert not accounts.any()
    session = accounts.create_first_administrator("  Ada ", GOOD)
    assert session == Session("Ada", Role.ADMINISTRATOR, clock.at)
    assert accounts.any()
    with pytest.raises(AccountError, match="accounts already"):
        accounts.create_first_administrator("Eve", GOOD)
    assert [one.name for one in accounts.list()] == ["Ada"]


def test_two_windows_cannot_both_make_the_first_administrator(records: Records, clock: Clock) -> None:
    made, barrier = [], threading.Barrier(2)

    def make(name: str) -> None:
        accounts = Accounts(records, passwords=Passwords(CHEAP), now=clock)
        barrier.wait(timeout=60)
        try:
            made.append(accounts.create_first_administrator(name, GOOD).name)
        except AccountError:
            made.append("refused")

    threads = [threading.Thread(target=make, args=(name,)) for name in ("Ada", "Bo")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert made.count("refused") == 1
    assert len(records.users.all()) == 1


def test_case_and_the_form_of_accents_do_not_matter_in_a_name_and_case_does_in_a_password(
    accounts: Accounts, admin: Session
) -> None:
    accounts.add(admin, "Jo\u0308rg Groß", Role.ENGINEER, "passwört 1")
    assert accounts.sign_in("JÖRG GROSS", "passwo\u0308rt 1").name == "Jörg Groß"
    assert accounts.sign_in("ada", GOOD).name == "Ada"
    refused(accounts, "ada", GOOD.upper())
    with pytest.raises(AccountError, match="already"):
        accounts.add(admin, "ADA", Role.OPERATOR, GOOD)


def test_a_wrong_name_and_a_wrong_password_are_answered_alike(accounts: Accounts, admin: Session) -> None:
    unknown, wrong = refused(accounts, "nobody", GOOD), refused(accounts, "ada", "wrong password")
    assert (unknown.message, unknown.hint) == (wrong.message, wrong.hint)
    assert "5 wrong passwords" in wrong.hint
    assert "5 minutes" in wrong.hint


def test_five_wrong_passwords_lock_an_account_for_a_time_that_is_told(
    accounts: Accounts, admin: Session, clock: Clock
) -> None:
    assert "locked" not in fail(accounts, "Ada", ALLOWED_ATTEMPTS - 1).message
    error = refused(accounts, "Ada", "wrong password")
    until = (clock.at + LOCK).astimezone()
    assert f"5 wrong passwords: Ada is locked until {until:%H:%M:%S}." == error.message
    assert error.hint

    clock.forward(LOCK - timedelta(seconds=1))
    assert refused(accounts, "Ada", GOOD).message == error.message, "the right one does not help, nor does it prolong"
    assert [one.locked_until for one in accounts.list()] == [until]
    clock.forward(timedelta(seconds=1))
    assert accounts.sign_in("Ada", GOOD).name == "Ada"
    assert [one.locked_until for one in accounts.list()] == [None]


def test_after_a_lock_there_are_five_attempts_again(accounts: Accounts, admin: Session, clock: Clock) -> None:
    fail(accounts, "Ada", ALLOWED_ATTEMPTS)
    clock.forward(LOCK)
    assert "locked" not in fail(accounts, "Ada", ALLOWED_ATTEMPTS - 1).message
    assert "locked" in refused(accounts, "Ada", "wrong password").message


def test_signing_in_forgets_wrong_passwords(accounts: Accounts, admin: Session) -> None:
    for _ in range(3):
        fail(accounts, "Ada", ALLOWED_ATTEMPTS - 1)
        accounts.sign_in("Ada", GOOD)


def test_wrong_passwords_at_the_same_time_are_all_counted(records: Records, accounts: Accounts, admin: Session) -> None:
    errors: list[str] = []

    def guess() -> None:
        errors.append(refused(accounts, "Ada", "wrong password").message)

    threads = [threading.Thread(target=guess) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sum("locked" in error for error in errors) == 8 - (ALLOWED_ATTEMPTS - 1)
    assert "locked" in refused(accounts, "Ada", GOOD).message


def test_a_right_password_does_not_open_an_account_that_was_locked_meanwhile(
    records: Records, clock: Clock, admin: Session
) -> None:
    class Slow(Passwords):
        def fits(self, password_hash: str | None, password: str) -> bool:
            fits = super().fits(password_hash, password)
            fail(Accounts(records, passwords=Passwords(CHEAP), now=clock), "Ada", ALLOWED_ATTEMPTS)
            return fits

    assert "Sign in again" in refused(Accounts(records, passwords=Slow(CHEAP), now=clock), "Ada", GOOD).hint


def test_an_administrator_ends_a_lock_with_a_new_password(accounts: Accounts, admin: Session) -> None:
    accounts.add(admin, "Bo", Role.OPERATOR, GOOD)
    fail(accounts, "Bo", ALLOWED_ATTEMPTS)
    accounts.set_password(admin, "bo", NEW, why="forgot it")
    assert accounts.sign_in("Bo", NEW).role is Role.OPERATOR
    refused(accounts, "Bo", GOOD)


def test_one_changes_ones_own_password_with_the_old_one(accounts: Accounts, admin: Session, clock: Clock) -> None:
    accounts.add(admin, "Bo", Role.OPERATOR, GOOD)
    bo = accounts.sign_in("Bo", GOOD)
    with pytest.raises(AccountError, match="wrong"):
        accounts.change_own_password(bo, "wrong password", NEW)
    with pytest.raises(AccountError, match="8 to 256"):
        accounts.change_own_password(bo, GOOD, "short")
    elsewhere = accounts.sign_in("Bo", GOOD)
    clock.forward(timedelta(seconds=1))
    here = accounts.change_own_password(bo, GOOD, NEW)
    assert accounts.sign_in("Bo", NEW).name == "Bo"
    assert accounts.renew(here) == here
    with pytest.raises(AccountError, match="not signed in any more"):
        accounts.renew(elsewhere)


def test_a_session_follows_the_role_and_ends_with_the_account(accounts: Accounts, admin: Session) -> None:
    accounts.add(admin, "Bo", Role.OPERATOR, GOOD)
    bo = accounts.sign_in("Bo", GOOD)
    accounts.set_role(admin, "Bo", Role.ENGINEER, why="trained")
    assert not bo.may(Action.LABEL)
    assert accounts.renew(bo).may(Action.LABEL)
    accounts.disable(admin, "Bo", why="left")
    with pytest.raises(AccountError, match="not signed in any more"):
        accounts.renew(bo)
    assert "disabled" in refused(accounts, "Bo", GOOD).message
    assert "disabled" not in refused(accounts, "Bo", "wrong password").message
    accounts.enable(admin, "Bo")
    assert accounts.sign_in("Bo", GOOD).role is Role.ENGINEER


def test_the_last_administrator_stays(accounts: Accounts, admin: Session) -> None:
    accounts.add(admin, "Bo", Role.ADMINISTRATOR, GOOD)
    accounts.set_role(admin, "Ada", Role.ENGINEER)
    for act in (
        lambda: accounts.set_role(admin, "Bo", Role.OPERATOR),
        lambda: accounts.disable(admin, "Bo"),
    ):
        with pytest.raises(AccountError, match="Bo is the last administrator"):
            act()
    assert accounts.sign_in("Bo", GOOD).role is Role.ADMINISTRATOR
    accounts.set_role(admin, "Ada", Role.ADMINISTRATOR)
    accounts.disable(admin, "Bo")
    with pytest.raises(AccountError, match="Ada is the last administrator"):
        accounts.set_role(admin, "Ada", Role.ENGINEER)  # a disabled one does not count
    assert {one.name: one.role for one in accounts.list()} == {"Ada": Role.ADMINISTRATOR, "Bo": Role.ADMINISTRATOR}


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.ENGINEER])
def test_only_administrators_manage_accounts(accounts: Accounts, admin: Session, role: Role) -> None:
    accounts.add(admin, "Bo", role, GOOD)
    bo = accounts.sign_in("Bo", GOOD)
    acts: list[Callable[[], None]] = [
        lambda: accounts.add(bo, "Eve", Role.ADMINISTRATOR, GOOD),
        lambda: accounts.set_role(bo, "Bo", Role.ADMINISTRATOR),
        lambda: accounts.disable(bo, "Ada"),
        lambda: accounts.enable(bo, "Ada"),
        lambda: accounts.set_password(bo, "Ada", NEW),
    ]
    for act in acts:
        with pytest.raises(NotPermitted, match="manage accounts"):
            act()
    assert [(one.name, one.role) for one in accounts.list()] == [("Ada", Role.ADMINISTRATOR), ("Bo", role)]
    assert accounts.sign_in("Ada", GOOD).role is Role.ADMINISTRATOR


def test_every_act_on_accounts_is_in_the_audit_trail_and_no_password_or_hash(
    records: Records, accounts: Accounts, admin: Session
) -> None:
    accounts.add(admin, "Bo", Role.OPERATOR, GOOD)
    accounts.set_role(admin, "Bo", Role.ENGINEER, why="trained")
    fail(accounts, "Bo", ALLOWED_ATTEMPTS)
    accounts.set_password(admin, "Bo", NEW, why="locked out")
    accounts.disable(admin, "Bo", why="left")
    accounts.enable(admin, "Bo", why="came back")
    entries = records.audit.entries()[::-1]
    assert [one.action for one in entries] == [
        "user.added", "user.signed_in", "user.added", "user.role",
        *["user.refused"] * 4, "user.locked", "user.password", "user.disabled", "user.enabled",
    ]  # fmt: skip
    change = entries[3]
    assert (change.who, change.subject, change.why) == ("Ada", "user Bo", "trained")
    assert (change.before, change.after) == ({"role": "operator"}, {"role": "engineer"})
    written = repr(entries)
    assert GOOD not in written
    assert NEW not in written
    assert "argon2" not in written
    assert records.audit.verify().whole


@pytest.mark.parametrize(
    ("name", "password", "words"),
    [
        ("Bo", "seven77", "8 to 256"),
        ("Bo", "x" * 257, "8 to 256"),
        ("Bo", "aaaaaaaaaa", "easy to guess"),
        ("Sabine.Maier", "sabine.maier", "easy to guess"),
        ("", GOOD, "cannot be the name"),
        ("a\nb", GOOD, "cannot be the name"),
        ("x" * 65, GOOD, "cannot be the name"),
        ("-rf", GOOD, "cannot be the name"),
    ],
)
def test_names_and_passwords_that_cannot_be_are_refused(
    accounts: Accounts, admin: Session, name: str, password: str, words: str
) -> None:
    with pytest.raises(AccountError, match=words) as caught:
        accounts.add(admin, name, Role.OPERATOR, password)
    assert caught.value.hint
    assert len(accounts.list()) == 1


def test_the_first_account_is_an_administrator_s(accounts: Accounts) -> None:
    with pytest.raises(AccountError, match="first account must be"):
        accounts.add(command_line("root"), "Bo", Role.OPERATOR, GOOD)
    accounts.add(command_line("root"), "Bo", Role.ADMINISTRATOR, GOOD)
    assert accounts.list()[0].created_by == "root"


@pytest.mark.parametrize("name", ["B", "Ann-Marie O'Neil", "a.b@c", "王 小明", "Ünal_2"])
def test_ordinary_names_are_taken(name: str) -> None:
    assert check_account_name(name) == name


def test_hashes_are_argon2id_salted_and_made_anew_when_the_parameters_grow(records: Records, clock: Clock) -> None:
    passwords = Passwords(CHEAP)
    first, second = passwords.hash(GOOD), passwords.hash(GOOD)
    assert first.startswith("$argon2id$")
    assert first != second
    assert passwords.fits(first, GOOD)
    assert not passwords.fits(first, NEW)
    assert not passwords.fits(None, "nobody has this password")
    Accounts(records, passwords=passwords, now=clock).create_first_administrator("Ada", GOOD)
    stronger = Passwords(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    Accounts(records, passwords=stronger, now=clock).sign_in("Ada", GOOD)
    user = records.users.find("ada")
    assert user is not None
    assert not stronger.is_dated(user.password_hash)
    assert stronger.fits(user.password_hash, GOOD)


def test_the_parameters_in_use_are_those_of_rfc_9106(records: Records) -> None:
    hashed = Passwords().hash(GOOD)
    assert hashed.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_a_damaged_hash_is_named_and_lets_nobody_in(records: Records, accounts: Accounts, admin: Session) -> None:
    with records._engine.begin() as connection:
        connection.execute(text("UPDATE users SET password_hash = 'damaged'"))
    assert "cannot be read" in refused(accounts, "Ada", GOOD).message


def test_a_long_password_is_checked_whole() -> None:
    check_password("ab c" * 64, "Bo")
    passwords = Passwords(CHEAP)
    assert not passwords.fits(passwords.hash("ab c" * 64), "ab c" * 63 + "ab d")
