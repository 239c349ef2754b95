"""What the guides of the page Calibration do: take raw pictures, try a calibration on them, and keep it.

A trial changes nothing; what is kept goes through `station.calibrations`. Pictures come from the camera alone, while
the line stands still: those of a running line are corrected already.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from calibration import CalibrationError
from calibration import flat_field as flat_fields
from calibration import white_balance as white_balances
from calibration.boards import Board, Seen, grey8
from calibration.boards import find as find_board
from calibration.lens_fit import coverage, hints, lay_plane, learn_lens
from camera.api import CameraError, Frame
from station.accounts import Session
from station.calibration_record import CalibrationRecord
from station.calibrations import Calibrations
from station.capture_words import Source
from station.capturing import Capturing
from station.errors import StateError
from station.heatmap import to_8_bit
from station.permissions import Action
from station.picture_check import check_cancelled

__all__ = ["BalanceTrial", "Board", "BoardView", "FlatTrial", "Guide", "LensTrial", "Level", "PlaneTrial", "Seen"]

Picture = NDArray[Any]
Progress = Callable[[float, str], None]

WAIT_S = 15.0
_LOOK_S = 0.005
_GRID = 48
_DOT = 160  # the picture's longer side in radii of the dots that mark corners


@dataclass(frozen=True, slots=True)
class Level:
    """How bright pictures are: `mean`, `highest` of full scale, and the `saturated` share of the worst."""

    n: int
    mean: float
    highest: float
    saturated: float


@dataclass(frozen=True, slots=True, eq=False)
class FlatTrial:
    """A flat field that was tried. `before`, `after`: a bright picture raw and corrected; `gain` is drawn from 1 to
    `most_gain`. `even_before`, `even_after`: the darkest of 48 x 48 blocks as a share of the mean.
    """

    bright: tuple[Picture, ...]
    dark: tuple[Picture, ...]
    before: Picture
    after: Picture
    gain: Picture
    most_gain: float
    even_before: float
    even_after: float
    hot: int
    dead: int


@dataclass(frozen=True, slots=True, eq=False)
class BalanceTrial:
    """A white balance that was tried on raw pictures; `gains` are of red, green and blue."""

    pictures: tuple[Picture, ...]
    before: Picture
    after: Picture
    gains: tuple[float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class LensTrial:
    """A lens that was tried. `after` is `before` without its distortion. Lengths in pixels."""

    seen: tuple[Seen, ...]
    before: Picture
    after: Picture
    focal: float
    focal_sigma: float
    error: float
    fields_seen: int
    most_tilt_deg: float


@dataclass(frozen=True, slots=True, eq=False)
class PlaneTrial:
    """A part plane that was tried on one picture of the board."""

    seen: Seen
    mm_per_px: float
    error_mm: float
    view_share: float
    through_lens: bool


@dataclass(frozen=True, slots=True, eq=False)
class BoardView:
    """A live picture with what was found of the board: 8 bit colour. `seen` None: not found, for the reason `why`."""

    drawn: Picture
    seen: Seen | None
    why: str = ""
    hint: str = ""


class Guide:
    """Thread-safe. Nothing here is for the GUI thread, but for `level` of small pictures."""

    def __init__(self, capturing: Capturing, calibrations: Calibrations) -> None:
        self._capturing = capturing
        self._calibrations = calibrations

    def raw_frame(self) -> Frame | None:
        """The newest raw picture of the camera; None where it is closed or the line has it. Quick."""
        return self._capturing.live_frame() if self._capturing.source is Source.CAMERA else None

    def take(
        self,
        by: Session,
        count: int,
        *,
        progress: Progress = lambda _fraction, _stage: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> tuple[Picture, ...]:
        """Take the next `count` raw pictures of the open camera.

        Raises:
            NotPermitted. Cancelled.
            StateError: the camera is closed, or the line has it.
            CameraError: no picture came for some seconds.
        """
        by.require(Action.CALIBRATE)
        last = self.raw_frame()
        found: list[Picture] = []
        since = time.monotonic()
        while len(found) < count:
            check_cancelled(cancelled)
            if self._capturing.source is not Source.CAMERA:
                raise StateError(
                    "There is no raw picture to take: the camera is not open here.",
                    "Stop the line, then start the live view.",
                )
            frame = self.raw_frame()
            if frame is None or frame is last:
                if time.monotonic() - since > WAIT_S:
                    status = self._capturing.status()
                    raise CameraError(
                        status.message or f"The camera delivered no picture for {WAIT_S:.0f} s.",
                        status.hint or "Check the camera and what triggers it.",
                    )
                time.sleep(_LOOK_S)
                continue
            last, since = frame, time.monotonic()
            found.append(frame.image.copy())  # some drivers use their buffers again
            progress(len(found) / count, "taking the pictures")
        return tuple(found)

    @property
    def camera_id(self) -> str:
        return self._capturing.status().camera_id

    def level(self, pictures: Sequence[Picture]) -> Level:
        """How bright pictures are, for a word right after they were taken."""
        scales = [float(np.iinfo(one.dtype).max) for one in pictures]
        return Level(
            len(pictures),
            float(np.mean([one.mean() / full for one, full in zip(pictures, scales, strict=True)])),
            max(float(one.max()) / full for one, full in zip(pictures, scales, strict=True)),
            max(np.count_nonzero(one >= full) / one.size for one, full in zip(pictures, scales, strict=True)),
        )

    def try_flat_field(self, bright: Sequence[Picture], dark: Sequence[Picture]) -> FlatTrial:
        """Learn a flat field and show what it does. Raises CalibrationError: says what of the pictures is wrong."""
        learned = flat_fields.learn(bright, dark)
        before, after = bright[0], learned.apply(bright[0])
        gain = learned.gain.astype(np.float32)
        gain = gain.mean(axis=2) if gain.ndim == 3 else gain
        low, high = float(gain.min()), float(gain.max())
        drawn = ((gain - low) * (255.0 / max(high - low, 1e-6))).astype(np.uint8)
        facts = learned.facts
        return FlatTrial(
            tuple(bright), tuple(dark), before, after, drawn, facts.most_gain, _evenness(before), _evenness(after),
            facts.hot, facts.dead,
        )  # fmt: skip

    def keep_flat_field(self, by: Session, product: str, trial: FlatTrial, *, why: str) -> CalibrationRecord:
        """Store it as a version of the product's calibration. Raises as `Calibrations.make_flat_field`."""
        return self._calibrations.make_flat_field(
            by, product, trial.bright, trial.dark, camera_id=self.camera_id, note=why
        )

    def try_white_balance(self, product: str, pictures: Sequence[Picture]) -> BalanceTrial:
        """Learn a white balance, after the product's flat field where it has one. Raises CalibrationError."""
        current = self._calibrations.current(product)
        flat = None if current is None else self._calibrations.correction(current.ref).flat_field
        seen = list(pictures) if flat is None else [flat.apply(one) for one in pictures]
        learned = white_balances.learn(seen)
        return BalanceTrial(tuple(pictures), seen[0], learned.apply(seen[0]), learned.gains)

    def keep_white_balance(self, by: Session, product: str, trial: BalanceTrial, *, why: str) -> CalibrationRecord:
        """Raises as `Calibrations.make_white_balance`."""
        return self._calibrations.make_white_balance(by, product, trial.pictures, camera_id=self.camera_id, note=why)

    def board(self, kind: str, columns: int, rows: int, square_mm: float) -> Board:
        """Raises CalibrationError: no such board can be used."""
        return Board(kind, columns, rows, square_mm)  # type: ignore[arg-type]

    def look(self, picture: Picture, board: Board) -> BoardView:
        """Look for the board and mark its corners. Tenths of a second on 5 megapixels."""
        grey = grey8(picture)
        drawn = cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB) if picture.ndim == 2 else to_8_bit(picture).copy()
        try:
            seen = find_board(picture, board)
        except CalibrationError as error:
            return BoardView(drawn, None, error.message, error.hint)
        radius = max(2, max(grey.shape) // _DOT)
        for x, y in seen.px:
            cv2.circle(drawn, (round(x), round(y)), radius, (255, 255, 255), -1, cv2.LINE_AA)
            cv2.circle(drawn, (round(x), round(y)), radius, (20, 20, 20), max(1, radius // 3), cv2.LINE_AA)
        return BoardView(drawn, seen)

    def coverage(self, seen: Sequence[Seen]) -> tuple[tuple[int, ...], ...]:
        """In how many pictures the board was in each of 3 x 3 fields of the view, row by row."""
        return tuple(tuple(int(one) for one in row) for row in coverage(seen))

    def hints(self, seen: Sequence[Seen]) -> tuple[str, ...]:
        """What pictures are still wanted, in words."""
        return hints(seen)

    def try_lens(self, seen: Sequence[Seen], picture: Picture, *, progress: Progress) -> LensTrial:
        """Find the lens, and show `picture` without its distortion. Takes seconds. Raises CalibrationError."""
        lens = learn_lens(seen, progress=progress)
        facts = lens.facts
        return LensTrial(
            tuple(seen), picture, lens.undistort(picture), lens.fx, facts.focal_sigma_px, facts.rms_px,
            round(9 * facts.view_seen), facts.most_tilt_deg,
        )  # fmt: skip

    def keep_lens(self, by: Session, product: str, trial: LensTrial, *, why: str) -> CalibrationRecord:
        """Raises as `Calibrations.make_lens`."""
        return self._calibrations.make_lens(by, product, trial.seen, camera_id=self.camera_id, note=why)

    def try_plane(self, product: str, seen: Seen) -> PlaneTrial:
        """Find the part plane through the product's lens where it has one. Raises CalibrationError."""
        current = self._calibrations.current(product)
        lens = None if current is None else self._calibrations.correction(current.ref).lens
        _, facts = lay_plane(seen, lens)
        return PlaneTrial(seen, facts.mm_per_px, facts.rms_mm, facts.view_share, lens is not None)

    def keep_plane(self, by: Session, product: str, trial: PlaneTrial, *, why: str) -> CalibrationRecord:
        """Raises as `Calibrations.make_plane`."""
        return self._calibrations.make_plane(by, product, trial.seen, camera_id=self.camera_id, note=why)


def _evenness(picture: Picture) -> float:
    """The darkest of the blocks of a picture as a share of their mean."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) if picture.ndim == 3 else picture
    size = (min(_GRID, grey.shape[1]), min(_GRID, grey.shape[0]))
    blocks = cv2.resize(grey, size, interpolation=cv2.INTER_AREA).astype(np.float64)
    return float(blocks.min() / max(blocks.mean(), 1e-9))
