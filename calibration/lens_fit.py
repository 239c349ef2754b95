"""From pictures of a board to the lens, and from one picture of it on the part plane to millimetres."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from calibration.api import CalibrationError
from calibration.boards import Seen
from calibration.lens import Lens, LensFacts
from calibration.plane import PartPlane

LEAST_PICTURES = 5
GOOD_PICTURES = 12
_FIELDS = 3
_LEAST_FIELDS = 5
_LEAST_TILT_DEG = 10.0
_GOOD_TILT_DEG = 25.0
_MOST_RMS_PX = 1.0
_ODD_RATIO = 4.0
_ODD_PX = 0.5
_MOST_SIGMA = 0.01
_MOST_ASPECT = 0.02
_K3_GAIN = 0.9
_LEAST_PLANE_SHARE = 0.1

_ACROSS = ("left", "middle", "right")
_DOWN = ("upper", "middle", "lower")


@dataclass(frozen=True, slots=True)
class PlaneFacts:
    """How well the board's corners lie on the plane found, and how much of the view they span."""

    n_corners: int
    rms_px: float
    rms_mm: float
    mm_per_px: float
    view_share: float


def coverage(seen: Sequence[Seen]) -> NDArray[np.int64]:
    """Count, for each of 3 x 3 fields of the view, in how many pictures a corner lies in it."""
    counts = np.zeros((_FIELDS, _FIELDS), np.int64)
    for one in seen:
        width, height = one.size
        columns = np.clip((one.px[:, 0] + 0.5) * _FIELDS / width, 0, _FIELDS - 1).astype(int)
        rows = np.clip((one.px[:, 1] + 0.5) * _FIELDS / height, 0, _FIELDS - 1).astype(int)
        field = np.zeros((_FIELDS, _FIELDS), np.bool_)
        field[rows, columns] = True
        counts += field
    return counts


def hints(seen: Sequence[Seen]) -> tuple[str, ...]:
    """Say in words what pictures are still wanted; nothing where they do."""
    told = []
    if len(seen) < GOOD_PICTURES:
        told.append(f"{len(seen)} pictures show the board; {GOOD_PICTURES} are good.")
    empty = [_field_name(row, column) for row, column in np.argwhere(coverage(seen) == 0)]
    if seen and empty:
        told.append(f"The board was never seen in these parts of the view: {', '.join(empty)}.")
    tilted = max((tilt_deg(one) for one in seen), default=0.0)
    if seen and tilted < _GOOD_TILT_DEG:
        told.append(f"The board was tilted by {tilted:.0f} degrees at most; {_GOOD_TILT_DEG:.0f} to 45 are good.")
    return tuple(told)


def tilt_deg(seen: Seen, lens: Lens | None = None) -> float:
    """How far the board is tilted against the view; without a lens estimated for one of ordinary focal length."""
    width, height = seen.size
    focal = 1.5 * max(width, height) if lens is None else lens.fx
    matrix = np.array([[focal, 0, (width - 1) / 2], [0, focal, (height - 1) / 2], [0, 0, 1]])
    found, turn, _ = cv2.solvePnP(_on_board(seen), seen.px.reshape(-1, 1, 2), matrix, None)
    return _tilt(np.asarray(turn, np.float64)) if found else 0.0


def learn_lens(
    seen: Sequence[Seen], *, progress: Callable[[float, str], None] = lambda _fraction, _stage: None
) -> Lens:
    """Find the lens from pictures of one board. Takes seconds.

    Raises CalibrationError: too few pictures, of different sizes, too little of the view or no tilt seen, one that does
    not fit the others, or a board that is not the one that was printed. Says which.
    """
    if len(seen) < LEAST_PICTURES:
        raise CalibrationError(
            f"the board was found in {len(seen)} pictures; at least {LEAST_PICTURES} are needed",
            f"Take about {GOOD_PICTURES}: all over the view, tilted in all directions.",
        )
    if len({one.size for one in seen}) > 1:
        raise CalibrationError("the pictures are of different sizes", "Take all with the same camera settings.")
    fields = int(np.count_nonzero(coverage(seen)))
    if fields < _LEAST_FIELDS:
        raise CalibrationError(
            f"the board was seen in {fields} of 9 parts of the view; at least {_LEAST_FIELDS} are needed", _more(seen)
        )
    progress(0.1, "finding the lens")
    plain, views = _fit(seen, cv2.CALIB_FIX_K3, fields)
    progress(0.5, "finding the lens")
    full, full_views = _fit(seen, 0, fields)
    # a third radial number is believed only where the pictures ask for it
    lens, views = (full, full_views) if full.facts.rms_px < _K3_GAIN * plain.facts.rms_px else (plain, views)
    _check(lens, views, seen)
    progress(1.0, "finding the lens")
    return lens.filled()


