"""The one way off the GUI thread: an operation, what to do with its result, what to do with its error."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from station.errors import EXPLAINED

T = TypeVar("T")

OnError = Callable[[BaseException], None]


class Tasks(QObject):
    """Runs operations on a few threads and hands their outcome to the GUI thread.

    `on_done` and `on_error` run on the thread this object lives on, exactly one of them, unless `close` came first.
    An error that is not meant for people (see `station.errors`) is a bug: after `on_error` it is raised on the GUI
    thread, so that it reaches `sys.excepthook` with its traceback.
    """

    _finished = Signal(object)

    def __init__(self, *, threads: int = 4, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix="ui-task")
        self._closed = False
        self._running = 0
        self._finished.connect(self._deliver)

    @property
    def running(self) -> int:
        """Operations whose outcome has not been delivered."""
        return self._running

    def run(self, operation: Callable[[], T], on_done: Callable[[T], None], on_error: OnError) -> None:
        """Run `operation` on another thread. GUI thread only. Does nothing after `close`."""
        if self._closed:
            return
        self._running += 1
        self._executor.submit(self._work, operation, on_done, on_error)

    def close(self) -> None:
        """Drop what has not started, wait for what has, deliver nothing any more. Safe to call twice."""
        self._closed = True
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._running = 0

    def _work(self, operation: Callable[[], Any], on_done: Callable[[Any], None], on_error: OnError) -> None:
        deliver: Callable[[], None]
        try:
            result = operation()
        except BaseException as error:  # noqa: BLE001 - a thread top: everything goes to the GUI thread
            deliver = _Failure(error, on_error)
        else:
            deliver = _Success(result, on_done)
        self._finished.emit(deliver)

    @Slot(object)
    def _deliver(self, deliver: Callable[[], None]) -> None:
        if self._closed:
            return
        self._running -= 1
        deliver()


class _Success:
    def __init__(self, result: Any, on_done: Callable[[Any], None]) -> None:
        self._result, self._on_done = result, on_done

    def __call__(self) -> None:
        self._on_done(self._result)


class _Failure:
    def __init__(self, error: BaseException, on_error: OnError) -> None:
        self._error, self._on_error = error, on_error

    def __call__(self) -> None:
        self._on_error(self._error)
        if not isinstance(self._error, EXPLAINED):
            raise self._error
