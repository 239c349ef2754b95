"""Cameras by name. Importing this package imports no camera SDK and no driver.

camera = create("folder", {"path": "pictures"})
camera.open()
accepted = camera.configure(CameraSettings(trigger="free_run"))
for token in camera.frames(stop):
    ...
"""

from camera.api import (
    LOST_BAD_BUFFER,
    LOST_CAMERA,
    LOST_MISSING,
    LOST_OVERRUN,
    LOST_REFUSED,
    Adjustable,
    Camera,
    CameraBusy,
    CameraConfigError,
    CameraError,
    CameraLost,
    CameraNotFound,
    CameraSettings,
    Capabilities,
    Frame,
    Image,
    LineOutput,
    LostFrame,
    Range,
    Ranges,
    Roi,
    Token,
    Trigger,
    TriggerMode,
    TriggerRefused,
)
from camera.registry import GROUP, Registry, contract_options, create, factory, names

__all__ = [
    "GROUP",
    "LOST_BAD_BUFFER",
    "LOST_CAMERA",
    "LOST_MISSING",
    "LOST_OVERRUN",
    "LOST_REFUSED",
    "Adjustable",
    "Camera",
    "CameraBusy",
    "CameraConfigError",
    "CameraError",
    "CameraLost",
    "CameraNotFound",
    "CameraSettings",
    "Capabilities",
    "Frame",
    "Image",
    "LineOutput",
    "LostFrame",
    "Range",
    "Ranges",
    "Registry",
    "Roi",
    "Token",
    "Trigger",
    "TriggerMode",
    "TriggerRefused",
    "contract_options",
    "create",
    "factory",
    "names",
]
