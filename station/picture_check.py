"""Pictures are looked at before they are learned from: of one kind, with something on them, fit for the image gate."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from calibration.image_gate import GateLimits, ImageGate, Learned, learn_all
from detectors import Cancelled, ImageError, TrainingDataError
from detectors.images import SMALLEST_SIDE, WATCHED
from station.decision import image_spec
from station.errors import RecipeError
from station.images import Image, ImageFiles, Seen, read_image
from station.recipe import ImageSpec

Progress = Callable[[float, str], None]
Look = Callable[[Image], Image]

NAMED_MOST = 5
_GATE_IMAGES_MOST = 200
_DEFECTS = "Among the defects: "
_NUMBERED = r"\b(?:([Gg]ood|[Dd]efect) )?\b[Ii]mage (\d+)\b"


def check_pictures(
    paths: Sequence[Path],
    *,
    progress: Progress = lambda _fraction, _stage: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> ImageSpec:
    """Read every picture once; return the kind that all have in common.

    Raises:
        ImageFileError: one cannot be read.
        RecipeError: one is of another kind than the first.
        TrainingDataError: none at all, too small, or some with the same value everywhere. Cancelled.
    """
    kind = OneKind()
    for index, path in enumerate(paths):
        check_cancelled(cancelled)
        progress(index / len(paths), "reading the pictures")
        kind.add(path, read_image(path))
    return kind.spec()


class OneKind:
    """Takes in pictures that must be of one kind (size, channels, depth), and remembers those that show nothing."""

    def __init__(self) -> None:
        self._first: tuple[Path, ImageSpec] | None = None
        self._constant: list[tuple[Path, int]] = []

    def add(self, path: Path, image: NDArray[Any]) -> None:
        """Raises RecipeError where it is of another kind than the first, TrainingDataError where it is too small."""
        spec = image_spec(image)
        if self._first is None:
            self._first = (path, spec)
        elif spec != self._first[1]:
            raise RecipeError(
                f"{path} is {spec}, but {self._first[0]} is {self._first[1]}.",
                "A recipe is taught on pictures of one kind: take out the odd ones, or teach them as another recipe.",
            )
        if min(spec.height, spec.width) < SMALLEST_SIDE:
            raise TrainingDataError(
                f"{path} is {spec.width} x {spec.height} pixels.", f"Take pictures of at least {SMALLEST_SIDE} a side."
            )
        if image.min() == image.max():
            self._constant.append((path, int(image.flat[0])))

    def spec(self) -> ImageSpec:
        """Return the kind of all. Raises TrainingDataError: no picture was taken in, or some are constant."""
        if self._first is None:
            raise TrainingDataError("There are no good pictures to learn from.", "Give a folder with good pictures.")
        if len(self._constant) == 1:
            path, value = self._constant[0]
            raise TrainingDataError(
                f"{path} has the same value ({value}) everywhere.", "Take it out, and check the light and the lens cap."
            )
        if self._constant:
            raise TrainingDataError(
                f"{len(self._constant)} pictures have the same value everywhere:"
                f" {some(f'{path} ({value})' for path, value in self._constant)}.",
                "Take them out, and check the light and the lens cap.",
            )
        return self._first[1]


def learn_gate(normal: Sequence[Path], look: Look = lambda image: image, *, place: bool = False) -> Learned:
    """Learn the image gate from the pictures that are learned from, or some of them. Raises ImageFileError.

    `look` gives what of a picture counts. `place`: also where the part lies.
    """
    return learn_all(Seen(some_images(normal), look), place=place)


def some_images(paths: Sequence[Path]) -> ImageFiles:
    """Return pictures spread evenly over `paths`, few enough to be read just for a mean."""
    return ImageFiles(paths[index] for index in spread_over(len(paths), most=_GATE_IMAGES_MOST))


def refused_by(
    gate: GateLimits,
    paths: Iterable[Path],
    *,
    cancelled: Callable[[], bool] = lambda: False,
    look: Look = lambda image: image,
) -> dict[Path, str]:
    """Tell which pictures the line would not score, and why; `look` as in `learn_gate`.

    Raises ImageFileError, Cancelled.
    """
    refused = {}
    ready = ImageGate(gate)
    for path in paths:
        check_cancelled(cancelled)
        findings = ready.look(look(read_image(path))).findings
        if findings:
            refused[path] = "; ".join(findings)
    return refused


def none_fit(refused: dict[Path, str]) -> TrainingDataError:
    """What to say where the image gate refuses all good pictures that were held out."""
    return TrainingDataError(
        f"Of {len(refused)} held-out good pictures none can be used, for the image gate refuses:"
        f" {some(f'{path}: {why}' for path, why in refused.items())}.",
        "They look unlike those that are learned from: sort the good pictures, and check the light and the focus.",
    )


@contextlib.contextmanager
def paths_for_numbers(
    normal: Sequence[Path], defects: Sequence[Path] = (), watched: Sequence[Path] = ()
) -> Iterator[None]:
    """Name files where a detector, which knows only the place of a picture in what it was given, names that.

    Raises TrainingDataError for that and for ImageError, with the path in place of "good image 8".
    """
    try:
        yield
    except (TrainingDataError, ImageError) as error:
        told = error.message

        def path(found: re.Match[str]) -> str:
            kind, number = (found.group(1) or "").lower(), int(found.group(2))
            paths = watched if told.startswith(WATCHED) else normal
            if kind == "defect" or told.startswith(_DEFECTS):
                paths = defects
            return str(paths[number]) if number < len(paths) else found.group()

        raise TrainingDataError(re.sub(_NUMBERED, path, told), error.hint) from error


def some(texts: Iterable[str]) -> str:
    """Join the first few, and say how many more there are."""
    listed = list(texts)
    more = len(listed) - NAMED_MOST
    return "; ".join(listed[:NAMED_MOST]) + (f"; and {more} more" if more > 0 else "")


def check_cancelled(cancelled: Callable[[], bool]) -> None:
    """Raises Cancelled."""
    if cancelled():
        raise Cancelled("The training was cancelled.", "No model was added.")


def spread_over(count: int, most: int) -> list[int]:
    """At most `most` indices, spread evenly over `count`."""
    if count <= most:
        return list(range(count))
    return [round(step * (count - 1) / (most - 1)) for step in range(most)]
