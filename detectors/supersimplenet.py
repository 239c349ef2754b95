"""SuperSimpleNet: features of good images, some of them spoiled with noise, teach a small network what is defective.

Rolih, Fučka, Skočaj, "SuperSimpleNet: Unifying Unsupervised and Supervised Learning for Fast and Reliable Surface
Defect Detection", ICPR 2024 (variant "icpr"), and its extension in the Journal of Intelligent Manufacturing, 2025
(variant "jims", whose classification head sees the features before the adaptor). Learns from good images alone, or
from known defects too, with painted masks or without. See `detectors.supersimplenet_training` for what differs.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from detectors.api import Estimate
from detectors.images import NetworkInput, check_image, to_input
from detectors.method import Fit, GradualMethod
from detectors.supersimplenet_options import NAME, SuperSimpleNetOptions

if TYPE_CHECKING:
    import torch

    from detectors.modelfolder import ModelFolder
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


class SuperSimpleNet(GradualMethod[SuperSimpleNetOptions, "FittedSuperSimpleNet"]):
    """See `detectors.method`. A defect without a mask teaches only what the whole image is."""

    name = NAME
    min_images = 2
    options = SuperSimpleNetOptions
    learns_from_defects = True

    def _estimate(self, n_images: int, options: SuperSimpleNetOptions, device: torch.device) -> Estimate:
        from detectors.supersimplenet_cost import estimate

        return estimate(n_images, options, device)

    def _learn(self, fit: Fit[SuperSimpleNetOptions]) -> FittedSuperSimpleNet:
        import torch

        from detectors.backbone import chosen_backbone
        from detectors.runtime import out_of_memory_explained
        from detectors.supersimplenet_data import (
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

        images, options, rules, seed, steps = fit.images, fit.options, fit.rules, fit.seed, fit.steps
        steps.stage("loading the backbone", 0.05)
        backbone = chosen_backbone(options)
        engine = map_engine(backbone, rules.size, fit.device, options.precision)

        learned, probed = chosen_images(len(images), options, seed)
        steps.stage("looking at the good images", 0.15)

        def ready(index: int) -> NetworkInput:
            return to_input(check_image(images[index], index), rules)

        maps = collect_maps(engine, map(ready, learned), len(learned), steps)
        shapes = [(one.shape[1], one.shape[2], one.shape[3]) for one in maps]
        upscaling = upscaling_of(shapes, options).to(fit.device)
        steps.stage("looking at defects", 0.18)
        probes = collect_probes(engine, [ready(index) for index in probed], upscaling.grid, seed, steps)
        known = collect_defects(engine, fit.defects, rules, upscaling.grid, steps) if fit.defects else None
        seen = collect_watched(engine, fit.watched, rules, steps)
        engine.release()

        steps.stage("learning", 0.98)
        with out_of_memory_explained("learning"):
            scale = learn_scale(maps, upscaling, options.scaling)
            lesson = Lesson(maps, probes, upscaling, scale, known)
            heads = Heads.new(scale.shift.shape[0], options, torch.Generator().manual_seed(seed)).to(fit.device)
            training = Training(heads, lesson, options, seed)
            watch = None if seen is None else partial(watched_auroc, seen=seen, lesson=lesson, options=options)
            curve = training.run(steps, fit.left, on_epoch=fit.on_epoch, watch=watch)
        host = torch.device("cpu")
        return FittedSuperSimpleNet(
            options, backbone, rules, scale.to(host), heads.to(host), shapes, len(images), curve, fit.device
        )

    def _read(self, model: ModelFolder, options: SuperSimpleNetOptions, device: torch.device) -> FittedSuperSimpleNet:
        from detectors.supersimplenet_model import read_fitted

        return read_fitted(model, options, device)
