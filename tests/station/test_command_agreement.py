"""`station agreement`: a whole study on the command line, with the folder camera, and its report."""

from __future__ import annotations

import io
import json
import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from station.images import Image, write_image
from tests.station.cli_rig import CONFIG, Answer, CommandLine, defect_picture, good_picture

PARTS = "part,reference,defect\n" + "".join(
    [f"G{n},good,\n" for n in range(1, 5)] + [f"D{n},defect,square\n" for n in range(1, 5)]
)
FOLDER = '[camera]\nkind = "folder"\npath = "shown"\nmode = "replay"\nwatchdog_ms = 20_000\nready_ms = 60_000\n'


def part_picture(name: str, trial: int) -> Image:
    """What the camera sees of a part: D4's square is so faint that nobody can find it."""
    number = int(name[1:])
    picture = defect_picture(number) if name.startswith("D") and name != "D4" else good_picture(number)
    noise = np.random.default_rng(100 * trial + number).integers(-2, 3, size=picture.shape)
    return np.clip(picture.astype(np.int16) + noise, 0, 255).astype(np.uint8)


def plan(line: CommandLine, *more: object) -> Answer:
    (line.folder / "parts.csv").write_text(PARTS)
    return line("agreement", "new", "monday", "--parts", line.folder / "parts.csv", "--repeats", 2, "--seed", 5, *more)


def lay_out(line: CommandLine, answer: Answer) -> list[str]:
    """Lay the pictures of the parts before the camera in the order of the plan, and begin to use it."""
    order = [(name, trial) for trial, names in enumerate(answer.json["study"]["plan"]["order"], 1) for name in names]
    for number, (name, trial) in enumerate(order):
        write_image(line.folder / "shown" / f"{number:03d}.png", part_picture(name, trial))
    camera = re.sub(r"\[camera\].*?(?=\[line\])", FOLDER, CONFIG, flags=re.DOTALL)
    line.file.write_text(camera)
    return [name for name, _ in order]


def test_a_study_from_a_table_of_parts_to_its_report(taught: CommandLine) -> None:
    answer = plan(taught, "--json", "--who", "eva")
    assert answer.code == 0, answer.err
    order = lay_out(taught, answer)
    ran = taught("agreement", "run", "monday", "--every", 0, "--who", "eva")
    assert ran.code == 0, ran.err
    assert f"Part 1 of 8, repeat 1 of 2: present {order[0]}" in ran.err
    assert "miss rate" in ran.out
    assert "Not acceptable. What was seen is beyond the limits already: " in ran.out
    assert "D4 (defect, square): OK OK" in ran.out
    shown = taught("agreement", "show", "monday", "--json")
    assert shown.code == 1
    told = shown.json
    assert (told["complete"], told["grade"]) == (True, "not acceptable")
    assert told["figures"]["misses"]["parts"]["count"] == 1
    assert told["figures"]["effectiveness"]["count"] == 7
    assert len(told["readings"]) == 16
    [listed] = taught("agreement", "list", "--json").json
    assert (listed["name"], listed["end"]["outcome"]) == ("monday", "finished")
    assert "finished" in taught("agreement", "list").out
    file = taught.folder / "study.pdf"
    reported = taught("agreement", "report", "monday", file, "--who", "eva")
    assert reported.code == 0, reported.err
    assert file.read_bytes().startswith(b"%PDF")
    assert taught("agreement", "report", "monday", file).code == 2
    acts = [one["action"] for one in taught("audit", "list", "--json").json["entries"]][:3]
    assert acts == ["agreement.reported", "agreement.ended", "agreement.made"]
    counted = taught("records", "list", "--purpose", "production", "--json").json
    assert counted["total"] == 0, "production leaves parts of a study out"


def test_keys_present_repeat_and_pause_and_the_next_run_goes_on(
    taught: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = lay_out(taught, plan(taught, "--json"))
    shutil.copy(taught.folder / "shown" / "000.png", taught.folder / "shown" / "000b.png")
    monkeypatch.setattr("sys.stdin", io.StringIO("\nr\nr it slipped\n\n\nq\n"))
    paused = taught("agreement", "run", "monday")
    assert paused.code == 7
    assert "needs a reason" in paused.err
    assert f"Set aside: {order[0]}, repeat 1." in paused.err
    assert "It goes on where it was" in paused.err
    for name in ("000", "000b", "001"):
        (taught.folder / "shown" / f"{name}.png").unlink()
    refused = taught("agreement", "show", "monday")
    assert refused.code == 7
    assert "2 of 16 presentations are done" in refused.err
    assert taught("agreement", "report", "monday", taught.folder / "x.pdf").code == 7
    assert not (taught.folder / "x.pdf").exists()
    again = taught("agreement", "run", 1, "--every", 0)
    assert again.code == 0, again.err
    assert f"present {order[2]}" in again.err
    assert "1 readings were set aside" in again.out


def test_what_cannot_be_is_said_in_words(taught: CommandLine) -> None:
    (taught.folder / "bad.csv").write_text("part,reference\nA,perhaps\n")
    bad = taught("agreement", "new", "monday", "--parts", taught.folder / "bad.csv")
    assert bad.code == 2
    assert "line 2: perhaps is neither good nor defect" in bad.err
    assert taught("agreement", "run", "monday", "--every", 0).code == 4
    assert taught("agreement", "list", "--json").json == []
    made = plan(taught)
    assert made.code == 0
    assert "8 parts show little" in made.err
    cancelled = taught("agreement", "cancel", "monday", "--why", "the lamp is being changed")
    assert cancelled.code == 0, cancelled.err
    assert "0 of 16" in cancelled.out
    assert taught("agreement", "run", "monday", "--every", 0).code == 7
    nothing = taught("agreement", "show", "monday")
    assert nothing.code == 3
    assert "no part was presented yet" in nothing.err


def test_without_a_recipe_there_is_nothing_to_study(station: CommandLine) -> None:
    answer = plan(station)
    assert answer.code == 7
    assert "No recipe is in force" in answer.err


def test_the_json_of_a_plan_holds_its_order(taught: CommandLine) -> None:
    told = json.loads(plan(taught, "--json").out)
    assert told["study"]["plan"]["seed"] == 5
    assert [sorted(names) for names in told["study"]["plan"]["order"]] == [
        sorted(f"{kind}{n}" for kind in "GD" for n in range(1, 5))
    ] * 2
    assert Path(taught.folder / "parts.csv").exists()
