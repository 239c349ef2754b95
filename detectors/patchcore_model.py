"""A fitted PatchCore: a frozen backbone, a scale, and a bank of patches that are known to be good."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from detectors.api import Image, Prediction, Progress
from detectors.augment import copies
from detectors.backbone import Backbone, tensors
from detectors.coreset import greedy_k_centre
from detectors.engine import Engine, Outputs
from detectors.features import PatchNetwork, backbone_engine, batches, collect_rows, good_inputs, patch_engine
from detectors.fitted import FittedNetwork, read_backbone
from detectors.foreground import Foreground, Found, learn_foreground, shift_of
from detectors.images import ImageRules, NetworkInput
from detectors.knn import Bank
from detectors.modelfolder import ModelFolder
from detectors.patchcore_options import NAME, PatchCoreOptions
from detectors.patches import Scale
from detectors.portable import PatchTail
from detectors.postprocess import full_size_map, image_score
from detectors.runtime import Steps, out_of_memory_explained

PROJECT_ABOVE = 256
"""Patch vectors longer than this are projected for the selection of the bank (PatchCore, section 3.2)."""
FOREGROUND_IMAGES = 32
"""Good images that the foreground is learned from, at most."""
SHIFTED_IMAGES = 8
"""Of these, those that are looked at shifted, at most."""


def engine_of(backbone: Backbone, rules: ImageRules, options: PatchCoreOptions, device: torch.device) -> Engine:
    """Return an engine that gives the unscaled patch vectors (N, h, w, D)."""
    return patch_engine(
        backbone,
        rules.size,
        device,
        patch_size=options.patch_size,
        stride=options.patch_stride,
        precision=options.precision,
    )


def rows_of(
    engine: Engine,
    rules: ImageRules,
    images: Sequence[Image],
    options: PatchCoreOptions,
    *,
    at_least: int,
    seed: int,
    steps: Steps,
) -> torch.Tensor:
    """Return the unscaled patch vectors (N, D) of good images and of their copies.

    Raises:
        TrainingDataError, Cancelled, DeviceError
    """

    def inputs() -> Iterator[NetworkInput]:
        for ready in good_inputs(images, rules, at_least=at_least, detector=NAME):
            yield from copies(ready, options.augment, options.rotations)

    return collect_rows(
        engine, inputs(), len(images) * options.copies, rows_max=options.rows_max, seed=seed, steps=steps
    )


def foreground_of(engine: Engine, rules: ImageRules, images: Sequence[Image], steps: Steps) -> Found:
    """Learn which patches show the part, from good images as they are.

    Raises:
        TrainingDataError, Cancelled, DeviceError
    """
    count = min(len(images), FOREGROUND_IMAGES)
    chosen = [images[round(index * len(images) / count)] for index in range(count)]
    inputs = list(good_inputs(chosen, rules, at_least=1, detector=NAME))

    def grids_of(some: Sequence[NetworkInput]) -> torch.Tensor:
        grids: list[torch.Tensor] = []
        for batch in batches(some, engine.batch):
            steps.check()
            grids.append(engine(batch)[0])
        return torch.cat(grids)

    with out_of_memory_explained("learning the foreground"):
        grids = grids_of(inputs)
        pixels, patches = shift_of(rules.size, (grids.shape[1], grids.shape[2]))
        shifted = [NetworkInput(np.roll(one.pixels, pixels, (0, 1)), one.gain) for one in inputs[:SHIFTED_IMAGES]]
        return learn_foreground(grids, grids_of(shifted), patches)


def select_bank(
    rows: torch.Tensor, count: int, *, projection: int, seed: int, steps: Steps, known: torch.Tensor | None = None
) -> torch.Tensor:
    """Return `count` of the rows: those that cover all of them best, after the `known` ones."""
    if count >= len(rows):
        return rows
    narrow, narrow_known = rows, known
    if projection and rows.shape[1] > max(PROJECT_ABOVE, projection):
        generator = torch.Generator().manual_seed(seed)
        matrix = torch.randn(rows.shape[1], projection, generator=generator) / math.sqrt(projection)
        matrix = matrix.to(rows.device)
        narrow = rows @ matrix
        narrow_known = None if known is None else known @ matrix
    picked = greedy_k_centre(narrow, count, centres=narrow_known, steps=steps)
    return rows[picked.to(rows.device)]


def comparable(rows: torch.Tensor, scale: Scale, distance: str) -> torch.Tensor:
    """Return unscaled patch vectors (N, D) as the bank holds them: scaled, and of length 1 for the cosine."""
    rows = scale(rows)
    return functional.normalize(rows, dim=1) if distance == "cosine" else rows


class DistanceNetwork(nn.Module):
    """Normalised images to (N, h, w) distances, (N,) weights of the paper's equation 7, and (N,) whether proven."""

    def __init__(
        self,
        patches: PatchNetwork,
        scale: Scale,
        bank: Bank,
        *,
        distance: str,
        reweight: int,
        foreground: Foreground | None,
    ) -> None:
        super().__init__()
        self.patches = patches
        self.scale = scale
        self.bank = bank
        self.distance = distance
        self.reweight = min(reweight, len(bank))
        self.foreground = foreground
        self.waits = False
        """Answer every patch for certain, waiting for the device where that takes it."""

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        grids = self.patches(x)
        n, h, w, d = grids.shape
        rows = comparable(grids.view(-1, d), self.scale, self.distance)
        if self.waits or x.device.type == "cpu":
            distances, nearest = self.bank.nearest(rows)
            proven = torch.ones_like(distances, dtype=torch.bool)
        else:
            distances, nearest, proven = self.bank.search(rows)
        if self.distance == "cosine":
            # Of vectors of length 1: |q - m|^2 / 2 = 1 - q.m
            distances = distances.square() / 2
        distances = distances.view(n, h, w)
        if self.foreground is not None:
            distances = distances * self.foreground(grids)
        weights = self._weights(rows.view(n, h * w, d), distances.view(n, -1), nearest.view(n, -1))
        return distances, weights, proven.view(n, -1).all(1)

    def _weights(self, rows: torch.Tensor, distances: torch.Tensor, nearest: torch.Tensor) -> torch.Tensor:
        """Return the weight of each image: lower where the nearest good patch lies among many others."""
        if not self.reweight:
            return torch.ones_like(distances[:, 0])
        worst = distances.argmax(1, keepdim=True)
        neighbours = self.bank.rows[nearest.gather(1, worst)[:, 0]]
        patches = rows.gather(1, worst[:, :, None].expand(-1, -1, rows.shape[2]))[:, 0] - self.bank.mean
        around = torch.stack(
            [
                torch.topk((self.bank.rows - one).norm(dim=1), self.reweight, largest=False).indices
                for one in neighbours.unbind()
            ]
        )
        to_patch = (self.bank.rows[around] - patches[:, None]).norm(dim=2)
        total = torch.logsumexp(to_patch.double(), 1)
        away = distances.gather(1, worst)[:, 0].double() - total
        return (1.0 - torch.exp(away.clamp(max=0.0))).float()


