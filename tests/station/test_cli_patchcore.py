from __future__ import annotations

from pathlib import Path

import pytest

from tests.station.cli_rig import CommandLine, defect_folder, good_folder


def test_patchcore_is_taught_and_finds_defects_from_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    station = CommandLine(tmp_path, capsys)
    monkeypatch.setenv("STATION_CONFIG", str(station.file))
    monkeypatch.setenv("OMP_NUM_THREADS", "2")
    station.file.write_text(station.file.read_text().replace('name = "fake"', 'name = "patchcore"'))
    good, defect = good_folder(tmp_path / "good", 12), defect_folder(tmp_path / "defect")
    answer = station(
        "train", "cell", "--good", good, "--option", "input_size=64", "--option", "layers=[1, 2]", "--activate", "--json"
    )  # fmt: skip
    assert answer.code == 0, answer.err
    assert "MB of memory" in answer.err
    assert answer.json["model"]["options"]["layers"] == [1, 2]

    fresh = good_folder(tmp_path / "fresh", 4, first=900)
    answer = station("inspect", fresh, defect, "--json")
    assert answer.code == 0, answer.err
    scores = [image["score"] for image in answer.json["images"]]
    assert max(scores[:4]) < min(scores[4:])
    assert {image["verdict"] for image in answer.json["images"][4:]} == {"NOK"}

    answer = station(
        "train", "cell", "--good", good, "--option", "backbone=resnet18", "--option", "weights=nowhere.pth"
    )
    assert answer.code in (3, 6)
    assert "There is no weights file nowhere.pth" in answer.err
    weights = tmp_path / "w.pth"
    weights.write_bytes(b"something else")
    answer = station(
        "train", "cell", "--good", good, "--option", f"weights={weights}", "--option", f"weights_sha256={'0' * 64}"
    )  # fmt: skip
    assert answer.code in (3, 6)
    assert "is not the weights file that is expected" in answer.err
    assert len(station.model_folders()) == 1
