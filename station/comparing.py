"""Two versions of a recipe on the same pictures: what would change if one replaced the other.

Pictures are those that neither model was taught from, of the data set and of the last parts of history. Both models are
loaded in a process of their own, behind the line, and gone with it.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from detectors import create as create_detector
from station.accounts import Session
from station.aside import Kind, Tell, run_aside
from station.config import Config
from station.db import Records
from station.errors import RecipeError, StateError, UsageError
from station.examining import Figures, figures_of, hear_progress
from station.exhibits import Candidate, Exhibit, Said, exhibit, said_of
from station.learned import LeftOut, judged_by, unusable
from station.models import ModelStore
from station.permissions import Action
from station.picture_check import Progress, check_cancelled
from station.plain import plain
from station.queries import ComparedPicture, ImageLabel, InspectionQuery, ModelComparison
from station.recipe import Recipe
from station.scoring import score_picture
from station.types import ImageState, Inspection, Verdict

COMPARISON = Kind("comparison", "Nothing was changed.")
LAST = 200
"""Parts of history that are compared unless somebody says otherwise."""
SHOWN = 60
"""Changed verdicts that are shown with their heatmaps; all are listed."""
_PAGE = 500


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """The result: `record` is what the records keep, with its number.

    `old` and `new` count on the labelled pictures. `exhibits` show changed verdicts, defects that would be missed
    first. `left_out` names what could not be compared. `taught` labelled pictures were left out because one of the
    models was taught from them; `parts` of history were compared.
    """

    old_recipe: Recipe
    new_recipe: Recipe
    record: ModelComparison
    old: Figures
    new: Figures
    exhibits: tuple[Exhibit, ...]
    left_out: tuple[LeftOut, ...]
    taught: int
    labelled: int
    parts: int
    changes: Mapping[tuple[Verdict, Verdict], int] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """Say it for people, in counts first."""
        total, changed = len(self.record.pictures), len(self.record.changed)
        verb = "verdict would" if changed == 1 else "verdicts would"
        text = f"{changed} {verb} change of {total} pictures"
        if self.changes:
            each = (f"{count} from {old} to {new}" for (old, new), count in sorted(self.changes.items()))
            text += f": {', '.join(each)}"
        return f"{text}."


@dataclass(frozen=True, slots=True)
class _Request:
    config: Config
    old: Recipe
    new: Recipe
    candidates: tuple[Candidate, ...]
    shown: int


@dataclass(frozen=True, slots=True, eq=False)
class _Answer:
    said: tuple[tuple[Said, Said], ...]
    exhibits: tuple[Exhibit, ...]


class Comparing:
    """Compares versions of recipes. Thread-safe; one comparison at a time. Takes seconds to minutes."""

    def __init__(self, records: Records, config: Config, *, line_runs: Callable[[], bool] = lambda: False) -> None:
        """`line_runs`: whether there is a line that must not be slowed down."""
        self._line_runs = line_runs
        self._records = records
        self._config = config
        self._store = ModelStore(config.models_dir, create_detector)
        self._busy = threading.Lock()

    def of(self, recipe: str, *, limit: int = 20) -> list[ModelComparison]:
        """Read earlier comparisons, newest first. Raises RecordsError."""
        return self._records.comparisons.of(recipe, limit=limit)

    def compare(
        self,
        by: Session,
        name: str,
        *,
        old: int | None = None,
        new: int | None = None,
        last: int = LAST,
        note: str = "",
        shown: int = SHOWN,
        progress: Progress = lambda _fraction, _stage: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Compared:
        """Compare version `old` (None: the active one, else the one before `new`) with `new` (None: the newest).

        Of history the `last` parts of this recipe are taken, whatever version judged them.

        Raises:
            NotPermitted, StateError: one is running. RecipeError: no such version, twice the same, or no pictures.
            TrainingError: a model cannot be loaded, or the process died. Cancelled, RecordsError.
        """
        by.require(Action.COMPARE_MODELS)
        if last < 0:
            raise UsageError(f"{last} parts of history cannot be compared.", "Give 0 or more.")
        if not self._busy.acquire(blocking=False):
            raise StateError("A comparison is running already.", "Wait for it, or cancel it.")
        try:
            old_recipe, new_recipe = self._versions(name, old, new)
            progress(0.0, "collecting the pictures")
            models = old_recipe.model, new_recipe.model
            judging = judged_by(self._records, self._store, new_recipe.name, models, self._config.data_dir)
            labelled, changed = judging.usable(cancelled)
            left_out = list(changed)
            parts = self._parts(name, last, {one.sha256 for one in labelled}, left_out, cancelled)
            candidates = (*labelled, *parts)
            if not candidates:
                raise RecipeError(
                    f"There is no picture to compare versions {old_recipe.version} and {new_recipe.version} of {name}"
                    " on.",
                    "Label pictures that neither was taught from, or let the line inspect some parts.",
                )
            answer = run_aside(
                _in_process,
                _Request(self._config, old_recipe, new_recipe, candidates, shown),
                kind=COMPARISON,
                hear=hear_progress(progress),
                cancelled=cancelled,
                gentle=self._line_runs,
            )
            done = _put_together(old_recipe, new_recipe, candidates, answer, by.name, note)
            counts = {"taught": len(judging.learned), "labelled": len(labelled), "parts": len(parts)}
            done = replace(done, left_out=tuple(left_out), **counts)
            number = self._records.comparisons.add(done.record)
            return replace(done, record=replace(done.record, id=number))
        finally:
            self._busy.release()

    def _versions(self, name: str, old: int | None, new: int | None) -> tuple[Recipe, Recipe]:
        newer = self._records.recipe(name, new)
        active = self._records.active()
        if old is None and active is not None and active.name == name and active.version != newer.version:
            old = active.version
        if old is None:
            before = [one.version for one in self._records.versions(name) if one.version < newer.version]
            if not before:
                raise RecipeError(
                    f"Recipe {name} has no other version to compare version {newer.version} with.",
                    "Teach or tune it first.",
                )
            old = before[-1]
        if old == newer.version:
            raise RecipeError(f"Version {old} of {name} cannot be compared with itself.", "Name another version.")
        return self._records.recipe(name, old), newer

    def _parts(
        self, name: str, last: int, known: set[str], left_out: list[LeftOut], cancelled: Callable[[], bool]
    ) -> list[Candidate]:
        """The last parts of history whose pictures are still there; one that is also labelled counts there."""
        found: list[Candidate] = []
        cursor, seen = None, 0
        while seen < last:
            check_cancelled(cancelled)
            page = self._records.inspections(InspectionQuery(recipe=name), limit=min(_PAGE, last - seen), after=cursor)
            seen += len(page.items)
            for inspection in page.items:
                path, why = self._picture(inspection)
                if why:
                    left_out.append(LeftOut(inspection.part_id or inspection.id, why))
                elif path is not None and inspection.image.sha256 not in known:
                    found.append(Candidate(path, inspection.image.sha256 or "", part=inspection.id))
            if page.next is None:
                break
            cursor = page.next
        return found

    def _picture(self, inspection: Inspection) -> tuple[Path | None, str]:
        image = inspection.image
        match image.state:
            case ImageState.STORED if image.path is not None and image.sha256 is not None:
                path = self._config.images_dir / image.path
                return path, unusable(path, image.sha256)
            case ImageState.EXPIRED:
                return None, "its picture was removed by retention"
            case ImageState.NOT_KEPT:
                return None, "its picture was not kept"
            case ImageState.PENDING:
                return None, "its picture is not stored yet"
            case ImageState.FAILED:
                return None, "its picture could not be stored"
            case _:
                return None, "there was no picture"


def _in_process(request: _Request, tell: Tell, cancelled: Callable[[], bool]) -> _Answer:
    from station.setups import setup_loader

    load = setup_loader(request.config)
    tell((0.0, "loading the models"))
    old = load(request.old)
    try:
        same = request.old.model == request.new.model
        new = replace(old, recipe=request.new) if same else load(request.new)
        try:
            said, exhibits, rest = [], [], request.shown
            for index, one in enumerate(request.candidates):
                check_cancelled(cancelled)
                tell((0.05 + 0.95 * index / len(request.candidates), "scoring with both models"))
                by = score_picture(old, one.path), score_picture(new, one.path)
                said.append((said_of(by[0]), said_of(by[1])))
                if by[0].verdict is not by[1].verdict and by[0].image is not None and rest:
                    rest -= 1
                    exhibits.append(exhibit(one, by[0].image, ((by[0], request.old), (by[1], request.new))))
        finally:
            if not same:
                new.detector.close()
    finally:
        old.detector.close()
    tell((1.0, "done"))
    return _Answer(tuple(said), tuple(exhibits))


def _put_together(
    old: Recipe, new: Recipe, candidates: tuple[Candidate, ...], answer: _Answer, who: str, note: str
) -> Compared:
    pictures = tuple(
        ComparedPicture(str(one.path), one.sha256, a.score, b.score, a.verdict, b.verdict, one.label, one.part)
        for one, (a, b) in zip(candidates, answer.said, strict=True)
    )
    labels = [one.label for one in candidates]
    figures = [
        figures_of(recipe, zip(labels, (said[side].score for said in answer.said), strict=True))
        for side, recipe in enumerate((old, new))
    ]
    record = ModelComparison(
        new.name,
        old.model.ref,
        new.model.ref,
        old.threshold,
        new.threshold,
        pictures,
        datetime.now(UTC),
        who,
        {
            side: {"recipe_version": recipe.version, **_told(found)}
            for side, recipe, found in zip(("old", "new"), (old, new), figures, strict=True)
        },
        note,
    )
    changes = Counter((one.old_verdict, one.new_verdict) for one in pictures if one.changed)
    exhibits = sorted(answer.exhibits, key=_gravity)
    return Compared(old, new, record, figures[0], figures[1], tuple(exhibits), (), 0, 0, 0, dict(changes))


def _gravity(one: Exhibit) -> int:
    """What somebody should look at first: a defect that would pass now, then any part that would pass now."""
    passes = one.said[1].verdict is Verdict.OK
    if passes and one.candidate.label is ImageLabel.DEFECT:
        return 0
    return 1 if passes else 2


def _told(figures: Figures) -> dict[str, Any]:
    point, image = figures.point, figures.image
    told: dict[str, Any] = plain(
        {
            "n_good": figures.n_good,
            "n_defect": figures.n_defect,
            "refused": figures.refused,
            "auroc": None if image is None else image.auroc,
            "auroc_interval": figures.auroc,
            "false_rejects": None if point is None else point.false_rejects,
            "escapes": None if point is None else point.escapes,
        }
    )
    return told
