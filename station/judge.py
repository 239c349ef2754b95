"""From one ticket to one inspection: everything between the picture and the commit."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calibration.api import CalibrationError
from calibration.correction import Correction
from calibration.defect_regions import PixelAreas, find_defect_regions
from calibration.plane import PartPlane
from camera.api import Frame, LostFrame, Trigger
from detectors.api import FittedDetector
from station.decision import Decision, decide, image_spec, refuse_picture
from station.errors import explain
from station.ids import new_id
from station.ledger import Ticket
from station.recipe import Recipe
from station.types import DefectRegions, ImageRef, ImageState, Inspection, Quality, Reason, Timings, Verdict

log = logging.getLogger(__name__)

_LOADED = ("model", "image", "gate", "region", "calibration")


@dataclass(frozen=True, slots=True)
class Measured:
    """What the image gate says of one picture, and what it measured."""

    findings: Sequence[str] = ()
    quality: Quality | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Setup:
    """What the line inspects with. Replaced whole, between two parts; never changed.

    `gate` looks at a picture and says in words what makes it unfit, with what was measured for it; without findings it
    is scored. `areas` says how large its pixels are on the part, where the recipe has a part plane. All of them look at
    corrected pictures, as `correct` gives them; `correction` None: pictures stay as the camera gives them.
    """

    recipe: Recipe
    detector: FittedDetector
    gate: Callable[[NDArray[Any]], Measured]
    areas: PixelAreas | None = None
    correction: Correction | None = None

    @property
    def plane(self) -> PartPlane | None:
        """Where the places of a corrected picture lie on the part, in mm; None: nobody calibrated it."""
        return None if self.correction is None else self.correction.plane

    def correct(self, image: NDArray[Any]) -> NDArray[Any]:
        """Return what is looked at, stored and shown instead of a raw picture of the camera.

        One of another kind than the recipe's comes back as it is: it is refused for that.
        """
        if self.correction is None or image_spec(image) != self.recipe.image:
            return image
        return self.correction.apply(image)

    def under(self, recipe: Recipe) -> Setup | None:
        """The same under another version that differs in nothing that was loaded; None: it has to be loaded."""
        mine = self.recipe
        if any(getattr(recipe, name) != getattr(mine, name) for name in _LOADED):
            return None
        return replace(self, recipe=recipe)


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """An inspection that is not committed yet, with what there is to look at.

    `captured_ns` is on the line's clock. `detector_failed` is None where the detector was not asked.
    """

    inspection: Inspection
    image: NDArray[Any] | None
    anomaly_map: NDArray[Any] | None
    captured_ns: int
    detector_failed: bool | None = None


def judge(
    ticket: Ticket,
    setup: Setup,
    *,
    camera_id: str,
    fault: str | None,
    deadline_ns: int,
    clock: Callable[[], int],
) -> Judged:
    """Judge one ticket. `fault` is why the station is in FAULT, if it is: then nothing is scored.

    Any exception of the detector or the gate becomes an ERROR verdict: a detector may be anybody's code.
    """
    token = ticket.token
    if isinstance(token, LostFrame):
        lost = Decision(Verdict.ERROR, _lost_reason(token), token.detail)
        return refuse(ticket, setup, camera_id, lost, clock)
    started = clock()
    if fault is not None:
        return refuse(ticket, setup, camera_id, Decision(Verdict.ERROR, Reason.STATION_FAULT, fault), clock)
    if (decision := _late(started - token.captured_ns, deadline_ns)) is not None:
        return refuse(ticket, setup, camera_id, decision, clock)
    score: float | None = None
    anomaly_map: NDArray[Any] | None = None
    regions: DefectRegions | None = None
    failed: bool | None = None
    image = token.image
    quality: Quality | None = None
    try:
        image = setup.correct(image)
        measured = setup.gate(image)
        quality = measured.quality
        refusal = refuse_picture(image, setup.recipe, measured.findings)
        if refusal is not None:
            decision = refusal
        else:
            failed = True
            prediction = setup.detector.predict([image])[0]
            score, anomaly_map = float(prediction.score), prediction.anomaly_map
            decision = decide(score, setup.recipe)
            if decision.reason is not Reason.SCORE_NOT_FINITE:
                regions = _regions(anomaly_map, image, setup)
                failed = False
    except Exception as error:
        log.exception("the detector failed on trigger %s", _trigger(token).id)
        decision = Decision(Verdict.ERROR, Reason.DETECTOR_EXCEPTION, explain(error))
        score, anomaly_map = None, None
    ended = clock()
    if (late := _late(ended - token.captured_ns, deadline_ns)) is not None and decision.verdict is not Verdict.ERROR:
        decision = late
    return Judged(
        inspection=_inspection(
            ticket,
            setup,
            camera_id,
            decision,
            clock,
            score=None if failed else score,
            regions=regions,
            timings=Timings(
                grab_ms=_grab_ms(ticket),
                queue_ms=(started - token.captured_ns) / 1e6,
                inference_ms=(ended - started) / 1e6,
            ),
            quality=quality,
        ),
        image=image,
        anomaly_map=anomaly_map,
        captured_ns=token.captured_ns,
        detector_failed=failed,
    )


def refuse(ticket: Ticket, setup: Setup, camera_id: str, decision: Decision, clock: Callable[[], int]) -> Judged:
    """Judge a ticket without looking at its picture, which is corrected all the same: stored pictures are alike."""
    token = ticket.token
    image = None
    if isinstance(token, Frame):
        try:
            image = setup.correct(token.image)
        except Exception:
            log.exception("the picture of trigger %s could not be corrected", _trigger(token).id)
            image = token.image
    return Judged(
        inspection=_inspection(
            ticket, setup, camera_id, decision, clock, score=None, timings=Timings(grab_ms=_grab_ms(ticket))
        ),
        image=image,
        anomaly_map=None,
        captured_ns=token.captured_ns,
    )


def _inspection(
    ticket: Ticket,
    setup: Setup,
    camera_id: str,
    decision: Decision,
    clock: Callable[[], int],
    *,
    score: float | None,
    timings: Timings,
    quality: Quality | None = None,
    regions: DefectRegions | None = None,
) -> Inspection:
    token = ticket.token
    trigger = _trigger(token)
    is_frame = isinstance(token, Frame)
    return Inspection(
        id=new_id(),
        trigger_id=trigger.id,
        source=trigger.source,
        part_id=trigger.part_id,
        seq=token.seq,
        at=token.wall_time if isinstance(token, Frame) else _wall_time(token.captured_ns, clock),
        verdict=decision.verdict,
        reason=decision.reason,
        detail=decision.detail,
        score=score,
        threshold=setup.recipe.threshold,
        review_from=setup.recipe.review_from,
        recipe=setup.recipe.ref,
        model=setup.recipe.model.ref,
        camera_id=camera_id,
        timings=timings,
        image=ImageRef(ImageState.PENDING if is_frame else ImageState.NONE),
        quality=quality,
        acquisition=trigger.acquisition,
        pose=trigger.pose,
        pose_index=trigger.pose_index,
        setup=trigger.setup,
        regions_found=regions,
    )


def _regions(anomaly_map: NDArray[Any], image: NDArray[Any], setup: Setup) -> DefectRegions:
    """Find where the map reaches the threshold. Also of an OK: its score may be a mean over what is hot in places.

    Raises CalibrationError: the map is not that of the picture.
    """
    if anomaly_map.shape != image.shape[:2]:
        raise CalibrationError(
            f"the anomaly map is {' x '.join(map(str, anomaly_map.shape))}, the picture"
            f" {image.shape[0]} x {image.shape[1]} (height x width)",
            "The detector does not do what its protocol asks for: run its contract tests.",
        )
    threshold, region = setup.recipe.threshold, setup.recipe.region
    if region is not None and float(anomaly_map.min()) >= threshold:
        # what does not count holds the least value of what does, and here even that reaches the threshold
        anomaly_map = np.where(region.whole(*image.shape[:2]), anomaly_map, np.float32(np.nan))
    return find_defect_regions(anomaly_map, threshold, areas=setup.areas)


def _wall_time(moment_ns: int, clock: Callable[[], int]) -> datetime:
    """The time of day of a moment on the line's clock."""
    # the two clocks cannot be read at once: of some pairs the closest, whatever this thread had to wait for meanwhile
    _, now, now_ns = min((_both_clocks(clock) for _ in range(3)), key=lambda pair: pair[0])
    return now - timedelta(microseconds=(now_ns - moment_ns) / 1000)


