"""Heavy work in a process of its own, so that line and window go on: the GUI thread would wait for its imports.

The process is spawned, not forked, and stands back behind the line where the system knows niceness.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, Protocol, TypeVar

from detectors import Cancelled
from station.errors import EXPLAINED, TrainingError, exit_code, explain

T = TypeVar("T")

Progress = Callable[[float, str], None]
Cancel = Callable[[], bool]
Work = Callable[[Progress, Cancel], T]
"""What is done; to go to another process it must be picklable: a `functools.partial` of a module's function."""

_POLL_S = 0.05
_GRACE_S = 10.0
_NICE = 5


class Runner(Protocol):
    """A way to do heavy work: `run_apart`, or `run_here`."""

    def __call__(self, work: Work[T], progress: Progress, cancelled: Cancel) -> T: ...


def run_here(work: Work[T], progress: Progress, cancelled: Cancel) -> T:
    """Do it on this thread."""
    return work(progress, cancelled)


def run_apart(work: Work[T], progress: Progress, cancelled: Cancel) -> T:
    """Do it in a new process; blocks the caller's thread, which is never the GUI thread.

    Raises:
        Cancelled: `cancelled()` said so.
        TrainingError: what went wrong there, with the exit code of that error; or that the process died.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_child, args=(work, there), name="apart", daemon=True)
    process.start()
    there.close()
    asked_at: float | None = None
    try:
        while True:
            if here.poll(_POLL_S):
                kind, *values = here.recv()
                if kind == "progress":
                    progress(*values)
                elif kind == "done":
                    return values[0]  # type: ignore[no-any-return]
                elif kind == "cancelled":
                    raise Cancelled(*values)
                else:
                    raise TrainingError(*values)
            if asked_at is None and cancelled():
                asked_at = time.monotonic()
                with contextlib.suppress(ConnectionError):
                    here.send("cancel")
            elif asked_at is not None and time.monotonic() - asked_at > _GRACE_S:
                process.kill()
    except (EOFError, ConnectionError):
        process.join()
        if asked_at is not None:
            raise Cancelled("The work was cancelled.") from None
        code = process.exitcode
        how = f"was ended by {signal.Signals(-code).name}" if code is not None and code < 0 else f"ended with {code}"
        raise TrainingError(
            f"The process that did the work {how}.", "It may have run out of memory: try with fewer pictures."
        ) from None
    finally:
        here.close()
        process.join(_GRACE_S)
        if process.is_alive():
            process.kill()
            process.join()
        process.close()


def _child(work: Work[Any], connection: Connection) -> None:
    """The whole life of the process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    if hasattr(os, "nice"):
        os.nice(_NICE)
    asked_to_stop = False

    def cancelled() -> bool:
        nonlocal asked_to_stop
        if not asked_to_stop and connection.poll():
            asked_to_stop = connection.recv() == "cancel"
        return asked_to_stop

    try:
        connection.send(("done", work(lambda *told: connection.send(("progress", *told)), cancelled)))
    except Cancelled as error:
        connection.send(("cancelled", error.message, error.hint))
    except EXPLAINED as error:
        connection.send(("error", getattr(error, "message", str(error)), getattr(error, "hint", ""), exit_code(error)))
    except (EOFError, ConnectionError):
        return  # the parent is gone, and with it whoever wanted the result
    except MemoryError:
        connection.send(("error", "There is not enough memory for this.", "Take fewer pictures."))
    except Exception as error:
        connection.send(("error", f"The work failed: {explain(error)}", "This is a fault of the program."))
        raise
    finally:
        connection.close()
