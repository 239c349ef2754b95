"""The image gate learned again from the normal set: the service, the command, and the line with the place in force."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from calibration import CalibrationError
from camera.fake import FakeCamera, FakeOptions
from detectors import create as create_detector
from station.accounts import Session
from station.app import build
from station.audit import Act
from station.baseline import baseline_of
from station.errors import NotPermitted, RecipeError, UsageError
from station.gates import GateStudy, spans
from station.images import Image, write_image
from station.models import ModelStore
from station.permissions import Role
from station.services import Station
from station.types import Inspection, Reason, Verdict
from tests.station.built_rig import ANNA, OTTO, acts
from tests.station.cli_rig import CommandLine, make_folder
from tests.station.placed_rig import HEIGHT, WIDTH, placed, placed_good

ADA = Session("Ada", Role.ENGINEER, datetime(2026, 1, 1, tzinfo=UTC))


@pytest.fixture
def line(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """A recipe taught on twelve good parts that lie in a holder."""
    station = CommandLine(tmp_path, capsys)
    monkeypatch.setenv("STATION_CONFIG", str(station.file))
    good = make_folder(tmp_path / "good", placed_good(16))
    answer = station("train", "cell", "--good", good, "--activate", "--why", "first", "--who", "ada")
    assert answer.code == 0, answer.err
    return station


@pytest.fixture
def station(line: CommandLine) -> Iterator[Station]:
    shots = iter([placed(900, dx=1), placed(901, dx=60), placed(902, turn=14), placed(903)])
    camera = FakeCamera(FakeOptions(width=WIDTH, height=HEIGHT, ready_ms=60_000), picture=lambda _n: next(shots))
    made = build(line.config, camera=camera)
    try:
        yield made
    finally:
        made.close()


def test_the_study_shows_the_normal_set_and_tries_the_limits_on_what_was_held_out(station: Station) -> None:
    study = station.gates.study("cell")
    assert len(study.normal) == 12
    assert len(study.held_out) == 4
    assert study.refused is not None
    assert (study.refused.count, study.refused.total) == (0, 4)
    assert study.why_no_place == ""
    assert all(one.quality.shift_px is not None and one.agreement is not None for one in study.normal)
    assert set(spans(study.now)) == {"brightness", "saturated", "sharpness"}
    assert set(spans(study.learned)) == {"brightness", "saturated", "sharpness", "shift_px", "turn_deg"}


def keep(station: Station, *, place: bool = True, why: str = "parts slip in the holder") -> GateStudy:
    study = station.gates.study("cell")
    station.gates.keep(ADA, study, place=place, why=why)
    return study


def test_keeping_makes_a_version_in_force_that_a_part_out_of_place_does_not_pass(station: Station) -> None:
    keep(station)
    active = station.records.active()
    assert active is not None
    assert (active.version, active.created_by, active.note) == (2, "Ada", "parts slip in the holder")
    assert active.threshold == station.records.recipe("cell", 1).threshold
    assert Act.GATE_LEARNED.value in acts(station)
    found: list[Inspection] = []
    came = threading.Semaphore(0)
    station.subscribe(lambda result: (found.append(result.inspection), came.release()))
    station.start()
    try:
        for _ in range(3):
            station.trigger("part")
            assert came.acquire(timeout=60)
    finally:
        station.stop()
    assert [one.verdict for one in found] == [Verdict.OK, Verdict.ERROR, Verdict.ERROR]
    assert [one.reason for one in found[1:]] == [Reason.IMAGE_GATE, Reason.IMAGE_GATE]
    assert "out of place" in found[1].detail
    assert "turned" in found[2].detail
    first = found[0].quality
    assert first is not None
    assert first.shift_px is not None
    assert first.shift_px < 5
    stored = station.records.get(found[1].id)
    assert stored is not None
    assert stored.quality == found[1].quality


def test_the_place_goes_on_being_checked_when_the_recipe_is_taught_again(line: CommandLine, station: Station) -> None:
    keep(station)
    station.close()
    good = make_folder(line.folder / "more", placed_good(16, first=50))
    assert line("train", "cell", "--good", good, "--who", "ada").code == 0
    records = line.records()
    try:
        newest = records.versions("cell")[-1]
    finally:
        records.close()
    assert newest.version == 3
    assert newest.gate is not None
    assert newest.gate["place"]["n_images"] == 12


def test_what_was_measured_becomes_the_baseline_of_the_drift_monitor(station: Station) -> None:
    model = station.records.recipe("cell").model
    folder = ModelStore(station.config.models_dir, create_detector).folder(model)
    taught = baseline_of(folder, model)
    assert (len(taught.scores), len(taught.qualities)) == (4, 12)
    assert taught.qualities[0].shift_px is None
    keep(station)
    kept = baseline_of(folder, model)
    assert kept.scores == taught.scores
    assert kept.qualities[0].shift_px is not None


def test_only_engineers_keep_limits_and_only_for_a_reason(station: Station) -> None:
    study = station.gates.study("cell")
    with pytest.raises(NotPermitted):
        station.gates.keep(OTTO, study, place=True, why="because")
    with pytest.raises(UsageError, match="reason"):
        station.gates.keep(ANNA, study, place=True, why="  ")
    with pytest.raises(UsageError, match="those that the recipe has"):
        station.gates.keep(ANNA, study, place=False, why="again")
    assert len(station.records.versions("cell")) == 1


def test_the_live_picture_is_looked_at_with_limits_that_are_not_kept_yet(station: Station) -> None:
    study = station.gates.study("cell")
    looker = station.gates.looker(study.recipe, study.learned)
    assert looker is not None
    assert looker.look(placed(5)).findings == ()
    assert "out of place" in looker.look(placed(6, dx=70)).findings[0]
    dark: Image = np.full((HEIGHT, WIDTH), 2, np.uint8)
    assert "too dark" in looker.look(dark).findings[0]
    with pytest.raises(RecipeError, match="was taught on"):
        looker.look(np.zeros((10, 10, 3), np.uint8))


def test_pictures_that_are_gone_are_named_and_without_any_nothing_is_learned(
    line: CommandLine, station: Station
) -> None:
    pictures = sorted((line.folder / "good").iterdir())
    pictures[0].unlink()
    assert any("missing" in one for one in station.gates.study("cell").left_out)
    for path in pictures[1:]:
        path.unlink()
    with pytest.raises(RecipeError, match="No picture"):
        station.gates.study("cell")


def test_a_place_that_cannot_be_learned_cannot_be_kept(line: CommandLine) -> None:
    rng = np.random.default_rng(0)
    woven = [rng.integers(60, 200, (HEIGHT, WIDTH)).astype(np.uint8) for _ in range(12)]
    good = make_folder(line.folder / "woven", woven)
    assert line("train", "sheet", "--good", good, "--who", "ada").code == 0
    answer = line("gate", "learn", "sheet", "--place", "--why", "try", "--who", "ada")
    assert answer.code == 3
    assert "no place in common" in answer.err
    with closing(build(line.config)) as station, pytest.raises(CalibrationError, match="no place"):
        station.gates.keep(ANNA, station.gates.study("sheet"), place=True, why="try")


def test_the_command_learns_shows_and_tells_a_picture_that_is_unfit(line: CommandLine) -> None:
    tried = line("gate", "learn", "cell", "--place", "--dry-run")
    assert tried.code == 0, tried.err
    assert "refuse 0 of 4" in tried.out
    assert line.versions() == [1]
    kept = line("gate", "learn", "cell", "--place", "--why", "parts slip", "--who", "ada", "--json")
    assert kept.code == 0, kept.err
    assert kept.json["kept"] is True
    assert line.versions() == [1, 2]
    fit = write_image(line.folder / "fit.png", placed(70)) and line.folder / "fit.png"
    away = write_image(line.folder / "away.png", placed(71, dx=-70)) and line.folder / "away.png"
    assert line("gate", "show", "cell", "--picture", fit).code == 0
    answer = line("gate", "show", "cell", "--picture", fit, "--picture", away)
    assert answer.code == 1
    assert "out of place" in answer.out
    assert line("gate", "show", "nothing").code == 3


def test_the_drift_command_says_when_there_are_too_few_parts(line: CommandLine) -> None:
    answer = line("drift")
    assert answer.code == 0, answer.err
    assert "Too few good parts" in answer.out
    assert line("drift", "cell", "--json").json["drifted"] == []
