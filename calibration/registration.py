"""Where does the part lie in the picture? Shift and turn against a reference picture that is kept with the limits.

Both pictures are reduced to some hundred pixels and freed of slow changes of the light. Phase correlation (Kuglin and
Hines, 1975) finds a coarse shift, at several turns where none fits at once; the enhanced correlation coefficient
(Evangelidis and Psarakis, 2008; OpenCV's findTransformECC) refines shift and turn together. `agreement` is the
correlation of what then lies on top of each other: near 1 for the same part, near 0 where nothing is recognised.

A material without a place of its own (a woven sheet, parts that lie anyhow) does not agree with a reference, or lies
anywhere: then there is nothing to learn, and `learn` says why. Limits are wider the fewer the pictures, as those of
the image gate are: w(n) = 1 + 1 / sqrt(n).
"""

from __future__ import annotations

import base64
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from calibration.api import CalibrationError

Image = NDArray[Any]
Small = NDArray[np.float32]

SIDE = 144
"""Longest side of what is compared, in pixels."""
FEWEST = 5
"""With fewer good pictures nothing is known of how parts are used to lie."""
AGREES = 0.5
"""Median agreement of a normal set that has a place to speak of."""
_SMOOTH_SIGMA = 9.0  # slower changes than this, in reduced pixels, are light and not part
_TURNS = (0.0, -5.0, 5.0, -10.0, 10.0, -15.0, 15.0)
_GOOD_ENOUGH = 0.6
_STEPS, _EPSILON = 40, 1e-4
_SHIFT_ROOM = 0.015  # of the longer side
_TURN_ROOM_DEG = 1.0
_AGREEMENT_ROOM = 0.2
_MOST_SHIFT = 0.25  # parts that lie farther apart than this share of the picture have no place
_FAR = 8.0
_CUT = 2.0
_NOISE_SIGMA = 1.0
_NO_STRUCTURE = 0.05


@dataclass(frozen=True, slots=True)
class Registration:
    """How the part of one picture lies against the reference: at the middle of the picture, in its own pixels.

    `turn_deg` counts from x to y, clockwise on the screen. `agreement`: -1..1; below some tenths nothing else counts.
    """

    dx_px: float
    dy_px: float
    turn_deg: float
    agreement: float


@dataclass(frozen=True, slots=True)
class Place:
    """A reference picture and where good parts lie against it. Plain numbers and a PNG in base64, for JSON.

    `width`, `height`: of the pictures, in pixels. Middle and limits: `centre_*` and how far a part may be from it.
    """

    reference: str
    width: int
    height: int
    centre_dx_px: float
    centre_dy_px: float
    centre_turn_deg: float
    shift_high_px: float
    turn_high_deg: float
    agreement_low: float
    n_images: int
    n_ignored: int

    def shift_px(self, seen: Registration) -> float:
        """How far the part lies from the middle of the good ones."""
        return math.hypot(seen.dx_px - self.centre_dx_px, seen.dy_px - self.centre_dy_px)

    def turn_deg(self, seen: Registration) -> float:
        """How far it is turned from the middle of the good ones, either way."""
        return abs(seen.turn_deg - self.centre_turn_deg)


