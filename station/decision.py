"""From a prediction to a verdict. Pure; every path that is not plainly OK is something else."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from station.recipe import ImageSpec, Recipe
from station.types import Reason, Verdict


@dataclass(frozen=True, slots=True)
class Decision:
    verdict: Verdict
    reason: Reason
    detail: str = ""


def image_spec(image: NDArray[Any]) -> ImageSpec:
    """Return what kind of picture `image` ((H, W) or (H, W, 3), uint8 or uint16) is."""
    dtype = str(image.dtype)
    if dtype not in ("uint8", "uint16"):
        raise ValueError(f"a picture is uint8 or uint16, not {dtype}")
    return ImageSpec(
        height=image.shape[0],
        width=image.shape[1],
        channels=1 if image.ndim == 2 else 3,
        dtype="uint8" if dtype == "uint8" else "uint16",
    )


def refuse_picture(image: NDArray[Any], recipe: Recipe, gate_findings: Sequence[str]) -> Decision | None:
    """Return why `image` must not be scored under `recipe`, or None when it may be."""
    found = image_spec(image)
    if found != recipe.image:
        return Decision(
            Verdict.ERROR,
            Reason.IMAGE_MISMATCH,
            f"The picture is {found}; recipe {recipe.name} version {recipe.version} was taught on {recipe.image}.",
        )
    if gate_findings:
        return Decision(Verdict.ERROR, Reason.IMAGE_GATE, " ".join(gate_findings))
    return None


def decide(score: float, recipe: Recipe) -> Decision:
    """Return the verdict for a raw `score` under the thresholds of `recipe`."""
    if not math.isfinite(score):
        return Decision(Verdict.ERROR, Reason.SCORE_NOT_FINITE, f"The score is {score}.")
    if score >= recipe.threshold:
        return Decision(Verdict.NOK, Reason.ABOVE_THRESHOLD)
    if recipe.review_from is not None and score >= recipe.review_from:
        return Decision(Verdict.REVIEW, Reason.REVIEW_BAND)
    return Decision(Verdict.OK, Reason.BELOW_THRESHOLD)
