"""From a recipe to what the line inspects with: its model, warmed, and its image gate."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from calibration.image_gate import GateLimits, check, measure
from detectors import create as create_detector
from station.config import Config
from station.decision import image_spec
from station.judge import Setup
from station.models import ModelStore
from station.recipe import Recipe
from station.region_detector import RegionDetector

Gate = Callable[[np.ndarray[Any, Any]], tuple[str, ...]]
"""Says in words what makes a picture unfit; nothing where it is fit."""


def setup_loader(config: Config) -> Callable[[Recipe], Setup]:
    """Return the function that loads, checks and warms what a recipe needs. It takes seconds.

    It raises ModelStoreError, DetectorError, and RecipeError where the model was taught for another region.
    """
    store = ModelStore(config.models_dir, create_detector)

    def load(recipe: Recipe) -> Setup:
        detector = store.load(recipe.model, device=config.detector.device, region=recipe.region)
        detector.warm_up((recipe.image.height, recipe.image.width))
        gate = _gate(recipe.gate)
        if isinstance(detector, RegionDetector):
            return Setup(recipe, detector, _gate_on_region(gate, detector, recipe))
        return Setup(recipe, detector, gate)

    return load


def _gate_on_region(gate: Gate, detector: RegionDetector, recipe: Recipe) -> Gate:
    """What does not count must not make a picture unfit either."""

    def look(image: np.ndarray[Any, Any]) -> tuple[str, ...]:
        # one of another kind cannot be cut, and is refused for what it is
        return gate(detector.cut(image)) if image_spec(image) == recipe.image else ()

    return look


def _gate(limits: Mapping[str, Any] | None) -> Gate:
    if limits is None:
        return lambda _image: ()
    learned = GateLimits.from_dict(limits)
    return lambda image: tuple(check(measure(image, learned.full_scale), learned))
