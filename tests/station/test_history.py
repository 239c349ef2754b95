"""The history: filters by what people said and by model, totals, details, and what is said of a picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from station.charts import Finding, Step
from station.errors import RecordsError
from station.history import Flaw, History, today
from station.labelling import Judging
from station.queries import InspectionQuery, Outcome, Said, Total
from station.recipe import ModelVersion
from station.report import drift_sentence
from station.types import Event, EventKind, ImageRef, ImageState, Inspection, Reason, Verdict
from tests.station.history_rig import BEGIN, ENGINEER, OPERATOR, Place, fill


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path)
    yield made
    made.close()


@pytest.fixture
def history(place: Place) -> History:
    return History(place.records, place.images_dir)


def ids(history: History, query: InspectionQuery) -> list[str]:
    return [row.inspection.id for row in history.page(query).rows]


def test_a_page_tells_the_decision_of_people_beside_the_station_s(place: Place, history: History) -> None:
    for number in range(3):
        place.inspect(number, defect=number == 1)
    judging = Judging(place.records)
    judging.review(ENGINEER, "part-0001", Verdict.OK, why="dust")
    judging.review(ENGINEER, "part-0001", Verdict.NOK, why="a scratch after all", defect="scratch")
    judging.say(OPERATOR, "part-0002", Said.BAD)
    newest, second, oldest = history.page(InspectionQuery()).rows
    assert second.inspection.verdict is Verdict.NOK
    assert second.review is not None
    assert (second.review.verdict, second.review.was) == (Verdict.NOK, Verdict.OK)
    assert newest.feedback_open
    assert (oldest.review, oldest.feedback_open) == (None, False)


def test_filters_by_the_last_decision_and_by_open_feedback(place: Place, history: History) -> None:
    for number in range(6):
        place.inspect(number, defect=number % 2 == 1)
    judging = Judging(place.records)
    judging.review(ENGINEER, "part-0001", Verdict.OK, why="dust")
    judging.review(ENGINEER, "part-0003", Verdict.OK, why="dust")
    judging.review(ENGINEER, "part-0003", Verdict.NOK, why="no dust")
    first = judging.say(OPERATOR, "part-0001", Said.GOOD)
    judging.say(OPERATOR, "part-0004", Said.BAD)
    judging.say(OPERATOR, "part-0004", Said.BAD)
    assert ids(history, InspectionQuery(reviewed=frozenset({Verdict.OK}))) == ["part-0001"]
    assert ids(history, InspectionQuery(reviewed=frozenset({Verdict.NOK}))) == ["part-0003"]
    assert ids(history, InspectionQuery(feedback_open=True)) == ["part-0004", "part-0001"]
    both = InspectionQuery(feedback_open=True, reviewed=frozenset({Verdict.OK}))
    assert ids(history, both) == ["part-0001"]
    assert ids(history, InspectionQuery(feedback_open=True, verdicts=frozenset({Verdict.OK}))) == ["part-0004"]
    assert ids(history, InspectionQuery(feedback_open=True, score_from=5.0)) == ["part-0001"]
    assert ids(history, InspectionQuery(feedback_open=True, part_prefix="SN0004")) == ["part-0004"]
    assert ids(history, InspectionQuery(feedback_open=True, since=BEGIN + timedelta(minutes=2))) == ["part-0004"]
    assert history.total(InspectionQuery(feedback_open=True)) == Total(2)
    judging.settle(ENGINEER, first, Outcome.DISMISSED)
    assert ids(history, InspectionQuery(feedback_open=True)) == ["part-0004"]


def test_pages_of_what_people_said_go_on_where_the_last_one_ended(place: Place, history: History) -> None:
    judging = Judging(place.records)
    for number in range(5):
        place.inspect(number)
        judging.say(OPERATOR, f"part-{number:04d}", Said.BAD)
    query = InspectionQuery(feedback_open=True)
    first = history.page(query, limit=2)
    second = history.page(query, limit=2, after=first.next)
    third = history.page(query, limit=2, after=second.next)
    seen = [row.inspection.seq for page in (first, second, third) for row in page.rows]
    assert seen == [4, 3, 2, 1, 0]
    assert third.next is None


def test_a_filter_by_model_finds_the_inspections_of_the_recipes_that_name_it(place: Place, history: History) -> None:
    other = place.recipe.model_copy(
        update={"version": 2, "model": ModelVersion(name="cell", version=2, sha256="b" * 64)}
    )
    retuned = place.recipe.model_copy(update={"version": 3, "threshold": 5.0})
    for recipe in (other, retuned):
        place.records.add_recipe(recipe)
    made = [place.inspect(number) for number in range(3)]
    extra = [
        replace(made[0], id="other", recipe=other.ref, model=other.model.ref, at=BEGIN + timedelta(hours=1)),
        replace(made[0], id="retuned", recipe=retuned.ref, at=BEGIN + timedelta(hours=2)),
        replace(made[0], id="none", recipe=None, model=None, at=BEGIN + timedelta(hours=3)),
    ]
    fill(place.records, extra)
    assert ids(history, InspectionQuery(model="cell", model_version=2)) == ["other"]
    first = InspectionQuery(model="cell", model_version=1)
    assert ids(history, first) == ["retuned", "part-0002", "part-0001", "part-0000"]
    assert ids(history, replace(first, recipe="cell", recipe_version=3)) == ["retuned"]
    assert ids(history, InspectionQuery(model="nobody")) == []
    assert history.total(first) == Total(4)
    with pytest.raises(ValueError, match="model"):
        InspectionQuery(model_version=2)


def test_a_total_that_would_take_long_stops_and_says_so(place: Place) -> None:
    base = place.inspect(0)
    fill(
        place.records,
        (
            replace(base, id=f"x{n}", part_id=f"XY{n:04d}", score=n / 100, at=BEGIN + timedelta(seconds=n))
            for n in range(400)
        ),
    )
    lookback = place.records.lookback
    slow = InspectionQuery(part_prefix="XY", score_from=1.0)
    assert lookback.total(slow, at_most=100) == Total(100, more=True)
    assert lookback.total(slow, at_most=1000) == Total(300)
    assert lookback.total(InspectionQuery(part_prefix="XY"), at_most=100) == Total(400)
    assert lookback.total(InspectionQuery(recipe="nobody")) == Total(0)


def test_the_detail_has_everything_that_touches_the_inspection(place: Place, history: History) -> None:
    one = place.inspect(1, defect=True)
    place.inspect(2)
    place.records.activate("cell", 1, who="engineer", why="released")
    judging = Judging(place.records)
    number = judging.say(OPERATOR, one.id, Said.GOOD, reason="only oil")
    judging.review(ENGINEER, one.id, Verdict.OK, why="only oil")
    judging.settle(ENGINEER, number, Outcome.TAKEN)
    near = Event(one.at + timedelta(seconds=30), EventKind.CAMERA, "The camera came back.")
    far = Event(one.at + timedelta(minutes=10), EventKind.CAMERA, "Again.")
    for event in (near, far):
        place.records.add_event(event)
    detail = history.detail(one.id)
    assert detail.inspection.verdict is Verdict.NOK
    assert [review.verdict for review in detail.reviews] == [Verdict.OK]
    assert [said.outcome for said in detail.feedback] == [Outcome.TAKEN]
    assert detail.recipe == place.recipe
    assert [event.message for event in detail.events] == [near.message]
    actions = [entry.action for entry in detail.audit if entry.subject == f"inspection {one.id}"]
    assert actions == ["feedback.given", "verdict.reviewed", "feedback.settled"]
    assert detail.picture.flaw is None
    assert detail.picture.image is not None
    assert detail.picture.image.shape == (32, 32)
    assert place.records.get(one.id) == one


def test_an_unknown_inspection_is_refused_in_words(history: History) -> None:
    with pytest.raises(RecordsError, match="no inspection"):
        history.detail("nobody")


def test_a_picture_that_is_gone_changed_or_expired_is_told_apart(place: Place, history: History) -> None:
    gone, changed, cut, fine = (place.inspect(number) for number in range(4))
    place.file(gone).unlink()
    place.file(changed).write_bytes(place.file(fine).read_bytes())
    place.file(cut).write_bytes(place.file(fine).read_bytes()[:100])
    states = {
        ImageState.EXPIRED: Flaw.EXPIRED,
        ImageState.NONE: Flaw.NEVER,
        ImageState.NOT_KEPT: Flaw.NOT_KEPT,
        ImageState.FAILED: Flaw.FAILED,
        ImageState.PENDING: Flaw.PENDING,
    }
    for number, state in enumerate(states):
        place.inspect(10 + number, image=ImageRef(state))
    flaw = {one.id: history.detail(one.id).picture.flaw for one in place.records.inspections(limit=50).items}
    assert flaw == {
        gone.id: Flaw.GONE,
        changed.id: Flaw.CHANGED,
        cut.id: Flaw.UNREADABLE,
        fine.id: None,
        **{f"part-{10 + number:04d}": expected for number, expected in enumerate(states.values())},
    }
    assert history.detail(changed.id).picture.image is not None
    assert "cut off" in history.detail(cut.id).picture.detail


@pytest.mark.parametrize("path", ["../secret.png", "/etc/secret.png", "a/../../secret.png"])
def test_a_row_that_points_out_of_the_image_folder_is_not_followed(place: Place, history: History, path: str) -> None:
    (place.images_dir.parent / "secret.png").write_bytes(b"x")
    one = place.inspect(0, image=ImageRef(ImageState.STORED, path, "0" * 64, 1))
    assert history.detail(one.id).picture.flaw is Flaw.GONE


def scored(base: Inspection, number: int, score: float) -> Inspection:
    return replace(base, id=f"s{number}", at=BEGIN + timedelta(days=1, minutes=number), score=score)


def test_charts_find_a_shift_against_the_first_good_parts_of_the_model(place: Place, history: History) -> None:
    base = place.inspect(0)
    early = [scored(base, n, 1.0 + 0.1 * (-1) ** n) for n in range(250)]
    late = [scored(base, 4000 + n, 1.25 + 0.1 * (-1) ** n) for n in range(50)]
    fill(place.records, [*early, *late])
    fill(
        place.records,
        [replace(scored(base, 5000, 9.0), id="bad", verdict=Verdict.NOK, reason=Reason.ABOVE_THRESHOLD)],
    )
    charts = history.charts(InspectionQuery(since=BEGIN + timedelta(days=1)))
    assert charts is not None
    assert charts.drift is not None
    assert charts.drift.reference is not None
    assert charts.drift.reference.spread.n == 200
    assert charts.drift.finding is Finding.SHIFTED
    assert charts.drift.shift_sd == pytest.approx(2.5, rel=0.1)
    assert charts.whole.total == 301
    assert (charts.whole.ok, charts.whole.nok) == (300, 1)
    assert [(bar.name, bar.count) for bar in charts.reasons] == [("above_threshold", 1)]
    low, high = charts.drift.reference.limits
    assert low < 1.0 < high


def test_fewer_good_parts_than_the_reference_needs_are_drawn_without_limits_and_not_held_against_themselves(
    place: Place, history: History
) -> None:
    base = place.inspect(0)
    day = InspectionQuery(since=BEGIN + timedelta(days=1))
    fill(place.records, [scored(base, n, 1.0 if n < 150 else 5.0) for n in range(198)])
    charts = history.charts(day)
    assert charts is not None
    assert charts.drift is not None
    assert (charts.drift.reference, charts.drift.found, charts.drift.needed) == (None, 199, 200)
    assert (charts.drift.finding, charts.drift.outside, charts.drift.shift_sd) == (Finding.TOO_FEW, 0, 0.0)
    assert not any(point.off for point in charts.drift.points)
    assert drift_sentence(charts.drift).startswith("Too few OK parts yet (199 of 200)")


def test_the_parts_that_the_limits_are_made_of_are_not_compared_with_them(place: Place, history: History) -> None:
    base = place.inspect(0)
    day = InspectionQuery(since=BEGIN + timedelta(days=1))
    early = [scored(base, n, 1.0 + 0.1 * (-1) ** n + 0.5 * (n > 150)) for n in range(199)]
    fill(place.records, early)
    charts = history.charts(day)
    assert charts is not None
    assert charts.drift is not None
    assert charts.drift.reference is not None
    assert {point.finding for point in charts.drift.points if point.spread.n} == {Finding.REFERENCE}
    assert (charts.drift.finding, charts.drift.outside, charts.drift.compared) == (Finding.TOO_FEW, 0, ())
    assert "beside the 200 that the limits are made of" in drift_sentence(charts.drift)

    fill(place.records, [scored(base, 199 + n, 9.0) for n in range(12)])
    charts = history.charts(day, step=Step.WEEK)  # one piece would hold both
    assert charts is not None
    assert charts.drift is not None
    assert [(point.spread.n, point.finding) for point in charts.drift.points] == [
        (199, Finding.REFERENCE),
        (12, Finding.SHIFTED),
    ]
    assert (charts.drift.outside, len(charts.drift.compared)) == (12, 12)


def test_charts_count_defects_by_the_last_decision(place: Place, history: History) -> None:
    judging = Judging(place.records)
    for number, defect in enumerate(["scratch", "dent", "scratch", None]):
        one = place.inspect(number, defect=True)
        judging.review(ENGINEER, one.id, Verdict.NOK, why="seen", defect=defect)
    judging.review(ENGINEER, "part-0001", Verdict.OK, why="dust")
    charts = history.charts(InspectionQuery())
    assert charts is not None
    assert [(bar.name, bar.count) for bar in charts.defects] == [("scratch", 2), ("", 1)]
    assert charts.drift is None  # no part was OK


def test_charts_of_nothing_are_none(place: Place, history: History) -> None:
    assert history.charts(InspectionQuery()) is None
    place.inspect(0)
    assert history.charts(InspectionQuery(until=BEGIN)) is None


def test_today_is_from_midnight_to_midnight() -> None:
    since, until = today(BEGIN)
    assert since <= BEGIN < until
    assert timedelta(hours=23) <= until - since <= timedelta(hours=25)
    assert since.astimezone().hour == 0
