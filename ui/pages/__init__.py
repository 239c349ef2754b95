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
        "people",
        str(QT_TRANSLATE_NOOP("pages", "People")),
        "ui.pages.people",
        "PeoplePage",
        "people",
        Action.MANAGE_USERS,
        "Alt+9",
    ),
)
