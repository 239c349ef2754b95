"""The engine: bytes travel, the device normalises, and the fast path must agree with the plain one."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from detectors.api import DetectorError, Prediction
from detectors.cuda_graphs import BUCKETS, bucket
from detectors.engine import Engine, normalised, placed, stacked
from detectors.features import collect_rows
from detectors.fitted import FittedNetwork
from detectors.images import ImageRules, NetworkInput
from detectors.runtime import Steps, has_fast_bf16

CPU = torch.device("cpu")
MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


def inputs(count: int, *, grey: bool = False, kind: str = "uint8") -> list[NetworkInput]:
    rng = np.random.default_rng(count)
    shape = (24, 40) if grey else (24, 40, 3)
    pixels = rng.integers(0, 256, (count, *shape))
    if kind == "uint8":
        return [NetworkInput(one.astype(np.uint8), (1 + n) / 255) for n, one in enumerate(pixels)]
    return [NetworkInput((one * 257).astype(np.float32), 1 / 65535) for one in pixels]


@pytest.mark.parametrize("grey", [False, True])
@pytest.mark.parametrize("kind", ["uint8", "uint16"])
def test_normalising_on_the_device_is_the_textbook_formula(grey: bool, kind: str) -> None:
    given = inputs(3, grey=grey, kind=kind)
    pixels, gains = stacked(given)
    assert pixels.dtype == (np.uint8 if kind == "uint8" else np.float32)
    shift = -torch.tensor(MEAN) / torch.tensor(STD)
    found = normalised(torch.from_numpy(pixels), torch.from_numpy(gains), shift, 1 / torch.tensor(STD), torch.float32)
    wanted = np.stack([(one.unit() - np.array(MEAN)) / np.array(STD) for one in given]).transpose(0, 3, 1, 2)
    assert found.is_contiguous(memory_format=torch.channels_last)
    assert np.allclose(found.numpy(), wanted, rtol=1e-5, atol=1e-4)


def test_bytes_and_floats_may_share_a_batch() -> None:
    mixed = [*inputs(1), *inputs(1, kind="uint16")]
    pixels, gains = stacked(mixed)
    assert pixels.dtype == np.float32
    for one, pixel, gain in zip(mixed, pixels, gains, strict=True):
        assert np.allclose(pixel * gain, one.unit(), rtol=1e-6)


class Mean(nn.Module):
    """The mean of a convolution, as score and map."""

    def __init__(self) -> None:
        super().__init__()
        self.convolution = nn.Conv2d(3, 4, 3, padding=1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        found: torch.Tensor = self.convolution(x).float().mean(1)
        return found


def engine(module: nn.Module, precision: Any = "fp32") -> Engine:
    return Engine(
        lambda device, dtype: placed(module, device, dtype),
        size=(24, 40),
        mean=MEAN,
        std=STD,
        device=CPU,
        precision=precision,
    )


def test_a_stream_gives_the_outputs_of_each_batch_in_order() -> None:
    torch.manual_seed(0)
    one = engine(Mean())
    given = inputs(5)
    whole = one(given)[0]
    streamed = list(one.stream([given[:2], given[2:4], given[4:]]))
    assert [len(batch[0]) for batch in streamed] == [2, 2, 1]
    assert torch.allclose(torch.cat([batch[0] for batch in streamed]), whole, rtol=1e-5, atol=1e-6)


def test_the_network_that_is_given_is_left_as_it_was() -> None:
    module = Mean().train()
    engine(module, "bf16")
    assert module.training
    assert module.convolution.weight.dtype == torch.float32
    assert module.convolution.weight.requires_grad


class Taught(FittedNetwork):
    """The smallest fitted detector on an engine."""

    def _prediction(self, outputs: tuple[Any, ...], image_size: tuple[int, int]) -> Prediction:
        found = np.full(image_size, outputs[0].max(), np.float32)
        return Prediction(float(outputs[0].max()), found)

    def _arrays(self) -> dict[str, Any]:
        return {}

    def _details(self) -> dict[str, Any]:
        return {}


class Coarse(Mean):
    """A network that bf16 spoils: a small difference of large numbers."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return super().forward((x + 300.0) - 300.0)


def taught(module: nn.Module, precision: Any) -> Taught:
    rules = ImageRules(size=(24, 40), grey=False, white_16=65535)
    from detectors.patchcore_options import PatchCoreOptions

    return Taught("taught", PatchCoreOptions(), rules, engine(module, precision), 2)


def test_a_fast_path_that_agrees_is_kept(caplog: pytest.LogCaptureFixture) -> None:
    torch.manual_seed(0)
    fitted = taught(Mean(), "bf16")
    fitted.check_parity()
    assert fitted.precision == "bfloat16"
    assert not caplog.records


