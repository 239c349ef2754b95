"""Keep the winner of a bake-off: its model, exactly as it was measured, as a new version of the recipe."""

from __future__ import annotations

import math
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from calibration import ThresholdChoice
from detectors import create as create_detector
from station.bakeoff import Result, Row
from station.bakeoff_pictures import Picture
from station.bakeoff_words import recommendation
from station.db import Records
from station.errors import ModelStoreError, TrainingError
from station.heatmap import HeatScale, overlay
from station.images import read_image
from station.models import ModelStore
from station.queries import ImageLabel, LabelledImage, ModelRecord
from station.recipe import ImageSpec, ModelVersion, Recipe
from station.teaching import record_of
from station.types import Event, EventKind

SHOWN = 6
_SAME = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A telling picture under the kept model. `heatmap`: (H, W, 3) RGB uint8, coloured above the kept threshold."""

    picture: Picture
    score: float
    heatmap: NDArray[Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """The recipe version that came out, and the pictures that were hardest for it: defects, then good parts."""

    recipe: Recipe
    choice: ThresholdChoice
    active: bool
    lowest_defects: tuple[Shown, ...]
    highest_good: tuple[Shown, ...]


def keep(
    result: Result, records: Records, models_dir: Path, *, who: str, activate: bool = False, why: str = ""
) -> Kept:
    """Copy the winner's model into the store, check that it still scores as measured, and record the recipe version.

    Raises:
        TrainingError: there is no winner.
        ModelStoreError, StorageError, RecordsError: nothing was kept.
    """
    row = result.winner
    if row is None or row.outcome is None or row.choice is None or row.staged is None:
        raise TrainingError("No detector can be recommended, so none was kept.", "Give the line more time a picture.")
    contest, outcome, choice = result.contest, row.outcome, row.choice
    store = ModelStore(models_dir, create_detector)
    measured = ModelStore(row.staged, create_detector).load(outcome.model, contest.device)
    try:
        model = store.add(contest.recipe, measured, outcome.snapshot)
    finally:
        measured.close()
    try:
        defects, good = _show(store, model, result, row)
        now = datetime.now(UTC)
        records.add_model(
            ModelRecord(
                ref=model.ref,
                detector=row.candidate.detector,
                n_images=len(contest.pictures.normal),
                created_at=now,
                created_by=who,
                options=outcome.options,
                note=why,
            )
        )
    except BaseException:
        # a folder that the records do not know would stay for ever
        shutil.rmtree(store.folder(model), ignore_errors=True)
        raise
    records.add_images(_labelled(result, outcome.image, now))
    recipe = Recipe(
        name=contest.recipe,
        version=records.next_version(contest.recipe),
        image=outcome.image,
        model=model,
        threshold=choice.threshold,
        review_from=choice.review_from,
        choice=record_of(choice),
        gate=outcome.gate,
        note=why,
        created_at=now,
        created_by=who,
    )
    records.add_recipe(recipe)
    records.add_event(_event(result, row, recipe, who))
    if activate:
        records.activate(recipe.name, recipe.version, who=who, why=why or "won a bake-off")
    return Kept(recipe, choice, activate, defects, good)


def _show(
    store: ModelStore, model: ModelVersion, result: Result, row: Row
) -> tuple[tuple[Shown, ...], tuple[Shown, ...]]:
    """Score the hardest pictures with the stored model. Raises ModelStoreError where a score is not as measured."""
    assert row.outcome is not None
    assert row.choice is not None
    pictures = result.contest.pictures
    defects = sorted(zip(row.outcome.defect_scores, pictures.defect, strict=False), key=lambda pair: pair[0])
    good = sorted(zip(row.outcome.held_out_scores, pictures.held_out, strict=True), key=lambda pair: -pair[0])
    everything = (*row.outcome.held_out_scores, *row.outcome.defect_scores)
    near = _SAME * (max(everything) - min(everything))
    scale = HeatScale.of(row.choice.threshold, row.choice.review_from)
    loaded = store.load(model, result.contest.device)
    shown: list[list[Shown]] = [[], []]
    try:
        for side, scored in enumerate((defects[:SHOWN] if pictures.defect else [], good[:SHOWN])):
            for score, picture in scored:
                image = read_image(picture.path)
                prediction = loaded.predict([image])[0]
                if not math.isclose(prediction.score, score, rel_tol=_SAME, abs_tol=near):
                    raise ModelStoreError(
                        f"The stored model scores {picture.path} with {prediction.score:.6g}, but {score:.6g} was"
                        " measured: it is not the model that won.",
                        "Nothing was kept. If it comes back, this detector is broken.",
                    )
                shown[side].append(Shown(picture, prediction.score, overlay(image, prediction.anomaly_map, scale)))
    finally:
        loaded.close()
    return tuple(shown[0]), tuple(shown[1])


def _labelled(result: Result, image: ImageSpec, at: datetime) -> list[LabelledImage]:
    pictures = result.contest.pictures
    return [
        LabelledImage(
            recipe=result.contest.recipe,
            path=str(one.path),
            sha256=one.sha256,
            label=ImageLabel.GOOD if one.kind is None else ImageLabel.DEFECT,
            width=image.width,
            height=image.height,
            channels=image.channels,
            dtype=image.dtype,
            added_at=at,
            defect=one.kind,
        )
        for one in (*pictures.normal, *pictures.held_out, *pictures.defect)
    ]


def _event(result: Result, row: Row, recipe: Recipe, who: str) -> Event:
    pictures = result.contest.pictures
    return Event(
        datetime.now(UTC),
        EventKind.TRAINING,
        f"Recipe {recipe.name} version {recipe.version} is {row.candidate.label}, chosen in a bake-off of"
        f" {len(result.measured)} detectors taught from {len(pictures.normal)} good pictures.",
        who,
        {
            "recipe": recipe.name,
            "version": recipe.version,
            "model": recipe.model.version,
            "detector": row.candidate.detector,
            "normal": len(pictures.normal),
            "held_out": len(pictures.held_out),
            "defect": len(pictures.defect),
            "threshold": recipe.threshold,
            "ranked": [one.candidate.label for one in result.ranked],
            "left_out": {
                one.candidate.label: f"{one.state}: {one.reason}" for one in result.rows if one.state != "measured"
            },
            "recommendation": recommendation(result),
            "seconds": round(result.seconds, 1),
        },
    )
