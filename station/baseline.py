"""What good parts were like when a model was taught: a file beside its folder, for the drift monitor.

<models>/<name>/0001.baseline.json     beside the folder 0001, which never changes

Scores are those of held-out good pictures, qualities those of the normal set. The file may be missing (a model from
another station, an older program): then the first good parts of the line stand in.
"""

from __future__ import annotations

import contextlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from station.images import write_file
from station.recipe import ModelVersion
from station.types import Quality

_SCHEMA = 1
QUANTITIES = ("score", *(one.name for one in fields(Quality)))
"""What the drift monitor compares: the score, and what the image gate measures."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """Of good pictures that the model knows, and scores of those that it does not."""

    scores: tuple[float, ...] = ()
    qualities: tuple[Quality, ...] = ()

    def values(self) -> dict[str, list[float]]:
        """The values of each quantity of `QUANTITIES`; what is not known of a picture is left out."""
        found: dict[str, list[float]] = {name: [] for name in QUANTITIES}
        found["score"] = list(self.scores)
        for quality in self.qualities:
            for name, value in asdict(quality).items():
                if value is not None:
                    found[name].append(float(value))
        return found


def baseline_file(folder: Path) -> Path:
    """Where the baseline of the model in `folder` is."""
    return folder.with_name(f"{folder.name}.baseline.json")


def keep_baseline(folder: Path, model: ModelVersion, baseline: Baseline) -> None:
    """Write the baseline of a model. Raises StorageError."""
    content = {
        "schema": _SCHEMA,
        "model": model.sha256,
        "scores": baseline.scores,
        "qualities": [asdict(one) for one in baseline.qualities],
    }
    write_file(baseline_file(folder), json.dumps(content, separators=(",", ":")).encode())


def baseline_of(folder: Path, model: ModelVersion) -> Baseline:
    """Read the baseline of a model; empty where there is none, or it is damaged or of another model."""
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
        stored = json.loads(baseline_file(folder).read_text(encoding="utf-8"))
        if stored["schema"] == _SCHEMA and stored["model"] == model.sha256:
            return Baseline(_numbers(stored["scores"]), tuple(_quality(one) for one in stored["qualities"]))
    return Baseline()


def _numbers(values: Sequence[Any]) -> tuple[float, ...]:
    numbers = tuple(float(value) for value in values)
    if not all(map(math.isfinite, numbers)):
        raise ValueError("a score that is no number")
    return numbers


def _quality(values: Mapping[str, Any]) -> Quality:
    light, saturated, sharpness = _numbers([values[name] for name in ("brightness", "saturated", "sharpness")])
    shift, turn = (None if values[name] is None else _numbers([values[name]])[0] for name in ("shift_px", "turn_deg"))
    return Quality(light, saturated, sharpness, shift, turn)
