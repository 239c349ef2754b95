"""Choose the threshold of a recipe anew. The new version is recorded last, in one go."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from calibration import CalibrationError, ThresholdChoice, choose, policy_params
from detectors import Cancelled, TrainingDataError
from detectors import create as create_detector
from station.db import Records
from station.errors import ImageFileError, RecipeError
from station.images import sha256_file
from station.judge import Setup
from station.learned import learned_from
from station.models import ModelStore
from station.picture_check import Progress
from station.recipe import Recipe
from station.scoring import Scored, score_pictures
from station.types import Event, EventKind, Reason
from station.versions import next_version


@dataclass(frozen=True, slots=True)
class Retuned:
    """A new version of a recipe with another threshold. `left_out` pictures took no part; each says why."""

    recipe: Recipe
    before: Recipe
    choice: ThresholdChoice
    left_out: tuple[str, ...]
    active: bool


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
    taught = learned_from(records, ModelStore(models_dir, create_detector), before.model)
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
    new = next_version(
        records,
        before.model_dump(),
        choice,
        who=who,
        note=why,
        event=lambda after: threshold_event(before, after, choice, who, why),
        activate=activate,
        why=why,
        before=before,
    )
    records.keep(new)
    return Retuned(new.recipe, before, choice, tuple(left_out), activate)


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


def threshold_event(before: Recipe, after: Recipe, choice: ThresholdChoice, who: str, why: str) -> Event:
    """What the station's events say of a changed threshold."""
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
