"""`station export` on a station that was taught by its own command line, and the how-to on what it wrote."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import re
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from detectors.onnx_model import OnnxModel
from station.app import open_records
from station.cli import main
from station.config import load
from station.db import Records
from station.export import compare, stored_pictures
from station.images import list_images, read_image, sha256_file, write_image
from station.queries import ImageLabel, LabelledImage
from station.recipe import Recipe
from station.scoring import score_picture
from station.setups import setup_loader
from station.training import TrainingRequest, fit_and_store
from station.types import ImageRef, ImageState, Inspection
from tests.station.cli_rig import CONFIG, CommandLine, defect_folder, good_folder, good_picture

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to" / "export-a-model.md"
OPTIONS = {"input_size": 64, "layers": [1, 2], "precision": "bf16"}


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A station folder with the recipe cell, its threshold in the middle between good and defect."""
    folder = tmp_path_factory.mktemp("taught")
    (folder / "station.toml").write_text(CONFIG.replace('name = "fake"', 'name = "patchcore"'))
    good = list_images(good_folder(folder / "good", 12))
    defect = list_images(defect_folder(folder / "defect"))
    good_folder(folder / "fresh", 6, first=500)
    config = load(folder / "station.toml", {})
    request = TrainingRequest(
        name="cell",
        detector="patchcore",
        normal=tuple(good[:9]),
        held_out=tuple(good[9:]),
        defect=tuple(defect),
        models_dir=config.models_dir,
        options=dict(OPTIONS),
        device="cpu",
    )
    outcome = fit_and_store(request, progress=lambda _fraction, _stage: None, cancelled=lambda: False)
    with contextlib.closing(open_records(config)) as records:
        records.add_images(
            labelled(path, ImageLabel.GOOD if path in good else ImageLabel.DEFECT) for path in (*good, *defect)
        )
        records.add_recipe(
            Recipe(
                name="cell",
                version=1,
                image=outcome.image,
                model=outcome.model,
                threshold=(max(outcome.held_out_scores) + min(outcome.defect_scores)) / 2,
                gate=outcome.gate,
                created_at=datetime.now(UTC),
                created_by="engineer",
            )
        )
    return folder


def labelled(path: Path, label: ImageLabel, *, sha256: str | None = None) -> LabelledImage:
    return LabelledImage(
        recipe="cell",
        path=str(path),
        sha256=sha256 or sha256_file(path),
        label=label,
        width=64,
        height=48,
        channels=1,
        dtype="uint8",
        added_at=datetime.now(UTC),
    )


def recipe_of(folder: Path) -> Recipe:
    with contextlib.closing(open_records(load(folder / "station.toml", {}))) as records:
        return records.recipe("cell")


