"""Which tested pictures are worth looking at, small enough to keep: the worst good ones, hidden and typical defects."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from station.benchmark.scoring import Scored, read_mask
from station.errors import ImageFileError
from station.heatmap import to_8_bit
from station.images import read_image

SIDE = 320
_STEPS = 65535.0
PER_ROW = 5
WORST_GOOD, HIDDEN, TYPICAL = "worst good", "hidden defects", "typical defects"


@dataclass(frozen=True, slots=True, eq=False)
class Picked:
    """`image`: (h, w, 3) RGB uint8; `anomaly_map`: (h, w) float32; `mask`: (h, w) bool, None where none was painted."""

    row: str
    name: str
    score: float
    image: NDArray[np.uint8]
    anomaly_map: NDArray[np.float32]
    mask: NDArray[np.bool_] | None


def choose_pictures(scored: Sequence[Scored]) -> list[tuple[str, Scored]]:
    """Return (row, picture): good ones from the highest score down, defects from the lowest up, and from the middle."""
    good = sorted((one for one in scored if not one.sample.defective), key=lambda one: -one.score)
    defects = sorted((one for one in scored if one.sample.defective), key=lambda one: one.score)
    hidden = defects[:PER_ROW]
    others = defects[PER_ROW:]
    start = max(0, (len(others) - PER_ROW) // 2)
    return [
        *((WORST_GOOD, one) for one in good[:PER_ROW]),
        *((HIDDEN, one) for one in hidden),
        *((TYPICAL, one) for one in others[start : start + PER_ROW]),
    ]


def pick_pictures(scored: Sequence[Scored], threshold: float | None) -> dict[str, NDArray[Any]]:
    """Return the pictures to keep as arrays with plain names; `unpack` reads them.

    They are for looking at only: pictures as JPEG, maps in 65,536 steps.
    """
    arrays: dict[str, NDArray[Any]] = {}
    about = []
    for number, (row, one) in enumerate(choose_pictures(scored)):
        image = to_8_bit(read_image(one.sample.path))
        rgb = cv2.cvtColor(image, cv2.COLOR_GRAY2RGB) if image.ndim == 2 else image
        arrays[f"image{number}"] = cv2.imencode(".jpg", _small(rgb)[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 95])[1]
        small = _small(one.map())
        low, high = float(small.min()), float(small.max())
        steps = np.round((small - low) * (_STEPS / ((high - low) or 1.0))).astype(np.uint16)
        arrays[f"map{number}"] = cv2.imencode(".png", steps)[1]
        mask = _mask(one)
        if mask is not None and mask.shape == rgb.shape[:2]:
            arrays[f"mask{number}"] = _small(mask.astype(np.float32)) >= 0.5
        name = f"{one.sample.kind}/{one.sample.path.name}"
        about.append({"row": row, "name": name, "score": one.score, "low": low, "high": high})
    arrays["about"] = np.array(json.dumps({"threshold": threshold, "pictures": about}))
    return arrays


def unpack(arrays: Mapping[str, NDArray[Any]]) -> tuple[float | None, tuple[Picked, ...]]:
    """Return the threshold and the pictures; none where `arrays` holds nothing."""
    if "about" not in arrays:
        return None, ()
    about = json.loads(str(arrays["about"]))
    picked = tuple(
        Picked(
            row=one["row"],
            name=one["name"],
            score=one["score"],
            image=_decoded(arrays[f"image{number}"])[:, :, ::-1],
            anomaly_map=_map(arrays[f"map{number}"], one["low"], one["high"]),
            mask=arrays.get(f"mask{number}"),
        )
        for number, one in enumerate(about["pictures"])
    )
    return about["threshold"], picked


def _decoded(data: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_UNCHANGED))


def _map(data: NDArray[Any], low: float, high: float) -> NDArray[np.float32]:
    return low + _decoded(data).astype(np.float32) * np.float32((high - low) / _STEPS)


def _mask(one: Scored) -> NDArray[np.bool_] | None:
    try:
        return None if one.sample.mask is None else read_mask(one.sample.mask)
    except ImageFileError:
        return None


def _small(picture: NDArray[Any]) -> NDArray[Any]:
    height, width = picture.shape[:2]
    scale = SIDE / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return cv2.resize(
        np.ascontiguousarray(picture), size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    )
