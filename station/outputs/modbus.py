"""Verdicts on the registers that a PLC sees over Modbus TCP."""

from __future__ import annotations

from station.plc.exchange import Exchange
from station.types import Inspection, Verdict


class ModbusOutput:
    """Hands verdicts to the handshake with the PLC; the link itself is kept by the partner."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def open(self) -> None:
        self._exchange.rest()

    def check(self, inspection: Inspection) -> None:
        self._exchange.check(inspection)

    def ok(self, inspection: Inspection) -> None:
        self._exchange.answer(inspection)

    def reject(self, inspection: Inspection) -> None:
        if inspection.verdict is Verdict.OK:
            self._exchange.take_back(inspection)
        else:
            self._exchange.answer(inspection)

    def rest(self) -> None:
        self._exchange.rest()

    def heartbeat(self, level: bool) -> None:  # noqa: ARG002 - the register counts the beats
        self._exchange.beat()

    def close(self) -> None:
        self._exchange.rest()
