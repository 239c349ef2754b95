"""What the commands show: results on stdout, everything else on stderr.

`rich` is loaded where something is shown: the window, which is started by a command too, shows nothing here.
"""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from types import FrameType
from typing import TYPE_CHECKING, Any

from station.plain import to_json

if TYPE_CHECKING:
    from rich.console import Console

Show = Callable[[float, str], None]
"""show(fraction in 0..1, stage in a few words)"""

_PIPE_WIDTH = 240


def _console(stream: Any) -> Console:
    from rich.console import Console

    # a pipe has no width; the 80 columns that rich would take would tear paths apart
    width = None if stream.isatty() else _PIPE_WIDTH
    return Console(file=stream, width=width, highlight=False, markup=False, soft_wrap=True)


def say(text: str = "") -> None:
    """Print a line of the result."""
    _console(sys.stdout).print(text)


def note(text: str) -> None:
    """Tell the person something that is no result."""
    _console(sys.stderr).print(text)


def say_json(value: Any, *, indent: int | None = 2) -> None:
    """Print one JSON document as the result."""
    sys.stdout.write(to_json(value, indent=indent) + "\n")
    sys.stdout.flush()


def say_table(columns: Sequence[str], rows: Sequence[Sequence[object]], *, right: Sequence[str] = ()) -> None:
    """Print a table; `right` names the columns of numbers. None is shown as nothing."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, justify="right" if column in right else "left", overflow="fold")
    for row in rows:
        # as text: a name with [brackets] is not markup
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    Console(file=sys.stdout, width=None if sys.stdout.isatty() else _PIPE_WIDTH, highlight=False).print(table)


@contextlib.contextmanager
def progress(title: str) -> Iterator[Show]:
    """Show a bar with the time left on stderr while the block runs; nothing where stderr is not a terminal."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    console = Console(file=sys.stderr)
    with Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as bar:
        task = bar.add_task(title, total=1.0)

        def show(fraction: float, stage: str) -> None:
            bar.update(task, completed=min(1.0, max(0.0, fraction)), description=stage)

        yield show


@contextlib.contextmanager
def stop_on_signals(*signals: signal.Signals) -> Iterator[threading.Event]:
    """Set the event at the first of `signals` (without any: Ctrl-C), so that the block can end in order.

    The second one raises KeyboardInterrupt. Signals only reach the main thread: elsewhere the event is never set.
    """
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def handle(_number: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = {number: signal.signal(number, handle) for number in signals or (signal.SIGINT,)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
