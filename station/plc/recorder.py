"""What the registers did, edge by edge, and a timing diagram of it.

A recording is a text file: one edge a line, in JSON, `{"ms", "signal", "value"}`; times count from its beginning.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from station.errors import UsageError
from station.plc.exchange import Look
from station.plc.registers import Control, PlcWords, StationWords, Status

PLC_SIGNALS = {"Trigger": Control.TRIGGER, "ResultAck": Control.RESULT_ACK, "Reset": Control.RESET}
STATION_SIGNALS = {
    "Ready": Status.READY,
    "Ack": Status.ACK,
    "Busy": Status.BUSY,
    "ResultValid": Status.RESULT_VALID,
    "OK": Status.OK,
    "NOK": Status.NOK,
    "Error": Status.ERROR,
    "Refused": Status.REFUSED,
    "Prepared": Status.PREPARED,
}
NUMBERS = ("part id", "acquisition of Ack", "acquisition of the result", "code")


@dataclass(frozen=True, slots=True)
class Edge:
    """A signal took a value. Bits are 0 and 1."""

    ms: float
    signal: str
    value: int | str


class Recorder:
    """Collects edges from looks, in order. Not thread-safe: an exchange calls its watchers one at a time."""

    def __init__(self) -> None:
        self.edges: list[Edge] = []
        self._began_ns: int | None = None
        self._values: dict[str, int | str] = {}

    def take(self, look: Look) -> None:
        """Note what differs from the look before."""
        if self._began_ns is None:
            self._began_ns = look.at_ns
        ms = (look.at_ns - self._began_ns) / 1e6
        for signal, value in _values(look.plc or PlcWords(), look.station):
            if self._values.get(signal, 0 if signal not in NUMBERS else "") != value:
                self.edges.append(Edge(ms, signal, value))
            self._values[signal] = value

    def save(self, path: Path) -> None:
        path.write_text(
            "".join(
                json.dumps({"ms": round(one.ms, 3), "signal": one.signal, "value": one.value}) + "\n"
                for one in self.edges
            ),
            encoding="utf-8",
        )


def load(path: Path) -> list[Edge]:
    """Read a recording. Raises UsageError: it is none."""
    try:
        values = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        return [Edge(float(one["ms"]), str(one["signal"]), one["value"]) for one in values]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path}: is not a recording of the PLC's registers ({error}).") from error


def _values(plc: PlcWords, station: StationWords) -> Iterable[tuple[str, int | str]]:
    acquisition = 0 if station.result is None else station.result.acquisition
    yield "part id", plc.part_id
    for signal, bit in PLC_SIGNALS.items():
        yield signal, int(bit in plc.control)
    yield "acquisition of Ack", str(station.ack_acquisition or "")
    yield "acquisition of the result", str(acquisition or "")
    yield "code", str(int(station.code) or "")
    for name, one in STATION_SIGNALS.items():
        yield name, int(one in station.status)


WIDTH, LEFT, RIGHT, TOP, ROW, HIGH = 960, 180, 16, 44, 30, 16
_FRAME, _INK, _PLC, _STATION = "#c5ccd3", "#3e4c59", "#0b63ce", "#1f7a4d"

ROWS = (
    "part id",
    "Trigger",
    "ResultAck",
    "Reset",
    "Ready",
    "Ack",
    "acquisition of Ack",
    "Busy",
    "ResultValid",
    "acquisition of the result",
    "OK",
    "NOK",
    "Error",
    "Refused",
    "Prepared",
    "code",
)
_OF_PLC = frozenset({"part id", *PLC_SIGNALS})


def diagram(edges: Sequence[Edge], title: str, *, ends_ms: float | None = None) -> str:
    """Draw the signals that did anything, one below the other, as SVG: blue what the PLC writes, green the station."""
    ends = ends_ms or max((one.ms for one in edges), default=0.0) + 1.0
    rows = [name for name in ROWS if any(one.signal == name and one.value for one in edges)]
    height = TOP + ROW * len(rows) + 36
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"'
        f' aria-label="{escape(title)}" font-family="sans-serif" font-size="12" fill="{_INK}">'
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>'
        f'<text x="{LEFT}" y="20" font-size="14">{escape(title)}</text>'
    ]
    step = next(one for power in range(8) for one in (1 * 10**power, 2 * 10**power, 5 * 10**power) if ends / one <= 12)
    for value in range(0, int(ends) + 1, step):
        x = _x(value, ends)
        parts.append(
            f'<line x1="{x:.1f}" y1="{TOP - 8}" x2="{x:.1f}" y2="{height - 30}" stroke="{_FRAME}" stroke-width="0.6"/>'
            f'<text x="{x:.1f}" y="{height - 14}" text-anchor="middle">{value}</text>'
        )
    parts.append(f'<text x="{LEFT - 10}" y="{height - 14}" text-anchor="end">milliseconds</text>')
    for number, name in enumerate(rows):
        base = TOP + ROW * number + HIGH
        colour = _PLC if name in _OF_PLC else _STATION
        mine = [one for one in edges if one.signal == name]
        parts.append(f'<text x="{LEFT - 10}" y="{base - 3}" text-anchor="end" fill="{colour}">{escape(name)}</text>')
        parts.append(_words(mine, base, ends, colour) if name in NUMBERS else _bit(mine, base, ends, colour))
    return "".join(parts) + "</svg>\n"


def _x(ms: float, ends: float) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * min(ms, ends) / ends


def _bit(edges: Sequence[Edge], base: float, ends: float, colour: str) -> str:
    points, level = [f"{LEFT},{base}"], base
    for one in edges:
        x, wanted = _x(one.ms, ends), base - HIGH if one.value else base
        points += [f"{x:.1f},{level}", f"{x:.1f},{wanted}"]
        level = wanted
    points.append(f"{WIDTH - RIGHT},{level}")
    return f'<polyline points="{" ".join(points)}" fill="none" stroke="{colour}" stroke-width="1.6"/>'


def _words(edges: Sequence[Edge], base: float, ends: float, colour: str) -> str:
    found = [f'<line x1="{LEFT}" y1="{base}" x2="{WIDTH - RIGHT}" y2="{base}" stroke="{_FRAME}"/>']
    for one, after in zip(edges, [*edges[1:], None], strict=True):
        if not one.value:
            continue
        x, until = _x(one.ms, ends), _x(after.ms if after is not None else ends, ends)
        found.append(
            f'<rect x="{x:.1f}" y="{base - HIGH}" width="{max(until - x, 1):.1f}" height="{HIGH}" fill="none"'
            f' stroke="{colour}"/><text x="{x + 3:.1f}" y="{base - 4}" fill="{colour}">{escape(str(one.value))}</text>'
        )
    return "".join(found)
