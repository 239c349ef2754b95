"""Greedy k-centre selection, exact, in few passes over the data.

Plain greedy k-centre (the coreset of PatchCore, section 3.2) picks the row that is farthest from all picked rows, over
and over: one pass over all rows per pick. Distances to the picked set only ever shrink, so the next picks can be found
among the rows that are farthest now: take the B farthest rows and remember the smallest of their distances; pick among
them, updating only them, while their best is not below that mark, since no row outside can then be farther; after
that bring all rows up to date with all new picks in one matrix product. The picks are those of the plain method, up
to rows whose distances are equal in float32.
"""

from __future__ import annotations

import torch

from detectors.runtime import Steps

CANDIDATES = 2048
BLOCK_ROWS = 8192
CHECK_EVERY = 64


@torch.inference_mode()
def greedy_k_centre(
    rows: torch.Tensor,
    count: int,
    *,
    centres: torch.Tensor | None = None,
    steps: Steps | None = None,
    candidates: int = CANDIDATES,
) -> torch.Tensor:
    """Return the indices (int64, on the CPU, in the order of picking) of `count` rows of (N, D) float32 `rows`.

    The first pick is the row farthest from the mean of all rows; with `centres` (M, D), rows that count as picked
    already, it is the one farthest from them.

    Raises:
        ValueError: `count` is not in 1..N.
        Cancelled: through `steps`.
    """
    n = rows.shape[0]
    if not 1 <= count <= n:
        raise ValueError(f"cannot pick {count} of {n} rows")
    steps = steps or Steps(None, None)
    mean = rows.mean(0)
    rows = rows - mean
    norms = rows.square().sum(1)
    picked: list[int] = []
    if centres is None:
        first = int(norms.argmax())
        picked.append(first)
        nearest = torch.full_like(norms, torch.inf)
        nearest[first] = -1.0
        _update(nearest, rows, norms, rows[first : first + 1], steps)
    else:
        nearest = torch.full_like(norms, torch.inf)
        _update(nearest, rows, norms, centres - mean, steps)

    while len(picked) < count:
        steps.at(len(picked) / count)
        size = min(candidates, n)
        distance, index = torch.topk(nearest, size)
        mark = float(distance[-1]) if size < n else -torch.inf
        chosen = _pick_among(rows[index], distance, mark, count - len(picked), steps)
        new = index[torch.tensor(chosen, device=index.device)]
        picked.extend(new.tolist())
        # A picked row is out for good, also where rounding leaves it a distance above that of a duplicate.
        nearest[new] = -1.0
        if len(picked) < count:
            _update(nearest, rows, norms, rows[new], steps)
    steps.at(1.0)
    return torch.tensor(picked, dtype=torch.int64)


def _pick_among(rows: torch.Tensor, distance: torch.Tensor, mark: float, at_most: int, steps: Steps) -> list[int]:
    """Pick greedily among the candidates until their best falls below `mark`. At least one."""
    rows = rows.contiguous()
    norms = rows.square().sum(1)
    distance = distance.clone()
    chosen: list[int] = []
    while len(chosen) < at_most:
        best, where = distance.max(0)
        # The first pick is the largest of all; `best` < 0: every candidate is picked.
        if chosen and (float(best) < mark or float(best) < 0):
            break
        if len(chosen) % CHECK_EVERY == 0:
            steps.check()
        pick = int(where)
        chosen.append(pick)
        to_pick = torch.addmv(norms, rows, rows[pick], alpha=-2.0).add_(norms[pick]).clamp_(min=0.0)
        torch.minimum(distance, to_pick, out=distance)
        distance[pick] = -1.0
    return chosen


def _update(nearest: torch.Tensor, rows: torch.Tensor, norms: torch.Tensor, new: torch.Tensor, steps: Steps) -> None:
    """Lower `nearest` (squared distances) where a new centre is nearer. Picked rows hold -1 and stay."""
    new_norms = new.square().sum(1)
    transposed = new.T.contiguous()
    # About 32 MB of products at a time, so that they are still in the cache when they are reduced, or nearly so.
    block = max(256, min(BLOCK_ROWS, (1 << 23) // max(1, new.shape[0])))
    for begin in range(0, rows.shape[0], block):
        end = min(begin + block, rows.shape[0])
        if begin % (block * 8) == 0:
            steps.check()
        products = torch.addmm(new_norms, rows[begin:end], transposed, alpha=-2.0)
        found = products.amin(1).add_(norms[begin:end]).clamp_(min=0.0)
        torch.minimum(nearest[begin:end], found, out=nearest[begin:end])
