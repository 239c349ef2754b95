"""The contract suite notices cameras that break the protocol: one fault per camera, one check that must fail."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from camera import CameraSettings, Capabilities, Frame, Token, Trigger
from camera.contract import CHECKS, ContractBroken, Subject
from camera.fake import FakeCamera, FakeOptions
from camera.options import read_options


class Holey(FakeCamera):
    def frames(self, stop: threading.Event) -> Iterator[Token]:
        for token in super().frames(stop):
            yield replace(token, seq=2 * token.seq)


class Mixing(FakeCamera):
    """Answers with another trigger than the one that was fired."""

    def frames(self, stop: threading.Event) -> Iterator[Token]:
        for token in super().frames(stop):
            yield replace(token, trigger=Trigger("somebody else's", "test"))


class Doubling(FakeCamera):
    def frames(self, stop: threading.Event) -> Iterator[Token]:
        for token in super().frames(stop):
            yield token
            yield token


class Reusing(FakeCamera):
    """Writes every picture into the same memory."""

    def __init__(self, options: FakeOptions) -> None:
        buffer = np.zeros((4, 4), np.uint8)

        def fill(n: int) -> np.ndarray:
            buffer[:] = n % 200
            return buffer

        super().__init__(options, picture=fill)


class Deaf(FakeCamera):
    """Goes on when stop is set, until the test is over."""

    over: threading.Event

    def frames(self, stop: threading.Event) -> Iterator[Token]:
        yield from super().frames(stop)
        self.over.wait()


class Forgetful(FakeCamera):
    """Counts from 0 in every session."""

    def frames(self, stop: threading.Event) -> Iterator[Token]:
        for n, token in enumerate(super().frames(stop)):
            yield replace(token, seq=n)


class Obliging(FakeCamera):
    """Accepts any setting."""

    def configure(self, settings: CameraSettings) -> CameraSettings:
        accepted = super().configure(CameraSettings(trigger=settings.trigger))
        return replace(settings, exposure_us=accepted.exposure_us, gain_db=accepted.gain_db)


class Boasting(FakeCamera):
    @property
    def capabilities(self) -> Capabilities:
        return replace(super().capabilities, triggers=frozenset())


class Nameless(FakeCamera):
    @property
    def camera_id(self) -> str:
        return ""


class Swallowing(FakeCamera):
    """Takes triggers at any time and answers none of them."""

    def fire(self, trigger: Trigger) -> None:
        return


class Threaded(FakeCamera):
    """Leaves a thread behind."""

    left: tuple[threading.Event, ...] = ()

    def open(self) -> None:
        super().open()
        release = threading.Event()
        type(self).left += (release,)
        threading.Thread(target=release.wait, daemon=True).start()


class Late(FakeCamera):
    """Stamps frames without a time zone."""

    def frames(self, stop: threading.Event) -> Iterator[Token]:
        for token in super().frames(stop):
            yield replace(token, wall_time=token.wall_time.replace(tzinfo=None)) if isinstance(token, Frame) else token


class Careless(FakeCamera):
    """Drives lines it does not have."""

    def set_output(self, line: str, level: bool) -> None:
        return


def subject(kind: type[FakeCamera]) -> Subject:
    def create(options: Mapping[str, Any]) -> FakeCamera:
        return kind(read_options("fake", FakeOptions, options))

    return Subject(kind.__name__, create, {"ready_ms": 50.0})


@pytest.mark.parametrize(
    ("kind", "check"),
    [
        (Holey, "tokens_are_well_formed"),
        (Late, "tokens_are_well_formed"),
        (Mixing, "answers_each_trigger_once_in_order"),
        (Doubling, "answers_each_trigger_once_in_order"),
        (Swallowing, "refuses_triggers_while_not_grabbing"),
        (Swallowing, "refuses_triggers_in_other_modes"),
        (Reusing, "pictures_own_their_memory"),
        (Forgetful, "counts_on_between_sessions"),
        (Obliging, "refuses_what_it_cannot_do"),
        (Boasting, "is_a_camera"),
        (Nameless, "is_a_camera"),
        (Careless, "drives_its_outputs"),
    ],
)
def test_a_camera_with_this_fault_fails_this_check(kind, check):
    with pytest.raises(ContractBroken):
        CHECKS[check](subject(kind))


def test_a_camera_that_does_not_stop_is_caught(monkeypatch):
    monkeypatch.setattr("camera.contract.STOP_LIMIT_S", 0.2)
    Deaf.over = threading.Event()
    before = set(threading.enumerate())
    try:
        with pytest.raises(ContractBroken, match="did not return within"):
            CHECKS["stops_when_asked"](subject(Deaf))
    finally:
        Deaf.over.set()
        for thread in set(threading.enumerate()) - before:
            thread.join()


def test_a_camera_that_leaves_a_thread_behind_is_caught():
    with pytest.raises(ContractBroken, match="threads are left"):
        CHECKS["opens_and_closes_any_number_of_times"](subject(Threaded))
    for release in Threaded.left:
        release.set()


def test_a_factory_that_ignores_unknown_options_is_caught():
    lenient = Subject("lenient", lambda _: FakeCamera(), {})
    with pytest.raises(ContractBroken, match="no_such_option"):
        CHECKS["unknown_options_are_refused"](lenient)


@pytest.mark.parametrize("check", CHECKS)
def test_a_sound_camera_passes(check):
    CHECKS[check](subject(FakeCamera))
