"""Storage: what is there, how fast it grows, and what happens when."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors import ConfigError, NotPermitted, UsageError
from station.queries import StoredDay, StoredPictures
from station.services import Station
from station.storage_forecast import Forecast, Growth, Limits, Storage, forecast, growth_of
from station.types import ImageRef, ImageState, Inspection, Verdict
from tests.station.built_rig import ANNA, ROOT, acts, built, make_config

TODAY = date(2026, 3, 20)
NOW = datetime(2026, 3, 20, 15, 0, tzinfo=UTC)
GB = 10**9
LIMITS = Limits(keep_passes=1.0, max_gb=50.0, max_age_days=365.0, keep_rejects_days=3650.0)


def day(ago: int, verdict: Verdict, size: int) -> StoredDay:
    return StoredDay(TODAY - timedelta(days=ago), verdict, StoredPictures(1, size))


def test_growth_counts_whole_days_with_those_without_parts_between_them() -> None:
    days = [day(4, Verdict.OK, 4 * GB), day(4, Verdict.NOK, GB), day(1, Verdict.OK, 4 * GB), day(0, Verdict.OK, 9 * GB)]
    assert growth_of(days, TODAY) == Growth(4, 2.0 * GB, 0.25 * GB)
    assert growth_of([], TODAY) == Growth(0, 0.0, 0.0)
    assert growth_of([day(0, Verdict.ERROR, 5)], TODAY) == Growth(1, 0.0, 5.0)
    assert growth_of([day(100, Verdict.OK, GB)], TODAY) == Growth(0, 0.0, 0.0)


def test_a_disk_smaller_than_the_limit_is_full_when_the_growth_says_so() -> None:
    found = forecast([], Growth(14, 1.0 * GB, 0.0), LIMITS, room_bytes=41 * GB, today=TODAY)
    assert found == Forecast(disk_full=42, over_size=51, by_age=None, rejects_fill=None)


def test_retention_that_keeps_up_leaves_room_on_the_disk() -> None:
    found = forecast([day(0, Verdict.OK, 10 * GB)], Growth(14, 1.0 * GB, 0.0), LIMITS, room_bytes=100 * GB, today=TODAY)
    assert found == Forecast(disk_full=None, over_size=41, by_age=None, rejects_fill=None)
    by_age = Limits(1.0, 50.0, 30.0, 3650.0)
    found = forecast([day(20, Verdict.OK, GB)], Growth(14, 1.0 * GB, 0.0), by_age, room_bytes=100 * GB, today=TODAY)
    assert found == Forecast(disk_full=None, over_size=None, by_age=11, rejects_fill=None)


def test_rejects_are_kept_so_they_fill_the_disk_whatever_the_limit_says() -> None:
    found = forecast([], Growth(14, 0.0, 1.0 * GB), LIMITS, room_bytes=100 * GB, today=TODAY)
    assert found == Forecast(disk_full=101, over_size=None, by_age=None, rejects_fill=51)


def test_without_growth_nothing_is_foretold_but_what_is_there_still_ages() -> None:
    found = forecast([day(300, Verdict.OK, GB)], Growth(0, 0.0, 0.0), LIMITS, room_bytes=GB, today=TODAY)
    assert found == Forecast(disk_full=None, over_size=None, by_age=66, rejects_fill=None)


@given(
    sizes=st.lists(st.integers(0, 20), min_size=1, max_size=30),
    growth=st.floats(0.01, 5),
    max_gb=st.floats(0.5, 60),
    age=st.integers(1, 400),
    room=st.integers(1, 100),
)
def test_more_room_never_brings_the_full_disk_nearer(
    sizes: list[int], growth: float, max_gb: float, age: int, room: int
) -> None:
    days = [day(ago, Verdict.OK, size * GB) for ago, size in enumerate(sizes)]
    limits = Limits(1.0, max_gb, float(age), 3650.0)
    found = [
        forecast(days, Growth(14, growth * GB, growth * GB / 10), limits, room_bytes=size * GB, today=TODAY).disk_full
        for size in (room, 2 * room)
    ]
    little, much = (10_000 if one is None else one for one in found)
    assert little <= much


@pytest.fixture
def station(tmp_path: Path, make_inspection: Callable[..., Inspection]) -> Iterator[Station]:
    with built(make_config(tmp_path, images={"max_gb": 1.0})) as station:
        for n in range(40):
            verdict = Verdict.NOK if n % 4 == 0 else Verdict.OK
            image = ImageRef(ImageState.STORED, f"2026/03/01/{n}.png", "0" * 64, 1_000_000)
            at = NOW - timedelta(days=n // 4 + 1)
            station.records.commit_inspection(make_inspection(n, verdict=verdict, at=at, image=image))
        yield station


def at_noon(station: Station, now: datetime = NOW) -> Storage:
    """The storage service of the station, at another time."""
    return Storage(
        station.records,
        station.settings,
        config=lambda: station.config,
        apply=station.reconfigure,
        now=lambda: now,
    )


def test_the_report_has_bytes_by_verdict_and_day_and_what_else_is_there(station: Station) -> None:
    report = at_noon(station).report()
    assert report.by_verdict[Verdict.OK] == StoredPictures(30, 30_000_000)
    assert report.by_verdict[Verdict.NOK] == StoredPictures(10, 10_000_000)
    assert report.by_verdict[Verdict.REVIEW] == StoredPictures()
    assert report.picture_bytes == 40_000_000
    assert report.by_day[0] == (date(2026, 3, 10), 4_000_000)
    assert (len(report.by_day), report.oldest) == (10, date(2026, 3, 10))
    assert report.growth == Growth(10, 3_000_000.0, 1_000_000.0)
    assert report.other_bytes["records"] > 0
    assert report.other_bytes["data sets"] == 0
    (station.config.datasets_dir / "gear").mkdir(parents=True)
    (station.config.datasets_dir / "gear" / "one.png").write_bytes(bytes(1234))
    assert at_noon(station).report().other_bytes["data sets"] == 1234
    assert report.free_bytes > 0
    assert report.forecast.over_size == 241  # 40 MB are there, 4 MB a day, 1 GB is allowed


def test_limits_follow_an_administrator_and_what_would_go_is_told_first(station: Station) -> None:
    storage = at_noon(station)
    limits = Limits(0.5, 0.02, 5.0, 3650.0)
    assert storage.preview(Limits.of(station.config.images)) == 0
    # passes older than 5 days are 5 days of 3 MB; 25 MB are left then, 20 are allowed
    assert storage.preview(limits) == 15_000_000 + 5_000_000
    with pytest.raises(NotPermitted):
        storage.change(ANNA, limits, why="x")
    with pytest.raises(UsageError):
        storage.change(ROOT, limits, why="")
    with pytest.raises(ConfigError, match="keep_passes"):
        storage.change(ROOT, Limits(1.5, 1.0, 5.0, 10.0), why="x")
    report = storage.change(ROOT, limits, why="small disk")
    assert report.limits == limits
    assert set(report.changed) == {"keep_passes", "max_gb", "max_age_days"}
    assert station.config.images.max_gb == 0.02
    assert acts(station) == ["settings.changed"]


def test_retention_of_the_running_program_follows_the_new_limits(station: Station) -> None:
    storage = at_noon(station, NOW + timedelta(days=400))
    retention: Any = station._retention
    storage.change(ROOT, Limits(1.0, 1.0, 10_000.0, 10_000.0), why="keep")
    assert retention.run(NOW + timedelta(days=400), lambda: False).passes == 0
    storage.change(ROOT, Limits(1.0, 1.0, 402.0, 10_000.0), why="shorter")
    # of the passes the newest hundred pictures are always kept, and there are only forty
    assert retention.run(NOW + timedelta(days=400), lambda: False).kept_bytes == 40_000_000
    assert retention._config.max_age_days == 402.0
