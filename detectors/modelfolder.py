"""A model folder on disk: safetensors files and meta.json with their hashes. Whole or absent.

    <folder>/meta.json              format, detector, options, n_images, details, self_test, files {name: sha256, bytes}
    <folder>/<name>.safetensors     arrays by name

meta.json holds no time and no path, so the same fit gives the same bytes. Nothing here is executed on reading.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detectors.api import ModelFolderError
from detectors.images import ImageRules

FORMAT = 1
META = "meta.json"

Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True)
class ModelFolder:
    """What a model folder says. `arrays` is file (without suffix) -> name -> array."""

    detector: str
    options: dict[str, Any]
    n_images: int
    details: dict[str, Any]
    self_test: dict[str, Any]
    arrays: dict[str, dict[str, NDArray[Any]]]

    @property
    def rules(self) -> ImageRules:
        """Return `details.rules`, which was written as `asdict(rules)`."""
        rules = ImageRules(**self.details["rules"])
        return replace(rules, size=(int(rules.size[0]), int(rules.size[1])))


def write_model_folder(folder: Path, model: ModelFolder) -> None:
    """Write beside, sync and rename.

    Raises:
        ModelFolderError: `folder` exists, or cannot be written. Nothing is left behind.
    """
    if folder.exists():
        raise ModelFolderError(f"The model folder {folder} exists already.", "Choose another name.")
    temporary = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.tmp")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        temporary.mkdir()
        files: dict[str, Any] = {}
        for name, arrays in sorted(model.arrays.items()):
            path = temporary / f"{name}.safetensors"
            data = _to_bytes(arrays)
            _write_synced(path, data)
            files[path.name] = {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
        meta = {
            "format": FORMAT,
            "detector": model.detector,
            "options": model.options,
            "n_images": model.n_images,
            "details": model.details,
            "self_test": model.self_test,
            "files": files,
        }
        _write_synced(temporary / META, (json.dumps(meta, indent=1, sort_keys=True) + "\n").encode())
        _sync_folder(temporary)
        if folder.exists():
            raise ModelFolderError(f"The model folder {folder} exists already.", "Choose another name.")
        temporary.rename(folder)
        _sync_folder(folder.parent)
    except OSError as error:
        raise ModelFolderError(
            f"The model folder {folder} cannot be written: {error.strerror or error}.",
            "Check that the disk is not full and that the folder may be written to.",
        ) from error
    finally:
        with suppress(OSError):
            shutil.rmtree(temporary, ignore_errors=True)


def read_model_folder(folder: Path, detector: str) -> ModelFolder:
    """Read a folder that `detector` wrote, and check every hash.

    Raises:
        ModelFolderError: names the file that is missing or damaged.
    """
    if not folder.is_dir():
        raise ModelFolderError(f"There is no model folder {folder}.", "Check the path, or train the model again.")
    meta = _read_meta(folder)
    if meta["detector"] != detector:
        raise ModelFolderError(
            f"The model in {folder} was made by {meta['detector']}, not by {detector}.",
            f"Load it as {meta['detector']}.",
        )
    arrays: dict[str, dict[str, NDArray[Any]]] = {}
    for name, facts in meta["files"].items():
        if Path(name).name != name or not name.endswith(".safetensors"):
            raise damaged(folder / META, f"it names a file {name!r}")
        arrays[name.removesuffix(".safetensors")] = _read_arrays(folder / name, facts)
    return ModelFolder(
        detector=detector,
        options=meta["options"],
        n_images=meta["n_images"],
        details=meta["details"],
        self_test=meta["self_test"],
        arrays=arrays,
    )


def damaged(path: Path, why: str) -> ModelFolderError:
    """Return the error to raise."""
    return ModelFolderError(f"{path} is damaged: {why}.", "Take the model from a backup, or train it again.")


def _read_meta(folder: Path) -> dict[str, Any]:
    path = folder / META
    try:
        meta = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise ModelFolderError(f"{path} is missing.", "Take the model from a backup, or train it again.") from error
    except OSError as error:
        raise ModelFolderError(f"{path} cannot be read: {error.strerror or error}.", "Check the disk.") from error
    except ValueError as error:
        raise damaged(path, "it is not JSON") from error
    if not isinstance(meta, dict):
        raise damaged(path, "it is not a table")
    if meta.get("format") != FORMAT:
        raise ModelFolderError(
            f"{path} has format {meta.get('format')!r}; this program reads format {FORMAT}.",
            "Use the program that wrote it, or train the model again.",
        )
    kinds = {"detector": str, "options": dict, "n_images": int, "details": dict, "self_test": dict, "files": dict}
    for key, kind in kinds.items():
        if not isinstance(meta.get(key), kind):
            raise damaged(path, f"{key} is missing")
    return meta


def _read_arrays(path: Path, facts: Any) -> dict[str, NDArray[Any]]:
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ModelFolderError(f"{path} is missing.", "Take the model from a backup, or train it again.") from error
    except OSError as error:
        raise ModelFolderError(f"{path} cannot be read: {error.strerror or error}.", "Check the disk.") from error
    wanted = facts.get("sha256") if isinstance(facts, dict) else None
    if hashlib.sha256(data).hexdigest() != wanted:
        raise damaged(path, f"its SHA-256 is not the one in {META}")
    try:
        arrays: dict[str, NDArray[Any]] = load(data)
    except SafetensorError as error:
        raise damaged(path, "it is not a safetensors file") from error
    return arrays


def _to_bytes(arrays: Arrays) -> bytes:
    from safetensors.numpy import save

    data: bytes = save({name: np.ascontiguousarray(array) for name, array in sorted(arrays.items())})
    return data


def _write_synced(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    # Windows cannot open a folder; its rename is durable with the journal.
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
