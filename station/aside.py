"""Long work in a process of its own, so that the line and the window go on: what it tells, cancelling it, its death.

The process is spawned, not forked: a fork would copy the camera SDK, CUDA and every lock in whatever state it is.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

from detectors import Cancelled
from station.errors import EXPLAINED, TrainingError, exit_code, explain

T = TypeVar("T")
A = TypeVar("A")

Tell = Callable[[Any], None]
"""In the process: say something to whoever waits. Anything that can be pickled."""
Work = Callable[[A, Tell, Callable[[], bool]], T]
"""work(argument, tell, cancelled): a function of a module, since the process finds it there by its name."""

CANCEL_GRACE_S = 10.0
NICENESS = 10
_POLL_S = 0.05


@dataclass(frozen=True, slots=True)
class Kind:
    """How the work is called in texts for people, and what is left of it when it fails."""

    name: str
    kept: str = ""

    @property
    def cancelled(self) -> Cancelled:
        return Cancelled(f"The {self.name} was cancelled.", self.kept)


@dataclass(frozen=True, slots=True)
class Note:
    """A line that the process would have written into a log."""

    text: str


def run_aside(
    work: Work[A, T],
    argument: A,
    *,
    kind: Kind,
    hear: Tell,
    cancelled: Callable[[], bool] = lambda: False,
    gentle: Callable[[], bool] = lambda: False,
) -> T:
    """Do `work` in a spawned process; blocks the caller's thread, which is never the GUI thread.

    `hear` gets what it tells, and a `Note` for each warning it logs, on this thread. As soon as `gentle()` says so the
    process leaves the processor to the line: lower priority (POSIX) and, where it says so from the start, threads that
    sleep while they wait.

    Raises:
        TrainingError: what went wrong in the process, with the exit code of that error; or that it died.
        Cancelled: `cancelled()` said so.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    steps_back = gentle()
    process = context.Process(
        target=_child, args=(work, argument, there, kind, steps_back), name=kind.name, daemon=True
    )
    with _signals_stay_here():
        process.start()
    there.close()
    cancel_sent_at: float | None = None
    try:
        while True:
            if here.poll(_POLL_S):
                what, *values = here.recv()
                if what == "told":
                    hear(values[0])
                elif what == "done":
                    return values[0]  # type: ignore[no-any-return]
                elif what == "cancelled":
                    raise kind.cancelled
                else:
                    raise TrainingError(*values)
            # also while it tells a lot: a chatty detector must not put off the cancelling
            if cancel_sent_at is None:
                if cancelled():
                    cancel_sent_at = time.monotonic()
                    # a process that has just ended may have left its result, and says so in what is not read yet
                    with contextlib.suppress(ConnectionError):
                        here.send("cancel")
            elif time.monotonic() - cancel_sent_at > CANCEL_GRACE_S:
                process.kill()
            if not steps_back and gentle():
                steps_back = True
                _push_back(process.pid)
    except (EOFError, ConnectionError):
        process.join()
        if cancel_sent_at is not None:
            raise kind.cancelled from None
        raise TrainingError(_death(kind, process.exitcode), kind.kept) from None
    except (Cancelled, TrainingError):
        raise
    except BaseException:
        # nobody waits for the result any more: it must not appear afterwards
        process.kill()
        raise
    finally:
        here.close()
        process.join(CANCEL_GRACE_S)
        if process.is_alive():
            process.kill()
            process.join()
        process.close()


@contextlib.contextmanager
def _signals_stay_here() -> Iterator[None]:
    """Let a process that is started inside the block never see SIGINT.

    Ctrl-C in a terminal reaches the whole group, but only the parent decides; and until `_child` runs, the new process
    would die of it with a traceback. A mask, unlike a handler, can be set on any thread, and the process inherits it.
    """
    if os.name != "posix":
        yield
        return
    from multiprocessing import resource_tracker

    # `start` would start it, and with that lift the mask
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _death(kind: Kind, exitcode: int | None) -> str:
    if exitcode is not None and exitcode < 0:
        name = signal.Signals(-exitcode).name
        memory = " It may have run out of memory." if name == "SIGKILL" else ""
        return f"The {kind.name} process was ended by {name}.{memory}"
    return f"The {kind.name} process ended with exit code {exitcode}."


def _child(work: Work[Any, Any], argument: Any, connection: Connection, kind: Kind, gentle: bool) -> None:
    """The whole life of the process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if gentle:
        _step_back()
    told_to_stop = False

    def cancelled() -> bool:
        nonlocal told_to_stop
        if not told_to_stop and connection.poll():
            told_to_stop = connection.recv() == "cancel"
        return told_to_stop

    def tell(what: Any) -> None:
        connection.send(("told", what))

    warnings = _Warnings(tell)
    logging.getLogger().addHandler(warnings)
    try:
        connection.send(("done", work(argument, tell, cancelled)))
    except Cancelled:
        connection.send(("cancelled",))
    except EXPLAINED as error:
        told = getattr(error, "message", str(error)), getattr(error, "hint", ""), exit_code(error)
        connection.send(("error", *told))
    except (EOFError, ConnectionError):
        return  # the parent is gone, and with it whoever wanted the result
    except MemoryError:
        connection.send(("error", f"There is not enough memory for this {kind.name}.", "Take fewer pictures."))
    except Exception as error:
        connection.send(("error", f"The {kind.name} failed: {explain(error)}", "This is a fault of the program."))
        raise
    finally:
        logging.getLogger().removeHandler(warnings)
        connection.close()


def _step_back() -> None:
    # read by OpenMP when torch brings it in, which nothing has done yet in this process
    os.environ["OMP_WAIT_POLICY"] = "PASSIVE"
    if hasattr(os, "nice"):
        os.nice(NICENESS)


def _push_back(pid: int | None) -> None:
    """Lower the priority of a process that runs: on Linux each of its threads has its own."""
    tasks = Path(f"/proc/{pid}/task")
    with contextlib.suppress(OSError):  # it may just have ended
        for thread in tasks.iterdir():
            os.setpriority(os.PRIO_PROCESS, int(thread.name), NICENESS)


class _Warnings(logging.Handler):
    """Tells what is logged from WARNING on, beside writing it to stderr as Python does where nobody listens."""

    def __init__(self, tell: Tell) -> None:
        super().__init__(logging.WARNING)
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        if logging.lastResort is not None:
            logging.lastResort.handle(record)
        try:
            self._tell(Note(record.getMessage()))
        except (EOFError, ConnectionError):
            return  # the parent is gone; the work finds that out by itself
