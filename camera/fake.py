"""A simulated camera that follows a script, for tests, scenarios and demonstrations.

It behaves as a real one does at the protocol: in trigger mode `software` every fired trigger gets one token, in
`line` the script itself pulls the trigger (`Trigger(source="line")`), in `free_run` nobody does. The script says what
happens to each picture; see `camera.fake_script`. It goes on where it was after `close` and `open`.

The clock is injected: the watchdog, the pause between pictures and the output pulses follow it, so a test may hold
time still. The camera owns no thread and keeps no picture it has delivered.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import numpy as np

from camera.api import (
    LOST_BAD_BUFFER,
    LOST_MISSING,
    CameraConfigError,
    CameraError,
    CameraLost,
    CameraNotFound,
    CameraSettings,
    Capabilities,
    Frame,
    Image,
    LostFrame,
    Range,
    Ranges,
    Token,
    Trigger,
    TriggerRefused,
)
from camera.fake_script import BadBuffer, Burst, Deliver, Gap, Refuse, Script, Stall, Step, Unplug, read_script
from camera.options import check_settings, ranged, read_options
from camera.triggers import POLL_S, Fired, TriggerQueue

PICTURES_MADE = 16
"""How many different pictures the camera makes before it shows them again."""
EXPOSURE_US, GAIN_DB = (1.0, 10_000_000.0), (0.0, 48.0)


@dataclass(frozen=True, slots=True)
class FakeOptions:
    """Options of the simulated camera.

    script: steps as words, such as "deliver 10", "gap", "unplug 2".
    at_end: what follows the script: `deliver` good pictures without end, `repeat` it, or `end` as a file would.
    width, height, bits (8 or 16), colour: the pictures it makes. seed: which ones.
    interval_ms: pause between two pictures in the modes `line` and `free_run`.
    watchdog_ms: silence after which the camera counts as lost.
    ready_ms: how long `fire` waits for `frames` to run.
    outputs: names of the simulated output lines.
    """

    camera_id: str = "fake"
    script: tuple[str, ...] = ()
    at_end: Literal["deliver", "repeat", "end"] = "deliver"
    width: int = ranged(64, 1, 16384)
    height: int = ranged(48, 1, 16384)
    bits: Literal[8, 16] = 8
    colour: bool = False
    seed: int = ranged(0, 0, 2**31)
    interval_ms: float = ranged(0.0, 0, 3_600_000)
    watchdog_ms: float = ranged(1000.0, 1, 3_600_000)
    ready_ms: float = ranged(1000.0, 0, 60_000)
    outputs: tuple[str, ...] = ("Line2",)


@dataclass(frozen=True, slots=True)
class OutputEvent:
    """One call of `set_output` (duration None) or `pulse_output`."""

    line: str
    level: bool
    at_ns: int
    duration_ms: float | None = None


def create(options: Mapping[str, Any]) -> FakeCamera:
    """Build the simulated camera from plain values.

    Raises:
        CameraConfigError
    """
    return FakeCamera(read_options("fake", FakeOptions, options))


def contract_options(folder: Path) -> Mapping[str, Any]:
    return {"camera_id": f"fake {folder.name}"}


def make_pictures(options: FakeOptions) -> tuple[Image, ...]:
    """Return the pictures the camera shows in turn: a seeded texture, brighter from one to the next."""
    shape = (options.height, options.width, 3) if options.colour else (options.height, options.width)
    texture = np.random.default_rng(options.seed).integers(0, 100, size=shape)
    dtype, step = (np.uint8, 1) if options.bits == 8 else (np.uint16, 256)
    made = []
    for n in range(PICTURES_MADE):
        picture = ((texture + 9 * n) * step).astype(dtype)
        picture.setflags(write=False)
        made.append(picture)
    return tuple(made)


@dataclass
class _State:
    """What is true while the camera is open."""

    settings: CameraSettings | None = None
    seq: int = 0
    made: int = 0
    levels: dict[str, bool] = field(default_factory=dict)


class FakeCamera:
    """The simulated camera.

    Args:
        options: see `FakeOptions`.
        script: steps as objects; replaces `options.script`.
        picture: makes the n-th picture since `open`; replaces the built-in texture. What it returns is delivered as
            it is, without a copy.
        clock: monotonic nanoseconds.
    """

    def __init__(
        self,
        options: FakeOptions | None = None,
        *,
        script: Iterable[Step] | None = None,
        picture: Callable[[int], Image] | None = None,
        clock: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._options = options or FakeOptions()
        steps = read_script(self._options.script) if script is None else script
        self._script = Script(steps, repeat=self._options.at_end == "repeat")
        self._picture = picture or self._built_in_pictures()
        self._clock = clock
        self._lock = threading.Lock()
        self._queue = TriggerQueue(clock)
        self._planned: deque[Step] = deque()
        self._state: _State | None = None
        self._failing_opens = 0
        self._opens = 0
        self._line_count = 0
        self._outputs: list[OutputEvent] = []

    @property
    def camera_id(self) -> str:
        return self._options.camera_id

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(
            triggers=frozenset({"free_run", "software", "line"}),
            pixel_formats=(self._pixel_format,),
            exposure=True,
            gain=True,
            outputs=self._options.outputs,
            finite=self._options.at_end == "end",
            notes="simulated",
        )

    @property
    def opens(self) -> int:
        """How often `open` succeeded."""
        return self._opens

    @property
    def output_events(self) -> tuple[OutputEvent, ...]:
        """What was done to the output lines, oldest first."""
        with self._lock:
            return tuple(self._outputs)

    def open(self) -> None:
        with self._lock:
            if self._failing_opens > 0:
                self._failing_opens -= 1
                raise CameraNotFound(f"Camera {self.camera_id} is not there.", "The script says so: it was unplugged.")
            if self._state is None:
                self._state = _State(levels=dict.fromkeys(self._options.outputs, False))
                self._opens += 1

    def ranges(self) -> Ranges:
        self._need_open()
        return Ranges(
            exposure_us=Range(*EXPOSURE_US),
            gain_db=Range(*GAIN_DB),
            pixel_formats=(self._pixel_format,),
            lines=("Line1",),
        )

    def adjust(self, *, exposure_us: float | None = None, gain_db: float | None = None) -> CameraSettings:
        now = self._need_open().settings or self.configure(CameraSettings())
        return self.configure(replace(now, exposure_us=exposure_us, gain_db=gain_db))

    def configure(self, settings: CameraSettings) -> CameraSettings:
        state = self._need_open()
        check_settings("fake", settings, self.capabilities)
        for name, value, low, high in (
            ("exposure_us", settings.exposure_us, *EXPOSURE_US),
            ("gain_db", settings.gain_db, *GAIN_DB),
        ):
            if value is not None and not low <= value <= high:
                raise CameraConfigError(f"Camera fake: {name} = {value:g} is not possible.", f"From {low} to {high}.")
        before = state.settings or CameraSettings(exposure_us=1000.0, gain_db=0.0)
        accepted = replace(
            settings,
            exposure_us=before.exposure_us if settings.exposure_us is None else settings.exposure_us,
            gain_db=before.gain_db if settings.gain_db is None else settings.gain_db,
            pixel_format=self._pixel_format,
        )
        state.settings = accepted
        return accepted

    def frames(self, stop: threading.Event) -> Iterator[Token]:
        state = self._need_open()
        settings = state.settings or self.configure(CameraSettings())
        with self._lock:
            self._planned.clear()
            self._queue.arm()
        try:
            if settings.trigger == "software":
                yield from self._answer(state, settings, stop)
            else:
                yield from self._run(state, settings, stop)
        finally:
            self._queue.disarm()

    def fire(self, trigger: Trigger) -> None:
        state = self._state
        if state is None:
            raise TriggerRefused("The camera is not open.", "Start the station before triggering it.")
        if state.settings is not None and state.settings.trigger != "software":
            raise TriggerRefused(
                f"The camera is in trigger mode {state.settings.trigger}.", "Set the trigger mode to software."
            )
        with self._lock:
            self._refuse_at_end()
        self._queue.wait_for_room(self._options.ready_ms / 1000)
        with self._lock:
            # The step is chosen here: what happens to a trigger does not depend on how fast `frames` is.
            self._refuse_at_end()
            step = self._next_step()
            if isinstance(step, Refuse):
                raise TriggerRefused("The script refuses this trigger.")
            self._planned.append(step)
            try:
                self._queue.put(trigger)
            except TriggerRefused:
                self._planned.pop()
                raise

    def close(self) -> None:
        with self._lock:
            self._state = None

    def set_output(self, line: str, level: bool) -> None:
        self._record(OutputEvent(line, level, self._clock()))

    def pulse_output(self, line: str, duration_ms: float) -> None:
        if duration_ms <= 0:
            raise CameraError(f"A pulse of {duration_ms:g} ms is not possible.", "Give a duration above 0.")
        self._record(OutputEvent(line, True, self._clock(), duration_ms))

    def output_level(self, line: str) -> bool:
        """Return the level of `line` at this instant of the injected clock. A closed camera holds every line low."""
        with self._lock:
            if self._state is None:
                return False
            last = next((event for event in reversed(self._outputs) if event.line == line), None)
            if last is not None and last.duration_ms is not None:
                return self._clock() < last.at_ns + round(last.duration_ms * 1e6)
            return self._state.levels.get(line, False)

    @property
    def _pixel_format(self) -> str:
        return f"{'RGB' if self._options.colour else 'Mono'}{self._options.bits}"

    def _built_in_pictures(self) -> Callable[[int], Image]:
        made = make_pictures(self._options)
        # A real driver copies out of its buffer: two frames never share memory.
        return lambda n: made[n % PICTURES_MADE].copy()

    def _need_open(self) -> _State:
        state = self._state
        if state is None:
            raise CameraError(f"Camera {self.camera_id} is not open.", "Open it first.")
        return state

    def _answer(self, state: _State, settings: CameraSettings, stop: threading.Event) -> Iterator[Token]:
        """Serve fired triggers."""
        while not stop.is_set():
            fired = self._queue.pop_within(POLL_S)
            if fired is None:
                with self._lock:
                    if self._at_end() and len(self._queue) == 0:
                        return
                continue
            with self._lock:
                step = self._planned.popleft()
            token = self._play(step, state, settings, fired.trigger, stop, fired)
            if token is not None:
                yield token

    def _run(self, state: _State, settings: CameraSettings, stop: threading.Event) -> Iterator[Token]:
        """Take pictures as the script goes, asked by nobody."""
        pause_ns = round(self._options.interval_ms * 1e6)
        due_ns = self._clock() + pause_ns
        while not stop.is_set():
            with self._lock:
                if self._at_end():
                    return
                step = self._next_step()
            if isinstance(step, Refuse):
                continue
            if pause_ns and not isinstance(step, Burst):
                if not self._wait_until(due_ns, stop):
                    return
                due_ns = max(due_ns + pause_ns, self._clock())
            token = self._play(step, state, settings, self._line_trigger(settings), stop, None)
            if token is not None:
                yield token

    def _line_trigger(self, settings: CameraSettings) -> Trigger | None:
        if settings.trigger != "line":
            return None
        self._line_count += 1
        return Trigger(id=f"{self.camera_id}-line-{self._line_count:08d}", source="line")

    def _at_end(self) -> bool:
        return self._options.at_end == "end" and self._script.peek() is None

    def _refuse_at_end(self) -> None:
        if self._at_end():
            raise TriggerRefused("The script is over.")

    def _next_step(self) -> Step:
        step = self._script.take()
        return Deliver() if step is None else step

    def _play(
        self,
        step: Step,
        state: _State,
        settings: CameraSettings,
        trigger: Trigger | None,
        stop: threading.Event,
        fired: Fired | None,
    ) -> Token | None:
        """Carry out one step; None: no token comes of it."""
        if isinstance(step, Stall):
            since_ns = self._clock() if fired is None else fired.fired_ns
            if self._wait_until(since_ns + round(self._options.watchdog_ms * 1e6), stop):
                raise CameraLost(f"Camera {self.camera_id} has fallen silent.", "Check its cable and power.")
            return None
        if isinstance(step, Unplug):
            with self._lock:
                self._failing_opens = step.failing_opens
            raise CameraLost(f"Camera {self.camera_id} was unplugged.", "Check its cable and power.")
        seq, state.seq = state.seq, state.seq + 1
        now_ns = self._clock()
        if isinstance(step, BadBuffer):
            return LostFrame(seq, now_ns, LOST_BAD_BUFFER, trigger, step.detail)
        if isinstance(step, Gap):
            software = settings.trigger == "software"
            return LostFrame(seq, now_ns, LOST_MISSING, trigger, "lost on the way") if software else None
        image = step.image if isinstance(step, Deliver) else None
        if image is None:
            image = self._picture(state.made)
            state.made += 1
        exposure_us = step.exposure_us if isinstance(step, Deliver) else None
        return Frame(
            seq=seq,
            captured_ns=now_ns,
            wall_time=datetime.now(UTC),
            image=image,
            camera_id=self.camera_id,
            exposure_us=(state.settings or settings).exposure_us if exposure_us is None else exposure_us,
            trigger=trigger,
        )

    def _wait_until(self, deadline_ns: int, stop: threading.Event) -> bool:
        """Wait for the injected clock; False: stopped before."""
        while (left_ns := deadline_ns - self._clock()) > 0:
            if stop.wait(min(left_ns / 1e9, 0.005)):
                return False
        return True

    def _record(self, event: OutputEvent) -> None:
        with self._lock:
            if self._state is None:
                raise CameraError(f"Camera {self.camera_id} is not open.", "Open it first.")
            if event.line not in self._options.outputs:
                known = ", ".join(self._options.outputs) or "none"
                raise CameraError(f"Camera {self.camera_id} has no output line {event.line}.", f"It has: {known}.")
            if event.duration_ms is None:
                self._state.levels[event.line] = event.level
            self._outputs.append(event)
