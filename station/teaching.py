"""Teach a recipe from good pictures. Everything is recorded last, in one go."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from calibration import ThresholdChoice
from detectors import Detector, Epoch, Estimate, Gradual, TrainingDataError
from detectors import create as create_detector
from station.db import Records
from station.errors import ImageFileError, UsageError
from station.images import list_images, sha256_file
from station.labelled import LabelledFile, Picture, defect_files
from station.models import ModelStore
from station.picture_check import Progress, check_pictures
from station.recipe import ImageSpec, ModelVersion, Recipe, check_name
from station.region import Region
from station.taught_under import taught_under
from station.thresholds import RATE, check_policy, threshold_by, with_crossed_counts
from station.training import TrainingOutcome, TrainingRequest, found_in, no_defects, split_good, train
from station.versions import Learned, record_learned, removed_on_error

HOLDOUT = 0.25


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a person wants taught. `rate` is the share of good parts that may be rejected.

    Pictures come from folders, or as lists from a data set (`station.material`). Defects in `defect` are scored, for
    the threshold. Those in `learn_defect` (masks for them in `masks`) are learned from. Of each picture only `region`
    counts; None: all of it. `policy` chooses the threshold, see `calibration.choose`; None: by what is known, see
    `station.thresholds`.

    kinds      the kind of defect of a picture, where it has a name
    expected   the SHA-256 that a picture had when it was labelled
    before     what an earlier version used a picture for ("normal" or "held_out"), by its SHA-256: it keeps that use,
               so that the figures of two versions are of the same parts
    base       the model that the new pictures are added to; None: learn from all, from zero
    """

    recipe: str
    good: Path | tuple[Path, ...]
    defect: Path | tuple[Path, ...] | None = None
    learn_defect: Path | tuple[LabelledFile, ...] | None = None
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
    kinds: Mapping[Path, str] = field(default_factory=dict)
    expected: Mapping[Path, str] = field(default_factory=dict)
    before: Mapping[str, str] = field(default_factory=dict)
    base: ModelVersion | None = None
    region: Region | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A lesson that can be taught: which picture is used for what, and what it will cost.

    `added` of `normal` are new to the model that is extended. `hashes` holds the SHA-256 of every picture by its path;
    `notes` are for the person.
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
    added: tuple[Path, ...] = ()


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
    check_policy(lesson.policy, lesson.rate, defects=bool(lesson.defect))
    detector = create_detector(lesson.detector)
    options = detector.parse_options(lesson.options)
    hashes: dict[Path, str] = {}
    given = _listed(lesson.good)
    good, good_copies = _without_copies(given, hashes, lesson.expected)
    defect, defect_copies = _without_copies(_listed(lesson.defect), hashes, lesson.expected)
    learned = _learned_defects(lesson, detector)
    hashes.update((one.path, sha256_file(one.path)) for one in learned)
    _refuse_copies(good, [*defect, *(one.path for one in learned)], hashes, "both good and defect")
    _refuse_copies(defect, [one.path for one in learned], hashes, "both learned from and counted")
    found = found_in(given, good_copies)
    normal, held_out = _split(lesson, good, hashes, min_normal=detector.min_images, found=found)
    added = _added(lesson, normal, hashes)
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
        estimate=detector.estimate(len(added or normal), size, options, device=lesson.device),
        hashes=hashes,
        notes=(f"{copies} pictures are copies of others and are not used",) if copies else (),
        learned_defect=tuple(learned),
        added=tuple(added),
    )


def _listed(given: Path | Sequence[Path] | None) -> list[Path]:
    if given is None:
        return []
    return list_images(given) if isinstance(given, Path) else list(given)


def _split(
    lesson: Lesson, good: Sequence[Path], hashes: Mapping[Path, str], *, min_normal: int, found: str
) -> tuple[list[Path], list[Path]]:
    """Deal normal set and held-out set; a picture that an earlier version used keeps its use."""
    uses = {path: lesson.before.get(hashes[path], "") for path in good}
    fresh = [path for path in good if not uses[path]]
    held = {path for path in good if uses[path] == "held_out"}
    if not held or len(fresh) == len(good):
        return split_good(good, lesson.holdout, lesson.seed, min_normal=min_normal, found=found)
    held.update(random.Random(lesson.seed).sample(fresh, round(lesson.holdout * len(fresh))))
    normal = [path for path in good if path not in held]
    if len(normal) < min_normal:
        return split_good(good, lesson.holdout, lesson.seed, min_normal=min_normal, found=found)
    return normal, [path for path in good if path in held]


