"""Attribute agreement study: how far a station can be trusted with parts of which experts have decided.

Parts are presented several times; each reading is OK, NOK, REVIEW or ERROR. What counts is what becomes of the part:

    reading   good part       defective part
    OK        right           missed: it passed
    NOK       false alarm     right
    REVIEW    false alarm     right: it did not pass, a person will look
    ERROR     false alarm     not found, but not missed either: nothing was judged and nothing passed

An ERROR is never right. It says nothing of what the station would have said of a defect, so a defect with only ERRORs
is in no rate of misses; it still counts against effectiveness and kappa.

Readings of one part are not independent: showing a part again adds nothing about other parts. So two counting units are
given. Of readings: the figures that the literature states limits for. Of parts: how many were told wrongly at least
once; their share is never smaller than that of readings, and their exact bound holds, so it is the claim.

Definitions and limits: AIAG, Measurement Systems Analysis, 4th edition (2010), chapter III section C. Detection per
part and its zones: Knapp and Kushner, Journal of Parenteral Science and Technology 34 (1980) 14.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from calibration.api import CalibrationError
from calibration.bounds import CONFIDENCE, Rate, clopper_pearson
from calibration.kappa import Kappa, cohen, fleiss

GREY_FROM, REJECT_FROM = 0.3, 0.7
"""Knapp's zones: rejected less often: accept zone; at least so often: reject zone; between: grey."""


class Reading(StrEnum):
    """What the station said of a part that was presented."""

    OK = "OK"
    NOK = "NOK"
    REVIEW = "REVIEW"
    ERROR = "ERROR"


class Zone(StrEnum):
    """Where a part lies by how often it was rejected."""

    ACCEPT = "accept"
    GREY = "grey"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class PartReadings:
    """One part with its reference. `defect`: its kind, for the figures by kind; empty: none was given."""

    name: str
    defective: bool
    readings: tuple[Reading, ...]
    defect: str = ""

    @property
    def judged(self) -> int:
        """Readings that are no ERROR."""
        return sum(one is not Reading.ERROR for one in self.readings)

    @property
    def rejected(self) -> int:
        """Readings that held the part back by a judgement."""
        return sum(one in (Reading.NOK, Reading.REVIEW) for one in self.readings)

    @property
    def wrong(self) -> int:
        """Readings that were not right."""
        right = self.rejected if self.defective else sum(one is Reading.OK for one in self.readings)
        return len(self.readings) - right


@dataclass(frozen=True, slots=True)
class Detection:
    """How often one part was rejected, of the readings that judged it, with the exact two-sided interval.

    `share`, `interval` and `zone` are None where nothing was judged.
    """

    part: PartReadings
    share: float | None
    interval: tuple[float, float] | None
    zone: Zone | None


@dataclass(frozen=True, slots=True)
class TwoRates:
    """One rate in both counting units. `readings` only describes; `parts` (told so at least once) bounds."""

    readings: Rate
    parts: Rate


@dataclass(frozen=True, slots=True)
class ByDefect:
    """One kind of defect: how many of its parts were missed at least once."""

    defect: str
    missed: Rate


@dataclass(frozen=True, slots=True)
class Agreement:
    """The figures of a study. What cannot be said for want of parts of a kind is None: unknown, not zero."""

    good: int
    defective: int
    readings: int
    confusion: dict[tuple[bool, Reading], int]  # by (defective, reading), of readings
    effectiveness: Rate  # parts that every reading was right of
    repeatability: Rate  # parts that every reading said the same of; of parts with two readings and more
    misses: TwoRates | None
    false_alarms: TwoRates | None
    errors: Rate  # readings that judged nothing
    kappa: Kappa | None
    within: Kappa | None
    by_defect: tuple[ByDefect, ...]
    detections: tuple[Detection, ...]
    confidence: float = CONFIDENCE

    @property
    def parts(self) -> int:
        return self.good + self.defective


def agreement(parts: Sequence[PartReadings], confidence: float = CONFIDENCE) -> Agreement:
    """Compute the figures. Parts without a reading are left out.

    Raises:
        CalibrationError: no part has a reading, or a name is there twice.
    """
    names = [part.name for part in parts]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise CalibrationError(f"part {twice} is in the study twice", "Give every part a name of its own.")
    read = [part for part in parts if part.readings]
    if not read:
        raise CalibrationError("no part was presented yet", "Present the parts first.")
    good, bad = ([part for part in read if part.defective is kind] for kind in (False, True))
    found = [part for part in bad if part.judged]
    total = sum(len(part.readings) for part in read)
    confusion = {(kind, reading): 0 for kind in (False, True) for reading in Reading}
    for part in read:
        for reading in part.readings:
            confusion[part.defective, reading] += 1
    repeated = [part for part in read if len(part.readings) > 1]
    same = sum(len({_answer(one) for one in part.readings}) == 1 for part in repeated)
    kinds = sorted({part.defect for part in found if part.defect})
    return Agreement(
        good=len(good),
        defective=len(bad),
        readings=total,
        confusion=confusion,
        effectiveness=Rate.of(sum(part.wrong == 0 for part in read), len(read), confidence),
        repeatability=Rate.of(same, len(repeated), confidence) if repeated else Rate(0, 0, 1.0, (0.0, 1.0), confidence),
        misses=_both(found, _missed, lambda part: part.judged, confidence),
        false_alarms=_both(good, lambda part: part.wrong, lambda part: len(part.readings), confidence),
        errors=Rate.of(total - sum(part.judged for part in read), total, confidence),
        kappa=_kappa(read, confidence) if good and bad else None,
        within=_within(repeated, confidence),
        by_defect=tuple(
            ByDefect(kind, Rate.of(sum(_missed(part) > 0 for part in of_kind), len(of_kind), confidence))
            for kind in kinds
            if (of_kind := [part for part in found if part.defect == kind])
        ),
        detections=tuple(_detection(part, confidence) for part in read),
        confidence=confidence,
    )


def _missed(part: PartReadings) -> int:
    return part.judged - part.rejected


def _answer(reading: Reading) -> int:
    """What a repeat has to say again: passed, held back, or not judged."""
    return (Reading.OK, Reading.NOK, Reading.ERROR).index(Reading.NOK if reading is Reading.REVIEW else reading)


def _both(
    parts: Sequence[PartReadings],
    wrong: Callable[[PartReadings], int],
    of: Callable[[PartReadings], int],
    confidence: float,
) -> TwoRates | None:
    if not parts:
        return None
    readings = Rate.of(sum(map(wrong, parts)), sum(map(of, parts)), confidence)
    return TwoRates(readings, Rate.of(sum(wrong(part) > 0 for part in parts), len(parts), confidence))


def _kappa(parts: Sequence[PartReadings], confidence: float) -> Kappa:
    return cohen(
        [part.wrong for part in parts],
        [len(part.readings) for part in parts],
        [part.defective for part in parts],
        confidence,
    )


def _within(parts: Sequence[PartReadings], confidence: float) -> Kappa | None:
    if not parts:
        return None
    answers = [[_answer(one) for one in part.readings] for part in parts]
    used = sorted({answer for each in answers for answer in each})
    return fleiss([[each.count(answer) for answer in used] for each in answers], confidence)


def _detection(part: PartReadings, confidence: float) -> Detection:
    if part.judged == 0:
        return Detection(part, None, None, None)
    share = part.rejected / part.judged
    zone = Zone.ACCEPT if share < GREY_FROM else Zone.REJECT if share >= REJECT_FROM else Zone.GREY
    return Detection(part, share, clopper_pearson(part.rejected, part.judged, confidence), zone)
