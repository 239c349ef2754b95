"""What of a picture counts: a rectangle to look at, and polygons in it to look away from. Belongs to the recipe.

What does not count never reaches the detector: the picture is cut to the rectangle and the polygons are filled with one
colour before it, when it is taught as when it inspects. So it cannot move a score, whatever method gives the score.
See docs/adr/0012-regions-and-masks.md.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Self

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from station.errors import RecipeError, UsageError

SMALLEST_SIDE = 16
"""Of the rectangle, in pixels."""
LEAST_SHARE = 0.01
"""Of the rectangle that must be left to count."""
_MOST_POINTS = 1000
_MOST_POLYGONS = 200
_FAR = 100_000

Fill = tuple[int, ...]
"""The colour of what is ignored, one value per channel."""
Point = tuple[Annotated[int, Field(ge=-_FAR, le=_FAR)], Annotated[int, Field(ge=-_FAR, le=_FAR)]]
Polygon = Annotated[tuple[Point, ...], Field(min_length=3, max_length=_MOST_POINTS)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Rectangle(_Frozen):
    """In picture pixels; `x`, `y` is the upper left corner."""

    x: int = Field(ge=0, le=_FAR)
    y: int = Field(ge=0, le=_FAR)
    width: int = Field(ge=SMALLEST_SIDE, le=_FAR)
    height: int = Field(ge=SMALLEST_SIDE, le=_FAR)

    def __str__(self) -> str:
        return f"{self.width} x {self.height} at {self.x}, {self.y}"


class Region(_Frozen):
    """`roi` None: the whole picture. `ignore`: polygons of at least three (x, y), in picture pixels, rim included."""

    roi: Rectangle | None = None
    ignore: Annotated[tuple[Polygon, ...], Field(max_length=_MOST_POLYGONS)] = ()

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.roi is None and not self.ignore:
            raise ValueError("a region needs a roi or something to ignore; leave it out where the whole picture counts")
        return self

    def to_json(self) -> str:
        """Canonical JSON: sorted keys, no spaces. `sha256` is over these bytes."""
        return json.dumps(self.model_dump(mode="json"), sort_keys=True, separators=(",", ":"))

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    def __str__(self) -> str:
        parts = [] if self.roi is None else [f"looks at {self.roi}"]
        if self.ignore:
            parts.append(f"ignores {len(self.ignore)} {'polygon' if len(self.ignore) == 1 else 'polygons'}")
        return " and ".join(parts)

    def check(self, height: int, width: int) -> None:
        """Refuse a region that does not fit pictures of this size. Raises RecipeError."""
        roi = self.roi
        if roi is not None and (roi.x + roi.width > width or roi.y + roi.height > height):
            raise RecipeError(
                f"The region to look at, {roi}, does not lie within a picture of {width} x {height} pixels.",
                "Draw it again on a picture of this recipe.",
            )
        share = float(self.counted(height, width).mean())
        if share < LEAST_SHARE:
            raise RecipeError(
                f"Only {100 * share:.1f} % of the region to look at would count; all the rest is ignored.",
                "Ignore less.",
            )

    def box(self, height: int, width: int) -> tuple[slice, slice]:
        """Return the rows and columns that are looked at in pictures of this size."""
        if self.roi is None:
            return slice(0, height), slice(0, width)
        return slice(self.roi.y, self.roi.y + self.roi.height), slice(self.roi.x, self.roi.x + self.roi.width)

    def counted(self, height: int, width: int) -> NDArray[np.bool_]:
        """Return what counts inside the rectangle, of the rectangle's shape; read-only."""
        return _counted(self, height, width)

    def whole(self, height: int, width: int) -> NDArray[np.bool_]:
        """Return what counts, of the picture's shape."""
        full = np.zeros((height, width), bool)
        full[self.box(height, width)] = self.counted(height, width)
        return full

    def cut(self, image: NDArray[Any], fill: Fill) -> NDArray[Any]:
        """Return what the detector gets to see of (H, W) or (H, W, 3): the rectangle, what is ignored filled."""
        size = image.shape[0], image.shape[1]
        part = image[self.box(*size)]
        if not self.ignore:
            return np.ascontiguousarray(part)
        part = np.array(part)
        cv2.fillPoly(part, self._corners(*size), fill)
        part.setflags(write=False)
        return part

    def cut_mask(self, mask: NDArray[Any]) -> NDArray[Any]:
        """Return the part of a mask that counts; what is ignored is not marked."""
        size = mask.shape[0], mask.shape[1]
        return np.where(self.counted(*size), mask[self.box(*size)], 0).astype(mask.dtype)

    def put_back(self, part: NDArray[Any], height: int, width: int) -> NDArray[np.float32]:
        """Return the anomaly map of the whole picture from that of what was cut out.

        What does not count gets the least value of what does: zero would stand out where a method's maps are negative.
        """
        values = np.asarray(part, np.float32)
        if self.ignore:
            least = cv2.minMaxLoc(values, self.counted(height, width).view(np.uint8))[0]
            values = values.copy()
            cv2.fillPoly(values, self._corners(height, width), least)
        else:
            least = float(values.min())
        if self.roi is None:
            return values
        rows, columns = self.box(height, width)
        around = rows.start, height - rows.stop, columns.start, width - columns.stop
        return np.asarray(cv2.copyMakeBorder(values, *around, cv2.BORDER_CONSTANT, value=least), np.float32)

    def _corners(self, height: int, width: int) -> list[NDArray[np.int32]]:
        """What is ignored, from the upper left corner of the rectangle."""
        rows, columns = self.box(height, width)
        corner = np.array([columns.start, rows.start], np.int32)
        return [np.array(polygon, np.int32) - corner for polygon in self.ignore]


@lru_cache(maxsize=8)
def _counted(region: Region, height: int, width: int) -> NDArray[np.bool_]:
    rows, columns = region.box(height, width)
    hidden = np.zeros((rows.stop - rows.start, columns.stop - columns.start), np.uint8)
    cv2.fillPoly(hidden, region._corners(height, width), 1)
    counted: NDArray[np.bool_] = hidden == 0
    counted.setflags(write=False)
    return counted


def learn_fill(region: Region, images: Iterable[NDArray[Any]]) -> Fill:
    """Return the mean colour of what counts in these pictures, which are of one kind."""
    sums: list[NDArray[np.float64]] = []
    for image in images:
        size = image.shape[0], image.shape[1]
        counted = region.counted(*size)
        seen = image[region.box(*size)][counted].reshape(int(counted.sum()), -1)
        sums.append(seen.mean(axis=0, dtype=np.float64))
    return tuple(int(value) for value in np.rint(np.mean(sums, axis=0)))


def read_region(path: Path) -> Region:
    """Read a region from a JSON file: {"roi": {"x", "y", "width", "height"}, "ignore": [[[x, y], ...], ...]}.

    Raises:
        UsageError: no such file, or not a region; names the key.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path}: cannot be read ({getattr(error, 'strerror', None) or error}).", "Check the path."
        ) from error
    try:
        return Region.model_validate_json(text)
    except ValidationError as error:
        raise UsageError(
            f"{path}: is not a region: {_first(error)}.", 'Write {"roi": ..., "ignore": [...]}.'
        ) from error


def _first(error: ValidationError) -> str:
    told = error.errors()[0]
    where = ".".join(str(part) for part in told["loc"])
    return f"{where}: {told['msg']}" if where else str(told["msg"])
