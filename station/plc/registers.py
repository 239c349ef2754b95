"""The register map: the one place that says what stands where. docs/integration.md shows the tables made here.

Holding registers of 16 bits. Two blocks: what the PLC writes, from `offset` on, and what the station writes, from
`offset + STATION_START` on. A number of 32 bits takes two registers, the high word first; inside a register the high
byte comes first, as Modbus sends it. A text takes two characters of ASCII a register, the first one in the high byte,
filled up with zeros.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, IntFlag

from station.types import Reason, Verdict

MAP_VERSION = 0x5301
"""Stands in both blocks, so that a PLC with another map is found out before it can mistake a word."""

PART_ID_REGISTERS = 16
PART_ID_CHARACTERS = 2 * PART_ID_REGISTERS

PLC_SIZE = 32
STATION_START = 32
STATION_SIZE = 64
MAP_SIZE = STATION_START + STATION_SIZE

NO_SCORE = -(2**31)
_SCORE_MOST = 2**31 - 1


class Control(IntFlag):
    """Bits that the PLC writes."""

    TRIGGER = 1 << 0
    RESULT_ACK = 1 << 1
    RESET = 1 << 2


class Status(IntFlag):
    """Bits that the station writes."""

    READY = 1 << 0
    ACK = 1 << 1
    BUSY = 1 << 2
    RESULT_VALID = 1 << 3
    OK = 1 << 4
    NOK = 1 << 5
    ERROR = 1 << 6
    REFUSED = 1 << 7
    PREPARED = 1 << 8


_NO_CONTROL, _NO_STATUS = Control(0), Status(0)
_CONTROL_BITS = int(Control.TRIGGER | Control.RESULT_ACK | Control.RESET)


class Code(IntEnum):
    """Why the station is not ready; the highest that holds is shown. From `ERROR_FROM` on the Error bit is set."""

    NONE = 0
    FULL = 1
    PREPARING = 2
    NOT_AT_REST = 3
    STARTING = 4
    TRIGGER_REFUSED = 101
    TRIGGER_STUCK = 102
    RESULT_ACK_STUCK = 103
    RECIPE_UNKNOWN = 110
    RECIPE_FAILED = 111
    RECIPE_OTHER = 112
    STOPPED = 120
    BLOCKED = 121
    CAMERA_LOST = 122
    FAULT = 123
    NOT_TAKEN = 130
    PLC_SILENT = 140
    STATION_SILENT = 141
    NO_PLC = 142
    WRONG_MAP = 150


ERROR_FROM = 101

CODE_TEXT: dict[Code, str] = {
    Code.NONE: "All is well.",
    Code.FULL: "As many parts are under way as may be.",
    Code.PREPARING: "Another recipe is being prepared.",
    Code.NOT_AT_REST: "The station waits until the PLC has Trigger and ResultAck at 0.",
    Code.STARTING: "The station is being started or stopped.",
    Code.TRIGGER_REFUSED: "A trigger was not taken.",
    Code.TRIGGER_STUCK: "The PLC leaves Trigger at 1 after Ack.",
    Code.RESULT_ACK_STUCK: "The PLC leaves ResultAck at 1 after ResultValid has gone.",
    Code.RECIPE_UNKNOWN: "The PLC asked for a recipe number that is not in [plc.recipes].",
    Code.RECIPE_FAILED: "The recipe that the PLC asked for could not be put in force.",
    Code.RECIPE_OTHER: "Another recipe is in force than the PLC asked for.",
    Code.STOPPED: "The line is stopped.",
    Code.BLOCKED: "The reference parts have to be checked first.",
    Code.CAMERA_LOST: "The camera is lost.",
    Code.FAULT: "The station is in fault.",
    Code.NOT_TAKEN: "The PLC did not take a result in time; it has to set Reset.",
    Code.PLC_SILENT: "The PLC's heartbeat stands still.",
    Code.STATION_SILENT: "The station's own heartbeat stands still.",
    Code.NO_PLC: "No PLC is connected.",
    Code.WRONG_MAP: "The PLC has another register map.",
}


class RecipeState(IntEnum):
    """What became of the recipe that the PLC asked for."""

    IDLE = 0
    PREPARING = 1
    PREPARED = 2
    UNKNOWN = 3
    FAILED = 4
    OTHER = 5


VERDICT_CODES: dict[Verdict, int] = {Verdict.OK: 1, Verdict.NOK: 2, Verdict.REVIEW: 3, Verdict.ERROR: 4}

EXPIRED = 100
"""Reason of an answer that could not be shown in time; it was turned into ERROR."""

REASON_CODES: dict[Reason, int] = {
    Reason.BELOW_THRESHOLD: 1,
    Reason.ABOVE_THRESHOLD: 2,
    Reason.REVIEW_BAND: 3,
    Reason.OVERRUN: 10,
    Reason.BAD_BUFFER: 11,
    Reason.MISSING_FRAME: 12,
    Reason.CAMERA_LOST: 13,
    Reason.TRIGGER_REFUSED: 14,
    Reason.LATE: 15,
    Reason.IMAGE_MISMATCH: 16,
    Reason.IMAGE_GATE: 17,
    Reason.DETECTOR_EXCEPTION: 20,
    Reason.DETECTOR_HUNG: 21,
    Reason.SCORE_NOT_FINITE: 22,
    Reason.COMMIT_FAILED: 23,
    Reason.STATION_FAULT: 30,
    Reason.STATION_STOPPED: 31,
    Reason.WITHHELD: 32,
}


@dataclass(frozen=True, slots=True)
class PlcWords:
    """What the PLC says. `recipe` 0: it asks for none."""

    map_version: int = MAP_VERSION
    control: Control = _NO_CONTROL
    heartbeat: int = 0
    recipe: int = 0
    part_id: str = ""

    @property
    def trigger(self) -> bool:
        return Control.TRIGGER in self.control

    @property
    def result_ack(self) -> bool:
        return Control.RESULT_ACK in self.control

    @property
    def reset(self) -> bool:
        return Control.RESET in self.control


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one acquisition, as the PLC sees it. `recipe`: the number in [plc.recipes], 0 without one."""

    acquisition: int
    verdict: Verdict
    reason: int
    score: int = NO_SCORE
    recipe: int = 0
    part_id: str = ""


