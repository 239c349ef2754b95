"""`make bench`: speed and memory as one table, for docs/benchmarks.md. Accuracy: `bench_accuracy`."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.bench import (
    bench_beside,
    bench_calibration,
    bench_capture,
    bench_cell,
    bench_detectors,
    bench_line,
    bench_methods,
    bench_plc,
    bench_records,
    bench_threshold,
    bench_window,
)
from tests.bench.row import Row

PARTS = {
    "detectors": bench_detectors.rows,
    "methods": bench_methods.rows,
    "line": bench_line.rows,
    "plc": bench_plc.rows,
    "records": bench_records.rows,
    "calibration": bench_calibration.rows,
    "threshold": bench_threshold.rows,
    "beside": bench_beside.rows,
    "capture": bench_capture.rows,
    "cell": bench_cell.rows,
    "window": bench_window.rows,
}


def machine() -> str:
    """Processor, cores, memory and versions in a line."""
    model = platform.processor() or platform.machine()
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
        memory = f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB, "
    except (OSError, AttributeError, ValueError):
        memory = ""
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    return f"{model}, {os.cpu_count()} cores, {memory}{system}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=sorted(PARTS), action="append")
    parser.add_argument("--device", default="cpu", help="of the part methods: cpu, cuda or cuda:N")
    asked = parser.parse_args()
    chosen = asked.only or list(PARTS)
    parts: dict[str, Callable[[], list[Row]]] = {**PARTS, "methods": partial(bench_methods.rows, asked.device)}
    sys.stdout.write(f"{machine()}\n\n| figure | measured | target | remarks |\n|---|---|---|---|\n")
    for name in chosen:
        for row in parts[name]():
            sys.stdout.write(f"| {' | '.join(row.cells)} |\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
