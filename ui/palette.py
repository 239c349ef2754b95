"""Sizes and colours of the window, after ISA-101: grey base, saturated colour only for the abnormal."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor

from station.types import StationState, Verdict

GRID = 8
"""Every margin and gap is a multiple of this, in logical pixels."""
TARGET = 48
"""Smallest side of anything that is pressed, in logical pixels: for gloves."""
RADIUS = 6

SMALL, BASE, LARGE, HUGE = 12, 14, 18, 40
"""Font heights in logical pixels."""

FAMILIES = ["Inter", "Segoe UI", "Noto Sans", "DejaVu Sans"]


@dataclass(frozen=True, slots=True)
class Colors:
    """One palette. `on_*` is the ink that is readable on the colour of that name."""

    dark: bool
    window: str
    panel: str
    border: str
    well: str
    field: str
    text: str
    muted: str
    faint: str
    control: str
    control_hover: str
    control_pressed: str
    accent: str
    on_accent: str
    viewport: str
    on_viewport: str
    calm: str
    on_calm: str
    bad: str
    on_bad: str
    warn: str
    on_warn: str
    fail: str
    on_fail: str

    def verdict(self, verdict: Verdict) -> tuple[QColor, QColor]:
        """Fill and ink of a verdict. OK is normal, so it is grey."""
        match verdict:
            case Verdict.OK:
                return QColor(self.calm), QColor(self.on_calm)
            case Verdict.NOK:
                return QColor(self.bad), QColor(self.on_bad)
            case Verdict.REVIEW:
                return QColor(self.warn), QColor(self.on_warn)
            case Verdict.ERROR:
                return QColor(self.fail), QColor(self.on_fail)

    def state(self, state: StationState) -> tuple[QColor, QColor]:
        """Fill and ink of a station state."""
        match state:
            case StationState.FAULT:
                return QColor(self.bad), QColor(self.on_bad)
            case StationState.RECOVERING | StationState.BLOCKED:
                return QColor(self.warn), QColor(self.on_warn)
            case StationState.READY:
                return QColor(self.calm), QColor(self.on_calm)
            case _:
                return QColor(self.control), QColor(self.text)


LIGHT = Colors(
    dark=False,
    window="#d5d8db",
    panel="#e9ebed",
    border="#bfc4c9",
    well="#dcdfe2",
    field="#f6f7f8",
    text="#1d2227",
    muted="#464e56",
    faint="#70777e",
    control="#d9dde0",
    control_hover="#cdd2d6",
    control_pressed="#bcc2c8",
    accent="#33587d",
    on_accent="#ffffff",
    viewport="#8f959b",
    on_viewport="#15181b",
    calm="#4c555e",
    on_calm="#ffffff",
    bad="#c3221f",
    on_bad="#ffffff",
    warn="#f0b429",
    on_warn="#241a00",
    fail="#8e2f9e",
    on_fail="#ffffff",
)

DARK = Colors(
    dark=True,
    window="#1b1e21",
    panel="#262a2e",
    border="#3b4147",
    well="#1f2326",
    field="#16191b",
    text="#e3e6e9",
    muted="#b2bac1",
    faint="#7a828a",
    control="#363c42",
    control_hover="#414850",
    control_pressed="#2b3035",
    accent="#86aed6",
    on_accent="#10161c",
    viewport="#111315",
    on_viewport="#c6ccd2",
    calm="#aeb6be",
    on_calm="#16191c",
    bad="#d93234",
    on_bad="#ffffff",
    warn="#f0b429",
    on_warn="#241a00",
    fail="#a94fbc",
    on_fail="#ffffff",
)
