"""Values of the station as plain JSON, for scripts."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import PurePath
from typing import Any

import numpy as np
from pydantic import BaseModel


def plain(value: Any) -> Any:
    """Turn dataclasses, models, times and paths into what JSON knows. A number that is not finite becomes null.

    Times are ISO 8601 in UTC. Arrays are left out of dataclasses: they are pictures, and belong into files.
    """
    match value:
        case None | bool() | int() | str() if not isinstance(value, Enum):
            return value
        case Enum():
            return value.value
        case float() | np.floating():
            number = float(value)
            return number if math.isfinite(number) else None
        case np.integer():
            return int(value)
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case PurePath():
            return str(value)
        case BaseModel():
            return plain(value.model_dump())
        case Mapping():
            return {str(plain(key)): plain(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(item) for item in value]
        case _ if is_dataclass(value) and not isinstance(value, type):
            items = ((field.name, getattr(value, field.name)) for field in fields(value))
            return {name: plain(item) for name, item in items if not isinstance(item, np.ndarray)}
    raise TypeError(f"{type(value).__name__} is not a plain value")


def to_json(value: Any, *, indent: int | None = 2) -> str:
    """One JSON document, in ASCII: a pipe may have any encoding."""
    return json.dumps(plain(value), indent=indent, allow_nan=False)
