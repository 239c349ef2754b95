"""The camera's own picture counter, compared with what arrived."""

from __future__ import annotations

from camera.api import CameraLost

UNKNOWN_BLOCK = 2**64 - 1
"""What pylon reports where a transport layer keeps no counter, and for some damaged buffers."""


class PictureCounter:
    """Find the pictures that the camera took and that did not arrive, from the jumps of the block number.

    Args:
        first: number of the first picture after the start of a grab: 1 on GigE Vision, 0 elsewhere.
        wraps_at: last number before the counter starts again at `first`; None: it never does.
    """

    MOST = 1000
    """A larger jump is not a loss but a counter that cannot be trusted."""

    def __init__(self, first: int = 0, wraps_at: int | None = None) -> None:
        self._first = first
        self._wraps_at = wraps_at
        self._last = first - 1

    def missed(self, block: int) -> int:
        """Return how many pictures are missing right before the one numbered `block`.

        Raises:
            CameraLost: the number went backwards or far ahead; no picture can be told from another any more.
        """
        if block == UNKNOWN_BLOCK:
            block = self._after_last()
        jump = block - (self._last + 1)
        # A number beyond the wrap shows a camera that counts in 64 bits after all.
        if self._wraps_at is not None and block <= self._wraps_at:
            jump = (block - self._after_last()) % (self._wraps_at - self._first + 1)
        if not 0 <= jump <= self.MOST:
            raise CameraLost(
                f"The camera's picture counter went from {self._last} to {block}.",
                "The station opens the camera anew; if it comes back, check cable and power of the camera.",
            )
        self._last = block
        return jump

    def _after_last(self) -> int:
        if self._wraps_at is not None and self._last >= self._wraps_at:
            return self._first
        return self._last + 1
