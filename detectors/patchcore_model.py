"""A fitted PatchCore: a frozen backbone, a scale, and a bank of patches that are known to be good."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from detectors.api import DetectorError, Image, ModelFolderError, Prediction, Progress
from detectors.augment import augmented
from detectors.backbone import Backbone, BackboneFacts, backbone_from_arrays
from detectors.coreset import greedy_k_centre
from detectors.images import ImageRules, check_image, good_images, to_input
from detectors.knn import Bank
from detectors.modelfolder import META, ModelFolder, write_model_folder
from detectors.options import plain_options
from detectors.patchcore_options import NAME, PatchCoreOptions
from detectors.patches import Scale, embed
from detectors.postprocess import full_size_map, image_score
from detectors.runtime import Steps, out_of_memory_explained, pick_dtype

BATCH_PIXELS = 8 * 256 * 256
"""Input pixels of one pass on the CPU: more gains nothing there, and cancelling would wait for it."""
BATCH_PIXELS_CUDA = 4 * BATCH_PIXELS
PROJECT_ABOVE = 256
"""Patch vectors longer than this are projected for the selection of the bank (PatchCore, section 3.2)."""

SELF_TEST_SAME = 5e-3
SELF_TEST_OTHER = 0.08
"""Relative difference allowed on the kind of device and number type that saved the model, and on another."""


class PatchEmbedder:
    """Images to unscaled patch vectors, the way one model does it."""

    def __init__(self, backbone: Backbone, rules: ImageRules, options: PatchCoreOptions, device: torch.device) -> None:
        self.device = device
        self.dtype = pick_dtype(options.precision, device)
        self.rules = rules
        self.backbone = backbone.to(device, self.dtype)
        self._options = options

    @property
    def batch(self) -> int:
        """Images of one pass."""
        height, width = self.rules.size
        pixels = BATCH_PIXELS if self.device.type == "cpu" else BATCH_PIXELS_CUDA
        return max(1, pixels // (height * width))

    @torch.inference_mode()
    def __call__(self, inputs: Sequence[NDArray[np.float32]]) -> torch.Tensor:
        """Return (N, h, w, D) float32 for network inputs (H, W, 3)."""
        with _reproducible():
            return embed(self.backbone(inputs), self._options.patch_size, self._options.patch_stride)

    def rows_of(
        self, images: Sequence[Image], *, at_least: int, rows_max: int, seed: int, steps: Steps
    ) -> torch.Tensor:
        """Return the patch vectors (N, D) of good images and their augmented copies, at most about `rows_max`.

        Where there would be more, as many are drawn at random from each picture.

        Raises:
            TrainingDataError, Cancelled, DeviceError
        """
        augment = self._options.augment
        pictures = len(images) * (1 + len(augment))
        inputs = self._inputs(good_images(images, at_least, NAME), augment)
        generator = torch.Generator().manual_seed(seed)
        rows: torch.Tensor | None = None
        filled = done = 0
        with out_of_memory_explained("learning from the good images"):
            for batch in _batches(inputs, self.batch):
                steps.at(done / pictures)
                grids = self(batch).flatten(1, 2)
                per_picture = min(grids.shape[1], max(1, rows_max // pictures))
                if rows is None:
                    rows = torch.empty(pictures * per_picture, grids.shape[2], device=self.device)
                for grid in grids:
                    if per_picture < len(grid):
                        grid = grid[torch.randperm(len(grid), generator=generator)[:per_picture].to(self.device)]
                    rows[filled : filled + per_picture] = grid
                    filled += per_picture
                done += len(batch)
        if rows is None:
            raise ValueError("no pictures")
        steps.at(1.0)
        return rows

    def _inputs(self, images: Iterator[Image], augment: Sequence[str]) -> Iterator[NDArray[np.float32]]:
        for image in images:
            ready = to_input(image, self.rules)
            yield ready
            for name in augment:
                yield augmented(ready, name)


def select_bank(
    rows: torch.Tensor, count: int, *, projection: int, seed: int, steps: Steps, known: torch.Tensor | None = None
) -> torch.Tensor:
    """Return `count` of the scaled rows: those that cover all of them best, after the `known` ones."""
    narrow, narrow_known = rows, known
    if projection and rows.shape[1] > max(PROJECT_ABOVE, projection):
        generator = torch.Generator().manual_seed(seed)
        matrix = torch.randn(rows.shape[1], projection, generator=generator) / math.sqrt(projection)
        matrix = matrix.to(rows.device)
        narrow = rows @ matrix
        narrow_known = None if known is None else known @ matrix
    picked = greedy_k_centre(narrow, count, centres=narrow_known, steps=steps)
    return rows[picked.to(rows.device)]


class FittedPatchCore:
    """See `detectors.api.FittedDetector` and `Extendable`."""

    def __init__(
        self, options: PatchCoreOptions, embedder: PatchEmbedder, scale: Scale, rows: torch.Tensor, n_images: int
    ) -> None:
        self._options = options
        self._embedder: PatchEmbedder | None = embedder
        self._scale = scale
        self._bank: Bank | None = Bank(rows, embedder.dtype)
        self._rows = rows
        self._n_images = n_images
        self._device = str(embedder.device)

    @property
    def detector(self) -> str:
        return NAME

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
    def bank_size(self) -> int:
        """Rows in the bank."""
        return self._rows.shape[0]

    def predict(self, images: Sequence[Image]) -> list[Prediction]:
        embedder, _ = self._alive()
        checked = [check_image(image, index) for index, image in enumerate(images)]
        predictions: list[Prediction] = []
        for begin in range(0, len(checked), embedder.batch):
            predictions.extend(self._predict_some(checked[begin : begin + embedder.batch]))
        return predictions

    def _predict_some(self, images: list[Image]) -> list[Prediction]:
        """Predict one batch; where the device has no room for it, half of it at a time."""
        embedder, _ = self._alive()
        try:
            return self._predict_batch(embedder, images)
        except torch.cuda.OutOfMemoryError:
            torch.cuda.empty_cache()
        if len(images) == 1:
            with out_of_memory_explained("scoring an image"):
                return self._predict_batch(embedder, images)
        half = len(images) // 2
        return self._predict_some(images[:half]) + self._predict_some(images[half:])

    @torch.inference_mode()
    def _predict_batch(self, embedder: PatchEmbedder, images: list[Image]) -> list[Prediction]:
        _, bank = self._alive()
        grids = embedder([to_input(image, embedder.rules) for image in images])
        n, h, w, d = grids.shape
        rows = self._scale(grids.view(-1, d))
        distances, nearest = bank.nearest(rows)
        maps = distances.view(n, h, w).cpu().numpy()
        found = []
        for index, image in enumerate(images):
            score = image_score(maps[index], sigma=self._options.score_sigma)
            if self._options.reweight:
                here = slice(index * h * w, (index + 1) * h * w)
                score *= self._weight(rows[here], distances[here], nearest[here])
            full = full_size_map(
                maps[index],
                input_size=embedder.rules.size,
                image_size=(image.shape[0], image.shape[1]),
                sigma=self._options.map_sigma,
            )
            found.append(Prediction(score, full))
        return found

    def _weight(self, rows: torch.Tensor, distances: torch.Tensor, nearest: torch.Tensor) -> float:
        """Return the paper's weight (equation 7): lower where the nearest good patch lies among many others."""
        _, bank = self._alive()
        worst = int(distances.argmax())
        neighbour = int(nearest[worst])
        b = min(self._options.reweight, len(bank))
        around = torch.topk(bank.distances(self._rows[neighbour]), b, largest=False).indices
        to_patch = bank.distances(rows[worst])[around]
        total = torch.logsumexp(to_patch.double(), 0)
        return 1.0 - math.exp(min(0.0, float(distances[worst].double() - total)))

    def extend(
        self,
        images: Sequence[Image],
        *,
        seed: int = 0,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> FittedPatchCore:
        embedder, _ = self._alive()
        options = self._options
        steps = Steps(progress, cancelled)
        steps.stage("looking at the new good images", 0.6)
        rows = self._scale(embedder.rows_of(images, at_least=1, rows_max=options.rows_max, seed=seed, steps=steps))
        steps.stage("adding to the bank", 1.0)
        wanted = min(len(rows), math.ceil(options.bank_ratio * len(rows)))
        with out_of_memory_explained("choosing the bank"):
            if self.bank_size + wanted <= options.bank_max:
                new = select_bank(rows, wanted, projection=options.projection, seed=seed, steps=steps, known=self._rows)
                bank = torch.cat([self._rows, new])
            else:
                union = torch.cat([self._rows, rows])
                count = min(options.bank_max, len(union))
                bank = select_bank(union, count, projection=options.projection, seed=seed, steps=steps)
        return FittedPatchCore(options, embedder, self._scale, bank, self._n_images + len(images))

    def save(self, folder: Path) -> None:
        embedder, _ = self._alive()
        shift, matrix = (one.cpu().numpy() for one in (self._scale.shift, self._scale.matrix))
        write_model_folder(
            folder,
            ModelFolder(
                detector=NAME,
                options=plain_options(self._options),
                n_images=self._n_images,
                details={"backbone": asdict(embedder.backbone.facts), "rules": asdict(embedder.rules)},
                self_test={
                    "values": self._self_test_values(),
                    "device": embedder.device.type,
                    "dtype": str(embedder.dtype),
                },
                arrays={
                    "backbone": embedder.backbone.arrays(),
                    "bank": {"rows": self._rows.cpu().numpy(), "shift": shift, "matrix": matrix},
                },
            ),
        )

    def check_self_test(self, folder: Path, recorded: Mapping[str, Any]) -> None:
        """Compare with the values that were saved.

        Raises:
            ModelFolderError: another result than when it was saved.
        """
        embedder, _ = self._alive()
        found = self._self_test_values()
        same = recorded["device"] == embedder.device.type and recorded["dtype"] == str(embedder.dtype)
        allowed = SELF_TEST_SAME if same else SELF_TEST_OTHER
        wanted = [float(value) for value in recorded["values"]]
        good = len(wanted) == len(found) and all(
            math.isclose(one, other, rel_tol=allowed) for one, other in zip(found, wanted, strict=True)
        )
        if not good:
            raise ModelFolderError(
                f"The model in {folder} fails its self-test: it gives {_short(found)} where it gave {_short(wanted)}"
                f" when it was saved ({folder / META}).",
                "Take the model from a backup, or train it again.",
            )

    def _self_test_values(self) -> list[float]:
        values: list[float] = []
        for prediction in self.predict(_self_test_images()):
            values += [prediction.score, float(prediction.anomaly_map.mean()), float(prediction.anomaly_map.max())]
        return values

    def warm_up(self, size: tuple[int, int]) -> None:
        embedder, _ = self._alive()
        shape = size if embedder.rules.grey else (*size, 3)
        blank = np.full(shape, 128, np.uint8)
        blank[:: max(1, size[0] // 16)] = 64
        for _ in range(3 if embedder.device.type == "cpu" else 10):
            self.predict([blank])

    def close(self) -> None:
        self._embedder = None
        self._bank = None
        self._rows = self._rows[:0]

    def _alive(self) -> tuple[PatchEmbedder, Bank]:
        if self._embedder is None or self._bank is None:
            raise DetectorError("This detector was closed.", "Load the model again.")
        return self._embedder, self._bank


def read_fitted(model: ModelFolder, options: PatchCoreOptions, device: torch.device) -> FittedPatchCore:
    """Build the fitted detector that a model folder describes.

    Raises:
        KeyError, TypeError, ValueError: the folder's parts do not fit each other.
    """
    facts = dict(model.details["backbone"])
    facts.update({key: tuple(facts[key]) for key in ("layers", "mean", "std")})
    rules = ImageRules(**model.details["rules"])
    rules = replace(rules, size=(int(rules.size[0]), int(rules.size[1])))
    parts = {key: torch.from_numpy(np.array(value)) for key, value in model.arrays["bank"].items()}
    rows, scale = parts["rows"].to(device), Scale(parts["shift"], parts["matrix"]).to(device)
    if rows.ndim != 2 or rows.dtype != torch.float32 or scale.matrix.shape[-1] != rows.shape[1]:
        raise ValueError(f"a bank of shape {tuple(rows.shape)}")
    backbone = backbone_from_arrays(model.arrays["backbone"], BackboneFacts(**facts))
    return FittedPatchCore(options, PatchEmbedder(backbone, rules, options, device), scale, rows, model.n_images)


def _batches(inputs: Iterator[NDArray[np.float32]], size: int) -> Iterator[list[NDArray[np.float32]]]:
    batch: list[NDArray[np.float32]] = []
    for one in inputs:
        batch.append(one)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _self_test_images() -> list[Image]:
    """Return two pictures that are the same bytes on every machine."""
    y, x = np.mgrid[0:96, 0:128].astype(np.int64)
    grey = ((x * 7 + y * 13 + (x * y) // 5) % 251).astype(np.uint8)
    colour = np.stack([(x + y) % 256, (3 * x) % 256, (x // 16 + y // 16) % 2 * 200], -1).astype(np.uint8)
    return [cv2.blur(grey, (5, 5)), colour]


def _short(values: Sequence[float]) -> str:
    return ", ".join(f"{value:.4g}" for value in values)


@contextmanager
def _reproducible() -> Iterator[None]:
    """Let cuDNN choose only algorithms that give the same result each time, in full float32 where that is asked."""
    with torch.backends.cudnn.flags(enabled=True, benchmark=False, deterministic=True, allow_tf32=False):
        yield
