from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from detectors.api import Cancelled, DetectorError, OptionsError, TrainingDataError, WeightsError
from detectors.distil import CHECKPOINT, RECIPE, TEACHER, distil
from detectors.distil_images import DistilSettings, image_files
from detectors.pdn import Pdn, initialise
from detectors.procedural import procedural_image
from detectors.weights import file_sha256, packaged_name

TINY = DistilSettings(
    backbone="efficientnet_lite0", steps=6, crop=64, batch=2, held_out=2, sample=4, procedural=50, seed=3
)


class _StopAfter:
    """Says "cancelled" from the asked question on."""

    def __init__(self, questions: int) -> None:
        self._left = questions

    def __call__(self) -> bool:
        self._left -= 1
        return self._left < 0


def test_a_run_writes_teacher_recipe_and_log(tmp_path: Path) -> None:
    told: list[float] = []
    made = distil(TINY, [], tmp_path, device="cpu", look_every=3, progress=lambda at, _stage: told.append(at))
    recipe = json.loads((tmp_path / RECIPE).read_text())
    assert recipe["sha256"] == file_sha256(tmp_path / TEACHER)
    assert (recipe["steps"], recipe["finished"], made.steps) == (6, True, 6)
    assert recipe["settings"]["seed"] == 3
    assert [line["step"] for line in recipe["log"]] == [3, 6]
    assert len(recipe["backbone"]["sha256"]) == 64
    assert told == sorted(told)
    state = load_file(tmp_path / TEACHER)
    assert state["0.weight"].dtype == torch.float16
    assert state["8.weight"].shape == (recipe["out_channels"], 256, 4, 4)
    assert state["target.std"].min() > 0


def test_a_run_that_was_stopped_and_went_on_gives_the_same_teacher(tmp_path: Path) -> None:
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    distil(TINY, [], whole, device="cpu", look_every=2)
    with pytest.raises(Cancelled):
        distil(TINY, [], parts, device="cpu", look_every=2, cancelled=_StopAfter(7))
    assert (parts / CHECKPOINT).is_file()
    assert not (parts / TEACHER).exists()
    assert 0 < torch.load(parts / CHECKPOINT, weights_only=True)["step"] < TINY.steps
    distil(TINY, [], parts, device="cpu", look_every=2)
    assert (whole / TEACHER).read_bytes() == (parts / TEACHER).read_bytes()


def test_a_cancelled_run_says_what_is_kept_and_how_to_go_on(tmp_path: Path) -> None:
    with pytest.raises(Cancelled) as caught:
        distil(TINY, [], tmp_path, device="cpu", look_every=2, cancelled=_StopAfter(7))
    steps = torch.load(tmp_path / CHECKPOINT, weights_only=True)["step"]
    assert f"after {steps} of 6 steps" in caught.value.message
    assert str(tmp_path / CHECKPOINT) in caught.value.message
    assert "same command goes on" in caught.value.hint


def test_a_run_cancelled_before_its_first_step_says_that_nothing_is_kept(tmp_path: Path) -> None:
    with pytest.raises(Cancelled, match="nothing is kept") as caught:
        distil(TINY, [], tmp_path, device="cpu", cancelled=lambda: True)
    assert "begins again" in caught.value.hint
    assert not (tmp_path / CHECKPOINT).exists()


