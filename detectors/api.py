"""What a detector is to the station: small types and two protocols.

A `Detector` is an unfitted method; `fit` and `load` give a `FittedDetector`, so "not fitted" cannot happen.
Scores and maps are raw: higher is more anomalous, no threshold, no clamp, no rescaling.

    DetectorError               what went wrong, and what to do (`hint`)
    |-- OptionsError            an option that does not exist or is out of range
    |-- TrainingDataError       too few, unreadable, constant or unfit images
    |-- ModelFolderError        a model folder that is missing, damaged or fails its self-test
    |-- WeightsError            backbone weights missing or with another hash
    |-- ImageError              an image that cannot be scored
    |-- DeviceError             no such device, or it is out of memory
    |-- ExportError             a model that cannot leave the station, or what that takes is not installed
    `-- Cancelled               the caller's `cancelled()` said so
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from numpy.typing import NDArray

Image = NDArray[Any]
"""(H, W) grey or (H, W, 3) RGB; uint8 or uint16; any size."""

Progress = Callable[[float, str], None]
"""progress(fraction in 0..1, stage in a few words). Called often; must be cheap."""


class DetectorError(Exception):
    """Something about a detector that the person in front of the machine can act on."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class OptionsError(DetectorError): ...


class TrainingDataError(DetectorError): ...


class ModelFolderError(DetectorError): ...


class WeightsError(DetectorError): ...


class ImageError(DetectorError): ...


class DeviceError(DetectorError): ...


class ExportError(DetectorError): ...


class Cancelled(DetectorError): ...


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """`score`: raw, unbounded. `anomaly_map`: float32 (H, W) at the image's own size, same unit as the score.

    `score` may be non-finite only by a fault of the detector; the station then answers ERROR.
    """

    score: float
    anomaly_map: NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """An image whose truth is known.

    `mask`: (H, W) of the image's size, other than 0 where it is defective; None where nobody painted one.
    """

    image: Image
    defective: bool
    mask: NDArray[Any] | None = None


@dataclass(frozen=True, slots=True)
class Epoch:
    """One point of a training curve.

    number        epochs (or steps) done, of `planned`
    loss          mean since the point before
    separation    AUROC in 0..1 of held-out good patches against synthetic defects on them: what training may look at
    auroc         image AUROC on the labelled images that were only watched; None without both kinds of them
    """

    number: int
    planned: int
    loss: float
    separation: float
    auroc: float | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a fit will cost, told before it starts. Upper guesses, from measured rates where there are any."""

    seconds: float
    peak_bytes: int
    model_bytes: int
    notes: str = ""


@runtime_checkable
class FittedDetector(Protocol):
    """A detector that was taught. Not thread-safe: one thread at a time."""

    @property
    def detector(self) -> str:
        """Registry name of the method."""
        ...

    @property
    def options(self) -> Mapping[str, Any]:
        """The options it was fitted with, as plain JSON values."""
        ...

    @property
    def n_images(self) -> int:
        """Good images it was taught from (without augmentation)."""
        ...

    @property
    def device(self) -> str: ...

    def predict(self, images: Sequence[Image]) -> list[Prediction]:
        """Score images, each of any size, grey or colour, 8 or 16 bit. Same order. An empty list gives an empty list.

        Raises:
            ImageError: names the index and what is wrong with the image.
            DeviceError: out of memory even one image at a time.
        """
        ...

    def save(self, folder: Path) -> None:
        """Write a complete model folder (safetensors and meta.json with hashes and self-test values).

        `folder` must not exist: it is written beside, synced and renamed, so it is whole or absent.

        Raises:
            ModelFolderError: exists already, or cannot be written.
        """
        ...

    def warm_up(self, size: tuple[int, int]) -> None:
        """Run until the first real image of (height, width) `size` costs no more than the thousandth."""
        ...

    def close(self) -> None:
        """Free the memory. Safe to call twice; no other call is allowed after."""
        ...


@runtime_checkable
class Extendable(Protocol):
    """Fitted detectors that can take in more good images without starting from zero."""

    def extend(
        self,
        images: Sequence[Image],
        *,
        seed: int = 0,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> FittedDetector:
        """Return a new fitted detector that knows `images` too. The old one stays as it was."""
        ...


@runtime_checkable
class Extending(Protocol):
    """Detectors that say whether what they fit is `Extendable`."""

    @property
    def extends(self) -> bool: ...


@runtime_checkable
class Detector(Protocol):
    """One method. Stateless; safe to share."""

    @property
    def name(self) -> str: ...

    @property
    def min_images(self) -> int:
        """Fewest good images that `fit` accepts."""
        ...

    def parse_options(self, values: Mapping[str, Any]) -> Any:
        """Turn plain values (from a recipe or the command line) into this detector's frozen options dataclass.

        Raises:
            OptionsError: names the key; an unknown key is answered with the known ones.
        """
        ...

    def estimate(self, n_images: int, size: tuple[int, int], options: Any, *, device: str = "cpu") -> Estimate: ...

    def fit(
        self,
        images: Sequence[Image],
        options: Any,
        *,
        device: str = "auto",
        seed: int = 0,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> FittedDetector:
        """Learn from good images only. `images` is read by index, more than once: it may be lazy.

        `device`: "auto", "cpu", "cuda" or "cuda:N". Same images, options, device kind and seed give the same model.

        Raises:
            TrainingDataError, OptionsError, WeightsError, DeviceError, Cancelled
        """
        ...

    def load(self, folder: Path, *, device: str = "auto") -> FittedDetector:
        """Read a model folder, check its hashes and run its self-test.

        Raises:
            ModelFolderError, WeightsError, DeviceError
        """
        ...


@runtime_checkable
class Gradual(Protocol):
    """Detectors that learn in epochs: their training can be watched, and some learn from known defects too."""

    @property
    def learns_from_defects(self) -> bool: ...

    def fit_watched(
        self,
        images: Sequence[Image],
        options: Any,
        *,
        defects: Sequence[Labelled] = (),
        watched: Sequence[Labelled] = (),
        on_epoch: Callable[[Epoch], None] | None = None,
        device: str = "auto",
        seed: int = 0,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> FittedDetector:
        """As `Detector.fit`, which is this without the rest; and the same model whatever is watched.

        `defects` are learned from. `watched` are scored after each epoch for the curve and decide nothing: not when
        training ends, not which epoch is kept.

        Raises:
            TrainingDataError: also where `defects` is given to a detector that cannot learn from them, where one of
                them is not defective, and where a mask has another size than its image or is empty.
        """
        ...


@runtime_checkable
class Trained(Protocol):
    """Fitted detectors that remember how their training went."""

    @property
    def curve(self) -> tuple[Epoch, ...]:
        """One point per epoch, oldest first; kept in the model folder."""
        ...
