"""Masks as files: where they lie, how they are read and packed, and drafts that survive a crash.

<data>/datasets/<name>/ground_truth/<stem>_mask.png             8-bit grey, 0 or 255, of the picture's size
<data>/datasets/<name>/ground_truth/.<stem>_mask.png.draft      one line of JSON, then such a PNG: not saved yet
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from station.errors import ImageFileError, StorageError
from station.images import read_image, sha256_file
from station.queries import LabelledImage
from station.types import ModelRef

MaskPixels = NDArray[np.uint8]
"""(H, W), 0 or 255."""

_HASH_DIGITS = 12


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """A mask that was being painted when the program ended. `at` is when it was last kept."""

    pixels: MaskPixels
    at: datetime
    proposed_by: ModelRef | None = None


def mask_path(root: Path, image: LabelledImage) -> Path:
    """Where the mask of a picture belongs; `root` is the folder of all data sets.

    Pictures of the set's own folder have names of their own; of others two may have the same.
    """
    home, picture = root / image.recipe, Path(image.path)
    own = picture.parent == home / "images"
    stem = picture.stem if own else f"{picture.stem}-{image.sha256[:_HASH_DIGITS]}"
    return home / "ground_truth" / f"{stem}_mask.png"


def draft_path(mask: Path) -> Path:
    return mask.with_name(f".{mask.name}.draft")


def pack_mask(pixels: NDArray[Any]) -> bytes:
    """Encode a mask, white where `pixels` is not 0."""
    white = np.where(pixels != 0, np.uint8(255), np.uint8(0))
    fine, encoded = cv2.imencode(".png", white, [cv2.IMWRITE_PNG_COMPRESSION, 1])
    if not fine:
        raise StorageError(f"This mask cannot be written as PNG ({pixels.shape}).")
    return bytes(encoded.tobytes())


def read_mask(path: Path, size: tuple[int, int]) -> MaskPixels:
    """Read a mask of (height, width) `size`; anything but black is white.

    Raises ImageFileError: missing, damaged, or of another size.
    """
    return _fitting(read_image(path), path, size)


def read_saved_mask(path: Path, sha256: str | None, size: tuple[int, int]) -> MaskPixels:
    """Read a mask in force, as `read_mask`. Raises ImageFileError: gone, or not the one that was saved."""
    if sha256_file(path) != sha256:
        raise ImageFileError(f"{path}: is not the mask that was saved.", "Open the picture and paint it anew.")
    return read_mask(path, size)


def pack_draft(image: LabelledImage, pixels: NDArray[Any], proposed_by: ModelRef | None) -> bytes:
    """Encode a draft. It names the picture it was painted on."""
    model = None if proposed_by is None else [proposed_by.name, proposed_by.version, proposed_by.sha256]
    head = {"picture": image.sha256, "at": datetime.now(UTC).isoformat(), "proposed_by": model}
    return json.dumps(head).encode() + b"\n" + pack_mask(pixels)


def read_draft(path: Path, image: LabelledImage) -> Draft | None:
    """Read what was being painted on `image`; None where there is nothing, or nothing that can be used."""
    try:
        head, _, data = path.read_bytes().partition(b"\n")
        told = json.loads(head)
        if told["picture"] != image.sha256:
            return None
        model = None if told["proposed_by"] is None else ModelRef(*told["proposed_by"])
        pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
        if pixels is None:
            return None
        fitting = _fitting(pixels, path, (image.height, image.width))
        return Draft(fitting, datetime.fromisoformat(told["at"]), model)
    except (OSError, ValueError, KeyError, TypeError, cv2.error, ImageFileError):
        # a draft is a kindness: what cannot be read is as good as none
        return None


def sha256_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _fitting(pixels: NDArray[Any], path: Path, size: tuple[int, int]) -> MaskPixels:
    grey = pixels if pixels.ndim == 2 else pixels.max(axis=2)
    if grey.shape != size:
        raise ImageFileError(
            f"{path}: the mask is {grey.shape[1]} x {grey.shape[0]} pixels, the picture {size[1]} x {size[0]}.",
            "Paint the mask anew on this picture.",
        )
    return np.where(grey != 0, np.uint8(255), np.uint8(0))
