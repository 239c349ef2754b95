"""What SimpleNet computes: the fold, the order of its linear steps, the noise, the training loop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
import torch
from torch import nn
from torch.nn import functional

from detectors.api import Cancelled, Epoch
from detectors.learning import TimeLeft, spread
from detectors.options import Scaling
from detectors.patches import Scale, embed
from detectors.runtime import Steps
from detectors.simplenet_data import make_lessons, scaled
from detectors.simplenet_model import Folded, ScoreNetwork, fold
from detectors.simplenet_options import SimpleNetOptions
from detectors.simplenet_training import Drawn, Lessons, Networks, Training

OPTIONS = SimpleNetOptions(
    hidden=24,
    meta_epochs=4,
    steps_min=12,
    rows_per_step=128,
    adaptor_lr=1e-3,
    discriminator_lr=5e-3,
    precision="fp32",
    stop="last",
)
DEPTH = 10


def randn(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def lessons(images: int = 4, per_image: int = 100) -> Lessons:
    """Return good rows that lie in three of the directions, and defective ones that leave them."""
    directions = randn(3, DEPTH, seed=9)
    rows, good = randn(images * per_image, 3) @ directions, randn(200, 3, seed=1) @ directions
    return Lessons(rows, good, good + randn(200, DEPTH, seed=2), per_image, images)


def run(
    training: Training,
    *,
    watch: Callable[[], float | None] = lambda: None,
    steps: Steps | None = None,
    told: Callable[[Epoch], None] = lambda _: None,
) -> tuple[Epoch, ...]:
    return training.run(steps or Steps(None, None), TimeLeft(None), watch, told)


def trained_networks(depth: int = DEPTH, hidden: int = 24) -> Networks:
    """Return networks whose batch norm has seen something, with biases other than zero."""
    networks = Networks(depth, hidden, torch.Generator().manual_seed(3))
    with torch.no_grad():
        for bias in (networks.adaptor.bias, networks.inner.bias, networks.norm.bias):
            bias.copy_(randn(len(bias), seed=4))
        networks.norm.weight.copy_(1 + 0.3 * randn(hidden, seed=5))
        networks.train()
        for seed in range(5):
            networks(2 * randn(300, depth, seed=seed) + 1)
    return networks.eval()


def folded_scores(folded: Folded, rows: torch.Tensor) -> torch.Tensor:
    inner = (rows - folded.shift) @ folded.inner + folded.bias
    return -functional.leaky_relu(inner, 0.2) @ folded.last


@pytest.mark.parametrize("scaling", ["none", "standard", "whiten"])
def test_the_folded_layer_gives_what_the_layers_give(scaling: Scaling) -> None:
    rows = randn(500, DEPTH) @ randn(DEPTH, DEPTH, seed=1) + 3
    scale, networks = Scale.learn(rows, scaling), trained_networks()
    with torch.no_grad():
        wanted = networks(scale(rows))
    found = folded_scores(fold(scale, networks), rows)
    assert torch.allclose(found, wanted, rtol=1e-4, atol=1e-4 * float(wanted.abs().max()))


class Stages(nn.Module):
    """Stands for a trunk: three stages of noise, of 12, 24 and 40 channels."""

    def __init__(self) -> None:
        super().__init__()
        self.maps = [randn(2, c, s, s, seed=c) + 1 for c, s in zip(CHANNELS, (16, 8, 4), strict=True)]

    def forward(self, x: torch.Tensor) -> list[torch.Tensor]:
        return [one.to(x.dtype) for one in self.maps]


CHANNELS = (12, 24, 40)


def slow_path(folded: Folded, patch_size: int, stride: int) -> torch.Tensor:
    """Average and enlarge every channel first, as the paper's code does, then score each patch."""
    rows = embed(Stages()(torch.zeros(1)), patch_size, stride)
    return folded_scores(folded, rows.flatten(0, 2)).view(rows.shape[:3])


@pytest.mark.parametrize(("patch_size", "stride"), [(3, 1), (5, 2), (1, 1)])
@pytest.mark.parametrize(("hidden", "reduced"), [(100, 0), (30, 1), (24, 2), (8, 3)])
def test_reducing_channels_before_enlarging_changes_nothing(
    hidden: int, reduced: int, patch_size: int, stride: int
) -> None:
    depth = sum(CHANNELS)
    folded = fold(Scale(randn(depth, seed=8), 1 + 0.1 * randn(depth, seed=9)), trained_networks(depth, hidden))
    network = ScoreNetwork(Stages(), CHANNELS, folded, patch_size=patch_size, stride=stride, dtype=torch.float32)
    assert sum(name.startswith("reduce_") for name, _ in network.named_buffers()) == reduced
    with torch.inference_mode():
        found = network(torch.zeros(1))
    wanted = slow_path(folded, patch_size, stride)
    assert torch.allclose(found, wanted, rtol=1e-4, atol=1e-5 * float(wanted.abs().max()))


