"""Looking back: pages of inspections with what people said of them, one inspection in full, and charts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Any

from numpy.typing import NDArray

from detectors.api import Cancelled
from station.audit import AuditEntry, AuditQuery
from station.charts import (
    REFERENCE_PARTS,
    Charts,
    Drift,
    Finding,
    Reference,
    ScorePoint,
    Spread,
    Step,
    compare,
    edges,
    step_for,
)
from station.db import Records
from station.errors import ImageFileError, RecipeError, RecordsError
from station.images import read_image, sha256_file
from station.queries import Cursor, Feedback, InspectionQuery, ModelRecord, Outcome, Review, Total
from station.recipe import Recipe
from station.types import Event, ImageState, Inspection

PAGE = 200
LAST_SCORES = 300
"""Single scores that a drift chart shows beside the means."""
AROUND = timedelta(minutes=2)
_MOMENT = timedelta(microseconds=1)
_PIECES = 32  # of a chart, between two looks at whether it is still wanted


class Flaw(StrEnum):
    """What is wrong with the picture of an inspection."""

    NEVER = "never"
    PENDING = "pending"
    NOT_KEPT = "not_kept"
    FAILED = "failed"
    EXPIRED = "expired"
    GONE = "gone"
    CHANGED = "changed"
    UNREADABLE = "unreadable"


FLAW_TEXT = {
    Flaw.NEVER: "there never was a picture",
    Flaw.PENDING: "the picture is being written",
    Flaw.NOT_KEPT: "the picture was not kept: only a share of the OK parts is",
    Flaw.FAILED: "the picture could not be written when it was taken; an event says why",
    Flaw.EXPIRED: "the picture has expired; its row stays",
    Flaw.GONE: "the picture's file is gone, though nothing removed it that the station knows of",
    Flaw.CHANGED: "the picture's file is not the one that was inspected: it was changed after that",
    Flaw.UNREADABLE: "the picture's file cannot be read",
}
_BY_STATE = {
    ImageState.NONE: Flaw.NEVER,
    ImageState.PENDING: Flaw.PENDING,
    ImageState.NOT_KEPT: Flaw.NOT_KEPT,
    ImageState.FAILED: Flaw.FAILED,
    ImageState.EXPIRED: Flaw.EXPIRED,
}


@dataclass(frozen=True, slots=True, eq=False)
class StoredPicture:
    """The picture of an inspection. `image` as in `station.types.Result`; with CHANGED it is what the file holds now.

    `detail` says more where a file could not be read.
    """

    image: NDArray[Any] | None
    flaw: Flaw | None = None
    detail: str = ""
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One inspection as the station judged it, the decision of a person that is in force, and whether one is asked."""

    inspection: Inspection
    review: Review | None = None
    feedback_open: bool = False


@dataclass(frozen=True, slots=True)
class HistoryRows:
    rows: tuple[HistoryRow, ...]
    next: Cursor | None


@dataclass(frozen=True, slots=True, eq=False)
class Detail:
    """Everything that is known of one inspection. `audit` and `events` oldest first, reviews and feedback newest first.

    `recipe` and `model` are None where the records do not have them.
    """

    inspection: Inspection
    reviews: tuple[Review, ...]
    feedback: tuple[Feedback, ...]
    recipe: Recipe | None
    model: ModelRecord | None
    audit: tuple[AuditEntry, ...]
    events: tuple[Event, ...]
    picture: StoredPicture


def picture_file(images_dir: Path, inspection: Inspection) -> Path | None:
    """Where the stored picture of an inspection is; None without one, or where the row points out of the folder."""
    if inspection.image.state is not ImageState.STORED or not inspection.image.path:
        return None
    relative = PurePosixPath(inspection.image.path)
    if relative.is_absolute() or ".." in relative.parts:
        return None
    return images_dir.joinpath(*relative.parts)


def read_picture(images_dir: Path, inspection: Inspection) -> StoredPicture:
    """Read the stored picture and hold it against its hash. Says what is wrong instead of raising."""
    path = picture_file(images_dir, inspection)
    if path is None:
        return StoredPicture(None, _BY_STATE.get(inspection.image.state, Flaw.GONE))
    try:
        if not path.is_file():
            return StoredPicture(None, Flaw.GONE, path=path)
        same = inspection.image.sha256 in (None, sha256_file(path))
        image = read_image(path)
    except ImageFileError as error:
        return StoredPicture(None, Flaw.UNREADABLE, error.message, path)
    return StoredPicture(image, None if same else Flaw.CHANGED, path=path)


