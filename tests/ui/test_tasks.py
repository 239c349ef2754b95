from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QTimer
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from station.errors import StorageError
from ui.tasks import Tasks


def unexpected(error: BaseException) -> None:
    raise AssertionError("no error was expected") from error


def test_operation_runs_elsewhere_and_its_result_arrives_on_the_gui_thread(qtbot: QtBot, tasks: Tasks) -> None:
    ran_on: list[int] = []
    delivered_on: list[int] = []
    results: list[int] = []

    def operation() -> int:
        ran_on.append(threading.get_ident())
        return 42

    def on_done(result: int) -> None:
        delivered_on.append(threading.get_ident())
        results.append(result)

    tasks.run(operation, on_done, unexpected)
    qtbot.waitUntil(lambda: results == [42], timeout=60_000)
    assert delivered_on == [threading.get_ident()]
    assert ran_on != delivered_on
    assert tasks.running == 0


def test_error_for_people_goes_to_on_error_only(qtbot: QtBot, tasks: Tasks) -> None:
    errors: list[BaseException] = []

    def operation() -> None:
        raise StorageError("The disk is full.", "Make room.")

    with capture_exceptions() as raised:
        tasks.run(operation, lambda _: pytest.fail("it did not succeed"), errors.append)
        qtbot.waitUntil(lambda: len(errors) == 1, timeout=60_000)
    assert isinstance(errors[0], StorageError)
    assert raised == []


def test_bug_reaches_on_error_and_then_the_exception_hook(qtbot: QtBot, tasks: Tasks) -> None:
    errors: list[BaseException] = []
    with capture_exceptions() as raised:
        tasks.run(lambda: {}["missing"], lambda _: pytest.fail("it did not succeed"), errors.append)
        qtbot.waitUntil(lambda: len(raised) == 1, timeout=60_000)
    assert isinstance(errors[0], KeyError)
    assert raised[0][0] is KeyError


def test_event_loop_goes_on_while_an_operation_is_slow(qtbot: QtBot, tasks: Tasks) -> None:
    release = threading.Event()
    done: list[None] = []
    beats: list[None] = []
    heart = QTimer()
    heart.timeout.connect(lambda: beats.append(None))
    heart.start(0)

    def slow() -> None:
        assert release.wait(60)

    tasks.run(slow, done.append, unexpected)
    qtbot.waitUntil(lambda: len(beats) >= 200, timeout=60_000)
    assert done == []
    release.set()
    qtbot.waitUntil(lambda: done == [None], timeout=60_000)
    heart.stop()


def test_close_waits_for_what_runs_and_delivers_nothing_more(qtbot: QtBot, tasks: Tasks) -> None:
    started, finished = threading.Event(), threading.Event()
    delivered: list[object] = []

    def operation() -> None:
        started.set()
        finished.set()

    tasks.run(operation, delivered.append, delivered.append)
    assert started.wait(60)
    tasks.close()
    assert finished.is_set()
    tasks.run(lambda: None, delivered.append, delivered.append)
    qtbot.wait(1)
    assert delivered == []
    assert tasks.running == 0
