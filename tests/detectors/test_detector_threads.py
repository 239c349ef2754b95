"""One place decides how many threads compute."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from detectors.threads import physical_cores

BLOCK = "processor\t: {}\nphysical id\t: {}\ncore id\t\t: {}\n"


def test_two_threads_of_one_core_count_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {0, 1, 2, 3, 4}, raising=False)
    table = tmp_path / "cpuinfo"
    table.write_text("\n".join(BLOCK.format(n, n // 4, n % 2) for n in range(8)) + "\n")
    assert physical_cores(table) == 3  # both cores of the first socket, one of the second


def test_without_a_table_the_logical_cores_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {0, 5}, raising=False)
    assert physical_cores(tmp_path / "absent") == 2


@pytest.mark.parametrize("before", ["", "import torch, cv2"])
def test_the_limit_holds_before_and_after_the_import_and_in_what_is_spawned(before: str) -> None:
    script = (
        f"from detectors.threads import limit_threads\n{before}\nlimit_threads(1)\n"
        "import subprocess, sys\n"
        "look = 'import torch, cv2; print(torch.get_num_threads(), cv2.getNumThreads())'\n"
        "exec(look)\n"
        "sys.stdout.flush()\n"
        "subprocess.run([sys.executable, '-c', look], check=True)\n"
    )
    environment = {key: value for key, value in os.environ.items() if key != "OMP_NUM_THREADS"}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True, timeout=100
    )
    assert done.stdout.split() == ["1", "1", "1", "1"]
