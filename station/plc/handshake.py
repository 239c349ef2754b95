"""The handshake as a state machine on words: no sockets, no threads, a clock that is given.

    trigger side                                      result side
    IDLE --Trigger 1, can be taken--> ASKED           EMPTY --a result waits, ResultAck 0--> SHOWN (ResultValid 1)
    ASKED --the station took it--> ACKED (Ack 1)      SHOWN --ResultAck 1--> TAKEN (ResultValid 0)
    ACKED --Trigger 0--> IDLE (Ack 0)                 TAKEN --ResultAck 0--> EMPTY
    IDLE, ASKED --not taken--> REFUSED (Refused 1)    SHOWN --not taken in time--> safe state until Reset
    REFUSED --Trigger 0--> IDLE

The two sides run side by side: the next part may be triggered while results of earlier ones wait. Results are shown one
after the other, in the order in which they came, each with the acquisition that its Ack had.

In the safe state all bits of a result and Ready are 0, nothing is taken, and what was under way is dropped: each of it
is told, none of it is shown later. It is left by itself when its cause is gone and the PLC has Trigger and ResultAck at
0, but for a result that nobody took: then the PLC has to set Reset, or the line to be started anew.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, auto

from station.plc.registers import (
    ERROR_FROM,
    EXPIRED,
    MAP_VERSION,
    REASON_CODES,
    Answer,
    Code,
    PlcWords,
    RecipeState,
    StationWords,
    Status,
)
from station.plc.signs import Ask, Note, Prepare, Sign, What
from station.types import Reason, Verdict


@dataclass(frozen=True, slots=True)
class Limits:
    """How long each side waits for the other, in milliseconds; 0 for `plc_beat_ms`: the PLC needs no heartbeat."""

    ack_ms: float = 2000.0
    result_ms: float = 5000.0
    plc_beat_ms: float = 2000.0
    own_beat_ms: float = 1500.0
    quiet_ms: float = 100.0
    under_way: int = 8


class Accepted(Enum):
    """What became of an answer that was handed over."""

    YES = auto()
    GONE = auto()  # nobody waits for it any more
    OTHER_RECIPE = auto()  # judged under another recipe than the PLC had asked for: shown as ERROR
    FULL = auto()  # too many wait already, of parts that the PLC did not ask for


class _Trigger(Enum):
    IDLE = auto()
    ASKED = auto()
    ACKED = auto()
    REFUSED = auto()
    HELD = auto()  # until Trigger is 0, after the safe state; one that was answered before stands for no other part


class _Result(Enum):
    EMPTY = auto()
    SHOWN = auto()
    TAKEN = auto()
    HELD = auto()  # until ResultAck is 0, after the safe state


@dataclass(frozen=True, slots=True)
class _Waiting:
    answer: Answer
    since_ns: int


class Handshake:
    """One PLC. Not thread-safe: whoever calls it holds a lock. Every call leaves `words` up to date."""

    def __init__(self, limits: Limits, clock: Callable[[], int]) -> None:
        """`clock` is monotonic, in nanoseconds: a time of day that is set does nothing here."""
        self.words = StationWords(code=Code.NO_PLC, status=Status.ERROR)
        self._limits = limits
        self._clock = clock
        self._signs: list[Sign] = []
        self._linked = False
        self._plc: PlcWords | None = None
        self._looks = self._acked_look = 0
        self._plc_beat_ns = self._own_beat_ns = clock()
        self._beats = 0
        self._station = Code.STOPPED
        self._running = False
        self._cause: Code | None = Code.NO_PLC
        self._not_taken = False
        self._session = 1
        self._refused = 0
        self._trigger, self._trigger_ns = _Trigger.HELD, 0
        self._held_known = self._spoilt = False
        self._token = 0
        self._acked = 0
        self._expected: int | None = None
        self._open: dict[int, int] = {}  # acquisition -> the recipe number that the PLC had asked for
        self._waiting: deque[_Waiting] = deque()
        self._result, self._result_ns = _Result.HELD, 0
        self._shown: Answer | None = None
        self._regretted: Answer | None = (
            None  # an OK that was shown and taken back; a ResultAck may be on its way to it
        )
        self._quiet_until_ns, self._quiet_look = clock(), 0
        self._told_stuck: set[Code] = set()
        self._recipe, self._recipe_state = 0, RecipeState.IDLE
        self._recipe_token = 0
        self._recipe_sent = False
        self._recipe_active = 0

    @property
    def plc_words(self) -> PlcWords | None:
        """What the PLC said last in this connection."""
        return self._plc

    def drain(self) -> list[Sign]:
        """What is to be done and told, oldest first; each once."""
        signs, self._signs = self._signs, []
        return signs

    def link(self, up: bool) -> None:
        """The connection to the PLC began or ended. A new one begins from nothing."""
        self._plc = None
        self._linked = up
        self._plc_beat_ns = self._clock()
        self._recipe, self._recipe_state = 0, RecipeState.IDLE
        self._recipe_token += 1
        self.step()
        # a Trigger or ResultAck that is up when a connection begins is not about anything that it has seen
        self._trigger, self._held_known, self._result = _Trigger.HELD, False, _Result.HELD
        self._make_words()

    def plc(self, words: PlcWords) -> None:
        """Take what the PLC's block holds now."""
        before = self._plc
        if before is None or before.heartbeat != words.heartbeat:
            self._plc_beat_ns = self._clock()
        if before is not None and words.trigger and not before.trigger:  # an Ack would be taken for that of this part
            self._spoilt = self._trigger is _Trigger.ASKED
            if self._trigger is _Trigger.ACKED:
                self._take_ack_back(self._acked)
        if words.reset and before is not None and not before.reset:
            self._not_taken = False
        self._plc = words
        self._looks += 1
        self.step()

    def station(self, code: Code, *, running: bool, recipe: int) -> None:
        """Take how the station is: why it is not ready, whether its line runs, the number of the recipe in force."""
        if running and not self._running:
            self._own_beat_ns = self._clock()
            self._not_taken = False
        self._station, self._running, self._recipe_active = code, running, recipe
        self.step()

    def beat(self) -> None:
        """Take a heartbeat of the station's health thread."""
        self._beats = self._beats % 0xFFFF + 1
        self._own_beat_ns = self._clock()
        self.step()

    def expect(self, token: int, acquisition: int) -> bool:
        """The trigger of `token` is to have this acquisition. False: do not ask the line, the PLC is gone."""
        if self._trigger is not _Trigger.ASKED or token != self._token:
            return False
        self._expected = acquisition
        self._open[acquisition] = self._recipe
        self.step()
        return True

    def taken(self, token: int) -> None:
        """The line took the trigger of `token`: Ack goes up."""
        if self._trigger is not _Trigger.ASKED or token != self._token or self._expected is None:
            pass
        elif self._spoilt:
            self._take_ack_back(self._expected)
            self._expected = None
        else:
            self._trigger, self._trigger_ns = _Trigger.ACKED, self._clock()
            self._acked, self._expected = self._expected, None
            self._acked_look = self._looks
        self.step()

    def _take_ack_back(self, acquisition: int) -> None:
        """Refuse the Trigger that stands, which is not that of `acquisition`: nobody gets a result of it."""
        self._open.pop(acquisition, None)
        self._waiting = deque(one for one in self._waiting if one.answer.acquisition != acquisition)
        if self._shown is not None and self._shown.acquisition == acquisition:
            self._withdraw_shown()
        self._signs.append(Note(What.ORPHANED, Code.TRIGGER_REFUSED, acquisition=acquisition))
        self._refuse(Code.TRIGGER_REFUSED)

    def refused(self, token: int, code: Code) -> None:
        """The line did not take the trigger of `token`: there will be no inspection."""
        if self._trigger is _Trigger.ASKED and token == self._token:
            if self._expected is not None:
                self._open.pop(self._expected, None)
                self._expected = None
            self._refuse(code)
        self.step()

    def result(self, answer: Answer, *, foreign: bool = False) -> Accepted:
        """Take the answer to an acquisition. `foreign`: it was not triggered by the PLC, and is shown all the same."""
        accepted = self.would_take(answer, foreign=foreign)
        if accepted in (Accepted.GONE, Accepted.FULL):
            return accepted
        self._open.pop(answer.acquisition, None)
        if accepted is Accepted.OTHER_RECIPE:
            answer = self._as_error(answer, REASON_CODES[Reason.WITHHELD])
        self._waiting.append(_Waiting(answer, self._clock()))
        self.step()
        return accepted

    def would_take(self, answer: Answer, *, foreign: bool = False) -> Accepted:
        """What `result` would make of an answer now."""
        self.step()
        if foreign:
            if self._cause is not None:
                return Accepted.GONE
            full = len(self._waiting) >= _MOST_WAITING * self._limits.under_way
            return Accepted.FULL if full else Accepted.YES
        if (wanted := self._open.get(answer.acquisition)) is None:
            return Accepted.GONE
        other = wanted != 0 and answer.verdict is Verdict.OK and answer.recipe != wanted
        return Accepted.OTHER_RECIPE if other else Accepted.YES

    def withdraw(self, acquisition: int) -> bool:
        """Take an OK back: one that waits becomes an ERROR, one that is shown goes at once. False: it is neither."""
        shown = self._shown if self._shown is not None and self._shown.acquisition == acquisition else None
        there = shown is not None or any(one.answer.acquisition == acquisition for one in self._waiting)
        if shown is not None and shown.verdict is Verdict.OK:
            self._withdraw_shown()
            self._regretted = shown
        self._errors_for_oks(only=acquisition)
        self.step()
        return there

    def rest(self) -> None:
        """Take back what is shown, at once; every OK that waits becomes an ERROR."""
        if self._shown is not None:
            self._withdraw_shown()
        self._errors_for_oks()
        self.step()

    def prepared(self, token: int, state: RecipeState) -> None:
        """The answer to `Prepare`: PREPARED only when the recipe is really in force."""
        if token == self._recipe_token and self._recipe_state is RecipeState.PREPARING:
            self._recipe_state = state
            if state is RecipeState.PREPARED:
                self._recipe_active = self._recipe
        self.step()

    def step(self) -> None:
        """Look at clock and words, and do what follows from them."""
        now = self._clock()
        cause = self._find_cause(now)
        if cause is not None and self._cause is None:
            self._drop(cause)
        elif cause is not self._cause:
            self._signs.append(Note(What.BACK) if cause is None else Note(What.SAFE, cause))
        self._cause = cause
        self._follow_recipe()
        self._follow_result(now)
        self._follow_trigger(now)
        self._make_words()

    def _find_cause(self, now: int) -> Code | None:
        """Why nothing may be shown; the highest code of those that hold."""
        limits, plc = self._limits, self._plc
        if not self._linked or plc is None:
            return Code.NO_PLC
        if plc.map_version != MAP_VERSION:
            return Code.WRONG_MAP
        if self._running and _older(now, self._own_beat_ns, limits.own_beat_ms):
            return Code.STATION_SILENT
        if limits.plc_beat_ms and _older(now, self._plc_beat_ns, limits.plc_beat_ms):
            return Code.PLC_SILENT
        return Code.NOT_TAKEN if self._not_taken else None

    def _drop(self, cause: Code) -> None:
        """Enter the safe state."""
        self._signs.append(Note(What.SAFE, cause))
        dropped = [] if self._shown is None else [self._shown]
        dropped += [one.answer for one in self._waiting]
        self._signs += [Note(What.NOT_TAKEN, cause, answer) for answer in dropped]
        self._signs += [Note(What.ORPHANED, cause, acquisition=acquisition) for acquisition in self._open]
        if self._trigger is _Trigger.ASKED and self._expected is None:
            self._refused += 1
            self._signs.append(Note(What.REFUSED, cause))
        if self._regretted is not None and self._quiet(self._clock()):
            self._tell_passed()  # nobody will ever know
        self._waiting.clear()
        self._open.clear()
        self._shown = self._expected = None
        self._trigger, self._result = _Trigger.HELD, _Result.HELD
        self._held_known = self._plc is not None and self._plc.trigger
        self._session = self._session % 0xFFFF + 1

    def _follow_recipe(self) -> None:
        if self._cause is None and self._plc is not None and self._plc.recipe != self._recipe:
            self._recipe = self._plc.recipe
            self._recipe_token += 1
            self._recipe_state = RecipeState.PREPARING if self._recipe else RecipeState.IDLE
            self._recipe_sent = False
        if self._recipe_state is RecipeState.PREPARING:
            # a part that is under way is judged under the recipe it was triggered for
            if not self._recipe_sent and not self._open and self._trigger is not _Trigger.ASKED:
                self._recipe_sent = True
                self._signs.append(Prepare(self._recipe_token, self._recipe))
        elif self._recipe_state in (RecipeState.PREPARED, RecipeState.OTHER):
            same = self._recipe_active == self._recipe
            self._recipe_state = RecipeState.PREPARED if same else RecipeState.OTHER

    def _follow_result(self, now: int) -> None:
        if self._plc is None:
            return
        acked = self._plc.result_ack
        if acked and self._regretted is not None and self._result is not _Result.SHOWN:
            self._tell_passed()
        if self._result is _Result.SHOWN and acked:
            self._result, self._result_ns, self._shown = _Result.TAKEN, now, None
        elif self._result is _Result.SHOWN and _older(now, self._result_ns, self._limits.ack_ms):
            self._not_taken = True
            self._cause = Code.NOT_TAKEN
            self._drop(Code.NOT_TAKEN)
            return
        if self._result in (_Result.TAKEN, _Result.HELD) and not acked:
            self._result = _Result.EMPTY
            self._told_stuck.discard(Code.RESULT_ACK_STUCK)
        if self._result is _Result.EMPTY and not acked and self._cause is None and not self._quiet(now):
            self._show_next(now)
        self._tell_stuck(Code.RESULT_ACK_STUCK, self._result is _Result.TAKEN, self._result_ns, now)

    def _quiet(self, now: int) -> bool:
        return now < self._quiet_until_ns or self._looks < self._quiet_look

    def _tell_passed(self) -> None:
        self._signs.append(Note(What.PASSED, answer=self._regretted))
        self._regretted = None

    def _show_next(self, now: int) -> None:
        if not self._waiting or self._waiting[0].answer.acquisition in (self._expected, self._unsure):
            return  # a result is not shown before the Ack of its own trigger
        one = self._waiting.popleft()
        answer = one.answer
        if answer.verdict is Verdict.OK and _older(now, one.since_ns, self._limits.result_ms):
            self._signs.append(Note(What.EXPIRED, answer=answer))
            answer = self._as_error(answer, EXPIRED)
        self._result, self._result_ns, self._shown, self._regretted = _Result.SHOWN, now, answer, None

    def _follow_trigger(self, now: int) -> None:
        if self._plc is None:
            return
        up = self._plc.trigger
        if not up:
            # Ack stands until the PLC speaks again, though Trigger may have fallen before it
            if self._trigger is not _Trigger.ASKED and self._unsure is None:
                self._trigger = _Trigger.IDLE
                self._told_stuck.discard(Code.TRIGGER_STUCK)
        elif self._trigger is _Trigger.HELD and not self._held_known:
            self._refuse(self._why_not_ready())  # it was up before the station was there
        elif self._trigger is _Trigger.IDLE:
            why = self._why_not_ready()
            if why is Code.NONE:
                self._token += 1
                self._trigger, self._spoilt = _Trigger.ASKED, False
                self._signs.append(Ask(self._token, self._plc.part_id))
            else:
                self._refuse(why)
        self._tell_stuck(Code.TRIGGER_STUCK, self._trigger is _Trigger.ACKED, self._trigger_ns, now)

    def _refuse(self, code: Code) -> None:
        self._trigger = _Trigger.REFUSED
        self._refused += 1
        self._signs.append(Note(What.REFUSED, code))

    def _tell_stuck(self, code: Code, there: bool, since_ns: int, now: int) -> None:
        if there and code not in self._told_stuck and _older(now, since_ns, self._limits.ack_ms):
            self._told_stuck.add(code)
            self._signs.append(Note(What.STUCK, code))

    def _withdraw_shown(self) -> None:
        self._signs.append(Note(What.WITHDRAWN, answer=self._shown))
        # a ResultAck that is on its way is for this one: the next is not shown before the PLC has seen it go
        self._quiet_until_ns = self._clock() + round(self._limits.quiet_ms * 1e6)
        self._quiet_look = self._looks + 2
        self._shown, self._result, self._result_ns = None, _Result.TAKEN, self._clock()

    def _errors_for_oks(self, only: int | None = None) -> None:
        reason = REASON_CODES[Reason.WITHHELD]
        self._waiting = deque(
            replace(one, answer=self._as_error(one.answer, reason))
            if one.answer.verdict is Verdict.OK and only in (None, one.answer.acquisition)
            else one
            for one in self._waiting
        )

    @staticmethod
    def _as_error(answer: Answer, reason: int) -> Answer:
        return replace(answer, verdict=Verdict.ERROR, reason=reason)

    @property
    def _unsure(self) -> int | None:
        """The acquisition whose Ack went up with Trigger down: the PLC may have begun another part by now."""
        early = self._trigger is _Trigger.ACKED and self._looks == self._acked_look
        return self._acked if early and self._plc is not None and not self._plc.trigger else None

    @property
    def _under_way(self) -> int:
        asked = self._trigger is _Trigger.ASKED and self._expected is None
        return len(self._open) + len(self._waiting) + (self._shown is not None) + asked

    def _why_not_ready(self) -> Code:
        """The highest code that holds, without that of a refused trigger."""
        codes = [self._station, self._cause or Code.NONE, *self._told_stuck]
        if self._under_way >= self._limits.under_way:
            codes.append(Code.FULL)
        if _Trigger.HELD is self._trigger or _Result.HELD is self._result:
            codes.append(Code.NOT_AT_REST)
        codes.append(_RECIPE_CODES.get(self._recipe_state, Code.NONE))
        return max(codes)

    def _make_words(self) -> None:
        code = self._why_not_ready()
        if self._trigger is _Trigger.REFUSED:
            code = max(code, Code.TRIGGER_REFUSED)
        shown = self._shown
        verdict = None if shown is None else shown.verdict
        bits = 0  # plain numbers: arithmetic on flags costs more than all the rest
        for bit, up in (
            (_READY, code is Code.NONE),
            (_ACK, self._trigger is _Trigger.ACKED),
            (_BUSY, bool(self._open) or self._trigger is _Trigger.ASKED),
            (_RESULT_VALID, shown is not None),
            (_OK, verdict is Verdict.OK),
            (_NOK, shown is not None and verdict is not Verdict.OK),
            (_ERROR, code >= ERROR_FROM or verdict is Verdict.ERROR),
            (_REFUSED, self._trigger is _Trigger.REFUSED),
            (_PREPARED, self._recipe_state is RecipeState.PREPARED and self._cause is None),
        ):
            if up:
                bits |= bit
        self.words = StationWords(
            status=Status(bits),
            heartbeat=self._beats,
            code=code,
            ack_acquisition=self._acked if self._trigger is _Trigger.ACKED else 0,
            recipe_echo=self._recipe,
            recipe_state=self._recipe_state,
            recipe_active=self._recipe_active,
            under_way=self._under_way,
            refused=self._refused,
            session=self._session,
            result=shown,
        )


_MOST_WAITING = 4
"""Times `under_way`: so many answers that nobody asked for may wait."""

_READY = Status.READY.value
_ACK = Status.ACK.value
_BUSY = Status.BUSY.value
_RESULT_VALID = Status.RESULT_VALID.value
_OK = Status.OK.value
_NOK = Status.NOK.value
_ERROR = Status.ERROR.value
_REFUSED = Status.REFUSED.value
_PREPARED = Status.PREPARED.value

_RECIPE_CODES = {
    RecipeState.PREPARING: Code.PREPARING,
    RecipeState.UNKNOWN: Code.RECIPE_UNKNOWN,
    RecipeState.FAILED: Code.RECIPE_FAILED,
    RecipeState.OTHER: Code.RECIPE_OTHER,
}


def _older(now: int, since_ns: int, most_ms: float) -> bool:
    return now - since_ns > most_ms * 1e6