@dataclass(frozen=True, slots=True)
class StationWords:
    """What the station says. `result` is None while no result is shown."""

    status: Status = _NO_STATUS
    heartbeat: int = 0
    code: Code = Code.NONE
    ack_acquisition: int = 0
    recipe_echo: int = 0
    recipe_state: RecipeState = RecipeState.IDLE
    recipe_active: int = 0
    under_way: int = 0
    refused: int = 0
    session: int = 0
    result: Answer | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One line of the map. `at` counts from the beginning of its block."""

    name: str
    at: int
    size: int
    kind: str
    about: str


PLC_FIELDS: tuple[Field, ...] = (
    Field(
        "map_version", 0, 1, "number", f"the PLC writes {MAP_VERSION} (0x{MAP_VERSION:04X}): the map it was made for"
    ),
    Field("control", 1, 1, "bits", "see Control"),
    Field("heartbeat", 2, 1, "number", "any change is a sign of life"),
    Field("recipe", 3, 1, "number", "the recipe that is wanted; 0: none"),
    Field("part_id", 4, PART_ID_REGISTERS, "text", "read when Trigger rises"),
)

STATION_FIELDS: tuple[Field, ...] = (
    Field("map_version", 0, 1, "number", f"the station writes {MAP_VERSION} (0x{MAP_VERSION:04X})"),
    Field("status", 1, 1, "bits", "see Status"),
    Field("heartbeat", 2, 1, "number", "counts up while the station is alive and not hung"),
    Field("code", 3, 1, "number", "why the station is not ready; see Code"),
    Field("ack_acquisition", 4, 2, "int32", "the acquisition that Ack is for; 0 without Ack"),
    Field("recipe_echo", 6, 1, "number", "the recipe number that was asked for last"),
    Field("recipe_state", 7, 1, "number", "see RecipeState"),
    Field("recipe_active", 8, 1, "number", "the number of the recipe in force; 0: it has none"),
    Field("under_way", 9, 1, "number", "parts that are judged, or whose result waits"),
    Field("refused", 10, 1, "number", "triggers that were not taken, since the program started; goes round at 65536"),
    Field("session", 11, 1, "number", "another number whenever all that was under way was dropped"),
    Field("result_acquisition", 12, 2, "int32", "the acquisition that the result is for; 0 without a result"),
    Field("result_verdict", 14, 1, "number", "1 OK, 2 NOK, 3 REVIEW, 4 ERROR; 0 without a result"),
    Field("result_reason", 15, 1, "number", "why; see the reasons"),
    Field("result_score", 16, 2, "int32", f"score x score_scale, rounded; {NO_SCORE}: there is none"),
    Field("result_recipe", 18, 1, "number", "the number of the recipe it was judged under; 0: it has none"),
    Field("result_part_id", 19, PART_ID_REGISTERS, "text", "the part id that came with the trigger"),
)

STATUS_AT = STATION_START + 1
"""Where the bits of the station stand; the data they announce are all around them."""


def int32_words(value: int) -> tuple[int, int]:
    """Two's complement in two registers, the high word first."""
    unsigned = value & 0xFFFFFFFF
    return unsigned >> 16, unsigned & 0xFFFF


