"""Pictures and options that `station train` refuses, before it promises anything."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest

from station.images import write_image
from tests.station.cli_rig import CommandLine, defect_folder, good_folder, good_picture, make_folder, seed_with

pytestmark = pytest.mark.timeout(300)  # each training starts an interpreter


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


@pytest.mark.parametrize("held_out", [True, False])
def test_a_lens_cap_picture_is_refused_by_name_whether_it_would_be_held_out_or_learned_from(
    station: CommandLine, held_out: bool
) -> None:
    good = good_folder(station.folder / "good")
    cap = good / "005.png"
    write_image(cap, np.full((48, 64), 3, np.uint8))
    seed = seed_with(good, cap, held_out)
    answer = station("train", "cell", "--good", good, "--seed", seed)
    assert (answer.code, answer.err) == (
        3, f"{cap} has the same value (3) everywhere. Take it out, and check the light and the lens cap.\n",
    )  # fmt: skip
    assert station.model_folders() == []
