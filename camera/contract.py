"""What every camera must do, as checks that anyone can run on a driver.

    from camera import Registry
    from camera.contract import CHECKS, Subject

    for name, check in CHECKS.items():
        check(Subject.of("mycamera", empty_folder))       # raises ContractBroken

A driver is built through the registry, from the options that its module's `contract_options(folder)` returns. It must
then be able to deliver at least 16 pictures after each `open`, in each trigger mode it declares other than `line`
(nobody here can pull a wire). The checks wait for events, never for a time; a camera that does nothing fails after
`PATIENCE_S`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import numpy as np

from camera.api import (
    Adjustable,
    Camera,
    CameraConfigError,
    CameraError,
    CameraSettings,
    Frame,
    LineOutput,
    Range,
    Roi,
    Token,
    Trigger,
    TriggerMode,
    TriggerRefused,
)
from camera.registry import Registry

PATIENCE_S = 60.0
STOP_LIMIT_S = 10.0
"""Generous to a busy machine; the protocol asks for 0.2 s."""

PICTURES = 6


class ContractBroken(AssertionError):
    """The camera does not do what the protocol says."""


@dataclass(frozen=True)
class Subject:
    """The camera under examination: a way to build it."""

    name: str
    factory: Callable[[Mapping[str, Any]], Camera]
    options: Mapping[str, Any]

    @classmethod
    def of(cls, name: str, folder: Path, registry: Registry | None = None) -> Subject:
        """Prepare the registered camera `name`; `folder` is empty.

        Raises:
            CameraError: no such camera, or its module has no `contract_options`.
        """
        table = registry or Registry()
        return cls(name, table.factory(name), table.contract_options(name, folder))

    def build(self) -> Camera:
        return self.factory(self.options)

    @contextmanager
    def opened(self, mode: TriggerMode | None = None) -> Iterator[Camera]:
        """Build and open a camera, configure it for `mode` where one is given, and close it at the end."""
        camera = self.build()
        camera.open()
        try:
            if mode is not None:
                camera.configure(CameraSettings(trigger=mode))
            yield camera
        finally:
            camera.close()


@dataclass
class Grab:
    """`frames` on a thread of its own, as the station runs it."""

    camera: Camera
    stop: threading.Event = field(default_factory=threading.Event)
    _tokens: SimpleQueue[Token] = field(default_factory=SimpleQueue)
    _errors: list[BaseException] = field(default_factory=list)
    _thread: threading.Thread | None = None

    def __enter__(self) -> Grab:
        self._thread = threading.Thread(target=self._run, name="contract-grab")
        self._thread.start()
        return self

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        if error is None:
            self.end(PATIENCE_S)
            return
        # what went wrong inside the block is what is told; a camera that hangs is not waited for long
        self.stop.set()
        if self._thread is not None:
            self._thread.join(STOP_LIMIT_S)
        for other in self._errors:
            error.add_note(f"frames raised {other!r}")

    def take(self, n: int) -> list[Token]:
        """Wait for the next `n` tokens."""
        taken: list[Token] = []
        while len(taken) < n:
            try:
                taken.append(self._tokens.get(timeout=0.05 if self._ended() else PATIENCE_S))
            except Empty:
                why = f"; it raised {self._errors[0]!r}" if self._errors else ""
                raise ContractBroken(f"only {len(taken)} of {n} pictures came{why}") from None
        return taken

    def rest(self) -> list[Token]:
        """Return what came and was not taken, after `end`."""
        left: list[Token] = []
        while not self._tokens.empty():
            left.append(self._tokens.get())
        return left

    def end(self, limit_s: float | None = None) -> None:
        """Stop, and raise what `frames` raised. It must return within `limit_s`, `STOP_LIMIT_S` without it."""
        limit_s = STOP_LIMIT_S if limit_s is None else limit_s
        self.stop.set()
        self._join(limit_s, f"frames did not return within {limit_s:g} s after stop")

    def wait_for_end(self) -> None:
        """Wait until `frames` ends by itself, and raise what it raised."""
        self._join(PATIENCE_S, f"frames did not end by itself within {PATIENCE_S:g} s")

    def _join(self, limit_s: float, otherwise: str) -> None:
        if self._thread is not None:
            self._thread.join(limit_s)
            _demand(not self._thread.is_alive(), otherwise)
        if self._errors:
            raise self._errors.pop()

    def _ended(self) -> bool:
        return self._thread is not None and not self._thread.is_alive()

    def _run(self) -> None:
        try:
            for token in self.camera.frames(self.stop):
                self._tokens.put(token)
        except BaseException as error:  # noqa: BLE001 - handed to the thread that checks
            self._errors.append(error)


def _demand(condition: bool, otherwise: str) -> None:
    if not condition:
        raise ContractBroken(otherwise)


@contextmanager
def _expect(kind: type[CameraError], what: str) -> Iterator[None]:
    try:
        yield
    except kind as error:
        _demand(bool(error.message), f"{what}: {kind.__name__} without a message")
        return
    raise ContractBroken(f"{what}: {kind.__name__} was not raised")


def _triggers(n: int, tag: str = "t") -> list[Trigger]:
    return [Trigger(id=f"{tag}{i}", source="contract", part_id=f"part {i}") for i in range(n)]


def _modes(camera: Camera) -> list[TriggerMode]:
    return sorted(camera.capabilities.triggers - {"line"})


def _fire(camera: Camera, trigger: Trigger) -> None:
    """Fire as soon as the camera takes it: `frames` may not run yet, or the camera owe a picture."""
    pause, deadline_s = threading.Event(), time.monotonic() + PATIENCE_S
    while True:
        try:
            camera.fire(trigger)
            return
        except TriggerRefused as error:
            _demand(time.monotonic() < deadline_s, f"no trigger is taken while the camera grabs: {error.message}")
        pause.wait(0.01)


def _collect(camera: Camera, grab: Grab, mode: TriggerMode, n: int = PICTURES) -> list[Token]:
    if mode == "software":
        for trigger in _triggers(n):
            _fire(camera, trigger)
    return grab.take(n)


def is_a_camera(subject: Subject) -> None:
    """It has the protocol's methods, an identity and honest capabilities before it is opened."""
    camera = subject.build()
    _demand(isinstance(camera, Camera), f"{type(camera).__name__} lacks methods of camera.api.Camera")
    _demand(isinstance(camera.camera_id, str) and camera.camera_id != "", "camera_id is empty before open")
    able = camera.capabilities
    _demand(able.triggers != frozenset(), "no trigger mode is declared")
    _demand(able.triggers <= {"free_run", "software", "line"}, f"unknown trigger mode among {set(able.triggers)}")
    _demand(able == subject.build().capabilities, "two cameras with the same options declare different capabilities")
    _demand(not able.outputs or isinstance(camera, LineOutput), "outputs are declared, but LineOutput is not there")


