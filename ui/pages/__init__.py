"""The pages of the window, in the order of the navigation. A page is imported and built when it is first shown."""

from __future__ import annotations

import importlib
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from station.permissions import Action
from ui.page import Page, PageContext


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One entry of the navigation. Who may not do `action` is asked to sign in. `word` is translated as "pages"."""

    key: str
    word: str
    module: str
    name: str
    icon: str
    action: Action
    shortcut: str

    @property
    def title(self) -> str:
        return QCoreApplication.translate("pages", self.word)

    def build(self, context: PageContext) -> Page:
        """Import and make the page. GUI thread."""
        page: Page = getattr(importlib.import_module(self.module), self.name)(context)
        return page


PAGES: tuple[PageSpec, ...] = (
    PageSpec(
        "operate",
        str(QT_TRANSLATE_NOOP("pages", "Operate")),
        "ui.pages.operate",
        "OperatePage",
        "operate",
        Action.SEE_LINE,
        "Alt+1",
    ),
    PageSpec(
        "capture",
        str(QT_TRANSLATE_NOOP("pages", "Capture")),
        "ui.pages.capture",
        "CapturePage",
        "capture",
        Action.SEE_LINE,
        "Alt+2",
    ),
    PageSpec(
        "masks",
        str(QT_TRANSLATE_NOOP("pages", "Masks")),
        "ui.pages.masks",
        "MasksPage",
        "brush",
        Action.PAINT_MASK,
        "Alt+3",
    ),
    PageSpec(
        "train",
        str(QT_TRANSLATE_NOOP("pages", "Teach")),
        "ui.pages.train",
        "TrainPage",
        "train",
        Action.TEACH,
        "Alt+4",
    ),
    PageSpec(
        "threshold",
        str(QT_TRANSLATE_NOOP("pages", "Threshold")),
        "ui.pages.threshold",
        "ThresholdPage",
        "threshold",
        Action.CHANGE_THRESHOLD,
        "Alt+5",
    ),
    PageSpec(
        "history",
        str(QT_TRANSLATE_NOOP("pages", "History")),
        "ui.pages.history",
        "HistoryPage",
        "history",
        Action.SEE_HISTORY,
        "Alt+6",
    ),
    PageSpec(
        "recipes",
        str(QT_TRANSLATE_NOOP("pages", "Recipes")),
        "ui.pages.recipes",
        "RecipesPage",
        "recipes",
        Action.CHOOSE_RECIPE,
        "Alt+7",
    ),
    PageSpec(
        "settings",
        str(QT_TRANSLATE_NOOP("pages", "Settings")),
        "ui.pages.settings",
        "SettingsPage",
        "settings",
        Action.CHANGE_CAMERA,
        "Alt+8",
    ),
    PageSpec(
        "people",
        str(QT_TRANSLATE_NOOP("pages", "People")),
        "ui.pages.people",
        "PeoplePage",
        "people",
        Action.MANAGE_USERS,
        "Alt+9",
    ),
    PageSpec(
        "calibration",
        str(QT_TRANSLATE_NOOP("pages", "Calibration")),
        "ui.pages.calibration",
        "CalibrationPage",
        "calibration",
        Action.CALIBRATE,
        "Alt+0",
    ),
)
