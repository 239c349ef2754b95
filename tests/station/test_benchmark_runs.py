from __future__ import annotations

import importlib.metadata
import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest

from detectors import registry
from detectors.patchcore_options import FEW_SHOT
from station.benchmark import jobs
from station.benchmark.__main__ import main
from station.benchmark.runs import COLUMNS
from station.benchmark.store import Store
from station.images import read_image, write_image
from tests.station.benchmark_rig import SIZE, benchmark, make_mvtec, make_plain, make_visa, mask_of, picture

REPOSITORY = Path(__file__).parents[2]
PROMISED = [
    *("category", "detector", "backbone", "seed", "shots", "n_good", "n_test"),
    *("image_auroc", "image_f1_max", "balanced_accuracy", "fpr_at_100_tpr", "pixel_auroc", "aupro_30", "aupro_05"),
    *("fit_s", "latency_ms_p50", "throughput_ips", "model_mb", "device"),
    *("precision", "version"),
]
PIXEL = ("pixel_auroc", "aupro_30", "aupro_05", "pixel_ap", "pixel_f1_max")
FIGURES = ("image_auroc", "image_f1_max", "balanced_accuracy", "fpr_at_100_tpr", *PIXEL, "fit_s", "latency_ms_p50")
Capsys = pytest.CaptureFixture[str]


def test_a_run_gives_a_row_with_every_promised_key(tmp_path: Path, capsys: Capsys) -> None:
    ran = benchmark(capsys, make_mvtec(tmp_path / "nut", train=30), tmp_path / "out")
    assert ran.code == 0, ran.err
    row = ran.row
    assert list(row)[: len(PROMISED)] == PROMISED
    assert tuple(row) == COLUMNS
    assert (row["category"], row["detector"], row["backbone"], row["seed"], row["shots"]) == (
        "nut",
        "fake",
        None,
        0,
        None,
    )
    assert (row["n_good"], row["n_held_out"], row["n_test"], row["n_masks"]) == (24, 6, 12, 6)
    assert row["image_auroc"] == row["image_f1_max"] == 1.0
    assert row["fpr_at_100_tpr"] == 0.0
    assert 0.9 < row["pixel_auroc"] <= 1.0
    assert 0.0 < row["aupro_05"] <= row["aupro_30"] <= 1.0
    assert 0.5 < row["balanced_accuracy"] <= 1.0
    assert row["auroc_low"] < row["auroc_high"] == 1.0
    assert min(row[key] for key in ("fit_s", "latency_ms_p50", "throughput_ips", "model_mb", "total_s")) > 0
    assert row["latency_n"] >= 5
    assert row["device"] == "cpu"
    assert (row["precision"], row["version"]) == (None, importlib.metadata.version("inspection-station"))
    assert row["threshold_rule"] == "good_only, 5 %, on 6 good pictures that were not taught"
    assert row["error"] == ""


def test_the_deployed_threshold_never_saw_a_test_picture(tmp_path: Path, capsys: Capsys) -> None:
    folder = make_mvtec(tmp_path / "nut", train=30)
    first = benchmark(capsys, folder, tmp_path / "one").row
    for path in (folder / "test" / "spot").iterdir():
        write_image(path, picture(0))
    second = benchmark(capsys, folder, tmp_path / "two").row
    assert second["image_auroc"] < first["image_auroc"]
    assert second["threshold"] == first["threshold"]


def test_the_same_seed_gives_the_same_figures(tmp_path: Path, capsys: Capsys) -> None:
    folder = make_mvtec(tmp_path / "nut")
    rows = [benchmark(capsys, folder, tmp_path / name, "--seeds", 2, "--shots", 3).rows for name in ("one", "two")]
    timed = {
        "fit_s",
        "latency_ms_p50",
        "latency_ms_p99",
        "latency_n",
        "throughput_ips",
        "peak_mb",
        "total_s",
        "finished",
    }
    bare = [[{key: value for key, value in row.items() if key not in timed} for row in of] for of in rows]
    assert bare[0] == bare[1]
    assert rows[0][0]["threshold"] != rows[0][1]["threshold"]


