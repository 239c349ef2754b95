"""Read one image file as a camera would deliver it."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from camera.api import Image

SUFFIXES = (".bmp", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp")

_PNG_HEAD = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class ImageKind:
    width: int
    height: int
    bits: int
    colour: bool


def is_picture(path: Path) -> bool:
    """Tell by its name whether `path` is a picture: a known suffix, and not the name of a temporary file."""
    return path.suffix.lower() in SUFFIXES and not path.name.startswith((".", "~", "_tmp"))


def to_frame(image: Image) -> Image:
    """Bring what OpenCV decodes to (H, W) or (H, W, 3) RGB; an alpha channel is dropped.

    Raises:
        ValueError: another number of channels, or neither 8 nor 16 bits.
    """
    if image.dtype not in (np.uint8, np.uint16):
        raise ValueError(f"its pixels are {image.dtype}, not 8 or 16 bit whole numbers")
    if image.ndim == 2:
        return image
    channels = image.shape[2]
    if channels == 1:
        return np.ascontiguousarray(image[:, :, 0])
    if channels in (3, 4):
        return np.ascontiguousarray(image[:, :, 2::-1])
    raise ValueError(f"it has {channels} channels")


def read_image(path: Path) -> Image:
    """Read `path` as it is: grey or RGB, 8 or 16 bit.

    Raises:
        OSError: cannot be read.
        ValueError: is not an image of these kinds. The message completes "the file ... cannot be used:".
    """
    # Through bytes: OpenCV itself cannot open names outside the code page on Windows.
    data = np.fromfile(path, dtype=np.uint8)
    if data.size == 0:
        raise ValueError("it is empty")
    try:
        image = cv2.imdecode(data, cv2.IMREAD_UNCHANGED)
    except cv2.error as error:
        raise ValueError(f"it cannot be decoded ({error.err or error})") from error
    if image is None:
        raise ValueError("it is not an image, or damaged")
    return to_frame(image)


def read_kind(path: Path) -> ImageKind:
    """Return size and kind of `path`; only the header is read where the format is PNG.

    Raises:
        OSError, ValueError: as `read_image`.
    """
    with path.open("rb") as file:
        head = file.read(26)
    if len(head) == 26 and head.startswith(_PNG_HEAD):
        width, height = struct.unpack(">II", head[16:24])
        bits, colour_type = head[24], head[25]
        return ImageKind(width, height, 16 if bits == 16 else 8, colour_type in (2, 3, 6))
    image = read_image(path)
    return ImageKind(image.shape[1], image.shape[0], image.dtype.itemsize * 8, image.ndim == 3)
