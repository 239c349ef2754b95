"""How long the runs will take: from what was measured before, else from the detectors' own estimates."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence

import detectors
from detectors.api import Estimate
from station.benchmark.datasets import Category
from station.benchmark.dealing import deal
from station.benchmark.plan import Run
from station.benchmark.store import Row
from station.images import read_image

BESIDES_S = 30.0
"""Scoring, measuring and timing of a run, where nothing was measured yet."""


class Estimates:
    """Answers from `rows`, finished ones of any seed and category; asks each detector only once per question."""

    def __init__(self, categories: Mapping[str, Category], rows: Iterable[Row] = ()) -> None:
        self._categories = categories
        self._asked: dict[tuple[object, ...], Estimate | None] = {}
        self._total: dict[tuple[object, ...], list[float]] = {}
        self._besides: dict[str, list[float]] = {}
        for row in rows:
            self.learn(row)

    def learn(self, row: Row) -> None:
        """Take in what a run took. Failed ones teach nothing."""
        if not row["error"]:
            self._besides.setdefault(row["detector"], []).append(row["total_s"] - row["fit_s"])
            self._total.setdefault(
                _same(row["category"], row["detector"], row["backbone"], row["options"], row["shots"]), []
            ).append(row["total_s"])

    def fit(self, run: Run) -> Estimate | None:
        """Return the detector's own estimate of teaching; None where it has none."""
        question = (run.category, run.detector, run.options, run.shots, run.held_out)
        if question not in self._asked:
            self._asked[question] = self._ask(run)
        return self._asked[question]

    def besides_s(self, run: Run) -> float:
        """Return how long everything but teaching takes."""
        return statistics.fmean(self._besides.get(run.detector, [BESIDES_S]))

    def seconds(self, run: Run) -> float:
        """Return how long the whole run will take."""
        known = self._total.get(_same(run.category, run.detector, run.backbone, run.told, run.shots))
        if known:
            return statistics.fmean(known)
        estimate = self.fit(run)
        return (estimate.seconds if estimate else 0.0) + self.besides_s(run)

    def _ask(self, run: Run) -> Estimate | None:
        try:
            dealt = deal(self._categories[run.category], 0, run.shots, run.part, run.held_out)
            image = read_image(dealt.taught[0])
            detector = detectors.create(run.detector)
            size = (image.shape[0], image.shape[1])
            return detector.estimate(len(dealt.taught), size, detector.parse_options(run.told), device=run.device)
        except Exception:  # noqa: BLE001 - no estimate is no reason not to run; the run itself will say what is wrong
            return None


def _same(
    category: str, detector: str, backbone: str | None, options: Mapping[str, object], shots: int | None
) -> tuple[object, ...]:
    return (category, detector, backbone, repr(sorted(options.items())), shots)


def table(runs: Sequence[Run], estimates: Estimates) -> list[str]:
    """Return lines for people: each setting once, with its number of runs, and the sum."""
    groups: dict[tuple[object, ...], list[Run]] = {}
    for run in runs:
        groups.setdefault((run.category, run.detector, run.options, run.shots), []).append(run)
    lines = []
    for of in groups.values():
        run, estimate = of[0], estimates.fit(of[0])
        title = run.title.rpartition(", seed")[0]
        told = (
            "no estimate"
            if estimate is None
            else (
                f"teaching about {duration(estimate.seconds)}, memory {estimate.peak_bytes / 1e6:,.0f} MB, "
                f"model {estimate.model_bytes / 1e6:,.1f} MB"
            )
        )
        lines.append(
            f"{title}: {len(of)} run{'s' if len(of) > 1 else ''}, each {duration(estimates.seconds(run))} ({told})"
        )
    total = sum(estimates.seconds(run) for run in runs)
    return [*lines, f"{len(runs)} runs to do: about {duration(total)} one after the other. Teaching is an upper guess."]


def duration(seconds: float) -> str:
    """Write a time for people."""
    if seconds < 90:
        return f"{max(0, seconds):.0f} s"
    if seconds < 5400:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"
