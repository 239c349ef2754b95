"""What every detector must do, as checks that anyone can run on a method.

    from detectors.contract import CHECKS, Subject

    for name, check in CHECKS.items():
        check(Subject.of("mymethod"), empty_folder)       # raises ContractBroken

A method is built through the registry and fitted on small made pictures with the options that its module's
`CONTRACT_OPTIONS` holds (none: the defaults). Nothing here measures accuracy; that is what benchmarks are for. Only
this much is asked: a gross defect scores higher than every good picture, and its map is highest where it is.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from detectors.api import (
    Cancelled,
    Detector,
    DetectorError,
    DeviceError,
    Estimate,
    Extendable,
    Extending,
    FittedDetector,
    Image,
    ImageError,
    ModelFolderError,
    OptionsError,
    Prediction,
    TrainingDataError,
)
from detectors.registry import Registry

GOOD_IMAGES = 6
SIZE = (60, 84)
REPEATABLE = 1e-4
"""Relative difference of scores that counts as the same on one device kind."""


class ContractBroken(AssertionError):
    """The detector does not do what the protocol says."""


def made_picture(number: int, *, colour: bool = False, defect: bool = False, size: tuple[int, int] = SIZE) -> Image:
    """Return a woven pattern with a little noise, other for each number; the defect is a bright square."""
    random = np.random.default_rng(number)
    y, x = np.mgrid[0 : size[0], 0 : size[1]]
    picture = 110 + 25 * np.sin(x * 0.8) + 25 * np.sin(y * 0.8) + random.normal(0, 3, size)
    if defect:
        top, left, side = _defect_place(size)
        picture[top : top + side, left : left + side] = 250
    grey = np.clip(picture, 0, 255).astype(np.uint8)
    return np.stack([grey, grey // 2, 255 - grey], -1) if colour else grey


def _defect_place(size: tuple[int, int]) -> tuple[int, int, int]:
    return size[0] // 4, size[1] // 2, max(8, min(size) // 4)


@dataclass(frozen=True)
class Subject:
    """The detector under examination, and its options for a quick fit."""

    detector: Detector
    options: Mapping[str, Any]
    device: str = "cpu"

    @classmethod
    def of(cls, name: str, registry: Registry | None = None) -> Subject:
        table = registry or Registry()
        return cls(table.create(name), table.contract_options(name))

    def parsed(self) -> Any:
        return self.detector.parse_options(self.options)

    @cached_property
    def good(self) -> list[Image]:
        return [made_picture(number) for number in range(max(GOOD_IMAGES, self.detector.min_images))]

    @cached_property
    def fitted(self) -> FittedDetector:
        return self.fit(self.good)

    def fit(self, images: Sequence[Image], **more: Any) -> FittedDetector:
        return self.detector.fit(images, self.parsed(), device=self.device, seed=1, **more)


Check = Callable[[Subject, Path], None]


def _must(fact: bool, words: str) -> None:
    if not fact:
        raise ContractBroken(words)


def _refuses(error: type[DetectorError], call: Callable[[], object], words: str) -> DetectorError:
    """Return the error with which `call` must end."""
    try:
        call()
    except error as refused:
        _must(bool(refused.message), f"{words}: an error without a message")
        return refused
    raise ContractBroken(f"{words}: no {error.__name__}")


def _check_prediction(prediction: Prediction, image: Image) -> None:
    _must(isinstance(prediction, Prediction), "predict returns no Prediction")
    _must(math.isfinite(prediction.score), "the score of a good picture is not finite")
    found = prediction.anomaly_map
    _must(found.dtype == np.float32, f"the anomaly map is {found.dtype}, not float32")
    _must(found.shape == image.shape[:2], f"the anomaly map is {found.shape}, the image {image.shape[:2]}")
    _must(bool(np.isfinite(found).all()), "the anomaly map of a good picture is not finite")


def _same(one: Sequence[Prediction], other: Sequence[Prediction], words: str) -> None:
    _must(len(one) == len(other), f"{words}: {len(one)} and {len(other)} predictions")
    for a, b in zip(one, other, strict=True):
        _must(math.isclose(a.score, b.score, rel_tol=REPEATABLE), f"{words}: scores {a.score} and {b.score}")
        largest = max(float(np.abs(a.anomaly_map).max()), 1e-12)
        apart = float(np.abs(a.anomaly_map - b.anomaly_map).max())
        _must(apart <= 10 * REPEATABLE * largest, f"{words}: anomaly maps differ by {apart}")


def keeps_the_protocols(subject: Subject, _folder: Path) -> None:
    """Have the members of both protocols, and say the same name everywhere."""
    _must(isinstance(subject.detector, Detector), "no Detector")
    fitted = subject.fitted
    _must(isinstance(fitted, FittedDetector), "fit returns no FittedDetector")
    _must(fitted.detector == subject.detector.name, "the fitted detector has another name")
    _must(fitted.n_images == len(subject.good), f"n_images is {fitted.n_images}, of {len(subject.good)} images")
    _must(fitted.device.startswith(subject.device), f"fitted on {fitted.device}, asked for {subject.device}")


def options_are_plain_and_come_back(subject: Subject, _folder: Path) -> None:
    """Give options that JSON holds and that parse to the same options again."""
    plain = dict(subject.fitted.options)
    again = subject.detector.parse_options(json.loads(json.dumps(plain)))
    _must(again == subject.parsed(), "the options of the fitted detector are not those it was given")


def unknown_options_are_refused(subject: Subject, _folder: Path) -> None:
    """Name an unknown option, and answer with the known ones."""
    error = _refuses(
        OptionsError, lambda: subject.detector.parse_options({"no_such_option": 1}), "an unknown option is taken"
    )
    _must("no_such_option" in error.message, "the error does not name the unknown option")
    for known in subject.fitted.options:
        _must(known in error.hint, f"the hint does not list the option {known}")


def estimate_is_given_before_fit(subject: Subject, _folder: Path) -> None:
    """Tell time and memory, never less for more images."""
    few, many = (subject.detector.estimate(n, (480, 640), subject.parsed(), device=subject.device) for n in (10, 1000))
    for one in (few, many):
        _must(isinstance(one, Estimate), "estimate returns no Estimate")
        _must(math.isfinite(one.seconds) and one.seconds > 0, "the estimated time is not positive")
        _must(one.peak_bytes > 0 and one.model_bytes > 0, "the estimated memory is not positive")
    _must(many.peak_bytes >= few.peak_bytes, "more images are estimated to take less memory")


def a_gross_defect_scores_above_good(subject: Subject, _folder: Path) -> None:
    """Score higher what is plainly wrong, and show where."""
    unseen = [made_picture(100 + number) for number in range(4)]
    defect = made_picture(200, defect=True)
    predictions = subject.fitted.predict([*unseen, defect])
    for prediction, image in zip(predictions, [*unseen, defect], strict=True):
        _check_prediction(prediction, image)
    good, bad = max(one.score for one in predictions[:-1]), predictions[-1].score
    _must(bad > good, f"the defect scores {bad}, a good picture {good}")
    found = predictions[-1].anomaly_map
    y, x = np.unravel_index(int(found.argmax()), found.shape)
    top, left, side = _defect_place(SIZE)
    inside = top - side <= y <= top + 2 * side and left - side <= x <= left + 2 * side
    _must(bool(inside), f"the anomaly map is highest at ({y}, {x}), not at the defect")


def every_kind_of_image_is_scored(subject: Subject, _folder: Path) -> None:
    """Take any size, grey and colour, 8 and 16 bit, read-only and non-contiguous, mixed in one call."""
    grey, colour = made_picture(300), made_picture(301, colour=True)
    frozen = made_picture(302)
    frozen.setflags(write=False)
    images: list[Image] = [
        grey,
        colour,
        frozen,
        grey.astype(np.uint16) * 16,
        colour.astype(np.uint16) * 256,
        made_picture(303, size=(33, 50)),
        made_picture(304, size=(200, 151)),
        grey[::2, ::2],
        colour[:, :, ::-1],
    ]
    before = [image.copy() for image in images]
    for prediction, image in zip(subject.fitted.predict(images), images, strict=True):
        _check_prediction(prediction, image)
    changed = [index for index, image in enumerate(images) if not np.array_equal(image, before[index])]
    _must(not changed, f"predict changes the images {changed}")


def batching_changes_nothing(subject: Subject, _folder: Path) -> None:
    """Give each image the same answer alone, in company and twice, in the order asked."""
    images = [made_picture(400 + number, defect=number % 3 == 0, colour=number % 2 == 0) for number in range(11)]
    together = subject.fitted.predict(images)
    _same(together, subject.fitted.predict(images), "twice")
    # Other batch sizes may take other kernels; that is rounding of the network's number type, not another answer.
    for one, other in zip(together, [subject.fitted.predict([image])[0] for image in images], strict=True):
        _must(math.isclose(one.score, other.score, rel_tol=0.02), f"alone {other.score}, together {one.score}")
    _must(subject.fitted.predict([]) == [], "an empty list does not give an empty list")


def bad_images_are_named(subject: Subject, _folder: Path) -> None:
    """Refuse what is no image, by its index."""
    bad: list[Any] = [
        np.zeros((40, 40), np.float32),
        np.zeros((40, 40, 4), np.uint8),
        np.zeros((40,), np.uint8),
        np.zeros((0, 40), np.uint8),
        None,
    ]
    for image in bad:
        words = f"{getattr(image, 'shape', None)} {getattr(image, 'dtype', type(image).__name__)}"
        error = _refuses(ImageError, lambda image=image: subject.fitted.predict([made_picture(1), image]), words)  # type: ignore[misc]
        _must("1" in error.message, f"{words}: the error does not name index 1")


def unfit_training_data_is_refused(subject: Subject, _folder: Path) -> None:
    """Refuse too few images, a constant one, and what is no image."""
    few = subject.good[: subject.detector.min_images - 1]
    _refuses(TrainingDataError, lambda: subject.fit(few), "too few good images")
    _refuses(TrainingDataError, lambda: subject.fit([]), "no good images")
    constant = [*subject.good, np.full(SIZE, 7, np.uint8)]
    error = _refuses(TrainingDataError, lambda: subject.fit(constant), "a constant image")
    _must(str(len(subject.good)) in error.message, "the error does not name the constant image's index")
    wrong: list[Any] = [*subject.good, np.zeros(SIZE, np.float64)]
    _refuses(TrainingDataError, lambda: subject.fit(wrong), "a float image")


def good_images_may_be_mixed(subject: Subject, _folder: Path) -> None:
    """Learn from grey and colour, 8 and 16 bit, and several sizes at once."""
    mixed: list[Image] = list(subject.good)
    mixed[0] = made_picture(0, colour=True)
    mixed[1] = made_picture(1).astype(np.uint16) * 16
    mixed[2] = made_picture(2, size=(90, 90))
    fitted = subject.fit(mixed)
    try:
        for image in mixed:
            _check_prediction(fitted.predict([image])[0], image)
    finally:
        fitted.close()


def fit_is_repeatable(subject: Subject, _folder: Path) -> None:
    """Give the same model for the same images, options, device kind and seed."""
    again = subject.fit(subject.good)
    try:
        probes = [made_picture(500), made_picture(501, defect=True)]
        _same(subject.fitted.predict(probes), again.predict(probes), "two fits")
    finally:
        again.close()


def progress_rises_and_cancel_is_heard(subject: Subject, _folder: Path) -> None:
    """Report rising fractions in 0..1 that end at 1, and end with Cancelled wherever the caller says so."""
    told: list[float] = []
    subject.fit(subject.good, progress=lambda fraction, _stage: told.append(fraction)).close()
    _must(len(told) >= 2, "fit reports no progress")
    _must(all(0.0 <= one <= 1.0 for one in told), f"progress outside 0..1: {told}")
    _must(told == sorted(told), f"progress falls: {told}")
    _must(told[-1] == 1.0, f"progress ends at {told[-1]}")
    asked = 0

    def count() -> bool:
        nonlocal asked
        asked += 1
        return False

    subject.fit(subject.good, cancelled=count).close()
    _must(asked > 0, "fit never asks whether it was cancelled")
    for stop_at in sorted({1, max(1, asked // 2), asked}):
        left = stop_at

        def stop() -> bool:
            nonlocal left
            left -= 1
            return left <= 0

        _refuses(Cancelled, lambda: subject.fit(subject.good, cancelled=stop), f"cancelled at question {stop_at}")


def a_saved_model_is_the_same_model(subject: Subject, folder: Path) -> None:
    """Save and load without a difference, on top of nothing."""
    target = folder / "deep" / "model"
    subject.fitted.save(target)
    _must((target / "meta.json").is_file(), "there is no meta.json in the model folder")
    left = [path.name for path in target.parent.iterdir() if path != target]
    _must(not left, f"save leaves {left} beside the model folder")
    _refuses(ModelFolderError, lambda: subject.fitted.save(target), "saving over a model")
    probes = [made_picture(600), made_picture(601, defect=True), made_picture(602, colour=True)]
    loaded = subject.detector.load(target, device=subject.device)
    try:
        _must(loaded.n_images == subject.fitted.n_images, "the loaded model has another n_images")
        _must(dict(loaded.options) == dict(subject.fitted.options), "the loaded model has other options")
        _same(subject.fitted.predict(probes), loaded.predict(probes), "after loading")
        loaded.save(folder / "again")
    finally:
        loaded.close()
    for path in sorted(target.iterdir()):
        other = folder / "again" / path.name
        _must(other.is_file() and other.read_bytes() == path.read_bytes(), f"{path.name} changes when saved again")


def a_damaged_model_is_refused(subject: Subject, folder: Path) -> None:
    """Name the file: missing, cut short, one bit changed, no folder, another method's."""
    source = folder / "model"
    subject.fitted.save(source)
    whole = {path.name: path.read_bytes() for path in source.iterdir()}

    def load(change: Mapping[str, bytes | None], words: str) -> None:
        target = folder / words.replace(" ", "-")
        target.mkdir()
        for name, data in {**whole, **change}.items():
            if data is not None:
                (target / name).write_bytes(data)
        error = _refuses(ModelFolderError, lambda: subject.detector.load(target, device=subject.device), words)
        for name in change:
            _must(name in error.message, f"{words}: the error does not name {name}: {error.message}")

    for name, data in whole.items():
        load({name: None}, f"without {name}")
        load({name: data[: len(data) // 2]}, f"half of {name}")
        if name != "meta.json":
            middle = len(data) // 2
            load({name: data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]}, f"one bit of {name}")
    meta = json.loads(whole["meta.json"])
    (folder / "another").mkdir()
    for name, data in {**whole, "meta.json": json.dumps({**meta, "detector": "another"}).encode()}.items():
        (folder / "another" / name).write_bytes(data)
    _refuses(ModelFolderError, lambda: subject.detector.load(folder / "another"), "the model of another method")
    _refuses(ModelFolderError, lambda: subject.detector.load(folder / "nothing"), "no folder")
    (folder / "empty").mkdir()
    _refuses(ModelFolderError, lambda: subject.detector.load(folder / "empty"), "an empty folder")


def unknown_devices_are_refused(subject: Subject, _folder: Path) -> None:
    """Answer an impossible device with DeviceError."""
    for device in ("abacus", "cuda:4096"):
        _refuses(
            DeviceError,
            lambda device=device: subject.detector.fit(subject.good, subject.parsed(), device=device),  # type: ignore[misc]
            f"the device {device}",
        )


def extending_leaves_the_old_one(subject: Subject, folder: Path) -> None:
    """Where it can be extended: know the new images too, keep the old detector as it was, and save whole."""
    old = subject.fitted
    says_so = isinstance(subject.detector, Extending) and subject.detector.extends
    _must(says_so == isinstance(old, Extendable), f"the detector says of extending: {says_so}")
    if not isinstance(old, Extendable):
        return
    other = [made_picture(700 + number, colour=False, defect=True) for number in range(3)]
    probes = [made_picture(800), made_picture(801, defect=True)]
    before = old.predict(probes)
    new = old.extend(other, seed=1)
    _must(new.n_images == old.n_images + len(other), f"n_images is {new.n_images} after extending")
    after = new.predict(probes)
    _must(after[1].score < before[1].score, "what was taught as good scores no lower than before")
    _refuses(Cancelled, lambda: old.extend(other, cancelled=lambda: True), "extending, cancelled")
    new.save(folder / "extended")
    loaded = subject.detector.load(folder / "extended", device=subject.device)
    _same(after, loaded.predict(probes), "extended and loaded")
    loaded.close()
    new.close()
    _same(before, old.predict(probes), "the old detector after extending")


def closing_twice_is_safe(subject: Subject, _folder: Path) -> None:
    """Warm up for an odd size, close twice, and then refuse to predict."""
    fitted = subject.fit(subject.good)
    fitted.warm_up((37, 53))
    fitted.close()
    fitted.close()
    _refuses(DetectorError, lambda: fitted.predict([made_picture(1)]), "predict after close")


CHECKS: Mapping[str, Check] = {
    check.__name__: check
    for check in (
        keeps_the_protocols,
        options_are_plain_and_come_back,
        unknown_options_are_refused,
        estimate_is_given_before_fit,
        a_gross_defect_scores_above_good,
        every_kind_of_image_is_scored,
        batching_changes_nothing,
        bad_images_are_named,
        unfit_training_data_is_refused,
        good_images_may_be_mixed,
        fit_is_repeatable,
        progress_rises_and_cancel_is_heard,
        a_saved_model_is_the_same_model,
        a_damaged_model_is_refused,
        unknown_devices_are_refused,
        extending_leaves_the_old_one,
        closing_twice_is_safe,
    )
}
