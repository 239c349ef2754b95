"""`station user` and `station audit`."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from station.accounts import Accounts
from station.errors import AccountError
from station.recipe import Recipe
from tests.station.cli_rig import CommandLine

GOOD = "correct horse"


@pytest.fixture
def station(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    line = CommandLine(tmp_path, capsys)
    monkeypatch.setenv("STATION_CONFIG", str(line.file))
    (tmp_path / "password").write_text(f"{GOOD}\nnot this line\n", encoding="utf-8")
    (tmp_path / "password").chmod(0o600)
    return line


@pytest.fixture
def ada(station: CommandLine) -> CommandLine:
    """A station with one administrator."""
    answer = station("user", "add", "Ada", "--role", "administrator", "--password-file", station.folder / "password")
    assert answer.code == 0, answer.err
    return station


def can_sign_in(station: CommandLine, name: str, password: str) -> bool:
    records = station.records()
    try:
        return Accounts(records).sign_in(name, password).name == name
    except AccountError:
        return False
    finally:
        records.close()


def test_the_first_account_is_an_administrator_s(station: CommandLine) -> None:
    assert "There are no accounts yet" in station("user", "list").out
    password = station.folder / "password"
    refused = station("user", "add", "Bo", "--role", "operator", "--password-file", password)
    assert refused.code == 8
    assert "must be an administrator's" in refused.err
    made = station("user", "add", "Ada", "--role", "administrator", "--password-file", password)
    assert (made.code, made.out, made.err) == (0, "Ada is an administrator now.\n", "")
    assert can_sign_in(station, "Ada", GOOD)


def test_a_password_comes_from_stdin_too(ada: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("battery staple\r\n"))
    answer = ada("user", "add", "Bo", "--role", "operator", "--password-file", "-")
    assert answer.code == 0, answer.err
    assert can_sign_in(ada, "Bo", "battery staple")


def test_without_a_terminal_or_a_file_no_password_is_made_up(ada: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert "no terminal" in ada("user", "password", "Ada").err
    assert "is empty" in ada("user", "password", "Ada", "--password-file", "-").err
    assert "nowhere: cannot be read" in ada("user", "password", "Ada", "--password-file", "nowhere").err
    (ada.folder / "latin").write_bytes(b"pass\xfcword\n")
    answer = ada("user", "password", "Ada", "--password-file", ada.folder / "latin")
    assert (answer.code, "not a text in UTF-8" in answer.err) == (2, True)
    assert can_sign_in(ada, "Ada", GOOD)


def test_a_password_file_that_others_can_read_is_told(ada: CommandLine) -> None:
    (ada.folder / "password").chmod(0o644)
    answer = ada("user", "password", "Ada", "--password-file", ada.folder / "password")
    assert answer.code == 0
    assert ("other users of this machine can read" in answer.err) == (sys.platform != "win32")


def test_no_command_takes_a_password_as_an_argument(ada: CommandLine) -> None:
    assert ada("user", "add", "Bo", "--role", "operator", "--password", "secret word").code == 2
    assert ada("user", "password", "Ada", "secret word").code == 2


def test_roles_change_accounts_close_and_open_and_the_last_administrator_stays(ada: CommandLine) -> None:
    password = ada.folder / "password"
    ada("user", "add", "Bo", "--role", "operator", "--password-file", password)
    assert ada("user", "role", "Bo", "engineer", "--why", "trained").out == "Bo is an engineer now.\n"
    assert ada("user", "disable", "Bo", "--why", "left").code == 0
    assert not can_sign_in(ada, "Bo", GOOD)
    assert "disabled since" in ada("user", "list").out
    assert ada("user", "enable", "Bo").code == 0
    assert can_sign_in(ada, "Bo", GOOD)
    for arguments in (("disable", "Ada"), ("role", "Ada", "operator")):
        refused = ada("user", *arguments)
        assert refused.code == 8
        assert "Ada is the last administrator" in refused.err
    assert ada("user", "role", "Eve", "operator").code == 8
    listed = ada("user", "list", "--json").json["users"]
    assert [(one["name"], one["role"]) for one in listed] == [("Ada", "administrator"), ("Bo", "engineer")]
    assert "password_hash" not in listed[0]


def test_the_audit_trail_tells_who_and_from_where(ada: CommandLine) -> None:
    ada("user", "add", "Bo", "--role", "operator", "--password-file", ada.folder / "password", "--who", "wilma")
    ada("user", "role", "Bo", "engineer", "--why", "trained", "--who", "wilma")
    entries = ada("audit", "list", "--json").json["entries"]
    assert [(one["number"], one["action"]) for one in entries] == [
        (3, "user.role"),
        (2, "user.added"),
        (1, "user.added"),
    ]
    assert (entries[0]["who"], entries[0]["origin"], entries[0]["why"]) == ("wilma", "command line", "trained")
    assert (entries[0]["before"], entries[0]["after"]) == ({"role": "operator"}, {"role": "engineer"})
    assert [one["number"] for one in ada("audit", "list", "--action", "user.role", "--json").json["entries"]] == [3]
    assert [one["number"] for one in ada("audit", "list", "--by", "wilma", "--json").json["entries"]] == [3, 2]
    assert ada("audit", "list", "--since", "2099-01-01").out == "Nothing matches.\n"
    shown = ada("audit", "list", "--limit", "1").out
    for words in ("wilma", "command line", "user.role", "user Bo", "trained"):
        assert words in shown


def test_verify_says_that_the_chain_is_whole_and_where_it_is_broken(
    ada: CommandLine, make_recipe: Callable[..., Recipe]
) -> None:
    records = ada.records()
    records.add_recipe(make_recipe())
    records.activate("cell", 1, who="ada", why="first")
    records.close()
    answer = ada("audit", "verify")
    assert answer.code == 0
    assert "whole: 3 rows" in answer.out
    noted = answer.out.split("last row")[1].strip()
    assert ada("audit", "verify", "--noted", noted).code == 0
    other = ada("audit", "verify", "--noted", f"2:{'a' * 64}", "--json")
    assert (other.code, other.json["whole"], other.json["broken"]) == (1, False, 2)
    assert ada("audit", "verify", "--noted", "x").code == 2

    records = ada.records()
    with records._engine.begin() as connection:
        connection.execute(text("DROP TRIGGER audit_no_update"))
        connection.execute(text("UPDATE audit SET who = 'eve' WHERE number = 2"))
    records.close()
    broken = ada("audit", "verify")
    assert broken.code == 1
    assert "broken at row 2" in broken.out
    assert ada("audit", "verify", "--json").json["rows"] == 1
