"""What a detector gets to see of the pictures it is taught from: all of them, or what counts in a region."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from detectors import Labelled
from detectors.api import FittedDetector
from station.images import Image
from station.picture_check import some_images
from station.recipe import ImageSpec
from station.region import Fill, Region, learn_fill
from station.region_detector import RegionDetector, fill_for


@dataclass(frozen=True, slots=True)
class Sight:
    """`region` None: all of every picture counts."""

    region: Region | None
    fill: Fill = ()

    @classmethod
    def of(cls, region: Region | None, normal: Sequence[Path], spec: ImageSpec) -> Sight:
        """Learn the filling from `normal`. Raises RecipeError: the region does not fit pictures of `spec`."""
        if region is None:
            return cls(None)
        region.check(spec.height, spec.width)
        return cls(region, learn_fill(region, some_images(normal)))

    @classmethod
    def of_model(cls, folder: Path, region: Region | None, spec: ImageSpec) -> Sight:
        """Take the filling of a model that goes on learning: beside another one, what it knows would look odd.

        Raises:
            RecipeError: it was taught for another region, or the region does not fit pictures of `spec`.
            ModelFolderError: its folder cannot be understood.
        """
        fill = fill_for(folder, region)
        if region is not None:
            region.check(spec.height, spec.width)
        return cls(region, fill or ())

    def look(self, image: Image) -> Image:
        return image if self.region is None else self.region.cut(image, self.fill)

    def look_at(self, one: Labelled) -> Labelled:
        if self.region is None:
            return one
        mask = None if one.mask is None else self.region.cut_mask(one.mask)
        return Labelled(self.look(one.image), one.defective, mask)

    def whole(self, fitted: FittedDetector) -> FittedDetector:
        """Return what takes and gives whole pictures."""
        return fitted if self.region is None else RegionDetector(fitted, self.region, self.fill)