class History:
    """Reads only. Thread-safe; every method may take from milliseconds to a second: not for the GUI thread.

    Raises RecordsError when the database does not do its part.
    """

    def __init__(self, records: Records, images_dir: Path) -> None:
        self._records = records
        self._lookback = records.lookback
        self.images_dir = images_dir

    def page(self, query: InspectionQuery, *, limit: int = PAGE, after: Cursor | None = None) -> HistoryRows:
        """Read one page, newest first."""
        page = self._records.inspections(query, limit=limit, after=after)
        return HistoryRows(self.rows(page.items), page.next)

    def rows(self, inspections: tuple[Inspection, ...]) -> tuple[HistoryRow, ...]:
        """Add what people said."""
        ids = [one.id for one in inspections]
        last = {review.inspection_id: review for review in self._lookback.reviews(ids)}
        asked = {one.inspection_id for one in self._lookback.feedback(ids) if one.outcome is Outcome.OPEN}
        return tuple(HistoryRow(one, last.get(one.id), one.id in asked) for one in inspections)

    def total(self, query: InspectionQuery) -> Total:
        """Count what matches; where that would take long, only up to some thousand."""
        return self._lookback.total(query)

    def detail(self, inspection_id: str) -> Detail:
        """Read everything of one inspection, with its picture. Raises RecordsError: no such inspection."""
        inspection = self._records.get(inspection_id)
        if inspection is None:
            raise RecordsError(f"There is no inspection {inspection_id!r}.", "Read the list again.")
        judgements = self._records.judgements
        return Detail(
            inspection=inspection,
            reviews=tuple(judgements.reviews(inspection_id)),
            feedback=tuple(judgements.feedback(inspection_id=inspection_id)),
            recipe=self._recipe(inspection),
            model=None if inspection.model is None else self._records.model(inspection.model),
            audit=self._audit(inspection),
            events=tuple(self._lookback.events_around(inspection.at, AROUND)),
            picture=read_picture(self.images_dir, inspection),
        )

    def picture(self, inspection: Inspection) -> StoredPicture:
        """Read the stored picture alone; see `read_picture`."""
        return read_picture(self.images_dir, inspection)

    def charts(
        self,
        query: InspectionQuery,
        *,
        step: Step | None = None,
        reference: tuple[datetime, datetime] | None = None,
        zone: tzinfo | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Charts | None:
        """Sum up a period. Only period, recipe and model of `query` count: a yield of chosen verdicts means nothing.

        `reference` is the period whose good parts the drift is held against, else the first good parts of the model.
        None: nothing was inspected then. Raises Cancelled.
        """
        scope = InspectionQuery(
            since=query.since,
            until=query.until,
            recipe=query.recipe,
            recipe_version=query.recipe_version,
            model=query.model,
            model_version=query.model_version,
        )
        known = self._lookback.time_range()
        if known is None:
            return None
        since = max(known[0], scope.since) if scope.since is not None else known[0]
        until = min(known[1] + _MOMENT, scope.until) if scope.until is not None else known[1] + _MOMENT
        if since >= until:
            return None
        step = step or step_for(scope.since or since, scope.until or until)
        cuts = edges(since, until, step, zone)
        recipe_ids = self._lookback.recipe_ids(scope)
        _check(cancelled)
        yields, reasons = self._lookback.yields(cuts, recipe_ids)
        _check(cancelled)
        defects = self._lookback.defects(since, until, recipe_ids)
        _check(cancelled)
        drift = self._drift(scope, cuts, reference, cancelled)
        return Charts(since, until, step, yields, reasons, defects, drift)

    def _drift(
        self,
        scope: InspectionQuery,
        cuts: list[datetime],
        reference: tuple[datetime, datetime] | None,
        cancelled: Callable[[], bool],
    ) -> Drift | None:
        """The drift of the model that was in use last."""
        newest = self._newest(replace(scope, since=cuts[0], until=cuts[-1]))
        if newest is None or newest.recipe is None or newest.model is None:
            return None
        name, model = newest.recipe.name, newest.model
        recipe_ids = self._lookback.recipes_with(name, model)
        if reference is None:
            first = self._lookback.scores(recipe_ids, REFERENCE_PARTS, newest=False)
        else:
            first = self._lookback.scores(recipe_ids, 10_000, newest=False, since=reference[0], until=reference[1])
        if not first:
            return None
        before = Spread.of(score for _, score in first)
        sums: list[tuple[int, float, float]] = []
        for begin in range(0, len(cuts) - 1, _PIECES):
            _check(cancelled)
            sums += self._lookback.score_sums(cuts[begin : begin + _PIECES + 1], recipe_ids, before.mean)
        points = []
        for (since, until), (n, total, squares) in zip(pairwise(cuts), sums, strict=True):
            spread = Spread.of_sums(n, total, squares, before.mean)
            points.append(ScorePoint(since, until, spread, compare(spread, before) if n else Finding.TOO_FEW))
        last = self._lookback.scores(recipe_ids, LAST_SCORES, newest=True, since=cuts[0], until=cuts[-1])
        made_of = Reference(before, first[0][0], first[-1][0])
        return Drift(name, model.name, model.version, tuple(points), tuple(last), made_of)

    def _newest(self, scope: InspectionQuery) -> Inspection | None:
        """The newest inspection of a recipe; a lost frame may have none."""
        for one in self._records.inspections(scope, limit=50).items:
            if one.recipe is not None and one.model is not None:
                return one
        return None

    def _recipe(self, inspection: Inspection) -> Recipe | None:
        if inspection.recipe is None:
            return None
        try:
            return self._records.recipe(inspection.recipe.name, inspection.recipe.version)
        except RecipeError:
            return None

    def _audit(self, inspection: Inspection) -> tuple[AuditEntry, ...]:
        """What was done about this inspection, and the acts that made its recipe version what it was."""
        trail = self._records.audit
        found = trail.entries(AuditQuery(subject=f"inspection {inspection.id}"), limit=100)
        if inspection.recipe is not None:
            name, version = inspection.recipe.name, inspection.recipe.version
            acts = trail.entries(AuditQuery(subject=f"recipe {name}"), limit=1000)
            found += [act for act in acts if act.at <= inspection.at and (act.after or {}).get("version") == version]
        return tuple(sorted(found, key=lambda entry: entry.number))


def _check(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise Cancelled("Cancelled.", "Nothing was changed.")


def today(now: datetime | None = None, zone: tzinfo | None = None) -> tuple[datetime, datetime]:
    """From last midnight to the next, in local time."""
    local = (now or datetime.now(UTC)).astimezone(zone)
    midnight = edges(local - timedelta(days=1), local + timedelta(days=1), Step.DAY, zone)[1:-1]
    return midnight[0], midnight[1] if len(midnight) > 1 else midnight[0] + timedelta(days=1)
