"""`python -m station.benchmark ROOT --out DIR`: measure detectors on data sets with known truth.

Exit codes: 0 everything asked for is measured; 1 a run failed (its row says why); 2 the command cannot be meant;
3, 4 pictures or storage; 130 interrupted: the same command goes on where this one stopped.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.metadata
import platform
import shlex
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from detectors.patchcore_options import FEW_SHOT
from detectors.patchcore_options import NAME as PATCHCORE
from detectors.threads import limit_threads
from station.benchmark.datasets import LAYOUTS, PARTS, Category, read_root
from station.benchmark.dealing import HELD_OUT_SHARE
from station.benchmark.estimates import Estimates, duration, table
from station.benchmark.jobs import check_memory, run_at_once
from station.benchmark.measure import BUDGET_S, processor
from station.benchmark.outputs import rows_of, summary, write_plots, write_tables
from station.benchmark.plan import Run, Wish, make_plan, read_option
from station.benchmark.runs import PACKAGE, Machine, execute, failed
from station.benchmark.store import Finished, Store
from station.errors import EXPLAINED, StationError, UsageError, explain

INTERRUPTED = 130
_QUIET_S = 10.0


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="station benchmark",
        usage="%(prog)s ROOT --out DIR [options]",
        description="Measure detectors on data sets with known truth. Results, tables and plots go to a folder; "
        "what is in it already is not measured again.",
        epilog="ROOT: a category folder or a folder of them, in the layout of MVTec AD, of VisA, or with good/ and "
        "defect/. Every run teaches from good pictures only and selects nothing on the test pictures.",
    )
    add = parser.add_argument
    add("root", type=Path, metavar="ROOT", help="category folder, or folder of categories")
    add("--out", type=Path, required=True, metavar="DIR", help="folder for the results")
    add("--category", nargs="+", action="extend", default=[], metavar="C", help="only these categories")
    add("--detector", nargs="+", action="extend", default=[], metavar="D", help="detectors; default: all but fake")
    add(
        "--backbone", nargs="+", action="extend", default=[], metavar="B", help="backbones, for detectors with a choice"
    )
    add(
        "--shots",
        nargs="+",
        action="extend",
        default=[],
        type=_shots,
        metavar="K",
        help="teach from K good pictures only; several make a learning curve; 'all': every one; default: all",
    )
    add("--seeds", type=int, default=1, metavar="N", help="seeds 0 to N-1; default: 1")
    add("--device", default="auto", help="auto, cpu, cuda or cuda:N")
    add(
        "--option",
        action="append",
        default=[],
        metavar="DETECTOR.KEY=VALUE",
        help="set an option of a detector (KEY=VALUE: of all that have it); VALUE is JSON or text; repeatable",
    )
    add("--few-shot", action="store_true", help="patchcore with its options for few pictures; --option changes them")
    add(
        "--part",
        choices=PARTS,
        default="all",
        help="test on one half: choose options on 'develop', report on 'report'; the halves never change",
    )
    add(
        "--held-out",
        type=float,
        default=HELD_OUT_SHARE,
        metavar="SHARE",
        help="share of the good pictures that sets the threshold instead of teaching (at most 60 pictures); "
        f"0: teach from all, without a threshold, as papers do; default: {HELD_OUT_SHARE}",
    )
    add("--layout", choices=("auto", *LAYOUTS), default="auto", help="layout of the data; default: what it looks like")
    add("--curves", action="store_true", help="watch the test pictures while training, for curves; decides nothing")
    add(
        "--timing",
        type=float,
        default=BUDGET_S,
        metavar="S",
        help=f"seconds for timing single pictures, and again for batches of 16; 0: none; default: {BUDGET_S:g}",
    )
    add(
        "--jobs", type=int, default=1, metavar="N", help="runs at once; refused where memory may not do; timings suffer"
    )
    add("--estimate", action="store_true", help="say how long it will take, and stop")
    add("--no-plots", action="store_true", help="tables only")
    return parser


def _shots(text: str) -> int | None:
    return None if text == "all" else int(text)


def _machine(device: str, jobs: int) -> tuple[str, Machine]:
    """Return what `device` comes to, and what there is to measure on."""
    from detectors.devices import report

    found = report(device)
    pieces = (
        [processor(), found.text] if found.device.startswith("cuda") else [processor(), found.text.split(", ", 1)[-1]]
    )
    if jobs > 1:
        pieces.append(f"{jobs} runs at once")
    versions = {"python": platform.python_version()}
    for name in ("torch", "timm", "numpy", "opencv-python-headless", "opencv-python", PACKAGE):
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            versions[name] = importlib.metadata.version(name)
    return found.device, Machine(", ".join(pieces), versions)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        asked = _parser().parse_args(given)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 0 if leaving.code is None else 2
    limit_threads()
    try:
        return _benchmark(asked, "python -m station.benchmark " + shlex.join(given))
    except EXPLAINED as error:
        _say(explain(error))
        return error.exit_code if isinstance(error, StationError) else 3
    except KeyboardInterrupt:
        _say("Interrupted. What was finished is kept; the same command goes on.")
        return INTERRUPTED


def _preset(asked: argparse.Namespace) -> tuple[tuple[str, str, Any], ...]:
    return tuple((PATCHCORE, key, value) for key, value in FEW_SHOT.items()) if asked.few_shot else ()


def _benchmark(asked: argparse.Namespace, command: str) -> int:
    if asked.jobs < 1:
        raise UsageError(f"--jobs {asked.jobs} does nothing.", "Give at least 1.")
    if not 0.0 <= asked.held_out <= 0.9:
        raise UsageError(f"--held-out {asked.held_out}: is no share of the good pictures.", "Give 0 to 0.9.")
    found = read_root(asked.root, asked.layout, asked.category)
    categories = {one.name: one for one in found}
    device, machine = _machine(asked.device, asked.jobs)
    wish = Wish(
        detectors=tuple(asked.detector),
        backbones=tuple(asked.backbone),
        shots=tuple(asked.shots) or (None,),
        seeds=asked.seeds,
        options=(*_preset(asked), *(read_option(text) for text in asked.option)),
        part=asked.part,
        held_out=asked.held_out,
        curves=asked.curves,
        timing_s=max(0.0, asked.timing),
        device=device,
    )
    plan = make_plan({name: one.fingerprint() for name, one in categories.items()}, wish)
    store = Store(asked.out)
    with contextlib.nullcontext() if asked.estimate else store.prepared():
        done = store.read()
        missing = [run for run in plan if not _is_done(run, done)]
        estimates = Estimates(categories, (one.row for one in done.values()))
        if asked.estimate:
            for line in table(missing, estimates):
                sys.stdout.write(line + "\n")
            return 0
        if len(missing) < len(plan):
            _say(f"{len(plan) - len(missing)} of {len(plan)} runs are in {asked.out} already.")
        if asked.jobs > 1:
            check_memory(missing, asked.jobs, estimates)
        interrupted = False
        try:
            each = _at_once if asked.jobs > 1 else _one_by_one
            ran = each(missing, categories, store, machine, asked.jobs, estimates)
            for number, finished in enumerate(ran, start=1):
                estimates.learn(finished.row)
                store.write_rows(rows_of(store.read().values()))
                left = sum(estimates.seconds(run) for run in missing[number:]) / asked.jobs
                _say(_done_line(number, len(missing), finished, left))
        except KeyboardInterrupt:
            interrupted = True
        return _close(asked, store, plan, command, interrupted)


def _is_done(run: Run, done: dict[str, Finished]) -> bool:
    """A failed run is tried again; so is one on pictures that have changed, or without the curve that is wanted now."""
    one = done.get(run.key)
    if one is None or one.failed or one.row["data"] != run.fingerprint:
        return False
    timed = one.row["latency_ms_p50"] is not None or run.timing_s == 0
    return timed and (bool(one.row["curves"]) or not run.curves)


def _one_by_one(
    runs: Sequence[Run],
    categories: dict[str, Category],
    store: Store,
    machine: Machine,
    _jobs: int,
    estimates: Estimates,
) -> Iterator[Finished]:
    for number, run in enumerate(runs, start=1):
        _say(f"[{number}/{len(runs)}] {run.title}: about {duration(estimates.seconds(run))}")
        yield execute(run, categories[run.category], store, machine, _Teller())


def _at_once(
    runs: Sequence[Run],
    categories: dict[str, Category],
    store: Store,
    machine: Machine,
    jobs: int,
    _estimates: Estimates,
) -> Iterator[Finished]:
    for run, code in run_at_once(runs, categories, store.folder, machine, jobs):
        finished = store.read().get(run.key)
        if code != 0 or finished is None:
            finished = failed(
                run, categories[run.category], machine, f"the process of this run died (exit code {code})."
            )
            store.keep(finished)
        yield finished


class _Teller:
    """Says how far a run is, at most every ten seconds."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def __call__(self, fraction: float, stage: str) -> None:
        now = time.monotonic()
        if now - self._last >= _QUIET_S:
            self._last = now
            _say(f"    {fraction:4.0%}  {stage}")


