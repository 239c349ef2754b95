"""Drafts of masks: what is painted and not saved outlives the window, and is offered with its picture again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QObject, QTimer

from station.errors import StationError
from ui.mask_work import Work
from ui.page import Page
from ui.widgets.ask import Question
from ui.words import moment_text

_AFTER_MS = 3000


class MaskDrafts(QObject):
    """Keeps the draft of what `current` gives. `taken` is called when somebody goes on with one. GUI thread."""

    def __init__(self, page: Page, current: Callable[[], Work | None], taken: Callable[[], None]) -> None:
        super().__init__(page)
        self._page, self._current, self._taken = page, current, taken
        self._masks = page.context.station.masks
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER_MS)
        self._timer.timeout.connect(self.keep)

    def soon(self) -> None:
        """Keep it when nothing was painted for a while."""
        self._timer.start()

    def wait(self) -> None:
        """Keep nothing until the next `soon`."""
        self._timer.stop()

    def keep(self) -> None:
        """Keep what is painted and not saved; forget the draft of what is as it was saved."""
        self._timer.stop()
        work = self._current()
        if work is None or not work.document.revision:
            return
        masks = self._masks
        if work.document.modified:
            pixels, model = work.document.pixels.copy(), work.proposed_by
            self._page.run(lambda: masks.keep_draft(work.recipe, work.id, pixels, model), lambda _: None)
        else:
            self._page.run(lambda: masks.drop_draft(work.recipe, work.id), lambda _: None)

    def offer(self, work: Work) -> None:
        """Ask whether to go on with the draft of a picture, where there is one."""
        draft = work.opened.draft
        if draft is None:
            return

        def take(_: str) -> None:
            work.document.replace(draft.pixels)
            work.document.mark_unsaved()
            work.proposed_by = draft.proposed_by
            self._taken()

        words = self.tr("{picture} was being painted on {when}, and the mask was not saved.")
        self._page.ask(
            Question(
                self.tr("A mask that was not saved"),
                words.format(picture=work.name, when=moment_text(draft.at)),
                self.tr("Go on with it"),
                take,
            )
        )

    def shut_down(self) -> None:
        """Keep it at once: the window closes."""
        self._timer.stop()
        work = self._current()
        if work is not None and work.document.modified:
            # tasks end with the window, and this must not end with them; `MasksPage.unsaved` has told of it
            with suppress(StationError):
                self._masks.keep_draft(work.recipe, work.id, work.document.pixels, work.proposed_by)
