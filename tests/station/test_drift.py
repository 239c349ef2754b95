"""The drift monitor on a whole station: what it says of parts in the records, and the alarm of a running line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from detectors import create as create_detector
from station.alarms import AlarmKind
from station.baseline import Baseline, baseline_file, baseline_of, keep_baseline
from station.drift import HIDES, LENS, LIGHT, LOT, WINDOW, Change, DriftMonitor, Origin
from station.models import ModelStore
from station.recipe import Recipe
from station.services import Station
from station.types import Inspection, OutputState, Purpose, Quality, Reason, Verdict
from tests.station.built_rig import built, make_config, teach

START = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with built(make_config(tmp_path)) as station:
        yield station


@pytest.fixture
def recipe(station: Station) -> Recipe:
    made = teach(station)
    station.records.activate("cell", 1, who="Ada", why="first")
    return made


def keep_parts(
    station: Station,
    recipe: Recipe,
    count: int,
    *,
    begin: int = 0,
    score: float = 2.0,
    spread: float = 0.3,
    brightness: float = 0.4,
    sharpness: float = 0.2,
    **fields: Any,
) -> None:
    rng = np.random.default_rng(begin + 1)
    for number in range(begin, begin + count):
        station.records.commit_inspection(
            Inspection(
                **{
                    "id": f"part{number:06d}",
                    "trigger_id": f"trigger{number:06d}",
                    "source": "button",
                    "part_id": None,
                    "seq": number,
                    "at": START + timedelta(seconds=number),
                    "verdict": Verdict.OK,
                    "reason": Reason.BELOW_THRESHOLD,
                    "score": float(rng.normal(score, spread)),
                    "threshold": recipe.threshold,
                    "recipe": recipe.ref,
                    "model": recipe.model.ref,
                    "quality": Quality(
                        float(rng.normal(brightness, 0.01)),
                        float(abs(rng.normal(0, 0.001))),
                        float(rng.normal(sharpness, 0.01)),
                    ),
                    "output": OutputState.SENT,
                    **fields,
                }
            )
        )


def monitor(station: Station, **options: Any) -> DriftMonitor:
    folder = ModelStore(station.config.models_dir, create_detector).folder
    return DriftMonitor(station.records, folder, station.alarms, **options)


def taught_with(station: Station, recipe: Recipe, *, scores: int = 80, qualities: int = 120) -> None:
    rng = np.random.default_rng(9)
    folder = ModelStore(station.config.models_dir, create_detector).folder(recipe.model)
    keep_baseline(
        folder,
        recipe.model,
        Baseline(
            tuple(rng.normal(2.0, 0.3, scores).tolist()),
            tuple(Quality(float(rng.normal(0.4, 0.01)), 0.0, float(rng.normal(0.2, 0.01))) for _ in range(qualities)),
        ),
    )


def test_what_the_records_keep_of_a_picture_comes_back(station: Station, recipe: Recipe) -> None:
    keep_parts(station, recipe, 1, quality=Quality(0.5, 0.01, 0.3, 12.5, 0.25))
    stored = station.records.get("part000000")
    assert stored is not None
    assert stored.quality == Quality(0.5, 0.01, 0.3, 12.5, 0.25)


def test_good_parts_like_those_it_was_taught_from_are_steady(station: Station, recipe: Recipe) -> None:
    taught_with(station, recipe)
    keep_parts(station, recipe, 120)
    report = monitor(station).report(recipe)
    assert {one.comparison.change for one in report.quantities} == {Change.STEADY}
    assert report.window == WINDOW
    assert report.found == 120
    assert {one.name: one.origin for one in report.quantities}["score"] is Origin.HELD_OUT
    assert {one.name: one.origin for one in report.quantities}["brightness"] is Origin.NORMAL_SET
    assert (report.message, report.advice) == ("", ())


def test_good_pictures_that_the_threshold_rejects_are_no_reference_for_parts_that_passed(
    station: Station, recipe: Recipe
) -> None:
    rng = np.random.default_rng(3)
    limit = recipe.threshold
    held_out = rng.normal(limit, 0.3, 120)  # half of the good pictures would be rejected
    folder = ModelStore(station.config.models_dir, create_detector).folder(recipe.model)
    keep_baseline(folder, recipe.model, Baseline(tuple(held_out.tolist()), ()))
    passed = [score for score in rng.normal(limit, 0.3, 400) if score < limit][:WINDOW]
    for number, score in enumerate(passed):
        keep_parts(station, recipe, 1, begin=number, score=float(score), spread=0.0)
    found = {one.name: one.comparison for one in monitor(station).report(recipe).quantities}["score"]
    assert found.change is Change.STEADY
    assert found.reference.n == sum(score < limit for score in held_out)


@pytest.mark.parametrize(
    ("change", "advice", "words"),
    [
        ({"brightness": 0.36, "score": 2.6}, LIGHT, "brightness down by"),
        ({"sharpness": 0.15}, LENS, "sharpness down by"),
        ({"score": 3.0}, LOT, "score up by"),
    ],
)
def test_what_changed_says_where_to_look_and_never_at_the_threshold(
    station: Station, recipe: Recipe, change: dict[str, float], advice: str, words: str
) -> None:
    taught_with(station, recipe)
    keep_parts(station, recipe, 100)
    keep_parts(station, recipe, WINDOW, begin=100, **change)
    report = monitor(station).report(recipe)
    assert report.advice == (advice,)
    assert words in report.message
    assert HIDES in advice
    assert len(station.records.versions("cell")) == 1


def test_without_a_baseline_the_first_good_parts_of_the_line_stand_in(station: Station, recipe: Recipe) -> None:
    keep_parts(station, recipe, 100)
    keep_parts(station, recipe, WINDOW, begin=100, score=3.2)
    score = monitor(station).report(recipe).quantities[0]
    assert (score.origin, score.comparison.reference.n) == (Origin.FIRST_PARTS, 100)
    assert score.comparison.change is Change.UP


def test_the_parts_that_are_looked_at_are_not_their_own_reference(station: Station, recipe: Recipe) -> None:
    keep_parts(station, recipe, WINDOW + 5, score=3.0)
    report = monitor(station).report(recipe)
    assert not report.known
    assert report.quantities[0].comparison.change is Change.TOO_FEW


def test_only_good_parts_of_production_of_this_model_count(station: Station, recipe: Recipe) -> None:
    taught_with(station, recipe)
    keep_parts(station, recipe, 60)
    keep_parts(station, recipe, 30, begin=100, score=9.0, verdict=Verdict.NOK, reason=Reason.ABOVE_THRESHOLD)
    keep_parts(station, recipe, 30, begin=200, score=9.0, purpose=Purpose.REFERENCE)
    other = teach(station, "other")
    keep_parts(station, other, 60, begin=300, score=9.0)
    report = monitor(station).report(recipe)
    assert report.found == 60
    assert not report.drifted


def test_parts_from_before_the_records_kept_qualities_are_compared_by_score(station: Station, recipe: Recipe) -> None:
    taught_with(station, recipe)
    keep_parts(station, recipe, 60, quality=None)
    assert [one.name for one in monitor(station).report(recipe).quantities] == ["score"]


def test_the_running_line_raises_an_alarm_after_a_window_and_ends_it_when_all_is_as_before(
    station: Station, recipe: Recipe
) -> None:
    taught_with(station, recipe)
    counted = [0]
    watching = monitor(station, running=lambda: recipe, good_parts=lambda: counted[0])
    watching.look()

    def parts(count: int, **fields: Any) -> None:
        keep_parts(station, recipe, count, begin=counted[0], **fields)
        counted[0] += count
        watching.look()

    parts(WINDOW - 1, score=3.0)
    assert station.alarms.all() == ()
    parts(1, score=3.0)
    alarm = station.alarms.all()[0]
    assert (alarm.kind, alarm.lasting, alarm.hint) == (AlarmKind.DRIFT, True, LOT)
    assert "score up by" in alarm.message
    parts(WINDOW)
    assert not station.alarms.all()[0].lasting


def test_a_damaged_baseline_and_one_of_another_model_count_as_none(station: Station, recipe: Recipe) -> None:
    taught_with(station, recipe)
    folder = ModelStore(station.config.models_dir, create_detector).folder(recipe.model)
    assert len(baseline_of(folder, recipe.model).scores) == 80
    other = recipe.model.model_copy(update={"sha256": "0" * 64})
    assert baseline_of(folder, other) == Baseline()
    baseline_file(folder).write_text('{"schema": 1, "model": 5', encoding="utf-8")
    assert baseline_of(folder, recipe.model) == Baseline()
