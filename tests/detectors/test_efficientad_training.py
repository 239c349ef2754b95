from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from detectors.api import Epoch, OptionsError
from detectors.efficientad import EfficientAd
from detectors.efficientad_data import Inputs, make_lessons
from detectors.efficientad_model import combined, learn_map_scale
from detectors.efficientad_options import EfficientAdOptions
from detectors.efficientad_penalty import Penalties
from detectors.efficientad_teacher import Teacher
from detectors.efficientad_training import (
    Training,
    Window,
    changed,
    hard_count,
    hard_loss,
    rate_factor,
    student_halves,
)
from detectors.images import ImageRules
from detectors.learning import TimeLeft
from detectors.pdn import Pdn, PdnSize
from detectors.procedural import procedural_image
from detectors.runtime import Steps

CPU = torch.device("cpu")


def _teacher(channels: int = 4) -> Teacher:
    torch.manual_seed(99)
    network = Pdn("small", channels).requires_grad_(False).eval()
    return Teacher(network, channels, {"kind": "pdn"}, {})


def _training(**changes: object) -> Training:
    options = EfficientAd().parse_options({"input_size": 64, "precision": "fp32", **changes})
    images = [procedural_image(number, 64) for number in range(6)]
    rules = ImageRules(options.input_size, grey=False, white_16=255)
    lessons = make_lessons(images, [], rules, options, seed=0, steps=Steps(None, None))
    training = Training(_teacher(), lessons, options, CPU, seed=0)
    training.learn_channel_scale(Steps(None, None))
    return training


def _run(training: Training) -> tuple[Epoch, ...]:
    return training.run(Steps(None, None), TimeLeft(None), lambda _: None)


@pytest.mark.parametrize("total", [1001, 1000, 24 * 24 * 7, 384 * 56, 3])
@pytest.mark.parametrize("share", [0.001, 0.1, 1.0])
def test_the_hard_loss_is_the_mean_of_what_is_not_below_the_quantile(total: int, share: float) -> None:
    values = torch.rand(total, generator=torch.Generator().manual_seed(total), dtype=torch.float64)
    limit = torch.quantile(values, 1.0 - share)
    # Where the quantile is one of the values, its rounding decides whether that one still belongs to them.
    wanted = values[values >= limit - 1e-12]
    assert hard_count(total, share) == len(wanted)
    torch.testing.assert_close(hard_loss(values, share), wanted.mean())


def test_the_hard_loss_gives_a_gradient_to_the_hard_values_only() -> None:
    values = torch.arange(1000.0).requires_grad_()
    hard_loss(values, 0.01).backward()
    assert values.grad is not None
    assert torch.nonzero(values.grad).flatten().tolist() == list(range(990, 1000))


@pytest.mark.parametrize("size", ["small", "medium"])
def test_one_pass_with_half_a_last_layer_is_the_same_as_three_whole_passes(size: PdnSize) -> None:
    torch.manual_seed(1)
    student = Pdn(size, 6).double()
    pictures = [torch.randn(1, 3, 64, 64, dtype=torch.float64) for _ in range(3)]

    def gradients(loss: Callable[[], torch.Tensor]) -> list[torch.Tensor]:
        student.zero_grad()
        loss().backward()
        return [one.grad.clone() for one in student.parameters() if one.grad is not None]

    def together() -> torch.Tensor:
        image, copy, other = student_halves(student, pictures, 3)
        assert other is not None
        return image.square().sum() + 2 * copy.square().sum() + other.sum()

    def apart() -> torch.Tensor:
        image, copy, other = (student(one) for one in pictures)
        return image[:, :3].square().sum() + 2 * copy[:, 3:].square().sum() + other[:, :3].sum()

    torch.testing.assert_close(together(), apart())
    for one, two in zip(gradients(together), gradients(apart), strict=True):
        torch.testing.assert_close(one, two)
    assert student_halves(student, pictures[:2], 3)[2] is None


@pytest.mark.parametrize(("top", "left", "height", "width"), [(0, 0, 64, 64), (32, 8, 64, 72), (64, 64, 64, 64)])
def test_a_window_says_what_the_whole_picture_says_there(top: int, left: int, height: int, width: int) -> None:
    torch.manual_seed(1)
    student = Pdn("small", 4).double()
    picture = torch.randn(1, 3, 128, 136, dtype=torch.float64)
    window = Window(top, left, height, width)
    torch.testing.assert_close(student(window.of_picture(picture)), window.of_map(student(picture)))


def test_windows_lie_in_the_picture_and_reach_every_border() -> None:
    training = _training(input_size=(96, 128), window=64)
    places = [training._place() for _ in range(300)]
    assert {one.top for one in places} == set(range(0, 33, 4))
    assert {one.left for one in places} == set(range(0, 65, 4))


@pytest.mark.parametrize("window", [32, 66, -4])
def test_a_window_that_cannot_be_is_refused(window: int) -> None:
    with pytest.raises(OptionsError, match="window"):
        EfficientAd().parse_options({"window": window})


