"""Camera and trigger settings as people change them: what was asked, what the camera accepted, what it could take."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from camera.api import (
    Adjustable,
    Camera,
    CameraConfigError,
    CameraSettings,
    Capabilities,
    Range,
    Ranges,
    Roi,
    TriggerMode,
)
from station.accounts import Session
from station.audit import Act
from station.camera_use import LINE, LIVE_VIEW, SETTINGS, CameraUse
from station.config import CameraSection, Config
from station.db import Records
from station.errors import StateError, UsageError
from station.permissions import Action
from station.recipe import ImageSpec
from station.settings import CAMERA, Settings

__all__ = [
    "CameraControl",
    "CameraSettings",
    "CameraView",
    "Capabilities",
    "Range",
    "Ranges",
    "Roi",
    "Rounded",
    "TriggerMode",
    "camera_settings",
    "rounded",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rounded:
    """A setting that the camera accepted with another value than was asked."""

    name: str  # such as exposure_us
    asked: Any
    accepted: Any


@dataclass(frozen=True, slots=True)
class CameraView:
    """Everything about the camera's settings at one moment.

    `accepted` and `ranges` are None where the camera was not asked: then the line or the live view has it, and
    `accepted` is what it said when they opened it, if it was opened at all. `changed` names the settings that do not
    follow station.toml. `taught_on` is the kind of picture of the recipe in force where these settings give another.
    """

    camera_id: str
    capabilities: Capabilities
    asked: CameraSettings
    accepted: CameraSettings | None
    ranges: Ranges | None
    changed: tuple[str, ...]
    used_by: str | None
    taught_on: ImageSpec | None

    @property
    def rounded(self) -> tuple[Rounded, ...]:
        """What the camera made something else of."""
        return () if self.accepted is None else rounded(self.asked, self.accepted)


class CameraControl:
    """Reads and changes the camera settings of one station. Thread-safe; takes up to seconds: not for the GUI thread.

    Settings are kept in the station's settings file. They change only while nobody uses the camera, but for exposure
    and gain, which change under a live view at once: a recipe was taught on pictures taken with its settings.
    """

    def __init__(
        self,
        camera: Camera,
        use: CameraUse,
        settings: Settings,
        records: Records,
        *,
        config: Callable[[], Config],
        apply: Callable[[Config], None],
        last_accepted: Callable[[], CameraSettings],
        taking: Callable[[], bool] = lambda: False,
    ) -> None:
        """`apply` makes the station follow a changed configuration; `last_accepted` is what the line's camera said;
        `taking` is whether pictures of the live view go into a data set now.
        """
        self._camera = camera
        self._use = use
        self._settings = settings
        self._records = records
        self._config = config
        self._apply = apply
        self._last_accepted = last_accepted
        self._taking = taking
        self._own = threading.Lock()  # one look or change at a time: they would find the camera in use by each other

    def look(self) -> CameraView:
        """Ask the camera for its ranges and what it makes of the settings; opens it for a moment if nobody has it.

        Raises CameraError: it is not there, or does not take its settings.
        """
        with self._own:
            asked = camera_settings(self._config().camera)
            try:
                self._use.take(SETTINGS)
            except StateError as error:
                user = self._use.user
                if user is None:  # given back in between
                    raise StateError("The camera was in use at this moment.", "Read again.") from error
                return self._in_use(asked, user)
            try:
                accepted, ranges = self._try(asked)
            finally:
                self._use.give_back(SETTINGS)
            return self._view(asked, accepted, ranges, None)

    def change(self, by: Session, asked: CameraSettings, *, why: str) -> CameraView:
        """Have the camera take `asked`, and keep it. None in a field leaves that setting to the camera.

        Raises:
            NotPermitted; UsageError: no reason.
            StateError: the line runs; or the live view runs and something else than exposure and gain is to change.
            CameraError: the camera does not take it; nothing was changed.
            ConfigError, StorageError, RecordsError: it cannot be kept; nothing was changed.
        """
        by.require(Action.CHANGE_CAMERA)
        if not why.strip():
            raise UsageError("There is no reason.", "Say why, in a few words: it is kept in the records.")
        with self._own:
            user = self._use.user
            if user == LINE:
                raise StateError(
                    "The camera cannot be changed while the line runs: its recipe was taught on pictures taken so.",
                    "Stop the line first.",
                )
            if user == LIVE_VIEW:
                return self._change_live(by, asked, why.strip())
            with self._use.taken(SETTINGS):
                accepted, ranges = self._try(asked)
                self._keep(by, asked, why.strip())
            return self._view(asked, accepted, ranges, None)

    def try_live(
        self, by: Session, *, exposure_us: float | None = None, gain_db: float | None = None
    ) -> CameraSettings:
        """Give the camera under the live view another exposure or gain; returns what it has now.

        Nothing is kept: the camera has its settings again when it is opened the next time. `change` keeps them.

        Raises NotPermitted; StateError: there is no live view, or its pictures go into a data set; CameraError.
        """
        by.require(Action.CHANGE_CAMERA)
        with self._own:
            if self._use.user != LIVE_VIEW:
                raise StateError("There is no live view.", "Start it first.")
            return self._adjust(exposure_us, gain_db)

    def _adjust(self, exposure_us: float | None, gain_db: float | None) -> CameraSettings:
        if self._taking():
            raise StateError(
                "Pictures are being taken into a data set: all of it is to have the same light.",
                "Wait for them, or stop them on the page Capture.",
            )
        return self._adjustable().adjust(exposure_us=exposure_us, gain_db=gain_db)

    def _change_live(self, by: Session, asked: CameraSettings, why: str) -> CameraView:
        before = camera_settings(self._config().camera)
        if replace(asked, exposure_us=before.exposure_us, gain_db=before.gain_db) != before:
            raise StateError(
                "Under the live view only exposure and gain can be changed.", "End the live view, then change the rest."
            )
        camera = self._adjustable()
        accepted = self._adjust(asked.exposure_us, asked.gain_db)
        try:
            self._keep(by, asked, why)
        except BaseException:
            camera.adjust(exposure_us=before.exposure_us, gain_db=before.gain_db)
            raise
        return self._view(asked, accepted, camera.ranges(), self._use.user)

    def _adjustable(self) -> Adjustable:
        if not isinstance(self._camera, Adjustable):
            raise CameraConfigError(
                f"Camera {self._camera.camera_id} cannot be changed while it takes pictures.",
                "End the live view first.",
            )
        return self._camera

    def _try(self, asked: CameraSettings) -> tuple[CameraSettings, Ranges | None]:
        camera = self._camera
        try:
            camera.open()
            accepted = camera.configure(asked)
            ranges = camera.ranges() if isinstance(camera, Adjustable) else None
        finally:
            camera.close()
        return accepted, ranges

    def _keep(self, by: Session, asked: CameraSettings, why: str) -> None:
        values: Mapping[str, Any] = {f"camera.{name}": getattr(asked, name) for name in CAMERA}
        self._apply(self._settings.change(values, self._records.audit, Act.CAMERA_CHANGED, who=by.name, why=why))

    def _in_use(self, asked: CameraSettings, user: str) -> CameraView:
        if user == LIVE_VIEW and isinstance(self._camera, Adjustable):
            return self._view(asked, self._camera.adjust(), self._camera.ranges(), user)
        return self._view(asked, self._last_accepted() if user == LINE else None, None, user)

    def _view(
        self, asked: CameraSettings, accepted: CameraSettings | None, ranges: Ranges | None, user: str | None
    ) -> CameraView:
        active = self._records.active()
        taught_on = None
        if active is not None and accepted is not None and gives_other_pictures(accepted, active.image):
            taught_on = active.image
        changed = tuple(one.key.removeprefix("camera.") for one in self._settings.changed() if "camera." in one.key)
        camera = self._camera
        return CameraView(camera.camera_id, camera.capabilities, asked, accepted, ranges, changed, user, taught_on)


def camera_settings(section: CameraSection) -> CameraSettings:
    """Return what `section` asks of the camera."""
    roi = section.roi
    return CameraSettings(
        exposure_us=section.exposure_us,
        gain_db=section.gain_db,
        pixel_format=section.pixel_format,
        roi=Roi(roi.x, roi.y, roi.width, roi.height) if roi else None,
        trigger=section.trigger,
        line=section.line,
    )


def rounded(asked: CameraSettings, accepted: CameraSettings) -> tuple[Rounded, ...]:
    """Name every setting that was asked for and that the camera accepted with another value."""
    return tuple(
        Rounded(name, wanted, got)
        for name in CAMERA
        if (wanted := getattr(asked, name)) is not None and not _same(wanted, got := getattr(accepted, name))
    )


def _same(wanted: Any, got: Any) -> bool:
    """Whether a camera took a value as it was asked; what it loses in its own arithmetic is no other value."""
    if isinstance(wanted, float) and isinstance(got, float):
        return math.isclose(wanted, got, rel_tol=1e-5, abs_tol=1e-6)
    return bool(wanted == got)


def gives_other_pictures(accepted: CameraSettings, taught_on: ImageSpec) -> bool:
    """Whether pictures taken with these settings are surely of another kind than `taught_on`."""
    roi, name = accepted.roi, accepted.pixel_format
    if roi is not None and (roi.width, roi.height) != (taught_on.width, taught_on.height):
        return True
    if name is None:
        return False
    channels = 1 if name.startswith("Mono") else 3
    dtype = "uint8" if name.endswith("8") else "uint16"
    return (channels, dtype) != (taught_on.channels, taught_on.dtype)
