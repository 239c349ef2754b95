"""`station inspect` on a taught recipe, and model folders that are not what they were."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from station.images import read_image
from tests.station.cli_rig import CommandLine, good_folder, good_picture, make_folder


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
