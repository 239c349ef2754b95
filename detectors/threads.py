"""How many threads this program computes with. Called once, where it starts; processes that it spawns follow.

Torch gets one for each physical core: a second one on the same core only waits for the first one's matrix unit.
OpenCV gets one: what it does here is small, and its own threads would wait for torch's, which spin.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def limit_threads(cores: int | None = None) -> None:
    """Let this process, and those it spawns, compute on `cores`; without it OMP_NUM_THREADS, or every physical one."""
    count = str(cores or os.environ.get("OMP_NUM_THREADS") or physical_cores())
    os.environ["OMP_NUM_THREADS"] = count
    os.environ["OPENCV_FOR_THREADS_NUM"] = "1"
    # The environment is read when they are imported; what is here already has to be told.
    if (torch := sys.modules.get("torch")) is not None:
        torch.set_num_threads(max(1, int(count.split(",")[0])))
    if (cv2 := sys.modules.get("cv2")) is not None:
        cv2.setNumThreads(1)


def physical_cores(cpuinfo: Path = Path("/proc/cpuinfo")) -> int:
    """Return how many physical cores this process may use; where the system does not tell, the logical ones."""
    allowed = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set(range(os.cpu_count() or 1))
    try:
        blocks = cpuinfo.read_text(encoding="utf-8").strip().split("\n\n")
    except OSError:
        return max(1, len(allowed))
    cores = set()
    for block in blocks:
        facts = dict(line.split(":", 1) for line in block.splitlines() if ":" in line)
        facts = {key.strip(): value.strip() for key, value in facts.items()}
        if "core id" in facts and int(facts["processor"]) in allowed:
            cores.add((facts.get("physical id"), facts["core id"]))
    return max(1, len(cores) or len(allowed))
