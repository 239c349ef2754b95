"""Somebody who stands at the station while a capture plan runs."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from camera.fake import FakeCamera, FakeOptions
from camera.fake_script import Step
from station.accounts import command_line
from station.capture_plan import Plan, parse
from station.images import Image
from station.plan_words import ENDED, Answer, Ask, PlanProgress, PlanState
from station.services import Station

ENGINEER = command_line("engineer")
WAIT_S = 60.0
SIDE = 64
QUICK = {"reconnect_first_ms": 20, "reconnect_most_ms": 50}
"""[line] of a station that soon looks for its camera again."""


def picture(number: int) -> Image:
    """Blotches; no two are the same."""
    blotches = np.random.default_rng(number).integers(90, 130, (6, 6)).astype(np.float32)
    return cv2.resize(blotches, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC).clip(0, 255).astype(np.uint8)


def make_camera(script: Sequence[Step] = ()) -> FakeCamera:
    """A simulated camera that never takes the same picture twice."""
    numbers = count()
    options = FakeOptions(width=SIDE, height=SIDE, watchdog_ms=60_000)
    return FakeCamera(options, script=script, picture=lambda _: picture(next(numbers)))


def make_plan(folder: Path, *setups: Mapping[str, Any], **changes: Any) -> Plan:
    """A plan without a wait for the arm; by default a good sheet and one with a fold, both by hand."""
    blocks = setups or (
        {"number": 1, "title": "Good sheet", "label": "good"},
        {"number": 2, "title": "Folded sheet", "label": "fold", "note": "by hand"},
    )
    values = {"schema": 1, "name": "sheets", "output": "out", "settle_s": 0, "shots": 2, **changes}
    return parse({**values, "setup": [dict(one) for one in blocks]}, base=folder)


def until(condition: Callable[[], bool], words: Callable[[], object] = lambda: "") -> None:
    end = time.monotonic() + WAIT_S
    while not condition():
        assert time.monotonic() < end, words()
        time.sleep(0.005)


def now(station: Station) -> PlanProgress:
    found = station.plans.progress()
    assert found is not None
    return found


def reach(station: Station, state: PlanState, kind: Ask | None = None) -> PlanProgress:
    """Wait for a state, and for a question of a kind."""

    def there() -> bool:
        seen = now(station)
        return seen.state is state and (kind is None or (seen.question is not None and seen.question.kind is kind))

    until(there, lambda: now(station))
    return now(station)


def serve(station: Station, *, taken: int | None = None, unfit: Answer = Answer.KEEP) -> PlanProgress:
    """Do what is asked until the plan ends, or until so many pictures are taken and something is asked."""
    end = time.monotonic() + WAIT_S
    while True:
        seen = now(station)
        if seen.state in ENDED:
            assert station.plans.wait(WAIT_S)
            return seen
        if seen.question is not None:
            if taken is not None and seen.done >= taken:
                return seen
            station.plans.answer(ENGINEER, unfit if seen.question.kind is Ask.UNFIT else Answer.CONFIRM)
            before = seen.question
            until(lambda before=before: now(station).question is not before)
        assert time.monotonic() < end, seen
        time.sleep(0.005)
