"""Small copies of a data set's pictures, kept beside them so that a gallery opens quickly. They may be deleted."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from station.dataset_files import SetFolder
from station.errors import ImageFileError, StorageError
from station.heatmap import to_8_bit
from station.images import read_image, whole_file
from station.queries import LabelledImage

SIDE = 256
"""Longest side of a thumbnail in pixels."""
_QUALITY = 88


def thumbnail(folder: SetFolder, image: LabelledImage) -> NDArray[np.uint8]:
    """Return a small copy, (h, w) or (h, w, 3) RGB uint8, no side above `SIDE`; made and kept when it is first wanted.

    Tens of milliseconds the first time for 5 megapixels, about one afterwards. Thread-safe.

    Raises:
        ImageFileError: the picture is gone or damaged.
    """
    path = folder.thumbs / f"{image.sha256[:32]}.jpg"
    kept = _read(path)
    if kept is not None:
        return kept
    small = shrink(read_image(Path(image.path)))
    # a cache: where it cannot be written, the picture is read again the next time
    with contextlib.suppress(StorageError):
        _write(path, small)
    return small


def shrink(image: NDArray[Any], side: int = SIDE) -> NDArray[np.uint8]:
    """Return an 8-bit copy whose longest side is at most `side`."""
    height, width = image.shape[:2]
    factor = min(1.0, side / max(height, width))
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    if factor < 1.0:
        image = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(to_8_bit(image))


def _read(path: Path) -> NDArray[np.uint8] | None:
    try:
        return np.asarray(read_image(path), np.uint8)
    except ImageFileError:
        return None


def _write(path: Path, small: NDArray[np.uint8]) -> None:
    turned = small[:, :, ::-1] if small.ndim == 3 else small
    fine, encoded = cv2.imencode(".jpg", np.ascontiguousarray(turned), [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    if fine:
        with whole_file(path, make=True, durable=False) as file:
            file.write(encoded.tobytes())