def test_the_four_losses_are_those_of_the_paper() -> None:
    """Written out once more, with whole passes and a quantile."""
    training = _training(hard_share=0.01)
    training.student.eval()
    state = training._random.bit_generator.state
    penalties = training._penalties
    assert penalties is not None
    drawn_from = penalties._random.bit_generator.state
    torch.manual_seed(5)
    found = training.loss(2)

    training._random.bit_generator.state = state
    penalties._random.bit_generator.state = drawn_from
    pixels = torch.from_numpy(training._lessons.read(2).pixels).permute(2, 0, 1)[None].float() / 255
    copy = changed(pixels, training._random)
    other = torch.from_numpy(penalties.next()).permute(2, 0, 1)[None].float() / 255
    mean, std = (torch.tensor(one).view(1, 3, 1, 1) for one in ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)))
    image, copy, other = ((one - mean) / std for one in (pixels, copy, other))
    scale = training.channel_scale
    teacher = _teacher().network
    wanted, wanted_of_copy = (
        (teacher(one) - scale.mean.view(1, -1, 1, 1)) / scale.std.view(1, -1, 1, 1) for one in (image, copy)
    )
    torch.manual_seed(5)
    drawn = training.encoder(copy)
    student = training.student
    away = (wanted - student(image)[:, :4]).square()
    expected = (
        away[away >= torch.quantile(away, 0.99)].mean()
        + (wanted_of_copy - drawn).square().mean()
        + (drawn - student(copy)[:, 4:]).square().mean()
        + student(other)[:, :4].square().mean()
    )
    torch.testing.assert_close(found, expected, rtol=1e-3, atol=1e-4)


def test_the_drawing_is_learned_by_both_sides() -> None:
    """The auto-encoder gets a gradient from the student's difference too, as in the paper."""
    training = _training(penalty="none")
    training.loss(0).backward()
    assert all(one.grad is not None and one.grad.any() for one in training.encoder.last.parameters())
    last = list(training.student.children())[-1].weight.grad
    assert last is not None
    assert last[:4].any()
    assert last[4:].any()


def test_the_teacher_s_channels_get_mean_nought_and_variance_one_on_the_good_images() -> None:
    training = _training()
    seen = torch.cat([training._scaled(training._seer.of_input(training._lessons.read(n))) for n in range(5)])
    torch.testing.assert_close(seen.mean((0, 2, 3)), torch.zeros(4), atol=1e-4, rtol=0)
    torch.testing.assert_close(seen.std((0, 2, 3), unbiased=False), torch.ones(4), atol=1e-3, rtol=0)


def test_what_does_not_fit_the_cache_is_computed_again_with_the_same_result() -> None:
    kept, again = _training(), _training(cache_mb=1)
    again._seen.clear()
    assert kept._seen
    torch.manual_seed(1)
    one = kept.loss(1)
    torch.manual_seed(1)
    torch.testing.assert_close(again.loss(1), one)


def test_inputs_beyond_the_memory_are_made_again() -> None:
    images = [procedural_image(number, 64) for number in range(3)]
    inputs = Inputs(images, [2, 0], ImageRules((64, 64), grey=False, white_16=255), room=64 * 64 * 3)
    assert inputs.read(0) is inputs.read(0)
    assert inputs.read(1) is not inputs.read(1)
    assert np.array_equal(inputs.read(1).pixels, images[0])


def test_the_rate_falls_by_steps_not_by_epochs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six images make an epoch; the rate is that of the step's number among all."""
    training = _training(steps_max=40, look_every=20, stop="last")
    rates: list[float] = []

    def step(factor: float) -> torch.Tensor:
        rates.append(factor)
        return torch.zeros(())

    monkeypatch.setattr(training, "step", step)
    curve = _run(training)
    assert rates == [1.0] * 38 + [0.1] * 2
    assert [one.number for one in curve] == [20, 40]
    assert [rate_factor(step, 66_500) for step in (0, 66_499, 66_500)] == [1.0, 1.0, 0.1]


def test_the_rate_reaches_the_optimiser() -> None:
    training = _training(learning_rate=3e-3)
    training.step(0.1)
    assert training._optimiser.param_groups[0]["lr"] == pytest.approx(3e-4)
    assert training._optimiser.param_groups[0]["weight_decay"] == 1e-5


def test_a_plateau_ends_it_after_a_slow_twentieth(monkeypatch: pytest.MonkeyPatch) -> None:
    training = _training(steps_max=1000, look_every=19, patience=2)
    rates: list[float] = []

    def step(factor: float) -> torch.Tensor:
        rates.append(factor)
        return torch.zeros(())

    monkeypatch.setattr(training, "step", step)
    monkeypatch.setattr(training, "_look", lambda _steps: (0.7, None))
    curve = _run(training)
    # The first look sets the mark, two more bring nothing: 57 steps, and 3 of 60 at a tenth.
    assert rates == [1.0] * 57 + [0.1] * 3
    assert curve[-1].number == 60


