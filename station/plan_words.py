"""What a run of a capture plan says of itself, asks of people, and needs of others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

from station.capture_plan import Key, SetUp, Wanted
from station.images import Image
from station.plan_manifest import Taken
from station.types import PartnerStatus


class PlanState(StrEnum):
    RUNNING = "running"
    ASKING = "asking"
    WAITING = "waiting"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


ENDED = frozenset({PlanState.DONE, PlanState.CANCELLED, PlanState.FAILED})


class Ask(StrEnum):
    """What a person is asked for."""

    INSERT = "insert"
    MOVE = "move"
    UNFIT = "unfit"


class Answer(StrEnum):
    """CONFIRM: it is done. RETAKE, KEEP: what becomes of an unfit picture."""

    CONFIRM = "confirm"
    RETAKE = "retake"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Question:
    """`findings`: what the image gate found, for UNFIT."""

    kind: Ask
    setup: SetUp
    shot: int = 1
    findings: tuple[str, ...] = ()

    @property
    def answers(self) -> tuple[Answer, ...]:
        return (Answer.RETAKE, Answer.KEEP) if self.kind is Ask.UNFIT else (Answer.CONFIRM,)


@runtime_checkable
class Mover(Protocol):
    """The robot as a plan needs it: `station.robot_cell.RobotCell`."""

    @property
    def mode(self) -> str: ...

    @property
    def ready(self) -> bool: ...

    def status(self) -> PartnerStatus: ...

    def pose(self) -> tuple[float, ...] | None: ...

    def go_to(
        self,
        pose_index: int,
        timeout_s: float | None = None,
        *,
        cancelled: Callable[[], bool] = ...,
        shot: int = 1,
        jitter_mm: float = 0.0,
    ) -> tuple[float, ...]: ...


class Correct(Protocol):
    """What is done to pictures before they are looked at: `calibration.correction.Correction`."""

    def apply(self, image: Image) -> Image: ...


class Into(Protocol):
    """Where else the pictures go: `station.plan_result.IntoDataSet`."""

    def check(self, image: Image) -> None: ...

    def put(self, taken: Sequence[Taken]) -> None: ...


@dataclass(frozen=True, slots=True)
class PlanProgress:
    """One look at a run. `eta_s` counts the pictures only, not what people need; None: nobody knows yet."""

    state: PlanState
    message: str
    hint: str
    question: Question | None
    current: Wanted | None
    total: int
    eta_s: float | None
    retaken: int
    taken: Mapping[Key, Taken]

    @property
    def done(self) -> int:
        return len(self.taken)

    @property
    def unfit(self) -> int:
        return sum(1 for one in self.taken.values() if one.fit is False)
