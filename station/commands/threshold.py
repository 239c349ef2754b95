"""`station threshold`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from station.commands.options import (
    AsJson,
    ConfigFile,
    Who,
    numbers,
    opened_records,
    person,
    read_config,
    recipe_reference,
)
from station.commands.terminal import note, progress, say, say_json, stop_on_signals


def threshold(
    recipe: Annotated[str, typer.Argument(metavar="RECIPE", help="NAME or NAME@VERSION; without one the newest.")],
    good: Annotated[
        Path, typer.Option(metavar="DIR", help="Good pictures that it was not taught from.", show_default=False)
    ],
    policy: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="best_f1, cautious, good_only, min_cost, target_false_reject, youden, zero_escape or"
            " zero_false_reject.",
            show_default=False,
        ),
    ],
    defect: Annotated[Path | None, typer.Option(metavar="DIR", help="Pictures of defects.", show_default=False)] = None,
    param: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY=NUMBER", help="A parameter of the policy; may be repeated.", show_default=False),
    ] = None,
    review: Annotated[
        str | None, typer.Option(metavar="NAME", help="The policy where the review band starts.", show_default=False)
    ] = None,
    review_param: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY=NUMBER", help="A parameter of that policy; may be repeated.", show_default=False),
    ] = None,
    why: Annotated[str, typer.Option(metavar="TEXT", help="Kept with the recipe.", show_default=False)] = "",
    activate: Annotated[bool, typer.Option("--activate", help="Put the new version in force.")] = False,
    who: Who = None,
    config_file: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Choose the threshold of a recipe anew, as a new version of it.

    The pictures are scored with the recipe's model. What it was taught from is left out. Ctrl-C cancels; the recipe
    stays as it was then.
    """
    from station import retuning
    from station.commands.recipes import chosen_recipe
    from station.images import list_images
    from station.setups import setup_loader

    wish = retuning.Wish(policy, numbers(param or (), "--param"), review, numbers(review_param or (), "--review-param"))
    wish.check()
    name = person(who)
    config = read_config(config_file)
    good_paths, defect_paths = list_images(good), list_images(defect) if defect else []
    with opened_records(config) as records:
        before = chosen_recipe(records, recipe_reference(recipe))
        with stop_on_signals() as stop, progress("scoring the pictures") as show:
            done = retuning.retune(
                before,
                wish,
                good_paths,
                defect_paths,
                records=records,
                models_dir=config.models_dir,
                load_setup=setup_loader(config),
                who=name,
                why=why,
                activate=activate,
                progress=show,
                cancelled=stop.is_set,
            )
    after, choice = done.recipe, done.choice
    if as_json:
        say_json(
            {
                "recipe": after,
                "sha256": after.sha256,
                "before": before.ref,
                "before_threshold": before.threshold,
                "active": done.active,
                "threshold": choice,
                "claim": choice.sentence,
                "left_out": done.left_out,
            }
        )
        return
    for text in done.left_out:
        note(f"Left out: {text}")
    say(f"Recipe {after.name} version {after.version} ({after.sha256[:12]}), from version {before.version}")
    say(f"Threshold {before.threshold:.6g} -> {after.threshold:.6g} by {choice.policy}")
    if after.review_from is not None:
        say(f"Review band from {after.review_from:.6g}")
    say(f"{choice.sentence}.")
    for text in choice.notes:
        say(f"Note: {text}.")
    if done.active:
        say("It is active; a station that is running takes it at its next start.")
    else:
        say(f"To put it in force: station recipes activate {after.name}@{after.version} --why TEXT")
