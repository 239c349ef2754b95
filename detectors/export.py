"""A fitted detector as an ONNX file: pixels of the network's size in, raw score and anomaly map out, no threshold.

In the graph: white level, levelling of the brightness, normalisation, the network in float32, the search in the bank,
score, smoothing of the map. Outside: grey or colour, and the resizing, which OpenCV does in a way that ONNX has no
operator for. docs/how-to/export-a-model.md shows all that another program has to do.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.metadata
import logging
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, runtime_checkable

import cv2
import numpy as np

from detectors.api import ExportError, FittedDetector, Image
from detectors.images import ImageRules, to_input

if TYPE_CHECKING:
    import onnx
    import torch

    from detectors.onnx_model import OnnxModel
    from detectors.portable import Portable

FORMAT = 1
MODEL_FILE, FACTS_FILE = "model.onnx", "model.json"
OPSET, OPSETS = 18, (18, 23)
"""The operator set that torch writes without converting, and those that can be asked for."""

INPUT, SCORE, MAP = "pixels", "score", "anomaly_map"

TOLERANCE = 1e-3
"""Difference allowed between the file and the network it was made of, as a share of the largest value."""

_TOOLS = ("onnx", "onnxscript", "onnxruntime")
_VERSIONS_OF = ("inspection-station", "torch", "timm", *_TOOLS)

PixelType = Literal["uint8", "uint16"]


@runtime_checkable
class Exportable(Protocol):
    """Fitted detectors that can be one network; `detectors.fitted.FittedNetwork` is one where it has a `_tail`."""

    def portable(self) -> Portable: ...


@dataclass(frozen=True, slots=True, eq=False)
class Exported:
    """An ONNX file that gives what the network gave it was made of.

    `facts` is what another program must know to use it, as JSON values. `pictures` are those of its self-test, by file
    name, of the model's own kind: grey or RGB, 8 or 16 bit.
    """

    data: bytes
    facts: Mapping[str, Any]
    pictures: Mapping[str, Image]
    rules: ImageRules
    dtype: PixelType

    def model(self) -> OnnxModel:
        """Return it loaded into ONNX Runtime."""
        from detectors.onnx_model import OnnxModel

        return OnnxModel(self.data, self.rules, self.dtype)


def require_tools() -> None:
    """Check that what exporting takes is installed.

    Raises:
        ExportError: names what is missing and how to get it.
    """
    missing = []
    for name in _TOOLS:
        try:
            importlib.import_module(name)
        except ImportError:
            missing.append(name)
    if missing:
        raise ExportError(
            f"Exporting needs {', '.join(missing)}, which is not installed.",
            'Install it: pip install "inspection-station[export]"',
        )


def check_opset(opset: int) -> None:
    """Raises ExportError for an operator set that cannot be asked for."""
    if not OPSETS[0] <= opset <= OPSETS[1]:
        raise ExportError(f"Opset {opset} cannot be written.", f"Give {OPSETS[0]} to {OPSETS[1]}.")


def export(
    fitted: FittedDetector, *, dtype: PixelType = "uint8", opset: int = OPSET, model_sha256: str = ""
) -> Exported:
    """Convert a fitted detector for pictures of `dtype`, and compare the file with it. Takes seconds to a minute.

    Raises:
        ExportError: the detector cannot be exported, a tool is missing, or the file gives other results.
    """
    check_opset(opset)
    require_tools()
    if not isinstance(fitted, Exportable):
        raise ExportError(
            f"A model of {fitted.detector} cannot be exported.",
            "Teach the recipe with another detector, such as patchcore.",
        )
    import torch

    from detectors.portable import FromPixels

    portable = fitted.portable()
    rules = portable.rules
    white = 255 if dtype == "uint8" else rules.white_16
    network = FromPixels(portable, white).eval().requires_grad_(False)
    pictures = self_test_pictures(rules, dtype, white)
    shape = (1, *rules.size) if rules.grey else (1, *rules.size, 3)
    example = torch.from_numpy(to_pixels(pictures["self-test-1.png"], rules, dtype))
    data = _serialised(_converted(network, example, opset), fitted.detector, model_sha256)
    facts: dict[str, Any] = {
        "format": FORMAT,
        "detector": fitted.detector,
        "options": {key: _without_folder(value) for key, value in fitted.options.items()},
        "taught_from": fitted.n_images,
        "model_sha256": model_sha256,
        "onnx": {
            "file": MODEL_FILE,
            "sha256": hashlib.sha256(data).hexdigest(),
            "bytes": len(data),
            "opset": opset,
        },
        "input": {
            "name": INPUT,
            "dtype": dtype,
            "shape": list(shape),
            "height": rules.size[0],
            "width": rules.size[1],
            "colour": "grey" if rules.grey else "rgb",
            "resize_smaller": "area",
            "resize_larger": "bilinear",
        },
        "inside": {
            "white_level": white,
            "level_brightness": rules.level_brightness,
            "mean": list(portable.mean),
            "std": list(portable.std),
        },
        "outputs": {
            SCORE: {"dtype": "float32", "shape": [1]},
            MAP: {"dtype": "float32", "shape": [1, *rules.size], "to_picture_size": "bilinear"},
        },
        "versions": _versions(),
    }
    exported = Exported(data, facts, pictures, rules, dtype)
    facts["self_test"] = {"tolerance": TOLERANCE, "pictures": _self_test(exported, network)}
    return exported


def to_pixels(image: Image, rules: ImageRules, dtype: PixelType) -> Any:
    """Return the graph's input for a picture: (1, H, W) or (1, H, W, 3) of `dtype`.

    Raises:
        ExportError: a picture of another type.
    """
    if str(image.dtype) != dtype:
        raise ExportError(f"The picture is {image.dtype}; this file is for {dtype}.", f"Give {dtype}.")
    return to_input(image, rules).pixels.astype(dtype)[None]


def self_test_pictures(rules: ImageRules, dtype: PixelType, white: int) -> dict[str, Image]:
    """Return two pictures that are the same on every machine: one to be enlarged, one to be made smaller."""
    height, width = rules.size
    sizes = ((height * 3 // 4 + 1, width * 3 // 4 + 2), (height * 3 // 2 + 5, width * 3 // 2 + 7))
    pictures: dict[str, Image] = {}
    for number, size in enumerate(sizes, 1):
        y, x = np.mgrid[0 : size[0], 0 : size[1]].astype(np.int64)
        planes = [(x * 3 + y * 2) % 256, (x * x // 64 + y * 5) % 251, (x // 16 + y // 16 + number) % 2 * 180 + 30]
        picture = np.stack([cv2.blur(plane.astype(np.uint8), (3, 3)) for plane in planes], -1)
        if rules.grey:
            picture = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
        if dtype == "uint16":
            picture = (picture.astype(np.int64) * white // 255).astype(np.uint16)
        pictures[f"self-test-{number}.png"] = picture
    return pictures


def _converted(network: torch.nn.Module, example: torch.Tensor, opset: int) -> onnx.ModelProto:
    import torch

    try:
        with _folding_in_silence():
            program = torch.onnx.export(
                network,
                (example,),
                dynamo=True,
                opset_version=opset,
                input_names=[INPUT],
                output_names=[SCORE, MAP],
                external_data=False,
                verbose=False,
            )
        if program is None:
            raise TypeError("torch.onnx.export gave nothing")
        model = program.model_proto
    except torch.onnx.OnnxExporterError as error:
        reason = str(error.__cause__ or error).strip().splitlines()
        raise ExportError(
            f"This model cannot be converted: {reason[0] if reason else type(error).__name__}",
            "Teach the recipe with another backbone or detector.",
        ) from error
    written = {one.domain: one.version for one in model.opset_import}
    if written.get("") != opset:
        raise ExportError(
            f"This model cannot be written with opset {opset}; it needs {written.get('')}.", "Leave --opset out."
        )
    return model


@contextmanager
def _folding_in_silence() -> Iterator[None]:
    """Keep the exporter from warning of each operation that it left as it is; nothing is wrong with those."""
    folding = logging.getLogger("onnxscript.optimizer")
    before = folding.level
    folding.setLevel(logging.ERROR)
    try:
        yield
    finally:
        folding.setLevel(before)


def _without_folder(value: Any) -> Any:
    """Return an option as it may leave this machine: of a file only its name."""
    return Path(value).name if isinstance(value, str) and Path(value).is_absolute() else value


def _serialised(model: onnx.ModelProto, detector: str, model_sha256: str) -> bytes:
    import onnx
    from google.protobuf.message import EncodeError

    # The exporter notes where in which source file each node comes from: paths of this machine, of no use elsewhere.
    for node in model.graph.node:
        del node.metadata_props[:]
        node.doc_string = ""
    for one in (*model.graph.input, *model.graph.output, *model.graph.initializer):
        del one.metadata_props[:]
        one.doc_string = ""
    del model.graph.metadata_props[:]
    del model.graph.value_info[:]
    del model.metadata_props[:]
    onnx.helper.set_model_props(model, {"detector": detector, "model_sha256": model_sha256})
    try:
        data: bytes = model.SerializeToString()
    except (EncodeError, ValueError) as error:
        raise ExportError(
            "This model is larger than the 2 GB that an ONNX file can hold.", "Teach the recipe with a smaller bank."
        ) from error
    onnx.checker.check_model(model)
    return data


def _self_test(exported: Exported, network: torch.nn.Module) -> list[dict[str, Any]]:
    """Score the self-test pictures with the file, and compare with the network."""
    import torch

    runner = exported.model()
    rows = []
    for name, picture in exported.pictures.items():
        pixels = to_pixels(picture, exported.rules, exported.dtype)
        score, anomaly_map = runner.run(pixels)
        with torch.inference_mode():
            wanted = [one.numpy() for one in network(torch.from_numpy(pixels))]
        _compare(name, [score, anomaly_map], [float(wanted[0][0]), wanted[1][0]])
        rows.append(
            {
                "file": name,
                "score": score,
                "map_mean": float(anomaly_map.mean(dtype=np.float64)),
                "map_max": float(anomaly_map.max()),
            }
        )
    return rows


def _compare(name: str, found: Sequence[Any], wanted: Sequence[Any]) -> None:
    for what, one, other in zip((SCORE, MAP), found, wanted, strict=True):
        difference, largest = float(np.abs(one - other).max()), float(np.abs(other).max())
        if not math.isfinite(difference) or difference > TOLERANCE * largest:
            raise ExportError(
                f"The ONNX file does not give what the model gives: the {what} of {name} differs by {difference:.3g},"
                f" where the largest value is {largest:.3g}.",
                "Do not use it. Please report it with the options of the recipe.",
            )


def _versions() -> dict[str, str]:
    found = {"opencv": cv2.__version__}
    for name in _VERSIONS_OF:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # run from a checkout, or a build of onnxruntime under another name
    return found
