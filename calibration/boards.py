"""Calibration boards: what they are, how they look, and where their corners are in a picture.

A ChArUco board (a chessboard with markers in its white squares) may lie partly outside the picture, and says which
corner is which. A plain chessboard must be seen whole. Corners are counted from one, in millimetres from the board's
first corner, x to the right and y down, as OpenCV does.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from calibration.api import CalibrationError

Image = NDArray[Any]

MODULES = 8
"""Of one square, along its side; a marker has six of them, with one white all around."""
_MARKER = 6
_MOST_SQUARES = 60
_LEAST_CORNERS = 12
_MARKERS = {
    50: cv2.aruco.DICT_4X4_50,
    100: cv2.aruco.DICT_4X4_100,
    250: cv2.aruco.DICT_4X4_250,
    1000: cv2.aruco.DICT_4X4_1000,
}


@dataclass(frozen=True)
class Board:
    """A board of `columns` x `rows` squares of `square_mm`. Raises CalibrationError: no such board can be used."""

    kind: Literal["charuco", "chessboard"] = "charuco"
    columns: int = 12
    rows: int = 9
    square_mm: float = 15.0

    def __post_init__(self) -> None:
        if self.kind not in ("charuco", "chessboard"):
            raise CalibrationError(f"{self.kind!r} is no kind of board", "Known: charuco, chessboard.")
        if not (4 <= self.columns <= _MOST_SQUARES and 4 <= self.rows <= _MOST_SQUARES):
            raise CalibrationError(
                f"a board of {self.columns} x {self.rows} squares cannot be used",
                f"Take 4 to {_MOST_SQUARES} squares in each direction.",
            )
        if not 0.1 <= self.square_mm <= 1000:
            raise CalibrationError(f"squares of {self.square_mm:g} mm cannot be used", "Take 0.1 mm to 1000 mm.")
        if self.kind == "chessboard" and (self.columns + self.rows) % 2 == 0:
            raise CalibrationError(
                f"a chessboard of {self.columns} x {self.rows} squares looks the same upside down",
                "Take an even and an odd number of squares, such as 12 x 9, or a ChArUco board.",
            )

    def __str__(self) -> str:
        name = "ChArUco board" if self.kind == "charuco" else "chessboard"
        return f"{name} of {self.columns} x {self.rows} squares of {self.square_mm:g} mm"

    @property
    def corners(self) -> int:
        """How many inner corners there are."""
        return (self.columns - 1) * (self.rows - 1)

    def points_mm(self, ids: NDArray[Any] | None = None) -> NDArray[np.float64]:
        """Where corners are on the board, (N, 2); all for None."""
        ids = np.arange(self.corners) if ids is None else np.asarray(ids).reshape(-1)
        across = self.columns - 1
        return np.stack([(ids % across + 1) * self.square_mm, (ids // across + 1) * self.square_mm], axis=1).astype(
            np.float64
        )

    def modules(self) -> NDArray[np.bool_]:
        """The board as it is printed, true where it is black: (rows * 8, columns * 8) modules."""
        if self.kind == "charuco":
            size = (self.columns * MODULES, self.rows * MODULES)
            drawn = self._charuco.generateImage(size, marginSize=0, borderBits=1)
            return np.asarray(drawn < 128)
        ys, xs = np.indices((self.rows, self.columns))
        return np.asarray(np.kron((xs + ys) % 2 == 0, np.ones((MODULES, MODULES), np.bool_)))

    @cached_property
    def _charuco(self) -> Any:
        wanted = self.columns * self.rows // 2
        named = next((name for many, name in _MARKERS.items() if wanted <= many), None)
        if named is None:
            raise CalibrationError(
                f"a ChArUco board of {self.columns} x {self.rows} squares has more markers than there are",
                "Take at most 2000 squares, or a chessboard.",
            )
        markers = cv2.aruco.getPredefinedDictionary(named)
        return cv2.aruco.CharucoBoard(
            (self.columns, self.rows), self.square_mm, self.square_mm * _MARKER / MODULES, markers
        )


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """The corners of a board in one picture: `ids` (N,), and `px` (N, 2) float64, x before y, to parts of a pixel."""

    board: Board
    ids: NDArray[np.int64]
    px: NDArray[np.float64]
    size: tuple[int, int]

    @property
    def share(self) -> float:
        """How much of the board is seen."""
        return len(self.ids) / self.board.corners

    @property
    def mm(self) -> NDArray[np.float64]:
        return self.board.points_mm(self.ids)


def find(image: Image, board: Board) -> Seen:
    """Find the board in a picture: (H, W) or (H, W, 3), uint8 or uint16. Takes tenths of a second on 5 megapixels.

    Raises CalibrationError: it is not there, or too little of it; says what was seen instead.
    """
    grey = grey8(image)
    ids, px, seen = _charuco_corners(grey, board) if board.kind == "charuco" else _chessboard_corners(grey, board)
    if len(ids) < min(_LEAST_CORNERS, board.corners):
        raise CalibrationError(
            f"the {board} was not found: {seen}",
            f"Lay it flat, sharp and evenly lit into the view, and check that it is the board that was printed. "
            f"{_light(grey)}".strip(),
        )
    return Seen(board, ids, px, (int(grey.shape[1]), int(grey.shape[0])))


def grey8(image: Image) -> NDArray[np.uint8]:
    """Return a picture as 8-bit grey, a 16-bit one stretched to what it holds."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY) if image.ndim == 3 else image
    if grey.dtype == np.uint16:
        grey = cv2.convertScaleAbs(grey, alpha=255.0 / max(int(grey.max()), 1))
    return np.ascontiguousarray(grey, np.uint8)


