"""Data sets: the pictures a recipe is taught from and counted on, captured at the station or imported.

A data set has the name of a recipe, also of one that does not exist yet. Pictures are never deleted: one that is
taken out of a set is labelled IGNORE. See `station.dataset_files` for the folders.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from station.accounts import Session
from station.calibration_ref import CalibrationRef
from station.dataset_claims import Claim, claim_of
from station.dataset_files import Packed, SetFolder, pack, pack_file
from station.db import Records
from station.errors import ImageFileError, RecipeError, StationError
from station.ids import new_id
from station.images import Image, list_images, sha256_file, write_file
from station.permissions import Action
from station.queries import ImageLabel, LabelEntry, LabelledImage, StoredImage
from station.recipe import ImageSpec, check_name
from station.thumbnails import thumbnail

Progress = Callable[[float, str], None]

_TOGETHER = 50
"""Pictures of an import in one transaction: so many files at most are taken away again when the database fails."""
_NAMED_MOST = 20
_PLACES = (ImageLabel.GOOD, ImageLabel.DEFECT, ImageLabel.UNSURE)


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """A picture from the camera: (H, W) or (H, W, 3) RGB, uint8 or uint16; `at` is aware UTC.

    `calibration` is what it was corrected by, None where it is as the camera gave it.
    """

    image: Image
    at: datetime
    camera_id: str = "camera"
    calibration: CalibrationRef | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """What became of shots: how many are new, and how many the set held already, bit for bit.

    `act` is the name of the act, for undo; None where nothing is new.
    """

    new: int
    copies: int
    act: str | None


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of an import.

    `copies`: pictures that the set held already, bit for bit. `refused`: files that could not be taken; the first of
    them are named with the reason in `problems`.
    """

    found: int
    new: int
    copies: int
    refused: int
    problems: tuple[str, ...]
    cancelled: bool
    act: str | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many pictures of a set have which label. `kinds` counts the defects by kind, "" for those without."""

    good: int = 0
    defect: int = 0
    unsure: int = 0
    ignore: int = 0
    kinds: dict[str, int] = field(default_factory=dict)

    @property
    def all(self) -> int:
        return self.good + self.defect + self.unsure + self.ignore

    @property
    def claim(self) -> Claim:
        """What these numbers allow one to claim."""
        return claim_of(self.good, self.defect)


class DataSets:
    """The data sets of one station. Thread-safe; everything touches the disk: not for the GUI thread.

    Every method may raise RecordsError; those that take a session raise NotPermitted before anything is touched.
    """

    def __init__(self, records: Records, root: Path) -> None:
        """`root` is the folder of all data sets; it need not exist."""
        self._records = records
        self._pictures = records.pictures
        self._root = root
        self._adding = threading.Lock()

    def names(self) -> list[str]:
        """List the sets that have a picture, a folder or a recipe."""
        found = set(self._pictures.names()) | {recipe.name for recipe in self._records.recipes()}
        if self._root.is_dir():
            found |= {folder.name for folder in self._root.iterdir() if folder.is_dir() and _is_name(folder.name)}
        return sorted(found, key=str.casefold)

    def folder(self, name: str) -> SetFolder:
        """The folder of a set, which need not exist. Raises RecipeError: not a name."""
        return SetFolder(self._root / check_name(name))

    def kind(self, name: str) -> ImageSpec | None:
        """The kind that all pictures of a set must have: that of the oldest not ignored. None: there is no picture."""
        first = [one for label in _PLACES for one in self._pictures.stored(name, label, limit=1)]
        if not first:
            return None
        image = min(first, key=lambda one: one.id).image
        return ImageSpec.model_validate(
            {"height": image.height, "width": image.width, "channels": image.channels, "dtype": image.dtype}
        )

    def counts(self, name: str) -> Counts:
        """Count the pictures of a set by label."""
        by_label = self._records.image_counts(name)
        kinds = self._pictures.defects(name)
        return Counts(**{label.value: by_label.get(label, 0) for label in ImageLabel}, kinds=kinds)

    def page(self, name: str, *, after: int = 0, limit: int = 500) -> list[StoredImage]:
        """Read some pictures of a set in the order in which it grew; `after` is the last number already seen."""
        return self._pictures.stored(name, after=after, limit=limit)

    def one(self, image_id: int) -> StoredImage | None:
        """Read one picture by its number."""
        return self._pictures.one(image_id)

    def thumbnail(self, image: LabelledImage) -> NDArray[np.uint8]:
        """Return a small copy of a picture; see `station.thumbnails`. Raises ImageFileError: gone or damaged."""
        return thumbnail(self.folder(image.recipe), image)

    def history(self, image_id: int) -> list[LabelEntry]:
        """Read what was said of a picture, the last word first."""
        return self._pictures.history(image_id)

    def known(self, name: str, sha256s: Sequence[str]) -> set[str]:
        """Return which of these hashes a set has already."""
        return set(self._pictures.known(name, sha256s))

    def add(
        self,
        by: Session,
        name: str,
        shots: Sequence[Shot],
        label: ImageLabel,
        *,
        defect: str | None = None,
        act: str | None = None,
    ) -> Added:
        """Put pictures from the camera into a set; durable when it returns. Calls with the same `act` undo together.

        Raises:
            RecipeError: not a name; a picture of another kind than the set. ImageFileError: too large.
            StorageError: disk full, read-only. In each case none of these is added and no file is left.
        """
        by.require(Action.CAPTURE)
        folder = self.folder(name)
        packed = []
        kind = self.kind(name)
        for shot in shots:
            one = pack(shot.image, f"The picture of {shot.at.astimezone():%H:%M:%S}")
            kind = kind or one.spec
            if one.spec != kind:
                raise _odd(f"The picture of {shot.camera_id}", one.spec, name, kind)
            packed.append((one, f"{shot.at:%Y%m%d-%H%M%S-%f}"[:-3]))
        self._note_corrections(shots, packed)
        act = act or new_id()
        new = self._keep(by, name, folder, packed, label, defect, f"captured with {_cameras(shots)}", act)
        return Added(new, len(packed) - new, act if new else None)

    def _note_corrections(self, shots: Sequence[Shot], packed: Sequence[tuple[Packed, str]]) -> None:
        """First: what is known of a picture that is not stored after all does no harm."""
        by_hash: dict[str, tuple[CalibrationRef, list[str]]] = {}
        for shot, (one, _) in zip(shots, packed, strict=True):
            if shot.calibration is not None:
                by_hash.setdefault(shot.calibration.sha256, (shot.calibration, []))[1].append(one.sha256)
        for calibration, pictures in by_hash.values():
            self._records.corrections.note(pictures, calibration)

    def import_folder(
        self,
        by: Session,
        name: str,
        source: Path,
        label: ImageLabel,
        *,
        defect: str | None = None,
        progress: Progress = lambda _fraction, _stage: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Imported:
        """Copy the pictures of a folder (not those below it) into a set, without loss.

        A file that is damaged or of another kind than the set is named and left out; the others are taken. What was
        added before a cancelling or a full disk stays.

        Raises:
            RecipeError: not a name. ImageFileError: no such folder, or no picture in it.
            StorageError: disk full, read-only.
        """
        by.require(Action.CAPTURE)
        folder = self.folder(name)
        paths = list_images(source)
        kind = self.kind(name)
        act, new, copies, refused = new_id(), 0, 0, 0
        problems: list[str] = []
        waiting: list[tuple[Packed, str]] = []

        def flush() -> None:
            nonlocal new, copies
            batch, waiting[:] = list(waiting), []
            if batch:
                added = self._keep(by, name, folder, batch, label, defect, f"imported from {source}", act)
                new, copies = new + added, copies + len(batch) - added

        stopped = False
        for index, path in enumerate(paths):
            if stopped := cancelled():
                break
            progress(index / len(paths), "copying the pictures")
            try:
                one = pack_file(path)
                kind = kind or one.spec
                if one.spec != kind:
                    raise _odd(str(path), one.spec, name, kind)
            except (ImageFileError, RecipeError) as error:
                refused += 1
                if len(problems) < _NAMED_MOST:
                    problems.append(error.message)
                continue
            waiting.append((one, path.stem))
            if len(waiting) >= _TOGETHER or sum(len(one.data) for one, _ in waiting) > 64_000_000:
                self._or_say_how_many(flush, lambda: new)
        self._or_say_how_many(flush, lambda: new)
        progress(1.0, "done")
        return Imported(len(paths), new, copies, refused, tuple(problems), stopped, act if new else None)

    def _or_say_how_many(self, flush: Callable[[], None], new: Callable[[], int]) -> None:
        try:
            flush()
        except StationError as error:
            raise type(error)(f"{error.message} {new()} pictures were added before.", error.hint) from error

    def _keep(
        self,
        by: Session,
        name: str,
        folder: SetFolder,
        packed: Sequence[tuple[Packed, str]],
        label: ImageLabel,
        defect: str | None,
        why: str,
        act: str,
    ) -> int:
        """Write files and rows; both or none. Returns how many are new."""
        with self._adding:
            known = self._pictures.known(name, [one.sha256 for one, _ in packed])
            rows: dict[str, LabelledImage] = {}
            written: list[Path] = []
            try:
                for one, stem in packed:
                    if one.sha256 in known or one.sha256 in rows:
                        continue
                    path = folder.images / one.name(stem)
                    if not _holds(path, one):
                        write_file(path, one.data)
                        written.append(path)
                    rows[one.sha256] = LabelledImage(
                        recipe=name,
                        path=str(path),
                        sha256=one.sha256,
                        label=label,
                        width=one.spec.width,
                        height=one.spec.height,
                        channels=one.spec.channels,
                        dtype=one.spec.dtype,
                        added_at=datetime.now(UTC),
                        defect=defect if label is ImageLabel.DEFECT else None,
                    )
                if rows:
                    self._pictures.add(rows.values(), who=by.name, why=why, batch=act)
            except BaseException:
                for path in written:
                    path.unlink(missing_ok=True)
                raise
            return len(rows)


def _is_name(text: str) -> bool:
    try:
        return bool(check_name(text))
    except RecipeError:
        return False


def _holds(path: Path, packed: Packed) -> bool:
    """Whether the file is there already, from a program that died before its row was written."""
    return path.is_file() and sha256_file(path) == packed.sha256


def _odd(what: str, spec: ImageSpec, name: str, kind: ImageSpec) -> RecipeError:
    return RecipeError(
        f"{what} is {spec}, but the pictures of {name} are {kind}.",
        "A data set holds pictures of one kind: put these into another one, or label the odd ones as ignored.",
    )


def _cameras(shots: Sequence[Shot]) -> str:
    return ", ".join(sorted({shot.camera_id for shot in shots}))
