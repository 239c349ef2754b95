"""A fitted EfficientAD: teacher, student and auto-encoder, and two maps brought to one scale.

What a patch description network says of the four cells next to a border, it says from padding; so none is used, and the
maps end 16 pixels inside the image. The paper's code fills that frame with noughts after the maps are brought to their
scale, where nought is what nine of ten good pixels stay below: the frame of every good image then ranks above its
middle. anomalib fills before, which also moves the quantiles. Here each pixel of the frame gets what the nearest patch
says, which did see it: every patch looks 16 pixels far. No score changes by that, and a defect at the border is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from detectors.api import Epoch, Prediction
from detectors.backbone import tensors
from detectors.efficientad_options import NAME, EfficientAdOptions
from detectors.efficientad_teacher import Teacher, placed_teacher, teacher_from_arrays
from detectors.engine import Engine, Outputs, placed
from detectors.fitted import FittedNetwork, read_curve
from detectors.images import ImageRules
from detectors.modelfolder import ModelFolder
from detectors.options import Precision
from detectors.pdn import MEAN, RECEPTIVE_FIELD, STD, STRIDE, AutoEncoder, Pdn, pdn_grid
from detectors.portable import BothWays

Plane = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class ChannelScale:
    """Mean and standard deviation (C,) of the teacher's channels over the good images."""

    mean: torch.Tensor
    std: torch.Tensor


@dataclass(frozen=True, slots=True)
class MapScale:
    """What becomes 0 and 0.1, of the map of student and teacher and of that of student and auto-encoder."""

    student: tuple[float, float]
    encoder: tuple[float, float]


def learn_map_scale(student: NDArray[Any], encoder: NDArray[Any], quantiles: tuple[float, float]) -> MapScale:
    """Take the quantiles of held-out maps: unpadded, not enlarged."""

    def both(maps: NDArray[Any]) -> tuple[float, float]:
        low, high = np.quantile(maps.astype(np.float64), quantiles)
        # Maps that say the same everywhere would be divided by nought.
        return float(low), float(max(high, low + 1e-6 * max(1.0, abs(low))))

    return MapScale(both(student), both(encoder))


class Maps(nn.Module):
    """Normalised images (N, 3, H, W) to the map of student and teacher and that of student and auto-encoder.

    Both (N, h, w) float32: mean squared differences over the channels.
    """

    mean: torch.Tensor
    std: torch.Tensor

    def __init__(self, teacher: nn.Module, student: Pdn, encoder: AutoEncoder, scale: ChannelScale) -> None:
        super().__init__()
        self.teacher, self.student, self.encoder = teacher, student, encoder
        self.register_buffer("mean", scale.mean.view(1, -1, 1, 1))
        self.register_buffer("std", scale.std.view(1, -1, 1, 1))

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        wanted = (self.teacher(x).float() - self.mean) / self.std
        seen = self.student(x).float()
        drawn = self.encoder(x).float()
        count = wanted.shape[1]
        return (
            (wanted - seen[:, :count]).square().mean(1),
            (drawn - seen[:, count:]).square().mean(1),
        )


class ScoreNetwork(nn.Module):
    """Normalised images to one map (N, h, w): the mean of both, each brought to its scale."""

    def __init__(self, maps: Maps, scale: MapScale) -> None:
        super().__init__()
        self.maps, self.scale = maps, scale

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        student, encoder = self.maps(x)
        return 0.5 * (_scaled(student, self.scale.student) + _scaled(encoder, self.scale.encoder))


def _scaled(found: torch.Tensor, scale: tuple[float, float]) -> torch.Tensor:
    low, high = scale
    return (found - low) * (0.1 / (high - low))


def combined(student: NDArray[Any], encoder: NDArray[Any], scale: MapScale) -> Plane:
    """Do what `ScoreNetwork` does to maps that are there already."""
    both = (_scaled(torch.from_numpy(one), two) for one, two in ((student, scale.student), (encoder, scale.encoder)))
    return np.asarray(0.5 * sum(one.numpy() for one in both), np.float32)


def place_maps(
    teacher: nn.Module,
    student: Pdn,
    encoder: AutoEncoder,
    scale: ChannelScale,
    device: torch.device,
    dtype: torch.dtype,
) -> Maps:
    """Return copies for inference; their products run in `dtype`, the differences in float32."""
    return Maps(
        placed_teacher(teacher, device, dtype),
        placed(student, device, dtype),
        placed(encoder, device, dtype),
        ChannelScale(scale.mean.to(device), scale.std.to(device)),
    )


def maps_engine(
    teacher: nn.Module,
    student: Pdn,
    encoder: AutoEncoder,
    scale: ChannelScale,
    size: tuple[int, int],
    device: torch.device,
    precision: Precision,
) -> Engine:
    """Return an engine that gives both maps as they are."""
    return Engine(
        lambda on, dtype: place_maps(teacher, student, encoder, scale, on, dtype),
        size=size,
        mean=MEAN,
        std=STD,
        device=device,
        precision=precision,
    )


