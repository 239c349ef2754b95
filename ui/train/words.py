"""What is said of presets and figures. All pass through Qt's translation."""

from __future__ import annotations

import math
from typing import Protocol

from PySide6.QtCore import QCoreApplication

from station.presets import Advice, Ground, Preset

_METHODS = {
    "patchcore": "PatchCore",
    "simplenet": "SimpleNet",
    "supersimplenet": "SuperSimpleNet",
    "efficientad": "EfficientAD",
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("train", text)


class Counted(Protocol):
    """A rate with its exact bound, as the station gives it."""

    @property
    def count(self) -> int: ...
    @property
    def total(self) -> int: ...
    @property
    def upper(self) -> float: ...


def method_name(detector: str) -> str:
    """A detector as its authors write it; names are not translated."""
    return _METHODS.get(detector, detector)


def preset_word(preset: Preset) -> str:
    match preset:
        case Preset.FAST:
            return _tr("Fast")
        case Preset.BALANCED:
            return _tr("Balanced")
        case Preset.ACCURATE:
            return _tr("Accurate")


def advice_text(advice: Advice) -> str:
    """Why one would take a preset, in plain words."""
    if advice.same_as is not None:
        return _tr("With so few pictures the same as {other}: nothing else was better.").format(
            other=preset_word(advice.same_as)
        )
    match advice.ground:
        case Ground.FEW_PICTURES:
            return _tr("Made for a handful of good pictures: never clearly worse, and better where defects are faint.")
        case Ground.SHORT_ANSWER:
            return _tr("The shortest answer, however much it learned. Take it when the cycle is short.")
        case Ground.BEST_ON_AVERAGE:
            return _tr("Best or equal on every material that was measured. Begin with this one.")
        case Ground.FAINT_DEFECTS:
            return _tr("Better where defects are faint, a little worse elsewhere. Learns and answers more slowly.")


def measured_text(advice: Advice) -> str:
    """The figures behind it."""
    measured = advice.measured
    text = _tr("AUROC tiles {tiles:.3f} ± {tiles_sd:.3f}, solar cells {solar:.3f} ± {solar_sd:.3f}").format(
        tiles=measured.tiles[0], tiles_sd=measured.tiles[1], solar=measured.solar[0], solar_sd=measured.solar[1]
    )
    if measured.answer_ms is not None:
        text += _tr(" · {ms:.0f} ms a picture").format(ms=measured.answer_ms)
    return text


def at_most_text(share: float) -> str:
    """An upper bound in percent, rounded up: a claim is never smaller than what was computed."""
    tenths = math.ceil(share * 1000 - 1e-9)
    if tenths >= 100:
        return _tr("{percent} %").format(percent=min(100, math.ceil(share * 100 - 1e-9)))
    return _tr("{percent:.1f} %").format(percent=tenths / 10)


def counted_text(rate: Counted) -> str:
    return _tr("{count} of {total}").format(count=rate.count, total=rate.total)


def bound_text(rate: Counted) -> str:
    return _tr("at most {share} (95 % confidence)").format(share=at_most_text(rate.upper))
