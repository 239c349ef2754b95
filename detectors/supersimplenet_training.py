"""How SuperSimpleNet learns: spoiled features, two heads, focal and truncated L1 losses.

Rolih, Fučka, Skočaj, ICPR 2024, sections 3.2 to 3.5. Differences: the noise can be measured by the features' own
spread; each step may use a part of the cells (the segmentation head sees each cell by itself, so this is sampling);
the learning rates fall by steps done, not by epochs; an image that is known to be defective, but not where, teaches
only what the whole image is: cells of it take no part in the losses of the map.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch.nn import functional

from detectors.api import Epoch
from detectors.learning import Plateau, TimeLeft, separation, spread, truncated_l1
from detectors.patches import Scale
from detectors.runtime import Steps, training_dtype
from detectors.supersimplenet_anomalies import defect_masks
from detectors.supersimplenet_data import DEFECTIVE, GOOD, UNKNOWN, Known, Maps
from detectors.supersimplenet_heads import Heads, Upscaling
from detectors.supersimplenet_options import SuperSimpleNetOptions

FOCUS = 4.0
"""gamma of the focal loss."""
DECAYS = (0.8, 0.9)
DECAY = 0.4
"""The learning rates are multiplied by DECAY after these shares of the training."""
ADAPTOR_DECAY, HEAD_DECAY = 1e-2, 1e-5
GRADIENT_NORM = 1.0
"""Limit of the gradient's norm where defects are learned from."""
THRESHOLD, THRESHOLD_WITH_DEFECTS = 0.2, 0.6
POINTS = 50
"""Most points of the training curve."""


