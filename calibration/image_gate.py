"""Is a picture fit for inspection? Limits learned from the normal set: brightness, saturated share, sharpness, place.

A failed lamp, an over-exposed or a blurred picture says nothing about the part, so it must become an ERROR and not a
verdict. A defect must never trip the gate. Hence the measures hardly move when a small part of the picture changes:
brightness leaves out the darkest and the brightest tenth of the field, saturation has room for a saturated defect,
and sharpness is only bounded from below, which a defect cannot reach unless it wipes out most of the structure.

Margins are ratios, wider the fewer the images: w(n) = 1 + 1 / sqrt(n). Brightness may leave the range seen by a
factor of 1.5^w(n), saturation by 0.12 * w(n) of the field, sharpness may fall by a factor of 1.4^w(n) below the
lowest seen. Images far from the rest of the normal set do not widen the limits and are counted in `n_ignored`.

Cameras deliver 10, 12, 14 or 16 bits in the low bits of a uint16. Full scale is the smallest of these that no picture
of the normal set exceeds, and `GateLimits.full_scale` keeps it: a later picture is measured on the same scale.

Where the part lies is only checked where that was learned (`registration`): not every product has a place.

A part that is dark as a whole (a dead cell in electroluminescence) looks like a failed lamp here: ERROR, not a pass.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from calibration import registration
from calibration.api import CalibrationError
from calibration.registration import Place, Registrar, Registration, Small

Image = NDArray[Any]

FULL_SCALES = (1023, 4095, 16383, 65535)
_GRID = 16  # brightness is averaged over 16 x 16 blocks of the field
_TRIM = 0.1  # share of blocks left out at either end
_SAMPLES = 1 << 16  # pixels looked at for brightness and saturation
_SHARP_VALUES = 1 << 19  # pixels times channels looked at for sharpness, in bands at native resolution
_BAND = 32
_BRIGHTNESS_FACTOR = 1.5
_SATURATED_ROOM = 0.12
_SHARPNESS_FACTOR = 1.4
_FAR_SIGMAS = 8.0
_FAR_RATIO = 1.5
_DARK = 1.0 / 512.0  # added before ratios, so that black does not count as infinitely far from almost black


@dataclass(frozen=True, slots=True)
class ImageQuality:
    """Measures of one picture.

    `brightness`: 0..1 of full scale, trimmed mean over the field. `saturated`: share of pixels whose
    brightest channel is at full scale or above. `sharpness`: fine structure (root mean square of the Laplacian at half
    resolution) relative to brightness, 0 upwards.
    """

    brightness: float
    saturated: float
    sharpness: float


@dataclass(frozen=True, slots=True)
class GateLimits:
    """Limits learned from `n_images` good pictures. Plain numbers: `to_dict` and `from_dict` go through JSON."""

    brightness_low: float
    brightness_high: float
    saturated_high: float
    sharpness_low: float
    n_images: int
    n_ignored: int
    full_scale: int = 65535
    place: Place | None = None  # where the part lies; None: not checked

    def to_dict(self) -> dict[str, Any]:
        """Limits that know no place are written as before there was one: recipes keep their hash."""
        values = asdict(self)
        if self.place is None:
            del values["place"]
        return values

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> GateLimits:
        """Read what `to_dict` wrote.

        Raises:
            CalibrationError: a key is missing, unknown or not a finite number.
        """
        place = values.get("place")
        numbers = {name: value for name, value in values.items() if name != "place"}
        _check_keys([field.name for field in fields(cls) if field.name != "place"], numbers)
        return cls(
            brightness_low=float(values["brightness_low"]),
            brightness_high=float(values["brightness_high"]),
            saturated_high=float(values["saturated_high"]),
            sharpness_low=float(values["sharpness_low"]),
            n_images=int(values["n_images"]),
            n_ignored=int(values["n_ignored"]),
            full_scale=int(values["full_scale"]),
            place=None if place is None else _place(place),
        )


def _place(values: Mapping[str, Any]) -> Place:
    """Raises CalibrationError, also where the reference picture cannot be read."""
    names = [field.name for field in fields(Place)]
    _check_keys([name for name in names if name != "reference"], {k: v for k, v in values.items() if k != "reference"})
    numbers = {name: values[name] for name in names if name != "reference"}
    for name in ("width", "height", "n_images", "n_ignored"):
        numbers[name] = int(numbers[name])
    place = Place(reference=str(values.get("reference", "")), **numbers)
    Registrar.of(place)
    return place


def _check_keys(names: Collection[str], values: Mapping[str, Any]) -> None:
    wrong = sorted(set(names) ^ set(values))
    if wrong:
        raise CalibrationError(
            f"the image gate limits have missing or unknown keys: {', '.join(wrong)}",
            "Learn the limits again from the normal set.",
        )
    for name in names:
        value = values[name]
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            raise CalibrationError(f"the image gate limit {name} is {value!r}, not a number")


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at a picture found. `place`: how its part lies, None where that is not checked.

    `findings` say what is wrong with it, one sentence each; none: fit for inspection.
    """

    quality: ImageQuality
    place: Registration | None
    findings: tuple[str, ...]


