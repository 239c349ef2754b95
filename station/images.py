"""Image files: read any kind, write so that a file is whole or absent, and look like a sequence for training."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BufferedRandom
from pathlib import Path, PurePosixPath
from typing import Any, Generic, TypeVar, overload

import cv2
import numpy as np
from numpy.typing import NDArray

from station.errors import ImageFileError, StorageError
from station.types import ImageRef, ImageState, Inspection

Image = NDArray[Any]
One = TypeVar("One")

SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".webp", ".pgm", ".ppm"})
_PNG_START, _PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xae\x42\x60\x82"
_JPEG_START, _JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What was written: the hash of the file and its size."""

    sha256: str
    bytes: int


def read_image(path: Path) -> Image:
    """Read a picture as (H, W) grey or (H, W, 3) RGB, uint8 or uint16. Transparency is dropped, EXIF turning ignored.

    Raises:
        ImageFileError: missing, unreadable, empty, cut off, not a picture, or of a depth that cannot be inspected.
    """
    return decode_image(read_bytes(path), path)


def read_bytes(path: Path) -> bytes:
    """Read the whole file of a picture. Raises ImageFileError."""
    try:
        return path.read_bytes()  # OpenCV itself cannot open every path that Windows allows
    except FileNotFoundError:
        raise ImageFileError(f"{path}: there is no such file.", "Check the path.") from None
    except OSError as error:
        raise ImageFileError(
            f"{path}: cannot be read ({error.strerror or error}).", "Give a picture file that this user may read."
        ) from error


def decode_image(data: bytes, path: Path) -> Image:
    """Turn the bytes of a file into a picture, as `read_image` does; `path` is for messages. Raises ImageFileError."""
    if not data:
        raise ImageFileError(f"{path}: the file is empty.", "Copy it again from where it came from.")
    if _is_cut_off(data):
        raise ImageFileError(f"{path}: the picture is cut off.", "Copy it again from where it came from.")
    try:
        image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error:
        image = None
    if image is None or image.size == 0:
        raise ImageFileError(
            f"{path}: is not a picture that can be read.", f"Known kinds: {', '.join(sorted(SUFFIXES))}."
        )
    if image.dtype not in (np.uint8, np.uint16):
        raise ImageFileError(
            f"{path}: has {image.dtype} pixels.", "Save it with 8 or 16 bits per channel (uint8 or uint16)."
        )
    if image.ndim == 3:
        match image.shape[2]:
            case 1:
                image = image[:, :, 0]
            case 3 | 4:
                image = image[:, :, 2::-1]
            case channels:
                raise ImageFileError(f"{path}: has {channels} channels.", "Save it as a grey or a colour picture.")
    return np.ascontiguousarray(image)


def _is_cut_off(data: bytes) -> bool:
    """Tell whether a PNG or JPEG lacks its end mark: decoders fill up what is missing without a word."""
    if data.startswith(_PNG_START):
        return _PNG_END not in data[-4096:]
    if data.startswith(_JPEG_START):
        return data.rfind(_JPEG_END) < data.rfind(b"\xff\xda")
    return False


def list_images(folder: Path) -> list[Path]:
    """List the pictures in `folder` (not below it), in natural order: part2 before part10.

    Raises:
        ImageFileError: no such folder, or no picture in it.
    """
    try:
        found = [
            path
            for path in folder.iterdir()
            if path.suffix.lower() in SUFFIXES and not path.name.startswith(".") and path.is_file()
        ]
    except FileNotFoundError:
        raise ImageFileError(f"{folder}: there is no such folder.", "Check the path.") from None
    except NotADirectoryError:
        raise ImageFileError(
            f"{folder}: is a file, not a folder.", "Give the folder that holds the pictures."
        ) from None
    except OSError as error:
        raise ImageFileError(f"{folder}: cannot be read ({error.strerror or error}).") from error
    if not found:
        raise ImageFileError(f"{folder}: holds no pictures.", f"Known kinds: {', '.join(sorted(SUFFIXES))}.")
    return sorted(found, key=_natural)


