from __future__ import annotations

from dataclasses import replace

import pytest

from station.plc.handshake import Accepted, Handshake, Limits
from station.plc.registers import (
    EXPIRED,
    MAP_VERSION,
    Answer,
    Code,
    Control,
    PlcWords,
    RecipeState,
    Status,
)
from station.plc.signs import Ask, Note, Prepare, What
from station.types import Verdict

LIMITS = Limits(ack_ms=100, result_ms=300, plc_beat_ms=500, own_beat_ms=500, quiet_ms=20, under_way=3)


class Cell:
    """A handshake with a PLC and a line that do what a test says; the clock is the test's."""

    def __init__(self, limits: Limits = LIMITS, *, ready: bool = True, recipe: int = 0) -> None:
        self.now = 10**12
        self.shake = Handshake(limits, lambda: self.now)
        self.words = PlcWords()
        self.acquisition = 0
        self.notes: list[Note] = []
        self.prepare: list[Prepare] = []
        if ready:
            self.station(Code.NONE, recipe=recipe)
            self.shake.link(True)
            self.plc()
            self.shake.drain()

    @property
    def status(self) -> Status:
        return self.shake.words.status

    @property
    def code(self) -> Code:
        return self.shake.words.code

    def station(self, code: Code, *, running: bool = True, recipe: int = 0) -> None:
        self.shake.station(code, running=running, recipe=recipe)

    def pass_ms(self, ms: float, *, plc: bool = True, own: bool = True) -> None:
        """Let time pass in small steps, with both hearts beating or not."""
        for _ in range(max(1, round(ms / 10))):
            self.now += 10_000_000
            if own:
                self.shake.beat()
            if plc:
                self.words = replace(self.words, heartbeat=self.words.heartbeat + 1)
                self.shake.plc(self.words)
            self.shake.step()

    def plc(
        self, *, trigger: bool | None = None, ack: bool | None = None, reset: bool | None = None, **more: object
    ) -> None:
        control = self.words.control
        for bit, wanted in ((Control.TRIGGER, trigger), (Control.RESULT_ACK, ack), (Control.RESET, reset)):
            if wanted is not None:
                control = control | bit if wanted else control & ~bit
        self.words = replace(self.words, control=control, heartbeat=self.words.heartbeat + 1, **more)  # type: ignore[arg-type]
        self.shake.plc(self.words)

    def asks(self) -> list[Ask]:
        signs = self.shake.drain()
        self.notes += [sign for sign in signs if isinstance(sign, Note)]
        self.prepare += [sign for sign in signs if isinstance(sign, Prepare)]
        return [sign for sign in signs if isinstance(sign, Ask)]

    def told(self) -> list[What]:
        self.asks()
        return [note.what for note in self.notes]

    def take(self) -> int:
        """Let the line take the trigger that was asked for; return its acquisition."""
        (ask,) = self.asks()
        self.acquisition += 1
        assert self.shake.expect(ask.token, self.acquisition)
        self.shake.taken(ask.token)
        return self.acquisition

    def trigger(self, part_id: str = "") -> int:
        """A whole handshake of the trigger side."""
        self.plc(trigger=True, part_id=part_id)
        acquisition = self.take()
        assert Status.ACK in self.status
        assert self.shake.words.ack_acquisition == acquisition
        self.plc(trigger=False)
        assert Status.ACK not in self.status
        assert self.shake.words.ack_acquisition == 0
        return acquisition

    def judge(self, acquisition: int, verdict: Verdict = Verdict.OK, recipe: int = 0) -> Accepted:
        return self.shake.result(Answer(acquisition, verdict, 1, 500, recipe))

    def collect(self) -> Answer:
        """A whole handshake of the result side; return what was shown."""
        shown = self.shake.words.result
        assert shown is not None
        assert Status.RESULT_VALID in self.status
        self.plc(ack=True)
        assert Status.RESULT_VALID not in self.status
        assert self.shake.words.result is None
        self.plc(ack=False)
        return shown


def test_a_part_goes_through_both_handshakes() -> None:
    cell = Cell()
    assert cell.status == Status.READY
    acquisition = cell.trigger("A1")
    assert Status.BUSY in cell.status
    assert cell.judge(acquisition) is Accepted.YES
    assert Status.OK | Status.RESULT_VALID in cell.status
    assert Status.NOK not in cell.status
    assert cell.collect().acquisition == acquisition
    assert cell.status == Status.READY


