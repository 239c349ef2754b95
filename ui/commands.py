"""The operator's orders to the station, each off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QObject, Signal

from station.errors import EXPLAINED, Explained
from station.types import StationState
from ui.bridge import StationLike
from ui.tasks import Tasks

_ALLOWED = {
    "start": (StationState.STOPPED,),
    "stop": (StationState.READY, StationState.BLOCKED, StationState.RECOVERING, StationState.FAULT),
    "acknowledge": (StationState.FAULT,),
    "trigger": (StationState.READY, StationState.BLOCKED),
}


class Commands(QObject):
    """Start, stop, acknowledge, trigger. What fails comes out of `failed` in words."""

    failed = Signal(str, str)
    """Message and hint."""
    done = Signal(str)
    """Name of the order that succeeded."""
    changed = Signal()
    """`busy` changed."""

    def __init__(self, station: StationLike, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._station = station
        self._tasks = tasks
        self._busy: set[str] = set()

    @property
    def busy(self) -> frozenset[str]:
        """Orders under way."""
        return frozenset(self._busy)

    def allowed(self, order: str, state: StationState) -> bool:
        """Whether an order makes sense in a state and is not under way."""
        return state in _ALLOWED[order] and order not in self._busy

    def start(self) -> None:
        self._order("start", self._station.start)

    def stop(self) -> None:
        self._order("stop", self._station.stop)

    def acknowledge(self, who: str = "operator") -> None:
        self._order("acknowledge", lambda: self._station.acknowledge(who))

    def trigger(self) -> None:
        self._order("trigger", lambda: self._station.trigger(source="button"))

    def _order(self, name: str, operation: Callable[[], object]) -> None:
        if name in self._busy:
            return
        self._busy.add(name)
        self.changed.emit()
        self._tasks.run(operation, lambda _: self._finished(name, None), lambda error: self._finished(name, error))

    def _finished(self, name: str, error: BaseException | None) -> None:
        self._busy.discard(name)
        self.changed.emit()
        if error is None:
            self.done.emit(name)
        elif isinstance(error, EXPLAINED):
            explained = cast(Explained, error)
            self.failed.emit(explained.message, explained.hint)
        else:
            self.failed.emit(
                self.tr("Unexpected error: {error}").format(error=f"{type(error).__name__}: {error}"),
                self.tr("This is a mistake in the program. The log has the details."),
            )
