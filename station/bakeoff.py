"""A bake-off: train every detector that fits the pictures and the time, rank them, keep the winner as a recipe version.

Each training runs in a process of its own (`station.training`) and writes its model into a staging folder: one that
crashes, is too slow or is cancelled ends there and is a row of the table that says why. Only the winner's model is
copied into the model store, scored again on some pictures to be sure that it is the one that was measured, and recorded
last. Latency is measured in this process, one picture at a time, as the line runs it.
"""

from __future__ import annotations

import contextlib
import logging
import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import cv2
import numpy as np

from calibration import ThresholdChoice
from detectors import Cancelled, Epoch, Estimate, Image
from detectors import create as create_detector
from station.bakeoff_candidates import Candidate
from station.bakeoff_pictures import Pictures, make_defects
from station.bakeoff_ranking import Arena, Entrant, Ranking, rank
from station.errors import EXPLAINED, TrainingError, UsageError, explain
from station.images import ImageFiles
from station.models import ModelStore
from station.picture_check import Progress
from station.recipe import check_name
from station.staging import staging
from station.thresholds import RATE, check_policy, policy_for, threshold_by
from station.training import TrainingOutcome, TrainingRequest, train

log = logging.getLogger(__name__)

START_S = 10.0
"""What a training takes besides learning: a process, its libraries, reading and scoring."""
TIMED, TIMED_FEWEST, TIMED_FOR_S = 50, 10, 2.0
_WARM = 3


@dataclass(frozen=True, slots=True)
class Contest:
    """What is to be compared, on what, within what.

    budget_s      for everything together
    deadline_ms   a detector with a higher median latency is not recommended
    policy, rate  of the threshold that the winner is kept with; see `calibration.choose`, and `station.thresholds`
                  for what None means
    """

    recipe: str
    pictures: Pictures
    candidates: tuple[Candidate, ...]
    budget_s: float
    deadline_ms: float
    policy: str | None = None
    rate: float = RATE
    device: str = "auto"
    seed: int = 0

    @property
    def kept_by(self) -> str:
        return policy_for(self.policy, defects=bool(self.pictures.defect))


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds for one picture in memory to its score and map, over `n` pictures, warm."""

    p50_ms: float
    p95_ms: float
    n: int


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one candidate. `reason` says why it was not measured, or why it cannot be recommended.

    skipped   it does not fit the pictures, the memory or the time, and was not begun
    stopped   it took longer than its share of the time
    failed    it raised, or its process died

    `staged` is the folder of the store that holds its model while the bake-off lasts.
    """

    candidate: Candidate
    state: Literal["measured", "skipped", "stopped", "failed"]
    reason: str = ""
    estimate_s: float | None = None
    outcome: TrainingOutcome | None = None
    latency: Latency | None = None
    choice: ThresholdChoice | None = None
    staged: Path | None = None

    @property
    def curve(self) -> tuple[Epoch, ...]:
        return self.outcome.curve if self.outcome else ()


@dataclass(frozen=True, slots=True)
class Result:
    """All rows in the order of trying. `ranking` counts over the measured ones, in that order."""

    contest: Contest
    rows: tuple[Row, ...]
    ranking: Ranking
    arena: Arena
    seconds: float

    @property
    def measured(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.state == "measured")

    @property
    def ranked(self) -> tuple[Row, ...]:
        return tuple(self.measured[index] for index in self.ranking.order)

    @property
    def winner(self) -> Row | None:
        return None if self.ranking.winner is None else self.measured[self.ranking.winner]


def check_wish(
    *, minutes: float, holdout: float, rate: float, policy: str | None, defects: bool, deadline_ms: float | None = None
) -> None:
    """Refuse what cannot be meant, before any time is spent. Raises UsageError, CalibrationError."""
    for name, value in (("holdout", holdout), ("rate", rate)):
        if not 0 < value < 1:
            raise UsageError(f"{name} is {value}.", "Give a share between 0 and 1, such as 0.05.")
    for name, number in (("minutes", minutes), ("deadline-ms", deadline_ms)):
        if number is not None and not (number > 0 and math.isfinite(number)):
            raise UsageError(f"{name} is {number}.", "Give a number above 0.")
    check_policy(policy, rate, defects=defects)


@dataclass(frozen=True, slots=True)
class _Entry:
    candidate: Candidate
    estimate: Estimate

    @property
    def cost_s(self) -> float:
        return self.estimate.seconds + START_S


