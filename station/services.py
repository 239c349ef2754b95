"""The facade that the window and the command line use."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime

from camera.api import Frame, Trigger
from station.agreement import AgreementStudies
from station.alarms import Alarms
from station.camera_control import camera_settings
from station.camera_use import LINE, CameraUse
from station.capturing import Capturing
from station.cell import Partner
from station.changeover import Changeover
from station.config import Config
from station.db import Records
from station.equipment import Equipment
from station.errors import RecipeError, RecordsError, StateError, explain
from station.golden import Golden
from station.health import Health, Housekeeping
from station.image_writer import ImageWriter
from station.instance_lock import InstanceLock
from station.judge import Setup
from station.line import Line
from station.next_part import NextPart
from station.presence import Presence
from station.recipe import Recipe
from station.retention import Retention
from station.robot_cell import RobotCell
from station.settings import Settings
from station.types import RecipeRef, Result, StationState, StationStatus

log = logging.getLogger(__name__)

__all__ = ["Frame", "Result", "Station", "Trigger"]

NO_RECIPE_HINT = "Teach one: `station train NAME --good FOLDER --activate`."


class Station(Equipment):
    """One inspection station. Thread-safe; what may take seconds says so. `station.app.build` makes it."""

    def __init__(
        self,
        *,
        config: Config,
        records: Records,
        line: Line,
        health: Health,
        housekeeping: Housekeeping,
        images: ImageWriter,
        retention: Retention,
        settings: Settings,
        load_setup: Callable[[Recipe], Setup],
        lock: InstanceLock,
        changeover: Changeover,
        capturing: Capturing,
        camera_use: CameraUse,
        alarms: Alarms,
        golden: Golden,
        agreement: AgreementStudies,
        next_part: NextPart,
        presence: Presence,
    ) -> None:
        self.config = config
        self.settings = settings
        self.camera_use = camera_use
        self.records = records
        self.capturing = capturing
        self.alarms = alarms
        self.golden = golden
        self.agreement = agreement
        self.next_part = next_part
        self.presence = presence
        self._line = line
        self._health = health
        self._housekeeping = housekeeping
        self._images = images
        self._retention = retention
        self._load_setup = load_setup
        self._instance_lock = lock
        self._since = datetime.now(UTC)
        self._changeover = changeover
        self._lock = changeover.lock
        self._closed = False
        self._loading = ""
        self._stops = 0
        self.partners: tuple[Partner, ...] = ()
        self.robot: RobotCell | None = None

    def start(self) -> None:
        """Load the active recipe's model, open the camera and the output, take triggers. Takes seconds.

        Capturing from the camera alone ends: the line goes before.

        Raises:
            RecipeError: no recipe is active, or its model is gone or damaged.
            CameraError, OutputError, DetectorError: named; the station stays stopped.
            StateError: it runs already, or somebody else uses the camera.
        """
        stops = self._stops
        with self._changeover.loading:
            recipe = self.records.active()
            if recipe is None:
                raise RecipeError("No recipe is active.", NO_RECIPE_HINT)
            self._loading = f"Loading the model of recipe {recipe.name} version {recipe.version}."
            try:
                setup = self._load_setup(recipe)
            finally:
                self._loading = ""
            with self._lock:
                try:
                    if self._stops != stops:
                        raise StateError("The station was stopped while its model was being loaded.", "Start it again.")
                    self._start(setup)
                except BaseException:
                    setup.detector.close()
                    raise

    def _start(self, setup: Setup) -> None:
        try:
            if self._line.state is StationState.STOPPED:
                self.golden.started()
                self.agreement.interrupted()
                self.capturing.shut("The line was started.")
                self.camera_use.take(LINE)
            self._line.start(setup)
        except BaseException:
            if self._line.state is StationState.STOPPED:
                self.camera_use.give_back(LINE)
            raise
        try:
            self._images.start()
            self._health.start()
            self._housekeeping.start()
        except BaseException:
            self._stop()  # no line runs unwatched
            raise

    def stop(self) -> None:
        """Answer what is in flight, store what waits, put the output to rest. Takes seconds; safe when stopped.

        A model that is being loaded is not waited for: a start that waits for it is given up, and a changeover is left
        to the next start.
        """
        with self._lock:
            self._stops += 1
            self._loading = ""
            self._stop()

    def _stop(self) -> None:
        with ExitStack() as steps:  # each is done whatever becomes of the one before it; last in, first out
            steps.callback(self._health.stop)
            steps.callback(self._images.stop)
            steps.callback(self._housekeeping.stop)
            steps.callback(self.camera_use.give_back, LINE)
            steps.callback(self._line.stop)

    def close(self) -> None:
        """Stop, and close the records. No other call is allowed after; safe to call twice."""
        with ExitStack() as steps:  # each is done whatever becomes of the one before it; last in, first out
            steps.callback(self._close_rest)
            for partner in reversed(self.partners):
                steps.callback(partner.close)
            steps.callback(self.stop)
            steps.callback(self.capturing.shut, "The station was closed.")
            steps.callback(self.plans.close)

    def _close_rest(self) -> None:
        self._health.stop()  # writes down what the partners told last
        with self._changeover.loading, self._lock:
            if not self._closed:
                self._closed = True
                try:
                    self.golden.end_interrupted()
                except RecordsError as error:
                    log.warning("How the check of the reference parts went is not recorded: %s", explain(error))
                self.tuning.release()
                setup = self._line.setup
                if setup is not None:
                    setup.detector.close()
                self.rescoring.free()
                self.proposals.close()
                self.records.close()
                self._instance_lock.release()

    def trigger(self, part_id: str | None = None, *, source: str = "button") -> Trigger:
        """Ask for one picture; it ends in exactly one inspection. May wait some milliseconds for the camera.

        Without a part id it takes the one that waits in `next_part`.

        Raises:
            StateError: the station is not running.
        """
        waiting = self.next_part.take() if part_id is None else None
        try:
            return self._line.trigger(part_id or waiting, source=source)
        except StateError:
            self.next_part.give_back(waiting)
            raise

    def open_partners(self) -> None:
        """Begin to keep the links to robot, PLC and whoever else is told of verdicts. They last until `close`.

        Raises OutputError: something has to be mended first, such as a port that another program holds; the links
        before it are open.
        """
        for partner in self.partners:
            partner.open()

    def acknowledge(self, who: str = "operator") -> None:
        """Leave FAULT, if its cause is gone, with a row in the audit trail. May take seconds.

        Raises:
            StateError: there is no fault, its cause is there still, or the line does not run.
            RecordsError: it could not be written down; the fault is there still.
        """
        self._line.acknowledge(who)

    def activate(self, name: str, version: int, *, who: str, why: str) -> Recipe:
        """Make another recipe version the active one; the line changes to it between two parts. Takes seconds.

        A new model is loaded, checked and warmed beside the running one; a version with the model of the running one
        takes that over. An older version is a roll-back.

        Raises:
            RecipeError, ModelStoreError, DetectorError: the running recipe stays.
        """
        return self._changeover.activate(name, version, who=who, why=why)

    def reconfigure(self, config: Config) -> None:
        """Follow other camera settings and image limits: `[camera]` and `[images]` of `config`. Quick.

        Raises StateError: the line runs, and the camera settings are other ones.
        """
        wanted = camera_settings(config.camera)
        if wanted != camera_settings(self.config.camera):
            self._line.change_camera(wanted)
            self.capturing.follow(wanted)
        self._images.change(config.images)
        self._retention.change(config.images)
        self.config = config

    def live_frame(self) -> Frame | None:
        """The newest picture, or None. Quick."""
        return self._line.live_frame()

    def subscribe(self, on_result: Callable[[Result], None]) -> Callable[[], None]:
        """Call `on_result` on the inspection thread for each result; it must return at once. Returns the way out."""
        return self._line.subscribe(on_result)

    def status(self) -> StationStatus:
        """One frozen look at everything. Quick: no disk, no database."""
        line, acquisition = self._line, self._line.acquisition
        fault, setup = line.fault_now, line.setup
        state = line.state
        recipe: RecipeRef | None = setup.recipe.ref if setup else None
        message, hint = "", ""
        loading = self._loading
        if loading and state is StationState.STOPPED:
            state, message = StationState.STARTING, loading
        elif state is StationState.FAULT and fault is not None:
            message, hint = fault.message, fault.hint
        elif state is StationState.BLOCKED:
            if message := self.agreement.blocked(setup) or "":
                hint = "Parts are judged, but no OK leaves until the study is paused or ended."
            else:
                message = self.golden.blocked(setup) or ""
                hint = "Parts are judged, but no OK leaves until the reference parts were checked."
        elif state is StationState.RECOVERING or acquisition.source_ended:
            message = acquisition.message
        return StationStatus(
            state=state,
            message=message,
            hint=hint,
            heartbeat=self._health.level,
            heartbeat_age_ms=self._health.beat_age_ms,
            counters=line.counters(),
            queue_tokens=line.queue_tokens,
            queue_images=line.queue_images,
            images_pending=self._images.counters.images_waiting,
            disk_free_bytes=self._health.disk_free_bytes,
            latency=line.meter.latency(),
            recipe=recipe,
            model=setup.recipe.model.ref if setup else None,
            threshold=setup.recipe.threshold if setup else None,
            review_from=setup.recipe.review_from if setup else None,
            camera_id=acquisition.camera.camera_id,
            camera_message=acquisition.message,
            accepted={
                name: value
                for name in ("trigger", "exposure_us", "gain_db", "pixel_format", "line")
                if (value := getattr(acquisition.accepted, name)) is not None
            },
            since=self._since,
            events_lost=self._health.events_lost,
            partners=tuple(partner.status() for partner in self.partners),
        )
