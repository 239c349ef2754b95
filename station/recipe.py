"""Recipes: what makes a part OK, as immutable versions with a content hash.

A version is never changed. A new threshold or a new model is a new version; going back is activating an old one.
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from station.calibration_ref import CalibrationRef
from station.errors import RecipeError
from station.region import Region
from station.types import ModelRef, RecipeRef

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def check_name(name: str) -> str:
    """Return `name` if it can name a recipe (and a folder on every file system), else raise RecipeError."""
    if not _NAME.fullmatch(name):
        raise RecipeError(
            f"{name!r} cannot be the name of a recipe.",
            "Use 1 to 64 letters, digits, '.', '_' or '-', beginning with a letter or a digit.",
        )
    return name


def _valid_name(name: str) -> str:
    try:
        return check_name(name)
    except RecipeError as error:
        raise ValueError(error.message) from error


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class ImageSpec(_Frozen):
    """The kind of picture the recipe was taught on. A picture of another kind is ERROR, never scored."""

    height: int = Field(gt=0)
    width: int = Field(gt=0)
    channels: Literal[1, 3]
    dtype: Literal["uint8", "uint16"]

    def __str__(self) -> str:
        kind = "grey" if self.channels == 1 else "colour"
        return f"{self.width} x {self.height} {kind} {self.dtype}"


class ModelVersion(_Frozen):
    """Which model folder, and the hash that it must have."""

    name: str
    version: int = Field(ge=1)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")

    @property
    def ref(self) -> ModelRef:
        return ModelRef(self.name, self.version, self.sha256)


class ThresholdChoiceRecord(_Frozen):
    """How the threshold was chosen, kept with the recipe so that the screen can say what it allows one to claim."""

    policy: str
    n_good: int = Field(ge=0)
    n_defect: int = Field(ge=0)
    false_rejects: int = Field(ge=0)
    escapes: int = Field(ge=0)
    sentence: str = ""


class Recipe(_Frozen):
    """One version of one recipe.

    OK when score < `review_from` (or < `threshold` where there is no review band), REVIEW when
    `review_from` <= score < `threshold`, NOK when score >= `threshold`. Thresholds are on raw scores.
    """

    name: Annotated[str, AfterValidator(_valid_name)]
    version: int = Field(ge=1)
    image: ImageSpec
    model: ModelVersion
    threshold: float
    review_from: float | None = None
    choice: ThresholdChoiceRecord | None = None
    gate: dict[str, Any] | None = None  # limits of `calibration.image_gate`, as it writes them
    region: Region | None = None  # what of a picture counts; None: all of it
    calibration: CalibrationRef | None = None  # how pictures are corrected before they are looked at; None: not at all
    note: str = ""
    created_at: datetime
    created_by: str

    @model_validator(mode="after")
    def _check_band(self) -> Self:
        if self.review_from is not None and self.review_from > self.threshold:
            raise ValueError("review_from must not be above threshold")
        if self.created_at.tzinfo is None:
            raise ValueError("created_at needs a time zone")
        if self.region is not None:
            try:
                self.region.check(self.image.height, self.image.width)
            except RecipeError as error:
                raise ValueError(error.message) from error
        return self

    def to_json(self) -> str:
        """Canonical JSON: sorted keys, no spaces. `sha256` is over these bytes."""
        fields = self.model_dump(mode="json")
        for name in ("region", "calibration"):
            if fields[name] is None:
                # recipes of releases that knew neither keep their hash
                del fields[name]
        return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Recipe:
        try:
            return cls.model_validate_json(text)
        except ValueError as error:
            raise RecipeError(f"A stored recipe cannot be read: {error}") from error

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    @property
    def ref(self) -> RecipeRef:
        return RecipeRef(self.name, self.version, self.sha256)
