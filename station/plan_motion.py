"""Whether a part was moved by hand since the last picture, and lies still again."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from station.images import Image

SIDE = 64
MOVED = 0.02
"""Share of the picture's own contrast that must differ from the picture before."""
STILL = 0.5
"""Two looks after each other may differ by so much of what counts as moved."""


class Motion:
    """Compares small copies. What differs is measured against the contrast of the picture, so that light does not
    matter: a dark picture is moved as easily as a bright one. For one thread."""

    def __init__(self, before: Image) -> None:
        self._before = _small(before)
        self._last: NDArray[np.float32] | None = None
        self._moved = False

    def look(self, image: Image) -> bool:
        """Return whether the part was moved and lies still now."""
        now, last = _small(image), self._last
        self._last = now
        if now.shape != self._before.shape:
            return False
        self._moved = _differ(now, self._before) > MOVED
        return self._moved and last is not None and _differ(now, last) < STILL * MOVED


def _small(image: Image) -> NDArray[np.float32]:
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY) if image.ndim == 3 else image
    return cv2.resize(grey, (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)


def _differ(one: NDArray[np.float32], two: NDArray[np.float32]) -> float:
    contrast = max(float(one.max() - one.min()), float(two.max() - two.min()), 1e-6)
    # brightness as a whole goes with the mains and the lamp, not with the part
    gap = (one - one.mean()) - (two - two.mean())
    return float(np.abs(gap).mean()) / contrast
