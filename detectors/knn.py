"""Exact nearest neighbours in a bank, as one matrix product.

|q - m|^2 = |q|^2 - 2 (q.m - |m|^2 / 2): the nearest row has the largest s = q.m - |m|^2 / 2. Everything is centred on
the bank's mean first, which changes no distance and keeps norms and rounding small.

With float32 the product finds the nearest row and its distance is computed again from the difference. With bf16 or
fp16 the product runs on the matrix units and is only a sieve. Its error is bounded, so no row can be missed:

- the rounding of the operands, by Cauchy-Schwarz: |dq| |m'| + |q| |dm|, where dq and dm, what rounding took away, are
  measured, not guessed, and m' is the rounded row;
- the rounding of the result to the same type (unit roundoff u: 2^-8 for bf16, 2^-11 for fp16), and the float32
  accumulation, D 2^-24 of the products' size.

The best row of the sieve is computed exactly; every row whose sieved s could still reach it is computed exactly too.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from collections.abc import Iterator

GROUP = 32
PRODUCT_ELEMENTS = 1 << 22
"""Products of one tile: 8 MB in bf16, so that they are read back from the cache."""
PRODUCT_ELEMENTS_CUDA = 1 << 25

CANDIDATES = 8
"""Rows that `search` computes exactly for each query."""

_ROUNDOFF = {torch.bfloat16: 2.0**-8, torch.float16: 2.0**-11}
_FP16_LIMIT = 30000.0


class Bank:
    """Rows to be searched: (M, D) float32 on one device. `dtype` is that of the first pass."""

    def __init__(self, rows: torch.Tensor, dtype: torch.dtype = torch.float32) -> None:
        if rows.ndim != 2 or rows.shape[0] == 0:
            raise ValueError(f"a bank is (M, D) with M > 0, not {tuple(rows.shape)}")
        self.mean = rows.mean(0)
        self.rows = (rows - self.mean).contiguous()
        self._half_norms = self.rows.square().sum(1).mul_(0.5)
        largest = float(self._half_norms.max()) * 2
        if dtype == torch.float16 and largest > _FP16_LIMIT:
            dtype = torch.bfloat16
        self.dtype = dtype
        if dtype == torch.float32:
            self._transposed = self.rows.T.contiguous()
        else:
            self._build_sieve(dtype)

    def __len__(self) -> int:
        return self.rows.shape[0]

    @property
    def nbytes(self) -> int:
        return self.rows.numel() * 4 + self._transposed.numel() * self._transposed.element_size()

    def _build_sieve(self, dtype: torch.dtype) -> None:
        """Lay the rows out as columns with -|m|^2/2 in two more (high and low part), padded to whole groups."""
        count, size = self.rows.shape
        padded = -(-count // GROUP) * GROUP
        high = (-self._half_norms).to(dtype)
        low = (-self._half_norms - high.float()).to(dtype)
        columns = torch.zeros(size + 2, padded, dtype=dtype, device=self.rows.device)
        rounded = self.rows.to(dtype)
        columns[:size, :count] = rounded.T
        columns[size, :count] = high
        columns[size + 1, :count] = low
        # Padding must never win: a value far below every possible s, yet finite in the type.
        columns[size, count:] = -_FP16_LIMIT * 2 if dtype == torch.float16 else -1e30
        self._transposed = columns
        self._padded = padded
        self._row_error = float((self.rows - rounded.float()).norm(dim=1).max())
        self._row_norm = float(rounded.float().norm(dim=1).max())
        self._norm_error = float((-self._half_norms - high.float() - low.float()).abs().max())

    @torch.inference_mode()
    def nearest(self, queries: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the distances (not squared) and the indices of the nearest row of each of (Q, D) float32 queries."""
        queries = queries - self.mean
        step = max(64, PRODUCT_ELEMENTS // max(1, self._transposed.shape[1]))
        find = self._nearest_fp32 if self.dtype == torch.float32 else self._nearest_sieved
        found = [find(part) for part in torch.split(queries, step)]
        if not found:
            return queries.new_zeros(0), torch.zeros(0, dtype=torch.int64, device=queries.device)
        return torch.cat([one[0] for one in found]), torch.cat([one[1] for one in found])

    @torch.inference_mode()
    def search(self, queries: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Return distances, indices, and which of them are proven to be of the nearest row.

        Never waits for the device, so it can be captured as a CUDA graph; `nearest` answers what is not proven. Only
        the best rows of the sieve are computed exactly. Where the one after them stays below the mark, no other row
        can be nearer.
        """
        queries = queries - self.mean
        if self.dtype == torch.float32:
            distance, index = self._nearest_fp32(queries)
            return distance, index, torch.ones_like(distance, dtype=torch.bool)
        step = max(64, PRODUCT_ELEMENTS_CUDA // max(1, self._transposed.shape[1]))
        found = [self._search_some(part) for part in torch.split(queries, step)]
        distances, indices, proven = (torch.cat(part) for part in zip(*found, strict=True))
        return distances, indices, proven

    def _search_some(self, queries: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        rounded = self._rounded(queries)
        with _full_accumulation():
            sieved = torch.mm(rounded, self._transposed)[:, : len(self)]
        tops, candidates = torch.topk(sieved, min(CANDIDATES + 1, len(self)), dim=1)
        exact = (queries[:, None, :] * self.rows[candidates]).sum(2) - self._half_norms[candidates]
        best, which = exact.max(1)
        index = candidates.gather(1, which[:, None])[:, 0]
        proven = torch.isfinite(rounded).all(1)
        if tops.shape[1] < len(self):
            proven &= tops[:, -1].float() < self._mark(queries, rounded, best)
        return (queries - self.rows[index]).norm(dim=1), index, proven

    def _rounded(self, queries: torch.Tensor) -> torch.Tensor:
        """Return the queries in the type of the sieve, with the two ones that add -|m|^2/2."""
        count, size = queries.shape
        rounded = torch.empty(count, size + 2, dtype=self.dtype, device=queries.device)
        rounded[:, :size] = queries
        rounded[:, size:] = 1.0
        return rounded

    @torch.inference_mode()
    def distances(self, query: torch.Tensor) -> torch.Tensor:
        """Return the exact distances (M,) of one query (D,) to all rows."""
        away: torch.Tensor = (self.rows - (query - self.mean)).norm(dim=1)
        return away

    def _nearest_fp32(self, queries: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        similarity = torch.addmm(self._half_norms, queries, self._transposed, beta=-1.0)
        index = similarity.argmax(1)
        return (queries - self.rows[index]).norm(dim=1), index

    def _nearest_sieved(self, queries: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        count = queries.shape[0]
        rounded = self._rounded(queries)
        if self.dtype == torch.float16 and not bool(torch.isfinite(rounded).all()):
            return self._exhaustive(queries)
        with _full_accumulation():
            sieved = torch.mm(rounded, self._transposed)
        # Strided groups (row = lane * groups + group): the maximum then runs over whole vectors.
        groups = self._padded // GROUP
        grouped = sieved.view(count, GROUP, groups)
        tops = grouped.amax(1)
        group = tops.argmax(1)
        rows = torch.arange(count, device=queries.device)
        guess = grouped[rows, :, group].argmax(1) * groups + group
        best = self._similarity(queries, guess)

        mark = self._mark(queries, rounded, best)
        return self._settle(queries, grouped, tops, mark, guess, best)

    def _mark(self, queries: torch.Tensor, rounded: torch.Tensor, best: torch.Tensor) -> torch.Tensor:
        """Return the sieved value below which no row can reach the exact `best`, for every bank row at once."""
        size = queries.shape[1]
        query_norm = queries.norm(dim=1)
        query_error = (queries - rounded[:, :size].float()).norm(dim=1)
        u = _ROUNDOFF[self.dtype]
        operands = query_error * self._row_norm + query_norm * self._row_error + self._norm_error
        # Above the mark only values of about the size of the best matter; rounding is relative to them.
        accumulate = (size + 2) * 2.0**-24 * (query_norm * self._row_norm + self._row_norm**2)
        bound = (operands + accumulate) * 1.001
        mark: torch.Tensor = best - bound
        mark -= u * mark.abs() * 1.01 - u * bound
        return mark

    def _settle(
        self,
        queries: torch.Tensor,
        grouped: torch.Tensor,
        tops: torch.Tensor,
        mark: torch.Tensor,
        guess: torch.Tensor,
        best: torch.Tensor,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Compute every row exactly whose sieved value reaches the mark, and keep the best."""
        which, group = torch.nonzero(tops.float() >= mark[:, None], as_tuple=True)
        inside, lane = torch.nonzero(grouped[which, :, group].float() >= mark[which, None], as_tuple=True)
        which, index = which[inside], lane * tops.shape[1] + group[inside]
        different = index != guess[which]
        which, index = which[different], index[different]
        if which.numel() > 0:
            similarity = torch.cat(
                [
                    self._similarity(queries[a], b)
                    for a, b in zip(torch.split(which, 1 << 15), torch.split(index, 1 << 15), strict=True)
                ]
            )
            better = torch.full_like(best, -torch.inf)
            better.scatter_reduce_(0, which, similarity, "amax")
            winners = (similarity == better[which]) & (similarity > best[which])
            guess = guess.clone()
            # Of equal ones any will do; the order of the list makes it the same one each time on the CPU.
            guess[which[winners]] = index[winners]
        return (queries - self.rows[guess]).norm(dim=1), guess

    def _similarity(self, queries: torch.Tensor, index: torch.Tensor) -> torch.Tensor:
        return (queries * self.rows[index]).sum(1) - self._half_norms[index]

    def _exhaustive(self, queries: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        similarity = torch.addmm(self._half_norms, queries, self.rows.T, beta=-1.0)
        index = similarity.argmax(1)
        return (queries - self.rows[index]).norm(dim=1), index


@contextmanager
def _full_accumulation() -> Iterator[None]:
    """Keep cuBLAS from adding partial sums in half precision: the bound assumes float32 sums."""
    matmul = torch.backends.cuda.matmul
    before = matmul.allow_fp16_reduced_precision_reduction, matmul.allow_bf16_reduced_precision_reduction
    matmul.allow_fp16_reduced_precision_reduction = False
    matmul.allow_bf16_reduced_precision_reduction = False
    try:
        yield
    finally:
        matmul.allow_fp16_reduced_precision_reduction, matmul.allow_bf16_reduced_precision_reduction = before
