"""What a scripted detector does on each image: score, fail, wait or hang."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from detectors.api import Image


@dataclass(frozen=True, slots=True)
class Delay:
    """Answer `then` only after `seconds`, by the script's clock."""

    seconds: float
    then: Step = None


@dataclass(frozen=True, slots=True)
class Hang:
    """Do not answer until `released` is set, then answer `then`. `entered` is set when the image arrives."""

    released: threading.Event
    entered: threading.Event = field(default_factory=threading.Event)
    then: Step = None


Step = float | BaseException | type[BaseException] | Delay | Hang | None
"""A score (NaN and infinity included), an exception to raise, a wait, or None: score the image honestly."""

Scripted = Callable[[int, Image], Step] | Sequence[Step]
"""Called with the number of the image since the script began, or one step per image; after the last one, honest."""


class Script:
    """Play a script. `sleep` is the clock that delays use; a test passes its own."""

    def __init__(self, steps: Scripted = (), *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._steps = steps
        self._sleep = sleep
        self._lock = threading.Lock()
        self._images = 0

    @property
    def images(self) -> int:
        """Images seen so far, by every detector that plays this script."""
        return self._images

    def play(self, image: Image, honest: Callable[[], float]) -> float:
        """Return the score for the next image; `honest` computes the true one.

        Raises:
            BaseException: what the script says.
        """
        with self._lock:
            number = self._images
            self._images += 1
        if callable(self._steps):
            step = self._steps(number, image)
        else:
            step = self._steps[number] if number < len(self._steps) else None
        return self._do(step, honest)

    def _do(self, step: Step, honest: Callable[[], float]) -> float:
        match step:
            case None:
                return honest()
            case Delay():
                self._sleep(step.seconds)
                return self._do(step.then, honest)
            case Hang():
                step.entered.set()
                step.released.wait()
                return self._do(step.then, honest)
            case float() | int():
                return float(step)
            case _:
                raise step
