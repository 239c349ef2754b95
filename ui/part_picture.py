"""One part in a view: rendered off the GUI thread, and again where somebody looks closer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from ui.image_view import ImageView
from ui.page import Page
from ui.picture import PartView, Picture, render


class PartPicture(QObject):
    """What is asked for last wins: a picture that comes late for another part is dropped."""

    def __init__(self, page: Page, view: ImageView) -> None:
        super().__init__(view)
        self._page = page
        self._view = view
        self._wanted: PartView | None = None
        self._shown: PartView | None = None
        view.level_wanted.connect(self._refine)

    @property
    def shown(self) -> PartView | None:
        """The part in the view; None while it shows something else."""
        return self._shown

    @property
    def fetching(self) -> bool:
        """Whether another part is wanted than the one in the view."""
        return self._wanted is not self._shown

    def fetch(self, part: PartView, on_ready: Callable[[Picture | None], None]) -> None:
        """Render a part; `on_ready` runs unless another is wanted by then. None: it has no picture."""
        self._wanted = part

        def rendered(picture: Picture | None) -> None:
            if part is self._wanted:
                on_ready(picture)

        if part.image is None:
            rendered(None)
        else:
            level = self._view.level
            self._page.run(lambda: render(part, level), rendered)

    def show(self, part: PartView, picture: Picture | None) -> None:
        """Put a part into the view. Without a picture the view is left to who shows the part."""
        self._shown = self._wanted = part
        if picture is not None:
            self._view.show_picture(picture)

    def release(self) -> None:
        """The view shows something else: nothing is wanted any more."""
        self._shown = self._wanted = None

    def _refine(self, level: int) -> None:
        part = self._shown
        if part is None or part.image is None:
            return

        def rendered(picture: Picture | None) -> None:
            if part is self._shown and picture is not None:
                self._view.show_picture(picture)

        self._page.run(lambda: render(part, level), rendered)
