"""The scripted detector fails exactly as it is told."""

from __future__ import annotations

import math
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from detectors.api import DeviceError, Image
from detectors.contract import made_picture
from detectors.fake import Delay, FakeDetector, FittedFake, Hang, Script, Step

GOOD = [made_picture(number) for number in range(5)]
PICTURE = made_picture(50)


def taught(script: Script | list[Step]) -> FittedFake:
    detector = FakeDetector(script)
    return detector.fit(GOOD, detector.parse_options({}))


def test_a_script_gives_its_scores_in_turn_and_is_honest_after() -> None:
    fitted = taught([0.25, -3.0, math.inf])
    honest = taught([]).predict([PICTURE])[0].score
    scores = [one.score for one in fitted.predict([PICTURE] * 3)] + [fitted.predict([PICTURE])[0].score]
    assert scores == [0.25, -3.0, math.inf, honest]


def test_a_nan_is_given_as_it_is_with_a_finite_map() -> None:
    prediction = taught([math.nan]).predict([PICTURE])[0]
    assert math.isnan(prediction.score)
    assert np.isfinite(prediction.anomaly_map).all()


def test_exceptions_are_raised_and_the_next_image_is_answered() -> None:
    fitted = taught([DeviceError("out of memory"), ValueError, 1.0])
    with pytest.raises(DeviceError, match="out of memory"):
        fitted.predict([PICTURE])
    with pytest.raises(ValueError):  # noqa: PT011 - the class alone was scripted
        fitted.predict([PICTURE])
    assert fitted.predict([PICTURE])[0].score == 1.0


def test_a_delay_uses_the_clock_of_the_script() -> None:
    slept: list[float] = []
    fitted = taught(Script([Delay(1.5, then=0.5)], sleep=slept.append))
    assert fitted.predict([PICTURE])[0].score == 0.5
    assert slept == [1.5]


def test_a_hang_answers_only_when_it_is_released() -> None:
    released = threading.Event()
    hang = Hang(released, then=2.0)
    fitted = taught([hang])
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(fitted.predict, [PICTURE])
        assert hang.entered.wait(30)
        assert not answer.done()
        released.set()
        assert answer.result(30)[0].score == 2.0


def test_a_callable_script_sees_the_number_and_the_image() -> None:
    def by_brightness(number: int, image: Image) -> Step:
        return float(number) if image.mean() > 128 else None

    fitted = taught(Script(by_brightness))
    bright = np.full((20, 20), 250, np.uint8)
    assert [one.score for one in fitted.predict([bright, bright])] == [0.0, 1.0]
    assert fitted.predict([PICTURE])[0].score == taught([]).predict([PICTURE])[0].score


def test_a_loaded_detector_plays_the_script_of_its_detector(tmp_path: Path) -> None:
    taught([]).save(tmp_path / "model")
    script = Script([7.0])
    assert FakeDetector(script).load(tmp_path / "model").predict([PICTURE])[0].score == 7.0
    assert script.images == 1


def test_extending_equals_learning_all_at_once() -> None:
    detector = FakeDetector()
    options = detector.parse_options({})
    at_once = detector.fit(GOOD, options)
    in_two = detector.fit(GOOD[:3], options).extend(GOOD[3:])
    assert in_two.n_images == 5
    assert in_two.predict([PICTURE])[0].score == pytest.approx(at_once.predict([PICTURE])[0].score)
