"""Records the registers of a running cell as one more Modbus client. Needs pymodbus."""

from __future__ import annotations

import time

from pymodbus.client import ModbusTcpClient
from pymodbus.exceptions import ModbusException

from station.config_cell import PlcSection
from station.errors import OutputError
from station.plc.exchange import Look
from station.plc.recorder import Recorder
from station.plc.registers import (
    MAP_SIZE,
    PLC_SIZE,
    STATION_START,
    Answer,
    Code,
    StationWords,
    Status,
    read_plc,
    read_station,
)
from station.plc.words import quiet_client
from station.types import Verdict

_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}


def record(section: PlcSection, seconds: float) -> Recorder:
    """Read both blocks as fast as they come, for `seconds`. Raises OutputError: nobody answers."""
    host = _EVERYWHERE.get(section.host, section.host)
    recorder = Recorder()
    quiet_client()
    with ModbusTcpClient(host, port=section.port, timeout=section.response_ms / 1e3, retries=0) as client:
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            try:
                response = client.read_holding_registers(section.offset, count=MAP_SIZE, device_id=section.unit)
            except (ModbusException, OSError) as error:
                who = "The station does not answer" if section.role == "server" else "The PLC does not answer"
                hint = "Start the station." if section.role == "server" else "Look at its power, cable and address."
                raise OutputError(f"{who} on {host}:{section.port}.", hint) from error
            if response.isError():
                raise OutputError(f"{host}:{section.port} does not give the registers: {response}.")
            recorder.take(_look(response.registers))
    return recorder


def _look(registers: list[int]) -> Look:
    found = read_station(registers[STATION_START:])
    acquisition = int(found["result_acquisition"])
    # of a result a recording shows the acquisition only
    result = Answer(acquisition, Verdict.ERROR, 0) if acquisition else None
    known = int(found["code"]) in Code.__members__.values()
    words = StationWords(
        status=Status(int(found["status"])),
        code=Code(int(found["code"])) if known else Code.NONE,
        ack_acquisition=int(found["ack_acquisition"]),
        result=result,
    )
    return Look(time.monotonic_ns(), read_plc(registers[:PLC_SIZE]), words)
