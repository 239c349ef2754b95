"""Work on two halves of a picture at once: OpenCV runs without Python's lock, and the program gives it one thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

_FEWEST = 1 << 20
"""Pixels below which a second thread costs more than it brings."""


def in_halves(height: int, width: int, work: Callable[[slice], None]) -> None:
    """Call `work` on the rows of a picture, on two threads where it is large. Raises what `work` raises."""
    if height * width < _FEWEST:
        work(slice(0, height))
        return
    with ThreadPoolExecutor(1, "lower-half") as other:
        lower = other.submit(work, slice(height // 2, height))
        work(slice(0, height // 2))
        lower.result()
