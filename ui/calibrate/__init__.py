"""The sections of the page "Calibration", in the order of its tabs. Each is imported and built when first shown."""

from __future__ import annotations

import importlib
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from ui.calibrate.section import Section, SectionPage


@dataclass(frozen=True, slots=True)
class SectionSpec:
    """One tab. `word` is translated as "sections"."""

    key: str
    word: str
    module: str
    name: str

    @property
    def title(self) -> str:
        return QCoreApplication.translate("sections", self.word)

    def build(self, page: SectionPage) -> Section:
        """Import and make the section. GUI thread."""
        section: Section = getattr(importlib.import_module(self.module), self.name)(page)
        return section


SECTIONS: tuple[SectionSpec, ...] = (
    SectionSpec("state", str(QT_TRANSLATE_NOOP("sections", "State")), "ui.calibrate.state", "StateSection"),
    SectionSpec(
        "flat_field",
        str(QT_TRANSLATE_NOOP("sections", "Flat field")),
        "ui.calibrate.flat_field",
        "FlatFieldSection",
    ),
    SectionSpec(
        "white_balance",
        str(QT_TRANSLATE_NOOP("sections", "White balance")),
        "ui.calibrate.white_balance",
        "WhiteBalanceSection",
    ),
    SectionSpec("lens", str(QT_TRANSLATE_NOOP("sections", "Lens, scale")), "ui.calibrate.lens", "LensSection"),
    SectionSpec("gate", str(QT_TRANSLATE_NOOP("sections", "Image gate")), "ui.calibrate.gate", "GateSection"),
    SectionSpec("drift", str(QT_TRANSLATE_NOOP("sections", "Drift")), "ui.calibrate.drift", "DriftSection"),
    SectionSpec(
        "agreement",
        str(QT_TRANSLATE_NOOP("sections", "Agreement study")),
        "ui.calibrate.agreement",
        "AgreementSection",
    ),
)
