"""Closing a station: every step is done, whatever becomes of the one before it."""

from __future__ import annotations

from pathlib import Path

import pytest

from station.errors import OutputError
from station.types import PartnerStatus, StationState
from tests.station.operate_rig import Place


class Stubborn:
    """A partner with a mistake in its end."""

    def __init__(self, name: str, heard: list[str]) -> None:
        self.name, self.heard = name, heard

    def open(self) -> None:
        self.heard.append(f"{self.name} open")

    def status(self) -> PartnerStatus:
        return PartnerStatus(self.name, True, "")

    def close(self) -> None:
        self.heard.append(f"{self.name} close")
        raise OutputError(f"{self.name} does not end.")


def test_a_partner_that_cannot_be_closed_keeps_nobody_else_from_it_and_the_folder_is_free_again(tmp_path: Path) -> None:
    heard: list[str] = []
    place = Place(tmp_path)
    station = place.station()
    station.partners = (Stubborn("plc", heard), Stubborn("robot", heard))
    station.start()
    with pytest.raises(OutputError, match="does not end"):
        station.close()
    assert heard == ["plc close", "robot close"]
    assert station.status().state is StationState.STOPPED
    station.partners = ()
    again = place.station()  # the lock on the folder is given back
    again.start()
    place.close()
