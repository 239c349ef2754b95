"""A frozen network that turns images into feature maps: any timm model, cut after the last stage that is needed.

What `layers` count: of a convolutional network its feature stages, 0 the finest; of a vision transformer its blocks, 0
the first. Negative ones count from the end, -1 the last. See `detectors.tokens` for transformers.
"""

from __future__ import annotations

import copy
import warnings
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import timm
import torch
from numpy.typing import NDArray
from torch import nn

from detectors.api import OptionsError, WeightsError
from detectors.options import NetworkOptions
from detectors.tokens import ChannelsFirst, TokenNetwork, works_on_tokens
from detectors.weights import WeightsFile, close_names, find_weights


@dataclass(frozen=True)
class BackboneFacts:
    """What a model folder says about its backbone. `sha256` is that of the weights file it was taken from."""

    name: str
    architecture: str
    layers: tuple[int, ...]
    sha256: str
    source: str
    mean: tuple[float, float, float]
    std: tuple[float, float, float]


class Backbone:
    """Feature maps of the asked-for stages. `network`: normalised (N, 3, H, W) -> one (N, C, h, w) tensor per stage."""

    def __init__(
        self, network: nn.Module, facts: BackboneFacts, channels: tuple[int, ...], reductions: tuple[int, ...]
    ) -> None:
        self.facts = facts
        self.channels = channels
        self.reductions = reductions
        self._plain_state = {key: value.detach().clone() for key, value in _inner(network).state_dict().items()}
        self.network = fold_batch_norm(network).requires_grad_(False).eval()

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the weights for a model folder, before folding, float32."""
        return {
            key: value.numpy() for key, value in self._plain_state.items() if not key.endswith("num_batches_tracked")
        }


def build_backbone(weights: WeightsFile, layers: tuple[int, ...]) -> Backbone:
    """Build the network and load a weights file.

    Raises:
        OptionsError: the model has no such stage, or cannot give feature maps.
        WeightsError: the file does not fit the model.
    """
    facts = BackboneFacts(
        weights.name, weights.architecture, layers, weights.sha256, weights.source, weights.mean, weights.std
    )
    network = _empty_network(facts)
    state = read_state(weights.path)
    if weights.in_order:
        state = _rename_in_order(state, weights)
    _load(network, state, str(weights.path))
    return _finish(network, facts)


def chosen_backbone(options: NetworkOptions) -> Backbone:
    """Find the weights that the options name, and build the network.

    Raises:
        OptionsError, WeightsError
    """
    weights = find_weights(options.backbone, options.weights, options.weights_sha256)
    return build_backbone(weights, options.layers)


def read_facts(plain: Mapping[str, Any]) -> BackboneFacts:
    """Return what `asdict(facts)` gave, after a way through JSON."""
    return BackboneFacts(**{**plain, **{key: tuple(plain[key]) for key in ("layers", "mean", "std")}})


def tensors(arrays: Mapping[str, NDArray[Any]]) -> dict[str, torch.Tensor]:
    """Return copies of arrays from a model folder."""
    return {key: torch.from_numpy(np.array(value)) for key, value in arrays.items()}


def read_state(path: Path) -> Mapping[str, torch.Tensor]:
    """Read a state dict from a file, which cannot make anything be executed.

    Raises:
        WeightsError
    """
    try:
        if path.suffix == ".safetensors":
            from safetensors.torch import load_file

            state: Any = load_file(path)
        else:
            state = torch.load(path, map_location="cpu", weights_only=True)
            for key in ("state_dict", "model"):
                if isinstance(state, Mapping) and isinstance(state.get(key), Mapping):
                    state = state[key]
    except OSError as error:
        raise WeightsError(f"{path} cannot be read: {error.strerror or error}.", "Check the file.") from error
    except Exception as error:
        # Readers of foreign files raise nearly anything; all of it means that this is no weights file.
        raise WeightsError(
            f"{path} cannot be read as weights: it is damaged, or not a file of weights alone.",
            "Fetch, copy or install it again; or store the network's state dict as safetensors or with torch.save.",
        ) from error
    if not isinstance(state, Mapping) or not all(isinstance(value, torch.Tensor) for value in state.values()):
        raise WeightsError(f"{path} holds no weights.", "Use a state dict of the network.")
    return state


def backbone_from_arrays(arrays: Mapping[str, NDArray[Any]], facts: BackboneFacts) -> Backbone:
    """Build the network with the weights that a model folder holds.

    Raises:
        WeightsError: they do not fit the model.
    """
    network = _empty_network(facts)
    _load(network, tensors(arrays), "the model folder")
    return _finish(network, facts)


def describe(architecture: str, layers: tuple[int, ...]) -> tuple[nn.Module, tuple[int, ...], tuple[int, ...]]:
    """Build the network without memory (device meta) and return it with its channels and reductions.

    Run on an input of a size that it cannot take, it raises OptionsError, as the real one does.

    Raises:
        OptionsError: the model has no such stage, or cannot give feature maps.
    """
    network = _create(architecture, layers, torch.device("meta"))
    channels, reductions = _info(network)
    _cut(network)
    return network, channels, reductions


def _empty_network(facts: BackboneFacts) -> nn.Module:
    network = _create(facts.architecture, facts.layers, torch.device("cpu"))
    _cut(network)
    return network


def _create(architecture: str, layers: tuple[int, ...], device: torch.device) -> nn.Module:
    if not timm.is_model(architecture):
        raise OptionsError(f"There is no backbone {architecture!r}.", close_names(architecture))
    try:
        # A new network draws its first weights from the caller's generator, and they are replaced at once.
        with warnings.catch_warnings(), torch.random.fork_rng(devices=[]):
            # timm warns about its own renamed models; the name is recorded in the model folder.
            warnings.simplefilter("ignore")
            with torch.device("meta"):
                network = _feature_network(architecture, layers)
            tokens = works_on_tokens(network)
            with device:
                if tokens or device.type != "meta":
                    network = TokenNetwork(architecture, layers) if tokens else _feature_network(architecture, layers)
    except (AssertionError, IndexError, ValueError, RuntimeError, AttributeError, TypeError) as error:
        raise OptionsError(
            f"The backbone {architecture} gives no feature maps for layers {list(layers)}: {error}",
            "Use other layers; 0 is the finest, or the first block of a transformer.",
        ) from error
    return network.eval()


def _feature_network(architecture: str, layers: tuple[int, ...]) -> nn.Module:
    network: nn.Module = timm.create_model(architecture, pretrained=False, features_only=True, out_indices=layers)
    return ChannelsFirst(network) if getattr(network, "output_fmt", "NCHW") == "NHWC" else network


def _info(network: nn.Module) -> tuple[tuple[int, ...], tuple[int, ...]]:
    if isinstance(network, TokenNetwork):
        return network.channels, network.reductions
    info: Any = _inner(network).feature_info
    return tuple(info.channels()), tuple(info.reduction())


def _inner(network: nn.Module) -> Any:
    """Return timm's own module, whose names the weights have."""
    return network.model if isinstance(network, TokenNetwork | ChannelsFirst) else network


