"""A fitted detector that sees of each picture only what counts."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from detectors.api import FittedDetector, ModelFolderError, Prediction
from station.errors import RecipeError
from station.images import storage_error
from station.region import Fill, Region

META = "meta.json"
NOTE = "region"
"""Key of meta.json under which the model folder says for which region it was taught."""


class RegionDetector:
    """See `detectors.api.FittedDetector`. Pictures and maps are whole; `inner` gets and gives what is cut out."""

    def __init__(self, inner: FittedDetector, region: Region, fill: Fill) -> None:
        self.inner = inner
        self.region = region
        self.fill = fill

    @property
    def detector(self) -> str:
        return self.inner.detector

    @property
    def options(self) -> Mapping[str, Any]:
        return self.inner.options

    @property
    def n_images(self) -> int:
        return self.inner.n_images

    @property
    def device(self) -> str:
        return self.inner.device

    def cut(self, image: NDArray[Any]) -> NDArray[Any]:
        """Return what the detector, and so the image gate, gets to see of a picture."""
        return self.region.cut(image, self.fill)

    def predict(self, images: Sequence[NDArray[Any]]) -> list[Prediction]:
        found = self.inner.predict([self.cut(image) for image in images])
        return [
            Prediction(one.score, self.region.put_back(one.anomaly_map, image.shape[0], image.shape[1]))
            for one, image in zip(found, images, strict=True)
        ]

    def save(self, folder: Path) -> None:
        """Write the model folder, and note in its meta.json the hash of the region and the colour of the filling."""
        self.inner.save(folder)
        path = folder / META
        try:
            meta = json.loads(path.read_bytes())
            meta[NOTE] = {"sha256": self.region.sha256, "fill": list(self.fill)}
            with path.open("wb") as file:
                file.write((json.dumps(meta, indent=1, sort_keys=True) + "\n").encode())
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            told = storage_error(path, error)
            raise ModelFolderError(told.message, told.hint) from error

    def warm_up(self, size: tuple[int, int]) -> None:
        rows, columns = self.region.box(*size)
        self.inner.warm_up((rows.stop - rows.start, columns.stop - columns.start))

    def close(self) -> None:
        self.inner.close()


def fill_for(folder: Path, region: Region | None) -> Fill | None:
    """Return the filling that the model in `folder` was taught with; None where it was taught on whole pictures.

    Raises:
        RecipeError: it was taught for another region than `region`.
        ModelFolderError: its meta.json cannot be understood.
    """
    path = folder / META
    try:
        note = json.loads(path.read_bytes()).get(NOTE)
        taught = None if note is None else str(note["sha256"])
        fill = () if note is None else tuple(int(value) for value in note["fill"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelFolderError(
            f"{path} is damaged: {error}.", "Take the model from a backup, or train it again."
        ) from error
    wanted = None if region is None else region.sha256
    if taught == wanted:
        return fill if region is not None else None
    if taught is None:
        raise RecipeError(
            f"The model in {folder} was taught on whole pictures, but the recipe {region}.",
            "A region takes a model that was taught with it: teach the recipe again.",
        )
    if wanted is None:
        raise RecipeError(
            f"The model in {folder} was taught for a region, but the recipe names none.",
            "Activate the recipe version that was taught with it, or teach the recipe again.",
        )
    raise RecipeError(
        f"The model in {folder} was taught for another region than the recipe's ({taught[:12]}, not {wanted[:12]}).",
        "Activate the recipe version that was taught with it, or teach the recipe again.",
    )
