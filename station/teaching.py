"""Teach a recipe from good pictures, and choose its threshold anew. Everything is recorded last, in one go."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from calibration import CalibrationError, ThresholdChoice, choose, policy_params
from detectors import Cancelled, Estimate, TrainingDataError
from detectors import create as create_detector
from station.db import Records
from station.decision import image_spec
from station.errors import ImageFileError, RecipeError, UsageError
from station.images import list_images, read_image, sha256_file
from station.judge import Setup
from station.models import ModelStore
from station.queries import ImageLabel, LabelledImage, ModelRecord
from station.recipe import ImageSpec, Recipe, ThresholdChoiceRecord, check_name
from station.scoring import Scored, score_pictures
from station.training import Progress, TrainingOutcome, TrainingRequest, split_good, train
from station.types import Event, EventKind, Reason

HOLDOUT = 0.25
RATE = 0.05


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a person wants taught. `rate` is the share of good parts that may be rejected."""

    recipe: str
    good: Path
    defect: Path | None = None
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


@dataclass(frozen=True, slots=True)
class Taught:
    """A recipe version that is in the records, and how it came about."""

    recipe: Recipe
    choice: ThresholdChoice
    outcome: TrainingOutcome
    active: bool


@dataclass(frozen=True, slots=True)
class Retuned:
    """A new version of a recipe with another threshold. `left_out` pictures took no part; each says why."""

    recipe: Recipe
    before: Recipe
    choice: ThresholdChoice
    left_out: tuple[str, ...]
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
    label = {hashes[path]: path for path in good}
    for path in defect:
        if hashes[path] in label:
            raise ImageFileError(
                f"{path} is the same picture as {label[hashes[path]]}: it cannot be both good and defect.",
                "Take it out of one of the folders.",
            )
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


@dataclass(frozen=True, slots=True)
class Wish:
    """How a threshold is to be chosen: a policy of `calibration.choose`, and one for the start of the review band."""

    policy: str
    params: Mapping[str, float] = field(default_factory=dict)
    review: str | None = None
    review_params: Mapping[str, float] = field(default_factory=dict)

    def check(self) -> None:
        """Refuse what cannot be meant before minutes are spent on scoring. Raises CalibrationError."""
        for policy, params in ((self.policy, self.params), (self.review, self.review_params)):
            if policy is None:
                continue
            known = policy_params(policy)
            for key in params:
                if key not in known:
                    raise CalibrationError(
                        f"{policy} has no parameter {key!r}", f"Known: {', '.join(sorted(known)) or 'none'}."
                    )
            # plain scores on which every policy works: only names and values are looked at
            values: dict[str, Any] = dict(params)
            choose(policy, (0.0, 1.0, 2.0), (1.0, 2.0, 3.0), **values)
        if self.review is None and self.review_params:
            raise CalibrationError("there are parameters for a review band, but no policy for it", "Name one.")


def retune(
    before: Recipe,
    wish: Wish,
    good: Sequence[Path],
    defect: Sequence[Path],
    *,
    records: Records,
    models_dir: Path,
    load_setup: Callable[[Recipe], Setup],
    who: str,
    why: str,
    activate: bool = False,
    progress: Progress = lambda _fraction, _stage: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Retuned:
    """Score pictures with the model of `before`, choose a threshold, store it as a new recipe version.

    Left out, and named: pictures that the model was taught from (their scores flatter) and pictures that the image
    gate refuses (they would not be scored on the line either).

    Raises:
        CalibrationError: unknown policy or parameter, or no pictures of a kind that it needs.
        ImageFileError: a picture that cannot be read.
        RecipeError: a picture of another kind than the recipe's, or a copy of one of the other side.
        ModelStoreError, DetectorError: the model cannot be loaded, or failed.
        Cancelled: nothing was stored.
    """
    wish.check()
    taught = {
        image.sha256
        for image in ModelStore(models_dir, create_detector).snapshot(before.model).images
        if image.split == "normal"
    }
    left_out = []
    sides: list[list[Path]] = []
    owners: dict[str, tuple[int, Path]] = {}
    for side, paths in enumerate((good, defect)):
        kept = []
        for path in paths:
            sha256 = sha256_file(path)
            other_side, other = owners.setdefault(sha256, (side, path))
            if other_side != side:
                raise RecipeError(
                    f"{path} is the same picture as {other}: it cannot be both good and defect.",
                    "Take it out of one of the folders.",
                )
            if sha256 in taught:
                left_out.append(f"{path}: the model was taught from it.")
            elif other != path:
                left_out.append(f"{path}: is a copy of {other}.")
            else:
                kept.append(path)
        sides.append(kept)
    progress(0.0, "loading the model")
    setup = load_setup(before)
    try:
        scored: list[list[float]] = [[], []]
        total, done = sum(map(len, sides)), 0
        for side, kept in enumerate(sides):
            for one in score_pictures(setup, kept):
                if cancelled():
                    raise Cancelled("Choosing the threshold was cancelled.", "The recipe is as it was.")
                done += 1
                progress(done / total, "scoring the pictures")
                score = _score_or_left_out(one, left_out)
                if score is not None:
                    scored[side].append(score)
    finally:
        setup.detector.close()
    if not scored[0] and good:
        raise TrainingDataError(
            "None of the good pictures can be used: " + " ".join(left_out[:3]),
            "Take good pictures that the model was not taught from.",
        )
    params: dict[str, Any] = dict(wish.params)
    choice = choose(wish.policy, *scored, review=wish.review, review_params=wish.review_params or None, **params)
    recipe = Recipe.model_validate(
        {
            **before.model_dump(),
            "version": records.next_version(before.name),
            "threshold": choice.threshold,
            "review_from": choice.review_from,
            "choice": record_of(choice),
            "note": why,
            "created_at": datetime.now(UTC),
            "created_by": who,
        }
    )
    records.add_recipe(recipe)
    records.add_event(_threshold_event(before, recipe, choice, who, why))
    if activate:
        records.activate(recipe.name, recipe.version, who=who, why=why)
    return Retuned(recipe, before, choice, tuple(left_out), activate)


def _score_or_left_out(one: Scored, left_out: list[str]) -> float | None:
    if one.score is not None:
        return one.score
    if one.reason is Reason.IMAGE_GATE:
        left_out.append(f"{one.path}: {one.detail}")
        return None
    if one.reason is Reason.IMAGE_MISMATCH:
        raise RecipeError(f"{one.path}: {one.detail}", "Take pictures with the camera settings of the recipe.")
    if one.reason is None:
        raise ImageFileError(one.detail)
    raise ImageFileError(f"{one.path}: cannot be scored: {one.detail}", "Take it out, or teach the recipe again.")


def _threshold_event(before: Recipe, after: Recipe, choice: ThresholdChoice, who: str, why: str) -> Event:
    return Event(
        datetime.now(UTC),
        EventKind.THRESHOLD,
        f"The threshold of recipe {after.name} was changed from {before.threshold:.6g} (version {before.version})"
        f" to {after.threshold:.6g} (version {after.version})" + (f": {why}" if why else "."),
        who,
        {
            "recipe": after.name,
            "version": after.version,
            "before": {"version": before.version, "threshold": before.threshold, "review_from": before.review_from},
            "threshold": after.threshold,
            "review_from": after.review_from,
            "policy": choice.policy,
            "params": dict(choice.params),
            "n_good": choice.n_good,
            "n_defect": choice.n_defect,
            "why": why,
        },
    )
