"""Options of a camera driver: plain values in, a frozen dataclass out, or one clear error.

A driver declares its options as a frozen dataclass. `read_options` checks a mapping (from `station.toml`, a test, a
script) against the field types and the ranges given with `ranged`. Supported field types: bool, int, float, str,
Path, Literal, tuple[str, ...], and unions of these with each other and with None.
"""

from __future__ import annotations

import math
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, Field, field, fields
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

from camera.api import CameraConfigError, CameraSettings, Capabilities

T = TypeVar("T")


def ranged(default: float, low: float, high: float) -> Any:
    """Declare a numeric option with its allowed range, both ends included."""
    return field(default=default, metadata={"low": low, "high": high})


def read_options(kind: str, cls: type[T], values: Mapping[str, Any]) -> T:
    """Build `cls` from `values`.

    Raises:
        CameraConfigError: names the camera kind, the option and what is allowed.
    """
    declared: dict[str, Field[Any]] = {one.name: one for one in fields(cls)}  # type: ignore[arg-type]
    unknown = sorted(str(key) for key in values if key not in declared)
    if unknown:
        known = ", ".join(sorted(declared))
        raise CameraConfigError(f"Camera {kind}: unknown option {', '.join(unknown)}.", f"Known options: {known}.")
    hints = typing.get_type_hints(cls)
    ready: dict[str, Any] = {}
    for name, one in declared.items():
        if name in values:
            ready[name] = _read_one(kind, one, hints[name], values[name])
        elif one.default is MISSING and one.default_factory is MISSING:
            raise CameraConfigError(f"Camera {kind}: option {name} is missing.", f"Give {name}: {_words(hints[name])}.")
    return cls(**ready)


def check_settings(kind: str, settings: CameraSettings, capabilities: Capabilities) -> None:
    """Refuse every setting that the driver does not declare.

    Raises:
        CameraConfigError: names the setting and what is allowed.
    """
    if settings.trigger not in capabilities.triggers:
        allowed = ", ".join(sorted(capabilities.triggers))
        raise CameraConfigError(
            f"Camera {kind}: trigger mode {settings.trigger} is not possible.", f"Possible: {allowed}."
        )
    asked = {
        "exposure_us": settings.exposure_us is not None and not capabilities.exposure,
        "gain_db": settings.gain_db is not None and not capabilities.gain,
        "roi": settings.roi is not None and not capabilities.roi,
        "line": settings.line is not None and "line" not in capabilities.triggers,
    }
    for name, refused in asked.items():
        if refused:
            raise CameraConfigError(f"Camera {kind}: {name} cannot be set on this kind of camera.", f"Remove {name}.")
    wanted = settings.pixel_format
    if wanted is not None and wanted not in capabilities.pixel_formats:
        allowed = ", ".join(capabilities.pixel_formats) or "none; remove pixel_format"
        raise CameraConfigError(f"Camera {kind}: pixel_format {wanted} is not possible.", f"Possible: {allowed}.")


def _read_one(kind: str, one: Field[Any], hint: Any, value: Any) -> Any:
    matched, ready = _match(hint, value)
    low: float = one.metadata.get("low", -math.inf)
    high: float = one.metadata.get("high", math.inf)
    if matched and (not isinstance(ready, int | float) or low <= ready <= high):
        return ready
    span = "" if math.isinf(low) else f" from {low:g} to {high:g}"
    raise CameraConfigError(f"Camera {kind}: {one.name} = {value!r} is not possible.", f"Give {_words(hint)}{span}.")


def _match(hint: Any, value: Any) -> tuple[bool, Any]:
    """Return whether `value` fits `hint`, and the value as that type."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        for branch in get_args(hint):
            matched, ready = _match(branch, value)
            if matched:
                return True, ready
        return False, value
    if origin is Literal:
        return any(value == one and type(value) is type(one) for one in get_args(hint)), value
    if origin is tuple:
        is_list = isinstance(value, list | tuple) and all(isinstance(one, str) for one in value)
        return is_list, tuple(value) if is_list else value
    if hint is float:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return is_number, float(value) if is_number else value
    if hint is int:
        return isinstance(value, int) and not isinstance(value, bool), value
    if hint is Path:
        is_path = isinstance(value, Path) or (isinstance(value, str) and value != "")
        return is_path, Path(value) if is_path else value
    if hint is types.NoneType:
        return value is None, value
    return isinstance(value, hint), value


def _words(hint: Any) -> str:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return " or ".join(_words(one) for one in get_args(hint))
    if origin is Literal:
        return " or ".join(str(one) for one in get_args(hint))
    if origin is tuple:
        return "a list of texts"
    names = {bool: "true or false", int: "a whole number", float: "a number", str: "a text", Path: "a path"}
    return "nothing" if hint is types.NoneType else names.get(hint, str(hint))
