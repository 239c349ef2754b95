"""Teaching at the station, from its data sets, for those who may: what it costs, doing it, the result.

One training at a time. It runs in a process of its own behind the line (`station.aside`); what it makes is a recipe
version, which is put in force only by `station.recipe_book`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from detectors import DetectorError, Epoch, Gradual
from detectors import create as create_detector
from detectors import names as detector_names
from station.accounts import Session
from station.assignments import Assignment, Dealt, Quote, SetView, claim, deal_of, extendable
from station.config import Config
from station.db import Records
from station.errors import EXPLAINED, RecipeError, StateError, explain
from station.examining import Examination, Request, examine
from station.learned import judged_by
from station.learning_curve import CurvePoint, CurveRequest, learning_curve
from station.material import Material, deal_defects, material_of
from station.models import ModelStore
from station.permissions import Action
from station.picture_check import Progress
from station.presets import OptionField, advise, option_fields
from station.queries import ModelRecord, Snapshot
from station.recipe import Recipe
from station.regions import Regions
from station.teaching import HOLDOUT, Lesson, Plan, Taught, plan, teach
from station.training import no_defects

SIMULATORS = frozenset({"fake"})
"""Detectors that are not offered."""
LEARNS_DEFECTS = "supersimplenet"
"""What a preset means where painted defects are to be learned from: the only one that can."""


@dataclass(frozen=True, slots=True, eq=False)
class Lectured:
    """A training that ended in a recipe version, which is not in force, and what it can do.

    `examination` is None where that failed: `problem` says why, and the version is there all the same.
    """

    taught: Taught
    plan: Plan
    examination: Examination | None
    problem: str = ""


class Classroom:
    """Teaches recipes. Thread-safe; `lecture` and `curve` take minutes, the rest up to seconds.

    Methods that begin something raise NotPermitted before anything is touched.
    """

    def __init__(self, records: Records, config: Config, *, line_runs: Callable[[], bool] = lambda: False) -> None:
        """`line_runs`: whether there is a line that must not be slowed down."""
        self._records = records
        self._config = config
        self._line_runs = line_runs
        self._store = ModelStore(config.models_dir, create_detector)
        self._regions = Regions(records, config.datasets_dir)
        self._busy = threading.Lock()
        self._teaching = ""

    @property
    def teaching(self) -> str:
        """The data set that is being taught now, or an empty text."""
        return self._teaching

    def forms(self) -> dict[str, tuple[OptionField, ...]]:
        """The detectors that can be chosen, each with its options: what is installed, and what is configured."""
        configured = self._config.detector.name
        return {name: option_fields(name) for name in detector_names() if name not in SIMULATORS or name == configured}

    def check_options(self, detector: str, options: Mapping[str, Any]) -> str:
        """Say what is wrong with options; an empty text where nothing is."""
        try:
            create_detector(detector).parse_options(options)
        except DetectorError as error:
            return explain(error)
        return ""

    def data_sets(self) -> list[str]:
        """Read the names of all data sets. Raises RecordsError."""
        return self._records.pictures.names()

    def look(self, name: str, *, holdout: float = HOLDOUT) -> SetView:
        """Say what there is to teach from. Raises RecipeError: no such data set; RecordsError."""
        material = material_of(self._records, name, self._config.data_dir)
        newest, model, snapshot = self._newest(name)
        new_good, why_not = 0, "There is no model of this data set yet."
        if newest is not None and snapshot is not None and model is not None:
            known = {one.sha256 for one in snapshot.images}
            new_good = len({material.hashes[path] for path in material.good} - known)
            why_not = self._why_not_extended(material, model, snapshot, new_good)
        elif newest is not None:
            why_not = "What its model was taught from is not in the records."
        return SetView(
            name,
            material.counts,
            material.by_kind,
            len(material.masks),
            claim(len(material.good), len(material.defect), holdout),
            newest,
            None if model is None else model.detector,
            new_good,
            not why_not,
            why_not,
        )

    def quote(self, wanted: Assignment) -> Quote:
        """Say what an assignment means and costs. Up to a second: this machine's speed is measured.

        Raises RecipeError: no such data set, or no good picture in it; DetectorError: options that cannot be.
        """
        material = material_of(self._records, wanted.data_set, self._config.data_dir)
        if material.image is None:
            raise RecipeError(
                f"There is no good picture in the data set {wanted.data_set}.", "Label some pictures good first."
            )
        _, model, snapshot = self._newest(wanted.data_set)
        dealt = deal_of(material, snapshot, wanted.holdout)
        detector, options = self._settled(wanted, dealt, model)
        method = create_detector(detector)
        counted, learned = deal_defects(material, learn=wanted.learn_defects, seed=wanted.seed)
        if learned and not (isinstance(method, Gradual) and method.learns_from_defects):
            raise no_defects(detector)
        added = dealt.n_normal - dealt.n_known if wanted.extend else 0
        estimate = method.estimate(
            max(1, added or dealt.n_normal),
            (material.image.height, material.image.width),
            method.parse_options(options),
            device=self._config.detector.device,
        )
        return Quote(
            wanted, detector, options, dealt.n_normal, dealt.n_held_out, len(counted), len(learned), added, estimate,
            isinstance(method, Gradual) and not wanted.extend,
        )  # fmt: skip

    def plan(self, wanted: Assignment, *, progress: Progress = lambda _fraction, _stage: None) -> Plan:
        """Check all pictures and settle which is used for what. Raises as `station.teaching.plan` does."""
        return plan(self._lesson(wanted), progress=progress)

    def lecture(
        self,
        by: Session,
        wanted: Assignment,
        *,
        progress: Progress = lambda _fraction, _stage: None,
        on_epoch: Callable[[Epoch], None] = lambda _epoch: None,
        on_note: Callable[[str], None] = lambda _text: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Lectured:
        """Teach, record the new version without putting it in force, and examine it. The three of them take minutes.

        Raises:
            NotPermitted. StateError: a training is running. Else as `station.teaching.plan` and `teach`.
            Cancelled: nothing was recorded; but not once the version is recorded, which then stays.
        """
        by.require(Action.TEACH)
        with self._alone(wanted.data_set):
            on_note(f"data set {wanted.data_set}: looking at the pictures")
            todo = self.plan(wanted, progress=lambda share, stage: progress(0.05 * share, stage))
            for text in todo.notes:
                on_note(text)
            on_note(
                f"{todo.lesson.detector}: {len(todo.normal)} good pictures to learn from, {len(todo.held_out)} held"
                f" out, {len(todo.defect)} defects to count, {len(todo.learned_defect)} to learn from"
            )
            self._store.clean()
            taught = teach(
                todo,
                self._records,
                self._config.models_dir,
                who=by.name,
                why=wanted.note,
                progress=lambda share, stage: progress(0.05 + 0.8 * share, stage),
                on_epoch=on_epoch,
                on_note=on_note,
                cancelled=cancelled,
                gentle=self._line_runs,
            )
            on_note(f"recipe {taught.recipe.name} version {taught.recipe.version} is recorded")
            for path, why in taught.outcome.left_out.items():
                on_note(f"left out: {path}: {why}")
            # from here on there is a version: neither cancelling nor a failure takes it away
            try:
                found = self._examined(taught.recipe, lambda share, stage: progress(0.85 + 0.15 * share, stage))
            except EXPLAINED as error:
                on_note(explain(error))
                return Lectured(taught, todo, None, explain(error))
            return Lectured(taught, todo, found)

    def examine(
        self,
        by: Session,
        name: str,
        version: int | None = None,
        *,
        progress: Progress = lambda _fraction, _stage: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Examination:
        """Try a recipe version on all pictures labelled good or defect that its model did not learn from.

        Raises NotPermitted; RecipeError: no such version, or no picture to try it on; ModelStoreError; TrainingError,
        Cancelled.
        """
        by.require(Action.TEACH)
        return self._examined(self._records.recipe(name, version), progress, cancelled)

    def curve(
        self,
        by: Session,
        wanted: Assignment,
        *,
        on_point: Callable[[CurvePoint], None] = lambda _point: None,
        progress: Progress = lambda _fraction, _stage: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> tuple[CurvePoint, ...]:
        """Teach on more and more of the good pictures, each time tried on the same parts; see `learning_curve`."""
        by.require(Action.TEACH)
        with self._alone(wanted.data_set):
            todo = self.plan(wanted, progress=lambda share, stage: progress(0.05 * share, stage))
            request = CurveRequest(
                todo.lesson.detector,
                todo.normal,
                todo.held_out,
                todo.defect,
                dict(todo.lesson.options),
                todo.lesson.device,
                wanted.seed,
                todo.lesson.region,
            )
            return learning_curve(
                request,
                on_point=on_point,
                progress=lambda share, stage: progress(0.05 + 0.95 * share, stage),
                cancelled=cancelled,
                gentle=self._line_runs,
            )

    @contextmanager
    def _alone(self, data_set: str) -> Iterator[None]:
        if not self._busy.acquire(blocking=False):
            raise StateError(
                f"A training of {self._teaching or 'another recipe'} is running already.", "Wait for it, or cancel it."
            )
        self._teaching = data_set
        try:
            yield
        finally:
            self._teaching = ""
            self._busy.release()

    def _lesson(self, wanted: Assignment) -> Lesson:
        material = material_of(self._records, wanted.data_set, self._config.data_dir)
        newest, model, snapshot = self._newest(wanted.data_set)
        before = (
            {one.sha256: one.use for one in snapshot.images if one.use in ("normal", "held_out")}
            if snapshot is not None
            else {}
        )
        dealt = deal_of(material, snapshot, wanted.holdout)
        detector, options = self._settled(wanted, dealt, model)
        counted, learned = deal_defects(material, learn=wanted.learn_defects, seed=wanted.seed)
        region = self._regions.drawn(wanted.data_set)
        if wanted.extend and newest is not None and newest.region != region:
            raise RecipeError(
                f"The region of {wanted.data_set} was changed since its model was taught.",
                "Teach from zero: a model is extended only with pictures of which the same counts.",
            )
        return Lesson(
            recipe=wanted.data_set,
            good=material.good,
            defect=counted or None,
            learn_defect=learned or None,
            watch=isinstance(create_detector(detector), Gradual) and bool(counted),
            detector=detector,
            options=options,
            holdout=wanted.holdout,
            rate=wanted.rate,
            policy=wanted.policy,
            seed=wanted.seed,
            device=self._config.detector.device,
            note=wanted.note,
            kinds=material.kinds,
            expected=material.hashes,
            before=before,
            base=newest.model if wanted.extend and newest is not None else None,
            region=region,
        )

    def _settled(self, wanted: Assignment, dealt: Dealt, model: ModelRecord | None) -> tuple[str, dict[str, Any]]:
        if wanted.extend:
            if model is None:
                raise RecipeError(f"There is no model of {wanted.data_set} to extend.", "Teach one from zero.")
            return model.detector, dict(model.options)
        if wanted.detector is not None:
            return wanted.detector, dict(wanted.options)
        if wanted.learn_defects:
            return LEARNS_DEFECTS, {}
        advice = advise(wanted.preset, dealt.n_normal)
        return advice.detector, dict(advice.options)

    def _newest(self, name: str) -> tuple[Recipe | None, ModelRecord | None, Snapshot | None]:
        try:
            newest = self._records.recipe(name)
        except RecipeError:
            return None, None, None
        ref = newest.model.ref
        return newest, self._records.model(ref), self._records.pictures.taught_from(ref)

    def _why_not_extended(self, material: Material, model: ModelRecord, snapshot: Snapshot, new_good: int) -> str:
        if not extendable(model.detector):
            return f"A model of {model.detector} cannot take in more pictures: it is taught from zero each time."
        good = {material.hashes[path] for path in material.good}
        if any(one.sha256 not in good for one in snapshot.images if one.use == "normal"):
            return "Some pictures that it was taught from are not labelled good any more, and it cannot forget them."
        return "" if new_good else "There are no new good pictures."

    def _examined(
        self, recipe: Recipe, progress: Progress, cancelled: Callable[[], bool] = lambda: False
    ) -> Examination:
        judging = judged_by(self._records, self._store, recipe.name, (recipe.model,), self._config.data_dir)
        candidates, left_out = judging.usable(cancelled)
        request = Request(self._config, recipe, candidates)
        found = examine(request, progress=progress, cancelled=cancelled, gentle=self._line_runs)
        return replace(found, left_out=left_out)
