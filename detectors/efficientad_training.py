"""How student and auto-encoder of EfficientAD learn.

Batzner et al., "EfficientAD", WACV 2024, section 3 and appendix A.3. One good image per step. The student learns what
the teacher sees in it, but only where it is most wrong (hard-feature loss), and to see nothing in pictures of other
things (penalty); the auto-encoder draws what the teacher sees in a changed copy, and the student learns its drawings.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from detectors.api import Epoch
from detectors.efficientad_model import ChannelScale, MapScale, combined, learn_map_scale, maps_engine
from detectors.efficientad_options import EfficientAdOptions
from detectors.efficientad_penalty import Penalties
from detectors.efficientad_teacher import Teacher, placed_teacher
from detectors.engine import Engine
from detectors.images import NetworkInput
from detectors.learning import Plateau, TimeLeft, separation
from detectors.made_defects import spoiled_cells
from detectors.pdn import MARGIN, MEAN, STD, STRIDE, AutoEncoder, Pdn, initialise, normalised, pdn_grid
from detectors.runtime import Steps, training_dtype

SLOW_SHARE = 0.05
"""Share of the steps at the end that are taken at a tenth of the rate (66,500 of 70,000 in the paper)."""
CHANGE = (0.8, 1.2)
"""Factor of brightness, contrast or saturation of the auto-encoder's copy."""

FIRST_PICTURES = 4
"""Good images, and as many penalty pictures, that the student's start is fitted to."""


@dataclass(frozen=True, slots=True, eq=False)
class Lessons:
    """What is learned from and measured on. `read` gives the input of a good image by its number.

    held        good images that are measured on
    spoiled     copies of them with a made defect, and where (H, W) it is
    watched     inputs of labelled images, and whether they are defective; decide nothing
    """

    count: int
    read: Callable[[int], NetworkInput]
    held: Sequence[NetworkInput]
    spoiled: Sequence[tuple[NetworkInput, NDArray[np.bool_]]]
    watched: Sequence[tuple[NetworkInput, bool]] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """Part of a picture, in pixels; top and left are multiples of `STRIDE`."""

    top: int
    left: int
    height: int
    width: int

    def of_picture(self, x: torch.Tensor) -> torch.Tensor:
        """Cut (N, 3, H, W)."""
        return x[:, :, self.top : self.top + self.height, self.left : self.left + self.width]

    def of_map(self, seen: torch.Tensor) -> torch.Tensor:
        """Cut the same out of what an unpadded network says (N, C, h, w) of the whole picture."""
        height, width = pdn_grid((self.height, self.width))
        top, left = self.top // STRIDE, self.left // STRIDE
        return seen[:, :, top : top + height, left : left + width]


def hard_loss(difference: torch.Tensor, share: float) -> torch.Tensor:
    """Return the mean of the largest `share` of the squared differences.

    The paper takes those not below the quantile 1 - share; these are as many as are taken here (without ties), but
    found without sorting all and without a wait for the device.
    """
    flat = difference.flatten()
    return flat.topk(hard_count(flat.numel(), share), sorted=False).values.mean()


def hard_count(total: int, share: float) -> int:
    """Return how many of `total` values are not below their interpolated quantile 1 - `share`."""
    place = (1.0 - share) * (total - 1)
    nearest = round(place)
    # Rounding of the product must not decide which side of a whole number it falls on.
    return total - (nearest if math.isclose(place, nearest, rel_tol=1e-12) else math.ceil(place))


def changed(pixels: torch.Tensor, random: np.random.Generator) -> torch.Tensor:
    """Return (N, 3, H, W) in 0..1 with another brightness, contrast or saturation: one of them, as the paper."""
    factor = float(random.uniform(*CHANGE))
    kind = int(random.integers(3))
    if kind == 0:
        return (pixels * factor).clamp(0.0, 1.0)
    luma = (pixels * pixels.new_tensor((0.299, 0.587, 0.114)).view(1, 3, 1, 1)).sum(1, keepdim=True)
    away_from = luma.mean((1, 2, 3), keepdim=True) if kind == 1 else luma
    return (away_from + (pixels - away_from) * factor).clamp(0.0, 1.0)