@pytest.fixture(scope="module")
def exported(taught: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """The folder that the command wrote, and the JSON that it answered."""
    out = tmp_path_factory.mktemp("outside") / "exported"
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        config = str(taught / "station.toml")
        code = main(
            ["export", "cell", "--out", str(out), "--images", str(taught / "fresh"), "--config", config, "--json"]
        )
    assert code == 0
    return out, json.loads(said.getvalue())


@pytest.fixture
def station(
    taught: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    """A copy of the taught station, to be changed. Its pictures are still those of the first."""
    shutil.copytree(taught / "data", tmp_path / "data")
    station = CommandLine(tmp_path, capsys)
    station.file.write_text((taught / "station.toml").read_text())
    monkeypatch.setenv("STATION_CONFIG", str(station.file))
    return station


def left_behind(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if "exported" in path.name]


def test_every_picture_that_changes_sides_is_found_and_named(taught: Path) -> None:
    class Shifted:
        """A file that scores a little higher: what a wrong mean or another resizing would do."""

        def __init__(self, inner: Any) -> None:
            self.inner = inner

        def predict(self, image: Any) -> Any:
            prediction = self.inner.predict([image])[0]
            return type(prediction)(prediction.score + 0.5, prediction.anomaly_map + 0.25)

    recipe = recipe_of(taught)
    setup = setup_loader(load(taught / "station.toml", {}))(recipe)
    try:
        paths = sorted((taught / "fresh").iterdir())
        scores = {path: score_picture(setup, path).score or 0.0 for path in paths}
        ordered = sorted(paths, key=lambda path: scores[path])
        threshold = scores[ordered[-1]] + 0.25
        tight = type(setup)(recipe.model_copy(update={"threshold": threshold}), setup.detector, setup.gate)
        parity = compare(tight, Shifted(setup.detector), paths)
    finally:
        setup.detector.close()
    wanted = {path for path in paths if scores[path] < threshold <= scores[path] + 0.5}
    assert ordered[-1] in wanted
    assert {flip.path for flip in parity.flips} == wanted
    assert parity.score_difference == pytest.approx(0.5)
    assert parity.map_difference == pytest.approx(0.25, rel=1e-4)
    assert parity.room == pytest.approx(min(abs(score - threshold) for score in scores.values()))


def test_the_folder_holds_the_model_its_facts_and_the_proof(taught: Path, exported: tuple[Path, Any]) -> None:
    out, answer = exported
    assert sorted(path.name for path in out.iterdir()) == [
        "model.json",
        "model.onnx",
        "self-test-1.png",
        "self-test-2.png",
    ]
    assert [path.name for path in out.parent.iterdir()] == [out.name]
    facts = json.loads((out / "model.json").read_text())
    assert facts == answer["facts"]
    assert facts["onnx"]["sha256"] == hashlib.sha256((out / "model.onnx").read_bytes()).hexdigest()
    recipe = recipe_of(taught)
    assert facts["model_sha256"] == recipe.model.sha256
    assert facts["recipe"]["sha256"] == recipe.sha256
    assert facts["input"]["colour"] == "grey"
    parity = facts["parity"]
    assert parity["threshold"] == recipe.threshold
    assert parity["pictures"] == 12 + 4 + 6
    assert parity["verdicts_that_differ"] == 0
    assert parity["station"] == {"device": "cpu", "precision": "bfloat16"}
    assert 0 < parity["largest_score_difference"] < parity["nearest_score_to_a_threshold"]
    assert str(taught) not in (out / "model.json").read_text()


def test_the_program_in_the_how_to_gives_the_scores_of_the_station(
    taught: Path, exported: tuple[Path, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    out, answer = exported
    blocks = re.findall(r"^```python\n(.*?)^```", HOW_TO.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    monkeypatch.chdir(out.parent)
    program: dict[str, Any] = {}
    for block in blocks:
        exec(compile(block, str(HOW_TO), "exec"), program)
    model = program["model"]
    setup = setup_loader(load(taught / "station.toml", {}))(recipe_of(taught))
    allowed = answer["parity"]["score_difference"] * 1.01
    try:
        for path in (*sorted((taught / "fresh").iterdir()), *sorted((taught / "defect").iterdir())):
            score, anomaly_map = model.predict(cv2.imread(str(path), cv2.IMREAD_UNCHANGED))
            one = score_picture(setup, path)
            assert one.score is not None
            assert one.image is not None
            assert one.anomaly_map is not None
            assert abs(score - one.score) <= allowed
            assert anomaly_map.shape == one.image.shape
            assert np.abs(anomaly_map - one.anomaly_map).max() <= answer["parity"]["map_difference"] * 1.01
    finally:
        setup.detector.close()


def test_the_self_test_of_the_how_to_notices_another_model(
    exported: tuple[Path, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = shutil.copytree(exported[0], tmp_path / "exported")
    facts = json.loads((copy / "model.json").read_text())
    facts["self_test"]["pictures"][1]["score"] *= 1.01
    (copy / "model.json").write_text(json.dumps(facts))
    blocks = re.findall(r"^```python\n(.*?)^```", HOW_TO.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    monkeypatch.chdir(tmp_path)
    program: dict[str, Any] = {}
    exec(compile(blocks[0], str(HOW_TO), "exec"), program)
    with pytest.raises(SystemExit, match=r"self-test-2\.png: the score is"):
        exec(compile(blocks[1], str(HOW_TO), "exec"), program)


def test_one_verdict_that_would_change_refuses_and_leaves_nothing(
    station: CommandLine, taught: Path, exported: tuple[Path, Any]
) -> None:
    picture = taught / "fresh" / "002.png"
    config = station.config
    records = station.records()
    before = records.recipe("cell")
    setup = setup_loader(config)(before)
    try:
        file = OnnxModel((exported[0] / "model.onnx").read_bytes(), setup.detector.portable().rules, "uint8")
        outside = file.predict(read_image(picture)).score
        inside = score_picture(setup, picture).score
    finally:
        setup.detector.close()
    assert inside is not None
    assert inside != outside  # bf16 here, float32 there
    threshold = (inside + outside) / 2
    recipe = Recipe.model_validate(
        {**before.model_dump(), "version": 2, "threshold": threshold, "created_at": datetime.now(UTC)}
    )
    records.add_recipe(recipe)
    records.close()

    answer = station("export", "cell", "--out", station.folder / "exported", "--images", taught / "fresh")
    assert answer.code == 1
    assert answer.out == ""
    assert f"{picture}: the station says" in answer.err
    assert re.search(r"\d+ of 22 verdicts of recipe cell version 2 would be others", answer.err)
    assert "precision=fp32" in answer.err
    assert left_behind(station.folder) == []


def move_away(station: CommandLine) -> None:
    """Make the records say of every taught picture that it lies where it is not."""
    with contextlib.closing(station.records()) as records:
        records.add_images(
            labelled(station.folder / "gone" / Path(one.path).name, one.label, sha256=one.sha256)
            for one in records.images("cell")
        )


def test_without_a_picture_nothing_is_proven_and_nothing_exported(station: CommandLine) -> None:
    move_away(station)
    answer = station("export", "cell", "--out", station.folder / "exported")
    assert answer.code == 1
    assert "There is no picture of recipe cell" in answer.err
    assert "16 could not be compared" in answer.err
    assert "--images" in answer.err
    assert left_behind(station.folder) == []


def test_pictures_that_the_line_would_not_score_prove_nothing(station: CommandLine) -> None:
    move_away(station)
    other = station.folder / "other"
    write_image(other / "larger.png", good_picture(1, height=60, width=90))
    (other / "broken.png").write_bytes(b"no picture")
    answer = station("export", "cell", "--out", station.folder / "exported", "--images", other)
    assert answer.code == 1
    assert "18 could not be compared" in answer.err
    assert left_behind(station.folder) == []


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["nothing", "--out", "exported"], 3, "nothing"),
        (["cell@9", "--out", "exported"], 3, "9"),
        (["--out", "exported"], 3, "No recipe is active"),
        (["cell", "--out", "exported", "--opset", "7"], 3, "Opset 7 cannot be written"),
        (["cell", "--out", "exported", "--images", "no-such-folder"], 3, "no-such-folder"),
        (["cell", "--out", "station.toml"], 2, "exists already"),
        (["cell"], 2, "--out"),
    ],
)
def test_what_cannot_be_meant_is_said_before_any_work(
    station: CommandLine, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int, says: str
) -> None:
    monkeypatch.chdir(station.folder)
    answer = station("export", *arguments)
    assert answer.code == code
    assert says in answer.err
    assert left_behind(station.folder) == []


def test_a_missing_tool_is_named_with_the_extra_that_brings_it(
    station: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    answer = station("export", "cell", "--out", station.folder / "exported")
    assert answer.code == 3
    assert "needs onnxruntime" in answer.err
    assert "inspection-station[export]" in answer.err


def test_a_model_that_is_gone_is_named(station: CommandLine) -> None:
    shutil.rmtree(station.config.models_dir)
    answer = station("export", "cell", "--out", station.folder / "exported")
    assert answer.code == 3
    assert "there is no such model" in answer.err
    assert left_behind(station.folder) == []


def test_a_detector_that_cannot_be_exported_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    station = CommandLine(tmp_path, capsys)
    monkeypatch.setenv("STATION_CONFIG", str(station.file))
    assert station("train", "cell", "--good", good_folder(tmp_path / "good"), "--activate").code == 0
    answer = station("export", "--out", tmp_path / "exported")
    assert answer.code == 3
    assert "A model of fake cannot be exported" in answer.err
    assert left_behind(tmp_path) == []


@pytest.fixture
def library(
    tmp_path: Path, sqlite_records: Records, make_recipe: Callable[..., Recipe]
) -> tuple[Recipe, Records, Path]:
    recipe = make_recipe(threshold=10.0)
    sqlite_records.add_recipe(recipe)
    return recipe, sqlite_records, tmp_path / "images"


def _record(records: Records, inspection: Inspection, images: Path) -> Path:
    path = images / f"{inspection.id}.png"
    stored = write_image(path, good_picture(inspection.seq))
    image = ImageRef(ImageState.STORED, path.name, stored.sha256, stored.bytes)
    fields = {name: getattr(inspection, name) for name in Inspection.__slots__}
    records.commit_inspection(Inspection(**{**fields, "image": image}))
    return path


def test_recorded_pictures_near_the_threshold_come_before_the_newest(
    library: tuple[Recipe, Records, Path], make_inspection: Callable[..., Inspection]
) -> None:
    recipe, records, images = library
    scores = [9.5, 2.0, 3.0, 10.4, 4.0, 5.0, 1.0, 2.5]
    paths = [
        _record(records, make_inspection(n, score=score, recipe=recipe.ref), images) for n, score in enumerate(scores)
    ]
    found, gone = stored_pictures(recipe, records, images, most=4)
    assert found == [paths[3], paths[0], paths[7], paths[6]]
    assert gone == []
    assert stored_pictures(recipe, records, images, most=0)[0] == []
    paths[0].unlink()  # retention may have been there
    assert set(stored_pictures(recipe, records, images)[0]) == set(paths[1:])


def test_taught_pictures_that_were_moved_or_changed_are_not_compared_and_are_named(
    library: tuple[Recipe, Records, Path], tmp_path: Path
) -> None:
    recipe, records, images = library
    paths = [tmp_path / f"{n}.png" for n in range(3)]
    for n, path in enumerate(paths):
        write_image(path, good_picture(n))
    records.add_images(labelled(path, ImageLabel.GOOD) for path in paths)
    paths[1].unlink()
    write_image(paths[2], good_picture(77))
    found, gone = stored_pictures(recipe, records, images)
    assert found == [paths[0]]
    assert len(gone) == 2
    assert str(paths[1]) in gone[0]
    assert f"{paths[2]}: is not the picture that was taught any more." in gone[1]
