"""Teach a recipe from good pictures. Everything is recorded last, in one go."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from calibration import ThresholdChoice
from detectors import Detector, Estimate, Gradual
from detectors import create as create_detector
from station.db import Records
from station.errors import ImageFileError, UsageError
from station.images import list_images, sha256_file
from station.labelled import LabelledFile, Picture, defect_files
from station.models import ModelStore
from station.picture_check import Progress, check_pictures
from station.recipe import ImageSpec, Recipe, check_name
from station.region import Region
from station.thresholds import RATE, check_policy, threshold_by, with_crossed_counts
from station.training import TrainingOutcome, TrainingRequest, found_in, no_defects, split_good, train
from station.versions import Learned, record_learned, removed_on_error

HOLDOUT = 0.25


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a person wants taught. `rate` is the share of good parts that may be rejected.

    Defects in `defect` are scored, for the threshold. Those in `learn_defect` (masks for them in `masks`) are learned
    from. Of each picture only `region` counts; None: all of it. `policy` chooses the threshold, see
    `calibration.choose`; None: by what is known, see `station.thresholds`.
    """

    recipe: str
    good: Path
    defect: Path | None = None
    learn_defect: Path | None = None
    masks: Path | None = None
    watch: bool = False
    detector: str = "patchcore"
    options: Mapping[str, Any] = field(default_factory=dict)
    holdout: float = HOLDOUT
    rate: float = RATE
    policy: str | None = None
    seed: int = 0
    device: str = "auto"
    note: str = ""
    region: Region | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A lesson that can be taught: which picture is used for what, and what it will cost.

    `hashes` holds the SHA-256 of every picture by its path; `notes` are for the person.
    """

    lesson: Lesson
    normal: tuple[Path, ...]
    held_out: tuple[Path, ...]
    defect: tuple[Path, ...]
    image: ImageSpec
    estimate: Estimate
    hashes: Mapping[Path, str]
    notes: tuple[str, ...] = ()
    learned_defect: tuple[LabelledFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Taught:
    """A recipe version that is in the records, and how it came about."""

    recipe: Recipe
    choice: ThresholdChoice
    outcome: TrainingOutcome
    active: bool


def plan(lesson: Lesson, *, progress: Progress = lambda _fraction, _stage: None) -> Plan:
    """Look at all pictures and say what teaching will cost. Takes seconds per hundred pictures.

    Copies of a picture count once: a copy among the held-out ones would make the threshold look better than it is.

    Raises:
        RecipeError: the name cannot be one.
        UsageError: a share or rate out of range.
        ImageFileError: a folder without pictures, an unreadable picture, one that is both good and defect.
        RecipeError: pictures of different kinds, or a region that does not fit them.
        DetectorError: unknown detector or option, too few pictures, or one with the same value everywhere.
        CalibrationError: unknown policy, or one that needs defects where there are none.
    """
    check_name(lesson.recipe)
    for name, value in (("holdout", lesson.holdout), ("rate", lesson.rate)):
        if not 0 < value < 1:
            raise UsageError(f"{name} is {value}.", "Give a share between 0 and 1, such as 0.25.")
    check_policy(lesson.policy, lesson.rate, defects=lesson.defect is not None)
    detector = create_detector(lesson.detector)
    options = detector.parse_options(lesson.options)
    hashes: dict[Path, str] = {}
    given = list_images(lesson.good)
    good, good_copies = _without_copies(given, hashes)
    defect, defect_copies = _without_copies(list_images(lesson.defect) if lesson.defect else [], hashes)
    learned = _learned_defects(lesson, detector)
    hashes.update((one.path, sha256_file(one.path)) for one in learned)
    _refuse_copies(good, [*defect, *(one.path for one in learned)], hashes, "both good and defect")
    _refuse_copies(defect, [one.path for one in learned], hashes, "both learned from and counted")
    found = found_in(given, good_copies)
    normal, held_out = split_good(good, lesson.holdout, lesson.seed, min_normal=detector.min_images, found=found)
    image = check_pictures([*good, *defect, *(one.path for one in learned)], progress=progress)
    rows, columns = slice(0, image.height), slice(0, image.width)
    if lesson.region is not None:
        lesson.region.check(image.height, image.width)
        rows, columns = lesson.region.box(image.height, image.width)
    size = rows.stop - rows.start, columns.stop - columns.start
    copies = good_copies + defect_copies
    return Plan(
        lesson=lesson,
        normal=tuple(normal),
        held_out=tuple(held_out),
        defect=tuple(defect),
        image=image,
        estimate=detector.estimate(len(normal), size, options, device=lesson.device),
        hashes=hashes,
        notes=(f"{copies} pictures are copies of others and are not used",) if copies else (),
        learned_defect=tuple(learned),
    )


def _learned_defects(lesson: Lesson, detector: Detector) -> list[LabelledFile]:
    if lesson.learn_defect is None:
        if lesson.masks is not None:
            raise UsageError("There are masks, but no defects to learn from.", "Give their folder too.")
        return []
    if not (isinstance(detector, Gradual) and detector.learns_from_defects):
        raise no_defects(lesson.detector)
    files = defect_files(lesson.learn_defect, lesson.masks)
    for one in files:
        one.read()  # a mask that does not fit is better told now than after minutes
    return files


def _refuse_copies(these: Sequence[Path], those: Sequence[Path], hashes: Mapping[Path, str], what: str) -> None:
    known = {hashes[path]: path for path in these}
    for path in those:
        if hashes[path] in known:
            raise ImageFileError(
                f"{path} is the same picture as {known[hashes[path]]}: it cannot be {what}.",
                "Take it out of one of the folders.",
            )


def _without_copies(paths: Sequence[Path], hashes: dict[Path, str]) -> tuple[list[Path], int]:
    seen: set[str] = set()
    kept = []
    for path in paths:
        hashes[path] = sha256 = sha256_file(path)
        if sha256 not in seen:
            seen.add(sha256)
            kept.append(path)
    return kept, len(paths) - len(kept)


def teach(
    todo: Plan,
    records: Records,
    models_dir: Path,
    *,
    who: str,
    activate: bool = False,
    why: str = "",
    progress: Progress = lambda _fraction, _stage: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Taught:
    """Train, choose the threshold from pictures that were not learned from, store the new version. Takes minutes.

    When this raises, there is no new recipe version.

    Raises:
        TrainingError, Cancelled: see `station.training.train`.
        CalibrationError: the detector gave a score that is no number.
        RecordsError, StorageError: it could not be recorded; the model was removed again.
    """
    lesson = todo.lesson
    request = TrainingRequest(
        name=lesson.recipe,
        detector=lesson.detector,
        normal=todo.normal,
        held_out=todo.held_out,
        models_dir=models_dir,
        defect=todo.defect,
        options=dict(lesson.options),
        device=lesson.device,
        seed=lesson.seed,
        learned_defect=todo.learned_defect,
        watch=lesson.watch,
        region=lesson.region,
    )
    outcome = train(request, progress=progress, cancelled=cancelled)
    folder = ModelStore(models_dir, create_detector).folder(outcome.model)
    with removed_on_error(folder):
        pictures = _pictures(todo, outcome)
        scores = outcome.held_out_scores, outcome.defect_scores
        choice = with_crossed_counts(threshold_by(lesson.policy, lesson.rate, *scores), lesson.rate, *scores)
    recipe = record_learned(
        records,
        Learned(lesson.recipe, lesson.detector, outcome, folder, choice, **pictures, region=lesson.region),
        who=who,
        note=lesson.note,
        said=f"was taught from {len(todo.normal)} good pictures.",
        details={
            "learned_defect": len(todo.learned_defect),
            "left_out": {str(path): reason for path, reason in outcome.left_out.items()},
            "seconds": round(outcome.total_s, 1),
        },
        activate=activate,
        why=why or "taught",
    )
    return Taught(recipe, choice, outcome, activate)


def _pictures(todo: Plan, outcome: TrainingOutcome) -> dict[str, list[Picture]]:
    held_out = [path for path in todo.held_out if path not in outcome.left_out]
    sides = {"normal": todo.normal, "held_out": held_out, "defect": todo.defect}
    pictures = {side: [Picture(path, todo.hashes[path]) for path in paths] for side, paths in sides.items()}
    pictures["learned_defect"] = [
        Picture(one.path, todo.hashes[one.path], mask_sha256=sha256_file(one.mask) if one.mask is not None else None)
        for one in todo.learned_defect
    ]
    return pictures
