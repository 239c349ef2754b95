"""Where and how exactly to compute: device and number type. Imports torch."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import torch

from detectors.api import Cancelled, DeviceError, Progress
from detectors.options import Precision


def pick_device(wanted: str) -> torch.device:
    """Return the device for "auto", "cpu", "cuda" or "cuda:N".

    Raises:
        DeviceError: not a device, or not in this machine.
    """
    if wanted == "auto":
        return torch.device("cuda", 0) if torch.cuda.is_available() else torch.device("cpu")
    if wanted == "cpu":
        return torch.device("cpu")
    match = re.fullmatch(r"cuda(?::(\d+))?", wanted)
    if match is None:
        raise DeviceError(f"There is no device {wanted!r}.", "Use auto, cpu, cuda or cuda:N.")
    index = int(match.group(1) or 0)
    if not torch.cuda.is_available():
        raise DeviceError("No CUDA device can be used on this machine.", "Use the device auto or cpu.")
    if index >= torch.cuda.device_count():
        raise DeviceError(
            f"There is no CUDA device {index}; this machine has {torch.cuda.device_count()}.", "Use a smaller number."
        )
    return torch.device("cuda", index)


def has_fast_bf16() -> bool:
    """Say whether this processor multiplies bf16 matrices in hardware (AMX or AVX-512 BF16)."""
    found = torch.cpu.get_capabilities() if hasattr(torch.cpu, "get_capabilities") else {}
    return bool(found.get("amx_bf16") or found.get("avx512_bf16"))


def pick_dtype(precision: Precision, device: torch.device) -> torch.dtype:
    """Return the number type of the network and of the first pass of the search.

    Raises:
        DeviceError: fp16 on a processor.
    """
    if precision == "fp32":
        return torch.float32
    if precision == "bf16":
        return torch.bfloat16
    if precision == "fp16":
        if device.type == "cpu":
            raise DeviceError("fp16 needs a CUDA device.", "Use precision auto, fp32 or bf16.")
        return torch.float16
    if device.type == "cuda":
        return torch.float16
    return torch.bfloat16 if has_fast_bf16() else torch.float32


def training_dtype(precision: Precision, device: torch.device) -> torch.dtype:
    """Return the number type of the products while training; float32 for no autocast.

    fp16 would need its gradients scaled; bf16 has the range of float32. CUDA devices without bf16 train in float32.

    Raises:
        DeviceError: fp16 on a processor.
    """
    if device.type == "cuda":
        return torch.bfloat16 if precision != "fp32" and torch.cuda.is_bf16_supported() else torch.float32
    return pick_dtype(precision, device)


@contextmanager
def out_of_memory_explained(doing: str) -> Iterator[None]:
    """Turn torch's out-of-memory into a DeviceError."""
    try:
        yield
    except torch.cuda.OutOfMemoryError as error:
        torch.cuda.empty_cache()
        raise DeviceError(
            f"The CUDA device ran out of memory while {doing}.",
            "Close other programs that use it, make the input or the bank smaller, or use the device cpu.",
        ) from error
    except RuntimeError as error:
        if "not enough memory" not in str(error):
            raise
        raise DeviceError(
            f"This machine ran out of memory while {doing}.", "Make the input or the bank smaller."
        ) from error


class Steps:
    """Progress of a fit in weighted stages, and the place where it notices that it was cancelled."""

    def __init__(self, progress: Progress | None, cancelled: Callable[[], bool] | None) -> None:
        self._progress = progress
        self._cancelled = cancelled
        self._begin, self._end, self._name = 0.0, 0.0, ""

    def stage(self, name: str, until: float) -> None:
        """Begin a stage that ends at the fraction `until` of the whole."""
        self._begin, self._end, self._name = self._end, until, name
        self.at(0.0)

    def at(self, fraction: float) -> None:
        """Report the fraction of this stage that is done.

        Raises:
            Cancelled: the caller asked for it.
        """
        self.check()
        if self._progress is not None:
            self._progress(self._begin + (self._end - self._begin) * min(max(fraction, 0.0), 1.0), self._name)

    def check(self) -> None:
        if self._cancelled is not None and self._cancelled():
            raise Cancelled("Training was cancelled.", "")
