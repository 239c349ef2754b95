from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from station import cli
from station.errors import UsageError
from station.plc import tables
from station.plc.exchange import Look
from station.plc.recorder import Edge, Recorder, diagram, load
from station.plc.registers import (
    CODE_TEXT,
    MAP_SIZE,
    NO_SCORE,
    PLC_FIELDS,
    PLC_SIZE,
    REASON_CODES,
    STATION_FIELDS,
    STATION_SIZE,
    VERDICT_CODES,
    Answer,
    Code,
    Control,
    PlcWords,
    StationWords,
    Status,
    int32,
    int32_words,
    read_plc,
    read_station,
    scaled,
    text,
    text_words,
    write_plc,
    write_station,
)
from station.types import Reason, Verdict

DOCS = Path(__file__).parents[2] / "docs"


def test_an_edge_is_recorded_once_and_comes_back_from_the_file(tmp_path: Path) -> None:
    recorder = Recorder()
    for ms, control, status in (
        (0, 0, Status.READY),
        (5, Control.TRIGGER, Status.READY),
        (9, Control.TRIGGER, Status(3)),
    ):
        look = Look(10**9 + ms * 10**6, PlcWords(control=Control(control)), StationWords(status=status))
        recorder.take(look)
        recorder.take(look)
    assert recorder.edges == [Edge(0.0, "Ready", 1), Edge(5.0, "Trigger", 1), Edge(9.0, "Ack", 1)]
    recorder.save(tmp_path / "run.jsonl")
    assert load(tmp_path / "run.jsonl") == recorder.edges
    (tmp_path / "other.txt").write_text("no recording\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"other\.txt: is not a recording"):
        load(tmp_path / "other.txt")


def test_the_diagram_shows_the_signals_that_did_anything() -> None:
    drawn = diagram([Edge(0, "Trigger", 1), Edge(2, "acquisition of Ack", "7"), Edge(5, "Trigger", 0)], "a <run>")
    words = [one.text for one in ElementTree.fromstring(drawn).iter() if one.text]
    assert {"a <run>", "Trigger", "acquisition of Ack", "7"} <= set(words)
    assert "Reset" not in words


def test_the_fields_fill_the_blocks_without_overlap() -> None:
    for fields, size in ((PLC_FIELDS, PLC_SIZE), (STATION_FIELDS, STATION_SIZE)):
        at = 0
        for one in fields:
            assert one.at == at
            at += one.size
        assert at <= size
    assert len(write_plc(PlcWords())) == PLC_SIZE
    assert len(write_station(StationWords())) == STATION_SIZE
    assert MAP_SIZE <= 125  # what one Modbus request reads


def test_words_come_back_from_their_registers() -> None:
    plc = PlcWords(control=Control.TRIGGER | Control.RESET, heartbeat=65535, recipe=3, part_id="Teil ?42")
    assert read_plc(write_plc(plc)) == plc
    answer = Answer(2**31 - 1, Verdict.REVIEW, 3, -1500, 2, "x" * 32)
    found = read_station(write_station(StationWords(status=Status.ACK, code=Code.FULL, session=9, result=answer)))
    assert found["result_acquisition"] == 2**31 - 1
    assert found["result_score"] == -1500
    assert found["result_part_id"] == "x" * 32
    assert (found["status"], found["code"], found["session"]) == (2, 1, 9)


@pytest.mark.parametrize("value", [0, 1, -1, 65536, 2**31 - 1, -(2**31)])
def test_a_number_of_two_registers_has_the_high_word_first(value: int) -> None:
    high, low = int32_words(value)
    assert int32([high, low]) == value
    assert (high << 16 | low) == value & 0xFFFFFFFF


def test_a_text_has_its_first_character_in_the_high_byte() -> None:
    assert text_words("AB")[0] == 0x4142
    assert text(text_words("Glasfaser-7 ")) == "Glasfaser-7"
    assert text(text_words("Stück")) == "St?ck"
    assert text([0x0007, 0x4100]) == ""


def test_a_score_is_scaled_and_never_wraps() -> None:
    assert scaled(0.25, 1000) == 250
    assert scaled(None, 1000) == NO_SCORE
    assert scaled(float("nan"), 1000) == NO_SCORE
    assert scaled(float("inf"), 1000) == 2**31 - 1
    assert scaled(-1e30, 1000) == -(2**31 - 1)


def test_every_reason_verdict_and_code_has_a_number_of_its_own_and_words() -> None:
    assert set(REASON_CODES) == set(Reason)
    assert len(set(REASON_CODES.values())) == len(Reason)
    assert set(VERDICT_CODES) == set(Verdict)
    assert set(CODE_TEXT) == set(Code)
    assert set(tables.STATUS_TEXT) == set(Status)
    assert set(tables.CONTROL_TEXT) == set(Control)


def test_the_documentation_has_the_tables_of_the_map() -> None:
    text = (DOCS / "integration.md").read_text(encoding="utf-8")
    for table in tables.markdown().split("\n\n"):
        assert table.strip() in text


def test_the_map_is_printed_and_a_recording_without_a_plc_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    config = tmp_path / "station.toml"
    config.write_text('schema = 1\n[camera]\nkind = "fake"\n', encoding="utf-8")
    assert cli.main(["plc", "map"]) == 0
    assert "result_acquisition" in capsys.readouterr().out
    assert cli.main(["plc", "record", str(tmp_path / "run"), "-c", str(config)]) == 2
    assert "There is no [plc]" in capsys.readouterr().err