def _charuco_corners(grey: NDArray[np.uint8], board: Board) -> tuple[NDArray[np.int64], NDArray[np.float64], str]:
    parameters = cv2.aruco.DetectorParameters()
    parameters.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_NONE
    detector = cv2.aruco.CharucoDetector(board._charuco, cv2.aruco.CharucoParameters(), parameters)
    corners, ids, _, marker_ids = detector.detectBoard(grey)
    markers = 0 if marker_ids is None else len(marker_ids)
    found = 0 if ids is None else len(ids)
    seen = f"{markers} of {len(board._charuco.getIds())} markers and {found} of {board.corners} corners were seen"
    if found == 0:
        return np.empty(0, np.int64), np.empty((0, 2)), seen
    px = np.asarray(corners, np.float64).reshape(-1, 2)
    return np.asarray(ids, np.int64).reshape(-1), _refined(grey, px), seen


def _chessboard_corners(grey: NDArray[np.uint8], board: Board) -> tuple[NDArray[np.int64], NDArray[np.float64], str]:
    size = board.columns - 1, board.rows - 1
    found, corners = cv2.findChessboardCornersSB(grey, size, flags=cv2.CALIB_CB_EXHAUSTIVE | cv2.CALIB_CB_ACCURACY)
    if not found or corners is None:
        return np.empty(0, np.int64), np.empty((0, 2)), f"not all of its {size[0]} x {size[1]} inner corners were seen"
    px = np.asarray(corners, np.float64).reshape(-1, 2)
    return np.arange(board.corners), px if _is_upright(grey, board, px) else px[::-1].copy(), ""


def _is_upright(grey: NDArray[np.uint8], board: Board, px: NDArray[np.float64]) -> bool:
    """Whether the board's black squares are dark if the corners are in this order; else it is upside down."""
    to_px, _ = cv2.findHomography(board.points_mm(), px, 0)
    ys, xs = (one.reshape(-1) for one in np.indices((board.rows, board.columns)))
    middles = (np.stack([xs, ys], axis=1) + 0.5)[None] * board.square_mm
    places = np.rint(cv2.perspectiveTransform(middles.astype(np.float64), to_px)[0]).astype(int)
    inside = np.all((places >= 0) & (places < np.array(grey.shape[::-1])), axis=1)
    values = grey[places[inside, 1], places[inside, 0]].astype(np.float64)
    black = ((xs + ys) % 2 == 0)[inside]
    return float(values[black].mean()) < float(values[~black].mean())


def _refined(grey: NDArray[np.uint8], px: NDArray[np.float64]) -> NDArray[np.float64]:
    """Find each corner as the saddle of grey around it, in a window as large as the squares allow."""
    if len(px) < 2:
        return px
    apart = np.sort(np.linalg.norm(px[:, None] - px[None], axis=2), axis=1)[:, 1]
    # a marker begins one module, an eighth of a square, beside the corner; in less the blurred one is missed
    half = int(np.clip(np.median(apart) / MODULES, 2, 15))
    criteria = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 100, 1e-4)
    points = px.astype(np.float32).reshape(-1, 1, 2)
    found = cv2.cornerSubPix(grey, points, (half, half), (-1, -1), criteria)
    return np.asarray(found, np.float64).reshape(-1, 2)


def _light(grey: NDArray[np.uint8]) -> str:
    low, high = (float(one) for one in np.percentile(grey, (2, 98)))
    if high < 40:
        return f"The picture is dark: nothing in it is above {high:.0f} of 255."
    if low > 200:
        return f"The picture is over-exposed: nothing in it is below {low:.0f} of 255."
    if high - low < 40:
        return f"There is little contrast: grey from {low:.0f} to {high:.0f}."
    return ""
