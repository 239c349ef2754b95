"""Basler cameras through pylon, and pylon's own camera emulator.

Every trigger ends in exactly one token, or in CameraLost. Pictures are matched to software triggers strictly in
order, and by default only one trigger is in flight (`max_in_flight`), so that a picture cannot be taken for that of
another trigger. Whatever could loosen that order ends the session with CameraLost: no picture within `watchdog_ms`
(plus the exposure), a picture nobody asked for, a picture counter that went wrong. The next session starts with an
empty camera. A damaged buffer, or one of the wrong size, is LostFrame(bad_buffer) with its trigger. Pictures that
the camera counted and that never arrived are LostFrame(missing_frame), in front of the picture that reveals them: so
`seq` has no holes. Line edges that the camera ignores because it is still busy are counted by no Basler camera in
its pictures; wire its FrameTriggerWait signal back to the controller where that can happen.

After a loss: `close`, then `open`, which looks for the camera anew by the serial number it had.

Emulator. With `emulate_folder` the driver switches the emulator on (PYLON_CAMEMU) and lets it show the files of that
folder. Measured on pypylon 26.9:

- One file per trigger, in the order of the names by code point (`a10.png` before `a2.png`, upper case first), from
  the first file again at every start of `frames`, and around again at the end. `emulated_files` is that order: the
  n-th picture since the start of `frames` is file n modulo their number.
- PNG, TIFF and BMP arrive bit for bit where size and pixel format fit. A file keeps its own size if that is smaller
  than the ROI and is cropped to the ROI if larger. So `open` sets the ROI to the largest file, and the pixel format
  to the kind of the first: grey 8 bit Mono8, grey 16 bit Mono16, colour RGB8. Settings of `configure` go on top.
- A file that is not an image is a damaged buffer, that is one lost picture; so is a subfolder. A forced bad buffer
  (`ForceFailedBuffer`) uses up its file.
- A picture takes about 12 ms, whatever the exposure time; Mono8 in Mono12 is scaled to the 12 bits.
- Several programs may open the same emulated camera: it is never busy.
- Writing the feature `FirePnPCallbackValue` unplugs it; it is there again at the next enumeration.
"""

from __future__ import annotations

import threading
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import cv2
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
    Ranges,
    Token,
    Trigger,
    TriggerRefused,
)
from camera.basler_emulator import show_folder, switch_on
from camera.basler_features import PIXEL_FORMATS, Features, first_line, opening_error
from camera.basler_outputs import OutputLines
from camera.counters import PictureCounter
from camera.options import check_settings, ranged, read_options
from camera.triggers import POLL_S, TriggerQueue

with warnings.catch_warnings():
    # SWIG modules warn while they are imported, and die of it where warnings are errors.
    warnings.simplefilter("ignore", DeprecationWarning)
    from pypylon import genicam, pylon

EMULATOR = "BaslerCamEmu"
POLL_SDK_S = 0.001
"""Pause between two looks for a picture.

pylon's own waiting is not used: on Linux its timeouts are POSIX timers that raise SIGALRM, so `RetrieveResult(50)`
never returns once anything else in the process has taken that signal, and the watchdog would hang with it.
"""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class BaslerOptions:
    """Options of a Basler camera.

    serial: serial number; without it the first camera found is taken, real ones before emulated ones.
    emulate: use pylon's emulator, with its moving test pattern.
    emulate_folder: use pylon's emulator and let it show the image files of this folder.
    outputs: output lines the station drives, such as "Line2"; all other lines are left alone.
    watchdog_ms: silence after a trigger (or in free run) after which the camera counts as lost; the exposure time is
        added to it.
    ready_ms: how long `fire` waits for the camera to be ready for the next trigger.
    max_in_flight: triggers the camera may owe a picture at once. Above 1 exposure and read-out overlap, but a
        trigger that the camera ignored is noticed only after the pictures behind it went to the wrong triggers.
    """

    serial: str | None = None
    emulate: bool = False
    emulate_folder: Path | None = None
    outputs: tuple[str, ...] = ()
    watchdog_ms: float = ranged(1000.0, 10, 600_000)
    ready_ms: float = ranged(1000.0, 0, 60_000)
    max_in_flight: int = ranged(1, 1, 8)


def create(options: Mapping[str, Any]) -> BaslerCamera:
    """Build the Basler camera from plain values.

    Raises:
        CameraConfigError
    """
    return BaslerCamera(read_options("basler", BaslerOptions, options))


