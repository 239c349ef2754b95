"""What is said of presets and figures. All pass through Qt's translation."""

from __future__ import annotations

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
