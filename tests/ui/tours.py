"""A way through everything that the window can show without a line that runs: every page with its tabs and panels."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QCoreApplication, QEventLoop
from PySide6.QtWidgets import QTabWidget

from ui.app import WindowSession
from ui.pages import PAGES

_PATIENCE_S = 240.0


def tour(session: WindowSession, *, whole: bool = True) -> Iterator[str]:
    """Show one thing after the other; each has come to rest when its name is given. Not `whole`: only the pages."""
    for spec in PAGES:
        assert session.window.open_page(spec.key), spec.key
        page: Any = session.window.page(spec.key)
        _rest(session)
        yield spec.key
        if not whole:
            continue
        page.say("A message across the page", "with a hint what to do about it")  # it takes room from the rest
        for name, show in _inside(page):
            show()
            _rest(session)
            yield f"{spec.key}, {name}"


def _inside(page: Any) -> Iterator[tuple[str, Any]]:
    """What a page shows in turn, and how it is asked for it."""
    for key in getattr(page, "panels", {}):
        yield key, lambda key=key: page.open_panel(key)
    if hasattr(page, "show_view"):
        yield "pictures", lambda: page.show_view(1)
    for tabs in page.findChildren(QTabWidget):
        for number in range(tabs.count()):
            yield tabs.tabText(number), lambda tabs=tabs, number=number: tabs.setCurrentIndex(number)


def _rest(session: WindowSession) -> None:
    """Let everything that was begun come to its end."""
    deadline = time.monotonic() + _PATIENCE_S
    for _ in range(10):
        QCoreApplication.processEvents()
    while session.tasks.running or session.jobs.running:
        assert time.monotonic() < deadline, f"{session.window.current} does not come to rest"
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)
    for _ in range(10):
        QCoreApplication.processEvents()