def lay_plane(seen: Seen, lens: Lens | None) -> tuple[PartPlane, PlaneFacts]:
    """Find the part plane from one picture of the board lying on it; `lens` None: the lens is not corrected.

    Raises CalibrationError: of another size than the lens, too small in the view, or the corners lie on no plane.
    """
    width, height = seen.size
    if lens is not None and lens.size != seen.size:
        raise CalibrationError(
            f"the picture is {width} x {height} pixels, the lens was calibrated with {lens.size[0]} x {lens.size[1]}",
            "Use the camera settings of the lens calibration.",
        )
    px = seen.px if lens is None else lens.corrected_px(seen.px)
    share = float(cv2.contourArea(cv2.convexHull(px.astype(np.float32)))) / (width * height)
    if share < _LEAST_PLANE_SHARE:
        raise CalibrationError(
            f"the board covers {100 * share:.0f} % of the view; at least {100 * _LEAST_PLANE_SHARE:.0f} % are needed",
            "Take a larger board, or one with larger squares: it should fill the view.",
        )
    mm = seen.mm
    to_px, _ = cv2.findHomography(mm, px, 0)
    if to_px is None:
        raise CalibrationError("the corners of the board lie on no plane", "Lay the board flat and try again.")
    try:
        plane = PartPlane.from_matrix(np.linalg.inv(to_px), width, height)
    except (ValueError, np.linalg.LinAlgError) as error:
        raise CalibrationError(f"the corners of the board lie on no plane in view: {error}", "Try again.") from error
    rms_px = float(np.sqrt(np.mean(np.sum((plane.points_px(mm) - px) ** 2, axis=1))))
    rms_mm = float(np.sqrt(np.mean(np.sum((plane.points_mm(px) - mm) ** 2, axis=1))))
    if rms_px > _MOST_RMS_PX:
        raise CalibrationError(
            f"the corners of the board lie {rms_px:.2f} pixels ({rms_mm:.3f} mm) off a plane; at most "
            f"{_MOST_RMS_PX:g} pixels are good enough",
            "Glue the board onto something flat." if lens is not None else "Calibrate the lens first.",
        )
    return plane, PlaneFacts(len(seen.ids), rms_px, rms_mm, plane.mm_per_px, share)


@dataclass(frozen=True, slots=True, eq=False)
class _Views:
    """What was found of each picture: the turn of the board."""

    turns: Sequence[NDArray[np.float64]]


def _fit(seen: Sequence[Seen], flags: int, fields: int) -> tuple[Lens, _Views]:
    size = seen[0].size
    objects = [_on_board(one).astype(np.float32) for one in seen]
    places = [one.px.astype(np.float32).reshape(-1, 1, 2) for one in seen]
    criteria = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 200, 1e-10)
    try:
        rms, matrix, distortion, turns, _, sigmas, _, errors = cv2.calibrateCameraExtended(
            objects, places, size, np.eye(3), np.zeros(5), flags=flags, criteria=criteria
        )
    except cv2.error as error:
        raise CalibrationError(
            "no lens fits these pictures of the board", "Check that it is the board that was printed, and its numbers."
        ) from error
    k1, k2, p1, p2, k3 = (float(one) for one in np.asarray(distortion).reshape(-1)[:5])
    facts = LensFacts(
        n_pictures=len(seen),
        n_corners=sum(len(one.ids) for one in seen),
        rms_px=float(rms),
        errors_px=tuple(float(one) for one in np.asarray(errors).reshape(-1)),
        focal_sigma_px=float(np.max(np.asarray(sigmas).reshape(-1)[:2])),
        view_seen=fields / _FIELDS**2,
        most_tilt_deg=max(_tilt(np.asarray(turn, np.float64)) for turn in turns),
    )
    lens = Lens(
        float(matrix[0, 0]), float(matrix[1, 1]), float(matrix[0, 2]), float(matrix[1, 2]),
        (k1, k2, p1, p2, k3), size[0], size[1], facts,
    )  # fmt: skip
    return lens, _Views([np.asarray(turn, np.float64) for turn in turns])


def _check(lens: Lens, views: _Views, seen: Sequence[Seen]) -> None:
    facts = lens.facts
    errors = np.array(facts.errors_px)
    usual = float(np.median(errors))
    worst = int(errors.argmax())
    if errors[worst] > _ODD_RATIO * usual and errors[worst] > _ODD_PX:
        raise CalibrationError(
            f"picture {worst + 1} does not fit the others: its corners lie {errors[worst]:.2f} pixels off, those of "
            f"the others {usual:.2f}",
            "Leave it out: the board was moved, bent or covered in it.",
        )
    if facts.rms_px > _MOST_RMS_PX:
        raise CalibrationError(
            f"the corners lie {facts.rms_px:.2f} pixels off where a lens would show them; at most {_MOST_RMS_PX:g} is "
            "good enough",
            f"Check that it is a {seen[0].board}, that it is flat, and that the pictures are sharp.",
        )
    tilts = sorted((_tilt(turn) for turn in views.turns), reverse=True)
    if tilts[min(2, len(tilts) - 1)] < _LEAST_TILT_DEG:
        raise CalibrationError(
            f"the board was held flat: tilted by {tilts[0]:.0f} degrees at most, and in fewer than three pictures by "
            f"{_LEAST_TILT_DEG:.0f}; the focal length cannot be told from that",
            "Take more pictures with the board tilted by 20 to 45 degrees in all directions.",
        )
    if facts.focal_sigma_px > _MOST_SIGMA * lens.fx:
        raise CalibrationError(
            f"the focal length is known to {100 * facts.focal_sigma_px / lens.fx:.1f} % only; "
            f"at most {100 * _MOST_SIGMA:.0f} % is good enough",
            _more(seen),
        )
    if abs(lens.fx / lens.fy - 1) > _MOST_ASPECT:
        raise CalibrationError(
            f"the pixels would not be square: focal length {lens.fx:.0f} across and {lens.fy:.0f} down",
            "Check with a ruler that the board was printed to the same scale in both directions.",
        )


def _more(seen: Sequence[Seen]) -> str:
    return " ".join(["Take more pictures.", *hints(seen)])


def _field_name(row: int, column: int) -> str:
    if row == column == 1:
        return "the centre"
    return f"{_DOWN[row]} {_ACROSS[column]}"


def _on_board(seen: Seen) -> NDArray[np.float64]:
    return np.concatenate([seen.mm, np.zeros((len(seen.ids), 1))], axis=1)


def _tilt(turn: NDArray[np.float64]) -> float:
    normal = cv2.Rodrigues(turn)[0][:, 2]
    return math.degrees(math.acos(min(1.0, abs(float(normal[2])))))