@pytest.mark.parametrize("hidden", [100, 8])
def test_half_precision_stays_near(hidden: int) -> None:
    depth = sum(CHANNELS)
    folded = fold(Scale(torch.ones(depth), torch.ones(depth)), trained_networks(depth, hidden))
    network = ScoreNetwork(Stages(), CHANNELS, folded, patch_size=3, stride=1, dtype=torch.bfloat16)
    with torch.inference_mode():
        found = network(torch.zeros(1, dtype=torch.bfloat16))
    wanted = slow_path(folded, 3, 1)
    assert found.dtype == torch.float32
    assert float((found - wanted).abs().max()) < 0.02 * float(wanted.abs().max())


def test_adaptive_noise_follows_the_features_and_fixed_noise_does_not() -> None:
    narrow, wide = randn(4000, DEPTH), 7 * randn(4000, DEPTH)
    adaptive, fixed = Training(lessons(), OPTIONS, 0), Training(lessons(), replace(OPTIONS, noise="fixed"), 0)
    assert float(adaptive.noise_std(narrow)) == pytest.approx(0.19 * float(spread(narrow)))
    assert float(adaptive.noise_std(wide)) == pytest.approx(7 * float(adaptive.noise_std(narrow)), rel=1e-4)
    assert fixed.noise_std(wide) == fixed.noise_std(narrow) == 0.015


def test_good_and_noisy_rows_go_through_the_discriminator_together(monkeypatch: pytest.MonkeyPatch) -> None:
    training = Training(lessons(), OPTIONS, 0)
    judge, seen = training.networks.judge, []

    def looked_at(adapted: torch.Tensor) -> torch.Tensor:
        seen.append(adapted.detach())
        return judge(adapted)

    monkeypatch.setattr(training.networks, "judge", looked_at)
    training.step()
    (both,) = seen
    good, noisy = both.chunk(2)
    assert len(good) == OPTIONS.rows_per_step
    assert float((noisy - good).std()) == pytest.approx(0.19 * float(spread(good)), rel=0.05)
    assert float((noisy - good).mean()) == pytest.approx(0.0, abs=0.05)


def test_a_step_is_the_papers_loss_and_both_optimisers() -> None:
    """The first loss and the weights after it, computed by hand."""
    training, twin = Training(lessons(), OPTIONS, 5), Training(lessons(), OPTIONS, 5)
    loss = training.step()
    nets = twin.networks.train()
    rows = twin._drawn.take(OPTIONS.rows_per_step)
    adapted = rows @ nets.adaptor.weight.T + nets.adaptor.bias
    noise = torch.randn(adapted.shape, generator=torch.Generator().manual_seed(5))
    noise = 0.19 * adapted.detach().var(0, unbiased=False).mean().sqrt() * noise
    inner = torch.cat([adapted, adapted + noise]) @ nets.inner.weight.T + nets.inner.bias
    inner = (inner - inner.mean(0)) / torch.sqrt(inner.var(0, unbiased=False) + nets.norm.eps)
    judged = (torch.where(inner > 0, inner, 0.2 * inner) @ nets.last.weight.T)[:, 0]
    good, noisy = judged.chunk(2)
    wanted = (0.5 - good).clamp(min=0).mean() + (0.5 + noisy).clamp(min=0).mean()
    assert float(loss) == pytest.approx(float(wanted.detach()), rel=1e-4)
    before = nets.adaptor.weight.detach().clone()
    (gradient,) = torch.autograd.grad(wanted, nets.adaptor.weight)
    # The first step of AdamW: the decayed weight, less the rate in the direction of the gradient's sign.
    after = before * (1 - 1e-3 * 0.01) - 1e-3 * gradient / (gradient.abs() + 1e-8)
    assert torch.allclose(training.networks.adaptor.weight, after, atol=2e-5)


def test_learning_separates_what_it_never_saw() -> None:
    curve = run(Training(lessons(), replace(OPTIONS, meta_epochs=20), 0))
    assert curve[-1].loss < curve[0].loss
    assert curve[-1].separation > 0.8


def test_rows_are_all_drawn_before_one_comes_again() -> None:
    drawn = Drawn(torch.arange(100.0), torch.Generator().manual_seed(0))
    first = torch.cat([drawn.take(25) for _ in range(4)])
    assert sorted(first.tolist()) == list(range(100))
    second = torch.cat([drawn.take(25) for _ in range(4)])
    assert sorted(second.tolist()) == list(range(100))
    assert not torch.equal(first, second)


