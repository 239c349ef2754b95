"""Where the pictures of data sets lie, and how a file from elsewhere becomes one of them.

<data>/datasets/<name>/images/<stem>-<hash>.png          as captured or imported, without loss
<data>/datasets/<name>/ground_truth/<stem>-<hash>_mask.png
<data>/datasets/<name>/thumbs/<hash>.jpg                 small copies, made when they are wanted; may be deleted

The hash is the beginning of the SHA-256 of the file, so that a name says what it holds: the same picture that comes
twice, or again after a crash, finds its own file.
"""

from __future__ import annotations

import hashlib
import re
import struct
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from station.decision import image_spec
from station.errors import ImageFileError
from station.images import Image, decode_image, read_bytes
from station.recipe import ImageSpec

MOST_MEGAPIXELS = 256
"""Larger pictures are refused: nothing on the line could score them in time."""

_PNG = b"\x89PNG\r\n\x1a\n"
_PLAIN_PNG = {(depth, colour) for depth in (8, 16) for colour in (0, 2)}  # grey or RGB, no palette, no transparency
_HASH_DIGITS = 12
_STEM_MOST = 60


@dataclass(frozen=True, slots=True)
class Packed:
    """A picture as the bytes of its PNG file. `sha256` is over `data`."""

    data: bytes
    sha256: str
    spec: ImageSpec

    def name(self, stem: str) -> str:
        """The file's name below `images`."""
        plain = re.sub(r"[^A-Za-z0-9._-]+", "_", stem).strip("._-")[:_STEM_MOST] or "picture"
        return f"{plain}-{self.sha256[:_HASH_DIGITS]}.png"


@dataclass(frozen=True, slots=True)
class SetFolder:
    """The folder of one data set."""

    root: Path

    @property
    def images(self) -> Path:
        return self.root / "images"

    @property
    def thumbs(self) -> Path:
        return self.root / "thumbs"

    def mask(self, picture: Path) -> Path:
        """Where the mask of `picture` belongs."""
        return self.root / "ground_truth" / f"{picture.stem}_mask.png"


def pack(image: Image, name: str = "the picture") -> Packed:
    """Encode (H, W) grey or (H, W, 3) RGB, uint8 or uint16, without loss. Raises ImageFileError: too large."""
    _check_size(image.shape[1], image.shape[0], name)
    turned = image[:, :, ::-1] if image.ndim == 3 else image
    # level 1: a third of the time of the default for files a few percent larger
    fine, encoded = cv2.imencode(".png", np.ascontiguousarray(turned), [cv2.IMWRITE_PNG_COMPRESSION, 1])
    if not fine:
        raise ImageFileError(f"{name}: cannot be written as PNG ({image.shape}, {image.dtype}).")
    data = encoded.tobytes()
    return Packed(data, hashlib.sha256(data).hexdigest(), image_spec(image))


def pack_file(path: Path) -> Packed:
    """Read a file of any known kind. A plain PNG is taken byte for byte, so that it keeps its hash; others are decoded.

    Raises:
        ImageFileError: missing, damaged, too large, or of a depth that cannot be inspected.
    """
    data = read_bytes(path)
    header = _png_header(data)
    if header is not None:
        _check_size(header[0], header[1], str(path))
    image = decode_image(data, path)
    if header is not None and header[2:] in _PLAIN_PNG:
        return Packed(data, hashlib.sha256(data).hexdigest(), image_spec(image))
    return pack(image, str(path))


def _png_header(data: bytes) -> tuple[int, int, int, int] | None:
    """Width, height, bit depth and colour type; None for what is no PNG."""
    if not data.startswith(_PNG) or len(data) < 26:
        return None
    width, height, depth, colour = struct.unpack(">IIBB", data[16:26])
    return width, height, depth, colour


def _check_size(width: int, height: int, name: str) -> None:
    megapixels = width * height / 1e6
    if megapixels > MOST_MEGAPIXELS:
        raise ImageFileError(
            f"{name}: has {megapixels:.0f} megapixels ({width} x {height}); the most is {MOST_MEGAPIXELS}.",
            "Take a smaller part of the sensor (camera.roi), or cut the picture.",
        )