def student_halves(
    student: Pdn, pictures: Sequence[torch.Tensor], count: int
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor | None]:
    """Return what is learned from: of image and penalty picture the first `count` channels, of the copy the others.

    `pictures`: image, copy and, where there is one, penalty picture, (1, 3, H, W) each. They go through the student
    together, for nothing in it joins the pictures of a batch; and its last layer, linear and the most costly, makes of
    each only the channels that are used. The results are those of three whole passes.
    """
    inner = torch.cat(list(pictures)).contiguous(memory_format=torch.channels_last)
    for layer in list(student)[:-1]:
        inner = layer(inner)
    last = student[-1]
    if not isinstance(last, nn.Conv2d) or last.bias is None:
        raise TypeError("the student ends with another layer")
    # The copy stands between the two others; an empty slice where there is no third.
    first = torch.cat([inner[:1], inner[2:]])
    teacher_side = functional.conv2d(first, last.weight[:count], last.bias[:count])
    encoder_side = functional.conv2d(inner[1:2], last.weight[count:], last.bias[count:])
    return teacher_side[:1], encoder_side, teacher_side[1:] if len(pictures) == 3 else None


def rate_factor(step: int, slow_from: int) -> float:
    """Return the share of the learning rate for a step, counted from 0."""
    return 0.1 if step >= slow_from else 1.0


