"""How exact lens and part plane are on rendered boards of known truth: `python -m tests.bench.calibration_accuracy`."""

from __future__ import annotations

import sys

from calibration.boards import Board, find
from calibration.lens_fit import lay_plane, learn_lens
from tests.calibration.rendered import POSES, Known, corner_of, shots
from tests.calibration.test_lens_and_plane import LYING, true_scale

BOARDS = (Board("charuco", 12, 9, 15.0), Board("chessboard", 12, 9, 11.0))
LOOKS = ((0.8, 2.0), (1.5, 5.0))


def main() -> None:
    camera = Known()
    width, height = camera.size
    places = [((width - 1) * x, (height - 1) * y) for x in (0.2, 0.5, 0.8) for y in (0.25, 0.5, 0.75)]
    sys.stdout.write(
        "| board | blur, noise | corners off, px | focal length off, % | mm per pixel off, % (9 places) |\n"
    )
    for board in BOARDS:
        for blur, noise in LOOKS:
            lens = learn_lens([find(one, board) for one in shots(camera, board, blur=blur, noise=noise)])
            turn, centre = LYING
            picture = camera.see(board, turn, corner_of(board, turn, centre), blur=blur, noise=noise, seed=99)
            plane, _ = lay_plane(find(picture, board), lens)
            scale = max(abs(plane.mm_per_px_at(*at) / true_scale(camera, lens, board, *at) - 1) for at in places)
            focal = max(abs(one / camera.focal - 1) for one in (lens.fx, lens.fy))
            sys.stdout.write(
                f"| {board} | {blur:g} px, {noise:g} levels | {lens.facts.rms_px:.3f} | {100 * focal:.3f} | "
                f"{100 * scale:.3f} |\n"
            )
    sys.stdout.write(f"{len(POSES)} pictures of {width} x {height} pixels each, and one of the board lying.\n")


if __name__ == "__main__":
    main()
