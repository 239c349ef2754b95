"""Which patches show the part, learned from the good images alone.

As in AnomalyDINO (Damm et al., WACV 2025, section 3.3), the first principal component of the patch vectors separates
the object from the background. Differences: the component is learned once, over all good images, not anew on each test
image, which may show a defect; the channels are brought to one scale first; the border between the two is Otsu's, not
a fixed number that suits one backbone. The object is the side that is more frequent in the middle.

A texture or a close-up has no background. There the two sides are equally frequent everywhere, or are no two sides at
all. Or the component separates the middle from the border, whose patches a network sees differently because there is
nothing beyond; so the pictures are shown shifted too, and what does not move with them is no object. Then
`learn_foreground` finds no foreground, and nothing may be masked.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch.nn import functional

from detectors.patches import moments

MIDDLE = 0.6
"""Part of the height and of the width that counts as the middle."""
SMALLEST_SHARE = 0.05
"""Of all patches, those that an object must take."""
LARGEST_AROUND = 0.3
"""Of the patches around the middle, those that an object may take. Textures and close-ups have about half: measured
0.36 to 0.61 on magnetic tiles, solar cells and textile, where a hazelnut before a background has 0.06 to 0.08."""
LEAST_CONTRAST = 0.35
"""How much more frequent the object must be in the middle than around it."""
LEAST_SEPARATION = 0.7
"""Variance between the two sides as a share of the whole. Half a normal distribution each reaches 0.64."""
LEAST_FOLLOWED = 0.6
"""Overlap (intersection over union) of the object in shifted pictures with the object shifted."""


@dataclass(frozen=True)
class Foreground:
    """A patch belongs to the object where patch @ `direction` (D,) is above `threshold` (a scalar)."""

    direction: torch.Tensor
    threshold: torch.Tensor

    def __call__(self, grids: torch.Tensor) -> torch.Tensor:
        """Return (N, h, w) of 0 and 1 for (N, h, w, D): dilated by one patch, and closed."""
        return _closed(_dilated((grids @ self.direction > self.threshold).float()))

    def to(self, device: torch.device) -> Foreground:
        return Foreground(self.direction.to(device), self.threshold.to(device))


@dataclass(frozen=True, slots=True)
class Found:
    """What was learned. `foreground` is None where nothing may be masked; `note` says why, or how much it takes."""

    foreground: Foreground | None
    note: str


def shift_of(input_size: tuple[int, int], grid: tuple[int, int]) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return about a quarter of both sides, for `np.roll`: in pixels of the input, and in patches."""
    patches = (round(grid[0] / 4), round(grid[1] / 4))
    return (round(patches[0] * input_size[0] / grid[0]), round(patches[1] * input_size[1] / grid[1])), patches


def learn_foreground(grids: torch.Tensor, shifted: torch.Tensor, shift: tuple[int, int]) -> Found:
    """Learn from the patches (N, h, w, D) of good images, not augmented.

    `shifted`: those of the first of these images, rolled by `shift` patches down and to the right.
    """
    count, height, width, size = grids.shape
    direction, values = _first_component(grids.reshape(-1, size))
    threshold, separation = otsu(values)
    sides = (values > threshold).view(count, height, width)
    top, left = (round(side * (1 - MIDDLE) / 2) for side in (height, width))
    middle = torch.zeros(height, width, dtype=torch.bool, device=grids.device)
    middle[top : height - top, left : width - left] = True
    if bool(middle.all()):
        return Found(None, "no foreground: the grid is too small")
    inside, around = (float(sides[:, where].double().mean()) for where in (middle, ~middle))
    if inside < around:
        direction, threshold = -direction, -threshold
        sides, inside, around = ~sides, 1 - inside, 1 - around
    share = float(sides.double().mean())
    followed = _overlap(shifted.double() @ direction > threshold, torch.roll(sides[: len(shifted)], shift, dims=(1, 2)))
    facts = (
        f"{share:.0%} of the patches, {inside:.0%} of those in the middle and {around:.0%} of those around it;"
        f" separation {separation:.2f}, overlap when shifted {followed:.2f}"
    )
    reasons = []
    if separation < LEAST_SEPARATION:
        reasons.append("object and background are not clearly two")
    if inside - around < LEAST_CONTRAST:
        reasons.append("it is not in the middle")
    if followed < LEAST_FOLLOWED:
        reasons.append("it does not move with the picture")
    if around > LARGEST_AROUND:
        reasons.append("it fills the picture")
    if share < SMALLEST_SHARE:
        reasons.append("it is too small")
    if reasons:
        return Found(None, f"no foreground: {', '.join(reasons)} ({facts})")
    found = Foreground(direction.float(), torch.tensor(threshold, dtype=torch.float32, device=grids.device))
    return Found(found, f"foreground: {facts}")


def otsu(values: torch.Tensor) -> tuple[float, float]:
    """Return the threshold with the largest variance between its two sides, and that variance over the whole one.

    Exact over all places between two neighbouring values; 0 where all values are the same (Otsu, 1979).
    """
    ordered = values.double().sort().values
    n = len(ordered)
    whole = ordered - ordered.mean()
    total = float(whole.square().sum())
    if n < 2 or total == 0.0:
        return float(ordered[0]), 0.0
    lower = torch.arange(1, n, device=values.device, dtype=torch.float64)
    sums = whole.cumsum(0)[:-1]
    # With a mean of 0 the two sides' sums are opposite: n1 m1^2 + n2 m2^2 = s^2 (1 / n1 + 1 / n2).
    between = sums.square() * (1.0 / lower + 1.0 / (n - lower))
    between[ordered[1:] == ordered[:-1]] = -1.0
    best = int(between.argmax())
    return float(ordered[best] + ordered[best + 1]) / 2, float(between[best]) / total


def _first_component(rows: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the direction (D,), float64, for unscaled rows, and each row's place along it."""
    _, deviation, correlation = moments(rows)
    _, vectors = torch.linalg.eigh(correlation.cpu())
    direction = vectors[:, -1].to(rows.device) / deviation
    values = torch.cat([part.double() @ direction for part in torch.split(rows, 1 << 14)])
    return direction, values


def _overlap(one: torch.Tensor, other: torch.Tensor) -> float:
    return float((one & other).sum()) / max(1.0, float((one | other).sum()))


def _dilated(mask: torch.Tensor) -> torch.Tensor:
    return functional.max_pool2d(mask[:, None], 3, stride=1, padding=1)[:, 0]


def _closed(mask: torch.Tensor) -> torch.Tensor:
    # What lies outside the picture decides nothing: max_pool2d pads with minus infinity.
    return -_dilated(-_dilated(mask))
