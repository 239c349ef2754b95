"""The model store: one folder per version, whole or absent, with a snapshot of what it was taught from.

<models>/<name>/<0001>/     meta.json and safetensors, as the detector writes them, and dataset.json
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from detectors.api import Detector, DetectorError, FittedDetector, ModelFolderError
from station.errors import ImageFileError, ModelStoreError
from station.images import sha256_file, storage_error, sync_folder
from station.recipe import ModelVersion, check_name
from station.region import Region
from station.region_detector import RegionDetector, fill_for
from station.staging import clean, staging, take_number

META, DATASET = "meta.json", "dataset.json"
_FOLDER = "{:04d}"
_SCHEMA = 1


@dataclass(frozen=True, slots=True)
class DatasetImage:
    """One picture that a model was taught from or checked with. `split`: "normal" (taught) or "held_out"."""

    file: str
    sha256: str
    split: str = "normal"


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model folder; `sha256` is that of its bytes."""

    name: str
    path: Path
    sha256: str
    bytes: int


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


def wrong_file(there: Mapping[str, str], meta: bytes) -> str | None:
    """Say which file of a model is missing or is not the one that meta.json names, None if all are right.

    `there`: the SHA-256 of each file by name. A detector whose meta.json names no files checks them when it loads.
    """
    try:
        record = json.loads(meta)
    except ValueError:
        return f"{META} is not JSON"
    named = record.get("files") if isinstance(record, dict) else None
    for name, facts in (named if isinstance(named, dict) else {}).items():
        if name not in there:
            return f"{name} is missing"
        if isinstance(facts, dict) and facts.get("sha256", there[name]) != there[name]:
            return f"{name} is not the one that {META} names (another hash)"
    return None


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

        def make(partial: Path) -> None:
            fitted.save(partial)
            record = {"schema": _SCHEMA, "detector": fitted.detector, **asdict(snapshot)}
            with (partial / DATASET).open("w", encoding="utf-8") as file:
                json.dump(record, file, indent=1)
                file.flush()
                os.fsync(file.fileno())

        return self._place(name, make)

    def take_in(self, name: str, fill: Callable[[Path], None]) -> ModelVersion:
        """Store a model folder that was made elsewhere as the next version of `name`.

        `fill` writes its files, synced, into the new folder that it is given. The model is loaded and tests itself
        before it gets its number. Takes seconds.

        Raises:
            StorageError, ModelStoreError, DetectorError, and what `fill` raises. Nothing is left behind.
        """

        def make(partial: Path) -> None:
            partial.mkdir()
            fill(partial)
            try:
                record = self._read_dataset(partial)
            except ValueError:
                record = None
            if record is None:
                raise ModelStoreError(f"The model {name} cannot be stored: {DATASET} is not what this program writes.")
            self._detector_by_name(str(record.get("detector", ""))).load(partial, device="cpu").close()

        return self._place(name, make)

    def _place(self, name: str, make: Callable[[Path], None]) -> ModelVersion:
        home = self._root / check_name(name)
        try:
            with staging(home) as folder:
                partial = folder / "model"
                make(partial)
                sha256 = hashlib.sha256((partial / META).read_bytes()).hexdigest()
                sync_folder(partial)
                version = take_number(partial, home, self._numbers(home), _FOLDER)
                sync_folder(home)
        except OSError as error:
            raise storage_error(home, error) from error
        except DetectorError as error:
            if isinstance(error.__cause__, OSError):
                raise storage_error(home, error.__cause__) from error
            raise ModelStoreError(f"The model {name} could not be stored: {error.message}", error.hint) from error
        return ModelVersion(name=name, version=version, sha256=sha256)

    def folder(self, model: ModelVersion) -> Path:
        return self._root / check_name(model.name) / _FOLDER.format(model.version)

    def files(self, model: ModelVersion) -> tuple[ModelFile, ...]:
        """Hash all files of a model and check them against its meta.json, without loading it. Sorted by name.

        Raises ModelStoreError: no such folder, another model, damaged, or something in it that is no plain file.
        """
        folder = self.folder(model)
        try:
            paths = sorted(folder.iterdir())
        except FileNotFoundError:
            raise self._missing(model) from None
        except OSError as error:
            raise self._damaged(model, f"it cannot be read ({error.strerror or error})") from error
        found = []
        for path in paths:
            if path.is_symlink() or not path.is_file():
                raise self._damaged(model, f"{path.name} in it is not a plain file")
            try:
                found.append(ModelFile(path.name, path, sha256_file(path), path.stat().st_size))
            except (ImageFileError, OSError) as error:
                raise self._damaged(model, f"{path.name} cannot be read") from error
        there = {one.name: one.sha256 for one in found}
        if there.get(META) != model.sha256:
            raise self._damaged(model, "it is not the one that the recipe was made with (another hash)")
        problem = wrong_file(there, (folder / META).read_bytes())
        if problem is not None:
            raise self._damaged(model, problem)
        self._dataset(model)
        return tuple(found)

    def find(self, sha256: str) -> ModelVersion | None:
        """The first whole model whose meta.json has this hash, whatever its name; None if there is none.

        Raises ModelStoreError: the models cannot be read.
        """
        if not self._root.is_dir():
            return None
        for home in sorted(self._root.iterdir()):
            if not home.is_dir() or home.name.startswith("."):
                continue
            for one in self.versions(home.name):
                if one.sha256 == sha256:
                    with contextlib.suppress(ModelStoreError):  # damaged: another copy may be whole
                        self.files(one)
                        return one
        return None

    def versions(self, name: str) -> list[ModelVersion]:
        """List the versions of a model, oldest first; folders without meta.json are none. Raises ModelStoreError."""
        home = self._root / check_name(name)
        result = []
        for number in self._numbers(home):
            meta = home / _FOLDER.format(number) / META
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
        folder = self.check(model)
        detector = self._detector_by_name(str(self._dataset(model).get("detector", "")))
        try:
            fill = fill_for(folder, region)
            loaded = detector.load(folder, device=device)
        except ModelFolderError as error:
            raise self._damaged(model, error.message) from error
        return loaded if region is None or fill is None else RegionDetector(loaded, region, fill)

    def check(self, model: ModelVersion) -> Path:
        """Return the folder of a model that is there under its hash; the rest is not read. Raises ModelStoreError."""
        folder = self.folder(model)
        if not folder.is_dir():
            raise self._missing(model)
        try:
            sha256 = hashlib.sha256((folder / META).read_bytes()).hexdigest()
        except FileNotFoundError:
            raise self._damaged(model, f"{META} is missing") from None
        except OSError as error:
            raise self._damaged(model, f"{META} cannot be read ({error.strerror or error})") from error
        if sha256 != model.sha256:
            raise self._damaged(model, "it is not the one that the recipe was made with (another hash)")
        return folder

    def _dataset(self, model: ModelVersion) -> dict[str, object]:
        try:
            record = self._read_dataset(self.folder(model))
        except (OSError, ValueError) as error:
            raise self._damaged(model, f"{DATASET} is missing or cannot be read") from error
        if record is None:
            raise self._damaged(model, f"{DATASET} is not what this program writes")
        return record

    def _read_dataset(self, folder: Path) -> dict[str, object] | None:
        """Read dataset.json; None where it is not what this program writes. Raises OSError, ValueError."""
        record = json.loads((folder / DATASET).read_text(encoding="utf-8"))
        return record if isinstance(record, dict) and record.get("schema") == _SCHEMA else None

    def _missing(self, model: ModelVersion) -> ModelStoreError:
        there = [str(other.version) for other in self.versions(model.name)]
        return ModelStoreError(
            f"{self.folder(model)}: there is no such model.",
            f"Versions of {model.name} that are there: {', '.join(there) or 'none'}."
            " Activate a recipe with one of them, or train again.",
        )

    def _damaged(self, model: ModelVersion, what: str) -> ModelStoreError:
        return ModelStoreError(
            f"{self.folder(model)}: the model cannot be used: {what.rstrip('.')}.",
            "Put the folder back from a backup, activate an older recipe version, or train again.",
        )
