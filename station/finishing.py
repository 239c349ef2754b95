"""The end of an inspection, in this order: durable, answered, handed over to the image writer, published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from numpy.typing import NDArray

from station.books import Books
from station.delivery import Delivery
from station.judge import Judged
from station.listeners import Listeners
from station.meter import Meter
from station.types import Completion, Inspection, Purpose, Result
from station.work import Room

_CLOCK_SLACK = timedelta(seconds=1)
"""By so much two readings of the clock may be in the wrong order without it having been set back."""


class ImageSink(Protocol):
    """The part of the image writer that the line hands pictures to. Must not block."""

    def submit(self, completion: Completion, inspection: Inspection, image: NDArray[Any] | None) -> None: ...


class Finishing:
    """The only place where an inspection ends. For the inspection thread: one at a time, in the order of the triggers.

    `purpose` and `signed_in` are asked for each inspection before it is recorded. An OK that is older than
    `deadline_ms` when it would leave is withheld.
    """

    def __init__(
        self,
        books: Books,
        delivery: Delivery,
        images: ImageSink,
        listeners: Listeners,
        meter: Meter,
        room: Room,
        *,
        clock: Callable[[], int],
        deadline_ms: int,
        purpose: Callable[[Inspection], Purpose],
        signed_in: Callable[[], str],
    ) -> None:
        self._books = books
        self._delivery = delivery
        self._images = images
        self._listeners = listeners
        self._meter = meter
        self._room = room
        self._clock = clock
        self._deadline_ns = deadline_ms * 1_000_000
        self._purpose = purpose
        self._signed_in = signed_in
        self._last_at = self._last_read_at = datetime.min.replace(tzinfo=UTC)

    def finish(self, judged: Judged) -> None:
        """Commit, answer, hand over, publish. What books and output can fail in is dealt with by them."""
        began = self._clock()
        inspection = self._in_order(judged)
        marked = replace(inspection, purpose=self._purpose(inspection), signed_in=self._signed_in())
        inspection, durable = self._books.record(marked)
        committed = self._clock()
        deadline_ns = judged.captured_ns + self._deadline_ns
        output = self._delivery.deliver(inspection, lambda: self._clock() > deadline_ns)
        ended = self._clock()
        if judged.image is not None:
            self._room.give_back()
        timings = replace(
            inspection.timings,
            commit_ms=(committed - began) / 1e6,
            output_ms=(ended - committed) / 1e6,
            total_ms=(ended - judged.captured_ns) / 1e6,
        )
        inspection = replace(inspection, timings=timings, output=output)
        if durable:
            completion = Completion(inspection.id, output=output, timings=timings)
            self._images.submit(completion, inspection, judged.image)
        self._meter.inspected(inspection)
        self._listeners.publish(Result(inspection, judged.image, judged.anomaly_map))

    def _in_order(self, judged: Judged) -> Inspection:
        """Keep records in the order of the triggers: times of lost frames are worked out, when they are known of.

        A clock that was set back is not hidden; only the times of pictures, which were read from it, show that.
        """
        inspection = judged.inspection
        set_back = self._last_read_at - inspection.at >= _CLOCK_SLACK
        if judged.image is not None:
            self._last_read_at = inspection.at
        if inspection.at < self._last_at and not set_back:
            return replace(inspection, at=self._last_at)
        self._last_at = inspection.at
        return inspection
