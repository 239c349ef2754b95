"""Keep the winner of a bake-off: its model, exactly as it was measured, as a new version of the recipe."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from calibration import ThresholdChoice
from detectors import create as create_detector
from station.bakeoff import Result, Row
from station.bakeoff_words import check_sentence, recommendation
from station.db import Records
from station.errors import ModelStoreError, TrainingError
from station.heatmap import HeatScale, overlay
from station.images import read_image
from station.labelled import Picture
from station.models import ModelStore
from station.recipe import ModelVersion, Recipe
from station.versions import Learned, record_learned, removed_on_error

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
    with removed_on_error(store.folder(model)):
        defects, good = _show(store, model, result, row)
    pictures = contest.pictures
    recipe = record_learned(
        records,
        Learned(
            recipe=contest.recipe,
            detector=row.candidate.detector,
            outcome=replace(outcome, model=model),
            folder=store.folder(model),
            # what the recipe says of its threshold must not come from the pictures that chose it alone
            choice=replace(choice, notes=(*choice.notes, check_sentence(result).rstrip("."))),
            normal=pictures.normal,
            held_out=pictures.held_out,
            defect=pictures.defect,
        ),
        who=who,
        note=why,
        said=f"is {row.candidate.label}, chosen in a bake-off of {len(result.measured)} detectors taught from"
        f" {len(pictures.normal)} good pictures.",
        details={
            "ranked": [one.candidate.label for one in result.ranked],
            "left_out": {
                one.candidate.label: f"{one.state}: {one.reason}" for one in result.rows if one.state != "measured"
            },
            "recommendation": recommendation(result),
            "seconds": round(result.seconds, 1),
        },
        activate=activate,
        why=why or "won a bake-off",
    )
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
