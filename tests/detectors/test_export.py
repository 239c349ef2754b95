from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnx
import pytest
import torch

from detectors import ExportError, Image, create
from detectors.export import Exported, _self_test, _without_folder, export, to_pixels
from detectors.fitted import FittedNetwork
from detectors.images import ImageRules
from detectors.patchcore_model import FittedPatchCore
from detectors.portable import FromPixels, GridMap, GridScore
from detectors.postprocess import full_size_map, image_score

SMALL = {"layers": [1, 2], "bank_ratio": 0.3, "precision": "fp32"}


def picture(seed: int, size: tuple[int, int], *, channels: int = 3, white: int = 255) -> Image:
    """A blurred texture with a brighter square, so that patches differ."""
    rng = np.random.default_rng(seed)
    shape = size if channels == 1 else (*size, channels)
    image = cv2.GaussianBlur(rng.uniform(0.2, 0.6, shape), (5, 5), 1.5)
    image[size[0] // 4 : size[0] // 3, size[1] // 4 : size[1] // 2] *= 1.0 + 0.1 * (seed % 5)
    return (image * white).astype(np.uint8 if white == 255 else np.uint16)


def fitted(options: dict[str, Any], *, channels: int = 3, white: int = 255) -> FittedPatchCore:
    detector = create("patchcore")
    images = [picture(seed, (90, 120), channels=channels, white=white) for seed in range(4)]
    made = detector.fit(images, detector.parse_options({**SMALL, **options}), device="cpu")
    assert isinstance(made, FittedPatchCore)
    return made


def assert_same(found: tuple[float, Any], wanted: tuple[float, Any]) -> None:
    assert found[0] == pytest.approx(wanted[0], rel=1e-4)
    np.testing.assert_allclose(found[1], wanted[1], rtol=1e-3, atol=1e-4 * float(wanted[1].max()))


@pytest.fixture(scope="module")
def colour() -> Iterator[FittedPatchCore]:
    made = fitted({"input_size": 64})
    yield made
    made.close()


@pytest.fixture(scope="module")
def colour_file(colour: FittedPatchCore) -> Exported:
    return export(colour, model_sha256="ab" * 32)


@pytest.mark.parametrize("size", [(200, 301), (64, 64), (40, 50), (300, 33)])
def test_onnx_runtime_gives_the_scores_and_maps_of_the_detector(
    colour: FittedPatchCore, colour_file: Exported, size: tuple[int, int]
) -> None:
    runner = colour_file.model()
    for image in (picture(7, size), picture(8, size, channels=1)):
        found, wanted = runner.predict(image), colour.predict([image])[0]
        assert found.anomaly_map.shape == size
        assert_same((found.score, found.anomaly_map), (wanted.score, wanted.anomaly_map))


def test_a_grey_sixteen_bit_model_with_every_step_of_the_score_is_the_same_outside() -> None:
    options = {"input_size": [64, 96], "level_brightness": True, "score_sigma": 0.8, "reweight": 5, "white_level": 4095}
    made = fitted(options, channels=1, white=4095)
    file = export(made, dtype="uint16", opset=20)
    assert file.facts["input"]["shape"] == [1, 64, 96]
    assert {one.version for one in onnx.load_from_string(file.data).opset_import} == {20}
    runner = file.model()
    for image in (
        picture(9, (130, 170), channels=1, white=4095),
        picture(10, (64, 96), channels=1, white=4095) // 3,
        picture(11, (50, 60), channels=3, white=4095),
    ):
        found, wanted = runner.predict(image), made.predict([image])[0]
        assert_same((found.score, found.anomaly_map), (wanted.score, wanted.anomaly_map))
    with pytest.raises(ExportError, match="this file is for uint16"):
        runner.predict(picture(9, (64, 96), channels=1))
    made.close()


@pytest.mark.parametrize(
    "options",
    [
        {"distance": "cosine", "score_share": 0.05, "rotations": 2},
        {"scaling": "whiten", "patch_size": 5, "patch_stride": 2, "map_sigma": 0.0},
        {"foreground": "auto", "layers": [2, 3], "scaling": "none", "score_sigma": 2.0},
        {"level_brightness": True, "input_size": [65, 63], "reweight": 9},
    ],
)
def test_the_network_that_is_converted_follows_the_options(options: dict[str, Any]) -> None:
    made = fitted({"input_size": 64, **options})
    portable = made.portable()
    network = FromPixels(portable, 255)
    for image in (picture(12, (100, 80)), picture(13, (64, 64)) // 5):
        with torch.inference_mode():
            score, anomaly_map = network(torch.from_numpy(to_pixels(image, portable.rules, "uint8")))
        wanted = made.predict([image])[0]
        height, width = image.shape[:2]
        enlarged = anomaly_map[0].numpy()
        if enlarged.shape != (height, width):
            enlarged = cv2.resize(enlarged, (width, height), interpolation=cv2.INTER_LINEAR)
        assert_same((float(score[0]), enlarged), (wanted.score, wanted.anomaly_map))
    made.close()


@pytest.mark.parametrize("sigma", [0.0, 1.0, 4.0])
@pytest.mark.parametrize(("grid", "size"), [((8, 8), (64, 64)), ((5, 9), (61, 70)), ((1, 3), (16, 24))])
def test_the_map_as_matrices_is_the_map_that_opencv_makes(
    grid: tuple[int, int], size: tuple[int, int], sigma: float
) -> None:
    scores = np.random.default_rng(3).gamma(2.0, 5.0, grid).astype(np.float32)
    wanted = full_size_map(scores, input_size=size, image_size=size, sigma=sigma)
    found = GridMap(grid, size, sigma)(torch.from_numpy(scores)[None])[0].numpy()
    np.testing.assert_allclose(found, wanted, rtol=1e-5)


@pytest.mark.parametrize("share", [0.0, 0.01, 0.2, 1.0])
@pytest.mark.parametrize("sigma", [0.0, 0.7, 3.0])
def test_the_score_as_tensors_is_the_score_of_the_line(sigma: float, share: float) -> None:
    scores = np.random.default_rng(4).gamma(2.0, 5.0, (12, 17)).astype(np.float32)
    found = GridScore((12, 17), sigma, share)(torch.from_numpy(scores)[None])
    assert float(found[0]) == pytest.approx(image_score(scores, sigma=sigma, share=share), rel=1e-5)


def test_the_file_says_what_a_program_must_know_and_nothing_of_this_machine(
    colour: FittedPatchCore, colour_file: Exported
) -> None:
    model = onnx.load_from_string(colour_file.data)
    assert [one.name for one in model.graph.input] == ["pixels"]
    assert [one.name for one in model.graph.output] == ["score", "anomaly_map"]
    assert {one.key: one.value for one in model.metadata_props} == {
        "detector": "patchcore",
        "model_sha256": "ab" * 32,
    }
    for trace in (b"site-packages", b".py", str(sys.prefix).encode()):
        assert trace not in colour_file.data
    facts = colour_file.facts
    assert facts["onnx"]["sha256"] == hashlib.sha256(colour_file.data).hexdigest()
    assert facts["onnx"]["opset"] == 18
    assert facts["input"]["colour"] == "rgb"
    assert facts["input"]["shape"] == [1, 64, 64, 3]
    assert facts["options"] == colour.options
    assert facts["versions"]["torch"]


def test_the_self_test_gives_what_the_detector_gives_for_its_pictures(
    colour: FittedPatchCore, colour_file: Exported
) -> None:
    rows = colour_file.facts["self_test"]["pictures"]
    assert [row["file"] for row in rows] == list(colour_file.pictures)
    sides = [colour_file.pictures[row["file"]].shape[0] for row in rows]
    assert sides[0] < 64 < sides[1]
    for row in rows:
        wanted = colour.predict([colour_file.pictures[row["file"]]])[0]
        assert row["score"] == pytest.approx(wanted.score, rel=1e-4)
        assert row["map_mean"] == pytest.approx(float(wanted.anomaly_map.mean()), rel=0.05)


def test_a_file_that_does_not_give_what_the_network_gives_is_refused(
    colour: FittedPatchCore, colour_file: Exported
) -> None:
    darker = FromPixels(colour.portable(), 300)
    with pytest.raises(ExportError, match=r"score of self-test-1\.png differs by"):
        _self_test(colour_file, darker)


def test_a_detector_without_a_network_cannot_be_exported() -> None:
    detector = create("fake")
    made = detector.fit([picture(1, (40, 40)), picture(2, (40, 40))], detector.parse_options({}), device="cpu")
    with pytest.raises(ExportError, match="A model of fake cannot be exported") as raised:
        export(made)
    assert "patchcore" in raised.value.hint
    made.close()


def test_a_method_that_does_not_say_how_cannot_be_exported(
    colour: FittedPatchCore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FittedPatchCore, "_tail", FittedNetwork._tail)
    with pytest.raises(ExportError, match="A model of patchcore cannot be exported"):
        export(colour)


def test_a_tool_that_is_not_installed_is_named_with_the_extra(
    colour: FittedPatchCore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "onnxscript", None)
    with pytest.raises(ExportError, match="needs onnxscript") as raised:
        export(colour)
    assert "inspection-station[export]" in raised.value.hint


@pytest.mark.parametrize("opset", [9, 17, 99])
def test_an_opset_that_cannot_be_written_is_refused_at_once(colour: FittedPatchCore, opset: int) -> None:
    with pytest.raises(ExportError, match=f"Opset {opset} cannot be written"):
        export(colour, opset=opset)


def test_options_that_name_a_file_leave_without_their_folder() -> None:
    here = Path(__file__).resolve()
    assert _without_folder(str(here)) == here.name
    for kept in ("standard", "", 3, [1, 2], "a/b"):
        assert _without_folder(kept) == kept


def test_pictures_of_another_depth_are_not_silently_scaled() -> None:
    rules = ImageRules(size=(16, 16), grey=True, white_16=4095)
    with pytest.raises(ExportError, match="The picture is uint16; this file is for uint8"):
        to_pixels(np.zeros((16, 16), np.uint16), rules, "uint8")
