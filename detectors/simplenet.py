"""SimpleNet: learn to tell patches of good parts from the same with noise on them, in the space of features.

Liu et al., "SimpleNet: A Simple Network for Image Anomaly Detection and Localization", CVPR 2023. As in the paper:
adaptor, noise on every adapted feature, discriminator, truncated L1 loss, rates. Differences: no crop; no epoch is
chosen by test images: the last state is kept, and training ends when the loss is small; features are extracted once;
channels are brought to one scale and the noise is made relative to the features (the Lite networks need both); steps
are drawn from the patches of all images.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detectors.api import Epoch, Estimate, Image, Labelled, Progress
from detectors.images import good_images, learn_rules
from detectors.options import own_options
from detectors.simplenet_options import NAME, SimpleNetOptions, read_simplenet_options

if TYPE_CHECKING:
    import torch

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

MIN_IMAGES = 2

CUDA_STEP_S = 0.004
"""A step that waits for nothing but its own launches, on a slow host; there the estimate is not measured."""


class SimpleNet:
    """See `detectors.api.Detector` and `Gradual`. torch and timm are imported when a method first needs them."""

    @property
    def name(self) -> str:
        return NAME

    @property
    def min_images(self) -> int:
        return MIN_IMAGES

    @property
    def learns_from_defects(self) -> bool:
        return False

    def parse_options(self, values: Mapping[str, Any]) -> SimpleNetOptions:
        return read_simplenet_options(values)

    def estimate(self, n_images: int, size: tuple[int, int], options: Any, *, device: str = "cpu") -> Estimate:
        """See the protocol. On the CPU a matrix product and a few steps of training measure this machine."""
        from detectors import rates
        from detectors.runtime import pick_device
        from detectors.simplenet_data import SPOILED_PICTURES

        options = own_options(NAME, SimpleNetOptions, options)
        cost = rates.picture_cost(options.backbone, options.layers, options.input_size)
        height, width = (-(-side // options.patch_stride) for side in cost.grid)
        rows = min(n_images * height * width, max((options.cache_mb << 20) // (4 * cost.depth), n_images))
        steps = options.meta_epochs * options.steps_per_meta(n_images)
        per_step = min(rows, options.rows_per_step or options.batch_images * height * width)

        on = pick_device(device)
        rate = rates.CUDA_FLOPS if on.type == "cuda" else rates.matrix_flops()
        step_s = CUDA_STEP_S if on.type == "cuda" else _step_seconds(cost.depth, per_step, options)
        seconds = (
            n_images * (0.002 + 4e-9 * size[0] * size[1])
            + (n_images + SPOILED_PICTURES) * cost.flops / (rate * rates.NETWORK_SHARE)
            + 6.0 * rows * cost.depth * cost.depth / rate
            + steps * step_s
            + 1.5
        )
        inner = per_step * 2 * (options.hidden * 8 + cost.depth * 6) * 4
        working = rows * cost.depth * 8 + inner + cost.weights_bytes * 3 + 8 * cost.activation_bytes + (1 << 26)
        peak = working + size[0] * size[1] * 8 + (rates.PROGRAM_BYTES if on.type == "cpu" else 0)
        return Estimate(
            seconds=seconds,
            peak_bytes=int(peak),
            model_bytes=int(cost.weights_bytes + (cost.depth + 2) * (options.hidden + 1) * 4),
            notes=f"{rows} patches of {cost.depth} numbers, {steps} steps of {per_step}; "
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
    ) -> FittedSimpleNet:
        return self.fit_watched(images, options, device=device, seed=seed, progress=progress, cancelled=cancelled)

    def fit_watched(
        self,
        images: Sequence[Image],
        options: Any,
        *,
        defects: Sequence[Labelled] = (),
        watched: Sequence[Labelled] = (),
        on_epoch: Callable[[Epoch], None] | None = None,
        device: str = "auto",
        seed: int = 0,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> FittedSimpleNet:
        """See the protocol. A tenth of the images (`held_out`) is only measured on.

        With fewer than `detectors.learning.HELD_OUT_FROM` images none is held out, but a tenth of each one's patches.
        Their neighbours are learned, so the separation is then a little too good.
        """
        from detectors.backbone import build_backbone
        from detectors.features import patch_engine
        from detectors.learning import TimeLeft, held_out_images, refuse_defects
        from detectors.patches import Scale
        from detectors.runtime import Steps, out_of_memory_explained, pick_device
        from detectors.simplenet_data import Chosen, Watched, learned_rows, make_lessons, spoiled_rows
        from detectors.simplenet_model import FittedSimpleNet, fold
        from detectors.simplenet_training import Training, training_dtype
        from detectors.weights import find_weights

        options = own_options(NAME, SimpleNetOptions, options)
        refuse_defects(NAME, defects)
        on = pick_device(device)
        left = TimeLeft(progress)
        steps = Steps(left, cancelled)
        steps.stage("reading the good images", 0.05)
        rules = learn_rules(
            _reported(good_images(images, MIN_IMAGES, NAME), len(images), steps.at),
            size=options.input_size,
            white_16=options.white_level,
            level_brightness=options.level_brightness,
        )
        steps.stage("loading the backbone", 0.08)
        weights = find_weights(options.backbone, options.weights, options.weights_sha256)
        backbone = build_backbone(weights, options.layers)
        steps.stage("looking at the good images", 0.2)
        engine = patch_engine(
            backbone,
            rules.size,
            on,
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
            dtype = training_dtype(options.precision, on)
            lessons = make_lessons(rows, spare_rows, made, scale, n_images=len(taught), dtype=dtype, seed=seed)
            del rows, spare_rows
            steps.stage("looking at the watched images", 0.28)
            watching = Watched(engine, scale, rules, watched, options, dtype, steps)
            steps.stage("learning", 0.98)
            training = Training(lessons, options, seed)
            curve = training.run(
                steps, left, watch=lambda: watching.auroc(training.scores), on_epoch=on_epoch or (lambda _: None)
            )
        del lessons, engine
        steps.stage("warming up", 1.0)
        fitted = FittedSimpleNet(options, backbone, rules, fold(scale, training.networks), len(images), on, curve)
        fitted.check_parity()
        fitted.warm_up(rules.size)
        steps.at(1.0)
        return fitted

    def load(self, folder: Path, *, device: str = "auto") -> FittedSimpleNet:
        from detectors.fitted import load_fitted
        from detectors.runtime import pick_device
        from detectors.simplenet_model import read_fitted

        on = pick_device(device)
        return load_fitted(folder, NAME, lambda model: read_fitted(model, read_simplenet_options(model.options), on))


def _reported(images: Iterator[Image], count: int, at: Callable[[float], None]) -> Iterator[Image]:
    for index, image in enumerate(images):
        at(index / max(1, count))
        yield image


def _step_seconds(depth: int, rows: int, options: SimpleNetOptions) -> float:
    """Time a step of training here, with rows of noise."""
    import torch

    from detectors.simplenet_training import Lessons, Training, training_dtype

    cpu = torch.device("cpu")
    noise: torch.Tensor = torch.randn(rows, depth, generator=torch.Generator().manual_seed(0))
    noise = noise.to(training_dtype(options.precision, cpu))
    training = Training(Lessons(noise, noise[:1], noise[:1], rows, 1), options, seed=0)
    times = []
    for _ in range(4):
        begin = time.perf_counter()
        training.step()
        times.append(time.perf_counter() - begin)
    return min(times)
