"""Synthetic defects: where the features of a good image are spoiled with noise."""

from __future__ import annotations

import math

import torch

SCALES = 6
"""Cells of the Perlin noise along an axis: 1, 2, 4, ... so many sizes, each axis its own."""


def perlin(
    count: int,
    size: tuple[int, int],
    generator: torch.Generator,
    rows: slice = slice(None),
    columns: slice = slice(None),
) -> torch.Tensor:
    """Return Perlin noise, about -1 to 1, on the CPU: (count, height, width), or these `rows` and `columns` of it.

    Each has as many cells along each axis as a power of two below 2^SCALES, drawn at random. (DRAEM's way of drawing
    defects, which SuperSimpleNet, section 3.3, takes over.)
    """
    most = 1 << (SCALES - 1)
    angle = torch.rand(count, most + 1, most + 1, generator=generator) * (2.0 * torch.pi)
    powers = torch.randint(0, SCALES, (count, 2), generator=generator)
    y_cell, y = _places(size[0], powers[:, 0], rows)
    x_cell, x = _places(size[1], powers[:, 1], columns)
    image = torch.arange(count)[:, None, None]
    corners: list[torch.Tensor] = []
    for down in (0, 1):
        for right in (0, 1):
            turned = angle[image, (y_cell + down)[:, :, None], (x_cell + right)[:, None, :]]
            corners.append((x - right)[:, None, :] * turned.cos() + (y - down)[:, :, None] * turned.sin())
    fade_y, fade_x = _fade(y)[:, :, None], _fade(x)[:, None, :]
    upper = torch.lerp(corners[0], corners[1], fade_x.expand_as(corners[0]))
    lower = torch.lerp(corners[2], corners[3], fade_x.expand_as(corners[0]))
    return torch.lerp(upper, lower, fade_y.expand_as(upper)).mul(math.sqrt(2.0))


def _places(length: int, powers: torch.Tensor, part: slice) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the cell (count, places) that each place lies in, and where in it, 0 to 1."""
    places = torch.arange(length, dtype=torch.float32)[part] / length * torch.pow(2.0, powers.float())[:, None]
    return places.long(), places.frac()


def _fade(t: torch.Tensor) -> torch.Tensor:
    inner: torch.Tensor = t * (t * 6.0 - 15.0) + 10.0
    return t * t * t * inner


def defect_masks(
    count: int,
    size: tuple[int, int],
    threshold: float,
    generator: torch.Generator,
    rows: slice = slice(None),
    columns: slice = slice(None),
) -> torch.Tensor:
    """Return (count, height, width) bool: where the Perlin noise exceeds `threshold`; about every second one is empty.

    A mask that happens to be empty stays so: its image is then a good one. `rows` and `columns`: the wanted part.
    """
    spoiled = torch.rand(count, generator=generator) < 0.5
    return (perlin(count, size, generator, rows, columns) > threshold) & spoiled[:, None, None]
