"""From a recipe to what the line inspects with: its model, warmed, and its image gate."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from calibration.correction import Correction
from calibration.defect_regions import PixelAreas
from calibration.image_gate import GateLimits, ImageGate, ImageQuality
from calibration.registration import Place, Registration
from detectors import create as create_detector
from station.calibration_rules import check_fits
from station.calibration_store import CalibrationStore
from station.config import Config
from station.decision import image_spec
from station.judge import Measured, Setup
from station.models import ModelStore
from station.recipe import Recipe
from station.region_detector import RegionDetector
from station.types import Quality

Gate = Callable[[np.ndarray[Any, Any]], Measured]
"""Measures a picture and says in words what makes it unfit; nothing where it is fit."""


def setup_loader(config: Config) -> Callable[[Recipe], Setup]:
    """Return the function that loads, checks and warms what a recipe needs. It takes seconds.

    It raises ModelStoreError, DetectorError, CalibrationStoreError, and RecipeError where the model was taught for
    another region or the calibration is for another kind of picture.
    """
    store = ModelStore(config.models_dir, create_detector)
    calibrations = CalibrationStore(config.calibrations_dir)

    def load(recipe: Recipe) -> Setup:
        correction = _correction(recipe, calibrations)
        detector = store.load(recipe.model, device=config.detector.device, region=recipe.region)
        detector.warm_up((recipe.image.height, recipe.image.width))
        gate = _gate(recipe.gate)
        if isinstance(detector, RegionDetector):
            gate = _gate_on_region(gate, detector, recipe)
        areas = None if correction is None or correction.plane is None else PixelAreas(correction.plane)
        return Setup(recipe, detector, gate, areas, correction)

    return load


def _correction(recipe: Recipe, calibrations: CalibrationStore) -> Correction | None:
    if recipe.calibration is None:
        return None
    check_fits(recipe, calibrations.record(recipe.calibration))
    correction = calibrations.load(recipe.calibration)
    correction.prepare()
    return correction


def _gate_on_region(gate: Gate, detector: RegionDetector, recipe: Recipe) -> Gate:
    """What does not count must not make a picture unfit either."""

    def look(image: np.ndarray[Any, Any]) -> Measured:
        # one of another kind cannot be cut, and is refused for what it is
        return gate(detector.cut(image)) if image_spec(image) == recipe.image else Measured()

    return look


def _gate(limits: Mapping[str, Any] | None) -> Gate:
    if limits is None:
        return lambda _image: Measured()
    gate = ImageGate(GateLimits.from_dict(limits))
    return lambda image: measured(gate, image)


def measured(gate: ImageGate, image: np.ndarray[Any, Any]) -> Measured:
    """Look at a picture as the line does. Raises CalibrationError: it is no picture that can be measured."""
    look = gate.look(image)
    return Measured(look.findings, quality_of(look.quality, look.place, gate.limits.place))


def quality_of(quality: ImageQuality, seen: Registration | None, place: Place | None) -> Quality:
    """What the records keep of a look; where nothing is recognised nothing is known of its place."""
    if seen is None or place is None or seen.agreement < place.agreement_low:
        return Quality(quality.brightness, quality.saturated, quality.sharpness)
    return Quality(quality.brightness, quality.saturated, quality.sharpness, place.shift_px(seen), place.turn_deg(seen))
