"""A study on a wired station with the simulated camera: whatever part lies under the camera is what it sees."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from camera.fake_script import Step
from station.agreement_study import ReferencePart, Study
from station.services import Station
from tests.station.operate_rig import EVA, Place, picture, wait_until

PARTS = (
    ReferencePart("g1", False),
    ReferencePart("g2", False),
    ReferencePart("d1", True, "spot"),
    ReferencePart("d2", True, "spot"),
)


class Table:
    """The place under the camera. A part shows a bright spot where its name begins with d, or is among `spotted`."""

    def __init__(self, folder: Path) -> None:
        self.place = Place(folder)
        self.part = ""
        self.spotted: set[str] = set()
        self.clean: set[str] = set()

    def station(self, script: list[Step] | None = None, **sections: Any) -> Station:
        return self.place.station(script, self._picture, **sections)

    def _picture(self, number: int) -> np.ndarray[Any, Any]:
        bad = (self.part.startswith("d") or self.part in self.spotted) and self.part not in self.clean
        return picture(3 * number + (2 if bad else 0))

    def put(self, station: Station) -> None:
        """Put the part that is asked for under the camera, present it, and wait for its reading."""
        before = station.agreement.state()
        assert before.next is not None
        self.part = before.next.part.name
        station.agreement.present(EVA)
        wait_until(lambda: not station.agreement.state().waiting and station.agreement.state() != before)

    def run(self, station: Station, study: Study) -> Study:
        """Do the whole study."""
        station.agreement.begin(EVA, study.id)
        while station.agreement.state().next is not None:
            self.put(station)
        return station.agreement.finish(EVA)

    def close(self) -> None:
        self.place.close()