def test_a_run_cancelled_before_it_went_on_still_names_its_earlier_steps(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        distil(TINY, [], tmp_path, device="cpu", cancelled=_StopAfter(7))
    steps = torch.load(tmp_path / CHECKPOINT, weights_only=True)["step"]
    with pytest.raises(Cancelled, match=f"after {steps} of 6 steps"):
        distil(TINY, [], tmp_path, device="cpu", cancelled=lambda: True)


def test_a_finished_run_is_not_learned_again(tmp_path: Path) -> None:
    distil(TINY, [], tmp_path, device="cpu")
    before = (tmp_path / TEACHER).read_bytes()
    again = distil(TINY, [], tmp_path, device="cpu")
    assert again.steps == TINY.steps
    assert (tmp_path / TEACHER).read_bytes() == before


def test_a_checkpoint_of_other_settings_is_refused_by_name(tmp_path: Path) -> None:
    distil(replace(TINY, steps=1), [], tmp_path, device="cpu")
    with pytest.raises(DetectorError, match=r"seed \(3 there, 4 here\)"):
        distil(replace(TINY, steps=1, seed=4), [], tmp_path, device="cpu")


def test_a_damaged_checkpoint_is_refused(tmp_path: Path) -> None:
    (tmp_path / CHECKPOINT).write_bytes(b"no checkpoint")
    with pytest.raises(DetectorError, match=CHECKPOINT) as caught:
        distil(TINY, [], tmp_path, device="cpu")
    assert "weights_only" not in caught.value.message
    assert "Remove it" in caught.value.hint
    assert caught.value.__cause__ is not None


def test_a_checkpoint_without_a_part_is_refused(tmp_path: Path) -> None:
    distil(replace(TINY, steps=1), [], tmp_path, device="cpu")
    state = torch.load(tmp_path / CHECKPOINT, weights_only=True)
    torch.save({key: value for key, value in state.items() if key != "optimiser"}, tmp_path / CHECKPOINT)
    with pytest.raises(DetectorError, match="damaged"):
        distil(replace(TINY, steps=1), [], tmp_path, device="cpu")


def test_learning_lowers_the_loss_on_the_pictures_it_learns_from(tmp_path: Path) -> None:
    few = replace(TINY, steps=30, procedural=2, rate=1e-3, grey=0.0, batch=4)
    log = distil(few, [], tmp_path, device="cpu", look_every=10).log
    assert log[-1].loss < 0.8 * log[0].loss


def test_a_run_that_learned_nothing_reports_a_loss_of_about_one(tmp_path: Path) -> None:
    log = distil(replace(TINY, steps=1, rate=0.0, held_out=8), [], tmp_path, device="cpu").log
    assert log[0].held_out == pytest.approx(1.0, abs=0.25)
    assert len(log[0].by_stage) == 2


def test_folders_are_learned_from_too(tmp_path: Path) -> None:
    folder = tmp_path / "images" / "deep"
    folder.mkdir(parents=True)
    for number in range(3):
        cv2.imwrite(str(folder / f"{number}.png"), procedural_image(number, (90 + 60 * number, 200)))
    made = distil(replace(TINY, steps=2, procedural=0), [tmp_path / "images"], tmp_path / "out", device="cpu")
    assert json.loads((made.folder / RECIPE).read_text())["images_of_folders"] == 3


def test_bad_input_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingDataError, match="nowhere"):
        distil(TINY, [tmp_path / "nowhere"], tmp_path / "out", device="cpu")
    (tmp_path / "empty").mkdir()
    with pytest.raises(TrainingDataError, match="no images"):
        distil(TINY, [tmp_path / "empty"], tmp_path / "out", device="cpu")
    with pytest.raises(TrainingDataError, match="nothing to distil"):
        distil(replace(TINY, procedural=0), [], tmp_path / "out", device="cpu")
    with pytest.raises(WeightsError, match="no_such_net"):
        distil(replace(TINY, backbone="no_such_net"), [], tmp_path / "out", device="cpu")
    with pytest.raises(OptionsError, match="stride"):
        distil(replace(TINY, layers=(3,)), [], tmp_path / "out", device="cpu")
    with pytest.raises(OptionsError, match="budget"):
        DistilSettings()
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "a.png").write_bytes(b"no image")
    with pytest.raises(TrainingDataError, match=r"a\.png"):
        distil(replace(TINY, procedural=0), [tmp_path / "broken"], tmp_path / "out", device="cpu")


def test_images_are_found_below_the_folder_in_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("b/2.PNG", "a.jpg", "notes.txt"):
        (tmp_path / name).write_bytes(b"")
    assert image_files([tmp_path]) == [tmp_path / "a.jpg", tmp_path / "b" / "2.PNG"]


def test_timm_s_name_of_a_packaged_backbone_means_the_packaged_one() -> None:
    assert packaged_name("tf_efficientnet_lite2") == "efficientnet_lite2"
    assert packaged_name("resnet18") == "resnet18"


def test_the_start_keeps_the_size_of_the_signal_and_says_nought() -> None:
    torch.manual_seed(0)
    network = Pdn("small", 8)
    images = torch.randn(2, 3, 64, 64) * 3 + 1
    initialise(network, images)
    x = images
    with torch.no_grad():
        for layer in list(network)[:-1]:
            x = layer(x)
            if isinstance(layer, torch.nn.Conv2d):
                assert x.std((0, 2, 3)).mean().item() == pytest.approx(1.0, abs=0.05)
                assert x.mean((0, 2, 3)).abs().max().item() < 0.05
        assert not network(images).any()
    assert np.isfinite(network[0].weight.detach().numpy()).all()