def test_without_masks_the_pixel_figures_are_null_and_the_image_figures_are_not(tmp_path: Path, capsys: Capsys) -> None:
    row = benchmark(capsys, make_mvtec(tmp_path / "nut", masks=False), tmp_path / "out").row
    assert [row[key] for key in PIXEL] == [None] * len(PIXEL)
    assert row["image_auroc"] == 1.0
    assert "0 of 6 defects have a mask" in row["notes"]


@pytest.mark.parametrize(
    ("mask", "words"),
    [
        (None, "5 of 6 defects have a mask"),
        (np.full((20, 28), 255, np.uint8), "the mask blot/000_mask.png is 28 x 20 pixels, its picture 56 x 40"),
        (b"no picture", "is not a picture that can be read"),
    ],
)
def test_a_mask_that_cannot_be_used_leaves_the_image_figures(
    tmp_path: Path, capsys: Capsys, mask: np.ndarray | bytes | None, words: str
) -> None:
    folder = make_mvtec(tmp_path / "nut")
    file = folder / "ground_truth" / "blot" / "000_mask.png"
    file.unlink()
    if isinstance(mask, bytes):
        file.write_bytes(mask)
    elif mask is not None:
        write_image(file, mask)
    ran = benchmark(capsys, folder, tmp_path / "out")
    assert ran.code == 0
    assert words in ran.row["notes"]
    assert ran.row["pixel_auroc"] is None
    assert ran.row["image_auroc"] == 1.0


def test_an_empty_mask_leaves_out_its_picture_alone(tmp_path: Path, capsys: Capsys) -> None:
    folder = make_mvtec(tmp_path / "nut")
    masks = sorted((folder / "ground_truth").rglob("*.png"))
    write_image(masks[0], np.zeros(SIZE, np.uint8))
    row = benchmark(capsys, folder, tmp_path / "one").row
    assert "because the mask is empty: blot/000.png" in row["notes"]
    assert (row["n_masks"], row["n_test_defect"]) == (5, 6)
    assert row["pixel_auroc"] > 0.9
    for mask in masks:
        write_image(mask, np.zeros(SIZE, np.uint8))
    row = benchmark(capsys, folder, tmp_path / "two").row
    assert "all masks are empty" in row["notes"]
    assert row["pixel_auroc"] is None


def test_pictures_of_mixed_size_depth_and_colour_are_measured_at_their_own_size(tmp_path: Path, capsys: Capsys) -> None:
    folder = make_mvtec(tmp_path / "nut", defects=4)
    larger = picture(700, defect=True, size=(64, 50))
    write_image(folder / "test" / "blot" / "larger.png", larger)
    write_image(folder / "ground_truth" / "blot" / "larger_mask.png", np.stack([mask_of(larger)] * 3, -1))
    deep = picture(701, defect=True)
    write_image(folder / "test" / "spot" / "deep.png", deep.astype(np.uint16) * 257)
    write_image(folder / "ground_truth" / "spot" / "deep_mask.png", mask_of(deep).astype(np.uint16) * 257)
    write_image(folder / "test" / "good" / "colour.png", picture(702, colour=True))
    row = benchmark(capsys, folder, tmp_path / "out").row
    assert (row["error"], row["n_masks"]) == ("", 6)
    assert row["pixel_auroc"] > 0.9


def test_a_category_without_good_test_pictures_has_no_image_figures_and_says_so(tmp_path: Path, capsys: Capsys) -> None:
    ran = benchmark(capsys, make_mvtec(tmp_path / "nut", good=0), tmp_path / "out", plots=True)
    assert ran.code == 0
    assert "there are no good test pictures" in ran.row["notes"]
    assert "test/good holds no pictures" in ran.row["notes"]
    assert ran.row["image_auroc"] is ran.row["balanced_accuracy"] is None
    assert ran.row["pixel_auroc"] is not None
    assert ran.row["escapes"] is not None