@lru_cache(maxsize=64)
def _spread(cells: int, pixels: int) -> Plane:
    """Return the (pixels, cells) matrix of linear interpolation between the patches' centres, flat outside them."""
    place = (np.arange(pixels) - RECEPTIVE_FIELD // 2) / STRIDE
    place = np.clip(place, 0, cells - 1)
    left = np.minimum(place.astype(np.intp), max(0, cells - 2))
    share = place - left
    matrix = np.zeros((pixels, cells), np.float32)
    matrix[np.arange(pixels), left] = 1 - share
    if cells > 1:
        matrix[np.arange(pixels), left + 1] += share.astype(np.float32)
    matrix.setflags(write=False)
    return matrix


def input_map(scores: Plane, size: tuple[int, int]) -> Plane:
    """Enlarge patch scores (h, w) to the size (H, W) of the input. The largest value stays what it is."""
    rows, columns = _spread(scores.shape[0], size[0]), _spread(scores.shape[1], size[1])
    return np.asarray(rows @ scores @ columns.T, np.float32)


class FittedEfficientAd(FittedNetwork):
    """See `detectors.api.FittedDetector` and `Trained`."""

    def __init__(
        self,
        options: EfficientAdOptions,
        teacher: Teacher,
        student: Pdn,
        encoder: AutoEncoder,
        channel_scale: ChannelScale,
        map_scale: MapScale,
        rules: ImageRules,
        n_images: int,
        device: torch.device,
        curve: Sequence[Epoch] = (),
    ) -> None:
        def build(on: torch.device, dtype: torch.dtype) -> ScoreNetwork:
            maps = place_maps(teacher.network, student, encoder, channel_scale, on, dtype)
            return ScoreNetwork(maps, map_scale).eval()

        engine = Engine(build, size=rules.size, mean=MEAN, std=STD, device=device, precision=options.precision)
        super().__init__(NAME, options, rules, engine, n_images, curve)
        self._teacher, self._student, self._encoder = teacher, student, encoder
        self._channel_scale, self._map_scale = channel_scale, map_scale

    def _prediction(self, outputs: tuple[NDArray[Any], ...], image_size: tuple[int, int]) -> Prediction:
        (scores,) = outputs
        full: NDArray[Any] = input_map(scores, self._rules.size)
        # At the size of the input: there every patch has a pixel, so this is also the largest patch score.
        score = float(full.max())
        if image_size != self._rules.size:
            full = cv2.resize(full, (image_size[1], image_size[0]), interpolation=cv2.INTER_LINEAR)
        return Prediction(score, np.ascontiguousarray(full, np.float32))

    def _tail(self, outputs: Outputs) -> nn.Module:
        height, width = outputs[0].shape[-2:]
        return _Tail((height, width), self._rules.size)

    def _details(self) -> dict[str, Any]:
        return {
            "teacher": self._teacher.details,
            "map_scale": {"student": list(self._map_scale.student), "encoder": list(self._map_scale.encoder)},
        }

    def _arrays(self) -> dict[str, dict[str, NDArray[Any]]]:
        scale = {"mean": self._channel_scale.mean, "std": self._channel_scale.std}
        return {
            "teacher": self._teacher.arrays,
            "student": _arrays_of(self._student.state_dict()),
            "encoder": _arrays_of(self._encoder.state_dict()),
            "scale": _arrays_of(scale),
        }


class _Tail(nn.Module):
    """Patch scores (N, h, w) to score (N,) and map (N, H, W)."""

    def __init__(self, grid: tuple[int, int], size: tuple[int, int]) -> None:
        super().__init__()
        self.map = BothWays(grid, lambda scores: input_map(scores, size))

    def forward(self, scores: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        return scores.flatten(1).amax(1), self.map(scores)


def read_fitted(model: ModelFolder, options: EfficientAdOptions, device: torch.device) -> FittedEfficientAd:
    """Build the fitted detector that a model folder describes.

    Raises:
        KeyError, TypeError, ValueError: the folder's parts do not fit each other.
    """
    teacher = teacher_from_arrays(model.details["teacher"], model.arrays["teacher"])
    student = Pdn(options.size, 2 * teacher.channels)
    encoder = AutoEncoder(teacher.channels, model.rules.size, pdn_grid(model.rules.size))
    try:
        student.load_state_dict(tensors(model.arrays["student"]))
        encoder.load_state_dict(tensors(model.arrays["encoder"]))
    except RuntimeError as error:
        raise ValueError(str(error)) from error
    scale = tensors(model.arrays["scale"])
    scales = {key: (float(low), float(high)) for key, (low, high) in model.details["map_scale"].items()}
    return FittedEfficientAd(
        options,
        teacher,
        student,
        encoder,
        ChannelScale(scale["mean"], scale["std"]),
        MapScale(**scales),
        model.rules,
        model.n_images,
        device,
        curve=read_curve(model),
    )


def _arrays_of(state: dict[str, torch.Tensor]) -> dict[str, NDArray[Any]]:
    return {key: value.detach().cpu().float().contiguous().numpy() for key, value in state.items()}
