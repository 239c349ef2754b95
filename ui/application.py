"""The one QApplication of the process."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from ui.pauses import take_short_turns


def make_application() -> QApplication:
    """The one QApplication of the process, made on first use."""
    take_short_turns()
    present = QApplication.instance()
    if isinstance(present, QApplication):
        return present
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("inspection-station")
    application.setApplicationDisplayName("Inspection station")
    return application


@contextmanager
def on_signals(action: Callable[[], object]) -> Iterator[None]:
    """Call `action` on Ctrl+C in the terminal and on SIGTERM while the block runs. Does nothing off the main thread.

    Python comes to it when it next runs a line of its own: some timer of Python must be ticking.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {
        number: signal.signal(number, lambda _number, _frame: action()) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
