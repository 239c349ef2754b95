"""Record what was taught or changed: the model, its pictures, the recipe version, and the event that tells of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from calibration import ThresholdChoice
from station.db import Records
from station.labelled import Picture
from station.queries import ImageLabel, LabelledImage, ModelRecord
from station.recipe import Recipe, ThresholdChoiceRecord
from station.training import TrainingOutcome
from station.types import Event, EventKind


@dataclass(frozen=True, slots=True)
class Learned:
    """A model that lies in `folder`, its threshold, and the pictures by what they were used for."""

    recipe: str
    detector: str
    outcome: TrainingOutcome
    folder: Path
    choice: ThresholdChoice
    normal: Sequence[Picture]
    held_out: Sequence[Picture]
    defect: Sequence[Picture]
    learned_defect: Sequence[Picture] = ()


@contextmanager
def removed_on_error(folder: Path) -> Iterator[None]:
    """Remove the folder of a model where the block raises: what the records do not know would stay for ever."""
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def record_learned(
    records: Records,
    new: Learned,
    *,
    who: str,
    note: str,
    said: str,
    details: Mapping[str, object],
    activate: bool,
    why: str,
) -> Recipe:
    """Record the model, its pictures and the next version of the recipe. `said` and `details` are for the event.

    Raises RecordsError, StorageError; a model that could not be recorded was removed.
    """
    outcome, spec, at = new.outcome, new.outcome.image, datetime.now(UTC)
    with removed_on_error(new.folder):
        records.add_model(
            ModelRecord(outcome.model.ref, new.detector, len(new.normal), at, who, options=outcome.options, note=note)
        )
    sides = ((ImageLabel.GOOD, (*new.normal, *new.held_out)), (ImageLabel.DEFECT, (*new.defect, *new.learned_defect)))
    records.add_images(
        LabelledImage(
            recipe=new.recipe,
            path=str(one.path),
            sha256=one.sha256,
            label=label,
            width=spec.width,
            height=spec.height,
            channels=spec.channels,
            dtype=spec.dtype,
            added_at=at,
            defect=one.kind,
        )
        for label, pictures in sides
        for one in pictures
    )

    def event(made: Recipe) -> Event:
        counts = {
            "recipe": made.name,
            "version": made.version,
            "model": made.model.version,
            "detector": new.detector,
            "normal": len(new.normal),
            "held_out": len(new.held_out),
            "defect": len(new.defect),
            "threshold": made.threshold,
        }
        message = f"Recipe {made.name} version {made.version} {said}"
        return Event(datetime.now(UTC), EventKind.TRAINING, message, who, {**counts, **details})

    fields = {"name": new.recipe, "image": spec, "model": outcome.model, "gate": outcome.gate}
    return record_version(records, fields, new.choice, who=who, note=note, event=event, activate=activate, why=why)


def record_version(
    records: Records,
    fields: Mapping[str, Any],
    choice: ThresholdChoice,
    *,
    who: str,
    note: str,
    event: Callable[[Recipe], Event],
    activate: bool,
    why: str,
) -> Recipe:
    """Record the next version of a recipe, `fields` with the threshold of `choice`. Raises RecordsError."""
    recipe = Recipe.model_validate(
        {
            **fields,
            "version": records.next_version(fields["name"]),
            "threshold": choice.threshold,
            "review_from": choice.review_from,
            "choice": ThresholdChoiceRecord(
                policy=choice.policy,
                n_good=choice.n_good,
                n_defect=choice.n_defect,
                false_rejects=choice.false_rejects.count if choice.false_rejects else 0,
                escapes=choice.escapes.count if choice.escapes else 0,
                sentence="; ".join([choice.sentence, *choice.notes]),
            ),
            "note": note,
            "created_at": datetime.now(UTC),
            "created_by": who,
        }
    )
    records.add_recipe(recipe)
    records.add_event(event(recipe))
    if activate:
        records.activate(recipe.name, recipe.version, who=who, why=why)
    return recipe
