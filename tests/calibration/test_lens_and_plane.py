"""Lens and part plane against rendered boards, whose camera and place are known exactly."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from calibration import CalibrationError
from calibration.boards import Board, Seen, find
from calibration.lens import Lens, LensFacts
from calibration.lens_fit import coverage, hints, lay_plane, learn_lens
from calibration.plane import PartPlane
from tests.calibration.rendered import POSES, Known, corner_of, shots, turned

CHARUCO = Board("charuco", 12, 9, 15.0)
CHESS = Board("chessboard", 12, 9, 11.0)
LYING = (turned(5, -4, 3), (2.0, -3.0, 290.0))


@pytest.fixture(scope="module")
def camera() -> Known:
    return Known()


@pytest.fixture(scope="module")
def sharp(camera: Known) -> list[Seen]:
    return [find(one, CHARUCO) for one in shots(camera, CHARUCO)]


@pytest.fixture(scope="module")
def lens(sharp: list[Seen]) -> Lens:
    return learn_lens(sharp)


def lying(camera: Known, board: Board, **look: Any) -> NDArray[np.uint8]:
    turn, centre = LYING
    return camera.see(board, turn, corner_of(board, turn, centre), seed=99, **look)


def true_mm(camera: Known, lens: Lens | None, board: Board, px: Sequence[Sequence[float]]) -> NDArray[np.float64]:
    """Where on the board what a (corrected) pixel shows truly lies."""
    turn, centre = LYING
    corner = corner_of(board, turn, centre)
    raw = np.asarray(px, np.float64) if lens is None else lens.raw_px(np.asarray(px))
    rays = camera.straight((raw - np.array(camera.centre)) / camera.focal)
    rays = np.concatenate([rays, np.ones((len(rays), 1))], axis=1)
    points = rays * (float(turn[:, 2] @ corner) / (rays @ turn[:, 2]))[:, None]
    return np.asarray((points - corner) @ turn[:, :2])


def true_scale(camera: Known, lens: Lens | None, board: Board, x: float, y: float) -> float:
    at = true_mm(camera, lens, board, [(x - 0.5, y), (x + 0.5, y), (x, y - 0.5), (x, y + 0.5)])
    across, down = at[1] - at[0], at[3] - at[2]
    return math.sqrt(abs(float(across[0] * down[1] - across[1] * down[0])))


def assert_scale_known(plane: PartPlane, camera: Known, lens: Lens | None, board: Board, most: float) -> None:
    width, height = camera.size
    for x, y in ((0.5, 0.5), (0.2, 0.25), (0.8, 0.25), (0.2, 0.75), (0.8, 0.75)):
        at = (width - 1) * x, (height - 1) * y
        assert plane.mm_per_px_at(*at) == pytest.approx(true_scale(camera, lens, board, *at), rel=most)
    assert plane.mm_per_px == pytest.approx(
        true_scale(camera, lens, board, (width - 1) / 2, (height - 1) / 2), rel=most
    )


def test_the_focal_length_is_known_to_half_a_percent_and_better(lens: Lens, camera: Known) -> None:
    assert lens.fx == pytest.approx(camera.focal, rel=0.005)
    assert lens.fy == pytest.approx(camera.focal, rel=0.005)
    assert (lens.cx, lens.cy) == pytest.approx(camera.centre, abs=3.0)
    assert lens.facts.rms_px < 0.3
    assert lens.facts.most_tilt_deg == pytest.approx(36.3, abs=1.0)


def test_millimetres_are_known_to_a_fifth_of_a_percent(lens: Lens, camera: Known) -> None:
    plane, facts = lay_plane(find(lying(camera, CHARUCO), CHARUCO), lens)
    assert_scale_known(plane, camera, lens, CHARUCO, 0.002)
    assert facts.mm_per_px == plane.mm_per_px
    # a length across the view, and where things lie
    ends = [(60.0, 80.0), (580.0, 400.0)]
    there = true_mm(camera, lens, CHARUCO, ends)
    assert plane.length_mm(*ends) == pytest.approx(float(np.hypot(*(there[1] - there[0]))), rel=0.002)
    np.testing.assert_allclose(plane.points_mm(ends), there, atol=0.3)


def test_blur_and_noise_leave_both_within_their_bounds(camera: Known) -> None:
    look = {"blur": 1.5, "noise": 5.0}
    found = learn_lens([find(one, CHARUCO) for one in shots(camera, CHARUCO, **look)])
    assert found.fx == pytest.approx(camera.focal, rel=0.005)
    plane, _ = lay_plane(find(lying(camera, CHARUCO, **look), CHARUCO), found)
    assert_scale_known(plane, camera, found, CHARUCO, 0.002)


def test_a_chessboard_gives_the_same(camera: Known) -> None:
    seen = [find(one, CHESS) for one in shots(camera, CHESS, noise=4.0, blur=1.2, poses=POSES)]
    found = learn_lens(seen)
    assert found.fx == pytest.approx(camera.focal, rel=0.005)
    plane, _ = lay_plane(find(lying(camera, CHESS), CHESS), found)
    assert_scale_known(plane, camera, found, CHESS, 0.002)
    np.testing.assert_allclose(plane.points_mm([(320, 240)]), true_mm(camera, found, CHESS, [(320, 240)]), atol=0.2)


@pytest.mark.parametrize("upside", [0, 180])
def test_a_chessboard_knows_which_way_up_it_lies(camera: Known, upside: int) -> None:
    turn = turned(3, 2, upside)
    corner = corner_of(CHESS, turn, (0, 0, 280))
    seen = find(camera.see(CHESS, turn, corner), CHESS)
    points = np.concatenate([seen.mm, np.zeros((len(seen.ids), 1))], axis=1) @ turn.T + corner
    assert float(np.abs(seen.px - camera.px(points)).max()) < 0.3


def test_straight_lines_are_straight_in_the_corrected_picture(lens: Lens, camera: Known) -> None:
    # points on a line in space, near the rim where the lens bends most
    line = np.stack([np.linspace(-95, 95, 21), np.full(21, -70.0), np.full(21, 300.0)], axis=1)
    raw = camera.px(line)
    for shown, most in ((raw, None), (lens.corrected_px(raw), 0.25)):
        straight = np.polyval(np.polyfit(shown[:, 0], shown[:, 1], 1), shown[:, 0])
        bow = float(np.abs(shown[:, 1] - straight).max())
        assert bow > 2.0 if most is None else bow < most


def test_the_corrected_picture_shows_no_empty_margin_and_hardly_wastes_the_view(lens: Lens) -> None:
    white = np.full((480, 640), 255, np.uint8)
    assert lens.undistort(white).min() == 255
    columns, rows = lens.maps
    assert columns.min() >= -0.6
    assert columns.max() <= 639.6
    assert rows.min() >= -0.6
    assert rows.max() <= 479.6
    assert min(columns.min(), rows.min(), 639 - columns.max(), 479 - rows.max()) < 1.0


def test_places_go_to_the_corrected_picture_and_back(lens: Lens) -> None:
    raw = np.array([(10.0, 12.0), (320.0, 240.0), (630.0, 470.0)])
    np.testing.assert_allclose(lens.raw_px(lens.corrected_px(raw)), raw, atol=1e-6)


def test_undistortion_is_bilinear_interpolation_in_float64_to_one_grey_level(lens: Lens) -> None:
    raw = np.random.default_rng(0).integers(0, 256, (480, 640)).astype(np.uint8)
    ys, xs = np.indices(raw.shape)
    at = lens.raw_px(np.stack([xs.reshape(-1), ys.reshape(-1)], axis=1))
    x, y = np.clip(at[:, 0], 0, 639), np.clip(at[:, 1], 0, 479)
    left, top = np.minimum(x.astype(int), 638), np.minimum(y.astype(int), 478)
    right, down = x - left, y - top
    grey = raw.astype(np.float64)
    exact = (grey[top, left] * (1 - right) + grey[top, left + 1] * right) * (1 - down) + (
        grey[top + 1, left] * (1 - right) + grey[top + 1, left + 1] * right
    ) * down
    got = lens.undistort(raw).astype(np.float64).reshape(-1)
    assert float(np.abs(got - exact).max()) <= 1.0


def test_a_lens_is_the_same_after_it_was_stored(lens: Lens) -> None:
    again = Lens.restored(lens.values())
    assert again == lens
    raw = np.random.default_rng(1).integers(0, 65536, (480, 640, 3)).astype(np.uint16)
    np.testing.assert_array_equal(again.undistort(raw), lens.undistort(raw))
    with pytest.raises(CalibrationError, match="cannot be read"):
        Lens.restored({**lens.values(), "facts": {}})
    with pytest.raises(CalibrationError, match="not finite"):
        Lens.restored({**lens.values(), "fx": math.nan})


def test_a_picture_of_another_size_is_not_corrected(lens: Lens) -> None:
    with pytest.raises(CalibrationError, match=r"320 x 240.*640 x 480"):
        lens.undistort(np.zeros((240, 320), np.uint8))


def test_a_board_that_is_not_there_is_told_with_what_was_seen(camera: Known) -> None:
    grey = np.full((480, 640), 128, np.uint8)
    with pytest.raises(CalibrationError, match=r"0 of 54 markers") as caught:
        find(grey, CHARUCO)
    assert "little contrast" in caught.value.hint
    with pytest.raises(CalibrationError, match="not all of its 11 x 8 inner corners"):
        find(np.zeros((480, 640), np.uint8), CHESS)
    picture = lying(camera, CHARUCO)
    with pytest.raises(CalibrationError, match="not found"):
        find(picture[:, :90], CHARUCO)


def test_a_sixteen_bit_colour_picture_of_the_board_will_do(camera: Known) -> None:
    picture = lying(camera, CHARUCO)
    deep = np.repeat(picture[..., None], 3, axis=2).astype(np.uint16) * 16
    np.testing.assert_allclose(find(deep, CHARUCO).px, find(picture, CHARUCO).px, atol=0.1)


def test_too_few_pictures_are_refused_with_what_is_missing(sharp: list[Seen]) -> None:
    with pytest.raises(CalibrationError, match="found in 4 pictures; at least 5"):
        learn_lens(sharp[:4])


def test_a_board_in_one_corner_of_the_view_is_refused(sharp: list[Seen]) -> None:
    small = [Seen(one.board, one.ids, one.px / 3, one.size) for one in sharp]
    with pytest.raises(CalibrationError, match="of 9 parts of the view") as caught:
        learn_lens(small)
    assert "lower right" in caught.value.hint
    assert coverage(small)[2, 2] == 0


def test_a_board_that_was_never_tilted_is_refused(camera: Known) -> None:
    poses = [((0, 0, turn), (x, y, 300)) for turn, x, y in ((0, -30, -20), (5, 30, 20), (90, 0, 0), (45, 20, -20),
                                                            (-40, -20, 20), (180, 0, 10))]  # fmt: skip
    seen = [find(one, CHARUCO) for one in shots(camera, CHARUCO, poses=poses)]
    assert any("tilted" in one for one in hints(seen))
    with pytest.raises(CalibrationError) as caught:
        learn_lens(seen)
    assert "tilt" in caught.value.message + caught.value.hint or "focal length" in caught.value.message


def test_a_picture_that_does_not_fit_the_others_is_named(sharp: list[Seen]) -> None:
    bent = sharp[4]
    bow = np.stack([6 * np.sin(bent.px[:, 1] / 40), 6 * np.cos(bent.px[:, 0] / 35)], axis=1)
    seen = [*sharp[:4], Seen(bent.board, bent.ids, bent.px + bow, bent.size), *sharp[5:]]
    with pytest.raises(CalibrationError, match="picture 5 does not fit"):
        learn_lens(seen)


def test_a_board_printed_to_two_scales_is_refused(sharp: list[Seen]) -> None:
    wrong = [Seen(one.board, one.ids, one.px * np.array([1.0, 0.93]), one.size) for one in sharp]
    with pytest.raises(CalibrationError) as caught:
        learn_lens(wrong)
    assert "printed" in caught.value.message + caught.value.hint


def test_a_plane_needs_a_board_that_fills_the_view_and_the_size_of_the_lens(sharp: list[Seen], lens: Lens) -> None:
    one = sharp[0]
    with pytest.raises(CalibrationError, match="% of the view"):
        lay_plane(Seen(one.board, one.ids, one.px / 4, one.size), lens)
    with pytest.raises(CalibrationError, match="calibrated with 640 x 480"):
        lay_plane(Seen(one.board, one.ids, one.px, (800, 600)), lens)


def test_without_its_lens_a_bent_view_is_refused_as_a_plane(camera: Known) -> None:
    strong = Known(distortion=(-0.45, 0.2, 0.0, 0.0, 0.0))
    seen = find(lying(strong, CHARUCO), CHARUCO)
    with pytest.raises(CalibrationError, match="off a plane") as caught:
        lay_plane(seen, None)
    assert "Calibrate the lens" in caught.value.hint


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"columns": 3}, "3 x 9"),
        ({"square_mm": 0.0}, "0 mm"),
        ({"kind": "chessboard", "columns": 11, "rows": 9}, "upside down"),
        ({"kind": "circles"}, "no kind of board"),
    ],
)
def test_a_board_that_cannot_be_used_is_refused(values: dict[str, Any], words: str) -> None:
    with pytest.raises(CalibrationError, match=words):
        Board(**values)


def test_a_lens_whose_picture_cannot_be_filled_is_refused() -> None:
    facts = LensFacts(5, 400, 0.2, (0.2,) * 5, 1.0, 1.0, 30.0)
    with pytest.raises(CalibrationError, match="so strong"):
        Lens(300.0, 300.0, 319.5, 239.5, (4.0, 9.0, 0.0, 0.0, 0.0), 640, 480, facts).filled()
