"""Capture plans at the station: begin one, look at it, answer it, pause it, end it; one at a time."""

from __future__ import annotations

import contextlib
import importlib.metadata
import logging
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from calibration.correction import Correction
from camera.api import Camera, CameraSettings, Frame
from station.accounts import Session
from station.audit import Act, Entry
from station.calibration_ref import CalibrationRef
from station.calibrations import Calibrations
from station.camera_use import CameraUse
from station.capture_plan import Key, Plan, load
from station.capturing import Capturing
from station.cell import NewTrigger
from station.config import LineSection
from station.datasets import DataSets
from station.db import Records
from station.errors import RecordsError, StateError, explain
from station.images import read_image
from station.models import ModelStore
from station.mvtec_layout import TRUTH
from station.permissions import Action
from station.plan_camera import PLAN, PlanCamera
from station.plan_gate import Gate, gate_of
from station.plan_manifest import MANIFEST, Manifest, Taken, begin, damaged, read, resume
from station.plan_result import NO_MASKS, IntoDataSet, Summary, summarise
from station.plan_run import PlanRun
from station.plan_words import ENDED, Answer, Mover, PlanProgress
from station.thumbnails import shrink
from station.types import StationState

log = logging.getLogger(__name__)

README = "README.txt"
SMALL_SIDE = 96
PATIENCE_S = 30.0
"""A run that was cancelled ends with the picture that is being taken, which takes less."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A plan that was read, and what its folder has of it. `problem`: why it cannot be gone on with."""

    path: Path
    plan: Plan
    folder: Path
    taken: Mapping[Key, Taken]
    problem: str = ""

    @property
    def begun(self) -> bool:
        return (self.folder / MANIFEST).exists()


