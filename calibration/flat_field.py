"""Flat field: even out light, vignetting and dust, and replace pixels that do not measure.

Two references are learned, each the mean of some pictures: a dark one (lens covered) and a bright one (an even, white
or grey sheet instead of the part). A picture is corrected as

    out = (raw - dark) * gain,    gain = mean(bright - dark) / (bright - dark)

rounded to whole grey levels and kept within full scale (EMVA 1288 calls offset and gain DSNU and PRNU). A pixel that
is saturated in the raw picture stays saturated, so that the image gate can still see over-exposure. Hot and dead pixels
get the median of their five nearest good neighbours.

References that would spoil every later picture are refused, with figures: saturated, too dark, taken under changing
light, or with something in view.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from calibration.api import CalibrationError
from calibration.defect_pixels import Replacement, find_defects
from calibration.halves import in_halves
from calibration.image_gate import FULL_SCALES
from calibration.references import Reference, check_bright, check_dark, mean_of

Image = NDArray[Any]

_GAIN_ONE = 4096
_MOST_GAIN = 8.0
_BAND_VALUES = 1 << 18
"""Values worked on at once: float rows of this size stay in the processor's cache."""


@dataclass(frozen=True, slots=True)
class FlatFieldFacts:
    """What was found: `dark` and `bright` are means in grey levels, `darkest` and `most_gain` the worst place of the
    field relative to its mean; `hot` and `dead` count pixels.
    """

    n_bright: int
    n_dark: int
    bright: float
    dark: float
    darkest: float
    most_gain: float
    hot: int
    dead: int


