"""What there is to say about a recipe version, fact by fact, and how two versions differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import zip_longest
from typing import Any

from calibration import Rate
from station.queries import ModelRecord
from station.recipe import Recipe

__all__ = ["Difference", "Fact", "Rate", "Stated", "Unit", "Value", "compare", "facts_of", "in_words"]


class Fact(StrEnum):
    """What a fact is about; the value is its name on the command line. Windows have their own words for it."""

    RECIPE = "recipe"
    MADE_AT = "made"
    MADE_BY = "made by"
    NOTE = "why"
    PICTURES = "pictures"
    CORRECTED = "corrected by calibration"
    DETECTOR = "detector"
    MODEL = "model"
    TAUGHT_FROM = "taught from"
    OPTION = "option"
    THRESHOLD = "threshold"
    REVIEW_FROM = "review from"
    POLICY = "threshold chosen by"
    SENTENCE = "what that means"
    GOOD = "good pictures tried"
    DEFECTS = "defects tried"
    FALSE_REJECTS = "false rejects"
    ESCAPES = "escapes"
    BRIGHTNESS_LOW = "brightness at least"
    BRIGHTNESS_HIGH = "brightness at most"
    SATURATED_HIGH = "saturated share at most"
    SHARPNESS_LOW = "sharpness at least"
    SHIFT_HIGH = "shift of the part in px at most"
    TURN_HIGH = "turn of the part in degrees at most"
    AGREEMENT_LOW = "agreement with the reference at least"
    GATE = "image gate"


class Unit(StrEnum):
    """What the number of a fact counts or measures."""

    NONE = ""
    SCORE = "score"  # raw, without a unit of its own
    SHARE = "share"  # 0..1 of full scale or of the picture
    PICTURES = "pictures"


Value = str | int | float | datetime | Rate | None


@dataclass(frozen=True, slots=True)
class Stated:
    """One fact. `detail` names the option where `fact` is OPTION. A value of None: there is none, or not known."""

    fact: Fact
    value: Value
    unit: Unit = Unit.NONE
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact about two versions. None: this version does not have it at all."""

    before: Stated | None
    after: Stated | None

    @property
    def stated(self) -> Stated:
        """Either of them: for what the fact is about."""
        one = self.before or self.after
        assert one is not None
        return one

    @property
    def changed(self) -> bool:
        if self.before is None or self.after is None:
            return True
        return self.before.value != self.after.value


_GATE = {
    "brightness_low": (Fact.BRIGHTNESS_LOW, Unit.SHARE),
    "brightness_high": (Fact.BRIGHTNESS_HIGH, Unit.SHARE),
    "saturated_high": (Fact.SATURATED_HIGH, Unit.SHARE),
    "sharpness_low": (Fact.SHARPNESS_LOW, Unit.NONE),
}
_PLACE = {
    "shift_high_px": (Fact.SHIFT_HIGH, Unit.NONE),
    "turn_high_deg": (Fact.TURN_HIGH, Unit.NONE),
    "agreement_low": (Fact.AGREEMENT_LOW, Unit.NONE),
}


