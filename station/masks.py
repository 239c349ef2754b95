"""Painted masks of a data set: opened, saved, cleared, and what they tell of a model."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from station.accounts import Session
from station.db import Records
from station.errors import ImageFileError, RecordsError, StorageError, UsageError
from station.images import read_image, sha256_file, storage_error, sync_folder, write_file
from station.judge import Setup
from station.labelling import Labelling
from station.learned import judged_by
from station.mask_files import (
    Draft,
    MaskPixels,
    draft_path,
    mask_path,
    pack_draft,
    pack_mask,
    read_draft,
    read_mask,
    read_saved_mask,
    sha256_of,
)
from station.mask_metrics import PixelFigures, measure_pixels
from station.models import ModelStore
from station.permissions import Action
from station.picture_check import Progress
from station.queries import ImageLabel, LabelledImage, Mask, StoredImage
from station.recipe import Recipe
from station.types import ModelRef

MOST_MEGAPIXELS = 40
"""Larger pictures are not opened for painting."""
_PAGE = 500


@dataclass(frozen=True, slots=True)
class Paintable:
    """A picture of a data set, and the mask in force."""

    stored: StoredImage
    mask: Mask | None


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A picture to paint on.

    `image` as in `station.images.read_image`, read-only. `mask`: (H, W) 0 or 255, black where nothing is saved.
    `saved` is the mask in force. `draft` was being painted when the program ended. `trouble` says in words why a mask
    that is recorded could not be read.
    """

    stored: StoredImage
    image: NDArray[Any]
    mask: MaskPixels
    saved: Mask | None
    draft: Draft | None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """A mask that is on disk and in the records. `labelled`: the picture was labelled a defect with it."""

    mask: Mask
    labelled: bool


