"""A data set out to MVTec layout: the folder is whole, or not there."""

from __future__ import annotations

import hashlib
import random
import re
import secrets
import shutil
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from detectors import Cancelled
from station.accounts import Session
from station.db import Records
from station.errors import ImageFileError, UsageError
from station.images import read_image, storage_error, sync_folder, write_file, write_image
from station.mask_files import pack_mask, read_mask, sha256_of
from station.mvtec_import import stored_pictures
from station.mvtec_layout import GOOD, TEST, TRAIN, TRUTH
from station.permissions import Action
from station.picture_check import Progress
from station.queries import ImageLabel, LabelledImage, Mask, StoredImage
from station.recipe import check_name
from station.types import ModelRef

TEST_SHARE = 0.25
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Written:
    """What an export wrote. `left_out`: pictures labelled unsure or ignore."""

    folder: Path
    train: int
    test_good: int
    defects: Mapping[str, int]
    masks: int
    left_out: int


class Exporter:
    """See `station.mvtec.Mvtec.write`."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def write(
        self,
        by: Session,
        recipe: str,
        folder: Path,
        *,
        test_share: float = TEST_SHARE,
        seed: int = 0,
        model: ModelRef | None = None,
        progress: Progress = lambda _fraction, _stage: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Written:
        """Write the labelled pictures of a data set as a category; `folder` is whole when this returns, or not there.

        Of the good pictures those that `model` was taught from go to train, all others to test. Without a model
        `test_share` of them go to test, chosen by `seed`. Pictures labelled unsure or ignore stay at home.

        Raises:
            NotPermitted
            UsageError: `folder` exists; a share out of range; no good picture; nothing is known of the model.
            ImageFileError: a picture or mask that is gone or changed. StorageError, RecordsError, Cancelled.
        """
        by.require(Action.LABEL)
        if folder.exists() or folder.is_symlink():
            raise UsageError(f"{folder} exists already.", "Give a folder that is not there yet.")
        if not 0 <= test_share < 1:
            raise UsageError(
                f"The share of test pictures is {test_share}.", "Give a share from 0 up to 1, such as 0.25."
            )
        everything = stored_pictures(self._records, check_name(recipe))
        good = [one for one in everything if one.image.label is ImageLabel.GOOD]
        defects = [one for one in everything if one.image.label is ImageLabel.DEFECT]
        if not good:
            raise UsageError(f"The data set {recipe} has no good picture to export.", "Label some as good.")
        train = self._train_ids(good, test_share, seed, model)
        masks = self._records.pictures.masks_of(recipe)
        names = _Names()
        plan = [(one, TRAIN if one.id in train else TEST, GOOD) for one in good]
        plan += [(one, TEST, names.kind(one.image.defect)) for one in defects]
        partial = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.tmp")
        written = 0
        try:
            for index, (one, split, kind) in enumerate(plan):
                if cancelled():
                    raise Cancelled("The export was cancelled.", "Nothing was written.")
                progress(index / len(plan), "copying the pictures")
                stem = names.stem(split, kind, Path(one.image.path).stem)
                _copy_picture(one.image, partial / split / kind / f"{stem}.png")
                mask = masks.get(one.id) if kind != GOOD else None
                if mask is not None:
                    _copy_mask(one.image, mask, partial / TRUTH / kind / f"{stem}_mask.png")
                    written += 1
            if folder.exists():
                raise UsageError(f"{folder} exists already.", "Give a folder that is not there yet.")
            partial.rename(folder)
            sync_folder(folder.parent)
        except OSError as error:
            raise storage_error(folder, error) from error
        finally:
            shutil.rmtree(partial, ignore_errors=True)
        progress(1.0, "done")
        kinds = Counter(kind for _, _, kind in plan if kind != GOOD)
        in_test = sum(1 for one in good if one.id not in train)
        left_out = len(everything) - len(good) - len(defects)
        return Written(folder, len(good) - in_test, in_test, dict(sorted(kinds.items())), written, left_out)

    def _train_ids(
        self, good: Sequence[StoredImage], test_share: float, seed: int, model: ModelRef | None
    ) -> frozenset[int]:
        if model is not None:
            snapshot = self._records.pictures.taught_from(model)
            if snapshot is None:
                raise UsageError(
                    f"What model {model.name} version {model.version} was taught from is not recorded.",
                    "Leave the model out: then a share of the good pictures goes to test.",
                )
            taught = {one.sha256 for one in snapshot.images if one.use == "normal"}
            return frozenset(one.id for one in good if one.image.sha256 in taught)
        in_test = min(len(good) - 1, round(test_share * len(good)))
        chosen = set(random.Random(seed).sample([one.id for one in good], in_test))
        return frozenset(one.id for one in good if one.id not in chosen)


class _Names:
    """Names of folders and files that differ from each other."""

    def __init__(self) -> None:
        self._kinds: dict[str, str] = {}
        self._stems: set[tuple[str, str, str]] = set()

    def kind(self, defect: str | None) -> str:
        """The folder of a kind of defect."""
        word = defect or "defect"
        if word not in self._kinds:
            plain = re.sub(r"[^A-Za-z0-9._-]+", "_", word).strip("._-") or "defect"
            plain = f"{plain}_defect" if plain.casefold() == GOOD else plain
            taken = {one.casefold() for one in self._kinds.values()}
            name, number = plain, 2
            while name.casefold() in taken:
                name, number = f"{plain}_{number}", number + 1
            self._kinds[word] = name
        return self._kinds[word]

    def stem(self, split: str, kind: str, stem: str) -> str:
        """The name of a picture in its folder, without suffix."""
        name, number = stem, 2
        while (split, kind, name.casefold()) in self._stems:
            name, number = f"{stem}-{number}", number + 1
        self._stems.add((split, kind, name.casefold()))
        return name


def _copy_picture(image: LabelledImage, target: Path) -> None:
    path = Path(image.path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ImageFileError(f"{path}: cannot be read ({error.strerror or error}).", "Put the file back.") from error
    if hashlib.sha256(data).hexdigest() != image.sha256:
        raise ImageFileError(f"{path}: is not the picture that was labelled any more.", "Put the file back.")
    if data.startswith(_PNG):
        write_file(target, data)
    else:
        write_image(target, read_image(path))


def _copy_mask(image: LabelledImage, mask: Mask, target: Path) -> None:
    path = Path(str(mask.path))
    painted = read_mask(path, (image.height, image.width))
    data = path.read_bytes()
    if sha256_of(data) != mask.sha256:
        raise ImageFileError(f"{path}: is not the mask that was saved.", "Open the picture and paint it anew.")
    write_file(target, pack_mask(painted))
