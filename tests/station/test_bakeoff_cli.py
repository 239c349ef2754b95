from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from station.images import read_image, write_image
from station.queries import ImageLabel
from tests.station import bakeoff_rig
from tests.station.cli_rig import CommandLine, defect_folder, good_folder, good_picture, make_folder

pytestmark = pytest.mark.timeout(300)  # trainings start processes


def test_a_bake_off_recommends_keeps_the_winner_and_writes_a_report_to_look_at(station: CommandLine) -> None:
    good, defects = good_folder(station.folder / "good", 16), station.folder / "defects"
    defect_folder(defects / "hole", 3)
    (good / "005.png").write_bytes(b"")
    report = station.folder / "report"
    answer = station(
        "bake-off", "cell", "--good", good, "--defects", defects, "--detector", "fake", "--out", report,
        "--minutes", 5, "--who", "ada", "--why", "first",
    )  # fmt: skip
    assert answer.code == 0, answer.err
    assert "Left out:" in answer.err
    assert "005.png: the file is empty" in answer.err
    assert "11 good pictures to learn from, 4 held out, 3 defects (3 hole); 64 x 48 grey uint8" in answer.err
    assert "To be tried in at most 5 min: fake." in answer.err
    assert "fake: trained in" in answer.err
    assert "Take fake: it stopped all 3 defects at 0 of 4 false rejects, at most 53 % (95 %)" in answer.out
    assert "chosen on one half and counted on the other" in answer.out
    assert "Note: pictures that cannot be read and are not used: 1 of 19." in answer.out
    assert "Recipe cell version 1" in answer.out
    assert "by cautious: 0 of 4 good would be rejected: at most 53 % (95 %); 0 of 3 def" in answer.out
    assert "Note: chosen on these very parts, so the figures flatter" in answer.out
    assert "station recipes activate cell@1" in answer.out
    records = station.records()
    assert records.active() is None
    (recipe,) = records.versions("cell")
    assert (recipe.created_by, recipe.note) == ("ada", "first")
    assert records.image_counts("cell")[ImageLabel.DEFECT] == 3
    records.close()
    assert len(station.model_folders()) == 1

    page = (report / "report.html").read_text()
    assert "Take fake: it stopped all 3 defects" in page
    assert "005.png: the file is empty" in page
    assert "by cautious: 0 of 4 good would be rejected" in page
    assert "so the figures flatter" in page
    for name in ("figures.png", "roc.png", "scores-1.png", "defect-1.png", "good-4.png"):
        assert f'src="{name}"' in page
        assert min(read_image(report / name).shape[:2]) >= 48
    data = json.loads((report / "bake-off.json").read_text())
    assert data["recipe"]["version"] == 1
    assert data["candidates"][0]["latency_ms"]["n"] >= 10
    assert len(data["candidates"][0]["good_scores"]) == 4
    assert data["crossed"]["escapes"]["total"] == 3


def test_a_taught_recipe_is_baked_off_again_on_its_own_pictures(station: CommandLine) -> None:
    good, defect = good_folder(station.folder / "good", 12), defect_folder(station.folder / "defect", 4)
    assert station("train", "cell", "--good", good, "--defect", defect).code == 0
    (good / "011.png").unlink()
    answer = station("bake-off", "cell", "--detector", "fake", "--activate", "--json")
    assert answer.code == 0, answer.err
    data = answer.json
    assert (data["recipe"]["version"], data["active"], data["real_defects"]) == (2, True, True)
    assert (data["pictures"]["normal"], data["pictures"]["held_out"]) == (8, 3)
    assert data["pictures"]["defect"] == {"defect": 4}
    assert "recorded pictures of cell that are gone or were changed, and are not used: 1" in data["notes"]
    assert Path(data["report"]).is_file()
    assert Path(data["report"]).is_relative_to(station.config.data_dir / "bake-offs")
    records = station.records()
    active = records.active()
    records.close()
    assert active is not None
    assert active.version == 2


def test_when_none_is_fast_enough_the_report_says_so_and_nothing_is_kept(station: CommandLine) -> None:
    good = good_folder(station.folder / "good")
    answer = station(
        "bake-off", "cell", "--good", good, "--detector", "fake", "--deadline-ms", "0.001",
        "--out", station.folder / "report",
    )  # fmt: skip
    assert answer.code == 1, answer.err
    assert "None can be recommended: the fastest, fake, takes" in answer.out
    assert "Nothing was kept" in (station.folder / "report" / "report.html").read_text()
    assert station.model_folders() == []
    assert station.versions() == []


def _bad(case: str, station: CommandLine) -> list[Any]:
    folder = station.folder
    good, defects = good_folder(folder / "good", 8), defect_folder(folder / "defects" / "hole", 2).parent
    asked: list[Any] = ["--good", good, "--defects", defects, "--detector", "fake"]
    match case:
        case "unknown recipe":
            return ["--detector", "fake"]
        case "unknown detector":
            return [*asked, "--detector", "crystalball"]
        case "one good picture":
            asked[1] = good_folder(folder / "one", 1)
        case "no good picture":
            (folder / "none").mkdir()
            asked[1] = folder / "none"
        case "good and defect":
            write_image(defects / "hole" / "007.png", good_picture(7))
        case "empty kind":
            (defects / "scratch").mkdir()
        case "good among defects":
            good_folder(defects / "good", 2, first=50)
        case "other size":
            write_image(defects / "hole" / "009.png", good_picture(9, width=60))
        case "constant":
            write_image(good / "005.png", np.full((48, 64), 77, np.uint8))
        case "copies":
            asked[1] = make_folder(folder / "same", [good_picture(0)] * 12)
        case "no time":
            asked += ["--minutes", "0"]
        case "little time":
            asked += ["--minutes", "0.1"]
        case "bad share":
            asked += ["--holdout", "1"]
        case "bad deadline":
            asked += ["--deadline-ms", "nan"]
        case "unknown policy":
            asked += ["--policy", "lucky"]
        case "policy without defects":
            asked = ["--good", good, "--detector", "fake", "--policy", "zero_escape"]
        case "report there":
            (folder / "report").mkdir()
            (folder / "report" / "old.html").write_text("")
        case "report is a file":
            (folder / "report").write_text("")
        case _:
            raise AssertionError(case)
    return asked


