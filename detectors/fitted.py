"""What every fitted detector on an engine does alike: batches, self-test, parity, saving, loading."""

from __future__ import annotations

import logging
import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from detectors.api import (
    DetectorError,
    Epoch,
    ExportError,
    Image,
    ModelFolderError,
    OptionsError,
    Prediction,
    TrainingDataError,
    WeightsError,
)
from detectors.backbone import Backbone, backbone_from_arrays, read_facts
from detectors.engine import Engine, Outputs
from detectors.examples import NEAR, NEW, GoodScores, Placing, from_arrays, placed_otherwise, to_arrays
from detectors.images import ImageRules, NetworkInput, check_image, to_input
from detectors.modelfolder import META, ModelFolder, damaged, read_model_folder, write_model_folder
from detectors.options import plain_options
from detectors.portable import Portable, Whole
from detectors.runtime import out_of_memory_explained

SELF_TEST_SAME = 5e-3
SELF_TEST_OTHER = 0.08
"""Difference allowed on the kind of device and number type that saved the model, and on another, as a share of the
largest self-test value of the made pictures. The second also holds between the fast path and the plain one."""
GOOD_APART = 0.15
"""Difference allowed between the fast path and the plain one on the kept good pictures, as a share of their level.

Measured with bf16 on hazelnuts, magnetic tiles and solar cells, 8 to 24 pictures taught: PatchCore 0.3 to 3.1 %,
SimpleNet and SuperSimpleNet 6 to 9 %, EfficientAD 1 %; on good pictures that were not taught 1 to 4, 4 to 12 and 2 %.
Clearly more than that is another model. Less would send models to float32 that judge new parts alike, and without need:
what was taught in bf16 is told apart best in bf16.
"""

GOOD = "good"
"""File of the model folder with the kept pictures."""

log = logging.getLogger(__name__)


