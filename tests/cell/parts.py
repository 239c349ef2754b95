"""Parts with a picture each. Every picture says in itself which part it shows and whether that is defective."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np

from station.images import Image

HEIGHT, WIDTH = 96, 128
NUMBER_BITS = 20
_DEFECT_EVERY = 3
_TURN_S = 0.1


def is_defect(number: int) -> bool:
    """Known beforehand, and without a pattern that a slip by one or two parts would keep."""
    return bool(np.random.default_rng(7_000_000 + number).integers(_DEFECT_EVERY) == 0)


def picture_of(number: int, *, defect: bool | None = None) -> Image:
    """A woven grey texture, a bright scratch where the part is defective, and the number in the lowest bits."""
    rng = np.random.default_rng(number)
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH]
    weave = 12 * np.sin(columns * 0.8) + 12 * np.sin(rows * 0.8)
    image = 110 + weave + rng.normal(0, 4, (HEIGHT, WIDTH))
    if is_defect(number) if defect is None else defect:
        top, left = int(rng.integers(8, HEIGHT - 40)), int(rng.integers(8, WIDTH - 40))
        image[top : top + 26, left : left + 26] = 235 + rng.normal(0, 6, (26, 26))
    pixels = np.clip(image, 0, 255).astype(np.uint8)
    bits = (number >> np.arange(NUMBER_BITS)) & 1
    pixels[0, :NUMBER_BITS] = (pixels[0, :NUMBER_BITS] & 0xFE) | bits.astype(np.uint8)
    return pixels


def number_in(image: Image) -> int:
    """The part that a picture shows. It is that part's picture only if all of it is `picture_of` the number."""
    return int(((image[0, :NUMBER_BITS].astype(np.int64) & 1) << np.arange(NUMBER_BITS)).sum())


class Stage:
    """What lies under the camera: one part at a time, put there by whoever asks for its picture.

    The emulated camera shows the files of a folder in turns, so the part is put into all of them. A part stays until
    the station has answered for every trigger that it took, as a gripper waits for the end of an exposure: a picture
    of the next part can then only be a mistake of the station.
    """

    FILES = ("a.png", "b.png", "c.png")

    def __init__(self, folder: Path, in_flight: Callable[[], int]) -> None:
        self._folder = folder
        self._in_flight = in_flight
        self._lock = threading.Lock()
        self._numbers = threading.Lock()
        self._last = 0
        self._others_wait = False
        self.now: int | None = None
        folder.mkdir(parents=True, exist_ok=True)
        self._show(0)

    def next_number(self) -> int:
        with self._numbers:
            self._last += 1
            return self._last

    @contextmanager
    def placed(self, number: int, gave_up: Callable[[], bool] = lambda: False) -> Iterator[None]:
        """Put a part under the camera for the length of the block, and for as long as the station owes an answer."""
        ends = time.monotonic() + _TURN_S
        while self._others_wait and time.monotonic() < ends:
            time.sleep(0.001)
        with self._lock:
            self._show(number)
            self.now = number
            try:
                yield
            finally:
                while self._in_flight() and not gave_up():
                    time.sleep(0.002)
                self.now = None

    def try_place(self, number: int) -> bool:
        """As `placed`, for those that may not wait; end it with `try_clear` until that is true."""
        self._others_wait = not self._lock.acquire(blocking=False)
        if self._others_wait:
            return False
        self._show(number)
        self.now = number
        return True

    def try_clear(self) -> bool:
        """Take away what `try_place` put there; False: the station still owes an answer."""
        if self._in_flight():
            return False
        self.now = None
        self._lock.release()
        return True

    def _show(self, number: int) -> None:
        image = picture_of(number)
        for name in self.FILES:
            fresh = self._folder.parent / f".{name}"
            assert cv2.imwrite(str(fresh), image)
            fresh.replace(self._folder / name)  # at once: the camera reads whenever it is triggered