def unknown_options_are_refused(subject: Subject) -> None:
    """An option nobody knows is a CameraConfigError that names it."""
    name = "no_such_option"
    try:
        subject.factory({**subject.options, name: 1})
    except CameraConfigError as error:
        _demand(name in error.message, f"the error does not name {name}: {error.message}")
        return
    raise ContractBroken(f"the option {name} was accepted")


def opens_and_closes_any_number_of_times(subject: Subject) -> None:
    """Close works before open, twice, and open works after close; no thread is left."""
    before = set(threading.enumerate())
    camera = subject.build()
    camera.close()
    for _ in range(3):
        camera.open()
        camera.close()
        camera.close()
    left = [thread.name for thread in set(threading.enumerate()) - before]
    _demand(not left, f"threads are left after close: {left}")


def needs_to_be_open(subject: Subject) -> None:
    """Configuring, grabbing and triggering a closed camera are errors in words."""
    camera = subject.build()
    for state in ("before open", "after close"):
        with _expect(CameraError, f"configure {state}"):
            camera.configure(CameraSettings(trigger=_modes(camera)[0] if _modes(camera) else "line"))
        with _expect(CameraError, f"frames {state}"):
            next(iter(camera.frames(threading.Event())), None)
        with _expect(TriggerRefused, f"fire {state}"):
            camera.fire(Trigger("early", "contract"))
        camera.open()
        camera.close()


def returns_what_it_accepted(subject: Subject) -> None:
    """What configure returns can be given back to it and changes nothing."""
    with subject.opened() as camera:
        for mode in _modes(camera):
            accepted = camera.configure(CameraSettings(trigger=mode))
            _demand(accepted.trigger == mode, f"asked for {mode}, accepted {accepted.trigger}")
            again = camera.configure(accepted)
            _demand(again == accepted, f"not stable: {accepted} became {again}")
            if camera.capabilities.pixel_formats:
                listed = accepted.pixel_format in camera.capabilities.pixel_formats
                _demand(listed, f"pixel format {accepted.pixel_format} is not declared")