def focal(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Return the mean focal loss (Lin et al. 2017, without alpha) of logits against 0 or 1; 0 of none."""
    signed = torch.where(targets > 0, logits, -logits)
    return (torch.sigmoid(-signed) ** FOCUS * functional.softplus(-signed)).sum() / max(1, logits.numel())


@dataclass(frozen=True)
class Lesson:
    """What to learn from. `probes`: images with made defects and without, that the separation is measured on."""

    good: Maps
    probes: Known
    upscaling: Upscaling
    scale: Scale
    defects: Known | None = None

    def features(self, maps: Maps, rows: slice = slice(None), columns: slice = slice(None)) -> torch.Tensor:
        """Return (N, H, W, D) scaled float32 features of these cells."""
        found = self.upscaling(maps, rows, columns)
        return self.scale(found.flatten(0, 2)).view(found.shape)


class Training:
    """One training of `heads`, which it changes."""

    def __init__(self, heads: Heads, lesson: Lesson, options: SuperSimpleNetOptions, seed: int) -> None:
        self._heads, self._lesson, self._options, self._seed = heads, lesson, options, seed
        self._device = lesson.good[0].device
        self._amp = training_dtype(options.precision, self._device)
        self._host = torch.Generator().manual_seed(seed)
        self._on_device = self._host
        if self._device.type != "cpu":
            self._on_device = torch.Generator(self._device).manual_seed(seed)
        self._threshold = options.perlin_threshold or (THRESHOLD if lesson.defects is None else THRESHOLD_WITH_DEFECTS)
        self._optimiser = torch.optim.AdamW(
            [
                {"params": heads.adaptor.parameters(), "lr": options.adaptor_rate, "weight_decay": ADAPTOR_DECAY},
                *(
                    {"params": head.parameters(), "lr": options.head_rate, "weight_decay": HEAD_DECAY}
                    for head in (heads.seg, heads.cls)
                    if head is not None
                ),
            ]
        )
        per_epoch = steps_per_epoch(len(lesson.good[0]), len(lesson.defects or ()), options.batch_size)
        self.epochs = planned_epochs(per_epoch, options)
        total = self.epochs * per_epoch
        self._schedule = torch.optim.lr_scheduler.MultiStepLR(
            self._optimiser, [max(1, round(share * total)) for share in DECAYS], DECAY
        )

    def run(
        self,
        steps: Steps,
        left: TimeLeft,
        *,
        on_epoch: Callable[[Epoch], None],
        watch: Callable[[Heads], float | None] | None,
    ) -> tuple[Epoch, ...]:
        """Train to the end and return the curve. `watch` gives the AUROC for it, and decides nothing.

        Raises:
            Cancelled
        """
        every = math.ceil(self.epochs / POINTS)
        plateau = Plateau(self._options.patience)
        curve: list[Epoch] = []
        losses: list[torch.Tensor] = []
        left.begin()
        for number in range(1, self.epochs + 1):
            self._heads.train()
            for good, defective in self._batches():
                losses.append(self._step(good, defective))
                steps.check()
            left.done(number / self.epochs, f"epoch {number} of {self.epochs}")
            steps.at(number / self.epochs)
            if number % every and number < self.epochs:
                continue
            self._heads.eval()
            loss = float(torch.stack(losses).mean())
            losses.clear()
            auroc = watch(self._heads) if watch is not None else None
            point = Epoch(number, self.epochs, loss, self._separation(), auroc)
            curve.append(point)
            on_epoch(point)
            if plateau.reached(point.separation) and self._options.stop == "plateau":
                break
        left.end()
        self._heads.eval()
        return tuple(curve)

    def _batches(self) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
        """Yield the indices of the good and of the defective images of each step of an epoch.

        Without defects each good image comes once. With them, each step has as many of the one as of the other, those
        that are fewer come again, each as often as any other.
        """
        count, defects = len(self._lesson.good[0]), len(self._lesson.defects or ())
        parts = steps_per_epoch(count, defects, self._options.batch_size)
        wanted = max(count, defects) if defects else count
        good = self._shuffled(count, wanted).tensor_split(parts)
        defective = self._shuffled(defects, wanted if defects else 0).tensor_split(parts)
        yield from zip(good, defective, strict=True)

    def _shuffled(self, count: int, wanted: int) -> torch.Tensor:
        rounds = [torch.randperm(count, generator=self._host) for _ in range(math.ceil(wanted / max(1, count)))]
        return torch.cat(rounds)[:wanted] if rounds else torch.empty(0, dtype=torch.long)

    def _step(self, good: torch.Tensor, defective: torch.Tensor) -> torch.Tensor:
        lesson, defects = self._lesson, self._lesson.defects
        maps = tuple(one[good.to(self._device)] for one in lesson.good)
        truth = torch.full((len(good), *lesson.upscaling.grid), GOOD, dtype=torch.int8, device=self._device)
        if defects is not None:
            chosen = defective.to(self._device)
            maps = tuple(torch.cat([one, two[chosen]]) for one, two in zip(maps, defects.maps, strict=True))
            truth = torch.cat([truth, defects.truth[chosen]])
        rows, columns = self._cells()
        truth = truth[:, rows, columns].repeat(2, 1, 1)
        unknown = truth[:, 0, 0] == UNKNOWN
        masks = defect_masks(len(truth), lesson.upscaling.grid, self._threshold, self._host, rows, columns)
        spoiled = masks.to(self._device) & (truth == GOOD)
        truth = torch.where(spoiled, DEFECTIVE, truth)

        self._optimiser.zero_grad(set_to_none=True)
        features = lesson.features(maps, rows, columns)
        with torch.autocast(self._device.type, self._amp, enabled=self._amp != torch.float32):
            loss = self._loss(features, truth, spoiled, unknown)
        loss.backward()  # type: ignore[no-untyped-call]
        if defects is not None:
            torch.nn.utils.clip_grad_norm_(self._heads.parameters(), GRADIENT_NORM)
        self._optimiser.step()
        self._schedule.step()
        return loss.detach()

    def _loss(
        self, features: torch.Tensor, truth: torch.Tensor, spoiled: torch.Tensor, unknown: torch.Tensor
    ) -> torch.Tensor:
        """`features` of B images; the others of the 2B copies of them, each with its own synthetic defects."""
        heads, defects = self._heads, self._lesson.defects
        adapted = heads.adaptor(features)
        noise = self._noise(adapted, spoiled)
        changed = torch.cat([adapted, adapted]) + noise
        found = heads.seg(changed.flatten(0, 2)).view(truth.shape)
        good, bad = found[truth == GOOD], found[truth == DEFECTIVE]
        loss = truncated_l1(good, bad) + focal(torch.cat([good, bad]), _ones_after(good, bad))
        if heads.cls is not None:
            seen = changed if heads.variant == "icpr" else torch.cat([features, features]) + noise
            # Without defects the two heads learn apart: stop-gradient of the paper's unsupervised training.
            logits = heads.cls(seen, found.detach() if defects is None else found)
            loss = loss + focal(logits, (truth == DEFECTIVE).any(2).any(1) | unknown)
        elif bool(unknown.any()):
            # All that is known is that there is a defect somewhere: the worst cell must say so.
            worst = found[unknown].amax((1, 2))
            loss = loss + truncated_l1(worst[:0], worst) + focal(worst, torch.ones_like(worst))
        return loss

    def _noise(self, adapted: torch.Tensor, spoiled: torch.Tensor) -> torch.Tensor:
        """Return (2B, H, W, D) noise, 0 where nothing is spoiled."""
        noise = adapted.new_zeros((*spoiled.shape, adapted.shape[-1]))
        count = int(spoiled.sum())
        drawn = torch.randn(count, adapted.shape[-1], generator=self._on_device, device=adapted.device)
        noise[spoiled] = (drawn * self._strength(adapted)).to(noise.dtype)
        return noise

    def _strength(self, adapted: torch.Tensor) -> torch.Tensor | float:
        if self._options.noise == "fixed":
            return self._options.noise_std
        # Measured on every fourth cell, which is enough of them.
        return self._options.noise_ratio * spread(adapted.flatten(0, 2)[::4])

    def _cells(self) -> tuple[slice, slice]:
        stride = 1 if self._options.has_cls else self._options.train_stride
        first = torch.randint(0, stride, (2,), generator=self._host).tolist()
        grid = self._lesson.upscaling.grid
        return tuple(slice(min(at, side - 1), None, stride) for at, side in zip(first, grid, strict=True))  # type: ignore[return-value]

    @torch.no_grad()
    def _separation(self) -> float:
        """Return how well held-out good cells and those of made defects on them are told apart."""
        probes = self._lesson.probes
        found = torch.empty(probes.truth.shape, device=self._device)
        for index in range(len(found)):
            features = self._lesson.features(tuple(one[index : index + 1] for one in probes.maps))
            with torch.autocast(self._device.type, self._amp, enabled=self._amp != torch.float32):
                found[index] = self._heads.seg(self._heads.adaptor(features).flatten(0, 2)).view(found[index].shape)
        return separation(found[probes.truth == GOOD], found[probes.truth == DEFECTIVE])


def steps_per_epoch(good: int, defects: int, batch_size: int) -> int:
    """Return the steps that an epoch takes; with defects, half of each batch are such."""
    return math.ceil(2 * max(good, defects) / batch_size) if defects else math.ceil(good / batch_size)


def planned_epochs(per_epoch: int, options: SuperSimpleNetOptions) -> int:
    most = math.ceil(options.steps_max / per_epoch) if options.steps_max else options.epochs
    return max(1, min(options.epochs, most))


def _ones_after(zeros: torch.Tensor, ones: torch.Tensor) -> torch.Tensor:
    return torch.cat([torch.zeros_like(zeros), torch.ones_like(ones)])
