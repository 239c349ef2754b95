"""The orders of whoever is at the desk to the station, each on a thread of its own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from station.accounts import Session
from station.orders import Orders
from station.types import StationState
from ui.bridge import StationLike
from ui.desk import Desk
from ui.tasks import OnError, Tasks
from ui.told import told

_ALLOWED = {
    "start": (StationState.STOPPED,),
    "stop": (
        StationState.STARTING,
        StationState.READY,
        StationState.BLOCKED,
        StationState.RECOVERING,
        StationState.FAULT,
    ),
    "acknowledge": (StationState.FAULT,),
    "trigger": (StationState.READY, StationState.BLOCKED),
}


class Commands(QObject):
    """Start, stop, acknowledge, trigger. What fails comes out of `failed` in words.

    No order waits for another one, nor for what the pages run: each has a thread for itself.
    """

    failed = Signal(str, str)
    """Message and hint."""
    done = Signal(str)
    """Name of the order that succeeded."""
    changed = Signal()
    """`busy` changed."""

    def __init__(self, station: StationLike, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.orders = Orders(station, station.records.audit.add)
        self._threads = Tasks(threads=len(_ALLOWED) + 1, parent=self)  # one is for `halt`
        self._desk = desk
        self._busy: set[str] = set()

    @property
    def busy(self) -> frozenset[str]:
        """Orders under way."""
        return frozenset(self._busy)

    def allowed(self, order: str, state: StationState) -> bool:
        """Whether an order makes sense in a state and is not under way."""
        return state in _ALLOWED[order] and order not in self._busy

    def start(self) -> None:
        self._order("start", self.orders.start)

    def stop(self) -> None:
        self._order("stop", self.orders.stop)

    def acknowledge(self) -> None:
        self._order("acknowledge", self.orders.acknowledge)

    def trigger(self) -> None:
        self._order("trigger", self.orders.trigger)

    def halt(self, stop: Callable[[], None], on_done: Callable[[None], None], on_error: OnError) -> None:
        """Stop the line by `stop` whoever is at the desk: the window closes."""
        self._threads.run(stop, on_done, on_error)

    def close(self) -> None:
        """Wait for orders under way, deliver nothing any more. Safe to call twice."""
        self._threads.close()

    def _order(self, name: str, order: Callable[[Session | None], None]) -> None:
        if name in self._busy:
            return
        self._busy.add(name)
        self.changed.emit()
        by = self._desk.session
        self._threads.run(
            lambda: order(by), lambda _: self._finished(name, None), lambda error: self._finished(name, error)
        )

    def _finished(self, name: str, error: BaseException | None) -> None:
        self._busy.discard(name)
        self.changed.emit()
        if error is None:
            self.done.emit(name)
        else:
            self.failed.emit(*told(error))
