"""The networks of SimpleNet and how they learn.

Liu et al., "SimpleNet: A Simple Network for Image Anomaly Detection and Localization", CVPR 2023. An adaptor turns
patch vectors of a frozen backbone; a discriminator tells them from themselves plus noise. Both learn together, from
rows that were extracted once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional

from detectors.api import Epoch
from detectors.learning import Plateau, TimeLeft, separation, spread, truncated_l1
from detectors.runtime import Steps
from detectors.simplenet_options import SimpleNetOptions

SLOPE = 0.2
"""Of the leaky ReLU, for negative values (section 4.2)."""
JUDGED_AT_ONCE = 1 << 14


class Networks(nn.Module):
    """Adaptor and discriminator. The score is the discriminator's output with the sign turned."""

    def __init__(self, depth: int, hidden: int, generator: torch.Generator, *, orthogonal: bool = False) -> None:
        """`generator`: a CPU one; the weights are its next values, and the global one is left alone.

        `orthogonal`: the adaptor begins as a turn.
        """
        super().__init__()
        self.adaptor = _linear(depth, depth, True, generator)
        if orthogonal:
            nn.init.orthogonal_(self.adaptor.weight, generator=generator)
        self.inner = _linear(depth, hidden, True, generator)
        self.norm = nn.BatchNorm1d(hidden)
        self.last = _linear(hidden, 1, False, generator)

    def judge(self, adapted: torch.Tensor) -> torch.Tensor:
        """Return the anomaly scores (N,) of adapted features (N, D)."""
        inner = functional.leaky_relu(self.norm(self.inner(adapted)), SLOPE)
        scores: torch.Tensor = -self.last(inner).squeeze(1)
        return scores

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        """Return the anomaly scores (N,) of scaled patch vectors (N, D)."""
        return self.judge(self.adaptor(rows))


def _linear(inputs: int, outputs: int, bias: bool, generator: torch.Generator) -> nn.Linear:
    # Without its own initialisation, which would take from the global generator.
    layer: nn.Linear = nn.utils.skip_init(nn.Linear, inputs, outputs, bias=bias)  # type: ignore[no-untyped-call]
    nn.init.xavier_normal_(layer.weight, generator=generator)
    if bias:
        nn.init.zeros_(layer.bias)
    return layer


@dataclass(frozen=True, slots=True, eq=False)
class Lessons:
    """Scaled patch vectors, all on one device, in the number type of the training.

    rows        (N, D) of good images: what is learned
    good        (M, D) held out from them
    defective   (K, D) of made defects on held-out images
    per_image   patches of one image in `rows`
    n_images    images in `rows`
    """

    rows: torch.Tensor
    good: torch.Tensor
    defective: torch.Tensor
    per_image: int
    n_images: int


class Drawn:
    """Draws rows at random without putting back, and begins anew when all were drawn. Never waits for the device."""

    def __init__(self, rows: torch.Tensor, generator: torch.Generator) -> None:
        self._rows, self._generator = rows, generator
        self._order = torch.empty(0, dtype=torch.int64)
        self._next = 0

    def take(self, count: int) -> torch.Tensor:
        if self._next + count > len(self._order):
            self._order = torch.randperm(len(self._rows), generator=self._generator).to(self._rows.device)
            self._next = 0
        chosen = self._order[self._next : self._next + count]
        self._next += count
        return self._rows[chosen]


class Training:
    """One training of the networks. Same lessons, options, seed and kind of device give the same networks."""

    def __init__(self, lessons: Lessons, options: SimpleNetOptions, seed: int) -> None:
        device = lessons.rows.device
        draws = torch.Generator().manual_seed(seed)
        depth, orthogonal = lessons.rows.shape[1], options.adaptor_start == "orthogonal"
        self.networks = Networks(depth, options.hidden, draws, orthogonal=orthogonal).to(device)
        self._lessons, self._options = lessons, options
        self._drawn = Drawn(lessons.rows, draws)
        self._noise = torch.Generator(device).manual_seed(seed)
        wanted = options.rows_per_step or options.batch_images * lessons.per_image
        self._rows_per_step = min(wanted, len(lessons.rows))
        self._optimisers: tuple[torch.optim.Optimizer, ...] = (
            torch.optim.AdamW(
                self.networks.adaptor.parameters(), lr=options.adaptor_lr, weight_decay=options.adaptor_decay
            ),
            torch.optim.Adam(
                [*self.networks.inner.parameters(), *self.networks.norm.parameters(), *self.networks.last.parameters()],
                lr=options.discriminator_lr,
                weight_decay=options.discriminator_decay,
            ),
        )
        self._autocast = lessons.rows.dtype != torch.float32

    def run(
        self, steps: Steps, left: TimeLeft, watch: Callable[[], float | None], on_epoch: Callable[[Epoch], None]
    ) -> tuple[Epoch, ...]:
        """Train until the options say stop, and return the curve. `watch` gives an AUROC that decides nothing.

        Raises:
            Cancelled
        """
        options = self._options
        per_meta = options.steps_per_meta(self._lessons.n_images)
        total = options.meta_epochs * per_meta
        plateau = Plateau(options.patience)
        curve: list[Epoch] = []
        left.begin()
        for number in range(1, options.meta_epochs + 1):
            loss = torch.zeros((), device=self._lessons.rows.device)
            for step in range(per_meta):
                steps.at(((number - 1) * per_meta + step) / total)
                loss += self.step()
            self.networks.eval()
            apart = separation(self.scores(self._lessons.good), self.scores(self._lessons.defective))
            curve.append(Epoch(number, options.meta_epochs, float(loss) / per_meta, apart, watch()))
            on_epoch(curve[-1])
            left.done(number / options.meta_epochs, f"epoch {number} of {options.meta_epochs}")
            if options.stop == "plateau" and (plateau.reached(apart) or curve[-1].loss <= options.enough_loss):
                # Nearly all noise is told apart. What would still be learned is single patches, by heart, and the
                # judgement of unseen good ones gets worse.
                break
        left.end()
        self.networks.eval()
        return tuple(curve)

    def step(self) -> torch.Tensor:
        """Take one step and return its loss, which stays on the device."""
        self.networks.train()
        rows = self._drawn.take(self._rows_per_step)
        with self._cast():
            adapted = self.networks.adaptor(rows).float()
            noise = torch.randn(adapted.shape, generator=self._noise, device=adapted.device)
            # Both go through together: the batch norm must not see on which side a row is.
            scores = self.networks.judge(torch.cat([adapted, adapted + self.noise_std(adapted) * noise]))
        loss = truncated_l1(scores[: len(rows)], scores[len(rows) :])
        for optimiser in self._optimisers:
            optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        for optimiser in self._optimisers:
            optimiser.step()
        return loss.detach()

    def noise_std(self, adapted: torch.Tensor) -> torch.Tensor | float:
        """Return the standard deviation of the noise on these adapted features."""
        options = self._options
        return options.noise_std if options.noise == "fixed" else options.noise_ratio * spread(adapted)

    @torch.no_grad()
    def scores(self, rows: torch.Tensor) -> torch.Tensor:
        """Return the float32 anomaly scores (N,) of scaled rows, as the networks judge outside of training."""
        self.networks.eval()
        with self._cast():
            return torch.cat([self.networks(part).float() for part in torch.split(rows, JUDGED_AT_ONCE)])

    def _cast(self) -> torch.autocast:
        return torch.autocast(self._lessons.rows.device.type, torch.bfloat16, enabled=self._autocast)
