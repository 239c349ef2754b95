"""`station bench`"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import typer

import station
from station.errors import UsageError

CONTEXT = {"allow_extra_args": True, "ignore_unknown_options": True}


def bench(context: typer.Context) -> None:
    """Measure speed and memory, as a table. Needs a clone of the repository; options go to the benchmark."""
    root = Path(station.__file__).resolve().parents[1]
    if not (root / "tests" / "bench" / "__main__.py").is_file() or importlib.util.find_spec("pytest") is None:
        raise UsageError(
            "The benchmarks are not part of the installed package.",
            'Clone the repository, run pip install -e ".[test]" in it, and try again.',
        )
    # a process of its own: what this one has imported must not count
    done = subprocess.run([sys.executable, "-m", "tests.bench", *context.args], cwd=root, check=False)
    raise typer.Exit(done.returncode if done.returncode >= 0 else 128 - done.returncode)