def _both_clocks(clock: Callable[[], int]) -> tuple[int, datetime, int]:
    """How far apart the two were read, the time of day, and the line's clock."""
    before_ns, now, after_ns = clock(), datetime.now(UTC), clock()
    return after_ns - before_ns, now, after_ns


def _trigger(token: Frame | LostFrame) -> Trigger:
    """The trigger of `token`; a picture that nobody asked for gets one of its own."""
    return token.trigger or Trigger(new_id(), "camera")


def _late(age_ns: int, deadline_ns: int) -> Decision | None:
    if 0 <= age_ns <= deadline_ns:
        return None
    if age_ns < 0:
        # with a clock of its own the driver would switch the deadline off
        detail = f"The picture is dated {-age_ns / 1e6:.0f} ms ahead: its driver does not use the station's clock."
        return Decision(Verdict.ERROR, Reason.LATE, detail)
    return Decision(
        Verdict.ERROR,
        Reason.LATE,
        f"The picture was {age_ns / 1e6:.0f} ms old; the deadline is {deadline_ns / 1e6:.0f} ms.",
    )


def _lost_reason(token: LostFrame) -> Reason:
    """A driver from elsewhere may use a word of its own; to the line it is a missing picture."""
    try:
        return Reason(token.reason)
    except ValueError:
        return Reason.MISSING_FRAME


def _grab_ms(ticket: Ticket) -> float | None:
    if ticket.fired_ns is None:
        return None
    return (ticket.token.captured_ns - ticket.fired_ns) / 1e6
