"""Read and write the features of a Basler camera by name, whatever its generation calls them.

No import of pypylon here: `camera.basler` hands in the node map and the `genicam` module.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from camera.api import (
    CameraBusy,
    CameraConfigError,
    CameraError,
    CameraNotFound,
    CameraSettings,
    Range,
    Ranges,
    Roi,
)

PIXEL_FORMATS: Mapping[str, tuple[str, ...]] = {
    "Mono8": ("Mono8",),
    "Mono10": ("Mono10",),
    "Mono12": ("Mono12",),
    "Mono16": ("Mono16",),
    "BayerRG8": ("BayerRG8",),
    "BayerGR8": ("BayerGR8",),
    "BayerGB8": ("BayerGB8",),
    "BayerBG8": ("BayerBG8",),
    "RGB8": ("RGB8", "RGB8Packed"),
    "BGR8": ("BGR8", "BGR8Packed"),
}
"""Our name -> the names that camera generations give it."""

_EXPOSURE = ("ExposureTime", "ExposureTimeAbs")


class Features:
    """The node map of one open camera."""

    def __init__(self, nodes: Any, genicam: Any) -> None:
        self._nodes = nodes
        self._genicam = genicam

    def find(self, *names: str) -> Any | None:
        """Return the first of these features that the camera has and that can be used now."""
        for name in names:
            node = self._nodes.GetNode(name)
            if node is not None and self._genicam.IsAvailable(node):
                return node
        return None

    def get(self, *names: str) -> Any | None:
        """Return the value of the first of these features that can be read."""
        node = self.find(*names)
        return node.GetValue() if node is not None and self._genicam.IsReadable(node) else None

    def choices(self, name: str) -> tuple[str, ...]:
        """Return what the enumeration `name` can be set to."""
        node = self.find(name)
        return tuple(node.GetSymbolics()) if node is not None else ()

    def put(self, name: str, value: Any) -> None:
        """Set a feature that must be there.

        Raises:
            CameraConfigError: the camera lacks it, locks it or refuses the value.
        """
        node = self.find(name)
        if node is None or not self._genicam.IsWritable(node):
            raise CameraConfigError(f"The camera has no {name} that can be set now.", "Stop grabbing, or do without.")
        try:
            node.SetValue(value)
        except self._genicam.GenericException as error:
            raise CameraConfigError(f"The camera refuses {name} = {value}: {first_line(error)}") from error

    def put_if_there(self, name: str, value: Any) -> bool:
        """Set a feature where the camera has it and knows `value`."""
        node = self.find(name)
        if node is None or not self._genicam.IsWritable(node):
            return False
        if isinstance(value, str) and hasattr(node, "GetSymbolics") and value not in node.GetSymbolics():
            return False
        node.SetValue(value)
        return True

    def execute(self, name: str) -> None:
        """Run a command. Raises CameraError where the camera lacks it."""
        node = self.find(name)
        if node is None:
            raise CameraError(f"The camera has no command {name}.")
        node.Execute()

    def number(self, setting: str, value: float, names: Iterable[str]) -> tuple[Any, float]:
        """Check `value` against the range the camera gives.

        Raises:
            CameraConfigError: names the setting and the range.
        """
        node = self.find(*names)
        if node is None:
            raise CameraConfigError(f"{setting}: this camera has no such setting.", f"Remove {setting}.")
        low, high = node.GetMin(), node.GetMax()
        if not low <= value <= high:
            raise CameraConfigError(
                f"{setting} = {value:g} is out of range for this camera.", f"Give {low:g} to {high:g}."
            )
        return node, value

    def apply(self, settings: CameraSettings) -> CameraSettings:
        """Apply exposure, gain, pixel format, ROI and trigger; return what the camera accepted.

        Everything is checked before anything is written. Should the camera refuse a value all the same, what was
        there before is written back.

        Raises:
            CameraConfigError
        """
        self._check(settings)
        before = self.read(settings)
        try:
            self._write(settings)
        except (CameraConfigError, self._genicam.GenericException) as error:
            self._write(before)
            if isinstance(error, CameraConfigError):
                raise
            raise CameraConfigError(f"The camera refuses its settings: {first_line(error)}") from error
        return self.read(settings)

    def adjust(self, exposure_us: float | None, gain_db: float | None, like: CameraSettings) -> CameraSettings:
        """Change exposure and gain, also while grabbing. Raises CameraConfigError, before anything is written."""
        if exposure_us is not None:
            self.number("exposure_us", exposure_us, _EXPOSURE)
        if gain_db is not None:
            self.number("gain_db", gain_db, ("Gain",))
        self._write_light(exposure_us, gain_db)
        return self.read(like)

    def ranges(self) -> Ranges:
        """What the camera takes as it is set up now."""
        lines = tuple(one for one in self.choices("TriggerSource") if one.startswith("Line"))
        there = self.choices("PixelFormat")
        formats = tuple(ours for ours, theirs in PIXEL_FORMATS.items() if any(one in there for one in theirs))
        return Ranges(
            exposure_us=self._range(*_EXPOSURE),
            gain_db=self._range("Gain"),
            width=self._length("Width"),
            height=self._length("Height"),
            pixel_formats=formats,
            lines=lines,
        )

    def _range(self, *names: str) -> Range | None:
        node = self.find(*names)
        return None if node is None else Range(float(node.GetMin()), float(node.GetMax()))

    def _length(self, axis: str) -> Range | None:
        """The range of a length on the sensor; the node's own ends at the offset that is set now."""
        node = self.find(axis)
        if node is None:
            return None
        most = self.get(f"{axis}Max", f"Sensor{axis}") or node.GetMax()
        return Range(float(node.GetMin()), float(most), float(node.GetInc()))

    def read(self, like: CameraSettings) -> CameraSettings:
        """Return the camera's present settings, with the trigger of `like`."""
        exposure_us, gain_db = self.get(*_EXPOSURE), self.get("Gain")
        raw = str(self.get("PixelFormat"))
        name = next((ours for ours, theirs in PIXEL_FORMATS.items() if raw in theirs), raw)
        roi = Roi(
            x=int(self.get("OffsetX") or 0),
            y=int(self.get("OffsetY") or 0),
            width=int(self.get("Width") or 0),
            height=int(self.get("Height") or 0),
        )
        return replace(like, exposure_us=exposure_us, gain_db=gain_db, pixel_format=name, roi=roi)

    def _check(self, settings: CameraSettings) -> None:
        if settings.exposure_us is not None:
            self.number("exposure_us", settings.exposure_us, _EXPOSURE)
        if settings.gain_db is not None:
            self.number("gain_db", settings.gain_db, ("Gain",))
        if settings.pixel_format is not None:
            self._pixel_format(settings.pixel_format)
        if settings.roi is not None:
            self._check_roi(settings.roi)
        if settings.trigger == "line":
            lines = [one for one in self.choices("TriggerSource") if one.startswith("Line")]
            if (settings.line or "Line1") not in lines:
                raise CameraConfigError(
                    f"line = {settings.line or 'Line1'}: this camera cannot be triggered by it.",
                    f"Possible: {', '.join(lines) or 'no line at all'}.",
                )

    def _pixel_format(self, wanted: str) -> str:
        there = self.choices("PixelFormat")
        for name in PIXEL_FORMATS.get(wanted, ()):
            if name in there:
                return name
        possible = [ours for ours, theirs in PIXEL_FORMATS.items() if any(one in there for one in theirs)]
        raise CameraConfigError(
            f"pixel_format = {wanted}: this camera does not deliver it.", f"Possible: {', '.join(possible)}."
        )

    def _check_roi(self, roi: Roi) -> None:
        for axis, start, length in (("Width", roi.x, roi.width), ("Height", roi.y, roi.height)):
            most = self.get(f"{axis}Max", f"Sensor{axis}") or self.number(axis, 0, (axis,))[0].GetMax()
            node = self.find(axis)
            least = node.GetMin() if node is not None else 1
            if start < 0 or length < least or start + length > most:
                raise CameraConfigError(
                    f"roi: {axis.lower()} {length} at {start} does not fit on the sensor.",
                    f"Give a {axis.lower()} of at least {least} that ends at {most} or before.",
                )

    def _write(self, settings: CameraSettings) -> None:
        self.put_if_there("AcquisitionMode", "Continuous")
        if settings.pixel_format is not None:
            self.put("PixelFormat", self._pixel_format(settings.pixel_format))
        if settings.roi is not None:
            self._write_roi(settings.roi)
        self._write_light(settings.exposure_us, settings.gain_db)
        self._write_trigger(settings)

    def _write_light(self, exposure_us: float | None, gain_db: float | None) -> None:
        if exposure_us is not None:
            self.put_if_there("ExposureAuto", "Off")
            self.put_if_there("ExposureMode", "Timed")
            self.number("exposure_us", exposure_us, _EXPOSURE)[0].SetValue(exposure_us)
        if gain_db is not None:
            self.put_if_there("GainAuto", "Off")
            self.put("Gain", gain_db)

    def _write_roi(self, roi: Roi) -> None:
        # Offsets first to zero: the room for width and height depends on them.
        self.put_if_there("OffsetX", 0)
        self.put_if_there("OffsetY", 0)
        for name, value in (("Width", roi.width), ("Height", roi.height), ("OffsetX", roi.x), ("OffsetY", roi.y)):
            node = self.find(name)
            if node is None:
                continue
            step, least = node.GetInc(), node.GetMin()
            self.put(name, least + (value - least) // step * step)

    def _write_trigger(self, settings: CameraSettings) -> None:
        for selector in self.choices("TriggerSelector"):
            if self.put_if_there("TriggerSelector", selector):
                self.put_if_there("TriggerMode", "Off")
        if settings.trigger == "free_run":
            return
        self.put("TriggerSelector", "FrameStart")
        self.put("TriggerSource", "Software" if settings.trigger == "software" else settings.line or "Line1")
        self.put_if_there("TriggerActivation", "RisingEdge")
        self.put("TriggerMode", "On")


def first_line(error: BaseException) -> str:
    """Return what a pylon exception says, without the source file it was thrown in."""
    return str(error).split(" : ")[0].strip().splitlines()[0] if str(error).strip() else type(error).__name__


def opening_error(serial: str, said: str) -> CameraError:
    """Translate what pylon says when a camera that was found cannot be opened.

    The wording is all there is to tell one cause from another: USB cameras are "exclusively opened", GigE cameras
    "controlled by another application" (GenTL status 0xE1018006).
    """
    text = said.lower()
    if any(one in text for one in ("exclusively opened", "another application", "another client", "0xe1018006")):
        return CameraBusy(
            f"Camera {serial} is in use by another program.",
            "Close the pylon Viewer or the other station, then try again.",
        )
    return CameraNotFound(f"Camera {serial} cannot be opened: {first_line(ValueError(said))}", "Check cable and power.")
