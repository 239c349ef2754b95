"""What can be asked of the records and put into them, as frozen data. The window builds these; `station.db` answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from station.audit import Act
from station.recipe import Recipe
from station.types import Event, Inspection, ModelRef, Purpose, Reason, RecipeRef, Verdict

T = TypeVar("T")

MODEL_SNAPSHOT = "model-"
"""How the names of snapshots begin that models were taught from."""


@dataclass(frozen=True, slots=True)
class InspectionQuery:
    """Which inspections. Empty: all of production. All conditions hold together.

    `purpose` None: reference parts too. `since` <= at < `until` (aware). `part_id` exact; `part_prefix` the beginning
    of it. `score_from` <= score <= `score_to`; an inspection without a finite score matches no score range.
    `recipe_version` needs `recipe`. `acquisition` is the number under which the cell knows it.
    """

    since: datetime | None = None
    until: datetime | None = None
    verdicts: frozenset[Verdict] = frozenset()
    reasons: frozenset[Reason] = frozenset()
    part_id: str | None = None
    part_prefix: str | None = None
    recipe: str | None = None
    recipe_version: int | None = None
    score_from: float | None = None
    score_to: float | None = None
    model: str | None = None
    model_version: int | None = None
    reviewed: frozenset[Verdict] = frozenset()
    feedback_open: bool = False
    purpose: Purpose | None = Purpose.PRODUCTION
    acquisition: int | None = None

    def __post_init__(self) -> None:
        for moment in (self.since, self.until):
            if moment is not None and moment.tzinfo is None:
                raise ValueError("a query needs times with a time zone")
        if self.part_id is not None and self.part_prefix is not None:
            raise ValueError("a query takes part_id or part_prefix, not both")
        if self.recipe_version is not None and self.recipe is None:
            raise ValueError("recipe_version needs recipe")
        if self.model_version is not None and self.model is None:
            raise ValueError("model_version needs model")


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ended. Hand it back as `after`; its fields mean nothing to anyone else."""

    at_us: int
    pk: int


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """`next` is None when there is nothing more."""

    items: tuple[T, ...]
    next: Cursor | None


@dataclass(frozen=True, slots=True)
class FeedPlace:
    """A place in the records: the last inspection and the last event before it, by their keys; 0: none."""

    inspection: int = 0
    inspection_id: str = ""
    event: int = 0


@dataclass(frozen=True, slots=True)
class FedInspection:
    """An inspection with its key: keys grow in the order in which inspections were recorded."""

    key: int
    inspection: Inspection


@dataclass(frozen=True, slots=True)
class Total:
    """How many match. `more`: at least so many; counting stopped there because it would have taken long."""

    count: int
    more: bool = False


@dataclass(frozen=True, slots=True)
class StoredPictures:
    """How many stored pictures of parts there are, and their bytes."""

    count: int = 0
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class StoredDay:
    """The stored pictures of one verdict that were taken on one day (UTC)."""

    day: date
    verdict: Verdict
    stored: StoredPictures


class ImageLabel(StrEnum):
    """What a person says a picture shows. Only GOOD is taught; IGNORE is kept out of everything."""

    GOOD = "good"
    DEFECT = "defect"
    UNSURE = "unsure"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class LabelledImage:
    """One picture of a recipe's data set. `path` is as given; `defect` names the kind of defect, if known."""

    recipe: str
    path: str
    sha256: str
    label: ImageLabel
    width: int
    height: int
    channels: int
    dtype: str
    added_at: datetime
    defect: str | None = None


@dataclass(frozen=True, slots=True)
class ModelRecord:
    """One model folder as the database knows it. `options` holds plain JSON values."""

    ref: ModelRef
    detector: str
    n_images: int
    created_at: datetime
    created_by: str
    options: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Activation:
    """That a recipe version was made active."""

    recipe: RecipeRef
    at: datetime
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class ThresholdReason:
    """How a threshold was chosen. `figures`: counts and bounds, plain JSON. `before`: the version it was changed from,
    None for the one before it.
    """

    policy: str = ""
    params: Mapping[str, float] = field(default_factory=dict)
    figures: Mapping[str, Any] = field(default_factory=dict)
    before: RecipeRef | None = None