@pytest.mark.parametrize(
    ("case", "code", "words"),
    [
        ("unknown recipe", 3, "cell"),
        ("unknown detector", 3, "There is no detector named 'crystalball'. Known detectors:"),
        ("one good picture", 3, "1 good picture can be used"),
        ("no good picture", 3, "none: holds no pictures"),
        ("good and defect", 3, "it cannot be both good and defect"),
        ("empty kind", 3, "scratch: holds no pictures"),
        ("good among defects", 2, "its name says good parts"),
        ("other size", 3, "009.png is 60 x 48 grey uint8"),
        ("constant", 3, "good/005.png has the same value (77) everywhere. Take it out"),
        ("copies", 3, "1 good picture can be used (of 12 files in "),
        ("no time", 2, "minutes is 0"),
        ("little time", 6, "None of the candidates could be measured. fake: skipped, it would take about"),
        ("bad share", 2, "holdout is 1"),
        ("bad deadline", 2, "deadline-ms is nan"),
        ("unknown policy", 3, "there is no threshold policy 'lucky'. Known: best_f1"),
        ("policy without defects", 3, "there are no scores of defect parts"),
        ("report there", 2, "report: is not empty"),
        ("report is a file", 4, "report: is a file"),
    ],
)
def test_bad_input_to_a_bake_off_is_named_and_leaves_nothing(
    station: CommandLine, case: str, code: int, words: str
) -> None:
    before = _bad(case, station)
    report = station.folder / "report"
    was_there = report.exists()
    answer = station("bake-off", "cell", *before, "--out", report)
    assert answer.code == code, answer.err
    assert words in answer.err
    assert answer.out == ""
    assert report.exists() == was_there
    assert station.model_folders() == []
    assert station.versions() == []


@pytest.mark.skipif(os.name != "posix", reason="needs process groups")
def test_ctrl_c_in_the_middle_says_what_was_done_and_keeps_nothing(station: CommandLine, tmp_path: Path) -> None:
    package = bakeoff_rig.install(tmp_path / "package")
    known = os.environ.get("PYTHONPATH")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(package), *([known] if known else [])])}
    good = good_folder(station.folder / "good")
    asked = ["cell", "--good", str(good), "--out", str(tmp_path / "report"), "--detector", "fake"]
    process = subprocess.Popen(
        [sys.executable, "-m", "station.cli", "bake-off", *asked, "--detector", "sluggish"],
        env=environment,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stderr is not None
    told = [process.stderr.readline() for _ in range(3)]
    assert told[2].startswith("fake: trained in"), told
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the training process too
    err = process.stderr.read()  # `communicate` would forget what was read ahead
    out, _ = process.communicate(timeout=100)
    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert "fake had been measured" in err
    assert "Nothing was kept" in err
    assert out == ""
    assert not (tmp_path / "report").exists()
    assert station.model_folders() == []
    assert station.versions() == []


def test_held_out_good_pictures_that_the_line_would_not_score_are_left_out_and_named(station: CommandLine) -> None:
    good, held_out = good_folder(station.folder / "good", 8), good_folder(station.folder / "more", 4, first=50)
    write_image(held_out / "dark.png", good_picture(60) // 10)
    answer = station("bake-off", "cell", "--good", good, "--held-out", held_out, "--detector", "fake", "--json")
    assert answer.code == 0, answer.err
    assert f"Left out: {held_out / 'dark.png'}: picture too dark" in answer.err
    assert answer.json["pictures"]["held_out"] == 4
    said = "held-out good pictures that the image gate refuses and that are not used: 1 of 5"
    assert said in answer.json["notes"]


@pytest.mark.skipif(os.name != "posix", reason="kills a process group")
def test_what_a_killed_bake_off_leaves_is_gone_after_the_next_one(station: CommandLine, tmp_path: Path) -> None:
    package = bakeoff_rig.install(tmp_path / "package")
    known = os.environ.get("PYTHONPATH")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(package), *([known] if known else [])])}
    good = good_folder(station.folder / "good")
    asked = ["cell", "--good", str(good), "--detector", "fake", "--detector", "sluggish"]
    process = subprocess.Popen(
        [sys.executable, "-m", "station.cli", "bake-off", *asked],
        env={**environment, "TMPDIR": str(temporary)},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stderr is not None
    told = [process.stderr.readline() for _ in range(3)]
    assert told[2].startswith("fake: trained in"), told
    (half,) = station.model_folders()
    answer = station("train", "cell", "--good", good)
    assert answer.code == 0, answer.err
    assert half.is_dir()  # somebody works there
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=100)
    assert [path for path in temporary.iterdir() if not path.name.startswith("pymp-")] == []
    assert list((station.config.data_dir / "bake-offs").iterdir()) == []

    (station.config.data_dir / "bake-offs" / "cell-20250101T000000Z").mkdir()
    answer = station("bake-off", "cell", "--good", good, "--detector", "fake", "--json")
    assert answer.code == 0, answer.err
    assert [path.name for path in station.model_folders()] == ["0001", "0002"]
    assert list((station.config.data_dir / "bake-offs").iterdir()) == [Path(answer.json["report"]).parent]