def facts_of(recipe: Recipe, model: ModelRecord | None) -> tuple[Stated, ...]:
    """Everything about a version, in the order in which people read it. `model`: what the records know of its model."""
    said = [
        Stated(Fact.RECIPE, f"{recipe.name} {recipe.version}"),
        Stated(Fact.MADE_AT, recipe.created_at),
        Stated(Fact.MADE_BY, recipe.created_by),
        Stated(Fact.NOTE, recipe.note or None),
        Stated(Fact.THRESHOLD, recipe.threshold, Unit.SCORE),
        Stated(Fact.REVIEW_FROM, recipe.review_from, Unit.SCORE),
    ]
    choice = recipe.choice
    if choice is not None:
        said += [
            Stated(Fact.POLICY, choice.policy),
            Stated(Fact.SENTENCE, choice.sentence or None),
            Stated(Fact.GOOD, choice.n_good, Unit.PICTURES),
            Stated(Fact.DEFECTS, choice.n_defect, Unit.PICTURES),
            Stated(Fact.FALSE_REJECTS, Rate.of(choice.false_rejects, choice.n_good) if choice.n_good else None),
            Stated(Fact.ESCAPES, Rate.of(choice.escapes, choice.n_defect) if choice.n_defect else None),
        ]
    said.append(Stated(Fact.PICTURES, str(recipe.image)))
    if (used := recipe.calibration) is not None:
        said.append(Stated(Fact.CORRECTED, f"{used.name} {used.version} ({used.sha256[:12]})"))
    said += [
        Stated(Fact.MODEL, f"{recipe.model.name} {recipe.model.version} ({recipe.model.sha256[:12]})"),
    ]
    if model is not None:
        said += [
            Stated(Fact.DETECTOR, model.detector),
            Stated(Fact.TAUGHT_FROM, model.n_images, Unit.PICTURES),
            *(Stated(Fact.OPTION, _plain(value), detail=key) for key, value in sorted(model.options.items())),
        ]
    if recipe.gate is None:
        said.append(Stated(Fact.GATE, None))
    else:
        said += [
            Stated(fact, _number(recipe.gate[key]), unit) for key, (fact, unit) in _GATE.items() if key in recipe.gate
        ]
        place = recipe.gate.get("place") or {}
        said += [Stated(fact, _number(place[key]), unit) for key, (fact, unit) in _PLACE.items() if key in place]
    return tuple(said)


def compare(before: Iterable[Stated], after: Iterable[Stated]) -> tuple[Difference, ...]:
    """Put the facts of two versions side by side, those that only one has where they belong."""
    old = {(one.fact, one.detail): one for one in before}
    new = {(one.fact, one.detail): one for one in after}
    order: dict[tuple[Fact, str], None] = {}
    for left, right in zip_longest(old, new):
        for key in (left, right):
            if key is not None:
                order.setdefault(key)
    ranks = {fact: rank for rank, fact in enumerate(_ORDER)}
    keys = sorted(order, key=lambda key: (ranks[key[0]], key[1]))
    return tuple(Difference(old.get(key), new.get(key)) for key in keys)


_ORDER = (
    Fact.RECIPE, Fact.MADE_AT, Fact.MADE_BY, Fact.NOTE, Fact.THRESHOLD, Fact.REVIEW_FROM, Fact.POLICY, Fact.SENTENCE,
    Fact.GOOD, Fact.DEFECTS, Fact.FALSE_REJECTS, Fact.ESCAPES, Fact.PICTURES, Fact.CORRECTED, Fact.MODEL, Fact.DETECTOR,
    Fact.TAUGHT_FROM, Fact.OPTION, Fact.GATE, Fact.BRIGHTNESS_LOW, Fact.BRIGHTNESS_HIGH, Fact.SATURATED_HIGH,
    Fact.SHARPNESS_LOW, Fact.SHIFT_HIGH, Fact.TURN_HIGH, Fact.AGREEMENT_LOW,
)  # fmt: skip


def in_words(stated: Stated | None) -> str:
    """The value in English, with its unit: for the command line."""
    if stated is None:
        return "-"
    match stated.value:
        case None:
            return _NONE.get(stated.fact, "none")
        case Rate() as rate:
            return str(rate)
        case datetime() as at:
            return f"{at.astimezone():%Y-%m-%d %H:%M}"
        case float() as number:
            match stated.unit:
                case Unit.SHARE:
                    return f"{number:.1%}"
                case Unit.SCORE:
                    return f"{number:.6g} (raw score)"
            return f"{number:.4g}"
        case value:
            return f"{value} {stated.unit.value}" if stated.unit is Unit.PICTURES else str(value)


_NONE = {
    Fact.REVIEW_FROM: "no review band",
    Fact.FALSE_REJECTS: "unknown: no good pictures were tried",
    Fact.ESCAPES: "unknown: no defects were tried",
    Fact.GATE: "none: every picture is scored",
    Fact.NOTE: "not said",
}


def _plain(value: Any) -> Value:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return str(value)
    return value


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) else None