@dataclass(frozen=True, slots=True)
class ThresholdChange:
    """One row of a recipe's threshold history: the version that brought it, what it was before (None: the first)."""

    recipe: RecipeRef
    threshold: float
    review_from: float | None
    before: RecipeRef | None
    threshold_before: float | None
    reason: ThresholdReason
    at: datetime
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many parts of a day had one verdict and would have another. `day` counts from 1970."""

    day: int
    was: Verdict
    would_be: Verdict
    n: int


@dataclass(frozen=True, slots=True)
class SnapshotImage:
    """One picture of a snapshot. `use`: what it was for, such as "normal", "held_out", "defect"; empty: nothing yet."""

    path: str
    sha256: str
    label: ImageLabel
    defect: str | None = None
    use: str = ""
    mask_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A named list of pictures as they were labelled, which never changes. `recipe` is the data set's name."""

    recipe: str
    name: str
    images: tuple[SnapshotImage, ...]
    at: datetime
    who: str
    note: str = ""
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class SnapshotRef:
    """A snapshot without its pictures. `sha256` is over its content."""

    recipe: str
    name: str
    sha256: str
    n_images: int
    at: datetime
    who: str
    note: str


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A recipe version to be stored with everything that came with it, in one transaction.

    `why` goes into the audit trail and, with `activate`, into the history of activations. `expected` with `activate`:
    the version that must still be in force, else nothing is stored.
    """

    recipe: Recipe
    act: Act = Act.RECIPE_STORED
    why: str = ""
    reason: ThresholdReason | None = None
    model: ModelRecord | None = None
    snapshot: Snapshot | None = None
    event: Event | None = None
    activate: bool = False
    why_active: str = ""
    expected: RecipeRef | None = None


@dataclass(frozen=True, slots=True)
class LabelEntry:
    """One time that somebody said what a picture shows. Entries of one act share `batch`."""

    image_id: int
    label: ImageLabel
    defect: str | None
    batch: str
    undoes: str | None
    at: datetime
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class LabelAct:
    """One act of labelling: on how many pictures, and whether it was taken back. `undoes`: the act it took back."""

    batch: str
    pictures: int
    at: datetime
    who: str
    why: str
    undoes: str | None
    undone: bool


@dataclass(frozen=True, slots=True)
class StoredImage:
    """A picture of a data set under its number in the records."""

    id: int
    image: LabelledImage


@dataclass(frozen=True, slots=True)
class Mask:
    """Where a picture is defective. `path` None: the mask was taken away. `pixels`: how many are marked.

    `proposed_by` is the model whose heatmap it was begun from, None where it was painted freely.
    """

    image_id: int
    path: str | None
    sha256: str | None
    bytes: int | None
    pixels: int
    at: datetime
    who: str
    proposed_by: ModelRef | None = None


@dataclass(frozen=True, slots=True)
class ComparedPicture:
    """What two models say of one picture. `inspection_id` where it is a recorded part."""

    path: str
    sha256: str
    old_score: float | None
    new_score: float | None
    old_verdict: Verdict
    new_verdict: Verdict
    label: ImageLabel | None = None
    inspection_id: str | None = None

    @property
    def changed(self) -> bool:
        return self.old_verdict is not self.new_verdict


@dataclass(frozen=True, slots=True)
class ModelComparison:
    """Two models over the same pictures. `metrics`: plain JSON, under the keys "old" and "new"."""

    recipe: str
    old: ModelRef
    new: ModelRef
    old_threshold: float
    new_threshold: float
    pictures: tuple[ComparedPicture, ...]
    at: datetime
    who: str
    metrics: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    id: int | None = None

    @property
    def changed(self) -> tuple[ComparedPicture, ...]:
        return tuple(one for one in self.pictures if one.changed)


class Said(StrEnum):
    """What an operator says of a part, whatever the verdict was."""

    GOOD = "good"
    BAD = "bad"


class Outcome(StrEnum):
    """What became of an operator's word."""

    OPEN = "open"
    TAKEN = "taken"  # the picture went into the data set
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Feedback:
    """An operator's word on a verdict, and what an engineer made of it."""

    id: int
    inspection_id: str
    said: Said
    reason: str
    at: datetime
    who: str
    outcome: Outcome = Outcome.OPEN
    settled_at: datetime | None = None
    settled_by: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """A person's decision on a part. `was`: the verdict that it replaces; the inspection keeps the station's own."""

    inspection_id: str
    verdict: Verdict
    was: Verdict
    defect: str | None
    at: datetime
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class GoldenPart:
    """A reference part of a recipe (of all its versions) and what the station must say of it.

    The score must lie within `score_from` and `score_to`, where they are given. `inspection_id` is the inspection whose
    picture shows the part. `id` is None until it is stored.
    """

    recipe: str
    name: str
    verdict: Verdict
    score_from: float | None = None
    score_to: float | None = None
    inspection_id: str | None = None
    note: str = ""
    id: int | None = None


class GoldenOutcome(StrEnum):
    """How a check of the reference parts ended."""

    PASSED = "passed"
    FAILED = "failed"
    ABANDONED = "abandoned"
    OVERRIDDEN = "overridden"  # no check: somebody let the line run, with a reason


@dataclass(frozen=True, slots=True)
class GoldenResult:
    """What came of one presented reference part. `problem` is empty where it was as expected."""

    part: GoldenPart
    inspection_id: str
    verdict: Verdict
    score: float | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class GoldenCheck:
    """One check of the reference parts, or that somebody overrode it."""

    recipe: RecipeRef
    outcome: GoldenOutcome
    begun_at: datetime
    at: datetime
    who: str
    why: str = ""
    results: tuple[GoldenResult, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of a time: verdicts as recorded, and of the OKs those that the line never saw.

    Inspections of reference parts are not in it.
    """

    verdicts: Mapping[Verdict, int]
    withheld: int

    @property
    def total(self) -> int:
        return sum(self.verdicts.values())

    @property
    def passed(self) -> int:
        """Parts that the line let pass. An OK that the output has not answered yet (for some tenths of a second) is
        among them.
        """
        return self.verdicts[Verdict.OK] - self.withheld
