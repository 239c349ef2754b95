"""`station drift`"""

from __future__ import annotations

from typing import Annotated

import typer

from station.commands.options import AsJson, ConfigFile, opened_records, read_config, recipe_reference
from station.commands.terminal import say, say_json, say_table


def drift(
    recipe: Annotated[
        str | None, typer.Argument(metavar="RECIPE", help="NAME or NAME@VERSION; without it the one in force.")
    ] = None,
    window: Annotated[int, typer.Option(min=10, max=1000, help="So many good parts are looked at together.")] = 50,
    config_file: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Say whether the newest good parts are still like those the recipe was taught from. Exit code 1: they are not.

    Looks at scores and at what the image gate measured. Nothing is changed, least of all a threshold.
    """
    from detectors import create as create_detector
    from station.commands.recipes import chosen_recipe
    from station.drift import WORDS, DriftMonitor
    from station.models import ModelStore

    config = read_config(config_file)
    with opened_records(config) as records:
        chosen = chosen_recipe(records, None if recipe is None else recipe_reference(recipe))
        folder = ModelStore(config.models_dir, create_detector).folder
        report = DriftMonitor(records, folder, window=window).report(chosen)
    if as_json:
        say_json(
            {
                "recipe": report.recipe,
                "window": report.window,
                "parts": report.found,
                "alarm_rate": report.alarm_rate,
                "drifted": [one.name for one in report.drifted],
                "advice": report.advice,
                "quantities": [
                    {"name": one.name, "reference": one.origin, "comparison": one.comparison}
                    for one in report.quantities
                ],
            }
        )
    else:
        say(f"Recipe {chosen.name} version {chosen.version}: the newest {report.window} good parts")
        rows = []
        for one in report.quantities:
            found = one.comparison
            shift, ratio = found.shift_bounds, found.ratio_bounds
            rows.append(
                (
                    WORDS[one.name],
                    f"{found.now.mean:.4g} ± {found.now.sd:.2g}",
                    f"{found.reference.mean:.4g} ± {found.reference.sd:.2g} ({found.reference.n},"
                    f" {one.origin.value.replace('_', ' ')})",
                    "-" if shift is None else f"{found.shift_sd:+.2f} ({shift[0]:+.2f} to {shift[1]:+.2f})",
                    "-" if ratio is None else f"{found.ratio:.2f} ({ratio[0]:.2f} to {ratio[1]:.2f})",
                    found.change.value.replace("_", " "),
                )
            )
        say_table(("quantity", "now, mean ± sd", "reference", "shift in sd (95 %)", "spread × (95 %)", ""), rows)
        if not report.known:
            say("Too few good parts yet to say anything.")
        elif not report.drifted:
            say("No drift.")
        for text in (report.message, *report.advice):
            if text:
                say(text)
        say(f"Were nothing changed, at most {report.alarm_rate:.0%} of such looks would find something.")
    if report.drifted:
        raise typer.Exit(1)
