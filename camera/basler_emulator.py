"""pylon's camera emulator, set to show the image files of a folder; what it does is told in `camera.basler`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from camera.api import CameraNotFound, CameraSettings, Roi
from camera.basler_features import Features
from camera.imagefile import ImageKind, read_kind

VARIABLE = "PYLON_CAMEMU"


def switch_on() -> None:
    """Make the next enumeration find an emulated camera: pylon reads the variable each time it enumerates."""
    if os.environ.get(VARIABLE, "0") in ("", "0"):
        os.environ[VARIABLE] = "1"


def emulated_order(folder: Path) -> tuple[Path, ...]:
    """Return the entries of `folder` in the order in which the emulator shows them.

    Raises:
        CameraNotFound: no such folder, or nothing in it.
    """
    if not folder.is_dir():
        raise CameraNotFound(f"The folder {folder} for the emulated camera does not exist.", "Correct emulate_folder.")
    entries = tuple(sorted(folder.resolve().iterdir(), key=lambda path: path.name))
    if not entries:
        raise CameraNotFound(f"The folder {folder} for the emulated camera is empty.", "Put image files there.")
    return entries


def show_folder(features: Features, folder: Path) -> tuple[Path, ...]:
    """Point the emulator at `folder`; set ROI and pixel format to fit. Return the files in order.

    Raises:
        CameraNotFound: nothing to show.
        CameraConfigError: a picture is larger than the emulated sensor.
    """
    files = emulated_order(folder)
    kinds = [kind for kind in map(_kind, files) if kind is not None]
    if not kinds:
        raise CameraNotFound(f"The folder {folder} for the emulated camera holds no image.", "Put image files there.")
    first = kinds[0]
    features.put("ImageFileMode", "Off")
    features.put("TestImageSelector", "Off")
    features.apply(
        CameraSettings(
            pixel_format="RGB8" if first.colour else f"Mono{first.bits}",
            roi=Roi(0, 0, max(kind.width for kind in kinds), max(kind.height for kind in kinds)),
        )
    )
    features.put("ImageFilename", str(folder.resolve()))
    features.put("ImageFileMode", "On")
    return files


def damage_next(device: Any, count: int = 1) -> None:
    """Let the next `count` pictures arrive as failed buffers. Works only while the emulated `device` grabs."""
    device.ForceFailedBufferCount.SetValue(count)
    device.ForceFailedBuffer.Execute()


def unplug(device: Any) -> None:
    """Report the emulated `device` as physically removed; the next enumeration finds it again."""
    device.FirePnPCallbackValue.SetValue(1)


def silence(device: Any) -> None:
    """Let the emulated `device` take software triggers and deliver nothing, until it is configured anew."""
    device.TriggerSelector.SetValue("FrameBurstStart")
    device.TriggerMode.SetValue("On")


def _kind(path: Path) -> ImageKind | None:
    try:
        return read_kind(path)
    except (OSError, ValueError):
        return None