def refuses_what_it_cannot_do(subject: Subject) -> None:
    """Settings that are not declared, or absurd, are CameraConfigErrors; the ones before stay in force."""
    with subject.opened() as camera:
        able = camera.capabilities
        mode = (_modes(camera) or ["line"])[0]
        accepted = camera.configure(CameraSettings(trigger=mode))
        absurd = {
            "exposure_us": CameraSettings(trigger=mode, exposure_us=-1.0),
            "gain_db": CameraSettings(trigger=mode, gain_db=-1e9),
            "pixel_format": CameraSettings(trigger=mode, pixel_format="NoSuchFormat"),
            "roi": CameraSettings(trigger=mode, roi=Roi(0, 0, 10**7, 10**7)),
        }
        for name, settings in absurd.items():
            with _expect(CameraConfigError, f"configure with an impossible {name}"):
                camera.configure(settings)
        undeclared = {
            "exposure_us": (able.exposure, CameraSettings(trigger=mode, exposure_us=1000.0)),
            "gain_db": (able.gain, CameraSettings(trigger=mode, gain_db=0.0)),
            "roi": (able.roi, CameraSettings(trigger=mode, roi=Roi(0, 0, 8, 8))),
        }
        for name, (declared, settings) in undeclared.items():
            if not declared:
                with _expect(CameraConfigError, f"configure with {name}, which is not declared"):
                    camera.configure(settings)
        every: tuple[TriggerMode, ...] = ("free_run", "software", "line")
        for missing in (one for one in every if one not in able.triggers):
            with _expect(CameraConfigError, f"configure with trigger mode {missing}, which is not declared"):
                camera.configure(CameraSettings(trigger=missing))
        _demand(camera.configure(CameraSettings(trigger=mode)) == accepted, "a refused setting left traces")


def tokens_are_well_formed(subject: Subject) -> None:
    """seq counts from 0 without holes; clocks, images and identities are as the types say."""
    for mode in _modes(subject.build()):
        with subject.opened(mode) as camera, Grab(camera) as grab:
            tokens = _collect(camera, grab, mode)
            _demand([token.seq for token in tokens] == list(range(PICTURES)), f"seq in {mode}: {tokens}")
            times = [token.captured_ns for token in tokens]
            _demand(times == sorted(times), f"captured_ns runs backwards in {mode}")
            for token in tokens:
                _demand(isinstance(token, Frame), f"a picture was lost: {token}")
                assert isinstance(token, Frame)
                _demand(token.wall_time.utcoffset() is not None, "wall_time has no time zone")
                _demand(token.camera_id == camera.camera_id, f"{token.camera_id} is not {camera.camera_id}")
                _demand(not token.image.flags.writeable, "the image can be written to")
                _demand(token.image.flags.c_contiguous, "the image is not contiguous")
                _demand(mode != "free_run" or token.trigger is None, "a frame in free run has a trigger")


def answers_each_trigger_once_in_order(subject: Subject) -> None:
    """As many tokens as triggers, with these very triggers, in their order, and none more."""
    if "software" not in subject.build().capabilities.triggers:
        return
    with subject.opened("software") as camera:
        fired = _triggers(PICTURES)
        with Grab(camera) as grab:
            for trigger in fired:
                _fire(camera, trigger)
            answered = [token.trigger for token in grab.take(PICTURES)]
            _demand(answered == fired, f"fired {fired}, answered {answered}")
            last = Trigger("last", "contract")
            _fire(camera, last)
            _demand([token.trigger for token in grab.take(1)] == [last], "a token nobody asked for")
            grab.end()
            _demand(grab.rest() == [], "tokens nobody asked for")


def pictures_own_their_memory(subject: Subject) -> None:
    """A frame that is kept does not change when later ones arrive."""
    for mode in _modes(subject.build()):
        with subject.opened(mode) as camera, Grab(camera) as grab:
            tokens = _collect(camera, grab, mode, 2)
            kept = [token for token in tokens if isinstance(token, Frame)]
            copies = [frame.image.copy() for frame in kept]
            later = [t for t in _collect(camera, grab, mode, PICTURES) if isinstance(t, Frame)]
            _demand(bool(kept) and bool(later), "no frames came")
            for frame, copy in zip(kept, copies, strict=True):
                _demand(np.array_equal(frame.image, copy), "a kept frame has changed")
                shared = any(np.shares_memory(frame.image, other.image) for other in later)
                _demand(not shared, "two frames share memory")


def stops_when_asked(subject: Subject) -> None:
    """`frames` returns soon after stop, and at once when stop is set before it begins."""
    for mode in _modes(subject.build()):
        with subject.opened(mode) as camera:
            with Grab(camera) as grab:
                _collect(camera, grab, mode, 1)
                grab.end()
            stopped = threading.Event()
            stopped.set()
            _demand(list(camera.frames(stopped)) == [], "frames goes on although stop was set")


def counts_on_between_sessions(subject: Subject) -> None:
    """A second `frames` on the same open camera continues seq; a trigger of the first is not answered in it."""
    if "software" not in subject.build().capabilities.triggers:
        return
    with subject.opened("software") as camera:
        last = -1
        for tag in ("a", "b", "c"):
            fired = _triggers(2, tag)
            with Grab(camera) as grab:
                for trigger in fired:
                    _fire(camera, trigger)
                tokens = grab.take(2)
                _demand([token.trigger for token in tokens] == fired, f"session {tag} answered {tokens}")
                _demand(tokens[0].seq == last + 1, f"seq went from {last} to {tokens[0].seq}")
                last = tokens[-1].seq
                grab.end()


