from __future__ import annotations

import multiprocessing
import os
import random
import signal
from pathlib import Path
from typing import Any

import pytest

from detectors import Cancelled, TrainingDataError
from detectors import create as create_detector
from station import aside
from station.errors import TrainingError
from station.images import read_image
from station.models import ModelStore
from station.training import TrainingRequest, split_good, train
from tests.station.cli_rig import defect_folder, good_folder, good_picture, make_folder


def request(tmp_path: Path, **fields: Any) -> TrainingRequest:
    good = sorted(good_folder(tmp_path / "good", 8).iterdir())
    values: dict[str, Any] = {
        "name": "cell",
        "detector": "fake",
        "normal": tuple(good[:6]),
        "held_out": tuple(good[6:]),
        "models_dir": tmp_path / "models",
        "device": "cpu",
    }
    return TrainingRequest(**{**values, **fields})


def nothing_left(tmp_path: Path) -> bool:
    return not list((tmp_path / "models").glob("*/*")) and multiprocessing.active_children() == []


def pipe_in_place_of_a_picture(tmp_path: Path) -> Path:
    """A file that never ends: whoever reads it waits, so that the process is where the test wants it."""
    if not hasattr(os, "mkfifo"):
        pytest.skip("needs named pipes")
    path = tmp_path / "never.png"
    os.mkfifo(path)
    return path


def test_a_training_ends_in_a_model_that_scores_as_it_was_measured(tmp_path: Path) -> None:
    seen: list[tuple[float, str]] = []
    defect = tuple(sorted(defect_folder(tmp_path / "defect", 3).iterdir()))
    asked = request(tmp_path, defect=defect, options={"cells": 8}, seed=7)
    outcome = train(asked, progress=lambda fraction, stage: seen.append((fraction, stage)))

    fractions = [fraction for fraction, _ in seen]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert len({stage for _, stage in seen}) >= 4
    assert (outcome.image.width, outcome.image.height, outcome.image.channels) == (64, 48, 1)
    assert outcome.options["cells"] == 8
    assert len(outcome.held_out_scores) == 2
    assert len(outcome.defect_scores) == 3
    assert min(outcome.defect_scores) > max(outcome.held_out_scores)
    assert outcome.total_s >= outcome.fit_s > 0

    store = ModelStore(tmp_path / "models", create_detector)
    assert store.versions("cell") == [outcome.model]
    assert store.snapshot(outcome.model) == outcome.snapshot
    assert [image.split for image in outcome.snapshot.images] == ["normal"] * 6 + ["held_out"] * 2
    assert outcome.snapshot.seed == 7
    loaded = store.load(outcome.model, device="cpu")
    scores = [loaded.predict([read_image(path)])[0].score for path in asked.held_out]
    assert scores == pytest.approx(list(outcome.held_out_scores))
    assert [path.name for path in (tmp_path / "models" / "cell").iterdir()] == ["0001"]


def test_a_second_training_is_the_next_version(tmp_path: Path) -> None:
    asked = request(tmp_path)
    assert [train(asked).model.version, train(asked).model.version] == [1, 2]


def test_a_cancelled_training_leaves_no_model(tmp_path: Path) -> None:
    with pytest.raises(Cancelled, match="cancelled"):
        train(request(tmp_path), cancelled=lambda: True)
    assert nothing_left(tmp_path)


def test_a_training_that_does_not_notice_the_cancelling_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aside, "CANCEL_GRACE_S", 0.2)
    asked = request(tmp_path)
    asked = request(tmp_path, normal=(*asked.normal, pipe_in_place_of_a_picture(tmp_path)))
    waiting: list[float] = []
    with pytest.raises(Cancelled):
        train(asked, progress=lambda fraction, _: waiting.append(fraction), cancelled=lambda: len(waiting) > 6)
    assert nothing_left(tmp_path)


def test_a_training_that_ended_just_before_it_was_cancelled_gives_its_model(tmp_path: Path) -> None:
    def cancelled() -> bool:
        for process in multiprocessing.active_children():
            process.join(100)
        return True

    outcome = train(request(tmp_path), cancelled=cancelled)
    assert ModelStore(tmp_path / "models", create_detector).versions("cell") == [outcome.model]


def test_a_killed_training_process_is_told_in_words_and_leaves_no_model(tmp_path: Path) -> None:
    asked = request(tmp_path)
    asked = request(tmp_path, normal=(*asked.normal, pipe_in_place_of_a_picture(tmp_path)))
    steps: list[float] = []

    def kill(fraction: float, _stage: str) -> None:
        steps.append(fraction)
        if len(steps) == 7:  # now it waits for the picture that never comes
            (child,) = multiprocessing.active_children()
            assert child.pid is not None
            os.kill(child.pid, signal.SIGKILL)

    with pytest.raises(TrainingError, match="SIGKILL") as caught:
        train(asked, progress=kill)
    assert "out of memory" in caught.value.message
    assert caught.value.exit_code == 6
    assert "No model was added" in caught.value.hint
    assert nothing_left(tmp_path)


