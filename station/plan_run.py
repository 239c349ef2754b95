"""One run of a capture plan, from the first missing picture to the last.

    RUNNING --> ASKING     a person has to change or move the part, or to say what becomes of an unfit picture
            --> WAITING    robot or camera are gone: goes on by itself when they are back
            --> PAUSED     somebody paused it, or something has to be mended: goes on when told to
            --> DONE, CANCELLED, FAILED

What was taken stays taken, whatever happens: see `station.plan_manifest`. The arm is only ever moved by the robot's own
program, which is asked for a pose and a slight movement.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import cast

from camera.api import CameraConfigError, CameraError, CameraLost, Frame, Trigger
from station.capture_plan import Key, Plan, Wanted
from station.cell import NewTrigger
from station.errors import EXPLAINED, Explained, StateError, StationError, explain
from station.ids import new_id
from station.images import Image, write_image
from station.plan_camera import PlanCamera
from station.plan_manifest import Manifest, Taken, missing
from station.plan_motion import Motion
from station.plan_words import Answer, Ask, Correct, Into, Mover, PlanProgress, PlanState, Question

log = logging.getLogger(__name__)

SOURCE = "plan"
LOOK_S = 0.3
_TRIES = 3
_ROBOT_TRIES = 5
_POLL_S = 0.1
_AGAIN_S = 2.0
STRAYED_MM = 0.5
"""Further from where it stood before the picture, and the arm did not stand still."""


class _Cancelled(Exception):
    pass


class PlanRun:
    """`run` is for a thread of its own; everything else may be called from any.

    Args:
        gate: what the product's image gate finds wrong with a picture; None: the product has none.
        correct: the product's calibration, with its name; None: there is none.
        into: the data set that the pictures go into as well; None: none.
        looks: whether pictures may be taken only to be looked at.
        on_stored: is told the hash of the file of each picture.
    """

    def __init__(
        self,
        plan: Plan,
        manifest: Manifest,
        *,
        camera: PlanCamera,
        mover: Mover | None,
        new_trigger: NewTrigger,
        gate: Callable[[Image], Sequence[str]] | None,
        correct: tuple[Correct, str] | None,
        into: Into | None,
        by: str,
        looks: bool = True,
        on_stored: Callable[[str], None] = lambda _sha256: None,
    ) -> None:
        self.plan = plan
        self.manifest = manifest
        self.frame: Frame | None = None
        """The newest picture, taken or only looked at."""
        self._camera, self._mover, self._new_trigger = camera, mover, new_trigger
        self._correct = correct
        self._gate, self._into, self._by, self._looks = gate, into, by, looks
        self._on_stored = on_stored
        self._changed = threading.Condition()
        self._pausing = self._cancelling = self._going_on = False
        self._answer: Answer | None = None
        self._spent: deque[float] = deque(maxlen=30)
        self._now = PlanProgress(
            PlanState.RUNNING, "", "", None, None, len(plan.pictures()), None, 0, _snapshot(manifest)
        )  # fmt: skip

    # from outside

    def progress(self) -> PlanProgress:
        """Quick."""
        return self._now

    def pause(self) -> None:
        """Stop after the picture that is being taken."""
        self._tell(pausing=True)

    def go_on(self) -> None:
        """End a pause, or try again now what is waited for."""
        self._tell(pausing=False, going_on=True)

    def cancel(self) -> None:
        """Take no more. What was taken stays, and the run can be gone on with later."""
        self._tell(cancelling=True)

    def answer(self, answer: Answer) -> None:
        """Answer the question that is asked. Raises StateError: nothing, or not that, is asked."""
        with self._changed:
            question = self._now.question
            if question is None or answer not in question.answers:
                raise StateError("Nothing is asked that could be answered so.", "Read what the plan asks for.")
            self._answer = answer
            self._changed.notify_all()

    def _tell(self, **flags: bool) -> None:
        with self._changed:
            for name, value in flags.items():
                setattr(self, f"_{name}", value)
            self._changed.notify_all()

    # its thread

    def run(self) -> PlanState:
        """Take what is missing. Returns how it ended; never raises but for faults of the program."""
        try:
            self._until_kept(tuple(self.manifest.taken.values()))
            inserted: int | None = None
            for wanted in missing(self.manifest, self.plan):
                self._show(current=wanted)
                if wanted.setup.number != inserted:
                    self._until(partial(self._camera.light, self.plan.light_of(wanted.setup)), wanted)
                    self._ask(Question(Ask.INSERT, wanted.setup))
                    inserted = wanted.setup.number
                elif wanted.pose is None:
                    self._ask(Question(Ask.MOVE, wanted.setup, wanted.shot))
                self._until(partial(self._take, wanted), wanted)
            self._show(PlanState.DONE, current=None)
        except _Cancelled:
            self._show(PlanState.CANCELLED, "The plan was cancelled; what was taken stays.", "It can be gone on with.")
        except Exception as error:
            self._show(PlanState.FAILED, f"The plan failed: {explain(error)}", "This is a fault of the program.")
            raise
        finally:
            self._camera.close()
            self.manifest.close()
        return self._now.state

    def _take(self, wanted: Wanted) -> None:
        """Take one picture to its end: on the disk, in the manifest, in the data set."""
        began = time.monotonic()
        retakes, tries, asked_s = 0, 0, 0.0
        while True:
            self._hold()
            self._camera.light(self.plan.light_of(wanted.setup))
            pose = self._go(wanted)
            trigger = self._new_trigger(
                source=SOURCE, pose=pose, pose_index=wanted.pose, setup=wanted.setup.number
            )  # fmt: skip
            try:
                frame = self._camera.take(trigger, lambda: self._cancelling)
            except CameraLost:
                raise
            except CameraError:
                self._leave_if_cancelled()
                tries += 1
                if tries >= _TRIES:
                    raise
                continue
            self._stood(wanted, pose)
            if self._correct is not None:
                frame = replace(frame, image=self._correct[0].apply(frame.image))
            self.frame = frame
            if self._into is not None:
                self._into.check(frame.image)
            findings = tuple(self._gate(frame.image)) if self._gate is not None else ()
            if findings:
                if self.plan.unfit == "retake" and retakes < self.plan.retakes:
                    retakes += 1
                    self._show(retaken=self._now.retaken + 1)
                    continue
                asked = time.monotonic()
                if self._ask(Question(Ask.UNFIT, wanted.setup, wanted.shot, findings)) is Answer.RETAKE:
                    asked_s += time.monotonic() - asked
                    retakes += 1
                    self._show(retaken=self._now.retaken + 1)
                    continue
                asked_s += time.monotonic() - asked
            break
        one = self._write(wanted, pose, frame, trigger, findings, retakes)
        self._spent.append(time.monotonic() - began - asked_s)
        left = self._now.total - len(self.manifest.taken)
        eta_s = left * sum(self._spent) / len(self._spent) if len(self._spent) > 1 else None
        self._show(taken=_snapshot(self.manifest), eta_s=eta_s)
        self._until_kept((one,))

    def _go(self, wanted: Wanted) -> tuple[float, ...] | None:
        """Have the robot's program go there; by hand there is nowhere to go."""
        if wanted.pose is None or self._mover is None:
            return None
        pose = self._mover.go_to(
            wanted.pose,
            self.plan.move_s,
            cancelled=lambda: self._cancelling,
            shot=wanted.shot,
            jitter_mm=wanted.jitter_mm,
        )
        end = time.monotonic() + self.plan.settle_s
        with self._changed:
            while not self._cancelling and (left := end - time.monotonic()) > 0:
                self._changed.wait(left)
        return pose

    def _stood(self, wanted: Wanted, pose: tuple[float, ...] | None) -> None:
        """Raises StateError: the arm was not at rest where it was when the picture was asked for."""
        if pose is None or self._mover is None:
            return
        now = self._mover.pose()
        if now is None:
            raise StateError(f"The robot was lost while the picture at pose {wanted.pose} was taken.")
        strayed_mm = 1e3 * math.dist(now[:3], pose[:3])
        if strayed_mm > STRAYED_MM:
            raise StateError(
                f"The arm moved by {strayed_mm:.1f} mm while the picture at pose {wanted.pose} was taken.",
                "Look whether something else moves it.",
            )

    def _write(
        self,
        wanted: Wanted,
        pose: tuple[float, ...] | None,
        frame: Frame,
        trigger: Trigger,
        findings: tuple[str, ...],
        retakes: int,
    ) -> Taken:
        stored = write_image(self.manifest.folder / wanted.file, frame.image)
        self._on_stored(stored.sha256)
        accepted = self._camera.accepted
        first = self.manifest.taken.get(wanted.key.first)
        base = pose if wanted.shot == 1 else first.tcp_pose if first is not None else None
        moved = None if pose is None or base is None else round(1e3 * math.dist(pose[:3], base[:3]), 3)
        one = Taken(
            file=wanted.file,
            sha256=stored.sha256,
            bytes=stored.bytes,
            setup=wanted.setup.number,
            title=wanted.setup.title,
            label=wanted.setup.label,
            note=wanted.setup.note,
            pose_index=wanted.pose,
            shot=wanted.shot,
            jitter_mm=0.0 if wanted.pose is None else wanted.jitter_mm,
            moved_mm=moved,
            tcp_pose=pose,
            exposure_us=accepted.exposure_us if frame.exposure_us is None else frame.exposure_us,
            gain_db=accepted.gain_db,
            at=frame.wall_time,
            camera_id=frame.camera_id,
            trigger_id=trigger.id,
            acquisition=trigger.acquisition,
            fit=None if self._gate is None else not findings,
            unfit=findings,
            retakes=retakes,
            by=self._by,
            calibration=None if self._correct is None else self._correct[1],
        )
        self.manifest.append(one)
        return one

    # what keeps it from going on

    def _until(self, act: Callable[[], None], wanted: Wanted) -> None:
        """Do `act` until it comes to its end."""
        tries = 0
        while True:
            self._hold()
            try:
                act()
            except EXPLAINED as error:
                self._leave_if_cancelled()
                tries += 1
                tries = 0 if self._wait_out(cast(Explained, error), wanted, tries) else tries
            else:
                return

    def _wait_out(self, error: Explained, wanted: Wanted, tries: int) -> bool:
        """Wait until it may be tried again; return whether somebody or something changed since."""
        mover = self._mover
        if wanted.pose is not None and mover is not None and isinstance(error, StateError):
            if not mover.ready:
                self._wait(lambda: mover.ready, lambda: (mover.status().message, mover.status().hint))
                return True
            if tries < _ROBOT_TRIES and not isinstance(error.__cause__, ValueError):  # gone for a moment, or late once
                self._wait_s(_AGAIN_S, error)
                return False
        elif isinstance(error, CameraError) and not isinstance(error, CameraConfigError) and not self._camera.ended:
            self._wait_s(_AGAIN_S, error)
            return False
        self._pause(error.message, error.hint)
        return True

    def _wait_s(self, seconds: float, error: Explained) -> None:
        end = time.monotonic() + seconds
        self._wait(lambda: time.monotonic() >= end, lambda: (error.message, error.hint))

    def _wait(self, over: Callable[[], bool], words: Callable[[], tuple[str, str]]) -> None:
        with self._changed:
            self._going_on = False
            while not (over() or self._going_on or self._cancelling or self._pausing):
                self._show(PlanState.WAITING, *words())
                self._changed.wait(_POLL_S)
            self._show(PlanState.RUNNING)
        self._leave_if_cancelled()

    def _pause(self, message: str, hint: str) -> None:
        with self._changed:
            self._going_on = False
            self._show(PlanState.PAUSED, message, hint)
            while not (self._going_on or self._cancelling):
                self._changed.wait(_POLL_S)
            self._pausing = False
            self._show(PlanState.RUNNING)
        self._leave_if_cancelled()

    def _hold(self) -> None:
        self._leave_if_cancelled()
        if self._pausing:
            self._pause("The plan was paused.", "")

    def _leave_if_cancelled(self) -> None:
        if self._cancelling:
            raise _Cancelled

    def _until_kept(self, taken: Sequence[Taken]) -> None:
        while self._into is not None:
            self._leave_if_cancelled()
            try:
                self._into.put(taken)
            except StationError as error:
                self._pause(error.message, error.hint)
            else:
                return

    def _ask(self, question: Question) -> Answer:
        """Wait for a person; meanwhile look, so that there is a live picture and a movement is seen."""
        motion = None
        if question.kind is Ask.MOVE and self.plan.by_hand == "moved" and self.frame is not None:
            motion = Motion(self.frame.image)
        with self._changed:
            self._forget_answer()
            self._show(PlanState.ASKING, question=question)
        try:
            while True:
                with self._changed:
                    if self._answer is None and not self._cancelling:
                        self._changed.wait(LOOK_S)
                    answer = self._answer
                self._leave_if_cancelled()
                if answer is not None:
                    return answer
                looked = self._look() if question.kind is not Ask.UNFIT else None
                if looked is not None and motion is not None and motion.look(looked):
                    return Answer.CONFIRM
        finally:
            self._show(PlanState.RUNNING, question=None)

    def _forget_answer(self) -> None:
        self._answer = None

    def _look(self) -> Image | None:
        if not self._looks:
            return None
        try:
            self.frame = self._camera.take(
                Trigger(new_id(), "look"), lambda: self._cancelling or self._answer is not None
            )
        except CameraError:
            return None  # the picture itself is asked for with words, this is only for looking
        return self.frame.image

    def _show(self, state: PlanState | None = None, message: str = "", hint: str = "", **changes: object) -> None:
        with self._changed:
            if state is not None:
                changes.update(state=state, message=message, hint=hint)
            self._now = replace(self._now, **changes)  # type: ignore[arg-type]
            self._changed.notify_all()


def _snapshot(manifest: Manifest) -> Mapping[Key, Taken]:
    return MappingProxyType(dict(manifest.taken))
