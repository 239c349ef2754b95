"""Painting and the way back, on plain arrays."""

from __future__ import annotations

import numpy as np
import pytest

from station.mask_tools import Rect, changed_rect, closeness, flooded, without_holes
from ui.mask_document import MaskDocument


def blank(side: int = 64) -> np.ndarray:  # type: ignore[type-arg]
    return np.zeros((side, side), np.uint8)


def test_a_stroke_paints_a_round_line_and_undo_restores_every_pixel() -> None:
    document = MaskDocument(blank())
    touched = document.stroke((10, 10), (40, 10), 8)
    touched = document.stroke((40, 10), (40, 30), 8).joined(touched)
    assert document.modified
    assert document.settle() is not None
    painted = document.pixels.copy()
    assert painted[10, 25] == painted[28, 40] == 255
    assert not painted[20, 20]
    ys, xs = np.nonzero(painted)
    assert touched.x0 <= xs.min()
    assert xs.max() < touched.x1
    assert touched.y0 <= ys.min()
    assert ys.max() < touched.y1
    assert document.undo() is not None
    assert document.empty
    assert document.redo() is not None
    assert (document.pixels == painted).all()
    assert document.redo() is None


def test_the_eraser_takes_away_and_what_changes_nothing_is_no_step() -> None:
    document = MaskDocument(np.full((64, 64), 255, np.uint8))
    document.stroke((5, 5), (50, 5), 3)
    assert document.settle() is None
    assert not document.can_undo
    document.stroke((5, 5), (50, 5), 3, erase=True)
    document.settle()
    assert document.pixels[5, 30] == 0
    assert document.undo() is not None
    assert document.pixels.all()


def test_a_stroke_that_leaves_the_picture_is_cut_off_at_its_rim() -> None:
    document = MaskDocument(blank())
    document.stroke((-50, 32), (200, 32), 5)
    rect = document.settle()
    assert rect is not None
    assert (rect.x0, rect.x1) == (0, 64)
    assert document.pixels[32].all()
    outside = MaskDocument(blank())
    outside.stroke((-90, -90), (-80, -80), 5)
    assert outside.settle() is None


def test_a_polygon_is_filled_as_one_step_and_can_erase() -> None:
    document = MaskDocument(blank())
    document.polygon([(10, 10), (50, 10), (50, 50), (10, 50)])
    assert int((document.pixels > 0).sum()) == 41 * 41
    document.polygon([(20, 20), (29, 20), (29, 29), (20, 29)], erase=True)
    assert int((document.pixels > 0).sum()) == 41 * 41 - 100
    document.undo()
    document.undo()
    assert document.empty


def test_modified_follows_saving_undo_and_redo() -> None:
    document = MaskDocument(blank())
    assert not document.modified
    document.polygon([(1, 1), (9, 1), (9, 9)])
    assert document.modified
    document.mark_saved()
    assert not document.modified
    document.undo()
    assert document.modified
    document.redo()
    assert not document.modified
    document.undo()
    document.polygon([(20, 20), (29, 20), (29, 29)])
    document.undo()
    assert document.modified, "what was saved lay on the way that is gone"
    document.mark_saved()
    document.mark_unsaved()
    assert document.modified


def test_a_whole_mask_is_one_step_over_the_rectangle_that_changed() -> None:
    document = MaskDocument(blank())
    other = blank()
    other[30:34, 40:50] = 255
    assert document.replace(other) == Rect(40, 30, 50, 34)
    assert document.replace(other).empty
    document.undo()
    assert document.empty
    assert not document.can_undo
    with pytest.raises(ValueError, match="mask"):
        document.replace(blank(32))


def test_the_history_forgets_the_oldest_steps_instead_of_growing() -> None:
    random = np.random.default_rng(0)
    document = MaskDocument(blank(256), history_bytes=60_000)
    for _ in range(40):
        document.replace((random.random((256, 256)) < 0.5).astype(np.uint8) * np.uint8(255))
    assert document.history_bytes <= 60_000
    steps = 0
    while document.undo() is not None:
        steps += 1
    assert 1 <= steps < 40


def test_flood_takes_what_looks_like_the_seed_and_is_connected_to_it() -> None:
    image = np.full((40, 40), 100, np.uint8)
    image[10:20, 10:20] = 120
    image[10:20, 15] = 112
    image[30:35, 30:35] = 120
    found = flooded(image, blank(40), (12, 12), 5, 255)
    assert int((found > 0).sum()) == 50
    assert not found[12, 15]
    wider = flooded(image, blank(40), (12, 12), 10, 255)
    assert int((wider > 0).sum()) == 100
    assert not wider[32, 32]
    everything = flooded(image, blank(40), (12, 12), 30, 255)
    assert everything.all()
    erased = flooded(image, everything, (12, 12), 10, 0)
    assert int((erased == 0).sum()) == 100
    assert (flooded(image, everything, (-3, 900), 10, 0) == everything).all()


def test_flood_compares_each_channel_of_a_colour_picture_and_leaves_the_picture_alone() -> None:
    image = np.full((20, 20, 3), 100, np.uint8)
    image[5:10, 5:10, 2] = 140
    before = image.copy()
    image.setflags(write=False)
    assert int((flooded(image, blank(20), (6, 6), 20, 255) > 0).sum()) == 25
    assert (image == before).all()


def test_holes_are_filled_but_not_bays() -> None:
    mask = blank()
    mask[10:30, 10:30] = 255
    mask[15:20, 15:20] = 0
    mask[22:26, 10:20] = 0
    filled = without_holes(mask)
    assert filled[17, 17] == 255
    assert not filled[24, 12]


def test_the_rectangle_of_a_change_and_the_depth_of_a_mask() -> None:
    mask = blank()
    assert changed_rect(mask, mask).empty
    mask[10:30, 12:20] = 255
    assert changed_rect(blank(), mask) == Rect(12, 10, 20, 30)
    depth = closeness(mask)
    assert depth[20, 16] > depth[20, 13] > 0
    assert depth[0, 0] == 0
