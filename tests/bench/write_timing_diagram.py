"""`make timing-diagram`: docs/images/plc-handshake.svg, from a run of a real line with a simulated PLC."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from station.plc.program import PlcProgram
from station.plc.recorder import Recorder, diagram
from station.plc.sim import SimulatedMaster, wait_for
from tests.bench.bench_plc import Cell
from tests.station.plc_rig import free_port

IMAGES = Path(__file__).parents[2] / "docs" / "images"
SCAN_MS, JUDGING_S = 4.0, 0.03


def main() -> None:
    """Three parts: an OK, a defect that is triggered while that waits for the PLC, and one on its own."""
    scores = iter((0.0, 5.0, 0.0))

    def judge(_image: np.ndarray[Any, Any]) -> float:
        time.sleep(JUDGING_S)  # what a detector takes
        return next(scores)

    recorder, port = Recorder(), free_port()
    with tempfile.TemporaryDirectory() as folder:
        cell = Cell(Path(folder), "server", port, score=judge)
        cell.rig.start()
        cell.plc.open()
        try:
            with SimulatedMaster(PlcProgram(), "127.0.0.1", port, scan_ms=SCAN_MS) as plc:
                assert wait_for(lambda: int(plc.station["status"]) & 1)
                end = cell.plc.exchange.watch(recorder.take)
                recorder.take(cell.plc.exchange.snapshot())
                time.sleep(0.01)
                plc.want("A-0001", "A-0002")
                assert wait_for(lambda: len(plc.program.done) == 2)
                time.sleep(0.02)
                plc.want("A-0003")
                assert wait_for(lambda: len(plc.program.done) == 3)
                time.sleep(0.03)
                end()
        finally:
            cell.rig.stop()
            cell.plc.close()
            cell.rig.close()
    file = IMAGES / "plc-handshake.svg"
    file.write_text(diagram(recorder.edges, "Three parts: OK, NOK, OK (station as server)"), encoding="utf-8")
    sys.stdout.write(f"{len(recorder.edges)} edges: {file}\n")


if __name__ == "__main__":
    main()