class FittedPatchCore(FittedNetwork):
    """See `detectors.api.FittedDetector` and `Extendable`."""

    def __init__(
        self,
        options: PatchCoreOptions,
        backbone: Backbone,
        rules: ImageRules,
        scale: Scale,
        rows: torch.Tensor,
        found: Found,
        n_images: int,
        device: torch.device,
    ) -> None:
        def build(trunk: nn.Module, on: torch.device, dtype: torch.dtype) -> DistanceNetwork:
            return DistanceNetwork(
                PatchNetwork(trunk, options.patch_size, options.patch_stride),
                scale.to(on),
                Bank(rows.to(on), dtype),
                distance=options.distance,
                reweight=options.reweight,
                foreground=None if found.foreground is None else found.foreground.to(on),
            )

        engine = backbone_engine(backbone, build, rules.size, device, options.precision)
        super().__init__(NAME, options, rules, engine, n_images)
        self._backbone = backbone
        self._scale = scale
        self._rows = rows
        self._found = found
        self._score_sigma, self._map_sigma = options.score_sigma, options.map_sigma
        self._score_share = options.score_share

    @property
    def bank_size(self) -> int:
        """Rows in the bank."""
        return self._rows.shape[0]

    @property
    def foreground_note(self) -> str:
        """What was found of a foreground and, where nothing is masked, why not."""
        return self._found.note

    def _complete(self, outputs: Outputs, inputs: Sequence[NetworkInput]) -> Outputs:
        if bool(outputs[2].all()):
            return outputs
        engine = self._alive()
        network = engine.network
        if not isinstance(network, DistanceNetwork):
            raise TypeError(type(network))
        network.waits = True
        try:
            return tuple(one.cpu() for one in engine(inputs))
        finally:
            network.waits = False

    def _prediction(self, outputs: tuple[NDArray[Any], ...], image_size: tuple[int, int]) -> Prediction:
        distances, weight, _ = outputs
        score = image_score(distances, sigma=self._score_sigma, share=self._score_share) * float(weight)
        full = full_size_map(distances, input_size=self._rules.size, image_size=image_size, sigma=self._map_sigma)
        return Prediction(score, full)

    def _tail(self, outputs: Outputs) -> nn.Module:
        return PatchTail(
            outputs[0].shape[1:],
            self._rules.size,
            map_sigma=self._map_sigma,
            score_sigma=self._score_sigma,
            score_share=self._score_share,
            weighted=True,
        )

    def extend(
        self,
        images: Sequence[Image],
        *,
        seed: int = 0,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> FittedPatchCore:
        """See the protocol. Scale and foreground stay as they were learned."""
        device = self._alive().device
        options: PatchCoreOptions = self._options
        steps = Steps(progress, cancelled)
        steps.stage("looking at the new good images", 0.6)
        engine = engine_of(self._backbone, self._rules, options, device)
        rows = rows_of(engine, self._rules, images, options, at_least=1, seed=seed, steps=steps)
        rows = comparable(rows, self._scale, options.distance)
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
        n_images = self._n_images + len(images)
        extended = FittedPatchCore(
            options, self._backbone, self._rules, self._scale, bank, self._found, n_images, device
        )
        extended.keep_examples(self._examples)
        extended.stay_plain(self._left)
        extended.check_parity()
        return extended

    def _details(self) -> dict[str, Any]:
        return {"backbone": asdict(self._backbone.facts), "foreground": self._found.note}

    def _arrays(self) -> dict[str, dict[str, NDArray[Any]]]:
        shift, matrix = (one.cpu().numpy() for one in (self._scale.shift, self._scale.matrix))
        arrays = {
            "backbone": self._backbone.arrays(),
            "bank": {"rows": self._rows.cpu().numpy(), "shift": shift, "matrix": matrix},
        }
        if self._found.foreground is not None:
            arrays["foreground"] = {key: value.cpu().numpy() for key, value in asdict(self._found.foreground).items()}
        return arrays

    def close(self) -> None:
        super().close()
        self._rows = self._rows[:0]


def read_fitted(model: ModelFolder, options: PatchCoreOptions, device: torch.device) -> FittedPatchCore:
    """Build the fitted detector that a model folder describes.

    Raises:
        KeyError, TypeError, ValueError: the folder's parts do not fit each other.
    """
    parts = tensors(model.arrays["bank"])
    rows, scale = parts["rows"].to(device), Scale(parts["shift"], parts["matrix"]).to(device)
    if rows.ndim != 2 or rows.dtype != torch.float32 or scale.matrix.shape[-1] != rows.shape[1]:
        raise ValueError(f"a bank of shape {tuple(rows.shape)}")
    backbone = read_backbone(model)
    foreground = None
    if "foreground" in model.arrays:
        foreground = Foreground(**tensors(model.arrays["foreground"])).to(device)
    # Models of the first release know nothing of a foreground.
    found = Found(foreground, model.details.get("foreground", ""))
    return FittedPatchCore(options, backbone, model.rules, scale, rows, found, model.n_images, device)
