"""What a person can ask to be taught, and what that means and costs before anything is opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from calibration import at_most, upper_bound
from detectors import Estimate, Extending
from detectors import create as create_detector
from station.material import Material
from station.presets import Preset
from station.queries import ImageLabel, Snapshot
from station.recipe import Recipe
from station.teaching import HOLDOUT
from station.thresholds import RATE


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a person wants taught.

    `preset` says detector and options, unless `detector` is named. With `learn_defects` half of the painted defects are
    learned from. With `extend` the newest model takes in the new good pictures instead of beginning from zero.
    """

    data_set: str
    preset: Preset = Preset.BALANCED
    detector: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    holdout: float = HOLDOUT
    rate: float = RATE
    policy: str | None = None
    seed: int = 0
    learn_defects: bool = False
    extend: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class SetView:
    """A data set for the choice: what is in it, what the newest version of its recipe is, and what it allows to claim.

    `new_good` good pictures came after the newest version; `may_extend`: its model can take them in.
    """

    name: str
    counts: Mapping[ImageLabel, int]
    by_kind: Mapping[str, int]
    masks: int
    claim: str
    newest: Recipe | None = None
    detector: str | None = None
    new_good: int = 0
    may_extend: bool = False
    extends_why_not: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """What an assignment means and costs, told without opening a picture. `detector` and `options` are settled."""

    assignment: Assignment
    detector: str
    options: Mapping[str, Any]
    n_normal: int
    n_held_out: int
    n_defect: int
    n_learned: int
    n_added: int
    estimate: Estimate
    learns_gradually: bool


@dataclass(frozen=True, slots=True)
class Dealt:
    """How many good pictures are learned from (`n_known` of them by the newest model) and held out."""

    n_normal: int
    n_held_out: int
    n_known: int


def deal_of(material: Material, snapshot: Snapshot | None, holdout: float) -> Dealt:
    """Count as `station.teaching` deals: pictures that the newest version used keep their use."""
    known = {one.sha256: one.use for one in snapshot.images} if snapshot is not None else {}
    hashes = {material.hashes[path] for path in material.good}
    uses = [known.get(sha256, "") for sha256 in hashes]
    fresh, held = len(uses) - uses.count("normal") - uses.count("held_out"), uses.count("held_out")
    n_held_out = held + round(holdout * fresh) if held else max(1, round(holdout * len(uses)))
    return Dealt(max(0, len(uses) - n_held_out), n_held_out, uses.count("normal"))


def extendable(detector: str) -> bool:
    """Whether a model of `detector` can take in more good pictures without beginning from zero."""
    method = create_detector(detector)
    return isinstance(method, Extending) and method.extends


def claim(n_good: int, n_defect: int, held_out: int) -> str:
    """Say what so many pictures would allow one to claim at best: if not one of them is judged wrongly.

    `held_out` of the good ones are not learned from.
    """
    if n_good < 2 or not held_out:
        return "There are too few good pictures to hold one out: nothing can be claimed."
    bound = at_most(upper_bound(0, held_out))
    good = f"{held_out} of {n_good} good pictures held out can show false rejects of {bound}"
    if not n_defect:
        return f"At best, {good}; without defects nothing is known of escapes."
    defects = f"{n_defect} defect{'' if n_defect == 1 else 's'}"
    return f"At best, {good}, and {defects} can show escapes of {at_most(upper_bound(0, n_defect))}."
