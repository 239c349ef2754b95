"""The way to the operator window for those who may not import it."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from station.config import Config
from station.errors import StationError

if TYPE_CHECKING:
    from station.services import Station

_NOT_SEEN = ("offscreen", "minimal", "vnc")


def has_display(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """Whether there is a screen to show a window on."""
    chosen = environ.get("QT_QPA_PLATFORM", "")
    if chosen.split(":")[0] in _NOT_SEEN:
        return False
    if platform in ("win32", "darwin") or chosen:
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def open_station(config: Config, build: Callable[[], Station], **options: Any) -> int:
    """Show the operator window, build the station behind it, run it until the window is closed, close it.

    Main thread only. Returns the exit code. `options`: those of `ui.start.run_station`.

    Raises:
        StationError: Qt is not there or cannot be loaded.
        What `build` raises, after somebody has read it in the window.
    """
    try:
        # by name: `station` does not know `ui`, and whoever needs no window loads no Qt
        start = importlib.import_module("ui.start")
    except ImportError as error:
        raise StationError(
            f"The window cannot be opened: {error}.", "Use --headless, or install what Qt needs; see `station doctor`."
        ) from error
    code: int = start.run_station(config, build, **options)
    return code
