"""A detector without a network, for simulating a station: honest by default, and scriptable to fail in every way.

Honest: each image is reduced to a coarse grid of mean values; a cell is as anomalous as it is far from the mean of
the good images, in units of their spread. Fit, save, load and extend are real. With a script it scores, raises, waits
or hangs as it is told, image by image:

    detector = FakeDetector(script=[0.1, math.nan, DeviceError("out of memory"), Delay(2.0), Hang(released)])
    fitted = detector.fit(good, detector.parse_options({}))
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from detectors.api import (
    Cancelled,
    DetectorError,
    DeviceError,
    Estimate,
    Image,
    ModelFolderError,
    OptionsError,
    Prediction,
    Progress,
)
from detectors.fake_script import Delay, Hang, Script, Scripted, Step
from detectors.images import ImageRules, check_image, good_images, learn_rules, to_input
from detectors.modelfolder import META, ModelFolder, damaged, read_model_folder, write_model_folder
from detectors.options import own_options, plain_options, ranged, read_options
from detectors.postprocess import full_size_map

__all__ = ["Delay", "FakeDetector", "FakeOptions", "FittedFake", "Hang", "Script", "Step"]

NAME = "fake"
MIN_IMAGES = 2
CONTRACT_OPTIONS: Mapping[str, Any] = {"cells": 8}
SMALLEST_SPREAD = 0.02
"""Spread that every cell is taken to have at least, as a share of white: the noise of a camera."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FakeOptions:
    """`cells`: side of the grid. `worst`: score by the worst cell or by the mean of all."""

    cells: int = ranged(16, 2, 64)
    worst: Literal["cell", "mean"] = "cell"


