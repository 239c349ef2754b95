"""Calibration folders: one per version, whole or absent, checked against their hashes whenever they are read.

<data>/calibrations/<product>/v001/     meta.json and, where there is a flat field, flat_field.npz

Versions are never changed. A version holds all parts that were valid when it was made; what is made anew replaces one.
"""

from __future__ import annotations

import errno
import hashlib
import io
import os
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calibration.api import CalibrationError
from calibration.correction import Correction
from calibration.flat_field import FlatField
from station.calibration_record import CalibrationRecord, FileFacts, Meta, correction_of, reference
from station.calibration_ref import CalibrationRef, Kind
from station.errors import CalibrationStoreError
from station.images import storage_error, sync_folder
from station.recipe import check_name
from station.staging import clean, staging, take_number

META = "meta.json"
FLAT_FIELD = f"{Kind.FLAT_FIELD}.npz"
_FOLDER, _FOLDERS = "v{:03d}", re.compile(r"v(\d{3,6})")
_MOST_META = 4 << 20
_MOST_BYTES_PER_PIXEL = 16


@dataclass(frozen=True, slots=True)
class CalibrationFile:
    """One file of a calibration folder; `sha256` is that of its bytes."""

    name: str
    path: Path
    sha256: str
    bytes: int


class CalibrationStore:
    """All calibrations of a station. Thread-safe; everything touches the disk."""

    def __init__(self, root: Path) -> None:
        """`root` need not exist."""
        self._root = root

    def clean(self) -> int:
        """Remove what programs that died left half-made. Raises StorageError."""
        return clean(self._root)

    def products(self) -> tuple[str, ...]:
        """Names that have a calibration, sorted."""
        if not self._root.is_dir():
            return ()
        return tuple(sorted(home.name for home in self._root.iterdir() if self._numbers(home.name)))

    def versions(self, name: str) -> tuple[CalibrationRecord, ...]:
        """All versions of a product, oldest first. Raises CalibrationStoreError: one of them cannot be read."""
        return tuple(self._record(name, number) for number in self._numbers(name))

    def newest(self, name: str) -> CalibrationRecord | None:
        """Raises CalibrationStoreError: it cannot be read."""
        numbers = self._numbers(name)
        return self._record(name, numbers[-1]) if numbers else None

    def record(self, ref: CalibrationRef) -> CalibrationRecord:
        """Read what a version says. Raises CalibrationStoreError: gone, damaged, or not the one of this hash."""
        if ref.version not in self._numbers(ref.name):
            there = ", ".join(str(number) for number in self._numbers(ref.name)) or "none"
            raise CalibrationStoreError(
                f"{self.folder(ref.name, ref.version)}: there is no such calibration.",
                f"Versions of {ref.name} that are there: {there}. Put the folder back from a backup, or calibrate "
                "again and take the new calibration over.",
            )
        found = self._record(ref.name, ref.version)
        if found.ref.sha256 != ref.sha256:
            raise self._damaged(ref.name, ref.version, "it is not the one that the recipe was made with (another hash)")
        return found

    def load(self, ref: CalibrationRef) -> Correction:
        """Read a version with its arrays, every byte checked. Raises CalibrationStoreError."""
        self.record(ref)
        return self._load(self.folder(ref.name, ref.version), ref.name, ref.version)[1]

    def add(
        self, name: str, make_meta: Callable[[Mapping[str, FileFacts]], Meta], flat_field: FlatField | None
    ) -> CalibrationRecord:
        """Write the next version of a product, durable and whole when this returns.

        `make_meta` is given the facts of the other files. Raises StorageError, RecipeError: not a name.
        """

        def fill(folder: Path) -> None:
            files: dict[str, FileFacts] = {}
            if flat_field is not None:
                out = io.BytesIO()
                np.savez_compressed(out, allow_pickle=False, **flat_field.arrays())
                files[FLAT_FIELD] = _write(folder / FLAT_FIELD, out.getvalue())
            _write(folder / META, make_meta(files).to_json())

        return self._place(name, fill)

    def take_in(self, name: str, fill: Callable[[Path], None]) -> CalibrationRef:
        """Store a folder that was made elsewhere as the next version of `name`; `fill` writes its files, synced.

        Raises StorageError, CalibrationStoreError: it cannot be used; and what `fill` raises. Nothing is left behind.
        """
        return self._place(name, fill).ref

    def find(self, sha256: str, name: str) -> CalibrationRef | None:
        """The version of `name` whose meta.json has this hash and that is whole; None if there is none."""
        for number in reversed(self._numbers(name)):
            try:
                found = self._record(name, number)
                if found.ref.sha256 == sha256:
                    self.load(found.ref)
                    return found.ref
            except CalibrationStoreError:
                continue  # damaged: it is stored once more
        return None

    def files(self, ref: CalibrationRef) -> tuple[CalibrationFile, ...]:
        """List the files of a version after checking all of it, sorted by name. Raises CalibrationStoreError."""
        self.load(ref)
        meta, folder = self.record(ref).meta, self.folder(ref.name, ref.version)
        listed = [CalibrationFile(META, folder / META, ref.sha256, (folder / META).stat().st_size)]
        listed += [CalibrationFile(name, folder / name, one.sha256, one.bytes) for name, one in meta.files.items()]
        return tuple(sorted(listed, key=lambda one: one.name))

    def folder(self, name: str, version: int) -> Path:
        return self._root / check_name(name) / _FOLDER.format(version)

    def _place(self, name: str, fill: Callable[[Path], None]) -> CalibrationRecord:
        home = self._root / check_name(name)
        try:
            with staging(home) as work:
                partial = work / "calibration"
                partial.mkdir()
                fill(partial)
                self._load(partial, name, 1)  # what cannot be read back gets no number
                sync_folder(partial)
                version = take_number(partial, home, self._numbers(name), _FOLDER)
                sync_folder(home)
        except OSError as error:
            raise storage_error(home, error) from error
        return self._record(name, version)

    def _load(self, folder: Path, name: str, version: int) -> tuple[CalibrationRecord, Correction]:
        record = self._read(folder, name, version)
        arrays: dict[str, NDArray[Any]] = {}
        for file, facts in record.meta.files.items():
            try:
                body = (folder / file).read_bytes()
            except OSError as error:
                why = f"{file} cannot be read ({error.strerror or error})"
                raise self._damaged(name, version, why) from error
            if len(body) != facts.bytes or hashlib.sha256(body).hexdigest() != facts.sha256:
                raise self._damaged(name, version, f"{file} was changed or is damaged (another hash)")
            try:
                _check_unpacked(body, record)
                with np.load(io.BytesIO(body), allow_pickle=False) as stored:
                    arrays = {key: stored[key] for key in stored.files}
            except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile) as error:
                raise self._damaged(name, version, f"{file} cannot be read") from error
        try:
            correction = correction_of(record.meta, arrays)
        except (CalibrationError, ValueError) as error:
            raise self._damaged(name, version, getattr(error, "message", str(error))) from error
        if correction.size not in (None, record.size):
            raise self._damaged(name, version, "its parts are for another size of picture")
        return record, correction

    def _numbers(self, name: str) -> list[int]:
        home = self._root / name
        if not home.is_dir():
            return []
        found = (_FOLDERS.fullmatch(path.name) for path in home.iterdir())
        return sorted(int(one[1]) for one in found if one is not None)

    def _record(self, name: str, version: int) -> CalibrationRecord:
        return self._read(self.folder(name, version), name, version)

    def _read(self, folder: Path, name: str, version: int) -> CalibrationRecord:
        try:
            body = _small(folder / META)
        except OSError as error:
            raise self._damaged(name, version, f"{META} cannot be read ({error.strerror or error})") from error
        try:
            meta = Meta.from_json(body)
        except ValueError as error:
            raise self._damaged(name, version, f"its {META} is wrong: {error}") from error
        return CalibrationRecord(reference(name, version, hashlib.sha256(body).hexdigest(), meta), meta)

    def _damaged(self, name: str, version: int, what: str) -> CalibrationStoreError:
        return CalibrationStoreError(
            f"{self.folder(name, version)}: the calibration cannot be used: {what.rstrip('.')}.",
            "Put the folder back from a backup, or calibrate again and take the new calibration over.",
        )


def _check_unpacked(body: bytes, record: CalibrationRecord) -> None:
    """Unpack nothing that is larger than dark, gain and defects of such pictures can be. Raises ValueError."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        size = sum(one.file_size for one in archive.infolist())
    if size > _MOST_BYTES_PER_PIXEL * record.meta.width * record.meta.height + _MOST_META:
        raise ValueError(f"it would unpack to {size} bytes")


def _small(path: Path) -> bytes:
    with path.open("rb") as file:
        body = file.read(_MOST_META + 1)
    if len(body) > _MOST_META:
        raise OSError(errno.EFBIG, "it is too large")
    return body


def _write(path: Path, body: bytes) -> FileFacts:
    with path.open("xb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    return FileFacts(sha256=hashlib.sha256(body).hexdigest(), bytes=len(body))
