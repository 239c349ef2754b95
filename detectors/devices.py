"""What there is to compute on, in words. Torch is imported only when someone asks."""

from __future__ import annotations

import platform
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DeviceReport:
    """`device` is what "auto" or the given name comes to; `text` says what it is."""

    device: str
    text: str
    cuda_devices: int


def report(wanted: str = "auto") -> DeviceReport:
    """Pick the device `wanted`, compute something on it, and say what it is. Takes seconds the first time.

    Raises:
        DeviceError: not a device, not in this machine, or it does not compute.
    """
    import torch

    from detectors.api import DeviceError
    from detectors.runtime import pick_device

    device = pick_device(wanted)
    try:
        ones = torch.ones(16, 16, device=device)
        right = float((ones @ ones).sum()) == 16.0**3
    except RuntimeError as error:
        raise DeviceError(f"The device {device} does not compute: {error}", "Check its driver, or use cpu.") from error
    if not right:
        raise DeviceError(f"The device {device} computes wrongly.", "Check its driver and memory, or use cpu.")
    if device.type == "cuda":
        properties = torch.cuda.get_device_properties(device)
        text = f"{properties.name}, {properties.total_memory / 2**30:.0f} GiB"
    else:
        text = f"{platform.processor() or platform.machine()}, {torch.get_num_threads()} threads"
    return DeviceReport(str(device), f"{text}, torch {torch.__version__}", torch.cuda.device_count())
