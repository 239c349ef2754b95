"""A category in MVTec layout into a data set: all of it is checked and copied before anything is added."""

from __future__ import annotations

import contextlib
import hashlib
import re
import secrets
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from detectors import Cancelled
from station.accounts import Session
from station.db import Records
from station.decision import image_spec
from station.errors import ImageFileError, RecipeError, StationError, UsageError
from station.images import make_folder, read_image, storage_error, sync_folder, write_file, write_image
from station.labelling import Labelling
from station.mask_files import mask_path, pack_mask, read_mask, sha256_of
from station.mvtec_layout import GOOD, LayoutPicture, read_layout
from station.permissions import Action
from station.picture_check import Progress
from station.queries import ImageLabel, LabelledImage, Mask, StoredImage
from station.recipe import ImageSpec, check_name
from station.staging import staging

_PAGE = 500
_HASH_DIGITS = 12
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Brought:
    """What an import put into a data set. `copies`: pictures that were there, bit for bit, labelled the same."""

    recipe: str
    good: int
    defects: Mapping[str, int]
    masks: int
    copies: int


@dataclass(frozen=True, slots=True)
class _Staged:
    """One picture ready to be moved into its data set."""

    source: LayoutPicture
    file: Path
    sha256: str
    spec: ImageSpec
    mask: Path | None
    mask_pixels: int