def test_when_the_caller_fails_the_process_ends_with_it(tmp_path: Path) -> None:
    def fail(*_: object) -> None:
        raise KeyError("the caller's own mistake")

    with pytest.raises(KeyError):
        train(request(tmp_path), progress=fail)
    assert nothing_left(tmp_path)


def test_a_picture_of_another_size_is_named(tmp_path: Path) -> None:
    odd = next(iter(make_folder(tmp_path / "odd", [good_picture(0, height=32)]).iterdir()))
    asked = request(tmp_path)
    with pytest.raises(TrainingError) as caught:
        train(request(tmp_path, held_out=(*asked.held_out, odd)))
    assert f"{odd} is 64 x 32 grey uint8" in caught.value.message
    assert "64 x 48 grey uint8" in caught.value.message
    assert nothing_left(tmp_path)


def test_what_is_wrong_with_the_pictures_keeps_its_exit_code(tmp_path: Path) -> None:
    dark = next(iter(make_folder(tmp_path / "dark", [good_picture(0) // 10]).iterdir()))
    flat = next(iter(make_folder(tmp_path / "flat", [good_picture(0) * 0 + 9]).iterdir()))
    for fields, words in (
        ({"held_out": (flat,)}, f"{flat} has the same value (9) everywhere"),
        ({"defect": (flat,)}, f"{flat} has the same value (9) everywhere"),
        ({"held_out": (dark,)}, f"Of 1 held-out good pictures none can be used, for the image gate refuses: {dark}"),
    ):
        with pytest.raises(TrainingError) as caught:
            train(request(tmp_path, **fields))
        assert words in caught.value.message
        assert caught.value.exit_code == 3
    with pytest.raises(TrainingError) as caught:
        train(request(tmp_path, models_dir=dark / "models"))
    assert caught.value.exit_code == 4
    assert nothing_left(tmp_path)


def test_held_out_pictures_that_the_image_gate_refuses_have_no_score(tmp_path: Path) -> None:
    dark = next(iter(make_folder(tmp_path / "dark", [good_picture(0) // 10]).iterdir()))
    asked = request(tmp_path)
    outcome = train(request(tmp_path, held_out=(dark, *asked.held_out)))
    assert list(outcome.left_out) == [dark]
    assert outcome.left_out[dark].startswith("picture too dark")
    assert outcome.held_out_scores == train(asked).held_out_scores
    assert [image.file for image in outcome.snapshot.images if image.split == "held_out"] == ["006.png", "007.png"]


def test_an_unreadable_picture_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"not a picture")
    with pytest.raises(TrainingError, match=r"broken\.png: is not a picture"):
        train(request(tmp_path, normal=(broken, broken)))
    assert nothing_left(tmp_path)


def test_fewer_pictures_than_the_detector_needs_are_refused(tmp_path: Path) -> None:
    asked = request(tmp_path)
    with pytest.raises(TrainingError, match="good"):
        train(request(tmp_path, normal=asked.normal[:1]))
    assert nothing_left(tmp_path)


def test_an_unknown_option_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(TrainingError) as caught:
        train(request(tmp_path, options={"celsl": 3}))
    assert "celsl" in caught.value.message
    assert "cells" in caught.value.hint


def test_a_models_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "occupied").write_text("")
    with pytest.raises(TrainingError, match="occupied"):
        train(request(tmp_path, models_dir=tmp_path / "occupied" / "models"))


@pytest.mark.parametrize("count", [3, 4, 7, 30, 209])
@pytest.mark.parametrize("share", [0.01, 0.25, 0.5])
def test_a_split_uses_every_good_picture_once(count: int, share: float) -> None:
    paths = [Path(f"{n}.png") for n in range(count)]
    normal, held_out = split_good(paths, share, seed=3, min_normal=1)
    assert len(held_out) == max(1, round(share * count))
    assert sorted([*normal, *held_out], key=paths.index) == paths
    assert normal == sorted(normal, key=paths.index)
    assert split_good(paths, share, seed=3, min_normal=1) == (normal, held_out)


def test_the_split_depends_on_the_seed() -> None:
    paths = [Path(f"{n}.png") for n in range(100)]
    assert split_good(paths, 0.25, seed=1, min_normal=2) != split_good(paths, 0.25, seed=2, min_normal=2)


def test_too_few_good_pictures_are_told_with_the_number_that_is_enough() -> None:
    paths = [Path(f"{n}.png") for n in range(100)]
    for share in (0.1, 0.25, 0.5, 0.7):
        for needed in range(1, random.Random(share).randrange(2, 20)):
            with pytest.raises(TrainingDataError) as caught:
                split_good(paths[:needed], share, seed=0, min_normal=needed)
            enough = int(caught.value.hint.split()[3])
            split_good(paths[:enough], share, seed=0, min_normal=needed)
            with pytest.raises(TrainingDataError):
                split_good(paths[: enough - 1], share, seed=0, min_normal=needed)