class Registrar:
    """Compares pictures with one reference. Thread-safe: it is prepared once and not changed any more."""

    def __init__(self, reference: Small, width: int, height: int) -> None:
        self._reference = _even(reference)
        self._window = cv2.createHanningWindow((reference.shape[1], reference.shape[0]), cv2.CV_32F)
        self._everything = np.ones(reference.shape, np.uint8)
        self._width, self._height = width, height

    @classmethod
    def of(cls, place: Place) -> Registrar:
        """Raises CalibrationError: the stored reference picture cannot be read."""
        try:
            data = np.frombuffer(base64.b64decode(place.reference, validate=True), np.uint8)
            picture = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE) if data.size else None
        except (ValueError, cv2.error):
            picture = None
        if picture is None or min(picture.shape) < 8:
            raise CalibrationError(
                "the reference picture of the registration cannot be read", "Learn the image gate again."
            )
        return cls(picture.astype(np.float32), place.width, place.height)

    def look(self, image: Image) -> Registration | None:
        """Say how the part lies; None where the picture has another size than the reference was made of."""
        if image.shape[:2] != (self._height, self._width):
            return None
        return self.look_small(reduced(image))

    def look_small(self, small: Small) -> Registration:
        """As `look`, for a picture from `reduced`."""
        if small.shape != self._reference.shape:
            raise CalibrationError(f"pictures of {small.shape} and {self._reference.shape} cannot be compared")
        seen = _even(small)
        best: tuple[float, NDArray[np.float32]] | None = None
        for turn in _TURNS:
            warp = self._refined(seen, self._coarse(seen, turn))
            agreement = self._agreement(seen, warp)
            if best is None or agreement > best[0]:
                best = agreement, warp
            if best[0] >= _GOOD_ENOUGH:
                break
        assert best is not None
        return self._registration(*best)

    def _coarse(self, seen: Small, turn: float) -> NDArray[np.float32]:
        """The turn and the shift that phase correlation finds after it, as a warp from the reference to `seen`."""
        height, width = seen.shape
        warp = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), -turn, 1.0).astype(np.float32)
        turned = seen if turn == 0 else _warped(seen, warp)
        # where it needs no padding OpenCV multiplies what it is given with the window in place
        (dx, dy), _ = cv2.phaseCorrelate(self._reference.copy(), turned.copy(), self._window)
        if max(abs(dx) / width, abs(dy) / height) > 0.5:
            return warp
        warp[:, 2] += warp[:, :2] @ np.array([dx, dy], np.float32)
        return warp

    def _refined(self, seen: Small, warp: NDArray[np.float32]) -> NDArray[np.float32]:
        criteria = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, _STEPS, _EPSILON)
        try:
            _, refined = cv2.findTransformECC(
                self._reference, seen, warp.copy(), cv2.MOTION_EUCLIDEAN, criteria, self._everything, 3
            )
        except cv2.error:  # it does not converge: nothing is recognised from here
            return warp
        return np.asarray(refined, np.float32)

    def _agreement(self, seen: Small, warp: NDArray[np.float32]) -> float:
        """Correlation of what lies on top of each other; 0 where less than half of the picture does."""
        inside = _warped(np.ones_like(seen), warp) > 0.5
        if np.count_nonzero(inside) < 0.5 * inside.size:
            return 0.0
        one, other = self._reference[inside], _warped(seen, warp)[inside]
        one, other = one - one.mean(), other - other.mean()
        size = math.sqrt(float(one @ one) * float(other @ other))
        return float(one @ other) / size if size > 1e-9 else 0.0

    def _registration(self, agreement: float, warp: NDArray[np.float32]) -> Registration:
        height, width = self._reference.shape
        middle = np.array([(width - 1) / 2, (height - 1) / 2], np.float32)
        moved = warp[:, :2] @ middle + warp[:, 2] - middle
        return Registration(
            float(moved[0]) * self._width / width,
            float(moved[1]) * self._height / height,
            math.degrees(math.atan2(float(warp[1, 0]), float(warp[0, 0]))),
            agreement,
        )


