"""No output: verdicts go to the records and the window only."""

from __future__ import annotations

from station.types import Inspection


class NoOutput:
    """The output of a station that drives nothing."""

    def open(self) -> None: ...

    def ok(self, inspection: Inspection) -> None: ...

    def reject(self, inspection: Inspection) -> None: ...

    def rest(self) -> None: ...

    def heartbeat(self, level: bool) -> None: ...

    def close(self) -> None: ...