class FakeDetector:
    """See `detectors.api.Detector`. Every detector that this one fits or loads plays the same script."""

    def __init__(self, script: Scripted | Script = ()) -> None:
        self._script = script if isinstance(script, Script) else Script(script)

    @property
    def name(self) -> str:
        return NAME

    @property
    def min_images(self) -> int:
        return MIN_IMAGES

    @property
    def extends(self) -> bool:
        return True

    def parse_options(self, values: Mapping[str, Any]) -> FakeOptions:
        return read_options(NAME, FakeOptions, values)

    def estimate(self, n_images: int, size: tuple[int, int], options: Any, *, device: str = "cpu") -> Estimate:
        _check_device(device)
        pixels = size[0] * size[1]
        cells = own_options(NAME, FakeOptions, options).cells ** 2
        return Estimate(
            seconds=0.01 + n_images * (0.001 + 4e-9 * pixels),
            peak_bytes=pixels * 16 + cells * 64 + 1_000_000,
            model_bytes=cells * 16 + 4096,
        )

    def fit(
        self,
        images: Sequence[Image],
        options: Any,
        *,
        device: str = "auto",
        seed: int = 0,  # noqa: ARG002 - nothing here is random
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> FittedFake:
        _check_device(device)
        options = own_options(NAME, FakeOptions, options)
        rules = learn_rules(good_images(images, MIN_IMAGES, NAME), size=(options.cells * 4, options.cells * 4))
        empty = _Moments(0, np.zeros((options.cells, options.cells)), np.zeros((options.cells, options.cells)))
        moments = _take_in(empty, images, MIN_IMAGES, rules, progress, cancelled)
        return FittedFake(options, rules, moments, self._script)

    def load(self, folder: Path, *, device: str = "auto") -> FittedFake:
        _check_device(device)
        model = read_model_folder(folder, NAME)
        try:
            arrays = model.arrays["model"]
            moments = _Moments(model.n_images, arrays["mean"], arrays["squares"])
            fitted = FittedFake(self.parse_options(model.options), model.rules, moments, self._script)
            same = np.allclose(fitted.self_test_values(), model.self_test["values"], rtol=1e-5)
        except (KeyError, TypeError, ValueError, OptionsError) as error:
            raise damaged(folder / META, str(error)) from error
        if not same:
            raise ModelFolderError(
                f"The model in {folder} fails its self-test.", "Take the model from a backup, or train it again."
            )
        return fitted


@dataclass(frozen=True)
class _Moments:
    """Running mean and sum of squared deviations of each cell (Welford)."""

    count: int
    mean: NDArray[np.float64]
    squares: NDArray[np.float64]

    def with_one(self, cells: NDArray[np.float64]) -> _Moments:
        count = self.count + 1
        away = cells - self.mean
        mean = self.mean + away / count
        return _Moments(count, mean, self.squares + away * (cells - mean))


class FittedFake:
    """See `detectors.api.FittedDetector` and `Extendable`."""

    def __init__(self, options: FakeOptions, rules: ImageRules, moments: _Moments, script: Script) -> None:
        self._options = options
        self._rules = rules
        self._moments = moments
        self._script = script
        self._closed = False

    @property
    def detector(self) -> str:
        return NAME

    @property
    def options(self) -> Mapping[str, Any]:
        return plain_options(self._options)

    @property
    def n_images(self) -> int:
        return self._moments.count

    @property
    def device(self) -> str:
        return "cpu"

    def predict(self, images: Sequence[Image]) -> list[Prediction]:
        self._check_open()
        checked = [check_image(image, index) for index, image in enumerate(images)]
        return [self._predict_one(image, self._script) for image in checked]

    def _predict_one(self, image: Image, script: Script) -> Prediction:
        spread = np.sqrt(self._moments.squares / max(1, self._moments.count - 1)) + SMALLEST_SPREAD
        away = (np.abs(_cells(image, self._rules) - self._moments.mean) / spread).astype(np.float32)
        honest = float(away.max() if self._options.worst == "cell" else away.mean())
        score = script.play(image, lambda: honest)
        full = full_size_map(away, input_size=self._rules.size, image_size=(image.shape[0], image.shape[1]), sigma=0.0)
        # A scripted score moves its map along, so that picture and number tell the same story.
        if score != honest and math.isfinite(score) and honest > 0:
            full *= np.float32(score / honest)
        return Prediction(score, full)

    def extend(
        self,
        images: Sequence[Image],
        *,
        seed: int = 0,  # noqa: ARG002 - nothing here is random
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> FittedFake:
        self._check_open()
        moments = _take_in(self._moments, images, 1, self._rules, progress, cancelled)
        return FittedFake(self._options, self._rules, moments, self._script)

    def save(self, folder: Path) -> None:
        self._check_open()
        write_model_folder(
            folder,
            ModelFolder(
                detector=NAME,
                options=plain_options(self._options),
                n_images=self.n_images,
                details={"rules": asdict(self._rules)},
                self_test={"values": self.self_test_values()},
                arrays={"model": {"mean": self._moments.mean, "squares": self._moments.squares}},
            ),
        )

    def self_test_values(self) -> list[float]:
        """Return the scores of fixed pictures; the script is not asked."""
        y, x = np.mgrid[0:48, 0:64]
        pictures = [((x * 3 + y * 5) % 256).astype(np.uint8), ((x // 8 + y // 8) % 2 * 255).astype(np.uint8)]
        return [self._predict_one(picture, Script()).score for picture in pictures]

    def warm_up(self, size: tuple[int, int]) -> None:
        self._check_open()
        self._predict_one(np.zeros(size, np.uint8), Script())

    def close(self) -> None:
        self._closed = True

    def _check_open(self) -> None:
        if self._closed:
            raise DetectorError("This detector was closed.", "Load the model again.")


def _cells(image: Image, rules: ImageRules) -> NDArray[np.float64]:
    height, width = rules.size
    grey = to_input(image, rules).unit().mean(2, dtype=np.float64)
    cells: NDArray[np.float64] = grey.reshape(height // 4, 4, width // 4, 4).mean((1, 3))
    return cells


def _take_in(
    moments: _Moments,
    images: Sequence[Image],
    at_least: int,
    rules: ImageRules,
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
) -> _Moments:
    for index, image in enumerate(good_images(images, at_least, NAME)):
        if cancelled is not None and cancelled():
            raise Cancelled("Training was cancelled.", "")
        if progress is not None:
            progress(index / len(images), "looking at the good images")
        moments = moments.with_one(_cells(image, rules))
    if progress is not None:
        progress(1.0, "done")
    return moments


def _check_device(device: str) -> None:
    if device not in ("auto", "cpu"):
        raise DeviceError(f"The {NAME} detector does not run on {device}.", "Use the device auto or cpu.")
