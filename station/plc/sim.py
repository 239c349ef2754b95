"""A simulated PLC: its program, with pymodbus' own client or server around it. Needs pymodbus.

`SimulatedMaster` is a PLC that asks the station (which is the server), `SimulatedDevice` one that is asked by it.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from pymodbus.client import ModbusTcpClient
from pymodbus.exceptions import ModbusException
from pymodbus.server import ModbusTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice

from station.plc.program import PlcProgram
from station.plc.registers import (
    MAP_SIZE,
    PLC_SIZE,
    STATION_SIZE,
    STATION_START,
    Code,
    StationWords,
    read_station,
    write_plc,
    write_station,
)

_JOIN_S = 20.0


class _Simulated:
    """Runs a program on a thread of its own between `__enter__` and `__exit__`."""

    def __init__(self, program: PlcProgram, host: str, port: int, *, unit: int = 1, offset: int = 0) -> None:
        self.program = program
        self.host, self.port, self.unit, self.offset = host, port, unit, offset
        self.lock = threading.Lock()
        self.station = read_station(write_station(StationWords(code=Code.NO_PLC)))
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        self._ended.clear()
        self._thread = threading.Thread(target=self._run, name="simulated-plc", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        if self._thread is not None:
            self._thread.join(_JOIN_S)
            self._thread = None

    def want(self, *part_ids: str) -> None:
        """Trigger parts, one after the other."""
        with self.lock:
            for part_id in part_ids:
                self.program.want(part_id)

    def look(self, question: Callable[[PlcProgram], object]) -> object:
        """Ask the program something between two scans."""
        with self.lock:
            return question(self.program)

    def _run(self) -> None:
        raise NotImplementedError


class SimulatedMaster(_Simulated):
    """A PLC that is a Modbus client: it asks as fast as the station answers, or every `scan_ms`."""

    def __init__(
        self, program: PlcProgram, host: str, port: int, *, unit: int = 1, offset: int = 0, scan_ms: float = 0.0
    ) -> None:
        super().__init__(program, host, port, unit=unit, offset=offset)
        self.scan_ms = scan_ms
        self.failures = 0
        self._reset = threading.Event()

    def cut(self) -> None:
        """Break the connection off; the next scan begins another one."""
        self._reset.set()

    def _run(self) -> None:
        client: ModbusTcpClient | None = None
        written: list[int] | None = None
        while not self._ended.is_set():
            if client is None:
                client, written = ModbusTcpClient(self.host, port=self.port, timeout=2, retries=0), None
            try:
                written = self._scan(client, written)
            except (ModbusException, OSError):
                self.failures += 1
                self._reset.set()
                self._ended.wait(0.02)
            if self._reset.is_set():
                self._reset.clear()
                client.close()  # type: ignore[no-untyped-call]
                client = None
            elif self.scan_ms:
                self._ended.wait(self.scan_ms / 1e3)
        if client is not None:
            client.close()  # type: ignore[no-untyped-call]

    def _scan(self, client: ModbusTcpClient, written: list[int] | None) -> list[int]:
        start = self.offset + STATION_START
        response = client.read_holding_registers(start, count=STATION_SIZE, device_id=self.unit)
        if response.isError():
            raise ModbusException(f"the station refuses to be read: {response}")
        with self.lock:
            self.station = read_station(response.registers)
            wanted = write_plc(self.program.scan(self.station))
        if wanted != written:
            response = client.write_registers(self.offset, wanted, device_id=self.unit)
            if response.isError():
                raise ModbusException(f"the station refuses to be written to: {response}")
        return wanted


class SimulatedDevice(_Simulated):
    """A PLC that is a Modbus server: its registers are read and written by the station, its program runs beside."""

    def __init__(
        self, program: PlcProgram, host: str, port: int, *, unit: int = 1, offset: int = 0, scan_ms: float = 2.0
    ) -> None:
        super().__init__(program, host, port, unit=unit, offset=offset)
        self.scan_ms = scan_ms
        self.delay_s = 0.0
        """How long each answer takes."""
        self.delays = 0
        self._reset = threading.Event()
        self._ready = threading.Event()

    def __enter__(self) -> Self:
        super().__enter__()
        if not self._ready.wait(_JOIN_S):
            raise TimeoutError(f"the simulated PLC does not listen on port {self.port}")
        return self

    def cut(self) -> None:
        """Break all connections off."""
        self._reset.set()

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        blocks: list[list[int]] = []

        async def act(*request: Any) -> None:
            registers = request[4]
            if not blocks:
                blocks.append(registers)
                registers[:PLC_SIZE] = write_plc(self.program.words)
            if self.delay_s:
                self.delays += 1
                await asyncio.sleep(self.delay_s)

        data = SimData(self.offset, values=[0] * MAP_SIZE, datatype=DataType.REGISTERS)
        device = SimDevice(self.unit, simdata=[data], action=act)
        server = ModbusTcpServer(device, address=(self.host, self.port))
        await server.serve_forever(background=True)
        self._ready.set()
        try:
            while not self._ended.is_set():
                if self._reset.is_set():
                    self._reset.clear()
                    for connection in list(server.active_connections.values()):
                        if connection.transport is not None:
                            connection.transport.abort()  # type: ignore[attr-defined]
                if blocks:
                    self._scan(blocks[0])
                await asyncio.sleep(self.scan_ms / 1e3)
        finally:
            await server.shutdown()  # type: ignore[no-untyped-call]
            await asyncio.sleep(0)

    def _scan(self, registers: list[int]) -> None:
        with self.lock:
            self.station = read_station(registers[STATION_START : STATION_START + STATION_SIZE])
            registers[:PLC_SIZE] = write_plc(self.program.scan(self.station))


def wait_for(condition: Callable[[], object], most_s: float = 60.0) -> bool:
    """Look every few milliseconds; False: it did not happen."""
    ends = time.monotonic() + most_s
    while not condition():
        if time.monotonic() > ends:
            return False
        time.sleep(0.002)
    return True
