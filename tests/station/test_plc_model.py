"""The handshake against the program of a PLC, with everything around them in a random order."""

from __future__ import annotations

from collections import deque

from hypothesis import given, settings
from hypothesis import strategies as st

from station.plc.handshake import Accepted, Handshake, Limits
from station.plc.program import PlcProgram
from station.plc.registers import Answer, Code, Status, read_plc, read_station, write_plc, write_station
from station.plc.signs import Ask
from station.types import Verdict

LIMITS = Limits(ack_ms=100, result_ms=100, plc_beat_ms=200, own_beat_ms=200, quiet_ms=20, under_way=3)

SCAN, JUDGE, TAKE, LINE_REFUSES, TIME, BEAT = "scan", "judge", "take", "line refuses", "time", "beat"
RESTART, SLOW_SCAN = "restart", "slow scan"
CUT, CUT_WITH_RESTART, REST, WITHDRAW, FAULT, READY = "cut", "cut, restart", "rest", "withdraw", "fault", "ready"
HEART, ACKS, TRIGGER, RESULT_ACK, IGNORES, RESET = (
    "heart",
    "acks",
    "keeps trigger",
    "keeps ack",
    "ignores ready",
    "reset",
)

USUAL = st.sampled_from([SCAN, SCAN, SCAN, SCAN, JUDGE, TAKE, BEAT])
ODD = st.sampled_from(
    [
        *(LINE_REFUSES, TIME, CUT, CUT_WITH_RESTART, REST, WITHDRAW, FAULT, READY),
        *(RESTART, RESTART, SLOW_SCAN),
        *(HEART, ACKS, TRIGGER, RESULT_ACK, IGNORES, RESET),
    ]
)
STEPS = st.lists(st.one_of(USUAL, USUAL, USUAL, ODD), max_size=150)
VERDICTS = st.lists(st.sampled_from(list(Verdict)), min_size=1, max_size=10)


