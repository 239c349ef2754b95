"""Time the records at a million inspections: build a database, then every kind of query, as a table of medians.

Run: python tests/bench/bench_records.py [--rows 1000000] [--folder DIR] [--json]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import insert

from station.db import Records
from station.db.engine import make_engine
from station.db.mapping import HOUR_US, inspection_to_row, to_us
from station.db.migrate import upgrade
from station.db.tables import Base, InspectionHourRow, InspectionRow
from station.history import History
from station.ids import new_id
from station.queries import InspectionQuery
from station.recipe import ImageSpec, ModelVersion, Recipe
from station.types import (
    Completion,
    DefectRegion,
    DefectRegions,
    ImageRef,
    ImageState,
    Inspection,
    ModelRef,
    OutputState,
    Purpose,
    Reason,
    RecipeRef,
    Timings,
    Verdict,
)
from tests.bench.row import Row

START = datetime(2024, 1, 1, 6, 0, tzinfo=UTC)
RECIPES = 20
LIMIT_MS = 50.0
A_YEAR_OF_A_MILLION = timedelta(seconds=31.5)


def recipe(version: int) -> Recipe:
    return Recipe(
        name=f"cell-{version % 4}",
        version=version // 4 + 1,
        image=ImageSpec(height=300, width=300, channels=1, dtype="uint8"),
        model=ModelVersion(name="cell", version=1, sha256="a" * 64),
        threshold=2.0,
        review_from=1.6,
        created_at=START,
        created_by="bench",
    )


def parts(count: int, refs: list[RecipeRef], every: timedelta, seed: int) -> Iterator[Inspection]:
    """One part after the other: 1 % ERROR, 3 % defects, the rest good; a new recipe after each twentieth.

    Each 250th is a reference part.
    """
    rng = random.Random(seed)
    for k in range(count):
        kind = rng.random()
        score: float | None = rng.gauss(1.0, 0.2) if kind > 0.04 else rng.gauss(2.6, 0.5)
        verdict, reason = Verdict.OK, Reason.BELOW_THRESHOLD
        if kind < 0.01:
            score, verdict = None, Verdict.ERROR
            reason = rng.choice([Reason.LATE, Reason.OVERRUN, Reason.BAD_BUFFER])
        elif score is not None and score >= 2.0:
            verdict, reason = Verdict.NOK, Reason.ABOVE_THRESHOLD
        elif score is not None and score >= 1.6:
            verdict, reason = Verdict.REVIEW, Reason.REVIEW_BAND
        number = f"{k:032x}"
        yield Inspection(
            id=number, trigger_id=number, source="software", part_id=f"SN{k:09d}" if k % 50 else None, seq=k,
            at=START + k * every, verdict=verdict, reason=reason, score=score, threshold=2.0, review_from=1.6,
            recipe=refs[min(k * RECIPES // count, RECIPES - 1)], model=ModelRef("cell", 1, "a" * 64),
            camera_id="acA-40001234", timings=Timings(8.0, 0.4, 17.2, 0.8, 0.1, 19.0),
            image=ImageRef(ImageState.STORED, f"2024/01/01/{number}.png", "b" * 64, 91_000), output=OutputState.SENT,
            purpose=Purpose.REFERENCE if k % 250 == 100 else Purpose.PRODUCTION, signed_in="Otto",
            acquisition=k + 1,
        )  # fmt: skip


def build(url: str, count: int, every: timedelta) -> None:
    """Fill an empty database quickly: no index while rows come in, no waiting for the disk. For benchmarks only."""
    engine = make_engine(url, busy_timeout_ms=1000)
    upgrade(engine)
    records = Records.open(url)
    refs = []
    for version in range(RECIPES):
        records.add_recipe(recipe(version))
        refs.append(recipe(version).ref)
    records.activate(refs[0].name, 1, who="bench", why="first")
    ids = {refs[i]: i + 1 for i in range(RECIPES)}
    records.close()
    hours: dict[tuple[int, int, str, str, str], list[int]] = {}
    with engine.connect() as connection, connection.begin():
        indexes = list(Base.metadata.tables["inspections"].indexes)
        for index in indexes:
            index.drop(connection)
        batch: list[dict[str, Any]] = []
        for inspection in parts(count, refs, every, seed=1):
            row = inspection_to_row(inspection, ids[inspection.recipe] if inspection.recipe else None)
            cell = hours.setdefault(
                (row["at_us"] // HOUR_US, row["recipe_id"], row["verdict"], row["reason"], row["purpose"]), [0, 0, 0]
            )
            for i, one in enumerate((True, row["score"] is not None, row["part_id"] is not None)):
                cell[i] += one
            batch.append(row)
            if len(batch) == 5000:
                connection.execute(insert(InspectionRow), batch)
                batch.clear()
        if batch:
            connection.execute(insert(InspectionRow), batch)
        names = ("hour", "recipe_id", "verdict", "reason", "purpose", "n", "scored", "with_part")
        connection.execute(
            insert(InspectionHourRow), [dict(zip(names, (*k, *v), strict=True)) for k, v in hours.items()]
        )
        for index in indexes:
            index.create(connection)
    engine.dispose()


def queries(count: int, every: timedelta) -> dict[str, InspectionQuery]:
    """Name every kind of query."""
    end = START + count * every
    span = end - START
    some = START + span * 0.37
    return {
        "everything": InspectionQuery(),
        "one day": InspectionQuery(since=some, until=some + timedelta(days=1)),
        "first half of the time": InspectionQuery(until=START + span / 2),
        "odd 3/4 of the time": InspectionQuery(since=START + span * 0.131, until=START + span * 0.877),
        "verdict NOK": InspectionQuery(verdicts=frozenset({Verdict.NOK})),
        "verdicts NOK, REVIEW, ERROR": InspectionQuery(
            verdicts=frozenset({Verdict.NOK, Verdict.REVIEW, Verdict.ERROR})
        ),
        "reason late": InspectionQuery(reasons=frozenset({Reason.LATE})),
        "reason late, recipe": InspectionQuery(reasons=frozenset({Reason.LATE}), recipe="cell-1"),
        "recipe": InspectionQuery(recipe="cell-2"),
        "recipe version": InspectionQuery(recipe="cell-2", recipe_version=1),
        "recipe, NOK, one month": InspectionQuery(
            recipe="cell-2", verdicts=frozenset({Verdict.NOK}), since=some, until=some + timedelta(days=30)
        ),
        "part": InspectionQuery(part_id=f"SN{count // 3 + 1:09d}"),
        "part prefix, 1000 parts": InspectionQuery(part_prefix=f"SN{count // 3000:06d}"),
        "part prefix, all": InspectionQuery(part_prefix="SN"),
        "part prefix, none": InspectionQuery(part_prefix="XY"),
        "score, few": InspectionQuery(score_from=3.4),
        "score, narrow in the middle": InspectionQuery(score_from=1.0, score_to=1.0005),
        "score, half": InspectionQuery(score_from=1.0),
        "score, nearly all": InspectionQuery(score_from=0.5),
        "score, none": InspectionQuery(score_from=90.0),
        "score half, time half": InspectionQuery(score_from=1.0, until=START + span / 2),
        "score nearly all, time 3/4": InspectionQuery(score_from=0.5, until=START + span * 0.75),
        "score few, recipe": InspectionQuery(score_from=3.4, recipe="cell-3"),
        "score 10 %, recipe": InspectionQuery(score_from=1.26, score_to=3, recipe="cell-3"),
        "model": InspectionQuery(model="cell"),
        "decided OK": InspectionQuery(reviewed=frozenset({Verdict.OK})),
        "feedback open": InspectionQuery(feedback_open=True),
        "acquisition": InspectionQuery(acquisition=count // 2),
        "part prefix, NOK, one month": InspectionQuery(
            part_prefix="SN", verdicts=frozenset({Verdict.NOK}), since=some, until=some + timedelta(days=30)
        ),
    }


def timed(call: Callable[[], object], clock: Callable[[], float], repeats: int = 7) -> float:
    """Median milliseconds."""
    call()
    times = []
    for _ in range(repeats):
        begin = clock()
        call()
        times.append((clock() - begin) * 1e3)
    return median(times)


def measure(
    records: Records, count: int, every: timedelta, clock: Callable[[], float]
) -> list[tuple[str, float, float, float]]:
    """For each kind of query: milliseconds of the first page of 50, of a deep page, and of the counts."""
    result = []
    for name, query in queries(count, every).items():
        first = timed(partial(records.inspections, query, limit=50), clock)
        total = sum(records.counts(query).values())
        # the place of a deep page comes from the time in the middle; getting there by paging would take long
        middle = START + count * every / 2
        cursor = replace(records.inspections(limit=1).next or _fail(), at_us=to_us(middle))
        deep = timed(partial(records.inspections, query, limit=50, after=cursor), clock)
        counting = timed(partial(records.counts, query), clock)
        result.append((f"{name} ({total})", first, deep, counting))
    return result


def _fail() -> Any:
    raise SystemExit("the database is empty")


def commits(records: Records, number: int) -> dict[str, float]:
    """Milliseconds of durable commits, and of completions in groups of 50, at the size that the database has.

    Every part has its number and pose; of each sixteen one has five defect regions, as rejects have.
    """
    active = records.active()
    base = next(iter(parts(1, [active.ref] if active else [], timedelta(), seed=2)))
    times, rejects, completing = [], [], []
    places = tuple(DefectRegion(40 - k, 4.5, 6.25, k, 5, 4, 3, 2.5, 4, 6, 0.2, 1.5, 2.5) for k in range(5))
    nowhere = DefectRegions(0, 0, 0.0, 0.5, 4, 6)
    somewhere = replace(nowhere, n=5, area_px=190, area_mm2=1.0, peak=2.5, largest=places)
    pending: list[Completion] = []
    for k in range(number):
        one = replace(base, id=new_id(), trigger_id=new_id(), seq=k, at=datetime.now(UTC), part_id=f"C{k:06d}",
                      output=OutputState.PENDING, image=ImageRef(ImageState.PENDING),
                      acquisition=k + 1, pose=(0.1, -0.2, 0.3, 0.0, 3.1, 0.0), pose_index=k % 9,
                      regions_found=nowhere if k % 16 else somewhere)  # fmt: skip
        begin = time.perf_counter()
        records.commit_inspection(one)
        (times if k % 16 else rejects).append((time.perf_counter() - begin) * 1e3)
        pending.append(Completion(one.id, OutputState.SENT, base.timings, base.image))
        if len(pending) == 50:
            begin = time.perf_counter()
            records.complete(pending)
            completing.append((time.perf_counter() - begin) * 1e3)
            pending.clear()
    times.sort()
    return {
        "commit p50": times[len(times) // 2],
        "commit p99": times[int(len(times) * 0.99)],
        "commit max": times[-1],
        "commit with 5 defect regions, p50": median(rejects),
        "complete 50, p50": median(completing),
        "complete 50, max": max(completing),
    }


def history(records: Records, count: int, every: timedelta, clock: Callable[[], float]) -> dict[str, float]:
    """Milliseconds of what the history page reads beside pages; the charts of everything read each good part."""
    end = START + count * every
    looking = History(records, Path())
    two_ranges = InspectionQuery(part_prefix="SN", score_from=1.2)
    return {
        "history: charts of everything": timed(partial(looking.charts, InspectionQuery()), clock, 3),
        "history: charts of a week": timed(
            partial(looking.charts, InspectionQuery(since=end - timedelta(days=7))), clock, 3
        ),
        "history: page of 200 with reviews": timed(partial(looking.page, InspectionQuery()), clock),
        "history: total of two ranges": timed(partial(looking.total, two_ranges), clock, 3),
    }


@dataclass(frozen=True)
class Outcome:
    """`table`: name of the query, then milliseconds of first page, deep page and counts."""

    size_bytes: int
    built_s: float
    table: list[tuple[str, float, float, float]]
    writing: dict[str, float]
    looking_back: dict[str, float]

    @property
    def worst_ms(self) -> float:
        return max(max(line[1:]) for line in self.table)


def run(count: int, every: timedelta, folder: Path | None, clock: Callable[[], float]) -> Outcome:
    """Build the database in a temporary folder and time everything."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        path = Path(place) / "records.sqlite"
        url = f"sqlite:///{path}"
        begin = time.perf_counter()
        build(url, count, every)
        if hasattr(os, "sync"):
            os.sync()  # what the build left in memory must not slow down the commits below
        built_s = time.perf_counter() - begin
        size_bytes = path.stat().st_size
        records = Records.open(url, busy_timeout_ms=2000)
        table = measure(records, count, every, clock)
        looking_back = history(records, count, every, clock)
        writing = commits(records, 2000)
        records.close()
    return Outcome(size_bytes, built_s, table, writing, looking_back)