class BakeOff:
    """One bake-off. Enter it for a folder of its own below the model store, which is gone with the block."""

    def __init__(
        self,
        contest: Contest,
        models_dir: Path,
        *,
        progress: Progress = lambda _fraction, _stage: None,
        cancelled: Callable[[], bool] = lambda: False,
        on_row: Callable[[Row], None] = lambda _row: None,
        now: Callable[[], float] = time.monotonic,
        available_bytes: Callable[[], int | None] = lambda: None,
    ) -> None:
        self._contest = contest
        self._progress, self._user_cancelled, self._on_row, self._now = progress, cancelled, on_row, now
        self._available_bytes = available_bytes
        self._models_dir = models_dir
        self._staging = contextlib.ExitStack()
        self._folder: Path | None = None
        self._rows: list[Row] = []

    def __enter__(self) -> BakeOff:
        home = self._models_dir / check_name(self._contest.recipe)
        # not among the temporary files: there it would stay after a crash, and the disk may be a small one
        self._folder = self._staging.enter_context(staging(home, "bake-off-"))
        return self

    def __exit__(self, *_: object) -> None:
        self._staging.close()

    @property
    def folder(self) -> Path:
        if self._folder is None:
            raise RuntimeError("a bake-off has its folder only inside its block")
        return self._folder

    def run(self) -> Result:
        """Train, measure and rank. Takes the time that it was given.

        Raises:
            TrainingError: no candidate could be measured; says why for each.
            Cancelled: says what had been done.
        """
        contest = self._contest
        started = self._now()
        cv2.setNumThreads(1)  # see `station.setups.setup_loader`
        defects = tuple(one.path for one in contest.pictures.defect)
        real_defects = bool(defects)
        if not real_defects:
            self._progress(0.0, "making stand-ins for defects")
            defects = make_defects(contest.pictures.held_out, self.folder / "made", contest.seed)
        for entry, left_s, share_s, fraction in self._schedule(self._enter(), started):
            self._add(self._try(entry, left_s, share_s, defects, fraction))
        measured = [row for row in self._rows if row.state == "measured"]
        if not measured:
            raise TrainingError(
                f"None of the candidates could be measured. {_why_not(self._rows)}",
                "Nothing was kept. Give more time, more pictures or other detectors.",
            )
        arena = Arena(
            tuple(_entrant(row, contest.deadline_ms) for row in measured), real_defects, contest.rate, contest.kept_by
        )
        return Result(contest, tuple(self._rows), rank(arena), arena, self._now() - started)

    def _add(self, row: Row) -> None:
        self._rows.append(row)
        self._on_row(row)

    def _enter(self) -> list[_Entry]:
        """Turn away who does not fit the pictures; return the others, those that cost least first.

        Raises Cancelled: an estimate may load libraries and take seconds.
        """
        contest, image = self._contest, self._contest.pictures.image
        entries = []
        for candidate in contest.candidates:
            if self._user_cancelled():
                raise self._cancelled()
            self._progress(0.0, f"{candidate.label}: estimating its cost")
            try:
                detector = create_detector(candidate.detector)
                options = detector.parse_options(candidate.options)
                n_normal = len(contest.pictures.normal)
                if n_normal < detector.min_images:
                    reason = f"it needs {detector.min_images} good pictures to learn from, there are {n_normal}."
                    self._add(Row(candidate, "skipped", reason))
                    continue
                estimate = detector.estimate(n_normal, (image.height, image.width), options, device=contest.device)
            except EXPLAINED as error:
                self._add(Row(candidate, "failed", explain(error)))
                continue
            except Exception as error:
                log.exception("%s cannot say what it would cost", candidate.label)
                self._add(Row(candidate, "failed", explain(error)))
                continue
            free = None if contest.device.startswith("cuda") else self._available_bytes()
            if free is not None and estimate.peak_bytes > free:
                reason = f"it needs about {estimate.peak_bytes / 1e9:.1f} GB of memory, {free / 1e9:.1f} GB are free."
                self._add(Row(candidate, "skipped", reason, estimate.seconds))
                continue
            entries.append(_Entry(candidate, estimate))
        return sorted(entries, key=lambda entry: entry.cost_s)

    def _schedule(
        self, entries: Sequence[_Entry], started: float
    ) -> Iterator[tuple[_Entry, float, float, tuple[float, float]]]:
        """Yield who is next, the seconds left, his share of them, and from where to where he moves the progress.

        Those that cost least come first. Each may take what those after it, by their estimates, do not need, and at
        least half as long again as it said itself: one that is nearly done is worth more than one not begun.
        """
        total = sum(entry.cost_s for entry in entries) or 1.0
        done = 0.0
        for number, entry in enumerate(entries):
            left_s = self._contest.budget_s - (self._now() - started)
            fitting = entry.cost_s
            for later in entries[number + 1 :]:
                if fitting + later.cost_s <= left_s:
                    fitting += later.cost_s
            spare_s = left_s - fitting
            share_s = min(left_s, entry.cost_s + max(spare_s, entry.cost_s / 2)) if spare_s >= 0 else 0.0
            yield entry, left_s, share_s, (done / total, (done + entry.cost_s) / total)
            done += entry.cost_s

    def _try(
        self, entry: _Entry, left_s: float, share_s: float, defects: tuple[Path, ...], span: tuple[float, float]
    ) -> Row:
        contest, candidate = self._contest, entry.candidate
        estimate_s = entry.estimate.seconds
        if self._user_cancelled():
            raise self._cancelled()
        if not share_s:
            reason = f"it would take about {in_words(entry.cost_s)}, and {in_words(max(0.0, left_s))} are left."
            return Row(candidate, "skipped", reason, estimate_s)
        staged = self.folder / f"{len(self._rows):02d}"
        ends = self._now() + share_s

        def show(fraction: float, stage: str) -> None:
            self._progress(span[0] + fraction * (span[1] - span[0]), f"{candidate.label}: {stage}")

        show(0.0, "starting")
        request = TrainingRequest(
            name=contest.recipe,
            detector=candidate.detector,
            normal=tuple(one.path for one in contest.pictures.normal),
            held_out=tuple(one.path for one in contest.pictures.held_out),
            models_dir=staged,
            defect=defects,
            options=dict(candidate.options),
            device=contest.device,
            seed=contest.seed,
        )
        try:
            outcome = train(request, progress=show, cancelled=lambda: self._user_cancelled() or self._now() > ends)
            # made defects must not appear in what the recipe claims of defects
            counted = outcome.defect_scores if contest.pictures.defect else ()
            choice = threshold_by(contest.policy, contest.rate, outcome.held_out_scores, counted)
            show(1.0, "measuring the latency")
            latency = self._latency(staged, outcome)
        except Cancelled as error:
            if self._user_cancelled():
                raise self._cancelled(candidate) from error
            reason = f"it took longer than its share of the time, {in_words(share_s)}, and was ended."
            return Row(candidate, "stopped", reason, estimate_s)
        except EXPLAINED as error:
            return Row(candidate, "failed", explain(error), estimate_s)
        except Exception as error:
            # a detector may be anybody's code; the others must not suffer
            log.exception("%s failed while its latency was measured", candidate.label)
            return Row(candidate, "failed", explain(error), estimate_s)
        row = Row(candidate, "measured", "", estimate_s, outcome, latency, choice, staged)
        if latency.p50_ms > contest.deadline_ms:
            slow = f"it takes {latency.p50_ms:.0f} ms a picture, the line allows {contest.deadline_ms:g} ms."
            row = replace(row, reason=slow)
        return row

    def _latency(self, staged: Path, outcome: TrainingOutcome) -> Latency:
        fitted = ModelStore(staged, create_detector).load(outcome.model, self._contest.device)
        try:
            pictures = ImageFiles(one.path for one in self._contest.pictures.held_out[:_WARM])
            images = [pictures[index] for index in range(len(pictures))]
            fitted.warm_up((outcome.image.height, outcome.image.width))
            return latency_of(lambda image: fitted.predict([image]), images)
        finally:
            fitted.close()

    def _cancelled(self, running: Candidate | None = None) -> Cancelled:
        done = [row.candidate.label for row in self._rows if row.state == "measured"]
        said = f"{', '.join(done) or 'nothing'} had been measured" + (
            f", {running.label} was being trained" if running else ""
        )
        return Cancelled(f"The bake-off was cancelled: {said}.", "Nothing was kept.")


