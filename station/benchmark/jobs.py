"""Several runs at once, each in a process of its own, so that one that dies takes nothing with it."""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import signal
from collections.abc import Iterator, Sequence
from multiprocessing.context import SpawnProcess
from pathlib import Path

from detectors.memory import free_bytes
from detectors.threads import limit_threads, physical_cores
from station.benchmark.datasets import Category
from station.benchmark.estimates import Estimates
from station.benchmark.measure import available_bytes
from station.benchmark.plan import Run
from station.benchmark.runs import Machine, execute
from station.benchmark.store import Store
from station.errors import UsageError

_LEAVE_FREE = 0.1


def check_memory(runs: Sequence[Run], jobs: int, estimates: Estimates) -> None:
    """Refuse to do `jobs` at once where the largest of them may not fit.

    Raises:
        UsageError: says how much is needed and how much there is.
    """
    peaks = sorted((estimate.peak_bytes for run in runs if (estimate := estimates.fit(run))), reverse=True)[:jobs]
    device = runs[0].device if runs else "cpu"
    free = free_bytes(device) if device.startswith("cuda") else available_bytes()
    if free is not None and sum(peaks) > (1 - _LEAVE_FREE) * free:
        raise UsageError(
            f"--jobs {jobs}: the largest {len(peaks)} runs need about {sum(peaks) / 1e9:.1f} GB at once, and "
            f"{free / 1e9:.1f} GB of {'device ' if device.startswith('cuda') else ''}memory are free.",
            "Use fewer jobs.",
        )


def run_at_once(
    runs: Sequence[Run], categories: dict[str, Category], folder: Path, machine: Machine, jobs: int
) -> Iterator[tuple[Run, int]]:
    """Do the runs, `jobs` at a time; yield each when it has ended, with the exit code of its process.

    When the caller stops asking, the processes are ended.
    """
    context = multiprocessing.get_context("spawn")
    threads = max(1, physical_cores() // jobs)
    waiting = list(reversed(runs))
    working: list[tuple[SpawnProcess, Run]] = []
    try:
        while waiting or working:
            while waiting and len(working) < jobs:
                run = waiting.pop()
                process = context.Process(
                    target=_work, args=(run, categories[run.category], folder, machine, threads), daemon=True
                )
                process.start()
                working.append((process, run))
            multiprocessing.connection.wait([process.sentinel for process, _ in working])
            ended = [(process, run) for process, run in working if process.exitcode is not None]
            working = [(process, run) for process, run in working if process.exitcode is None]
            for process, run in ended:
                process.join()
                yield run, process.exitcode or 0
    finally:
        for process, _ in working:
            process.terminate()
        for process, _ in working:
            process.join()


def _work(run: Run, category: Category, folder: Path, machine: Machine, threads: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it and ends this process
    limit_threads(threads)
    execute(run, category, Store(folder), machine, _say_nothing)


def _say_nothing(_fraction: float, _stage: str) -> None:
    """Several runs at once would talk at the same time."""
