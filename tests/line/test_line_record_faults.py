"""What database, disk and output can do to a line; and what is true after a crash."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from camera.fake_script import BadBuffer, Deliver, Gap, Refuse, Step, Unplug
from station.db import Records
from station.errors import OutputError, StateError
from station.journal import Journal
from station.types import ImageState, OutputState, Reason, StationState, Verdict
from tests.line.line_rig import WAIT_S, HeldClock, Rig, reasons

Make = Callable[..., Rig]
OK = Reason.BELOW_THRESHOLD


def test_a_locked_database_lets_no_part_pass_and_nothing_is_lost(rig: Make) -> None:
    line = rig()
    line.fire(2)
    line.wait(2)
    with closing(sqlite3.connect(line.folder / "records.sqlite", isolation_level=None, timeout=WAIT_S)) as other:
        other.execute("BEGIN IMMEDIATE")
        line.fire(3)
        found = line.wait(5)
        assert reasons(found[2:]) == [Reason.COMMIT_FAILED] * 3
        assert {one.verdict for one in found[2:]} == {Verdict.ERROR}
        assert line.state is StationState.FAULT
        assert line.line.counters().unrecorded == 3
        with pytest.raises(StateError, match="still there"):
            line.line.acknowledge()
        other.execute("ROLLBACK")
    line.line.acknowledge()
    line.fire(1)
    rows = line.check()
    assert reasons(rows) == [OK, OK, *[Reason.COMMIT_FAILED] * 3, OK]
    assert line.line.counters().unrecorded == 0
    assert not (line.folder / "unrecorded.jsonl").exists()
    assert rows[2].image.state is ImageState.FAILED


@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="needs a limit on file sizes to fill the disk")
def test_a_full_disk_lets_no_part_pass_and_is_told(rig: Make) -> None:
    import resource

    line = rig()
    line.fire(2)
    line.wait(2)
    assert line.images.flush(WAIT_S)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    full = max(path.stat().st_size for path in line.folder.glob("records.sqlite*")) // 4096 * 4096
    try:
        # every file that grows past its size now fails, as on a full disk
        resource.setrlimit(resource.RLIMIT_FSIZE, (min(full, 16_000), hard))
        line.fire(3)
        line.wait(5)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert line.state is StationState.FAULT
    assert reasons([one.inspection for one in line.results[2:5]]) == [Reason.COMMIT_FAILED] * 3
    line.line.acknowledge()
    line.fire(1)
    assert reasons(line.check()) == [OK, OK, *[Reason.COMMIT_FAILED] * 3, OK]


def test_too_little_free_disk_is_a_fault_before_anything_fails(rig: Make) -> None:
    free = [10**12]
    line = rig(limits={"min_free_mb": 100}, disk_free=lambda _folder: free[0])
    line.fire(1)
    line.wait(1)
    free[0] = 50_000_000
    line.wait_for(lambda: line.state is StationState.FAULT)
    line.fire(1)
    line.wait(2)
    with pytest.raises(StateError, match="Only 50 MB are free"):
        line.line.acknowledge()
    free[0] = 10**12
    line.line.acknowledge()
    assert reasons(line.check()) == [OK, Reason.STATION_FAULT]


def test_with_too_little_free_disk_the_line_begins_in_fault(rig: Make) -> None:
    line = rig(limits={"min_free_mb": 100, "heartbeat_ms": 10_000}, disk_free=lambda _folder: 50_000_000)
    assert line.state is StationState.FAULT
    line.fire(1)
    assert reasons(line.check()) == [Reason.STATION_FAULT]


def test_a_picture_that_cannot_be_stored_leaves_its_verdict_and_says_so(rig: Make) -> None:
    line = rig()
    (line.folder / "images").write_text("a file where the folder should be")
    line.fire(2)
    rows = line.check()
    assert reasons(rows) == [OK, OK]
    assert {row.image.state for row in rows} == {ImageState.FAILED}
    assert any("could not be stored" in event.message for event in line.records.events(limit=20))


class BrokenOutput:
    """Passes calls on until it is told to fail."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self.broken = False

    def __getattr__(self, name: str) -> Any:
        if self.broken and name != "close":
            raise OutputError("The output module does not answer.", "Check its cable.")
        return getattr(self._inner, name)


def test_an_output_that_fails_is_a_fault_and_the_row_says_so(rig: Make) -> None:
    outputs: list[BrokenOutput] = []

    def wrap(output: Any) -> Any:
        outputs.append(BrokenOutput(output))
        return outputs[0]

    line = rig(wrap_output=wrap, limits={"heartbeat_ms": 10_000})
    outputs[0].broken = True
    line.fire(1)
    line.wait(1)
    assert line.state is StationState.FAULT
    with pytest.raises(StateError, match="does not answer"):
        line.line.acknowledge()
    outputs[0].broken = False
    line.line.acknowledge()
    line.fire(1)
    assert [row.output for row in line.check()] == [OutputState.FAILED, OutputState.SENT]


