"""`station calibrate`: from image files and from the camera, with clear refusals and nothing half-written."""

from __future__ import annotations

import base64
import io
import re
import sys
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from reportlab.lib.units import mm

from calibration.boards import Board, find
from station.board_print import print_board
from station.calibration_ref import Kind
from station.calibration_store import CalibrationStore
from station.errors import UsageError
from station.images import read_image, write_image
from tests.calibration.rendered import POSES, Known, corner_of, shots, turned
from tests.station.cli_rig import HEIGHT, WIDTH, CommandLine

BOARD = Board("charuco", 12, 9, 15.0)


@pytest.fixture
def station(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(tmp_path, capsys)


@pytest.fixture(scope="module")
def views(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pictures of the board, and one of it lying."""
    folder = tmp_path_factory.mktemp("views")
    camera = Known()
    for number, picture in enumerate(shots(camera, BOARD, poses=POSES[:9])):
        write_image(folder / "lens" / f"{number}.png", picture)
    turn = turned(4, -3, 2)
    write_image(folder / "plane.png", camera.see(BOARD, turn, corner_of(BOARD, turn, (0, 0, 290))))
    return folder


def sheets(folder: Path, level: float = 180, n: int = 3) -> Path:
    shade = np.linspace(0.85, 1.15, WIDTH) * np.ones((HEIGHT, 1))
    for number in range(n):
        write_image(folder / f"{number}.png", np.clip(level * shade, 0, 255).astype(np.uint8))
    return folder


def nothing_made(station: CommandLine) -> bool:
    return CalibrationStore(station.config.calibrations_dir).products() == ()


def test_a_flat_field_from_files(station: CommandLine, tmp_path: Path) -> None:
    bright, dark = sheets(tmp_path / "bright"), sheets(tmp_path / "dark", 4)
    done = station("calibrate", "flat-field", "cell", "--bright", bright, "--dark", dark, "--note", "lamp 2",
                   "-c", station.file)  # fmt: skip
    assert done.code == 0, done.err
    assert "calibration cell version 1 (flat field)" in done.out
    assert "recipe still" not in done.err
    shown = station("calibrate", "show", "cell", "-c", station.file)
    assert "defect pixels" in shown.out
    listed = station("calibrate", "list", "-c", station.file, "--json").json
    assert [one["kinds"] for one in listed["calibrations"]] == [["flat_field"]]
    assert listed["due"] == {"cell": []}


def test_a_flat_field_from_the_camera_of_the_configuration(station: CommandLine) -> None:
    done = station("calibrate", "flat-field", "cell", "--yes", "--count", "3", "-c", station.file, "--json")
    # the simulated camera shows a moving pattern and no even sheet: a real answer, in words
    assert done.code == 3, done.err
    assert nothing_made(station)
    assert "bright" in done.err or "light" in done.err


def folder_camera(station: CommandLine, folder: Path) -> None:
    text = station.file.read_text().replace(
        'kind = "fake"', f'kind = "folder"\npath = "{folder.as_posix()}"\nloop = true'
    )
    station.file.write_text(text.replace("ready_ms = 60_000", "interval_ms = 1"))


def test_a_flat_field_taken_with_the_camera_names_it(station: CommandLine, tmp_path: Path) -> None:
    folder_camera(station, sheets(tmp_path / "seen"))
    done = station("calibrate", "flat-field", "cell", "--yes", "--count", "5", "-c", station.file, "--json")
    assert done.code == 0, done.err
    assert done.json["part"]["n_pictures"] == 5
    assert "seen" in done.json["part"]["camera_id"]


def test_a_lens_is_taken_picture_by_picture_and_says_what_was_seen(
    station: CommandLine, views: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder_camera(station, views / "lens")
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n" * 40))
    done = station("calibrate", "lens", "cell", "--count", "9", "-c", station.file)
    assert "picture 9 of 9" in done.err
    assert "of the board was seen" in done.err
    # which pictures came is the camera's matter: what was made is whole, or refused in words
    assert done.code in (0, 3)
    assert nothing_made(station) == (done.code == 3)


def test_without_files_and_without_anybody_to_press_enter_it_says_so(
    station: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    done = station("calibrate", "white-balance", "cell", "-c", station.file)
    assert done.code == 2
    assert "press Enter" in done.err
    assert nothing_made(station)


def test_a_saturated_sheet_is_refused_with_figures_and_nothing_is_stored(station: CommandLine, tmp_path: Path) -> None:
    done = station("calibrate", "flat-field", "cell", "--bright", sheets(tmp_path / "b", 300), "-c", station.file)
    assert done.code == 3
    assert "saturated" in done.err
    assert "Shorten the exposure" in done.err
    assert nothing_made(station)
    assert station("calibrate", "flat-field", "cell", "--dark", tmp_path, "-c", station.file).code == 2
    assert (
        "no such file"
        in station("calibrate", "flat-field", "cell", "--bright", tmp_path / "none.png", "-c", station.file).err
    )


def test_lens_and_part_plane_from_files(station: CommandLine, views: Path, tmp_path: Path) -> None:
    done = station("calibrate", "lens", "cell", "--pictures", views / "lens", "-c", station.file)
    assert done.code == 0, done.err
    assert "focal length 9" in done.out
    assert "9 pictures show the board; 12 are good." in done.err
    done = station("calibrate", "plane", "cell", "--picture", views / "plane.png", "-c", station.file, "--json")
    assert done.code == 0, done.err
    assert done.json["calibration"]["kinds"] == ["lens", "plane"]
    store = CalibrationStore(station.config.calibrations_dir)
    record = store.newest("cell")
    assert record is not None
    correction = store.load(record.ref)
    assert correction.lens is not None
    assert correction.plane is not None
    assert correction.plane.mm_per_px == pytest.approx(290 / 920 / correction.lens.zoom, rel=0.02)
    # a new lens does not keep the plane that was measured through the old one
    station("calibrate", "lens", "cell", "--pictures", views / "lens", "-c", station.file)
    newest = store.newest("cell")
    assert newest is not None
    assert newest.kinds == (Kind.LENS,)


def test_a_board_that_is_not_in_the_pictures_is_told_picture_by_picture(station: CommandLine, tmp_path: Path) -> None:
    done = station("calibrate", "lens", "cell", "--pictures", sheets(tmp_path / "b"), "-c", station.file)
    assert done.code == 3
    assert "Picture 1: the ChArUco board of 12 x 9 squares of 15 mm was not found: 0 of 54 markers" in done.err
    assert "found in 0 pictures; at least 5" in done.err
    done = station("calibrate", "plane", "cell", "--picture", tmp_path / "b" / "0.png", "-c", station.file)
    assert done.code == 3
    assert "not found" in done.err
    assert nothing_made(station)
    assert station("calibrate", "plane", "cell", "--squares", "12", "-c", station.file).code == 2
    assert (
        "9 x 9"
        in station("calibrate", "lens", "x", "--board", "chessboard", "--squares", "9x9", "-c", station.file).err
    )


def test_what_is_not_there_is_named_with_what_is(station: CommandLine, tmp_path: Path) -> None:
    assert "no calibration" in station("calibrate", "list", "-c", station.file).out
    assert station("calibrate", "show", "cell@2", "-c", station.file).code == 3
    done = station("calibrate", "take-over", "cell", "-c", station.file)
    assert done.code == 3
    assert "no calibration" in done.err


def test_a_damaged_calibration_is_told_by_show(station: CommandLine, tmp_path: Path) -> None:
    station("calibrate", "flat-field", "cell", "--bright", sheets(tmp_path / "b"), "-c", station.file)
    path = station.config.calibrations_dir / "cell" / "v001" / "flat_field.npz"
    path.write_bytes(path.read_bytes()[:100])
    done = station("calibrate", "show", "cell", "-c", station.file)
    assert done.code == 3
    assert "changed or is damaged" in done.err


def rendered(pdf: bytes, size_mm: tuple[float, float]) -> NDArray[np.uint8]:
    """Draw the filled rectangles of the page, eight pixels for a millimetre."""
    content = b"".join(
        zlib.decompress(base64.a85decode(found[1])) for found in re.finditer(rb"stream\r?\n([^~]*)~>", pdf)
    )
    width, height = (round(one * 8) for one in size_mm)
    picture = np.full((height, width), 255, np.uint8)
    for found in re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re\b", content):
        x, y, wide, high = (float(one) / mm * 8 for one in found)
        # the page has its numbers to 1e-4: edges that are the same must be drawn on the same pixel
        top, bottom, left, right = (round(one + 0.01) for one in (height - y - high, height - y, x, x + wide))
        picture[top:bottom, left:right] = 0
    return picture


@pytest.mark.parametrize("board", [BOARD, Board("chessboard", 10, 7, 20.0), Board("charuco", 8, 11, 9.5)])
def test_the_printed_board_is_found_again_and_true_to_scale(board: Board, tmp_path: Path) -> None:
    printed = print_board(tmp_path / "board.pdf", board)
    assert printed.paper == "a4"
    picture = rendered(printed.path.read_bytes(), (297.0, 210.0))
    seen = find(cv2.GaussianBlur(picture, (0, 0), 1.0), board)
    assert len(seen.ids) == board.corners
    # 8 pixels are a millimetre: distances between corners are those of the board
    apart = np.linalg.norm(seen.px - seen.px[0], axis=1)
    np.testing.assert_allclose(apart / 8.0, np.linalg.norm(seen.mm - seen.mm[0], axis=1), atol=0.08)


def test_a_png_says_how_large_its_squares_are(tmp_path: Path) -> None:
    printed = print_board(tmp_path / "board.png", BOARD, dpi=600)
    assert printed.board.square_mm == pytest.approx(44 * 8 * 25.4 / 600)
    seen = find(read_image(printed.path), BOARD)
    assert len(seen.ids) == BOARD.corners


def test_a_board_that_does_not_fit_is_refused(station: CommandLine, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not fit on A4"):
        print_board(tmp_path / "board.pdf", Board(square_mm=30.0), paper="a4")
    assert print_board(tmp_path / "board.pdf", Board(square_mm=30.0)).paper == "a2"
    with pytest.raises(UsageError, match=r"\.pdf or \.png"):
        print_board(tmp_path / "board.jpg", BOARD)
    done = station("calibrate", "board", tmp_path / "b.pdf", "--square-mm", "15")
    assert done.code == 0
    assert "on A4" in done.out
    assert "--square-mm 15" in done.err
