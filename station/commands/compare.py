"""`station compare`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from station.commands.options import AsJson, ConfigFile, Who, opened_records, person, read_config
from station.commands.terminal import note, progress, say, say_json, say_table, stop_on_signals

if TYPE_CHECKING:
    from station.examining import Figures

_LISTED = 20


def compare(
    recipe: Annotated[str, typer.Argument(metavar="RECIPE", help="The name of the recipe.")],
    version: Annotated[
        int | None,
        typer.Option(metavar="A", min=1, help="The version in use; without it the active one.", show_default=False),
    ] = None,
    with_: Annotated[
        int | None,
        typer.Option(
            "--with", metavar="B", min=1, help="The version to replace it; without it the newest.", show_default=False
        ),
    ] = None,
    last: Annotated[int, typer.Option(metavar="N", min=0, help="So many of the last parts of history.")] = 200,
    why: Annotated[str, typer.Option(metavar="TEXT", help="Kept with the comparison.", show_default=False)] = "",
    who: Who = None,
    config_file: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Compare two versions of a recipe on the same pictures: labelled ones that neither was taught from, and history.

    Says which verdicts would change. Ctrl-C cancels; nothing is kept then.
    """
    from station.accounts import command_line
    from station.comparing import Comparing

    config = read_config(config_file)
    name = person(who)
    with opened_records(config) as records, stop_on_signals() as stop, progress("comparing") as show:
        # a station may run on the same computer
        done = Comparing(records, config, line_runs=lambda: True).compare(
            command_line(name),
            recipe,
            old=version,
            new=with_,
            last=last,
            note=why,
            shown=0,
            progress=show,
            cancelled=stop.is_set,
        )
    for one in done.left_out[:_LISTED]:
        note(f"Left out: {one.name}: {one.why}.")
    if len(done.left_out) > _LISTED:
        note(f"Left out: {len(done.left_out) - _LISTED} more.")
    if as_json:
        say_json({"comparison": done.record, "changed": len(done.record.changed), "left_out": done.left_out})
        return
    say(
        f"Version {done.old_recipe.version} and version {done.new_recipe.version} of {recipe} on {done.labelled}"
        f" labelled pictures and {done.parts} parts of history (comparison {done.record.id})."
    )
    if done.taught:
        say(f"{done.taught} labelled pictures were not used: one of the models was taught from them.")
    say(done.sentence)
    for version_, figures in ((done.old_recipe.version, done.old), (done.new_recipe.version, done.new)):
        say(f"Version {version_}: {_figures(figures)}")
    changed = done.record.changed
    if changed:
        say_table(
            ("picture", "label", "score before", "after", "verdict before", "after"),
            [
                (
                    one.inspection_id or one.path,
                    one.label,
                    None if one.old_score is None else f"{one.old_score:.5g}",
                    None if one.new_score is None else f"{one.new_score:.5g}",
                    one.old_verdict,
                    one.new_verdict,
                )
                for one in changed[:_LISTED]
            ],
            right=("score before",),
        )
    if len(changed) > _LISTED:
        say(f"and {len(changed) - _LISTED} more; --json lists all")


def _figures(figures: Figures) -> str:
    from calibration import between

    if figures.point is None:
        return "no labelled pictures."
    text = figures.point.sentence
    if figures.image is not None and figures.auroc is not None:
        low, high = figures.auroc
        text += f"; AUROC {figures.image.auroc:.3f}, {between(f'{low:.3f}', f'{high:.3f}')}"
    if figures.refused:
        text += f"; {figures.refused} pictures were not fit to be scored"
    return f"{text}."