def _cut(network: nn.Module) -> None:
    """Drop the stages after the last one that is asked for; timm's EfficientNet keeps, and runs, them all."""
    blocks = getattr(network, "blocks", None)
    stages = getattr(network, "_stage_out_idx", None)
    if isinstance(blocks, nn.Sequential) and isinstance(stages, dict) and stages:
        network.blocks = nn.Sequential(*list(blocks.children())[: max(stages)])


def _finish(network: nn.Module, facts: BackboneFacts) -> Backbone:
    channels, reductions = _info(network)
    return Backbone(network, facts, channels, reductions)


def _rename_in_order(state: Mapping[str, torch.Tensor], weights: WeightsFile) -> dict[str, torch.Tensor]:
    """Give the n-th tensor the name of timm's n-th. Every shape must fit, and none may be left over."""
    with torch.device("meta"):
        whole = timm.create_model(weights.architecture, pretrained=False).state_dict()
    if len(whole) != len(state):
        raise WeightsError(
            f"{weights.path} holds {len(state)} tensors; {weights.architecture} has {len(whole)}.",
            "Install the package of the weights, or timm, in the version that fits.",
        )
    renamed = OrderedDict[str, torch.Tensor]()
    for (theirs, value), (ours, place) in zip(state.items(), whole.items(), strict=True):
        if value.shape != place.shape:
            raise WeightsError(
                f"{weights.path}: {theirs} has shape {tuple(value.shape)}, {ours} has {tuple(place.shape)}.",
                "Install the package of the weights, or timm, in the version that fits.",
            )
        renamed[ours] = value
    return renamed


def _load(network: nn.Module, state: Mapping[str, torch.Tensor], origin: str) -> None:
    inner: nn.Module = _inner(network)
    wanted = inner.state_dict()
    found = _by_our_names(state, wanted)
    missing = _missing(wanted, found)
    if missing and isinstance(network, TokenNetwork):
        # Perhaps a file as its authors published it, such as Meta's own of DINOv2 and DINOv3.
        with suppress(KeyError, IndexError, RuntimeError, ValueError, TypeError, AttributeError):
            found = network.renamed(state)
            missing = _missing(wanted, found)
    if missing:
        raise WeightsError(
            f"The weights in {origin} do not fit the backbone: {missing[0]} and {len(missing) - 1} more are missing"
            " or have another shape.",
            "Use weights of the same model.",
        )
    inner.load_state_dict({key: found[key] for key in wanted if key in found}, strict=False)


