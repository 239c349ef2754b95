"""What the station adds around the detector, and 100,000 triggers through the simulated camera."""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np

from camera.fake_script import Deliver
from station.db import Records
from station.types import Result
from tests.bench.row import Row
from tests.line.line_rig import Rig


def resident_mb() -> float:
    """Resident memory of this process; Linux only, 0 elsewhere."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * 4096 / 1e6


def overhead_rows(parts: int = 400, per_second: float = 20.0) -> list[Row]:
    """Parts at a steady rate, 512 x 512 pictures all stored: everything but grab and inference, per part."""
    added: list[float] = []
    commits: list[float] = []

    def take(result: Result) -> None:
        timings = result.inspection.timings
        assert timings.total_ms is not None
        assert timings.inference_ms is not None
        assert timings.commit_ms is not None
        added.append(timings.total_ms - timings.inference_ms)
        commits.append(timings.commit_ms)

    with tempfile.TemporaryDirectory() as folder:
        rig = Rig(Path(folder), options={"width": 512, "height": 512}, size=(512, 512))
        rig.line.subscribe(take)
        rig.start()
        pause = threading.Event()
        for _ in range(parts):
            rig.fire(1)
            pause.wait(1 / per_second)
        rig.wait(parts)
        rig.close()
    return [
        Row("station around the detector, p50", statistics.median(added), "ms", 5.0),
        Row("station around the detector, p99", float(np.percentile(added, 99)), "ms", 25.0),
        Row("of this, durable commit, p50", statistics.median(commits), "ms", 5.0),
    ]


def endurance_rows(triggers: int = 100_000) -> list[Row]:
    """As many triggers as fast as they are answered; checks that each has exactly one row, in order."""

    class Counting(Rig):
        """Keeps no results: memory is what is measured."""

        count = 0

        def _take(self, result: Result) -> None:
            with self._arrived:
                assert result.inspection.part_id == f"part-{self.count}"
                self.count += 1
                self._arrived.notify_all()

        def wait(self, count: int) -> list[object]:  # type: ignore[override]
            with self._arrived:
                assert self._arrived.wait_for(lambda: self.count >= count, 60)
            return []

    with tempfile.TemporaryDirectory() as folder:
        rig = Counting(
            Path(folder), script=[Deliver(triggers)], output="none", images={"keep_passes": 0.0, "queue": 64}
        )
        rig.start()
        began = time.monotonic()
        rig.fire(triggers // 10)
        early_mb = resident_mb()
        rig.fire(triggers - triggers // 10)
        rig.wait(triggers)
        took_s = time.monotonic() - began
        late_mb = resident_mb()
        fired = rig.fired
        rig.close()
        records = Records.open(f"sqlite:///{Path(folder) / 'records.sqlite'}")
        position, cursor = len(fired), None
        while True:
            page = records.inspections(limit=5000, after=cursor)
            for row in page.items:
                position -= 1
                assert row.trigger_id == fired[position], f"row {position} is out of order"
            cursor = page.next
            if cursor is None:
                break
        assert position == 0, f"{position} triggers have no row"
        records.close()
    return [
        Row(f"{triggers:,} triggers, one inspection each, in order", took_s, "s"),
        Row("parts per second", triggers / took_s, "1/s"),
        Row("memory grown from 10 % to 100 %", late_mb - early_mb, "MB", 50.0),
    ]


def rows(triggers: int = 100_000) -> list[Row]:
    """Run everything; some minutes."""
    return [*overhead_rows(), *endurance_rows(triggers)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--triggers", type=int, default=100_000)
    for row in rows(parser.parse_args().triggers):
        sys.stdout.write("  ".join(row.cells) + "\n")


if __name__ == "__main__":
    main()
