"""The register map as tables for people: `station plc map` and docs/integration.md."""

from __future__ import annotations

from collections.abc import Sequence

from station.plc.registers import (
    CODE_TEXT,
    ERROR_FROM,
    EXPIRED,
    PLC_FIELDS,
    REASON_CODES,
    STATION_FIELDS,
    STATION_START,
    Control,
    RecipeState,
    Status,
)
from station.types import REASON_TEXT

CONTROL_TEXT: dict[Control, str] = {
    Control.TRIGGER: "inspect a part; stays up until Ack or Refused",
    Control.RESULT_ACK: "the result was read; stays up until ResultValid falls",
    Control.RESET: "go on after a result that was not taken in time (code 130); a rising edge counts",
}
STATUS_TEXT: dict[Status, str] = {
    Status.READY: "a rising Trigger is taken now",
    Status.ACK: "the Trigger was taken; ack_acquisition says under which number",
    Status.BUSY: "at least one part is being judged",
    Status.RESULT_VALID: "a result is shown; all its words are in place",
    Status.OK: "the part may pass; only together with ResultValid, for result_acquisition and no other part",
    Status.NOK: "the part must not pass (NOK, REVIEW or ERROR); only together with ResultValid",
    Status.ERROR: "the result is ERROR, or code is 101 or more",
    Status.REFUSED: "the Trigger was not taken: there is no inspection; falls with Trigger",
    Status.PREPARED: "the recipe that was asked for is in force",
}
RECIPE_TEXT: dict[RecipeState, str] = {
    RecipeState.IDLE: "none was asked for",
    RecipeState.PREPARING: "being loaded; parts under way are judged before",
    RecipeState.PREPARED: "in force",
    RecipeState.UNKNOWN: "the number is not in [plc.recipes]",
    RecipeState.FAILED: "it could not be put in force; the events of the station say why",
    RecipeState.OTHER: "somebody put another one in force since",
}
_NAMES = {"RESULT_VALID": "ResultValid", "RESULT_ACK": "ResultAck", "OK": "OK", "NOK": "NOK"}


def signal_name(bit: Control | Status) -> str:
    """As the PLC's people call it."""
    name = bit.name or ""
    return _NAMES.get(name, name.capitalize())


def map_rows(offset: int = 0) -> list[tuple[str, str, str, str, str, str]]:
    """Address, registers, who writes, name, kind, meaning: both blocks."""
    rows = []
    for start, who, fields in ((0, "PLC", PLC_FIELDS), (STATION_START, "station", STATION_FIELDS)):
        for one in fields:
            rows.append((str(offset + start + one.at), str(one.size), who, one.name, one.kind, one.about))
    return rows


Rows = list[tuple[str, ...]]


def legend() -> tuple[tuple[tuple[str, ...], Rows], ...]:
    """What bits and numbers of the map mean: headings and rows of each table."""
    bits: Rows = [("control", signal_name(bit), _place(int(bit)), text) for bit, text in CONTROL_TEXT.items()]
    bits += [("status", signal_name(bit), _place(int(bit)), text) for bit, text in STATUS_TEXT.items()]
    codes: Rows = [(str(int(code)), "yes" if code >= ERROR_FROM else "", text) for code, text in CODE_TEXT.items()]
    reasons: Rows = [(str(number), REASON_TEXT[reason]) for reason, number in REASON_CODES.items()]
    reasons.append((str(EXPIRED), "its turn to be shown came too late"))
    recipes: Rows = [(str(int(state)), text) for state, text in RECIPE_TEXT.items()]
    return (
        (("register", "signal", "bit", "meaning"), bits),
        (("code", "Error", "meaning"), codes),
        (("result_reason", "meaning"), reasons),
        (("recipe_state", "meaning"), recipes),
    )


def markdown() -> str:
    """All tables of the map, for docs/integration.md."""
    registers = _table(("address", "registers", "written by", "name", "kind", "meaning"), map_rows())
    return "\n".join([registers, *(_table(headings, rows) for headings, rows in legend())])


def _place(bit: int) -> str:
    return str(bit.bit_length() - 1)


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(headings)} |", f"|{'---|' * len(headings)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows), ""])
