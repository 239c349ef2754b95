"""Who wins a bake-off, and what may be claimed of the winner. Pure; scores in, order and words out.

Order, on the same held-out good parts and the same defects for all:

1. False rejects at 100 % TPR. Two detectors are equal here when the good parts that only one of them rejects are so
   evenly shared (|b - c| <= sqrt(b + c)) that the difference is within one standard error (McNemar 1947; the
   one-standard-error rule of Breiman et al. 1984).
2. AUROC. Equal when the 95 % interval of the difference, from a bootstrap over the same parts for both, holds 0.
3. Latency. Equal within 20 %: timings are noisy.

Each place goes to the best of those that are left: equal ones with the leader of a step go on to the next step. A
detector that is slower than the line allows comes after all that are not.

The best of several, on the very parts it was chosen by, looks better than it is. So the choice is made again on each
half of the parts, with its threshold, and counted on the other half; both counts together are `Check`. It prices the
choice of detector and of threshold, at half the parts to choose by; every part is counted once.

Without defects no TPR is known. Then step 1 is the false rejects at the threshold from good parts alone, set on one
half and counted on the other, and step 2 the AUROC against made defects.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from calibration import Rate, auroc_interval, choose, image_auroc
from station.thresholds import threshold_by

Floats = NDArray[np.float64]
Step = Literal["in time", "false rejects", "auroc", "latency", "equal"]

SAME_LATENCY = 1.2
_BOOTSTRAPS = 1000


@dataclass(frozen=True, slots=True, eq=False)
class Entrant:
    """One detector's scores of the held-out good parts and of the defects, in dealing order, and its latency."""

    label: str
    good: Floats
    defect: Floats
    latency_ms: float
    in_time: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Arena:
    """All entrants over the same parts. Without `real_defects` the defects are made ones.

    The threshold that is kept is by `policy`, without one that of `station.thresholds`; `rate` is its parameter.
    """

    entrants: tuple[Entrant, ...]
    real_defects: bool
    rate: float
    policy: str | None = None

    def half(self, which: int) -> Arena:
        """Return the even (0) or the odd (1) places of all parts."""
        halved = tuple(
            Entrant(one.label, one.good[which::2], one.defect[which::2], one.latency_ms, one.in_time)
            for one in self.entrants
        )
        return Arena(halved, self.real_defects, self.rate, self.policy)

    @property
    def can_halve(self) -> bool:
        return all(one.good.size >= 2 and one.defect.size >= 2 for one in self.entrants)


@dataclass(frozen=True, slots=True)
class Figures:
    """What is known of one entrant. `false_rejects`: at 100 % TPR, or, without defects, at the good-only threshold.

    `auroc` with made defects where there are no real ones. `false_rejects` is None where there are too few good parts.
    """

    false_rejects: Rate | None
    auroc: float
    auroc_interval: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Check:
    """The choice made on each half and counted on the other. `escapes` is None without real defects."""

    chosen: tuple[str, str]
    false_rejects: Rate
    escapes: Rate | None
    auroc: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """`order`: indices of the entrants, best first. `decided`: for each place but the last, what put it before the
    next one. `winner` is None where none is in time.
    """

    order: tuple[int, ...]
    decided: tuple[Step, ...]
    figures: tuple[Figures, ...]
    check: Check | None
    winner: int | None


def rank(arena: Arena) -> Ranking:
    """Put the entrants in order. At least one.

    Raises:
        CalibrationError: a score is not finite.
    """
    order = order_of(arena)
    judge = _Judge(arena)
    decided = tuple(judge.between(one, other) for one, other in itertools.pairwise(order))
    figures = tuple(figures_of(arena, index) for index in range(len(arena.entrants)))
    winner = order[0] if arena.entrants[order[0]].in_time else None
    return Ranking(tuple(order), decided, figures, check_choice(arena) if arena.can_halve else None, winner)


def figures_of(arena: Arena, index: int) -> Figures:
    one = arena.entrants[index]
    rejected = rejects(arena, one)
    return Figures(
        false_rejects=None if rejected is None else Rate.of(int(rejected.sum()), rejected.size),
        auroc=image_auroc(one.good, one.defect),
        auroc_interval=auroc_interval(one.good, one.defect),
    )


def rejects(arena: Arena, one: Entrant) -> NDArray[np.bool_] | None:
    """Which good parts are rejected, for step 1; None where a single good part leaves nothing to count on."""
    if arena.real_defects:
        all_stopped: NDArray[np.bool_] = one.good >= one.defect.min()
        return all_stopped
    if one.good.size < 2:
        return None
    rejected = np.zeros(one.good.size, bool)
    for mine in (0, 1):
        threshold = choose("good_only", one.good[mine::2], rate=arena.rate).threshold
        rejected[1 - mine :: 2] = one.good[1 - mine :: 2] >= threshold
    return rejected


