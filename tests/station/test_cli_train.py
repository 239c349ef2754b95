"""`station train`: what it tells, records and leaves, also when it is stopped."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from detectors.api import Epoch
from station import teaching
from station.commands.train import learned
from station.images import write_image
from station.queries import ImageLabel
from station.types import EventKind
from tests.station.cli_rig import CommandLine, defect_folder, good_folder, good_picture, seed_with

pytestmark = pytest.mark.timeout(300)  # each training starts an interpreter


def test_training_tells_its_cost_first_and_ends_with_a_recipe_and_its_claim(station: CommandLine) -> None:
    good, defect = good_folder(station.folder / "good"), defect_folder(station.folder / "defect")
    answer = station(
        "train", "cell", "--good", good, "--defect", defect, "--option", "cells=8", "--activate", "--why", "new lamp",
        "--who", "ada",
    )  # fmt: skip
    assert answer.code == 0, answer.err
    assert "9 good pictures to learn from, 3 held out for the threshold, with 4 defects" in answer.err
    assert "Training fake will take about" in answer.err
    assert "of memory" in answer.err.replace("\n", " ")
    assert "Recipe cell version 1" in answer.out
    assert "by cautious: 0 of 3 good would be rejected: at most 64 % (95 %)" in answer.out
    assert "0 of 4 defects would pass" in answer.out
    said = answer.out.replace("\n", " ")
    assert "Note: chosen on these very parts, so the figures flatter" in said
    assert "Note: chosen on one half of these parts and counted on the other, both ways:" in said

    records = station.records()
    active = records.active()
    assert active is not None
    assert (active.name, active.version, active.created_by, active.note) == ("cell", 1, "ada", "new lamp")
    assert active.choice is not None
    assert (active.choice.policy, active.choice.n_good, active.choice.n_defect) == ("cautious", 3, 4)
    assert "chosen on one half of these parts and counted on the other" in active.choice.sentence
    assert records.image_counts("cell")[ImageLabel.GOOD] == 12
    assert records.image_counts("cell")[ImageLabel.DEFECT] == 4
    (model,) = records.models("cell")
    assert (model.options["cells"], model.n_images, model.ref) == (8, 9, active.model.ref)
    (event,) = records.events(kinds=frozenset({EventKind.TRAINING}))
    assert event.who == "ada"
    records.close()


def test_defects_choose_the_threshold_unless_a_policy_is_named(station: CommandLine) -> None:
    good, defect = good_folder(station.folder / "good"), defect_folder(station.folder / "defect", 3)
    # one of the defects looks like a good part
    write_image(defect / "hidden.png", good_picture(500))
    kept = {}
    for asked in ([], ["--policy", "good_only"], ["--policy", "zero_escape"]):
        answer = station("train", "cell", "--good", good, "--defect", defect, "--json", *asked)
        assert answer.code == 0, answer.err
        choice = answer.json["recipe"]["choice"]
        kept[choice["policy"]] = (answer.json["recipe"]["threshold"], choice["escapes"], choice["false_rejects"] > 0)
    assert list(kept) == ["cautious", "good_only", "zero_escape"]
    assert kept["cautious"][1:] == (0, True)
    assert kept["good_only"][1:] == (1, False)
    assert kept["cautious"] == kept["zero_escape"]


def test_training_with_json_prints_nothing_else_on_stdout(station: CommandLine) -> None:
    answer = station("train", "cell", "--good", good_folder(station.folder / "good"), "--json")
    assert answer.code == 0
    assert answer.json["recipe"]["version"] == 1
    assert answer.json["active"] is False
    assert answer.json["threshold"]["point"]["threshold"] == answer.json["recipe"]["threshold"]
    assert len(answer.json["model"]["held_out_scores"]) == 3
    assert "escape rate unknown" in answer.json["claim"]
    assert station("recipes", "list", "--json").json["active"] is None


def test_a_held_out_good_picture_that_the_line_would_not_score_is_named_and_sets_no_threshold(
    station: CommandLine,
) -> None:
    good = good_folder(station.folder / "good")
    dark = good / "005.png"
    write_image(dark, good_picture(5) // 10)
    answer = station("train", "cell", "--good", good, "--seed", seed_with(good, dark, True), "--json")
    assert answer.code == 0, answer.err
    assert "The image gate refuses 1 of the 3 held-out good pictures." in answer.err
    assert f"Left out: {dark}: picture too dark" in answer.err
    data = answer.json
    assert data["threshold"]["point"]["n_good"] == len(data["model"]["held_out_scores"]) == 2
    assert len(data["left_out"]) == 1
    assert data["left_out"][0].startswith(f"{dark}: picture too dark")
    assert data["recipe"]["threshold"] < 20
    records = station.records()
    assert {Path(one.path).name for one in records.images("cell")} == {f"{n:03d}.png" for n in range(12)} - {"005.png"}
    (event,) = records.events(kinds=frozenset({EventKind.TRAINING}))
    assert list(event.details["left_out"]) == [str(dark)]
    records.close()


def test_the_curve_is_told_without_taking_steps_for_epochs() -> None:
    curve = [Epoch(2000, 70_000, 3.0, 0.5), Epoch(4000, 70_000, 1.5, 0.75, 0.875)]
    assert learned(curve) == (
        "Learned for 4000 of at most 70000 epochs or steps, measured at 2 points: loss 3 to 1.5, synthetic defects told"
        " from held-out good patches with AUROC 0.750, AUROC of the watched pictures 0.875."
    )


def test_training_removes_what_a_killed_training_left(station: CommandLine) -> None:
    left = station.config.models_dir / "cell" / ".new-trial-x1"
    left.mkdir(parents=True)
    (left / "half").write_text("")
    assert station("train", "cell", "--good", good_folder(station.folder / "good")).code == 0
    assert sorted(path.name for path in left.parent.iterdir()) == ["0001", "0001.baseline.json"]


def test_when_the_model_cannot_be_recorded_it_is_not_left_behind(
    station: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = good_folder(station.folder / "good")
    real = teaching.train
    holder: list[sqlite3.Connection] = []

    def then_locked(*arguments: Any, **options: Any) -> Any:
        outcome = real(*arguments, **options)
        holder.append(sqlite3.connect(station.folder / "data" / "records.sqlite", isolation_level=None))
        holder[0].execute("BEGIN IMMEDIATE")
        return outcome

    monkeypatch.setattr(teaching, "train", then_locked)
    answer = station("train", "cell", "--good", good)
    holder[0].rollback()
    holder[0].close()
    assert answer.code == 4
    assert "is locked" in answer.err
    assert list(station.config.models_dir.glob("*/*")) == []
    assert station.versions() == []


PATIENT = """
import threading
from detectors.fake import FakeDetector

