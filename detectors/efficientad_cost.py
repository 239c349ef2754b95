"""What a fit of EfficientAD will cost, told before it starts."""

from __future__ import annotations

import functools
import math
from typing import Literal

import torch
from torch.utils.flop_counter import FlopCounterMode

from detectors import rates
from detectors.api import Estimate, WeightsError
from detectors.efficientad_options import DISTILLED, TRUNK, EfficientAdOptions
from detectors.efficientad_teacher import find_teacher
from detectors.pdn import AutoEncoder, Pdn, pdn_grid
from detectors.runtime import training_dtype

PROBE_SIDE = 128
"""Side of the picture whose step is timed."""
CUDA_STEP_S = 0.03
"""A step of small networks on a slow host: there the launches count, and the estimate is not measured."""
PAPER_CHANNELS = 384


def estimate(n_images: int, options: EfficientAdOptions, device: torch.device) -> Estimate:
    """See `detectors.method.Method`."""
    channels, teacher_flops, teacher_bytes = _teacher(options)
    with torch.device("meta"):
        student = Pdn(options.size, 2 * channels)
        encoder = AutoEncoder(channels, options.input_size, pdn_grid(options.input_size))
        picture = torch.empty(1, 3, *options.input_size)
        part = torch.empty(1, 3, *options.student_input)
    student_flops = _flops(student, picture)
    # Small maps do not reach the rate of large convolutions.
    encoder_flops = _flops(encoder.eval(), picture) / rates.NETWORK_SHARE
    pictures = 3 if options.penalty == "procedural" else 2
    # Forward, and twice that backward; the teacher sees the changed copy only, for the image itself was seen before.
    step_flops = 3.0 * (pictures * _flops(student, part) + encoder_flops) + teacher_flops
    if device.type == "cuda":
        rate = rates.CUDA_FLOPS
        step_s = max(CUDA_STEP_S, step_flops / rate)
    else:
        rate = _training_flops(options.size, training_dtype(options.precision, device))
        step_s = step_flops / rate + 0.02
    looks = math.ceil(options.steps_max / options.look_every)
    look_flops = (24 + max(1, options.held_out * n_images)) * (teacher_flops + student_flops + encoder_flops)
    seconds = n_images * teacher_flops / rate + options.steps_max * step_s + looks * look_flops / rate + 3.0
    height, width = options.input_size
    h, w = pdn_grid(options.input_size)
    own = sum(one.numel() for network in (student, encoder) for one in network.parameters()) * 4
    kept = min(options.cache_mb << 20, n_images * (height * width * 3 + h * w * channels * 4))
    # Outputs of the first layers, of three pictures, forward and backward, in float32.
    seen = options.student_input[0] * options.student_input[1]
    activations = pictures * seen * 4 * 2 * (400 if options.size == "small" else 800)
    peak = kept + 4 * own + 2 * teacher_bytes + activations + 40 * height * width * 3 + (1 << 27)
    return Estimate(
        seconds=seconds,
        peak_bytes=int(peak),
        model_bytes=int(own + teacher_bytes),
        notes=f"at most {options.steps_max} steps of one image"
        + (", fewer where a plateau comes earlier" if options.stop == "plateau" else ""),
    )


def _teacher(options: EfficientAdOptions) -> tuple[int, float, int]:
    """Return the teacher's channels, operations for one picture and bytes."""
    height, width = options.input_size
    if options.teacher == TRUNK:
        cost = rates.picture_cost(options.backbone, options.layers, (2 * height, 2 * width))
        # Small mobile networks do not reach the rate of large convolutions.
        return cost.depth, cost.flops / rates.NETWORK_SHARE, cost.weights_bytes
    try:
        channels = find_teacher(options).channels
    except WeightsError:
        # The fit will say what is wrong; an estimate need not.
        if options.teacher != DISTILLED:
            raise
        channels = PAPER_CHANNELS
    with torch.device("meta"):
        network = Pdn(options.size, channels)
        picture = torch.empty(1, 3, height, width)
    return channels, _flops(network, picture), sum(one.numel() for one in network.parameters()) * 4


def _flops(network: torch.nn.Module, picture: torch.Tensor) -> float:
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        network(picture)
    return float(counter.get_total_flops())


@functools.cache  # two estimates are comparable only where both stand on the same measurement
def _training_flops(size: Literal["small", "medium"], dtype: torch.dtype) -> float:
    """Time forward and backward passes of a small picture here; operations per second."""
    network = Pdn(size, 64).to(memory_format=torch.channels_last)
    picture = torch.zeros(1, 3, PROBE_SIDE, PROBE_SIDE)

    def step() -> None:
        with torch.autocast("cpu", dtype, enabled=dtype != torch.float32):
            loss = network(picture).float().square().mean()
        loss.backward()

    return 3.0 * _flops(network, picture) / rates.fastest(step, 4)