def test_a_recorder_that_hangs_stops_the_heartbeat(rig: Make) -> None:
    inside, go_on = threading.Event(), threading.Event()

    class HangingDisk:
        def __init__(self, records: Any) -> None:
            self.get = records.get
            self._records = records

        def commit_inspection(self, inspection: Any) -> None:
            inside.set()
            assert go_on.wait(WAIT_S)
            self._records.commit_inspection(inspection)

    clock = HeldClock()
    line = rig(wrap_recorder=HangingDisk, clock=clock, limits={"hang_ms": 100})
    line.fire(1)
    assert inside.wait(WAIT_S)
    clock.pass_ms(101)
    line.wait_for(lambda: line.state is StationState.FAULT)
    assert line.line.hung
    go_on.set()
    (row,) = line.check()
    assert (row.verdict, row.output) == (Verdict.OK, OutputState.WITHHELD)
    line.wait_for(lambda: not line.line.hung)
    line.line.acknowledge()


STEPS = st.one_of(
    st.builds(Deliver, st.integers(1, 5)),
    st.builds(Gap, st.integers(1, 2)),
    st.builds(BadBuffer, st.integers(1, 2)),
    st.builds(Refuse, st.integers(1, 2)),
    st.builds(Unplug, st.integers(0, 2)),
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    script=st.lists(STEPS, max_size=6),
    scores=st.lists(st.sampled_from([0.0, 2.0, float("nan"), None]), min_size=1, max_size=6),
    burst=st.booleans(),
)
def test_whatever_happens_each_trigger_has_one_row_in_order_and_no_ok_leaves_without_one(
    tmp_path_factory: pytest.TempPathFactory, script: list[Step], scores: list[float | None], burst: bool
) -> None:
    calls = iter(range(1_000_000))

    def score(_image: Any) -> float:
        value = scores[next(calls) % len(scores)]
        if value is None:
            raise ValueError("scripted")
        return value

    line = Rig(tmp_path_factory.mktemp("line"), script=script, score=score)
    line.start()
    try:
        line.fire(15, burst=burst)
        rows = line.check()
        assert all(row.score is not None and row.score < 1.0 for row in rows if row.verdict is Verdict.OK)
    finally:
        line.close()


CHILD = """
import os, signal, sys, threading
from pathlib import Path
sys.path.insert(0, sys.argv[4])
from tests.line.line_rig import Rig

folder, where, at = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
count = 0

def die_at(place):
    global count
    if place == where:
        count += 1
        if count == at:
            os.kill(os.getpid(), signal.SIGKILL)

def score(image):
    die_at("score")
    return 0.0

class Recorder:
    def __init__(self, records):
        self.get = records.get
        self.records = records
    def commit_inspection(self, inspection):
        die_at("before commit")
        self.records.commit_inspection(inspection)
        die_at("after commit")

class Acknowledging:
    def __init__(self, inner):
        self.inner = inner
    def __getattr__(self, name):
        return getattr(self.inner, name)
    def ok(self, inspection):
        die_at("before output")
        os.write(1, (inspection.id + "\\n").encode())
        self.inner.ok(inspection)
        die_at("after output")

rig = Rig(folder, score=score, wrap_recorder=Recorder, wrap_output=Acknowledging)
rig.start()
rig.fire(50)
rig.wait(50)
print("survived")
"""


@pytest.mark.timeout(300)
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
@pytest.mark.parametrize("place", ["score", "before commit", "after commit", "before output", "after output"])
def test_after_sigkill_no_part_passed_without_its_row_and_no_acknowledged_row_is_lost(
    tmp_path: Path, place: str
) -> None:
    root = Path(__file__).parents[2]
    child = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(CHILD), str(tmp_path), place, "7", str(root)],
        capture_output=True,
        text=True,
        timeout=250,
        check=False,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert child.returncode == -signal.SIGKILL, child.stderr
    passed = child.stdout.split()
    assert len(passed) == {"before output": 6, "after output": 7}.get(place, 6)
    records = Records.open(f"sqlite:///{tmp_path / 'records.sqlite'}")
    try:
        rows = {row.id: row for row in records.inspections(limit=100).items}
        for inspection_id in passed:
            assert rows[inspection_id].verdict is Verdict.OK
        committed = {"score": 6, "before commit": 6}.get(place, 7)
        assert len(rows) == committed
        pending = sum(row.output is OutputState.PENDING for row in rows.values())
        assert records.mark_interrupted() >= pending
        settled = records.inspections(limit=100).items
        assert {row.output for row in settled} <= {OutputState.SENT, OutputState.UNKNOWN}
        assert ImageState.PENDING not in {row.image.state for row in settled}
        assert Journal(tmp_path / "unrecorded.jsonl").replay(records) == 0
    finally:
        records.close()


def test_what_a_recording_output_wrote_can_be_read_as_lines_of_json(tmp_path: Path) -> None:
    from station.outputs.recording import RecordingOutput

    line = Rig(tmp_path, wrap_output=lambda _camera_line: RecordingOutput(tmp_path / "out" / "calls.jsonl", 50.0))
    line.start()
    line.fire(2)
    line.wait(2)
    line.close()
    calls = [json.loads(text) for text in (tmp_path / "out" / "calls.jsonl").read_text().splitlines()]
    signals = [call["signal"] for call in calls if call["signal"] != "heartbeat"]
    assert signals == ["rest", "ok", "ok", "rest"]
    assert [call["trigger"] for call in calls if call["signal"] == "ok"] == line.fired
