"""The PLC as a partner of the cell."""

from __future__ import annotations

from typing import Protocol

from station.cell import Host
from station.config_cell import PlcSection
from station.errors import ConfigError, OutputError
from station.plc.exchange import Exchange
from station.plc.registers import ERROR_FROM, Code
from station.plc.words import quiet_client
from station.types import PartnerStatus

_BEATS_MISSED = 6
_OWN_BEAT_LEAST_MS = 1500.0


class Transport(Protocol):
    """Carries the words between exchange and PLC, on a thread of its own."""

    @property
    def problem(self) -> str: ...

    def open(self) -> None:
        """Raises OutputError: a person has to mend something first."""
        ...

    def close(self) -> None: ...


class Plc:
    """Keeps the link to one PLC from `open` to `close`."""

    def __init__(self, exchange: Exchange, transport: Transport) -> None:
        self.exchange = exchange
        self._transport = transport

    def open(self) -> None:
        self.exchange.open()
        try:
            self._transport.open()
        except OutputError:
            self.exchange.close()
            raise

    def close(self) -> None:
        self.exchange.end_link()
        self._transport.close()
        self.exchange.close()

    def status(self) -> PartnerStatus:
        look, section = self.exchange.snapshot(), self.exchange.section
        if look.plc is None:
            peer, problem = section.address, self._transport.problem
            if section.role == "server":
                text = f"No PLC is connected; the station listens on {peer}."
                if problem:
                    text = f"The Modbus server does not run: {problem}"
            else:
                text = f"The PLC at {peer} is not connected."
                if problem:
                    text = f"The PLC at {peer} is not connected: {problem}"
            return PartnerStatus("plc", False, text, look.hint)
        if look.problem:
            return PartnerStatus("plc", False, look.problem, look.hint)
        code = look.station.code
        if code < ERROR_FROM and code is not Code.NOT_AT_REST:
            return PartnerStatus("plc", True, "The PLC is connected.")
        if code is Code.NOT_AT_REST:
            return PartnerStatus("plc", True, "The PLC is connected; Trigger and ResultAck have to be 0 once.")
        return PartnerStatus("plc", True, "The PLC is connected; the station is not ready.")


def build_plc(section: PlcSection, host: Host, *, heartbeat_ms: float) -> Plc:
    """Build the closed link that `section` asks for. Raises ConfigError: pymodbus is not installed."""
    exchange = Exchange(section, host, own_beat_ms=max(_OWN_BEAT_LEAST_MS, _BEATS_MISSED * heartbeat_ms))
    try:
        transport = _transport(section, exchange)
    except ImportError as error:
        raise ConfigError(
            f"plc: the package pymodbus is missing or too old ({error}).",
            'Install it: pip install "inspection-station[plc]".',
        ) from error
    quiet_client()
    return Plc(exchange, transport)


def _transport(section: PlcSection, exchange: Exchange) -> Transport:
    if section.role == "server":
        from station.plc.server import PlcServer

        return PlcServer(exchange)
    from station.plc.client import PlcClient

    return PlcClient(exchange)
