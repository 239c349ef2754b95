"""Nearest neighbours: exact, whatever number type sieves."""

from __future__ import annotations

import pytest
import torch

from detectors.knn import Bank

DEVICES = ["cpu", pytest.param("cuda", marks=pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA"))]
DTYPES = [torch.float32, torch.bfloat16, torch.float16]


def data(count: int, size: int, seed: int, offset: float = 0.0) -> torch.Tensor:
    generator = torch.Generator().manual_seed(seed)
    centres = torch.randn(30, size, generator=torch.Generator().manual_seed(99))
    which = torch.randint(0, 30, (count,), generator=generator)
    return centres[which] + 0.3 * torch.randn(count, size, generator=generator) + offset


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(("rows", "size"), [(1, 5), (31, 7), (1000, 40), (5000, 152)])
def test_distances_are_those_of_brute_force(device: str, dtype: torch.dtype, rows: int, size: int) -> None:
    bank, queries = data(rows, size, 1), data(300, size, 2)
    exact = torch.cdist(queries.double(), bank.double())
    distance, index = Bank(bank.to(device), dtype).nearest(queries.to(device))
    assert torch.allclose(distance.cpu().double(), exact.amin(1), rtol=1e-4, atol=1e-5)
    assert torch.allclose(exact[torch.arange(300), index.cpu()], exact.amin(1), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("dtype", DTYPES)
def test_near_ties_far_from_the_origin_do_not_fool_the_sieve(dtype: torch.dtype) -> None:
    # Differences far below the rounding of the sieve: only the exact second look can tell the rows apart.
    base = data(1, 64, 3, offset=50.0)
    bank = base + 1e-3 * data(400, 64, 4)
    queries = base + 1e-3 * data(50, 64, 5)
    exact = torch.cdist(queries.double(), bank.double())
    distance, _ = Bank(bank, dtype).nearest(queries)
    assert torch.allclose(distance.double(), exact.amin(1), rtol=2e-3)


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_row_of_the_bank_has_distance_zero(dtype: torch.dtype) -> None:
    bank = data(700, 33, 6, offset=7.0)
    distance, _ = Bank(bank, dtype).nearest(bank)
    assert float(distance.max()) == pytest.approx(0.0, abs=1e-5)


def test_values_beyond_fp16_are_still_exact() -> None:
    bank, queries = data(300, 16, 7) * 1e4, data(40, 16, 8) * 1e4
    distance, _ = Bank(bank, torch.float16).nearest(queries)
    assert torch.allclose(distance.double(), torch.cdist(queries.double(), bank.double()).amin(1), rtol=1e-4)


def test_no_queries_give_no_answers() -> None:
    distance, index = Bank(data(10, 4, 1)).nearest(torch.zeros(0, 4))
    assert distance.shape == index.shape == (0,)


def test_a_query_that_is_not_a_number_gives_no_number() -> None:
    queries = data(3, 8, 1)
    queries[1, 2] = torch.nan
    for dtype in (torch.float32, torch.bfloat16):
        distance, _ = Bank(data(50, 8, 2), dtype).nearest(queries)
        assert torch.isnan(distance).tolist() == [False, True, False]


def test_an_empty_bank_is_refused() -> None:
    with pytest.raises(ValueError, match="a bank is"):
        Bank(torch.zeros(0, 4))


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float16])
def test_what_the_search_without_waiting_calls_proven_is_the_nearest(dtype: torch.dtype) -> None:
    generator = torch.Generator().manual_seed(3)
    rows = torch.randn(700, 40, generator=generator)
    queries = torch.cat([torch.randn(200, 40, generator=generator), rows[:50] + 1e-4])
    distance, index, proven = Bank(rows, dtype).search(queries)
    wanted, nearest = torch.cdist(queries.double(), rows.double()).min(1)
    assert int(proven.sum()) > 100
    assert torch.equal(index[proven], nearest[proven])
    assert torch.allclose(distance[proven].double(), wanted[proven], rtol=1e-4, atol=1e-5)


def test_the_search_without_waiting_proves_nothing_among_twins() -> None:
    centres = torch.randn(5, 16, generator=torch.Generator().manual_seed(0)).repeat_interleave(40, 0)
    rows = centres + 1e-6 * torch.randn(200, 16, generator=torch.Generator().manual_seed(1))
    _, _, proven = Bank(rows, torch.bfloat16).search(rows)
    assert not proven.any()
