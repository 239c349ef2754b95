"""What an examination of the station finds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    OK = "OK"
    WARN = "WARN"
    FAIL = "FAIL"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report. `remedy` says what to do where the level is not OK."""

    name: str
    level: Level
    text: str
    remedy: str = ""
