"""What a camera is to the station: small types and one protocol.

A camera driver yields tokens and owns no thread. Every picture that was asked for comes out of `Camera.frames`
as exactly one token, a `Frame` or a `LostFrame`, in the order in which it was asked for.

    CameraError                 what went wrong, and what to do (`hint`)
    |-- CameraConfigError       a setting the camera does not take
    |-- CameraBusy              another program holds the camera
    |-- CameraNotFound          no such camera, folder, file or stream
    |-- CameraLost              it was there and is gone, or has fallen silent: close, then open again
    `-- TriggerRefused          the camera cannot take this trigger now
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

Image = NDArray[Any]
"""(H, W) grey or (H, W, 3) RGB; uint8 or uint16."""

TriggerMode = Literal["free_run", "software", "line"]


class CameraError(Exception):
    """Something about the camera that the person in front of the machine can act on."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class CameraConfigError(CameraError): ...


class CameraBusy(CameraError): ...


class CameraNotFound(CameraError): ...


class CameraLost(CameraError): ...


class TriggerRefused(CameraError): ...


@dataclass(frozen=True, slots=True)
class Trigger:
    """What asked for a picture. `id` is unique per station and comes back with the result.

    `acquisition` is the number under which the cell knows the picture. `pose` is where the tool centre point of the
    robot that carries the camera was: x, y, z in m and a rotation vector in rad; `pose_index` and `setup` are the
    robot program's names for it.
    """

    id: str
    source: str
    part_id: str | None = None
    pose: tuple[float, ...] | None = None
    acquisition: int | None = None
    pose_index: int | None = None
    setup: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture.

    `seq` counts the pictures the camera took or lost since `open`, from 0, without holes: a hole is a lost picture.
    `captured_ns` is `time.monotonic_ns` (or the injected clock) when the picture was complete in memory.
    `wall_time` is aware UTC. `image` is contiguous and read-only. `trigger` is None in free run.
    """

    seq: int
    captured_ns: int
    wall_time: datetime
    image: Image
    camera_id: str
    exposure_us: float | None = None
    trigger: Trigger | None = None

    def __post_init__(self) -> None:
        image = self.image
        if image.ndim not in (2, 3) or (image.ndim == 3 and image.shape[2] != 3) or image.size == 0:
            raise ValueError(f"a frame is (H, W) or (H, W, 3), not {image.shape}")
        if image.dtype not in (np.uint8, np.uint16):
            raise ValueError(f"a frame is uint8 or uint16, not {image.dtype}")
        if image.flags.writeable:
            view = image.view()
            view.setflags(write=False)
            object.__setattr__(self, "image", view)


@dataclass(frozen=True, slots=True)
class LostFrame:
    """A picture that was asked for and did not arrive whole. `reason` is one of the `LOST_*` words below."""

    seq: int
    captured_ns: int
    reason: str
    trigger: Trigger | None = None
    detail: str = ""


LOST_BAD_BUFFER = "bad_buffer"
LOST_MISSING = "missing_frame"
LOST_OVERRUN = "overrun"
LOST_CAMERA = "camera_lost"
LOST_REFUSED = "trigger_refused"

Token = Frame | LostFrame


@dataclass(frozen=True, slots=True)
class Roi:
    """Region of interest on the sensor, in pixels."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class CameraSettings:
    """What is asked of the camera (None: leave as it is), and, returned by `configure`, what it accepted."""

    exposure_us: float | None = None
    gain_db: float | None = None
    pixel_format: str | None = None
    roi: Roi | None = None
    trigger: TriggerMode = "software"
    line: str | None = None


@dataclass(frozen=True, slots=True)
class Capabilities:
    """Declared, not probed: what a driver can do, whatever device is behind it."""

    triggers: frozenset[TriggerMode]
    pixel_formats: tuple[str, ...] = ()
    exposure: bool = False
    gain: bool = False
    roi: bool = False
    outputs: tuple[str, ...] = ()
    finite: bool = False  # `frames` may end by itself (a folder, a video file)
    notes: str = field(default="", compare=False)


@runtime_checkable
class Camera(Protocol):
    """One camera. Built closed; `open` and `close` may alternate any number of times.

    Threads: `frames` runs on one thread; `fire` may be called from any other; `close` only after `frames` returned.
    """

    @property
    def camera_id(self) -> str:
        """Stable name for records: serial number, folder or URL. Known before `open`, may grow more exact after."""
        ...

    @property
    def capabilities(self) -> Capabilities: ...

    def open(self) -> None:
        """Find the device (anew, by its serial number) and take it.

        Raises:
            CameraNotFound, CameraBusy
        """
        ...

    def configure(self, settings: CameraSettings) -> CameraSettings:
        """Apply `settings` and return what the hardware accepted.

        Raises:
            CameraConfigError: names the setting and what is allowed. Nothing is half-applied silently.
        """
        ...

    def frames(self, stop: threading.Event) -> Iterator[Token]:
        """Grab until `stop` is set (then return within 200 ms) or the source ends (capability `finite`).

        Raises:
            CameraLost: unplugged, or silent: a trigger was fired and nothing came within the driver's own watchdog
                time. The triggers without a picture are not yielded: whoever fired them knows them.
        """
        ...

    def fire(self, trigger: Trigger) -> None:
        """Ask for one picture now (trigger mode `software`). The token that answers carries `trigger`.

        Raises:
            TriggerRefused: no picture will come for this trigger.
        """
        ...

    def close(self) -> None:
        """Give the device back. Safe to call at any time, twice, and after a loss."""
        ...


@dataclass(frozen=True, slots=True)
class Range:
    """What a number can be set to, both ends included. `step` None: anything in between."""

    low: float
    high: float
    step: float | None = None


@dataclass(frozen=True, slots=True)
class Ranges:
    """What an open camera takes as it is set up now. None or empty: it cannot be set, or the camera does not tell.

    `width` and `height` are those of the ROI; `lines` are the inputs that can trigger it.
    """

    exposure_us: Range | None = None
    gain_db: Range | None = None
    width: Range | None = None
    height: Range | None = None
    pixel_formats: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


@runtime_checkable
class Adjustable(Protocol):
    """Cameras that tell their ranges, and whose exposure and gain can be changed while they take pictures."""

    def ranges(self) -> Ranges:
        """Ask the open camera. Raises CameraError."""
        ...

    def adjust(self, *, exposure_us: float | None = None, gain_db: float | None = None) -> CameraSettings:
        """Change exposure and gain, also while `frames` runs on another thread; return what the camera has now.

        Pictures under way may still have the old values. Raises CameraConfigError: out of range, nothing was changed;
        CameraError: not open.
        """
        ...


@runtime_checkable
class LineOutput(Protocol):
    """Cameras whose `capabilities.outputs` is not empty also drive digital output lines."""

    def set_output(self, line: str, level: bool) -> None:
        """Hold `line` at `level`. Raises CameraError."""
        ...

    def pulse_output(self, line: str, duration_ms: float) -> None:
        """Raise `line` for `duration_ms`, timed by the camera where it has a timer, then drop it. Does not block.

        Raises CameraError.
        """
        ...