class Importer:
    """See `station.mvtec.Mvtec.bring`."""

    def __init__(self, records: Records, labelling: Labelling, root: Path) -> None:
        self._records = records
        self._labelling = labelling
        self._root = root

    def bring(
        self,
        by: Session,
        recipe: str,
        folder: Path,
        *,
        progress: Progress = lambda _fraction, _stage: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Brought:
        """Copy a category into the data set `recipe`, without loss, with labels, kinds and masks.

        Everything is read, checked and copied beside the data set first. What fails until then leaves nothing behind;
        after that only the database can fail, and what it took by then stays and is told.

        Raises:
            NotPermitted
            UsageError, ImageFileError: another layout, a damaged picture, a mask that does not fit or is black.
            RecipeError: not a name; pictures of different kinds, or one that the data set knows by another label.
            StorageError: disk full, read-only. RecordsError. Cancelled.
        """
        for action in (Action.CAPTURE, Action.LABEL, Action.PAINT_MASK):
            by.require(action)
        home = self._root / check_name(recipe)
        pictures = read_layout(folder)
        known = {one.image.sha256: one for one in stored_pictures(self._records, recipe)}
        with staging(home, "mvtec-") as stage:
            staged, there = self._stage(stage, recipe, pictures, known, progress, cancelled)
            progress(0.9, "recording the pictures")
            self._record(by, home, recipe, staged, f"imported from {folder}")
            masked = self._records.pictures.masks_of(recipe)
            # an import that broke off may have left pictures without the masks that came with them
            late = [(known[one.sha256], one) for one in there if one.mask is not None]
            late = [(stored, one) for stored, one in late if stored.id not in masked]
            for stored, one in late:
                self._set_mask(by, stored, one)
        progress(1.0, "done")
        kinds = Counter(one.source.kind for one in staged if one.source.kind is not None)
        return Brought(
            recipe,
            sum(1 for one in staged if one.source.kind is None),
            dict(sorted(kinds.items())),
            sum(1 for one in staged if one.mask is not None) + len(late),
            len(pictures) - len(staged),
        )

    def _stage(
        self,
        stage: Path,
        recipe: str,
        pictures: Sequence[LayoutPicture],
        known: Mapping[str, StoredImage],
        progress: Progress,
        cancelled: Callable[[], bool],
    ) -> tuple[list[_Staged], list[_Staged]]:
        """Read, check and copy everything into `stage`: what is new, and what the data set has already."""
        kept = [one.image for one in known.values() if one.image.label is not ImageLabel.IGNORE]
        kind = None
        if kept:
            first = kept[0]
            values = {"height": first.height, "width": first.width, "channels": first.channels, "dtype": first.dtype}
            kind = ImageSpec.model_validate(values)
        staged: dict[str, _Staged] = {}
        copies: list[_Staged] = []
        for index, source in enumerate(pictures):
            if cancelled():
                raise Cancelled("The import was cancelled.", "Nothing was added.")
            progress(0.9 * index / len(pictures), "reading the pictures")
            one = _staged(stage, source)
            kind = kind or one.spec
            if one.spec != kind:
                raise RecipeError(
                    f"{source.path} is {one.spec}, but the pictures of {recipe} are {kind}.",
                    "A data set holds pictures of one kind.",
                )
            twin = staged.get(one.sha256)
            if twin is not None:
                if twin.source.kind != source.kind:
                    raise RecipeError(
                        f"{source.path} is the same picture as {twin.source.path}, with another label.",
                        "Take it out of one of the folders.",
                    )
                continue
            there = known.get(one.sha256)
            if there is not None:
                _refuse_relabelling(source, there)
                copies.append(one)
                continue
            staged[one.sha256] = one
        return list(staged.values()), copies

    def _record(self, by: Session, home: Path, recipe: str, staged: Sequence[_Staged], why: str) -> None:
        """Move the files into the data set and write their rows; files without a row are taken away again."""
        moved: list[tuple[_Staged, Path]] = []
        try:
            make_folder(home / "images")
            for one in staged:
                target = home / "images" / _own_name(one)
                one.file.replace(target)
                moved.append((one, target))
            sync_folder(home / "images")
            now = datetime.now(UTC)
            rows = [_row(recipe, one, target, now) for one, target in moved]
            self._records.pictures.add(rows, who=by.name, why=why)
            ids = {one.image.sha256: one for one in stored_pictures(self._records, recipe)}
            for one, _ in moved:
                self._set_mask(by, ids[one.sha256], one)
        except (OSError, StationError) as error:
            told = storage_error(home, error) if isinstance(error, OSError) else error
            raise self._after_the_fact(recipe, moved, told) from error
        except BaseException:
            self._after_the_fact(recipe, moved, UsageError(""))
            raise

    def _set_mask(self, by: Session, stored: StoredImage, one: _Staged) -> None:
        if one.mask is None:
            return
        target = mask_path(self._root, stored.image)
        data = one.mask.read_bytes()
        write_file(target, data)
        self._labelling.set_mask(
            by,
            Mask(
                stored.id, str(target), sha256_of(data), len(data), one.mask_pixels, datetime.now(UTC), by.name
            ),
        )  # fmt: skip

    def _after_the_fact(self, recipe: str, moved: Sequence[tuple[_Staged, Path]], error: StationError) -> StationError:
        """Take away the files of which the records know nothing, and say how many they know."""
        known: set[str] | None = None
        with contextlib.suppress(StationError):
            known = {one.image.sha256 for one in stored_pictures(self._records, recipe)}
        if known is None:
            return error  # whether a row is there cannot be told: no file is taken away
        for one, target in moved:
            if one.sha256 not in known:
                with contextlib.suppress(OSError):
                    target.unlink(missing_ok=True)
        stayed = sum(1 for one, _ in moved if one.sha256 in known)
        if not stayed:
            return error
        hint = f"{error.hint} {stayed} pictures were added before it. Import again: what is there is left out.".strip()
        return type(error)(error.message, hint)


def stored_pictures(records: Records, recipe: str) -> list[StoredImage]:
    """Read all pictures of a data set. Raises RecordsError."""
    found: list[StoredImage] = []
    after = 0
    while page := records.pictures.stored(recipe, after=after, limit=_PAGE):
        found += page
        after = page[-1].id
    return found


def _staged(stage: Path, source: LayoutPicture) -> _Staged:
    """Read and check one picture and its mask, and copy them into `stage`. A PNG keeps its bytes."""
    image = read_image(source.path)
    data = source.path.read_bytes()
    file = stage / "images" / f"{secrets.token_hex(8)}.png"
    if data.startswith(_PNG):
        write_file(file, data)
        sha256 = hashlib.sha256(data).hexdigest()
    else:
        sha256 = write_image(file, image).sha256
    mask, pixels = None, 0
    if source.mask is not None:
        painted = read_mask(source.mask, (image.shape[0], image.shape[1]))
        pixels = int((painted != 0).sum())
        if not pixels:
            raise ImageFileError(
                f"The mask {source.mask} is black everywhere.", "Paint the defect, or remove the mask."
            )
        mask = file.with_name(f"{file.stem}_mask.png")
        write_file(mask, pack_mask(painted))
    return _Staged(source, file, sha256, image_spec(image), mask, pixels)


def _refuse_relabelling(source: LayoutPicture, there: StoredImage) -> None:
    wanted = ImageLabel.GOOD if source.kind is None else ImageLabel.DEFECT
    if there.image.label is not wanted or there.image.defect != source.kind:
        raise RecipeError(
            f"{source.path} is in the data set already, labelled {there.image.label.value}.",
            "Change its label there, or take it out of the folder.",
        )


def _own_name(one: _Staged) -> str:
    """A name that says what the picture holds, as all pictures of a data set have one."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "_", f"{one.source.kind or GOOD}-{one.source.path.stem}").strip("._-")[:60]
    return f"{plain or 'picture'}-{one.sha256[:_HASH_DIGITS]}.png"


def _row(recipe: str, one: _Staged, target: Path, at: datetime) -> LabelledImage:
    label = ImageLabel.GOOD if one.source.kind is None else ImageLabel.DEFECT
    spec = one.spec
    return LabelledImage(
        recipe, str(target), one.sha256, label, spec.width, spec.height, spec.channels, spec.dtype, at, one.source.kind
    )
