"""EfficientAD: a student agrees with its teacher on good parts, and nowhere else.

Batzner, Heckler, König, "EfficientAD: Accurate Visual Anomaly Detection at Millisecond-Level Latencies", WACV 2024. As
in the paper: networks, losses, rates, one image per step, the rate's fall counted in steps, maps brought to one scale
by quantiles of unpadded maps of held-out images, no blur. Differences: training ends at a plateau; the frame of the map
(`detectors.efficientad_model`); penalty pictures are made by the program; the default teacher is the packaged backbone
itself, because the paper's teacher cannot be packaged (`detectors.efficientad_teacher`). The paper's own is used where
its file is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detectors.api import Epoch, Estimate, Image, Labelled, Progress
from detectors.efficientad_options import NAME, EfficientAdOptions, read_efficientad_options
from detectors.images import good_images, learn_rules
from detectors.options import own_options

if TYPE_CHECKING:
    from detectors.efficientad_model import FittedEfficientAd

CONTRACT_OPTIONS: Mapping[str, Any] = {
    "backbone": "efficientnet_lite0",
    "input_size": 64,
    "steps_max": 12,
    "look_every": 6,
    "learning_rate": 1e-3,
}

MIN_IMAGES = 2


class EfficientAd:
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

    def parse_options(self, values: Mapping[str, Any]) -> EfficientAdOptions:
        return read_efficientad_options(values)

    def estimate(self, n_images: int, size: tuple[int, int], options: Any, *, device: str = "cpu") -> Estimate:
        """See the protocol: the time of all steps; a plateau ends most trainings earlier."""
        from detectors.efficientad_cost import estimate

        return estimate(n_images, size, own_options(NAME, EfficientAdOptions, options), device)

    def fit(
        self,
        images: Sequence[Image],
        options: Any,
        *,
        device: str = "auto",
        seed: int = 0,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> FittedEfficientAd:
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
    ) -> FittedEfficientAd:
        """See the protocol. A tenth of the images (`held_out`) is only measured on, at least one.

        With fewer than `detectors.learning.HELD_OUT_FROM` images none can be spared: then the maps' scale is taken from
        the images that were learned, and scores of other good images lie a little higher.
        """
        import torch

        from detectors.efficientad_data import make_lessons
        from detectors.efficientad_model import FittedEfficientAd
        from detectors.efficientad_teacher import find_teacher
        from detectors.efficientad_training import Training
        from detectors.engine import reproducible
        from detectors.learning import TimeLeft, refuse_defects
        from detectors.runtime import Steps, out_of_memory_explained, pick_device

        options = own_options(NAME, EfficientAdOptions, options)
        refuse_defects(NAME, defects)
        on = pick_device(device)
        left = TimeLeft(progress)
        steps = Steps(left, cancelled)
        steps.stage("reading the good images", 0.03)
        rules = learn_rules(
            _reported(good_images(images, MIN_IMAGES, NAME), len(images), steps.at),
            size=options.input_size,
            white_16=options.white_level,
            level_brightness=options.level_brightness,
        )
        devices = [on] if on.type == "cuda" else []
        with out_of_memory_explained("learning"), torch.random.fork_rng(devices), reproducible():
            steps.stage("loading the teacher", 0.04)
            teacher = find_teacher(options)
            lessons = make_lessons(images, watched, rules, options, seed=seed, steps=steps)
            training = Training(teacher, lessons, options, on, seed)
            steps.stage("asking the teacher", 0.08)
            training.learn_channel_scale(steps)
            steps.stage("learning", 0.98)
            curve = training.run(steps, left, on_epoch or (lambda _: None))
        steps.stage("warming up", 1.0)
        fitted = FittedEfficientAd(
            options,
            teacher,
            training.student.requires_grad_(False).eval().cpu(),
            training.encoder.requires_grad_(False).eval().cpu(),
            training.channel_scale,
            training.map_scale,
            rules,
            len(images),
            on,
            curve,
        )
        fitted.check_parity()
        fitted.warm_up(rules.size)
        steps.at(1.0)
        return fitted

    def load(self, folder: Path, *, device: str = "auto") -> FittedEfficientAd:
        from detectors.efficientad_model import read_fitted
        from detectors.fitted import load_fitted
        from detectors.runtime import pick_device

        on = pick_device(device)
        return load_fitted(folder, NAME, lambda model: read_fitted(model, read_efficientad_options(model.options), on))


def _reported(images: Iterator[Image], count: int, at: Callable[[float], None]) -> Iterator[Image]:
    for index, image in enumerate(images):
        at(index / max(1, count))
        yield image
