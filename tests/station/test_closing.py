"""Closing a station: every step is done, whatever becomes of the one before it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from camera.api import Trigger
from station import plan_capture
from station.config import LineSection
from station.errors import OutputError
from station.plan_words import Answer, Ask, PlanState
from station.types import PartnerStatus, StationState
from tests.station.operate_rig import Place
from tests.station.plan_rig import ENGINEER, WAIT_S, make_plan, reach


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


def test_a_capture_plan_that_hangs_in_the_driver_of_the_camera_does_not_keep_the_station_from_closing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan_capture, "PATIENCE_S", 0.2)
    monkeypatch.setattr(LineSection, "driver_patience_s", 0.05)
    inside, go_on = threading.Event(), threading.Event()
    place = Place(tmp_path)
    station = place.station()
    camera = station._line.acquisition.camera
    station.plans.begin(ENGINEER, make_plan(tmp_path, {"number": 1, "title": "Good sheet", "label": "good"}))
    reach(station, PlanState.ASKING, Ask.INSERT)
    fire = camera.fire

    def hang(trigger: Trigger) -> None:
        inside.set()
        assert go_on.wait(WAIT_S)
        fire(trigger)

    monkeypatch.setattr(camera, "fire", hang)
    station.plans.answer(ENGINEER, Answer.CONFIRM)
    assert inside.wait(WAIT_S)
    closing = threading.Thread(target=station.close)
    closing.start()
    closing.join(WAIT_S / 2)
    hung = closing.is_alive()
    go_on.set()
    closing.join()
    assert not hung
    assert station.plans.wait(WAIT_S)
    place.close()