def test_learning_brings_student_and_teacher_together_on_good_images() -> None:
    training = _training(steps_max=20, look_every=10, stop="last", learning_rate=3e-3, hard_share=1.0, penalty="none")
    curve = _run(training)
    assert curve[-1].loss < 0.8 * curve[0].loss
    assert all(math.isfinite(one.separation) for one in curve)


def test_the_copy_differs_in_brightness_contrast_or_saturation_by_a_fifth_at_most() -> None:
    random = np.random.default_rng(0)
    pixels = torch.rand(1, 3, 8, 8, generator=torch.Generator().manual_seed(0)) * 0.4 + 0.3
    luma = (pixels * torch.tensor((0.299, 0.587, 0.114)).view(1, 3, 1, 1)).sum(1, keepdim=True)
    kinds = set()
    for _ in range(40):
        copy = changed(pixels, random)
        for kind, centre in enumerate((torch.zeros(()), luma.mean(), luma)):
            factor = ((copy - centre) / (pixels - centre)).flatten()
            if factor.std() < 1e-3:
                kinds.add(kind)
                assert 0.8 <= float(factor.mean()) <= 1.2
                break
        else:
            pytest.fail("none of the three")
    assert kinds == {0, 1, 2}


def test_quantiles_of_held_out_maps_become_0_and_a_tenth() -> None:
    random = np.random.default_rng(0)
    student, encoder = random.gamma(2.0, 1.0, (4, 9, 9)), random.gamma(2.0, 50.0, (4, 9, 9))
    scale = learn_map_scale(student, encoder, (0.9, 0.995))
    assert scale.student == pytest.approx(tuple(np.quantile(student, (0.9, 0.995))))
    low, high = scale.encoder
    at_low = combined(np.full((1, 1, 1), scale.student[0]), np.full((1, 1, 1), low), scale)
    at_high = combined(np.full((1, 1, 1), scale.student[1]), np.full((1, 1, 1), high), scale)
    assert at_low.item() == pytest.approx(0.0, abs=1e-6)
    assert at_high.item() == pytest.approx(0.1, abs=1e-6)
    mixed = combined(np.full((1, 1, 1), scale.student[1]), np.full((1, 1, 1), low), scale)
    assert mixed.item() == pytest.approx(0.05, abs=1e-6)


def test_constant_maps_do_not_divide_by_nought() -> None:
    flat = np.full((2, 4, 4), 3.0)
    scale = learn_map_scale(flat, flat, (0.9, 0.995))
    assert np.isfinite(combined(flat, flat, scale)).all()


def test_penalty_pictures_are_the_same_for_the_same_seed_and_partly_grey() -> None:
    first, second, other = (Penalties("", (64, 96), seed) for seed in (1, 1, 2))
    made = [first.next() for _ in range(20)]
    assert all(np.array_equal(one, second.next()) for one in made)
    assert not np.array_equal(made[0], other.next())
    assert made[0].shape == (64, 96, 3)
    grey = sum(not np.ptp(one, axis=-1).any() for one in made)
    assert 1 <= grey <= 14


def test_penalty_pictures_come_from_the_folder_too(tmp_path: Path) -> None:
    red = np.zeros((300, 500, 3), np.uint8)
    red[..., 2] = 200  # OpenCV writes blue first
    cv2.imwrite(str(tmp_path / "part.png"), red)
    penalties = Penalties(str(tmp_path), (64, 64), seed=0)
    pictures = [penalties.next() for _ in range(20)]
    reds = [one for one in pictures if (one == (200, 0, 0)).all()]
    assert 2 <= len(reds) <= 15
    with pytest.raises(OptionsError, match="nowhere"):
        Penalties(str(tmp_path / "nowhere"), (64, 64), seed=0)
    (tmp_path / "part.png").write_bytes(b"no image")
    broken = Penalties(str(tmp_path), (64, 64), seed=0)
    with pytest.raises(OptionsError, match=r"part\.png"):
        [broken.next() for _ in range(20)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"input_size": 100},
        {"quantiles": [0.9, 0.9]},
        {"layers": [2, 1]},
        {"layers": []},
        {"teacher": ""},
        {"size": "large"},
    ],
)
def test_wrong_options_are_refused_by_name(wrong: dict[str, object]) -> None:
    with pytest.raises(OptionsError, match=next(iter(wrong))):
        EfficientAd().parse_options(wrong)


def test_default_options_are_those_of_the_paper_where_it_names_them() -> None:
    options = EfficientAdOptions()
    assert (options.learning_rate, options.weight_decay, options.hard_share) == (1e-4, 1e-5, 0.001)
    assert (options.quantiles, options.input_size, options.held_out) == ((0.9, 0.995), (256, 256), 0.1)
