"""What makes all threads of Python wait at once, kept short: turns of the interpreter, and its garbage collector."""

from __future__ import annotations

import atexit
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

TURN_S = 0.0005
"""Painting a window takes the interpreter some fifty times, and each time may wait for as long as one turn of another
thread. At Python's own 5 ms that was most of the time for which the window was blocked."""


def take_short_turns() -> None:
    """Let threads of Python take turns of `TURN_S`; the whole process."""
    sys.setswitchinterval(TURN_S)


@contextmanager
def no_collections() -> Iterator[None]:
    """No garbage collection inside the block, such as while the program is loaded: little of that is garbage."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def set_aside() -> None:
    """Have the collector pass over for good what there is now: looking through it would stop every thread for 0.1 s
    and more.

    To be called few times, after much was loaded that stays. What is part of a cycle then is never collected; all else
    is freed as ever, and all of it when the program ends.
    """
    if not gc.get_freeze_count():
        atexit.register(gc.unfreeze)  # extensions count what is left over at the end, and print it
    gc.freeze()
