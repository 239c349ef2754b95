"""SimpleNet: learn to tell patches of good parts from the same with noise on them, in the space of features.

Liu et al., "SimpleNet: A Simple Network for Image Anomaly Detection and Localization", CVPR 2023. As in the paper:
adaptor, noise on every adapted feature, discriminator, truncated L1 loss, rates. Differences: no crop; no epoch is
chosen by test images: the last state is kept, and training ends when the loss is small; features are extracted once;
channels are brought to one scale and the noise is made relative to the features (the Lite networks need both); steps
are drawn from the patches of all images.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from detectors.api import Estimate
from detectors.method import Fit, GradualMethod
from detectors.simplenet_options import NAME, SimpleNetOptions

if TYPE_CHECKING:
    import torch

    from detectors.modelfolder import ModelFolder
    from detectors.simplenet_model import FittedSimpleNet

CONTRACT_OPTIONS: Mapping[str, Any] = {
    "input_size": 64,
    "layers": [1, 2],
    "hidden": 64,
    "stop": "last",
    "meta_epochs": 3,
    "steps_min": 15,
    "rows_per_step": 256,
    "adaptor_lr": 1e-3,
    "discriminator_lr": 2e-3,
}

CUDA_STEP_S = 0.004
"""A step that waits for nothing but its own launches, on a slow host; there the estimate is not measured."""


class SimpleNet(GradualMethod[SimpleNetOptions, "FittedSimpleNet"]):
    """See `detectors.method`."""

    name = NAME
    min_images = 2
    options = SimpleNetOptions

    def _estimate(self, n_images: int, options: SimpleNetOptions, device: torch.device) -> Estimate:
        from detectors import rates
        from detectors.simplenet_data import SPOILED_PICTURES

        cost = rates.picture_cost(options.backbone, options.layers, options.input_size)
        height, width = (-(-side // options.patch_stride) for side in cost.grid)
        rows = min(n_images * height * width, max((options.cache_mb << 20) // (4 * cost.depth), n_images))
        steps = options.meta_epochs * options.steps_per_meta(n_images)
        per_step = min(rows, options.rows_per_step or options.batch_images * height * width)

        rate = rates.matrix_flops(device)
        step_s = CUDA_STEP_S if device.type == "cuda" else _step_seconds(cost.depth, per_step, options)
        seconds = (
            (n_images + SPOILED_PICTURES) * cost.flops / (rate * rates.NETWORK_SHARE)
            + 6.0 * rows * cost.depth * cost.depth / rate
            + steps * step_s
            + 1.5
        )
        inner = per_step * 2 * (options.hidden * 8 + cost.depth * 6) * 4
        working = rows * cost.depth * 8 + inner + cost.weights_bytes * 3 + 8 * cost.activation_bytes + (1 << 26)
        return Estimate(
            seconds=seconds,
            peak_bytes=int(working),
            model_bytes=int(cost.weights_bytes + (cost.depth + 2) * (options.hidden + 1) * 4),
            notes=f"{rows} patches of {cost.depth} numbers, {steps} steps of {per_step}",
        )

    def _learn(self, fit: Fit[SimpleNetOptions]) -> FittedSimpleNet:
        """Learn; a tenth of the images (`held_out`) is only measured on.

        With fewer than `detectors.learning.HELD_OUT_FROM` images none is held out, but a tenth of each one's patches.
        Their neighbours are learned, so the separation is then a little too good.
        """
        from detectors.backbone import chosen_backbone
        from detectors.features import patch_engine
        from detectors.learning import held_out_images
        from detectors.patches import Scale
        from detectors.runtime import out_of_memory_explained, training_dtype
        from detectors.simplenet_data import Chosen, Watched, learned_rows, make_lessons, spoiled_rows
        from detectors.simplenet_model import FittedSimpleNet, fold
        from detectors.simplenet_training import Training

        images, options, rules, seed, steps = fit.images, fit.options, fit.rules, fit.seed, fit.steps
        steps.stage("loading the backbone", 0.08)
        backbone = chosen_backbone(options)
        steps.stage("looking at the good images", 0.2)
        engine = patch_engine(
            backbone,
            rules.size,
            fit.device,
            patch_size=options.patch_size,
            stride=options.patch_stride,
            precision=options.precision,
        )
        held = held_out_images(len(images), options.held_out, seed)
        taught = Chosen(images, [index for index in range(len(images)) if index not in held])
        spare = Chosen(images, held)
        rows = learned_rows(engine, taught, rules, options, seed=seed, steps=steps)
        steps.stage("looking at held-out images", 0.22)
        spare_rows = learned_rows(engine, spare, rules, options, seed=seed, steps=steps) if held else None
        steps.stage("looking at made defects", 0.25)
        made = spoiled_rows(engine, spare if held else taught, rules, seed=seed, steps=steps)
        with out_of_memory_explained("learning"):
            scale = Scale.learn(rows, options.scaling)
            dtype = training_dtype(options.precision, fit.device)
            lessons = make_lessons(rows, spare_rows, made, scale, n_images=len(taught), dtype=dtype, seed=seed)
            del rows, spare_rows
            steps.stage("looking at the watched images", 0.28)
            watching = Watched(engine, scale, rules, fit.watched, options, dtype, steps)
            steps.stage("learning", 0.98)
            training = Training(lessons, options, seed)
            curve = training.run(steps, fit.left, lambda: watching.auroc(training.scores), fit.on_epoch)
        del lessons, engine
        folded = fold(scale, training.networks)
        return FittedSimpleNet(options, backbone, rules, folded, len(images), fit.device, curve)

    def _read(self, model: ModelFolder, options: SimpleNetOptions, device: torch.device) -> FittedSimpleNet:
        from detectors.simplenet_model import read_fitted

        return read_fitted(model, options, device)


def _step_seconds(depth: int, rows: int, options: SimpleNetOptions) -> float:
    """Time a step of training here, with rows of noise."""
    import torch

    from detectors.rates import fastest
    from detectors.runtime import training_dtype
    from detectors.simplenet_training import Lessons, Training

    cpu = torch.device("cpu")
    noise: torch.Tensor = torch.randn(rows, depth, generator=torch.Generator().manual_seed(0))
    noise = noise.to(training_dtype(options.precision, cpu))
    training = Training(Lessons(noise, noise[:1], noise[:1], rows, 1), options, seed=0)
    return fastest(training.step, 4)
