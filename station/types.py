"""The words of the station as frozen data. What crosses a thread is defined here."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from numpy.typing import NDArray

from calibration.defect_regions import DefectRegion as DefectRegion
from calibration.defect_regions import DefectRegions as DefectRegions


class Verdict(StrEnum):
    """Only OK lets a part pass."""

    OK = "OK"
    NOK = "NOK"
    REVIEW = "REVIEW"
    ERROR = "ERROR"


class Reason(StrEnum):
    """Why the verdict is what it is. One word per cause; the sentence for people is `REASON_TEXT`."""

    BELOW_THRESHOLD = "below_threshold"
    ABOVE_THRESHOLD = "above_threshold"
    REVIEW_BAND = "review_band"
    OVERRUN = "overrun"
    BAD_BUFFER = "bad_buffer"
    MISSING_FRAME = "missing_frame"
    CAMERA_LOST = "camera_lost"
    TRIGGER_REFUSED = "trigger_refused"
    LATE = "late"
    IMAGE_MISMATCH = "image_mismatch"
    IMAGE_GATE = "image_gate"
    DETECTOR_EXCEPTION = "detector_exception"
    DETECTOR_HUNG = "detector_hung"
    SCORE_NOT_FINITE = "score_not_finite"
    COMMIT_FAILED = "commit_failed"
    STATION_FAULT = "station_fault"
    STATION_STOPPED = "station_stopped"
    WITHHELD = "withheld"  # on screen only, see `Inspection.as_seen_by_line`


REASON_TEXT: dict[Reason, str] = {
    Reason.BELOW_THRESHOLD: "score below the threshold",
    Reason.ABOVE_THRESHOLD: "score at or above the threshold",
    Reason.REVIEW_BAND: "score between the two thresholds",
    Reason.OVERRUN: "parts came faster than they could be inspected",
    Reason.BAD_BUFFER: "the camera delivered a damaged picture",
    Reason.MISSING_FRAME: "the camera took no picture for this trigger",
    Reason.CAMERA_LOST: "the camera was lost",
    Reason.TRIGGER_REFUSED: "the camera could not take the trigger",
    Reason.LATE: "the verdict came too late for the part",
    Reason.IMAGE_MISMATCH: "the picture is not the kind the recipe was taught on",
    Reason.IMAGE_GATE: "the picture is not fit for inspection",
    Reason.DETECTOR_EXCEPTION: "the detector failed",
    Reason.DETECTOR_HUNG: "the detector did not answer",
    Reason.SCORE_NOT_FINITE: "the detector gave no usable score",
    Reason.COMMIT_FAILED: "the verdict could not be recorded",
    Reason.STATION_FAULT: "the station is in fault",
    Reason.STATION_STOPPED: "the station was stopped",
    Reason.WITHHELD: "found good, but the OK was withheld: the line saw a reject",
}


class StationState(StrEnum):
    """States of the line; see the diagram in `station.line`."""

    STOPPED = "stopped"
    STARTING = "starting"
    READY = "ready"
    BLOCKED = "blocked"
    RECOVERING = "recovering"
    FAULT = "fault"
    STOPPING = "stopping"


class ImageState(StrEnum):
    """Where the picture of an inspection is."""

    NONE = "none"  # there never was one (lost frame)
    PENDING = "pending"  # waiting for the image thread
    STORED = "stored"
    NOT_KEPT = "not_kept"  # the retention rule keeps only a share of passes
    FAILED = "failed"  # could not be written; an event says why
    EXPIRED = "expired"  # removed by retention; the row stays


class Purpose(StrEnum):
    """What a part was inspected for. Figures of production leave reference parts out."""

    PRODUCTION = "production"
    REFERENCE = "reference"


class OutputState(StrEnum):
    """What became of the verdict after its row was durable."""

    PENDING = "pending"  # committed; the output has not reported back (a crash leaves this)
    SENT = "sent"
    WITHHELD = "withheld"  # too late, or the station went to fault in between: the line saw a reject
    FAILED = "failed"  # the output raised; the line saw a reject
    UNKNOWN = "unknown"  # the program died between commit and output


@dataclass(frozen=True, slots=True)
class RecipeRef:
    name: str
    version: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ModelRef:
    """`name` and `version` of a model folder; `sha256` is that of its meta.json, which holds the hashes of the rest."""

    name: str
    version: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds of one inspection. None: that step was not reached, or is not known yet.

    `grab_ms` trigger to picture in memory; `queue_ms` picture to inspection thread; `inference_ms` predict and
    decide; `commit_ms` durable commit; `output_ms` verdict output call; `total_ms` picture in memory to output done.
    """

    grab_ms: float | None = None
    queue_ms: float | None = None
    inference_ms: float | None = None
    commit_ms: float | None = None
    output_ms: float | None = None
    total_ms: float | None = None


@dataclass(frozen=True, slots=True)
class ImageRef:
    """`path` is relative to the image folder, with forward slashes; `sha256` is that of the file."""

    state: ImageState = ImageState.NONE
    path: str | None = None
    sha256: str | None = None
    bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Quality:
    """What the image gate measured of a picture; see `calibration.image_gate.ImageQuality`.

    `shift_px`, `turn_deg`: how far the part lies from its place, None where that is not checked or not recognised.
    """

    brightness: float
    saturated: float
    sharpness: float
    shift_px: float | None = None
    turn_deg: float | None = None


