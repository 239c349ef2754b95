"""Between the handshake and the rest: one lock, the threads that ask the line, and what is told of it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from queue import Empty, SimpleQueue
from typing import TypeVar

from station.cell import Host
from station.config_cell import PlcSection
from station.errors import EXPLAINED, OkPassed, PartnerLost, StateError, explain
from station.plc.handshake import Accepted, Handshake, Limits
from station.plc.registers import (
    REASON_CODES,
    Answer,
    Code,
    PlcWords,
    RecipeState,
    StationWords,
    scaled,
)
from station.plc.signs import Ask, Note, Prepare, Sign, What
from station.plc.words import cause, sentence
from station.types import Event, EventKind, Inspection, Reason, RecipeRef, StationState, Verdict

log = logging.getLogger(__name__)

SOURCE = "plc"
TICK_S = 0.02
LINK_ALARM = "plc link"
RESULT_ALARM = "plc result"

_T = TypeVar("_T")

_STATES: dict[StationState, Code] = {
    StationState.READY: Code.NONE,
    StationState.BLOCKED: Code.BLOCKED,
    StationState.RECOVERING: Code.CAMERA_LOST,
    StationState.FAULT: Code.FAULT,
    StationState.STOPPED: Code.STOPPED,
    StationState.STARTING: Code.STARTING,
    StationState.STOPPING: Code.STARTING,
}
_AT_REST = frozenset({StationState.STOPPED, StationState.STARTING, StationState.STOPPING})

_GONE_HINT = "The part is a reject for the PLC: it gets no ResultValid for this acquisition."


@dataclass(frozen=True, slots=True)
class Look:
    """Both sides at one moment: for the window and the recorder. `at_ns` is on the clock of the exchange."""

    at_ns: int
    plc: PlcWords | None
    station: StationWords
    problem: str = ""
    hint: str = ""


class Exchange:
    """The handshake with one PLC. Thread-safe. The transport calls `link`, `look` and `words`; the output the rest."""

    def __init__(
        self, section: PlcSection, host: Host, *, own_beat_ms: float, clock: Callable[[], int] = time.monotonic_ns
    ) -> None:
        self.section = section
        self._host = host
        self._clock = clock
        self._lock = threading.Lock()
        self._handshake = Handshake(
            Limits(
                ack_ms=section.ack_ms,
                result_ms=section.result_ms,
                plc_beat_ms=section.plc_heartbeat_ms,
                own_beat_ms=own_beat_ms,
                under_way=section.parts,
            ),
            clock,
        )
        self._signs: SimpleQueue[Ask | Note | None] = SimpleQueue()
        self._recipes: SimpleQueue[Prepare | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._wake: Callable[[], None] = lambda: None
        self._watchers: tuple[Callable[[Look], None], ...] = ()
        self._awaited: Prepare | None = None
        self._handed: int | None = None
        self._passed: int | None = None
        self._broken = ""
        self._closing = False

    def open(self) -> None:
        """Start the threads that ask the line and change recipes."""
        if self._threads:
            return
        self._closing = False
        for run, name in ((self._work, "plc"), (self._change_recipes, "plc-recipe")):
            thread = threading.Thread(target=run, name=name, daemon=True)
            thread.start()
            self._threads.append(thread)

    def close(self, patience_s: float = 10.0) -> None:
        """End the threads. One that loads a model is waited for, for so long."""
        self.end_link()
        self._signs.put(None)
        self._recipes.put(None)
        while self._threads:
            thread = self._threads.pop()
            thread.join(patience_s)
            if thread.is_alive():
                log.warning("the thread %s did not end", thread.name)

    def on_change(self, wake: Callable[[], None]) -> None:
        """Call `wake`, on any thread, when the station's words may have changed."""
        self._wake = wake

    def watch(self, watcher: Callable[[Look], None]) -> Callable[[], None]:
        """Call `watcher` at every change of a word, in order, on any thread; it must return at once.

        Returns the function that ends it.
        """
        with self._lock:
            self._watchers = (*self._watchers, watcher)

        def end() -> None:
            with self._lock:
                self._watchers = tuple(one for one in self._watchers if one is not watcher)

        return end

    def end_link(self) -> None:
        """End the link because the program wants it: what was under way is told, but it is no alarm."""
        self._closing = True
        self.link(False)

    def link(self, up: bool) -> None:
        """A connection began or ended."""
        self._do(lambda handshake: handshake.link(up))

    def look(self, words: PlcWords) -> StationWords:
        """Take what the PLC says; return what the station says to that."""

        def take(handshake: Handshake) -> StationWords:
            handshake.plc(words)
            return handshake.words

        return self._do(take)

    def words(self) -> StationWords:
        """What the station says now."""
        return self._do(lambda handshake: handshake.words)

    def snapshot(self) -> Look:
        """Both sides now, with what is wrong between them in words."""
        with self._lock:
            return self._look()

    def beat(self) -> None:
        """Note a heartbeat of the line. Raises OkPassed, once: the PLC may have gone by an OK that was taken back."""
        self._do(lambda handshake: handshake.beat())
        passed, self._passed = self._passed, None
        if passed is not None:
            raise OkPassed(
                f"The PLC may have let a part pass by an OK that was taken back: acquisition {passed}.",
                "Take this part out by hand, then acknowledge.",
            )

    def rest(self) -> None:
        """Take back all that is shown."""
        self._do(lambda handshake: handshake.rest())

    def check(self, inspection: Inspection) -> None:
        """Raise PartnerLost where an OK on `inspection` would not be taken."""
        if self._concerned(inspection):
            answer, foreign = self._answer(inspection), inspection.source != SOURCE
            self._refuse(inspection, self._do(lambda handshake: handshake.would_take(answer, foreign=foreign)))

    def answer(self, inspection: Inspection) -> None:
        """Hand a verdict over. Raises PartnerLost: nobody is there who takes it."""
        if not self._concerned(inspection):
            return
        self._hand_over(inspection, self._answer(inspection))

    def _hand_over(self, inspection: Inspection, answer: Answer) -> None:
        foreign = inspection.source != SOURCE
        accepted = self._do(lambda handshake: handshake.result(answer, foreign=foreign))
        if accepted in (Accepted.YES, Accepted.OTHER_RECIPE):
            self._handed = answer.acquisition
        self._refuse(inspection, accepted)

    @staticmethod
    def _refuse(inspection: Inspection, accepted: Accepted) -> None:
        """Raise PartnerLost where an answer was not taken as it is."""
        if accepted is Accepted.OTHER_RECIPE:
            raise PartnerLost(
                f"Acquisition {inspection.acquisition} was judged under another recipe than the PLC had asked for.",
                "The PLC is shown ERROR for it.",
            )
        if accepted is Accepted.FULL:
            raise PartnerLost(
                f"The PLC takes results too slowly; acquisition {inspection.acquisition} is not shown.",
                'Set plc.results = "own", or let the PLC answer faster.',
            )
        if accepted is Accepted.GONE:
            raise _gone(inspection)

    def take_back(self, inspection: Inspection) -> None:
        """Make an OK a reject: one that was handed over is taken back, another is answered with ERROR."""
        if not self._concerned(inspection):
            return
        acquisition = inspection.acquisition or 0
        if self._handed != acquisition:
            withheld = REASON_CODES[Reason.WITHHELD]
            self._hand_over(inspection, replace(self._answer(inspection), verdict=Verdict.ERROR, reason=withheld))
        elif not self._do(lambda handshake: handshake.withdraw(acquisition)):
            self._passed = acquisition

    def _concerned(self, inspection: Inspection) -> bool:
        if inspection.acquisition is None:
            return False
        return inspection.source == SOURCE or self.section.results == "all"

    def _answer(self, inspection: Inspection) -> Answer:
        return Answer(
            acquisition=inspection.acquisition or 0,
            verdict=inspection.verdict,
            reason=REASON_CODES[inspection.reason],
            score=scaled(inspection.score, self.section.score_scale),
            recipe=self._number(inspection.recipe),
            part_id=inspection.part_id or "",
        )

    def _number(self, recipe: RecipeRef | None) -> int:
        return 0 if recipe is None else self.section.number_of(recipe.name, recipe.version)

    def _do(self, action: Callable[[Handshake], _T]) -> _T:
        """Let `action` change the handshake, with the station's state as it is; pass on what follows from it."""
        state, recipe = self._host.state(), self._number(self._host.recipe())
        code = Code.FAULT if self._broken else _STATES[state]
        with self._lock:
            handshake = self._handshake
            before = (handshake.words, handshake.plc_words)
            handshake.station(code, running=state not in _AT_REST, recipe=recipe)
            if (awaited := self._awaited) is not None and recipe == awaited.number:
                self._awaited = None
                handshake.prepared(awaited.token, RecipeState.PREPARED)
            result = action(handshake)
            for sign in handshake.drain():
                self._pass_on(sign)
            changed = handshake.words != before[0]
            if self._watchers and (changed or handshake.plc_words != before[1]):
                look = self._look()
                for watcher in self._watchers:
                    watcher(look)
        if changed:
            self._wake()
        return result

    def _pass_on(self, sign: Sign) -> None:
        if isinstance(sign, Note) and sign.what is What.PASSED and sign.answer is not None:
            self._passed = sign.answer.acquisition
        if isinstance(sign, Prepare):
            self._recipes.put(sign)
        else:
            self._signs.put(sign)

    def _look(self) -> Look:
        words, plc = self._handshake.words, self._handshake.plc_words
        problem, hint = (self._broken, "Close the program and open it again.") if self._broken else ("", "")
        if not problem:
            problem, hint = cause(words.code, plc)
        return Look(self._clock(), plc, words, problem, hint)

    def _work(self) -> None:
        """The thread `plc`: asks the line, tells what happened, and lets time pass."""
        while True:
            try:
                sign = self._signs.get(timeout=TICK_S)
            except Empty:
                self.words()
                continue
            if sign is None:
                return
            try:
                if isinstance(sign, Ask):
                    self._ask(sign)
                else:
                    self._tell_of(sign)
            except Exception as error:
                log.exception("the handshake with the PLC failed")
                self.fail(error)

    def _ask(self, sign: Ask) -> None:
        trigger = self._host.new_trigger(sign.part_id or None, source=SOURCE)
        acquisition = trigger.acquisition
        assert acquisition is not None
        if not self._do(lambda handshake: handshake.expect(sign.token, acquisition)):
            return
        try:
            self._host.ask(trigger)
        except StateError:
            self._do(lambda handshake: handshake.refused(sign.token, Code.TRIGGER_REFUSED))
            return
        self._do(lambda handshake: handshake.taken(sign.token))

    def _change_recipes(self) -> None:
        """The thread `plc-recipe`: puts recipes in force, which takes seconds."""
        while (sign := self._recipes.get()) is not None:
            try:
                self._prepare(sign)
            except Exception as error:
                log.exception("the handshake with the PLC failed")
                self.fail(error)

    def _prepare(self, sign: Prepare) -> None:
        try:
            wanted = self.section.recipe(sign.number)
        except KeyError:
            self._tell(f"The PLC asks for recipe {sign.number}, which is not in [plc.recipes].", EventKind.RECIPE)
            self._do(lambda handshake: handshake.prepared(sign.token, RecipeState.UNKNOWN))
            return
        why = f"recipe {sign.number} of the PLC"
        try:
            if self._number(self._host.in_force()) != sign.number:
                if wanted.version is None:
                    self._host.choose(wanted.name, SOURCE, why)
                else:
                    self._host.activate(wanted.name, wanted.version, SOURCE, why)
        except EXPLAINED as error:
            text = f"Recipe {sign.number} of the PLC could not be put in force: {explain(error)}"
            self._tell(text, EventKind.RECIPE)
            self._do(lambda handshake: handshake.prepared(sign.token, RecipeState.FAILED))
            return
        with self._lock:
            self._awaited = sign  # it is prepared when the line judges with it: at once, or when it is started
        self.words()

    def _tell_of(self, note: Note) -> None:
        if self._closing and note.what in (What.SAFE, What.BACK):
            return
        look = self.snapshot()
        text = sentence(note, look.plc)
        details: dict[str, object] = {"what": note.what.value, "code": int(note.code)}
        if note.answer is not None:
            details |= {"acquisition": note.answer.acquisition, "verdict": note.answer.verdict.value}
        elif note.acquisition:
            details["acquisition"] = note.acquisition
        self._tell(text, details=details)
        match note.what:
            case What.SAFE:
                message, hint = cause(note.code, look.plc)
                self._host.alarm(LINK_ALARM, message, hint, True)
            case What.BACK:
                self._host.end_alarm(LINK_ALARM)
            case What.NOT_TAKEN:
                self._host.alarm(RESULT_ALARM, text, "Look at the PLC: for it the part is a reject.", False)

    def _tell(self, text: str, kind: EventKind = EventKind.OUTPUT, details: dict[str, object] | None = None) -> None:
        self._host.tell(Event(datetime.now(UTC), kind, text, details=details or {}))

    def fail(self, error: Exception) -> None:
        """A mistake in the program: from now on the PLC sees a station in fault."""
        self._broken = f"The handshake with the PLC failed: {explain(error)}"
        self._host.alarm(LINK_ALARM, self._broken, "Close the program and open it again.", True)
        self.rest()


def _gone(inspection: Inspection) -> PartnerLost:
    return PartnerLost(f"The PLC is not there to take the verdict on acquisition {inspection.acquisition}.", _GONE_HINT)