class Masks:
    """The painted masks of all data sets. Thread-safe; everything touches the disk: not for the GUI thread."""

    def __init__(
        self,
        records: Records,
        labelling: Labelling,
        root: Path,
        store: ModelStore,
        load_setup: Callable[[Recipe], Setup],
    ) -> None:
        """`root` is the folder of all data sets; it need not exist. Its parent is where relative paths count from."""
        self._records = records
        self._labelling = labelling
        self._root = root
        self._store = store
        self._load_setup = load_setup

    def names(self) -> list[str]:
        """List the data sets that may hold pictures to paint. Raises RecordsError."""
        names = {recipe.name for recipe in self._records.recipes()}
        if self._root.is_dir():
            names |= {folder.name for folder in self._root.iterdir() if (folder / "images").is_dir()}
        return sorted(names, key=str.casefold)

    def pictures(self, recipe: str, *, all_labels: bool = False) -> list[Paintable]:
        """List the defects of a data set with their masks, in the order in which it grew. Raises RecordsError."""
        masks = self._records.pictures.masks_of(recipe)
        wanted = None if all_labels else ImageLabel.DEFECT
        found: list[Paintable] = []
        after = 0
        while page := self._records.pictures.stored(recipe, wanted, after=after, limit=_PAGE):
            found += [Paintable(one, masks.get(one.id)) for one in page]
            after = page[-1].id
        return found

    def open(self, recipe: str, image_id: int) -> Opened:
        """Read a picture, its mask and what was being painted on it. Takes some 100 ms for 5 megapixels.

        Raises:
            RecordsError: the data set has no such picture.
            ImageFileError: the picture is gone, damaged, changed since it was labelled, or too large to paint on.
        """
        stored = self._stored(recipe, image_id)
        image = stored.image
        _check_size(image)
        path = Path(image.path)
        if sha256_file(path) != image.sha256:
            raise ImageFileError(
                f"{path}: is not the picture that was labelled any more.", "Put the file back, or import it again."
            )
        pixels = read_image(path)
        pixels.setflags(write=False)
        size = (image.height, image.width)
        saved, mask, trouble = self._records.pictures.mask(image_id), None, ""
        if saved is not None:
            try:
                mask = self.read(stored, saved)
            except ImageFileError as error:
                trouble = f"{error.message} {error.hint}".strip()
        if mask is None:
            mask = np.zeros(size, np.uint8)
        here = mask_path(self._root, image)
        draft = read_draft(draft_path(here), image) or self._left_behind(here, stored)
        if draft is not None and np.array_equal(draft.pixels, mask):
            draft = None
        return Opened(stored, pixels, mask, saved, draft, trouble)

    def read(self, stored: StoredImage, mask: Mask) -> MaskPixels:
        """Read a mask in force. Raises ImageFileError: gone, or not the one that was saved."""
        return read_saved_mask(Path(str(mask.path)), mask.sha256, (stored.image.height, stored.image.width))

    def save(
        self,
        by: Session,
        recipe: str,
        image_id: int,
        pixels: NDArray[Any],
        *,
        proposed_by: ModelRef | None = None,
        make_defect: bool = False,
        kind: str | None = None,
    ) -> Saved:
        """Put a mask in force: first the file, whole and durable, then its row. The draft is gone then.

        `make_defect`: a picture that is not labelled a defect becomes one, of `kind`. When this raises, the mask before
        is in force still, and its file as it was.

        Raises:
            NotPermitted
            UsageError: nothing is painted; the picture is no defect.
            ImageFileError: a mask of another size than the picture.
            StorageError: disk full, read-only. RecordsError.
        """
        by.require(Action.PAINT_MASK)
        stored = self._stored(recipe, image_id)
        image = stored.image
        _check_fits(pixels, image)
        count = int(np.count_nonzero(pixels))
        if not count:
            raise UsageError("Nothing is painted.", "Paint the defect, or clear the mask.")
        is_defect = image.label is ImageLabel.DEFECT
        if not is_defect:
            if not make_defect:
                raise UsageError(
                    f"This picture is labelled {image.label.value}, and only defects have masks.",
                    "Label it as a defect too, or leave it unpainted.",
                )
            by.require(Action.LABEL)
        data = pack_mask(pixels)
        path = mask_path(self._root, image)
        with _put_back_on_error(path):
            write_file(path, data)
            mask = Mask(image_id, str(path), sha256_of(data), len(data), count, datetime.now(UTC), by.name, proposed_by)
            with self._as_defect(by, recipe, image_id, kind) if not is_defect else contextlib.nullcontext():
                self._labelling.set_mask(by, mask)
        self.drop_draft(recipe, image_id)
        return Saved(mask, labelled=not is_defect)

    def clear(self, by: Session, recipe: str, image_id: int) -> None:
        """Take the mask of a picture away. The row of what was stays in the history.

        Raises NotPermitted, RecordsError, StorageError.
        """
        by.require(Action.PAINT_MASK)
        stored = self._stored(recipe, image_id)
        if self._records.pictures.mask(image_id) is not None:
            self._labelling.set_mask(by, Mask(image_id, None, None, None, 0, datetime.now(UTC), by.name))
        path = mask_path(self._root, stored.image)
        _remove(path)
        _remove(draft_path(path))

    def keep_draft(self, recipe: str, image_id: int, pixels: NDArray[Any], proposed_by: ModelRef | None = None) -> None:
        """Keep what is being painted, so that a crash does not lose it. Raises StorageError, ImageFileError."""
        image = self._stored(recipe, image_id).image
        _check_fits(pixels, image)
        write_file(draft_path(mask_path(self._root, image)), pack_draft(image, pixels, proposed_by))

    def drop_draft(self, recipe: str, image_id: int) -> None:
        """Forget what was being painted. Raises StorageError."""
        _remove(draft_path(mask_path(self._root, self._stored(recipe, image_id).image)))

    def pixel_metrics(
        self,
        recipe: Recipe,
        *,
        progress: Progress = lambda _fraction, _stage: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> PixelFigures:
        """Measure how well the heatmaps of a recipe version find what was painted. Scores each picture.

        Raises:
            RecipeError, ModelStoreError, DetectorError: the model cannot be loaded.
            RecordsError, Cancelled
        """
        judging = judged_by(self._records, self._store, recipe.name, (recipe.model,), self._root.parent)
        return measure_pixels(
            recipe, judging.candidates, lambda: self._loaded(recipe), progress=progress, cancelled=cancelled
        )

    @contextlib.contextmanager
    def _loaded(self, recipe: Recipe) -> Iterator[Setup]:
        setup = self._load_setup(recipe)
        try:
            yield setup
        finally:
            setup.detector.close()

    @contextlib.contextmanager
    def _as_defect(self, by: Session, recipe: str, image_id: int, kind: str | None) -> Iterator[None]:
        """Label a picture as a defect; take that back where the block raises."""
        act = self._labelling.label(by, recipe, [image_id], ImageLabel.DEFECT, defect=kind, why="a mask was painted")
        try:
            yield
        except BaseException:
            with contextlib.suppress(RecordsError):
                self._labelling.undo(by, act, why="the mask could not be saved")
            raise

    def _left_behind(self, path: Path, stored: StoredImage) -> Draft | None:
        """Find a mask whose program ended between its file and its row."""
        known = {mask.sha256 for mask in self._records.pictures.masks(stored.id)}
        try:
            if not path.exists() or sha256_file(path) in known:
                return None
            pixels = read_mask(path, (stored.image.height, stored.image.width))
            return Draft(pixels, datetime.fromtimestamp(path.stat().st_mtime, UTC))
        except (OSError, ImageFileError):
            return None

    def _stored(self, recipe: str, image_id: int) -> StoredImage:
        page = self._records.pictures.stored(recipe, after=image_id - 1, limit=1)
        if not page or page[0].id != image_id:
            raise RecordsError(f"{recipe} has no picture with the number {image_id}.", "Read the data set again.")
        return page[0]


def _check_size(image: LabelledImage) -> None:
    megapixels = image.width * image.height / 1e6
    if megapixels > MOST_MEGAPIXELS:
        raise ImageFileError(
            f"{image.path}: has {megapixels:.0f} megapixels; masks are painted on at most {MOST_MEGAPIXELS}.",
            "Cut the picture, or paint its mask in a drawing program and import it in MVTec layout.",
        )


def _check_fits(pixels: NDArray[Any], image: LabelledImage) -> None:
    if pixels.shape != (image.height, image.width):
        shape = " x ".join(str(side) for side in reversed(pixels.shape))
        raise ImageFileError(
            f"The mask is {shape} pixels, the picture {image.width} x {image.height}.",
            "Paint the mask on this picture.",
        )


def _remove(path: Path) -> None:
    try:
        if path.exists():
            path.unlink()
            sync_folder(path.parent)
    except OSError as error:
        raise storage_error(path, error) from error


@contextlib.contextmanager
def _put_back_on_error(path: Path) -> Iterator[None]:
    """Give a file the content it had, or take it away, where the block raises."""
    try:
        before = path.read_bytes() if path.exists() else None
    except OSError as error:
        raise storage_error(path, error) from error
    try:
        yield
    except BaseException:
        with contextlib.suppress(StorageError, OSError):
            if before is None:
                _remove(path)
            elif path.read_bytes() != before:
                write_file(path, before)
        raise
