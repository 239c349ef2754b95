"""What is published, and how far: what needs no broker."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from station.config_cell import MqttSection
from station.errors import OutputError, StorageError
from station.mqtt.bookmark import FILE, read_bookmark, write_bookmark
from station.mqtt.messages import event_message, inspection_message, offline_message, topics
from station.mqtt.session import PASSWORD, read_password
from station.queries import FedInspection, FeedPlace
from station.types import (
    DefectRegion,
    DefectRegions,
    Event,
    EventKind,
    ImageRef,
    ImageState,
    Inspection,
    ModelRef,
    OutputState,
    Quality,
    Reason,
    RecipeRef,
    Timings,
    Verdict,
)
from tests.station.built_rig import built, make_config
from tests.station.mqtt_rig import HOST, free_port

WHOLE = Inspection(
    id="0199",
    trigger_id="t-1",
    source="robot",
    part_id="sheet 7",
    seq=12,
    at=datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC),
    verdict=Verdict.OK,
    reason=Reason.BELOW_THRESHOLD,
    detail="as \ud800 scanned",
    score=1.25,
    threshold=2.0,
    review_from=1.5,
    recipe=RecipeRef("glass", 3, "ab" * 32),
    model=ModelRef("glass", 2, "cd" * 32),
    camera_id="basler-1",
    timings=Timings(grab_ms=1.0, total_ms=20.0),
    image=ImageRef(ImageState.STORED, "2026/a.png", "ef" * 32, 1234),
    output=OutputState.SENT,
    signed_in="anna",
    acquisition=41,
    pose=(0.1, 0.2, 0.3, 0.0, 3.14, 0.0),
    pose_index=5,
    setup=2,
    quality=Quality(brightness=100.0, saturated=0.0, sharpness=9.0, shift_px=1.5, turn_deg=0.1),
    regions_found=DefectRegions(
        n=2,
        area_px=30,
        area_mm2=1.5,
        peak=2.5,
        peak_x=3,
        peak_y=4,
        largest=(DefectRegion(20, 3, 4, 1, 2, 5, 6, 2.5, 3, 4),),
    ),
)


def message(inspection: Inspection = WHOLE) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(inspection_message("s-1", FedInspection(9, inspection)))
    return found


def test_no_field_of_an_inspection_is_left_out() -> None:
    body = message()
    named = {"trigger_id": "trigger", "acquisition": "trigger", "pose": "trigger", "pose_index": "trigger"}
    named |= {"setup": "trigger", "source": "trigger", "timings": "timings_ms"}
    named |= {"regions_found": "regions"}
    for field in fields(Inspection):
        assert body[named.get(field.name, field.name)] is not None, field.name
    assert body["schema"] == 1
    assert body["kind"] == "inspection"
    assert body["key"] == 9
    assert body["at"] == "2026-01-02T03:04:05.000006Z"
    assert body["trigger"]["acquisition"] == 41
    assert body["trigger"]["pose"] == [0.1, 0.2, 0.3, 0.0, 3.14, 0.0]
    assert body["regions"]["n"] == 2
    assert body["regions"]["largest"][0]["area_px"] == 20
    assert body["quality"]["shift_px"] == 1.5
    assert body["image"]["sha256"] == "ef" * 32


@pytest.mark.parametrize("output", OutputState)
@pytest.mark.parametrize("verdict", Verdict)
def test_only_an_ok_that_the_line_was_given_is_passed(verdict: Verdict, output: OutputState) -> None:
    passed = message(replace(WHOLE, verdict=verdict, output=output))["passed"]
    assert passed is (verdict is Verdict.OK and output is OutputState.SENT)


@pytest.mark.parametrize(("score", "text"), [(float("nan"), "nan"), (float("-inf"), "-inf"), (None, None), (0.5, None)])
def test_a_score_that_is_no_number_is_told_as_text(score: float | None, text: str | None) -> None:
    body = message(replace(WHOLE, score=score))
    assert body["score"] == (0.5 if score == 0.5 else None)
    assert body["score_text"] == text


def test_an_event_with_values_that_json_does_not_know_is_still_json() -> None:
    event = Event(WHOLE.at, EventKind.FAULT, "too hot", details={"t": float("inf"), "at": Path("a")}, id=7)
    assert json.loads(event_message("s-1", event))["details"] == {"t": "inf", "at": "a"}


def test_who_is_gone_can_be_told_from_who_was_closed() -> None:
    told = {json.loads(offline_message("s", closed=closed))["message"] for closed in (True, False)}
    assert len(told) == 2


def test_a_station_name_cannot_reach_into_other_topics() -> None:
    assert topics("plant/hall 2", "a/b+c#d%").inspection == "plant/hall 2/a%2Fb%2Bc%23d%25/inspection"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"prefix": "a/#"}, "prefix"),
        ({"prefix": "/a"}, "prefix"),
        ({"prefix": "a/"}, "prefix"),
        ({"prefix": "$SYS/a"}, "prefix"),
        ({"ca_file": "ca.pem"}, "tls = true"),
        ({"tls": True, "key_file": "k.pem"}, "cert_file"),
        ({"password_file": "p"}, "user"),
        ({"password": "secret"}, "password"),
        ({"protocol": "3"}, "protocol"),
    ],
)
def test_a_section_that_contradicts_itself_is_refused(values: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        MqttSection(host="a", **values)


def test_files_are_found_from_the_folder_of_the_configuration(tmp_path: Path) -> None:
    config = make_config(
        tmp_path, mqtt={"host": "a", "user": "u", "password_file": "p", "tls": True, "ca_file": "certs/ca.pem"}
    )
    assert config.mqtt is not None
    assert config.mqtt.password_file == tmp_path / "p"
    assert config.mqtt.ca_file == tmp_path / "certs" / "ca.pem"


def test_the_password_comes_from_the_file_else_from_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "p"
    file.write_text("from the file\n")
    there = MqttSection(host="a", user="u", password_file=file)
    assert read_password(there, {PASSWORD: "from outside"}) == "from the file"
    assert read_password(MqttSection(host="a", user="u"), {PASSWORD: "from outside"}) == "from outside"
    assert read_password(MqttSection(host="a", user="u"), {}) is None
    file.write_text("\n")
    with pytest.raises(OutputError, match="is empty"):
        read_password(there, {})
    file.unlink()
    with pytest.raises(OutputError, match="cannot be read") as caught:
        read_password(there, {})
    assert "mqtt.password_file" in caught.value.hint


def test_a_bookmark_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    assert read_bookmark(tmp_path) is None
    write_bookmark(tmp_path, FeedPlace(7, "abc", 3))
    assert read_bookmark(tmp_path) == FeedPlace(7, "abc", 3)


LATER = '{"schema": 2, "inspection": 1, "inspection_id": "a", "event": 1}'


@pytest.mark.parametrize("text", ["", "{", "[]", '{"schema": 1}', LATER])
def test_a_bookmark_that_cannot_be_understood_is_not_guessed(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    with pytest.raises(StorageError, match=r"mqtt\.json") as caught:
        read_bookmark(tmp_path)
    assert "Remove the file" in caught.value.hint


def test_other_records_than_those_published_before_are_told_and_begun_at_their_end(tmp_path: Path) -> None:
    config = make_config(tmp_path, mqtt={"host": HOST, "port": free_port()})
    with built(config) as station:
        write_bookmark(config.data_dir, FeedPlace(500, "of another database", 20))
        station.open_partners()
        assert read_bookmark(config.data_dir) == station.records.feed.newest()
    with built(config) as station:
        told = [event.message for event in station.records.events()]
    assert any("not the records that were published by MQTT before" in message for message in told)
