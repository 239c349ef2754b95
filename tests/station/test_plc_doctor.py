from __future__ import annotations

import socket

import pytest

pytest.importorskip("pymodbus", reason="the package pymodbus is not installed")

from station.findings import Level
from station.plc.doctor import check_plc
from station.plc.program import PlcProgram
from station.plc.sim import SimulatedDevice
from tests.station.plc_rig import free_port, make_section


def test_a_port_that_can_be_had_and_one_that_cannot() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = check_plc(make_section("server", other.getsockname()[1]))
    assert (taken.level, taken.remedy != "") == (Level.FAIL, True)
    assert "cannot listen on 127.0.0.1" in taken.text
    assert check_plc(make_section("server", free_port())).level is Level.OK


@pytest.mark.parametrize(
    ("version", "offset", "level", "words"),
    [
        (0x5301, 0, Level.OK, "the right register map"),
        (1, 0, Level.FAIL, "has register map 1, this station 21249"),
        (0x5301, 300, Level.FAIL, "does not give its registers from 300 on"),
    ],
)
def test_the_plc_is_asked_for_its_map(version: int, offset: int, level: Level, words: str) -> None:
    port = free_port()
    with SimulatedDevice(PlcProgram(map_version=version), "127.0.0.1", port):
        found = check_plc(make_section("client", port, offset=offset))
    assert found.level is level
    assert words in found.text


def test_a_plc_that_does_not_answer_is_said_in_words() -> None:
    found = check_plc(make_section("client", free_port(), response_ms=200))
    assert found.level is Level.FAIL
    assert "does not answer" in found.text
