"""How far the records have been published, kept durably beside them.

<data folder>/mqtt.json holds the last inspection and the last event that the broker acknowledged. It is written at most
once a second: after a crash the messages of that second are published again, none is left out.
"""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from station.errors import StorageError
from station.images import write_file
from station.queries import FeedPlace

FILE = "mqtt.json"
SCHEMA = 1


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    schema_: int = Field(alias="schema")
    inspection: int = Field(ge=0)
    inspection_id: str
    event: int = Field(ge=0)


def read_bookmark(folder: Path) -> FeedPlace | None:
    """Read how far was published; None: nothing ever was.

    Raises:
        StorageError: the file is there and cannot be read or understood.
    """
    path = folder / FILE
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise _damaged(path, str(error)) from error
    try:
        kept = _File.model_validate(json.loads(text))
    except (ValidationError, json.JSONDecodeError) as error:
        raise _damaged(path, "it is damaged") from error
    if kept.schema_ != SCHEMA:
        raise _damaged(path, f"schema {kept.schema_} is not known")
    return FeedPlace(kept.inspection, kept.inspection_id, kept.event)


def write_bookmark(folder: Path, place: FeedPlace) -> None:
    """Keep `place`; durable when it returns. Raises StorageError."""
    body = {
        "schema": SCHEMA,
        "inspection": place.inspection,
        "inspection_id": place.inspection_id,
        "event": place.event,
    }
    write_file(folder / FILE, json.dumps(body, indent=1).encode())


def _damaged(path: Path, why: str) -> StorageError:
    return StorageError(
        f"{path}: what was published by MQTT cannot be read ({why}).",
        "Remove the file: publishing then begins with the next inspection, and what was not published stays in the"
        " records.",
    )
