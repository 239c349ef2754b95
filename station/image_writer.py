"""The image thread: pictures to files, and to the records what is known only after the verdict."""

from __future__ import annotations

import hashlib
import logging
import math
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Protocol

from station.config import ImagesSection
from station.errors import RecordsError, StorageError, explain
from station.images import Image, image_path, write_image
from station.types import Completion, Event, EventKind, ImageRef, ImageState, Inspection, Verdict

log = logging.getLogger(__name__)

GROUP_MOST = 64
"""Completions in one transaction: few enough that a verdict which waits for the write lock waits some milliseconds."""

_RETRY_FIRST_S, _RETRY_MOST_S = 0.2, 5.0
_MOST_EVENTS = 1000
_COUNTED = ("submitted", "stored", "not_kept", "refused", "failed", "completed", "without_row", "store_errors")


class CompletionStore(Protocol):
    """The part of the records that the image thread writes to."""

    def complete(self, completions: Sequence[Completion]) -> tuple[str, ...]: ...

    def add_event(self, event: Event) -> None: ...


@dataclass(frozen=True, slots=True)
class WriterCounters:
    """Numbers since the writer was built; the two that say `waiting` are of this moment."""

    submitted: int = 0
    stored: int = 0
    not_kept: int = 0
    refused: int = 0  # the queue was full
    failed: int = 0  # the file could not be written
    completed: int = 0
    without_row: int = 0  # completions of inspections that the records do not know
    store_errors: int = 0  # times the records did not take a group; it is tried again
    images_waiting: int = 0
    completions_waiting: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class _Job:
    completion: Completion
    inspection: Inspection
    image: Image | None


def is_kept(inspection: Inspection, share: float) -> bool:
    """Whether the picture is to be stored: all but passes always, of passes a share that only the id decides."""
    if inspection.verdict is not Verdict.OK or share >= 1.0:
        return True
    return int.from_bytes(hashlib.sha256(inspection.id.encode()).digest()[:8], "big") / 2**64 < share


