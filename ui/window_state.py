"""What the window remembers: where it was, full screen, light or dark, the language. A small file of the station."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRect

FILE = "window.json"
_SEEN = 80
"""So much of the window must be on a screen, in logical pixels, for it to be found again."""


@dataclass(frozen=True, slots=True)
class WindowState:
    """`place`: x, y, width, height in logical pixels; None: wherever the desktop puts it. `language` "": of the file
    `station.toml`. Which page was open is not kept: the window always begins on the operator's.
    """

    place: tuple[int, int, int, int] | None = None
    full_screen: bool = False
    dark: bool = False
    language: str = ""


def read_state(path: Path) -> tuple[WindowState, str]:
    """Read the file; a missing one is no trouble, a damaged one is told in the second value and gives the defaults."""
    try:
        values = json.loads(path.read_bytes())
        return _checked(values), ""
    except FileNotFoundError:
        return WindowState(), ""
    except (OSError, ValueError, TypeError) as error:
        return WindowState(), f"{path}: {error}"


def write_state(path: Path, state: WindowState) -> None:
    """Replace the file in one step. Raises OSError."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(json.dumps(asdict(state), indent=1) + "\n", encoding="utf-8")
    os.replace(fresh, path)  # noqa: PTH105 - atomic on every platform


def on_a_screen(place: QRect, screens: list[QRect]) -> QRect | None:
    """`place` moved and shrunk onto the screen that shows most of it; None where no screen shows enough.

    `screens`: what programs may cover of each.
    """
    best = max(screens, key=lambda screen: _area(screen & place), default=None)
    if best is None:
        return None
    seen = best & place
    if seen.width() < _SEEN or seen.height() < _SEEN:
        return None
    fitting = QRect(0, 0, min(place.width(), best.width()), min(place.height(), best.height()))
    fitting.moveTo(
        min(max(place.x(), best.x()), best.x() + best.width() - fitting.width()),
        min(max(place.y(), best.y()), best.y() + best.height() - fitting.height()),
    )
    return fitting


def _area(rect: QRect) -> int:
    return max(0, rect.width()) * max(0, rect.height())


def _checked(values: Any) -> WindowState:
    if not isinstance(values, dict):
        raise TypeError("is not an object")
    known = {one.name for one in fields(WindowState)}
    kept = {key: value for key, value in values.items() if key in known}
    place = kept.pop("place", None)
    if place is not None and not (
        isinstance(place, list) and len(place) == 4 and all(type(one) is int and abs(one) < 1 << 20 for one in place)
    ):
        raise TypeError("place is not four whole numbers")
    for key, kind in (("full_screen", bool), ("dark", bool), ("language", str)):
        if not isinstance(kept.get(key, kind()), kind):
            raise TypeError(f"{key} is not a {kind.__name__}")
    return WindowState(place=tuple(place) if place is not None else None, **kept)