def test_the_same_seed_gives_the_same_networks_and_leaves_the_global_generator_alone() -> None:
    before = torch.get_rng_state()
    one, same, other = (Training(lessons(), OPTIONS, seed) for seed in (1, 1, 2))
    curves = [run(training) for training in (one, same, other)]
    assert torch.equal(torch.get_rng_state(), before)
    states = [training.networks.state_dict() for training in (one, same, other)]
    assert all(torch.equal(states[0][key], states[1][key]) for key in states[0])
    assert not torch.equal(states[0]["inner.weight"], states[2]["inner.weight"])
    assert curves[0] == curves[1]


def test_the_curve_has_a_point_for_each_meta_epoch_and_what_is_watched_decides_nothing() -> None:
    told: list[Epoch] = []
    watched = iter([0.9, 0.1, 0.8, 0.7])
    plain, observed = Training(lessons(), OPTIONS, 0), Training(lessons(), OPTIONS, 0)
    curve = run(observed, watch=lambda: next(watched), told=told.append)
    assert tuple(told) == curve
    assert [(one.number, one.planned, one.auroc) for one in curve] == [
        (1, 4, 0.9),
        (2, 4, 0.1),
        (3, 4, 0.8),
        (4, 4, 0.7),
    ]
    assert [replace(one, auroc=None) for one in curve] == list(run(plain))
    assert torch.equal(plain.networks.last.weight, observed.networks.last.weight)


def test_training_ends_at_a_plateau_only_where_asked() -> None:
    """Held-out rows of one kind on both sides cannot be told apart, so nothing ever rises."""
    flat = replace(lessons(), defective=lessons().good)
    asked = replace(OPTIONS, meta_epochs=9, patience=3)
    assert len(run(Training(flat, replace(asked, stop="plateau"), 0))) == 4
    assert len(run(Training(flat, asked, 0))) == 9


def test_training_ends_when_the_loss_is_small_enough() -> None:
    asked = replace(OPTIONS, meta_epochs=60, patience=60, enough_loss=0.4, stop="plateau")
    curve = run(Training(lessons(), asked, 0))
    assert len(curve) < 60
    assert curve[-1].loss <= 0.4 < min(one.loss for one in curve[:-1])


def test_cancelling_is_heard_at_the_next_step() -> None:
    training = Training(lessons(), OPTIONS, 0)
    questions = 0

    def cancelled() -> bool:
        nonlocal questions
        questions += 1
        return questions == 8

    taken, step = [], training.step
    training.step = lambda: taken.append(1) or step()  # type: ignore[method-assign, func-returns-value]
    with pytest.raises(Cancelled):
        run(training, steps=Steps(None, cancelled))
    assert len(taken) == 7


def test_progress_tells_the_epoch_and_the_time_left() -> None:
    told: list[str] = []
    left = TimeLeft(lambda _, stage: told.append(stage))
    steps = Steps(left, None)
    steps.stage("learning", 1.0)
    Training(lessons(), OPTIONS, 0).run(steps, left, lambda: None, lambda _: None)
    assert told[1] == "learning"
    assert told[-1].startswith("learning, epoch 3 of 4, ")
    assert told[-1].endswith(" left")


def test_an_epoch_sees_every_image_once_and_few_images_get_more_steps() -> None:
    paper = SimpleNetOptions(steps_min=0)
    assert paper.steps_per_meta(209) == 4 * 27
    assert SimpleNetOptions(steps_min=50).steps_per_meta(8) == 50
    whole = Training(lessons(images=4, per_image=100), replace(OPTIONS, rows_per_step=0, batch_images=2), 0)
    assert whole._rows_per_step == 200


def test_with_too_few_images_a_tenth_of_each_ones_patches_is_held_out() -> None:
    rows = torch.arange(3 * 40).float()[:, None].expand(-1, 2).contiguous()
    scale = Scale(torch.zeros(2), torch.ones(2))
    made = make_lessons(rows, None, rows[:5], scale, n_images=3, dtype=torch.float32, seed=0)
    assert len(made.good) == 3 * 4
    assert sorted([*made.rows[:, 0].tolist(), *made.good[:, 0].tolist()]) == rows[:, 0].tolist()
    assert [int((made.good[:, 0] // 40 == image).sum()) for image in range(3)] == [4, 4, 4]


def test_scaling_in_parts_is_scaling() -> None:
    rows = randn(40_000, 3)
    scale = Scale.learn(rows, "whiten")
    assert torch.allclose(scaled(rows, scale, torch.float32), scale(rows), atol=1e-6)
    assert torch.equal(scaled(rows, scale, torch.bfloat16), scaled(rows, scale, torch.float32).bfloat16())