def _done_line(number: int, total: int, finished: Finished, left_s: float) -> str:
    row: dict[str, Any] = finished.row
    if finished.failed:
        trace = f"\n{finished.traceback.rstrip()}" if finished.traceback else ""
        text = f"FAILED: {row['error']}{trace}"
    else:
        figures = [
            f"{name} {row[key]:.4f}"
            for key, name in (("image_auroc", "image AUROC"), ("pixel_auroc", "pixel AUROC"), ("aupro_30", "AUPRO"))
            if row[key] is not None
        ]
        if row["latency_ms_p50"] is not None:
            figures.append(f"{row['latency_ms_p50']:.1f} ms")
        text = ", ".join([*figures, f"taught in {row['fit_s']:.1f} s"])
    shots = "" if row["shots"] is None else f", {row['shots']} shots"
    ending = f"; about {duration(left_s)} to go" if number < total else ""
    return f"[{number}/{total}] {row['category']}, {row['detector']}{shots}, seed {row['seed']}: {text}{ending}"


def _close(asked: argparse.Namespace, store: Store, plan: Sequence[Run], command: str, interrupted: bool) -> int:
    """Write what there is, say what came of it, and return the exit code."""
    write_tables(store, command)
    done = store.read()
    mine = [done[run.key] for run in plan if run.key in done]
    if interrupted:
        measured = sum(_is_done(run, done) for run in plan)
        _say(f"Interrupted: {measured} of {len(plan)} runs are done and kept in {asked.out}. The same command goes on.")
        return INTERRUPTED
    if not asked.no_plots:
        try:
            _say(f"{write_plots(store)} plots are in {asked.out / 'plots'}.")
        except ImportError as error:
            _say(f"No plots: {error}. Install Pillow to have them.")
    for label, text in summary([one.row for one in mine]).items():
        _say(f"{label}: {text}")
    _say(f"Tables: {asked.out / 'results.md'}, {asked.out / 'results.csv'}, {asked.out / 'results.json'}")
    wrong = [one for one in mine if one.failed]
    if wrong:
        _say(f"{len(wrong)} of {len(mine)} runs failed; their rows say why. The same command tries them again.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