class Training:
    """One training. Same lessons, options, seed and kind of device give the same networks.

    Call it inside `torch.random.fork_rng`: the dropout takes from the global generator, which is seeded here.
    """

    def __init__(
        self, teacher: Teacher, lessons: Lessons, options: EfficientAdOptions, device: torch.device, seed: int
    ) -> None:
        size = options.input_size
        torch.manual_seed(seed)
        self.student = Pdn(options.size, 2 * teacher.channels)
        self.encoder = AutoEncoder(teacher.channels, size, pdn_grid(size))
        for network in (self.student, self.encoder):
            network.to(device=device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        self._teacher, self._lessons, self._options, self._device = teacher, lessons, options, device
        self._dtype = training_dtype(options.precision, device)
        self._random = np.random.default_rng([seed, 11])
        self._penalties = Penalties(options.penalty_images, size, seed) if options.penalty == "procedural" else None
        self._seer = _Seer(teacher, options, device)
        initialise(self.student, self._first_pictures())
        self.channel_scale = ChannelScale(torch.zeros(teacher.channels), torch.ones(teacher.channels))
        self.map_scale = MapScale((0.0, 1.0), (0.0, 1.0))
        self._parameters = [*self.student.parameters(), *self.encoder.parameters()]
        self._optimiser = torch.optim.Adam(
            self._parameters, lr=options.learning_rate, weight_decay=options.weight_decay
        )
        self._order: list[int] = []
        self._seen: dict[int, torch.Tensor] = {}
        self._room = options.cache_mb << 20

    def _first_pictures(self) -> torch.Tensor:
        """Return normalised pictures (N, 3, H, W) like those that the student will see."""
        good = [_pixels(self._lessons.read(n), self._device) for n in range(min(FIRST_PICTURES, self._lessons.count))]
        pictures = [normalised(one) for one in good]
        if self._penalties is not None:
            pictures += [self._penalty(self._penalties) for _ in range(FIRST_PICTURES)]
        return torch.cat(pictures).contiguous(memory_format=torch.channels_last)

    def _penalty(self, penalties: Penalties) -> torch.Tensor:
        picture = torch.from_numpy(penalties.next()).to(self._device)
        return normalised(picture.permute(2, 0, 1)[None].float() / 255)

    def learn_channel_scale(self, steps: Steps) -> None:
        """Take mean and standard deviation of the teacher's channels over the good images, all their patches alike."""
        channels = self._teacher.channels
        total = torch.zeros(2, channels, dtype=torch.float64)
        count = 0
        for index in range(self._lessons.count):
            steps.at(index / self._lessons.count)
            seen = self._seer.of_input(self._lessons.read(index))
            self._keep(index, seen)
            exact = seen.double().flatten(2)
            total += torch.stack([exact.sum((0, 2)), exact.square().sum((0, 2))]).cpu()
            count += exact.shape[0] * exact.shape[2]
        mean = total[0] / count
        variance = (total[1] / count - mean.square()).clamp(min=0.0)
        # A channel that never varies would be divided by nought.
        std = torch.sqrt(variance + 1e-12 + 1e-8 * float(variance.mean()))
        self.channel_scale = ChannelScale(mean.float().to(self._device), std.float().to(self._device))

    def _keep(self, index: int, seen: torch.Tensor) -> None:
        size = seen.numel() * seen.element_size()
        if size <= self._room:
            self._room -= size
            self._seen[index] = seen

    def run(self, steps: Steps, left: TimeLeft, on_epoch: Callable[[Epoch], None]) -> tuple[Epoch, ...]:
        """Train until the options say stop, and return the curve. The map scale is learned at the end.

        Raises:
            Cancelled
        """
        options = self._options
        end = options.steps_max
        slow_from = end - math.floor(SLOW_SHARE * end)
        plateau = Plateau(options.patience)
        curve: list[Epoch] = []
        losses: list[torch.Tensor] = []
        left.begin()
        step = 0
        while step < end:
            steps.at(step / end)
            losses.append(self.step(rate_factor(step, slow_from)))
            step += 1
            if step % options.look_every and step < end:
                continue
            apart, auroc = self._look(steps)
            loss = float(torch.stack(losses).mean())
            losses = []
            curve.append(Epoch(step, end, loss, apart, auroc))
            on_epoch(curve[-1])
            left.done(step / end, f"step {step} of {end}, loss {loss:.3g}")
            if step < slow_from and options.stop == "plateau" and plateau.reached(apart):
                # As after all steps: a twentieth of the whole remains, at a tenth of the rate.
                slow_from = step
                end = min(end, math.ceil(step / (1.0 - SLOW_SHARE)))
        left.end()
        return tuple(curve)

    def step(self, factor: float) -> torch.Tensor:
        """Take one step at `factor` of the rate and return its loss, which stays on the device."""
        for group in self._optimiser.param_groups:
            group["lr"] = self._options.learning_rate * factor
        loss = self.loss(self._next())
        self._optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        self._optimiser.step()
        return loss.detach()

    def loss(self, index: int) -> torch.Tensor:
        """Return the sum of the four losses for a good image and the next penalty picture."""
        self.student.train()
        self.encoder.train()
        given = self._lessons.read(index)
        pixels = _pixels(given, self._device)
        copy = normalised(changed(pixels, self._random))
        places = [self._place() for _ in range(3)]
        pictures = [places[0].of_picture(normalised(pixels)), places[1].of_picture(copy)]
        if self._penalties is not None:
            pictures.append(places[2].of_picture(self._penalty(self._penalties)))
        seen = self._seen.get(index)
        wanted = self._scaled(self._seer.of_input(given) if seen is None else seen)
        wanted_of_copy = self._scaled(self._seer(copy))
        count = self._teacher.channels
        with torch.autocast(self._device.type, self._dtype, enabled=self._dtype != torch.float32):
            of_image, of_copy, of_other = student_halves(self.student, pictures, count)
            drawn = self.encoder(copy.contiguous(memory_format=torch.channels_last)).float()
        loss = hard_loss((places[0].of_map(wanted) - of_image.float()).square(), self._options.hard_share)
        loss = loss + functional.mse_loss(drawn, wanted_of_copy)
        loss = loss + functional.mse_loss(of_copy.float(), places[1].of_map(drawn))
        return loss if of_other is None else loss + of_other.float().square().mean()

    def _place(self) -> Window:
        sizes = zip(self._options.input_size, self._options.student_input, strict=True)
        top, left = (STRIDE * int(self._random.integers((whole - part) // STRIDE + 1)) for whole, part in sizes)
        return Window(top, left, *self._options.student_input)

    def _next(self) -> int:
        """Return the number of the next good image: all in random order, then anew."""
        if not self._order:
            self._order = self._random.permutation(self._lessons.count).tolist()
        return self._order.pop()

    def _scaled(self, seen: torch.Tensor) -> torch.Tensor:
        scale = self.channel_scale
        return (seen.float() - scale.mean.view(1, -1, 1, 1)) / scale.std.view(1, -1, 1, 1)

    def _look(self, steps: Steps) -> tuple[float, float | None]:
        """Learn the map scale, and return the separation of made defects and the AUROC of the watched images."""
        lessons, options = self._lessons, self._options
        self.student.eval()
        self.encoder.eval()
        engine = maps_engine(
            self._teacher.network,
            self.student,
            self.encoder,
            self.channel_scale,
            options.input_size,
            self._device,
            options.precision,
        )

        def maps_of(inputs: Sequence[NetworkInput]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
            found = []
            for begin in range(0, len(inputs), engine.batch):
                steps.check()
                found.append([one.cpu().numpy() for one in engine(inputs[begin : begin + engine.batch])])
            return np.concatenate([one[0] for one in found]), np.concatenate([one[1] for one in found])

        held = maps_of(lessons.held)
        self.map_scale = learn_map_scale(*held, options.quantiles)
        good = combined(*held, self.map_scale)
        bad = combined(*maps_of([one for one, _ in lessons.spoiled]), self.map_scale)
        cells = np.stack([_cells(mask, (bad.shape[1], bad.shape[2])) for _, mask in lessons.spoiled])
        apart = separation(torch.from_numpy(good), torch.from_numpy(bad[cells]))
        auroc: float | None = None
        truth = torch.tensor([defective for _, defective in lessons.watched])
        if truth.any() and not truth.all():
            scores = torch.from_numpy(combined(*maps_of([one for one, _ in lessons.watched]), self.map_scale))
            scores = scores.flatten(1).amax(1)
            auroc = separation(scores[~truth], scores[truth])
        return apart, auroc


class _Seer:
    """The teacher's answers, raw, without gradients."""

    def __init__(self, teacher: Teacher, options: EfficientAdOptions, device: torch.device) -> None:
        self._engine = Engine(
            lambda on, dtype: placed_teacher(teacher.network, on, dtype),
            size=options.input_size,
            mean=MEAN,
            std=STD,
            device=device,
            precision=options.precision,
        )

    @torch.no_grad()
    def of_input(self, given: NetworkInput) -> torch.Tensor:
        """Return (1, C, h, w) of an image."""
        return self(normalised(_pixels(given, self._engine.device)))

    @torch.no_grad()
    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        """Return (N, C, h, w) of normalised images."""
        ready = x.to(self._engine.dtype).contiguous(memory_format=torch.channels_last)
        seen: torch.Tensor = self._engine.network(ready)
        return seen


def _pixels(given: NetworkInput, device: torch.device) -> torch.Tensor:
    """Return (1, 3, H, W) float32 in 0..1."""
    pixels = torch.from_numpy(given.pixels).to(device).float() * given.gain
    if pixels.ndim == 2:
        return pixels.expand(1, 3, -1, -1)
    return pixels.permute(2, 0, 1).unsqueeze(0)


def _cells(mask: NDArray[np.bool_], grid: tuple[int, int]) -> NDArray[np.bool_]:
    """Return which patches (h, w) look at a defect with the cell around their centre."""
    frame = MARGIN * STRIDE
    return spoiled_cells(mask[frame : frame + STRIDE * grid[0], frame : frame + STRIDE * grid[1]], grid)