@dataclass(frozen=True, eq=False)
class FlatField:
    """A learned flat field. `dark` in steps of `dark_step` grey levels and `gain` in 1/4096, both uint16 of the
    pictures' shape; `defects` (N, 2) int32 of x and y. Only such pictures, of `dtype`, can be corrected.
    """

    dark: NDArray[np.uint16]
    gain: NDArray[np.uint16]
    defects: NDArray[np.int32]
    dark_step: float
    full_scale: int
    dtype: str
    facts: FlatFieldFacts
    _replacement: Replacement = field(init=False, repr=False)
    _dark32: NDArray[np.float32] = field(init=False, repr=False)
    _gain32: NDArray[np.float32] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if self.dtype not in ("uint8", "uint16") or self.dark.dtype != np.uint16 or self.gain.dtype != np.uint16:
            raise CalibrationError("the flat field is not what this program writes", "Calibrate again.")
        if self.dark.shape != self.gain.shape or self.dark.ndim not in (2, 3) or self.dark.size == 0:
            raise CalibrationError("dark and gain of the flat field do not fit each other", "Calibrate again.")
        height, width = self.dark.shape[:2]
        defects = self.defects
        if (
            defects.ndim != 2
            or defects.shape[1] != 2
            or bool(np.any(defects < 0) or np.any(defects[:, 0] >= width) or np.any(defects[:, 1] >= height))
        ):
            raise CalibrationError("the flat field names defect pixels outside the picture", "Calibrate again.")
        object.__setattr__(self, "_replacement", Replacement.of(defects, (height, width)))
        object.__setattr__(self, "_dark32", self.dark.astype(np.float32) * np.float32(self.dark_step))
        object.__setattr__(self, "_gain32", self.gain.astype(np.float32) * np.float32(1.0 / _GAIN_ONE))

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return int(self.dark.shape[1]), int(self.dark.shape[0])

    @property
    def channels(self) -> int:
        return 1 if self.dark.ndim == 2 else 3

    def apply(self, image: Image, channel_gains: Sequence[float] = (1.0, 1.0, 1.0)) -> Image:
        """Return the corrected picture, a new array; `channel_gains` are further gains of the colour channels.

        Raises CalibrationError: a picture of another size or kind.
        """
        if image.shape != self.dark.shape or str(image.dtype) != self.dtype:
            raise CalibrationError(
                f"the picture is {described(image)}, the flat field is for {described(self.dark, self.dtype)}",
                "Use the camera settings of the calibration, or calibrate again.",
            )
        gain = self._gain32
        if self.channels == 3 and tuple(channel_gains) != (1.0, 1.0, 1.0):
            gain = gain * np.asarray(channel_gains, np.float32)
        return self._correct(image, gain)

    def with_gains(self, channel_gains: Sequence[float]) -> FlatField:
        """Return one that also applies these gains of the channels; costs nothing when it is applied."""
        other = FlatField(self.dark, self.gain, self.defects, self.dark_step, self.full_scale, self.dtype, self.facts)
        object.__setattr__(other, "_gain32", self._gain32 * np.asarray(channel_gains, np.float32))
        return other

    def _correct(self, image: Image, gain: NDArray[np.float32]) -> Image:
        out = np.empty_like(image)
        depth = cv2.CV_8U if image.dtype == np.uint8 else cv2.CV_16U
        rows = max(1, _BAND_VALUES // int(image[0].size))

        def correct(part_of: slice) -> None:
            flat = np.empty((rows, *image.shape[1:]), np.float32)
            for top in range(part_of.start, part_of.stop, rows):
                band = slice(top, min(top + rows, part_of.stop))
                part = flat[: band.stop - band.start]
                cv2.subtract(image[band], self._dark32[band], part, None, cv2.CV_32F)
                cv2.multiply(part, gain[band], out[band], 1.0, depth)

        in_halves(image.shape[0], image.shape[1], correct)
        if self.full_scale < np.iinfo(image.dtype).max:
            np.minimum(out, image.dtype.type(self.full_scale), out=out)
        self._replacement.apply(out)
        _keep_saturated(image, out, self.full_scale)
        return out

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What is to be stored beside `values`."""
        return {"dark": self.dark, "gain": self.gain, "defects": self.defects}

    def values(self) -> dict[str, Any]:
        """Plain numbers for JSON."""
        facts = {name: getattr(self.facts, name) for name in FlatFieldFacts.__slots__}
        return {"dark_step": self.dark_step, "full_scale": self.full_scale, "dtype": self.dtype, "facts": facts}

    @classmethod
    def restored(cls, arrays: Mapping[str, NDArray[Any]], values: Mapping[str, Any]) -> FlatField:
        """Make one of what `arrays` and `values` gave. Raises CalibrationError."""
        try:
            facts = FlatFieldFacts(**values["facts"])
            return cls(
                np.ascontiguousarray(arrays["dark"]),
                np.ascontiguousarray(arrays["gain"]),
                np.asarray(arrays["defects"], np.int32).reshape(-1, 2),
                float(values["dark_step"]),
                int(values["full_scale"]),
                str(values["dtype"]),
                facts,
            )
        except (KeyError, TypeError, ValueError) as error:
            raise CalibrationError(f"the flat field cannot be read: {error}", "Calibrate again.") from error


def learn(bright: Sequence[Image], dark: Sequence[Image] = ()) -> FlatField:
    """Learn a flat field from pictures of an even sheet and, better with, pictures in the dark.

    All of one size and kind. Without dark pictures the sensor's offset counts as zero.

    Raises:
        CalibrationError: none, of different kinds, saturated, too dark, under changing light, something in view, or
            more defect pixels than can be replaced. Says which and how much.
    """
    if not bright:
        raise CalibrationError(
            "there is no bright picture to learn the flat field from",
            "Put an even white or grey sheet where the part lies and take some pictures.",
        )
    kind = str(bright[0].dtype)
    full_scale = _full_scale([*bright, *dark])
    light = mean_of(bright, "bright", full_scale)
    check_bright(light, full_scale)
    black = mean_of(dark, "dark", full_scale) if dark else Reference.black(light)
    if black.mean.shape != light.mean.shape or (dark and str(dark[0].dtype) != kind):
        raise CalibrationError(
            f"the dark pictures are {described(dark[0])}, the bright ones {described(bright[0])}",
            "Take both with the same camera settings.",
        )
    check_dark(black, light, full_scale)
    signal = light.mean - black.mean
    defects = find_defects(black.mean, signal, full_scale)
    usual = Replacement.of(defects.places, signal.shape[:2])
    usual.apply(signal)
    usual.apply(black.mean)
    level = signal.reshape(-1, 1 if signal.ndim == 2 else 3).mean(axis=0, dtype=np.float64).astype(np.float32)
    gain = (level if signal.ndim == 3 else level[0]) / signal
    most = float(gain.max())
    if most > _MOST_GAIN:
        y, x = np.unravel_index(int(np.argmax(gain)), gain.shape)[:2]
        raise CalibrationError(
            f"the light falls to {100 / most:.0f} % of its mean at x {x}, y {y}; a correction by {most:.1f} would show "
            "noise only",
            "Make the light more even, or take the dark place out of the camera's region of interest.",
        )
    dark_step = 1.0 / 128.0 if kind == "uint8" else 1.0 / (65535 // full_scale)
    facts = FlatFieldFacts(
        n_bright=len(bright),
        n_dark=len(dark),
        bright=float(light.mean.mean()),
        dark=float(black.mean.mean()),
        darkest=1.0 / most,
        most_gain=most,
        hot=defects.hot,
        dead=defects.dead,
    )
    return FlatField(
        np.rint(np.clip(black.mean / dark_step, 0, 65535)).astype(np.uint16),
        np.rint(gain * _GAIN_ONE).astype(np.uint16),
        defects.places,
        dark_step,
        full_scale,
        kind,
        facts,
    )


def described(image: Image, dtype: str | None = None) -> str:
    """Say what kind of picture this is."""
    kind = "grey" if image.ndim == 2 else "colour"
    return f"{image.shape[1]} x {image.shape[0]} {kind} {dtype or image.dtype}"


def _full_scale(images: Sequence[Image]) -> int:
    if any(image.dtype == np.uint8 for image in images):
        return 255
    brightest = max(int(image.max()) for image in images)
    return next((scale for scale in FULL_SCALES if brightest <= scale), FULL_SCALES[-1])


def _keep_saturated(raw: Image, out: Image, full_scale: int) -> None:
    if raw.dtype == np.uint8:
        full = cv2.threshold(raw, 254, 255, cv2.THRESH_BINARY)[1]
        cv2.max(out, full, out)
    else:
        np.copyto(out, raw, where=raw >= full_scale)
