"""Taking pictures for data sets: from the camera alone, or from the parts on the line while it runs.

    source NONE --open()--> CAMERA (line stopped: this owns the camera) --close(), or the line starts--> NONE
    source LINE: the line runs and owns the camera; its pictures can be looked at and taken, and it is not slowed

Pictures from the camera alone are corrected by the current calibration of the product before they are stored, those of
the line were already; what is shown live is raw. No verdict is given and no output is driven here. What was stored
stays stored, whatever happens next.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol, cast

from calibration.correction import Correction
from camera.api import Camera, CameraSettings, Frame, LostFrame, TriggerMode
from station.accounts import Session
from station.calibration_ref import CalibrationRef
from station.calibrations import Calibrations
from station.camera_use import LIVE_VIEW, CameraUse
from station.capture_words import CapturePlan, CaptureStatus, Source
from station.config import LineSection
from station.datasets import DataSets, Shot
from station.errors import EXPLAINED, Explained, StateError
from station.ids import new_id
from station.live_camera import LiveCamera
from station.permissions import Action
from station.recipe import check_name
from station.types import RecipeRef, Result, StationState

ROOM_BYTES = 256_000_000
"""Pictures that may wait for the disk; at least `ROOM_FEWEST` may."""
ROOM_FEWEST = 2
_TOGETHER = 16
_LOOK_S = 0.1


class RunningLine(Protocol):
    """The part of the line that pictures are taken from while it runs."""

    @property
    def state(self) -> StationState: ...

    def live_frame(self) -> Frame | None: ...

    def subscribe(self, on_result: Callable[[Result], None]) -> Callable[[], None]: ...


@dataclass(slots=True)
class _Tally:
    taken: int = 0
    stored: int = 0
    copies: int = 0
    failed: int = 0
    lost: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class _Taken:
    """A picture on its way to the disk: raw from the camera, or corrected by the line under `recipe`."""

    shot: Shot
    raw: bool
    recipe: RecipeRef | None = None


class Capturing:
    """Live pictures and capture. Thread-safe. `open`, `close` and `begin` may take seconds: not for the GUI thread.

    While a plan runs, a thread *capture-store* writes what was taken.
    """

    def __init__(
        self,
        *,
        camera: Camera,
        settings: CameraSettings,
        limits: LineSection,
        line: RunningLine,
        datasets: DataSets,
        lifecycle: threading.RLock,
        use: CameraUse,
        calibrations: Calibrations,
        clock: Callable[[], int] = time.monotonic_ns,
        pose: Callable[[], tuple[float, ...] | None] = lambda: None,
    ) -> None:
        """`lifecycle` is held by whoever opens or closes the camera: the station's start and stop, and this.

        `pose` says where the camera is.
        """
        self._live = LiveCamera(camera, settings, limits, on_frame=self._on_frame, on_lost=self._on_lost, pose=pose)
        self._line = line
        self._datasets = datasets
        self._lifecycle = lifecycle
        self._use = use
        self._calibrations = calibrations
        self._clock = clock
        self._lock = threading.Lock()
        self._arrived = threading.Condition(self._lock)
        self._plan: CapturePlan | None = None
        self._waiting: deque[_Taken] = deque()
        self._waiting_bytes = 0
        self._due_ns = 0
        self._tally = _Tally()
        self._problem = self._remedy = ""
        self._act: str | None = None
        self._begun_by = ""
        self._storer: threading.Thread | None = None

    @property
    def source(self) -> Source:
        """Where pictures come from now. Quick."""
        if self._live.is_open:
            return Source.CAMERA
        return Source.NONE if self._line.state is StationState.STOPPED else Source.LINE

    def open(self, by: Session, trigger: TriggerMode | None = None) -> None:
        """Open the camera for live pictures; no effect while the line runs, whose pictures are shown then.

        `trigger` replaces the configured mode.

        Raises CameraError, NotPermitted, StateError: somebody else has the camera.
        """
        by.require(Action.CAPTURE)
        with self._lifecycle:
            if self._line.state is StationState.STOPPED:
                if self._live.is_open and trigger not in (None, self._live.accepted.trigger):
                    self._end("The trigger mode was changed.")
                    self._live.close()
                self._open(trigger)

    def close(self, by: Session) -> None:
        """Take no more pictures, store what was taken, give the camera back. Safe at any time and twice.

        Raises NotPermitted.
        """
        by.require(Action.CAPTURE)
        self.shut(self._ended_by(by))

    def release(self) -> None:
        """Give the camera back where nobody takes pictures: what shows the live picture is not looked at any more."""
        if self._plan is None:
            self.shut("")

    def shut(self, why: str) -> None:
        """Do what `close` does, for the station itself; `why` is told as the problem of a plan that was running."""
        with self._lifecycle:
            self._end(why)
            self._live.close()
            if not self._live.hangs:
                self._use.give_back(LIVE_VIEW)
        self._join()

    def follow(self, settings: CameraSettings) -> None:
        """Use these settings of the camera from the next opening on."""
        self._live.follow(settings)

    def _open(self, trigger: TriggerMode | None) -> None:
        if self._use.user != LIVE_VIEW:
            self._use.take(LIVE_VIEW)
        try:
            self._live.open(trigger)
        except BaseException:
            if not self._live.hangs:
                self._use.give_back(LIVE_VIEW)
            raise

    def live_frame(self) -> Frame | None:
        """The newest picture, or None. Quick."""
        return self._live.frame if self._live.is_open else self._line.live_frame()

    def begin(self, by: Session, plan: CapturePlan) -> None:
        """Begin to take pictures into a data set.

        Raises:
            RecipeError: not a name. NotPermitted.
            StateError: no camera is open and the line does not run; the one before is not done; or each picture is
                wanted where pictures come without end and nobody asked for them.
        """
        by.require(Action.CAPTURE)
        check_name(plan.name)
        with self._lifecycle:
            source = self.source
            if source is Source.NONE:
                raise StateError("There is no picture to take: the camera is not open.", "Start the live view first.")
            endless = source is Source.CAMERA and self._live.accepted.trigger != "line"
            if endless and plan.count is None and plan.every_ms <= 0:
                raise StateError(
                    "Each picture can only be taken where a trigger asks for it.",
                    "Choose the trigger of the line, or give a number of pictures or a time between them.",
                )
            if self._storer is not None and self._storer.is_alive():
                raise StateError("Pictures are still being taken or stored.", "Wait for them, or press Stop.")
            with self._lock:
                self._plan, self._tally, self._act, self._begun_by = plan, _Tally(), None, by.name
                self._problem = self._remedy = ""
                self._due_ns = self._clock()
            leave = self._line.subscribe(self._on_result) if source is Source.LINE else None
            arguments = (by, plan, leave)
            self._storer = threading.Thread(target=self._store, args=arguments, name="capture-store", daemon=True)
            self._storer.start()

    def end(self, by: Session) -> None:
        """Take no more; what was taken is still stored. Quick. Raises NotPermitted."""
        by.require(Action.CAPTURE)
        self._end(self._ended_by(by))

    def break_off(self, why: str) -> None:
        """Do what `end` does, for the program itself; `why` is told as the problem of a plan that was running."""
        self._end(why)

    def _ended_by(self, by: Session) -> str:
        """What whoever began the plan is told: somebody else ended it."""
        return "" if by.name == self._begun_by else f"{by.name} ended the capturing."

    def status(self) -> CaptureStatus:
        """One frozen look at everything. Quick: no disk, no database."""
        source, live = self.source, self._live
        with self._lock:
            tally = replace(self._tally)
            own = source is Source.CAMERA
            return CaptureStatus(
                source=source,
                up=live.up if own else self._line.state in (StationState.READY, StationState.BLOCKED),
                message=live.message if own else "",
                hint=live.hint if own else "",
                camera_id=live.camera_id,
                accepted=live.accepted if own else None,
                triggers=tuple(sorted(live.triggers)),
                rate=live.rate if own else 0.0,
                plan=self._plan,
                taken=tally.taken,
                stored=tally.stored,
                copies=tally.copies,
                failed=tally.failed,
                lost=tally.lost,
                waiting=tally.taken - tally.stored - tally.copies - tally.failed,
                problem=self._problem,
                remedy=self._remedy,
                act=self._act,
            )

    def _on_frame(self, frame: Frame) -> None:
        self._offer(_Taken(Shot(frame.image, frame.wall_time, frame.camera_id), raw=True))

    def _on_lost(self, _lost: LostFrame) -> None:
        with self._lock:
            if self._plan is not None:
                self._tally.lost += 1

    def _on_result(self, result: Result) -> None:
        """Inspection thread: keep the picture and return."""
        if result.image is None:
            with self._lock:
                self._tally.lost += self._plan is not None
        else:
            one = result.inspection
            shot = Shot(result.image, one.at, one.camera_id or "camera")
            self._offer(_Taken(shot, raw=False, recipe=one.recipe))

    def _offer(self, taken: _Taken) -> None:
        """Take a picture if the plan wants it now. Never waits for the disk."""
        with self._lock:
            plan = self._plan
            if plan is None:
                return
            now_ns = self._clock()
            if now_ns < self._due_ns:
                return
            size = taken.shot.image.nbytes
            full = self._waiting_bytes + size > ROOM_BYTES and len(self._waiting) >= ROOM_FEWEST
            if full:
                # a burst takes a later picture instead; a trigger's picture has no later one
                self._tally.lost += plan.every_ms <= 0
                return
            self._waiting.append(taken)
            self._waiting_bytes += size
            self._tally.taken += 1
            self._due_ns = max(self._due_ns + round(plan.every_ms * 1e6), now_ns)
            if self._tally.taken == plan.count:
                self._plan = None
            self._arrived.notify_all()

    def _end(self, why: str, remedy: str = "") -> None:
        with self._lock:
            if self._plan is not None:
                self._plan = None
                self._problem, self._remedy = why, remedy
            self._arrived.notify_all()

    def _join(self) -> None:
        storer = self._storer
        if storer is not None:
            storer.join()

    def _store(self, by: Session, plan: CapturePlan, leave: Callable[[], None] | None) -> None:
        """Write what was taken until the plan is over and nothing waits. `leave` ends listening to the line."""
        act = new_id()
        try:
            corrector = self._calibrations.corrector(plan.name) if leave is None else None
            while True:
                with self._arrived:
                    while not self._waiting and self._plan is plan:
                        self._arrived.wait(_LOOK_S)
                        if leave is not None and self._line.state is StationState.STOPPED:
                            self._plan, self._problem = None, "The line was stopped."
                        elif leave is None and self._live.ended:
                            self._plan, self._problem, self._remedy = None, self._live.message, self._live.hint
                    taken = [self._waiting.popleft() for _ in range(min(_TOGETHER, len(self._waiting)))]
                    self._waiting_bytes = sum(one.shot.image.nbytes for one in self._waiting)
                    if not taken:
                        return
                shots = [self._corrected(one, corrector) for one in taken]
                added = self._datasets.add(by, plan.name, shots, plan.label, defect=plan.defect, act=act)
                with self._lock:
                    self._tally.stored += added.new
                    self._tally.copies += added.copies
                    self._act = added.act or self._act
        except EXPLAINED as error:
            told = cast(Explained, error)
            self._fail(told.message, told.hint)
        except Exception as error:
            self._fail(f"The pictures could not be stored: {type(error).__name__}: {error}", "")
            raise
        finally:
            if leave is not None:
                leave()

    def _corrected(self, taken: _Taken, corrector: tuple[CalibrationRef, Correction] | None) -> Shot:
        """Return the picture as the line would see it, and what it was corrected by. Raises CalibrationError."""
        if not taken.raw:
            return replace(taken.shot, calibration=self._calibrations.of_recipe(taken.recipe))
        if corrector is None:
            return taken.shot
        ref, correction = corrector
        return replace(taken.shot, image=correction.apply(taken.shot.image), calibration=ref)

    def _fail(self, message: str, hint: str) -> None:
        """Give up: a disk that is full now is full for the next picture too."""
        with self._lock:
            self._plan = None
            self._waiting.clear()
            self._waiting_bytes = 0
            tally = self._tally
            tally.failed = tally.taken - tally.stored - tally.copies
            self._problem, self._remedy = message, hint
