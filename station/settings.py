"""Settings that were changed at the station, beside those of station.toml.

<data folder>/settings.json holds, for each changed setting, its value, what station.toml said then, who and when. It
holds until somebody changes the same setting in station.toml: whoever spoke last is right.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from station.audit import Act, Entry
from station.config import Config
from station.db.audit_rows import AuditTrail
from station.errors import ConfigError, StorageError
from station.images import write_file
from station.plain import plain

FILE = "settings.json"
SCHEMA = 1
CAMERA = ("trigger", "line", "exposure_us", "gain_db", "pixel_format", "roi")
IMAGES = ("keep_passes", "max_gb", "max_age_days", "keep_rejects_days")
KEYS = (*(f"camera.{key}" for key in CAMERA), *(f"images.{key}" for key in IMAGES))


class _Changed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    value: Any
    file_says: Any
    device: str = ""
    who: str
    at: datetime


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_: int
    settings: dict[str, _Changed]


@dataclass(frozen=True, slots=True)
class Changed:
    """One setting that does not follow station.toml. Values are plain JSON."""

    key: str
    value: Any
    file_says: Any
    who: str
    at: datetime


class Settings:
    """The settings of one station. Thread-safe. `config` is what station.toml (and the environment) say."""

    def __init__(self, config: Config) -> None:
        self._base = config
        self._path = config.data_dir / FILE
        self._lock = threading.Lock()

    @property
    def path(self) -> Path:
        return self._path

    def effective(self) -> Config:
        """What the station is to use. Raises ConfigError: the file is damaged, or a value is not possible any more."""
        values = {one.key: one.value for one in self.changed()}
        return with_settings(self._base, values, origin=str(self._path))

    def changed(self) -> tuple[Changed, ...]:
        """The settings in force that do not follow station.toml, by key. Raises ConfigError."""
        return tuple(
            Changed(key, one.value, one.file_says, one.who, one.at)
            for key, one in sorted(self._read().items())
            if self._holds(key, one)
        )

    def drop_overruled(self) -> tuple[Changed, ...]:
        """Forget what station.toml has overruled since, so that it does not come back; returns what that was.

        Raises ConfigError, StorageError.
        """
        with self._lock:
            there = self._read()
            gone = {key: one for key, one in there.items() if not self._holds(key, one)}
            if gone:
                self._write({key: one for key, one in there.items() if key not in gone})
        return tuple(Changed(key, one.value, one.file_says, one.who, one.at) for key, one in sorted(gone.items()))

    def change(self, values: Mapping[str, Any], audit: AuditTrail, act: Act, *, who: str, why: str) -> Config:
        """Set what is named, such as {"camera.exposure_us": 5000.0}, and record it; returns what is in force then.

        A value that is what station.toml says follows it again. File and audit row come together, or neither.

        Raises:
            ConfigError: a value that is not possible; nothing was changed.
            StorageError, RecordsError: nothing was changed.
        """
        unknown = sorted(set(values) - set(KEYS))
        if unknown:
            raise ConfigError(f"{unknown[0]}: cannot be changed at the station.", "Change it in station.toml.")
        with self._lock:
            there = {key: one for key, one in self._read().items() if self._holds(key, one)}
            now = with_settings(self._base, {key: one.value for key, one in there.items()}, origin=str(self._path))
            wanted = {key: plain(value) for key, value in values.items()}
            before = {key: _value(now, key) for key in wanted}
            at = datetime.now(UTC)
            new = dict(there)
            for key, value in wanted.items():
                says = _value(self._base, key)
                if value == says:
                    new.pop(key, None)
                elif value != before[key]:
                    new[key] = _Changed(value=value, file_says=says, device=self._device(key), who=who, at=at)
            changed = with_settings(self._base, {key: one.value for key, one in new.items()}, origin="settings")
            after = {key: _value(changed, key) for key in wanted}
            if after == before:
                return changed
            differ = [key for key in wanted if before[key] != after[key]]
            subject = differ[0].partition(".")[0]
            entry = Entry(act, f"settings {subject}", who, why, {key: before[key] for key in differ},
                          {key: after[key] for key in differ})  # fmt: skip
            old = self._path.read_bytes() if self._path.exists() else None
            try:
                audit.add(entry, act=lambda: self._write(new))
            except BaseException:
                self._put_back(old)
                raise
            return changed

    def _holds(self, key: str, one: _Changed) -> bool:
        return one.file_says == _value(self._base, key) and one.device == self._device(key)

    def _device(self, key: str) -> str:
        """Which camera a setting was made for: with another one in station.toml it means nothing."""
        if not key.startswith("camera."):
            return ""
        section = plain(self._base.camera.model_dump(exclude={*CAMERA, "watchdog_ms", "ready_ms"}))
        return json.dumps(section, sort_keys=True)

    def _read(self) -> dict[str, _Changed]:
        try:
            text = self._path.read_text(encoding="utf-8")
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"{self._path}: cannot be read ({error}).", _REMEDY) from error
        try:
            values = json.loads(text)
            if not isinstance(values, dict) or values.pop("schema", None) != SCHEMA:
                raise ValueError(f"this program reads schema {SCHEMA}")
            read = _File(schema_=SCHEMA, **values)
        except (TypeError, ValueError) as error:
            raise ConfigError(f"{self._path}: is not what this program writes.", _REMEDY) from error
        if unknown := sorted(set(read.settings) - set(KEYS)):
            raise ConfigError(f"{self._path}: {unknown[0]} is not a setting of this program.", _REMEDY)
        return read.settings

    def _write(self, settings: Mapping[str, _Changed]) -> None:
        body = {key: one.model_dump(mode="json") for key, one in sorted(settings.items())}
        write_file(self._path, json.dumps({"schema": SCHEMA, "settings": body}, indent=1).encode())

    def _put_back(self, old: bytes | None) -> None:
        if old is None:
            self._path.unlink(missing_ok=True)
        elif not self._path.exists() or self._path.read_bytes() != old:
            with contextlib.suppress(StorageError):  # what made this necessary is told already
                write_file(self._path, old)


_REMEDY = "Put it back from a backup, or remove it: then everything follows station.toml again."


def with_settings(config: Config, values: Mapping[str, Any], *, origin: str) -> Config:
    """`config` with some of `KEYS` replaced, checked as station.toml is. Raises ConfigError."""
    sections: dict[str, dict[str, Any]] = {}
    for key, value in values.items():
        section, _, name = key.partition(".")
        sections.setdefault(section, {})[name] = value
    updates: dict[str, Any] = {}
    for section, changes in sections.items():
        part = getattr(config, section)
        try:
            updates[section] = type(part).model_validate({**part.model_dump(), **changes})
        except ValidationError as error:
            problem = error.errors(include_url=False)[0]
            where = ".".join((section, *(str(one) for one in problem["loc"])))
            raise ConfigError(
                f"{origin}: {where}: {problem['msg'][0].lower()}{problem['msg'][1:]}, not {problem['input']!r}"
            ) from None
    return config.model_copy(update=updates) if updates else config


def _value(config: Config, key: str) -> Any:
    section, _, name = key.partition(".")
    return plain(getattr(getattr(config, section), name))
