"""Options of a method: plain values in, a frozen dataclass out, or one clear error.

A method declares its options as a frozen dataclass. Supported field types: bool, int, float, str, Literal,
tuple[T, ...] and tuple[T, T] of those. Ranges are given with `ranged`.
"""

from __future__ import annotations

import dataclasses
import math
import typing
from collections.abc import Mapping
from typing import Any, Literal, TypeVar, get_args, get_origin

from detectors.api import OptionsError

T = TypeVar("T")

Precision = Literal["auto", "fp32", "bf16", "fp16"]
Scaling = Literal["none", "standard", "whiten"]


def ranged(default: Any, low: float, high: float, *, square: bool = False) -> Any:
    """Declare a numeric option (or a tuple of them) with its allowed range, both ends included.

    `square`: of a (height, width), which can be given as one number.
    """
    return dataclasses.field(default=default, metadata={"low": low, "high": high, "square": square})


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class NetworkOptions:
    """What a fit of any method on a pretrained network can be told.

    backbone          packaged efficientnet_lite0/1/2, or a timm model with its tag, whose weights are on this machine
    weights           a weights file to use instead; `weights_sha256` what it must hash to
    layers            feature stages, 0 the finest (stride 2), or blocks of a transformer, 0 the first; negative ones
                      count from the end; small defects need fine ones
    input_size        (height, width) of the network input; one number in plain options means a square; of transformers
                      a multiple of the patch size
    level_brightness  bring every image to the same median brightness first
    white_level       full scale of uint16 images; 0: see `detectors.images`
    precision         auto: fp16 on CUDA (training: bf16), bf16 on processors that multiply it in hardware, else fp32
    """

    backbone: str = "efficientnet_lite0"
    weights: str = ""
    weights_sha256: str = ""
    layers: tuple[int, ...] = ranged((2, 3), -64, 63)
    input_size: tuple[int, int] = ranged((256, 256), 32, 4096, square=True)
    level_brightness: bool = False
    white_level: int = ranged(0, 0, 65535)
    precision: Precision = "auto"


def check_patches(detector: str, layers: tuple[int, ...], patch_size: int = 1) -> None:
    """Check the layers that patches are made of, and how many neighbours are averaged.

    Raises:
        OptionsError
    """
    if not layers or list(layers) != sorted(set(layers)):
        raise OptionsError(f"{detector}: option layers is {list(layers)}.", "Give them once each, finest first.")
    if layers[0] < 0 <= layers[-1]:
        raise OptionsError(
            f"{detector}: option layers is {list(layers)}.", "Count all from the start or all from the end."
        )
    if patch_size % 2 == 0:
        raise OptionsError(f"{detector}: option patch_size is {patch_size}.", "Give an odd number.")


def read_options(detector: str, cls: type[T], values: Mapping[str, Any]) -> T:
    """Build `cls` from `values`.

    Raises:
        OptionsError: names the detector, the option and what is allowed.
    """
    declared = {one.name: one for one in dataclasses.fields(cls)}  # type: ignore[arg-type]
    unknown = sorted(str(key) for key in values if key not in declared)
    if unknown:
        known = ", ".join(sorted(declared))
        raise OptionsError(f"{detector}: unknown option {', '.join(unknown)}.", f"Known options: {known}.")
    hints = typing.get_type_hints(cls)
    ready = {
        name: _read(f"{detector}: option {name}", declared[name].metadata, hints[name], value)
        for name, value in values.items()
    }
    return cls(**ready)


def own_options(detector: str, cls: type[T], options: Any) -> T:
    """Return `options`, which must be what this detector's `parse_options` gave.

    Raises:
        OptionsError
    """
    if not isinstance(options, cls):
        raise OptionsError(f"{detector} cannot use {type(options).__name__}.", "Use what parse_options returns.")
    return options


def plain_options(options: Any) -> dict[str, Any]:
    """Return the options as plain JSON values; `read_options` takes them back."""
    return {
        key: list(value) if isinstance(value, tuple) else value for key, value in dataclasses.asdict(options).items()
    }


def _read(what: str, limits: Mapping[str, Any], hint: Any, value: Any) -> Any:
    origin = get_origin(hint)
    if origin is Literal:
        allowed = get_args(hint)
        if value not in allowed or isinstance(value, bool) != isinstance(allowed[0], bool):
            raise OptionsError(f"{what} is {value!r}.", f"Allowed: {', '.join(map(str, allowed))}.")
        return value
    if origin is tuple:
        inner = get_args(hint)
        if limits.get("square") and isinstance(value, int) and not isinstance(value, bool):
            value = (value, value)
        if not isinstance(value, list | tuple):
            raise OptionsError(f"{what} is {value!r}.", "Give a list.")
        if inner[-1] is not Ellipsis and len(value) != len(inner):
            raise OptionsError(f"{what} has {len(value)} values.", f"Give {len(inner)}.")
        return tuple(_read(what, limits, inner[0], one) for one in value)
    good = {
        bool: isinstance(value, bool),
        int: isinstance(value, int) and not isinstance(value, bool),
        float: isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value),
        str: isinstance(value, str),
    }[hint]
    if not good:
        words = {bool: "true or false", int: "a whole number", float: "a number", str: "a text"}[hint]
        raise OptionsError(f"{what} is {value!r}.", f"Give {words}.")
    if "low" in limits and not limits["low"] <= value <= limits["high"]:
        raise OptionsError(f"{what} is {value}.", f"Allowed: {limits['low']} to {limits['high']}.")
    return float(value) if hint is float else value