@pytest.mark.parametrize("verdict", [Verdict.NOK, Verdict.REVIEW, Verdict.ERROR])
def test_whatever_is_not_ok_has_nok_and_never_ok(verdict: Verdict) -> None:
    cell = Cell()
    cell.judge(cell.trigger(), verdict)
    assert Status.NOK in cell.status
    assert Status.OK not in cell.status
    assert (Status.ERROR in cell.status) == (verdict is Verdict.ERROR)


def test_results_of_back_to_back_triggers_come_in_order_with_their_own_ids() -> None:
    cell = Cell()
    first, second, third = cell.trigger(), cell.trigger(), cell.trigger()
    assert cell.code is Code.FULL
    for acquisition, verdict in ((first, Verdict.OK), (second, Verdict.NOK), (third, Verdict.OK)):
        cell.judge(acquisition, verdict)
    shown = [cell.collect() for _ in range(3)]
    assert [(one.acquisition, one.verdict) for one in shown] == [
        (first, Verdict.OK),
        (second, Verdict.NOK),
        (third, Verdict.OK),
    ]


def test_the_next_part_is_triggered_while_a_result_waits() -> None:
    cell = Cell()
    first = cell.trigger()
    cell.judge(first)
    second = cell.trigger()
    assert cell.shake.words.result is not None
    assert cell.shake.words.result.acquisition == first
    cell.judge(second, Verdict.NOK)
    assert cell.collect().acquisition == first
    assert cell.collect().acquisition == second


def test_a_trigger_when_too_many_parts_are_under_way_is_refused_and_told() -> None:
    cell = Cell()
    for _ in range(3):
        cell.trigger()
    cell.plc(trigger=True)
    assert cell.asks() == []
    assert Status.REFUSED | Status.ERROR in cell.status
    assert Status.ACK not in cell.status
    assert cell.code is Code.TRIGGER_REFUSED
    assert cell.shake.words.refused == 1
    assert Note(What.REFUSED, Code.FULL) in cell.notes
    cell.plc(trigger=False)
    assert Status.REFUSED not in cell.status


@pytest.mark.parametrize("code", [Code.STOPPED, Code.FAULT, Code.BLOCKED, Code.CAMERA_LOST, Code.STARTING])
def test_a_trigger_while_the_station_is_not_ready_is_refused(code: Code) -> None:
    cell = Cell()
    cell.station(code)
    assert Status.READY not in cell.status
    cell.plc(trigger=True)
    assert cell.asks() == []
    assert Status.REFUSED in cell.status
    assert cell.notes == [Note(What.REFUSED, code)]


def test_a_trigger_that_the_line_does_not_take_is_refused_and_leaves_nothing_behind() -> None:
    cell = Cell()
    cell.plc(trigger=True)
    (ask,) = cell.asks()
    assert cell.shake.expect(ask.token, 7)
    cell.shake.refused(ask.token, Code.TRIGGER_REFUSED)
    assert Status.REFUSED in cell.status
    assert Status.BUSY not in cell.status
    assert cell.judge(7) is Accepted.GONE
    cell.plc(trigger=False)
    assert cell.status == Status.READY


def test_a_trigger_that_falls_too_early_still_gets_its_ack_and_its_answer() -> None:
    cell = Cell()
    cell.plc(trigger=True)
    cell.plc(trigger=False)
    acquisition = cell.take()
    assert Status.ACK in cell.status
    cell.plc()
    assert Status.ACK not in cell.status
    cell.judge(acquisition)
    assert cell.collect().acquisition == acquisition


def test_a_trigger_that_rises_again_before_its_ack_is_never_mistaken_for_the_one_before() -> None:
    cell = Cell()
    cell.plc(trigger=True, part_id="A")
    cell.plc(trigger=False)
    cell.plc(trigger=True, part_id="B")
    (ask,) = cell.asks()
    assert ask.part_id == "A"
    assert cell.shake.expect(ask.token, 4)
    cell.shake.taken(ask.token)
    assert Status.ACK not in cell.status
    assert Status.REFUSED in cell.status
    assert cell.judge(4) is Accepted.GONE
    assert What.ORPHANED in cell.told()
    cell.plc(trigger=False)
    cell.judge(cell.trigger("C"))
    assert cell.collect().verdict is Verdict.OK


