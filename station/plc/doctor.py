"""Look whether a PLC could take part: the port, or the PLC itself and its register map."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import socket

from station.config_cell import PlcSection
from station.findings import Finding, Level
from station.plc.registers import MAP_VERSION, PLC_SIZE, read_plc
from station.plc.words import WHERE, plain_reason, quiet_client

_NAME = "plc"


def check_plc(section: PlcSection) -> Finding:
    """Server: whether it could listen. Client: whether the PLC answers, and with which map. Writes nothing."""
    if importlib.util.find_spec("pymodbus") is None:
        return Finding(
            _NAME, Level.FAIL, "the package pymodbus is missing", 'Install it: pip install "inspection-station[plc]".'
        )
    version = importlib.metadata.version("pymodbus")
    if section.role == "server":
        return _check_port(section, version)
    return _check_device(section, version)


def _check_port(section: PlcSection, version: str) -> Finding:
    where = f"{section.host}:{section.port}"
    try:
        with socket.create_server((section.host, section.port), reuse_port=False):
            pass
    except OSError as error:
        return Finding(
            _NAME,
            Level.FAIL,
            f"the station cannot listen on {where} ({plain_reason(error)})",
            "Stop the program that listens there, or change plc.host and plc.port.",
        )
    return Finding(_NAME, Level.OK, f"the station can listen on {where}; pymodbus {version}")


def _check_device(section: PlcSection, version: str) -> Finding:
    from pymodbus.client import ModbusTcpClient
    from pymodbus.exceptions import ConnectionException, ModbusException

    quiet_client()
    where = f"the PLC at {section.host}:{section.port}"
    try:
        with ModbusTcpClient(
            section.host, port=section.port, timeout=max(section.response_ms, 2000) / 1e3, retries=0
        ) as client:
            response = client.read_holding_registers(section.offset, count=PLC_SIZE, device_id=section.unit)
    except (ModbusException, OSError) as error:
        why = "no connection" if isinstance(error, ConnectionException) else "connected, but it says nothing"
        return Finding(_NAME, Level.FAIL, f"{where} does not answer ({why})", "Look at its power, cable and address.")
    if response.isError():
        text = f"{where} does not give its registers from {section.offset} on ({response})"
        return Finding(_NAME, Level.FAIL, text, f"Compare plc.offset and plc.unit with the PLC program; {WHERE}")
    found = read_plc(response.registers).map_version
    if found != MAP_VERSION:
        text = f"{where} has register map {found}, this station {MAP_VERSION}"
        return Finding(_NAME, Level.FAIL, text, f"Load the PLC program that is made for this map; {WHERE}")
    return Finding(_NAME, Level.OK, f"{where} answers, with the right register map; pymodbus {version}")
