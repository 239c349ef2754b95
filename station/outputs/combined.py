"""Several outputs as one: an OK goes to all of them, or stays with none."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress

from station.errors import OkPassed, OutputError, PartnerLost
from station.outputs.base import Output, PartnerOutput
from station.types import Inspection

log = logging.getLogger(__name__)


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
                with suppress(Exception):
                    output.close()
            raise

    def ok(self, inspection: Inspection) -> None:
        try:
            for partner in self._partners:
                partner.check(inspection)
            for output in self._all:
                output.ok(inspection)
        except PartnerLost:
            # also where no OK was given yet: the pulse of the part before may stand still
            with suppress(PartnerLost):
                self.reject(inspection)
            raise
        except BaseException:
            with suppress(Exception):
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
        problems: list[Exception] = []
        for output in self._all:
            try:
                call(output)
            except OutputError as error:
                problems.append(error)
            except Exception as error:
                log.exception("an output failed")
                problems.append(error)
        if problems:
            raise min(problems, key=_mildness)


def _mildness(problem: Exception) -> int:
    """A part that passed is the gravest, then a mistake in the program; a partner that is gone is the least."""
    return isinstance(problem, OutputError) - 2 * isinstance(problem, OkPassed) + isinstance(problem, PartnerLost)
