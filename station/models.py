"""The model store: one folder per version, whole or absent, with a snapshot of what it was taught from.

<models>/<name>/<0001>/     meta.json and safetensors, as the detector writes them, and dataset.json
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from detectors.api import Detector, DetectorError, FittedDetector, ModelFolderError
from station.errors import ImageFileError, ModelStoreError
from station.images import sha256_file, storage_error, sync_folder
from station.recipe import ModelVersion, check_name
from station.region import Region
from station.region_detector import RegionDetector, fill_for
from station.staging import clean, staging

META, DATASET = "meta.json", "dataset.json"
_SCHEMA = 1


@dataclass(frozen=True, slots=True)
class DatasetImage:
    """One picture that a model was taught from or checked with. `split`: "normal" (taught) or "held_out"."""

    file: str
    sha256: str
    split: str = "normal"


@dataclass(frozen=True, slots=True)
class DatasetSnapshot:
    """Which pictures a model knows. `recipe` is the data set's name; `seed` that of the split and the fit."""

    recipe: str
    images: tuple[DatasetImage, ...]
    seed: int = 0


def snapshot_of(
    recipe: str, normal: Iterable[Path], held_out: Iterable[Path] = (), *, seed: int = 0
) -> DatasetSnapshot:
    """Hash the files of a data set. Raises ImageFileError."""
    images = [DatasetImage(path.name, sha256_file(path), "normal") for path in normal]
    images += [DatasetImage(path.name, sha256_file(path), "held_out") for path in held_out]
    return DatasetSnapshot(recipe, tuple(images), seed)


class ModelStore:
    """All model folders of a station. Versions are never changed and numbers never used twice while a later one is
    there. `detector_by_name` finds the method that wrote a folder: `detectors.registry.Registry.create`.
    """

    def __init__(self, root: Path, detector_by_name: Callable[[str], Detector]) -> None:
        self._root = root
        self._detector_by_name = detector_by_name

    def clean(self) -> int:
        """Remove what programs that died left half-made; returns how many folders. Raises StorageError.

        What a living program works in stays, so it may be called at any time.
        """
        return clean(self._root)

    def add(self, name: str, fitted: FittedDetector, snapshot: DatasetSnapshot) -> ModelVersion:
        """Write `fitted` as the next version of `name`; durable and whole when this returns.

        Raises:
            StorageError: read-only folder, disk full. Nothing is left behind.
            ModelStoreError: the detector could not write itself.
            RecipeError: `name` cannot be a folder.
        """
        home = self._root / check_name(name)
        try:
            with staging(home) as folder:
                partial = folder / "model"
                fitted.save(partial)
                sha256 = hashlib.sha256((partial / META).read_bytes()).hexdigest()
                record = {"schema": _SCHEMA, "detector": fitted.detector, **asdict(snapshot)}
                with (partial / DATASET).open("w", encoding="utf-8") as file:
                    json.dump(record, file, indent=1)
                    file.flush()
                    os.fsync(file.fileno())
                sync_folder(partial)
                version = self._take_number(home, partial)
                sync_folder(home)
        except OSError as error:
            raise storage_error(home, error) from error
        except DetectorError as error:
            if isinstance(error.__cause__, OSError):
                raise storage_error(home, error.__cause__) from error
            raise ModelStoreError(f"The model {name} could not be stored: {error.message}", error.hint) from error
        return ModelVersion(name=name, version=version, sha256=sha256)

    def _take_number(self, home: Path, partial: Path) -> int:
        version = (self._numbers(home) or [0])[-1] + 1
        while True:
            try:
                partial.rename(home / f"{version:04d}")
            except OSError as error:
                if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                    raise
                version += 1  # another program took the number
            else:
                return version

    def folder(self, model: ModelVersion) -> Path:
        return self._root / check_name(model.name) / f"{model.version:04d}"

    def versions(self, name: str) -> list[ModelVersion]:
        """List the versions of a model, oldest first; folders without meta.json are none. Raises ModelStoreError."""
        home = self._root / check_name(name)
        result = []
        for number in self._numbers(home):
            meta = home / f"{number:04d}" / META
            if meta.is_file():
                try:
                    result.append(ModelVersion(name=name, version=number, sha256=sha256_file(meta)))
                except ImageFileError as error:
                    raise ModelStoreError(error.message, "Give this user the right to read the models.") from error
        return result

    def _numbers(self, home: Path) -> list[int]:
        if not home.is_dir():
            return []
        return sorted(int(path.name) for path in home.iterdir() if re.fullmatch(r"\d{4,}", path.name))

    def snapshot(self, model: ModelVersion) -> DatasetSnapshot:
        """Read what a model was taught from. Raises ModelStoreError."""
        record = self._dataset(model)
        try:
            images = tuple(DatasetImage(**image) for image in record["images"])  # type: ignore[attr-defined]
            return DatasetSnapshot(str(record["recipe"]), images, int(str(record["seed"])))
        except (KeyError, TypeError, ValueError) as error:
            raise self._damaged(model, f"{DATASET} is not what this program writes") from error

    def load(self, model: ModelVersion, device: str = "auto", region: Region | None = None) -> FittedDetector:
        """Check the hash of a model folder, then read it; the detector checks the rest and tests itself.

        The model must have been taught for just this `region`; what is returned takes and gives whole pictures.

        Raises:
            RecipeError: it was taught for another region.
            ModelStoreError: no such folder, another hash, or damaged.
            DetectorError: no such detector is installed, weights are missing, or the device cannot run it.
        """
        folder = self.folder(model)
        if not folder.is_dir():
            there = [str(other.version) for other in self.versions(model.name)]
            raise ModelStoreError(
                f"{folder}: there is no such model.",
                f"Versions of {model.name} that are there: {', '.join(there) or 'none'}."
                " Activate a recipe with one of them, or train again.",
            )
        try:
            sha256 = hashlib.sha256((folder / META).read_bytes()).hexdigest()
        except FileNotFoundError:
            raise self._damaged(model, f"{META} is missing") from None
        except OSError as error:
            raise self._damaged(model, f"{META} cannot be read ({error.strerror or error})") from error
        if sha256 != model.sha256:
            raise self._damaged(model, "it is not the one that the recipe was made with (another hash)")
        detector = self._detector_by_name(str(self._dataset(model).get("detector", "")))
        try:
            fill = fill_for(folder, region)
            loaded = detector.load(folder, device=device)
        except ModelFolderError as error:
            raise self._damaged(model, error.message) from error
        return loaded if region is None or fill is None else RegionDetector(loaded, region, fill)

    def _dataset(self, model: ModelVersion) -> dict[str, object]:
        try:
            record = json.loads((self.folder(model) / DATASET).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise self._damaged(model, f"{DATASET} is missing or cannot be read") from error
        if not isinstance(record, dict) or record.get("schema") != _SCHEMA:
            raise self._damaged(model, f"{DATASET} is not what this program writes")
        return record

    def _damaged(self, model: ModelVersion, what: str) -> ModelStoreError:
        return ModelStoreError(
            f"{self.folder(model)}: the model cannot be used: {what}.",
            "Put the folder back from a backup, activate an older recipe version, or train again.",
        )
