"""Several outputs as one: an OK goes to all of them, or stays with none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

from station.errors import OutputError, PartnerLost
from station.outputs.base import Output, PartnerOutput
from station.types import Inspection


class CombinedOutput:
    """The signals of the station itself, and the partners that ask for pictures.

    Partners are asked first whether they are there. Then the station's own signal is given, which can be taken back,
    and the partners are told, who cannot unhear it; if one of them is lost in between, the signal is ended.
    """

    def __init__(self, own: Output, partners: Sequence[PartnerOutput]) -> None:
        self._own = own
        self._partners = tuple(partners)

    def open(self) -> None:
        opened: list[Output] = []
        try:
            for output in self._all:
                opened.append(output)
                output.open()
        except BaseException:
            for output in opened:
                with suppress(OutputError):
                    output.close()
            raise

    def ok(self, inspection: Inspection) -> None:
        for partner in self._partners:
            partner.check(inspection)
        try:
            for output in self._all:
                output.ok(inspection)
        except BaseException:
            with suppress(OutputError):
                self.reject(inspection)
            raise

    def reject(self, inspection: Inspection) -> None:
        self._each(lambda output: output.reject(inspection))

    def rest(self) -> None:
        self._each(lambda output: output.rest())

    def heartbeat(self, level: bool) -> None:
        self._each(lambda output: output.heartbeat(level))

    def close(self) -> None:
        self._each(lambda output: output.close())

    @property
    def _all(self) -> tuple[Output, ...]:
        return (self._own, *self._partners)

    def _each(self, call: Callable[[Output], None]) -> None:
        """Reach every output, whatever the others do; then raise the gravest of what went wrong."""
        problems: list[OutputError] = []
        for output in self._all:
            try:
                call(output)
            except OutputError as error:
                problems.append(error)
        if problems:
            raise min(problems, key=lambda error: isinstance(error, PartnerLost))
