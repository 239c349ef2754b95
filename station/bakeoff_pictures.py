"""The pictures of a bake-off: found, read once, and dealt so that none is both learned from and counted.

Held-out pictures come in an order that depends only on their content and the seed, defects kind by kind. Even and odd
places are two halves of the same make-up; see `station.bakeoff_ranking`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from detectors import Cancelled, TrainingDataError
from station.db import Records
from station.errors import ImageFileError, UsageError, explain
from station.images import SUFFIXES, list_images, read_image, sha256_file, write_image
from station.labelled import Picture
from station.picture_check import OneKind, Progress, learn_gate, none_fit, refused_by
from station.queries import ImageLabel
from station.recipe import ImageSpec
from station.training import found_in, split_good

HOLDOUT = 0.3
MADE_FEWEST, MADE_MOST = 20, 60
_UNSORTED = "defect"
_GOOD_NAMES = frozenset({"good", "ok", "normal"})
_NO_CLASSES = frozenset({"ground_truth", "masks", "mask"})
_NAMED_MOST = 5


@dataclass(frozen=True, slots=True)
class Pictures:
    """What a bake-off works with. `normal` is learned from; `held_out` and `defect` are only scored.

    `left_out` names every picture that could not be used; `notes` are for the person.
    """

    normal: tuple[Picture, ...]
    held_out: tuple[Picture, ...]
    defect: tuple[Picture, ...]
    image: ImageSpec
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def kinds(self) -> Mapping[str, int]:
        """How many defects there are of each kind."""
        counts: dict[str, int] = {}
        for one in self.defect:
            counts[one.kind or _UNSORTED] = counts.get(one.kind or _UNSORTED, 0) + 1
        return counts


@dataclass(frozen=True, slots=True)
class Found:
    """Files as they were named by a person or by the records, not looked at yet."""

    good: tuple[Path, ...]
    held_out: tuple[Path, ...] = ()
    defect: tuple[tuple[Path, str], ...] = ()
    notes: tuple[str, ...] = ()


def find(recipe: str, good: Path | None, held_out: Path | None, defects: Path | None, records: Records | None) -> Found:
    """List the files. Without `good` the pictures that the records know of the recipe are taken.

    Raises:
        RecipeError: no `good`, and no such recipe.
        ImageFileError: a folder that is missing or empty, or none of the recorded pictures is there any more.
        UsageError: good pictures among the defects.
    """
    if good is not None:
        return Found(
            good=tuple(list_images(good)),
            held_out=tuple(list_images(held_out)) if held_out else (),
            defect=tuple(find_defects(defects)) if defects else (),
        )
    if records is None:
        raise UsageError("There are no good pictures.", "Give their folder with --good.")
    records.recipe(recipe)  # an unknown name is answered with the known ones
    known = records.images(recipe)
    there = [one for one in known if _is_there(one.path, one.sha256)]
    stored = [Path(one.path) for one in there if one.label is ImageLabel.GOOD]
    if not stored:
        raise ImageFileError(
            f"Of the pictures that {recipe} was taught from none is where it was.", "Give their folder with --good."
        )
    gone = sum(one.label in (ImageLabel.GOOD, ImageLabel.DEFECT) for one in known) - sum(
        one.label in (ImageLabel.GOOD, ImageLabel.DEFECT) for one in there
    )
    shown = [(Path(one.path), one.defect or _UNSORTED) for one in there if one.label is ImageLabel.DEFECT]
    return Found(
        good=tuple(stored),
        held_out=tuple(list_images(held_out)) if held_out else (),
        defect=tuple(find_defects(defects)) if defects else tuple(shown),
        notes=(f"recorded pictures of {recipe} that are gone or were changed, and are not used: {gone}",)
        if gone
        else (),
    )


def _is_there(path: str, sha256: str) -> bool:
    try:
        return sha256_file(Path(path)) == sha256
    except ImageFileError:
        return False


def find_defects(folder: Path) -> list[tuple[Path, str]]:
    """List defects with their kind: the name of the sub-folder, "defect" for those directly in `folder`.

    Painted masks (NAME_mask.* and folders named ground_truth or masks) are no pictures of parts.

    Raises:
        ImageFileError: no such folder, or no picture in it or in one of its sub-folders.
        UsageError: a sub-folder is named as one with good parts.
    """
    if not folder.is_dir():
        list_images(folder)  # says what is wrong with it
    found: list[tuple[Path, str]] = []
    if any(path.suffix.lower() in SUFFIXES for path in folder.iterdir() if path.is_file()):
        found = [(path, _UNSORTED) for path in list_images(folder)]
    for below in sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")):
        if below.name.lower() in _GOOD_NAMES:
            raise UsageError(
                f"{below} is among the defects, but its name says good parts.",
                "Take it out; good parts that are only to be tested are given with --held-out.",
            )
        if below.name.lower() not in _NO_CLASSES:
            found += [(path, below.name) for path in list_images(below)]
    found = [(path, kind) for path, kind in found if not path.stem.endswith("_mask")]
    if not found:
        raise ImageFileError(
            f"{folder}: holds no pictures of defects.",
            "Put them in it, or in one sub-folder for each kind; or leave --defects out.",
        )
    return found


@dataclass(slots=True)
class _Reader:
    """Reads every picture once, and remembers what was found."""

    progress: Progress
    cancelled: Callable[[], bool]
    total: int
    done: int = 0
    kind: OneKind = field(default_factory=OneKind)
    left_out: list[str] = field(default_factory=list)
    copies: int = 0

    def read(self, named: Iterable[tuple[Path, str | None]]) -> list[Picture]:
        kept: dict[str, Picture] = {}
        for path, kind in named:
            if self.cancelled():
                raise Cancelled("The bake-off was cancelled while the pictures were read.", "Nothing was kept.")
            self.progress(self.done / max(1, self.total), "reading the pictures")
            self.done += 1
            try:
                picture = Picture(path, sha256_file(path), kind)
                self.kind.add(path, read_image(path))
            except ImageFileError as error:
                self.left_out.append(explain(error))
                continue
            if picture.sha256 in kept:
                self.copies += 1
            kept.setdefault(picture.sha256, picture)
        return list(kept.values())


def deal(
    found: Found,
    *,
    seed: int,
    holdout: float = HOLDOUT,
    min_normal: int = 1,
    progress: Progress = lambda _fraction, _stage: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Pictures:
    """Read every picture and give each its role. What cannot be read is left out, and named; so is a held-out good
    picture that the image gate, learned from the others, refuses: on the line it would not be scored.

    Raises:
        TrainingDataError: too few good pictures, or one with the same value everywhere.
        ImageFileError: a picture has two roles, or no defect can be read.
        RecipeError: pictures of different size, channels or depth.
        Cancelled
    """
    total = len(found.good) + len(found.held_out) + len(found.defect)
    reader = _Reader(progress, cancelled, total)
    good = reader.read((path, None) for path in found.good)
    good_copies = reader.copies
    extra = reader.read((path, None) for path in found.held_out)
    defect = reader.read(found.defect)
    _refuse_two_roles(good, defect, "both good and defect")
    _refuse_two_roles(extra, defect, "both good and defect")
    _refuse_two_roles(good, extra, "both learned from and held out")
    lost = " ".join(reader.left_out[:_NAMED_MOST])
    files = found_in(found.good, good_copies)
    if len(good) + len(extra) < 2 or not good:
        raise TrainingDataError(
            f"{len(good)} good picture{'' if len(good) == 1 else 's'} can be used{files}: one must be learned from,"
            f" and at least one must be held out. {lost}".rstrip(),
            "Take more pictures of good parts.",
        )
    if found.defect and not defect:
        raise ImageFileError(f"None of the {len(found.defect)} defects can be used. {lost}", "Copy them again.")
    normal, held_out = good, extra
    if not found.held_out:
        by_path = {one.path: one for one in good}
        paths = split_good([one.path for one in good], holdout, seed, min_normal=min_normal, found=files)
        normal, held_out = ([by_path[path] for path in side] for side in paths)
    elif not extra:
        raise ImageFileError(f"None of the held-out pictures can be used. {lost}", "Copy them again.")
    image = reader.kind.spec()
    refused = refused_by(
        learn_gate([one.path for one in normal]).limits, [one.path for one in held_out], cancelled=cancelled
    )
    usable = [one for one in held_out if one.path not in refused]
    if not usable:
        raise none_fit(refused)
    notes = list(found.notes)
    if reader.copies:
        notes.append(f"pictures that are copies of others and are not used: {reader.copies}")
    if reader.left_out:
        notes.append(f"pictures that cannot be read and are not used: {len(reader.left_out)} of {total}")
    if refused:
        notes.append(
            "held-out good pictures that the image gate refuses and that are not used:"
            f" {len(refused)} of {len(held_out)}"
        )
    return Pictures(
        normal=tuple(normal),
        held_out=tuple(dealt(usable, seed)),
        defect=tuple(dealt(defect, seed)),
        image=image,
        left_out=(*reader.left_out, *(f"{path}: {why}." for path, why in refused.items())),
        notes=tuple(notes),
    )


def _refuse_two_roles(these: Iterable[Picture], those: Iterable[Picture], roles: str) -> None:
    known = {one.sha256: one.path for one in these}
    for one in those:
        if one.sha256 in known:
            raise ImageFileError(
                f"{one.path} is the same picture as {known[one.sha256]}: it cannot be {roles}.",
                "Take it out of one of the folders.",
            )


def dealt(pictures: Iterable[Picture], seed: int) -> list[Picture]:
    """Order by kind, and within a kind by a hash of content and seed: names and file order play no part."""
    return sorted(
        pictures, key=lambda one: (one.kind or "", hashlib.sha256(f"{seed}:{one.sha256}".encode()).hexdigest())
    )


def make_defects(held_out: Sequence[Picture], folder: Path, seed: int) -> tuple[Path, ...]:
    """Write pictures of held-out good parts with a made defect into `folder`: stand-ins where no real ones are known.

    Raises ImageFileError, StorageError.
    """
    count = max(MADE_FEWEST, min(MADE_MOST, len(held_out)))
    paths = []
    for number in range(count):
        image = read_image(held_out[number % len(held_out)].path)
        path = folder / f"{number:03d}.png"
        write_image(path, made_defect(image, np.random.default_rng([seed, number])))
        paths.append(path)
    return tuple(paths)


def made_defect(image: NDArray[Any], random: np.random.Generator) -> NDArray[Any]:
    """Return a copy with one spot of 0.2 to 3 % of the picture changed: lighter, darker, or a piece from elsewhere.

    (H, W) or (H, W, 3), uint8 or uint16. Pasting a piece of the picture itself: Li et al., "CutPaste", CVPR 2021.
    """
    mask = _spot(image.shape[:2], random)
    values = image.astype(np.float32)
    low, high = (float(value) for value in np.percentile(values, (1, 99)))
    reach = max(high - low, 0.1 * float(np.iinfo(image.dtype).max))
    shift = float(random.choice((-1, 1))) * float(random.uniform(0.15, 0.6)) * reach
    other = values + shift
    if random.random() < 0.5:
        rows, columns = (int(random.integers(size // 4, max(size // 4 + 1, 3 * size // 4))) for size in image.shape[:2])
        piece = np.roll(values, (rows, columns), (0, 1))
        inside = mask > 0.5
        # where the part looks the same everywhere, a pasted piece would be no defect
        if inside.any() and float(np.abs(piece - values)[inside].mean()) > 0.1 * reach:
            other = piece
    share = mask if image.ndim == 2 else mask[:, :, None]
    changed = values * (1 - share) + other * share
    return np.clip(np.rint(changed), 0, np.iinfo(image.dtype).max).astype(image.dtype)


def _spot(size: tuple[int, ...], random: np.random.Generator) -> NDArray[np.float32]:
    """A ragged, often elongated spot with soft edges, 0..1, float32."""
    height, width = size[0], size[1]
    area = float(np.exp(random.uniform(np.log(0.002), np.log(0.03)))) * height * width
    stretch = float(np.exp(random.uniform(0, np.log(5))))
    radius = max(2.0, float(np.sqrt(area / np.pi)))
    angles = np.linspace(0, 2 * np.pi, 14, endpoint=False)
    lengths = radius * random.uniform(0.65, 1.35, angles.size)
    points = np.stack([np.cos(angles) * lengths * np.sqrt(stretch), np.sin(angles) * lengths / np.sqrt(stretch)])
    turn = float(random.uniform(0, np.pi))
    turned = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) @ points
    centre = random.uniform(0.15, 0.85, 2) * (width, height)
    mask = np.zeros((height, width), np.float32)
    cv2.fillPoly(mask, [np.rint(turned.T + centre).astype(np.int32)], 1.0)
    soft: NDArray[np.float32] = cv2.GaussianBlur(mask, (0, 0), max(0.6, radius / 10)).astype(np.float32)
    return soft
