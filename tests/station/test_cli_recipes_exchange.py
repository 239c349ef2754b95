"""Recipes between stations, the bundle and the storage report on the command line."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.station.cli_rig import CommandLine


@pytest.fixture
def taught(taught: CommandLine) -> CommandLine:
    """With a second version."""
    good = taught.folder / "good"
    assert taught("threshold", "cell", "--good", good, "--policy", "good_only", "--why", "trial").code == 0
    return taught


def test_two_versions_are_compared_line_by_line(taught: CommandLine) -> None:
    answer = taught("recipes", "compare", "cell@1", "cell@2")
    assert answer.code == 0
    assert "why" in answer.out
    assert "trial" in answer.out
    assert "detector" not in answer.out
    everything = taught("recipes", "compare", "cell@1", "cell@2", "--all")
    assert "detector" in everything.out
    found = taught("recipes", "compare", "cell@1", "cell@2", "--json").json["differences"]
    assert {"about", "detail", "before", "after", "changed"} == set(found[0])


def test_a_recipe_leaves_one_station_and_arrives_at_another(
    taught: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = taught("recipes", "export", "cell@1", tmp_path / "out", "--who", "ada", "--json")
    assert out.code == 0, out.err
    assert out.json["recipe"]["version"] == 1
    again = taught("recipes", "export", "cell", tmp_path / "again", "--version", 1, "--json")
    assert again.json["sha256"] == out.json["sha256"]
    assert taught("recipes", "export", "cell@1", tmp_path / "x", "--version", 2).code == 2
    assert taught("recipes", "export", "nothing", tmp_path / "x").code == 3

    other = tmp_path / "other"
    other.mkdir()
    there = CommandLine(other, taught._capsys)
    monkeypatch.setenv("STATION_CONFIG", str(there.file))
    file = out.json["file"]
    checked = there("recipes", "import", file, "--check")
    assert checked.code == 0
    assert "would become cell version 1" in checked.out
    assert there.versions() == []
    done = there("recipes", "import", file, "--who", "otto")
    assert done.code == 0, done.err
    assert "became cell version 1" in done.out
    assert there.versions() == [1]
    assert "here already as cell version 1" in there("recipes", "import", file).out
    assert there("recipes", "import", file, "--as", "cell-left").code == 0
    assert len(there.model_folders()) == 1
    assert there("recipes", "activate", "cell-left", "--why", "go").code == 0
    listed = there("audit", "list", "--json").json["entries"]
    assert [(one["action"], one["who"]) for one in listed][-1] == ("recipe.imported", "otto")
    cut = tmp_path / "cut.station-recipe"
    cut.write_bytes(Path(file).read_bytes()[:500])
    refused = there("recipes", "import", cut)
    assert refused.code == 3
    assert "not a whole recipe file" in refused.err


def test_a_copy_is_made_by_name_with_a_reason(taught: CommandLine) -> None:
    assert taught("recipes", "duplicate", "cell@1", "cell-left", "--why", "second line").code == 0
    assert taught.versions("cell-left") == [1]
    assert taught("recipes", "duplicate", "cell", "cell-left", "--why", "again").code == 3
    assert taught("recipes", "duplicate", "cell", "third", "--why", " ").code == 2


def test_the_bundle_and_the_storage_report_are_made_without_a_window(taught: CommandLine, tmp_path: Path) -> None:
    answer = taught("diagnose", tmp_path / "bundle.zip")
    assert answer.code == 0, answer.err
    with zipfile.ZipFile(tmp_path / "bundle.zip") as bundle:
        assert "status.json" not in bundle.namelist()
        assert "doctor.json" in bundle.namelist()
    answer = taught("storage")
    assert answer.code == 0, answer.err
    assert "not known yet" in answer.out
    assert taught("storage", "--json").json["limits"]["max_gb"] == 50.0


def test_a_run_leaves_a_log(taught: CommandLine) -> None:
    assert taught("run", "--headless", "--parts", "2", "--trigger-every", "0").code == 0
    text = (taught.folder / "data" / "logs" / "station.log").read_text()
    assert "The station was started." in text
    assert "The station was stopped." in text
