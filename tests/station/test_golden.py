"""The check of the reference parts: when it is due, how it goes, what is kept of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from camera.api import LOST_MISSING, Frame, LostFrame, Trigger
from detectors.fake import FakeDetector
from station.accounts import Session
from station.config import GoldenSection
from station.db import Records
from station.errors import NotPermitted, RecordsError, StateError, UsageError
from station.golden import SOURCE, Golden
from station.ids import new_id
from station.judge import Measured, Setup
from station.part_claim import Claim
from station.permissions import Role
from station.queries import GoldenCheck, GoldenOutcome, GoldenPart
from station.recipe import Recipe
from station.types import EventKind, Inspection, Purpose, Reason, Result, Verdict
from tests.station.conftest import NOON

ANNA = Session("anna", Role.OPERATOR, NOON)
EVA = Session("eva", Role.ENGINEER, NOON)


class Bench:
    """Reference parts G1 (good) and G2 (defective) of a running recipe, a clock, and a line that answers as told."""

    def __init__(self, records: Records, recipe: Recipe, make_inspection: Callable[..., Inspection]) -> None:
        self.records = records
        self.make_inspection = make_inspection
        self.now = NOON
        self.asked: list[Trigger] = []
        self.count = 0
        records.add_recipe(recipe)
        fitted = FakeDetector().fit([np.eye(48, 64, dtype=np.uint8)] * 2, FakeDetector().parse_options({}))
        self.setup: Setup | None = Setup(recipe, fitted, lambda _image: Measured())
        records.golden.set_part(GoldenPart(recipe.name, "G1", Verdict.OK, 0.2, 0.6), who="eva")
        records.golden.set_part(GoldenPart(recipe.name, "G2", Verdict.NOK), who="eva")

    def golden(self, *, outside: bool = False, **config: Any) -> Golden:
        claim = Claim(SOURCE, self.new_trigger, self.ask, outside=lambda: outside, now=lambda: self.now)
        return Golden(self.records, GoldenSection(**config), claim, running=lambda: self.setup, now=lambda: self.now)

    def new_trigger(self, part_id: str | None = None, *, source: str, **_more: Any) -> Trigger:
        return Trigger(new_id(), source, part_id)

    def ask(self, trigger: Trigger) -> None:
        self.asked.append(trigger)

    def inspect(
        self, golden: Golden, part: str | None, verdict: Verdict, score: float, *, source: str = SOURCE, **fields: Any
    ) -> Inspection:
        """One inspection comes from the line."""
        self.count += 1
        assert self.setup is not None
        ours = [one.id for one in self.asked if (one.part_id, one.source) == (part, source)]
        inspection = self.make_inspection(
            self.count,
            trigger_id=ours[-1] if ours else f"trigger-{self.count}",
            at=self.now,
            part_id=part,
            source=source,
            verdict=verdict,
            reason=Reason.BELOW_THRESHOLD if verdict is Verdict.OK else Reason.ABOVE_THRESHOLD,
            score=score,
            recipe=self.setup.recipe.ref,
            **fields,
        )
        inspection = replace(inspection, purpose=golden.purpose_of(inspection))
        self.records.commit_inspection(inspection)
        golden.saw(Result(inspection, None, None))
        return inspection

    def check(self, golden: Golden, first: Verdict = Verdict.OK, second: Verdict = Verdict.NOK) -> GoldenCheck:
        """Go through a whole check."""
        golden.begin(ANNA)
        golden.present(ANNA)
        self.inspect(golden, "G1", first, 0.5)
        golden.present(ANNA)
        self.inspect(golden, "G2", second, 2.5)
        return golden.finish(ANNA)

    def blocked(self, golden: Golden) -> str | None:
        return golden.blocked(self.setup)


def waiting(golden: Golden) -> bool:
    progress = golden.state().progress
    return progress is not None and progress.waiting


@pytest.fixture
def bench(records: Records, make_recipe: Callable[..., Recipe], make_inspection: Callable[..., Inspection]) -> Bench:
    return Bench(records, make_recipe(), make_inspection)


def test_as_shipped_nothing_is_due_and_nothing_is_blocked(bench: Bench) -> None:
    golden = bench.golden()
    golden.started()
    state = golden.state()
    assert (state.required, state.due, state.blocked, state.due_at) == (False, "", "", None)


def test_a_check_at_start_blocks_until_it_has_passed(bench: Bench) -> None:
    golden = bench.golden(at_start=True)
    golden.started()
    assert "the station was started" in (bench.blocked(golden) or "")
    check = bench.check(golden)
    assert check.outcome is GoldenOutcome.PASSED
    assert [one.part_id for one in bench.asked] == ["G1", "G2"]
    assert bench.blocked(golden) is None
    golden.started()
    assert bench.blocked(golden) is not None


def test_while_a_check_is_under_way_no_ok_leaves(bench: Bench) -> None:
    golden = bench.golden()
    golden.begin(ANNA)
    assert "under way" in (bench.blocked(golden) or "")
    golden.abandon(ANNA)
    assert bench.blocked(golden) is None
    assert golden.state().last is None


@pytest.mark.parametrize(
    ("first", "second", "score", "problem"),
    [
        (Verdict.NOK, Verdict.NOK, 0.5, "the verdict was NOK, not OK"),
        (Verdict.OK, Verdict.OK, 0.5, "the verdict was OK, not NOK"),
        (Verdict.OK, Verdict.NOK, 0.1, "the score 0.1 is below 0.2"),
        (Verdict.OK, Verdict.NOK, 0.7, "the score 0.7 is above 0.6"),
    ],
)
def test_a_part_that_is_not_as_expected_fails_the_check_and_blocks_the_line(
    bench: Bench, first: Verdict, second: Verdict, score: float, problem: str
) -> None:
    golden = bench.golden()
    golden.begin(ANNA)
    golden.present(ANNA)
    bench.inspect(golden, "G1", first, score)
    golden.present(ANNA)
    bench.inspect(golden, "G2", second, 2.5)
    check = golden.finish(ANNA)
    assert check.outcome is GoldenOutcome.FAILED
    assert problem in [result.problem for result in check.results]
    assert "failed" in (bench.blocked(golden) or "")
    assert "failed" in (bench.blocked(bench.golden()) or ""), "a restart of the program forgets nothing"
    assert bench.check(golden).outcome is GoldenOutcome.PASSED
    assert bench.blocked(golden) is None


def test_a_check_that_is_broken_off_after_a_bad_part_has_failed(bench: Bench) -> None:
    golden = bench.golden()
    golden.begin(ANNA)
    golden.present(ANNA)
    bench.inspect(golden, "G1", Verdict.NOK, 2.0)
    assert golden.abandon(ANNA).outcome is GoldenOutcome.FAILED
    assert bench.blocked(golden) is not None


def test_a_stop_in_the_middle_of_a_check_does_not_hide_a_bad_part(bench: Bench) -> None:
    golden = bench.golden()
    golden.begin(ANNA)
    golden.present(ANNA)
    bench.inspect(golden, "G1", Verdict.NOK, 2.0)
    golden.started()
    assert "failed" in (bench.blocked(golden) or "")


def test_only_the_reference_part_that_was_asked_for_counts(bench: Bench) -> None:
    golden = bench.golden()
    golden.begin(ANNA)
    bench.inspect(golden, "G1", Verdict.NOK, 2.0)
    golden.present(ANNA)
    bench.inspect(golden, "G1", Verdict.NOK, 2.0, source="button")
    bench.inspect(golden, "G2", Verdict.NOK, 2.0)
    progress = golden.state().progress
    assert progress is not None
    assert progress.results == ()
    bench.inspect(golden, "G1", Verdict.OK, 0.5)
    progress = golden.state().progress
    assert progress is not None
    assert [result.problem for result in progress.results] == [""]
    assert progress.next is not None
    assert progress.next.name == "G2"


def test_with_a_trigger_from_outside_the_next_picture_after_the_word_counts(bench: Bench) -> None:
    golden = bench.golden(outside=True)
    golden.begin(ANNA)
    bench.now += timedelta(seconds=1)
    golden.present(ANNA)
    before = bench.now
    bench.now = before - timedelta(milliseconds=1)
    bench.inspect(golden, None, Verdict.NOK, 2.0, source="camera")
    bench.now = before + timedelta(milliseconds=1)
    bench.inspect(golden, None, Verdict.OK, 0.5, source="camera")
    progress = golden.state().progress
    assert progress is not None
    assert [result.verdict for result in progress.results] == [Verdict.OK]


def test_with_a_trigger_from_outside_only_the_picture_that_counts_is_of_a_reference_part(bench: Bench) -> None:
    golden = bench.golden(outside=True)
    golden.begin(ANNA)

    def see(score: float) -> Purpose:
        bench.now += timedelta(seconds=1)
        return bench.inspect(golden, None, Verdict.OK, score, source="camera").purpose

    found = [see(0.5)]
    golden.present(ANNA)
    assert waiting(golden)
    found += [see(0.5), see(0.5)]
    assert not waiting(golden)
    golden.present(ANNA)
    found += [see(2.5), see(0.5)]
    golden.finish(ANNA)
    found.append(see(0.5))
    production, reference = Purpose.PRODUCTION, Purpose.REFERENCE
    assert found == [production, reference, production, reference, production, production]


def test_with_a_trigger_from_outside_a_hole_before_the_picture_is_not_of_the_reference_part(bench: Bench) -> None:
    golden = bench.golden(outside=True)
    golden.begin(ANNA)
    golden.present(ANNA)
    hole = bench.make_inspection(99, at=bench.now, source="camera", verdict=Verdict.ERROR, reason=Reason.MISSING_FRAME)
    assert golden.purpose_of(hole) is Purpose.PRODUCTION
    golden.saw(Result(hole, None, None))
    assert bench.inspect(golden, None, Verdict.OK, 0.5, source="camera").purpose is Purpose.REFERENCE
    progress = golden.state().progress
    assert progress is not None
    assert [result.problem for result in progress.results] == [""]


def test_only_one_of_the_pictures_that_come_before_it_is_judged_is_of_the_reference_part(bench: Bench) -> None:
    """The others take the id that waits for the next part of production."""
    golden = bench.golden(outside=True)
    image = np.zeros((2, 2), np.uint8)

    def comes(seconds: int) -> bool:
        return golden.takes(Frame(0, 0, NOON + timedelta(seconds=seconds), image, "camera"))

    bench.now = NOON + timedelta(seconds=10)
    assert not comes(9)
    golden.begin(ANNA)
    golden.present(ANNA)
    hole = LostFrame(0, 0, LOST_MISSING)
    assert [comes(9), golden.takes(hole), comes(11), comes(12), golden.takes(hole)] == [False, True, True, False, False]
    bench.inspect(golden, None, Verdict.OK, 0.5, source="camera")
    golden.present(ANNA)
    assert comes(13)


def test_a_check_that_is_broken_off_while_a_picture_is_judged_does_not_make_it_a_part_of_production(
    bench: Bench, make_inspection: Callable[..., Inspection]
) -> None:
    golden = bench.golden(outside=True)
    golden.begin(ANNA)
    golden.present(ANNA)
    one = make_inspection(1, at=bench.now, source="camera")
    one = replace(one, purpose=golden.purpose_of(one))
    golden.abandon(ANNA)
    golden.begin(ANNA)
    golden.present(ANNA)
    golden.saw(Result(one, None, None))
    assert one.purpose is Purpose.REFERENCE
    progress = golden.state().progress
    assert progress is not None
    assert progress.results == ()


def test_a_picture_that_a_check_asked_for_is_of_a_reference_part_even_when_it_comes_too_late(bench: Bench) -> None:
    golden = bench.golden()
    golden.begin(ANNA)
    golden.present(ANNA)
    golden.abandon(ANNA)
    assert bench.inspect(golden, "G1", Verdict.OK, 0.5).purpose is Purpose.REFERENCE
    assert bench.inspect(golden, "SN-1", Verdict.OK, 0.5, source="button").purpose is Purpose.PRODUCTION


@pytest.mark.parametrize("stopped", [False, True])
def test_a_part_whose_verdict_could_not_be_recorded_is_presented_again(bench: Bench, stopped: bool) -> None:
    golden = bench.golden()
    golden.begin(ANNA)
    golden.present(ANNA)
    failed = bench.make_inspection(
        99,
        trigger_id=bench.asked[-1].id,
        part_id="G1",
        source=SOURCE,
        verdict=Verdict.ERROR,
        reason=Reason.COMMIT_FAILED,
    )
    golden.saw(Result(failed, None, None))
    assert bench.blocked(golden)
    if stopped:
        golden.started()
        assert [check.outcome for check in bench.records.golden.checks()] == [GoldenOutcome.ABANDONED]
        golden.begin(ANNA)
    golden.present(ANNA)
    bench.inspect(golden, "G1", Verdict.OK, 0.5)
    golden.present(ANNA)
    bench.inspect(golden, "G2", Verdict.NOK, 2.5)
    assert golden.finish(ANNA).outcome is GoldenOutcome.PASSED


def test_a_refused_trigger_leaves_the_part_to_be_presented_again(bench: Bench) -> None:
    def refuse(_trigger: Trigger) -> None:
        raise StateError("The station is stopped; it takes no triggers.")

    claim = Claim(SOURCE, bench.new_trigger, refuse, outside=lambda: False)
    golden = Golden(bench.records, GoldenSection(), claim, running=lambda: bench.setup)
    golden.begin(ANNA)
    for _ in range(2):
        with pytest.raises(StateError, match="takes no triggers"):
            golden.present(ANNA)


def test_the_clock_makes_a_check_due_and_blocks_after_the_grace(bench: Bench) -> None:
    golden = bench.golden(every_hours=8, grace_minutes=30)
    bench.check(golden)
    bench.now += timedelta(hours=7, minutes=59)
    assert golden.state().due == ""
    bench.now += timedelta(minutes=2)
    assert "every 8 hours" in golden.state().due
    assert golden.state().blocked == ""
    bench.now += timedelta(minutes=30)
    assert "every 8 hours" in golden.state().blocked
    assert bench.check(golden).outcome is GoldenOutcome.PASSED
    assert golden.state().due == ""


def test_a_clock_that_was_set_back_does_not_keep_an_old_check_in_force(bench: Bench) -> None:
    golden = bench.golden(every_hours=8)
    bench.check(golden)
    bench.now -= timedelta(days=2)
    assert "every 8 hours" in golden.state().blocked


def test_another_recipe_version_makes_a_check_due_at_once(bench: Bench, make_recipe: Callable[..., Recipe]) -> None:
    golden = bench.golden(after_recipe_change=True)
    bench.check(golden)
    assert bench.blocked(golden) is None
    other = make_recipe(version=2, threshold=0.9)
    bench.records.add_recipe(other)
    assert bench.setup is not None
    bench.setup = replace(bench.setup, recipe=other)
    assert "version 2" in (bench.blocked(golden) or "")
    assert bench.check(golden).outcome is GoldenOutcome.PASSED
    assert bench.blocked(golden) is None


def test_a_passed_check_of_another_recipe_does_not_hide_a_failed_one(
    bench: Bench, make_recipe: Callable[..., Recipe]
) -> None:
    golden = bench.golden(at_start=True, every_hours=8)
    assert bench.check(golden, second=Verdict.OK).outcome is GoldenOutcome.FAILED
    first, other = bench.setup, make_recipe(name="other")
    assert first is not None
    bench.records.add_recipe(other)
    bench.records.golden.set_part(GoldenPart("other", "G1", Verdict.OK, 0.2, 0.6), who="eva")
    bench.setup = replace(first, recipe=other)
    assert "was started" in (bench.blocked(golden) or "")
    golden.begin(ANNA)
    golden.present(ANNA)
    bench.inspect(golden, "G1", Verdict.OK, 0.5)
    assert golden.finish(ANNA).outcome is GoldenOutcome.PASSED
    assert bench.blocked(golden) is None
    bench.setup = first
    assert "failed" in (bench.blocked(golden) or "")
    again = bench.golden(at_start=True, every_hours=8)
    assert "failed" in (bench.blocked(again) or ""), "also after the program was started anew"


def test_many_checks_that_were_broken_off_do_not_hide_a_failed_one(bench: Bench) -> None:
    golden = bench.golden()
    assert bench.check(golden, second=Verdict.OK).outcome is GoldenOutcome.FAILED
    for _ in range(60):
        golden.begin(ANNA)
        golden.abandon(ANNA)
    assert "failed" in (bench.blocked(bench.golden()) or "")


def test_an_engineer_lets_the_line_run_with_a_reason_and_an_operator_does_not(bench: Bench) -> None:
    golden = bench.golden(at_start=True)
    with pytest.raises(NotPermitted):
        golden.override(ANNA, "no time")
    with pytest.raises(UsageError, match="needs a reason"):
        golden.override(EVA, "  ")
    assert bench.blocked(golden) is not None
    golden.override(EVA, "G2 is at the gauge room")
    assert bench.blocked(golden) is None
    with pytest.raises(StateError, match="is due"):
        golden.override(EVA, "again")
    (kept,) = bench.records.golden.checks()
    assert (kept.outcome, kept.who, kept.why) == (GoldenOutcome.OVERRIDDEN, "eva", "G2 is at the gauge room")
    (entry,) = bench.records.audit.entries(limit=1)
    assert (entry.action, entry.who, entry.why) == ("golden.overridden", "eva", "G2 is at the gauge room")


def test_a_check_is_kept_with_its_parts_scores_and_who(bench: Bench) -> None:
    golden = bench.golden()
    told = bench.check(golden, second=Verdict.OK)
    (kept,) = bench.records.golden.checks(recipe="cell")
    assert kept == told
    assert [(result.part.name, result.score, result.problem) for result in kept.results] == [
        ("G1", 0.5, ""),
        ("G2", 2.5, "the verdict was OK, not NOK"),
    ]
    assert bench.records.golden.checks(recipe="plate") == []
    (event,) = bench.records.events(kinds=frozenset({EventKind.GOLDEN}))
    assert "was failed" in event.message
    assert event.details["problems"] == {"G2": "the verdict was OK, not NOK"}
    assert bench.records.audit.verify().whole


def test_reference_parts_are_changed_by_engineers_and_the_trail_says_so(bench: Bench) -> None:
    golden = bench.golden()
    changed = GoldenPart("cell", "G1", Verdict.OK, 0.1, 0.9, None, "worn")
    with pytest.raises(NotPermitted):
        golden.set_part(ANNA, changed)
    stored = golden.set_part(EVA, changed, why="new lamp")
    assert [part.name for part in golden.parts("cell")] == ["G1", "G2"]
    assert golden.parts("cell")[0] == stored
    with pytest.raises(UsageError, match="reason"):
        golden.remove_part(EVA, "cell", "G2", why=" ")
    golden.remove_part(EVA, "cell", "G2", why="it was dropped")
    assert [part.name for part in golden.parts("cell")] == ["G1"]
    with pytest.raises(RecordsError, match="no reference part"):
        golden.remove_part(EVA, "cell", "G2", why="again")
    removed, set_ = bench.records.audit.entries(limit=2)
    assert (removed.who, removed.why) == ("eva", "it was dropped")
    assert (removed.action, set_.action, set_.why) == ("golden.part_removed", "golden.part_set", "new lamp")
    assert set_.before is not None
    assert set_.after is not None
    assert (set_.before["score_from"], set_.after["score_from"]) == (0.2, 0.1)


def test_an_inspected_part_becomes_a_reference_part_with_a_band_around_its_score(bench: Bench) -> None:
    golden = bench.golden()
    inspection = bench.inspect(golden, "P7", Verdict.OK, 0.5, source="button")
    part = golden.make_part(EVA, inspection.id, " G3 ", Verdict.OK, band=0.25)
    assert (part.name, part.score_from, part.score_to, part.inspection_id) == ("G3", 0.25, 0.75, inspection.id)
    assert part in golden.parts("cell")


@pytest.mark.parametrize(
    "part",
    [
        GoldenPart("cell", " ", Verdict.OK),
        GoldenPart("cell", "G", Verdict.ERROR),
        GoldenPart("cell", "G", Verdict.OK, 2.0, 1.0),
    ],
)
def test_what_cannot_be_expected_is_refused(bench: Bench, part: GoldenPart) -> None:
    with pytest.raises(UsageError):
        bench.golden().set_part(EVA, part)


def test_a_recipe_without_reference_parts_cannot_be_checked(bench: Bench, make_recipe: Callable[..., Recipe]) -> None:
    assert bench.setup is not None
    other = make_recipe("plate")
    bench.records.add_recipe(other)
    bench.setup = replace(bench.setup, recipe=other)
    golden = bench.golden(after_recipe_change=True)
    with pytest.raises(UsageError, match="no reference parts"):
        golden.begin(ANNA)
    assert bench.blocked(golden) is not None


def test_a_stopped_station_is_not_checked(bench: Bench) -> None:
    bench.setup = None
    golden = bench.golden(at_start=True)
    assert golden.state().blocked == ""
    with pytest.raises(StateError, match="only while the station runs"):
        golden.begin(ANNA)


def test_the_check_counts_from_the_database_as_its_time_says(bench: Bench) -> None:
    bench.check(bench.golden())
    bench.now += timedelta(hours=2)
    again = bench.golden(every_hours=8)
    assert again.state().due_at == NOON + timedelta(hours=8)
