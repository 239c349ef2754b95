"""Every detector that runs a network gives the same outside of the station."""

from __future__ import annotations

import importlib
from typing import Any

import cv2
import numpy as np
import pytest
import torch

from detectors import Image
from detectors.export import Exportable, export, to_pixels
from detectors.portable import FromPixels
from detectors.registry import BUILT_IN

LEARNING = sorted(BUILT_IN.keys() - {"fake", "patchcore"})


def picture(seed: int, size: tuple[int, int], *, bright: float = 1.0) -> Image:
    """A blurred texture; `bright` changes a square in it."""
    rng = np.random.default_rng(seed)
    image = cv2.GaussianBlur(rng.uniform(0.2, 0.6, (*size, 3)), (5, 5), 1.5)
    image[size[0] // 4 : size[0] // 2, size[1] // 4 : size[1] // 2] *= bright
    return (image * 255).astype(np.uint8)


def fitted(name: str, options: dict[str, Any]) -> Any:
    module, _, attribute = BUILT_IN[name].partition(":")
    there = importlib.import_module(module)
    detector = getattr(there, attribute)()
    values = {**there.CONTRACT_OPTIONS, "precision": "fp32", **options}
    images = [picture(seed, (80, 100)) for seed in range(5)]
    return detector.fit(images, detector.parse_options(values), device="cpu", seed=1)


def assert_same(score: float, anomaly_map: Any, wanted: Any) -> None:
    # Of a network's outputs some are near 0: what counts is how they compare with the largest.
    largest = float(np.abs(wanted.anomaly_map).max())
    assert score == pytest.approx(wanted.score, rel=1e-3, abs=1e-3 * largest)
    np.testing.assert_allclose(anomaly_map, wanted.anomaly_map, atol=1e-3 * largest)


@pytest.mark.parametrize("name", LEARNING)
def test_onnx_runtime_gives_the_scores_and_maps_of_the_detector(name: str) -> None:
    made = fitted(name, {})
    try:
        runner = export(made).model()
        scores = []
        for image in (picture(7, (140, 90)), picture(8, (64, 64), bright=1.6), picture(9, (40, 50), bright=0.4)):
            found, wanted = runner.predict(image), made.predict([image])[0]
            assert found.anomaly_map.shape == image.shape[:2]
            assert_same(found.score, found.anomaly_map, wanted)
            scores.append(wanted.score)
        assert len(set(scores)) == 3
    finally:
        made.close()


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("simplenet", {"score_sigma": 1.0, "patch_stride": 2, "hidden": 16}),
        ("simplenet", {"hidden": 200, "scaling": "whiten", "map_sigma": 0.0, "level_brightness": True}),
        ("supersimplenet", {"score": "cls", "train_stride": 1, "cls_channels": 8}),
        ("supersimplenet", {"score": "seg_mean", "score_sigma": 1.0, "upscale": 1, "hidden": 16}),
    ],
)
def test_the_network_that_is_converted_follows_the_options(name: str, options: dict[str, Any]) -> None:
    if name not in BUILT_IN:
        pytest.skip(f"there is no {name}")
    made = fitted(name, options)
    assert isinstance(made, Exportable)
    portable = made.portable()
    network = FromPixels(portable, 255)
    size = portable.rules.size
    try:
        for image in (picture(12, size), picture(13, size, bright=1.7)):
            with torch.inference_mode():
                score, anomaly_map = network(torch.from_numpy(to_pixels(image, portable.rules, "uint8")))
            assert_same(float(score[0]), anomaly_map[0].numpy(), made.predict([image])[0])
    finally:
        made.close()
