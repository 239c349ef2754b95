"""The PLC of the test cell: the shipped program on pymodbus' own client, and an observer that only reads."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from pymodbus.client import ModbusTcpClient
from pymodbus.exceptions import ModbusException

from station.plc.program import PlcProgram, Seen
from station.plc.registers import STATION_SIZE, STATION_START, Code, Status, read_station
from station.plc.sim import SimulatedMaster
from tests.cell.parts import Stage

HOST = "127.0.0.1"
_PART_MOST_S = 30.0
SHOTS = 3


@dataclass(frozen=True, slots=True)
class PlcPart:
    """One trigger of the PLC and what became of it."""

    number: int
    seen: Seen


class PlcFeed:
    """Puts parts under the camera and has the PLC trigger them, until closed; now and then several shots of one."""

    def __init__(self, port: int, stage: Stage, enough: threading.Event, *, burst_every: int) -> None:
        self.program = PlcProgram(patience_ms=3000.0)
        self.master = SimulatedMaster(self.program, HOST, port, scan_ms=2.0)
        self.parts: list[PlcPart] = []
        self.unanswered: list[str] = []
        self.burst_next = 0
        """So many shots at once of the next part, whatever the station is ready for."""
        self._stage = stage
        self._enough = enough
        self._burst_every = burst_every
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="plc-feed", daemon=True)

    def start(self) -> None:
        self.master.__enter__()
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._thread.join()
        self.master.__exit__(None, None, None)

    @property
    def status(self) -> Status:
        return Status(int(self.master.station["status"]))

    @property
    def code(self) -> Code:
        return Code(int(self.master.station["code"]))

    def _run(self) -> None:
        turn = 0
        while not self._stop.is_set():
            if Status.READY not in self.status or self._enough.is_set():
                time.sleep(0.002)
                continue
            turn += 1
            shots = self.burst_next or (SHOTS if turn % self._burst_every == 0 else 1)
            self.burst_next = 0
            number = self._stage.next_number()
            with self._stage.placed(number):
                self._shoot(number, shots)

    def _shoot(self, number: int, shots: int) -> None:
        names = [f"{number}.{shot}" for shot in range(shots)]
        before = len(self.program.done)
        self.master.want(*names)
        ends = time.monotonic() + _PART_MOST_S
        left = set(names)
        while left:
            left = set(names) - {one.part_id for one in self.program.done[before:]}
            if time.monotonic() > ends:
                self.unanswered += sorted(left)
                with self.master.lock:
                    self.program.restart()
                break
            time.sleep(0.001)
        self.parts += [PlcPart(number, one) for one in self.program.done[before:] if one.part_id in names]


class Observer:
    """Reads the station's registers over a connection of its own, as fast as it can, and notes every OK it sees."""

    def __init__(self, port: int, stage: Stage) -> None:
        self._port = port
        self._stage = stage
        self.oks: list[tuple[str, int | None, int]] = []
        self.contradictions: list[str] = []
        self.reads = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="observer", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        client = ModbusTcpClient(HOST, port=self._port, timeout=2, retries=0)
        shown = 0
        while not self._stop.is_set():
            try:
                answer = client.read_holding_registers(STATION_START, count=STATION_SIZE)
                words = None if answer.isError() else read_station(answer.registers)
            except (ModbusException, OSError):
                words = None
            if words is None:
                client.close()
                self._stop.wait(0.05)
                client = ModbusTcpClient(HOST, port=self._port, timeout=2, retries=0)
                continue
            self.reads += 1
            self._look(words, shown)
            status = Status(int(words["status"]))
            shown = int(words["result_acquisition"]) if Status.OK in status else 0
            self._stop.wait(0.005)
        client.close()

    def _look(self, words: dict[str, int | str], shown: int) -> None:
        status, acquisition = Status(int(words["status"])), int(words["result_acquisition"])
        if Status.OK in status and Status.NOK in status:
            self.contradictions.append(f"OK and NOK at once for acquisition {acquisition}")
        if Status.OK not in status:
            return
        if Status.RESULT_VALID not in status or not acquisition or words["result_verdict"] != 1:
            self.contradictions.append(f"OK without a result that says so: {words}")
        if acquisition != shown:
            self.oks.append(("plc", None, acquisition))
