"""Committing and completing inspections: nothing lost, nothing half-written, nothing acknowledged that is not there."""

from __future__ import annotations

import math
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from station.db import Records
from station.db.mapping import inspection_from_row, inspection_to_row
from station.errors import RecordsError
from station.queries import InspectionQuery
from station.recipe import Recipe
from station.types import (
    Completion,
    DefectRegion,
    DefectRegions,
    EventKind,
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

pytestmark = pytest.mark.timeout(300)  # some start interpreters, or wait for many commits to reach the disk

Make = Callable[..., Inspection]

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
hashes = st.text("0123456789abcdef", min_size=64, max_size=64)
millis = st.none() | st.floats(0, 1e6)
places = st.floats(0, 1e5)
pixels = st.integers(0, 2**31)
peaks = st.floats(allow_nan=False, width=32)
regions = st.builds(
    DefectRegion, area_px=pixels, x=places, y=places, left=pixels, top=pixels, width=pixels, height=pixels, peak=peaks,
    peak_x=pixels, peak_y=pixels, area_mm2=st.none() | places, x_mm=st.none() | places, y_mm=st.none() | places,
)  # fmt: skip
regions_found = st.builds(
    DefectRegions, n=st.integers(3, 2**31), area_px=pixels, area_mm2=st.none() | places, peak=st.none() | peaks,
    peak_x=st.none() | pixels, peak_y=st.none() | pixels, largest=st.lists(regions, max_size=3).map(tuple),
)  # fmt: skip
inspections = st.builds(
    Inspection,
    id=words,
    trigger_id=words,
    source=words,
    part_id=st.none() | words,
    seq=st.integers(0, 2**40),
    at=st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
    verdict=st.sampled_from(Verdict),
    reason=st.sampled_from(Reason),
    detail=words,
    score=st.none() | st.floats(allow_nan=False),
    threshold=st.none() | st.floats(-1e300, 1e300),
    review_from=st.none() | st.floats(-1e300, 1e300),
    recipe=st.none() | st.builds(RecipeRef, words, st.integers(1, 999), hashes),
    model=st.none() | st.builds(ModelRef, words, st.integers(1, 999), hashes),
    camera_id=st.none() | words,
    timings=st.builds(Timings, millis, millis, millis, millis, millis, millis),
    image=st.builds(
        ImageRef, st.sampled_from(ImageState), st.none() | words, st.none() | hashes, st.none() | st.integers(0, 2**62)
    ),
    output=st.sampled_from(OutputState),
    purpose=st.sampled_from(Purpose),
    signed_in=st.none() | words,
    acquisition=st.none() | st.integers(1, 2**31 - 1),
    pose=st.none() | st.tuples(*[st.floats(-10, 10)] * 6),
    pose_index=st.none() | st.integers(-(2**31), 2**31),
    setup=st.none() | st.integers(-(2**31), 2**31),
    regions_found=st.none() | regions_found,
)


@given(inspections)
def test_an_inspection_survives_the_way_to_a_row_and_back(inspection: Inspection) -> None:
    row = {"pk": 1, **inspection_to_row(inspection, 7 if inspection.recipe else None)}
    back = inspection_from_row(row, inspection.recipe, inspection.defect_regions)  # type: ignore[arg-type]
    assert back == inspection


@given(inspection=inspections)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_an_inspection_survives_the_database(records: Records, inspection: Inspection) -> None:
    inspection = replace(inspection, id=f"{inspection.id}-{datetime.now(UTC).timestamp()}", recipe=None)
    records.commit_inspection(inspection)
    assert records.get(inspection.id) == inspection


REGION = DefectRegion(12, 4.5, 6.25, 3, 5, 4, 3, 2.5, 4, 6, 0.12, 1.5, 2.5)


def with_regions(n: int) -> DefectRegions:
    """`n` regions, the first of them larger."""
    largest = tuple(replace(REGION, area_px=20 - k, left=k) for k in range(n))
    return DefectRegions(n, sum(one.area_px for one in largest), 1.25, 2.5, 4, 6, largest)


def test_defect_regions_come_and_go_with_their_inspection(records: Records, make_inspection: Make) -> None:
    committed = [make_inspection(n, regions_found=with_regions(n) if n < 4 else None) for n in range(5)]
    for one in committed:
        records.commit_inspection(one)
    with pytest.raises(RecordsError, match="refuses the row"):
        records.commit_inspection(replace(committed[3], regions_found=with_regions(9)))
    assert list(reversed(records.inspections().items)) == committed
    assert [one.n_regions for one in committed] == [0, 1, 2, 3, None]
    with records._connections.read() as connection:
        counted = connection.execute(text("SELECT count(*), count(DISTINCT inspection_pk) FROM defect_regions")).one()
    assert tuple(counted) == (6, 3)


def test_an_inspection_whose_regions_cannot_be_written_is_not_there_at_all(
    records: Records, make_inspection: Make
) -> None:
    broken = with_regions(2)
    broken = replace(broken, largest=(broken.largest[0], replace(broken.largest[1], peak=None)))  # type: ignore[arg-type]
    with pytest.raises(RecordsError):
        records.commit_inspection(make_inspection(1, regions_found=broken))
    assert records.get("part-000001") is None
    assert sum(records.counts().values()) == 0
    records.commit_inspection(make_inspection(1, regions_found=with_regions(2)))
    assert records.get("part-000001") == make_inspection(1, regions_found=with_regions(2))


def test_defect_regions_cannot_be_changed_or_removed(records: Records, make_inspection: Make) -> None:
    records.commit_inspection(make_inspection(1, regions_found=with_regions(2)))
    for statement in ("UPDATE defect_regions SET area_px = 1", "DELETE FROM defect_regions"):
        with pytest.raises(DBAPIError, match="append-only"), records._engine.begin() as connection:
            connection.execute(text(statement))
    found = records.get("part-000001")
    assert found is not None
    assert found.defect_regions == with_regions(2).largest


def test_a_score_that_is_not_a_number_is_kept_as_such(records: Records, make_inspection: Make) -> None:
    fields = {"verdict": Verdict.ERROR, "reason": Reason.SCORE_NOT_FINITE}
    for n, score in enumerate((math.nan, math.inf, -math.inf)):
        records.commit_inspection(make_inspection(n, score=score, **fields))
    scores = [one.score for one in reversed(records.inspections().items)]
    assert scores[0] is not None
    assert math.isnan(scores[0])
    assert scores[1:] == [math.inf, -math.inf]
    assert records.inspections(InspectionQuery(score_from=0.0)).items == ()


def test_times_are_kept_to_the_microsecond_and_given_back_in_utc(records: Records, make_inspection: Make) -> None:
    at = datetime(2025, 10, 26, 2, 30, 0, 123457, tzinfo=timezone(timedelta(hours=2)))
    records.commit_inspection(make_inspection(1, at=at))
    found = records.get("part-000001")
    assert found is not None
    assert found.at == at
    assert found.at.tzinfo is UTC


def test_the_recipe_of_an_inspection_is_given_back(
    records: Records, make_inspection: Make, make_recipe: Callable[..., Recipe]
) -> None:
    for version in (1, 2):  # the second comes when the first is known already
        recipe = make_recipe(version=version)
        records.add_recipe(recipe)
        records.commit_inspection(make_inspection(version, recipe=recipe.ref))
        assert records.inspections(limit=1).items[0].recipe == recipe.ref


def test_an_inspection_of_an_unknown_or_changed_recipe_is_refused(
    records: Records, make_inspection: Make, make_recipe: Callable[..., Recipe]
) -> None:
    recipe = make_recipe()
    with pytest.raises(RecordsError, match="is not in the records"):
        records.commit_inspection(make_inspection(1, recipe=recipe.ref))
    records.add_recipe(recipe)
    with pytest.raises(RecordsError, match="another content"):
        records.commit_inspection(make_inspection(1, recipe=replace(recipe.ref, sha256="b" * 64)))
    assert records.get("part-000001") is None
    assert sum(records.counts().values()) == 0


def test_an_id_that_is_there_already_is_refused_and_counts_once(records: Records, make_inspection: Make) -> None:
    records.commit_inspection(make_inspection(1))
    with pytest.raises(RecordsError, match="refuses the row"):
        records.commit_inspection(make_inspection(1, verdict=Verdict.NOK))
    assert records.get("part-000001") == make_inspection(1)
    assert records.counts()[Verdict.OK] == 1
    records.commit_inspection(make_inspection(2))  # and it goes on


def test_completions_change_only_what_they_know(records: Records, make_inspection: Make) -> None:
    for n in range(4):
        records.commit_inspection(make_inspection(n, timings=Timings(grab_ms=1.0)))
    stored = ImageRef(ImageState.STORED, "2025/03/01/x.png", "c" * 64, 9)
    missing = records.complete(
        [
            Completion("part-000000", output=OutputState.SENT),
            Completion("part-000001", image=stored),
            Completion("part-000002", timings=Timings(total_ms=5.0)),
            Completion("part-000000", image=stored, timings=Timings(total_ms=7.0)),
            Completion("part-000003"),
        ]
    )
    assert missing == ()
    base = [make_inspection(n, timings=Timings(grab_ms=1.0)) for n in range(4)]
    assert records.get("part-000000") == replace(
        base[0], output=OutputState.SENT, image=stored, timings=Timings(total_ms=7.0)
    )
    assert records.get("part-000001") == replace(base[1], image=stored)
    assert records.get("part-000002") == replace(base[2], timings=Timings(total_ms=5.0))
    assert records.get("part-000003") == base[3]


def test_completions_without_a_row_are_named_and_the_others_written(records: Records, make_inspection: Make) -> None:
    records.commit_inspection(make_inspection(1))
    given_in = [Completion("nobody", output=OutputState.SENT), Completion("part-000001", output=OutputState.SENT)]
    assert records.complete(given_in) == ("nobody",)
    found = records.get("part-000001")
    assert found is not None
    assert found.output is OutputState.SENT


def test_what_a_killed_program_left_open_is_settled_with_an_event(records: Records, make_inspection: Make) -> None:
    stored = ImageRef(ImageState.STORED, "there.png", "d" * 64, 3)
    records.commit_inspection(make_inspection(1))
    records.commit_inspection(make_inspection(2))
    records.commit_inspection(make_inspection(3, output=OutputState.SENT, image=stored))
    records.commit_inspection(make_inspection(4, image=ImageRef(ImageState.NONE)))

    def find_image(inspection: Inspection) -> ImageRef:
        return stored if inspection.id == "part-000002" else ImageRef(ImageState.FAILED)

    assert records.mark_interrupted(find_image) == 3
    left = {one.id: (one.output, one.image.state) for one in records.inspections().items}
    assert left == {
        "part-000001": (OutputState.UNKNOWN, ImageState.FAILED),
        "part-000002": (OutputState.UNKNOWN, ImageState.STORED),
        "part-000003": (OutputState.SENT, ImageState.STORED),
        "part-000004": (OutputState.UNKNOWN, ImageState.NONE),
    }
    (event,) = records.events(kinds=frozenset({EventKind.PROGRAM}))
    assert event.details == {"inspections": 3, "outputs_unknown": 3}
    assert records.mark_interrupted(find_image) == 0
    assert len(records.events()) == 1


def test_a_locked_database_refuses_the_commit_and_takes_it_later(
    sqlite_url: str, tmp_path: Path, make_inspection: Make
) -> None:
    records = Records.open(sqlite_url, busy_timeout_ms=30)
    records.commit_inspection(make_inspection(1))
    with closing(sqlite3.connect(tmp_path / "records.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(RecordsError, match="is locked"):
            records.commit_inspection(make_inspection(2))
        with pytest.raises(RecordsError, match="is locked"):
            records.complete([Completion("part-000001", output=OutputState.SENT)])
        assert records.get("part-000001") == make_inspection(1)  # reading goes on
        assert records.counts()[Verdict.OK] == 1
        other.execute("ROLLBACK")
        assert records.get("part-000002") is None
        records.commit_inspection(make_inspection(2))
    assert records.counts()[Verdict.OK] == 2
    records.close()


@pytest.mark.skipif(os.name != "posix", reason="uses signals and limits of POSIX systems")
def test_no_acknowledged_row_is_lost_when_the_program_is_killed(sqlite_url: str) -> None:
    code = (
        "import sys\n"
        "from datetime import UTC, datetime\n"
        "from station.db import Records\n"
        "from station.types import Inspection, Reason, Verdict\n"
        "records = Records.open(sys.argv[1])\n"
        "n = 0\n"
        "while True:\n"
        "    one = Inspection(str(n), str(n), 'test', None, n, datetime.now(UTC), Verdict.OK, Reason.BELOW_THRESHOLD)\n"
        "    records.commit_inspection(one)\n"
        "    print(n, flush=True)\n"
        "    n += 1\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code, sqlite_url], stdout=subprocess.PIPE, text=True)
    with process:
        assert process.stdout is not None
        acknowledged = [process.stdout.readline().strip() for _ in range(100)]
        process.send_signal(signal.SIGKILL)
        acknowledged += process.stdout.read().split()
    assert process.returncode == -signal.SIGKILL
    records = Records.open(sqlite_url)
    there = {one.id for one in records.inspections(limit=100_000).items}
    assert set(acknowledged) <= there
    assert len(there) <= len(acknowledged) + 1
    assert records.counts()[Verdict.OK] == len(there)
    assert records.mark_interrupted() == len(there)
    records.close()


@pytest.mark.skipif(os.name != "posix", reason="uses signals and limits of POSIX systems")
def test_a_full_disk_refuses_the_commit_and_keeps_what_was_there(sqlite_url: str) -> None:
    """A limit on the size of files stands in for the disk: the write fails in the middle of a transaction."""
    code = (
        "import resource, signal, sys\n"
        "from datetime import UTC, datetime\n"
        "from station.db import Records\n"
        "from station.errors import RecordsError\n"
        "from station.types import Inspection, Reason, Verdict\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "records = Records.open(sys.argv[1])\n"
        "_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (700_000, hard))\n"
        "def one(n):\n"
        "    return Inspection(str(n), str(n), 'test', None, n, datetime.now(UTC), Verdict.OK,\n"
        "                      Reason.BELOW_THRESHOLD, detail='x' * 2000)\n"
        "n = 0\n"
        "try:\n"
        "    while True:\n"
        "        records.commit_inspection(one(n))\n"
        "        n += 1\n"
        "except RecordsError as error:\n"
        "    print(error.message)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))\n"
        "assert records.get(str(n)) is None\n"
        "records.commit_inspection(one(n))\n"
        "print(n)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, sqlite_url], capture_output=True, text=True, timeout=250, check=False
    )
    assert done.returncode == 0, done.stderr
    message, number = done.stdout.strip().splitlines()
    assert message.startswith("The records could not be written")
    assert "disk" in message
    records = Records.open(sqlite_url)
    assert records.counts()[Verdict.OK] == int(number) + 1
    assert {one.id for one in records.inspections(limit=100_000).items} == {str(n) for n in range(int(number) + 1)}
    records.close()


def test_many_threads_may_write_and_read_at_once(sqlite_records: Records, make_inspection: Make) -> None:
    failures: list[BaseException] = []

    def work(start: int) -> None:
        try:
            for n in range(start, start + 25):
                sqlite_records.commit_inspection(make_inspection(n))
                sqlite_records.complete([Completion(f"part-{n:06d}", output=OutputState.SENT)])
                sqlite_records.inspections(limit=3)
                sqlite_records.counts()
        except Exception as error:  # noqa: BLE001 - handed to the test's own thread
            failures.append(error)

    threads = [threading.Thread(target=work, args=(100 * k,)) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=250)
    assert failures == []
    assert sqlite_records.counts()[Verdict.OK] == 100
    assert {one.output for one in sqlite_records.inspections(limit=200).items} == {OutputState.SENT}


def test_the_log_beside_the_database_stays_small(sqlite_url: str, tmp_path: Path, make_inspection: Make) -> None:
    records = Records.open(sqlite_url)
    log = tmp_path / "records.sqlite-wal"
    sizes = []
    for n in range(1200):
        records.commit_inspection(make_inspection(n))
        if n % 50 == 49:
            records.complete([Completion(f"part-{k:06d}", output=OutputState.SENT) for k in range(n - 49, n + 1)])
            sizes.append(log.stat().st_size)
    records.close()
    assert sizes[-1] < 2 * max(sizes[:8])


def test_closed_records_say_so(sqlite_url: str, make_inspection: Make) -> None:
    records = Records.open(sqlite_url)
    records.close()
    records.close()
    with pytest.raises(RecordsError, match="closed"):
        records.commit_inspection(make_inspection())
    with pytest.raises(RecordsError, match="closed"):
        records.counts()
