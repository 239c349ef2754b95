"""One way to run a network on images, for every detector: its device, its number type, its batches.

The fast path is bf16 or fp16 with channels-last weights where the hardware multiplies those, images that travel as
bytes and are normalised on the device, and on CUDA a captured graph for each batch size (`detectors.cuda_graphs`). The
plain path is float32, one call after the other. `Engine.plain` gives it for comparison, and a model that gives other
results on the fast path is moved to the plain one (`detectors.fitted`).
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from detectors.images import NetworkInput
from detectors.options import Precision
from detectors.runtime import pick_dtype

if TYPE_CHECKING:
    from detectors.cuda_graphs import GraphRunner

Outputs = tuple[torch.Tensor, ...]
Build = Callable[[torch.device, torch.dtype], nn.Module]
"""Return the network on a device, its heavy parts in a number type: normalised (N, 3, H, W) in that type and channels
last -> a tensor, or several, with N first, of which the detector makes predictions. It must not wait for the device."""

BATCH_PIXELS = 8 * 256 * 256
"""Input pixels of one pass on the CPU: more gains nothing there, and cancelling would wait for it."""
BATCH_PIXELS_CUDA = 4 * BATCH_PIXELS

Module = TypeVar("Module", bound=nn.Module)


def placed(module: Module, device: torch.device, dtype: torch.dtype) -> Module:
    """Return a copy of `module` for inference on `device`, its weights in `dtype` and channels last."""
    moved = copy.deepcopy(module).to(device=device, dtype=dtype)
    return moved.to(memory_format=torch.channels_last).requires_grad_(False).eval()


class Engine:
    """Runs the network that `build` makes. Not thread-safe."""

    def __init__(
        self,
        build: Build,
        *,
        size: tuple[int, int],
        mean: Sequence[float],
        std: Sequence[float],
        device: torch.device,
        precision: Precision = "auto",
    ) -> None:
        """`size`: (height, width) of the input. `mean`, `std`: of each channel, for values 0 black to 1 white."""
        self.device = device
        self.dtype = pick_dtype(precision, device)
        self.size = size
        self._build, self._mean, self._std = build, tuple(mean), tuple(std)
        scale = 1.0 / torch.tensor(self._std)
        self._scale = scale.to(device)
        self._shift = (-torch.tensor(self._mean) * scale).to(device)
        self.network = build(device, self.dtype)
        pixels = BATCH_PIXELS if device.type == "cpu" else BATCH_PIXELS_CUDA
        self._batch = max(1, pixels // (size[0] * size[1]))
        self._use_graphs = device.type == "cuda"
        self._graphs: GraphRunner | None = None

    @property
    def batch(self) -> int:
        """Images of one pass, at most."""
        return self._batch

    @property
    def is_plain(self) -> bool:
        return self.dtype == torch.float32 and self.device.type == "cpu"

    @property
    def normalisation(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Mean and standard deviation of each channel."""
        return self._mean, self._std

    def plain_network(self) -> nn.Module:
        """Return the network once more, in float32 on the CPU."""
        return self._build(torch.device("cpu"), torch.float32)

    def plain(self) -> Engine:
        """Return the same network in float32, without graphs."""
        engine = Engine(
            self._build, size=self.size, mean=self._mean, std=self._std, device=self.device, precision="fp32"
        )
        engine._use_graphs = False
        engine._batch = self._batch
        return engine

    @torch.inference_mode()
    def __call__(self, inputs: Sequence[NetworkInput]) -> Outputs:
        """Run on these images, in smaller batches where the memory asks for it. The outputs stay on the device."""
        if len(inputs) <= self.batch:
            try:
                pixels, gains = stacked(inputs)
                return self.run(torch.from_numpy(pixels).to(self.device), torch.from_numpy(gains).to(self.device))
            except torch.cuda.OutOfMemoryError:
                if not self.shrink(len(inputs)):
                    raise
        # Fixed here, because a part that is still too large makes the batch smaller once more.
        size = self.batch
        parts = [self(inputs[at : at + size]) for at in range(0, len(inputs), size)]
        return tuple(torch.cat(one) for one in zip(*parts, strict=True))

    def shrink(self, count: int) -> bool:
        """After memory ran out on `count` images, take half as many from now on; False where it was one image."""
        self.release()
        tried = min(count, self._batch)
        self._batch = max(1, tried // 2)
        return tried > 1

    @torch.inference_mode()
    def stream(self, batches: Iterable[Sequence[NetworkInput]]) -> Iterator[Outputs]:
        """Run batch after batch; the outputs come in the same order, on the host.

        On CUDA a batch is prepared while the one before is computed.
        """
        if self._use_graphs:
            from detectors.cuda_graphs import GraphRunner

            self._graphs = self._graphs or GraphRunner(self.run, self.device)
            yield from self._graphs.stream(stacked(batch) for batch in batches)
            return
        for batch in batches:
            yield tuple(one.cpu() for one in self(batch))

    def run(self, pixels: torch.Tensor, gains: torch.Tensor) -> Outputs:
        """Normalise and run what lies on the device: pixels (N, H, W) or (N, H, W, 3), gains (N,)."""
        with reproducible():
            found = self.network(normalised(pixels, gains, self._shift, self._scale, self.dtype))
        return (found,) if isinstance(found, torch.Tensor) else tuple(found)

    def release(self) -> None:
        """Give back what the graphs hold, and all that the device keeps for later."""
        self._graphs = None
        if self.device.type == "cuda":
            torch.cuda.empty_cache()


def stacked(inputs: Sequence[NetworkInput]) -> tuple[NDArray[Any], NDArray[np.float32]]:
    """Return (N, H, W) or (N, H, W, 3) pixels, uint8 where all are, else float32, and their (N,) float32 gains."""
    pixels = [one.pixels for one in inputs]
    if len({one.dtype for one in pixels}) > 1:
        pixels = [one.astype(np.float32) for one in pixels]
    return np.stack(pixels), np.array([one.gain for one in inputs], np.float32)


def normalised(
    pixels: torch.Tensor, gains: torch.Tensor, shift: torch.Tensor, scale: torch.Tensor, dtype: torch.dtype
) -> torch.Tensor:
    """Return (N, 3, H, W) of `dtype`, channels last: pixels * gain * scale + shift, computed in float32."""
    count, height, width = pixels.shape[:3]
    if pixels.ndim == 3:
        # One plane is computed three times: an inner loop over three channels would cost more than the pass itself.
        planes = torch.addcmul(
            shift.view(1, 3, 1, 1), pixels.float().unsqueeze(1), gains.view(-1, 1, 1, 1) * scale.view(1, 3, 1, 1)
        )
        return planes.to(dtype).contiguous(memory_format=torch.channels_last)
    # Whole lines at once, for the same reason.
    lines = torch.addcmul(
        shift.repeat(width), pixels.reshape(count, height, -1).float(), gains.view(-1, 1, 1) * scale.repeat(width)
    )
    return lines.to(dtype).view(count, height, width, 3).permute(0, 3, 1, 2)


@contextmanager
def reproducible() -> Iterator[None]:
    """Let cuDNN choose only algorithms that give the same result each time, in full float32 where that is asked."""
    with torch.backends.cudnn.flags(enabled=True, benchmark=False, deterministic=True, allow_tf32=False):
        yield
