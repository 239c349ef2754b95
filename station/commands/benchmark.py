"""`station benchmark`"""

from __future__ import annotations

import typer

CONTEXT = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
"""Everything, --help too, goes to the benchmark, which runs without this command line as well."""


def benchmark(context: typer.Context) -> None:
    """Measure detectors on data sets with known truth, as tables and plots: ROOT --out DIR; see --help."""
    from station.benchmark.__main__ import main

    raise typer.Exit(main(context.args))