def order_of(arena: Arena) -> list[int]:
    """Return the indices of the entrants, best first."""
    judge = _Judge(arena)
    order: list[int] = []
    for in_time in (True, False):
        left = [index for index, one in enumerate(arena.entrants) if one.in_time is in_time]
        while left:
            best = judge.best(left)
            order.append(best)
            left.remove(best)
    return order


def check_choice(arena: Arena) -> Check:
    """Choose on each half, count on the other. Needs two good parts and two defects at least."""
    chosen = []
    good = rejected = defects = escaped = 0
    aurocs = []
    for mine in (0, 1):
        ours = arena.half(mine)
        winner = order_of(ours)[0]
        one = ours.entrants[winner]
        counted = one.defect if arena.real_defects else ()  # made defects choose no threshold
        threshold = threshold_by(arena.policy, arena.rate, one.good, counted).threshold
        other = arena.half(1 - mine).entrants[winner]
        chosen.append(other.label)
        good, rejected = good + other.good.size, rejected + int((other.good >= threshold).sum())
        defects, escaped = defects + other.defect.size, escaped + int((other.defect < threshold).sum())
        aurocs.append(image_auroc(other.good, other.defect))
    return Check(
        chosen=(chosen[0], chosen[1]),
        false_rejects=Rate.of(rejected, good),
        escapes=Rate.of(escaped, defects) if arena.real_defects else None,
        auroc=float(np.mean(aurocs)),
    )


class _Judge:
    """The three steps. Draws the bootstrap once, so that all are compared on the same draws."""

    def __init__(self, arena: Arena) -> None:
        self._entrants = arena.entrants
        self._rejects = [rejects(arena, one) for one in arena.entrants]
        self._aurocs = [image_auroc(one.good, one.defect) for one in arena.entrants]
        self._draws = _bootstrap(arena.entrants) if len(arena.entrants) > 1 else []

    def best(self, among: Sequence[int]) -> int:
        """Return the best by the three steps; what is left equal is told apart by the bare figures."""
        left = self._equal_rejects(self._leader(among, self._count), among)
        left = self._equal_auroc(self._leader(left, lambda index: -self._aurocs[index]), left)
        fastest = min(self._entrants[index].latency_ms for index in left)
        left = [index for index in left if self._entrants[index].latency_ms <= SAME_LATENCY * fastest]
        return self._leader(left, self._count)

    def between(self, one: int, other: int) -> Step:
        """Return the step that puts `one` before `other` when only these two are compared."""
        ahead, behind = self._entrants[one], self._entrants[other]
        if ahead.in_time and not behind.in_time:
            return "in time"
        if self._count(one) < self._count(other) and other not in self._equal_rejects(one, (other,)):
            return "false rejects"
        if self._aurocs[one] > self._aurocs[other] and other not in self._equal_auroc(one, (other,)):
            return "auroc"
        return "latency" if ahead.latency_ms * SAME_LATENCY < behind.latency_ms else "equal"

    def _leader(self, among: Sequence[int], value: Callable[[int], float]) -> int:
        return min(among, key=lambda index: (value(index), -self._aurocs[index], self._entrants[index].latency_ms))

    def _count(self, index: int) -> int:
        rejected = self._rejects[index]
        return 0 if rejected is None else int(rejected.sum())

    def _equal_rejects(self, leader: int, among: Sequence[int]) -> list[int]:
        lead = self._rejects[leader]
        if lead is None:
            return list(among)
        equal = []
        for index in among:
            mine = self._rejects[index]
            assert mine is not None
            only_mine, only_lead = int((mine & ~lead).sum()), int((lead & ~mine).sum())
            if abs(only_mine - only_lead) <= math.sqrt(only_mine + only_lead):
                equal.append(index)
        return equal

    def _equal_auroc(self, leader: int, among: Sequence[int]) -> list[int]:
        equal = []
        for index in among:
            if index == leader or np.quantile(self._draws[leader] - self._draws[index], 0.025) <= 0.0:
                equal.append(index)
        return equal


def _bootstrap(entrants: Sequence[Entrant], seed: int = 0) -> list[Floats]:
    """Return the AUROCs of each entrant over the same draws of good parts and defects.

    A draw is how often each part occurs in it; with the matrix of who beats whom, its AUROC is a product.
    """
    random = np.random.default_rng(seed)
    n_good, n_defect = entrants[0].good.size, entrants[0].defect.size
    good = random.multinomial(n_good, np.full(n_good, 1 / n_good), _BOOTSTRAPS).astype(np.float64)
    defect = random.multinomial(n_defect, np.full(n_defect, 1 / n_defect), _BOOTSTRAPS).astype(np.float64)
    found = []
    for one in entrants:
        wins = (one.defect > one.good[:, None]) + 0.5 * (one.defect == one.good[:, None])
        found.append(((good @ wins) * defect).sum(1) / (n_good * n_defect))
    return found
