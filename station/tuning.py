"""Tuning: look at what a recipe's threshold does, try others on held-out pictures and on the history, apply one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from calibration import OperatingPoint, ThresholdChoice
from detectors import Cancelled
from detectors import create as create_detector
from station.accounts import Session
from station.config import Config
from station.db import Records
from station.errors import ImageFileError, RecipeError, StateError, StorageError, UsageError, explain
from station.exhibits import Candidate
from station.images import sha256_file
from station.judge import Setup
from station.learned import judged_by
from station.looks import Look, Looks
from station.models import ModelStore
from station.permissions import Action
from station.queries import ImageLabel, NewVersion, ThresholdChange
from station.recipe import Recipe
from station.retuning import threshold_event
from station.score_cache import ScoreCache
from station.scoring import score_picture
from station.study import MANUAL, Evaluation, ScoredPicture, Study, Suggestion
from station.types import Inspection, Reason, RecipeRef, Verdict
from station.versions import next_version

Progress = Callable[[float, str], None]

ROLLED_BACK = "rolled_back"
_SAVE_EVERY = 200


@dataclass(frozen=True, slots=True)
class Applied:
    """A new recipe version with another threshold. `active`: it is in force from the next part on."""

    recipe: Recipe
    before: Recipe
    active: bool


@dataclass(frozen=True, slots=True)
class PastThreshold:
    """One threshold that a recipe had. `same_model`: its scores are comparable with the recipe version at hand."""

    change: ThresholdChange
    same_model: bool
    active: bool


@dataclass(frozen=True, slots=True)
class Period:
    """The last `days` days up to now; None: everything."""

    days: int | None = 30

    def bounds(self, now: datetime) -> tuple[datetime, datetime]:
        start = datetime(1970, 1, 2, tzinfo=UTC) if self.days is None else now - timedelta(days=self.days)
        return start, now + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayOutcome:
    """One day of the line: its parts by recorded verdict, and by the verdict they would have."""

    day: date
    before: Mapping[Verdict, int]
    after: Mapping[Verdict, int]
    changed: int


@dataclass(frozen=True, slots=True)
class Replayed:
    """What other thresholds would have made of recorded parts.

    `other_models` parts of the recipe were scored by another model and are not in it.
    """

    threshold: float
    review_from: float | None
    days: tuple[DayOutcome, ...]
    before: Mapping[Verdict, int]
    after: Mapping[Verdict, int]
    changed: int
    other_models: int

    @property
    def parts(self) -> int:
        return sum(self.before.values())


class Tuning:
    """Thresholds of recipes. Thread-safe; nothing here is for the GUI thread."""

    def __init__(
        self,
        records: Records,
        config: Config,
        load_setup: Callable[[Recipe], Setup],
        keep: Callable[[NewVersion], None],
    ) -> None:
        """`keep` stores a version and, where it says so, puts it in force: `Changeover.keep`."""
        self._records = records
        self._base = config.data_dir
        self._store = ModelStore(config.models_dir, create_detector)
        self._load_setup = load_setup
        self._keep = keep
        self._looks = Looks(load_setup)
        self._applying = threading.Lock()

    def recipes(self) -> tuple[tuple[Recipe, ...], RecipeRef | None]:
        """What can be looked at: the version in force first, then the newest of every recipe; and which is in force."""
        active = self._records.active()
        newest = [one for one in self._records.recipes() if active is None or one.ref != active.ref]
        if active is None:
            return tuple(newest), None
        return (active, *newest), active.ref

    def load(
        self,
        name: str,
        version: int | None = None,
        *,
        progress: Progress = lambda _fraction, _stage: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Study:
        """Score the good and defect pictures of a recipe's data set that its model did not learn from.

        Scores that are known are not computed again. `version` None: the one in force, else the newest.

        Raises:
            RecipeError: no such recipe, or no picture that can be used; says what to do.
            ModelStoreError, DetectorError: the model is gone or damaged, or failed.
            Cancelled: what was scored is kept for the next time.
        """
        active = self._records.active()
        if version is None and active is not None and active.name == name:
            recipe = active
        else:
            recipe = self._records.recipe(name, version)
        folder = self._store.check(recipe.model)
        left_out: list[str] = []
        judging = judged_by(self._records, self._store, name, (recipe.model,), self._base)
        wanted = judging.candidates
        cache = ScoreCache(folder, recipe)
        try:
            self._score_missing(recipe, wanted, cache, left_out, progress, cancelled)
        finally:
            try:
                cache.save()
            except StorageError as error:
                left_out.append(f"The scores could not be kept for the next time: {explain(error)}")
        pictures = []
        for one in wanted:
            score = cache.score(one.sha256)
            if score is not None:
                defective = one.label is ImageLabel.DEFECT
                pictures.append(ScoredPicture(one.path, one.sha256, score, defective, one.kind))
            elif (why := cache.refusal(one.sha256)) is not None:
                left_out.append(f"{one.path.name}: {why}")
        # what is ordinary comes last
        left_out += [f"{path.name}: the model learned from it." for path in judging.learned]
        if not pictures:
            raise RecipeError(
                f"Recipe {name} has no pictures on which a threshold could be looked at. " + " ".join(left_out[:3]),
                "Take good pictures that the model did not learn from, and label them.",
            )
        progress(1.0, "drawing the curves")
        study = Study.of(recipe, pictures, left_out=left_out, active=None if active is None else active.ref)
        return study.with_auroc_interval()

    def _score_missing(
        self,
        recipe: Recipe,
        wanted: Sequence[Candidate],
        cache: ScoreCache,
        left_out: list[str],
        progress: Progress,
        cancelled: Callable[[], bool],
    ) -> None:
        missing = [one for one in wanted if cache.score(one.sha256) is None and cache.refusal(one.sha256) is None]
        if not missing:
            return
        progress(0.0, "loading the model")
        setup = self._load_setup(recipe)
        try:
            for done, one in enumerate(missing):
                if cancelled():
                    raise Cancelled("Looking at the threshold was cancelled.", "What was scored is kept.")
                progress(done / len(missing), "scoring the held-out pictures")
                if (why := _score(setup, one, cache)) is not None:
                    left_out.append(why)
                if done % _SAVE_EVERY == _SAVE_EVERY - 1:
                    cache.save()
        finally:
            setup.detector.close()

    def small_look(self, study: Study, picture: ScoredPicture) -> Look:
        """A picture with its anomaly map, reduced for a thumbnail. Raises as `Looks.small`."""
        return self._looks.small(study.recipe, picture)

    def full_look(self, study: Study, picture: ScoredPicture) -> Look:
        """A picture with its anomaly map at full size. Raises as `Looks.full`."""
        return self._looks.full(study.recipe, picture)

    def release(self) -> None:
        """Give back the memory of the detector that the looks use."""
        self._looks.release()

    def what_if(
        self, recipe: Recipe, threshold: float, review_from: float | None, period: Period | None = None
    ) -> Replayed:
        """Count what the thresholds would have made of recorded parts of this recipe and model. No model runs.

        Days are those of this computer's time zone, as it is now. Raises RecordsError.
        """
        since, until = (period or Period()).bounds(datetime.now(UTC))
        same, others = self._versions(recipe)
        offset = datetime.now().astimezone().utcoffset() or timedelta()
        counts = self._records.what_if.days(
            same, threshold, review_from, since=since, until=until, offset_us=int(offset.total_seconds()) * 1_000_000
        )
        days: dict[int, tuple[dict[Verdict, int], dict[Verdict, int], int]] = {}
        for one in counts:
            before, after, changed = days.setdefault(one.day, (dict.fromkeys(Verdict, 0), dict.fromkeys(Verdict, 0), 0))
            before[one.was] += one.n
            after[one.would_be] += one.n
            days[one.day] = before, after, changed + (one.n if one.was is not one.would_be else 0)
        outcomes = tuple(DayOutcome(date(1970, 1, 1) + timedelta(days=day), *days[day]) for day in sorted(days))
        return Replayed(
            threshold,
            review_from,
            outcomes,
            {verdict: sum(one.before[verdict] for one in outcomes) for verdict in Verdict},
            {verdict: sum(one.after[verdict] for one in outcomes) for verdict in Verdict},
            sum(one.changed for one in outcomes),
            self._records.what_if.count(others, since=since, until=until) if others else 0,
        )

    def would_change(
        self,
        recipe: Recipe,
        threshold: float,
        review_from: float | None,
        period: Period | None = None,
        *,
        limit: int = 200,
    ) -> list[tuple[Inspection, Verdict]]:
        """Read the newest recorded parts whose verdict would be another one, with that verdict. Raises RecordsError."""
        since, until = (period or Period()).bounds(datetime.now(UTC))
        same, _ = self._versions(recipe)
        return self._records.what_if.changed(same, threshold, review_from, since=since, until=until, limit=limit)

    def _versions(self, recipe: Recipe) -> tuple[list[Recipe], list[Recipe]]:
        versions = self._records.versions(recipe.name)
        same = [one for one in versions if one.model == recipe.model]
        return same, [one for one in versions if one.model != recipe.model]

    def history(self, recipe: Recipe, *, limit: int = 100) -> list[PastThreshold]:
        """Read the thresholds that the recipe had, newest first. Raises RecordsError."""
        same = {one.ref for one in self._versions(recipe)[0]}
        active = self._records.active()
        in_force = None if active is None else active.ref
        return [
            PastThreshold(change, change.recipe in same, change.recipe == in_force)
            for change in self._records.thresholds(recipe.name, limit=limit)
        ]

    def apply(
        self,
        by: Session,
        study: Study,
        threshold: float,
        review_from: float | None,
        *,
        why: str,
        suggestion: Suggestion | None = None,
    ) -> Applied:
        """Store the threshold as a new version of the recipe; in force from the next part on if the recipe is.

        `suggestion` names the operating point where the threshold is still the one it gave.

        Raises:
            NotPermitted: not for this person.
            UsageError: no reason was given.
            StateError: another version was put in force since the study was made.
            CalibrationError: a threshold that is no number, or a band above it.
            RecipeError, RecordsError, ModelStoreError, DetectorError: nothing was changed.
        """
        evaluation = study.at(threshold, review_from)
        return self._apply(by, study.recipe, study.active, _choice(evaluation, suggestion), why)

    def roll_back(
        self,
        by: Session,
        recipe: Recipe,
        seen_active: RecipeRef | None,
        version: int,
        *,
        why: str,
        study: Study | None = None,
    ) -> Applied:
        """Give `recipe` the thresholds that its version `version` had, as a new version. Raises as `apply`.

        RecipeError: that version had another model. `study`, if given, says what it does to the held-out pictures.
        """
        old = self._records.recipe(recipe.name, version)
        if old.model != recipe.model:
            raise RecipeError(
                f"Version {version} of {recipe.name} has another model (version {old.model.version});"
                " its threshold means nothing for this one.",
                "Go back to that whole version on the page Recipes, or choose a threshold here.",
            )
        if study is not None:
            point = study.at(old.threshold, old.review_from).point
        else:
            point = OperatingPoint(old.threshold, old.review_from, 0, 0, None, None, 0, 0)
        choice = ThresholdChoice(ROLLED_BACK, (("version", float(version)),), point, None, ())
        return self._apply(by, recipe, seen_active, choice, why)

    def _apply(self, by: Session, before: Recipe, seen: RecipeRef | None, choice: ThresholdChoice, why: str) -> Applied:
        by.require(Action.CHANGE_THRESHOLD)
        why = why.strip()
        if not why:
            raise UsageError("A threshold is changed for a reason.", "Say in a few words why.")
        if (choice.threshold, choice.review_from) == (before.threshold, before.review_from):
            raise UsageError("The threshold is the one that the recipe has.", "There is nothing to apply.")
        with self._applying:
            now = self._records.active()
            in_force = now is not None and now.ref == before.ref
            if not in_force and (now is None or now.name == before.name or seen == before.ref):
                self._check_seen(before, seen, now)
            new = next_version(
                self._records,
                before.model_dump(),
                choice,
                who=by.name,
                note=why,
                event=lambda after: threshold_event(before, after, choice, by.name, why),
                activate=in_force,
                why=why,
                before=before,
            )
            # looked at again where it is written: the command line may be putting a version in force at this moment
            self._keep(replace(new, expected=before.ref if in_force else None))
        return Applied(new.recipe, before, in_force)

    def _check_seen(self, before: Recipe, seen: RecipeRef | None, now: Recipe | None) -> None:
        if (None if now is None else now.ref) == seen:
            return
        last = self._records.activations(limit=1)
        by = f" by {last[0].who}: {last[0].why or 'without a reason'}" if last else ""
        what = "nothing is in force" if now is None else f"{now.name} version {now.version} was put in force"
        model = "" if now is None or now.model == before.model else ", with another model"
        raise StateError(
            f"While this page was open, {what}{model}{by}. The threshold was not changed.",
            "Open the recipe again on this page and look at the scores of what is in force now.",
        )


def _choice(evaluation: Evaluation, suggestion: Suggestion | None) -> ThresholdChoice:
    """What is recorded: an operating point keeps its name only while the threshold is the one that it gave."""
    if suggestion is not None and suggestion.threshold == evaluation.threshold:
        notes = (*suggestion.choice.notes, *((suggestion.crossed,) if suggestion.crossed else ()))
        return replace(suggestion.choice, point=evaluation.point, notes=notes)
    return ThresholdChoice(MANUAL, (), evaluation.point, None, ())


def _score(setup: Setup, one: Candidate, cache: ScoreCache) -> str | None:
    """Score one picture into the cache; return why it is left out, where that may be another time otherwise."""
    path = one.path
    try:
        if sha256_file(path) != one.sha256:
            return f"{path}: is not the picture any more that was labelled."
    except ImageFileError as error:
        return explain(error)
    scored = score_picture(setup, path)
    if scored.score is not None:
        cache.keep(one.sha256, scored.score)
    elif scored.reason in (Reason.IMAGE_GATE, Reason.IMAGE_MISMATCH):
        cache.keep_refusal(one.sha256, scored.detail)
    elif scored.reason is Reason.SCORE_NOT_FINITE:
        return f"{path}: the detector gave no usable score: {scored.detail}"
    else:
        return f"{path}: {scored.detail}"
    return None
