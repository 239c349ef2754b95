"""Scores that are known already: a file beside a model folder, so that no picture is scored twice with one model.

<models>/<name>/0001.scores.json     beside the folder 0001, which never changes
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
from pathlib import Path
from typing import Any

from station.audit import canonical
from station.images import write_file
from station.recipe import Recipe

_SCHEMA = 1


class ScoreCache:
    """Scores and refusals by the SHA-256 of the picture's file. Not thread-safe.

    They hold for one model (its hash) and what decides which pictures are scored at all (kind of picture, gate). A file
    that is missing, damaged or of something else counts as empty: everything in it can be computed again.
    """

    def __init__(self, folder: Path, recipe: Recipe) -> None:
        self.path = folder.with_name(f"{folder.name}.scores.json")
        judged = canonical({"image": recipe.image.model_dump(), "gate": recipe.gate})
        self._key = {
            "schema": _SCHEMA,
            "model": recipe.model.sha256,
            "judged": hashlib.sha256(judged.encode()).hexdigest(),
        }
        self._scores: dict[str, float] = {}
        self._refused: dict[str, str] = {}
        self._changed = False
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
            self._read(json.loads(self.path.read_text(encoding="utf-8")))

    def _read(self, stored: Any) -> None:
        if {key: stored[key] for key in self._key} != self._key:
            return
        scores = {str(sha256): float(score) for sha256, score in stored["scores"].items()}
        if all(math.isfinite(score) for score in scores.values()):
            self._scores = scores
            self._refused = {str(sha256): str(why) for sha256, why in stored["refused"].items()}

    def __len__(self) -> int:
        return len(self._scores) + len(self._refused)

    def score(self, sha256: str) -> float | None:
        return self._scores.get(sha256)

    def refusal(self, sha256: str) -> str | None:
        """Why the picture is not scored, where the image gate or its kind refused it."""
        return self._refused.get(sha256)

    def keep(self, sha256: str, score: float) -> None:
        self._scores[sha256] = score
        self._changed = True

    def keep_refusal(self, sha256: str, why: str) -> None:
        self._refused[sha256] = why
        self._changed = True

    def save(self) -> None:
        """Write what is new. Raises StorageError."""
        if self._changed:
            content = {**self._key, "scores": self._scores, "refused": self._refused}
            write_file(self.path, json.dumps(content, separators=(",", ":")).encode())
            self._changed = False
