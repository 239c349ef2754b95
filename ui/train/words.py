"""What is said of presets and figures. All pass through Qt's translation."""

from __future__ import annotations

import math
from typing import Protocol

from PySide6.QtCore import QCoreApplication

from station.presets import Advice, Ground, Preset
from station.region import Region
from ui.words import number_text

translate = QCoreApplication.translate

_METHODS = {
    "patchcore": "PatchCore",
    "simplenet": "SimpleNet",
    "supersimplenet": "SuperSimpleNet",
    "efficientad": "EfficientAD",
}


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


def region_text(region: Region | None) -> str:
    """What of the pictures counts, in one line."""
    if region is None or (region.roi is None and not region.ignore):
        return translate("train", "Region: the whole picture")
    roi = region.roi
    if roi is None:
        words = translate("train", "Region: the whole picture")
    else:
        words = translate("train", "Region: {width} x {height} at {x}, {y}").format(
            width=roi.width, height=roi.height, x=roi.x, y=roi.y
        )
    if region.ignore:
        words += translate("train", "; ignored areas: {count}").format(count=len(region.ignore))
    return words


def preset_word(preset: Preset) -> str:
    match preset:
        case Preset.FAST:
            return translate("train", "Fast")
        case Preset.BALANCED:
            return translate("train", "Balanced")
        case Preset.ACCURATE:
            return translate("train", "Accurate")


def advice_text(advice: Advice) -> str:
    """Why one would take a preset, in plain words."""
    if advice.same_as is not None:
        return translate("train", "With so few pictures the same as {other}: nothing else was better.").format(
            other=preset_word(advice.same_as)
        )
    match advice.ground:
        case Ground.FEW_PICTURES:
            return translate(
                "train", "Made for a handful of good pictures: never clearly worse, and better where defects are faint."
            )
        case Ground.SHORT_ANSWER:
            return translate("train", "The shortest answer, however much it learned. Take it when the cycle is short.")
        case Ground.BEST_ON_AVERAGE:
            return translate("train", "Best or equal on every material that was measured. Begin with this one.")
        case Ground.FAINT_DEFECTS:
            return translate(
                "train", "Better where defects are faint, a little worse elsewhere. Learns and answers more slowly."
            )


def measured_text(advice: Advice) -> str:
    """The figures behind it, in one line: means over three seeds, and the time of one answer."""
    measured = advice.measured
    text = translate("train", "AUROC {tiles} tiles, {solar} solar").format(
        tiles=number_text(measured.tiles[0], 3), solar=number_text(measured.solar[0], 3)
    )
    if measured.answer_ms is not None:
        text += translate("train", " · {ms} ms").format(ms=number_text(measured.answer_ms, 0))
    return text


def share_text(share: float) -> str:
    """An upper bound in percent, rounded up: a claim is never smaller than what was computed."""
    tenths = math.ceil(share * 1000 - 1e-9)
    if tenths >= 100:
        return translate("train", "{percent} %").format(percent=min(100, math.ceil(share * 100 - 1e-9)))
    return translate("train", "{percent} %").format(percent=number_text(tenths / 10, 1))


def counted_text(rate: Counted) -> str:
    return translate("train", "{count} of {total}").format(count=rate.count, total=rate.total)


def at_most_text(rate: Counted) -> str:
    """The upper bound of a rate, with the confidence of 95 % that is said beside it."""
    return translate("train", "at most {share}").format(share=share_text(rate.upper))
