"""A mask that is being painted, and the way back. No Qt: plain arrays and rectangles.

Undo keeps the rectangle that a step touched, before and after it, one bit a pixel and compressed. The oldest steps are
forgotten when they take more memory than allowed.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from station.mask_tools import BLACK, WHITE, Point, Rect, changed_rect, polygon, stroke

HISTORY_BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that can be undone."""

    rect: Rect
    before: bytes
    after: bytes

    @property
    def size(self) -> int:
        return len(self.before) + len(self.after) + 100


class MaskDocument:
    """The pixels, (H, W) uint8 0 or 255, and their history. GUI thread only.

    `revision` changes with every step, also back and forth.
    """

    def __init__(self, pixels: NDArray[np.uint8], *, history_bytes: int = HISTORY_BYTES) -> None:
        self.pixels = np.array(pixels, np.uint8)
        self._settled = self.pixels.copy()
        self._touched: Rect | None = None
        self._undo: list[Step] = []
        self._redo: list[Step] = []
        self._most = history_bytes
        self._depth = 0
        self._saved_at: int | None = 0  # the depth that is on the disk; None: no way leads back there
        self.revision = 0

    @property
    def can_undo(self) -> bool:
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        return bool(self._redo)

    @property
    def history_bytes(self) -> int:
        return sum(step.size for step in self._undo) + sum(step.size for step in self._redo)

    @property
    def modified(self) -> bool:
        """Whether it differs from what was saved, as far as the history can tell."""
        return self._touched is not None or self._saved_at != self._depth

    @property
    def empty(self) -> bool:
        return not self.pixels.any()

    def mark_saved(self) -> None:
        """Say that what is painted now is what is on the disk."""
        self._saved_at = self._depth

    def mark_unsaved(self) -> None:
        """Say that what is painted now is on no disk, such as a mask taken over from a draft."""
        self._saved_at = None

    def stroke(self, start: Point, end: Point, size: int, *, erase: bool = False) -> Rect:
        """Draw a piece of a stroke; `settle` ends it. Returns what to paint anew."""
        rect = stroke(self.pixels, start, end, size, BLACK if erase else WHITE)
        self._touched = rect.joined(self._touched)
        return rect

    def polygon(self, points: Sequence[Point], *, erase: bool = False) -> Rect:
        """Fill a polygon as one step."""
        self.settle()
        self._touched = polygon(self.pixels, points, BLACK if erase else WHITE)
        return self.settle() or Rect(0, 0, 0, 0)

    def replace(self, pixels: NDArray[np.uint8]) -> Rect:
        """Take over a whole mask of the same size as one step. Returns what to paint anew."""
        self.settle()
        if pixels.shape != self.pixels.shape:
            raise ValueError(f"a mask of {pixels.shape} for one of {self.pixels.shape}")
        rect = changed_rect(self.pixels, pixels)
        if not rect.empty:
            self.pixels[rect.rows, rect.columns] = pixels[rect.rows, rect.columns]
            self._touched = rect
            self.settle()
        return rect

    def settle(self) -> Rect | None:
        """End what was being drawn: from here on it is one step back. Returns its rectangle; None: nothing changed."""
        rect, self._touched = self._touched, None
        if rect is None or rect.empty:
            return None
        before, after = self._settled[rect.rows, rect.columns], self.pixels[rect.rows, rect.columns]
        if np.array_equal(before, after):
            return None
        step = Step(rect, _packed(before), _packed(after))
        self._settled[rect.rows, rect.columns] = after
        self._redo.clear()
        if self._saved_at is not None and self._saved_at > self._depth:
            self._saved_at = None
        self._undo.append(step)
        self._depth += 1
        self.revision += 1
        self._forget()
        return rect

    def undo(self) -> Rect | None:
        """Take the last step back. Returns what to paint anew."""
        self.settle()
        if not self._undo:
            return None
        step = self._undo.pop()
        self._redo.append(step)
        self._depth -= 1
        return self._put(step.rect, step.before)

    def redo(self) -> Rect | None:
        """Do again what was taken back last. Returns what to paint anew."""
        self.settle()
        if not self._redo:
            return None
        step = self._redo.pop()
        self._undo.append(step)
        self._depth += 1
        return self._put(step.rect, step.after)

    def _put(self, rect: Rect, packed: bytes) -> Rect:
        part = _unpacked(packed, rect)
        self.pixels[rect.rows, rect.columns] = part
        self._settled[rect.rows, rect.columns] = part
        self.revision += 1
        return rect

    def _forget(self) -> None:
        held = self.history_bytes
        while held > self._most and len(self._undo) > 1:
            held -= self._undo.pop(0).size


def _packed(part: NDArray[np.uint8]) -> bytes:
    return zlib.compress(np.packbits(part != 0).tobytes(), 1)


def _unpacked(packed: bytes, rect: Rect) -> NDArray[np.uint8]:
    bits = np.unpackbits(np.frombuffer(zlib.decompress(packed), np.uint8), count=rect.area)
    shape = (rect.y1 - rect.y0, rect.x1 - rect.x0)
    return np.asarray(bits.reshape(shape) * np.uint8(WHITE), np.uint8)