def test_a_trigger_that_rises_again_as_its_ack_goes_up_is_never_given_the_picture_of_the_one_before() -> None:
    """A PLC program that was started anew saw Ready and no Ack, and triggers its next part while Ack goes up."""
    cell = Cell()
    cell.plc(trigger=True, part_id="A")
    cell.plc(trigger=False)
    acquisition = cell.take()
    assert Status.ACK in cell.status
    cell.plc(trigger=True, part_id="B")
    assert Status.ACK not in cell.status
    assert Status.REFUSED in cell.status
    assert cell.judge(acquisition) is Accepted.GONE
    assert What.ORPHANED in cell.told()
    cell.plc(trigger=False)
    cell.judge(cell.trigger("B"))
    assert cell.collect().verdict is Verdict.OK


def test_a_result_that_is_quicker_than_the_plc_waits_where_its_trigger_fell_before_the_ack() -> None:
    cell = Cell()
    cell.plc(trigger=True, part_id="A")
    cell.plc(trigger=False)
    acquisition = cell.take()
    assert cell.judge(acquisition) is Accepted.YES
    assert Status.RESULT_VALID not in cell.status
    cell.plc(trigger=True, part_id="B")
    assert not cell.status & (Status.ACK | Status.RESULT_VALID)
    cell.plc(trigger=False)
    assert Status.RESULT_VALID not in cell.status


def test_a_result_is_not_shown_before_the_ack_of_its_trigger() -> None:
    cell = Cell()
    cell.plc(trigger=True)
    (ask,) = cell.asks()
    assert cell.shake.expect(ask.token, 5)
    cell.judge(5)
    assert Status.RESULT_VALID not in cell.status
    cell.shake.taken(ask.token)
    assert Status.RESULT_VALID | Status.ACK in cell.status


def test_a_result_ack_that_stands_is_not_taken_for_the_next_result() -> None:
    cell = Cell()
    first, second = cell.trigger(), cell.trigger()
    cell.judge(first)
    cell.judge(second)
    cell.plc(ack=True)
    assert cell.shake.words.result is None
    cell.pass_ms(200)
    assert cell.shake.words.result is None
    assert cell.code is Code.RESULT_ACK_STUCK
    cell.plc(ack=False)
    assert cell.collect().acquisition == second


def test_a_plc_that_never_acknowledges_gets_an_error_and_no_new_ok_until_it_resets() -> None:
    cell = Cell()
    first, second = cell.trigger(), cell.trigger()
    cell.judge(first)
    cell.judge(second)
    cell.pass_ms(150)
    assert cell.status == Status.ERROR
    assert cell.code is Code.NOT_TAKEN
    assert cell.told().count(What.NOT_TAKEN) == 2
    cell.pass_ms(300)
    cell.plc(trigger=True)
    assert cell.asks() == []
    assert Status.REFUSED in cell.status
    cell.plc(trigger=False)
    cell.plc(reset=True)
    cell.plc(reset=False)
    assert cell.status == Status.READY
    cell.judge(cell.trigger())
    assert Status.OK in cell.status


def test_a_start_of_the_line_ends_the_wait_for_reset() -> None:
    cell = Cell()
    cell.judge(cell.trigger())
    cell.pass_ms(150)
    cell.station(Code.STOPPED, running=False)
    cell.station(Code.NONE, running=True)
    cell.pass_ms(20)
    assert cell.status == Status.READY


def test_an_ok_whose_turn_comes_too_late_becomes_an_error() -> None:
    cell = Cell(replace(LIMITS, ack_ms=10_000))
    first, second, third = cell.trigger(), cell.trigger(), cell.trigger()
    cell.judge(first)
    cell.judge(second)
    cell.judge(third, Verdict.NOK)
    cell.pass_ms(400)
    assert cell.collect().verdict is Verdict.OK
    late = cell.collect()
    assert (late.acquisition, late.verdict, late.reason) == (second, Verdict.ERROR, EXPIRED)
    assert cell.collect().verdict is Verdict.NOK
    assert What.EXPIRED in cell.told()


