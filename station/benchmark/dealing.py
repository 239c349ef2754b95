"""Which pictures of a category are taught, which set the threshold, which are tested. No picture has two roles.

- A plain folder: 30 % of the good pictures, drawn by seed, are tested; the others may be taught.
- `shots` K: seed s takes the places s*K .. (s+1)*K - 1 of the pictures that may be taught, in natural order of their
  names: the seeds are disjoint, as in the few-shot literature. Where the pictures do not reach so far, K are drawn
  by seed.
- The threshold is chosen on good pictures that were not taught. With `shots` these are up to 60 of the others, drawn by
  seed. Without, a share of the pictures that may be taught is kept back, also drawn by seed and at most 60. Where that
  gives fewer than 5, none are kept back: see `station.benchmark.runs` for what is done then.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from station.benchmark.datasets import Category, Sample
from station.errors import ImageFileError

HELD_OUT_SHARE = 0.2
HELD_OUT_FEWEST, HELD_OUT_MOST = 5, 60
_PLAIN_TEST_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Deal:
    """`taught` and `held_out` are good pictures."""

    taught: tuple[Path, ...]
    held_out: tuple[Path, ...]
    test: tuple[Sample, ...]


def deal(category: Category, seed: int, shots: int | None, part: str, held_out: float = HELD_OUT_SHARE) -> Deal:
    """Deal the pictures. The same arguments give the same deal on every machine.

    Raises:
        ImageFileError: there is nothing to teach from, or less than `shots`.
    """
    if category.problem:
        raise ImageFileError(category.problem, "Put good pictures there.")
    pool, tested_good = list(category.train), []
    if category.undealt:
        count = max(1, round(_PLAIN_TEST_SHARE * len(category.undealt)))
        tested = _drawn(len(category.undealt), count, seed)
        pool = [one.path for place, one in enumerate(category.undealt) if place not in tested]
        tested_good = [one for place, one in enumerate(category.undealt) if place in tested]
    if shots is not None and shots > len(pool):
        raise ImageFileError(
            f"{category.name}: {shots} good pictures were asked for, and there are {len(pool)}.", "Ask for fewer shots."
        )
    if shots is None:
        count = min(HELD_OUT_MOST, round(held_out * len(pool)))
        kept = _drawn(len(pool), count if count >= HELD_OUT_FEWEST else 0, seed)
        chosen = set(range(len(pool))) - kept
    else:
        first = seed * shots
        chosen = set(range(first, first + shots)) if first + shots <= len(pool) else _drawn(len(pool), shots, seed)
        others = sorted(set(range(len(pool))) - chosen)
        enough = held_out > 0 and len(others) >= HELD_OUT_FEWEST
        kept = (
            {others[place] for place in _drawn(len(others), min(HELD_OUT_MOST, len(others)), seed)} if enough else set()
        )
    test = [one for one in (*tested_good, *category.test) if part in ("all", one.half)]
    return Deal(
        taught=tuple(pool[place] for place in sorted(chosen)),
        held_out=tuple(pool[place] for place in sorted(kept)),
        test=tuple(test),
    )


def _drawn(total: int, count: int, seed: int) -> set[int]:
    return set(np.random.default_rng(seed).permutation(total)[:count].tolist())
