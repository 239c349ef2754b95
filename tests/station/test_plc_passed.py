"""An OK that the PLC must not have: none is given on any output, and one that it had is a fault."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("pymodbus", reason="the package pymodbus is not installed")

from station.outputs.combined import CombinedOutput
from station.outputs.modbus import ModbusOutput
from station.outputs.recording import RecordingOutput
from station.plc.cell import build_plc
from station.plc.program import PlcProgram
from station.plc.registers import RecipeState
from station.plc.sim import SimulatedMaster
from station.types import OutputState, RecipeRef, Verdict
from tests.station.built_rig import json_lines
from tests.station.plc_rig import PATIENT_MS, ScriptedLine, free_port, linked, make_section, wait_for


def test_no_output_gives_an_ok_for_a_part_that_was_judged_under_another_recipe_than_the_plc_asked_for(
    tmp_path: Path,
) -> None:
    line, port, told = ScriptedLine(), free_port(), tmp_path / "output.jsonl"
    plc = build_plc(make_section("server", port), line.host(), heartbeat_ms=PATIENT_MS)
    plc.open()
    try:
        line.start(CombinedOutput(RecordingOutput(told, 5.0), (ModbusOutput(plc.exchange),)))
        with SimulatedMaster(PlcProgram(), "127.0.0.1", port) as master:
            with master.lock:
                master.program.ask_for_recipe(1)
            wait_for(lambda: master.station["recipe_state"] == RecipeState.PREPARED)
            line.hold.clear()
            master.want("A")
            wait_for(lambda: line.asked)
            line.running = RecipeRef("lid", 3, "0" * 64)
            line.hold.set()
            wait_for(lambda: line.delivered)
            wait_for(lambda: master.program.done)
            assert line.delivered == {1: OutputState.WITHHELD}
            assert [one.verdict for one in master.program.done] == [Verdict.ERROR]
            assert "another recipe" in line.withheld[0]
    finally:
        line.stop()
        assert line.delivery is None or line.delivery.close()
        plc.close()
    assert [one["signal"] for one in json_lines(told)].count("ok") == 0


def test_an_ok_that_the_plc_had_before_it_was_taken_back_is_a_fault_and_said_once() -> None:
    line, port = ScriptedLine(), free_port()
    with linked(make_section("server", port), line), SimulatedMaster(PlcProgram(), "127.0.0.1", port) as master:
        line.hold.clear()  # the thread of the line waits: the test delivers
        master.want("A")
        wait_for(lambda: line.asked)
        looks: list[bool] = []

        def too_late() -> bool:
            """In time when it is handed over, and late when that came to its end: the PLC was quicker."""
            looks.append(True)
            if len(looks) > 1:
                wait_for(lambda: master.program.done)
            return len(looks) > 1

        assert line.delivery is not None
        inspection = line.inspection(line.asked[0], Verdict.OK)
        assert line.delivery.deliver(inspection, too_late) is OutputState.WITHHELD
        assert master.program.done[0].ok_bit
        assert not line.delivery.heartbeat(True)
        assert "acquisition 1" in line.withheld[-1]
        assert line.delivery.heartbeat(True)