def test_a_category_without_defects_has_no_figures_and_says_so(tmp_path: Path, capsys: Capsys) -> None:
    folder = make_mvtec(tmp_path / "nut", defects=0)
    (folder / "test" / "crack").mkdir()
    ran = benchmark(capsys, folder, tmp_path / "out", plots=True)
    assert ran.code == 0
    assert "test/crack holds no pictures" in ran.row["notes"]
    assert "there are no defects" in ran.row["notes"]
    assert ran.row["image_auroc"] is ran.row["pixel_auroc"] is None
    assert ran.row["false_rejects"] is not None


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        ("one shot", "needs at least 2 good images"),
        ("too many shots", "99 good pictures were asked for, and there are 12"),
        ("nothing to teach", "holds no pictures to teach from"),
        ("constant", "has the same value"),
        ("cut off", "the picture is cut off"),
    ],
)
def test_a_run_that_fails_is_a_row_and_the_others_go_on(tmp_path: Path, capsys: Capsys, spoil: str, words: str) -> None:
    bad = make_mvtec(tmp_path / "data" / "a", train=0 if spoil == "nothing to teach" else 12)
    make_mvtec(tmp_path / "data" / "b", train=120)
    first = bad / "train" / "good" / "000.png"
    first.parent.mkdir(parents=True, exist_ok=True)
    if spoil == "constant":
        write_image(first, np.full(SIZE, 90, np.uint8))
    if spoil == "cut off":
        file = bad / "test" / "spot" / "001.png"
        file.write_bytes(file.read_bytes()[:-40])
    shots = {"one shot": (1, 3), "too many shots": (99,)}.get(spoil)
    ran = benchmark(capsys, tmp_path / "data", tmp_path / "out", *(("--shots", *shots) if shots else ()))
    assert ran.code == 1
    failed = [row for row in ran.rows if row["error"]]
    assert len(failed) == (2 if spoil == "one shot" else 1)
    assert words in failed[0]["error"]
    assert [failed[0][key] for key in FIGURES] == [None] * len(FIGURES)
    assert any(row["image_auroc"] == 1.0 for row in ran.rows if not row["error"])
    assert "FAILED" in ran.err
    assert words in (tmp_path / "out" / "results.md").read_text()


def test_few_good_pictures_get_their_threshold_from_a_second_detector(tmp_path: Path, capsys: Capsys) -> None:
    row = benchmark(capsys, make_mvtec(tmp_path / "nut", train=8), tmp_path / "out").row
    assert (row["n_good"], row["n_held_out"]) == (8, 0)
    assert row["threshold_rule"].endswith("on 4 taught pictures, by a second detector taught from the other 4")
    assert row["balanced_accuracy"] > 0.5


@pytest.mark.parametrize(("train", "arguments"), [(2, ()), (12, ("--held-out", "0"))])
def test_without_pictures_to_keep_back_there_is_no_threshold(
    tmp_path: Path, capsys: Capsys, train: int, arguments: tuple[str, ...]
) -> None:
    ran = benchmark(capsys, make_mvtec(tmp_path / "nut", train=train), tmp_path / "out", *arguments, plots=True)
    assert ran.code == 0
    assert (ran.row["n_good"], ran.row["threshold"], ran.row["balanced_accuracy"]) == (train, None, None)
    assert "no threshold" in ran.row["notes"]
    assert ran.row["image_auroc"] == 1.0


def test_visa_and_plain_folders_are_measured(tmp_path: Path, capsys: Capsys) -> None:
    visa = benchmark(capsys, make_visa(tmp_path / "visa"), tmp_path / "out1").row
    assert (visa["layout"], visa["n_test"], visa["n_masks"], visa["image_auroc"]) == ("visa", 8, 4, 1.0)
    assert visa["pixel_auroc"] > 0.9
    plain = benchmark(capsys, make_plain(tmp_path / "part"), tmp_path / "out2").row
    assert (plain["layout"], plain["n_test"], plain["pixel_auroc"], plain["image_auroc"]) == ("plain", 10, None, 1.0)


def test_the_part_and_the_options_are_in_the_row(tmp_path: Path, capsys: Capsys) -> None:
    folder = make_mvtec(tmp_path / "nut")
    parts = ("develop", "report")
    rows = [benchmark(capsys, folder, tmp_path / "out", "--part", part, "--option", "cells=8") for part in parts]
    both = rows[-1].rows
    assert [row["part"] for row in both] == list(parts)
    assert [row["options"] for row in both] == [{"cells": 8}] * 2
    assert sum(row["n_test"] for row in both) == 12