class World:
    """One station, one line, one PLC. Every step checks what must always hold."""

    def __init__(self, verdicts: list[Verdict]) -> None:
        self.now = 10**12
        self.shake = Handshake(LIMITS, lambda: self.now)
        self.program = PlcProgram(clock=lambda: self.now, beat_scans=1, patience_ms=1000)
        self.verdicts = verdicts
        self.asks: deque[Ask] = deque()
        self.line: deque[tuple[int, str]] = deque()
        self.parts: dict[int, str] = {}
        self.judged: dict[int, Verdict] = {}
        self.accepted: set[int] = set()
        self.shown: list[int] = []
        self.wanted = 0
        self.reset = False
        self.shake.station(Code.NONE, running=True, recipe=0)
        self.shake.link(True)

    def want(self, count: int) -> None:
        for _ in range(count):
            self.program.want(f"P{self.wanted}")
            self.wanted += 1

    def do(self, step: str) -> None:
        faults = self.program.faults
        match step:
            case "scan":
                self.scan()
            case "take":
                self.take()
            case "line refuses":
                self.take(refuse=True)
            case "judge":
                self.judge()
            case "time":
                self.now += 60_000_000
                self.shake.step()
            case "beat":
                self.now += 5_000_000
                self.shake.beat()
            case "cut":
                self.shake.link(False)
                self.shake.link(True)
            case "cut, restart":
                self.shake.link(False)
                self.program.restart()
                self.shake.link(True)
            case "restart":
                self.program.restart()
                self.shake.plc(read_plc(write_plc(self.program.words)))
                self.scan(meanwhile=True)
            case "slow scan":
                self.scan(meanwhile=True)
            case "rest":
                self.shake.rest()
                assert not self.shake.words.status & (Status.RESULT_VALID | Status.OK | Status.NOK)
            case "withdraw":
                for acquisition in list(self.accepted)[-2:]:
                    self.shake.withdraw(acquisition)
            case "fault":
                self.shake.station(Code.FAULT, running=True, recipe=0)
            case "ready":
                self.shake.station(Code.NONE, running=True, recipe=0)
            case "heart":
                faults.heart_stands = not faults.heart_stands
            case "acks":
                faults.never_acks = not faults.never_acks
            case "keeps trigger":
                faults.keeps_trigger = not faults.keeps_trigger
            case "keeps ack":
                faults.keeps_result_ack = not faults.keeps_result_ack
            case "ignores ready":
                faults.ignores_ready = not faults.ignores_ready
            case "reset":
                self.reset = not self.reset
                self.program.reset(self.reset)
        self.check()

    def scan(self, *, meanwhile: bool = False) -> None:
        """The PLC looks at the registers and writes its own, as over a wire; the line may be busy in between."""
        self.now += 2_000_000
        self.shake.step()
        self.check()
        seen = read_station(write_station(self.shake.words))
        if meanwhile:
            self.take()
            self.judge()
            self.check()
        words = self.program.scan(seen)
        self.shake.plc(read_plc(write_plc(words)))

    def take(self, *, refuse: bool = False) -> None:
        """The line takes the trigger that waits longest."""
        self.asks.extend(sign for sign in self.shake.drain() if isinstance(sign, Ask))
        if not self.asks:
            return
        ask = self.asks.popleft()
        acquisition = len(self.parts) + 1
        self.parts[acquisition] = ask.part_id
        if not self.shake.expect(ask.token, acquisition):
            return
        if refuse:
            self.shake.refused(ask.token, Code.TRIGGER_REFUSED)
            return
        self.line.append((acquisition, ask.part_id))
        self.shake.taken(ask.token)

    def judge(self) -> None:
        if not self.line:
            return
        acquisition, part_id = self.line.popleft()
        verdict = self.verdicts[acquisition % len(self.verdicts)]
        self.judged[acquisition] = verdict
        if self.shake.result(Answer(acquisition, verdict, 1, part_id=part_id)) is Accepted.YES:
            self.accepted.add(acquisition)

    def check(self) -> None:
        words = self.shake.words
        status, shown = words.status, words.result
        assert not (Status.OK in status and Status.NOK in status)
        assert (Status.RESULT_VALID in status) == (shown is not None)
        assert Status.OK not in status or Status.RESULT_VALID in status
        assert Status.NOK not in status or Status.RESULT_VALID in status
        if shown is not None:
            assert shown.acquisition in self.accepted
            assert shown.part_id == self.parts[shown.acquisition]
            if Status.OK in status:
                assert self.judged[shown.acquisition] is Verdict.OK
            if not self.shown or self.shown[-1] != shown.acquisition:
                assert shown.acquisition > max(self.shown, default=0)
                self.shown.append(shown.acquisition)
        if Status.READY in status:
            assert words.code is Code.NONE

    def finish(self) -> None:
        """Everything is well again: until the PLC has nothing left to wait for."""
        faults = self.program.faults
        faults.heart_stands = faults.never_acks = faults.keeps_trigger = False
        faults.keeps_result_ack = faults.ignores_ready = False
        for _ in range(3):
            self.program.reset(not self.program.words.reset)
            self.scan()
        self.program.reset(False)
        self.shake.station(Code.NONE, running=True, recipe=0)
        for _ in range(300):
            for step in (SCAN, BEAT, TAKE, SCAN, JUDGE):
                self.do(step)
            if self.program.idle:
                return
        raise AssertionError(f"it does not come to an end: {self.shake.words}")


@settings(max_examples=120)
@given(STEPS, VERDICTS)
def test_every_trigger_ends_once_in_order_and_no_ok_is_for_another_part(
    steps: list[str], verdicts: list[Verdict]
) -> None:
    world = World(verdicts)
    world.want(12)
    for step in steps:
        world.do(step)
    world.finish()
    seen = world.program.done
    assert len(seen) == world.wanted
    assert {one.part_id for one in seen} == {f"P{n}" for n in range(world.wanted)}
    for one in seen:
        if one.acquisition is not None:
            assert world.parts[one.acquisition] == one.part_id
        if one.ok_bit:
            assert one.acquisition is not None
            assert world.judged[one.acquisition] is Verdict.OK
            assert one.shown_part_id == one.part_id


@settings(max_examples=50)
@given(st.lists(USUAL, max_size=200), VERDICTS)
def test_where_all_goes_well_every_part_gets_its_own_verdict(steps: list[str], verdicts: list[Verdict]) -> None:
    world = World(verdicts)
    world.want(8)
    for step in steps:
        world.do(step)
        world.shake.beat()
        world.scan()
    world.finish()
    seen = [one for one in world.program.done if one.verdict is not None]
    for one in seen:
        assert one.acquisition is not None
        assert one.verdict in (world.judged[one.acquisition], Verdict.ERROR)
        assert one.ok_bit == (one.verdict is Verdict.OK)
    assert [one.acquisition for one in seen] == sorted(one.acquisition or 0 for one in seen)
