"""What a fit of SuperSimpleNet will cost, told before it starts."""

from __future__ import annotations

import math

import torch

from detectors.api import Estimate
from detectors.rates import NETWORK_SHARE, matrix_flops, picture_cost
from detectors.supersimplenet_heads import CLS_KERNEL
from detectors.supersimplenet_options import SuperSimpleNetOptions
from detectors.supersimplenet_training import planned_epochs, steps_per_epoch

TRAINING_SHARE = 0.15
"""Share of the matrix rate that a training step reaches at least: half of it is passes over memory."""


def estimate(n_images: int, options: SuperSimpleNetOptions, device: torch.device) -> Estimate:
    """See `detectors.method.Method`."""
    cost = picture_cost(options.backbone, options.layers, options.input_size)
    depth = cost.depth
    grid = [side * options.upscale for side in cost.grid]
    stride = 1 if options.has_cls else options.train_stride
    cells = -(-grid[0] // stride) * -(-grid[1] // stride)

    learned = min(n_images, options.images_max)
    per_epoch = steps_per_epoch(learned, 0, options.batch_size)
    steps = planned_epochs(per_epoch, options) * per_epoch
    batch = -(-learned // per_epoch)
    per_cell = depth * (depth + 2 * options.hidden)
    if options.has_cls:
        per_cell += 2 * CLS_KERNEL**2 * (depth + 1) * options.cls_channels
    # Forward, and twice that backward; scaling has no backward pass.
    work = 2.0 * batch * cells * (3 * per_cell + depth * depth)

    rate = matrix_flops(device)
    seconds = learned * cost.flops / (rate * NETWORK_SHARE) + steps * work / (rate * TRAINING_SHARE) + 3.0
    heads = depth * (2 * depth + options.hidden) * 4
    wide = 2 * (depth + options.hidden) + (2 * (depth + options.cls_channels) if options.has_cls else 0)
    cached = learned * math.prod(cost.grid) * depth * 4
    peak = cached + 2 * batch * cells * wide * 4 * 2 + cost.weights_bytes * 3 + 8 * cost.activation_bytes + (1 << 28)
    return Estimate(
        seconds=seconds,
        peak_bytes=int(peak),
        model_bytes=int(cost.weights_bytes + heads),
        notes=f"{steps} steps of {batch} images",
    )
