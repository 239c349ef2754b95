"""Memory of the CUDA devices. Torch is imported only when someone asks about one; a processor has none of its own."""

from __future__ import annotations


def reset_peak(device: str) -> None:
    """Begin a new measurement of `peak_bytes` on `device` ("cuda:0"). Does nothing on a processor."""
    if device.startswith("cuda"):
        import torch

        torch.cuda.reset_peak_memory_stats(torch.device(device))


def peak_bytes(device: str) -> int | None:
    """Return the most memory that tensors of this process held on `device` since `reset_peak`; None on a processor."""
    if not device.startswith("cuda"):
        return None
    import torch

    return int(torch.cuda.max_memory_allocated(torch.device(device)))


def free_bytes(device: str) -> int | None:
    """Return how much memory of `device` no process holds; None on a processor."""
    if not device.startswith("cuda"):
        return None
    import torch

    return int(torch.cuda.mem_get_info(torch.device(device))[0])
