"""What is wrong with a file of settings, in one line for a person."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from station.errors import ConfigError


def read_toml(path: Path, *, absent: str, unreadable: str = "", broken: str = "") -> dict[str, Any]:
    """Read a file of settings. Raises ConfigError, with the hint for what is wrong with the file."""
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except FileNotFoundError:
        raise ConfigError(f"{path}: there is no such file.", absent) from None
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror or error}).", unreadable) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: is not TOML: {error}", broken) from error


def first_problem(
    error: ValidationError,
    key_of: Callable[[Sequence[int | str]], list[str]],
    known: Callable[[Sequence[str]], str] = lambda _key: "",
) -> str:
    """One line for a person from pydantic's list: dotted key, what is wrong, what is allowed.

    `key_of` writes pydantic's location as the parts of the key in the file; `known` says, for those of an unknown key,
    which are known.
    """
    problems = error.errors(include_url=False)
    problem = problems[0]
    parts = key_of(problem["loc"])
    key = ".".join(parts)
    context = problem.get("ctx", {})
    match problem["type"]:
        case "extra_forbidden":
            text = f"{key}: unknown key{known(parts)}"
        case "missing":
            text = f"{key}: missing"
        case "union_tag_invalid":
            text = f"{key}.kind: {context.get('tag')!r} is not one of {context.get('expected_tags')}"
        case "union_tag_not_found":
            text = f"{key}.kind: missing"
        case "value_error":
            message = problem["msg"].removeprefix("Value error, ")
            text = f"{key}: {message}" if key else message
        case _:
            text = f"{key}: {problem['msg'][0].lower()}{problem['msg'][1:]}, not {problem['input']!r}"
    more = len(problems) - 1
    return text + (f" (and {more} more)" if more else "")