def test_few_shot_sets_the_options_for_few_pictures_and_is_called_so(tmp_path: Path, capsys: Capsys) -> None:
    folder = make_mvtec(tmp_path / "nut")
    given = [str(folder), "--out", str(tmp_path / "out"), "--detector", "patchcore", "--device", "cpu", "--few-shot"]
    small = ["--option", "patchcore.input_size=64", "--shots", "2", "--timing", "0", "--no-plots"]
    assert main([*given, *small]) == 0
    (row,) = json.loads((tmp_path / "out" / "results.json").read_text())
    assert row["options"] == {**FEW_SHOT, "input_size": 64}
    assert "few-shot input_size=64, 2 shots" in capsys.readouterr().err


def test_a_second_benchmark_into_the_same_folder_is_refused(tmp_path: Path, capsys: Capsys) -> None:
    folder, out = make_mvtec(tmp_path / "nut"), tmp_path / "out"
    command = [str(folder), "--out", str(out), "--detector", "fake", "--device", "cpu", "--timing", "0", "--no-plots"]
    with Store(out).prepared():
        assert main(command) != 0
        assert "Another benchmark is running" in capsys.readouterr().err
        assert main([*command, "--estimate"]) == 0
    assert main(command) == 0


def test_what_is_measured_is_not_measured_again(tmp_path: Path, capsys: Capsys) -> None:
    folder, out = make_mvtec(tmp_path / "nut"), tmp_path / "out"
    first = benchmark(capsys, folder, out).row
    again = benchmark(capsys, folder, out)
    assert again.row == first
    assert "1 of 1 runs are in" in again.err
    wider = benchmark(capsys, folder, out, "--seeds", 2)
    assert "1 of 2 runs are in" in wider.err
    assert [row["seed"] for row in wider.rows] == [0, 1]
    assert wider.rows[0] == first
    other = benchmark(capsys, folder, out, "--option", "fake.cells=8")
    assert len(other.rows) == 3
    assert first in other.rows


def test_runs_of_an_earlier_version_are_used_and_the_heading_says_so(tmp_path: Path, capsys: Capsys) -> None:
    folder, out = make_mvtec(tmp_path / "nut"), tmp_path / "out"
    version = importlib.metadata.version("inspection-station")
    benchmark(capsys, folder, out)
    assert f"; station {version}" in (out / "results.md").read_text()
    (file,) = (out / "runs").glob("*.json")
    kept = json.loads(file.read_text())
    # as a version wrote it that did not know the keys
    del kept["row"]["precision"], kept["row"]["version"]
    kept["row"]["versions"]["inspection-station"] = "0.0.9"
    file.write_text(json.dumps(kept))
    again = benchmark(capsys, folder, out, "--seeds", 2)
    assert "1 of 2 runs are in" in again.err
    assert [row["version"] for row in again.rows] == ["0.0.9", version]
    heading = (out / "results.md").read_text().splitlines()[2]
    assert "**of different versions of the station**, which may differ" in heading
    assert f"0.0.9 (1 run), {version} (1 run)" in heading


