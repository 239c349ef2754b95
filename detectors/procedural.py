"""Pictures that the program makes from a number: nobody's licence, and as many as are wanted.

They stand in for a large collection of photographs where a network only has to meet many kinds of local structure:
distilling a teacher (`detectors.distil`) and the penalty images of EfficientAD. Each picture is a few layers - dead
leaves, coloured noise with a spectrum like that of nature, cells, stripes and weaves, gradients, drawings - laid
over each other through masks, then seen through a random lens: blur, noise, light, contrast.

Dead leaves: Lee, Mumford, Huang, "Occlusion models for natural images", IJCV 2001; as training data: Baradad et al.,
"Learning to See by Looking at Noise", NeurIPS 2021. Noise: Perlin, "An image synthesizer", SIGGRAPH 1985.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[Any]
"""(H, W) or (H, W, 3) float32; pictures in about 0..1."""

Rng = np.random.Generator

SALT = 0x5EED


def procedural_image(seed: int, size: int | tuple[int, int] = 256) -> NDArray[np.uint8]:
    """Return picture number `seed` as (H, W, 3) uint8 RGB; `size` is one side or (height, width).

    The same with the same numpy and OpenCV. Another size gives another picture, not this one larger.
    """
    shape = (size, size) if isinstance(size, int) else size
    rng = np.random.default_rng([SALT, seed])
    colours = palette(rng)
    picture = _layer(rng, shape, colours)
    for _ in range(int(rng.choice(4, p=(0.2, 0.4, 0.3, 0.1)))):
        over = _layer(rng, shape, colours if rng.random() < 0.5 else palette(rng))
        picture = _lay_over(rng, picture, over)
    if rng.random() < 0.25:
        picture = _drawn(rng, picture, colours)
    if rng.random() < 0.2:
        picture = warped(rng, picture)
    return _through_a_lens(rng, picture)


def perlin(rng: Rng, shape: tuple[int, int], scales: tuple[int, int]) -> Plane:
    """Return gradient noise (H, W) float32 with mean near 0, within -1..1; `scales`: lattice cells (down, across)."""
    angle = rng.random((scales[0] + 1, scales[1] + 1), np.float32) * np.float32(2 * np.pi)
    down, across = np.sin(angle), np.cos(angle)
    y, row, ease_y = _lattice(shape[0], scales[0])
    x, column, ease_x = _lattice(shape[1], scales[1])
    y, x = y[:, None], x[None, :]

    def corner(below: int, right: int) -> Plane:
        # Spread along the short lattice rows first: whole rows are then copied, not single numbers.
        at_column, at_row = column + right, row + below
        product: Plane = (across[:, at_column] * (x - np.float32(right))).take(at_row, 0)
        product += down[:, at_column].take(at_row, 0) * (y - np.float32(below))
        return product

    ease_x = ease_x[None, :]
    upper, lower = corner(0, 0), corner(1, 0)
    upper += ease_x * (corner(0, 1) - upper)
    lower += ease_x * (corner(1, 1) - lower)
    upper += ease_y[:, None] * (lower - upper)
    # Unit gradients reach sqrt(1/2) at most.
    upper *= np.float32(np.sqrt(2.0))
    return upper


def _lattice(length: int, cells: int) -> tuple[Plane, NDArray[np.intp], Plane]:
    """Return the offset within the cell, the index of the cell and the eased offset of each pixel."""
    place = (np.arange(length, dtype=np.float32) + np.float32(0.5)) * np.float32(cells / length)
    index = np.minimum(place.astype(np.intp), cells - 1)
    offset = (place - index).astype(np.float32)
    eased = offset**3 * (offset * (offset * 6 - 15) + 10)
    return offset, index, eased.astype(np.float32)


def fractal(rng: Rng, shape: tuple[int, int], *, coarsest: int = 2, roughness: float = 0.5) -> Plane:
    """Return noise of all scales (H, W) float32 in 0..1; each octave has `roughness` times the height of the last.

    The coarsest octave is Perlin noise, the finer ones smoothed random lattices, which cost a tenth.
    """
    total = perlin(rng, shape, (coarsest, coarsest))
    finer: Plane = np.zeros((2, 2), np.float32)
    lattice, height = coarsest * 2, roughness
    while lattice < 2 * min(shape) and height > 0.02:
        # Each octave is added at its own resolution; only the sum of all is brought to the size of the picture.
        side = min(lattice, min(shape)) + 1
        finer = cv2.resize(finer, (side, side), interpolation=cv2.INTER_LINEAR)
        finer = _float(finer + (rng.random((side, side), np.float32) - np.float32(0.5)) * np.float32(height))
        lattice, height = lattice * 2, height * roughness
    total += cv2.resize(finer, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
    return _stretched(total)


def palette(rng: Rng) -> Plane:
    """Return 3 to 8 colours (N, 3) that belong together: grey, one hue, neighbouring hues or any."""
    count = int(rng.integers(3, 9))
    kind = rng.choice(4, p=(0.2, 0.3, 0.25, 0.25))
    value = rng.random(count, np.float32)
    spread, saturation = ((0.0, 0.0), (0.03, 0.4), (0.15, 0.6), (1.0, 0.9))[kind]
    hue = (rng.random() + spread * (rng.random(count) - 0.5)) % 1.0
    tinted = saturation * rng.random(count)
    # From hue, saturation and value: each channel is a clipped triangle wave of the hue.
    wave = np.abs(((hue[:, None] + np.array((0, 2 / 3, 1 / 3))) % 1.0) * 6 - 3) - 1
    colours: Plane = (value[:, None] * (1 - tinted[:, None] * (1 - np.clip(wave, 0, 1)))).astype(np.float32)
    return colours


def coloured(rng: Rng, plane: Plane, colours: Plane) -> Plane:
    """Give the values 0..1 of `plane` colours: a scale through `colours`, smooth or in steps."""
    order = rng.permutation(len(colours))
    stops = np.linspace(0, 255, len(colours))
    levels = np.arange(256)
    if rng.random() < 0.25:
        table = colours[order][np.minimum(levels * len(colours) // 256, len(colours) - 1)]
    else:
        table = np.stack([np.interp(levels, stops, colours[order, one]) for one in range(3)], -1)
    return table.astype(np.float32).take((plane * np.float32(255)).astype(np.uint8), 0)


def dead_leaves(rng: Rng, shape: tuple[int, int], colours: Plane) -> Plane:
    """Return shapes of all sizes that hide each other, each with its own colour, shade and texture."""
    count = int(rng.integers(60, 500))
    largest = 0.35 * min(shape)
    # Radii with density r^-3 between 2 pixels and `largest`: any magnification looks alike.
    radii = 1 / np.sqrt(rng.uniform(1 / largest**2, 1 / 2.0**2, count))
    radii[: count // 10] = rng.uniform(0.1, 1.0, count // 10) * largest
    centres = rng.random((count, 2)) * (shape[1], shape[0])
    kinds = rng.choice(3, size=count, p=rng.dirichlet((1.0, 1.0, 1.0)))
    turned, squeezed = rng.random(count) * 180, rng.uniform(0.3, 1.0, count)
    owner = np.zeros(shape, np.int32)
    # Straight shapes have up to 8 corners at one radius (a squeezed one for four) or at random ones.
    corners = np.where(kinds == 1, 4, rng.integers(3, 8, count))
    reach = np.where((kinds == 1)[:, None], squeezed[:, None], rng.uniform(0.5, 1.0, (count, 8)))
    angles = np.radians(turned)[:, None] + np.arange(8) * (2 * np.pi / corners)[:, None]
    around = np.stack([reach * np.cos(angles), np.sin(angles)], -1) * radii[:, None, None] + centres[:, None]
    around_int, centres_int = around.astype(np.int32), centres.astype(np.int32).tolist()
    axes = np.rint(radii[:, None] * np.stack([np.ones(count), squeezed], -1)).astype(np.int32).tolist()
    for leaf in range(1, count):
        if kinds[leaf] == 0:
            cv2.ellipse(owner, centres_int[leaf], axes[leaf], turned[leaf], 0, 360, leaf, -1)
        else:
            cv2.fillConvexPoly(owner, around_int[leaf, : corners[leaf]], leaf)
    leaves = colours[rng.integers(len(colours), size=count)] * rng.uniform(0.6, 1.3, (count, 1)).astype(np.float32)
    picture = leaves.astype(np.float32).take(owner, 0)
    depth = (rng.random(count) * rng.choice((0.0, 0.3, 0.8))).astype(np.float32)
    if depth.any():
        grain = _texture(rng, shape) - np.float32(0.5)
        picture += (depth[owner] * grain)[..., None]
    return picture


def cells(rng: Rng, shape: tuple[int, int], colours: Plane) -> Plane:
    """Return a Voronoi pattern: grains with borders, scales, bubbles or cracks."""
    seeds = np.full(shape, 255, np.uint8)
    count = int(2 ** rng.uniform(3, 10))
    seeds[rng.integers(shape[0], size=count), rng.integers(shape[1], size=count)] = 0
    distance, owner = cv2.distanceTransformWithLabels(seeds, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    distance = distance / np.float32(np.sqrt(shape[0] * shape[1] / count))
    look = rng.integers(4)
    if look == 0:
        return coloured(rng, np.clip(distance, 0, 1), colours)
    shade = (rng.random(count + 1, np.float32))[owner]
    if look == 1:
        return coloured(rng, shade, colours)
    edge = cv2.morphologyEx(owner.astype(np.float32), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0
    if look == 2:
        shade = np.clip(shade * np.float32(0.3) + distance * np.float32(0.6), 0, 1)
    else:
        shade = np.clip(fractal(rng, shape) * np.float32(0.7) + shade * np.float32(0.3), 0, 1)
    picture = coloured(rng, shade, colours)
    picture[edge] = colours[0]
    return picture


def _texture(rng: Rng, shape: tuple[int, int]) -> Plane:
    """Return one of the plain patterns, (H, W) in 0..1."""
    kind = rng.choice(5, p=(0.3, 0.2, 0.2, 0.15, 0.15))
    if kind == 0:
        return fractal(rng, shape, coarsest=int(2 ** rng.integers(1, 6)), roughness=rng.uniform(0.3, 0.95))
    if kind == 1:
        return _stripes(rng, shape)
    if kind == 2:
        return _weave(rng, shape)
    if kind == 3:
        # Brushed or rolled: noise that is much longer one way than the other.
        lattice = [int(2 ** rng.integers(0, 3)), int(min(shape) // 2 ** rng.integers(0, 3))]
        rng.shuffle(lattice)
        small = rng.random((max(2, lattice[0]), max(2, lattice[1])), np.float32)
        return _stretched(cv2.resize(small, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR))
    return _gradient(rng, shape)


def _stripes(rng: Rng, shape: tuple[int, int]) -> Plane:
    phase = _ramp(rng, shape) * np.float32(2 ** rng.uniform(1, 6.3))
    if rng.random() < 0.4:
        phase += (fractal(rng, shape) * np.float32(rng.uniform(0.2, 2.0))).astype(np.float32)
    return _wave(rng, phase)


def _weave(rng: Rng, shape: tuple[int, int]) -> Plane:
    """Return two crossed sets of stripes: grids, checks, dots or a cloth whose threads go over and under."""
    angle, often = rng.random() * np.pi, 2 ** rng.uniform(2, 6)
    across = _ramp(rng, shape, angle) * np.float32(often)
    down = _ramp(rng, shape, angle + np.pi / 2) * np.float32(often * rng.choice((1.0, 1.0, 0.5)))
    look = rng.integers(3)
    one, other = _wave(rng, across), _wave(rng, down)
    if look == 0:
        return np.maximum(one, other)
    if look == 1:
        return one * other
    over = (np.floor(across) + np.floor(down)).astype(np.int32) & 1
    return np.where(over == 1, one, other * np.float32(0.8))


def _wave(rng: Rng, phase: Plane) -> Plane:
    """Return a wave of period 1 in `phase`: sine, steps with a random share, or saw."""
    look = rng.integers(3)
    if look == 0:
        return np.float32(0.5) + np.float32(0.5) * np.sin(phase * np.float32(2 * np.pi))
    rest = phase - np.floor(phase)
    if look == 1:
        return (rest < rng.uniform(0.1, 0.9)).astype(np.float32)
    return _float(np.minimum(rest, 1 - rest) * 2)


def _gradient(rng: Rng, shape: tuple[int, int]) -> Plane:
    if rng.random() < 0.5:
        return _stretched(_ramp(rng, shape))
    y = (np.arange(shape[0], dtype=np.float32) / shape[0] - np.float32(rng.random()))[:, None]
    x = (np.arange(shape[1], dtype=np.float32) / shape[1] - np.float32(rng.random()))[None, :]
    return _stretched(np.sqrt(y * y + x * x))


def _ramp(rng: Rng, shape: tuple[int, int], angle: float | None = None) -> Plane:
    angle = rng.random() * 2 * np.pi if angle is None else angle
    y = np.arange(shape[0], dtype=np.float32) * np.float32(np.sin(angle) / shape[0])
    x = np.arange(shape[1], dtype=np.float32) * np.float32(np.cos(angle) / shape[1])
    return y[:, None] + x[None, :] + np.float32(rng.random())


def _noise_in_colour(rng: Rng, shape: tuple[int, int], colours: Plane) -> Plane:
    """Return noise whose channels differ a little, as the colours of a photograph do, or much."""
    common = fractal(rng, shape, roughness=rng.uniform(0.4, 0.95))
    own = rng.uniform(0.0, 0.8)
    planes = [
        common * np.float32(1 - own) + fractal(rng, shape, coarsest=4, roughness=0.6) * np.float32(own)
        for _ in range(3)
    ]
    tint = colours[0] + np.float32(0.2)
    return _float(np.stack(planes, -1) * (tint / tint.max()))


def _layer(rng: Rng, shape: tuple[int, int], colours: Plane) -> Plane:
    kind = rng.choice(4, p=(0.35, 0.3, 0.15, 0.2))
    if kind == 0:
        return dead_leaves(rng, shape, colours)
    if kind == 1:
        return coloured(rng, _texture(rng, shape), colours)
    if kind == 2:
        return cells(rng, shape, colours)
    return _noise_in_colour(rng, shape, colours)


def _lay_over(rng: Rng, under: Plane, over: Plane) -> Plane:
    """Put one picture over another: through a mask with hard or soft edge, thinly, or as light and shade."""
    kind = rng.choice(3, p=(0.5, 0.25, 0.25))
    if kind == 1:
        share = np.float32(rng.uniform(0.1, 0.6))
        return under + share * (over - under)
    if kind == 2:
        return _float(under * (np.float32(0.4) + np.float32(1.2) * _grey(over)))
    shape = (under.shape[0], under.shape[1])
    make: Callable[[Rng, tuple[int, int]], Plane] = (fractal, _texture)[int(rng.integers(2))]
    soft = np.float32(10 ** rng.uniform(0.3, 2))
    mask = np.clip((make(rng, shape) - np.float32(rng.uniform(0.3, 0.7))) * soft + np.float32(0.5), 0, 1)[..., None]
    return _float(under + mask * (over - under))


def _drawn(rng: Rng, picture: Plane, colours: Plane) -> Plane:
    """Scratch lines, rings, boxes and scribble into the picture."""
    height, width = picture.shape[:2]
    canvas = np.clip(picture * 255, 0, 255).astype(np.uint8)
    for _ in range(int(rng.integers(1, 25))):
        colour = tuple(map(float, colours[rng.integers(len(colours))] * 255))
        first, second = ((int(x), int(y)) for x, y in rng.random((2, 2)) * (width, height))
        thick = int(rng.integers(1, 6))
        match rng.integers(4):
            case 0:
                cv2.line(canvas, first, second, colour, thick, cv2.LINE_AA)
            case 1:
                cv2.circle(canvas, first, int(rng.integers(2, max(3, width // 4))), colour, thick, cv2.LINE_AA)
            case 2:
                cv2.rectangle(canvas, first, second, colour, thick)
            case _:
                walk = np.cumsum(rng.standard_normal((30, 2)) * rng.uniform(1, 12), 0) + first
                cv2.polylines(canvas, [walk.astype(np.int32)], False, colour, min(thick, 3), cv2.LINE_AA)
    return _float(canvas / np.float32(255))


def warped(rng: Rng, picture: Plane) -> Plane:
    """Bend the picture by smooth noise."""
    shape = (picture.shape[0], picture.shape[1])
    lattice = int(2 ** rng.integers(1, 5))
    reach = np.float32(rng.uniform(0.1, 0.6) * min(shape) / lattice)
    y = np.arange(shape[0], dtype=np.float32)[:, None] + reach * perlin(rng, shape, (lattice, lattice))
    x = np.arange(shape[1], dtype=np.float32)[None, :] + reach * perlin(rng, shape, (lattice, lattice))
    bent: Plane = cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
    return bent


def _through_a_lens(rng: Rng, picture: Plane) -> NDArray[np.uint8]:
    """Apply light, blur, noise, contrast and saturation, and round."""
    shape = (picture.shape[0], picture.shape[1])
    if rng.random() < 0.3:
        picture = picture * (np.float32(0.5) + _gradient(rng, shape)[..., None])
    if rng.random() < 0.35:
        picture = cv2.GaussianBlur(picture, (0, 0), float(rng.uniform(0.5, 2.5) ** 1.5))
    elif rng.random() < 0.15:
        picture = picture * np.float32(2) - cv2.GaussianBlur(picture, (0, 0), 1.5)
    if rng.random() < 0.4:
        grains = rng.standard_normal((*shape, int(rng.choice((1, 3)))), np.float32)
        picture = picture + grains * np.float32(10 ** rng.uniform(-2.3, -0.8))
    grey = _grey(picture)
    middle = grey.mean()
    picture = grey + (picture - grey) * np.float32(rng.uniform(0.3, 1.3))
    # Two in three fill the range; the others keep a low contrast, as most parts on a line have.
    spread = max(float(grey.std()), 1e-3)
    wanted = rng.uniform(0.15, 0.3) if rng.random() < 0.67 else rng.uniform(0.02, 0.12)
    centre = rng.uniform(0.25, 0.75)
    gain = np.float32(wanted / spread)
    picture = picture * gain + np.float32(centre - middle * gain)
    if rng.random() < 0.3:
        picture = np.clip(picture, 0, 1) ** np.float32(2 ** rng.uniform(-1, 1))
    return np.clip(picture * 255 + 0.5, 0, 255).astype(np.uint8)


def _grey(picture: Plane) -> Plane:
    """Return the mean of the channels as (H, W, 1)."""
    third = np.full((3, 1), 1 / 3, np.float32)
    mean: Plane = (picture.reshape(-1, 3) @ third).reshape(*picture.shape[:2], 1)
    return mean


def _stretched(plane: Plane) -> Plane:
    low, high = float(plane.min()), float(plane.max())
    return ((plane - np.float32(low)) * np.float32(1 / max(high - low, 1e-6))).astype(np.float32)


def _float(values: Any) -> Plane:
    return np.asarray(values, np.float32)
