"""What is published: topics and JSON, version 1. docs/integration.md describes every key.

A key never changes its meaning within a version; new keys may come at any time.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from station.queries import FedInspection
from station.types import Event, ModelRef, OutputState, RecipeRef, StationStatus, Verdict

SCHEMA = 1
_NOT_IN_TOPICS = re.compile(r"[/+#%\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Topics:
    """Where each kind of message goes: `<prefix>/<station>/<kind>`."""

    inspection: str
    event: str
    status: str


def topics(prefix: str, station: str) -> Topics:
    """Name the topics of a station. What MQTT gives a meaning to (/ + #) is percent-encoded in the station's name."""
    base = f"{prefix}/{_NOT_IN_TOPICS.sub(lambda found: f'%{ord(found[0]):02X}', station)}"
    return Topics(f"{base}/inspection", f"{base}/event", f"{base}/status")


def inspection_message(station: str, fed: FedInspection) -> bytes:
    """One inspection, complete. `passed` is true only where the line was given the OK."""
    inspection = fed.inspection
    finite = inspection.score is not None and math.isfinite(inspection.score)
    return _dump(
        "inspection",
        station,
        {
            "key": fed.key,
            "id": inspection.id,
            "at": _time(inspection.at),
            "trigger": {
                "id": inspection.trigger_id,
                "source": inspection.source,
                "acquisition": inspection.acquisition,
                "pose": None if inspection.pose is None else list(inspection.pose),
                "pose_index": inspection.pose_index,
                "setup": inspection.setup,
            },
            "part_id": inspection.part_id,
            "seq": inspection.seq,
            "verdict": inspection.verdict.value,
            "passed": inspection.verdict is Verdict.OK and inspection.output is OutputState.SENT,
            "output": inspection.output.value,
            "reason": inspection.reason.value,
            "detail": inspection.detail,
            "score": inspection.score if finite else None,
            "score_text": None if finite or inspection.score is None else repr(float(inspection.score)),
            "threshold": inspection.threshold,
            "review_from": inspection.review_from,
            "regions": None if inspection.regions_found is None else asdict(inspection.regions_found),
            "quality": None if inspection.quality is None else asdict(inspection.quality),
            "recipe": _ref(inspection.recipe),
            "model": _ref(inspection.model),
            "camera_id": inspection.camera_id,
            "purpose": inspection.purpose.value,
            "signed_in": inspection.signed_in,
            "timings_ms": {name.removesuffix("_ms"): value for name, value in asdict(inspection.timings).items()},
            "image": {
                "state": inspection.image.state.value,
                "path": inspection.image.path,
                "sha256": inspection.image.sha256,
                "bytes": inspection.image.bytes,
            },
        },
    )


def event_message(station: str, event: Event) -> bytes:
    return _dump(
        "event",
        station,
        {
            "key": event.id,
            "at": _time(event.at),
            "event": event.kind.value,
            "message": event.message,
            "who": event.who,
            "details": event.details,
        },
    )


def status_message(station: str, status: StationStatus) -> bytes:
    counters = status.counters
    return _dump(
        "status",
        station,
        {
            "online": True,
            "at": _time(datetime.now(UTC)),
            "state": status.state.value,
            "message": status.message,
            "hint": status.hint,
            "since": _time(status.since),
            "recipe": _ref(status.recipe),
            "model": _ref(status.model),
            "threshold": status.threshold,
            "review_from": status.review_from,
            "camera_id": status.camera_id,
            "counters": {**asdict(counters), "done": counters.done},
            "partners": [{"name": one.name, "ok": one.ok, "message": one.message} for one in status.partners],
        },
    )


def offline_message(station: str, *, closed: bool) -> bytes:
    """What is left behind: by the station when it closes, by the broker (last will) when the link is lost."""
    why = "the station was closed" if closed else "the link to the station was lost"
    return _dump("status", station, {"online": False, "state": "offline", "message": why})


def _dump(kind: str, station: str, body: dict[str, Any]) -> bytes:
    whole = {"schema": SCHEMA, "kind": kind, "station": station, **body}
    return json.dumps(_plain(whole), ensure_ascii=False, allow_nan=False, default=str).encode("utf-8", "replace")


def _plain(value: Any) -> Any:
    """JSON knows no NaN and no infinity: a measured time or a detail that is one becomes its name."""
    if isinstance(value, float) and not math.isfinite(value):
        return repr(value)
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _ref(ref: RecipeRef | ModelRef | None) -> dict[str, Any] | None:
    return None if ref is None else {"name": ref.name, "version": ref.version, "sha256": ref.sha256}
