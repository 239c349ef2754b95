"""What every section of the page "Calibration" has: the page it is on, and the product that was chosen there."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.page import Page, PageContext
from ui.theme import GRID


class SectionPage(Page):
    """The page as its sections see it."""

    @property
    def product(self) -> str:
        """The name of the recipe that was chosen; empty where there is none yet."""
        raise NotImplementedError

    def open_section(self, key: str) -> bool:
        """Show another section; returns whether there is one of that key."""
        raise NotImplementedError


class Section(QWidget):
    """One tab. Widgets go into `body`. The methods from `entered` to `shut_down` are there to be overridden."""

    def __init__(self, page: SectionPage) -> None:
        super().__init__()
        self.page = page
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, GRID, 0, 0)
        self.body.setSpacing(GRID)

    @property
    def context(self) -> PageContext:
        return self.page.context

    def entered(self) -> None:
        """The section became visible, or another product was chosen: read what it shows."""

    def left(self) -> None:
        """The section is not visible any more: let go of what only a visible one needs, the camera first."""

    def session_changed(self) -> None:
        """Somebody signed in or out."""

    def unsaved(self) -> str | None:
        """Return in words what would be lost if the window were closed now, or None."""
        return None

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys that are no shortcuts of a button, for the list on F1: (keys, what they do)."""
        return ()

    def shut_down(self) -> None:
        """The window closes: end what the section has running."""