def _natural(path: Path) -> tuple[list[tuple[int, int, str]], str]:
    pieces = re.findall(r"[0-9]+|[^0-9]+", path.name.casefold())
    return [(0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in pieces], path.name


def sha256_file(path: Path) -> str:
    """Hash the bytes of a file, as 64 hex digits. Raises ImageFileError."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ImageFileError(f"{path}: cannot be read ({error.strerror or error}).") from error


class ImageFiles(Sequence[Image]):
    """Pictures that are read when they are asked for, so that a training set need not fit into memory."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self.paths = tuple(paths)

    def __len__(self) -> int:
        return len(self.paths)

    @overload
    def __getitem__(self, index: int) -> Image: ...
    @overload
    def __getitem__(self, index: slice) -> ImageFiles: ...
    def __getitem__(self, index: int | slice) -> Image | ImageFiles:
        if isinstance(index, slice):
            return ImageFiles(self.paths[index])
        return read_image(self.paths[index])


class Seen(Sequence[One], Generic[One]):
    """Things as `look` shows them, each looked at when it is asked for."""

    def __init__(self, things: Sequence[One], look: Callable[[One], One]) -> None:
        self._things, self._look = things, look

    def __len__(self) -> int:
        return len(self._things)

    @overload
    def __getitem__(self, index: int) -> One: ...
    @overload
    def __getitem__(self, index: slice) -> Seen[One]: ...
    def __getitem__(self, index: int | slice) -> One | Seen[One]:
        if isinstance(index, slice):
            return Seen(self._things[index], self._look)
        return self._look(self._things[index])


def write_image(path: Path, image: Image) -> StoredFile:
    """Write `image`, (H, W) grey or (H, W, 3) RGB, uint8 or uint16, as PNG without loss. Durable when it returns.

    Folders are made. The file appears under its name only when it is whole and on the disk.

    Raises:
        StorageError: read-only, disk full, I/O error. Nothing is left behind.
    """
    turned = image[:, :, ::-1] if image.ndim == 3 else image
    # level 1: a third of the time of the default for files a few percent larger
    fine, encoded = cv2.imencode(".png", np.ascontiguousarray(turned), [cv2.IMWRITE_PNG_COMPRESSION, 1])
    if not fine:
        raise StorageError(f"{path}: this picture cannot be written as PNG ({image.shape}, {image.dtype}).")
    data = encoded.tobytes()
    write_file(path, data)
    return StoredFile(hashlib.sha256(data).hexdigest(), len(data))


def write_file(path: Path, data: bytes) -> None:
    """Write `data` to `path`, whole or not at all, durable when it returns. Raises StorageError."""
    with whole_file(path, temp_path(path), make=True) as file:
        file.write(data)


@contextlib.contextmanager
def whole_file(
    path: Path, partial: Path | None = None, *, make: bool = False, durable: bool = True
) -> Iterator[BufferedRandom]:
    """Give the block a file to write; when it ends, `path` is there whole, and when it raises, `path` is as it was.

    `partial` is the name until then: None for one that two writers at once do not share. `make` makes the folder.
    Not `durable`: what need not survive a power failure does not wait for the disk.

    Raises:
        StorageError: an OSError of the block or of this.
    """
    partial = partial or path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        if make:
            make_folder(path.parent)
        with partial.open("w+b") as file:
            yield file
            if durable:
                file.flush()
                os.fsync(file.fileno())
        partial.replace(path)
        if durable:
            sync_folder(path.parent)
    except OSError as error:
        raise storage_error(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)


def storage_error(path: Path, error: OSError) -> StorageError:
    """Say in words why `path` cannot be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return StorageError(f"{path}: the disk is full.", "Free some space, or keep fewer images.")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return StorageError(f"{path}: may not be written.", "Give this user the right to write in the data folder.")
    hint = "Give it a folder that exists." if error.errno in (errno.ENOENT, errno.ENOTDIR) else "Check the disk."
    return StorageError(f"{path}: cannot be written ({error.strerror or error}).", hint)


def temp_path(path: Path) -> Path:
    """The name under which `path` is written first. It says whose it is, so that what a crash left can be removed."""
    return path.with_name(f".{path.name}.tmp")


def make_folder(folder: Path) -> None:
    """Make `folder` and those above it, durably. Raises OSError."""
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for one in reversed(missing):
        one.mkdir(exist_ok=True)
        sync_folder(one.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename inside `folder` durable. Windows has no such call and needs none. Raises OSError."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def image_path(inspection: Inspection) -> PurePosixPath:
    """Where the picture of an inspection belongs, below the image folder: YYYY/MM/DD/<id>.png, by its UTC date."""
    name = inspection.id
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,128}", name):
        name = hashlib.sha256(name.encode()).hexdigest()  # it must not leave the folder, whatever an id holds
    at = inspection.at
    return PurePosixPath(f"{at:%Y}", f"{at:%m}", f"{at:%d}", f"{name}.png")


def stored_path(images_dir: Path, inspection: Inspection) -> Path | None:
    """Where the picture of `inspection` lies; None where none is stored (yet, or any more)."""
    ref = inspection.image
    return images_dir / ref.path if ref.state is ImageState.STORED and ref.path is not None else None


def find_interrupted(images_dir: Path, inspection: Inspection) -> ImageRef:
    """Say what became of a picture that was being written when the program died; remove what it left half-written.

    For `Records.mark_interrupted`. A file under its final name is whole, because it got the name last.
    """
    path = image_path(inspection)
    full = images_dir / path
    with contextlib.suppress(OSError):
        temp_path(full).unlink(missing_ok=True)
    try:
        size = full.stat().st_size
        return ImageRef(ImageState.STORED, str(path), sha256_file(full), size)
    except (OSError, ImageFileError):
        return ImageRef(ImageState.FAILED)
