"""Record what was taught or changed: the model, its pictures, the recipe version, and what tells of it.

The pictures come first, in small steps, because the line's verdicts wait for each. All the rest is one transaction.
"""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from calibration import Rate, ThresholdChoice
from calibration.image_gate import GateLimits
from station.audit import Act
from station.baseline import Baseline, baseline_file, keep_baseline
from station.db import Records
from station.labelled import Picture
from station.queries import (
    MODEL_SNAPSHOT,
    ImageLabel,
    LabelledImage,
    ModelRecord,
    NewVersion,
    Snapshot,
    SnapshotImage,
    ThresholdReason,
)
from station.recipe import Recipe, ThresholdChoiceRecord
from station.region import Region
from station.setups import quality_of
from station.taught_under import taught_under
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
    region: Region | None = None


@contextmanager
def removed_on_error(folder: Path) -> Iterator[None]:
    """Remove a model and its baseline where the block raises: what the records do not know would stay for ever."""
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):
            baseline_file(folder).unlink(missing_ok=True)
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
    used = _used(new)
    model = ModelRecord(outcome.model.ref, new.detector, len(new.normal), at, who, options=outcome.options, note=note)
    snapshot = Snapshot(
        new.recipe, snapshot_name(outcome.model.version), used, at, who, "what the model was taught from and tried on",
        outcome.snapshot.seed,
    )  # fmt: skip

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
        told = {"calibration": under.warning or str(under.calibration)} if under.calibration is not None else {}
        return Event(datetime.now(UTC), EventKind.TRAINING, message, who, {**counts, **told, **details})

    under = taught_under(records, [one.sha256 for one in new.normal])
    fields = {"name": new.recipe, "image": spec, "model": outcome.model, "gate": outcome.gate, "region": new.region}
    if under.calibration is not None:
        fields["calibration"] = under.calibration
    with removed_on_error(new.folder):
        keep_baseline(new.folder, outcome.model, _baseline(outcome))
        records.add_images(
            (
                LabelledImage(
                    recipe=new.recipe,
                    path=one.path,
                    sha256=one.sha256,
                    label=one.label,
                    width=spec.width,
                    height=spec.height,
                    channels=spec.channels,
                    dtype=spec.dtype,
                    added_at=at,
                    defect=one.defect,
                )
                for one in used
            ),
            who=who,
            why=note,
        )
        made = next_version(
            records,
            fields,
            new.choice,
            who=who,
            note=note,
            event=event,
            activate=activate,
            why=why,
            act=Act.RECIPE_TAUGHT,
        )
        records.keep(replace(made, model=model, snapshot=snapshot))
    return made.recipe


def _baseline(outcome: TrainingOutcome) -> Baseline:
    place = GateLimits.from_dict(outcome.gate).place
    registered = outcome.registered if place is not None else ()
    return Baseline(
        tuple(score for score in outcome.held_out_scores if math.isfinite(score)),
        tuple(
            quality_of(one, registered[number] if registered else None, place)
            for number, one in enumerate(outcome.qualities)
        ),
    )


def snapshot_name(model_version: int) -> str:
    """The name of the snapshot that a model was taught from; others may not begin so."""
    return f"{MODEL_SNAPSHOT}{model_version}"


def _used(new: Learned) -> tuple[SnapshotImage, ...]:
    good, defect = ImageLabel.GOOD, ImageLabel.DEFECT
    uses = (
        ("normal", good, new.normal),
        ("held_out", good, new.held_out),
        ("defect", defect, new.defect),
        ("learned_defect", defect, new.learned_defect),
    )
    return tuple(
        SnapshotImage(str(one.path), one.sha256, label, one.kind, use, one.mask_sha256)
        for use, label, pictures in uses
        for one in pictures
    )


def next_version(
    records: Records,
    fields: Mapping[str, Any],
    choice: ThresholdChoice,
    *,
    who: str,
    note: str,
    event: Callable[[Recipe], Event],
    activate: bool,
    why: str,
    act: Act = Act.THRESHOLD_CHANGED,
    before: Recipe | None = None,
) -> NewVersion:
    """Make the next version of a recipe for `Records.keep`: `fields` with the threshold of `choice`.

    `before` is the version that the threshold was changed from, None for the one before this.
    """
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
    return NewVersion(
        recipe,
        act,
        note,
        reason=ThresholdReason(
            choice.policy, dict(choice.params), figures_of(choice), None if before is None else before.ref
        ),
        event=event(recipe),
        activate=activate,
        why_active=why,
    )


def figures_of(choice: ThresholdChoice) -> dict[str, Any]:
    """What the threshold history keeps of a choice: every rate with its count and exact bound."""

    def rate(one: Rate | None) -> dict[str, Any] | None:
        if one is None:
            return None
        return {"count": one.count, "total": one.total, "at_most": one.upper, "confidence": one.confidence}

    return {
        "n_good": choice.n_good,
        "n_defect": choice.n_defect,
        "false_rejects": rate(choice.false_rejects),
        "escapes": rate(choice.escapes),
        "in_review": choice.in_review,
        "sentence": choice.sentence,
        "notes": list(choice.notes),
    }
