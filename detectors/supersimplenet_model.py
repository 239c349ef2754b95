"""A fitted SuperSimpleNet: a frozen backbone, a scale and trained heads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import torch
from numpy.typing import NDArray
from torch import nn

from detectors.api import Epoch, Prediction
from detectors.backbone import Backbone, tensors
from detectors.engine import Outputs
from detectors.features import backbone_engine
from detectors.fitted import FittedNetwork, read_backbone, read_curve
from detectors.images import ImageRules
from detectors.learning import separation
from detectors.modelfolder import ModelFolder
from detectors.patches import Scale
from detectors.portable import PatchTail
from detectors.postprocess import full_size_map, image_score
from detectors.supersimplenet_data import Watched
from detectors.supersimplenet_folded import FoldedNetwork
from detectors.supersimplenet_heads import Heads, Upscaling
from detectors.supersimplenet_options import NAME, SuperSimpleNetOptions
from detectors.supersimplenet_training import Lesson

Shapes = Sequence[tuple[int, int, int]]


def upscaling_of(shapes: Shapes, options: SuperSimpleNetOptions) -> Upscaling:
    """`shapes`: (h, w, C) of each layer's maps."""
    finest = shapes[0]
    return Upscaling(shapes, (finest[0] * options.upscale, finest[1] * options.upscale), options.patch_size)


def score_of(anomaly_map: NDArray[Any], logit: float | None, options: SuperSimpleNetOptions) -> float:
    """Return the raw score of an image from its (H, W) map and, where there is such a head, its logit."""
    if logit is not None:
        return logit
    share = options.score_share if options.score == "seg_mean" else 0.0
    return image_score(anomaly_map, sigma=options.score_sigma, share=share)


@torch.no_grad()
def watched_auroc(heads: Heads, *, seen: Watched, lesson: Lesson, options: SuperSimpleNetOptions) -> float:
    """Return the image AUROC of heads in training, which are in eval mode."""
    scores = torch.empty(len(seen.defective))
    for index in range(len(scores)):
        features = lesson.features(tuple(one[index : index + 1] for one in seen.maps))
        found, logits = heads(features)
        scores[index] = score_of(found[0].cpu().numpy(), None if logits is None else float(logits), options)
    return separation(scores[~seen.defective], scores[seen.defective])


class FittedSuperSimpleNet(FittedNetwork):
    """See `detectors.api.FittedDetector` and `Trained`."""

    def __init__(
        self,
        options: SuperSimpleNetOptions,
        backbone: Backbone,
        rules: ImageRules,
        scale: Scale,
        heads: Heads,
        shapes: Shapes,
        n_images: int,
        curve: Sequence[Epoch],
        device: torch.device,
    ) -> None:
        """`scale` and `heads` are on the CPU. `shapes`: (h, w, C) of each layer's maps."""

        def build(trunk: nn.Module, on: torch.device, dtype: torch.dtype) -> FoldedNetwork:
            upscaling = upscaling_of(shapes, options)
            return FoldedNetwork(trunk, heads, scale, upscaling, heads_dtype(dtype)).requires_grad_(False).to(on)

        engine = backbone_engine(backbone, build, rules.size, device, options.precision)
        super().__init__(NAME, options, rules, engine, n_images, curve)
        self._backbone, self._scale, self._heads, self._shapes = backbone, scale, heads, tuple(shapes)

    def _prediction(self, outputs: tuple[NDArray[Any], ...], image_size: tuple[int, int]) -> Prediction:
        options: SuperSimpleNetOptions = self._options
        score = score_of(outputs[0], float(outputs[1]) if options.has_cls else None, options)
        size = self._rules.size
        return Prediction(
            score, full_size_map(outputs[0], input_size=size, image_size=image_size, sigma=options.map_sigma)
        )

    def _tail(self, outputs: Outputs) -> nn.Module:
        options: SuperSimpleNetOptions = self._options
        patches = PatchTail(
            outputs[0].shape[1:],
            self._rules.size,
            map_sigma=options.map_sigma,
            score_sigma=options.score_sigma,
            score_share=options.score_share if options.score == "seg_mean" else 0.0,
        )
        return LogitTail(patches) if options.has_cls else patches

    def _details(self) -> dict[str, Any]:
        return {"backbone": asdict(self._backbone.facts), "shapes": [list(shape) for shape in self._shapes]}

    def _arrays(self) -> dict[str, dict[str, NDArray[Any]]]:
        return {
            "backbone": self._backbone.arrays(),
            "heads": {
                **{key: value.numpy() for key, value in heads_state(self._heads).items()},
                "scale.shift": self._scale.shift.numpy(),
                "scale.matrix": self._scale.matrix.numpy(),
            },
        }


class LogitTail(nn.Module):
    """The map's tail, with the classification head's answer for a score."""

    def __init__(self, patches: PatchTail) -> None:
        super().__init__()
        self.patches = patches

    def forward(self, anomaly_map: torch.Tensor, logits: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        return logits, self.patches(anomaly_map)[1]


def heads_dtype(dtype: torch.dtype) -> torch.dtype:
    """Return the number type of the heads beside a backbone in `dtype`.

    Whitened features of a gross defect are large numbers, which fp16 does not hold; bf16 does.
    """
    if dtype != torch.float16:
        return dtype
    return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float32


def heads_state(heads: Heads) -> dict[str, torch.Tensor]:
    """Return all that was trained, by name."""
    state = heads.state_dict()
    return {key: value.detach() for key, value in state.items() if not key.endswith("num_batches_tracked")}


def heads_from(state: Mapping[str, torch.Tensor], depth: int, options: SuperSimpleNetOptions) -> Heads:
    """Build heads of what `heads_state` gave.

    Raises:
        ValueError: it does not fit the options.
    """
    heads = Heads.new(depth, options, torch.Generator().manual_seed(0))
    wanted = heads_state(heads)
    if {key: value.shape for key, value in state.items()} != {key: value.shape for key, value in wanted.items()}:
        raise ValueError("heads of another shape")
    heads.load_state_dict(state, strict=False)
    return heads.eval()


def read_fitted(model: ModelFolder, options: SuperSimpleNetOptions, device: torch.device) -> FittedSuperSimpleNet:
    """Build the fitted detector that a model folder describes.

    Raises:
        KeyError, TypeError, ValueError: the folder's parts do not fit each other.
    """
    parts = tensors(model.arrays["heads"])
    scale = Scale(parts.pop("scale.shift"), parts.pop("scale.matrix"))
    shapes = [(int(height), int(width), int(depth)) for height, width, depth in model.details["shapes"]]
    depth = sum(shape[2] for shape in shapes)
    if scale.shift.shape != (depth,) or scale.matrix.shape[-1] != depth:
        raise ValueError(f"a scale of {tuple(scale.matrix.shape)} for {depth} channels")
    return FittedSuperSimpleNet(
        options,
        read_backbone(model),
        model.rules,
        scale,
        heads_from(parts, depth, options),
        shapes,
        model.n_images,
        read_curve(model),
        device,
    )