class FittedNetwork(ABC):
    """See `detectors.api.FittedDetector` and `Trained`. A method brings its arrays and makes predictions of outputs."""

    def __init__(
        self,
        name: str,
        options: Any,
        rules: ImageRules,
        engine: Engine,
        n_images: int,
        curve: Sequence[Epoch] = (),
    ) -> None:
        self._name = name
        self._options = options
        self._rules = rules
        self._engine: Engine | None = engine
        self._n_images = n_images
        self._curve = tuple(curve)
        self._device = str(engine.device)
        self._examples: tuple[NetworkInput, ...] = ()
        self._left: str | None = None

    @abstractmethod
    def _prediction(self, outputs: tuple[NDArray[Any], ...], image_size: tuple[int, int]) -> Prediction:
        """Make the prediction of one image from its slice of the network's outputs."""

    @abstractmethod
    def _arrays(self) -> dict[str, dict[str, NDArray[Any]]]:
        """Return what the model folder holds: file -> name -> array."""

    @abstractmethod
    def _details(self) -> dict[str, Any]:
        """Return what else is needed to read it, as JSON. `rules` and `curve` are added here."""

    def _tail(self, outputs: Outputs) -> nn.Module:
        """Return what `_prediction` does as a module, for export: outputs -> score (1,), map (1, H, W).

        It does not enlarge the map to the image's size. `outputs` are those of one image, to know their shapes.
        """
        del outputs
        raise ExportError(
            f"A model of {self._name} cannot be exported.", "Teach the recipe with another detector, such as patchcore."
        )

    def portable(self) -> Portable:
        """Return the detector as one network, in float32 on the CPU, for `detectors.export`.

        Raises:
            ExportError: the method has no `_tail`.
        """
        engine = self._alive()
        with torch.no_grad():
            network = engine.plain_network()
            found = network(torch.zeros(1, 3, *engine.size))
        tail = self._tail((found,) if isinstance(found, torch.Tensor) else tuple(found))
        return Portable(Whole(network, tail).eval(), self._rules, *engine.normalisation)

    def _complete(self, outputs: Outputs, inputs: Sequence[NetworkInput]) -> Outputs:
        """Finish what the network left open."""
        del inputs
        return outputs

    @property
    def detector(self) -> str:
        return self._name

    @property
    def options(self) -> Mapping[str, Any]:
        return plain_options(self._options)

    @property
    def n_images(self) -> int:
        return self._n_images

    @property
    def device(self) -> str:
        return self._device

    @property
    def precision(self) -> str:
        """Number type that the network runs in, such as "bfloat16"."""
        return _type_name(self._alive().dtype)

    @property
    def curve(self) -> tuple[Epoch, ...]:
        return self._curve

    def predict(self, images: Sequence[Image]) -> list[Prediction]:
        self._alive()
        checked = [check_image(image, index) for index, image in enumerate(images)]
        return self._predict(
            lambda index: to_input(checked[index], self._rules), [(one.shape[0], one.shape[1]) for one in checked]
        )

    def _predict(self, ready: Callable[[int], NetworkInput], sizes: Sequence[tuple[int, int]]) -> list[Prediction]:
        """`ready`: makes the input of an index; `sizes`: (height, width) of each map."""
        engine = self._alive()
        room = True
        while room:
            try:
                return self._predict_in_batches(engine, ready, sizes)
            except torch.cuda.OutOfMemoryError:
                room = engine.shrink(len(sizes))
        with out_of_memory_explained("scoring an image"):
            return self._predict_in_batches(engine, ready, sizes)

    @torch.inference_mode()
    def _predict_in_batches(
        self, engine: Engine, ready: Callable[[int], NetworkInput], sizes: Sequence[tuple[int, int]]
    ) -> list[Prediction]:
        waiting: list[list[NetworkInput]] = []
        batch = engine.batch

        def prepared() -> Iterator[list[NetworkInput]]:
            for begin in range(0, len(sizes), batch):
                inputs = [ready(index) for index in range(begin, min(begin + batch, len(sizes)))]
                waiting.append(inputs)
                yield inputs

        predictions: list[Prediction] = []
        for outputs in engine.stream(prepared()):
            inputs = waiting.pop(0)
            whole = [one.numpy() for one in self._complete(outputs, inputs)]
            for index in range(len(inputs)):
                size = sizes[len(predictions)]
                predictions.append(self._prediction(tuple(one[index] for one in whole), size))
        return predictions

    def save(self, folder: Path) -> None:
        engine = self._alive()
        write_model_folder(
            folder,
            ModelFolder(
                detector=self._name,
                options=plain_options(self._options),
                n_images=self._n_images,
                details={
                    **self._details(),
                    "rules": asdict(self._rules),
                    "curve": [asdict(epoch) for epoch in self._curve],
                },
                self_test={
                    "values": self._self_test_values(),
                    "device": engine.device.type,
                    "dtype": str(engine.dtype),
                    "left": self._left,
                    "good": {"new": asdict(self._good_scores(NEW)), "near": asdict(self._good_scores(NEAR))},
                },
                arrays={**self._arrays(), **({GOOD: to_arrays(self._examples, self._rules)} if self._examples else {})},
            ),
        )

    @property
    def examples(self) -> tuple[NetworkInput, ...]:
        """The good pictures that are kept for the self-test; none in models of older releases."""
        return self._examples

    def keep_examples(self, examples: Sequence[NetworkInput]) -> None:
        """Keep these for the self-test. See `detectors.examples`."""
        self._examples = tuple(examples)

    def check_parity(self) -> None:
        """Compare the fast path with the plain one, and take the plain one, with a warning, where they differ."""
        engine = self._alive()
        if engine.is_plain:
            return
        fast, fast_good = self._self_test_values(), self._good_scores(NEW)
        self._engine = engine.plain()
        slow, slow_good = self._self_test_values(), self._good_scores(NEW)
        apart = slow_good.apart(fast_good)
        if _alike(fast, slow, SELF_TEST_OTHER) and apart <= GOOD_APART:
            self._engine = engine
            return
        self._leave(engine)
        log.warning(
            "%s: %s on %s gives %s where float32 gives %s%s. This model runs in float32, which is slower.",
            self._name,
            _type_name(engine.dtype),
            self._device,
            _short([*fast, *fast_good.scores]),
            _short([*slow, *slow_good.scores]),
            f"; scores of good pictures differ by up to {100 * apart:.1f} % of their level" if self._examples else "",
        )

    def stay_plain(self, left: str | None) -> None:
        """Run in float32 where the fast path has the number type `left`, which this model left when it was taught.

        Else a difference close to what is allowed could be judged one way when the threshold was chosen, and another
        way today.
        """
        engine = self._alive()
        if left == str(engine.dtype) and not engine.is_plain:
            self._engine = engine.plain()
            self._leave(engine)
            log.warning(
                "%s: this model runs in float32, as when it was taught, because %s judged otherwise. That is slower.",
                self._name,
                _type_name(engine.dtype),
            )

    def _leave(self, engine: Engine) -> None:
        self._left = str(engine.dtype)
        engine.release()

    def check_self_test(self, folder: Path, recorded: Mapping[str, Any]) -> None:
        """Compare with the values that were saved; warn where they were saved in another number type.

        Raises:
            ModelFolderError: another result than when it was saved.
        """
        engine = self._alive()
        found = self._self_test_values()
        same = recorded["device"] == engine.device.type and recorded["dtype"] == str(engine.dtype)
        wanted = [float(value) for value in recorded["values"]]
        if not _alike(found, wanted, SELF_TEST_SAME if same else SELF_TEST_OTHER):
            raise _fails(folder, found, wanted)
        if not self._examples:
            return
        then, now = GoodScores.read(recorded["good"]["new"]), self._good_scores(NEW)
        # Each of two fast paths may be as far from float32 as is allowed.
        if then.apart(now) > 2 * GOOD_APART:
            raise _fails(folder, now.scores, then.scores)
        if recorded["dtype"] != str(engine.dtype):
            near = GoodScores.read(recorded["good"]["near"]).apart(self._good_scores(NEAR))
            log.warning(
                "%s: the model in %s was taught in %s and runs in %s here. Scores of good pictures differ by up to"
                " %.1f %% of their level. Choose the threshold again on this machine, or teach with the option"
                " precision=fp32.",
                self._name,
                folder,
                _type_name(recorded["dtype"]),
                _type_name(engine.dtype),
                100 * max(near, then.apart(now)),
            )

    def _good_scores(self, placing: Placing) -> GoodScores:
        inputs = [placed_otherwise(one, placing) for one in self._examples]
        return GoodScores.of(self._predict(lambda index: inputs[index], [self._rules.size] * len(inputs)))

    def _self_test_values(self) -> list[float]:
        values: list[float] = []
        for prediction in self.predict(_self_test_images()):
            values += [prediction.score, float(prediction.anomaly_map.mean()), float(prediction.anomaly_map.max())]
        return values

    def warm_up(self, size: tuple[int, int]) -> None:
        engine = self._alive()
        shape = size if self._rules.grey else (*size, 3)
        blank = np.full(shape, 128, np.uint8)
        blank[:: max(1, size[0] // 16)] = 64
        for _ in range(3 if engine.device.type == "cpu" else 10):
            self.predict([blank])

    def close(self) -> None:
        if self._engine is not None:
            self._engine.release()
        self._engine = None

    def _alive(self) -> Engine:
        if self._engine is None:
            raise DetectorError("This detector was closed.", "Load the model again.")
        return self._engine


Fitted = TypeVar("Fitted", bound=FittedNetwork)


def load_fitted(folder: Path, detector: str, read: Callable[[ModelFolder], Fitted]) -> Fitted:
    """Read a model folder with `read`, and prove that it still gives what it gave.

    Raises:
        ModelFolderError: missing or damaged, or it fails its self-test.
    """
    model = read_model_folder(folder, detector)
    try:
        fitted = read(model)
        if GOOD in model.arrays:
            fitted.keep_examples(from_arrays(model.arrays[GOOD], model.rules))
        fitted.stay_plain(model.self_test.get("left"))
        fitted.check_parity()
        fitted.check_self_test(folder, model.self_test)
    except (KeyError, TypeError, ValueError, OptionsError, WeightsError, TrainingDataError) as error:
        # The files are as they were written, so it is meta.json that says something else.
        raise damaged(folder / META, str(error)) from error
    return fitted


def read_backbone(model: ModelFolder) -> Backbone:
    return backbone_from_arrays(model.arrays["backbone"], read_facts(model.details["backbone"]))


def read_curve(model: ModelFolder) -> tuple[Epoch, ...]:
    return tuple(Epoch(**one) for one in model.details["curve"])


def _alike(found: Sequence[float], wanted: Sequence[float], allowed: float) -> bool:
    if len(found) != len(wanted) or not all(map(math.isfinite, [*found, *wanted])):
        return False
    limit = allowed * max(map(abs, wanted), default=0.0)
    return all(abs(one - other) <= limit for one, other in zip(found, wanted, strict=True))


def _self_test_images() -> list[Image]:
    """Return two pictures that are the same bytes on every machine."""
    y, x = np.mgrid[0:96, 0:128].astype(np.int64)
    grey = ((x * 7 + y * 13 + (x * y) // 5) % 251).astype(np.uint8)
    colour = np.stack([(x + y) % 256, (3 * x) % 256, (x // 16 + y // 16) % 2 * 200], -1).astype(np.uint8)
    return [cv2.blur(grey, (5, 5)), colour]


def _fails(folder: Path, found: Sequence[float], wanted: Sequence[float]) -> ModelFolderError:
    return ModelFolderError(
        f"The model in {folder} fails its self-test: it gives {_short(found)} where it gave {_short(wanted)}"
        f" when it was saved ({folder / META}).",
        "Take the model from a backup, or train it again.",
    )


def _type_name(dtype: object) -> str:
    return str(dtype).removeprefix("torch.")


def _short(values: Sequence[float]) -> str:
    return ", ".join(f"{value:.4g}" for value in values)
