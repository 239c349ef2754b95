from __future__ import annotations

from pathlib import Path

import pytest

from detectors import WeightsError
from detectors.patchcore_options import FEW_SHOT
from station.training import TrainingRequest, fit_and_store
from tests.station.cli_rig import CommandLine, defect_folder, good_folder

pytestmark = pytest.mark.timeout(300)  # a real detector is trained


def test_patchcore_is_taught_and_finds_defects_from_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    station = CommandLine(tmp_path, capsys)
    monkeypatch.setenv("STATION_CONFIG", str(station.file))
    monkeypatch.setenv("OMP_NUM_THREADS", "2")
    station.file.write_text(station.file.read_text().replace('name = "fake"', 'name = "patchcore"'))
    good, defect = good_folder(tmp_path / "good", 12), defect_folder(tmp_path / "defect")
    options = ["--option", "input_size=64", "--option", "layers=[1, 2]"]
    answer = station("train", "cell", "--good", good, *options, "--activate", "--json")
    assert answer.code == 0, answer.err
    assert "MB of memory" in answer.err
    assert answer.json["model"]["options"]["layers"] == [1, 2]

    fresh = good_folder(tmp_path / "fresh", 4, first=900)
    answer = station("inspect", fresh, defect, "--json")
    assert answer.code == 0, answer.err
    scores = [image["score"] for image in answer.json["images"]]
    assert max(scores[:4]) < min(scores[4:])
    assert {image["verdict"] for image in answer.json["images"][4:]} == {"NOK"}

    assert len(station.model_folders()) == 1


def test_weights_with_another_hash_are_named_and_no_model_is_added(tmp_path: Path) -> None:
    weights = tmp_path / "weights.pth"
    weights.write_bytes(b"something else")
    good = tuple(sorted(good_folder(tmp_path / "good", 3).iterdir()))
    request = TrainingRequest(
        name="cell",
        detector="patchcore",
        normal=good[:2],
        held_out=good[2:],
        models_dir=tmp_path / "models",
        options={"weights": str(weights), "weights_sha256": "0" * 64},
        device="cpu",
    )
    with pytest.raises(WeightsError, match="is not the weights file that is expected"):
        fit_and_store(request, progress=lambda _fraction, _stage: None, cancelled=lambda: False)
    assert not (tmp_path / "models").exists()


@pytest.mark.parametrize("case", ["missing", "another hash"])
def test_weights_that_are_not_right_are_told_with_the_exit_code_of_weights(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    station = CommandLine(tmp_path, capsys)
    monkeypatch.setenv("STATION_WEIGHTS", str(tmp_path / "weights"))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    stored = tmp_path / "weights" / "resnet18.tv_in1k.safetensors"
    if case == "another hash":
        stored.parent.mkdir()
        stored.write_bytes(b"these are not the weights")
        stored.with_name(stored.name + ".sha256").write_text("0" * 64)
    good = good_folder(tmp_path / "good", 4)
    answer = station("train", "cell", "--good", good, "--detector", "patchcore", "--option", "backbone=resnet18")
    assert answer.code == 3, answer.err
    said = "resnet18.tv_in1k are not on this machine" if case == "missing" else str(stored)
    assert said in answer.err
    assert station.model_folders() == []


def test_few_shot_takes_patchcore_with_its_options_and_single_ones_may_be_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    station = CommandLine(tmp_path, capsys)
    good = good_folder(tmp_path / "good", 3)
    small = ["--option", "input_size=64", "--option", "layers=[1, 2]", "--option", "rotations=2"]
    answer = station("train", "cell", "--good", good, "--few-shot", *small, "--json")
    assert answer.code == 0, answer.err
    options = answer.json["model"]["options"]
    expected = {**FEW_SHOT, "input_size": [64, 64], "layers": [1, 2], "rotations": 2}
    assert {key: options[key] for key in expected} == expected


def test_few_shot_is_of_patchcore_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    station = CommandLine(tmp_path, capsys)
    good = good_folder(tmp_path / "good", 3)
    answer = station("train", "cell", "--good", good, "--few-shot", "--detector", "fake")
    assert answer.code == 2
    assert "fake has no few-shot mode" in answer.err


def test_one_good_picture_is_too_few_because_one_must_set_the_threshold(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    station = CommandLine(tmp_path, capsys)
    answer = station("train", "cell", "--good", good_folder(tmp_path / "good", 1), "--few-shot")
    assert answer.code == 3
    assert "1 of them must be held out for the threshold, and the detector needs 1 to learn from" in answer.err
    assert "Take at least 2 good pictures" in answer.err
    assert station.model_folders() == []