def reduced(image: Image) -> Small:
    """Return a grey copy of at most `SIDE` pixels, (h, w) float32. A millisecond, whatever the size of the picture."""
    height, width = image.shape[:2]
    scale = SIDE / max(height, width)
    size = (max(8, round(width * scale)), max(8, round(height * scale))) if scale < 1 else (width, height)
    step = max(1, min(width // (4 * size[0]), height // (4 * size[1])))
    some = np.ascontiguousarray(image[::step, ::step])  # an average over all of 5 megapixels would cost as much again
    grey = cv2.cvtColor(some, cv2.COLOR_RGB2GRAY) if some.ndim == 3 else some
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA) if grey.shape[::-1] != size else grey
    return small.astype(np.float32)


@dataclass(frozen=True, slots=True)
class Learned:
    """What a normal set says of the place of its parts. `place` None: nothing, for the reason in `why`."""

    place: Place | None
    why: str
    seen: tuple[Registration, ...]


def learn(smalls: Sequence[Small], width: int, height: int) -> Learned:
    """Learn from pictures of good parts as `reduced` makes them; `width` and `height` are of the whole pictures."""
    if len(smalls) < FEWEST:
        return Learned(None, f"it needs at least {FEWEST} good pictures, there are {len(smalls)}", ())
    reference, seen = _middle_one(smalls, width, height)
    agreements = np.array([one.agreement for one in seen])
    if float(np.median(agreements)) < AGREES:
        why = "the good pictures have no place in common: the material or its position changes from one to the next"
        return Learned(None, why, seen)
    moved = np.array([(one.dx_px, one.dy_px, one.turn_deg) for one in seen])
    recognised = agreements >= 0.5 * float(np.median(agreements))
    centre = np.median(moved[recognised], axis=0)
    side = max(width, height)
    far = np.hypot(*(moved[:, :2] - centre[:2]).T), np.abs(moved[:, 2] - centre[2])
    usual = recognised & _usual(far[0], _SHIFT_ROOM * side) & _usual(far[1], _TURN_ROOM_DEG)
    widen = 1.0 + 1.0 / math.sqrt(int(usual.sum()))
    shift, turn = float(far[0][usual].max()), float(far[1][usual].max())
    if shift > _MOST_SHIFT * side:
        return Learned(None, "the parts lie anywhere in the pictures", seen)
    place = Place(
        reference=_packed(smalls[reference]),
        width=width,
        height=height,
        centre_dx_px=float(centre[0]),
        centre_dy_px=float(centre[1]),
        centre_turn_deg=float(centre[2]),
        shift_high_px=shift + widen * max(_SHIFT_ROOM * side, 0.5 * shift),
        turn_high_deg=turn + widen * max(_TURN_ROOM_DEG, 0.5 * turn),
        agreement_low=max(0.1, float(agreements[usual].min()) - widen * _AGREEMENT_ROOM),
        n_images=len(smalls),
        n_ignored=len(smalls) - int(usual.sum()),
    )
    return Learned(place, "", seen)


def _middle_one(smalls: Sequence[Small], width: int, height: int) -> tuple[int, tuple[Registration, ...]]:
    """Take the picture whose part lies nearest to the middle of all; return its number and how all lie against it."""
    first = Registrar(smalls[0], width, height)
    seen = [first.look_small(small) for small in smalls]
    moved = np.array([(one.dx_px, one.dy_px) for one in seen])
    good = np.array([one.agreement for one in seen]) >= AGREES
    if np.count_nonzero(good) < 0.5 * len(smalls):  # the first may be the odd one: try the others with some of them
        some = smalls[:: max(1, len(smalls) // 7)]
        tries = range(0, len(smalls), max(1, len(smalls) // 5))

        def fits(number: int) -> float:
            other = Registrar(smalls[number], width, height)
            return float(np.median([other.look_small(small).agreement for small in some]))

        best = max(tries, key=fits)
    else:
        best = int(np.argmin(np.where(good, np.hypot(*(moved - np.median(moved[good], axis=0)).T), np.inf)))
    if best == 0:
        return 0, tuple(seen)
    registrar = Registrar(smalls[best], width, height)
    return best, tuple(registrar.look_small(small) for small in smalls)


def _usual(far: NDArray[np.float64], least: float) -> NDArray[np.bool_]:
    """Tell what lies as the others do from what was placed wrongly among them."""
    near: NDArray[np.bool_] = far <= max(_FAR * float(np.median(far)), least)
    return near


def _even(small: Small) -> Small:
    """Free of slow changes, with a spread of about 1; all 0 where there is no structure.

    What stands out more than the rest of the part is cut: a glaring defect must not decide where the part lies.
    """
    fine = cv2.GaussianBlur(small, (0, 0), _NOISE_SIGMA) - cv2.GaussianBlur(small, (0, 0), _SMOOTH_SIGMA)
    spread = float(fine.std())
    if spread < _NO_STRUCTURE:
        return np.zeros_like(small)
    return np.asarray(np.clip(fine / spread, -_CUT, _CUT), np.float32)


def _warped(small: Small, warp: NDArray[np.float32]) -> Small:
    size = (small.shape[1], small.shape[0])
    return np.asarray(cv2.warpAffine(small, warp, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP), np.float32)


def _packed(small: Small) -> str:
    low, high = float(small.min()), float(small.max())
    picture = ((small - low) * (255.0 / max(high - low, 1e-6))).round().astype(np.uint8)
    return base64.b64encode(cv2.imencode(".png", picture)[1].tobytes()).decode()