@dataclass(frozen=True, slots=True)
class Inspection:
    """One trigger's one record."""

    id: str
    trigger_id: str
    source: str
    part_id: str | None
    seq: int
    at: datetime  # aware UTC, when the picture was taken or the loss noticed
    verdict: Verdict
    reason: Reason
    detail: str = ""
    score: float | None = None
    threshold: float | None = None
    review_from: float | None = None
    recipe: RecipeRef | None = None
    model: ModelRef | None = None
    camera_id: str | None = None
    timings: Timings = field(default_factory=Timings)
    image: ImageRef = field(default_factory=ImageRef)
    output: OutputState = OutputState.PENDING
    purpose: Purpose = Purpose.PRODUCTION
    signed_in: str | None = None  # at the station; empty: nobody, None: not known (before the records kept it)
    acquisition: int | None = None  # the number under which robot and PLC know it; None: before the records kept it
    pose: tuple[float, ...] | None = None  # of the robot's tool centre point: x, y, z in m, rotation vector in rad
    pose_index: int | None = None
    setup: int | None = None
    quality: Quality | None = None  # of the picture; None: not measured, or before the records kept it
    regions_found: DefectRegions | None = None  # None: not looked for, or before the records kept it

    @property
    def n_regions(self) -> int | None:
        """How many defect regions there are, kept one by one or not; None: they were not looked for."""
        return None if self.regions_found is None else self.regions_found.n

    @property
    def defect_regions(self) -> tuple[DefectRegion, ...]:
        """The largest defect regions, the largest first."""
        return () if self.regions_found is None else self.regions_found.largest

    @property
    def as_seen_by_line(self) -> Inspection:
        """What the operator is to be shown: an OK that never reached the line is no OK."""
        if self.verdict is Verdict.OK and self.output is not OutputState.SENT:
            return replace(self, verdict=Verdict.ERROR, reason=Reason.WITHHELD)
        return self


@dataclass(frozen=True, slots=True)
class Completion:
    """What is known of an inspection only after its row is durable; written by the image thread."""

    inspection_id: str
    output: OutputState | None = None
    timings: Timings | None = None
    image: ImageRef | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """One inspection with what there is to look at.

    `image`: as captured, (H, W) or (H, W, 3) RGB, uint8 or uint16, read-only; None for a lost frame.
    `anomaly_map`: float32 (H, W) at the image's size, same unit as the score; None where nothing was scored.
    """

    inspection: Inspection
    image: NDArray[Any] | None
    anomaly_map: NDArray[Any] | None


class EventKind(StrEnum):
    STATE = "state"
    FAULT = "fault"
    ACKNOWLEDGE = "acknowledge"
    CAMERA = "camera"
    OUTPUT = "output"
    STORAGE = "storage"
    RECIPE = "recipe"
    MODEL = "model"
    THRESHOLD = "threshold"
    TRAINING = "training"
    PROGRAM = "program"
    ALARM = "alarm"
    GOLDEN = "golden"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to the station, for the record. `details` holds plain JSON values."""

    at: datetime
    kind: EventKind
    message: str
    who: str = "station"
    details: dict[str, object] = field(default_factory=dict)
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Counters:
    """Since start. `lost` counts by reason. Reference parts are in `reference`, whatever their verdict, and in none of
    the four; `triggers` is the sum of these five plus what is in flight.
    """

    triggers: int = 0
    ok: int = 0
    nok: int = 0
    review: int = 0
    error: int = 0
    reference: int = 0
    lost: dict[str, int] = field(default_factory=dict)
    withheld: int = 0  # of `ok`: too late, in fault, or the output failed; the line saw a reject
    stale: int = 0  # pictures that came after their trigger had been answered as lost
    live_skipped: int = 0  # pictures the live view did not show because a newer one came
    published_late: int = 0  # results the window could not take in time (they are in the records)
    unrecorded: int = 0  # inspections waiting for a database that does not answer

    @property
    def done(self) -> int:
        """Parts of production that have their verdict."""
        return self.ok + self.nok + self.review + self.error

    @property
    def answered(self) -> int:
        """Triggers that have their inspection."""
        return self.done + self.reference


@dataclass(frozen=True, slots=True)
class Latency:
    """Percentiles over the last `n` inspections, in milliseconds."""

    n: int
    p50_ms: float
    p99_ms: float


@dataclass(frozen=True, slots=True)
class PartnerStatus:
    """How the link to a partner in the cell is. `ok`: it can take part; else `message` says why not."""

    name: str  # "robot", "plc", "mqtt"
    ok: bool
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class StationStatus:
    """One look at the whole station. Frozen; replaced, never changed."""

    state: StationState
    message: str  # why it is in this state, for the operator; empty when all is well
    hint: str  # what to do
    heartbeat: bool  # toggles while the station is alive
    heartbeat_age_ms: float
    counters: Counters
    queue_tokens: int
    queue_images: int
    images_pending: int
    disk_free_bytes: int | None
    latency: dict[str, Latency]  # by step: grab, queue, inference, commit, output, total
    recipe: RecipeRef | None
    model: ModelRef | None
    threshold: float | None
    review_from: float | None
    camera_id: str | None
    camera_message: str
    accepted: dict[str, object]  # what the camera accepted
    since: datetime
    partners: tuple[PartnerStatus, ...] = ()
    events_lost: int = 0  # events that are not in the records; the log has them
