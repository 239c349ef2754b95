"""SuperSimpleNet: features of good images, some of them spoiled with noise, teach a small network what is defective.

Rolih, Fučka, Skočaj, "SuperSimpleNet: Unifying Unsupervised and Supervised Learning for Fast and Reliable Surface
Defect Detection", ICPR 2024 (variant "icpr"), and its extension in the Journal of Intelligent Manufacturing, 2025
(variant "jims", whose classification head sees the features before the adaptor). Learns from good images alone, or
from known defects too, with painted masks or without. See `detectors.supersimplenet_training` for what differs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detectors.api import Epoch, Estimate, Image, Labelled, Progress
from detectors.images import NetworkInput, check_image, good_images, learn_rules, to_input
from detectors.options import own_options
from detectors.supersimplenet_options import NAME, SuperSimpleNetOptions, read_supersimplenet_options

if TYPE_CHECKING:
    from detectors.runtime import Steps
    from detectors.supersimplenet_model import FittedSuperSimpleNet

CONTRACT_OPTIONS: Mapping[str, Any] = {
    "input_size": 64,
    "layers": [1, 2],
    "hidden": 64,
    "scaling": "whiten",
    "noise_ratio": 1.0,
    "head_rate": 2e-3,
    "epochs": 40,
    "train_stride": 2,
    "held_out": 0.2,
}

MIN_IMAGES = 2


class SuperSimpleNet:
    """See `detectors.api.Detector` and `Gradual`. torch and timm are imported when a method first needs them."""

    @property
    def name(self) -> str:
        return NAME

    @property
    def min_images(self) -> int:
        return MIN_IMAGES

    @property
    def learns_from_defects(self) -> bool:
        return True

    def parse_options(self, values: Mapping[str, Any]) -> SuperSimpleNetOptions:
        return read_supersimplenet_options(values)

    def estimate(self, n_images: int, size: tuple[int, int], options: Any, *, device: str = "cpu") -> Estimate:
        """See the protocol. On the CPU a short matrix product measures this machine."""
        from detectors.supersimplenet_cost import estimate

        return estimate(n_images, size, own_options(NAME, SuperSimpleNetOptions, options), device)

    def fit(
        self,
        images: Sequence[Image],
        options: Any,
        *,
        device: str = "auto",
        seed: int = 0,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> FittedSuperSimpleNet:
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
    ) -> FittedSuperSimpleNet:
        """See the protocol. A defect without a mask teaches only what the whole image is."""
        import torch

        from detectors.backbone import build_backbone
        from detectors.learning import TimeLeft
        from detectors.runtime import Steps, out_of_memory_explained, pick_device
        from detectors.supersimplenet_data import (
            check_defects,
            chosen_images,
            collect_defects,
            collect_maps,
            collect_probes,
            collect_watched,
            learn_scale,
            map_engine,
        )
        from detectors.supersimplenet_heads import Heads
        from detectors.supersimplenet_model import FittedSuperSimpleNet, upscaling_of, watched_auroc
        from detectors.supersimplenet_training import Lesson, Training
        from detectors.weights import find_weights

        options = own_options(NAME, SuperSimpleNetOptions, options)
        left = TimeLeft(progress)
        steps = Steps(left, cancelled)
        steps.stage("reading the good images", 0.03)
        check_defects(defects, NAME)
        rules = learn_rules(
            _looked_at(images, steps),
            size=options.input_size,
            white_16=options.white_level,
            level_brightness=options.level_brightness,
        )
        steps.stage("loading the backbone", 0.05)
        backbone = build_backbone(
            find_weights(options.backbone, options.weights, options.weights_sha256), options.layers
        )
        on = pick_device(device)
        engine = map_engine(backbone, rules.size, on, options.precision)

        learned, probed = chosen_images(len(images), options, seed)
        steps.stage("looking at the good images", 0.15)

        def ready(index: int) -> NetworkInput:
            return to_input(check_image(images[index], index), rules)

        maps = collect_maps(engine, map(ready, learned), len(learned), steps)
        shapes = [(one.shape[1], one.shape[2], one.shape[3]) for one in maps]
        upscaling = upscaling_of(shapes, options).to(on)
        steps.stage("looking at defects", 0.18)
        probes = collect_probes(engine, [ready(index) for index in probed], upscaling.grid, seed, steps)
        known = collect_defects(engine, defects, rules, upscaling.grid, steps) if defects else None
        seen = collect_watched(engine, watched, rules, steps)
        engine.release()

        steps.stage("learning", 0.98)
        with out_of_memory_explained("learning"):
            scale = learn_scale(maps, upscaling, options.scaling)
            lesson = Lesson(maps, probes, upscaling, scale, known)
            heads = Heads.new(scale.shift.shape[0], options, torch.Generator().manual_seed(seed)).to(on)
            training = Training(heads, lesson, options, seed)
            watch = None if seen is None else partial(watched_auroc, seen=seen, lesson=lesson, options=options)
            curve = training.run(steps, left, on_epoch=on_epoch, watch=watch)
        steps.stage("warming up", 1.0)
        host = torch.device("cpu")
        fitted = FittedSuperSimpleNet(
            options, backbone, rules, scale.to(host), heads.to(host), shapes, len(images), curve, on
        )
        fitted.check_parity()
        fitted.warm_up(rules.size)
        steps.at(1.0)
        return fitted

    def load(self, folder: Path, *, device: str = "auto") -> FittedSuperSimpleNet:
        from detectors.fitted import load_fitted
        from detectors.runtime import pick_device
        from detectors.supersimplenet_model import read_fitted

        on = pick_device(device)
        return load_fitted(
            folder, NAME, lambda model: read_fitted(model, read_supersimplenet_options(model.options), on)
        )


def _looked_at(images: Sequence[Image], steps: Steps) -> Iterator[Image]:
    for index, image in enumerate(good_images(images, MIN_IMAGES, NAME)):
        steps.at(index / len(images))
        yield image
