"""The station as Modbus TCP client: it reads and writes the registers of the PLC, every few milliseconds.

Of what changed, bits that fall are written first, then the data, then bits that rise, each as one request: whatever the
PLC's program reads in between, no bit stands without the data that it announces. A request that is not answered in time
ends the connection; the next one begins with all bits at 0.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Awaitable, Sequence
from contextlib import suppress

from pymodbus.client import AsyncModbusTcpClient
from pymodbus.exceptions import ConnectionException, ModbusException
from pymodbus.pdu import ModbusPDU

from station.plc.exchange import Exchange
from station.plc.registers import PLC_SIZE, STATION_SIZE, STATION_START, StationWords, Status, read_plc, write_station

log = logging.getLogger(__name__)

_STATUS = 1
_ANSWERS = int(Status.ACK | Status.REFUSED | Status.RESULT_VALID)
_HURRY_MS = 1.0
"""The pause between two looks while one side waits for the other's next step."""
_OPEN_S = 10.0


class _Lost(Exception):
    """The connection has to be begun anew; the text says why."""


class PlcClient:
    """Keeps the connection from `open` to `close`, on a thread of its own."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._due: asyncio.Event | None = None
        self._asking = False
        self.problem = ""

    def open(self) -> None:
        """Begin to look for the PLC."""
        if self._thread is not None:
            return
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), name="plc-client", daemon=True)
        self._thread.start()
        ready.wait(_OPEN_S)

    def close(self) -> None:
        """End the connection, with all bits at 0."""
        self._exchange.on_change(lambda: None)
        loop, thread, stop = self._loop, self._thread, self._stop
        self._thread = None
        if loop is not None and stop is not None:
            with suppress(RuntimeError):  # it has ended by itself
                loop.call_soon_threadsafe(stop.set)
        if thread is not None:
            thread.join(_OPEN_S)

    def _run(self, ready: threading.Event) -> None:
        try:
            asyncio.run(self._keep(ready))
        except Exception as error:
            log.exception("the Modbus client failed")
            self.problem = f"{type(error).__name__}: {error}"
        finally:
            self._loop = None
            ready.set()
            self._exchange.link(False)

    async def _keep(self, ready: threading.Event) -> None:
        section = self._exchange.section
        self._stop, self._due = asyncio.Event(), asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._exchange.on_change(self._wake)
        ready.set()
        pause_ms = section.reconnect_first_ms
        while not self._stop.is_set():
            if await self._talk():
                pause_ms = section.reconnect_first_ms
            self._exchange.link(False)
            try:
                await asyncio.wait_for(self._stop.wait(), pause_ms / 1e3)
            except TimeoutError:
                pause_ms = min(2 * pause_ms, section.reconnect_most_ms)

    def _wake(self) -> None:
        loop, due = self._loop, self._due
        if loop is not None and due is not None:
            with suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(due.set)

    async def _talk(self) -> bool:
        """Keep one connection until it ends; True: it had been there."""
        section, stop = self._exchange.section, self._stop
        assert stop is not None
        client = AsyncModbusTcpClient(
            section.host,
            port=section.port,
            reconnect_delay=0,
            timeout=section.response_ms / 1e3,
            retries=0,
            trace_connect=lambda up: None if up else self._cut(client),
        )
        try:
            if not await client.connect():
                raise _Lost("it does not answer.")
            shown = [0] * STATION_SIZE
            await self._write(client, 0, shown)  # what an earlier connection left
            self._exchange.link(True)
            self.problem = ""
            while not stop.is_set():
                shown = await self._look(client, shown)
                pause_ms = min(_HURRY_MS, section.poll_ms) if self._mid_handshake(shown) else section.poll_ms
                if await self._woken(pause_ms):  # what the station has to say does not wait for a look at the PLC
                    shown = await self._show(client, shown, self._exchange.words())
            await self._write(client, _STATUS, [0])
            return True
        except (_Lost, ModbusException, OSError) as error:
            self.problem = str(error)
            log.info("the PLC at %s: %s", self._exchange.section.address, error)
            return self._exchange.snapshot().plc is not None
        except Exception as error:  # a mistake in the client library ends one connection, not all
            log.exception("the connection to the PLC failed")
            self.problem = f"{type(error).__name__}: {error}"
            return False
        finally:
            client.close()

    async def _look(self, client: AsyncModbusTcpClient, shown: list[int]) -> list[int]:
        section = self._exchange.section
        asked = client.read_holding_registers(section.offset, count=PLC_SIZE, device_id=section.unit)
        words = read_plc(_registers(await self._answered(asked), PLC_SIZE))
        return await self._show(client, shown, self._exchange.look(words))

    async def _show(self, client: AsyncModbusTcpClient, shown: list[int], words: StationWords) -> list[int]:
        """Write what differs from `shown`; return what the PLC holds now."""
        wanted = write_station(words)
        if wanted == shown:
            return shown
        still_up = shown[_STATUS] & wanted[_STATUS]
        if still_up != shown[_STATUS]:
            await self._write(client, _STATUS, [still_up])
        first, last = _changed(shown, wanted)
        if first <= last:
            data = list(wanted[first : last + 1])
            if first <= _STATUS <= last:
                data[_STATUS - first] = still_up
            await self._write(client, first, data)
        if wanted[_STATUS] != still_up:
            await self._write(client, _STATUS, [wanted[_STATUS]])
        return wanted

    async def _write(self, client: AsyncModbusTcpClient, at: int, values: list[int]) -> None:
        section = self._exchange.section
        address = section.offset + STATION_START + at
        response = await self._answered(client.write_registers(address, values, device_id=section.unit))
        if response.isError():
            raise _Lost(f"it does not take the register {address}: {response}.")

    async def _answered(self, request: Awaitable[ModbusPDU]) -> ModbusPDU:
        self._asking = True
        try:
            return await request
        finally:
            self._asking = False

    def _cut(self, client: AsyncModbusTcpClient) -> None:
        """Do not wait for an answer that cannot come any more: pymodbus would, until its time-out."""
        answer = client.ctx.response_future
        if self._asking and not answer.done():
            answer.set_exception(ConnectionException("it ended the connection."))

    def _mid_handshake(self, shown: list[int]) -> bool:
        """Whether one side waits for the other's next step."""
        plc = self._exchange.snapshot().plc
        return bool(shown[_STATUS] & _ANSWERS) or (plc is not None and bool(plc.control))

    async def _woken(self, pause_ms: float) -> bool:
        """Wait until the next look is due, after `pause_ms`; True: the station has something to say before that."""
        due = self._due
        assert due is not None
        try:
            await asyncio.wait_for(due.wait(), pause_ms / 1e3)
        except TimeoutError:
            return False
        due.clear()
        return True


def _changed(before: Sequence[int], after: Sequence[int]) -> tuple[int, int]:
    """The first and the last register, without the status, that differ."""
    differ = [n for n, pair in enumerate(zip(before, after, strict=True)) if n != _STATUS and pair[0] != pair[1]]
    return (differ[0], differ[-1]) if differ else (0, -1)


def _registers(response: ModbusPDU, count: int) -> list[int]:
    if response.isError():
        raise _Lost(f"it refuses to be read: {response}.")
    registers = list(response.registers)
    if len(registers) != count:
        raise _Lost(f"it gave {len(registers)} registers, not {count}: its map is another one.")
    return registers
