"""The image thread: never in the way of the line, never loses a completion."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from station.config import ImagesSection
from station.db import Records
from station.errors import RecordsError
from station.image_writer import ImageWriter, is_kept
from station.images import read_image, sha256_file
from station.types import Completion, Event, ImageRef, ImageState, Inspection, OutputState, Reason, Timings, Verdict

Make = Callable[..., Inspection]
GREY = np.arange(48, dtype=np.uint8).reshape(6, 8)
LONG_S = 60.0


class Store:
    """Records in memory that can be made to wait, or to refuse."""

    def __init__(self) -> None:
        self.completions: list[Completion] = []
        self.events: list[Event] = []
        self.calls = 0
        self.refuse = 0
        self.broken: Exception | None = None
        self.refused = threading.Event()
        self.known: set[str] | None = None
        self.open = threading.Event()
        self.open.set()
        self.entered = threading.Event()

    def complete(self, completions: Sequence[Completion]) -> tuple[str, ...]:
        self.entered.set()
        assert self.open.wait(LONG_S)
        if self.broken:
            raise self.broken
        if self.refuse:
            self.refuse -= 1
            self.refused.set()
            raise RecordsError("locked")
        self.calls += bool(completions)
        self.completions += completions
        if self.known is None:
            return ()
        return tuple(one.inspection_id for one in completions if one.inspection_id not in self.known)

    def add_event(self, event: Event) -> None:
        self.events.append(event)


@pytest.fixture
def store() -> Store:
    return Store()


Start = Callable[..., ImageWriter]


@pytest.fixture
def start(store: Store, tmp_path: Path) -> Iterator[Start]:
    writers: list[ImageWriter] = []

    def begin(*, group_ms: int = 200, **config: object) -> ImageWriter:
        section = ImagesSection(**config)  # type: ignore[arg-type]
        writer = ImageWriter(store, tmp_path / "images", section, on_fault=faults.append, group_ms=group_ms)
        writers.append(writer)
        writer.start()
        return writer

    faults: list[str] = []
    yield begin
    store.open.set()
    for writer in writers:
        writer.stop(LONG_S)
    assert faults == []


def sent(inspection: Inspection) -> Completion:
    return Completion(inspection.id, OutputState.SENT, Timings(total_ms=1.0))


def test_pictures_and_completions_reach_the_disk_and_the_database(
    sqlite_records: Records, tmp_path: Path, make_inspection: Make
) -> None:
    faults: list[str] = []
    writer = ImageWriter(sqlite_records, tmp_path / "images", ImagesSection(), on_fault=faults.append)
    writer.start()
    for n in range(20):
        inspection = make_inspection(n)
        sqlite_records.commit_inspection(inspection)
        writer.submit(sent(inspection), inspection, GREY + n)
    assert writer.stop(LONG_S)
    for one in sqlite_records.inspections(limit=50).items:
        assert one.output is OutputState.SENT
        assert one.timings == Timings(total_ms=1.0)
        assert one.image.state is ImageState.STORED
        assert one.image.path is not None
        path = tmp_path / "images" / one.image.path
        np.testing.assert_array_equal(read_image(path), GREY + one.seq)
        assert (one.image.sha256, one.image.bytes) == (sha256_file(path), path.stat().st_size)
    assert (writer.counters.stored, writer.counters.completed) == (20, 20)
    assert faults == []


def test_a_full_queue_refuses_the_picture_and_keeps_the_completion(
    start: Start, store: Store, make_inspection: Make
) -> None:
    store.open.clear()
    writer = start(queue=3)
    first = make_inspection(0)
    writer.submit(sent(first), first, None)
    assert store.entered.wait(LONG_S)  # and there the thread is held up
    for n in range(1, 11):
        one = make_inspection(n)
        writer.submit(sent(one), one, GREY)
    counters = writer.counters
    assert (counters.images_waiting, counters.refused) == (3, 7)
    store.open.set()
    assert writer.flush(LONG_S)
    after = make_inspection(11)
    writer.submit(sent(after), after, GREY)
    assert writer.stop(LONG_S)
    assert [one.inspection_id for one in store.completions] == [make_inspection(n).id for n in range(12)]
    assert all(one.output is OutputState.SENT for one in store.completions)
    states = [one.image.state for one in store.completions if one.image]
    assert states.count(ImageState.FAILED) == writer.counters.refused + 1  # and the one pending without a picture
    assert states.count(ImageState.STORED) == writer.counters.stored
    assert len([event for event in store.events if "faster than the disk" in event.message]) == 1
    assert any(f"{writer.counters.refused} were not" in event.message for event in store.events)


def test_completions_that_the_records_refuse_are_tried_again_in_order(
    start: Start, store: Store, make_inspection: Make
) -> None:
    store.refuse = 3
    writer = start()
    for n in range(150):
        writer.submit(sent(make_inspection(n)), make_inspection(n), None)
    assert writer.stop(LONG_S)
    assert [one.inspection_id for one in store.completions] == [make_inspection(n).id for n in range(150)]
    assert writer.counters.store_errors == 3
    assert writer.counters.completions_waiting == 0


def test_stopping_while_the_records_refuse_says_that_not_all_is_done(
    store: Store, tmp_path: Path, make_inspection: Make
) -> None:
    store.refuse = 1_000_000
    writer = ImageWriter(store, tmp_path, ImagesSection(), on_fault=lambda _: None)
    writer.start()
    writer.submit(sent(make_inspection(1)), make_inspection(1), None)
    assert store.refused.wait(LONG_S)
    assert not writer.flush(0.01)
    assert not writer.stop(0.01)
    assert writer.counters.completions_waiting == 1
    store.refuse = 0
    writer.start()
    assert writer.stop(LONG_S)
    assert [one.inspection_id for one in store.completions] == [make_inspection(1).id]


def test_rejects_are_always_kept_and_of_passes_the_share_that_the_ids_decide(
    start: Start, store: Store, make_inspection: Make
) -> None:
    writer = start(keep_passes=0.5, queue=4096)
    nok = {"verdict": Verdict.NOK, "reason": Reason.ABOVE_THRESHOLD}
    everything = [make_inspection(n, **(nok if n % 10 == 0 else {})) for n in range(200)]
    for one in everything:
        writer.submit(sent(one), one, GREY)
    assert writer.stop(LONG_S)
    states = {one.inspection_id: one.image.state for one in store.completions if one.image}
    for one in everything:
        kept = one.verdict is Verdict.NOK or is_kept(one, 0.5)
        assert states[one.id] is (ImageState.STORED if kept else ImageState.NOT_KEPT)
    assert 60 < sum(is_kept(one, 0.5) for one in everything if one.verdict is Verdict.OK) < 120
    assert not any(is_kept(one, 0.0) for one in everything if one.verdict is Verdict.OK)
    assert all(is_kept(one, 1.0) for one in everything)


def test_an_inspection_that_lost_its_frame_has_only_its_completion(
    start: Start, store: Store, make_inspection: Make
) -> None:
    writer = start()
    lost = make_inspection(1, image=ImageRef(ImageState.NONE))
    writer.submit(sent(lost), lost, None)
    assert writer.stop(LONG_S)
    assert store.completions == [sent(lost)]


def test_completions_without_a_row_are_counted_and_noted(start: Start, store: Store, make_inspection: Make) -> None:
    store.known = {make_inspection(1).id}
    writer = start()
    for n in (1, 2):
        writer.submit(sent(make_inspection(n)), make_inspection(n), None)
    assert writer.stop(LONG_S)
    assert (writer.counters.completed, writer.counters.without_row) == (1, 1)
    assert [event.details["inspection"] for event in store.events] == [make_inspection(2).id]


def test_completions_are_written_in_groups(start: Start, store: Store, make_inspection: Make) -> None:
    store.open.clear()
    writer = start(group_ms=3_600_000)  # a group ends because it is full, however slow the machine
    for n in range(640):
        writer.submit(sent(make_inspection(n)), make_inspection(n), None)
    store.open.set()
    assert writer.stop(LONG_S)
    assert len(store.completions) == 640
    assert store.calls == 10


def test_a_hundred_thousand_triggers_pass_in_order(start: Start, store: Store, make_inspection: Make) -> None:
    writer = start(queue=8)
    one = make_inspection(0, image=ImageRef(ImageState.NONE))
    for n in range(100_000):
        writer.submit(Completion(str(n), OutputState.SENT), one, None)
    assert writer.stop(LONG_S)
    assert [int(done.inspection_id) for done in store.completions] == list(range(100_000))


def test_an_unexpected_error_is_told_and_nothing_waiting_is_dropped(
    store: Store, tmp_path: Path, make_inspection: Make
) -> None:
    told = threading.Event()
    faults: list[str] = []

    def on_fault(message: str) -> None:
        faults.append(message)
        told.set()

    store.broken = ZeroDivisionError("a bug")
    writer = ImageWriter(store, tmp_path, ImagesSection(), on_fault=on_fault)
    writer.start()
    writer.submit(sent(make_inspection(1)), make_inspection(1), None)
    assert told.wait(LONG_S)
    assert "a bug" in faults[0]
    assert not writer.flush(LONG_S)  # does not wait for a dead thread
    writer.submit(sent(make_inspection(2)), make_inspection(2), None)  # and the line still goes on
    assert not writer.stop(LONG_S)
    assert writer.counters.completions_waiting == 2


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with 200 kB."""
    folder = tmp_path / "small"
    folder.mkdir()
    try:
        made = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(folder)], capture_output=True, check=False
        )
    except FileNotFoundError:
        pytest.skip("needs the command mount")
    if made.returncode:
        pytest.skip("needs the right to mount a small file system")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_fails_the_picture_only_and_is_told_once(
    store: Store, small_disk: Path, make_inspection: Make
) -> None:
    writer = ImageWriter(store, small_disk, ImagesSection(), on_fault=lambda _: None)
    writer.start()
    noise = np.random.default_rng(0).integers(0, 255, (200, 250), np.uint8)
    for n in range(8):
        writer.submit(sent(make_inspection(n)), make_inspection(n), noise)
        assert writer.flush(LONG_S)
    states = [one.image.state for one in store.completions if one.image]
    stored = states.count(ImageState.STORED)
    assert 1 <= stored < 8
    assert states == [ImageState.STORED] * stored + [ImageState.FAILED] * (8 - stored)
    assert len([event for event in store.events if "disk is full" in event.message]) == 1
    assert list(small_disk.rglob("*.tmp")) == []
    for path in list(small_disk.rglob("*.png")):
        path.unlink()
    writer.submit(sent(make_inspection(9)), make_inspection(9), noise)
    assert writer.stop(LONG_S)
    assert writer.counters.failed == 8 - stored
    assert f"{8 - stored} could not be" in store.events[-1].message
