"""Teach a recipe from good pictures. Everything is recorded last, in one go."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from calibration import ThresholdChoice, choose
from detectors import Detector, Estimate, Gradual
from detectors import create as create_detector
from station.db import Records
from station.decision import image_spec
from station.errors import ImageFileError, UsageError
from station.images import list_images, read_image, sha256_file
from station.labelled import LabelledFile, defect_files
from station.models import ModelStore
from station.queries import ImageLabel, LabelledImage, ModelRecord
from station.recipe import ImageSpec, Recipe, ThresholdChoiceRecord, check_name
from station.training import Progress, TrainingOutcome, TrainingRequest, no_defects, split_good, train
from station.types import Event, EventKind

HOLDOUT = 0.25
RATE = 0.05


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a person wants taught. `rate` is the share of good parts that may be rejected.

    Defects in `defect` are counted. Those in `learn_defect` (masks for them in `masks`) are learned from.
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
    seed: int = 0
    device: str = "auto"
    note: str = ""


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


def plan(lesson: Lesson) -> Plan:
    """Look at the pictures and say what teaching will cost. Takes a moment per hundred pictures.

    Copies of a picture count once: a copy among the held-out ones would make the threshold look better than it is.

    Raises:
        RecipeError: the name cannot be one.
        UsageError: a share or rate out of range.
        ImageFileError: a folder without pictures, an unreadable picture, one that is both good and defect.
        DetectorError: unknown detector or option, too few pictures.
    """
    check_name(lesson.recipe)
    for name, value in (("holdout", lesson.holdout), ("rate", lesson.rate)):
        if not 0 < value < 1:
            raise UsageError(f"{name} is {value}.", "Give a share between 0 and 1, such as 0.25.")
    detector = create_detector(lesson.detector)
    options = detector.parse_options(lesson.options)
    hashes: dict[Path, str] = {}
    good, good_copies = _without_copies(list_images(lesson.good), hashes)
    defect, defect_copies = _without_copies(list_images(lesson.defect) if lesson.defect else [], hashes)
    learned = _learned_defects(lesson, detector)
    hashes.update((one.path, sha256_file(one.path)) for one in learned)
    _refuse_copies(good, [*defect, *(one.path for one in learned)], hashes, "both good and defect")
    _refuse_copies(defect, [one.path for one in learned], hashes, "both learned from and counted")
    normal, held_out = split_good(good, lesson.holdout, lesson.seed, min_normal=detector.min_images)
    image = image_spec(read_image(normal[0]))
    copies = good_copies + defect_copies
    return Plan(
        lesson=lesson,
        normal=tuple(normal),
        held_out=tuple(held_out),
        defect=tuple(defect),
        image=image,
        estimate=detector.estimate(len(normal), (image.height, image.width), options, device=lesson.device),
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
    """Train, choose the threshold from held-out good pictures, store the new recipe version. Takes minutes.

    Defect pictures are only counted, never used for the threshold. When this raises, there is no new recipe version.

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
    )
    outcome = train(request, progress=progress, cancelled=cancelled)
    known = ModelRecord(
        ref=outcome.model.ref,
        detector=lesson.detector,
        n_images=len(todo.normal),
        created_at=datetime.now(UTC),
        created_by=who,
        options=outcome.options,
        note=lesson.note,
    )
    try:
        choice = choose("good_only", outcome.held_out_scores, outcome.defect_scores, rate=lesson.rate)
        records.add_model(known)
    except BaseException:
        # a folder that the records do not know would stay for ever
        shutil.rmtree(ModelStore(models_dir, create_detector).folder(outcome.model), ignore_errors=True)
        raise
    records.add_images(_labelled(todo, outcome.image, known.created_at))
    recipe = Recipe(
        name=lesson.recipe,
        version=records.next_version(lesson.recipe),
        image=outcome.image,
        model=outcome.model,
        threshold=choice.threshold,
        review_from=choice.review_from,
        choice=record_of(choice),
        gate=outcome.gate,
        note=lesson.note,
        created_at=datetime.now(UTC),
        created_by=who,
    )
    records.add_recipe(recipe)
    records.add_event(
        Event(
            datetime.now(UTC),
            EventKind.TRAINING,
            f"Recipe {recipe.name} version {recipe.version} was taught from {len(todo.normal)} good pictures.",
            who,
            {
                "recipe": recipe.name,
                "version": recipe.version,
                "model": outcome.model.version,
                "detector": lesson.detector,
                "normal": len(todo.normal),
                "held_out": len(todo.held_out),
                "defect": len(todo.defect),
                "learned_defect": len(todo.learned_defect),
                "threshold": choice.threshold,
                "seconds": round(outcome.total_s, 1),
            },
        )
    )
    if activate:
        records.activate(recipe.name, recipe.version, who=who, why=why or "taught")
    return Taught(recipe, choice, outcome, activate)


def _labelled(todo: Plan, image: ImageSpec, at: datetime) -> list[LabelledImage]:
    labels = [(path, ImageLabel.GOOD) for path in (*todo.normal, *todo.held_out)]
    labels += [(path, ImageLabel.DEFECT) for path in todo.defect]
    labels += [(one.path, ImageLabel.DEFECT) for one in todo.learned_defect]
    return [
        LabelledImage(
            recipe=todo.lesson.recipe,
            path=str(path),
            sha256=todo.hashes[path],
            label=label,
            width=image.width,
            height=image.height,
            channels=image.channels,
            dtype=image.dtype,
            added_at=at,
        )
        for path, label in labels
    ]


def record_of(choice: ThresholdChoice) -> ThresholdChoiceRecord:
    """What a recipe keeps of how its threshold was chosen."""
    return ThresholdChoiceRecord(
        policy=choice.policy,
        n_good=choice.n_good,
        n_defect=choice.n_defect,
        false_rejects=choice.false_rejects.count if choice.false_rejects else 0,
        escapes=choice.escapes.count if choice.escapes else 0,
        sentence=choice.sentence,
    )
