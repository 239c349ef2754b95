"""Retention: passes first, rejects late and never silently, nothing outside the folder, rows for ever."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from station import retention
from station.config import ImagesSection
from station.db import Records
from station.images import image_path, write_image
from station.queries import InspectionQuery
from station.retention import Retention, RetentionReport
from station.types import EventKind, ImageRef, ImageState, Inspection, Reason, Verdict

NOW = datetime(2025, 6, 1, 12, 0, tzinfo=UTC)
NOK = {"verdict": Verdict.NOK, "reason": Reason.ABOVE_THRESHOLD}
Add = Callable[..., Inspection]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "images"


@pytest.fixture(autouse=True)
def _few_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "NEWEST_KEPT", 2)


@pytest.fixture
def add(sqlite_records: Records, folder: Path, make_inspection: Callable[..., Inspection]) -> Add:
    """Commit the n-th inspection, `days` old, with a stored picture."""

    def add_one(n: int, days: float, **fields: object) -> Inspection:
        one = make_inspection(n, at=NOW - timedelta(days=days), **fields)
        path = image_path(one)
        stored = write_image(folder / path, np.full((8, 8), 7, np.uint8))
        image = ImageRef(ImageState.STORED, str(path), stored.sha256, stored.bytes)
        one = make_inspection(n, at=one.at, **{"image": image, **fields})
        sqlite_records.commit_inspection(one)
        return one

    return add_one


def run(records: Records, folder: Path, **config: float) -> RetentionReport:
    return Retention(folder, ImagesSection(**config), records).run(NOW, lambda: False)  # type: ignore[arg-type]


def stored(records: Records) -> list[int]:
    items = records.inspections(limit=1000).items
    return sorted(one.seq for one in items if one.image.state is ImageState.STORED)


def test_old_passes_go_and_their_rows_stay(sqlite_records: Records, folder: Path, add: Add) -> None:
    old = [add(n, days=100 + n) for n in range(3)]
    young = [add(n, days=n) for n in range(10, 14)]
    report = run(sqlite_records, folder, max_age_days=50)
    assert (report.passes, report.rejects) == (3, 0)
    assert report.freed_bytes == sum(one.image.bytes or 0 for one in old)
    assert report.kept_bytes == sum(one.image.bytes or 0 for one in young) == sqlite_records.stored_bytes()
    for one in old:
        assert not (folder / str(one.image.path)).exists()
        row = sqlite_records.get(one.id)
        assert row is not None
        assert row.image == ImageRef(ImageState.EXPIRED, None, one.image.sha256, None)
        assert (row.verdict, row.score) == (one.verdict, one.score)
    assert all((folder / str(one.image.path)).exists() for one in young)
    assert not (folder / str(old[0].image.path)).parent.exists()  # empty days go too
    (event,) = sqlite_records.events(kinds=frozenset({EventKind.STORAGE}))
    assert event.details["passes"] == 3


def test_rejects_stay_until_their_own_age_and_their_end_is_told(
    sqlite_records: Records, folder: Path, add: Add
) -> None:
    add(1, days=400, **NOK)
    add(2, days=100, **NOK)
    add(3, days=100, verdict=Verdict.ERROR, reason=Reason.LATE)
    for n in (10, 11):
        add(n, days=0)
    assert run(sqlite_records, folder, max_age_days=50).rejects == 0
    assert sqlite_records.events() == []
    report = run(sqlite_records, folder, max_age_days=50, keep_rejects_days=300)
    assert report.rejects == 1
    assert stored(sqlite_records) == [2, 3, 10, 11]
    assert "1 of rejected parts" in sqlite_records.events()[0].message


def test_too_many_bytes_cost_the_oldest_passes_and_never_a_reject(
    sqlite_records: Records, folder: Path, add: Add
) -> None:
    size = add(0, days=30, **NOK).image.bytes or 0
    for n in range(1, 11):
        add(n, days=20 - n, **(NOK if n % 5 == 0 else {}))
    report = run(sqlite_records, folder, max_gb=7.5 * size / 1e9)
    assert not report.over_limit
    assert report.passes == 4
    assert stored(sqlite_records) == [0, 5, 6, 7, 8, 9, 10]
    report = run(sqlite_records, folder, max_gb=1.5 * size / 1e9)
    assert report.over_limit
    assert stored(sqlite_records) == [0, 5, 9, 10]  # the rejects, and the two newest
    assert any("more than images.max_gb" in event.message for event in sqlite_records.events())


def test_the_newest_stay_whatever_the_limits_say(sqlite_records: Records, folder: Path, add: Add) -> None:
    for n in range(5):
        add(n, days=1000 - n)
    run(sqlite_records, folder, max_age_days=1, max_gb=1e-12)
    assert stored(sqlite_records) == [3, 4]


def test_nothing_outside_the_folder_is_removed(sqlite_records: Records, folder: Path, tmp_path: Path, add: Add) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    for name in ("a.png", "b.png", "c.png"):
        (outside / name).write_bytes(b"someone else's")
    (folder / "2020").mkdir(parents=True)
    (folder / "2020" / "link").symlink_to(outside)
    (folder / "2020" / "file.png").symlink_to(outside / "b.png")
    paths = ["../outside/a.png", str(outside / "a.png"), "2020/link/c.png", "2020/file.png", "2020", "notes.txt"]
    (folder / "notes.txt").write_text("not a picture")
    for n, path in enumerate(paths):
        add(n, days=500, image=ImageRef(ImageState.STORED, path, "a" * 64, 10))
    for n in (20, 21):
        add(n, days=0)
    report = run(sqlite_records, folder, max_age_days=50)
    assert (report.passes, report.refused) == (0, len(paths))
    assert sorted(path.name for path in outside.iterdir()) == ["a.png", "b.png", "c.png"]
    assert (folder / "notes.txt").exists()
    assert (folder / "2020" / "file.png").is_symlink()
    assert any("were left" in event.message for event in sqlite_records.events())


def test_a_file_that_is_gone_already_is_expired(sqlite_records: Records, folder: Path, add: Add) -> None:
    one = add(1, days=500)
    for n in (20, 21):
        add(n, days=0)
    (folder / str(one.image.path)).unlink()
    assert run(sqlite_records, folder, max_age_days=50).passes == 1
    assert stored(sqlite_records) == [20, 21]


def test_a_second_run_has_nothing_to_do(sqlite_records: Records, folder: Path, add: Add) -> None:
    for n in range(6):
        add(n, days=500)
    run(sqlite_records, folder, max_age_days=50)
    events = len(sqlite_records.events())
    assert run(sqlite_records, folder, max_age_days=50).passes == 0
    assert len(sqlite_records.events()) == events


def test_it_stops_between_two_groups_when_told_to(
    sqlite_records: Records, folder: Path, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "_GROUP", 2)
    for n in range(9):
        add(n, days=500)
    answers = iter([False, False, True, True, True, True, True])
    report = Retention(folder, ImagesSection(max_age_days=50), sqlite_records).run(NOW, lambda: next(answers))
    assert report.cancelled
    assert report.passes == 4
    assert len(stored(sqlite_records)) == 5
    assert len(sqlite_records.inspections(InspectionQuery(), limit=50).items) == 9
