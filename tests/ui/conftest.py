"""Helpers for the window's tests: real results and statuses, a station that follows the test, and a leak check."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import numpy as np
import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.accounts import Session
from station.alarms import Alarms
from station.app import open_records
from station.candidates import Candidates
from station.choosing import Choosing
from station.config import Config, parse
from station.golden import Golden
from station.labelling import Judging
from station.next_part import NextPart
from station.part_claim import Claim
from station.presence import Presence
from station.review_queue import ReviewQueue
from station.services import Station
from station.shifts import Shifts
from station.types import (
    Counters,
    Inspection,
    Latency,
    OutputState,
    Reason,
    RecipeRef,
    Result,
    StationState,
    StationStatus,
    Verdict,
)
from ui.app import WindowSession
from ui.tasks import Tasks
from ui.theme import Theme

WAIT_MS = 60_000
THRESHOLD = 2.0


class Aside:
    """Sets aside what imports made, so that looking for leaks does not look through torch each time."""

    def __init__(self) -> None:
        self._modules = 0

    def put(self) -> None:
        """Look no more at what is there now, if modules came since."""
        if len(sys.modules) != self._modules:
            self._modules = len(sys.modules)
            gc.collect()
            gc.freeze()


@pytest.fixture(scope="session")
def aside() -> Iterator[Aside]:
    made = Aside()
    made.put()
    yield made
    gc.unfreeze()


@pytest.fixture(autouse=True)
def nothing_left(qapp: QApplication, aside: Aside) -> Iterator[None]:
    """Fail a test that leaves a thread, a running timer or a window behind."""
    threads = set(threading.enumerate())
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    left = [thread for thread in threading.enumerate() if thread not in threads]
    for thread in left:
        thread.join(60)  # one that was let go may not have had its turn yet
    assert [thread for thread in left if thread.is_alive()] == []
    assert [widget for widget in qapp.topLevelWidgets() if widget.isVisible()] == []
    # isinstance would ask torch's own objects, and those warn
    timers = [found for found in gc.get_objects() if issubclass(type(found), QTimer)]
    assert [timer for timer in timers if shiboken6.isValid(timer) and timer.isActive()] == []
    aside.put()


@pytest.fixture(autouse=True)
def sessions_last(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests of pages sign in people who have no account: looking for them again must not sign them out half-way."""
    monkeypatch.setattr("ui.reception.RENEW_MS", 3_600_000)


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    made = Theme(qapp)
    yield made
    made.deleteLater()


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.close()
    made.deleteLater()


def make_status(state: StationState = StationState.READY, **changes: Any) -> StationStatus:
    values: dict[str, Any] = {
        "state": state,
        "message": "",
        "hint": "",
        "heartbeat": True,
        "heartbeat_age_ms": 50.0,
        "counters": Counters(),
        "queue_tokens": 0,
        "queue_images": 0,
        "images_pending": 0,
        "disk_free_bytes": 10**11,
        "latency": {"inference": Latency(5, 12.0, 15.0)},
        "recipe": RecipeRef("cell", 3, "0" * 64),
        "model": None,
        "threshold": THRESHOLD,
        "review_from": None,
        "camera_id": "fake 1",
        "camera_message": "",
        "accepted": {},
        "since": datetime(2026, 1, 1, tzinfo=UTC),
    }
    return StationStatus(**{**values, **changes})


_REASONS = {
    Verdict.OK: Reason.BELOW_THRESHOLD,
    Verdict.NOK: Reason.ABOVE_THRESHOLD,
    Verdict.REVIEW: Reason.REVIEW_BAND,
    Verdict.ERROR: Reason.MISSING_FRAME,
}


def make_result(number: int, verdict: Verdict = Verdict.OK, **changes: Any) -> Result:
    """A 64 x 48 grey picture; parts that are not OK have an anomaly in the middle; ERROR has no picture."""
    lost = verdict is Verdict.ERROR
    scores = {Verdict.OK: 1.0, Verdict.REVIEW: 1.9, Verdict.NOK: 2.6, Verdict.ERROR: None}
    values: dict[str, Any] = {
        "id": f"inspection-{number}",
        "trigger_id": f"trigger-{number}",
        "source": "button",
        "part_id": f"P{number}",
        "seq": number,
        "at": datetime(2026, 1, 1, 12, 0, tzinfo=UTC),
        "verdict": verdict,
        "reason": _REASONS[verdict],
        "score": scores[verdict],
        "threshold": None if lost else THRESHOLD,
        "review_from": 1.8 if verdict is Verdict.REVIEW else None,
        "output": OutputState.SENT,
    }
    image = None if lost else np.full((48, 64), 40 + number % 100, np.uint8)
    anomaly_map = None
    if not lost:
        anomaly_map = np.full((48, 64), 0.5, np.float32)
        if verdict is not Verdict.OK:
            anomaly_map[20:28, 28:36] = scores[verdict]
    image = changes.pop("image", image)
    anomaly_map = changes.pop("anomaly_map", anomaly_map)
    return Result(Inspection(**{**values, **changes}), image, anomaly_map)


