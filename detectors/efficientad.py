"""EfficientAD: a student agrees with its teacher on good parts, and nowhere else.

Batzner, Heckler, König, "EfficientAD: Accurate Visual Anomaly Detection at Millisecond-Level Latencies", WACV 2024. As
in the paper: networks, losses, rates, one image per step, the rate's fall counted in steps, maps brought to one scale
by quantiles of unpadded maps of held-out images, no blur. Differences: training ends at a plateau; the frame of the map
(`detectors.efficientad_model`); penalty pictures are made by the program; the default teacher is the packaged backbone
itself, because the paper's teacher cannot be packaged (`detectors.efficientad_teacher`). The paper's own is used where
its file is named.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from detectors.api import Estimate
from detectors.efficientad_options import NAME, EfficientAdOptions
from detectors.method import Fit, GradualMethod

if TYPE_CHECKING:
    import torch

    from detectors.efficientad_model import FittedEfficientAd
    from detectors.modelfolder import ModelFolder

CONTRACT_OPTIONS: Mapping[str, Any] = {
    "backbone": "efficientnet_lite0",
    "input_size": 64,
    "steps_max": 12,
    "look_every": 6,
    "learning_rate": 1e-3,
}


class EfficientAd(GradualMethod[EfficientAdOptions, "FittedEfficientAd"]):
    """See `detectors.method`."""

    name = NAME
    min_images = 2
    options = EfficientAdOptions

    def _estimate(self, n_images: int, options: EfficientAdOptions, device: torch.device) -> Estimate:
        """Tell the time of all steps; a plateau ends most trainings earlier."""
        from detectors.efficientad_cost import estimate

        return estimate(n_images, options, device)

    def _learn(self, fit: Fit[EfficientAdOptions]) -> FittedEfficientAd:
        """Learn; a tenth of the images (`held_out`) is only measured on, at least one.

        With fewer than `detectors.learning.HELD_OUT_FROM` images none can be spared: then the maps' scale is taken from
        the images that were learned, and scores of other good images lie a little higher.
        """
        import torch

        from detectors.efficientad_data import make_lessons
        from detectors.efficientad_model import FittedEfficientAd
        from detectors.efficientad_teacher import find_teacher
        from detectors.efficientad_training import Training
        from detectors.engine import reproducible
        from detectors.runtime import out_of_memory_explained

        options, rules, steps = fit.options, fit.rules, fit.steps
        devices = [fit.device] if fit.device.type == "cuda" else []
        with out_of_memory_explained("learning"), torch.random.fork_rng(devices), reproducible():
            steps.stage("loading the teacher", 0.04)
            teacher = find_teacher(options)
            lessons = make_lessons(fit.images, fit.watched, rules, options, seed=fit.seed, steps=steps)
            training = Training(teacher, lessons, options, fit.device, fit.seed)
            steps.stage("asking the teacher", 0.08)
            training.learn_channel_scale(steps)
            steps.stage("learning", 0.98)
            curve = training.run(steps, fit.left, fit.on_epoch)
        return FittedEfficientAd(
            options,
            teacher,
            training.student.requires_grad_(False).eval().cpu(),
            training.encoder.requires_grad_(False).eval().cpu(),
            training.channel_scale,
            training.map_scale,
            rules,
            len(fit.images),
            fit.device,
            curve,
        )

    def _read(self, model: ModelFolder, options: EfficientAdOptions, device: torch.device) -> FittedEfficientAd:
        from detectors.efficientad_model import read_fitted

        return read_fitted(model, options, device)