def _why_not(rows: Sequence[Row]) -> str:
    """Say why each was not measured; what is the same for several, once."""
    whose: dict[str, list[str]] = {}
    for row in rows:
        whose.setdefault(f"{row.state}, {row.reason}", []).append(row.candidate.label)
    return " ".join(f"{', '.join(labels)}: {why}" for why, labels in whose.items())


def latency_of(predict: Callable[[Image], object], images: Sequence[Image]) -> Latency:
    """Time `predict` on `images` in turn: warm, then up to 50 times in up to 2 s, but 10 times at least."""
    for number in range(_WARM):
        predict(images[number % len(images)])
    times: list[float] = []
    while len(times) < TIMED_FEWEST or (len(times) < TIMED and sum(times) < TIMED_FOR_S):
        begin = time.perf_counter()
        predict(images[len(times) % len(images)])
        times.append(time.perf_counter() - begin)
    p50, p95 = (1000 * float(value) for value in np.percentile(times, (50, 95)))
    return Latency(p50, p95, len(times))


def _entrant(row: Row, deadline_ms: float) -> Entrant:
    assert row.outcome is not None
    assert row.latency is not None
    return Entrant(
        row.candidate.label,
        np.array(row.outcome.held_out_scores, np.float64),
        np.array(row.outcome.defect_scores, np.float64),
        row.latency.p50_ms,
        row.latency.p50_ms <= deadline_ms,
    )


def in_words(seconds: float) -> str:
    """Write a duration for people."""
    if seconds < 100:
        return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
    return f"{math.ceil(seconds / 60)} min" if seconds < 5400 else f"{math.ceil(seconds / 3600)} h"