def _missing(wanted: Mapping[str, Any], found: Mapping[str, torch.Tensor]) -> list[str]:
    return [
        key
        for key, value in wanted.items()
        if not key.endswith("num_batches_tracked") and (key not in found or found[key].shape != value.shape)
    ]


def _by_our_names(state: Mapping[str, torch.Tensor], wanted: Mapping[str, Any]) -> dict[str, torch.Tensor]:
    """Return the tensors under the names of the feature network.

    timm takes some models apart for their features: what the whole model calls stages.0.blocks is stages_0.blocks then.
    """
    flat: dict[str, list[str]] = {}
    for key in state:
        flat.setdefault(key.replace(".", "_"), []).append(key)
    found: dict[str, torch.Tensor] = {}
    for key in wanted:
        same = [key] if key in state else flat.get(key.replace(".", "_"), [])
        if len(same) == 1:
            found[key] = state[same[0]]
    return found


def fold_batch_norm(network: nn.Module) -> nn.Module:
    """Return the network with each batch norm folded into the convolution whose output it takes.

    Same function in exact arithmetic; fewer passes over memory. A pair is folded where a dry run shows that the tensor
    that enters the norm is the very one that left the convolution. The result is compared with the original on a
    picture of noise; where they differ (the raw output was used elsewhere too), the original is returned.
    """
    if not any(isinstance(module, nn.BatchNorm2d) for module in network.modules()):
        return network
    probe = torch.rand(1, 3, 64, 64, generator=torch.Generator().manual_seed(0))
    folded = copy.deepcopy(network)
    try:
        with torch.inference_mode():
            wanted = network(probe)
            pairs = _adjacent_pairs(folded, probe)
    except (RuntimeError, AssertionError, OptionsError):
        # A model of fixed size that refuses 64 x 64 stays as it is.
        return network
    names = {module: name for name, module in folded.named_modules()}
    for convolution, norm in pairs:
        _fold_one(convolution, norm)
        # timm's norms carry their activation; keep it in the norm's place.
        owner, _, last = names[norm].rpartition(".")
        after = [child for key, child in norm.named_children() if key in ("drop", "act")]
        for one in after:
            if isinstance(one, nn.ReLU | nn.ReLU6):
                # Nobody else sees the convolution's output; a second buffer would cost more than the activation.
                one.inplace = True
        setattr(folded.get_submodule(owner), last, nn.Sequential(*after) if after else nn.Identity())
    with torch.inference_mode():
        same = all(
            torch.allclose(one, other, rtol=1e-3, atol=1e-3 * float(other.abs().max()))
            for one, other in zip(folded(probe), wanted, strict=True)
        )
    return folded if same else network


def _adjacent_pairs(network: nn.Module, probe: torch.Tensor) -> list[tuple[nn.Conv2d, nn.Module]]:
    made: dict[int, nn.Conv2d] = {}
    alive: list[torch.Tensor] = []  # an id is only unique among living tensors
    pairs: list[tuple[nn.Conv2d, nn.Module]] = []
    used: dict[nn.Module, int] = {}

    def note(module: nn.Module, inputs: tuple[Any, ...], output: Any) -> None:
        used[module] = used.get(module, 0) + 1
        if isinstance(module, nn.Conv2d):
            made[id(output)] = module
            alive.append(output)
        elif id(inputs[0]) in made:
            pairs.append((made.pop(id(inputs[0])), module))

    hooks = [
        module.register_forward_hook(note)
        for module in network.modules()
        if isinstance(module, nn.Conv2d | nn.BatchNorm2d)
    ]
    try:
        network(probe)
    finally:
        for hook in hooks:
            hook.remove()
    return [(convolution, norm) for convolution, norm in pairs if used[convolution] == 1 and used[norm] == 1]


@torch.no_grad()
def _fold_one(convolution: nn.Conv2d, norm: nn.Module) -> None:
    scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)  # type: ignore[operator, arg-type]
    shift = norm.bias - norm.running_mean * scale  # type: ignore[operator]
    if convolution.bias is not None:
        shift = shift + convolution.bias * scale
    convolution.weight = nn.Parameter(convolution.weight * scale.view(-1, 1, 1, 1))
    convolution.bias = nn.Parameter(shift.clone())
