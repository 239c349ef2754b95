"""Options that several commands share, and how their values are read."""

from __future__ import annotations

import getpass
import inspect
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from station.errors import UsageError

if TYPE_CHECKING:
    from station.config import Config
    from station.db import Records

ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config",
        "-c",
        metavar="FILE",
        help="The configuration; without it STATION_CONFIG, else station.toml in this folder.",
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on stdout and nothing else there.")]
Who = Annotated[
    str | None,
    typer.Option("--who", metavar="NAME", help="Who does this; without it your user name.", show_default=False),
]
Device = Annotated[
    str | None,
    typer.Option(
        "--device", metavar="DEVICE", help="auto, cpu, cuda or cuda:N; without it detector.device.", show_default=False
    ),
]

ORIGIN = "command line"
"""How the audit trail marks what was done here: the name is what the person gave, nobody signed in."""


def spread(command: Callable[..., None]) -> Callable[..., None]:
    """Let the fields of a dataclass among the command's parameters be options of their own, in its place.

    So commands that share many options declare them once, together with what is done with them.
    """
    taken = inspect.signature(command, eval_str=True).parameters
    groups: dict[str, Any] = {name: one.annotation for name, one in taken.items() if is_dataclass(one.annotation)}
    shown: list[inspect.Parameter] = []
    for name, one in taken.items():
        if name not in groups:
            shown.append(one)
            continue
        types = get_type_hints(groups[name], include_extras=True)
        for option in fields(groups[name]):
            default = one.empty if option.default is MISSING else option.default
            shown.append(inspect.Parameter(option.name, one.kind, default=default, annotation=types[option.name]))

    @wraps(command)
    def run(**given: Any) -> None:
        for name, group in groups.items():
            given[name] = group(**{option.name: given.pop(option.name) for option in fields(group)})
        command(**given)

    run.__signature__ = inspect.Signature(shown)  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in shown}
    return run


def read_config(path: Path | None) -> Config:
    """Raises ConfigError."""
    from station import config

    return config.load(config.find_file(path))


@contextmanager
def opened_records(config: Config) -> Iterator[Records]:
    """The records, closed at the end of the block. Raises StorageError, RecordsError."""
    from station.app import open_records

    records = open_records(config, origin=ORIGIN)
    try:
        yield records
    finally:
        records.close()


def person(who: str | None) -> str:
    """The name for the records: the given one, else that of the operating system's user."""
    if who is not None:
        if not who.strip():
            raise UsageError("--who is empty.", "Give a name.")
        return who.strip()
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no such user: a container that runs under a bare number
        return f"user {os.getuid()}" if hasattr(os, "getuid") else "unknown"


def key_values(pairs: Sequence[str], option: str) -> dict[str, Any]:
    """Read KEY=VALUE pairs. A value is a number, true, false or a JSON list where it reads as one, else a text.

    Raises:
        UsageError: not KEY=VALUE, or a key twice.
    """
    values: dict[str, Any] = {}
    for pair in pairs:
        key, equals, text = pair.partition("=")
        key = key.strip()
        if not equals or not key:
            raise UsageError(f"{option} {pair!r} is not KEY=VALUE.", f"An example: {option} rate=0.05")
        if key in values:
            raise UsageError(f"{option} {key} is given twice.", "Give it once.")
        try:
            values[key] = json.loads(text)
        except ValueError:
            values[key] = text
    return values


def numbers(pairs: Sequence[str], option: str) -> dict[str, float]:
    """Read KEY=NUMBER pairs. Raises UsageError."""
    values = key_values(pairs, option)
    for key, value in values.items():
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise UsageError(f"{option} {key}={value} is not a number.", f"An example: {option} {key}=0.05")
    return {key: float(value) for key, value in values.items()}


def recipe_reference(text: str) -> tuple[str, int | None]:
    """Read NAME or NAME@VERSION. Raises UsageError."""
    name, at, version = text.partition("@")
    if not at:
        return name, None
    if not version.isascii() or not version.isdecimal() or int(version) < 1:
        raise UsageError(f"{text!r} does not name a recipe version.", "Write NAME or NAME@VERSION, such as cell@3.")
    return name, int(version)


def moment(text: str | None, option: str) -> datetime | None:
    """Read a date or a date with time, ISO 8601; without a zone it is local time. Raises UsageError."""
    if text is None:
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"{option} {text!r} is not a date or time.", "Write 2026-03-01, 2026-03-01T06:00 or 2026-03-01T06:00Z."
        ) from None
    return read if read.tzinfo is not None else read.astimezone()
