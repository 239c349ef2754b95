from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

pytest.importorskip("pymodbus", reason="the package pymodbus is not installed")

from pymodbus.client import ModbusTcpClient

from camera.api import Trigger
from station.errors import OutputError
from station.plc.cell import build_plc
from station.plc.program import PlcProgram, Seen
from station.plc.registers import (
    MAP_VERSION,
    STATION_SIZE,
    STATION_START,
    Code,
    PlcWords,
    Status,
    read_station,
    write_plc,
)
from station.plc.sim import SimulatedDevice, SimulatedMaster
from station.plc.watch import record
from station.types import OutputState, Verdict
from tests.station.plc_rig import ScriptedLine, free_port, linked, make_section, wait_for

ROLES = ["server", "client"]
Simulated = SimulatedMaster | SimulatedDevice


@contextmanager
def cell(
    role: str, line: ScriptedLine, program: PlcProgram | None = None, **limits: object
) -> Iterator[tuple[Simulated, PlcProgram]]:
    """The station in `role`, and a simulated PLC in the other one, over loopback."""
    port, program = free_port(), program or PlcProgram()
    offset = int(str(limits.get("offset", 0)))
    kind = SimulatedMaster if role == "server" else SimulatedDevice
    with linked(make_section(role, port, **limits), line), kind(program, "127.0.0.1", port, offset=offset) as plc:
        yield plc, program


def finish(plc: Simulated, count: int) -> list[Seen]:
    wait_for(lambda: len(plc.program.done) >= count)
    with plc.lock:
        return list(plc.program.done)


def verdict_by_part(trigger: Trigger) -> Verdict:
    return [Verdict.OK, Verdict.NOK, Verdict.REVIEW, Verdict.ERROR][int(trigger.part_id or "0") % 4]


@pytest.mark.parametrize("role", ROLES)
def test_every_part_gets_its_own_verdict_back_to_back(role: str) -> None:
    line = ScriptedLine(verdict_by_part)
    with cell(role, line, offset=100) as (plc, program):
        parts = [f"{n:06d}" for n in range(100)]
        plc.want(*parts)
        seen = finish(plc, len(parts))
    assert [one.part_id for one in seen] == parts
    assert program.strays == []
    for one, trigger in zip(seen, line.asked, strict=True):
        assert (one.part_id, one.acquisition) == (trigger.part_id, trigger.acquisition)
        assert one.shown_part_id == one.part_id
        assert one.verdict is verdict_by_part(trigger)
        assert one.ok_bit == (one.verdict is Verdict.OK)
        assert one.nok_bit == (not one.ok_bit)
        assert one.score == 250
    assert set(line.delivered.values()) == {OutputState.SENT}


@pytest.mark.parametrize("role", ROLES)
def test_a_connection_that_breaks_off_loses_parts_but_never_gives_an_ok_to_another(role: str) -> None:
    line = ScriptedLine(lambda trigger: Verdict.OK if int(trigger.part_id or "0") % 2 else Verdict.NOK)
    with cell(role, line) as (plc, program):
        for batch in range(6):
            plc.want(*[f"{batch * 10 + n}" for n in range(10)])
            wait_for(lambda batch=batch: len(program.done) >= batch * 10 + 5)
            plc.cut()
            with plc.lock:
                if isinstance(plc, SimulatedMaster):
                    program.restart()
            finish(plc, batch * 10 + 10)
        seen = finish(plc, 60)
    assert sorted(int(one.part_id) for one in seen) == list(range(60))
    for one in seen:
        if one.ok_bit:
            assert int(one.part_id) % 2 == 1
            assert one.shown_part_id == one.part_id
    assert sum(one.verdict is not None for one in seen) > 30


@pytest.mark.parametrize("role", ROLES)
def test_a_plc_that_never_acknowledges_is_told_of_and_sees_no_other_ok(role: str) -> None:
    line, program = ScriptedLine(), PlcProgram()
    program.faults.never_acks = True
    with cell(role, line, program, ack_ms=200) as (plc, _):
        plc.want("1", "2")
        wait_for(lambda: plc.station["code"] == Code.NOT_TAKEN)
        wait_for(lambda: "plc result" in line.alarms)
        assert any("did not take the answer to acquisition 1" in text for text in line.messages())
        with plc.lock:
            program.faults.never_acks = False
            program.reset(True)
        wait_for(lambda: plc.station["code"] == Code.NONE)
        with plc.lock:
            program.reset(False)
        plc.want("3")
        wait_for(lambda: any(one.part_id == "3" and one.ok_bit for one in program.done))
    assert [one.part_id for one in program.done if one.ok_bit] == ["3"] or [
        one.part_id for one in program.done if one.ok_bit
    ] == ["2", "3"]


