"""What the simulated camera is told to do, step by step.

| step | as a word | what it does |
|---|---|---|
| Deliver | `deliver 10` | so many good pictures |
| Gap | `gap 2` | so many pictures lost on the way: see below |
| BadBuffer | `bad_buffer` | so many pictures that arrive damaged |
| Stall | `stall` | the camera falls silent: CameraLost after the watchdog time |
| Unplug | `unplug 2` | CameraLost now; then `open` fails with CameraNotFound so many times |
| Refuse | `refuse 3` | so many calls of `fire` are refused |
| Burst | `burst 20` | so many good pictures without the usual pause: over-triggering |

A gap answers a software trigger with a LostFrame. Nobody asked for the pictures of the other trigger modes, so there
a gap is what a real camera shows: a hole in `seq`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from camera.api import CameraConfigError, Image


@dataclass(frozen=True, slots=True)
class Deliver:
    times: int = 1
    image: Image | None = None
    """None: the camera makes a picture."""
    exposure_us: float | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    times: int = 1


@dataclass(frozen=True, slots=True)
class BadBuffer:
    times: int = 1
    detail: str = "simulated damage"


@dataclass(frozen=True, slots=True)
class Stall:
    times: int = 1


@dataclass(frozen=True, slots=True)
class Unplug:
    failing_opens: int = 0


@dataclass(frozen=True, slots=True)
class Refuse:
    times: int = 1


@dataclass(frozen=True, slots=True)
class Burst:
    times: int = 1


Step = Deliver | Gap | BadBuffer | Stall | Unplug | Refuse | Burst

_WORDS: dict[str, type[Step]] = {
    "deliver": Deliver,
    "gap": Gap,
    "bad_buffer": BadBuffer,
    "stall": Stall,
    "unplug": Unplug,
    "refuse": Refuse,
    "burst": Burst,
}


def read_script(words: Iterable[str]) -> tuple[Step, ...]:
    """Turn "deliver 10", "gap", "unplug 2" into steps.

    Raises:
        CameraConfigError: names the step and the possible ones.
    """
    return tuple(_read_step(text) for text in words)


def _read_step(text: str) -> Step:
    word, _, count = text.strip().partition(" ")
    kind = _WORDS.get(word)
    if kind is None or (count and not count.strip().isdigit()):
        raise CameraConfigError(
            f"Camera fake: the script step {text!r} is not known.",
            f"Steps are {', '.join(_WORDS)}, each with a number after it if wanted, such as 'deliver 10'.",
        )
    if not count:
        return kind()
    return Unplug(int(count)) if kind is Unplug else kind(int(count))


class Script:
    """Hand out the steps one picture at a time. Not thread-safe: the camera holds its lock."""

    def __init__(self, steps: Iterable[Step], repeat: bool = False) -> None:
        self._steps = tuple(steps)
        self._repeat = repeat and bool(self._steps)
        self._singles = self._unroll()
        self._next: Step | None = None

    def peek(self) -> Step | None:
        """Look at the next step, with `times` 1; None: the script is over."""
        if self._next is None:
            self._next = next(self._singles, None)
        return self._next

    def take(self) -> Step | None:
        """Take the next step, with `times` 1; None: the script is over."""
        step = self.peek()
        self._next = None
        return step

    def _unroll(self) -> Iterator[Step]:
        while True:
            for step in self._steps:
                if isinstance(step, Unplug):
                    yield step
                    continue
                single = replace(step, times=1)
                for _ in range(step.times):
                    yield single
            if not self._repeat:
                return