def test_changed_pictures_and_failed_or_damaged_results_are_measured_again(tmp_path: Path, capsys: Capsys) -> None:
    folder, out = make_mvtec(tmp_path / "nut"), tmp_path / "out"
    benchmark(capsys, folder, out)
    write_image(folder / "test" / "good" / "new.png", picture(800))
    assert benchmark(capsys, folder, out).row["n_test"] == 13
    (file,) = (out / "runs").glob("*.json")
    file.write_text(file.read_text()[:100])
    assert benchmark(capsys, folder, out).row["n_test"] == 13
    path = folder / "test" / "good" / "new.png"
    whole = path.read_bytes()
    path.write_bytes(whole[:-40])
    assert benchmark(capsys, folder, out).code == 1
    path.write_bytes(whole)
    repaired = benchmark(capsys, folder, out)
    assert (repaired.code, repaired.row["error"]) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--detector", "nonsense"), "There is no detector named 'nonsense'"),
        (("--option", "fake.cells=1"), "option cells is 1"),
        (("--option", "fake.size=1"), "unknown option size"),
        (("--option", "nonsense"), "is not DETECTOR.KEY=VALUE"),
        (("--category", "bolt"), "no category bolt"),
        (("--device", "abacus"), "There is no device 'abacus'"),
        (("--layout", "visa"), "holds no data set of a known layout"),
        (("--held-out", "2"), "--held-out 2.0"),
        (("--jobs", "0"), "--jobs 0"),
        (("--shots", "some"), "invalid"),
    ],
)
def test_a_command_that_cannot_be_meant_is_answered_before_anything_runs(
    tmp_path: Path, capsys: Capsys, arguments: tuple[str, ...], words: str
) -> None:
    folder = make_mvtec(tmp_path / "nut", train=2, good=1, defects=1)
    code = main([str(folder), "--out", str(tmp_path / "out"), "--detector", "fake", "--device", "cpu", *arguments])
    assert code in (2, 3)
    assert words in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_an_estimate_is_given_without_running(tmp_path: Path, capsys: Capsys) -> None:
    ran = benchmark(capsys, make_mvtec(tmp_path / "nut"), tmp_path / "out", "--seeds", 3, "--estimate")
    assert ran.code == 0
    assert "nut, fake: 3 runs, each" in ran.out
    assert "3 runs to do: about" in ran.out
    assert not (tmp_path / "out").exists()


def test_several_at_once_give_the_same_rows(tmp_path: Path, capsys: Capsys) -> None:
    folder = make_mvtec(tmp_path / "nut")
    alone = benchmark(capsys, folder, tmp_path / "one", "--seeds", 2)
    together = benchmark(capsys, folder, tmp_path / "two", "--seeds", 2, "--jobs", 2)
    assert together.code == 0, together.err
    assert [row["image_auroc"] for row in together.rows] == [row["image_auroc"] for row in alone.rows]
    assert [row["threshold"] for row in together.rows] == [row["threshold"] for row in alone.rows]


def test_several_at_once_are_refused_where_memory_does_not_do(
    tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "available_bytes", lambda: 1_000_000)
    ran = benchmark(capsys, make_mvtec(tmp_path / "nut"), tmp_path / "out", "--seeds", 2, "--jobs", 2)
    assert ran.code == 2
    assert "memory are free" in ran.err


DYING = """
import os
from detectors.fake import FakeDetector

class Dying(FakeDetector):
    name = "dying"

    def fit(self, *_images, **_how):
        os._exit(9)
"""


def test_a_process_that_dies_is_a_failed_run_and_the_others_go_on(tmp_path: Path) -> None:
    about = tmp_path / "site" / "dying-1.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: dying\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[station.detectors]\ndying = dying:Dying\n")
    (tmp_path / "site" / "dying.py").write_text(DYING)
    out = tmp_path / "out"
    command = [sys.executable, "-m", "station.benchmark", str(make_mvtec(tmp_path / "nut")), "--out", str(out)]
    command += ["--detector", "fake", "dying", "--jobs", "2", "--timing", "0", "--device", "cpu", "--no-plots"]
    path = os.pathsep.join([str(tmp_path / "site"), str(REPOSITORY)])
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 1, done.stderr
    rows = {row["detector"]: row for row in json.loads((out / "results.json").read_text())}
    assert rows["dying"]["error"] == "the process of this run died (exit code 9)."
    assert rows["fake"]["image_auroc"] == 1.0


