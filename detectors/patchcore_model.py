"""A fitted PatchCore: a frozen backbone, a scale, and a bank of patches that are known to be good."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from detectors.api import Image, Prediction, Progress
from detectors.backbone import Backbone, backbone_from_arrays
from detectors.coreset import greedy_k_centre
from detectors.engine import Engine, Outputs, placed
from detectors.features import PatchNetwork, collect_rows, good_inputs, patch_engine
from detectors.fitted import FittedNetwork, read_facts, read_rules
from detectors.images import ImageRules, NetworkInput
from detectors.knn import Bank
from detectors.modelfolder import ModelFolder
from detectors.patchcore_options import NAME, PatchCoreOptions
from detectors.patches import Scale
from detectors.postprocess import full_size_map, image_score
from detectors.runtime import Steps, out_of_memory_explained

PROJECT_ABOVE = 256
"""Patch vectors longer than this are projected for the selection of the bank (PatchCore, section 3.2)."""


def rows_of(
    backbone: Backbone,
    rules: ImageRules,
    images: Sequence[Image],
    options: PatchCoreOptions,
    device: torch.device,
    *,
    at_least: int,
    seed: int,
    steps: Steps,
) -> torch.Tensor:
    """Return the unscaled patch vectors (N, D) of good images and their augmented copies.

    Raises:
        TrainingDataError, Cancelled, DeviceError
    """
    engine = patch_engine(
        backbone,
        rules.size,
        device,
        patch_size=options.patch_size,
        stride=options.patch_stride,
        precision=options.precision,
    )
    return collect_rows(
        engine,
        good_inputs(images, rules, at_least=at_least, detector=NAME, augment=options.augment),
        len(images) * (1 + len(options.augment)),
        rows_max=options.rows_max,
        seed=seed,
        steps=steps,
    )


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


class DistanceNetwork(nn.Module):
    """Normalised images to (N, h, w) distances, (N,) weights of the paper's equation 7, and (N,) whether proven."""

    def __init__(self, patches: PatchNetwork, scale: Scale, bank: Bank, reweight: int) -> None:
        super().__init__()
        self.patches = patches
        self.scale = scale
        self.bank = bank
        self.reweight = min(reweight, len(bank))
        self.waits = False
        """Answer every patch for certain, waiting for the device where that takes it."""

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        grids = self.patches(x)
        n, h, w, d = grids.shape
        rows = self.scale(grids.view(-1, d))
        if self.waits or x.device.type == "cpu":
            distances, nearest = self.bank.nearest(rows)
            proven = torch.ones_like(distances, dtype=torch.bool)
        else:
            distances, nearest, proven = self.bank.search(rows)
        weights = self._weights(rows.view(n, h * w, d), distances.view(n, -1), nearest.view(n, -1))
        return distances.view(n, h, w), weights, proven.view(n, -1).all(1)

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
        n_images: int,
        device: torch.device,
    ) -> None:
        def build(on: torch.device, dtype: torch.dtype) -> DistanceNetwork:
            patches = PatchNetwork(placed(backbone.network, on, dtype), options.patch_size, options.patch_stride)
            return DistanceNetwork(patches, scale.to(on), Bank(rows.to(on), dtype), options.reweight)

        engine = Engine(
            build,
            size=rules.size,
            mean=backbone.facts.mean,
            std=backbone.facts.std,
            device=device,
            precision=options.precision,
        )
        super().__init__(NAME, options, rules, engine, n_images)
        self._backbone = backbone
        self._scale = scale
        self._rows = rows
        self._score_sigma, self._map_sigma = options.score_sigma, options.map_sigma

    @property
    def bank_size(self) -> int:
        """Rows in the bank."""
        return self._rows.shape[0]

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
        score = image_score(distances, sigma=self._score_sigma) * float(weight)
        full = full_size_map(distances, input_size=self._rules.size, image_size=image_size, sigma=self._map_sigma)
        return Prediction(score, full)

    def extend(
        self,
        images: Sequence[Image],
        *,
        seed: int = 0,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> FittedPatchCore:
        device = self._alive().device
        options: PatchCoreOptions = self._options
        steps = Steps(progress, cancelled)
        steps.stage("looking at the new good images", 0.6)
        rows = self._scale(
            rows_of(self._backbone, self._rules, images, options, device, at_least=1, seed=seed, steps=steps)
        )
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
        return FittedPatchCore(options, self._backbone, self._rules, self._scale, bank, n_images, device)

    def _details(self) -> dict[str, Any]:
        return {"backbone": asdict(self._backbone.facts)}

    def _arrays(self) -> dict[str, dict[str, NDArray[Any]]]:
        shift, matrix = (one.cpu().numpy() for one in (self._scale.shift, self._scale.matrix))
        return {
            "backbone": self._backbone.arrays(),
            "bank": {"rows": self._rows.cpu().numpy(), "shift": shift, "matrix": matrix},
        }

    def close(self) -> None:
        super().close()
        self._rows = self._rows[:0]


def read_fitted(model: ModelFolder, options: PatchCoreOptions, device: torch.device) -> FittedPatchCore:
    """Build the fitted detector that a model folder describes.

    Raises:
        KeyError, TypeError, ValueError: the folder's parts do not fit each other.
    """
    parts = {key: torch.from_numpy(np.array(value)) for key, value in model.arrays["bank"].items()}
    rows, scale = parts["rows"].to(device), Scale(parts["shift"], parts["matrix"]).to(device)
    if rows.ndim != 2 or rows.dtype != torch.float32 or scale.matrix.shape[-1] != rows.shape[1]:
        raise ValueError(f"a bank of shape {tuple(rows.shape)}")
    backbone = backbone_from_arrays(model.arrays["backbone"], read_facts(model))
    return FittedPatchCore(options, backbone, read_rules(model), scale, rows, model.n_images, device)