def test_a_fast_path_that_disagrees_is_left_with_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    torch.manual_seed(0)
    spoilt = Coarse()
    fitted, exact = taught(spoilt, "bf16"), taught(spoilt, "fp32")
    with caplog.at_level(logging.WARNING):
        fitted.check_parity()
    assert fitted.precision == "float32"
    assert "float32" in caplog.text
    assert "slower" in caplog.text
    image = np.random.default_rng(0).integers(0, 256, (30, 50, 3), dtype=np.uint8)
    assert fitted.predict([image])[0].score == pytest.approx(exact.predict([image])[0].score, rel=1e-5)


def test_auto_takes_bf16_only_where_the_processor_multiplies_it() -> None:
    assert engine(Mean(), "auto").dtype == (torch.bfloat16 if has_fast_bf16() else torch.float32)


class Narrow(Mean):
    """A device with room for two images at a time."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if len(x) > 2:
            raise torch.cuda.OutOfMemoryError("no room")
        return super().forward(x)


def test_out_of_memory_is_answered_with_smaller_batches() -> None:
    torch.manual_seed(0)
    images: Sequence[Any] = [np.random.default_rng(n).integers(0, 256, (30, 50, 3), dtype=np.uint8) for n in range(7)]
    small = taught(Narrow(), "fp32")
    torch.manual_seed(0)  # the same weights again
    plenty = taught(Mean(), "fp32")
    found = [prediction.score for prediction in small.predict(images)]
    assert found == pytest.approx([prediction.score for prediction in plenty.predict(images)], rel=1e-5)


def test_a_network_without_room_is_run_on_fewer_images_from_then_on() -> None:
    torch.manual_seed(0)
    small = engine(Narrow())
    torch.manual_seed(0)
    plenty = engine(Mean())
    given = inputs(7)
    assert torch.allclose(small(given)[0], plenty(given)[0], rtol=1e-5, atol=1e-6)
    assert small.batch <= 2 < plenty.batch


class NarrowGrid(Mean):
    """Patch vectors (N, h, w, D), with room for two images at a time."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if len(x) > 2:
            raise torch.cuda.OutOfMemoryError("no room")
        found: torch.Tensor = self.convolution(x).float().permute(0, 2, 3, 1)
        return found


class PlentyGrid(NarrowGrid):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        found: torch.Tensor = self.convolution(x).float().permute(0, 2, 3, 1)
        return found


def test_patch_vectors_are_collected_with_little_memory_too() -> None:
    def rows_of(kind: type[NarrowGrid]) -> torch.Tensor:
        torch.manual_seed(0)
        steps = Steps(None, None)
        return collect_rows(engine(kind()), inputs(7), 7, rows_max=7 * 100, seed=3, steps=steps)

    assert torch.allclose(rows_of(NarrowGrid), rows_of(PlentyGrid), rtol=1e-5, atol=1e-6)


def test_a_fit_without_room_for_one_image_is_a_clear_error() -> None:
    with pytest.raises(DetectorError, match="out of memory while learning from the good images"):
        collect_rows(engine(Full()), inputs(3), 3, rows_max=300, seed=0, steps=Steps(None, None))


class Full(Mean):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        raise torch.cuda.OutOfMemoryError("no room")


def test_out_of_memory_for_one_image_is_a_clear_error() -> None:
    fitted = taught(Full(), "fp32")
    with pytest.raises(DetectorError, match="out of memory while scoring"):
        fitted.predict([np.zeros((30, 50), np.uint8)])


def test_a_batch_is_filled_up_to_the_next_graph() -> None:
    assert [bucket(count) for count in (1, 2, 3, 5, 9, 17, 32)] == [1, 2, 4, 8, 16, 32, 32]
    assert bucket(BUCKETS[-1] + 5) == BUCKETS[-1] + 5


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
def test_cuda_graphs_give_what_single_launches_give() -> None:
    torch.manual_seed(0)
    module = Mean()
    device = torch.device("cuda", 0)

    def make(on: torch.device, dtype: torch.dtype) -> nn.Module:
        return placed(module, on, dtype)

    fast = Engine(make, size=(24, 40), mean=MEAN, std=STD, device=device, precision="fp32")
    given = inputs(7)
    streamed = [out[0] for out in fast.stream([given[:1], given[1:4], given[4:7], given[:1]])]
    for batch, found in zip([given[:1], given[1:4], given[4:7], given[:1]], streamed, strict=True):
        assert torch.allclose(found, fast(batch)[0].cpu(), rtol=1e-4, atol=1e-5)
