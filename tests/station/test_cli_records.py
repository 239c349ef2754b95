from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from station.recipe import Recipe
from station.types import DefectRegion, DefectRegions, Inspection, Purpose, Reason, Verdict
from tests.station.cli_rig import CommandLine
from tests.station.conftest import NOON


@pytest.fixture
def station(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    make_inspection: Callable[..., Inspection],
    make_recipe: Callable[..., Recipe],
) -> CommandLine:
    """Ten inspections, one a minute from noon; every third is NOK with a score of 2 and more."""
    line = CommandLine(tmp_path, capsys)
    monkeypatch.setenv("STATION_CONFIG", str(line.file))
    (tmp_path / "data").mkdir()
    records = line.records()
    recipe = make_recipe()
    records.add_recipe(recipe)
    for n in range(10):
        bad = n % 3 == 0
        records.commit_inspection(
            make_inspection(
                n,
                verdict=Verdict.NOK if bad else Verdict.OK,
                reason=Reason.ABOVE_THRESHOLD if bad else Reason.BELOW_THRESHOLD,
                score=2.0 + n if bad else 0.1 * n,
                recipe=recipe.ref,
                acquisition=100 + n,
            )
        )
    records.close()
    return line


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        ([], list(range(9, -1, -1))),
        (["--verdict", "NOK"], [9, 6, 3, 0]),
        (["--verdict", "nok", "--verdict", "review"], [9, 6, 3, 0]),
        (["--limit", "2"], [9, 8]),
        (["--part", "SN00004"], [4]),
        (["--part", "SN0000*", "--limit", "1"], [9]),
        (["--since", "2025-03-01T12:07Z"], [9, 8, 7]),
        (["--until", "2025-03-01T12:02Z"], [1, 0]),
        (["--score-from", "5", "--score-to", "9"], [6, 3]),
        (["--recipe", "cell@1", "--limit", "1"], [9]),
        (["--since", "2030-01-01"], []),
        (["--acquisition", "104"], [4]),
        (["--acquisition", "104", "--verdict", "NOK"], []),
        (["--acquisition", "99"], []),
    ],
)
def test_filters_choose_what_is_listed(station: CommandLine, filters: list[str], numbers: list[int]) -> None:
    answer = station("records", "list", "--json", *filters)
    assert answer.code == 0, answer.err
    assert [one["seq"] for one in answer.json["inspections"]] == numbers


def test_reference_parts_are_listed_with_a_word_and_can_be_chosen_or_left_out(
    station: CommandLine, make_inspection: Callable[..., Inspection]
) -> None:
    records = station.records()
    records.commit_inspection(make_inspection(10, part_id="G1", purpose=Purpose.REFERENCE, signed_in="eva"))
    records.close()
    assert station("records", "list", "--limit", "1").out.splitlines()[1].split()[3:5] == ["G1", "reference"]
    found = {
        choice: station("records", "list", "--json", *(["--purpose", choice] if choice else [])).json["total"]
        for choice in ("", "production", "reference")
    }
    assert found == {"": 11, "production": 10, "reference": 1}
    shown = station("records", "show", "part-000010").out
    assert "purpose       reference" in shown
    assert "signed in     eva" in shown


