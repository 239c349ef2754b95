"""Fast, balanced, accurate: which detector and options that means with so many pictures, and what was measured of them.

The figures are those of docs/detectors.md (machine and commands there). They are of other pictures than the user's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from detectors import create as create_detector
from detectors.patchcore_options import FEW_SHOT
from station.errors import UsageError

FEW = 16
"""Up to so many pictures to learn from, the few-shot options were best or equal wherever they were measured."""
SOURCE = "docs/detectors.md"


class Preset(StrEnum):
    """What matters most."""

    FAST = "fast"
    BALANCED = "balanced"
    ACCURATE = "accurate"


class Ground(StrEnum):
    """Why a preset means what it means."""

    FEW_PICTURES = "few pictures"
    SHORT_ANSWER = "short answer"
    BEST_ON_AVERAGE = "best on average"
    FAINT_DEFECTS = "faint defects"


@dataclass(frozen=True, slots=True)
class Measured:
    """Image AUROC on two materials (mean, standard deviation over three seeds), and times on two processor cores.

    `answer_ms`: one picture of 256 x 256. None: not measured.
    """

    tiles: tuple[float, float]
    solar: tuple[float, float]
    taught_from: tuple[int, int]
    answer_ms: float | None = None
    teach_s: float | None = None
    teach_images: int | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """A preset for a number of pictures. `same_as` names the one that means the same here."""

    preset: Preset
    detector: str
    ground: Ground
    measured: Measured
    options: Mapping[str, Any] = field(default_factory=dict)
    same_as: Preset | None = None


_SIMPLENET = Measured((0.882, 0.023), (0.938, 0.010), (120, 96), answer_ms=16, teach_s=8.3, teach_images=100)
_PATCHCORE = Measured((0.898, 0.007), (0.963, 0.003), (120, 96), answer_ms=51, teach_s=8.4, teach_images=100)
_FAINT = Measured((0.964, 0.004), (0.955, 0.007), (120, 96))
_FEW = {
    1: Measured((0.780, 0.034), (0.807, 0.019), (1, 1)),
    2: Measured((0.815, 0.045), (0.840, 0.045), (2, 2)),
    4: Measured((0.849, 0.046), (0.873, 0.048), (4, 4)),
    8: Measured((0.874, 0.022), (0.890, 0.009), (8, 8), answer_ms=21, teach_s=1.0, teach_images=8),
    16: Measured((0.879, 0.011), (0.892, 0.007), (16, 16)),
}
_MANY: Mapping[Preset, Advice] = MappingProxyType(
    {
        Preset.FAST: Advice(Preset.FAST, "simplenet", Ground.SHORT_ANSWER, _SIMPLENET),
        Preset.BALANCED: Advice(Preset.BALANCED, "patchcore", Ground.BEST_ON_AVERAGE, _PATCHCORE),
        Preset.ACCURATE: Advice(
            Preset.ACCURATE,
            "patchcore",
            Ground.FAINT_DEFECTS,
            _FAINT,
            MappingProxyType({"backbone": "efficientnet_lite2", "layers": [3], "level_brightness": True}),
        ),
    }
)


def advise(preset: Preset, n_normal: int) -> Advice:
    """Say what `preset` means with `n_normal` good pictures to learn from."""
    if n_normal > FEW:
        return _MANY[preset]
    known = max((count for count in _FEW if count <= n_normal), default=1)
    same_as = None if preset is Preset.BALANCED else Preset.BALANCED
    return Advice(preset, "patchcore", Ground.FEW_PICTURES, _FEW[known], FEW_SHOT, same_as)


def recommended(n_normal: int) -> Preset:
    """The preset to begin with: what was best on average."""
    del n_normal  # few pictures change what it means, not which it is
    return Preset.BALANCED


def preset_named(name: str) -> Preset:
    """Raises UsageError."""
    try:
        return Preset(name)
    except ValueError:
        raise UsageError(f"There is no preset {name!r}.", f"Known: {', '.join(Preset)}.") from None


@dataclass(frozen=True, slots=True)
class OptionField:
    """One option of a detector for a form. `kind`: "bool", "int", "float", "text", "choice" or "list".

    `choices` are those of a choice; `low` and `high` the ends of the range of a number, both included.
    """

    name: str
    kind: str
    default: Any
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None


def option_fields(detector: str) -> tuple[OptionField, ...]:
    """Describe the options of a detector, in its own order. Raises DetectorError: no such detector."""
    import dataclasses
    import typing

    from detectors.options import plain_options

    parsed = create_detector(detector).parse_options({})
    hints = typing.get_type_hints(type(parsed))
    plain = plain_options(parsed)
    found = []
    for one in dataclasses.fields(parsed):
        hint, limits = hints[one.name], one.metadata
        choices: tuple[str, ...] = ()
        origin = typing.get_origin(hint)
        if origin is typing.Literal:
            kind, choices = "choice", tuple(str(value) for value in typing.get_args(hint))
        elif origin is tuple:
            kind = "list"
        else:
            kind = {bool: "bool", int: "int", float: "float"}.get(hint, "text")
        found.append(OptionField(one.name, kind, plain[one.name], choices, limits.get("low"), limits.get("high")))
    return tuple(found)