@pytest.mark.parametrize(("plc", "own", "code"), [(False, True, Code.PLC_SILENT), (True, False, Code.STATION_SILENT)])
def test_a_heartbeat_that_stands_still_is_a_safe_state_that_ends_by_itself(plc: bool, own: bool, code: Code) -> None:
    cell = Cell(replace(LIMITS, ack_ms=5000))
    first, second = cell.trigger(), cell.trigger()
    cell.judge(first)
    cell.pass_ms(400, plc=plc, own=own)
    assert Status.OK in cell.status
    cell.pass_ms(200, plc=plc, own=own)
    assert cell.status == Status.ERROR
    assert cell.code is code
    assert cell.judge(second) is Accepted.GONE
    assert {What.SAFE, What.NOT_TAKEN, What.ORPHANED} <= set(cell.told())
    cell.pass_ms(30)
    assert cell.status == Status.READY
    assert What.BACK in cell.told()
    assert cell.shake.words.result is None


def test_a_plc_that_comes_back_never_sees_what_was_under_way_before() -> None:
    cell = Cell()
    shown, waiting, open_ = cell.trigger(), cell.trigger(), cell.trigger()
    cell.judge(shown)
    cell.judge(waiting)
    session = cell.shake.words.session
    cell.shake.link(False)
    assert cell.status == Status.ERROR
    assert cell.code is Code.NO_PLC
    assert cell.judge(open_) is Accepted.GONE
    cell.shake.link(True)
    cell.plc()
    assert cell.status == Status.READY
    assert cell.shake.words.result is None
    assert cell.shake.words.session != session
    told = cell.told()
    assert (told.count(What.NOT_TAKEN), told.count(What.ORPHANED)) == (2, 1)


def test_a_connection_that_replaces_another_begins_from_nothing() -> None:
    cell = Cell()
    cell.judge(cell.trigger())
    cell.shake.link(True)
    assert cell.shake.words.result is None
    cell.plc()
    assert cell.shake.words.result is None
    assert cell.status == Status.READY


def test_after_the_safe_state_trigger_and_result_ack_have_to_be_at_rest_first() -> None:
    cell = Cell()
    cell.shake.link(False)
    cell.shake.link(True)
    cell.plc(trigger=True, ack=True)
    assert cell.asks() == []
    assert Status.REFUSED in cell.status
    assert Note(What.REFUSED, Code.NOT_AT_REST) in cell.notes
    cell.plc(trigger=False)
    assert cell.code is Code.NOT_AT_REST
    cell.plc(ack=False)
    assert cell.status == Status.READY


def test_a_trigger_that_is_up_when_a_connection_begins_is_refused_also_after_another_safe_state() -> None:
    cell = Cell()
    cell.pass_ms(600, plc=False)
    assert cell.code is Code.PLC_SILENT
    cell.shake.link(False)
    cell.shake.link(True)
    cell.plc(trigger=True)
    assert cell.asks() == []
    assert Status.REFUSED in cell.status
    cell.plc(trigger=False)
    assert cell.status == Status.READY


def test_a_wrong_map_is_found_out_before_anything_else() -> None:
    cell = Cell()
    cell.shake.link(False)
    cell.shake.link(True)
    cell.plc(map_version=MAP_VERSION + 1, trigger=True)
    assert cell.code is Code.WRONG_MAP
    assert cell.asks() == []
    cell.plc(map_version=MAP_VERSION, trigger=False)
    assert cell.status == Status.READY


def test_rest_takes_back_what_is_shown_at_once_and_leaves_no_ok_behind() -> None:
    cell = Cell()
    first, second, third = cell.trigger(), cell.trigger(), cell.trigger()
    cell.judge(first)
    cell.judge(second)
    cell.judge(third, Verdict.NOK)
    cell.shake.rest()
    assert not cell.status & (Status.OK | Status.NOK | Status.RESULT_VALID)
    cell.pass_ms(60)
    rest = [cell.collect(), cell.collect()]
    assert [(one.acquisition, one.verdict) for one in rest] == [(second, Verdict.ERROR), (third, Verdict.NOK)]
    assert What.WITHDRAWN in cell.told()


def test_an_ack_on_its_way_to_a_result_that_was_taken_back_is_not_for_the_next_one() -> None:
    cell = Cell()
    first, second = cell.trigger(), cell.trigger()
    cell.judge(first)
    cell.judge(second, Verdict.NOK)
    assert cell.shake.withdraw(first)
    cell.plc(ack=True)
    cell.plc(ack=False)
    cell.pass_ms(60)
    assert cell.collect().acquisition == second
    assert cell.told().count(What.PASSED) == 1, "the PLC has taken an OK that the records call withheld"