def contract_options(folder: Path) -> Mapping[str, Any]:
    rng = np.random.default_rng(0)
    for n in range(8):
        cv2.imwrite(str(folder / f"{n}.png"), rng.integers(0, 256, size=(48, 64), dtype=np.uint8))
    return {"emulate_folder": folder, "outputs": ["Line2"], "watchdog_ms": 60_000}


@dataclass
class _Session:
    """One run of `frames`."""

    settings: CameraSettings
    counter: PictureCounter
    tag: str
    edges: int = 0

    def line_trigger(self) -> Trigger | None:
        """Return a trigger for a picture that a line asked for, None in free run."""
        if self.settings.trigger != "line":
            return None
        self.edges += 1
        return Trigger(id=f"line-{self.tag}-{self.edges:08d}", source="line")


class BaslerCamera:
    """One Basler camera. `clock` gives monotonic nanoseconds."""

    def __init__(self, options: BaslerOptions, *, clock: Callable[[], int] = time.monotonic_ns) -> None:
        self._options = options
        self._clock = clock
        self._serial = options.serial
        self._queue = TriggerQueue(clock, limit=options.max_in_flight)
        self._fire_lock = threading.Lock()
        self._grab_lock = threading.Lock()
        self._settings_lock = threading.Lock()
        self._camera: Any = None
        self._features: Features | None = None
        self._lines: OutputLines | None = None
        self._settings: CameraSettings | None = None
        self._session: _Session | None = None
        self._gige = False
        self._emulated = False
        self._seq = 0
        self._files: tuple[Path, ...] = ()

    @property
    def camera_id(self) -> str:
        return f"basler {self._serial}" if self._serial else "basler"

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(
            triggers=frozenset({"free_run", "software", "line"}),
            pixel_formats=tuple(PIXEL_FORMATS),
            exposure=True,
            gain=True,
            roi=True,
            outputs=self._options.outputs,
            notes="Bayer formats arrive as RGB",
        )

    @property
    def emulated_files(self) -> tuple[Path, ...]:
        """The files the emulator shows, in order. Known after `open`; empty for a real camera."""
        return self._files

    @property
    def device(self) -> Any:
        """The `pylon.InstantCamera`, for features the station does not know; None while closed."""
        return self._camera

    def open(self) -> None:
        if self._camera is not None:
            return
        info = self._find()
        camera = None
        try:
            camera = pylon.InstantCamera(pylon.TlFactory.GetInstance().CreateDevice(info))
            camera.Open()
        except genicam.GenericException as error:
            if camera is not None:
                camera.DestroyDevice()
            raise opening_error(info.GetSerialNumber(), str(error)) from error
        self._camera = camera
        self._serial = info.GetSerialNumber()
        self._gige = info.GetDeviceClass() == "BaslerGigE"
        self._features = Features(camera.GetNodeMap(), genicam)
        self._seq, self._settings = 0, None
        try:
            self._emulated = info.GetDeviceClass() == EMULATOR
            if self._options.emulate_folder is not None:
                self._files = show_folder(self._features, self._options.emulate_folder)
            self._lines = OutputLines(self._features, self._options.outputs)
        except genicam.GenericException as error:
            self.close()
            raise CameraNotFound(f"{self.camera_id} cannot be prepared: {first_line(error)}") from error
        except CameraError:
            self.close()
            raise

    def configure(self, settings: CameraSettings) -> CameraSettings:
        camera, features = self._need_open()
        if camera.IsGrabbing():
            raise CameraConfigError("The camera is grabbing.", "Stop the station before changing camera settings.")
        check_settings("basler", settings, self.capabilities)
        try:
            self._settings = features.apply(settings)
        except genicam.GenericException as error:
            raise self._lost(error) from error
        return self._settings

    def ranges(self) -> Ranges:
        _, features = self._need_open()
        try:
            return features.ranges()
        except genicam.GenericException as error:
            raise self._lost(error) from error

    def adjust(self, *, exposure_us: float | None = None, gain_db: float | None = None) -> CameraSettings:
        _, features = self._need_open()
        with self._settings_lock:
            before = self._settings or CameraSettings()
            try:
                self._settings = features.adjust(exposure_us, gain_db, before)
            except genicam.GenericException as error:
                raise self._lost(error) from error
            if self._session is not None:
                self._session.settings = self._settings
            return self._settings

    def frames(self, stop: threading.Event) -> Iterator[Token]:
        camera, _ = self._need_open()
        settings = self._settings or self.configure(CameraSettings())
        session = self._session = _Session(
            settings=settings,
            counter=PictureCounter(first=1, wraps_at=65535) if self._gige else PictureCounter(),
            tag=uuid4().hex[:8],
        )
        silent_since_ns = self._clock()
        try:
            with self._grab_lock:
                camera.StartGrabbing(pylon.GrabStrategy_OneByOne)
                self._queue.arm()
            while not stop.is_set():
                looked_ns = self._clock()
                result = camera.RetrieveResult(0, pylon.TimeoutHandling_Return)
                if result is None or not result.IsValid():
                    self._check_alive(camera, session.settings, silent_since_ns, looked_ns)
                    if settings.trigger != "software" or self._queue.wait_pending(POLL_S):
                        time.sleep(POLL_SDK_S)
                    continue
                try:
                    tokens = self._tokens(result, session)
                finally:
                    result.Release()
                yield from tokens
                silent_since_ns = self._clock()
        except genicam.GenericException as error:
            raise self._lost(error) from error
        finally:
            self._session = None
            with self._grab_lock:
                self._queue.disarm()
                self._quietly(camera.StopGrabbing)

    def fire(self, trigger: Trigger) -> None:
        camera, settings = self._camera, self._settings
        if camera is None:
            raise TriggerRefused("The camera is not open.", "Start the station before triggering it.")
        if settings is not None and settings.trigger != "software":
            raise TriggerRefused(
                f"The camera is in trigger mode {settings.trigger}.", "Set the trigger mode to software."
            )
        with self._fire_lock:
            deadline_ns = self._clock() + round(self._options.ready_ms * 1e6)
            self._queue.wait_for_room(self._options.ready_ms / 1000)
            try:
                while not camera.WaitForFrameTriggerReady(0, pylon.TimeoutHandling_Return):
                    time.sleep(POLL_SDK_S)
                    self._queue.wait_for_room(0)
                    if self._clock() > deadline_ns:
                        raise TriggerRefused(
                            f"The camera was not ready within {self._options.ready_ms:g} ms.",
                            "Trigger more slowly, or shorten the exposure.",
                        )
            except genicam.GenericException as error:
                raise TriggerRefused(f"The camera takes no trigger: {first_line(error)}") from error
            # The lock keeps a trigger from slipping into the next session.
            with self._grab_lock:
                fired = self._queue.put(trigger)
                try:
                    camera.ExecuteSoftwareTrigger()
                except genicam.GenericException as error:
                    if self._queue.discard(fired):
                        raise TriggerRefused(f"The camera takes no trigger: {first_line(error)}") from error

    def close(self) -> None:
        camera, lines = self._camera, self._lines
        self._camera = self._features = self._lines = self._settings = None
        if lines is not None:
            self._quietly(lines.close)
        if camera is not None:
            for step in (camera.StopGrabbing, camera.Close, camera.DestroyDevice):
                self._quietly(step)

    def set_output(self, line: str, level: bool) -> None:
        self._drive(lambda lines: lines.set_level(line, level))

    def pulse_output(self, line: str, duration_ms: float) -> None:
        self._drive(lambda lines: lines.pulse(line, duration_ms))

    def output_level(self, line: str) -> bool:
        """Return the level the program last gave `line`."""
        return bool(self._drive(lambda lines: lines.level(line)))

    def _find(self) -> Any:
        """Enumerate anew and return the device information of the camera."""
        emulate = self._options.emulate or self._options.emulate_folder is not None
        if emulate:
            switch_on()
        try:
            found = list(pylon.TlFactory.GetInstance().EnumerateDevices())
        except genicam.GenericException as error:
            raise CameraNotFound(f"pylon cannot look for cameras: {first_line(error)}") from error
        fitting = [
            info
            for info in sorted(found, key=lambda info: bool(info.GetDeviceClass() == EMULATOR))
            if (not emulate or info.GetDeviceClass() == EMULATOR)
            and (self._serial is None or info.GetSerialNumber() == self._serial)
        ]
        if fitting:
            return fitting[0]
        there = ", ".join(info.GetSerialNumber() for info in found) or "none"
        raise CameraNotFound(
            f"No Basler camera{f' with serial number {self._serial}' if self._serial else ''} was found.",
            f"Check cable, power and network. Cameras found: {there}.",
        )

    def _need_open(self) -> tuple[Any, Features]:
        if self._camera is None or self._features is None:
            raise CameraError(f"Camera {self.camera_id} is not open.", "Open it first.")
        return self._camera, self._features

    def _check_alive(self, camera: Any, settings: CameraSettings, silent_since_ns: int, looked_ns: int) -> None:
        """Raise CameraLost if there was no picture at `looked_ns` for a reason; one may have come since."""
        if camera.IsCameraDeviceRemoved():
            raise CameraLost(f"Camera {self.camera_id} was unplugged.", "Check its cable and power.")
        if not camera.IsGrabbing():
            raise CameraLost(f"Camera {self.camera_id} stopped grabbing by itself.", "Check its cable and power.")
        if settings.trigger == "line":
            return
        since_ns: int | None = silent_since_ns
        if settings.trigger == "software":
            oldest = self._queue.oldest()
            since_ns = oldest.fired_ns if oldest is not None else None
        limit_ms = self._options.watchdog_ms + (settings.exposure_us or 0.0) / 1000
        if since_ns is not None and looked_ns - since_ns > limit_ms * 1e6:
            raise CameraLost(
                f"Camera {self.camera_id} has delivered no picture for {limit_ms:g} ms.", "Check its cable and power."
            )

    def _tokens(self, result: Any, session: _Session) -> list[Token]:
        """Turn one grab result into tokens: the pictures lost in front of it, and itself."""
        now_ns = self._clock()
        missed = session.counter.missed(result.BlockID)
        software = session.settings.trigger == "software"
        if software and missed >= len(self._queue):
            raise CameraLost(
                f"Camera {self.camera_id} delivered a picture nobody asked for.",
                "The station opens the camera anew; if it comes back, check the camera's trigger settings.",
            )
        tokens: list[Token] = []
        for _ in range(missed):
            trigger = self._next_trigger(session, software)
            tokens.append(
                LostFrame(self._next_seq(), now_ns, LOST_MISSING, trigger, "lost between camera and computer")
            )
        image, wrong = self._image(result, session.settings)
        # Taken off last: with one trigger in flight, the next one may be fired from here on.
        trigger = self._next_trigger(session, software)
        if image is None:
            tokens.append(LostFrame(self._next_seq(), now_ns, LOST_BAD_BUFFER, trigger, wrong))
            return tokens
        tokens.append(
            Frame(
                seq=self._next_seq(),
                captured_ns=now_ns,
                wall_time=datetime.now(UTC),
                image=image,
                camera_id=self.camera_id,
                exposure_us=session.settings.exposure_us,
                trigger=trigger,
            )
        )
        return tokens

    def _next_trigger(self, session: _Session, software: bool) -> Trigger | None:
        if not software:
            return session.line_trigger()
        fired = self._queue.pop()
        return fired.trigger if fired is not None else None

    def _next_seq(self) -> int:
        seq, self._seq = self._seq, self._seq + 1
        return seq

    def _image(self, result: Any, settings: CameraSettings) -> tuple[Image | None, str]:
        """Copy the picture out of the buffer; None and what is wrong, if it is not whole."""
        if not result.GrabSucceeded():
            return None, result.GetErrorDescription() or f"error {result.GetErrorCode():#x}"
        width, height, roi = result.GetWidth(), result.GetHeight(), settings.roi
        fits = roi is None or (width, height) == (roi.width, roi.height)
        smaller = roi is not None and self._emulated and width <= roi.width and height <= roi.height
        if not fits and not smaller:
            return None, f"the picture is {width} x {height}, not {roi.width} x {roi.height}" if roi else ""
        image = _to_image(result)
        if image.shape[:2] != (height, width):
            return None, f"the buffer holds {image.shape}, not {height} x {width} pixels"
        return image, ""

    def _drive(self, action: Callable[[OutputLines], T]) -> T:
        lines = self._lines  # `close` on another thread may take it away
        if lines is None:
            raise CameraError(f"Camera {self.camera_id} is not open.", "Open it first.")
        try:
            return action(lines)
        except genicam.GenericException as error:
            raise CameraError(f"The output of camera {self.camera_id} failed: {first_line(error)}") from error

    def _lost(self, error: BaseException) -> CameraLost:
        return CameraLost(f"Camera {self.camera_id} was lost: {first_line(error)}", "Check its cable and power.")

    def _quietly(self, step: Callable[[], object]) -> None:
        """Run a step of giving the camera back; one that is gone already cannot be asked politely."""
        try:
            step()
        except (genicam.GenericException, CameraError):
            return


def _to_image(result: Any) -> Image:
    """Return a copy of the picture as (H, W) grey or (H, W, 3) RGB."""
    kind = result.GetPixelType()
    # pylon calls Bayer formats mono, too.
    if (pylon.IsMono(kind) and not pylon.IsBayer(kind)) or kind == pylon.PixelType_RGB8packed:
        image: Image = result.GetArray()
        return image
    if kind == pylon.PixelType_BGR8packed:
        return np.ascontiguousarray(result.GetArray()[:, :, ::-1])
    converter = pylon.ImageFormatConverter()
    converter.OutputPixelFormat = pylon.PixelType_RGB8packed
    converted: Image = converter.Convert(result).GetArray()
    return converted