class ImageWriter:
    """Owns the image thread. `submit` never waits and never refuses a completion; it may refuse a picture.

    Pictures wait in a queue of `config.queue`; completions without one wait beside them, as many as there are.
    Completions reach the records in groups, about `group_ms` after the first of a group, in the order of `submit`.
    While the records do not take them they are kept and tried again, ever more slowly up to 5 s.

    `on_fault` is called on the image thread with a sentence when that thread dies of something unexpected.
    """

    def __init__(
        self,
        records: CompletionStore,
        images_dir: Path,
        config: ImagesSection,
        *,
        on_fault: Callable[[str], None],
        group_ms: int = 200,
    ) -> None:
        self._records = records
        self._folder = images_dir
        self._config = config
        self._on_fault = on_fault
        self._group_s = group_ms / 1000
        self._changed = threading.Condition()
        self._jobs: deque[_Job] = deque()
        self._ready: deque[Completion] = deque()
        self._events: deque[Event] = deque(maxlen=_MOST_EVENTS)
        self._counts = dict.fromkeys(_COUNTED, 0)
        self._images_waiting = 0
        self._refused_in_a_row = 0
        self._failed_in_a_row = 0
        self._group_due: float | None = None
        self._retry_at = 0.0
        self._retry_s = _RETRY_FIRST_S
        self._in_a_hurry = 0  # callers of flush, who do not want to wait for a group to fill
        self._stop_by: float | None = None
        self._dead = False
        self._thread: threading.Thread | None = None

    def change(self, config: ImagesSection) -> None:
        """Keep another share of the passes from the next part on. Any thread."""
        self._config = config

    @property
    def counters(self) -> WriterCounters:
        with self._changed:
            return WriterCounters(
                **self._counts,
                images_waiting=self._images_waiting,
                completions_waiting=len(self._jobs) + len(self._ready),
            )

    def problem(self) -> str | None:
        """Say that the thread has died, until it is started again; None when it has not."""
        return "The thread that stores pictures has ended unexpectedly." if self._dead else None

    def start(self) -> None:
        """Start the thread. May be called again after `stop`."""
        with self._changed:
            if self._thread is not None:
                raise RuntimeError("the image thread runs already")
            self._dead = False
            self._stop_by = None
            self._thread = threading.Thread(target=self._run, name="images", daemon=True)
            self._thread.start()

    def submit(self, completion: Completion, inspection: Inspection, image: Image | None) -> None:
        """Take over what belongs to a committed inspection. Never waits. `image` must not change any more.

        What becomes of a given `image` replaces `completion.image`.
        """
        with self._changed:
            self._counts["submitted"] += 1
            if image is None:
                if completion.image is None and inspection.image.state is ImageState.PENDING:
                    completion = replace(completion, image=ImageRef(ImageState.FAILED))
            elif not is_kept(inspection, self._config.keep_passes):
                image, completion = None, replace(completion, image=ImageRef(ImageState.NOT_KEPT))
                self._counts["not_kept"] += 1
            elif self._images_waiting >= self._config.queue:
                image, completion = None, replace(completion, image=ImageRef(ImageState.FAILED))
                self._counts["refused"] += 1
                self._refused_in_a_row += 1
                if self._refused_in_a_row == 1:
                    self._note("Pictures come faster than the disk takes them: some are not stored.", inspection.id)
            else:
                self._images_waiting += 1
                if self._refused_in_a_row:
                    self._note(f"Images are stored again; {self._refused_in_a_row} were not.", inspection.id)
                    self._refused_in_a_row = 0
            self._jobs.append(_Job(completion, inspection, image))
            self._changed.notify_all()

    def flush(self, timeout_s: float = 10.0) -> bool:
        """Wait until everything submitted is in files and records. False: it is not, and the time is up."""
        with self._changed:
            self._in_a_hurry += 1
            self._changed.notify_all()
            try:
                self._changed.wait_for(lambda: self._dead or self._is_done(), timeout_s)
                return self._is_done()
            finally:
                self._in_a_hurry -= 1

    def stop(self, timeout_s: float = 10.0) -> bool:
        """Finish what was submitted and end the thread. False: the records did not take everything in time; what is
        left is settled by `Records.mark_interrupted` at the next start. Safe to call twice.
        """
        with self._changed:
            thread, self._thread = self._thread, None
            self._stop_by = time.monotonic() + timeout_s
            self._changed.notify_all()
        if thread is not None:
            thread.join()
        with self._changed:
            return self._is_done()

    def _is_done(self) -> bool:
        return not (self._jobs or self._ready or self._events)

    def _note(self, message: str, inspection_id: str) -> None:
        details: dict[str, object] = {"inspection": inspection_id}
        self._events.append(Event(datetime.now(UTC), EventKind.STORAGE, message, details=details))

    def _run(self) -> None:
        try:
            while self._step():
                pass
        except Exception as error:
            log.critical("the image thread died", exc_info=True)
            with self._changed:
                self._dead = True
                self._changed.notify_all()
            self._on_fault(f"The thread that stores pictures has ended unexpectedly: {explain(error)}")

    def _step(self) -> bool:
        """Do the next thing there is to do, waiting for it if need be. False: the thread is to end."""
        with self._changed:
            now = time.monotonic()
            if self._is_done():
                if self._stop_by is not None:
                    return False
                self._changed.wait()
                return True
            if self._stop_by is not None and now >= self._stop_by:
                return False
            job = self._jobs[0] if self._jobs else None
            deliver_at = self._deliver_at()
            if job is None and now < deliver_at:
                until = deliver_at if self._stop_by is None else min(deliver_at, self._stop_by)
                self._changed.wait(until - now)
                return True
        if now >= deliver_at:
            self._deliver()
        elif job is not None:
            self._settle(job)
        return True

    def _deliver_at(self) -> float:
        """When the next group goes to the records, on the monotonic clock."""
        if not self._ready and not self._events:
            return math.inf
        urgent = self._in_a_hurry or self._stop_by is not None or len(self._ready) >= GROUP_MOST
        if (urgent and (not self._jobs or len(self._ready) >= GROUP_MOST)) or self._group_due is None:
            return self._retry_at
        return max(self._group_due, self._retry_at)

    def _settle(self, job: _Job) -> None:
        """Store the picture of one job, or find that it cannot be; then its completion is ready."""
        completion, event = job.completion, None
        if job.image is not None:
            path = image_path(job.inspection)
            try:
                stored = write_image(self._folder / path, job.image)
            except StorageError as error:
                completion = replace(completion, image=ImageRef(ImageState.FAILED))
                event = f"An image could not be stored: {explain(error)}" if self._failed_in_a_row == 0 else None
                self._failed_in_a_row += 1
            else:
                image = ImageRef(ImageState.STORED, str(path), stored.sha256, stored.bytes)
                completion = replace(completion, image=image)
                if self._failed_in_a_row:
                    event = f"Images are stored again; {self._failed_in_a_row} could not be."
                self._failed_in_a_row = 0
        with self._changed:
            self._jobs.popleft()
            if job.image is not None:
                self._images_waiting -= 1
                failed = completion.image is None or completion.image.state is ImageState.FAILED
                self._counts["failed" if failed else "stored"] += 1
            if event:
                self._note(event, job.inspection.id)
            self._ready.append(completion)
            if self._group_due is None:
                self._group_due = time.monotonic() + self._group_s

    def _deliver(self) -> None:
        """Hand one group and the waiting events to the records; on failure keep them for later."""
        with self._changed:
            group = list(islice(self._ready, GROUP_MOST))
            event = self._events[0] if self._events else None
        try:
            missing = self._records.complete(group)
            with self._changed:
                for _ in group:
                    self._ready.popleft()
                self._counts["completed"] += len(group) - len(missing)
                self._counts["without_row"] += len(missing)
            if event is not None:
                self._records.add_event(event)
        except RecordsError as error:
            if self._retry_s == _RETRY_FIRST_S:
                log.warning("the records do not take completions: %s", explain(error))
            with self._changed:
                self._counts["store_errors"] += 1
                self._retry_at = time.monotonic() + self._retry_s
            self._retry_s = min(2 * self._retry_s, _RETRY_MOST_S)
            return
        self._retry_s = _RETRY_FIRST_S
        with self._changed:
            if event is not None and self._events and self._events[0] is event:
                self._events.popleft()
            if missing:
                self._note(f"{len(missing)} inspections to be completed are not in the records.", missing[0])
            self._group_due = time.monotonic() + self._group_s if self._ready else None
            self._changed.notify_all()
