"""The line: from trigger to durable verdict.

Threads: *acquire* (in `acquisition`) takes tokens from the camera, *inspect* judges, commits and answers them one at a
time; `health` watches both. Every trigger ends in exactly one inspection, in the order of the triggers.

    STOPPED --start()--> STARTING --camera open, model warm--> READY <---------------+
       ^                                                      |  ^  |                |
       |                                        camera lost   |  |  | anything that  | acknowledge(),
       |                                                      v  |  | makes an OK    | when the cause
       |                                              RECOVERING-+  | untrustworthy  | is gone
       |                                                      |     v                |
       +------ STOPPING <---------- stop(), from any state ---+-- FAULT -------------+

BLOCKED is READY with a reason why no OK may leave (a check of the reference parts is due): parts are judged and
recorded, and every OK is withheld. The state is not stored: it follows from whether the line runs, has a camera, has a
fault and is blocked. In every state but READY no OK leaves; in RECOVERING and FAULT triggers are answered with ERROR. A
fault that nobody acknowledged outlives stop and start: the next start leads to FAULT.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from queue import SimpleQueue

from camera.api import LOST_OVERRUN, Camera, CameraSettings, Frame, LostFrame, Token, Trigger
from station.acquisition import Acquisition
from station.acquisitions import Acquisitions
from station.asking import Asking
from station.books import Books
from station.config import LineSection
from station.decision import Decision
from station.delivery import HANGS, Delivery
from station.errors import OkPassed, OutputError, StateError, explain
from station.finishing import Finishing, ImageSink
from station.in_force import InForce
from station.journal import Journal, Recorder
from station.judge import Judged, Setup, judge, refuse
from station.ledger import Ticket
from station.listeners import Listeners
from station.meter import Meter
from station.outputs.base import Output
from station.recipe import Recipe
from station.types import (
    Counters,
    Event,
    EventKind,
    Inspection,
    Purpose,
    Reason,
    Result,
    StationState,
    Verdict,
)
from station.work import Fault, Faults, Room, Work

log = logging.getLogger(__name__)


class Line:
    """One camera, one detector, one output, one record. Methods are thread-safe unless they say otherwise."""

    def __init__(
        self,
        *,
        camera: Camera,
        settings: CameraSettings,
        output: Output,
        recorder: Recorder,
        journal: Journal,
        images: ImageSink,
        events: Callable[[Event], None],
        limits: LineSection,
        load_setup: Callable[[Recipe], Setup],
        clock: Callable[[], int] = time.monotonic_ns,
        blocked: Callable[[Setup | None], str | None] = lambda _setup: None,
        next_part: Callable[[Token], str | None] = lambda _token: None,
        purpose: Callable[[Inspection], Purpose] = lambda _inspection: Purpose.PRODUCTION,
        signed_in: Callable[[], str] = lambda: "",
        write_down: Callable[[Sequence[str], str], None] = lambda _faults, _who: None,
        next_acquisition: Callable[[], int] | None = None,
        pose: Callable[[], tuple[float, ...] | None] = lambda: None,
    ) -> None:
        """`blocked` says why no OK may leave though all is well; `next_part` gives, once, the id of the part of a
        picture that came in and that the station did not ask for. `purpose` is asked for each inspection before it is
        recorded, `signed_in` for who is. All are called on any thread and must return at once.
        `next_acquisition` numbers the acquisitions; without it they count from 1. `pose` says where the camera is now.
        `write_down` keeps who acknowledges faults with which messages, before they are left; if it raises, they stay.
        """
        self.meter = Meter()
        self._delivery = Delivery(
            output,
            refusal=self._refuse_ok,
            withheld=self._note_withheld,
            failed=self._output_failed,
            patience_s=limits.driver_patience_s,
        )
        self.acquisition = Acquisition(
            camera, settings, limits, self, clock, before_close=self._delivery.rest_or_explain
        )
        self._books = Books(recorder, journal, self.raise_fault, clock)
        self._events = events
        self._limits = limits
        self._clock = clock
        self._blocked = blocked
        self._write_down = write_down
        self._asking = Asking(next_acquisition or Acquisitions().next, next_part, pose)
        self._in_force = InForce(load_setup)
        self.new_trigger = self._asking.new
        """Make a trigger for `ask`; see `station.asking.Asking.new`."""

        self._queue: SimpleQueue[Ticket | None] = SimpleQueue()
        self._room = Room(limits.queue_images)
        self._lifecycle_lock = threading.Lock()
        self._acknowledge_lock = threading.Lock()
        self._telling = threading.Lock()  # faults and their ends are told of in the order in which they happen
        self._watch_lock = threading.Lock()
        self._phase = StationState.STOPPED
        self._faults = Faults()
        self._work: Work | None = None
        self._busy_since_ns: int | None = None
        self._detector_hung = False
        self._detector_failures = 0
        self._inspector: threading.Thread | None = None
        self._live: Frame | None = None
        self._live_taken = True
        self._listeners = Listeners(self.raise_fault)
        self._finishing = Finishing(
            self._books,
            self._delivery,
            images,
            self._listeners,
            self.meter,
            self._room,
            clock=clock,
            deadline_ms=limits.deadline_ms,
            purpose=purpose,
            signed_in=signed_in,
        )

    @property
    def state(self) -> StationState:
        if self._phase is not StationState.READY:
            return self._phase
        if self._faults.first is not None:
            return StationState.FAULT
        if not self.acquisition.up:
            return StationState.RECOVERING
        return StationState.READY if self._blocked(self.setup) is None else StationState.BLOCKED

    @property
    def fault_now(self) -> Fault | None:
        """The fault that came first, of those that are not acknowledged."""
        return self._faults.first

    @property
    def setup(self) -> Setup | None:
        return self._in_force.setup

    @property
    def hung(self) -> bool:
        """Whether the detector, the records or the output have not come back: then there is no heartbeat."""
        return self._detector_hung or self._busy_too_long() is not None

    @property
    def queue_tokens(self) -> int:
        return self._queue.qsize()

    @property
    def queue_images(self) -> int:
        """Pictures that wait or are being judged."""
        return self._room.taken

    def counters(self) -> Counters:
        return self.meter.counters(unrecorded=self._books.unrecorded, stale=self.acquisition.stale)

    def start(self, setup: Setup) -> None:
        """Open the camera and the output and begin to take triggers. Faults that nobody acknowledged are there still.

        Raises:
            CameraError, OutputError: nothing is left open.
            StateError: it runs already.
        """
        with self._lifecycle_lock:
            if self._phase is not StationState.STOPPED:
                raise StateError("The station is running already.", "Stop it first.")
            self._phase = StationState.STARTING
            try:
                self.acquisition.open()
                self._delivery.open()
            except BaseException:
                self._close()
                raise
            self.swap(setup)
            self._detector_hung = False
            self._detector_failures = 0
            self._start_inspector(None)
            self._phase = StationState.READY
            self.acquisition.start()
        self.note(EventKind.STATE, "The station was started.")

    def change_camera(self, settings: CameraSettings) -> None:
        """Ask this of the camera from the next start on. Raises StateError: the line runs."""
        with self._lifecycle_lock:
            if self._phase is not StationState.STOPPED:
                raise StateError("The camera cannot be changed while the line runs.", "Stop the line first.")
            self.acquisition.change_settings(settings)

    def stop(self) -> None:
        """Answer what is in flight, put the output to rest and close the camera. Safe to call when stopped."""
        with self._lifecycle_lock:
            if self._phase is StationState.STOPPED:
                return
            self._phase = StationState.STOPPING
            self.acquisition.stop()
            self._queue.put(None)
            self._join_inspector()
            self._close()
        self.note(EventKind.STATE, "The station was stopped.")

    def _close(self) -> None:
        try:
            if not self._delivery.close():
                hint = "Look at the verdict output and its cable, then acknowledge."
                self.raise_fault(Reason.STATION_FAULT, HANGS, hint, recheck=self._delivery.rest_or_explain)
        finally:
            try:
                self.acquisition.close()
            finally:
                self._live = None
                self._phase = StationState.STOPPED

    def trigger(self, part_id: str | None = None, *, source: str = "button") -> Trigger:
        """Ask for one picture. From here on the trigger ends in exactly one inspection.

        Raises:
            StateError: the station is not running; this trigger is not known to it.
        """
        trigger = self.new_trigger(part_id, source=source)
        self.ask(trigger)
        return trigger

    def ask(self, trigger: Trigger) -> None:
        """Ask for the picture of `trigger`. From here on it ends in exactly one inspection.

        Raises:
            StateError: the station is not running; this trigger is not known to it.
        """
        self.meter.add("triggers")
        if self._phase is not StationState.READY or not self.acquisition.fire(trigger):
            self.meter.add("triggers", -1)
            raise StateError(f"The station is {self._phase}; it takes no triggers.", "Start it first.")

    def camera_reopened(self) -> None:
        """Put the output to rest again: it may hang on the camera that came back."""
        self._delivery.rest()

    def swap(self, setup: Setup) -> None:
        """Inspect with `setup` (already loaded and warm) from the next part on."""
        self._in_force.put(setup)

    def swap_recipe(self, recipe: Recipe) -> bool:
        """Inspect under `recipe` from the next part on with the detector that runs; False: it needs another one."""
        return self._in_force.put_recipe(recipe)

    def acknowledge(self, who: str = "operator") -> None:
        """Leave FAULT, if every cause is gone. May take seconds: a hung detector is loaded anew.

        Raises:
            StateError: there is no fault, one is still there, or the line does not run.
            What `write_down` raises: the faults are as before.
        """
        with self._acknowledge_lock:
            raised, faults = self._faults.raised, self._faults.all
            if not faults:
                raise StateError("There is nothing to acknowledge.")
            if self._phase is not StationState.READY:
                raise StateError(
                    "A fault can be acknowledged only while the line runs: its cause is looked at again.",
                    "Start the line, then acknowledge.",
                )
            for fault in faults:
                if (still := fault.recheck()) is not None:
                    raise StateError(f"The fault is still there: {still}", fault.hint)
            if self._detector_hung and (still := self._reload_detector()) is not None:
                raise StateError(f"The detector cannot be loaded anew: {still}")
            self._write_down([fault.message for fault in faults], who)
            with self._telling:
                if not self._faults.clear(raised):
                    raise StateError("Another fault came up meanwhile.", "Look at it, then acknowledge again.")
                self._detector_failures = 0
                for fault in faults:
                    self.note(EventKind.ACKNOWLEDGE, f"Acknowledged: {fault.message}", who=who, fault=fault.message)

    def raise_fault(
        self,
        reason: Reason,
        message: str,
        hint: str = "",
        *,
        recheck: Callable[[], str | None] = lambda: None,
    ) -> None:
        """Go to FAULT: from now on no OK leaves. Each fault stays until it is acknowledged."""
        with self._telling:
            first, new = self._faults.add(Fault(reason, message, hint, recheck))
            if new:
                self.note(EventKind.FAULT, message, reason=reason.value, hint=hint)
        if first and (problem := self._delivery.rest_or_explain()) is not None:
            self.note(EventKind.OUTPUT, problem)

    def recall_fault(self, told: Event) -> None:
        """Take over a fault that nobody acknowledged before the program ended. Before the first start."""
        try:
            reason = Reason(str(told.details.get("reason")))
        except ValueError:  # of another version of the program
            reason = Reason.STATION_FAULT
        self._faults.recall(Fault(reason, told.message, str(told.details.get("hint", "")), lambda: None))

    def heartbeat(self, level: bool) -> bool:
        """Drive the output's sign of life (health thread); False: the output does not take it now."""
        return self._delivery.heartbeat(level)

    def live_frame(self) -> Frame | None:
        """The newest picture, whatever became of it."""
        self._live_taken = True
        return self._live

    def subscribe(self, on_result: Callable[[Result], None]) -> Callable[[], None]:
        """Call `on_result` on the inspection thread after each verdict is out; it must return at once.

        Returns the function that ends it.
        """
        return self._listeners.add(on_result)

    def enqueue(self, ticket: Ticket) -> None:
        """Put a ticket into the queue; a picture for which there is no room goes in as a lost frame."""
        if ticket.fired_ns is None:
            self.meter.add("triggers")
            ticket = self._asking.adopt(ticket)
        token = ticket.token
        if isinstance(token, Frame):
            if not self._live_taken:
                self.meter.add("live_skipped")
            self._live, self._live_taken = token, False
            if not self._room.take():
                detail = f"All {self._limits.queue_images} places for pictures were taken."
                lost = LostFrame(token.seq, token.captured_ns, LOST_OVERRUN, token.trigger, detail)
                ticket = replace(ticket, token=lost)
        if isinstance(ticket.token, LostFrame):
            self.meter.lost(ticket.token.reason)
        self._queue.put(ticket)

    def _start_inspector(self, first: Judged | None) -> None:
        self._inspector = threading.Thread(target=self._inspect, args=(first,), name="inspect", daemon=True)
        self._inspector.start()

    def _join_inspector(self) -> None:
        """Wait for the inspection thread; a hung one is replaced, here or by the health thread, and that waited for."""
        while True:
            with self._watch_lock:  # a replacement that is under way counts
                inspector = self._inspector
            if inspector is None or not inspector.is_alive():
                return
            inspector.join(timeout=0.05)
            self.check_inspector()

    def _inspect(self, first: Judged | None) -> None:
        if first is not None:
            self._finish(first)
        while (ticket := self._queue.get()) is not None:
            setup = self.setup
            assert setup is not None
            work = Work(ticket, setup)
            self._work, self._busy_since_ns = work, self._clock()
            fault = self.fault_now
            judged = judge(
                ticket,
                work.setup,
                camera_id=self.acquisition.camera.camera_id,
                fault=fault.message if fault else None,
                deadline_ns=self._limits.deadline_ms * 1_000_000,
                clock=self._clock,
            )
            if not work.take():
                return  # the watchdog has answered for this thread and started another
            self._count_failures(judged)
            self._finish(judged)

    def check_inspector(self) -> None:
        """Replace an inspection thread that hangs in the detector (health thread, and `stop`)."""
        with self._watch_lock:
            self._check_inspector()

    def _check_inspector(self) -> None:
        work, problem = self._work, self._busy_too_long()
        if work is None or problem is None:
            return
        if not work.take():
            self.raise_fault(
                Reason.STATION_FAULT,
                f"Recording a verdict or handing it over {problem}",
                "Look at the disk and at the verdict output.",
                recheck=self._busy_too_long,
            )
            return
        message = f"The detector {problem}"
        self._detector_hung = True
        self.raise_fault(
            Reason.DETECTOR_HUNG,
            message,
            "Acknowledge to load the model anew; if it repeats, restart the program and look at the GPU.",
        )
        decision = Decision(Verdict.ERROR, Reason.DETECTOR_HUNG, message)
        self._busy_since_ns = self._clock()
        judged = refuse(work.ticket, work.setup, self.acquisition.camera.camera_id, decision, self._clock)
        self._start_inspector(judged)

    def _busy_too_long(self) -> str | None:
        since_ns = self._busy_since_ns
        if since_ns is None or self._clock() - since_ns < self._limits.hang_ms * 1_000_000:
            return None
        return f"has not come to an end within {self._limits.hang_ms} ms."

    def check_triggers(self, most_ms: float) -> None:
        """Answer triggers that have waited longer than any watchdog of the driver allows (health thread).

        `most_ms` is without the exposure time.
        """
        exposure_ms = (self.acquisition.accepted.exposure_us or 0.0) / 1e3
        age_ms = self.acquisition.abandon_older_than(most_ms + exposure_ms)
        if age_ms is not None:
            message = f"The camera driver has not answered a trigger for {age_ms / 1e3:.1f} s."
            signs = self.acquisition.signs
            self.raise_fault(
                Reason.CAMERA_LOST,
                message,
                "Check the camera, stop and start the station, then acknowledge.",
                recheck=lambda: message if self.acquisition.signs == signs else None,
            )

    def _reload_detector(self) -> str | None:
        """Load the model anew: the hung thread may still be inside the old one, whichever fault came first."""
        still = self._in_force.load_anew()
        self._detector_hung = self._detector_hung and still is not None
        return still

    def _count_failures(self, judged: Judged) -> None:
        if judged.detector_failed is None:
            return
        self._detector_failures = self._detector_failures + 1 if judged.detector_failed else 0
        if self._detector_failures >= self._limits.faults_in_a_row:
            self.raise_fault(
                judged.inspection.reason,
                f"The detector failed {self._detector_failures} times in a row: {judged.inspection.detail}",
                "Look at the pictures; acknowledge to go on, or activate an earlier recipe version.",
            )

    def _finish(self, judged: Judged) -> None:
        """End an inspection; one that cannot be ended is a fault."""
        try:
            self._finishing.finish(judged)
        except Exception as error:
            log.exception("an inspection could not be finished")
            self.raise_fault(
                Reason.STATION_FAULT,
                f"An inspection could not be finished: {explain(error)}",
                "Stop and start the station; keep the program's log and ask for help.",
            )
        self._work = self._busy_since_ns = None

    def _refuse_ok(self) -> str | None:
        state, work = self.state, self._work
        if state is StationState.READY and work is not None and self._blocked(work.setup) is not None:
            state = StationState.BLOCKED  # by the recipe it was judged under; another one is in force by now
        return None if state is StationState.READY else f"the station was in the state {state}"

    def _note_withheld(self, inspection: Inspection, why: str) -> None:
        what = "An OK was withheld" if inspection.verdict is Verdict.OK else "A verdict could not be told"
        self.note(EventKind.OUTPUT, f"{what}: {why.removesuffix('.')}.", inspection=inspection.id)

    def _output_failed(self, error: OutputError) -> None:
        # an output of a lost camera is lost with it, and RECOVERING says so
        if self.acquisition.up or isinstance(error, OkPassed):
            self.raise_fault(Reason.STATION_FAULT, error.message, error.hint, recheck=self._delivery.rest_or_explain)

    def note(self, kind: EventKind, message: str, *, who: str = "station", **details: object) -> None:
        self._events(Event(datetime.now(UTC), kind, message, who, dict(details)))
