"""PatchCore: a picture is as anomalous as its worst patch is far from every patch known to be good.

Roth et al., "Towards Total Recall in Industrial Anomaly Detection", CVPR 2022. Differences: no crop; each channel is
brought to one scale first (the Lite networks need it); the selection of the bank is exact, not approximate, and much
faster (`detectors.coreset`); distances are not squared; the paper's re-weighting is an option.

The few-shot mode is this method with other options (`FEW_SHOT`): the recipe of AnomalyDINO (Damm et al., "Boosting
Patch-based Few-shot Anomaly Detection with DINOv2", WACV 2025), on whatever backbone is there.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from detectors.api import Estimate
from detectors.method import Fit, Method
from detectors.patchcore_options import NAME, PatchCoreOptions

if TYPE_CHECKING:
    import torch

    from detectors.modelfolder import ModelFolder
    from detectors.patchcore_model import FittedPatchCore

CONTRACT_OPTIONS: Mapping[str, Any] = {"input_size": 64, "layers": [1, 2], "bank_ratio": 0.2}


class PatchCore(Method[PatchCoreOptions, "FittedPatchCore"]):
    """See `detectors.method`."""

    name = NAME
    min_images = 1
    options = PatchCoreOptions
    extends = True

    def _estimate(self, n_images: int, options: PatchCoreOptions, device: torch.device) -> Estimate:
        from detectors import rates

        cost = rates.picture_cost(options.backbone, options.layers, options.input_size)
        depth = cost.depth
        cells = math.prod(-(-side // options.patch_stride) for side in cost.grid)
        pictures = n_images * options.copies
        rows = min(pictures * cells, max(options.rows_max, pictures))
        bank = _bank_size(rows, options)
        chosen_from = rows if bank < rows else 0
        narrow = min(depth, options.projection) if options.projection and depth > 256 else depth

        rate = rates.matrix_flops(device)
        seconds = (
            pictures * cost.flops / (rate * rates.NETWORK_SHARE)
            + (2.0 * chosen_from * bank * narrow * 1.5 + 6.0 * rows * depth * depth) / rate
            + (bank * 2e-4 if chosen_from else 0.0)
            + 1.5
        )
        working = rows * (2 * depth + 2 * narrow) * 4 + cost.weights_bytes * 3 + 8 * cost.activation_bytes + (1 << 26)
        return Estimate(
            seconds=seconds,
            peak_bytes=int(working),
            model_bytes=int(cost.weights_bytes + bank * depth * 4 + depth * depth * 4),
            notes=f"{rows} patches of {depth} numbers, a bank of {bank}",
        )

    def _learn(self, fit: Fit[PatchCoreOptions]) -> FittedPatchCore:
        from detectors.backbone import chosen_backbone
        from detectors.foreground import Found
        from detectors.patchcore_model import (
            FittedPatchCore,
            comparable,
            engine_of,
            foreground_of,
            rows_of,
            select_bank,
        )
        from detectors.patches import Scale
        from detectors.runtime import out_of_memory_explained

        images, options, rules, seed, steps = fit.images, fit.options, fit.rules, fit.seed, fit.steps
        steps.stage("loading the backbone", 0.1)
        backbone = chosen_backbone(options)
        steps.stage("looking at the good images", 0.5)
        engine = engine_of(backbone, rules, options, fit.device)
        rows = rows_of(engine, rules, images, options, at_least=self.min_images, seed=seed, steps=steps)
        found = Found(None, "")
        if options.foreground == "auto":
            steps.stage("looking for the foreground", 0.55)
            found = foreground_of(engine, rules, images, steps)
        del engine
        steps.stage("choosing the bank", 0.98)
        with out_of_memory_explained("choosing the bank"):
            scale = Scale.learn(rows, options.scaling)
            rows = comparable(rows, scale, options.distance)
            bank = select_bank(
                rows, _bank_size(len(rows), options), projection=options.projection, seed=seed, steps=steps
            )
        del rows
        return FittedPatchCore(options, backbone, rules, scale, bank, found, len(images), fit.device)

    def _read(self, model: ModelFolder, options: PatchCoreOptions, device: torch.device) -> FittedPatchCore:
        from detectors.patchcore_model import read_fitted

        return read_fitted(model, options, device)


def _bank_size(rows: int, options: PatchCoreOptions) -> int:
    return max(1, min(rows, options.bank_max, math.ceil(options.bank_ratio * rows)))
