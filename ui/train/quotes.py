"""Asks the station what the choice on the page costs; while an answer is awaited only the newest question waits."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from station.assignments import Quote
from ui.page import Page
from ui.told import told
from ui.train.choices import TrainChoices


class Quotes(QObject):
    """Shows the answers in `choices`."""

    def __init__(self, page: Page, choices: TrainChoices) -> None:
        super().__init__(page)
        self._page, self._choices = page, choices
        self._asking = self._again = False

    def ask(self) -> None:
        wanted = self._choices.assignment()
        if wanted is None:
            self._choices.show_no_quote(self.tr("Choose a data set, and a method with options that can be."))
            return
        if self._asking:
            self._again = True
            return
        self._asking = True
        teaching = self._page.context.station.teaching
        self._page.run(partial(teaching.quote, wanted), self._quoted, on_error=self._not_quoted)

    def _quoted(self, quote: Quote) -> None:
        self._choices.show_quote(quote)
        self._next()

    def _not_quoted(self, error: BaseException) -> None:
        self._choices.show_no_quote(" ".join(told(error)).strip())
        self._next()

    def _next(self) -> None:
        self._asking = False
        if self._again:
            self._again = False
            self.ask()
