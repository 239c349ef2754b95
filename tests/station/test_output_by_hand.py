"""Driving the output by hand: only at rest, only confirmed, recorded before the signal, at rest afterwards."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from camera.fake import FakeCamera
from station.camera_use import LIVE_VIEW
from station.errors import NotPermitted, OutputError, RecordsError, StateError, UsageError
from station.output_test import Signal
from station.services import Station
from tests.station.built_rig import ANNA, OTTO, acts, built, json_lines, make_camera, make_config, teach


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with built(make_config(tmp_path, output={"kind": "recording", "pulse_ms": 20.0})) as station:
        yield station


def signals(station: Station) -> list[str]:
    return [line["signal"] for line in json_lines(station.config.data_dir / "outputs.jsonl")]


def test_a_confirmed_pulse_reaches_the_output_once_and_the_output_rests_after_it(station: Station) -> None:
    tried = station.output_test.run(ANNA, Signal.OK, confirmed=True)
    assert tried.lasted_ms >= 20.0
    assert signals(station) == ["rest", "ok", "rest", "rest"]
    ok = json_lines(station.config.data_dir / "outputs.jsonl")[1]
    assert (ok["pulse_ms"], ok["part"]) == (20.0, None)
    assert ok["inspection"].startswith("output-test-")
    assert station.records.inspections().items == ()
    (entry,) = station.records.audit.entries()
    assert (entry.action, entry.who, entry.after) == (
        "output.tested", "anna", {"signal": "ok", "output": "recording", "pulse_ms": 20.0},
    )  # fmt: skip


def test_a_pulse_that_nobody_confirmed_is_not_sent(station: Station) -> None:
    with pytest.raises(UsageError, match="part is good"):
        station.output_test.run(ANNA, Signal.OK)
    assert not (station.config.data_dir / "outputs.jsonl").exists()
    assert acts(station) == []


def test_rest_and_heartbeat_need_no_confirmation(station: Station) -> None:
    station.output_test.run(ANNA, Signal.REST)
    assert "ok" not in signals(station)
    tried = station.output_test.run(ANNA, Signal.HEARTBEAT)
    assert tried.beats == 8
    assert signals(station).count("heartbeat") == 1
    assert signals(station)[-1] == "rest"


def test_while_the_line_runs_or_somebody_has_the_camera_nothing_is_sent(station: Station) -> None:
    teach(station)
    station.records.activate("cell", 1, who="anna", why="first")
    station.start()
    with pytest.raises(StateError, match="while the line runs"):
        station.output_test.run(ANNA, Signal.OK, confirmed=True)
    station.stop()
    with station.camera_use.taken(LIVE_VIEW), pytest.raises(StateError, match="live view"):
        station.output_test.run(ANNA, Signal.OK, confirmed=True)
    assert "ok" not in signals(station)
    assert "output.tested" not in acts(station)


def test_only_engineers_try_outputs_and_only_where_there_is_one(station: Station, tmp_path: Path) -> None:
    with pytest.raises(NotPermitted):
        station.output_test.run(OTTO, Signal.OK, confirmed=True)
    with built(make_config(tmp_path / "none")) as other, pytest.raises(UsageError, match="no verdict output"):
        other.output_test.run(ANNA, Signal.OK, confirmed=True)


def test_without_an_audit_row_there_is_no_pulse(station: Station) -> None:
    with closing(sqlite3.connect(station.config.data_dir / "records.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(RecordsError):
            station.output_test.run(ANNA, Signal.OK, confirmed=True)
        other.execute("ROLLBACK")
    assert "ok" not in signals(station)


def test_a_pulse_on_a_line_of_the_camera_ends_and_the_camera_is_given_back(tmp_path: Path) -> None:
    camera = make_camera()
    config = make_config(tmp_path, output={"kind": "camera_line", "line": "Line2", "pulse_ms": 30.0})
    with built(config, camera) as station:
        station.output_test.run(ANNA, Signal.OK, confirmed=True)
        pulses = [event for event in camera.output_events if event.duration_ms is not None]
        assert [(event.line, event.duration_ms) for event in pulses] == [("Line2", 30.0)]
        assert camera.output_events[-1].level is False
        assert station.camera_use.user is None


def test_an_output_that_fails_says_so_and_the_camera_is_free_again(tmp_path: Path) -> None:
    camera = FakeCamera()
    config = make_config(tmp_path, output={"kind": "camera_line", "line": "Line2", "pulse_ms": 30.0})
    edited = config.model_copy(update={"output": config.output.model_copy(update={"line": "Line9"})})
    with built(edited, camera) as station:
        with pytest.raises(OutputError, match="Line9"):
            station.output_test.run(ANNA, Signal.OK, confirmed=True)
        assert station.camera_use.user is None
