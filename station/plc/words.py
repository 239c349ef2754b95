"""What the handshake has to tell, in sentences for people."""

from __future__ import annotations

import logging
import os

from station.plc.registers import MAP_VERSION, Answer, Code, PlcWords
from station.plc.signs import Note, What

WHERE = "docs/integration.md has the register map and the order of the signals."

_CAUSES: dict[Code, tuple[str, str]] = {
    Code.NO_PLC: (
        "The PLC is not connected.",
        "Look at its power, its cable and its address; the station takes it by itself when it comes.",
    ),
    Code.PLC_SILENT: (
        "The PLC's heartbeat stands still.",
        "Look whether the PLC program runs: it has to change its heartbeat register.",
    ),
    Code.STATION_SILENT: (
        "The station's own heartbeat stands still, so the PLC is shown no result.",
        "Look at the state of the line.",
    ),
    Code.NOT_TAKEN: (
        "The PLC did not take a result in time.",
        "Look at the PLC program: it has to answer ResultValid with ResultAck. It goes on when the PLC sets Reset.",
    ),
    Code.TRIGGER_STUCK: ("The PLC leaves Trigger at 1 after Ack.", "Look at the PLC program."),
    Code.RESULT_ACK_STUCK: ("The PLC leaves ResultAck at 1 after ResultValid has gone.", "Look at the PLC program."),
    Code.RECIPE_FAILED: (
        "The recipe that the PLC asked for could not be put in force.",
        "The events say why; it is tried again when the PLC asks for 0 and then for it again.",
    ),
    Code.RECIPE_OTHER: (
        "Another recipe is in force than the PLC asked for.",
        "Put that one in force again, or let the PLC ask anew.",
    ),
}


def plain_reason(error: OSError) -> str:
    """Why the system refused, without the address that asyncio puts around it."""
    return os.strerror(error.errno) if error.errno else str(error)


def quiet_client() -> None:
    """Keep pymodbus from logging each attempt to connect: what is wrong is told in our own words, once."""
    logging.getLogger("pymodbus").setLevel(logging.CRITICAL)
    logging.getLogger("pymodbus.logging").setLevel(logging.CRITICAL)


def cause(code: Code, plc: PlcWords | None) -> tuple[str, str]:
    """What is wrong between station and PLC, and what to do; empty where nothing is."""
    if code is Code.WRONG_MAP and plc is not None:
        return (
            f"The PLC has register map {plc.map_version}, this station {MAP_VERSION}.",
            f"Load the PLC program that is made for this map; {WHERE}",
        )
    if code is Code.RECIPE_UNKNOWN and plc is not None:
        return f"The PLC asks for recipe {plc.recipe}, which is not in [plc.recipes].", "Add it to station.toml."
    return _CAUSES.get(code, ("", ""))


_REFUSED: dict[Code, str] = {
    Code.FULL: "as many parts are under way as may be",
    Code.PREPARING: "another recipe is being prepared",
    Code.NOT_AT_REST: "Trigger and ResultAck had not both been 0 before",
    Code.STARTING: "the station is being started or stopped",
    Code.STOPPED: "the line is stopped",
    Code.BLOCKED: "the reference parts have to be checked first",
    Code.CAMERA_LOST: "the camera is lost",
    Code.FAULT: "the station is in fault",
    Code.RECIPE_UNKNOWN: "the recipe that the PLC asked for is unknown",
    Code.RECIPE_FAILED: "the recipe that the PLC asked for is not in force",
    Code.RECIPE_OTHER: "another recipe is in force than the PLC asked for",
    Code.TRIGGER_REFUSED: "the line did not take it",
    Code.RESULT_ACK_STUCK: "the PLC leaves ResultAck at 1",
    Code.NOT_TAKEN: "an earlier result was not taken",
    Code.PLC_SILENT: "the PLC's heartbeat stands still",
    Code.STATION_SILENT: "the station's heartbeat stands still",
    Code.WRONG_MAP: "the PLC has another register map",
    Code.NO_PLC: "the connection ended",
}


def sentence(note: Note, plc: PlcWords | None) -> str:
    """What `note` says, for the records."""
    match note.what:
        case What.REFUSED:
            return f"A trigger of the PLC was not taken: {_REFUSED.get(note.code, 'it was not the time for it')}."
        case What.NOT_TAKEN:
            return f"The PLC did not take the answer to {_part(note.answer)}."
        case What.WITHDRAWN:
            return f"The answer to {_part(note.answer)} was taken back before the PLC had taken it."
        case What.PASSED:
            return f"The PLC may have let a part pass by an OK that was taken back: {_part(note.answer)}."
        case What.EXPIRED:
            return f"The PLC was shown ERROR for {_part(note.answer)}: its turn came too late."
        case What.ORPHANED if note.code is Code.TRIGGER_REFUSED:
            return (
                f"Trigger fell and rose again before the Ack of acquisition {note.acquisition};"
                " the PLC gets no result of it."
            )
        case What.ORPHANED:
            return f"The PLC that asked for acquisition {note.acquisition} is gone; it is shown no verdict on it."
        case What.BACK:
            return "Station and PLC work together."
        case What.SAFE | What.STUCK:
            return cause(note.code, plc)[0]


def _part(answer: Answer | None) -> str:
    if answer is None:
        return "an acquisition"
    part = f", part {answer.part_id}" if answer.part_id else ""
    return f"acquisition {answer.acquisition}{part} ({answer.verdict})"