def test_curves_watch_and_decide_nothing(tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    table = {**registry.BUILT_IN, "gradual": "tests.station.benchmark_rig:GradualFake"}
    monkeypatch.setattr(registry, "_REGISTRY", registry.Registry(built_in=table))
    folder, out = make_mvtec(tmp_path / "nut"), tmp_path / "out"
    plain = benchmark(capsys, folder, out, "--detector", "gradual").rows
    watched = benchmark(capsys, folder, out, "--detector", "gradual", "--curves", plots=True)
    assert [row["curves"] for row in watched.rows if row["detector"] == "gradual"] == [True]
    scores = {row["detector"]: row["threshold"] for row in plain}
    assert {row["detector"]: row["threshold"] for row in watched.rows} == scores
    kept = [json.loads(path.read_text()) for path in (out / "runs").glob("*.json")]
    (curve,) = [one["curve"] for one in kept if one["row"]["detector"] == "gradual"]
    assert [point["auroc"] for point in curve] == [1.0, 1.0, 1.0]
    assert [point["loss"] for point in curve] == [1.0, None, 1 / 3]
    assert (out / "plots" / "training_nut_gradual.png").is_file()


def test_an_interruption_leaves_valid_results_and_the_same_command_goes_on(tmp_path: Path, capsys: Capsys) -> None:
    folder, out = make_mvtec(tmp_path / "nut"), tmp_path / "out"
    command = [sys.executable, "-m", "station.benchmark", str(folder), "--out", str(out), "--no-plots"]
    command += ["--detector", "fake", "--device", "cpu", "--timing", "0.3", "--seeds", "100", "--shots", "2"]
    process = subprocess.Popen(command, cwd=REPOSITORY, stderr=subprocess.PIPE, text=True)
    said = []
    assert process.stderr is not None
    with process.stderr as stream:
        for line in stream:
            said.append(line)
            if line.startswith("[2/100]") and "about" in line and len(said) > 2:
                process.send_signal(signal.SIGINT)
                break
        said += stream.readlines()
    assert process.wait(60) == 130, said
    rows = json.loads((out / "results.json").read_text())
    assert 1 <= len(rows) < 100
    assert all(row["error"] == "" for row in rows)
    assert f"Interrupted: {len(rows)} of 100 runs are done" in said[-1]
    assert not list(out.glob(".maps-*"))
    more = benchmark(capsys, folder, out, "--seeds", len(rows) + 1, "--shots", 2)
    assert f"{len(rows)} of {len(rows) + 1} runs are in" in more.err
    assert more.rows[: len(rows)] == rows


BARE = """
import importlib.abc, sys

class Refuse(importlib.abc.MetaPathFinder):
    names = {"pydantic", "pydantic_core", "sqlalchemy", "alembic", "rich", "typer", "click", "PySide6", "pypylon",
             "platformdirs", "shiboken6"}

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in self.names:
            raise ModuleNotFoundError(f"{name} is not installed here", name=name)

sys.meta_path.insert(0, Refuse())
"""


@pytest.mark.parametrize("detector", ["fake", "patchcore"])
def test_it_runs_where_only_torch_timm_numpy_opencv_and_scikit_learn_are(tmp_path: Path, detector: str) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(textwrap.dedent(BARE))
    command = [
        sys.executable,
        "-m",
        "station.benchmark",
        str(make_mvtec(tmp_path / "nut")),
        "--out",
        str(tmp_path / "out"),
    ]
    command += ["--detector", detector, "--device", "cpu", "--timing", "0.02"]
    if detector == "patchcore":
        command += ["--option", "input_size=64", "--option", "patchcore.layers=[1, 2]", "--option", "precision=fp32"]
    path = os.pathsep.join([str(tmp_path / "site"), str(REPOSITORY)])
    environment = {**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "2"}
    probe = [sys.executable, "-c", "import pydantic"]
    assert subprocess.run(probe, env=environment, capture_output=True, check=False).returncode != 0
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stderr
    (row,) = json.loads((tmp_path / "out" / "results.json").read_text())
    assert row["image_auroc"] == 1.0
    assert row["precision"] == {"fake": None, "patchcore": "float32"}[detector]
    gallery = read_image(tmp_path / "out" / "plots" / f"gallery_nut_{detector}.png")
    assert gallery.shape[1] > 900


def test_the_command_of_the_station_is_the_same(tmp_path: Path, capsys: Capsys) -> None:
    from station.cli import main as station

    folder = make_mvtec(tmp_path / "nut")
    asked = [str(folder), "--out", str(tmp_path / "out"), "--detector", "fake", "--device", "cpu", "--timing", "0"]
    assert station(["benchmark", *asked, "--no-plots"]) == 0
    (row,) = json.loads((tmp_path / "out" / "results.json").read_text())
    assert row["latency_ms_p50"] is None
    assert station(["benchmark", str(tmp_path / "nowhere"), "--out", str(tmp_path / "out")]) == 2
    assert "there is no such folder" in capsys.readouterr().err
