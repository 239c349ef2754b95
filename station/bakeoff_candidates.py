"""Who enters a bake-off: every detector with its defaults, and sets of options that were found worth trying."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from detectors import create as create_detector
from detectors import names as detector_names
from detectors.patchcore_options import FEW_SHOT

_NOT_ENTERED = frozenset({"fake"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A detector with options. `most_normal`: with more pictures to learn from it does not enter."""

    detector: str
    name: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    most_normal: int | None = None

    @property
    def label(self) -> str:
        return f"{self.detector} ({self.name})" if self.name else self.detector


PRESETS: tuple[Candidate, ...] = (
    Candidate("patchcore", "whitened", {"scaling": "whiten"}),
    Candidate("patchcore", "few-shot", FEW_SHOT, most_normal=16),
)
"""Option sets that were found worth trying, beside each detector's defaults. A new one is a line here."""


def candidates_for(
    detectors: Sequence[str], n_normal: int, configured: tuple[str, Mapping[str, Any]] = ("", {})
) -> tuple[Candidate, ...]:
    """Return who enters: each detector with its defaults, with `PRESETS`, and as it is configured.

    Without `detectors`, all that are installed, except the simulator.

    Raises:
        DetectorError: an unknown name; the hint lists the known ones.
    """
    for name in detectors:
        create_detector(name)
    chosen = list(dict.fromkeys(detectors)) or [name for name in detector_names() if name not in _NOT_ENTERED]
    found = []
    for name in chosen:
        found.append(Candidate(name))
        if configured[0] == name and configured[1]:
            found.append(Candidate(name, "as configured", dict(configured[1])))
        for preset in PRESETS:
            if preset.detector == name and (preset.most_normal is None or n_normal <= preset.most_normal):
                found.append(preset)
    return tuple(found)