def refuses_triggers_while_not_grabbing(subject: Subject) -> None:
    """`fire` on an open camera without `frames` is TriggerRefused, and nothing of it comes later."""
    if "software" not in subject.build().capabilities.triggers:
        return
    with subject.opened("software") as camera:
        with _expect(TriggerRefused, "fire without frames"):
            camera.fire(Trigger("too early", "contract"))
        with Grab(camera) as grab:
            _fire(camera, Trigger("in time", "contract"))
            (token,) = grab.take(1)
            _demand(token.trigger is not None and token.trigger.id == "in time", f"answered {token.trigger}")


def refuses_triggers_in_other_modes(subject: Subject) -> None:
    """`fire` in free run is TriggerRefused."""
    if "free_run" not in subject.build().capabilities.triggers:
        return
    with subject.opened("free_run") as camera, _expect(TriggerRefused, "fire in free run"):
        camera.fire(Trigger("out of place", "contract"))


def begins_anew_after_close(subject: Subject) -> None:
    """After close and open the same object delivers again, seq from 0."""
    camera = subject.build()
    for _ in range(2):
        camera.open()
        try:
            for mode in _modes(camera)[:1]:
                camera.configure(CameraSettings(trigger=mode))
                with Grab(camera) as grab:
                    tokens = _collect(camera, grab, mode, 2)
                    _demand([token.seq for token in tokens] == [0, 1], f"seq after open: {tokens}")
        finally:
            camera.close()


def adjusts_while_it_takes_pictures(subject: Subject) -> None:
    """Exposure and gain change while pictures come, within the ranges that the camera tells."""
    camera = subject.build()
    if not isinstance(camera, Adjustable):
        return
    for call in (camera.ranges, camera.adjust):
        with _expect(CameraError, f"{call.__name__} before open"):
            call()
    if not _modes(camera):
        return
    mode = _modes(camera)[-1]
    with subject.opened(mode) as camera:
        assert isinstance(camera, Adjustable)
        told = camera.ranges()
        for name, declared in (("exposure_us", camera.capabilities.exposure), ("gain_db", camera.capabilities.gain)):
            span: Range | None = getattr(told, name)
            _demand((span is not None) == declared, f"{name} is declared {declared}, but its range is {span}")
        with Grab(camera) as grab:
            _collect(camera, grab, mode, 1)
            if told.exposure_us is not None:
                low, high = told.exposure_us.low, told.exposure_us.high
                accepted = camera.adjust(exposure_us=min(high, max(low, 1234.0))).exposure_us
                _demand(accepted is not None and low <= accepted <= high, f"accepted exposure {accepted}")
                with _expect(CameraConfigError, "an impossible exposure while grabbing"):
                    camera.adjust(exposure_us=high * 2)
                deadline_s = time.monotonic() + PATIENCE_S
                while True:  # pictures that were taken before may still be on their way
                    (token,) = _collect(camera, grab, mode, 1)
                    if isinstance(token, Frame) and token.exposure_us == accepted:
                        break
                    _demand(time.monotonic() < deadline_s, f"no picture says that it was exposed for {accepted}")


def drives_its_outputs(subject: Subject) -> None:
    """Each declared output can be set and pulsed; one that is not declared is a CameraError."""
    if not subject.build().capabilities.outputs:
        return
    with subject.opened() as camera:
        assert isinstance(camera, LineOutput)
        for line in camera.capabilities.outputs:
            camera.set_output(line, True)
            camera.set_output(line, False)
            camera.pulse_output(line, 1.0)
        with _expect(CameraError, "set_output on a line that is not declared"):
            camera.set_output("NoSuchLine", True)
        with _expect(CameraError, "pulse_output of no duration"):
            camera.pulse_output(camera.capabilities.outputs[0], 0.0)


CHECKS: Mapping[str, Callable[[Subject], None]] = {
    check.__name__: check
    for check in (
        is_a_camera,
        unknown_options_are_refused,
        opens_and_closes_any_number_of_times,
        needs_to_be_open,
        returns_what_it_accepted,
        refuses_what_it_cannot_do,
        tokens_are_well_formed,
        answers_each_trigger_once_in_order,
        pictures_own_their_memory,
        stops_when_asked,
        counts_on_between_sessions,
        refuses_triggers_while_not_grabbing,
        refuses_triggers_in_other_modes,
        begins_anew_after_close,
        adjusts_while_it_takes_pictures,
        drives_its_outputs,
    )
}
