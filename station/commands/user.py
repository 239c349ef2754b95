"""`station user`"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from station.commands.options import AsJson, ConfigFile, Who, opened_records, person, read_config
from station.commands.terminal import note, say, say_json, say_table
from station.errors import UsageError
from station.permissions import Role

if TYPE_CHECKING:
    from station.accounts import Accounts, Session

app = typer.Typer(no_args_is_help=True, help="Accounts: who may do what at the station.")

_Name = Annotated[str, typer.Argument(metavar="NAME")]
_PasswordFile = Annotated[
    str | None,
    typer.Option(
        metavar="FILE", help="Take the password from the first line; - is stdin. Without it: ask.", show_default=False
    ),
]
_Why = Annotated[str, typer.Option(metavar="TEXT", help="Kept in the audit trail.", show_default=False)]
_A_LINE = 4096


@contextmanager
def _opened(config_file: Path | None, who: str | None) -> Iterator[tuple[Accounts, Session]]:
    from station.accounts import Accounts, command_line

    name = person(who)
    with opened_records(read_config(config_file)) as records:
        yield Accounts(records), command_line(name)


@app.command("add")
def add(
    name: _Name,
    role: Annotated[Role, typer.Option(help="What the person may do.", case_sensitive=False, show_default=False)],
    password_file: _PasswordFile = None,
    who: Who = None,
    config_file: ConfigFile = None,
) -> None:
    """Add an account. The first one must be an administrator's."""
    with _opened(config_file, who) as (accounts, by):
        accounts.add(by, name, role, _password(password_file))
    say(f"{name.strip()} is {_an(role)} now.")


@app.command("list")
def list_users(config_file: ConfigFile = None, as_json: AsJson = False) -> None:
    """List all accounts, also disabled ones."""
    with _opened(config_file, "nobody") as (accounts, _):
        found = accounts.list()
    if as_json:
        say_json({"users": found})
        return
    if not found:
        say("There are no accounts yet. Add one: station user add NAME --role administrator")
        return
    rows = []
    for one in found:
        state = ""
        if one.disabled_at is not None:
            state = f"disabled since {one.disabled_at.astimezone():%Y-%m-%d}"
        elif one.locked_until is not None:
            state = f"locked until {one.locked_until.astimezone():%H:%M:%S}"
        rows.append((one.name, one.role.value, state, f"{one.created_at.astimezone():%Y-%m-%d}", one.created_by))
    say_table(("name", "role", "", "made", "by"), rows)


@app.command("role")
def role(
    name: _Name,
    new: Annotated[Role, typer.Argument(metavar="ROLE", case_sensitive=False)],
    why: _Why = "",
    who: Who = None,
    config_file: ConfigFile = None,
) -> None:
    """Give somebody another role. The last administrator stays one."""
    with _opened(config_file, who) as (accounts, by):
        accounts.set_role(by, name, new, why=why)
    say(f"{name} is {_an(new)} now.")


@app.command("disable")
def disable(name: _Name, why: _Why = "", who: Who = None, config_file: ConfigFile = None) -> None:
    """Close an account. It is kept, because the records name it. The last administrator stays."""
    with _opened(config_file, who) as (accounts, by):
        accounts.disable(by, name, why=why)
    say(f"{name} can no longer sign in.")


@app.command("enable")
def enable(name: _Name, why: _Why = "", who: Who = None, config_file: ConfigFile = None) -> None:
    """Open a closed account again."""
    with _opened(config_file, who) as (accounts, by):
        accounts.enable(by, name, why=why)
    say(f"{name} can sign in again.")


@app.command("password")
def password(
    name: _Name,
    password_file: _PasswordFile = None,
    why: _Why = "",
    who: Who = None,
    config_file: ConfigFile = None,
) -> None:
    """Set a new password; it also ends a lock."""
    with _opened(config_file, who) as (accounts, by):
        accounts.set_password(by, name, _password(password_file), why=why)
    say(f"{name} has a new password.")


def _an(role: Role) -> str:
    return f"an {role.value}"


def _password(source: str | None) -> str:
    """The password: asked for twice, or a file's first line. Raises UsageError."""
    if source is None:
        if not sys.stdin.isatty():
            raise UsageError(
                "There is no terminal to ask for the password.", "Give it with --password-file FILE, or - for stdin."
            )
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
    try:
        if source == "-":
            line = sys.stdin.readline(_A_LINE)
        else:
            with Path(source).open(encoding="utf-8") as file:
                line = file.readline(_A_LINE)
            if _others_can_read(Path(source)):
                note(f"Note: other users of this machine can read {source}. Remove it when you are done.")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not a text in UTF-8"
        raise UsageError(f"--password-file {source}: cannot be read ({why}).", "Check the path.") from error
    line = line.rstrip("\r\n")
    if not line:
        raise UsageError("The password is empty.", "Put it into the first line.")
    return line


def _others_can_read(path: Path) -> bool:
    return sys.platform != "win32" and bool(path.stat().st_mode & 0o044)
