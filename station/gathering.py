"""Some raw pictures of the same thing, one after the other, from a camera that is open already."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from camera.api import Frame
from detectors import Cancelled
from station.errors import StateError

PATIENCE_S = 10.0
_LOOK_S = 0.005


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """Raw pictures of one kind, in the order in which they were taken."""

    pictures: tuple[NDArray[Any], ...]
    camera_id: str


def gather(
    live: Callable[[], Frame | None],
    count: int,
    *,
    progress: Callable[[float, str], None] = lambda _fraction, _stage: None,
    cancelled: Callable[[], bool] = lambda: False,
    patience_s: float = PATIENCE_S,
) -> Gathered:
    """Wait for `count` pictures that were not there before; `live` gives the newest one, or None. Takes seconds.

    Raises:
        StateError: for `patience_s` no new picture came.
        Cancelled
    """
    before = live()
    last = None if before is None else _mark(before)
    found: list[Frame] = []
    since = time.monotonic()
    while len(found) < count:
        if cancelled():
            raise Cancelled("Taking the pictures was cancelled.", "Nothing was stored.")
        frame = live()
        if frame is not None and _mark(frame) != last:
            last = _mark(frame)
            found.append(frame)
            progress(len(found) / count, "taking pictures")
            since = time.monotonic()
            continue
        if time.monotonic() - since > patience_s:
            raise StateError(
                f"No new picture came for {patience_s:g} seconds; {len(found)} of {count} were taken.",
                "Start the live view, and see that the camera is triggered.",
            )
        time.sleep(_LOOK_S)
    return Gathered(tuple(one.image for one in found), found[-1].camera_id)


def _mark(frame: Frame) -> tuple[int, int]:
    # a camera that was opened anew counts from zero again
    return frame.seq, frame.captured_ns
