"""What can be asked of the records, as frozen data. The window builds these; `station.db` answers them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from station.types import ModelRef, Reason, RecipeRef, Verdict

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class InspectionQuery:
    """Which inspections. Empty: all. All conditions hold together.

    `since` <= at < `until` (aware). `part_id` exact; `part_prefix` the beginning of it. `score_from` <= score <=
    `score_to`; an inspection without a finite score matches no score range. `recipe_version` needs `recipe`.
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

    def __post_init__(self) -> None:
        for moment in (self.since, self.until):
            if moment is not None and moment.tzinfo is None:
                raise ValueError("a query needs times with a time zone")
        if self.part_id is not None and self.part_prefix is not None:
            raise ValueError("a query takes part_id or part_prefix, not both")
        if self.recipe_version is not None and self.recipe is None:
            raise ValueError("recipe_version needs recipe")


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
