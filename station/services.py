"""The facade that the window and the command line use."""

from __future__ import annotations

from station.types import Result

__all__ = ["Result"]
