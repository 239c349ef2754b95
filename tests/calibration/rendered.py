"""Pictures of boards through a camera that is known exactly: rays, distortion, anti-aliasing, blur, noise."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calibration.boards import MODULES, Board

Image = NDArray[np.uint8]

SUB = 3
BLACK, WHITE, TABLE = 30.0, 215.0, 110.0


@dataclass(frozen=True, eq=False)
class Known:
    """A camera whose every number is known. Distortion k1, k2, p1, p2, k3 as Brown wrote it."""

    focal: float = 920.0
    centre: tuple[float, float] = (322.3, 236.1)
    size: tuple[int, int] = (640, 480)
    distortion: tuple[float, float, float, float, float] = (-0.21, 0.09, 0.0008, -0.0005, 0.0)
    rays: NDArray[np.float64] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        width, height = self.size
        xs = (np.arange(width + 1) - 0.5 - self.centre[0]) / self.focal
        ys = (np.arange(height + 1) - 0.5 - self.centre[1]) / self.focal
        corners = self.straight(np.stack(np.meshgrid(xs, ys), axis=-1))
        # between the corners of one pixel a ray is linear to a millionth of a pixel
        step = (np.arange(SUB) + 0.5) / SUB
        down = corners[:-1, None] * (1 - step[:, None, None]) + corners[1:, None] * step[:, None, None]
        down = down.reshape(height * SUB, width + 1, 2)
        fine = down[:, :-1, None] * (1 - step[:, None]) + down[:, 1:, None] * step[:, None]
        object.__setattr__(self, "rays", fine.reshape(height * SUB, width * SUB, 2))

    def bent(self, xy: NDArray[Any]) -> NDArray[np.float64]:
        """Take directions (x/z, y/z) to where the lens shows them."""
        k1, k2, p1, p2, k3 = self.distortion
        x, y = xy[..., 0], xy[..., 1]
        r2 = x * x + y * y
        radial = 1 + k1 * r2 + k2 * r2**2 + k3 * r2**3
        return np.stack(
            [
                x * radial + 2 * p1 * x * y + p2 * (r2 + 2 * x * x),
                y * radial + p1 * (r2 + 2 * y * y) + 2 * p2 * x * y,
            ],
            axis=-1,
        )

    def straight(self, shown: NDArray[Any]) -> NDArray[np.float64]:
        """Undo `bent`, to 1e-7 and better."""
        xy = shown.copy()
        for _ in range(12):
            xy += shown - self.bent(xy)
        assert float(np.abs(self.bent(xy) - shown).max()) < 1e-7
        return xy

    def px(self, points: NDArray[Any]) -> NDArray[np.float64]:
        """Project (N, 3) points in camera coordinates to raw pixels."""
        shown = self.bent(points[:, :2] / points[:, 2:])
        return np.asarray(shown * self.focal + np.array(self.centre))

    def see(
        self, board: Board, turn: NDArray[Any], place: Sequence[float], *, blur: float = 0.8, noise: float = 2.0,
        seed: int = 0,
    ) -> Image:  # fmt: skip
        """Take a picture of a board on a grey table; a white rim of one square is around it."""
        normal, corner = turn[:, 2], np.array(place)
        x, y = self.rays[..., 0], self.rays[..., 1]
        depth = float(normal @ corner) / (x * normal[0] + y * normal[1] + normal[2])
        per_module = MODULES / board.square_mm
        columns, rows = (
            np.floor(((x * axis[0] + y * axis[1] + axis[2]) * depth - float(axis @ corner)) * per_module).astype(int)
            for axis in (turn[:, 0], turn[:, 1])
        )
        modules = np.pad(board.modules(), MODULES)
        texture = np.pad(np.where(modules, BLACK, WHITE), 1, constant_values=TABLE)
        rows = np.clip(rows + MODULES + 1, 0, texture.shape[0] - 1)
        columns = np.clip(columns + MODULES + 1, 0, texture.shape[1] - 1)
        fine = texture[rows, columns]
        width, height = self.size
        picture = fine.reshape(height, SUB, width, SUB).mean(axis=(1, 3))
        picture = _blurred(picture, blur)
        picture += np.random.default_rng(seed).normal(0.0, noise, picture.shape)
        return np.clip(np.rint(picture), 0, 255).astype(np.uint8)


def turned(x_deg: float, y_deg: float, z_deg: float) -> NDArray[np.float64]:
    """Turn about x, then y, then z."""
    a, b, c = (math.radians(one) for one in (x_deg, y_deg, z_deg))
    rx = np.array([[1, 0, 0], [0, math.cos(a), -math.sin(a)], [0, math.sin(a), math.cos(a)]])
    ry = np.array([[math.cos(b), 0, math.sin(b)], [0, 1, 0], [-math.sin(b), 0, math.cos(b)]])
    rz = np.array([[math.cos(c), -math.sin(c), 0], [math.sin(c), math.cos(c), 0], [0, 0, 1]])
    return np.asarray(rz @ ry @ rx)


def corner_of(board: Board, turn: NDArray[Any], centre: Sequence[float]) -> NDArray[np.float64]:
    """Where the board's first corner lies when its middle is at `centre`."""
    middle = np.array([board.columns * board.square_mm / 2, board.rows * board.square_mm / 2, 0.0])
    return np.asarray(np.array(centre) - turn @ middle)


POSES = (
    ((0, 0, 0), (0, 0, 300)),
    ((28, 0, 4), (-40, -20, 330)),
    ((-28, 0, -3), (40, 20, 330)),
    ((0, 30, 8), (-30, 25, 320)),
    ((0, -30, -6), (30, -25, 320)),
    ((22, 22, 10), (-55, 35, 360)),
    ((-22, 22, -12), (55, -35, 360)),
    ((22, -22, 0), (-60, -40, 380)),
    ((-22, -22, 5), (60, 40, 380)),
    ((35, 10, 90), (0, 0, 340)),
    ((-10, 35, 45), (10, 5, 350)),
    ((12, -8, 180), (0, -10, 290)),
)
"""Angles in degrees and the middle of the board in mm."""


def shots(camera: Known, board: Board, *, blur: float = 0.8, noise: float = 2.0, poses: Any = POSES) -> list[Image]:
    """Take a picture of each pose."""
    taken = []
    for number, (angles, centre) in enumerate(poses):
        turn = turned(*angles)
        taken.append(camera.see(board, turn, corner_of(board, turn, centre), blur=blur, noise=noise, seed=number))
    return taken


def _blurred(picture: NDArray[np.float64], sigma: float) -> NDArray[np.float64]:
    if sigma <= 0:
        return picture
    reach = max(1, math.ceil(4 * sigma))
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    kernel /= kernel.sum()
    for axis in (0, 1):
        padding = [(reach, reach) if one == axis else (0, 0) for one in (0, 1)]
        wide = np.pad(picture, padding, mode="edge")
        picture = sum(
            weight * np.take(wide, np.arange(n, n + picture.shape[axis]), axis=axis) for n, weight in enumerate(kernel)
        )
    return picture
