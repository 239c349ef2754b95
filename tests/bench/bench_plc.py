"""From the PLC's Trigger register to its result register, over loopback, without the time of a detector.

The PLC is a process of its own, as it is a machine of its own: its program scans every millisecond, and what is
measured is what it sees, from the scan that raises Trigger to the scan that reads ResultValid.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from station.cell import Host
from station.outputs.combined import CombinedOutput
from station.outputs.modbus import ModbusOutput
from station.outputs.none import NoOutput
from station.plc.cell import Plc, build_plc
from station.plc.program import PlcProgram
from station.plc.sim import SimulatedDevice, SimulatedMaster, wait_for
from station.types import Event, StationState
from tests.bench.row import Row
from tests.line.line_rig import Rig
from tests.station.plc_rig import ScriptedLine, free_port, linked, make_section

PARTS, PER_SECOND = 1000, 50.0
_WARM_UP = 50


class Cell:
    """A real line with a simulated camera, a detector that takes no time, durable records, and a link to a PLC."""

    def __init__(self, folder: Path, role: str, port: int, **rig: Any) -> None:
        self.plc: Plc = build_plc(make_section(role, port, parts=32), self._host(), heartbeat_ms=250)
        output = CombinedOutput(NoOutput(), (ModbusOutput(self.plc.exchange),))
        self.rig = Rig(folder, output="none", wrap_output=lambda _none: output, limits={"heartbeat_ms": 250}, **rig)

    def _host(self) -> Host:
        events: list[Event] = []
        return Host(
            new_trigger=lambda *values, **more: self.rig.line.new_trigger(*values, **more),
            ask=lambda trigger: self.rig.line.ask(trigger),
            state=lambda: self.rig.line.state if hasattr(self, "rig") else StationState.STOPPED,
            tell=events.append,
            subscribe=lambda on_result: self.rig.line.subscribe(on_result),
            choose=lambda *_: self.rig.recipe,
            activate=lambda *_: self.rig.recipe,
            in_force=lambda: self.rig.recipe.ref,
            recipe=lambda: None,
            alarm=lambda *_: None,
            end_alarm=lambda _key: None,
        )


Figures = dict[str, list[float]]


def measure(role: str, parts: int, per_second: float) -> Figures:
    """Run one PLC process against a line with camera and records; return what it measured, in milliseconds."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        cell = Cell(Path(folder), role, port)
        cell.rig.start()
        cell.plc.open()
        try:
            return _ask_plc(role, port, parts, per_second)
        finally:
            cell.rig.stop()
            cell.plc.close()
            cell.rig.close()


def measure_alone(role: str, parts: int, per_second: float) -> Figures:
    """The same against a line that answers at once and writes nothing down: the handshake itself."""
    port = free_port()
    with linked(make_section(role, port, parts=32), ScriptedLine()):
        return _ask_plc(role, port, parts, per_second)


def _ask_plc(role: str, port: int, parts: int, per_second: float) -> Figures:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.bench_plc", "--plc", role, str(port), str(parts), str(per_second)],
        capture_output=True,
        text=True,
        timeout=60 + 4 * parts / per_second,
        check=True,
    )
    figures: Figures = json.loads(done.stdout)
    return figures


def be_plc(role: str, port: int, parts: int, per_second: float) -> None:
    """What the process of the PLC does: parts at a steady rate, then its figures on standard output."""
    program = PlcProgram()
    kind = SimulatedMaster if role == "server" else SimulatedDevice
    with kind(program, "127.0.0.1", port, scan_ms=1.0) as plc:
        if not wait_for(lambda: int(plc.station["status"]) & 1):
            raise SystemExit(f"the station is not ready: {plc.station}")
        began = time.monotonic()
        for number in range(parts + _WARM_UP):
            plc.want(f"{number:06d}")
            time.sleep(max(0.0, began + number / per_second - time.monotonic()))
        wait_for(lambda: len(program.done) == parts + _WARM_UP)
        took = time.monotonic() - began
    seen = program.done[_WARM_UP:]
    wrong = [one for one in program.done if one.verdict is None or one.shown_part_id != one.part_id]
    figures = {
        "ms": [(one.answered_ns - one.triggered_ns) / 1e6 for one in seen],
        "wrong": [float(len(wrong))],
        "rate": [(parts + _WARM_UP) / took],
    }
    sys.stdout.write(json.dumps(figures))


def rows(parts: int = PARTS, per_second: float = PER_SECOND) -> list[Row]:
    """Both roles of the station, one after the other."""
    found = []
    for role in ("server", "client"):
        for what, run, target in (("", measure, 15.0), (", handshake alone", measure_alone, None)):
            figures = run(role, parts, per_second)
            rate, wrong = figures["rate"][0], int(figures["wrong"][0])
            note = f"{len(figures['ms'])} parts at {rate:.0f} 1/s, {wrong} without their own answer"
            name = f"trigger register to result register, station as {role}{what}"
            found += [
                Row(f"{name}, p50", statistics.median(figures["ms"]), "ms"),
                Row(f"{name}, p99", float(np.percentile(figures["ms"], 99)), "ms", target, note=note),
            ]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plc", nargs=4, metavar=("ROLE", "PORT", "PARTS", "RATE"))
    parser.add_argument("--parts", type=int, default=PARTS)
    parser.add_argument("--rate", type=float, default=PER_SECOND)
    asked = parser.parse_args()
    if asked.plc:
        role, port, parts, rate = asked.plc
        be_plc(role, int(port), int(parts), float(rate))
        return
    for row in rows(asked.parts, asked.rate):
        sys.stdout.write("  ".join(row.cells) + "\n")


if __name__ == "__main__":
    main()
