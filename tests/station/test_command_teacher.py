from __future__ import annotations

import functools
import json
from pathlib import Path

import pytest

from detectors.distil_images import DistilSettings
from detectors.efficientad import EfficientAd
from detectors.efficientad_teacher import find_teacher
from tests.station.cli_rig import CommandLine, good_folder

SMALL = functools.partial(DistilSettings, sample=4, held_out=2, crop=64)


@pytest.fixture
def station(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command line, whose distillations look at a few small pictures."""
    monkeypatch.setattr("detectors.distil_images.DistilSettings", SMALL)
    return CommandLine(tmp_path, capsys)


def test_a_distilled_teacher_can_be_used(station: CommandLine, tmp_path: Path) -> None:
    out = tmp_path / "teacher"
    arguments = ("teacher", "distil", "--backbone", "tf_efficientnet_lite0", "--out", out, "--batch", 2)
    answer = station(*arguments, "--steps", 2, "--procedural", 9, "--json")
    assert answer.code == 0, answer.err
    assert answer.json["steps"] == 2
    assert answer.json["log"][-1]["held_out"] > 0
    recipe = json.loads(Path(answer.json["recipe"]).read_text())
    assert recipe["settings"]["procedural"] == 9
    assert recipe["settings"]["backbone"] == "efficientnet_lite0"
    teacher = find_teacher(
        EfficientAd().parse_options({"teacher": answer.json["teacher"], "teacher_sha256": recipe["sha256"]})
    )
    assert teacher.channels == recipe["out_channels"]
    again = station(*arguments, "--steps", 2, "--procedural", 9)
    assert again.code == 0
    assert "Going on" in again.err
    assert "after 2 steps" in again.out
    other = station(*arguments, "--steps", 2, "--procedural", 10)
    assert other.code == 3
    assert "procedural (9 there, 10 here)" in other.err


def test_several_folders_may_follow_one_images_or_several(
    station: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = [good_folder(tmp_path / name, 3, first=10 * n) for n, name in enumerate("abc")]
    asked = ("teacher", "distil", "--backbone", "tf_efficientnet_lite0", "--batch", 2, "--steps", 1, "--procedural", 0)
    at_once = station(*asked, "--out", tmp_path / "one", "--images", *folders, "--json")
    assert at_once.code == 0, at_once.err
    mixed = station(*asked, "--images", folders[0], "--images", *folders[1:], "--out", tmp_path / "two", "--json")
    assert mixed.code == 0, mixed.err
    recipes = [json.loads(Path(answer.json["recipe"]).read_text()) for answer in (at_once, mixed)]
    assert recipes[0]["images_of_folders"] == recipes[1]["images_of_folders"] == 9


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "--steps or --minutes"),
        (("--steps", 1, "--size", "huge"), 2, "small or medium"),
        (("--steps", 1, "--layers", "one"), 2, "whole numbers"),
        (("--steps", 1, "--backbone", "no_such_net"), 3, "no_such_net"),
        (("--steps", 1, "--layers", "3,4"), 3, "stride"),
        (("--steps", 1, "--procedural", 0), 3, "nothing to distil on"),
        (("--steps", 1, "--images", "nowhere"), 3, "no folder nowhere"),
        (("--steps", 1, "nowhere"), 2, "nowhere: it is not said what this is for"),
        (("--steps", 1, "--device", "abacus"), 3, "no device"),
    ],
)
def test_what_cannot_be_distilled_is_said_in_one_line(
    station: CommandLine, tmp_path: Path, arguments: tuple[object, ...], code: int, said: str
) -> None:
    answer = station("teacher", "distil", "--out", tmp_path / "teacher", *arguments)
    assert answer.code == code
    assert said in answer.err
    assert len(answer.err.strip().splitlines()) == 1
    assert not (tmp_path / "teacher" / "teacher.safetensors").exists()
