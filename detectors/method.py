"""What the methods on a pretrained network do alike: options, the frame of a fit and of its estimate, loading.

Imports nothing heavy.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from detectors.api import Epoch, Estimate, Image, Labelled, Progress
from detectors.examples import choose_examples, kept_bytes
from detectors.images import ImageRules, good_images, learn_rules
from detectors.options import NetworkOptions, own_options, read_options

if TYPE_CHECKING:
    import torch

    from detectors.fitted import FittedNetwork
    from detectors.learning import TimeLeft
    from detectors.modelfolder import ModelFolder
    from detectors.runtime import Steps

Options = TypeVar("Options", bound=NetworkOptions)
Fitted = TypeVar("Fitted", bound="FittedNetwork")


@dataclass(frozen=True, slots=True, eq=False)
class Fit(Generic[Options]):
    """What a method learns from. `images` were checked, `rules` are theirs. `left` is what `steps` report to."""

    images: Sequence[Image]
    options: Options
    rules: ImageRules
    device: torch.device
    seed: int
    steps: Steps
    left: TimeLeft
    defects: Sequence[Labelled]
    watched: Sequence[Labelled]
    on_epoch: Callable[[Epoch], None]


class Method(ABC, Generic[Options, Fitted]):
    """See `detectors.api.Detector`. torch and timm are imported when a method first needs them."""

    name: str
    min_images: int
    options: type[Options]

    @abstractmethod
    def _estimate(self, n_images: int, options: Options, device: torch.device) -> Estimate:
        """Tell what learning costs; reading the images and the program itself are added."""

    @abstractmethod
    def _learn(self, fit: Fit[Options]) -> Fitted: ...

    @abstractmethod
    def _read(self, model: ModelFolder, options: Options, device: torch.device) -> Fitted:
        """Build the fitted detector that a model folder describes."""

    def parse_options(self, values: Mapping[str, Any]) -> Options:
        return read_options(self.name, self.options, values)

    def estimate(self, n_images: int, size: tuple[int, int], options: Any, *, device: str = "cpu") -> Estimate:
        """See the protocol. On the CPU a few products or steps of training measure this machine."""
        from detectors.rates import with_reading
        from detectors.runtime import pick_device

        on = pick_device(device)
        own = self._estimate(n_images, own_options(self.name, self.options, options), on)
        own = replace(own, model_bytes=own.model_bytes + kept_bytes(options.input_size))
        return with_reading(own, n_images, size, on)

    def fit(
        self,
        images: Sequence[Image],
        options: Any,
        *,
        device: str = "auto",
        seed: int = 0,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Fitted:
        return self._fit(images, options, device, seed, progress, cancelled)

    def _fit(
        self,
        images: Sequence[Image],
        options: Any,
        device: str,
        seed: int,
        progress: Progress | None,
        cancelled: Callable[[], bool] | None,
        defects: Sequence[Labelled] = (),
        watched: Sequence[Labelled] = (),
        on_epoch: Callable[[Epoch], None] | None = None,
    ) -> Fitted:
        from detectors.learning import TimeLeft
        from detectors.runtime import Steps, pick_device

        options = own_options(self.name, self.options, options)
        on = pick_device(device)
        left = TimeLeft(progress)
        steps = Steps(left, cancelled)
        steps.stage("reading the good images", 0.03)

        def reported() -> Iterator[Image]:
            for index, image in enumerate(good_images(images, self.min_images, self.name)):
                steps.at(index / len(images))
                yield image

        rules = learn_rules(
            reported(),
            size=options.input_size,
            white_16=options.white_level,
            level_brightness=options.level_brightness,
        )
        fitted = self._learn(
            Fit(images, options, rules, on, seed, steps, left, defects, watched, on_epoch or (lambda _: None))
        )
        steps.stage("warming up", 1.0)
        fitted.keep_examples(choose_examples(images, rules))
        fitted.check_parity()
        fitted.warm_up(rules.size)
        steps.at(1.0)
        return fitted

    def load(self, folder: Path, *, device: str = "auto") -> Fitted:
        from detectors.fitted import load_fitted
        from detectors.runtime import pick_device

        on = pick_device(device)
        return load_fitted(folder, self.name, lambda model: self._read(model, self.parse_options(model.options), on))


class GradualMethod(Method[Options, Fitted]):
    """See `detectors.api.Gradual`."""

    learns_from_defects = False

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
    ) -> Fitted:
        from detectors.learning import check_defects, refuse_defects

        (check_defects if self.learns_from_defects else refuse_defects)(self.name, defects)
        return self._fit(images, options, device, seed, progress, cancelled, defects, watched, on_epoch)
