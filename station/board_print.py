"""A calibration board to print: as PDF true to scale, or as PNG of whole pixels, with a ruler to check the print by."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calibration.boards import MODULES, Board
from station.errors import UsageError
from station.images import write_file

PAPERS_MM = {
    "a4": (297.0, 210.0),
    "a3": (420.0, 297.0),
    "a2": (594.0, 420.0),
    "a1": (841.0, 594.0),
    "a0": (1189.0, 841.0),
}
"""Width and height, lying."""
_MARGIN_MM = 8.0
_FOOT_MM = 14.0
_RULER_MM = 100.0
_MM_PER_INCH = 25.4
_MOST_PX = 20_000


@dataclass(frozen=True, slots=True)
class Printed:
    """What was written. `board` has the size of the squares in the file: in a PNG they are whole pixels."""

    path: Path
    board: Board
    paper: str


def print_board(path: Path, board: Board, *, paper: str | None = None, dpi: int = 600) -> Printed:
    """Write the board to `path`, .pdf or .png, whole or not at all. `paper` None: the smallest that it fits on.

    Raises UsageError: another ending, or it does not fit; StorageError; CalibrationError: there is no such board.
    """
    match path.suffix.lower():
        case ".pdf":
            name = _paper(board, paper)
            write_file(path, _pdf(board, name))
            return Printed(path, board, name)
        case ".png":
            drawn = replace(board, square_mm=_whole_pixels(board, dpi) * MODULES * _MM_PER_INCH / dpi)
            write_file(path, _png(drawn, _whole_pixels(board, dpi), dpi))
            return Printed(path, drawn, "")
    raise UsageError(f"{path}: a board is written as .pdf or .png.", "Give the file such a name.")


def _paper(board: Board, wanted: str | None) -> str:
    wide, high = board.columns * board.square_mm, board.rows * board.square_mm
    fits = [
        name
        for name, (width, height) in PAPERS_MM.items()
        if wide + 2 * _MARGIN_MM <= width and high + 2 * _MARGIN_MM + _FOOT_MM <= height
    ]
    if wanted is not None and wanted not in PAPERS_MM:
        raise UsageError(f"{wanted!r} is no known paper.", f"Known: {', '.join(PAPERS_MM)}.")
    if not fits or (wanted is not None and wanted not in fits):
        raise UsageError(
            f"The board is {wide:g} x {high:g} mm and does not fit on {(wanted or 'a0').upper()} with its margin.",
            "Take fewer or smaller squares" + (f", or {fits[0].upper()}." if fits else "."),
        )
    return wanted or fits[0]


def _pdf(board: Board, paper: str) -> bytes:
    from reportlab.lib.units import mm
    from reportlab.pdfgen.canvas import Canvas

    width, height = PAPERS_MM[paper]
    out = io.BytesIO()
    # invariant: the same board gives the same bytes
    page = Canvas(out, pagesize=(width * mm, height * mm), invariant=1)
    page.setTitle(str(board))
    wide, high = board.columns * board.square_mm, board.rows * board.square_mm
    left = (width - wide) / 2
    top = height - (height - _FOOT_MM - high) / 2
    step = board.square_mm / MODULES
    page.setFillGray(0)
    black = page.beginPath()  # as one: rectangles that touch leave no seam between them
    for row, column, rows, columns in _rectangles(board.modules()):
        x, y = left + column * step, top - (row + rows) * step
        black.rect(x * mm, y * mm, columns * step * mm, rows * step * mm)
    page.drawPath(black, stroke=0, fill=1)
    _ruler(page, _MARGIN_MM, _MARGIN_MM, mm)
    page.setFont("Helvetica", 9)
    text = f"{board}. Print at 100 %, glue onto something flat, and check: the ruler is {_RULER_MM:g} mm long."
    page.drawString((_MARGIN_MM + _RULER_MM + 8) * mm, (_MARGIN_MM + 1) * mm, text)
    page.showPage()
    page.save()
    return out.getvalue()


def _ruler(page: Any, x: float, y: float, mm: float) -> None:
    page.setLineWidth(0.1 * mm)
    page.line(x * mm, y * mm, (x + _RULER_MM) * mm, y * mm)
    page.setFont("Helvetica", 6)
    for tick in range(int(_RULER_MM) + 1):
        long = 4.0 if tick % 10 == 0 else 2.5 if tick % 5 == 0 else 1.5
        page.line((x + tick) * mm, y * mm, (x + tick) * mm, (y + long) * mm)
        if tick % 10 == 0:
            page.drawCentredString((x + tick) * mm, (y + 4.5) * mm, str(tick))


def _whole_pixels(board: Board, dpi: int) -> int:
    if not 72 <= dpi <= 4800:
        raise UsageError(f"{dpi} dots per inch cannot be used.", "Give 72 to 4800.")
    pixels = max(1, round(board.square_mm / MODULES * dpi / _MM_PER_INCH))
    if max(board.columns, board.rows) * MODULES * pixels > _MOST_PX:
        raise UsageError("The picture of the board would be too large.", "Give fewer dots per inch, or write a PDF.")
    return pixels


def _png(board: Board, pixels: int, dpi: int) -> bytes:
    from PIL import Image

    modules = np.pad(board.modules(), MODULES // 2)
    drawn = np.where(np.kron(modules, np.ones((pixels, pixels), np.bool_)), 0, 255).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(drawn).save(out, "PNG", dpi=(dpi, dpi))
    return out.getvalue()


def _rectangles(black: NDArray[np.bool_]) -> Iterator[tuple[int, int, int, int]]:
    """Cover what is black by rectangles (row, column, rows, columns): fewer edges are fewer seams in a print."""
    open_runs: dict[tuple[int, int], int] = {}
    padded = np.pad(black, ((0, 1), (1, 1)))
    for row, line in enumerate(padded):
        changes = np.flatnonzero(line[1:] != line[:-1])
        runs = {(int(a), int(b)) for a, b in zip(changes[::2], changes[1::2], strict=True)}
        for run in [one for one in open_runs if one not in runs]:
            first = open_runs.pop(run)
            yield first, run[0], row - first, run[1] - run[0]
        for run in runs:
            open_runs.setdefault(run, row)
