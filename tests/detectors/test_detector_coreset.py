"""Greedy k-centre: the picks of the plain method, in few passes."""

from __future__ import annotations

import pytest
import torch

from detectors.api import Cancelled
from detectors.coreset import greedy_k_centre
from detectors.runtime import Steps


def plain_greedy(rows: torch.Tensor, count: int, centres: torch.Tensor | None = None) -> tuple[list[int], list[float]]:
    """Pick the farthest row, one pass per pick, in float64. Return the picks and each one's distance when picked."""
    rows = rows.double()
    if centres is None:
        away = (rows - rows.mean(0)).norm(dim=1)
        picks, radii = [int(away.argmax())], [float(away.max())]
        nearest = (rows - rows[picks[0]]).norm(dim=1)
    else:
        picks, radii = [], []
        nearest = torch.cdist(rows, centres.double()).amin(1)
    while len(picks) < count:
        pick = int(nearest.argmax())
        picks.append(pick)
        radii.append(float(nearest[pick]))
        nearest = torch.minimum(nearest, (rows - rows[pick]).norm(dim=1))
    return picks, radii


def clustered(count: int, size: int, seed: int) -> torch.Tensor:
    generator = torch.Generator().manual_seed(seed)
    centres = torch.randn(40, size, generator=generator)
    which = torch.randint(0, 40, (count,), generator=generator)
    return centres[which] + 0.4 * torch.randn(count, size, generator=generator) + 3.0


@pytest.mark.parametrize("candidates", [3, 64, 2048])
@pytest.mark.parametrize("size", [3, 24])
def test_picks_are_those_of_plain_greedy(candidates: int, size: int) -> None:
    rows = clustered(1500, size, seed=size)
    wanted, _ = plain_greedy(rows, 300)
    assert greedy_k_centre(rows, 300, candidates=candidates).tolist() == wanted


def test_picks_after_known_centres_are_those_of_plain_greedy() -> None:
    rows, known = clustered(900, 8, seed=1), clustered(50, 8, seed=2)
    wanted, _ = plain_greedy(rows, 120, known)
    assert greedy_k_centre(rows, 120, centres=known, candidates=32).tolist() == wanted


def test_covering_radius_is_that_of_plain_greedy_where_ties_abound() -> None:
    # An integer lattice: nearly every distance is tied, so the picks may differ, but not how well they cover.
    rows = torch.cartesian_prod(*[torch.arange(6.0)] * 4)
    picked = greedy_k_centre(rows, 81, candidates=50)
    _, radii = plain_greedy(rows, 81)
    cover = float(torch.cdist(rows, rows[picked[:-1]]).amin(1).max())
    assert len(set(picked.tolist())) == 81
    assert cover == pytest.approx(radii[-1], abs=1.0)


def test_all_rows_can_be_picked_each_once_even_duplicates() -> None:
    rows = clustered(60, 4, seed=3).repeat(2, 1)
    assert sorted(greedy_k_centre(rows, 120, candidates=16).tolist()) == list(range(120))


def test_the_same_rows_give_the_same_picks() -> None:
    rows = clustered(2000, 16, seed=4)
    assert torch.equal(greedy_k_centre(rows, 200), greedy_k_centre(rows.clone(), 200))


@pytest.mark.parametrize("count", [0, 11])
def test_an_impossible_count_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match="of 10 rows"):
        greedy_k_centre(torch.zeros(10, 2), count)


def test_cancelling_ends_it_in_the_middle() -> None:
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > 5

    with pytest.raises(Cancelled):
        greedy_k_centre(clustered(2000, 4, seed=5), 1000, candidates=64, steps=Steps(None, cancelled))