class PlanCapture:
    """Thread-safe. What touches disk or camera takes seconds: `look`, `begin`, `close`.

    While a plan runs there is a thread *capture-plan*, and the camera is in use.
    """

    def __init__(
        self,
        *,
        camera: Camera,
        settings: Callable[[], CameraSettings],
        limits: LineSection,
        line_state: Callable[[], StationState],
        new_trigger: NewTrigger,
        capturing: Capturing,
        datasets: DataSets,
        calibrations: Calibrations,
        records: Records,
        store: ModelStore,
        lifecycle: threading.RLock,
        use: CameraUse,
        robot: Callable[[], Mover | None],
        home: Path,
        station: str,
    ) -> None:
        """`lifecycle` as for `Capturing`; `home` is the folder for plans that name none."""
        self._camera, self._settings, self._limits, self._use = camera, settings, limits, use
        self._line_state, self._new_trigger, self._capturing = line_state, new_trigger, capturing
        self._datasets, self._records, self._store = datasets, records, store
        self._calibrations = calibrations
        self._lifecycle, self._robot, self._home, self._station = lifecycle, robot, home, station
        self._run: PlanRun | None = None
        self._thread: threading.Thread | None = None

    # before

    def folder_of(self, plan: Plan) -> Path:
        """Where the pictures of a plan go that nobody gave a folder for."""
        plain = re.sub(r"[^A-Za-z0-9._-]+", "-", plan.name).strip("-.") or "plan"
        return plan.output or self._home / plain

    def look(self, path: Path, out: Path | None = None) -> Seen:
        """Read a plan and what its folder has of it. Raises ConfigError, StorageError."""
        plan = load(path)
        folder = out or self.folder_of(plan)
        if not (folder / MANIFEST).exists():
            return Seen(path, plan, folder, {})
        head, taken, _ = read(folder / MANIFEST)
        wanted = {one.key for one in plan.pictures()}
        problem = "" if head.get("plan_sha256") == plan.sha256 else "The folder holds a run of another plan."
        return Seen(path, plan, folder, {key: one for key, one in taken.items() if key in wanted}, problem)

    @property
    def running(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def begin(self, by: Session, plan: Plan, *, out: Path | None = None, go_on: bool = False) -> Path:
        """Begin a run, or with `go_on` go on with the one that the folder holds. Returns the folder.

        The live view ends. Pictures that the folder lost since are taken again.

        Raises:
            NotPermitted. StateError: a plan or the line runs, no robot is there that the plan needs, or the folder
                holds a run of another plan. UsageError: the folder. CameraError, StorageError, RecordsError,
                RecipeError, ModelStoreError: nothing was begun.
        """
        by.require(Action.CAPTURE)
        with self._lifecycle:
            if self.running:
                raise StateError("A capture plan runs already.", "End it first.")
            if self._line_state() is not StationState.STOPPED:
                raise StateError("The line runs and has the camera.", "Stop the line first.")
            mover = self._mover(plan)
            folder = out or self.folder_of(plan)
            camera = PlanCamera(self._camera, self._limits, self._use, self._settings)
            camera.check([plan.light_of(one) for one in plan.setup])
            gate = gate_of(self._records, self._store, plan.product)
            correct = self._correction(plan.product)
            self._capturing.shut("A capture plan was started.")
            self._use.take(PLAN)
            manifest = None
            try:
                camera.light(plan.light_of(plan.setup[0]))
                manifest = resume(folder, plan) if go_on else self._new(folder, plan, by)
                for lost in damaged(manifest):
                    del manifest.taken[lost.key]
                self._note(by, plan, folder, {"taken": len(manifest.taken)}, None)
                self._start(by, plan, manifest, camera, mover, gate, correct)
            except BaseException:
                if manifest is not None:
                    manifest.close()
                    if not go_on:
                        self._forget(folder)
                camera.close()
                self._use.give_back(PLAN)
                raise
        return folder

    def _mover(self, plan: Plan) -> Mover | None:
        if not plan.uses_robot:
            return None
        mover = self._robot()
        if mover is None:
            raise StateError(
                f"The plan {plan.name} has poses, and no robot is set up at this station.",
                "Give station.toml a section [robot], or take the poses out: then the part is moved by hand.",
            )
        if mover.mode != "station_leads":
            raise StateError(
                "The robot leads: it chooses its poses itself, and a plan has to ask for them.",
                'Set robot.mode = "station_leads", and ROBOT_LEADS = False in the robot\'s program.',
            )
        return mover

    def _correction(self, product: str | None) -> tuple[CalibrationRef, Correction] | None:
        """What new pictures of the product are corrected by. Raises CalibrationStoreError."""
        return None if product is None else self._calibrations.corrector(product)

    def _new(self, folder: Path, plan: Plan, by: Session) -> Manifest:
        program = importlib.metadata.version("inspection-station")
        manifest = begin(folder, plan, by=by.name, station=self._station, program=program)
        (folder / TRUTH).mkdir(exist_ok=True)
        (folder / TRUTH / README).write_text(NO_MASKS + "\n", encoding="utf-8")
        return manifest

    def _forget(self, folder: Path) -> None:
        """Take away what `_new` made: nothing was begun."""
        with contextlib.suppress(OSError):
            (folder / MANIFEST).unlink()
            (folder / TRUTH / README).unlink()
            (folder / TRUTH).rmdir()
            folder.rmdir()

    def _start(
        self,
        by: Session,
        plan: Plan,
        manifest: Manifest,
        camera: PlanCamera,
        mover: Mover | None,
        gate: Gate | None,
        correct: tuple[CalibrationRef, Correction] | None,
    ) -> None:
        product = plan.product if plan.data_set else None

        def on_stored(sha256: str) -> None:
            if correct is not None:
                self._records.corrections.note([sha256], correct[0])

        run = PlanRun(
            plan,
            manifest,
            camera=camera,
            mover=mover,
            new_trigger=self._new_trigger,
            gate=gate,
            correct=None if correct is None else (correct[1], _name(correct[0])),
            on_stored=on_stored,
            into=None if product is None else IntoDataSet(self._datasets, product, by, manifest.folder),
            by=by.name,
            looks=not camera.finite,
        )
        self._run = run
        self._thread = threading.Thread(
            target=self._serve, args=(run, by, plan, manifest.folder), name="capture-plan", daemon=True
        )
        self._thread.start()

    def _serve(self, run: PlanRun, by: Session, plan: Plan, folder: Path) -> None:
        before = len(run.progress().taken)
        try:
            run.run()
        finally:
            now = run.progress()
            try:
                ended = {"taken": now.done, "of": now.total, "state": now.state}
                self._note(by, plan, folder, ended, {"taken": before})
            except RecordsError as error:  # the manifest says it too
                log.warning("How the capture plan ended is not in the audit trail: %s", explain(error))

    def _note(
        self, by: Session, plan: Plan, folder: Path, after: Mapping[str, object], before: Mapping[str, object] | None
    ) -> None:
        values = {"plan": plan.sha256, "folder": str(folder), **after}
        self._records.audit.add(Entry(Act.PLAN_RUN, f"plan {plan.name}", by.name, before=before, after=values))

    # while it runs

    def progress(self) -> PlanProgress | None:
        """One look at the run, or at the last one; None: there was none. Quick."""
        run = self._run
        return None if run is None else run.progress()

    @property
    def plan(self) -> Plan | None:
        """The plan of the run, or of the last one."""
        run = self._run
        return None if run is None else run.plan

    def frame(self) -> Frame | None:
        """The newest picture of the run. Quick."""
        run = self._run
        return None if run is None or run.progress().state in ENDED else run.frame

    def small(self, folder: Path, one: Taken) -> NDArray[np.uint8]:
        """Return a small copy of a picture of a plan. Raises ImageFileError."""
        return shrink(read_image(folder / one.file), SMALL_SIDE)

    def answer(self, by: Session, answer: Answer) -> None:
        """Answer what is asked. Raises NotPermitted; StateError: that is not asked."""
        by.require(Action.CAPTURE)
        self._running().answer(answer)

    def pause(self, by: Session) -> None:
        """Stop after this picture. Raises NotPermitted, StateError: no plan runs."""
        by.require(Action.CAPTURE)
        self._running().pause()

    def go_on(self, by: Session) -> None:
        """End a pause, or try again at once. Raises NotPermitted, StateError."""
        by.require(Action.CAPTURE)
        self._running().go_on()

    def cancel(self, by: Session) -> None:
        """Take no more; the run can be gone on with later. Quick. Raises NotPermitted."""
        by.require(Action.CAPTURE)
        if self._run is not None:
            self._run.cancel()

    def _running(self) -> PlanRun:
        if self._run is None or not self.running:
            raise StateError("No capture plan runs.", "Begin one.")
        return self._run

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait for the end of the run; returns whether it ended."""
        thread = self._thread
        if thread is not None:
            thread.join(timeout_s)
        return not self.running

    def close(self) -> None:
        """Cancel the run and wait for it; one that hangs in the camera's driver is given up. Safe to call twice."""
        if self._run is not None:
            self._run.cancel()
        if not self.wait(PATIENCE_S):
            log.warning("the capture plan hangs, maybe in the camera's driver; the station is closed without it")

    def summary(self) -> Summary | None:
        """Say what the last run left."""
        run = self._run
        if run is None:
            return None
        return summarise(run.plan, run.manifest.folder, run.progress())


def _name(ref: CalibrationRef) -> str:
    return f"{ref.name}@{ref.version} {ref.sha256}"