class ImageGate:
    """The limits, ready to look at pictures. Thread-safe."""

    def __init__(self, limits: GateLimits) -> None:
        """Raises CalibrationError: the reference picture cannot be read."""
        self.limits = limits
        self._registrar = None if limits.place is None else Registrar.of(limits.place)

    def look(self, image: Image) -> Look:
        """Measure a picture and hold it against the limits. Raises CalibrationError: `measure` refuses it."""
        limits = self.limits
        quality = measure(image, limits.full_scale)
        findings = check(quality, limits)
        if self._registrar is None or limits.place is None:
            return Look(quality, None, tuple(findings))
        seen = self._registrar.look(image)
        if seen is None:
            findings.append("picture of another size than the reference picture of the image gate")
        elif not findings:  # of a dark or blurred picture nothing else needs to be said
            findings = _check_place(seen, limits.place)
        return Look(quality, seen, tuple(findings))


@dataclass(frozen=True, slots=True)
class Learned:
    """Limits with what they were learned from, picture by picture, in the order of the pictures."""

    limits: GateLimits
    qualities: tuple[ImageQuality, ...]
    registration: registration.Learned


def measure(image: Image, full_scale: int = 65535) -> ImageQuality:
    """Measure one picture: (H, W) or (H, W, 3), uint8 or uint16, any size; about a millisecond per megapixel.

    `full_scale` is what a uint16 picture can hold at most, `GateLimits.full_scale`; that of uint8 is 255.

    Raises:
        CalibrationError: another shape or dtype.
    """
    if image.ndim not in (2, 3) or (image.ndim == 3 and image.shape[2] != 3) or image.size == 0:
        raise CalibrationError(f"a picture is (height, width) or (height, width, 3), not {image.shape}")
    if image.dtype not in (np.uint8, np.uint16):
        raise CalibrationError(f"a picture is 8 or 16 bit, not {image.dtype}")
    full = 255.0 if image.dtype == np.uint8 else float(full_scale)
    step = max(1, math.isqrt(image.shape[0] * image.shape[1] // _SAMPLES))
    size = (-(-image.shape[1] // step), -(-image.shape[0] // step))
    sample = cv2.resize(image, size, interpolation=cv2.INTER_NEAREST) if step > 1 else image
    brightness = _trimmed_mean(_grey(sample)) / full
    return ImageQuality(
        brightness=brightness,
        saturated=_saturated_share(sample, full),
        sharpness=_structure(image) / full / (brightness + _DARK),
    )


def learn(images: Collection[Image], *, place: bool = False) -> GateLimits:
    """Learn limits from good pictures; one is enough, more are narrower. Reads `images` twice, one at a time.

    With `place` also where the part lies, where the pictures have one in common; else that is not checked.

    Raises:
        CalibrationError: no picture, or one that `measure` refuses.
    """
    return learn_all(images, place=place).limits


def learn_all(images: Collection[Image], *, place: bool) -> Learned:
    """As `learn`, with all that was measured for it."""
    brightest = max((int(image.max()) for image in images if image.dtype == np.uint16), default=0)
    full_scale = next((scale for scale in FULL_SCALES if brightest <= scale), FULL_SCALES[-1])
    qualities: list[ImageQuality] = []
    smalls: list[Small] = []
    sizes: set[tuple[int, int]] = set()
    for image in images:
        qualities.append(measure(image, full_scale))
        if place:
            smalls.append(registration.reduced(image))
            sizes.add((image.shape[1], image.shape[0]))
    limits = limits_of(qualities)
    if not place:
        where = registration.Learned(None, "it was not asked for", ())
    elif len(sizes) > 1:
        where = registration.Learned(None, "the pictures have different sizes", ())
    else:
        where = registration.learn(smalls, *next(iter(sizes)))
    return Learned(replace(limits, full_scale=full_scale, place=where.place), tuple(qualities), where)


def limits_of(qualities: Iterable[ImageQuality]) -> GateLimits:
    """Learn limits from pictures that were measured already.

    Raises:
        CalibrationError: there are none.
    """
    seen = list(qualities)
    if not seen:
        raise CalibrationError("there is no picture to learn the image gate from", "Give at least one good picture.")
    brightness = np.log([quality.brightness + _DARK for quality in seen])
    sharpness = np.log([quality.sharpness + _DARK for quality in seen])
    saturated = np.array([quality.saturated for quality in seen])
    usual = _near(brightness) & _near(sharpness) & (np.abs(saturated - np.median(saturated)) <= 0.5)
    if not usual.any():
        usual[:] = True
    widen = 1.0 + 1.0 / math.sqrt(int(usual.sum()))
    light, fine = brightness[usual], sharpness[usual]
    room = widen * math.log(_BRIGHTNESS_FACTOR)
    return GateLimits(
        brightness_low=max(0.0, math.exp(float(light.min()) - room) - _DARK),
        brightness_high=math.exp(float(light.max()) + room) - _DARK,
        saturated_high=float(saturated[usual].max()) + widen * _SATURATED_ROOM,
        sharpness_low=max(0.0, math.exp(float(fine.min()) - widen * math.log(_SHARPNESS_FACTOR)) - _DARK),
        n_images=len(seen),
        n_ignored=int(len(seen) - usual.sum()),
    )


def check(quality: ImageQuality, limits: GateLimits) -> list[str]:
    """Return what is wrong with the picture, one sentence each; an empty list: fit for inspection."""
    findings = []
    if quality.brightness < limits.brightness_low:
        findings.append(
            f"picture too dark: brightness {_share(quality.brightness)}, at least {_share(limits.brightness_low)} "
            "expected (lamp, exposure, lens cap?)"
        )
    if quality.brightness > limits.brightness_high:
        findings.append(
            f"picture too bright: brightness {_share(quality.brightness)}, at most {_share(limits.brightness_high)} "
            "expected (exposure, stray light?)"
        )
    if quality.saturated > limits.saturated_high:
        findings.append(
            f"picture over-exposed: {_share(quality.saturated)} of it saturated, at most "
            f"{_share(limits.saturated_high)} expected (exposure, gain, stray light?)"
        )
    if quality.sharpness < limits.sharpness_low:
        findings.append(
            f"picture blurred: sharpness {quality.sharpness:.3g}, at least {limits.sharpness_low:.3g} expected "
            "(focus, motion, dirt on the lens?)"
        )
    return findings


def _check_place(seen: Registration, place: Place) -> list[str]:
    if seen.agreement < place.agreement_low:
        return [
            f"part not recognised at its place: agreement with the reference {seen.agreement:.2f}, at least "
            f"{place.agreement_low:.2f} expected (no part, another part, upside down?)"
        ]
    findings = []
    shift, turn = place.shift_px(seen), place.turn_deg(seen)
    if shift > place.shift_high_px:
        findings.append(
            f"part out of place: {shift:.0f} px from its place, at most {place.shift_high_px:.0f} px expected "
            "(holder, trigger, camera mount?)"
        )
    if turn > place.turn_high_deg:
        findings.append(
            f"part turned: by {turn:.1f} degrees, at most {place.turn_high_deg:.1f} degrees expected "
            "(holder, camera mount?)"
        )
    return findings


def _grey(image: Image) -> Image:
    grey: Image = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY) if image.ndim == 3 else image
    return grey


def _trimmed_mean(grey: Image) -> float:
    grid = (min(_GRID, grey.shape[1]), min(_GRID, grey.shape[0]))
    blocks = np.sort(cv2.resize(grey, grid, interpolation=cv2.INTER_AREA), axis=None).astype(np.float64)
    left_out = int(blocks.size * _TRIM)
    return float(blocks[left_out : blocks.size - left_out].mean())


def _saturated_share(sample: Image, full: float) -> float:
    brightest = functools.reduce(cv2.max, cv2.split(sample)) if sample.ndim == 3 else sample
    return int(np.count_nonzero(brightest >= sample.dtype.type(full))) / int(brightest.size)


def _structure(image: Image) -> float:
    """Return the root mean square of the Laplacian at half resolution, over bands spread over the field.

    Halving averages four pixels: it halves the sensor noise, which stays sharp in a blurred picture.
    """
    height, width = image.shape[:2]
    if height < 6 or width < 6:
        return 0.0
    wanted = max(1, round(_SHARP_VALUES / (_BAND * image[0].size)))
    if wanted * _BAND >= height:
        starts, band = [0], height
    else:
        starts, band = [int(start) for start in np.linspace(0, height - _BAND, wanted)], _BAND
    total, count = 0.0, 0
    for start in starts:
        rows = image[start : start + band]
        half = _grey(cv2.resize(rows, (width // 2, rows.shape[0] // 2), interpolation=cv2.INTER_AREA))
        edges = cv2.Laplacian(half, cv2.CV_32F)[1:-1, 1:-1]
        total += float(cv2.norm(edges, cv2.NORM_L2SQR))
        count += edges.size
    return math.sqrt(total / count)


def _near(logs: NDArray[np.float64]) -> NDArray[np.bool_]:
    centre = np.median(logs)
    spread = 1.4826 * float(np.median(np.abs(logs - centre)))
    near: NDArray[np.bool_] = np.abs(logs - centre) <= max(_FAR_SIGMAS * spread, math.log(_FAR_RATIO))
    return near


def _share(value: float) -> str:
    return f"{value * 100.0:.1f} %"
