"""An exported model in ONNX Runtime: the reference for what another program gets out of it."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from detectors.api import Image, Prediction
from detectors.export import INPUT, MAP, SCORE, PixelType, to_pixels
from detectors.images import ImageRules

_ERRORS_ONLY = 3


class OnnxModel:
    """Runs on the CPU. Not thread-safe."""

    def __init__(self, data: bytes, rules: ImageRules, dtype: PixelType) -> None:
        options = onnxruntime.SessionOptions()
        options.log_severity_level = _ERRORS_ONLY
        # Its threads would spin beside torch's.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session: Any = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
        self._rules, self._dtype = rules, dtype

    def run(self, pixels: NDArray[Any]) -> tuple[float, NDArray[np.float32]]:
        """Return score and map (H, W) of the graph's input; see `detectors.export.to_pixels`."""
        score, anomaly_map = self._session.run([SCORE, MAP], {INPUT: pixels})
        return float(score[0]), anomaly_map[0]

    def predict(self, image: Image) -> Prediction:
        """Score a picture of any size, as `FittedDetector.predict` does.

        Raises:
            ExportError: a picture of another depth than the file is for.
        """
        score, found = self.run(to_pixels(image, self._rules, self._dtype))
        height, width = image.shape[:2]
        same = found.shape == (height, width)
        return Prediction(score, found if same else cv2.resize(found, (width, height), interpolation=cv2.INTER_LINEAR))
