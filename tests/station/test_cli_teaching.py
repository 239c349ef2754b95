from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from detectors.api import Epoch
from station.commands.train import learned
from station.images import list_images, read_image, write_image
from station.queries import ImageLabel
from station.training import split_good
from station.types import EventKind
from tests.station.cli_rig import CommandLine, defect_folder, good_folder, good_picture, make_folder

pytestmark = pytest.mark.timeout(300)  # some start an interpreter


@pytest.fixture(scope="module")
def taught_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one active recipe, and its pictures; every test works on a copy."""
    folder = tmp_path_factory.mktemp("taught")
    good_folder(folder / "good")
    defect_folder(folder / "defect")
    command = [sys.executable, "-m", "station.cli", "train", "cell", "--good", folder / "good", "--activate"]
    (folder / "station.toml").write_text(
        'schema = 1\n[station]\ndata_dir = "data"\n[camera]\nkind = "fake"\n[detector]\nname = "fake"\n'
    )
    command += ["--config", folder / "station.toml", "--why", "first", "--who", "ada"]
    subprocess.run(command, check=True, timeout=250, capture_output=True)
    return folder


@pytest.fixture
def taught(station: CommandLine, taught_folder: Path) -> CommandLine:
    for name in ("data", "good", "defect"):
        shutil.copytree(taught_folder / name, station.folder / name)
    return station


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


def test_teaching_a_threshold_and_going_back_are_in_the_audit_trail_and_the_histories(station: CommandLine) -> None:
    good, defect = good_folder(station.folder / "good"), defect_folder(station.folder / "defect")
    new = good_folder(station.folder / "new", 8, first=100)
    taught = station(
        "train", "cell", "--good", good, "--defect", defect, "--activate", "--why", "new lamp", "--who", "ada"
    )
    assert taught.code == 0, taught.err
    changed = station(
        "threshold", "cell", "--good", new, "--defect", defect, "--policy", "zero_escape", "--activate",
        "--why", "an escape", "--who", "bo",
    )  # fmt: skip
    assert changed.code == 0, changed.err
    assert station("recipes", "activate", "cell@1", "--why", "too strict", "--who", "cy").code == 0

    records = station.records()
    entries = records.audit.entries()[::-1]
    assert [(one.action, one.who) for one in entries] == [
        ("labels.changed", "ada"),
        ("recipe.taught", "ada"),
        ("recipe.activated", "ada"),
        ("threshold.changed", "bo"),
        ("recipe.activated", "bo"),
        ("recipe.rolled_back", "cy"),
    ]
    assert {one.origin for one in entries} == {"command line"}
    assert [one.why for one in entries] == ["new lamp", "new lamp", "new lamp", "an escape", "an escape", "too strict"]
    assert entries[3].before is not None
    assert entries[3].after is not None
    second, first = records.thresholds("cell")
    assert (entries[3].before["threshold"], entries[3].after["threshold"]) == (first.threshold, second.threshold)
    assert second.reason.policy == "zero_escape"
    assert second.reason.figures["escapes"]["count"] == 0
    assert second.reason.figures["escapes"]["at_most"] > 0.5
    assert records.audit.verify().whole

    snapshot = records.pictures.taught_from(records.models("cell")[0].ref)
    assert snapshot is not None
    uses = [one.use for one in snapshot.images]
    assert (uses.count("normal"), uses.count("held_out"), uses.count("defect")) == (9, 3, 4)
    assert {one.sha256 for one in snapshot.images} == {one.sha256 for one in records.images("cell")}
    (one,) = records.pictures.history(records.pictures.stored("cell")[0].id)
    assert (one.who, one.why) == ("ada", "new lamp")
    records.close()


def test_training_with_json_prints_nothing_else_on_stdout(station: CommandLine) -> None:
    answer = station("train", "cell", "--good", good_folder(station.folder / "good"), "--json")
    assert answer.code == 0
    assert answer.json["recipe"]["version"] == 1
    assert answer.json["active"] is False
    assert answer.json["threshold"]["point"]["threshold"] == answer.json["recipe"]["threshold"]
    assert len(answer.json["model"]["held_out_scores"]) == 3
    assert "escape rate unknown" in answer.json["claim"]
    assert station("recipes", "list", "--json").json["active"] is None


def test_copies_count_once_and_a_picture_cannot_be_good_and_defect(station: CommandLine) -> None:
    good = make_folder(station.folder / "good", [good_picture(n // 2) for n in range(6)])
    answer = station("train", "cell", "--good", good, "--json")
    assert answer.code == 0
    assert "3 pictures are copies of others" in answer.err
    assert len(answer.json["model"]["snapshot"]["images"]) == 3

    defect = make_folder(station.folder / "defect", [good_picture(1)])
    answer = station("train", "cell", "--good", good, "--defect", defect)
    assert answer.code == 3
    assert "cannot be both good and defect" in answer.err


def _bad_training(case: str, station: CommandLine) -> list[Any]:
    folder = station.folder
    good = good_folder(folder / "good", 6)
    match case:
        case "no folder":
            return ["cell", "--good", folder / "nowhere"]
        case "empty folder":
            (folder / "empty").mkdir()
            return ["cell", "--good", folder / "empty"]
        case "file as folder":
            return ["cell", "--good", good / "000.png"]
        case "too few":
            return ["cell", "--good", good_folder(folder / "few", 2)]
        case "unreadable":
            (good / "003.png").write_bytes((good / "003.png").read_bytes()[:60])
        case "other size":
            write_image(good / "003.png", good_picture(3, width=60))
        case "other channels":
            write_image(good / "003.png", np.zeros((48, 64, 3), np.uint8))
        case "other depth":
            write_image(good / "003.png", np.zeros((48, 64), np.uint16))
        case "not a number":
            cv2.imwrite(str(good / "004.tiff"), np.full((48, 64), np.nan, np.float32))
        case "constant":
            write_image(good / "004.png", np.full((48, 64), 77, np.uint8))
        case "constant ones":
            for n in range(3):
                write_image(good / f"dark{n}.png", np.full((48, 64), n, np.uint8))
        case "constant defect":
            defect = make_folder(folder / "dark", [np.zeros((48, 64), np.uint8)])
            return ["cell", "--good", good, "--defect", defect]
        case "copies":
            return ["cell", "--good", make_folder(folder / "same", [good_picture(0)] * 12)]
        case "unknown detector":
            return ["cell", "--good", good, "--detector", "crystalball"]
        case "unknown option":
            return ["cell", "--good", good, "--option", "celsl=3"]
        case "option without value":
            return ["cell", "--good", good, "--option", "cells"]
        case "no such device":
            return ["cell", "--good", good, "--device", "cuda:7"]
        case "bad name":
            return ["../cell", "--good", good]
        case "defects to learn for a detector that cannot":
            return ["cell", "--good", good, "--learn-defects", defect_folder(folder / "learn", 2)]
        case "masks of nothing":
            return ["cell", "--good", good, "--masks", good]
        case "bad share":
            return ["cell", "--good", good, "--holdout", "1.5"]
        case "unknown policy":
            return ["cell", "--good", good, "--policy", "lucky"]
        case "policy without defects":
            return ["cell", "--good", good, "--policy", "cautious"]
        case _:
            raise AssertionError(case)
    return ["cell", "--good", good]


@pytest.mark.parametrize(
    ("case", "code", "words"),
    [
        ("no folder", 3, "nowhere: there is no such folder"),
        ("empty folder", 3, "empty: holds no pictures"),
        ("file as folder", 3, "000.png: is a file, not a folder"),
        ("too few", 3, "Take at least 3 good pictures"),
        ("unreadable", 3, "003.png: the picture is cut off"),
        ("other size", 3, "003.png is 60 x 48 grey uint8"),
        ("other channels", 3, "003.png is 64 x 48 colour uint8"),
        ("other depth", 3, "003.png is 64 x 48 grey uint16"),
        ("not a number", 3, "004.tiff: has float32 pixels"),
        ("constant", 3, "good/004.png has the same value (77) everywhere"),
        ("constant ones", 3, "good/dark0.png (0); "),
        ("constant defect", 3, "dark/000.png has the same value (0) everywhere"),
        ("copies", 3, "same, 11 of which are copies of others): 1 of them must be held out"),
        ("unknown detector", 3, "Known detectors: "),
        ("unknown option", 3, "celsl"),
        ("option without value", 2, "is not KEY=VALUE"),
        ("no such device", 3, "cuda:7"),
        ("bad name", 3, "'../cell' cannot be the name of a recipe"),
        ("bad share", 2, "holdout is 1.5"),
        ("unknown policy", 3, "there is no threshold policy 'lucky'. Known: best_f1, cautious"),
        ("policy without defects", 3, "there are no scores of defect parts"),
        ("defects to learn for a detector that cannot", 3, "fake learns from good pictures only"),
        ("masks of nothing", 2, "no defects to learn from"),
    ],
)
def test_bad_input_to_training_is_named_and_leaves_nothing(
    station: CommandLine, case: str, code: int, words: str
) -> None:
    answer = station("train", *_bad_training(case, station))
    assert answer.code == code, answer.err
    assert words in answer.err
    # what can be known before is told before minutes are promised
    assert "will take about" not in answer.err
    assert answer.out == ""
    assert station.model_folders() == []
    assert station.versions() == []


@pytest.mark.parametrize("held_out", [True, False])
def test_a_lens_cap_picture_is_refused_by_name_whether_it_would_be_held_out_or_learned_from(
    station: CommandLine, held_out: bool
) -> None:
    good = good_folder(station.folder / "good")
    cap = good / "005.png"
    write_image(cap, np.full((48, 64), 3, np.uint8))
    seed = _seed(good, cap, held_out)
    answer = station("train", "cell", "--good", good, "--seed", seed)
    assert (answer.code, answer.err) == (
        3, f"{cap} has the same value (3) everywhere. Take it out, and check the light and the lens cap.\n",
    )  # fmt: skip
    assert station.model_folders() == []


def test_a_held_out_good_picture_that_the_line_would_not_score_is_named_and_sets_no_threshold(
    station: CommandLine,
) -> None:
    good = good_folder(station.folder / "good")
    dark = good / "005.png"
    write_image(dark, good_picture(5) // 10)
    answer = station("train", "cell", "--good", good, "--seed", _seed(good, dark, True), "--json")
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


def _seed(good: Path, picture: Path, held_out: bool) -> int:
    """The first seed with which `picture` is held out, or is learned from."""
    paths = list_images(good)
    return next(n for n in range(100) if (picture in split_good(paths, 0.25, n, min_normal=2)[1]) == held_out)


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
    assert [path.name for path in left.parent.iterdir()] == ["0001"]


def test_when_the_model_cannot_be_recorded_it_is_not_left_behind(
    station: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3

    from station import teaching

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
    assert station.model_folders() == []
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


def test_inspect_scores_files_and_folders_without_recording(taught: CommandLine) -> None:
    out = taught.folder / "overlays"
    answer = taught(
        "inspect", taught.folder / "defect", taught.folder / "good" / "000.png", "--out", out, "--json"
    )  # fmt: skip
    assert answer.code == 0, answer.err
    images = answer.json["images"]
    assert [image["verdict"] for image in images] == ["NOK"] * 4 + ["OK"]
    assert all(image["score"] >= answer.json["threshold"] for image in images[:4])
    # both folders hold a 000.png
    assert [Path(image["overlay"]).name for image in images] == [
        "000.png", "001.png", "002.png", "003.png", "000-2.png",
    ]  # fmt: skip
    coloured = read_image(Path(images[0]["overlay"]))
    plain = read_image(Path(images[4]["overlay"]))
    assert coloured.shape == plain.shape == (48, 64, 3)
    assert np.ptp(coloured[18, 28]) > 50
    assert np.ptp(plain, axis=2).max() == 0
    assert taught("records", "list", "--json").json["total"] == 0

    table = taught("inspect", taught.folder / "defect", "--recipe", "cell@1")
    assert table.code == 0
    assert table.out.count("NOK") == 4


def test_inspect_says_of_each_picture_that_cannot_be_scored_why(taught: CommandLine) -> None:
    folder = taught.folder / "odd"
    make_folder(folder, [good_picture(0, width=32), np.full((48, 64, 3), 100, np.uint8), good_picture(77)])
    (folder / "broken.png").write_bytes(b"no picture")
    answer = taught("inspect", folder, folder / "missing.png", "--json")
    assert answer.code == 3
    rows = {Path(image["file"]).name: image for image in answer.json["images"]}
    assert "taught on 64 x 48 grey uint8" in rows["000.png"]["detail"]
    assert "colour" in rows["001.png"]["detail"]
    assert rows["002.png"]["score"] is not None
    assert "is not a picture" in rows["broken.png"]["detail"]
    assert "there is no such file" in rows["missing.png"]["detail"]
    assert {name for name, row in rows.items() if row["verdict"] == "ERROR"} == set(rows) - {"002.png"}
    assert "4 of 5 pictures could not be scored" in answer.err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["good", "--recipe", "screw"], 3, "screw"),
        (["good", "--recipe", "cell@9"], 3, "Recipe cell has no version 9"),
        (["empty"], 3, "empty: holds no pictures"),
    ],
)
def test_inspect_refuses_what_it_cannot_start_with(
    taught: CommandLine, arguments: list[str], code: int, words: str
) -> None:
    (taught.folder / "empty").mkdir()
    answer = taught("inspect", taught.folder / arguments[0], *arguments[1:])
    assert answer.code == code
    assert words in answer.err
    assert answer.out == ""


def test_without_an_active_recipe_inspect_and_run_say_how_to_get_one(station: CommandLine) -> None:
    good = good_folder(station.folder / "good", 1)
    for command in (["inspect", good], ["run", "--headless", "--trigger-every", "0"]):
        answer = station(*command)
        assert answer.code == 3
        assert "No recipe is active." in answer.err
        assert "station train NAME" in answer.err


def test_a_corrupted_model_folder_is_named_and_nothing_is_activated(taught: CommandLine) -> None:
    (file,) = taught.config.models_dir.glob("cell/0001/*.safetensors")
    data = bytearray(file.read_bytes())
    data[-3] ^= 0xFF
    file.write_bytes(data)
    for command in (
        ["inspect", taught.folder / "good"],
        ["run", "--headless", "--trigger-every", "0"],
        ["recipes", "activate", "cell@1", "--why", "again"],
        ["threshold", "cell", "--good", taught.folder / "good", "--policy", "good_only"],
    ):
        answer = taught(*command)
        assert answer.code == 3, command
        assert "0001" in answer.err
        assert "Traceback" not in answer.err
    assert taught.versions() == [1]


def test_a_model_folder_of_another_training_is_refused(taught: CommandLine) -> None:
    meta = taught.config.models_dir / "cell" / "0001" / "meta.json"
    meta.write_text(json.dumps(json.loads(meta.read_text()), indent=3))
    answer = taught("inspect", taught.folder / "good")
    assert answer.code == 3
    assert "another hash" in answer.err


def test_a_missing_model_folder_is_named(taught: CommandLine) -> None:
    shutil.rmtree(taught.config.models_dir / "cell" / "0001")
    answer = taught("inspect", taught.folder / "good")
    assert answer.code == 3
    assert "there is no such model" in answer.err


def test_a_threshold_is_a_new_version_with_an_event_that_says_who_when_and_why(taught: CommandLine) -> None:
    fresh = good_folder(taught.folder / "fresh", 10, first=500)
    answer = taught(
        "threshold", "cell", "--good", fresh, "--defect", taught.folder / "defect", "--policy", "min_cost",
        "--param", "escape_cost=20", "--review", "zero_false_reject", "--why", "fewer escapes", "--who", "grace",
        "--activate", "--json",
    )  # fmt: skip
    assert answer.code == 0, answer.err
    before, after = answer.json["before_threshold"], answer.json["recipe"]["threshold"]
    assert before != after
    assert answer.json["threshold"]["point"]["n_good"] == 10
    assert answer.json["threshold"]["point"]["escapes"]["count"] == 0
    assert answer.json["left_out"] == []

    records = taught.records()
    active = records.active()
    assert active is not None
    assert (active.version, active.threshold, active.created_by) == (2, after, "grace")
    (event,) = records.events(kinds=frozenset({EventKind.THRESHOLD}))
    assert event.who == "grace"
    assert "fewer escapes" in event.message
    assert event.details["before"] == {"version": 1, "threshold": before, "review_from": None}
    assert event.details["threshold"] == after
    assert records.activations(limit=1)[0].why == "fewer escapes"
    records.close()


def test_pictures_the_model_was_taught_from_are_left_out_of_the_threshold(taught: CommandLine) -> None:
    answer = taught("threshold", "cell", "--good", taught.folder / "good", "--policy", "good_only", "--json")
    assert answer.code == 0
    assert len(answer.json["left_out"]) == 9
    assert all("the model was taught from it" in text for text in answer.json["left_out"])
    assert answer.json["threshold"]["point"]["n_good"] == 3


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--policy", "magic"], 3, "there is no threshold policy 'magic'. Known: best_f1"),
        (["--policy", "youden"], 3, "no scores of defect parts"),
        (["--policy", "min_cost"], 3, "min_cost needs the parameter 'escape_cost'"),
        (["--policy", "good_only", "--param", "speed=1"], 3, "good_only has no parameter 'speed'"),
        (["--policy", "good_only", "--param", "review=1"], 3, "good_only has no parameter 'review'"),
        (["--policy", "good_only", "--param", "rate=much"], 2, "rate=much is not a number"),
        (["--policy", "good_only", "--review-param", "rate=0.1"], 3, "no policy for it"),
        (["--policy", "good_only", "--defect", "nowhere"], 3, "nowhere: there is no such folder"),
    ],
)
def test_a_threshold_that_cannot_be_chosen_leaves_the_recipe_as_it_was(
    taught: CommandLine, arguments: list[str], code: int, words: str
) -> None:
    answer = taught("threshold", "cell", "--good", taught.folder / "good", *arguments)
    assert answer.code == code, answer.err
    assert words in answer.err
    assert taught.versions() == [1]


def test_a_picture_of_another_kind_stops_the_choice_of_a_threshold(taught: CommandLine) -> None:
    odd = make_folder(taught.folder / "odd", [good_picture(0, width=32)])
    answer = taught("threshold", "cell", "--good", odd, "--policy", "good_only")
    assert answer.code == 3
    assert "000.png" in answer.err
    assert "32 x 48" in answer.err
    assert taught.versions() == [1]


def test_going_back_is_activating_an_older_version(taught: CommandLine) -> None:
    fresh = good_folder(taught.folder / "fresh", 4, first=500)
    assert taught("threshold", "cell", "--good", fresh, "--policy", "good_only", "--activate").code == 0
    answer = taught("recipes", "activate", "cell@1", "--why", "too many rejects", "--who", "grace", "--json")
    assert answer.code == 0
    assert (answer.json["active"]["version"], answer.json["before"]["version"]) == (1, 2)
    shown = taught("recipes", "show", "cell@1", "--json").json
    assert shown["active"] is True
    assert [use["why"] for use in shown["activations"]] == ["too many rejects", "first"]
    assert "too many rejects" in taught("recipes", "show", "cell@1").out
    rows = taught("recipes", "versions", "cell", "--json").json
    assert [row["version"] for row in rows["versions"]] == [1, 2]
    assert rows["active"]["version"] == 1
    assert "active" in taught("recipes", "versions", "cell").out
    assert "version 1" in taught("recipes", "list").out


def test_activating_needs_a_version_that_is_there(taught: CommandLine) -> None:
    answer = taught("recipes", "activate", "cell@7", "--why", "x")
    assert answer.code == 3
    assert "no version 7" in answer.err
    assert taught("recipes", "activate", "cell@1").code == 2  # --why is not optional