class Patient(FakeDetector):
    name = "patient"

    def fit(self, images, options, *, cancelled, **more):
        pause = threading.Event()
        while not cancelled():
            pause.wait(0.02)
        return super().fit(images, options, cancelled=cancelled, **more)
"""


@pytest.fixture
def patient(tmp_path: Path) -> dict[str, str]:
    """An environment with a detector that learns until it is cancelled, installed as a package of its own."""
    info = tmp_path / "plugin" / "patient-1.0.dist-info"
    info.mkdir(parents=True)
    (info.parent / "patient.py").write_text(PATIENT)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: patient\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[station.detectors]\npatient = patient:Patient\n")
    known = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(info.parent), *([known] if known else [])])}


@pytest.mark.skipif(os.name != "posix", reason="needs process groups")
def test_ctrl_c_during_training_ends_with_130_and_leaves_nothing(station: CommandLine, patient: dict[str, str]) -> None:
    good = good_folder(station.folder / "good")
    process = subprocess.Popen(
        [sys.executable, "-m", "station.cli", "train", "cell", "--detector", "patient", "--good", str(good)],
        env=patient,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stderr is not None
    told = [process.stderr.readline(), process.stderr.readline()]
    assert "Training patient will take" in told[1]
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the training process too
    err = process.stderr.read()  # `communicate` would forget what was read ahead
    out, _ = process.communicate(timeout=200)
    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert out == ""
    assert station.model_folders() == []
    assert station.versions() == []
