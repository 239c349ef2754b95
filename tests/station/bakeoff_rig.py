"""Detectors that misbehave, installed as a package of their own: training processes find them too."""

from __future__ import annotations

from pathlib import Path

NAMES = ("crasher", "greedy", "liar", "many", "raiser", "slow", "sluggish", "vague")

_MODULE = '''
"""Each wraps the simulator and fails in one way."""
import math
import os
import time

from detectors.api import Cancelled, Estimate, Prediction
from detectors.fake import FakeDetector


class Fitted:
    def __init__(self, inner, name):
        self._inner, self.detector = inner, name

    def __getattr__(self, name):
        return getattr(self._inner, name)

    def predict(self, images):
        found = self._inner.predict(images)
        if self.detector == "slow":
            time.sleep(0.02)
        if self.detector == "liar":
            found = [Prediction(math.nan, one.anomaly_map) for one in found]
        return found


class Detector:
    name = ""
    min_images = 2

    def parse_options(self, values):
        return FakeDetector().parse_options(values)

    def estimate(self, n_images, size, options, *, device="cpu"):
        return FakeDetector().estimate(n_images, size, options, device=device)

    def fit(self, images, options, **more):
        return Fitted(FakeDetector().fit(images, options, **more), self.name)

    def load(self, folder, *, device="auto"):
        return Fitted(FakeDetector().load(folder, device=device), self.name)


class Crasher(Detector):
    name = "crasher"

    def fit(self, images, options, **more):
        os._exit(11)


class Greedy(Detector):
    name = "greedy"

    def estimate(self, n_images, size, options, *, device="cpu"):
        return Estimate(seconds=1.0, peak_bytes=10**15, model_bytes=1)


class Liar(Detector):
    name = "liar"


class Many(Detector):
    name = "many"
    min_images = 1000


class Raiser(Detector):
    name = "raiser"

    def fit(self, images, options, **more):
        raise ZeroDivisionError("the raiser divides by nothing")


class Slow(Detector):
    name = "slow"


class Sluggish(Detector):
    """Learns until it is told to stop."""

    name = "sluggish"

    def fit(self, images, options, *, progress=None, cancelled=None, **more):
        while not cancelled():
            progress(0.5, "never done")
            time.sleep(0.01)
        raise Cancelled("told to stop")


class Vague(Detector):
    name = "vague"

    def estimate(self, n_images, size, options, *, device="cpu"):
        raise KeyError("no idea")
'''


def install(folder: Path) -> Path:
    """Write the package into `folder`, which is then to be put on the path."""
    info = folder / "misbehaving-1.0.dist-info"
    info.mkdir(parents=True)
    (folder / "misbehaving.py").write_text(_MODULE)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: misbehaving\nVersion: 1.0\n")
    points = "".join(f"{name} = misbehaving:{name.capitalize()}\n" for name in NAMES)
    (info / "entry_points.txt").write_text(f"[station.detectors]\n{points}")
    return folder
