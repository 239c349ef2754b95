"""Camera settings in the words of the window, with their units."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, QLocale

from station.camera_control import Range, Roi, Rounded
from ui.words import figures_text

_THIN = "\N{NO-BREAK SPACE}"


def setting_label(name: str) -> str:
    """What a setting is called; an unknown one keeps its name."""
    words = {
        "trigger": QCoreApplication.translate("settings", "Trigger"),
        "line": QCoreApplication.translate("settings", "Trigger input"),
        "exposure_us": QCoreApplication.translate("settings", "Exposure"),
        "gain_db": QCoreApplication.translate("settings", "Gain"),
        "pixel_format": QCoreApplication.translate("settings", "Pixel format"),
        "roi": QCoreApplication.translate("settings", "Region"),
    }
    return words.get(name, name)


def setting_text(name: str, value: Any) -> str:
    """A value with its unit. None: left to the camera."""
    if value is None:
        return QCoreApplication.translate("settings", "camera's own")
    match name:
        case "trigger":
            return _asker(value)
        case "exposure_us":
            return _grouped(value) + f"{_THIN}µs"
        case "gain_db":
            return f"{figures_text(value, 4)}{_THIN}dB"
        case "roi" if isinstance(value, Roi):
            return QCoreApplication.translate("settings", "{width} × {height} at {x}, {y}").format(
                width=value.width, height=value.height, x=value.x, y=value.y
            )
    return str(value)


def trigger_word(mode: str) -> str:
    match mode:
        case "software":
            return QCoreApplication.translate("settings", "the station asks")
        case "line":
            return QCoreApplication.translate("settings", "an input of the camera")
        case "free_run":
            return QCoreApplication.translate("settings", "free run: the camera by itself")
    return mode


def _asker(mode: str) -> str:
    """Who asks for a picture, in few words: for tables."""
    match mode:
        case "software":
            return QCoreApplication.translate("settings", "the station")
        case "line":
            return QCoreApplication.translate("settings", "an input")
        case "free_run":
            return QCoreApplication.translate("settings", "free run")
    return mode


def range_text(name: str, span: Range | None) -> str:
    """From least to most, with the unit; nothing where it is not known."""
    if span is None:
        return ""
    text = QCoreApplication.translate("settings", "{low} to {high}")
    if name == "exposure_us":
        return text.format(low=_time_text(span.low), high=_time_text(span.high))
    return text.format(low=setting_text(name, span.low), high=setting_text(name, span.high))


def rounded_text(rounded: Rounded) -> str:
    """What the camera made of a setting."""
    text = QCoreApplication.translate("settings", "{setting}: asked {asked}, camera accepted {accepted}.")
    return text.format(
        setting=setting_label(rounded.name),
        asked=setting_text(rounded.name, rounded.asked),
        accepted=setting_text(rounded.name, rounded.accepted),
    )


def _grouped(value: float) -> str:
    """With thin groups of three in every language: exposures are compared digit by digit."""
    return f"{value:,.10g}".replace(",", _THIN).replace(".", QLocale().decimalPoint())


def _time_text(time_us: float) -> str:
    for size, unit in ((1e6, "s"), (1e3, "ms")):
        if time_us >= size:
            return f"{figures_text(time_us / size, 4)} {unit}"
    return f"{figures_text(time_us, 4)} µs"
