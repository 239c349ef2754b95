"""Pictures of a part with a place of its own, for the image gate."""

from __future__ import annotations

import cv2
import numpy as np

from station.images import Image

HEIGHT, WIDTH = 240, 320


def placed(seed: int = 0, *, dx: float = 0.0, dy: float = 0.0, turn: float = 0.0, light: float = 1.0) -> Image:
    """A plate with holes on a dark ground, moved by pixels and turned by degrees about the middle."""
    drawn = np.full((HEIGHT, WIDTH), 40.0, np.float32)
    cv2.rectangle(drawn, (60, 50), (260, 190), 140.0, -1)
    rng = np.random.default_rng(5)
    for _ in range(12):
        x, y = int(rng.integers(80, 240)), int(rng.integers(70, 170))
        cv2.circle(drawn, (x, y), int(rng.integers(5, 13)), float(rng.uniform(60, 220)), -1)
    warp = cv2.getRotationMatrix2D(((WIDTH - 1) / 2, (HEIGHT - 1) / 2), -turn, 1.0)
    warp[:, 2] += dx, dy
    moved = cv2.warpAffine(drawn, warp, (WIDTH, HEIGHT), borderValue=40.0) * light
    moved += np.random.default_rng(seed).normal(0.0, 3.0, moved.shape)
    return np.clip(moved, 0, 255).astype(np.uint8)


def placed_good(count: int, first: int = 0) -> list[Image]:
    """Good parts as they lie in a holder with a little play."""
    rng = np.random.default_rng(11 + first)
    return [
        placed(first + n, dx=rng.normal(0, 1), dy=rng.normal(0, 1), turn=rng.normal(0, 0.2), light=rng.normal(1, 0.02))
        for n in range(count)
    ]
