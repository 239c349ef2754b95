"""PatchCore: a picture is as anomalous as its worst patch is far from every patch known to be good.

Roth et al., "Towards Total Recall in Industrial Anomaly Detection", CVPR 2022. Differences: no crop; each channel is
brought to one scale first (the Lite networks need it); the selection of the bank is exact, not approximate, and much
faster (`detectors.coreset`); distances are not squared; the paper's re-weighting is an option.

The few-shot mode is this method with other options (`FEW_SHOT`): the recipe of AnomalyDINO (Damm et al., "Boosting
Patch-based Few-shot Anomaly Detection with DINOv2", WACV 2025), on whatever backbone is there.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detectors.api import Estimate, Image, Progress
from detectors.images import good_images, learn_rules
from detectors.options import own_options
from detectors.patchcore_options import NAME, PatchCoreOptions, read_patchcore_options

if TYPE_CHECKING:
    from detectors.patchcore_model import FittedPatchCore

CONTRACT_OPTIONS: Mapping[str, Any] = {"input_size": 64, "layers": [1, 2], "bank_ratio": 0.2}

MIN_IMAGES = 1


class PatchCore:
    """See `detectors.api.Detector`. torch and timm are imported when a method first needs them."""

    @property
    def name(self) -> str:
        return NAME

    @property
    def min_images(self) -> int:
        return MIN_IMAGES

    def parse_options(self, values: Mapping[str, Any]) -> PatchCoreOptions:
        return read_patchcore_options(values)

    def estimate(self, n_images: int, size: tuple[int, int], options: Any, *, device: str = "cpu") -> Estimate:
        """See the protocol. On the CPU a short matrix product measures this machine."""
        from detectors import rates
        from detectors.runtime import pick_device

        options = own_options(NAME, PatchCoreOptions, options)
        cost = rates.picture_cost(options.backbone, options.layers, options.input_size)
        depth = cost.depth
        cells = math.prod(-(-side // options.patch_stride) for side in cost.grid)
        pictures = n_images * options.copies
        rows = min(pictures * cells, max(options.rows_max, pictures))
        bank = _bank_size(rows, options)
        chosen_from = rows if bank < rows else 0
        narrow = min(depth, options.projection) if options.projection and depth > 256 else depth

        on = pick_device(device)
        rate = rates.CUDA_FLOPS if on.type == "cuda" else rates.matrix_flops()
        reading = n_images * (0.002 + 4e-9 * size[0] * size[1])
        seconds = (
            reading
            + pictures * cost.flops / (rate * rates.NETWORK_SHARE)
            + (2.0 * chosen_from * bank * narrow * 1.5 + 6.0 * rows * depth * depth) / rate
            + (bank * 2e-4 if chosen_from else 0.0)
            + 1.5
        )
        working = rows * (2 * depth + 2 * narrow) * 4 + cost.weights_bytes * 3 + 8 * cost.activation_bytes + (1 << 26)
        peak = working + size[0] * size[1] * 8 + (rates.PROGRAM_BYTES if on.type == "cpu" else 0)
        return Estimate(
            seconds=seconds,
            peak_bytes=int(peak),
            model_bytes=int(cost.weights_bytes + bank * depth * 4 + depth * depth * 4),
            notes=f"{rows} patches of {depth} numbers, a bank of {bank}; "
            + ("a guess for any CUDA device" if on.type == "cuda" else "from the speed measured on this machine"),
        )

    def fit(
        self,
        images: Sequence[Image],
        options: Any,
        *,
        device: str = "auto",
        seed: int = 0,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> FittedPatchCore:
        from detectors.backbone import build_backbone
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
        from detectors.runtime import Steps, out_of_memory_explained, pick_device
        from detectors.weights import find_weights

        options = own_options(NAME, PatchCoreOptions, options)
        steps = Steps(progress, cancelled)
        steps.stage("reading the good images", 0.05)
        count = max(1, len(images))

        def looked_at() -> Any:
            for index, image in enumerate(good_images(images, MIN_IMAGES, NAME)):
                steps.at(index / count)
                yield image

        rules = learn_rules(
            looked_at(),
            size=options.input_size,
            white_16=options.white_level,
            level_brightness=options.level_brightness,
        )
        steps.stage("loading the backbone", 0.1)
        weights = find_weights(options.backbone, options.weights, options.weights_sha256)
        backbone = build_backbone(weights, options.layers)
        on = pick_device(device)
        steps.stage("looking at the good images", 0.5)
        engine = engine_of(backbone, rules, options, on)
        rows = rows_of(engine, rules, images, options, at_least=MIN_IMAGES, seed=seed, steps=steps)
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
        steps.stage("warming up", 1.0)
        fitted = FittedPatchCore(options, backbone, rules, scale, bank, found, len(images), on)
        fitted.check_parity()
        fitted.warm_up(rules.size)
        steps.at(1.0)
        return fitted

    def load(self, folder: Path, *, device: str = "auto") -> FittedPatchCore:
        from detectors.fitted import load_fitted
        from detectors.patchcore_model import read_fitted
        from detectors.runtime import pick_device

        on = pick_device(device)
        return load_fitted(folder, NAME, lambda model: read_fitted(model, read_patchcore_options(model.options), on))


def _bank_size(rows: int, options: PatchCoreOptions) -> int:
    return max(1, min(rows, options.bank_max, math.ceil(options.bank_ratio * rows)))
