"""Which calibration a recipe judges by: its number and hash, and what it holds."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field


class Kind(StrEnum):
    """The parts of a calibration, in the order in which they are made."""

    FLAT_FIELD = "flat_field"
    WHITE_BALANCE = "white_balance"
    LENS = "lens"
    PLANE = "plane"


NAMES = {
    Kind.FLAT_FIELD: "flat field",
    Kind.WHITE_BALANCE: "white balance",
    Kind.LENS: "lens",
    Kind.PLANE: "part plane",
}
"""For people."""

CHANGES_PIXELS = frozenset({Kind.FLAT_FIELD, Kind.WHITE_BALANCE, Kind.LENS})


def _in_order(kinds: tuple[Kind, ...]) -> tuple[Kind, ...]:
    if list(kinds) != [kind for kind in Kind if kind in kinds]:
        raise ValueError("kinds must be in order, each once")
    return kinds


class CalibrationRef(BaseModel):
    """Which calibration folder, and the hash that its meta.json must have.

    `due_at` is when the first of its parts was to be made again, by the settings at the time when it was made.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    version: int = Field(ge=1)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    kinds: Annotated[tuple[Kind, ...], Field(min_length=1), AfterValidator(_in_order)]
    made_at: AwareDatetime
    made_by: str
    due_at: AwareDatetime | None = None

    def __str__(self) -> str:
        held = ", ".join(NAMES[kind] for kind in self.kinds)
        return f"calibration {self.name} version {self.version} ({held})"

    @property
    def pixel_kinds(self) -> frozenset[Kind]:
        """Those of its parts that make a corrected picture differ from the raw one."""
        return frozenset(self.kinds) & CHANGES_PIXELS

    def is_due(self, now: datetime) -> bool:
        return self.due_at is not None and now >= self.due_at
