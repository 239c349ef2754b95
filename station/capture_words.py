"""What capturing is told, and what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from camera.api import CameraSettings, TriggerMode
from station.queries import ImageLabel


class Source(StrEnum):
    """Where pictures come from now."""

    NONE = "none"
    CAMERA = "camera"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class CapturePlan:
    """What to take. `count` None: until it is ended. `every_ms` 0: each picture that comes, so each trigger one.

    `defect` names the kind of defect, for `label` DEFECT.
    """

    name: str
    label: ImageLabel
    defect: str | None = None
    count: int | None = 1
    every_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class CaptureStatus:
    """One look at the capturing. `message` and `hint` are about the camera, `problem` and `remedy` about the plan.

    `plan` is None when nothing is being taken; the counts are then those of the last one. `taken` pictures are
    `stored` new ones, `copies` of what the set had, `waiting` for the disk, or `failed`. `lost`: pictures that did not
    arrive whole or for which there was no room. `act` is the name of the last act of labelling, for undo.
    """

    source: Source
    up: bool
    message: str
    hint: str
    camera_id: str
    accepted: CameraSettings | None
    triggers: tuple[TriggerMode, ...]
    rate: float
    plan: CapturePlan | None
    taken: int
    stored: int
    copies: int
    failed: int
    lost: int
    waiting: int
    problem: str
    remedy: str
    act: str | None