def rows(count: int = 1_000_000) -> list[Row]:
    """Run everything; about two minutes. Of each way of asking only the slowest kind of query is told."""
    outcome = run(count, A_YEAR_OF_A_MILLION, None, time.perf_counter)
    result = []
    for index, what in enumerate(("first page", "deep page", "counts"), 1):
        worst = max(outcome.table, key=lambda line: float(line[index]))
        over = sum(float(line[index]) > LIMIT_MS for line in outcome.table)
        note = f"slowest of {len(outcome.table)} kinds of query: {worst[0]}; {over} over {LIMIT_MS:g} ms"
        result.append(Row(f"records of {count:,}: {what}", float(worst[index]), "ms", LIMIT_MS, note=note))
    targets = {"commit p50": 5.0, "commit p99": 25.0}
    rest = {**outcome.looking_back, **outcome.writing}
    return result + [
        Row(f"records of {count:,}: {name}", value, "ms", targets.get(name)) for name, value in rest.items()
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="where to build the database (default: a temporary folder)")
    parser.add_argument("--every", type=float, default=31.5, help="seconds between parts (31.5: a year for a million)")
    parser.add_argument("--cpu", action="store_true", help="time queries by processor time: for a machine that is busy")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    clock = time.thread_time if given.cpu else time.perf_counter
    outcome = run(given.rows, timedelta(seconds=given.every), given.folder, clock)
    if given.json:
        sys.stdout.write(json.dumps({"rows": given.rows, **asdict(outcome)}, indent=1) + "\n")
    else:
        size, built = outcome.size_bytes / 1e6, outcome.built_s
        lines = [f"{given.rows} inspections, {size:.0f} MB, built in {built:.0f} s; medians in ms", ""]
        lines.append(f"{'query (matching rows)':46}{'page':>9}{'deep page':>11}{'counts':>9}")
        lines += [f"{name:46}{a:9.1f}{b:11.1f}{c:9.1f}" for name, a, b, c in outcome.table]
        lines += [
            "",
            *(f"{name:46}{value:9.2f}" for name, value in {**outcome.looking_back, **outcome.writing}.items()),
        ]
        lines += ["", f"worst query {outcome.worst_ms:.1f} ms (limit {LIMIT_MS:.0f} ms)"]
        sys.stdout.write("\n".join(lines) + "\n")
    return 0 if outcome.worst_ms <= LIMIT_MS else 1


if __name__ == "__main__":
    raise SystemExit(main())
