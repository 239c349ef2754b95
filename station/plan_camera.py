"""One picture for one trigger, after the arm stands: the camera as a capture plan uses it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace

from camera.api import (
    Camera,
    CameraConfigError,
    CameraError,
    CameraLost,
    CameraSettings,
    Frame,
    LostFrame,
    Token,
    Trigger,
    TriggerRefused,
)
from station.camera_use import CameraUse
from station.capture_plan import Light
from station.config import LineSection
from station.live_camera import LiveCamera

PLAN = "the capture plan"
_TRIES = 5
_PAUSE_S = 0.1


class PlanCamera:
    """Holds the camera for a plan. `take` is for one thread; `close` may come from any."""

    def __init__(
        self, camera: Camera, limits: LineSection, use: CameraUse, settings: Callable[[], CameraSettings]
    ) -> None:
        """`settings` are those of the station, as of now."""
        self._camera = camera
        self._use = use
        self._settings = settings
        self._limits = limits
        self._changed = threading.Condition()
        self._token: Token | None = None
        self._live = LiveCamera(
            camera, settings(), limits, on_frame=self._on_token, on_lost=self._on_token, fires=False
        )
        self._light: Light | None = None

    @property
    def accepted(self) -> CameraSettings:
        """What the camera made of the settings."""
        return self._live.accepted

    @property
    def camera_id(self) -> str:
        return self._live.camera_id

    @property
    def ended(self) -> bool:
        """Whether a folder or file has come to its end."""
        return self._live.ended

    @property
    def finite(self) -> bool:
        """Whether its pictures come to an end: then none is taken only to be looked at."""
        return self._camera.capabilities.finite

    def check(self, lights: list[Light]) -> None:
        """Raises CameraConfigError: the camera cannot do what the plan asks for."""
        able = self._camera.capabilities
        if "software" not in able.triggers:
            raise CameraConfigError(
                f"{self._camera.camera_id} takes no pictures when this program asks for them.",
                "A capture plan needs a camera with software trigger.",
            )
        for key, can in (("exposure_us", able.exposure), ("gain_db", able.gain)):
            if not can and any(getattr(light, key) is not None for light in lights):
                raise CameraConfigError(
                    f"The plan sets camera.{key}, and {self._camera.camera_id} cannot set it.",
                    "Leave it out of the plan.",
                )

    def light(self, light: Light) -> None:
        """Open the camera with these settings; no effect where it has them. Takes up to seconds. Raises CameraError."""
        if self._live.is_open and light == self._light:
            return
        self._live.close()
        self._live.follow(replace(self._settings(), **light.model_dump(exclude_none=True)))
        if self._use.user != PLAN:
            self._use.take(PLAN)
        self._live.open("software")
        self._light = light

    def take(self, trigger: Trigger, stop: Callable[[], bool]) -> Frame:
        """Ask for one picture and wait for it.

        Raises:
            CameraLost: the camera is gone; it is looked for, `take` may be called again with a new trigger.
            CameraError: no picture for this trigger. Also where `stop` says so.
        """
        with self._changed:
            self._token = None
        losses = self._live.losses
        for again in range(_TRIES):
            try:
                self._live.fire(trigger)
                break
            except TriggerRefused:
                if again == _TRIES - 1:
                    raise
                time.sleep(_PAUSE_S)
        end = time.monotonic() + self._patience_s
        with self._changed:
            while True:
                token = self._token_of(trigger)
                if token is not None:
                    break
                if self._live.ended:
                    raise CameraError(self._live.message, self._live.hint)
                if not self._live.up or self._live.losses != losses:
                    raise CameraLost(self._live.message or "The camera is not there.", self._live.hint)
                if stop():
                    raise CameraError("The picture was not waited for.")
                if time.monotonic() > end:
                    raise CameraError(
                        f"No picture came within {self._patience_s:.0f} s.", "Check the camera and its cable."
                    )
                self._changed.wait(_PAUSE_S)
        if isinstance(token, LostFrame):
            raise CameraError(
                f"The picture did not arrive whole ({token.detail or token.reason}).", "It is asked for again."
            )
        return token

    def _token_of(self, trigger: Trigger) -> Token | None:
        token = self._token
        mine = token is not None and token.trigger is not None and token.trigger.id == trigger.id
        return token if mine else None

    @property
    def _patience_s(self) -> float:
        exposure_s = (self.accepted.exposure_us or 0.0) / 1e6
        return 10.0 + self._limits.driver_patience_s + 2 * exposure_s

    def close(self) -> None:
        """Give the camera back. Safe at any time and twice."""
        self._live.close()
        self._light = None
        if not self._live.hangs:
            self._use.give_back(PLAN)

    def _on_token(self, token: Token) -> None:
        with self._changed:
            self._token = token
            self._changed.notify_all()
