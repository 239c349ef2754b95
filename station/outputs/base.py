"""What a verdict output is to the line."""

from __future__ import annotations

from typing import Protocol

from station.types import Inspection


class Output(Protocol):
    """Takes verdicts to the machine around the station. Reject is the rest state: only `ok` may let a part pass.

    Calls come one at a time (the line holds a lock), from the inspection thread and the health thread.
    Every method but `close` may raise `OutputError`; the line then takes the part as rejected and goes to FAULT.
    """

    def open(self) -> None:
        """Take the device and put every signal to rest."""
        ...

    def ok(self, inspection: Inspection) -> None:
        """Give the one signal that lets this part pass, for a limited time. Returns within milliseconds."""
        ...

    def reject(self, inspection: Inspection) -> None:
        """Tell NOK, REVIEW or ERROR: at least, end any OK that is still active."""
        ...

    def rest(self) -> None:
        """Put every signal to rest now."""
        ...

    def heartbeat(self, level: bool) -> None:
        """Show the toggling sign of life."""
        ...

    def close(self) -> None:
        """Put every signal to rest and give the device back. Safe to call twice."""
        ...


class PartnerOutput(Output, Protocol):
    """An output to who asked for the picture: a robot or a PLC. It tells verdicts on its own triggers.

    `ok` and `reject` raise `PartnerLost` where the partner is not there to be told.
    """

    def check(self, inspection: Inspection) -> None:
        """Raise PartnerLost where an OK on `inspection` could not be told now. Nothing is sent."""
        ...