def test_an_ok_that_was_taken_back_in_time_is_not_said_to_have_passed() -> None:
    cell = Cell()
    first, second = cell.trigger(), cell.trigger()
    cell.judge(first)
    cell.judge(second, Verdict.NOK)
    assert cell.shake.withdraw(first)
    cell.pass_ms(60)
    assert cell.collect().acquisition == second
    cell.shake.link(False)
    assert What.PASSED not in cell.told()


def test_an_ok_that_was_taken_back_from_a_plc_that_is_gone_may_have_passed() -> None:
    cell = Cell()
    cell.judge(cell.trigger())
    assert cell.shake.withdraw(1)
    cell.shake.link(False)
    assert What.PASSED in cell.told()


def test_an_ok_that_waits_is_taken_back_as_an_error() -> None:
    cell = Cell()
    first, second = cell.trigger(), cell.trigger()
    cell.judge(first)
    cell.judge(second)
    assert cell.shake.withdraw(second)
    assert cell.collect().verdict is Verdict.OK
    assert cell.collect().verdict is Verdict.ERROR
    assert not cell.shake.withdraw(first)


def test_a_recipe_is_prepared_when_nothing_is_under_way_and_only_really_in_force() -> None:
    cell = Cell(recipe=1)
    acquisition = cell.trigger()
    cell.plc(recipe=2)
    cell.asks()
    assert cell.code is Code.PREPARING
    assert cell.prepare == []
    cell.judge(acquisition, recipe=1)
    cell.collect()
    cell.asks()
    (prepare,) = cell.prepare
    assert prepare.number == 2
    assert Status.PREPARED not in cell.status
    cell.plc(trigger=True)
    assert Status.REFUSED in cell.status
    cell.plc(trigger=False)
    cell.shake.prepared(prepare.token, RecipeState.PREPARED)
    assert Status.PREPARED | Status.READY in cell.status
    assert cell.shake.words.recipe_echo == 2


def test_an_unknown_recipe_keeps_the_station_from_being_ready_until_another_is_asked_for() -> None:
    cell = Cell(recipe=1)
    cell.plc(recipe=9)
    cell.asks()
    cell.shake.prepared(cell.prepare[0].token, RecipeState.UNKNOWN)
    assert cell.code is Code.RECIPE_UNKNOWN
    assert cell.shake.words.recipe_echo == 9
    assert Status.READY not in cell.status
    cell.plc(recipe=0)
    assert Status.READY in cell.status


def test_an_answer_to_an_earlier_recipe_request_means_nothing() -> None:
    cell = Cell(recipe=1)
    cell.plc(recipe=2)
    cell.plc(recipe=3)
    cell.asks()
    first, second = cell.prepare
    cell.shake.prepared(first.token, RecipeState.PREPARED)
    assert cell.shake.words.recipe_state is RecipeState.PREPARING
    cell.shake.prepared(second.token, RecipeState.PREPARED)
    assert cell.shake.words.recipe_state is RecipeState.PREPARED


def test_a_person_who_changes_the_recipe_takes_prepared_and_ready_away() -> None:
    cell = Cell(recipe=2)
    cell.plc(recipe=2)
    cell.asks()
    cell.shake.prepared(cell.prepare[0].token, RecipeState.PREPARED)
    acquisition = cell.trigger()
    cell.station(Code.NONE, recipe=1)
    assert cell.code is Code.RECIPE_OTHER
    assert cell.judge(acquisition, Verdict.OK, recipe=1) is Accepted.OTHER_RECIPE
    assert cell.collect().verdict is Verdict.ERROR
    cell.station(Code.NONE, recipe=2)
    assert Status.PREPARED | Status.READY in cell.status


def test_results_of_others_are_shown_too_where_they_are_wanted_and_are_bounded() -> None:
    cell = Cell()
    answer = Answer(100, Verdict.NOK, 2)
    assert cell.shake.result(answer) is Accepted.GONE
    taken = [cell.shake.result(replace(answer, acquisition=100 + n), foreign=True) for n in range(20)]
    assert taken.count(Accepted.YES) == 13  # one is shown, and four times three wait
    assert taken[-1] is Accepted.FULL
    assert cell.collect().acquisition == 100


def test_a_clock_that_stood_still_for_long_is_a_safe_state_and_no_more() -> None:
    cell = Cell()
    cell.judge(cell.trigger())
    cell.now += 3600 * 10**9
    cell.shake.step()
    assert cell.status == Status.ERROR
    cell.pass_ms(20)
    cell.plc(reset=True)
    cell.plc(reset=False)
    assert cell.status == Status.READY