@pytest.mark.parametrize("role", ROLES)
def test_a_heart_that_stands_still_ends_in_the_safe_state_and_comes_back(role: str) -> None:
    line, program = ScriptedLine(), PlcProgram()
    with cell(role, line, program, plc_heartbeat_ms=2000) as (plc, _):
        wait_for(lambda: plc.station["code"] == Code.NONE)
        with plc.lock:
            program.faults.heart_stands = True
        wait_for(lambda: plc.station["code"] == Code.PLC_SILENT)
        wait_for(lambda: line.alarms.get("plc link") == "The PLC's heartbeat stands still.")
        with plc.lock:
            program.faults.heart_stands = False
        wait_for(lambda: plc.station["code"] == Code.NONE)
        wait_for(lambda: not line.alarms)
        plc.want("1")
        assert finish(plc, 1)[0].ok_bit


@pytest.mark.parametrize("role", ROLES)
def test_a_plc_with_another_map_is_said_in_words_and_gets_nothing(role: str) -> None:
    line, program = ScriptedLine(), PlcProgram(map_version=7)
    program.faults.ignores_ready = True
    port = free_port()
    kind = SimulatedMaster if role == "server" else SimulatedDevice
    with linked(make_section(role, port), line) as link, kind(program, "127.0.0.1", port) as plc:
        plc.want("1")
        seen = finish(plc, 1)
        status = link.status()
    assert seen[0].acquisition is None
    assert line.asked == []
    assert not status.ok
    assert "register map 7" in status.message


@pytest.mark.parametrize("role", ROLES)
def test_the_plc_changes_the_recipe_and_hears_when_it_is_really_in_force(role: str) -> None:
    line = ScriptedLine()
    with cell(role, line) as (plc, program):
        plc.want("1")
        finish(plc, 1)
        line.hold.clear()
        with plc.lock:
            program.ask_for_recipe(2)
        wait_for(lambda: plc.station["recipe_state"] == 1)
        assert plc.station["recipe_active"] == 1
        line.hold.set()
        wait_for(lambda: plc.station["recipe_state"] == 2)
        assert (plc.station["recipe_echo"], plc.station["recipe_active"]) == (2, 2)
        assert line.changed == [("plc", "recipe 2 of the PLC")]
        with plc.lock:
            program.ask_for_recipe(9)
        wait_for(lambda: plc.station["recipe_state"] == 3)
        assert plc.station["code"] == Code.RECIPE_UNKNOWN
        wait_for(lambda: any("recipe 9" in text for text in line.messages()))


@pytest.mark.parametrize("role", ROLES)
def test_a_plc_that_is_gone_leaves_the_ok_withheld(role: str) -> None:
    line = ScriptedLine()
    line.hold.clear()
    with cell(role, line) as (plc, program):
        plc.want("1")
        wait_for(lambda: plc.station["ack_acquisition"] == 1 or program.under_way == 1)
        wait_for(lambda: line.asked)
        plc.cut()
        wait_for(lambda: any("acquisition 1 is gone" in text for text in line.messages()))
        line.hold.set()
        wait_for(lambda: line.delivered.get(1) is OutputState.WITHHELD)
    assert not any(one.ok_bit for one in program.done)


def test_answers_that_take_long_change_nothing_but_the_time() -> None:
    line = ScriptedLine(verdict_by_part)
    with cell("client", line) as (plc, _program):
        assert isinstance(plc, SimulatedDevice)
        plc.delay_s = 0.02
        plc.want(*[str(n) for n in range(6)])
        seen = finish(plc, 6)
    assert [one.verdict for one in seen] == [verdict_by_part(trigger) for trigger in line.asked]
    assert plc.delays > 10


def test_a_plc_that_does_not_answer_is_given_up_and_found_again() -> None:
    line = ScriptedLine()
    port = free_port()
    with (
        linked(make_section("client", port, response_ms=1000), line) as link,
        SimulatedDevice(PlcProgram(), "127.0.0.1", port) as plc,
    ):
        plc.want("1")
        finish(plc, 1)
        plc.delay_s = 4.0
        wait_for(lambda: not link.status().ok)
        wait_for(lambda: "plc link" in line.alarms)
        plc.delay_s = 0.0
        wait_for(lambda: link.status().ok)
        plc.want("2")
        assert finish(plc, 2)[-1].ok_bit


def test_a_half_open_connection_is_given_up_for_one_that_writes() -> None:
    port = free_port()
    with (
        linked(make_section("server", port, plc_heartbeat_ms=1500), ScriptedLine()) as link,
        ModbusTcpClient("127.0.0.1", port=port) as gone,
    ):
        assert not gone.write_registers(0, write_plc(PlcWords()), device_id=1).isError()
        with SimulatedMaster(PlcProgram(), "127.0.0.1", port) as next_one:
            wait_for(lambda: next_one.failures)  # the first one is the PLC until it has been silent for long enough
            next_one.want("1", "2")  # the first trigger may be one that it was not heard with yet
            assert finish(next_one, 2)[-1].ok_bit
            assert link.status().ok