class ScriptedAccounts:
    """There is an account, and nobody's session ends."""

    def any(self) -> bool:
        return True

    def renew(self, session: Session) -> Session:
        return session

    def sign_out(self, session: Session, *, why: str = "") -> None:
        pass


def unheard(*_args: Any, **_more: Any) -> Any:
    """Stand where a line would be asked for a picture: there is none."""
    raise AssertionError("this station has no line")


class ScriptedStation:
    """Answers what the test has set. `hold` stops start, stop and acknowledge until the test lets them go.

    Its services are real, on empty records.
    """

    def __init__(self, config: Config) -> None:
        self.config = config
        self.records = records = open_records(config)
        self.next_part = NextPart()
        self.presence = Presence()
        self.alarms = Alarms(records, records.add_event, acknowledge_fault=self.acknowledge)
        self.golden = Golden(
            records, config.golden, Claim("golden", unheard, unheard, outside=lambda: True), running=lambda: None
        )
        self.shifts = Shifts(records, config.shifts)
        self.judging = Judging(records)
        self.candidates = Candidates(records, config.images_dir, config.data_dir / "datasets")
        self.review_queue = ReviewQueue(records)
        self.choosing = Choosing(records, records.activate)
        self.accounts = ScriptedAccounts()
        self.now = make_status(StationState.STOPPED)
        self.frame: Any = None
        self.called: list[str] = []
        self.threads: set[int] = set()
        self.fails: dict[str, Exception] = {}
        self.hold = threading.Event()
        self.hold.set()
        self.listeners: list[Callable[[Result], None]] = []

    def _do(self, name: str) -> None:
        self.called.append(name)
        self.threads.add(threading.get_ident())
        assert self.hold.wait(60)
        if name in self.fails:
            raise self.fails[name]

    def start(self) -> None:
        self._do("start")

    def stop(self) -> None:
        self._do("stop")
        self.now = make_status(StationState.STOPPED)

    def acknowledge(self, who: str = "operator") -> None:
        self._do("acknowledge")

    def trigger(self, part_id: str | None = None, *, source: str = "button") -> None:
        self._do("trigger")

    def status(self) -> StationStatus:
        return self.now

    def live_frame(self) -> Any:
        return self.frame

    def subscribe(self, on_result: Callable[[Result], None]) -> Callable[[], None]:
        self.listeners.append(on_result)
        return lambda: self.listeners.remove(on_result)

    def publish(self, *results: Result) -> None:
        """Call the listeners from a thread that is not the GUI's, as the inspection thread does."""

        def call() -> None:
            for result in results:
                for listener in list(self.listeners):
                    listener(result)

        thread = threading.Thread(target=call)
        thread.start()
        thread.join(60)
        assert not thread.is_alive()


@pytest.fixture
def station(tmp_path: Path) -> Iterator[ScriptedStation]:
    values = {
        "schema": 1,
        "camera": {"kind": "fake"},
        "station": {"name": "Cell line 2", "data_dir": str(tmp_path / "data"), "language": "en"},
    }
    made = ScriptedStation(parse(values, base=tmp_path, environ={}))
    yield made
    made.records.close()


@pytest.fixture
def signed_in() -> Session | None:
    """Who is at the window when it opens; tests that need somebody define this anew."""
    return None


@pytest.fixture
def session(
    qapp: QApplication, qtbot: QtBot, station: ScriptedStation | Station, signed_in: Session | None
) -> Iterator[WindowSession]:
    """An open window on the scripted station, or on the one that the tests define."""
    made = WindowSession(qapp, station, signed_in=signed_in)
    made.open()
    qtbot.waitExposed(made.window)
    yield made
    if isinstance(station, ScriptedStation):
        station.hold.set()
    made.end()


@pytest.fixture
def new_status() -> Callable[..., StationStatus]:
    return make_status


@pytest.fixture
def new_result() -> Callable[..., Result]:
    return make_result
