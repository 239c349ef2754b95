"""What the watch makes of a real line: each trouble is an alarm, with how often it came up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from camera.fake_script import Gap, Unplug
from station.accounts import Session
from station.alarms import Alarm, AlarmKind, Alarms
from station.config import GoldenSection
from station.golden import SOURCE, Golden
from station.part_claim import Claim
from station.permissions import Role
from station.types import StationState
from station.watch import Watch
from tests.line.line_rig import WAIT_S, Rig

Make = Callable[..., Rig]
EVA = Session("eva", Role.ENGINEER, datetime(2026, 1, 1, tzinfo=UTC))


class Watched:
    """A rig with alarms, and the clocks of its watch."""

    def __init__(self, rig: Rig, **golden: Any) -> None:
        self.rig = rig
        self.now = datetime(2026, 1, 1, tzinfo=UTC)
        self.monotonic_s = 50.0
        self.alarms = Alarms(rig.records, rig.events, acknowledge_fault=rig.line.acknowledge, now=lambda: self.now)
        self.golden = Golden(
            rig.records,
            GoldenSection(**golden),
            Claim(SOURCE, rig.line.new_trigger, rig.line.ask, outside=lambda: True),
            running=lambda: rig.line.setup,
            now=lambda: self.now,
        )
        self.watch = Watch(
            self.alarms,
            rig.line,
            rig.images,
            rig.events,
            self.golden,
            rig.limits,
            now=lambda: self.now,
            monotonic=lambda: self.monotonic_s,
        )

    def pass_s(self, s: float) -> None:
        self.now += timedelta(seconds=s)
        self.monotonic_s += s

    def look(self, free_bytes: int | None = 10**12) -> dict[AlarmKind, Alarm]:
        self.watch.look(free_bytes)
        return {alarm.kind: alarm for alarm in self.alarms.all() if not alarm.over}


def test_a_line_that_is_well_has_no_alarm(rig: Make) -> None:
    one = Watched(rig())
    one.rig.fire(3)
    one.rig.check()
    one.look()
    one.pass_s(3600)
    assert one.look() == {}


def test_parts_that_come_too_fast_are_counted_in_one_alarm(rig: Make) -> None:
    go_on = threading.Event()

    def score(_image: Any) -> float:
        assert go_on.wait(WAIT_S)
        return 0.0

    one = Watched(rig(score=score, limits={"queue_images": 1}))
    one.rig.fire(4, burst=True)
    one.rig.wait_for(lambda: one.rig.line.counters().lost.get("overrun", 0) == 3)
    assert one.look()[AlarmKind.OVERRUN].times == 3
    assert one.look()[AlarmKind.OVERRUN].times == 3, "a look at the same trouble is not another one"
    go_on.set()
    one.rig.check()


def test_a_lost_picture_is_over_at_once_and_waits_to_be_acknowledged(rig: Make) -> None:
    one = Watched(rig(script=[Gap()]))
    one.rig.fire(2)
    one.rig.wait(2)
    alarm = one.look()[AlarmKind.LOST_PICTURES]
    assert (alarm.times, alarm.lasting, alarm.acknowledged) == (1, False, False)


def test_a_lost_camera_is_an_alarm_until_it_is_back(rig: Make) -> None:
    one = Watched(rig(script=[Unplug(failing_opens=10_000)]))
    one.rig.fire(1)
    one.rig.wait_for(lambda: one.rig.state is StationState.RECOVERING)
    assert one.look()[AlarmKind.CAMERA].lasting
    one.alarms.acknowledge(EVA, one.look()[AlarmKind.CAMERA].number)
    assert one.look()[AlarmKind.CAMERA].acknowledged_by == "eva"


def test_a_disk_that_fills_is_an_alarm_before_it_is_a_fault(rig: Make) -> None:
    one = Watched(rig(limits={"warn_free_mb": 2000}))
    assert AlarmKind.DISK not in one.look(2_000_000_000)
    assert one.look(1_900_000_000)[AlarmKind.DISK].lasting
    assert one.look(2_050_000_000)[AlarmKind.DISK].lasting, "it does not flicker at its limit"
    assert not one.look(2_200_000_000)[AlarmKind.DISK].lasting
    assert one.rig.state is StationState.READY


def test_events_that_were_lost_are_told(rig: Make) -> None:
    one = Watched(rig())
    one.look()
    one.rig.events.dropped += 4
    assert one.look()[AlarmKind.EVENTS_DROPPED].times == 4


def test_pictures_that_could_not_be_stored_are_told(rig: Make) -> None:
    one = Watched(rig())
    (one.rig.folder / "images").write_bytes(b"a file where the folder should be")
    one.rig.fire(2)
    one.rig.wait(2)
    assert one.rig.images.flush(WAIT_S)
    assert one.look()[AlarmKind.IMAGES_NOT_STORED].times == 2


def test_a_clock_that_jumps_is_told_and_one_that_is_corrected_is_not(rig: Make) -> None:
    one = Watched(rig())
    one.look()
    one.now += timedelta(seconds=1.5)
    assert one.look() == {}
    one.now -= timedelta(hours=1)
    assert "put back by 3600 s" in one.look()[AlarmKind.CLOCK].message


def test_a_check_that_is_due_is_an_alarm_until_somebody_overrides_or_checks(rig: Make) -> None:
    one = Watched(rig(), at_start=True)
    assert "the station was started" in one.look()[AlarmKind.GOLDEN].message
    one.golden.override(EVA, "tested elsewhere")
    assert not one.look()[AlarmKind.GOLDEN].lasting
