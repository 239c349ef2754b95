"""The way to the operator window for those who may not import it."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Mapping
from typing import Any

from station.errors import StationError

_NOT_SEEN = ("offscreen", "minimal", "vnc")


def has_display(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """Whether there is a screen to show a window on."""
    chosen = environ.get("QT_QPA_PLATFORM", "")
    if chosen.split(":")[0] in _NOT_SEEN:
        return False
    if platform in ("win32", "darwin") or chosen:
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def open_window(station: Any, *, autostart: bool = False, on_ready: Callable[[Any], None] | None = None) -> int:
    """Show the operator window until it is closed; main thread only. Returns the exit code.

    Raises:
        StationError: Qt is not there or cannot be loaded.
    """
    try:
        # by name: `station` does not know `ui`, and whoever needs no window loads no Qt
        application = importlib.import_module("ui.app")
    except ImportError as error:
        raise StationError(
            f"The window cannot be opened: {error}.", "Use --headless, or install what Qt needs; see `station doctor`."
        ) from error
    code: int = application.run_window(station, autostart=autostart, on_ready=on_ready)
    return code
