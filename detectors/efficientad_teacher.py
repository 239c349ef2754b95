"""Teachers of EfficientAD: a distilled patch description network, or the backbone itself.

    shipped     detectors/teachers/<size>.safetensors, with its recipe and hash in the JSON file beside it
    by path     what `station teacher distil` wrote (safetensors and, beside it, its recipe with the hash), or a
                published teacher: a state dict of a sequence of layers, saved by torch ("0.weight", ...), whose number
                of channels tells itself
    trunk       a frozen backbone on the image enlarged twice, which is what the shipped teacher was made to resemble

All give (N, C, h, w) on the grid of an unpadded patch description network, of images normalised for those.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from detectors.api import OptionsError, WeightsError
from detectors.backbone import Backbone, backbone_from_arrays, chosen_backbone, read_facts, read_state, tensors
from detectors.efficientad_options import DISTILLED, NAME, TRUNK, EfficientAdOptions
from detectors.engine import placed
from detectors.patches import embed
from detectors.pdn import MARGIN, MEAN, STD, STRIDE, Pdn, PdnSize, pdn_grid
from detectors.weights import file_sha256

SHIPPED = Path(__file__).with_name("teachers")

PATCH_SIZE = 3
"""Cells that are averaged, as PatchCore does."""


@dataclass(frozen=True, eq=False)
class Teacher:
    """A teacher and what a model folder has to hold of it."""

    network: nn.Module
    channels: int
    details: dict[str, Any]
    arrays: dict[str, NDArray[Any]]


class TrunkTeacher(nn.Module):
    """Images normalised for a patch description network to the backbone's stages on that network's grid."""

    gain: torch.Tensor
    shift: torch.Tensor

    def __init__(self, backbone: Backbone) -> None:
        super().__init__()
        finest = backbone.reductions[0]
        if finest > 2 * STRIDE or (2 * STRIDE) % finest:
            raise OptionsError(
                f"{NAME}: the finest layer of {backbone.facts.name} has a stride of {finest}.",
                f"Name a layer with a stride of {2 * STRIDE} or less first.",
            )
        self.trunk = backbone.network
        self._stride = 2 * STRIDE // finest
        self._first = first_cell(backbone.facts.architecture)
        ours, theirs = (torch.tensor(one) for one in (STD, backbone.facts.std))
        self.register_buffer("gain", (ours / theirs).view(1, 3, 1, 1))
        centre = torch.tensor(MEAN) - torch.tensor(backbone.facts.mean)
        self.register_buffer("shift", (centre / theirs).view(1, 3, 1, 1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        h, w = pdn_grid((x.shape[-2], x.shape[-1]))
        large = functional.interpolate(x.to(self.gain.dtype), scale_factor=2.0, mode="bilinear", align_corners=False)
        large = (large * self.gain + self.shift).contiguous(memory_format=torch.channels_last)
        cells = embed(self.trunk(large), PATCH_SIZE, self._stride)
        first = self._first
        return cells[:, first : first + h, first : first + w].permute(0, 3, 1, 2)


def placed_teacher(network: nn.Module, device: torch.device, dtype: torch.dtype) -> nn.Module:
    """Return a copy for inference; what it gives is of its own number type.

    A patch description network runs in any. A backbone does not run in bf16: rounded to 8 bits, what the Lite networks'
    linear stages say of good parts is wrong by a fifth of its standard deviation, and no student can learn that.
    """
    exact = isinstance(network, TrunkTeacher) and dtype == torch.bfloat16
    return placed(network, device, torch.float32 if exact else dtype)


def first_cell(architecture: str) -> int:
    """Return which cell of the backbone lies where the first output of the unpadded network looks.

    `MARGIN` for backbones that pad alike on both sides. TensorFlow's strided layers pad at the end only, so what their
    cell number n says is about a place almost one cell (3.5 to 4 pixels) further; the cell before is the right one.
    """
    return MARGIN - 1 if architecture.startswith("tf_") else MARGIN


def find_teacher(options: EfficientAdOptions) -> Teacher:
    """Load the teacher that the options name.

    Raises:
        WeightsError: not on this machine, damaged, with another hash or of another kind. OptionsError.
    """
    if options.teacher == TRUNK:
        return _of_trunk(chosen_backbone(options))
    if options.teacher == DISTILLED:
        path = SHIPPED / f"{options.size}.safetensors"
        if not path.is_file():
            raise WeightsError(
                f"No distilled teacher of size {options.size} comes with this program.",
                f"Use teacher={TRUNK}, or make one with `station teacher distil --size {options.size}`.",
            )
        return _of_file(path, options.size, options.teacher_sha256 or _recorded_hash(path))
    path = Path(options.teacher).expanduser()
    if not path.is_file():
        raise WeightsError(f"There is no teacher {path}.", f"Give {TRUNK}, {DISTILLED} or a file as option teacher.")
    recorded = _recorded_hash(path) if not options.teacher_sha256 and _recipe_of(path).is_file() else ""
    return _of_file(path, options.size, options.teacher_sha256 or recorded, recorded=bool(recorded))


def teacher_from_arrays(details: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Teacher:
    """Build the teacher that a model folder holds.

    Raises:
        KeyError, TypeError, ValueError, WeightsError: the parts do not fit each other.
    """
    if details["kind"] == TRUNK:
        return _of_trunk(backbone_from_arrays(arrays, read_facts(details["backbone"])))
    return _of_state(tensors(arrays), details["size"], "the model folder", str(details["sha256"]))


def _of_trunk(backbone: Backbone) -> Teacher:
    details = {"kind": TRUNK, "backbone": asdict(backbone.facts)}
    return Teacher(TrunkTeacher(backbone), sum(backbone.channels), details, backbone.arrays())


def _of_file(path: Path, size: PdnSize, sha256: str, *, recorded: bool = False) -> Teacher:
    """`recorded`: `sha256` is that of the recipe beside the file, and not an option."""
    found = file_sha256(path)
    if sha256 and found != sha256.lower():
        raise WeightsError(
            f"{path} is not the teacher that is expected: its SHA-256 is {found}, not {sha256}"
            f"{f', which {_recipe_of(path).name} beside it says' if recorded else ''}.",
            "Copy the file again together with its recipe, or distil it again."
            if recorded
            else "Take the right file, or leave the option teacher_sha256 out.",
        )
    return _of_state(read_state(path), size, str(path), found)


def _of_state(state: Mapping[str, torch.Tensor], size: PdnSize, origin: str, sha256: str) -> Teacher:
    weights = {key: value.float() for key, value in state.items() if not key.startswith("target.")}
    wanted = {key: value.shape for key, value in Pdn(size, 1).state_dict().items()}
    last = max(wanted, key=lambda key: int(key.partition(".")[0]))
    channels = weights[last].shape[0] if last in weights else 0
    network = Pdn(size, max(1, channels))
    fits = channels and weights.keys() == wanted.keys()
    if not fits or any(weights[key].shape != value.shape for key, value in network.state_dict().items()):
        other = "medium" if size == "small" else "small"
        raise WeightsError(
            f"{origin} holds no teacher of size {size}.", f"Use another file, or size={other} if it is one of those."
        )
    network.load_state_dict(weights)
    details = {"kind": "pdn", "size": size, "sha256": sha256}
    arrays = {key: value.numpy() for key, value in weights.items()}
    return Teacher(network.requires_grad_(False).eval(), channels, details, arrays)


def _recipe_of(path: Path) -> Path:
    return path.with_suffix(".json")


def _recorded_hash(path: Path) -> str:
    recipe = _recipe_of(path)
    try:
        recorded = str(json.loads(recipe.read_bytes())["sha256"]).lower()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _without_hash(recipe) from error
    if not re.fullmatch(r"[0-9a-f]{64}", recorded):
        raise _without_hash(recipe)
    return recorded


def _without_hash(recipe: Path) -> WeightsError:
    remedy = (
        "Install this program again."
        if recipe.parent == SHIPPED
        else "Copy it again from where the teacher was distilled, or name the hash with the option teacher_sha256."
    )
    return WeightsError(f"{recipe} does not say the teacher's SHA-256.", remedy)
