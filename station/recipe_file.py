"""One recipe version with its model in one file, to carry to another station. A zip archive, nothing compressed:

<name>.station-recipe
    manifest.json       form, program, facts about model and threshold, size and SHA-256 of all other files
    recipe.json         the recipe in its canonical form
    model/...           the files of the model folder
    calibration/...     the files of the calibration that the recipe judges by, where there is one

The same recipe gives the same bytes. Reading checks everything before anything is written: names, kinds of entries,
sizes, hashes, and that recipe, model and manifest belong together. Nothing in the file is ever executed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import stat
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BufferedReader
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from station.calibration_record import Meta
from station.calibration_store import FLAT_FIELD, CalibrationFile
from station.calibration_store import META as CALIBRATION_META
from station.errors import RecipeError, StorageError
from station.images import temp_path, whole_file
from station.models import META, ModelFile, wrong_file
from station.recipe import Recipe, check_name

SUFFIX = ".station-recipe"
SCHEMA = 1
_FORMAT = "station-recipe"
_MANIFEST, _RECIPE, _MODEL, _CALIBRATION = "manifest.json", "recipe.json", "model/", "calibration/"
_MOST_JSON = 16 << 20
_MOST_FILES = 200
_BLOCK = 1 << 20
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_ONE_MOMENT = (1980, 1, 1, 0, 0, 0)
_HINT = "Copy it again from the station that exported it."


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class FileFacts(_Frozen):
    """What a file in the archive must be."""

    bytes: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class ModelFacts(_Frozen):
    """What the records of the other station know of the model."""

    detector: str
    n_images: int = Field(ge=0)
    options: dict[str, Any]
    created_at: datetime
    created_by: str
    note: str = ""


class ThresholdFacts(_Frozen):
    """How the threshold was chosen, as the threshold history of the other station keeps it."""

    policy: str
    params: dict[str, float]
    figures: dict[str, Any]


class Manifest(_Frozen):
    """The first file of the archive."""

    form: Literal["station-recipe"] = Field(alias="format")
    schema_: int = Field(alias="schema")
    program: str
    station: str
    recipe_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    model: ModelFacts | None
    threshold: ThresholdFacts | None
    files: dict[str, FileFacts]


@dataclass(frozen=True, slots=True)
class Carried:
    """What a recipe file holds. Everything in it was checked when it was read."""

    path: Path
    sha256: str
    recipe: Recipe
    manifest: Manifest

    @property
    def model_bytes(self) -> int:
        return sum(facts.bytes for name, facts in self.manifest.files.items() if name.startswith(_MODEL))

    @property
    def calibration_bytes(self) -> int:
        return sum(facts.bytes for name, facts in self.manifest.files.items() if name.startswith(_CALIBRATION))

    @property
    def model_files(self) -> tuple[str, ...]:
        """Names of the files of the model folder."""
        return tuple(sorted(name.removeprefix(_MODEL) for name in self.manifest.files if name.startswith(_MODEL)))


def write(
    path: Path,
    recipe: Recipe,
    files: Sequence[ModelFile],
    *,
    program: str,
    station: str,
    model: ModelFacts | None,
    threshold: ThresholdFacts | None,
    calibration: Sequence[CalibrationFile] = (),
) -> str:
    """Write a recipe file, whole or not at all; it replaces one of the same name. Returns its SHA-256.

    Raises:
        StorageError: the folder is missing or read-only, or the disk is full.
        RecipeError: a file of the model or the calibration changed meanwhile.
    """
    body = recipe.to_json().encode()
    facts = {_RECIPE: FileFacts(bytes=len(body), sha256=hashlib.sha256(body).hexdigest())}
    parts: dict[str, ModelFile | CalibrationFile] = {_MODEL + one.name: one for one in files}
    parts |= {_CALIBRATION + one.name: one for one in calibration}
    facts |= {name: FileFacts(bytes=one.bytes, sha256=one.sha256) for name, one in parts.items()}
    manifest = Manifest(
        format="station-recipe",
        schema=SCHEMA,
        program=program,
        station=station,
        recipe_sha256=recipe.sha256,
        model=model,
        threshold=threshold,
        files=facts,
    )
    text = json.dumps(manifest.model_dump(mode="json", by_alias=True), sort_keys=True, indent=1)
    with whole_file(path, temp_path(path), make=True) as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr(_entry(_MANIFEST), text.encode())
            archive.writestr(_entry(_RECIPE), body)
            # the model first, as in files of releases that knew no calibrations
            for name in sorted(parts, key=lambda name: (not name.startswith(_MODEL), name)):
                _add_file(archive, name, parts[name])
        out.seek(0)
        sha256 = hashlib.file_digest(out, "sha256").hexdigest()
    return sha256


def _entry(name: str, size: int = 0) -> zipfile.ZipInfo:
    """An entry whose bytes depend on nothing but its name."""
    entry = zipfile.ZipInfo(name, _ONE_MOMENT)
    entry.create_system = 3
    entry.external_attr = (stat.S_IFREG | 0o644) << 16
    entry.file_size = size
    return entry


def _add_file(archive: zipfile.ZipFile, name: str, file: ModelFile | CalibrationFile) -> None:
    digest = hashlib.sha256()
    with file.path.open("rb") as source, archive.open(_entry(name, file.bytes), "w") as out:
        while block := source.read(_BLOCK):
            digest.update(block)
            out.write(block)
    if digest.hexdigest() != file.sha256:
        raise RecipeError(f"{file.path} changed while it was exported.", "Export again; such files are never changed.")


def read(path: Path) -> Carried:
    """Check a recipe file from the first byte to the last; nothing is written.

    Raises:
        RecipeError: not such a file, cut off, changed, of a newer form, or holding what it may not hold.
        StorageError: there is no such file, or it cannot be read.
    """
    with _opened(path) as (file, archive):
        entries = _check_entries(path, archive, os.fstat(file.fileno()).st_size)
        manifest = _read_manifest(path, archive, entries)
        _check_listing(path, entries, manifest)
        small: dict[str, bytes] = {}
        for name, facts in manifest.files.items():
            small[name] = _check_file(path, archive, entries[name], facts)
        recipe = _read_recipe(path, small[_RECIPE], manifest)
        there = {name.removeprefix(_MODEL): facts.sha256 for name, facts in manifest.files.items()}
        if there.get(META) != recipe.model.sha256:
            raise RecipeError(f"{path}: the model in it is not the one that the recipe was made with.", _HINT)
        problem = wrong_file(there, small[_MODEL + META])
        if problem is not None:
            raise RecipeError(f"{path}: the model in it cannot be used: {problem}.", _HINT)
        _check_calibration(path, recipe, manifest, small)
        file.seek(0)
        return Carried(path, hashlib.file_digest(file, "sha256").hexdigest(), recipe, manifest)


def extract_model(carried: Carried, folder: Path) -> None:
    """Write the files of the model into `folder`, synced, and check their hashes once more.

    Raises RecipeError: the file changed since it was read; StorageError; OSError from writing.
    """
    _extract(carried, _MODEL, folder)


def extract_calibration(carried: Carried, folder: Path) -> None:
    """Do with the files of the calibration what `extract_model` does with those of the model."""
    _extract(carried, _CALIBRATION, folder)


def _extract(carried: Carried, part: str, folder: Path) -> None:
    with _opened(carried.path) as (_, archive):
        for whole in sorted(carried.manifest.files):
            if not whole.startswith(part):
                continue
            name = whole.removeprefix(part)
            facts = carried.manifest.files[whole]
            digest = hashlib.sha256()
            with archive.open(whole) as source, (folder / name).open("xb") as out:
                while block := source.read(_BLOCK):
                    digest.update(block)
                    out.write(block)
                out.flush()
                os.fsync(out.fileno())
            if digest.hexdigest() != facts.sha256:
                raise RecipeError(f"{carried.path} changed while it was imported.", "Import it again.")


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[tuple[BufferedReader, zipfile.ZipFile]]:
    try:
        file = path.open("rb")
    except OSError as error:
        raise StorageError(f"{path}: cannot be read ({error.strerror or error}).", "Check the path.") from error
    with file:
        try:
            with zipfile.ZipFile(file) as archive:
                yield file, archive
        except (zipfile.BadZipFile, EOFError, NotImplementedError, UnicodeDecodeError) as error:
            raise RecipeError(f"{path}: is not a whole recipe file ({error}).", _HINT) from error


def _check_entries(path: Path, archive: zipfile.ZipFile, size: int) -> Mapping[str, zipfile.ZipInfo]:
    """Look at the table of contents only. Nothing is unpacked that is larger than the file itself."""
    entries = archive.infolist()
    if len(entries) > _MOST_FILES:
        raise RecipeError(f"{path}: holds {len(entries)} files, more than a recipe has.", _HINT)
    found: dict[str, zipfile.ZipInfo] = {}
    for one in entries:
        name = one.filename
        kind = stat.S_IFMT(one.external_attr >> 16)
        if name != one.orig_filename or not _may_be(name):
            raise RecipeError(f"{path}: holds {name!r}, which is no file of a recipe.", "Do not use it.")
        if kind not in (0, stat.S_IFREG) or one.is_dir():
            raise RecipeError(f"{path}: {name} in it is not a plain file.", "Do not use it.")
        if name.lower() in (other.lower() for other in found):
            raise RecipeError(f"{path}: holds {name} twice.", "Do not use it.")
        if one.compress_type != zipfile.ZIP_STORED or one.flag_bits & 0x1 or one.compress_size != one.file_size:
            raise RecipeError(f"{path}: {name} in it is compressed or encrypted; a recipe file is neither.", _HINT)
        found[name] = one
    if sum(one.file_size for one in entries) > size:
        raise RecipeError(f"{path}: says that it holds more than it does.", "Do not use it.")
    return found


def _may_be(name: str) -> bool:
    """Whether an entry may have this name: a fixed one, or a plain file name below model/, good on every system."""
    if name in (_MANIFEST, _RECIPE, _CALIBRATION + CALIBRATION_META, _CALIBRATION + FLAT_FIELD):
        return True
    own = name.removeprefix(_MODEL)
    plain = _PLAIN_NAME.fullmatch(own) is not None and not own.endswith(".")
    return name.startswith(_MODEL) and plain and _DEVICES.fullmatch(own) is None


def _read_manifest(path: Path, archive: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo]) -> Manifest:
    if _MANIFEST not in entries or _RECIPE not in entries:
        raise RecipeError(f"{path}: is a zip file, but not a recipe that a station exported.", "Choose another file.")
    if entries[_MANIFEST].file_size > _MOST_JSON:
        raise RecipeError(f"{path}: its {_MANIFEST} is too large.", _HINT)
    try:
        values = json.loads(archive.read(_MANIFEST))
    except ValueError as error:
        raise RecipeError(f"{path}: its {_MANIFEST} cannot be read.", _HINT) from error
    if not isinstance(values, dict) or values.get("format") != _FORMAT:
        raise RecipeError(f"{path}: is a zip file, but not a recipe that a station exported.", "Choose another file.")
    if values.get("schema") != SCHEMA:
        raise RecipeError(
            f"{path}: has the form {values.get('schema')!r}; this program reads form {SCHEMA}.",
            "Bring this station up to date, or export the recipe with an older program.",
        )
    try:
        return Manifest.model_validate_json(json.dumps(values))
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        where = ".".join(map(str, problem["loc"]))
        raise RecipeError(f"{path}: its {_MANIFEST} is wrong at {where}: {problem['msg']}.", _HINT) from error


def _check_listing(path: Path, entries: Mapping[str, zipfile.ZipInfo], manifest: Manifest) -> None:
    listed, there = set(manifest.files), set(entries) - {_MANIFEST}
    if missing := sorted(listed - there):
        raise RecipeError(f"{path}: {missing[0]} is missing.", _HINT)
    if extra := sorted(there - listed):
        raise RecipeError(f"{path}: holds {extra[0]}, which its manifest does not name.", "Do not use it.")
    if _RECIPE not in listed or _MODEL + META not in listed:
        raise RecipeError(f"{path}: recipe or model is missing.", _HINT)


def _check_file(path: Path, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, facts: FileFacts) -> bytes:
    """Hash one file; return its bytes if it is JSON, b"" else."""
    name = entry.filename
    if entry.file_size != facts.bytes:
        raise RecipeError(f"{path}: {name} in it has {entry.file_size} bytes instead of {facts.bytes}.", _HINT)
    keep = name.endswith(".json") and facts.bytes <= _MOST_JSON
    digest, kept = hashlib.sha256(), []
    with archive.open(entry) as source:
        while block := source.read(_BLOCK):
            digest.update(block)
            if keep:
                kept.append(block)
    if digest.hexdigest() != facts.sha256:
        raise RecipeError(f"{path}: {name} in it was changed or is damaged.", _HINT)
    return b"".join(kept)


def _check_calibration(path: Path, recipe: Recipe, manifest: Manifest, small: Mapping[str, bytes]) -> None:
    there = {
        name.removeprefix(_CALIBRATION): facts.sha256
        for name, facts in manifest.files.items()
        if name.startswith(_CALIBRATION)
    }
    if recipe.calibration is None:
        if there:
            raise RecipeError(f"{path}: holds a calibration that its recipe does not judge by.", "Do not use it.")
        return
    if there.pop(CALIBRATION_META, None) != recipe.calibration.sha256:
        raise RecipeError(f"{path}: the calibration in it is not the one that the recipe judges by.", _HINT)
    try:
        meta = Meta.from_json(small[_CALIBRATION + CALIBRATION_META])
    except ValueError as error:
        raise RecipeError(f"{path}: the calibration in it cannot be used: {error}.", _HINT) from error
    if there != {name: facts.sha256 for name, facts in meta.files.items()}:
        raise RecipeError(f"{path}: the calibration in it is not whole.", _HINT)


def _read_recipe(path: Path, body: bytes, manifest: Manifest) -> Recipe:
    try:
        recipe = Recipe.from_json(body.decode())
        check_name(recipe.model.name)
    except (RecipeError, UnicodeDecodeError) as error:
        raise RecipeError(f"{path}: the recipe in it cannot be read.", _HINT) from error
    # the hash is over the canonical text: another text of the same values would not be what was signed off
    if recipe.to_json().encode() != body or recipe.sha256 != manifest.recipe_sha256:
        raise RecipeError(f"{path}: the recipe in it is not the one that its manifest names.", _HINT)
    return recipe
