"""Publishes what the records hold, in their order, at least once. A partner of the station, never a verdict output.

The line does not know of it: it writes its records, and this reads them again on a thread of its own. So a broker that
is slow, gone or wrong costs the line nothing, and nothing is lost: the bookmark says how far the broker has
acknowledged, and publishing goes on from there, after an outage as after a restart of the program.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from station.config_cell import MqttSection
from station.db.feed import Feed
from station.errors import OutputError, RecordsError, StationError, explain
from station.mqtt.bookmark import read_bookmark, write_bookmark
from station.mqtt.messages import event_message, inspection_message, offline_message, status_message, topics
from station.mqtt.session import BrokerSession, load_paho, read_password
from station.queries import FedInspection, FeedPlace
from station.types import Event, EventKind, ImageState, OutputState, PartnerStatus, StationStatus

log = logging.getLogger(__name__)

NAME = "mqtt"
_BATCH = 50
_LOOK_S = 0.25
_STATUS_S = 10.0
_KEEP_S = 1.0
_FIRST_PAUSE_S, _MOST_PAUSE_S = 1.0, 30.0
_FAREWELL_S = 2.0
_PATIENCE_S = 10.0
SETTLE_S = 30.0
"""So long an inspection is waited for whose output or picture is still open; then it is published as it stands."""


class MqttPublisher:
    """See `station.cell.Partner`: `open`, `close` and `status` are for any thread. The rest is its own thread's."""

    def __init__(
        self,
        section: MqttSection,
        *,
        station: str,
        feed: Feed,
        folder: Path,
        station_status: Callable[[], StationStatus],
        tell: Callable[[Event], None],
    ) -> None:
        """`folder` keeps how far was published; `station_status` is quick; `tell` puts an event into the records."""
        self._section = section
        self._station = station
        self._feed = feed
        self._folder = folder
        self._station_status = station_status
        self._tell_records = tell
        self._where = f"{section.host}:{section.port}"
        self._topics = topics(section.prefix, station)
        self._client_id = section.client_id or f"station-{station}"
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._up = False
        self._problem: StationError | None = None  # of the link
        self._records_problem: StationError | None = None  # of the database or the bookmark
        self._newest = 0
        self._acknowledged = FeedPlace()
        self._sent = FeedPlace()  # at least what is acknowledged
        self._kept = FeedPlace()
        self._kept_at = 0.0
        self._under_way: deque[tuple[int, FeedPlace]] = deque()  # message number, and how far it gets us
        self._answered: set[int] = set()
        self._waits_for = (0, 0.0)  # an inspection that is not settled, since when
        self._told_down = False

    def open(self) -> None:
        """Begin to publish, and to keep the link by itself.

        Raises:
            OutputError: paho is not installed, or the password cannot be read.
            RecordsError, StorageError: the records or the bookmark cannot be read or written.
        """
        if self._thread is not None:
            return
        load_paho()
        read_password(self._section)
        self._acknowledged = self._kept = self._begin()
        self._stop.clear()
        self._thread = threading.Thread(target=self._run, name="mqtt", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Publish what is left within 2 s, say offline, end the thread. Safe to call twice."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        self._stop.set()
        thread.join(_PATIENCE_S)
        if thread.is_alive():
            log.warning("the MQTT publisher does not end; what it did not publish is published after the next start")

    def status(self) -> PartnerStatus:
        """How it is, in words. Quick."""
        problem = self._problem or self._records_problem
        where = self._where
        if problem is not None:
            said = problem.message
        else:
            said = f"Connected to the MQTT broker {where}." if self._up else f"Connecting to the MQTT broker {where}."
        if (waiting := self._newest - self._acknowledged.inspection) > 0:
            said = f"{said} {waiting} inspections wait in the records."
        return PartnerStatus(NAME, self._up and problem is None, said, "" if problem is None else problem.hint)

    def _begin(self) -> FeedPlace:
        """Where to go on. On other records than were published last (a backup, a new database): at their end."""
        kept, newest = read_bookmark(self._folder), self._feed.newest()
        self._newest = newest.inspection
        if kept is not None and self._feed.has(kept.inspection, kept.inspection_id):
            return replace(kept, event=min(kept.event, newest.event))
        write_bookmark(self._folder, newest)
        if kept is not None:
            self._tell(
                "These are not the records that were published by MQTT before: publishing begins with the next"
                f" inspection; the {newest.inspection} before it are not published.",
            )
        return newest

    def _run(self) -> None:
        pause_s = _FIRST_PAUSE_S
        while not self._stop.is_set():
            before = self._acknowledged
            will = (self._topics.status, offline_message(self._station, closed=False))
            session = BrokerSession(self._section, self._client_id, will)
            try:
                session.open()
                self._publish(session)
            except StationError as error:
                self._down(error)
            except Exception as error:
                log.exception("the MQTT publisher failed")
                self._down(OutputError(f"The MQTT publisher failed: {explain(error)}", "Keep the program's log."))
            finally:
                session.abandon()
                self._keep()
            pause_s = _FIRST_PAUSE_S if self._acknowledged != before else min(2 * pause_s, _MOST_PAUSE_S)
            self._wait(pause_s)

    def _wait(self, pause_s: float) -> None:
        until = time.monotonic() + pause_s
        while not self._stop.wait(min(1.0, max(0.0, until - time.monotonic()))) and time.monotonic() < until:
            with suppress(RecordsError):
                self._newest = self._feed.newest().inspection

    def _publish(self, session: BrokerSession) -> None:
        """Publish until the session ends (raises BrokerLost) or the publisher is closed."""
        self._sent = self._acknowledged
        self._under_way.clear()
        self._answered.clear()
        said, said_at = self._say(session), time.monotonic()
        looked_at = -_LOOK_S
        closing_at: float | None = None
        more = True
        while closing_at is None or time.monotonic() < closing_at + _FAREWELL_S:
            now = time.monotonic()
            if self._stop.is_set() and closing_at is None:
                closing_at, looked_at = now, -_LOOK_S
            due = now - looked_at >= _LOOK_S
            if due or (more and session.room):
                more, looked_at = self._send(session), now
            if due and (_differs(self._station_status(), said) or now - said_at >= _STATUS_S):
                said, said_at = self._say(session), now
            self._take(session.turn(0.0 if more and session.room else 0.05))
            if now - self._kept_at >= _KEEP_S:
                self._keep()
            if closing_at is not None and not more and session.idle:
                break
        self._up = False
        session.publish(self._topics.status, offline_message(self._station, closed=True), retain=True)
        until = time.monotonic() + _FAREWELL_S
        while not session.idle and time.monotonic() < until:
            self._take(session.turn(0.05))
        session.close()

    def _say(self, session: BrokerSession) -> StationStatus:
        status = self._station_status()
        session.publish(self._topics.status, status_message(self._station, status), retain=True)
        return status

    def _send(self, session: BrokerSession) -> bool:
        """Hand over what is new in the records, as far as there is room; True: there is more at once."""
        try:
            self._newest = self._feed.newest().inspection
            inspections = self._feed.inspections(after=self._sent.inspection, limit=_BATCH)
            events = self._feed.events(after=self._sent.event, limit=_BATCH)
        except RecordsError as error:
            self._records_problem = error
            return False
        self._records_problem = None
        for fed in inspections:
            if not self._settled(fed):
                break
            if not session.room:
                return True
            self._sent = replace(self._sent, inspection=fed.key, inspection_id=fed.inspection.id)
            self._hand_over(session, self._topics.inspection, inspection_message(self._station, fed))
        for event in events:
            if not session.room:
                return True
            assert event.id is not None
            self._sent = replace(self._sent, event=event.id)
            self._hand_over(session, self._topics.event, event_message(self._station, event))
        return max(len(inspections), len(events)) == _BATCH

    def _hand_over(self, session: BrokerSession, topic: str, message: bytes) -> None:
        self._under_way.append((session.publish(topic, message), self._sent))

    def _settled(self, fed: FedInspection) -> bool:
        """Whether nothing of it is open any more, or it was waited for long enough."""
        inspection = fed.inspection
        if inspection.output is not OutputState.PENDING and inspection.image.state is not ImageState.PENDING:
            return True
        key, since = self._waits_for
        if key != fed.key:
            self._waits_for = (fed.key, time.monotonic())
            return False
        return time.monotonic() - since >= SETTLE_S

    def _take(self, numbers: frozenset[int]) -> None:
        """Go on to where everything is acknowledged without a gap."""
        if numbers and not self._up:
            self._came_up()
        self._answered |= numbers
        while self._under_way and self._under_way[0][0] in self._answered:
            number, mark = self._under_way.popleft()
            self._answered.discard(number)
            self._acknowledged = mark
        if not self._under_way:
            self._answered.clear()  # of messages that say how the station is

    def _keep(self) -> None:
        self._kept_at = time.monotonic()
        if self._kept == self._acknowledged:
            return
        mark = self._acknowledged
        try:
            write_bookmark(self._folder, mark)
        except StationError as error:
            self._records_problem = error  # what is published meanwhile is published again after a restart
        else:
            self._kept = mark

    def _came_up(self) -> None:
        self._up, self._problem = True, None
        if self._told_down:
            self._told_down = False
            self._tell(f"The MQTT broker {self._where} is connected again.")

    def _down(self, error: StationError) -> None:
        self._up, self._problem = False, error
        if not self._told_down and not self._stop.is_set():
            self._told_down = True
            self._tell(f"Results are not published: {error.message}", error.hint)

    def _tell(self, message: str, hint: str = "") -> None:
        details: dict[str, object] = {"hint": hint} if hint else {}
        self._tell_records(Event(datetime.now(UTC), EventKind.OUTPUT, message, details=details))


def _differs(now: StationStatus, said: StationStatus) -> bool:
    """Whether something changed that others wait for; counters are told now and then."""
    return _of_interest(now) != _of_interest(said)


def _of_interest(status: StationStatus) -> tuple[object, ...]:
    others = tuple((one.name, one.ok) for one in status.partners if one.name != NAME)
    return status.state, status.message, status.recipe, status.threshold, others
