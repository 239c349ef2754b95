"""Reading that is wished for more often than it can be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from ui.page import Page

T = TypeVar("T")


class Latest(Generic[T]):
    """Runs one operation at a time off the GUI thread; of the wishes that come meanwhile the last one counts."""

    def __init__(
        self, page: Page, operation: Callable[[], Callable[[], T] | None], on_done: Callable[[T], None]
    ) -> None:
        """`operation` is asked on the GUI thread for what is to run now; None: nothing."""
        self._page = page
        self._operation = operation
        self._on_done = on_done
        self._busy = self._again = False

    def wish(self) -> None:
        """Run as soon as what runs now is over. An error is shown on the page and ends the wishes before it."""
        if self._busy:
            self._again = True
            return
        operation = self._operation()
        if operation is not None:
            self._busy = True
            self._page.run(operation, self._done, on_error=self._failed)

    def _done(self, result: T) -> None:
        self._busy = False
        self._on_done(result)
        if self._again:
            self._again = False
            self.wish()

    def _failed(self, error: BaseException) -> None:
        self._busy = self._again = False
        self._page.explain(error)