def test_a_part_is_shown_with_its_defect_regions_and_where_the_robot_held_the_camera(
    station: CommandLine, make_inspection: Callable[..., Inspection]
) -> None:
    large = DefectRegion(120, 33.25, 20.5, 30, 12, 9, 20, 1.5, 34, 22, 4.8, 10.25, -5.125)
    small = DefectRegion(2, 3.5, 4.0, 3, 4, 2, 1, 3.0, 3, 4)
    records = station.records()
    records.commit_inspection(
        make_inspection(
            20,
            verdict=Verdict.NOK,
            reason=Reason.ABOVE_THRESHOLD,
            score=3.0,
            threshold=1.5,
            acquisition=4711,
            setup=2,
            pose=(0.1, -0.25, 0.4, 0.0, 3.14159, 0.0),
            pose_index=7,
            regions_found=DefectRegions(9, 140, 5.6, 3.0, 3, 4, (large, small)),
        )
    )
    records.commit_inspection(make_inspection(21, threshold=2.0, regions_found=DefectRegions(0, 0, None, 1.0, 5, 6)))
    records.close()
    shown = station("records", "show", "part-000020").out.splitlines()
    for line in (
        "acquisition   4711",
        "setup         2",
        "pose          index 7: 0.1, -0.25, 0.4, 0, 3.1416, 0 (x, y, z in m, rotation vector in rad)",
        "regions       9 defect regions, 5.6 mm2 (140 px); hottest at (3, 4) px, 3 (2.00 x threshold), the 2 largest"
        " are kept",
        "region 1      4.8 mm2 (120 px) at (10.25, -5.12) mm, (33.2, 20.5) px, peak 1.5 (1.00 x threshold)",
        "region 2      2 px at (3.5, 4.0) px, peak 3 (2.00 x threshold)",
    ):
        assert line in shown
    listed = station("records", "list", "--json", "--acquisition", "4711").json["inspections"]
    assert [one["regions_found"]["largest"][0]["area_mm2"] for one in listed] == [4.8]
    calm = station("records", "show", "part-000021").out
    assert "no place reaches the threshold; hottest at (5, 6) px, 1 (0.50 x threshold)" in calm


def test_a_time_without_zone_is_local_time(station: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    local = (NOON + timedelta(minutes=8)).astimezone().replace(tzinfo=None).isoformat()
    answer = station("records", "list", "--json", "--since", local)
    assert [one["seq"] for one in answer.json["inspections"]] == [9, 8]


def test_the_table_ends_with_the_counts_of_all_that_match(station: CommandLine) -> None:
    answer = station("records", "list", "--limit", "3")
    assert answer.code == 0
    assert answer.out.splitlines()[-1] == "3 of 10: 6 OK, 4 NOK, 0 REVIEW, 0 ERROR"
    assert answer.err == ""


def test_an_unknown_recipe_is_an_error_and_not_an_empty_list(station: CommandLine) -> None:
    answer = station("records", "list", "--recipe", "screw")
    assert answer.code == 3
    assert "screw" in answer.err


def test_one_inspection_can_be_shown(station: CommandLine) -> None:
    answer = station("records", "show", "part-000003")
    assert answer.code == 0
    for words in ("SN00003", "NOK", "cell version 1", "score at or above the threshold"):
        assert words in answer.out
    assert station("records", "show", "part-000003", "--json").json["score"] == 5.0
    missing = station("records", "show", "part-77")
    assert missing.code == 4
    assert "There is no inspection 'part-77'" in missing.err


def test_the_export_holds_what_matches_and_replaces_a_file_only_when_told(station: CommandLine) -> None:
    file = station.folder / "rejects.csv"
    answer = station("records", "export", file, "--verdict", "NOK", "--json")
    assert answer.code == 0
    assert answer.json == {"file": str(file), "rows": 4}
    with file.open(encoding="utf-8-sig", newline="") as opened:
        assert [row["part_id"] for row in csv.DictReader(opened)] == ["SN00009", "SN00006", "SN00003", "SN00000"]

    before = file.read_bytes()
    refused = station("records", "export", file)
    assert refused.code == 2
    assert "is there already" in refused.err
    assert file.read_bytes() == before
    assert station("records", "export", file, "--force").out == f"10 inspections written to {file}.\n"


def test_an_export_into_a_folder_that_is_not_there_leaves_nothing(station: CommandLine) -> None:
    answer = station("records", "export", station.folder / "nowhere" / "all.csv")
    assert answer.code == 4
    assert "all.csv: cannot be written" in answer.err
    assert "Give it a folder that exists." in answer.err
    assert not (station.folder / "nowhere").exists()


def test_a_file_that_is_no_database_is_named(station: CommandLine) -> None:
    (station.folder / "data" / "records.sqlite").write_bytes(b"not a database at all" * 100)
    for name in ("records.sqlite-wal", "records.sqlite-shm"):
        (station.folder / "data" / name).unlink(missing_ok=True)
    answer = station("records", "list")
    assert answer.code == 4
    assert "records.sqlite" in answer.err
    assert "Traceback" not in answer.err