def _added(lesson: Lesson, normal: Sequence[Path], hashes: Mapping[Path, str]) -> list[Path]:
    """Return what the model that is extended does not know; nothing where one is taught from zero."""
    if lesson.base is None:
        return []
    known = {sha256 for sha256, use in lesson.before.items() if use == "normal"}
    gone = len(known - {hashes[path] for path in normal})
    if gone:
        raise TrainingDataError(
            f"Of the pictures that the model was taught from, {gone} {'is' if gone == 1 else 'are'} not labelled good"
            " any more.",
            "It cannot forget them: teach anew from all good pictures.",
        )
    added = [path for path in normal if hashes[path] not in known]
    if not added:
        raise TrainingDataError(
            "There is no new good picture that could be added to the model.",
            "Label more pictures good, or teach anew from all of them.",
        )
    return added


def _learned_defects(lesson: Lesson, detector: Detector) -> list[LabelledFile]:
    if lesson.learn_defect is None:
        if lesson.masks is not None:
            raise UsageError("There are masks, but no defects to learn from.", "Give their folder too.")
        return []
    if not (isinstance(detector, Gradual) and detector.learns_from_defects):
        raise no_defects(lesson.detector)
    given = lesson.learn_defect
    files = defect_files(given, lesson.masks) if isinstance(given, Path) else list(given)
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


def _without_copies(
    paths: Sequence[Path], hashes: dict[Path, str], expected: Mapping[Path, str]
) -> tuple[list[Path], int]:
    seen: set[str] = set()
    kept = []
    for path in paths:
        hashes[path] = sha256 = sha256_file(path)
        if expected.get(path, sha256) != sha256:
            raise ImageFileError(
                f"{path} is not the picture that was labelled: the file was changed since.",
                "Put the picture back, or label it ignore and add the new one.",
            )
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
    on_epoch: Callable[[Epoch], None] = lambda _epoch: None,
    on_note: Callable[[str], None] = lambda _text: None,
    cancelled: Callable[[], bool] = lambda: False,
    gentle: Callable[[], bool] = lambda: False,
) -> Taught:
    """Train, choose the threshold from pictures that were not learned from, store the new version. Takes minutes.

    `gentle` as in `station.aside.run_aside`.

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
        base=lesson.base,
        added=todo.added,
        region=lesson.region,
        place=_checks_place(records, lesson.recipe),
    )
    outcome = train(request, progress=progress, on_epoch=on_epoch, on_note=on_note, cancelled=cancelled, gentle=gentle)
    folder = ModelStore(models_dir, create_detector).folder(outcome.model)
    with removed_on_error(folder):
        pictures = _pictures(todo, outcome)
        scores = outcome.held_out_scores, outcome.defect_scores
        choice = with_crossed_counts(threshold_by(lesson.policy, lesson.rate, *scores), lesson.rate, *scores)
    if warning := taught_under(records, [todo.hashes[path] for path in todo.normal]).warning:
        on_note(warning)
    recipe = record_learned(
        records,
        Learned(lesson.recipe, lesson.detector, outcome, folder, choice, **pictures, region=lesson.region),
        who=who,
        note=lesson.note,
        said=_said(todo),
        details={
            "added": len(todo.added),
            "learned_defect": len(todo.learned_defect),
            "left_out": {str(path): reason for path, reason in outcome.left_out.items()},
            "seconds": round(outcome.total_s, 1),
        },
        activate=activate,
        why=why or "taught",
    )
    return Taught(recipe, choice, outcome, activate)


def _checks_place(records: Records, name: str) -> bool:
    """Whether the newest version checks where the part lies: teaching again must not forget it."""
    versions = records.versions(name)
    return bool(versions) and (versions[-1].gate or {}).get("place") is not None


def _said(todo: Plan) -> str:
    if todo.lesson.base is not None:
        return f"knows {len(todo.added)} more good pictures than model version {todo.lesson.base.version}."
    return f"was taught from {len(todo.normal)} good pictures."


def _pictures(todo: Plan, outcome: TrainingOutcome) -> dict[str, list[Picture]]:
    held_out = [path for path in todo.held_out if path not in outcome.left_out]
    sides = {"normal": todo.normal, "held_out": held_out, "defect": todo.defect}
    kinds = todo.lesson.kinds
    pictures = {
        side: [Picture(path, todo.hashes[path], kinds.get(path)) for path in paths] for side, paths in sides.items()
    }
    pictures["learned_defect"] = [
        Picture(
            one.path,
            todo.hashes[one.path],
            kinds.get(one.path),
            sha256_file(one.mask) if one.mask is not None else None,
        )
        for one in todo.learned_defect
    ]
    return pictures
