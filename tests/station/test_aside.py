from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from typing import Any

import pytest

from detectors import Cancelled
from station.aside import NICENESS, Kind, Note, Tell, run_aside
from station.errors import ImageFileError, TrainingError

KIND = Kind("errand", "Nothing was done.")


def priorities(_argument: None, _tell: Tell, _cancelled: Callable[[], bool]) -> tuple[int, str | None]:
    return os.nice(0), os.environ.get("OMP_WAIT_POLICY")


def wait_for_a_priority(wanted: int, tell: Tell, cancelled: Callable[[], bool]) -> int:
    tell("here")
    resting = threading.Event()
    while os.nice(0) < wanted and not cancelled():
        resting.wait(0.01)
    return os.nice(0)


def warn_and_fail(text: str, tell: Tell, _cancelled: Callable[[], bool]) -> None:
    logging.getLogger("somebody").warning("odd: %s", text)
    tell(("told", 1))
    raise ImageFileError("no such picture", "Look elsewhere.")


def wait_until_cancelled(_argument: None, tell: Tell, cancelled: Callable[[], bool]) -> None:
    tell("here")
    resting = threading.Event()
    while not cancelled():
        resting.wait(0.01)
    raise Cancelled("stopped")


def nothing(_told: Any) -> None:
    return


@pytest.mark.skipif(not hasattr(os, "nice"), reason="needs priorities of POSIX")
def test_work_beside_a_running_line_steps_back_and_other_work_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_WAIT_POLICY", raising=False)
    own = os.nice(0)
    assert run_aside(priorities, None, kind=KIND, hear=nothing) == (own, None)
    stepped = run_aside(priorities, None, kind=KIND, hear=nothing, gentle=lambda: True)
    assert stepped == (min(19, own + NICENESS), "PASSIVE")


@pytest.mark.skipif(not os.path.isdir("/proc/self/task"), reason="needs Linux")  # noqa: PTH112
def test_work_that_runs_when_the_line_starts_is_pushed_back() -> None:
    if os.nice(0) >= NICENESS:
        pytest.skip("this process has stepped back itself")
    begun = threading.Event()
    reached = run_aside(wait_for_a_priority, NICENESS, kind=KIND, hear=lambda _told: begun.set(), gentle=begun.is_set)
    assert reached == NICENESS


def test_what_it_tells_and_warns_of_arrives_and_its_error_keeps_code_and_hint() -> None:
    heard: list[Any] = []
    with pytest.raises(TrainingError, match="no such picture") as caught:
        run_aside(warn_and_fail, "this", kind=KIND, hear=heard.append)
    assert heard == [Note("odd: this"), ("told", 1)]
    assert (caught.value.hint, caught.value.exit_code) == ("Look elsewhere.", 3)


def test_it_is_cancelled_in_its_own_words() -> None:
    begun = threading.Event()
    with pytest.raises(Cancelled) as caught:
        run_aside(wait_until_cancelled, None, kind=KIND, hear=lambda _told: begun.set(), cancelled=begun.is_set)
    assert (caught.value.message, caught.value.hint) == ("The errand was cancelled.", "Nothing was done.")
