"""What people say of verdicts, model comparisons, threshold history, and who may write what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from station.accounts import Session
from station.audit import Act
from station.db import Records
from station.errors import NotPermitted, RecordsError
from station.labelling import Judging, Labelling
from station.permissions import Role
from station.queries import (
    ComparedPicture,
    ImageLabel,
    LabelledImage,
    Mask,
    ModelComparison,
    NewVersion,
    Outcome,
    Review,
    Said,
    ThresholdReason,
)
from station.recipe import Recipe
from station.types import Event, EventKind, Inspection, ModelRef, Reason, Verdict
from tests.station.conftest import NOON

MakeInspection = Callable[..., Inspection]
OLD, NEW = ModelRef("cell", 1, "a" * 64), ModelRef("cell", 2, "b" * 64)
OPERATOR = Session("Otto", Role.OPERATOR, NOON)
ENGINEER = Session("Ada", Role.ENGINEER, NOON)


@pytest.fixture
def parts(records: Records, make_inspection: MakeInspection) -> list[Inspection]:
    """OK, NOK and two in REVIEW."""
    review = {"verdict": Verdict.REVIEW, "reason": Reason.REVIEW_BAND, "score": 0.9}
    made = [
        make_inspection(0),
        make_inspection(1, verdict=Verdict.NOK, reason=Reason.ABOVE_THRESHOLD, score=2.0),
        make_inspection(2, **review),
        make_inspection(3, **review),
    ]
    for one in made:
        records.commit_inspection(one)
    return made


def test_an_operator_s_word_waits_until_an_engineer_settles_it_once(records: Records, parts: list[Inspection]) -> None:
    said = records.judgements
    first = said.say(parts[1].id, Said.GOOD, who="Otto", reason="only dust")
    second = said.say(parts[0].id, Said.BAD, who="Otto")
    assert [one.id for one in said.feedback(only_open=True)] == [second, first]
    said.settle(first, Outcome.TAKEN, who="Ada", note="into the normal set")
    (waiting,) = said.feedback(only_open=True)
    assert (waiting.id, waiting.said, waiting.outcome) == (second, Said.BAD, Outcome.OPEN)
    (settled,) = said.feedback(inspection_id=parts[1].id)
    assert (settled.reason, settled.who, settled.outcome) == ("only dust", "Otto", Outcome.TAKEN)
    assert (settled.settled_by, settled.note) == ("Ada", "into the normal set")
    with pytest.raises(RecordsError, match="settled this already"):
        said.settle(first, Outcome.DISMISSED, who="Bo")
    with pytest.raises(RecordsError, match="no feedback"):
        said.settle(99, Outcome.TAKEN, who="Ada")
    with pytest.raises(RecordsError, match="no inspection"):
        said.say("part-77", Said.GOOD, who="Otto")
    assert [one.id for one in said.feedback(before=second)] == [first]
    assert [one.action for one in records.audit.entries()] == ["feedback.settled", "feedback.given", "feedback.given"]


def test_a_review_keeps_the_station_s_verdict(records: Records, parts: list[Inspection]) -> None:
    said = records.judgements
    assert said.in_review() == [parts[2].id, parts[3].id]
    first = said.review(parts[2].id, Verdict.OK, who="Otto", why="a shadow")
    second = said.review(parts[2].id, Verdict.NOK, who="Ada", why="no: a crack", defect="crack")
    assert (first.was, second.was) == (Verdict.REVIEW, Verdict.OK)
    assert said.reviews(parts[2].id) == [second, first]
    assert said.in_review() == [parts[3].id]
    assert said.in_review(limit=0) == []
    assert records.get(parts[2].id) == parts[2]
    with pytest.raises(ValueError, match="OK or NOK"):
        said.review(parts[3].id, Verdict.ERROR, who="Ada")
    entry = records.audit.entries(limit=1)[0]
    assert (entry.action, entry.subject) == ("verdict.reviewed", f"inspection {parts[2].id}")
    assert (entry.before, entry.after) == ({"verdict": "OK"}, {"verdict": "NOK", "defect": "crack"})


def test_operators_decide_on_parts_in_review_and_engineers_on_all(records: Records, parts: list[Inspection]) -> None:
    judging = Judging(records)
    decided = judging.review(OPERATOR, parts[2].id, Verdict.OK)
    assert isinstance(decided, Review)
    for one in (parts[0], parts[1], parts[2]):
        with pytest.raises(NotPermitted, match="change the verdict"):
            judging.review(OPERATOR, one.id, Verdict.NOK)
    assert judging.review(ENGINEER, parts[0].id, Verdict.NOK).who == "Ada"
    number = judging.say(OPERATOR, parts[1].id, Said.GOOD, reason="dust")
    with pytest.raises(NotPermitted):
        judging.settle(OPERATOR, number, Outcome.TAKEN)
    judging.settle(ENGINEER, number, Outcome.DISMISSED)
    with pytest.raises(RecordsError, match="no inspection"):
        judging.review(ENGINEER, "part-77", Verdict.OK)


def test_operators_change_no_label_mask_or_snapshot(records: Records) -> None:
    records.add_images([LabelledImage("cell", "1.png", "b" * 64, ImageLabel.UNSURE, 64, 48, 1, "uint8", NOON)])
    (one,) = records.pictures.stored("cell")
    labelling, head = Labelling(records), records.audit.head()
    mask = Mask(one.id, "1_mask.png", "c" * 64, 9, 1, NOON, "somebody")
    (act,) = records.pictures.acts("cell")
    for attempt in (
        lambda: labelling.label(OPERATOR, "cell", [one.id], ImageLabel.GOOD),
        lambda: labelling.undo(OPERATOR, act.batch),
        lambda: labelling.set_mask(OPERATOR, mask),
        lambda: labelling.take_snapshot(OPERATOR, "cell", "monday"),
    ):
        with pytest.raises(NotPermitted):
            attempt()
    assert records.audit.head() == head

    labelling.undo(ENGINEER, labelling.label(ENGINEER, "cell", [one.id], ImageLabel.GOOD))
    labelling.set_mask(ENGINEER, mask)
    labelling.take_snapshot(ENGINEER, "cell", "monday")
    assert records.pictures.masks(one.id)[0].who == "Ada"
    assert {entry.who for entry in records.audit.entries(limit=4)} == {"Ada"}


def test_a_comparison_keeps_every_picture_and_counts_what_would_change(records: Records) -> None:
    pictures = (
        ComparedPicture("1.png", "1" * 64, 0.5, 0.7, Verdict.OK, Verdict.OK, ImageLabel.GOOD),
        ComparedPicture("2.png", "2" * 64, 0.5, 1.7, Verdict.OK, Verdict.NOK, None, "part-000002"),
        ComparedPicture("3.png", "3" * 64, None, 1.7, Verdict.ERROR, Verdict.NOK, ImageLabel.DEFECT),
    )
    metrics = {"old": {"auroc": 0.91, "n": 3}, "new": {"auroc": 0.97, "n": 3}}
    comparison = ModelComparison("cell", OLD, NEW, 1.0, 1.5, pictures, NOON, "ada", metrics, "before the swap")
    number = records.comparisons.add(comparison)
    assert records.comparisons.get(number) == replace(comparison, id=number)
    later = records.comparisons.add(replace(comparison, note="again", at=NOON + timedelta(days=1)))
    assert [one.id for one in records.comparisons.of("cell")] == [later, number]
    assert [one.path for one in comparison.changed] == ["2.png", "3.png"]
    assert records.comparisons.of("plate") == []
    assert records.comparisons.get(77) is None
    entry = records.audit.entries()[1]
    assert (entry.action, entry.who, entry.why) == ("models.compared", "ada", "before the swap")
    assert entry.after is not None
    assert (entry.after["pictures"], entry.after["changed"]) == (3, 2)


def test_a_comparison_row_that_was_tampered_with_is_not_used(sqlite_records: Records) -> None:
    number = sqlite_records.comparisons.add(ModelComparison("cell", OLD, NEW, 1.0, 1.5, (), NOON, "ada"))
    with sqlite_records._engine.begin() as connection:
        connection.execute(text("DROP TRIGGER model_comparisons_no_update"))
        connection.execute(text("UPDATE model_comparisons SET body = replace(body, '1.5', '9.5')"))
    with pytest.raises(RecordsError, match="does not match its own hash"):
        sqlite_records.comparisons.get(number)


def test_the_threshold_history_names_policy_figures_and_what_it_was_before(
    records: Records, make_recipe: Callable[..., Recipe]
) -> None:
    first = make_recipe()
    records.add_recipe(first)
    records.add_recipe(make_recipe(version=2, threshold=2.0, note="zero escapes"))
    figures = {"escapes": {"count": 0, "total": 10, "at_most": 0.259}}
    reason = ThresholdReason("min_cost", {"escape_cost": 50.0}, figures, first.ref)
    event = Event(NOON, EventKind.THRESHOLD, "changed", "bo")
    third = make_recipe(version=3, threshold=3.0, review_from=2.5, created_by="bo")
    records.keep(NewVersion(third, Act.THRESHOLD_CHANGED, "cheaper", reason, event=event, activate=True))
    newest, middle, oldest = records.thresholds("cell")
    assert (newest.threshold, newest.review_from, newest.threshold_before) == (3.0, 2.5, 1.0)
    assert (newest.reason, newest.who, newest.why, newest.recipe) == (reason, "bo", "cheaper", third.ref)
    assert (middle.threshold, middle.threshold_before, middle.why) == (2.0, 1.0, "zero escapes")
    assert (oldest.before, oldest.threshold_before) == (None, None)
    active, changed, *_ = records.audit.entries()
    assert (active.action, active.why) == ("recipe.activated", "cheaper")
    assert (changed.action, changed.why) == ("threshold.changed", "cheaper")
    assert changed.before is not None
    assert changed.after is not None
    assert (changed.before["threshold"], changed.after["threshold"]) == (1.0, 3.0)
    assert changed.after["chosen_by"]["figures"] == figures
    assert [one.message for one in records.events(kinds=frozenset({EventKind.THRESHOLD}))] == ["changed"]


def test_what_cannot_be_put_in_force_leaves_no_version_model_or_event(
    records: Records, make_recipe: Callable[..., Recipe], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_arguments: object, **_more: object) -> None:
        raise RecordsError("the disk is full")

    monkeypatch.setattr("station.db.recipe_rows.activate", fails)
    event = Event(NOON, EventKind.TRAINING, "taught", "ada")
    with pytest.raises(RecordsError, match="disk is full"):
        records.keep(NewVersion(make_recipe(), Act.RECIPE_TAUGHT, event=event, activate=True))
    assert records.versions("cell") == []
    assert records.thresholds("cell") == []
    assert records.events() == []
    assert records.audit.entries() == []
    assert records.audit.verify().whole