def int32(words: Sequence[int]) -> int:
    value = (words[0] << 16) | words[1]
    return value - 2**32 if value >= 2**31 else value


def text_words(text: str, registers: int = PART_ID_REGISTERS) -> list[int]:
    """ASCII, two characters a register; what is not ASCII becomes "?", what is too long is cut off."""
    data = text.encode("ascii", "replace")[: 2 * registers].ljust(2 * registers, b"\0")
    return [data[n] << 8 | data[n + 1] for n in range(0, len(data), 2)]


def text(words: Sequence[int]) -> str:
    """Up to the first zero, without blanks at the ends; signs that cannot be shown become "?"."""
    data = b"".join([word.to_bytes(2, "big") for word in words]).split(b"\0")[0]
    return "".join(chr(one) if 32 <= one < 127 else "?" for one in data).strip()


def scaled(score: float | None, scale: float) -> int:
    """The score as the PLC sees it: rounded, and at the ends of the range where it does not fit."""
    if score is None or score != score:
        return NO_SCORE
    return int(max(-_SCORE_MOST, min(_SCORE_MOST, round(max(-1e12, min(1e12, score * scale))))))


def read_plc(words: Sequence[int]) -> PlcWords:
    """From the registers of the PLC's block."""
    return PlcWords(
        map_version=words[0],
        control=Control(words[1] & _CONTROL_BITS),
        heartbeat=words[2],
        recipe=words[3],
        part_id=text(words[4 : 4 + PART_ID_REGISTERS]),
    )


def write_plc(words: PlcWords) -> list[int]:
    """To the registers of the PLC's block: what a PLC does; for tests and for the bench."""
    registers = [words.map_version, int(words.control), words.heartbeat, words.recipe, *text_words(words.part_id)]
    return registers + [0] * (PLC_SIZE - len(registers))


def write_station(words: StationWords) -> list[int]:
    """To the registers of the station's block."""
    result = words.result
    registers = [
        MAP_VERSION,
        int(words.status),
        words.heartbeat,
        int(words.code),
        *int32_words(words.ack_acquisition),
        words.recipe_echo,
        int(words.recipe_state),
        words.recipe_active,
        min(words.under_way, 0xFFFF),
        words.refused & 0xFFFF,
        words.session & 0xFFFF,
    ]
    if result is None:
        registers += [0] * 4 + [*int32_words(NO_SCORE), 0] + [0] * PART_ID_REGISTERS
    else:
        registers += [
            *int32_words(result.acquisition),
            VERDICT_CODES[result.verdict],
            result.reason,
            *int32_words(result.score),
            result.recipe,
            *text_words(result.part_id),
        ]
    return registers + [0] * (STATION_SIZE - len(registers))


def read_station(registers: Sequence[int]) -> dict[str, int | str]:
    """What a PLC reads, by the names of the map; for the window, the recorder and tests."""
    found: dict[str, int | str] = {}
    for field in STATION_FIELDS:
        words = registers[field.at : field.at + field.size]
        found[field.name] = text(words) if field.kind == "text" else int32(words) if field.kind == "int32" else words[0]
    return found
