"""The operator window as part of a demonstration: it shows a run that somebody else drives, and is photographed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer

from ui.app import run_window
from ui.application import make_application
from ui.bridge import StationLike
from ui.main_window import MainWindow
from ui.screenshot import grab
from ui.tasks import Tasks

_SETTLE_MS = 700

translate = QCoreApplication.translate


def run_demo_window(station: StationLike, drive: Callable[[], None], screenshot: Path, *, stay: bool) -> int:
    """Show the window while `drive` runs off the GUI thread; then write `screenshot`. Main thread only.

    With `stay` the window stays open until it is closed by hand. The station is stopped on the way out.

    Raises:
        What `drive` raised, after the window is gone.
    """
    make_application()
    tasks = Tasks()
    problems: list[BaseException] = []

    def begin(window: MainWindow) -> None:
        def done(_: object) -> None:
            # the last part is still on its way from the inspection thread to the screen
            QTimer.singleShot(_SETTLE_MS, window, finish)

        def finish() -> None:
            grab(window, screenshot)
            if stay:
                window.operate.set_notice(
                    translate("demo", "All parts are inspected."),
                    translate("demo", "Close the window to see the report."),
                )
            else:
                window.close()

        def failed(error: BaseException) -> None:
            problems.append(error)
            window.close()

        tasks.run(drive, done, failed)

    try:
        code = run_window(station, on_ready=begin)
    finally:
        tasks.close()
    if problems:
        raise problems[0]
    return code