def test_who_is_not_the_plc_may_read_but_not_write() -> None:
    line = ScriptedLine()
    with cell("server", line) as (plc, _program), ModbusTcpClient("127.0.0.1", port=plc.port) as other:
        wait_for(lambda: plc.station["code"] == Code.NONE)
        read = other.read_holding_registers(STATION_START, count=STATION_SIZE, device_id=1)
        assert read_station(read.registers)["map_version"] == MAP_VERSION
        assert other.write_registers(0, write_plc(PlcWords()), device_id=1).isError()
        assert other.write_register(STATION_START + 1, 16, device_id=1).isError()
        assert other.read_coils(0, count=8, device_id=1).isError()
        plc.want("1")
        assert finish(plc, 1)[0].ok_bit


def test_a_port_that_is_taken_is_said_in_words() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        link = build_plc(make_section("server", port), ScriptedLine().host(), heartbeat_ms=250)
        with pytest.raises(OutputError, match=f"cannot listen on 127.0.0.1:{port}"):
            link.open()
        link.close()


def test_a_plc_that_is_not_there_is_a_state_and_no_error() -> None:
    port = free_port()
    with linked(make_section("client", port), ScriptedLine()) as link:
        wait_for(lambda: "does not answer" in link.status().message)
        assert not link.status().ok
        with SimulatedDevice(PlcProgram(), "127.0.0.1", port):
            wait_for(lambda: link.status().ok)


def test_a_plc_without_these_registers_is_said_in_words() -> None:
    port = free_port()
    with (
        SimulatedDevice(PlcProgram(), "127.0.0.1", port, offset=0) as _plc,
        linked(make_section("client", port, offset=500), ScriptedLine()) as link,
    ):
        wait_for(lambda: "register" in link.status().message)
        assert not link.status().ok


@pytest.mark.parametrize("role", ROLES)
def test_rest_ends_an_ok_that_is_shown_at_once(role: str) -> None:
    line, program = ScriptedLine(), PlcProgram()
    program.faults.never_acks = True
    with cell(role, line, program) as (plc, _):
        plc.want("1")
        wait_for(lambda: int(plc.station["status"]) & Status.OK)
        assert line.delivery is not None
        line.delivery.rest()
        wait_for(lambda: not int(plc.station["status"]) & (Status.OK | Status.RESULT_VALID))
        wait_for(lambda: any("taken back" in text for text in line.messages()))


@pytest.mark.parametrize("role", ROLES)
def test_no_read_finds_a_bit_without_the_data_that_it_announces(role: str) -> None:
    line = ScriptedLine(verdict_by_part)
    looks: list[dict[str, int | str]] = []

    class Watching(PlcProgram):
        def scan(self, station: dict[str, int | str]) -> PlcWords:
            looks.append(dict(station))
            return super().scan(station)

    with cell(role, line, Watching()) as (plc, _):
        plc.want(*[f"{n}" for n in range(60)])
        finish(plc, 60)
    shown = {(trigger.acquisition, trigger.part_id) for trigger in line.asked}
    verdicts = {trigger.acquisition: verdict_by_part(trigger) for trigger in line.asked}
    for look in looks:
        status = Status(int(look["status"]))
        if Status.ACK in status:
            assert look["ack_acquisition"] in verdicts
        if Status.RESULT_VALID in status:
            assert (look["result_acquisition"], look["result_part_id"]) in shown
            assert (Status.OK in status) == (verdicts[int(look["result_acquisition"])] is Verdict.OK)
        else:
            assert not status & (Status.OK | Status.NOK)


@pytest.mark.parametrize("role", ROLES)
def test_a_running_cell_is_recorded_without_taking_part(role: str) -> None:
    line = ScriptedLine()
    with cell(role, line) as (plc, program):
        wait_for(lambda: int(plc.station["status"]) & Status.READY)
        plc.want(*[str(n) for n in range(200)])
        recorder = record(make_section(role, plc.port), 0.5)
        finish(plc, 200)
    signals = {edge.signal for edge in recorder.edges}
    assert {"Trigger", "Ack", "ResultValid", "OK", "ResultAck"} <= signals
    times = [edge.ms for edge in recorder.edges]
    assert times == sorted(times)
    assert all(one.ok_bit for one in program.done)


def test_a_recording_without_anybody_there_is_refused() -> None:
    with pytest.raises(OutputError, match="does not answer on 127"):
        record(make_section("server", free_port(), response_ms=200), 0.2)
