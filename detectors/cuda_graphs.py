"""Batches through captured CUDA graphs: one per batch size, with two sets of pinned buffers between host and device.

A batch-1 pass of a small network is some hundred kernels of a few microseconds; launching them one by one costs more
than running them. A graph is launched once. Its buffers are fixed, so a batch is filled up to the next size that has a
graph. While the device computes one batch, the host prepares the next and works on the results of the one before.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

BUCKETS = (1, 2, 4, 8, 16, 32)
WARM_UP = 3

log = logging.getLogger(__name__)

Run = Callable[[torch.Tensor, torch.Tensor], tuple[torch.Tensor, ...]]


@dataclass
class _Slot:
    """Host side of one batch under way. All pinned."""

    pixels: torch.Tensor
    gains: torch.Tensor
    outputs: tuple[torch.Tensor, ...]
    done: torch.cuda.Event


@dataclass
class _Lane:
    """One batch size: where its input and output lie on the device, and the graph between them (None: run eagerly)."""

    pixels: torch.Tensor
    gains: torch.Tensor
    outputs: tuple[torch.Tensor, ...] = ()
    graph: torch.cuda.CUDAGraph | None = None
    slots: list[_Slot] = field(default_factory=list)
    turn: int = 0


class GraphRunner:
    """Runs `run` on one device. Not thread-safe."""

    def __init__(self, run: Run, device: torch.device) -> None:
        self._run = run
        self._device = device
        self._lanes: dict[tuple[tuple[int, ...], torch.dtype], _Lane] = {}

    @torch.inference_mode()
    def stream(self, batches: Iterable[tuple[NDArray[Any], NDArray[np.float32]]]) -> Iterator[tuple[torch.Tensor, ...]]:
        """Yield the outputs of each (pixels, gains) in order, as tensors on the host."""
        under_way: tuple[_Slot, int] | None = None
        for pixels, gains in batches:
            begun = self._begin(pixels, gains), len(pixels)
            if under_way is not None:
                yield self._end(*under_way)
            under_way = begun
        if under_way is not None:
            yield self._end(*under_way)

    def _begin(self, pixels: NDArray[Any], gains: NDArray[np.float32]) -> _Slot:
        count = len(pixels)
        lane = self._lane(bucket(count), torch.from_numpy(pixels))
        slot = lane.slots[lane.turn]
        lane.turn = (lane.turn + 1) % len(lane.slots)
        # The event of this slot was waited for when its last batch ended: its pinned memory is free.
        slot.pixels[:count] = torch.from_numpy(pixels)
        slot.gains[:count] = torch.from_numpy(gains)
        with torch.cuda.device(self._device):
            lane.pixels.copy_(slot.pixels, non_blocking=True)
            lane.gains.copy_(slot.gains, non_blocking=True)
            if lane.graph is not None:
                lane.graph.replay()
                outputs = lane.outputs
            else:
                outputs = self._run(lane.pixels, lane.gains)
            for host, device in zip(slot.outputs, outputs, strict=True):
                host.copy_(device, non_blocking=True)
            slot.done.record()
        return slot

    def _end(self, slot: _Slot, count: int) -> tuple[torch.Tensor, ...]:
        slot.done.synchronize()
        # Cloned: the slot is filled again by the batch after the next.
        return tuple(one[:count].clone() for one in slot.outputs)

    def _lane(self, count: int, like: torch.Tensor) -> _Lane:
        shape = (count, *like.shape[1:])
        lane = self._lanes.get((shape, like.dtype))
        if lane is None:
            lane = self._lanes[(shape, like.dtype)] = self._capture(shape, like.dtype)
        return lane

    def _capture(self, shape: tuple[int, ...], dtype: torch.dtype) -> _Lane:
        with torch.cuda.device(self._device):
            lane = _Lane(
                torch.zeros(shape, dtype=dtype, device=self._device), torch.ones(shape[0], device=self._device)
            )
            side = torch.cuda.Stream(self._device)  # type: ignore[no-untyped-call]
            side.wait_stream(torch.cuda.current_stream())
            with torch.cuda.stream(side):
                for _ in range(WARM_UP):
                    lane.outputs = self._run(lane.pixels, lane.gains)
            torch.cuda.current_stream().wait_stream(side)
            graph = torch.cuda.CUDAGraph()
            try:
                with torch.cuda.graph(graph):
                    lane.outputs = self._run(lane.pixels, lane.gains)
                lane.graph = graph
            except torch.cuda.OutOfMemoryError:
                raise
            except RuntimeError as error:
                # A network that waits for the device cannot be captured; it still runs, one launch after the other.
                log.warning("no CUDA graph for batches of %d: %s", shape[0], error)
                torch.cuda.synchronize()
            for _ in range(2):
                lane.slots.append(
                    _Slot(
                        torch.zeros(shape, dtype=dtype, pin_memory=True),
                        torch.ones(shape[0], pin_memory=True),
                        tuple(torch.zeros_like(one, device="cpu").pin_memory() for one in lane.outputs),
                        torch.cuda.Event(),  # type: ignore[no-untyped-call]
                    )
                )
        return lane


def bucket(count: int) -> int:
    """Return the batch size that `count` images are filled up to."""
    return next((size for size in BUCKETS if size >= count), count)
