"""The station as Modbus TCP server: the PLC reads and writes the station's registers.

One connection, that which writes first, is the PLC; all others may read. It stays the PLC until it ends, or until it
has asked nothing for so long that it is half open: then the next one that writes takes its place. What the PLC writes
is looked at, and answered in the registers, before its request is: no read can find a bit without the data that it
announces.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import threading
import time
from contextlib import suppress
from contextvars import ContextVar
from typing import Any

from pymodbus.constants import ExcCodes
from pymodbus.server import ModbusTcpServer
from pymodbus.server.requesthandler import ServerRequestHandler
from pymodbus.simulator import DataType, SimData, SimDevice

from station.errors import OutputError
from station.plc.exchange import Exchange
from station.plc.registers import (
    MAP_SIZE,
    PLC_SIZE,
    STATION_SIZE,
    STATION_START,
    read_plc,
    write_station,
)
from station.plc.words import plain_reason

log = logging.getLogger(__name__)

_OPEN_S = 10.0
_HALF_OPEN_MS = 5000
"""After so long without a request a connection is given up for one that writes, where the PLC needs no heartbeat."""

_asking: ContextVar[ServerRequestHandler | None] = ContextVar("_asking", default=None)


class _Connection(ServerRequestHandler):
    """One client. Knows itself while its request is dealt with."""

    server: _Server

    async def handle_request(self) -> None:
        _asking.set(self)  # each request is a task, with a context of its own
        await super().handle_request()  # type: ignore[no-untyped-call]

    def callback_disconnected(self, exc: Exception | None) -> None:
        super().callback_disconnected(exc)
        self.server.ended(self)


class _Server(ModbusTcpServer):
    def __init__(self, device: SimDevice, address: tuple[str, int], registers: _Registers) -> None:
        super().__init__(device, address=address, ignore_missing_devices=False)
        self._registers = registers

    def callback_new_connection(self) -> ServerRequestHandler:
        return _Connection(self, self.trace_packet, self.trace_pdu, self.trace_connect)  # type: ignore[no-untyped-call]

    def ended(self, connection: object) -> None:
        self._registers.ended(connection)


class _Registers:
    """What a request does to the registers. On the thread of the server only."""

    def __init__(self, exchange: Exchange, offset: int) -> None:
        self._exchange = exchange
        self._offset = offset
        self._plc: ServerRequestHandler | None = None
        self._words = [0] * PLC_SIZE
        self._heard_s = 0.0

    async def act(
        self,
        function: int,
        start: int,  # noqa: ARG002 - the offset
        address: int,
        count: int,
        registers: list[int],
        values: list[int] | list[bool] | None,
    ) -> ExcCodes | None:
        """Called by pymodbus before it reads from `registers` (`values` None), or writes `values` to them."""
        try:
            return self._act(function, address, count, registers, values)
        except Exception as error:
            log.exception("the Modbus server failed")
            self._exchange.fail(error)
            return ExcCodes.DEVICE_FAILURE

    def _act(
        self, function: int, address: int, count: int, registers: list[int], values: list[int] | list[bool] | None
    ) -> ExcCodes | None:
        connection = _asking.get()
        if connection is self._plc:
            self._heard_s = time.monotonic()
        if function in (1, 2, 5, 15):
            return ExcCodes.ILLEGAL_FUNCTION  # the map has registers, no coils
        if values is None:
            registers[STATION_START:MAP_SIZE] = write_station(self._exchange.words())
            return None
        first = address - self._offset
        if first < 0 or first + count > PLC_SIZE:
            return ExcCodes.ILLEGAL_ADDRESS  # the station's own block
        if not self._may_write(connection):
            return ExcCodes.DEVICE_BUSY
        registers[:PLC_SIZE] = self._words
        self._words[first : first + count] = [int(one) for one in values]
        registers[STATION_START:MAP_SIZE] = write_station(self._exchange.look(read_plc(self._words)))
        return None

    def _may_write(self, connection: ServerRequestHandler | None) -> bool:
        if connection is self._plc:
            return True
        if self._plc is not None:
            patience_ms = self._exchange.section.plc_heartbeat_ms or _HALF_OPEN_MS
            if time.monotonic() - self._heard_s < patience_ms / 1e3:
                return False
            self._plc.close()
        self._plc, self._heard_s = connection, time.monotonic()
        self._words = [0] * PLC_SIZE  # what an earlier connection wrote is not what this one says
        self._exchange.link(True)
        return True

    def ended(self, connection: object) -> None:
        if connection is self._plc:
            self._plc = None
            self._exchange.link(False)


class PlcServer:
    """Listens from `open` to `close`, on a thread of its own."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._server: _Server | None = None
        self._problem: BaseException | None = None

    @property
    def problem(self) -> str:
        """Why nobody can connect; empty where all is well."""
        return "" if self._problem is None else str(self._problem)

    def open(self) -> None:
        """Listen. Raises OutputError: the port is taken, or may not be used."""
        if self._thread is not None:
            return
        ready = threading.Event()
        self._problem = None
        self._thread = threading.Thread(target=self._run, args=(ready,), name="plc-server", daemon=True)
        self._thread.start()
        if not ready.wait(_OPEN_S) or self._problem is not None:
            self.close()
            raise self._explained()

    def close(self) -> None:
        loop, thread = self._loop, self._thread
        self._thread = None
        if loop is not None:
            with suppress(RuntimeError):  # it has ended by itself
                loop.call_soon_threadsafe(self._stop)
        if thread is not None:
            thread.join(_OPEN_S)

    def _explained(self) -> OutputError:
        section, error = self._exchange.section, self._problem
        hint = "Choose another plc.port in station.toml, or end the program that listens there."
        reason = str(error) if error is not None else "no answer"
        if isinstance(error, OSError):
            reason = plain_reason(error)
            if error.errno in (errno.EACCES, errno.EPERM):
                hint = "Ports below 1024 need a right of their own: choose plc.port = 1502, or grant it."
            elif error.errno != errno.EADDRINUSE:
                hint = "plc.host has to be an address of this computer; 0.0.0.0 stands for all of them."
        return OutputError(f"The Modbus server cannot listen on {section.host}:{section.port} ({reason}).", hint)

    def _run(self, ready: threading.Event) -> None:
        try:
            asyncio.run(self._serve(ready))
        except Exception as error:
            log.exception("the Modbus server failed")
            self._problem = error
            ready.set()
        finally:
            self._loop = None

    async def _serve(self, ready: threading.Event) -> None:
        section = self._exchange.section
        registers = _Registers(self._exchange, section.offset)
        data = SimData(section.offset, values=[0] * MAP_SIZE, datatype=DataType.REGISTERS)
        device = SimDevice(section.unit, simdata=[data], action=registers.act)
        try:
            await _probe(section.host, section.port)
            server = self._server = _Server(device, (section.host, section.port), registers)
            if not await server.listen():
                raise OSError(errno.EADDRINUSE, "it cannot be listened on")
        except OSError as error:
            self._problem = error
            ready.set()
            return
        self._loop = asyncio.get_running_loop()
        ready.set()
        try:
            await server.serving
        finally:
            self._exchange.link(False)

    def _stop(self) -> None:
        server = self._server
        if server is not None:
            if not server.serving.done():
                server.serving.set_result(True)
            server.close()


async def _probe(host: str, port: int) -> None:
    """Listen for a moment: pymodbus keeps to itself why it cannot. Raises OSError."""
    probe: Any = await asyncio.get_running_loop().create_server(asyncio.Protocol, host, port, reuse_address=True)
    probe.close()
    await probe.wait_closed()


assert STATION_START + STATION_SIZE == MAP_SIZE
