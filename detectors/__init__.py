"""Detectors by name. Importing this package imports neither Qt, nor a database, nor a camera SDK, nor torch.

detector = create("patchcore")
fitted = detector.fit(good_images, detector.parse_options({"backbone": "efficientnet_lite0"}))
prediction = fitted.predict([image])[0]
"""

from detectors.api import (
    Cancelled,
    Detector,
    DetectorError,
    DeviceError,
    Epoch,
    Estimate,
    ExportError,
    Extendable,
    Extending,
    FittedDetector,
    Gradual,
    Image,
    ImageError,
    Labelled,
    ModelFolderError,
    OptionsError,
    Prediction,
    Progress,
    Trained,
    TrainingDataError,
    WeightsError,
)
from detectors.registry import GROUP, Registry, create, names

__all__ = [
    "GROUP",
    "Cancelled",
    "Detector",
    "DetectorError",
    "DeviceError",
    "Epoch",
    "Estimate",
    "ExportError",
    "Extendable",
    "Extending",
    "FittedDetector",
    "Gradual",
    "Image",
    "ImageError",
    "Labelled",
    "ModelFolderError",
    "OptionsError",
    "Prediction",
    "Progress",
    "Registry",
    "Trained",
    "TrainingDataError",
    "WeightsError",
    "create",
    "names",
]
