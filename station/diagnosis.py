"""Everything that helps somebody elsewhere to see what is wrong with a station, in one zip file, without secrets.

Left out: pictures, models, accounts, the database itself. Passwords in the database's URL, values under names that
sound like a secret, and whatever these are wherever else they turn up, are replaced by ***.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import os
import platform
import re
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from station.accounts import Session
from station.audit import Act, Entry
from station.config import Config
from station.db import Records
from station.errors import EXPLAINED, explain
from station.images import temp_path, whole_file
from station.log_file import log_files
from station.permissions import Action
from station.plain import plain, to_json
from station.types import StationStatus

if TYPE_CHECKING:
    from station.doctor import Finding

HIDDEN = "***"
_EVENTS, _ACTIVATIONS = 500, 50
_UNREADABLE: tuple[type[Exception], ...] = (*EXPLAINED, OSError)
_SECRET_NAME = re.compile(
    r"(?i)password|passwd|passphrase|secret|token|credential|private|api_?key|(^|_)(pass|key|auth|pwd|pin)(_|$)"
)
_IN_URL = re.compile(r"(?P<before>[a-z][a-z0-9+.-]*://[^\s:/@\"']*):(?P<secret>[^\s@\"']+)@", re.IGNORECASE)
_IN_TEXT = re.compile(
    r"""(?ix) (?P<name> [\w-]* (?: password | passwd | pwd | secret | token | api[_-]?key ) ["']? \s* [=:] \s* )
        (?P<secret> "[^"]*" | '[^']*' | [^\s,;&"')}\]]+ )"""
)
_OWN = ("STATION_", "PG")
_ENVIRONMENT = ("STATION_", "QT_", "OMP_", "CUDA_", "PYLON_", "DISPLAY", "WAYLAND_DISPLAY", "LANG", "LC_ALL", "TZ")


@dataclass(frozen=True, slots=True)
class Bundle:
    """A diagnostic bundle that was written. `parts`: names of the files in it."""

    path: Path
    bytes: int
    parts: tuple[str, ...]


class Diagnosis:
    """Writes diagnostic bundles. Thread-safe; takes seconds.

    `examine` gives the findings of `station doctor`, `status` the station's; None: none runs in this program.
    """

    def __init__(
        self,
        config: Callable[[], Config],
        records: Records,
        *,
        examine: Callable[[], Iterable[Finding]],
        status: Callable[[], StationStatus] | None = None,
    ) -> None:
        self._config = config
        self._records = records
        self._examine = examine
        self._status = status

    def about(self) -> dict[str, Any]:
        """Versions of the program, of what it is built on, and of the machine. Quick."""
        packages = sorted(
            {
                (found.name, found.version)
                for found in importlib.metadata.distributions()
                if found.metadata is not None and found.name
            }
        )
        return {
            "program": importlib.metadata.version("inspection-station"),
            "python": sys.version,
            "system": platform.platform(),
            "machine": platform.machine(),
            "processors": os.cpu_count(),
            "packages": [f"{name} {version}" for name, version in packages],
        }

    def check(self) -> tuple[Finding, ...]:
        """Look at everything that `station doctor` looks at; a camera that is in use is left alone. Seconds."""
        return tuple(self._examine())

    def write(self, by: Session, path: Path) -> Bundle:
        """Write a bundle to `path`, whole or not at all; `.zip` is added if missing.

        What cannot be looked at is in the bundle as a sentence. Raises NotPermitted, StorageError.
        """
        by.require(Action.MAKE_DIAGNOSIS)
        if path.is_dir():
            path = path / f"station-diagnosis-{datetime.now():%Y%m%d-%H%M%S}.zip"
        elif path.suffix.lower() != ".zip":
            path = path.with_name(path.name + ".zip")
        config = self._config()
        hide = Hiding.of(config)
        parts = []
        with whole_file(path, temp_path(path), make=True) as out:
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
                for name, found in self._parts(config):
                    text = hide.text(found) if isinstance(found, str) else to_json(hide.value(plain(found)))
                    archive.writestr(name, text)
                    parts.append(name)
            size = out.tell()
        with contextlib.suppress(*EXPLAINED):  # a database that does not answer is one of the reasons for a bundle
            self._records.audit.add(Entry(Act.DIAGNOSIS_MADE, "station", by.name, after={"file": path.name}))
        return Bundle(path, size, tuple(parts))

    def _parts(self, config: Config) -> Iterator[tuple[str, Any]]:
        """Name and content of each file: a text, or plain values."""
        records = self._records
        environment = {name: value for name, value in sorted(os.environ.items()) if name.startswith(_ENVIRONMENT)}
        yield "about.json", {**self.about(), "at": datetime.now(UTC), "environment": environment}
        yield "config.json", config.model_dump(by_alias=True)
        if self._status is not None:
            yield "status.json", self._status()
        yield "doctor.json", {"findings": self.check()}
        yield "events.json", _or_words(lambda: records.events(limit=_EVENTS))
        yield (
            "recipes.json",
            _or_words(
                lambda: {
                    "active": records.active(),
                    "newest": records.recipes(),
                    "activations": records.activations(limit=_ACTIVATIONS),
                }
            ),
        )
        yield "counts.json", _or_words(lambda: {"by_verdict": records.counts(), "stored_bytes": records.stored_bytes()})
        yield "audit.json", _or_words(records.audit.verify)
        for file in log_files(config.data_dir):
            yield f"logs/{file.name}", _text_of(file)


def _text_of(file: Path) -> Any:
    return _or_words(lambda: file.read_text(encoding="utf-8", errors="replace"))


def _or_words(read: Callable[[], Any]) -> Any:
    """What there is, or why it cannot be had."""
    try:
        return read()
    except _UNREADABLE as error:
        return {"cannot_be_read": explain(error)}


class Hiding:
    """Replaces secrets by ***: by name, in URLs, and wherever a secret that is known turns up."""

    def __init__(self, secrets: Iterable[str]) -> None:
        # short ones would tear ordinary words apart, and are hidden by name and in URLs all the same
        self._secrets = sorted({one for one in secrets if len(one) >= 4}, key=len, reverse=True)

    @classmethod
    def of(cls, config: Config, environ: Mapping[str, str] = os.environ) -> Hiding:
        """What is secret in a configuration and in the environment."""
        found: list[str] = []
        _collect(plain(config.model_dump(by_alias=True)), found)
        _collect({name: value for name, value in environ.items() if name.startswith(_OWN)}, found)
        return cls(found)

    def text(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        text = _IN_URL.sub(rf"\g<before>:{HIDDEN}@", text)
        return _IN_TEXT.sub(rf"\g<name>{HIDDEN}", text)

    def value(self, value: Any) -> Any:
        """The same for plain JSON: whatever stands under a name that sounds like a secret goes as a whole."""
        match value:
            case dict():
                return {
                    self.text(key): HIDDEN if _SECRET_NAME.search(key) and item not in (None, "") else self.value(item)
                    for key, item in value.items()
                }
            case list():
                return [self.value(item) for item in value]
            case str():
                return self.text(value)
        return value


def _collect(value: Any, found: list[str]) -> None:
    match value:
        case dict():
            for key, item in value.items():
                if _SECRET_NAME.search(key):
                    found.extend(_texts(item))
                _collect(item, found)
        case list():
            for item in value:
                _collect(item, found)
        case str():
            for match in _IN_URL.finditer(value):
                found += [match["secret"], unquote(match["secret"])]


def _texts(value: Any) -> list[str]:
    match value:
        case str():
            return [value]
        case dict():
            return [text for item in value.values() for text in _texts(item)]
        case list():
            return [text for item in value for text in _texts(item)]
    return []
