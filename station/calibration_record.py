"""What a calibration folder says in its meta.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator

from calibration.correction import Correction
from calibration.flat_field import FlatField
from calibration.lens import Lens
from calibration.plane import PartPlane
from calibration.white_balance import WhiteBalance
from station.calibration_ref import CalibrationRef, Kind

Part = FlatField | WhiteBalance | Lens | PartPlane
"""One part of a calibration, as it corrects."""

SCHEMA = 1
FORM = "station-calibration"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class FileFacts(_Frozen):
    """What a file beside meta.json must be."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    bytes: int = Field(ge=0)


class PartRecord(_Frozen):
    """One part: when, by whom and with which camera it was made, what was found, and the numbers that it corrects by.

    `summary` says in one sentence what was found. A part is carried over from version to version until it is made anew.
    """

    made_at: AwareDatetime
    made_by: str
    camera_id: str = ""
    n_pictures: int = Field(ge=1)
    summary: str
    due_days: float = Field(gt=0)
    values: dict[str, Any]


class Meta(_Frozen):
    """meta.json. `product`: the recipe that it was made for; the folder says where it is now."""

    form: Literal["station-calibration"]
    schema_: Literal[1] = Field(alias="schema")
    product: str
    station: str
    width: int = Field(gt=0)
    height: int = Field(gt=0)
    made_at: AwareDatetime
    made_by: str
    note: str = ""
    due_at: AwareDatetime | None = None
    parts: dict[Kind, PartRecord] = Field(min_length=1)
    files: dict[str, FileFacts]

    @model_validator(mode="after")
    def _files_belong(self) -> Self:
        wanted = {f"{kind}.npz" for kind in self.parts if kind is Kind.FLAT_FIELD}
        if set(self.files) != wanted:
            raise ValueError(f"the files must be {', '.join(sorted(wanted)) or 'none'}")
        return self

    def to_json(self) -> bytes:
        return json.dumps(self.model_dump(mode="json", by_alias=True), sort_keys=True, indent=1).encode()

    @classmethod
    def from_json(cls, body: bytes) -> Meta:
        """Raises ValueError, in one line."""
        try:
            return cls.model_validate_json(body)
        except ValidationError as error:
            problem = error.errors(include_url=False)[0]
            raise ValueError(f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}") from error


@dataclass(frozen=True, slots=True)
class CalibrationRecord:
    """One version of a product's calibration, without its arrays."""

    ref: CalibrationRef
    meta: Meta

    @property
    def kinds(self) -> tuple[Kind, ...]:
        return self.ref.kinds

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the pictures it is for."""
        return self.meta.width, self.meta.height

    def part(self, kind: Kind) -> PartRecord | None:
        return self.meta.parts.get(kind)

    def newest_part(self) -> tuple[Kind, PartRecord]:
        """What this version brought."""
        return max(self.meta.parts.items(), key=lambda item: item[1].made_at)


def reference(name: str, version: int, sha256: str, meta: Meta) -> CalibrationRef:
    """Name a version."""
    return CalibrationRef(
        name=name,
        version=version,
        sha256=sha256,
        kinds=tuple(kind for kind in Kind if kind in meta.parts),
        made_at=meta.made_at,
        made_by=meta.made_by,
        due_at=meta.due_at,
    )


def values_of(part: Part) -> dict[str, Any]:
    """The plain numbers of a part, for meta.json."""
    if isinstance(part, PartPlane):
        return {"homography": list(part.homography), "width_px": part.width_px, "height_px": part.height_px}
    return part.values()


def correction_of(meta: Meta, arrays: Mapping[str, Any]) -> Correction:
    """Make the correction of what was stored; `arrays` are the flat field's. Raises CalibrationError, ValueError."""
    values = {kind: part.values for kind, part in meta.parts.items()}
    plane = values.get(Kind.PLANE)
    return Correction(
        flat_field=FlatField.restored(arrays, values[Kind.FLAT_FIELD]) if Kind.FLAT_FIELD in values else None,
        white_balance=WhiteBalance.restored(values[Kind.WHITE_BALANCE]) if Kind.WHITE_BALANCE in values else None,
        lens=Lens.restored(values[Kind.LENS]) if Kind.LENS in values else None,
        plane=None if plane is None else _plane(plane),
    )


def _plane(values: Mapping[str, Any]) -> PartPlane:
    try:
        return PartPlane(
            tuple(float(one) for one in values["homography"]), int(values["width_px"]), int(values["height_px"])
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"the part plane cannot be read: {error}") from error
