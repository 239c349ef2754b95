"""Tuning on a real station: scores are kept, thresholds applied, rolled back and tried on recorded parts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from detectors import Cancelled, DetectorError
from station.audit import Act
from station.changeover import Changeover
from station.errors import ModelStoreError, NotPermitted, RecipeError, StateError, UsageError
from station.judge import Setup
from station.queries import ImageLabel
from station.recipe import Recipe
from station.score_cache import ScoreCache
from station.study import MANUAL, Suggestion
from station.tuning import ROLLED_BACK, Period
from station.types import Inspection, Reason, StationState, Verdict
from tests.station.tuning_rig import (
    ENGINEER,
    OPERATOR,
    Line,
    Taught,
    label,
    picture,
    recipe_of,
    taught_station,
    teach,
    write_set,
)


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Taught]:
    one = taught_station(tmp_path)
    yield one
    one.station.close()


def loads(station: Any, monkeypatch: pytest.MonkeyPatch) -> list[Recipe]:
    """The recipes for which a model is loaded from now on."""
    loaded: list[Recipe] = []
    for owner in (station.tuning, station._changeover, station.tuning._looks):
        before = owner._load_setup

        def load(recipe: Recipe, before: Any = before) -> Setup:
            loaded.append(recipe)
            return before(recipe)  # type: ignore[no-any-return]

        monkeypatch.setattr(owner, "_load_setup", load)
    return loaded


def test_a_study_holds_what_was_not_learned_from_and_names_what_was(made: Taught) -> None:
    study = made.station.tuning.load("plate")
    assert (study.n_good, study.n_defect) == (12, 5)
    assert study.active == made.recipe.ref
    assert len([text for text in study.left_out if "learned from it" in text]) == 8
    assert study.auroc == 1.0
    assert study.auroc_interval == (pytest.approx(0.478, abs=0.01), 1.0)
    assert {one.kind for one in study.pictures if one.defective} == {"spot"}


def test_pictures_are_scored_once_per_model(made: Taught, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = loads(made.station, monkeypatch)
    first = made.station.tuning.load("plate")
    again = made.station.tuning.load("plate")
    assert again.pictures == first.pictures
    assert len(loaded) == 1
    for path in (made.folder / "good").glob("*.png"):
        path.unlink()
    assert made.station.tuning.load("plate").pictures == first.pictures, "known scores need no file"
    label(made.station, write_set(made.folder, "more", [300], [0]), ImageLabel.GOOD)
    assert made.station.tuning.load("plate").n_good == 13
    assert len(loaded) == 2


def test_kept_scores_of_another_model_or_damaged_ones_are_not_used(made: Taught) -> None:
    first = made.station.tuning.load("plate")
    cache = next(made.config.models_dir.glob("plate/*.scores.json"))
    content = json.loads(cache.read_text())
    wrong = {**content, "scores": dict.fromkeys(content["scores"], 99.0), "model": "b" * 64}
    for text in (json.dumps(wrong), "{", "[]", json.dumps({**content, "scores": {"a": None}})):
        cache.write_text(text)
        assert made.station.tuning.load("plate").pictures == first.pictures


def test_what_was_scored_before_cancelling_is_kept(made: Taught) -> None:
    asked = iter([False, False, False, True])
    with pytest.raises(Cancelled):
        made.station.tuning.load("plate", cancelled=lambda: next(asked))
    assert len(ScoreCache(made.config.models_dir / "plate" / "0001", made.recipe)) == 3


def test_pictures_that_cannot_be_scored_are_named(made: Taught) -> None:
    gone, changed = write_set(made.folder, "odd", [400, 401], [0, 0])
    label(made.station, [gone, changed], ImageLabel.GOOD)
    gone.unlink()
    changed.write_bytes(b"no picture")
    study = made.station.tuning.load("plate")
    assert study.n_good == 12
    assert any(str(gone) in text for text in study.left_out)
    assert any(f"{changed}: is not the picture any more" in text for text in study.left_out)


def test_a_recipe_without_held_out_pictures_says_what_to_do(tmp_path: Path) -> None:
    made = taught_station(tmp_path, good=0, defects=0)
    try:
        with pytest.raises(RecipeError, match="no pictures") as caught:
            made.station.tuning.load("plate")
        assert "learn from" in caught.value.hint
    finally:
        made.station.close()


def test_a_recipe_whose_model_is_gone_says_so(made: Taught) -> None:
    (made.config.models_dir / "plate" / "0001").rename(made.folder / "elsewhere")
    with pytest.raises(ModelStoreError, match="there is no such model"):
        made.station.tuning.load("plate")


def test_a_recipe_whose_detector_is_not_installed_says_which_there_are(made: Taught) -> None:
    listing = made.config.models_dir / "plate" / "0001" / "dataset.json"
    listing.write_text(listing.read_text().replace('"fake"', '"elsewhere"'))
    with pytest.raises(DetectorError, match="elsewhere") as caught:
        made.station.tuning.load("plate")
    assert "patchcore" in str(caught.value) + caught.value.hint


def test_scores_that_are_not_finite_are_left_out_by_name(made: Taught, monkeypatch: pytest.MonkeyPatch) -> None:
    tuning: Any = made.station.tuning
    honest = tuning._load_setup

    def load(recipe: Recipe) -> Setup:
        setup: Setup = honest(recipe)
        predict = setup.detector.predict

        def odd(images: Any) -> Any:
            found = predict(images)
            return [replace(found[0], score=float("nan"))] if images[0].max() > 140 else found

        monkeypatch.setattr(setup.detector, "predict", odd)
        return setup

    monkeypatch.setattr(tuning, "_load_setup", load)
    study = made.station.tuning.load("plate")
    assert study.n_defect < 5
    assert any("no usable score" in text for text in study.left_out)


def spotted(number: int) -> np.ndarray[Any, Any]:
    """Every part in front of the camera has the same faint spot."""
    return picture(500 + number, spot=20)


class TestOnTheLine:
    @pytest.fixture
    def made(self, tmp_path: Path) -> Iterator[Taught]:
        one = taught_station(tmp_path, parts=spotted)
        yield one
        one.station.close()

    def test_a_new_threshold_counts_from_the_next_part_on_with_the_same_detector(
        self, made: Taught, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        station = made.station
        study = station.tuning.load("plate")
        line = Line(station)
        first = line.inspect()
        assert first.verdict is Verdict.OK
        assert first.score is not None
        detector = station._line.setup.detector  # type: ignore[union-attr]
        loaded = loads(station, monkeypatch)
        done = station.tuning.apply(ENGINEER, study, first.score - 0.5, first.score - 1.0, why="spots got through")
        assert done.active
        assert done.recipe.version == 2
        second = line.inspect()
        assert (second.verdict, second.recipe) == (Verdict.NOK, done.recipe.ref)
        assert second.threshold == first.score - 0.5
        setup = station._line.setup
        assert setup is not None
        assert setup.detector is detector
        assert loaded == []
        for _ in range(3):
            assert line.inspect().verdict is Verdict.NOK, "nobody closed the detector that both versions share"
        assert station.records.active() == done.recipe

    def test_the_records_say_who_when_why_before_after_and_with_which_counts(self, made: Taught) -> None:
        station = made.station
        study = station.tuning.load("plate")
        begin = datetime.now(UTC)
        station.tuning.apply(ENGINEER, study, 4.0, 3.0, why="  spots got through ")
        [changed] = [row for row in station.records.audit.entries() if row.action == Act.THRESHOLD_CHANGED]
        assert (changed.who, changed.why, changed.subject) == ("anna", "spots got through", "recipe plate")
        assert changed.before is not None
        assert changed.after is not None
        assert (changed.before["threshold"], changed.after["threshold"]) == (8.0, 4.0)
        assert changed.after["review_from"] == 3.0
        figures = changed.after["chosen_by"]["figures"]
        found = study.at(4.0, 3.0)
        assert found.false_rejects is not None
        assert figures["false_rejects"]["count"] == found.false_rejects.count
        assert figures["false_rejects"]["at_most"] == found.false_rejects.upper
        past = station.tuning.history(study.recipe)
        assert [one.change.threshold for one in past] == [4.0, 8.0]
        assert [one.active for one in past] == [True, False]
        top = past[0].change
        assert (top.reason.policy, top.threshold_before, top.who) == (MANUAL, 8.0, "anna")
        assert top.at >= begin - timedelta(seconds=1)
        assert any("threshold of recipe plate was changed" in event.message for event in station.records.events())
        assert station.records.audit.verify().whole

    def test_an_operating_point_keeps_its_name_while_its_threshold_is_kept(self, made: Taught) -> None:
        station = made.station
        study = station.tuning.load("plate")
        chosen = study.suggest("min_cost", {"escape_cost": 50.0})
        assert isinstance(chosen, Suggestion)
        station.tuning.apply(ENGINEER, study, chosen.threshold, None, why="cost", suggestion=chosen)
        top = station.tuning.history(study.recipe)[0].change
        assert (top.reason.policy, dict(top.reason.params)) == ("min_cost", {"escape_cost": 50.0})
        study = station.tuning.load("plate")
        station.tuning.apply(ENGINEER, study, chosen.threshold + 1.0, None, why="a little more", suggestion=chosen)
        assert station.tuning.history(study.recipe)[0].change.reason.policy == MANUAL

    def test_rolling_back_makes_a_new_version_with_the_old_values(self, made: Taught) -> None:
        station = made.station
        line = Line(station)
        score = line.inspect().score
        assert score is not None
        study = station.tuning.load("plate")
        station.tuning.apply(ENGINEER, study, score - 0.5, None, why="stricter")
        assert line.inspect().verdict is Verdict.NOK
        study = station.tuning.load("plate")
        back = station.tuning.roll_back(ENGINEER, study.recipe, study.active, 1, why="too strict", study=study)
        assert (back.recipe.version, back.recipe.threshold, back.active) == (3, 8.0, True)
        assert line.inspect().verdict is Verdict.OK
        top = station.tuning.history(back.recipe)[0].change
        assert (top.reason.policy, dict(top.reason.params)) == (ROLLED_BACK, {"version": 1.0})
        assert top.reason.figures["n_good"] == 12

    def test_a_model_that_was_swapped_meanwhile_stops_the_change(self, made: Taught) -> None:
        station = made.station
        study = station.tuning.load("plate")
        newer = recipe_of(teach(station.config, made.folder), version=2)
        station.records.add_recipe(newer)
        line = Line(station)
        station.activate("plate", 2, who="bert", why="new lamp")
        with pytest.raises(StateError, match=r"plate version 2 was put in force, with another model by bert: new lamp"):
            station.tuning.apply(ENGINEER, study, 4.0, None, why="stricter")
        assert station.records.active() == newer
        assert line.inspect().recipe == newer.ref
        assert len(station.records.versions("plate")) == 2
        with pytest.raises(RecipeError, match="another model"):
            station.tuning.roll_back(ENGINEER, newer, newer.ref, 1, why="back")

    def test_a_version_put_in_force_at_the_very_moment_stops_the_change(
        self, made: Taught, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        station = made.station
        study = station.tuning.load("plate")
        station.records.add_recipe(recipe_of(made.recipe.model, version=2, threshold=7.0))
        keep = station.tuning._keep

        def late(new: Any) -> None:
            station.records.activate("plate", 2, who="command line", why="other hand")
            keep(new)

        monkeypatch.setattr(station.tuning, "_keep", late)
        with pytest.raises(RecipeError, match="version 2 was put in force by command line meanwhile"):
            station.tuning.apply(ENGINEER, study, 4.0, None, why="stricter")
        assert len(station.records.versions("plate")) == 2


def test_a_recipe_that_is_not_in_force_gets_its_version_and_stays_out_of_force(made: Taught) -> None:
    station = made.station
    other = recipe_of(teach(station.config, made.folder, "bolt"))
    station.records.add_recipe(other)
    station.activate("bolt", 1, who="otto", why="change-over")
    study = station.tuning.load("plate")
    done = station.tuning.apply(ENGINEER, study, 4.0, None, why="stricter")
    assert not done.active
    assert station.records.active() == other
    assert station.records.recipe("plate").threshold == 4.0


def test_who_may_not_gives_no_reason_or_changes_nothing_is_refused(made: Taught) -> None:
    tuning = made.station.tuning
    study = tuning.load("plate")
    with pytest.raises(NotPermitted):
        tuning.apply(OPERATOR, study, 4.0, None, why="stricter")
    with pytest.raises(UsageError, match="reason"):
        tuning.apply(ENGINEER, study, 4.0, None, why="  ")
    with pytest.raises(UsageError, match="is the one that the recipe has"):
        tuning.apply(ENGINEER, study, 8.0, None, why="same")
    assert len(made.station.records.versions("plate")) == 1


def test_a_fault_loads_the_detector_anew(made: Taught, monkeypatch: pytest.MonkeyPatch) -> None:
    station = made.station
    study = station.tuning.load("plate")
    Line(station)
    detector = station._line.setup.detector  # type: ignore[union-attr]
    station._line.raise_fault(Reason.DETECTOR_EXCEPTION, "it failed")
    assert station.status().state is StationState.FAULT
    loaded = loads(station, monkeypatch)
    station.tuning.apply(ENGINEER, study, 4.0, None, why="stricter")
    assert len(loaded) == 1
    setup = station._line.setup
    assert setup is not None
    assert setup.detector is not detector


def test_a_hung_detector_that_is_loaded_anew_keeps_the_threshold_that_was_changed_meanwhile(made: Taught) -> None:
    station = made.station
    Line(station)
    line: Any = station._line
    hung = line.setup.detector
    stricter = recipe_of(made.recipe.model, version=2, threshold=4.0)
    in_force = line._in_force
    load = in_force._load_setup

    def slow(recipe: Recipe) -> Setup:
        fresh: Setup = load(recipe)
        assert line.swap_recipe(stricter)
        return fresh

    in_force._load_setup = slow
    assert line._reload_detector() is None
    assert line.setup.recipe == stricter
    assert line.setup.detector is not hung


def test_a_refused_version_leaves_no_loaded_detector_open(made: Taught) -> None:
    station = made.station
    Line(station)
    opened: list[Setup] = []
    changeover: Any = station._changeover
    load = changeover._load_setup
    changeover._load_setup = lambda recipe: opened.append(load(recipe)) or opened[-1]
    newer = recipe_of(teach(station.config, made.folder), version=2)
    with pytest.raises(RecipeError):
        changeover._change(newer, lambda: station.records.activate("plate", 7, who="test", why=""))
    with pytest.raises(DetectorError, match="closed"):
        opened[0].detector.predict([picture(1)])
    assert isinstance(changeover, Changeover)


def record(made: Taught, count: int, *, recipe: Recipe | None = None, start: int = 0) -> list[Inspection]:
    """Inspections of the last days, one every two hours, with scores 0, 1, 2 ... 9 in turn."""
    recipe = recipe or made.recipe
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    rows = []
    for number in range(count):
        score = float((start + number) % 10)
        verdict = Verdict.NOK if score >= recipe.threshold else Verdict.OK
        reason = Reason.ABOVE_THRESHOLD if verdict is Verdict.NOK else Reason.BELOW_THRESHOLD
        rows.append(
            Inspection(
                f"{recipe.version}-{start + number}",
                f"t{number}",
                "button",
                None,
                number,
                now - timedelta(hours=2 * number),
                verdict,
                reason,
                score=score,
                threshold=recipe.threshold,
                recipe=recipe.ref,
                model=recipe.model.ref,
            )
        )
        made.station.records.commit_inspection(rows[-1])
    return rows


def test_what_if_counts_recorded_parts_before_and_after_by_day(made: Taught) -> None:
    record(made, 30)
    tuning = made.station.tuning
    found = tuning.what_if(made.recipe, 5.0, 3.0)
    assert found.parts == 30
    assert found.before == {Verdict.OK: 24, Verdict.NOK: 6, Verdict.REVIEW: 0, Verdict.ERROR: 0}
    assert found.after == {Verdict.OK: 9, Verdict.REVIEW: 6, Verdict.NOK: 15, Verdict.ERROR: 0}
    assert found.changed == 15
    assert sum(sum(day.before.values()) for day in found.days) == 30
    assert sum(day.changed for day in found.days) == 15
    assert len(found.days) in (3, 4)
    assert [day.day for day in found.days] == sorted(day.day for day in found.days)
    shorter = tuning.what_if(made.recipe, 5.0, 3.0, Period(1))
    assert shorter.parts < 30
    assert tuning.what_if(made.recipe, made.recipe.threshold, None).changed == 0


def test_what_if_leaves_out_parts_of_other_models_and_counts_them(made: Taught) -> None:
    record(made, 10)
    same = recipe_of(made.recipe.model, version=2, threshold=6.0)
    other = recipe_of(teach(made.station.config, made.folder), version=3)
    for recipe in (same, other):
        made.station.records.add_recipe(recipe)
    record(made, 10, recipe=same, start=10)
    record(made, 7, recipe=other, start=20)
    found = made.station.tuning.what_if(made.recipe, 6.0, None)
    assert (found.parts, found.other_models, found.changed) == (20, 7, 2)


def test_an_error_stays_an_error_whatever_its_score(made: Taught) -> None:
    [one] = record(made, 1)
    late = replace(one, id="late", verdict=Verdict.ERROR, score=9.0)
    lost = replace(one, id="lost", verdict=Verdict.ERROR, score=None)
    for inspection in (late, lost):
        made.station.records.commit_inspection(inspection)
    found = made.station.tuning.what_if(made.recipe, 5.0, 1.0)
    assert (found.before[Verdict.ERROR], found.after[Verdict.ERROR], found.changed) == (2, 2, 0)


def test_the_parts_that_would_change_are_listed_newest_first(made: Taught) -> None:
    rows = record(made, 30)
    found = made.station.tuning.would_change(made.recipe, 5.0, 3.0)
    expected = [one.id for one in rows if one.score is not None and 3.0 <= one.score < 8.0]
    assert [one.id for one, _ in found] == expected
    assert {(one.score >= 5.0, verdict) for one, verdict in found if one.score is not None} == {
        (True, Verdict.NOK),
        (False, Verdict.REVIEW),
    }
    assert [one.id for one, _ in made.station.tuning.would_change(made.recipe, 5.0, 3.0, limit=4)] == expected[:4]


def test_looks_show_a_picture_with_its_map_and_refuse_one_that_was_replaced(
    made: Taught, monkeypatch: pytest.MonkeyPatch
) -> None:
    tuning = made.station.tuning
    study = tuning.load("plate")
    worst = study.by_score[-1]
    look = tuning.full_look(study, worst)
    assert look.image.shape == (64, 64)
    assert look.anomaly_map is not None
    row, column = np.unravel_index(int(np.argmax(look.anomaly_map)), look.anomaly_map.shape)
    assert 32 <= row <= 63
    assert column <= 32
    loaded = loads(made.station, monkeypatch)
    assert tuning.small_look(study, worst) is tuning.small_look(study, worst)
    assert loaded == []
    tuning.release()
    worst.path.write_bytes(b"other")
    with pytest.raises(Exception, match="not the picture any more"):
        tuning.small_look(study, worst)
