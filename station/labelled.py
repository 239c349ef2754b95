"""Pictures from files whose truth is known: good, or defective with or without a painted mask."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import overload

import numpy as np

from detectors import Labelled
from station.errors import ImageFileError
from station.images import list_images, read_image


@dataclass(frozen=True, slots=True)
class Picture:
    """One file. `kind` is the kind of defect, where it has a name; `mask_sha256` is that of its mask's file."""

    path: Path
    sha256: str
    kind: str | None = None
    mask_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class LabelledFile:
    """`mask` is a picture of the same size, other than black where the part is defective."""

    path: Path
    defective: bool
    mask: Path | None = None

    def read(self) -> Labelled:
        """Raises ImageFileError: unreadable, or a mask of another size or without a defect."""
        image = read_image(self.path)
        if self.mask is None:
            return Labelled(image, self.defective)
        painted = read_image(self.mask)
        mask = (painted if painted.ndim == 2 else painted.max(axis=2)) > 0
        if mask.shape != image.shape[:2]:
            raise ImageFileError(
                f"The mask {self.mask} is {mask.shape[1]} x {mask.shape[0]} pixels, but {self.path} is"
                f" {image.shape[1]} x {image.shape[0]}.",
                "Paint the mask anew on this picture.",
            )
        if not mask.any():
            raise ImageFileError(
                f"The mask {self.mask} is black everywhere.", "Paint where the defect is, or remove the mask."
            )
        return Labelled(image, self.defective, mask.astype(np.uint8))


class LabelledFiles(Sequence[Labelled]):
    """Labelled pictures that are read when they are asked for."""

    def __init__(self, files: Iterable[LabelledFile]) -> None:
        self.files = tuple(files)

    def __len__(self) -> int:
        return len(self.files)

    @overload
    def __getitem__(self, index: int) -> Labelled: ...
    @overload
    def __getitem__(self, index: slice) -> LabelledFiles: ...
    def __getitem__(self, index: int | slice) -> Labelled | LabelledFiles:
        return LabelledFiles(self.files[index]) if isinstance(index, slice) else self.files[index].read()


def defect_files(folder: Path, masks: Path | None) -> list[LabelledFile]:
    """List the defects in `folder`, each with its mask: NAME_mask.* (as in MVTec AD) or NAME.* in the folder `masks`.

    Raises:
        ImageFileError: a folder that is missing or empty, or a mask that belongs to no picture.
    """
    pictures = list_images(folder)
    painted: dict[str, Path] = {}
    for path in list_images(masks) if masks is not None else []:
        painted[path.stem.removesuffix("_mask")] = path
    orphans = sorted(set(painted) - {path.stem for path in pictures})
    if orphans:
        raise ImageFileError(
            f"{painted[orphans[0]]} belongs to no picture in {folder}.",
            "Name a mask as its picture, or with _mask behind the name.",
        )
    return [LabelledFile(path, True, painted.get(path.stem)) for path in pictures]
